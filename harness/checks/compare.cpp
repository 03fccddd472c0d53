#include "harness/checks/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/checks/show.hpp"

namespace descent::checks::compare {
namespace {

outcome::Finding start(const About& about) {
  outcome::Finding finding;
  finding.why = about.why;
  finding.read = about.read;
  finding.mistake = about.mistake;
  return finding;
}

std::string name_of(const About& about) { return about.what.empty() ? "the result" : about.what; }

/// A difference smaller than this is round-off, not an inequality.
double round_off(double a, double b) { return 1e-12 * std::max(std::abs(a), std::abs(b)); }

/// "In dscores, 3 of 30 entries are wrong."
std::string count_sentence(const std::string& what, arma::uword bad, arma::uword all,
                           const std::string& how) {
  if (all == 1) return fmt::format("The value of {} is {}.", what, how);
  if (bad == all) return fmt::format("In {}, all {} entries are {}.", what, all, how);
  return fmt::format("In {}, {} of {} entries {} {}.", what, bad, all, bad == 1 ? "is" : "are",
                     how);
}

double relative_error(double yours, double expected) {
  const double largest = std::max(std::abs(yours), std::abs(expected));
  return largest == 0 ? 0 : std::abs(yours - expected) / largest;
}

outcome::Finding shape_finding(const arma::mat& yours, arma::uword rows, arma::uword cols,
                               const About& about) {
  outcome::Finding finding = start(about);
  finding.problem = fmt::format("The shape of {} is wrong: {} is expected, {} came.",
                                name_of(about), show_shape(rows, cols), show_shape(yours));
  finding.expected = fmt::format("a matrix of {} (rows x columns)", show_shape(rows, cols));
  finding.yours = yours.is_empty() ? fmt::format("an empty matrix ({})", show_shape(yours))
                                   : fmt::format("a matrix of {}", show_shape(yours));
  if (yours.is_empty() && rows * cols > 0) {
    finding.likely = "Nothing was assigned to it: give it a value of the right size.";
  } else if (yours.n_rows == cols && yours.n_cols == rows) {
    finding.likely =
        "Rows and columns are swapped: look at the order of the factors in a product, "
        "and at the places where .t() is needed.";
  }
  return finding;
}

/// Entries that are not finite although they should be.
MaybeFinding not_finite(const arma::mat& yours, const arma::mat& expected, const About& about) {
  arma::umat bad(arma::size(yours), arma::fill::zeros);
  arma::uword nans = 0, infinities = 0, first = 0;
  for (arma::uword i = 0; i < yours.n_elem; ++i) {
    if (std::isfinite(yours[i]) || within(yours[i], expected[i], 1, kExact)) continue;
    if (nans + infinities == 0) first = i;
    ++(std::isnan(yours[i]) ? nans : infinities);
    bad[i] = 1;
  }
  if (nans + infinities == 0) return std::nullopt;
  outcome::Finding finding = start(about);
  const std::string kind = infinities == 0 ? "NaN" : nans == 0 ? "infinite" : "NaN or infinite";
  finding.problem = count_sentence(name_of(about), nans + infinities, yours.n_elem, kind);
  finding.yours = show(yours, first, 5, bad);
  if (yours.n_elem > 1) {
    finding.worst = fmt::format("the first one is {} at {} (of {} NaN and {} infinite)",
                                show(yours[first]), show_index(yours, first), nans, infinities);
  }
  return finding;
}

std::string worst_sentence(const arma::mat& yours, const arma::mat& expected, arma::uword worst,
                           arma::uword bad, int digits) {
  return fmt::format("{}: yours {}, expected {}, a relative error of {}; {}",
                     show_index(yours, worst), show(yours[worst], digits),
                     show(expected[worst], digits),
                     show(relative_error(yours[worst], expected[worst]), 2),
                     bad == yours.n_elem ? "all entries are off"
                                         : fmt::format("{} of {} entries {} off (marked *)", bad,
                                                       yours.n_elem, bad == 1 ? "is" : "are"));
}

outcome::Finding bound_finding(double yours, const std::string& expected, int digits,
                               const About& about) {
  outcome::Finding finding = start(about);
  finding.problem = fmt::format("The value of {} is not within its bounds.", name_of(about));
  finding.expected = expected;
  finding.yours = show(yours, digits);
  return finding;
}

}  // namespace

bool within(double yours, double expected, double scale, const Tolerance& tolerance) {
  if (std::isnan(expected)) return std::isnan(yours);
  if (yours == expected) return true;      // equal infinities too
  if (std::isinf(expected)) return false;  // no part of infinity is a tolerance
  return std::abs(yours - expected) <=
         tolerance.relative * std::abs(expected) + tolerance.absolute * scale;
}

double scale_of(const arma::mat& expected) {
  double scale = 0;
  for (const double value : expected) {
    if (std::isfinite(value)) scale = std::max(scale, std::abs(value));
  }
  return scale == 0 ? 1 : scale;
}

MaybeFinding near(const arma::mat& yours, const arma::mat& expected, const About& about) {
  if (arma::size(yours) != arma::size(expected)) {
    outcome::Finding finding = shape_finding(yours, expected.n_rows, expected.n_cols, about);
    const bool swapped = yours.n_rows == expected.n_cols && yours.n_cols == expected.n_rows;
    if (swapped) finding.likely = diagnosis::explain(yours, expected, about.setting);
    return finding;
  }
  if (MaybeFinding finding = not_finite(yours, expected, about)) {
    arma::uword first = 0;
    while (std::isfinite(yours[first]) || within(yours[first], expected[first], 1, kExact)) ++first;
    finding->expected = show(expected, first, 5);
    finding->likely = diagnosis::explain(yours, expected, about.setting);
    return finding;
  }
  const double scale = scale_of(expected);
  arma::umat marked(arma::size(yours), arma::fill::zeros);
  arma::uword bad = 0, worst = 0;
  double largest = -1;
  for (arma::uword i = 0; i < yours.n_elem; ++i) {
    if (within(yours[i], expected[i], scale, about.tolerance)) continue;
    ++bad;
    marked[i] = 1;
    const double error = std::abs(yours[i] - expected[i]);
    if (error > largest || std::isnan(error)) {
      largest = error;
      worst = i;
    }
  }
  if (bad == 0) return std::nullopt;

  outcome::Finding finding = start(about);
  const int digits = digits_to_tell_apart(yours[worst], expected[worst]);
  finding.problem = count_sentence(name_of(about), bad, yours.n_elem, "wrong");
  if (yours.n_elem == 1) {
    finding.expected = show(expected[0], digits);
    finding.yours = fmt::format("{} (off by {}, a relative error of {})", show(yours[0], digits),
                                show(yours[0] - expected[0], 3),
                                show(relative_error(yours[0], expected[0]), 2));
  } else {
    const Pair both = show_both(expected, yours, worst, digits, marked);
    finding.expected = both.expected;
    finding.yours = both.yours;
    finding.worst = worst_sentence(yours, expected, worst, bad, digits);
  }
  finding.likely = diagnosis::explain(yours, expected, about.setting);
  return finding;
}

MaybeFinding near(double yours, double expected, const About& about) {
  return near(arma::mat(1, 1, arma::fill::value(yours)),
              arma::mat(1, 1, arma::fill::value(expected)), about);
}

MaybeFinding equal(const arma::uvec& yours, const arma::uvec& expected, const About& about) {
  const arma::mat numbers = arma::conv_to<arma::mat>::from(yours);
  if (yours.n_elem != expected.n_elem) {
    return shape_finding(numbers, expected.n_elem, 1, about);
  }
  arma::umat marked(yours.n_elem, 1, arma::fill::zeros);
  arma::uword bad = 0, first = 0;
  for (arma::uword i = yours.n_elem; i-- > 0;) {
    if (yours[i] == expected[i]) continue;
    ++bad;
    first = i;
    marked[i] = 1;
  }
  if (bad == 0) return std::nullopt;

  // A column of integers reads better as a line.
  const arma::uword length = std::min<arma::uword>(yours.n_elem, 10);
  const arma::uword begin =
      std::min(first - std::min<arma::uword>(first, 4), yours.n_elem - length);
  const auto line = [&](const arma::uvec& values, bool marks) {
    std::string text = begin > 0 ? fmt::format("(from entry {}) ... ", begin) : "";
    for (arma::uword i = begin; i < begin + length; ++i) {
      text += fmt::format("{}{} ", values[i], marks && marked[i] != 0 ? "*" : "");
    }
    return text + (begin + length < yours.n_elem ? "..." : "");
  };
  outcome::Finding finding = start(about);
  finding.problem = count_sentence(name_of(about), bad, yours.n_elem, "wrong");
  finding.expected = line(expected, false);
  finding.yours = line(yours, true);
  finding.worst = fmt::format("the first one is entry {}: yours {}, expected {}", first,
                              yours[first], expected[first]);
  if (yours[first] > (1ULL << 63U)) {
    finding.likely = fmt::format(
        "{} is 0 - {} of unsigned integers: they do not become negative but wrap around.",
        yours[first], arma::uword{0} - yours[first]);
  } else {
    finding.likely =
        diagnosis::explain(numbers, arma::conv_to<arma::mat>::from(expected), about.setting);
  }
  return finding;
}

MaybeFinding equal(long long yours, long long expected, const About& about) {
  if (yours == expected) return std::nullopt;
  outcome::Finding finding = start(about);
  finding.problem = count_sentence(name_of(about), 1, 1, "wrong");
  finding.expected = std::to_string(expected);
  finding.yours = std::to_string(yours);
  return finding;
}

MaybeFinding shape(const arma::mat& yours, arma::uword rows, arma::uword cols, const About& about) {
  if (yours.n_rows == rows && yours.n_cols == cols) return std::nullopt;
  return shape_finding(yours, rows, cols, about);
}

MaybeFinding finite(const arma::mat& yours, const About& about) {
  const arma::mat zeros(arma::size(yours), arma::fill::zeros);
  MaybeFinding finding = not_finite(yours, zeros, about);
  if (finding) {
    finding->expected = "finite numbers";
    finding->likely = diagnosis::explain(yours, zeros, about.setting);
  }
  return finding;
}

MaybeFinding between(double yours, double low, double high, const About& about) {
  if (yours >= low && yours <= high) return std::nullopt;
  const int digits = std::max(digits_to_tell_apart(low, high),
                              digits_to_tell_apart(yours, yours < low ? low : high));
  return bound_finding(yours,
                       fmt::format("between {} and {}", show(low, digits), show(high, digits)),
                       digits, about);
}

MaybeFinding less(double yours, double bound, const About& about) {
  if (yours < bound - round_off(yours, bound)) return std::nullopt;
  const int digits = digits_to_tell_apart(yours, bound);
  return bound_finding(yours, fmt::format("less than {}", show(bound, digits)), digits, about);
}

MaybeFinding greater(double yours, double bound, const About& about) {
  if (yours > bound + round_off(yours, bound)) return std::nullopt;
  const int digits = digits_to_tell_apart(yours, bound);
  return bound_finding(yours, fmt::format("greater than {}", show(bound, digits)), digits, about);
}

}  // namespace descent::checks::compare
