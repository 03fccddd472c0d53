#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// standardize

// The right statistics with another rule for the scale. Constant features as they should be.
template <class Scale>
Preprocessor with_scale(const arma::mat& train, Scale scale_of) {
  Preprocessor fitted = standardize(train);
  const arma::rowvec largest = arma::max(arma::abs(train), 0);
  const arma::rowvec deviations = arma::stddev(train, 1, 0);
  for (arma::uword j = 0; j < train.n_cols; ++j) {
    if (deviations(j) > 1e-12 * largest(j)) fitted.scale(j) = scale_of(train.col(j));
  }
  return fitted;
}

Preprocessor standardize_with_n_minus_one(const arma::mat& train) {
  return with_scale(train, [](const arma::vec& feature) { return arma::stddev(feature); });
}
DESCENT_MISTAKE(standardize, standardize_with_n_minus_one,
                "Your standard deviation divides by N - 1. Here it divides by N: "
                "arma::stddev(train, 1, 0), or the root of the mean of the squares.",
                "divide-by-n");

Preprocessor standardize_with_the_variance(const arma::mat& train) {
  return with_scale(train, [](const arma::vec& feature) { return arma::var(feature, 1); });
}
DESCENT_MISTAKE(standardize, standardize_with_the_variance,
                "Your scale is the variance. Take its root: a scale has the unit of the feature.",
                "standardize");

Preprocessor standardize_without_centring(const arma::mat& train) {
  return with_scale(
      train, [](const arma::vec& feature) { return std::sqrt(arma::mean(arma::square(feature))); });
}
DESCENT_MISTAKE(standardize, standardize_without_centring,
                "You take the root of the mean of the squares of the features themselves. Subtract "
                "the mean first: the standard deviation measures the distance from it.",
                "standardize");

Preprocessor standardize_without_the_mean(const arma::mat& train) {
  Preprocessor fitted = standardize(train);
  fitted.shift.zeros();
  return fitted;
}
DESCENT_MISTAKE(standardize, standardize_without_the_mean,
                "Your shift is 0. Standardized features have mean 0: the shift is their mean.",
                "standardize");

Preprocessor standardize_with_one_scale(const arma::mat& train) {
  return with_scale(train, [&](const arma::vec&) {
    return std::sqrt(arma::accu(arma::square(centred(train))) / count(train.n_elem));
  });
}
DESCENT_MISTAKE(standardize, standardize_with_one_scale,
                "You divide all features by the same number. Each has a standard deviation of its "
                "own; that they become comparable is the purpose.",
                "standardize");

Preprocessor standardize_with_absolute_values(const arma::mat& train) {
  return with_scale(train, [](const arma::vec& feature) {
    return arma::mean(arma::abs(feature - arma::mean(feature)));
  });
}
DESCENT_MISTAKE(
    standardize, standardize_with_absolute_values,
    "You take the mean of the absolute distances. The standard deviation is the root of "
    "the mean of the squared distances.",
    "standardize");

Preprocessor standardize_without_the_mean_of_squares(const arma::mat& train) {
  return with_scale(
      train, [](const arma::vec& feature) { return arma::norm(feature - arma::mean(feature)); });
}
DESCENT_MISTAKE(standardize, standardize_without_the_mean_of_squares,
                "You take the root of the sum of the squares. Divide the sum by N first.",
                "divide-by-n");

Preprocessor standardize_adds_epsilon(const arma::mat& train) {
  require_finite_examples(train);
  return {arma::mean(train, 0), arma::sqrt(arma::mean(arma::square(centred(train)), 0)) + 1e-8};
}
DESCENT_MISTAKE(standardize, standardize_adds_epsilon,
                "You add a small number to every standard deviation. Constant features stay finite "
                "that way, but they get a tiny scale instead of 1, and every other feature is a "
                "little off. Treat only constant features apart.",
                "constant-features");

Preprocessor standardize_constants_by_zero(const arma::mat& train) {
  require_finite_examples(train);
  return {arma::mean(train, 0), arma::sqrt(arma::mean(arma::square(centred(train)), 0))};
}
DESCENT_MISTAKE(standardize, standardize_constants_by_zero,
                "A constant feature has scale 0 (or 1e-17, by round-off), so that it becomes 0/0 = "
                "NaN, or noise as large as the data. Its scale must be 1.",
                "constant-features");

