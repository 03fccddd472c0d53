#include "harness/suites/04-initialization/scheme.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

namespace descent::suite {
namespace {

using checks::About;

Rng test_rng() { return Rng(remote::test_seed()); }

bool usable(const arma::mat& W, arma::uword fan_in, arma::uword fan_out, const Scheme& scheme) {
  const About about{
      .what = fmt::format("the result of {}({}, {})", scheme.exercise, fan_in, fan_out),
      .why = "W is fan_in x fan_out: a row for each input, a column for each neuron.",
      .read = "fan-in-and-fan-out"};
  return checks::expect_shape(W, fan_in, fan_out, about) && checks::expect_finite(W, about);
}

/// The first column whose entries are all equal.
std::optional<arma::uword> constant_column(const arma::mat& W) {
  for (arma::uword j = 0; W.n_rows > 1 && j < W.n_cols; ++j) {
    if (W.col(j).min() == W.col(j).max()) return j;
  }
  return std::nullopt;
}

bool expect_not_constant(const arma::mat& W, const Scheme& scheme) {
  if (W.min() == W.max()) {
    return checks::expect_that(
        false, fmt::format("{:.5g} everywhere", W(0, 0)), "random numbers",
        {.what = "the weights of " + scheme.exercise,
         .why = "Neurons with equal weights compute the same and learn the same, forever.",
         .read = "symmetry"});
  }
  if (const auto j = constant_column(W)) {
    return checks::expect_that(
        false, fmt::format("{:.5g} in every row of column {}", W(0, *j), *j),
        "another number for every input of a neuron",
        {.what = "the weights of " + scheme.exercise,
         .why = "You seem to draw one value for each neuron. Every single weight needs a draw of "
                "its own: such a neuron could only see the sum of its inputs.",
         .read = "one-draw-for-every-weight"});
  }
  if (const auto i = constant_column(W.t())) {
    return checks::expect_that(
        false, fmt::format("{:.5g} in every column of row {}", W(*i, 0), *i),
        "another number for every neuron",
        {.what = "the weights of " + scheme.exercise,
         .why = "You seem to draw one value for each input and give it to all neurons: they are "
                "copies of each other, and stay so.",
         .read = "symmetry"});
  }
  return true;
}

bool expect_variance(const arma::mat& W, const Scheme& scheme, double comparisons) {
  const double fan_in = static_cast<double>(W.n_rows);
  const double fan_out = static_cast<double>(W.n_cols);
  return checks::expect_variance(
      W, scheme.variance_of(W), scheme.suspects(fan_in, fan_out),
      {.what = fmt::format("{}({}, {})", scheme.exercise, W.n_rows, W.n_cols),
       .why = "The variance of the weights must be " + scheme.law + ".",
       .read = scheme.read},
      {.comparisons = comparisons});
}

// The standard deviation of the sample itself, so that weights that are too large fail for their
// variance and not for their mean.
double own_deviation(const arma::mat& W) { return arma::stddev(arma::vectorise(W)); }

bool expect_uncorrelated(const arma::mat& one, const arma::mat& other, const std::string& what,
                         const std::string& why, double comparisons, const std::string& read) {
  return checks::expect_uncorrelated(one, other, {.what = what, .why = why, .read = read},
                                     {.comparisons = comparisons});
}

}  // namespace

void expect_shape(const Scheme& scheme) {
  Rng rng = test_rng();
  const arma::uword shapes[][2] = {{3, 8}, {9, 2}, {1, 6}, {5, 1}, {1, 1}};
  std::vector<arma::mat> drawn;
  for (const auto& [fan_in, fan_out] : shapes) {
    drawn.push_back(scheme.yours(fan_in, fan_out, rng));
  }
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    if (!usable(drawn[i], shapes[i][0], shapes[i][1], scheme)) return;
  }
}

