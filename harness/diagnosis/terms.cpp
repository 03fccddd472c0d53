#include "harness/diagnosis/terms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "harness/diagnosis/patterns_fits.hpp"

namespace descent::diagnosis {
namespace {

constexpr double kAlike = 1e-5;            // coefficients that are the same number
constexpr int kPowers[] = {-1, 1, -2, 2};  // of a factor that is missing, or there too often
constexpr double kMostCondition = 1e5;     // beyond it the terms cannot be told apart

double largest(const arma::mat& values) { return values.is_empty() ? 0 : arma::abs(values).max(); }

bool alike(double a, double b) { return std::abs(a - b) <= kAlike * std::max(1.0, std::abs(b)); }

/// Whether two columns are multiplied with the same numbers. Without factors, no two are known to.
bool same_factors(const SumOfTerms& expected, arma::uword one, arma::uword other) {
  if (expected.factors.empty()) return false;
  return std::all_of(expected.factors.begin(), expected.factors.end(), [&](const auto& factor) {
    return std::max(one, other) < factor.values.n_elem &&
           factor.values(one) == factor.values(other);
  });
}

/// Least squares of `yours` on the columns of `terms`; nothing where it does not explain it all.
std::optional<arma::vec> fit(const arma::vec& yours, const arma::mat& terms, double scale) {
  const arma::uword rank = terms.n_cols;
  if (terms.n_rows < rank + 2) return std::nullopt;  // a fit of all by all says nothing
  const arma::rowvec lengths = arma::sqrt(arma::sum(arma::square(terms), 0));
  if (lengths.min() == 0) return std::nullopt;
  const arma::mat unit = terms.each_row() / lengths;
  if (!(arma::cond(unit) < kMostCondition)) return std::nullopt;
  arma::vec solution;
  if (!arma::solve(solution, unit, yours)) return std::nullopt;
  if (largest(yours - unit * solution) > patterns::kFit * scale) return std::nullopt;
  return arma::vec(solution / lengths.t());
}

/// A coefficient for each term (row) and column of the result, by the simplest way that explains
/// it: one number for each term; such numbers times a power of a column factor; or other numbers
/// for every group of columns that have the same factors.
std::optional<arma::mat> coefficients(const arma::mat& yours, const SumOfTerms& expected) {
  const arma::uword count = expected.terms.size(), rows = yours.n_rows, columns = yours.n_cols;
  arma::mat all(yours.n_elem, count);
  for (arma::uword k = 0; k < count; ++k) all.col(k) = arma::vectorise(expected.terms[k].value);
  if (const auto whole = fit(arma::vectorise(yours), all, largest(yours))) {
    return arma::repmat(*whole, 1, columns);
  }
  for (const ColumnFactor& factor : expected.factors) {
    if (factor.values.n_elem != columns) continue;
    for (const int power : kPowers) {
      const arma::rowvec times = arma::pow(factor.values, power);
      if (!times.is_finite() || times.has_nan() || arma::abs(times).min() == 0) continue;
      const arma::mat freed = yours.each_row() / times;
      if (const auto whole = fit(arma::vectorise(freed), all, largest(freed))) {
        return arma::mat(*whole * times);
      }
    }
  }
  arma::mat each(count, columns);
  arma::uvec done(columns, arma::fill::zeros);
  for (arma::uword j = 0; j < columns; ++j) {
    if (done(j) != 0) continue;
    arma::uvec group;
    for (arma::uword other = j; other < columns; ++other) {
      if (other == j || same_factors(expected, j, other)) {
        group.resize(group.n_elem + 1);
        group.back() = other;
        done(other) = 1;
      }
    }
    arma::uvec entries;
    for (const arma::uword column : group) {
      entries = arma::join_vert(entries,
                                arma::regspace<arma::uvec>(column * rows, (column + 1) * rows - 1));
    }
    const auto part = fit(yours.elem(entries), all.rows(entries), largest(yours));
    if (!part) return std::nullopt;
    each.cols(group) = arma::repmat(*part, 1, group.n_elem);
  }
  return each;
}

/// What is wrong with a part that counts `c` times, without its name; "" where nothing is.
std::optional<std::string> meaning_of_number(double c, const SumOfTerms& expected,
                                             const Setting& setting) {
  if (alike(c, 1)) return "";
  if (std::abs(c) <= kAlike) return "is missing";
  if (alike(c, -1)) return "has the wrong sign";
  for (const NamedNumber& number : expected.numbers) {
    if (alike(c, number.factor)) {
      return fmt::format("counts {:.6g} times: {}", c, number.meaning);
    }
  }
  // The readings of a factor want to know it better than a fit does.
  for (const double n : {setting.examples, setting.classes}) {
    for (const double nice : {n, 1 / n, -n, -1 / n, 2 * n, 2 / n, n / 2, 0.5 / n}) {
      if (n != 0 && alike(c / nice, 1)) c = nice;
    }
  }
  for (const double nice : {2.0, -2.0, 0.5, -0.5}) {
    if (alike(c, nice)) c = nice;
  }
  if (const auto meaning = patterns::meaning_of_factor(c, setting)) {
    return fmt::format("counts {:.6g} times: {}", c, *meaning);
  }
  return std::nullopt;
}

std::string power_of(const std::string& name, int power) {
  switch (power) {
    case -2:
      return fmt::format("is divided by {} where it should be multiplied with it", name);
    case -1:
      return fmt::format("lacks the factor {}", name);
    case 1:
      return fmt::format("has the factor {} twice", name);
    default:
      return fmt::format("has the factor {} three times", name);
  }
}

/// The same for a part whose coefficient differs from column to column.
std::optional<std::string> meaning_of_row(const arma::rowvec& c, const SumOfTerms& expected,
                                          const Setting& setting) {
  if (largest(c - c(0)) <= kAlike * std::max(1.0, largest(c))) {
    return meaning_of_number(c(0), expected, setting);
  }
  for (const ColumnFactor& factor : expected.factors) {
    if (factor.values.n_elem != c.n_elem || largest(1 / factor.values) > 1e12) continue;
    for (const int power : kPowers) {
      const arma::rowvec ratio = c / arma::pow(factor.values, power);
      if (!ratio.is_finite() || largest(ratio - ratio(0)) > kAlike * largest(ratio)) continue;
      const auto rest = meaning_of_number(ratio(0), expected, setting);
      if (!rest) continue;
      return power_of(factor.name, power) + (rest->empty() ? "" : ", and " + *rest);
    }
  }
  return std::nullopt;
}

}  // namespace

arma::mat SumOfTerms::total() const {
  arma::mat sum = terms.at(0).value;
  for (std::size_t k = 1; k < terms.size(); ++k) sum += terms[k].value;
  return sum;
}

TermsExplained explain_terms(const arma::mat& yours, const SumOfTerms& expected,
                             const Setting& setting) {
  if (expected.terms.empty() || yours.is_empty() || !yours.is_finite()) return {};
  for (const Term& term : expected.terms) {
    if (arma::size(term.value) != arma::size(yours) || !term.value.is_finite()) return {};
  }
  if (largest(yours) == 0) return {};  // that all are missing is plain to see
  const auto found = coefficients(yours, expected);
  if (!found) return {};

  std::vector<std::string> meanings;
  for (arma::uword k = 0; k < expected.terms.size(); ++k) {
    const auto meaning = meaning_of_row(found->row(k), expected, setting);
    if (!meaning) return {};
    meanings.push_back(*meaning);
  }
  TermsExplained explained;
  const bool all_the_same = std::all_of(meanings.begin(), meanings.end(),
                                        [&](const auto& m) { return m == meanings[0]; });
  if (all_the_same && !meanings[0].empty()) {
    explained.complaint = "every part of it " + meanings[0];
  } else {
    for (std::size_t k = 0; k < meanings.size(); ++k) {
      if (meanings[k].empty()) continue;
      explained.complaint +=
          (explained.complaint.empty() ? "" : "; ") + expected.terms[k].name + " " + meanings[k];
    }
  }
  if (explained.complaint.empty()) return {};
  const bool constant = largest(found->each_col() - found->col(0)) <= kAlike * largest(*found);
  if (constant) {
    explained.fit = "Your result is";
    for (std::size_t k = 0; k < expected.terms.size(); ++k) {
      const double c = (*found)(k, 0);
      const double rounded = std::abs(c) < kAlike ? 0 : c;
      explained.fit += fmt::format("{} {:.5g} · {}",
                                   k == 0        ? ""
                                   : rounded < 0 ? " -"
                                                 : " +",
                                   k == 0 ? rounded : std::abs(rounded), expected.terms[k].name);
    }
    explained.fit += "; right is 1 · each of them.";
  } else {
    explained.fit = "The parts are there, but with weights that differ from column to column.";
  }
  return explained;
}

}  // namespace descent::diagnosis