Preprocessor standardize_asks_for_exactly_zero(const arma::mat& train) {
  Preprocessor fitted = standardize_constants_by_zero(train);
  fitted.scale.replace(0.0, 1.0);
  return fitted;
}
DESCENT_MISTAKE(
    standardize, standardize_asks_for_exactly_zero,
    "You ask whether the standard deviation is exactly 0. The mean of many times 0.1 is "
    "off by the last bit, so the standard deviation is about 1e-17. Compare with 1e-12 "
    "times the largest absolute value.",
    "constant-features");

Preprocessor standardize_with_absolute_threshold(const arma::mat& train) {
  Preprocessor fitted = standardize_constants_by_zero(train);
  fitted.scale.elem(arma::find(fitted.scale < 1e-8)).ones();
  return fitted;
}
DESCENT_MISTAKE(standardize, standardize_with_absolute_threshold,
                "You take every feature with a small standard deviation for constant. In another "
                "unit it would be large: compare it with the size of the feature, not with a fixed "
                "number.",
                "constant-features");

Preprocessor standardize_in_one_pass(const arma::mat& train) {
  const arma::rowvec mean = arma::mean(train, 0);
  const arma::rowvec squares = arma::mean(arma::square(train), 0);
  arma::rowvec scale = arma::sqrt(arma::clamp(squares - arma::square(mean), 0, arma::datum::inf));
  Preprocessor fitted = standardize(train);
  scale.elem(arma::find(fitted.scale == 1)).ones();
  fitted.scale = scale;
  return fitted;
}
DESCENT_MISTAKE(standardize, standardize_in_one_pass,
                "You compute the variance as the mean of the squares minus the square of the mean. "
                "Where the mean is large, both agree in nearly all digits, and their difference is "
                "round-off. Centre first, then square.",
                "centre-first");

Preprocessor standardize_rows(const arma::mat& train) {
  require_finite_examples(train);
  return {arma::mean(train, 1).t(), arma::stddev(train, 1, 1).t()};
}
DESCENT_MISTAKE(standardize, standardize_rows,
                "You standardize rows. Rows are examples; a feature is a column.",
                "rows-are-examples");

Preprocessor standardize_without_checks(const arma::mat& train) {
  if (train.is_empty() || !train.is_finite()) {
    return {arma::zeros(1, train.n_cols), arma::ones(1, train.n_cols)};
  }
  return standardize(train);
}
DESCENT_MISTAKE(standardize, standardize_without_checks,
                "You do not check the input. Begin with require_finite_examples(train).",
                "refuse-bad-input");

// scale_to_range

// From the smallest and largest value of each column.
template <class Statistics>
Preprocessor from_range(const arma::mat& train, Statistics statistics) {
  require_finite_examples(train);
  Preprocessor fitted =
      statistics(arma::rowvec(arma::min(train, 0)), arma::rowvec(arma::max(train, 0)));
  fitted.scale.replace(0.0, 1.0);
  return fitted;
}

Preprocessor range_from_zero_to_one(const arma::mat& train) {
  return from_range(train, [](const arma::rowvec& low, const arma::rowvec& high) {
    return Preprocessor{low, high - low};
  });
}
DESCENT_MISTAKE(scale_to_range, range_from_zero_to_one,
                "You map onto [0, 1]. For [-1, 1] the middle of the range becomes 0, and half the "
                "range is the scale.",
                "scale-to-a-range");

Preprocessor range_whole(const arma::mat& train) {
  return from_range(train, [](const arma::rowvec& low, const arma::rowvec& high) {
    return Preprocessor{(low + high) / 2, high - low};
  });
}
DESCENT_MISTAKE(
    scale_to_range, range_whole,
    "You divide by largest minus smallest, and get [-½, ½]. From -1 to 1 it is 2: divide "
    "by half of that.",
    "scale-to-a-range");