void expect_stated_variance(const Scheme& scheme) {
  Rng rng = test_rng();
  const arma::uword narrow = 6 + rng.below(3);
  const arma::uword wide = 950 + rng.below(100);
  const arma::uword shapes[][2] = {{narrow, wide}, {wide, narrow}, {60, 150}, {150, 60}};
  std::vector<arma::mat> drawn;
  for (const auto& [fan_in, fan_out] : shapes) {
    drawn.push_back(scheme.yours(fan_in, fan_out, rng));
  }
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    if (!usable(drawn[i], shapes[i][0], shapes[i][1], scheme)) return;
    if (!expect_not_constant(drawn[i], scheme)) return;
    if (!expect_variance(drawn[i], scheme, static_cast<double>(drawn.size()))) return;
  }
}

void expect_mean_of_zero(const Scheme& scheme) {
  Rng rng = test_rng();
  const arma::mat tall = scheme.yours(150, 40, rng);
  const arma::mat wide = scheme.yours(40, 150, rng);
  if (!usable(tall, 150, 40, scheme) || !usable(wide, 40, 150, scheme)) return;
  for (const arma::mat& W : {tall, wide}) {
    if (!expect_not_constant(W, scheme)) return;
    const bool positive = W.min() >= 0;
    if (!checks::expect_mean(
            W, 0, own_deviation(W),
            {.what = fmt::format("{}({}, {})", scheme.exercise, W.n_rows, W.n_cols),
             .why = positive
                        ? "None of your weights is negative. Half of them must be: the "
                          "distribution is centred on 0."
                        : "The weights are centred on 0: half of them negative, half positive.",
             .read = "mean-zero"},
            {.comparisons = 2})) {
      return;
    }
  }
}

void expect_weights_of_their_own(const Scheme& scheme) {
  Rng rng = test_rng();
  const arma::mat square = scheme.yours(110, 90, rng);
  const arma::mat tall = scheme.yours(400, 12, rng);
  const arma::mat wide = scheme.yours(12, 400, rng);
  if (!usable(square, 110, 90, scheme) || !usable(tall, 400, 12, scheme) ||
      !usable(wide, 12, 400, scheme)) {
    return;
  }
  for (const arma::mat& W : {square, tall, wide}) {
    if (!expect_not_constant(W, scheme)) return;
  }
  const double comparisons = 110 + 90 + 66 + 66 + 3 * 4;

  const double variance = scheme.variance_of(square);
  const auto of_its_own = [&](const arma::mat& weights, const std::string& which) {
    return checks::expect_variance(weights, variance,
                                   {.what = which + " of " + scheme.exercise + "(110, 90)",
                                    .why = "Every weight has the same variance, " + scheme.law +
                                           ", whichever row and column it stands in.",
                                    .read = "one-draw-for-every-weight"},
                                   {.comparisons = comparisons});
  };
  for (arma::uword j = 0; j < square.n_cols; ++j) {
    if (!of_its_own(square.col(j), fmt::format("column {}", j))) return;
  }
  for (arma::uword i = 0; i < square.n_rows; ++i) {
    if (!of_its_own(square.row(i), fmt::format("row {}", i))) return;
  }

  const std::string neurons =
      "Two neurons must not follow each other: every weight has a draw of its own.";
  const std::string inputs =
      "The weights of two inputs must not follow each other: every weight has a draw of its own.";
  for (arma::uword j = 0; j < 12; ++j) {
    for (arma::uword k = j + 1; k < 12; ++k) {
      if (!expect_uncorrelated(
              tall.col(j), tall.col(k),
              fmt::format("columns {} and {} of {}(400, 12)", j, k, scheme.exercise), neurons,
              comparisons, "one-draw-for-every-weight") ||
          !expect_uncorrelated(wide.row(j), wide.row(k),
                               fmt::format("rows {} and {} of {}(12, 400)", j, k, scheme.exercise),
                               inputs, comparisons, "one-draw-for-every-weight")) {
        return;
      }
    }
  }
  // One half mirrored in the other, and numbers that repeat in memory.
  for (const arma::mat& W : {square, tall, wide}) {
    const arma::vec all = arma::vectorise(W);
    const arma::uword n = all.n_elem;
    const arma::uword lags[] = {1, 2, n / 2, (W.n_cols / 2) * W.n_rows};
    for (const arma::uword lag : lags) {
      if (!expect_uncorrelated(all.head(n - lag), all.tail(n - lag),
                               fmt::format("{}({}, {}) and the same numbers {} places further on",
                                           scheme.exercise, W.n_rows, W.n_cols, lag),
                               "Every weight has a draw of its own: none follows from another one.",
                               comparisons, "one-draw-for-every-weight")) {
        return;
      }
    }
  }
}

