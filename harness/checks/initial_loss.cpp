#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "harness/checks/sanity.hpp"
#include "harness/checks/show.hpp"

namespace descent::checks {
namespace {

constexpr int kDraws = 32;
constexpr double kStandardErrors = 7;

/// Mean of the losses of kDraws draws against the expected one.
bool judge_draws(const std::function<double()>& draw, const ChanceLoss& expected,
                 const About& about, const Location& location) {
  arma::vec losses(kDraws);
  for (double& value : losses) value = draw();
  About part = about;
  part.what = fmt::format("the initial loss of {}", about.what.empty() ? "the model" : about.what);
  if (part.why.empty()) {
    part.why =
        "A model that knows nothing yet is at chance, and the loss of guessing is known. "
        "Another value at the start means a wrong loss or a wrong initialization.";
  }
  if (!expect_finite(losses, part, location)) return false;
  const double standard_error = arma::stddev(losses) / std::sqrt(static_cast<double>(kDraws));
  const double allowed = expected.error + kStandardErrors * standard_error +
                         part.tolerance.relative * std::abs(expected.value);
  const double mean = arma::mean(losses);
  if (std::abs(mean - expected.value) <= allowed) return true;
  const int digits = std::max(digits_to_tell_apart(mean, expected.value), 5);
  outcome::Finding finding;
  finding.problem = fmt::format("The value of {} is not that of chance.", part.what);
  finding.expected =
      fmt::format("{} (give or take {})", show(expected.value, digits), show(allowed, 2));
  finding.yours = show(mean, digits);
  finding.why = part.why;
  finding.read = about.read;
  finding.likely =
      diagnosis::explain(arma::mat(1, 1, arma::fill::value(mean)),
                         arma::mat(1, 1, arma::fill::value(expected.value)), about.setting);
  report(std::move(finding), location);
  return false;
}

}  // namespace

ChanceLoss softmax_at_chance(arma::uword classes, double variance) {
  const auto c = static_cast<double>(classes);
  return {std::log(c) + 0.5 * variance * (1 - 1 / c), 0.5 * variance * variance};
}

ChanceLoss hinge_at_chance(arma::uword classes, double variance) {
  const auto wrong = static_cast<double>(classes) - 1;
  if (variance <= 0) return {wrong, 0};
  const double tau = std::sqrt(2 * variance), z = 1 / tau;
  const double below = 0.5 * std::erfc(-z / std::numbers::sqrt2);
  const double density = std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi);
  return {wrong * (below + tau * density), 0};
}

bool expect_initial_loss(const LossFunction& loss, const arma::mat& X, const arma::uvec& labels,
                         arma::uword classes, double sigma, const ChanceFormula& formula, Rng& rng,
                         const About& about, Location location) {
  ChanceLoss expected;
  for (arma::uword i = 0; i < X.n_rows; ++i) {
    const double variance = sigma * sigma * arma::accu(arma::square(X.row(i)));
    const ChanceLoss one = formula(classes, variance);
    expected.value += one.value / static_cast<double>(X.n_rows);
    expected.error += one.error / static_cast<double>(X.n_rows);
  }
  const auto draw = [&] {
    const arma::mat scores = X * (sigma * rng.normal(X.n_cols, classes));
    return loss(scores, labels).first;
  };
  return judge_draws(draw, expected, about, location);
}

bool expect_initial_loss(const LossFunction& loss, arma::uword classes, double variance,
                         const ChanceFormula& formula, Rng& rng, const About& about,
                         Location location) {
  const auto draw = [&] {
    const arma::mat scores = std::sqrt(variance) * rng.normal(256, classes);
    return loss(scores, rng.labels(256, classes)).first;
  };
  return judge_draws(draw, formula(classes, variance), about, location);
}

}  // namespace descent::checks