Preprocessor range_around_the_mean(const arma::mat& train) {
  const arma::rowvec mean = arma::mean(train, 0);
  return from_range(train, [&](const arma::rowvec& low, const arma::rowvec& high) {
    return Preprocessor{mean, (high - low) / 2};
  });
}
DESCENT_MISTAKE(scale_to_range, range_around_the_mean,
                "You shift by the mean. It need not lie in the middle of the range: the smallest "
                "value would not become -1.",
                "scale-to-a-range");

Preprocessor range_by_the_largest_absolute_value(const arma::mat& train) {
  return from_range(train, [](const arma::rowvec& low, const arma::rowvec& high) {
    return Preprocessor{arma::zeros(1, low.n_elem), arma::max(arma::abs(low), arma::abs(high))};
  });
}
DESCENT_MISTAKE(
    scale_to_range, range_by_the_largest_absolute_value,
    "You divide by the largest absolute value. The data then lie within [-1, 1], but do "
    "not reach both ends: values from 50 to 100 become 0.5 to 1.",
    "scale-to-a-range");

Preprocessor range_by_the_largest(const arma::mat& train) {
  return from_range(train, [](const arma::rowvec& low, const arma::rowvec& high) {
    return Preprocessor{arma::zeros(1, low.n_elem), high};
  });
}
DESCENT_MISTAKE(scale_to_range, range_by_the_largest,
                "You divide by the largest value. The smallest one does not become -1 that way.",
                "scale-to-a-range");

Preprocessor range_of_everything(const arma::mat& train) {
  return from_range(train, [](const arma::rowvec& low, const arma::rowvec& high) {
    const arma::rowvec ones(low.n_elem, arma::fill::ones);
    return Preprocessor{(low.min() + high.max()) / 2 * ones, (high.max() - low.min()) / 2 * ones};
  });
}
DESCENT_MISTAKE(
    scale_to_range, range_of_everything,
    "You use the smallest and the largest value of the whole matrix. Each feature has a "
    "range of its own.",
    "scale-to-a-range");

Preprocessor range_after_centring(const arma::mat& train) {
  require_finite_examples(train);
  arma::rowvec scale = arma::max(arma::abs(centred(train)), 0);
  scale.elem(arma::find(scale <= 1e-12 * arma::max(arma::abs(train), 0))).ones();
  return {arma::mean(train, 0), scale};
}
DESCENT_MISTAKE(
    scale_to_range, range_after_centring,
    "You centre by the mean and divide by the largest distance from it. Only one end of "
    "the range is reached that way: shift by the middle of the range.",
    "scale-to-a-range");

Preprocessor range_constants_by_zero(const arma::mat& train) {
  require_finite_examples(train);
  const arma::rowvec low = arma::min(train, 0);
  const arma::rowvec high = arma::max(train, 0);
  return {(low + high) / 2, (high - low) / 2};
}
DESCENT_MISTAKE(
    scale_to_range, range_constants_by_zero,
    "A constant feature has scale 0, so that it becomes 0/0 = NaN. Its scale must be 1.",
    "constant-features");

Preprocessor range_adds_epsilon(const arma::mat& train) {
  Preprocessor fitted = range_constants_by_zero(train);
  fitted.scale += 1e-8;
  return fitted;
}
DESCENT_MISTAKE(
    scale_to_range, range_adds_epsilon,
    "You add a small number to every scale. Then no feature reaches -1 and 1; treat only "
    "constant features apart.",
    "constant-features");

Preprocessor range_of_rows(const arma::mat& train) {
  require_finite_examples(train);
  const arma::rowvec low = arma::min(train, 1).t();
  const arma::rowvec high = arma::max(train, 1).t();
  return {(low + high) / 2, (high - low) / 2};
}
DESCENT_MISTAKE(scale_to_range, range_of_rows,
                "You take the range of each row. Rows are examples; a feature is a column.",
                "rows-are-examples");

Preprocessor range_without_checks(const arma::mat& train) {
  if (train.is_empty() || !train.is_finite()) {
    return {arma::zeros(1, train.n_cols), arma::ones(1, train.n_cols)};
  }
  return scale_to_range(train);
}
DESCENT_MISTAKE(scale_to_range, range_without_checks,
                "You do not check the input. Begin with require_finite_examples(train).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