void expect_the_callers_rng(const Scheme& scheme) {
  Rng rng = test_rng();
  const Rng start(rng.bits());
  Rng first = start, again = start, other(rng.bits());
  const arma::mat W = scheme.yours(30, 25, first);
  const arma::mat same = scheme.yours(30, 25, again);
  const arma::mat second = scheme.yours(30, 25, first);
  const arma::mat elsewhere = scheme.yours(30, 25, other);
  for (const arma::mat& each : {W, same, second, elsewhere}) {
    if (!usable(each, 30, 25, scheme) || !expect_not_constant(each, scheme)) return;
  }
  const auto about = [&](const std::string& what, const std::string& why) {
    return About{
        .what = what + " of " + scheme.exercise, .why = why, .read = "one-source-of-chance"};
  };
  if (!checks::expect_that(
          !arma::approx_equal(W, elsewhere, "absdiff", 0), "the same weights", "other weights",
          about(
              "the result for another seed",
              "You do not draw from the caller's rng. An Rng of your own, made anew in every call, "
              "always begins with the same numbers.")) ||
      !checks::expect_that(
          arma::approx_equal(W, same, "absdiff", 0), "other weights", "the same weights",
          about("the result for the same state of rng",
                "All randomness must come from the caller's rng: arma::randn, std::random_device "
                "and static generators make an experiment impossible to repeat.")) ||
      !checks::expect_that(
          !arma::approx_equal(W, second, "absdiff", 0), "the same weights", "other weights",
          about("the second call with one rng",
                "The rng must have moved on after the first call: draw from rng itself, not from a "
                "copy of it."))) {
    return;
  }
  const std::string why = "Two calls are independent of each other.";
  if (!expect_uncorrelated(W, second, "two calls of " + scheme.exercise + " with one rng", why, 2,
                           "one-source-of-chance")) {
    return;
  }
  expect_uncorrelated(W, elsewhere, "two calls of " + scheme.exercise + " with two seeds", why, 2,
                      "one-source-of-chance");
}

void expect_gain_per_layer(const Scheme& scheme, const std::function<double(double)>& f,
                           double expected, const std::string& why) {
  constexpr arma::uword kLayers = 20;
  constexpr arma::uword kUnits = 200;
  Rng rng = test_rng();
  std::vector<arma::mat> weights;
  for (arma::uword l = 0; l < kLayers; ++l) {
    weights.push_back(scheme.yours(kUnits, kUnits, rng));
  }
  arma::mat h = rng.normal(8, kUnits);
  const double before = arma::accu(arma::square(h));
  for (const arma::mat& W : weights) {
    if (!usable(W, kUnits, kUnits, scheme)) return;
    h = h * W;
    h.transform(f);
  }
  const double gain = std::pow(arma::accu(arma::square(h)) / before, 1.0 / kLayers);
  checks::expect_between(
      gain, 0.8 * expected, 1.25 * expected,
      {.what = fmt::format("the growth of the signal's mean square from layer to layer, in {} "
                           "layers of {} units with weights from {}",
                           kLayers, kUnits, scheme.exercise),
       .why = why,
       .read = scheme.read});
}

void expect_fans_checked(const Scheme& scheme) {
  Rng rng = test_rng();
  expect_refusal("a layer without inputs, fan_in = 0", [&] { scheme.yours(0, 4, rng); });
  expect_refusal("a layer without neurons, fan_out = 0", [&] { scheme.yours(4, 0, rng); });
}

}  // namespace descent::suite
