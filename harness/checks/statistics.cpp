#include "harness/checks/statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <stdexcept>

namespace descent::checks {
namespace {

namespace math = boost::math;

double count(arma::uword n) { return static_cast<double>(n); }

// "once in 1,000,000 runs"
std::string chance_of(const FalseAlarm& alarm) {
  return fmt::format("A right solution is outside in fewer than one of {:.0f} runs.",
                     1 / alarm.probability);
}

// Shape and finiteness are somebody else's; here only what would make the numbers meaningless.
bool usable(const arma::mat& sample, const About& about, const Location& location) {
  if (sample.is_empty()) {
    return expect_that(false, "no numbers at all", "at least one number", about, location);
  }
  return expect_finite(sample, about, location);
}

bool judge(double yours, const Interval& interval, double expected, const std::string& quantity,
           const About& about, const FalseAlarm& alarm, const Location& location,
           const std::string& likely = {}) {
  if (yours >= interval.low && yours <= interval.high) return true;
  outcome::Finding finding;
  finding.problem = fmt::format("The {} of {} is wrong.", quantity, about.what);
  finding.expected = fmt::format("{:.5g}, by chance between {:.5g} and {:.5g}. {}", expected,
                                 interval.low, interval.high, chance_of(alarm));
  finding.yours = fmt::format("{:.5g}", yours);
  finding.why = about.why;
  finding.likely = likely;
  finding.read = about.read;
  report(std::move(finding), location);
  return false;
}

}  // namespace

Interval binomial_interval(arma::uword trials, double p, FalseAlarm alarm) {
  if (!(p >= 0 && p <= 1)) throw std::invalid_argument("expected a probability p in [0, 1]");
  const double n = count(trials);
  if (p == 0) return {0, 0};
  if (p == 1) return {n, n};
  const math::binomial_distribution<> successes(n, p);
  // Boost rounds the quantiles outwards: P(X < low) and P(X > high) are at most half the alarm.
  return {math::quantile(successes, alarm.each() / 2),
          math::quantile(math::complement(successes, alarm.each() / 2))};
}

Interval mean_interval(arma::uword n, double mean, double deviation, FalseAlarm alarm) {
  const double z = math::quantile(math::complement(math::normal(), alarm.each() / 2));
  const double reach = z * deviation / std::sqrt(count(n));
  return {mean - reach, mean + reach};
}

Interval mean_square_interval(arma::uword n, double variance, FalseAlarm alarm) {
  const math::chi_squared squares(count(n));
  return {variance * math::quantile(squares, alarm.each() / 2) / count(n),
          variance * math::quantile(math::complement(squares, alarm.each() / 2)) / count(n)};
}

Interval correlation_interval(arma::uword n, FalseAlarm alarm) {
  const double freedom = count(n) - 2;
  const double t = math::quantile(math::complement(math::students_t(freedom), alarm.each() / 2));
  const double r = t / std::sqrt(freedom + t * t);
  return {-r, r};
}

double distribution_distance(arma::uword n, FalseAlarm alarm) {
  return std::sqrt(std::log(2 / alarm.each()) / (2 * count(n)));
}

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

bool expect_frequency(arma::uword successes, arma::uword trials, double p, const About& about,
                      FalseAlarm alarm, Location location) {
  if (trials == 0) return expect_that(false, "none at all", "at least one", about, location);
  const double n = count(trials);
  const Interval interval = binomial_interval(trials, p, alarm);
  const double yours = count(successes) / n;
  // The other way round is the commonest mistake there is with probabilities.
  const Interval other = binomial_interval(trials, 1 - p, alarm);
  const bool inverted = count(successes) >= other.low && count(successes) <= other.high;
  return judge(yours, {interval.low / n, interval.high / n}, p, "frequency", about, alarm, location,
               inverted ? fmt::format("That is 1 - {:.5g}: the probability is taken the wrong way "
                                      "round.",
                                      p)
                        : std::string());
}

bool expect_even_halves(const arma::vec& times, arma::uword draws, const About& about,
                        FalseAlarm alarm, Location location) {
  const double expected = count(draws) / 2;
  const double unequal =
      2 * arma::accu(arma::square(times - expected)) / expected / count(times.n_elem);
  About said = about;
  said.what = fmt::format(
      "{}, in {} draws of half of {} (chi-squared over its degrees of freedom; "
      "about 1)",
      about.what, draws, times.n_elem);
  said.why = fmt::format(
      "Each should be drawn about {:g} times; yours are drawn between {:g} and "
      "{:g} times. A shuffle is even if entry i changes places with one of "
      "those that are not settled yet, itself among them.",
      expected, times.min(), times.max());
  return expect_less(unequal, mean_square_interval(times.n_elem - 1, 1, alarm).high, said,
                     location);
}

bool expect_mean(const arma::mat& sample, double mean, double deviation, const About& about,
                 FalseAlarm alarm, Location location) {
  if (!usable(sample, about, location)) return false;
  return judge(arma::mean(arma::vectorise(sample)),
               mean_interval(sample.n_elem, mean, deviation, alarm), mean, "mean", about, alarm,
               location);
}

bool expect_variance(const arma::mat& sample, double variance, const About& about, FalseAlarm alarm,
                     Location location) {
  return expect_variance(sample, variance, {}, about, alarm, location);
}

bool expect_variance(const arma::mat& sample, double variance, const std::vector<Suspect>& suspects,
                     const About& about, FalseAlarm alarm, Location location) {
  if (!usable(sample, about, location)) return false;
  const double yours = arma::accu(arma::square(sample)) / count(sample.n_elem);
  const Interval allowed = mean_square_interval(sample.n_elem, variance, alarm);
  const auto as_if = [&](double factor) {
    return yours >= factor * allowed.low && yours <= factor * allowed.high;
  };
  const Suspect* nearest = nullptr;
  const auto off = [&](const Suspect& suspect) {
    return std::abs(std::log(yours / suspect.value));
  };
  for (const Suspect& suspect : suspects) {
    if (!as_if(suspect.value / variance)) continue;
    if (!nearest || off(suspect) < off(*nearest)) nearest = &suspect;
  }
  std::string likely;
  if (yours == 0) {
    likely = "All numbers are 0.";
  } else if (nearest) {
    likely = nearest->sentence;
  } else if (as_if(variance)) {
    likely =
        "That is the square of the right variance: a variance was taken for a standard "
        "deviation. The square root is missing.";
  } else if (as_if(1 / std::sqrt(variance))) {
    likely = "That is the square root of the right variance: the root was taken once too often.";
  } else {
    likely = fmt::format("It is {:.3g} times the right one.", yours / variance);
  }
  return judge(yours, allowed, variance, "variance", about, alarm, location, likely);
}

bool expect_uncorrelated(const arma::mat& one, const arma::mat& other, const About& about,
                         FalseAlarm alarm, Location location) {
  if (!usable(one, about, location) || !usable(other, about, location)) return false;
  if (one.n_elem != other.n_elem || one.n_elem < 3) {
    throw std::invalid_argument("expected two samples of the same size, three or more");
  }
  const arma::vec a = arma::vectorise(one) - arma::accu(one) / count(one.n_elem);
  const arma::vec b = arma::vectorise(other) - arma::accu(other) / count(other.n_elem);
  const double scale = std::sqrt(arma::dot(a, a) * arma::dot(b, b));
  if (scale == 0) {
    return expect_that(false, "the same number everywhere", "numbers that differ by chance", about,
                       location);
  }
  const double r = arma::dot(a, b) / scale;
  return judge(r, correlation_interval(one.n_elem, alarm), 0, "correlation", about, alarm, location,
               std::abs(r) > 0.999 ? "They are copies of each other." : "");
}

bool expect_distribution(const arma::mat& sample, const std::function<double(double)>& cdf,
                         const About& about, FalseAlarm alarm, Location location) {
  if (!usable(sample, about, location)) return false;
  const arma::vec sorted = arma::sort(arma::vectorise(sample));
  const double n = count(sorted.n_elem);
  double distance = 0;
  double at = sorted(0);
  for (arma::uword i = 0; i < sorted.n_elem; ++i) {
    const double f = cdf(sorted(i));
    const double here = std::max(std::abs(f - count(i) / n), std::abs(f - count(i + 1) / n));
    if (here > distance) {
      distance = here;
      at = sorted(i);
    }
  }
  const double allowed = distribution_distance(sorted.n_elem, alarm);
  if (distance <= allowed) return true;
  outcome::Finding finding;
  finding.problem = fmt::format("{} do not have the right distribution.", about.what);
  finding.expected = fmt::format(
      "{:.1f} % of them at or below {:.4g}, by chance {:.1f} % more or "
      "less. {}",
      100 * cdf(at), at, 100 * allowed, chance_of(alarm));
  finding.yours = fmt::format(
      "{:.1f} %", 100 *
                      count(static_cast<arma::uword>(
                          std::upper_bound(sorted.begin(), sorted.end(), at) - sorted.begin())) /
                      n);
  finding.why = about.why;
  finding.read = about.read;
  report(std::move(finding), location);
  return false;
}

}  // namespace descent::checks
