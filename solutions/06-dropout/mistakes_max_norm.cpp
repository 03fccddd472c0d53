// Known mistakes: max norm.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// Column j multiplied by factor(column, its length).
template <class Factor>
arma::mat columns_times(const arma::mat& W, double c, Factor factor) {
  require_not_empty(W, "weights W");
  require_positive(c, "bound c");
  arma::mat result = W;
  for (arma::uword j = 0; j < W.n_cols; ++j) {
    result.col(j) *= factor(arma::vec(W.col(j)), arma::norm(W.col(j)));
  }
  return result;
}

arma::mat max_norm_enlarges(const arma::mat& W, double c) {
  return columns_times(
      W, c, [=](const arma::vec&, double length) { return length > 0 ? c / length : 1; });
}
DESCENT_MISTAKE(max_norm_project, max_norm_enlarges,
                "Every column gets length c in your function, short ones too. The bound is an "
                "upper one: scale only what is longer.",
                "shorter-columns-stay");

arma::mat max_norm_not_a_number(const arma::mat& W, double c) {
  return columns_times(
      W, c, [=](const arma::vec&, double length) { return std::min(length, c) / length; });
}
DESCENT_MISTAKE(max_norm_project, max_norm_not_a_number,
                "A column of zeros has length 0, and you divide by it: 0/0 is NaN. Scale only "
                "columns that are too long.",
                "shorter-columns-stay");

arma::mat max_norm_with_epsilon(const arma::mat& W, double c) {
  return columns_times(
      W, c, [=](const arma::vec&, double length) { return std::min(length, c) / (length + 1e-7); });
}
DESCENT_MISTAKE(max_norm_project, max_norm_with_epsilon,
                "The small number that you add to the length shrinks every column a little, each "
                "time. Scale only columns that are too long; then nothing can be divided by 0.",
                "shorter-columns-stay");

arma::mat max_norm_of_rows(const arma::mat& W, double c) { return max_norm_project(W.t(), c).t(); }
DESCENT_MISTAKE(
    max_norm_project, max_norm_of_rows,
    "You bound the rows. W is fan_in x fan_out: the weights into a neuron are a column.",
    "a-neuron-is-a-column");

arma::mat max_norm_of_the_matrix(const arma::mat& W, double c) {
  const double length = arma::norm(W, "fro");
  return columns_times(W, c, [=](const arma::vec&, double) { return length > c ? c / length : 1; });
}
DESCENT_MISTAKE(max_norm_project, max_norm_of_the_matrix,
                "You bound the length of the whole matrix. Each neuron, that is each column, has "
                "the bound for itself.",
                "a-neuron-is-a-column");

arma::mat max_norm_of_the_longest(const arma::mat& W, double c) {
  double longest = 0;
  for (arma::uword j = 0; j < W.n_cols; ++j) longest = std::max(longest, arma::norm(W.col(j)));
  return columns_times(W, c,
                       [=](const arma::vec&, double) { return longest > c ? c / longest : 1; });
}
DESCENT_MISTAKE(max_norm_project, max_norm_of_the_longest,
                "All columns are scaled by the factor that the longest one needs. Each column has "
                "a length, and a factor, of its own.",
                "a-neuron-is-a-column");

arma::mat max_norm_of_the_square(const arma::mat& W, double c) {
  return columns_times(W, c, [=](const arma::vec&, double length) {
    const double square = length * length;
    return square > c ? c / square : 1;
  });
}
DESCENT_MISTAKE(max_norm_project, max_norm_of_the_square,
                "You take the sum of squares for the length. The square root is missing.",
                "max-norm");

arma::mat max_norm_compares_the_square(const arma::mat& W, double c) {
  return columns_times(
      W, c, [=](const arma::vec&, double length) { return length * length > c ? c / length : 1; });
}
DESCENT_MISTAKE(max_norm_project, max_norm_compares_the_square,
                "You compare the squared length with c (and scale by the length). Compare lengths "
                "with lengths: the squared one belongs to c².",
                "max-norm");

arma::mat max_norm_scales_by_the_square(const arma::mat& W, double c) {
  return columns_times(W, c, [=](const arma::vec&, double length) {
    return length > c ? (c * c) / (length * length) : 1;
  });
}
DESCENT_MISTAKE(max_norm_project, max_norm_scales_by_the_square,
                "You scale by the ratio of the squares, c²/‖w‖². To bring the length to c the "
                "factor is c/‖w‖.",
                "max-norm");

arma::mat max_norm_to_one(const arma::mat& W, double c) {
  return columns_times(
      W, c, [=](const arma::vec&, double length) { return length > c ? 1 / length : 1; });
}
DESCENT_MISTAKE(max_norm_project, max_norm_to_one,
                "Long columns get length 1 in your function. They should have length c.",
                "max-norm");

arma::mat max_norm_of_absolute_values(const arma::mat& W, double c) {
  return columns_times(W, c, [=](const arma::vec& w, double) {
    const double length = arma::accu(arma::abs(w));
    return length > c ? c / length : 1;
  });
}
DESCENT_MISTAKE(max_norm_project, max_norm_of_absolute_values,
                "Your length is the sum of absolute values. Max norm bounds the Euclidean length, "
                "√Σw².",
                "max-norm");

arma::mat max_norm_of_the_largest_weight(const arma::mat& W, double c) {
  return columns_times(W, c, [=](const arma::vec& w, double) {
    const double largest = arma::abs(w).max();
    return largest > c ? c / largest : 1;
  });
}
DESCENT_MISTAKE(
    max_norm_project, max_norm_of_the_largest_weight,
    "Your length is the largest weight. Despite its name, max norm bounds the Euclidean "
    "length of the column, √Σw².",
    "max-norm");

arma::mat max_norm_clips(const arma::mat& W, double c) {
  require_not_empty(W, "weights W");
  require_positive(c, "bound c");
  return arma::clamp(W, -c, c);
}
DESCENT_MISTAKE(max_norm_project, max_norm_clips,
                "You clip single weights to [-c, c]. It is the column's length that is bounded; "
                "scaling all of it keeps its direction.",
                "max-norm");

arma::mat max_norm_drops(const arma::mat& W, double c) {
  return columns_times(W, c, [=](const arma::vec&, double length) { return length > c ? c : 1; });
}
DESCENT_MISTAKE(max_norm_project, max_norm_drops,
                "You multiply long columns by c without dividing by their length. The factor is "
                "c/‖w‖.",
                "max-norm");

arma::mat max_norm_without_checks(const arma::mat& W, double c) {
  arma::mat result = W;
  for (arma::uword j = 0; j < W.n_cols; ++j) {
    const double length = arma::norm(W.col(j));
    if (length > c) result.col(j) *= c / length;
  }
  return result;
}
DESCENT_MISTAKE(max_norm_project, max_norm_without_checks,
                "You do not check the input. Begin with require_not_empty(W, \"weights W\") and "
                "require_positive(c, \"bound c\"): a negative bound would turn all weights round.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
