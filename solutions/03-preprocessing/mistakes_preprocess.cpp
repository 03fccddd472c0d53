#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat preprocess_centres_the_split_by_itself(const Preprocessor& fitted, const arma::mat& X) {
  require_preprocessor(fitted, X);
  return divided(centred(X), fitted.scale);
}
DESCENT_MISTAKE(preprocess, preprocess_centres_the_split_by_itself,
                "You subtract the mean of the split that you were given. Subtract fitted.shift, "
                "which comes from the training split; otherwise the test split looks as if it lay "
                "elsewhere, and a single picture becomes 0.",
                "fit-on-the-training-split");

arma::mat preprocess_standardizes_the_split_by_itself(const Preprocessor& fitted,
                                                      const arma::mat& X) {
  require_preprocessor(fitted, X);
  const Preprocessor own = standardize(X);
  return divided(X.each_row() - own.shift, own.scale);
}
DESCENT_MISTAKE(preprocess, preprocess_standardizes_the_split_by_itself,
                "You compute mean and standard deviation of the split that you were given. Use the "
                "statistics in `fitted`, which come from the training split.",
                "fit-on-the-training-split");

arma::mat preprocess_scales_the_split_by_itself(const Preprocessor& fitted, const arma::mat& X) {
  require_preprocessor(fitted, X);
  return divided(X.each_row() - fitted.shift, standardize(X).scale);
}
DESCENT_MISTAKE(preprocess, preprocess_scales_the_split_by_itself,
                "You subtract the shift of the training split, but divide by the spread of this "
                "one. Both statistics come from `fitted`.",
                "fit-on-the-training-split");

arma::mat preprocess_divides_first(const Preprocessor& fitted, const arma::mat& X) {
  require_preprocessor(fitted, X);
  return divided(X, fitted.scale).each_row() - fitted.shift;
}
DESCENT_MISTAKE(preprocess, preprocess_divides_first,
                "You divide first and subtract the shift afterwards. The shift is measured in the "
                "units of the data: subtract it first.",
                "shift-then-scale");

arma::mat preprocess_multiplies_by_the_scale(const Preprocessor& fitted, const arma::mat& X) {
  require_preprocessor(fitted, X);
  arma::mat result = X.each_row() - fitted.shift;
  result.each_row() %= fitted.scale;
  return result;
}
DESCENT_MISTAKE(
    preprocess, preprocess_multiplies_by_the_scale,
    "You multiply by the scale. A feature of spread 4 is divided by 4, to get spread 1.",
    "shift-then-scale");

arma::mat preprocess_forgets_the_scale(const Preprocessor& fitted, const arma::mat& X) {
  require_preprocessor(fitted, X);
  return X.each_row() - fitted.shift;
}
DESCENT_MISTAKE(preprocess, preprocess_forgets_the_scale,
                "You subtract the shift, but do not divide by the scale.", "shift-then-scale");

arma::mat preprocess_adds_the_shift(const Preprocessor& fitted, const arma::mat& X) {
  require_preprocessor(fitted, X);
  return divided(X.each_row() + fitted.shift, fitted.scale);
}
DESCENT_MISTAKE(preprocess, preprocess_adds_the_shift,
                "You add the shift. It is the mean that has to go: subtract it.",
                "shift-then-scale");

arma::mat preprocess_divides_by_the_root(const Preprocessor& fitted, const arma::mat& X) {
  require_preprocessor(fitted, X);
  return divided(X.each_row() - fitted.shift, arma::sqrt(fitted.scale));
}
DESCENT_MISTAKE(preprocess, preprocess_divides_by_the_root,
                "You divide by the root of the scale. The scale is a standard deviation already, "
                "not a variance.",
                "shift-then-scale");

arma::mat preprocess_centres_rows(const Preprocessor& fitted, const arma::mat& X) {
  require_preprocessor(fitted, X);
  const arma::vec means = arma::mean(X, 1);
  return divided(X.each_col() - means, fitted.scale);
}
DESCENT_MISTAKE(preprocess, preprocess_centres_rows,
                "You subtract from each example its own mean, along the row. Features are columns, "
                "and their means are in fitted.shift.",
                "rows-are-examples");

arma::mat preprocess_without_checks(const Preprocessor& fitted, const arma::mat& X) {
  arma::mat result(arma::size(X));
  for (arma::uword j = 0; j < X.n_cols; ++j) {
    const double shift = j < fitted.shift.n_elem ? fitted.shift(j) : 0;
    const double scale = j < fitted.scale.n_elem ? fitted.scale(j) : 1;
    result.col(j) = (X.col(j) - shift) / scale;
  }
  return result;
}
DESCENT_MISTAKE(preprocess, preprocess_without_checks,
                "You do not check the input. Begin with require_preprocessor(fitted, X).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
