// Patterns in the places: which rows, columns or entries are wrong, and what stands where.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/diagnosis/patterns_fits.hpp"

namespace descent::diagnosis::patterns {
namespace {

constexpr double kFew = 0.05;  // of the entries: then their indices say more than rows or columns

std::string place(const arma::umat& marked, arma::uword index) {
  if (marked.n_rows == 1 || marked.n_cols == 1) return fmt::format("entry {}", index);
  return fmt::format("({}, {})", index % marked.n_rows, index / marked.n_rows);
}

arma::umat wrong_entries(const arma::mat& yours, const arma::mat& expected) {
  const double scale = arma::abs(expected).max();
  arma::umat wrong(arma::size(yours), arma::fill::zeros);
  for (arma::uword i = 0; i < yours.n_elem; ++i) {
    wrong[i] = same(yours[i], expected[i], std::abs(expected[i]) + 1e-3 * scale) ? 0 : 1;
  }
  return wrong;
}

arma::uvec rows_with(const arma::umat& marked) { return arma::find(arma::sum(marked, 1) > 0); }
arma::uvec cols_with(const arma::umat& marked) { return arma::find(arma::sum(marked, 0) > 0); }

/// What the wrong entries have in common in their values, as a clause, or "".
std::string in_common(const arma::mat& yours, const arma::mat& expected, const arma::umat& wrong,
                      const Setting& setting) {
  const arma::uvec where = arma::find(wrong);
  const arma::vec a = yours.elem(where), n = expected.elem(where);
  if (arma::abs(a).max() == 0) return "there they are 0";
  if (arma::abs(n).max() == 0) return "there they should be 0";
  const double factor = arma::dot(a, n) / arma::dot(n, n);
  const arma::vec fitted = factor * n;
  if (same(a, fitted) && factor != 0) {
    const Sentence meaning = meaning_of_factor(factor, setting);
    if (meaning) {
      return fmt::format("there they are {:.6g} times the expected ones ({})", factor, *meaning);
    }
  }
  if (where.n_elem >= 2) {
    const double offset = arma::mean(a - n);
    if (arma::abs(a - n - offset).max() <= kFit * std::abs(offset)) {
      return fmt::format("there they are all {:.6g} too {}", std::abs(offset),
                         offset > 0 ? "large" : "small");
    }
  }
  return {};
}

}  // namespace

std::string list_of(const std::string& noun, const arma::uvec& indices) {
  if (indices.n_elem == 1) return fmt::format("{} {}", noun, indices[0]);
  constexpr arma::uword kShown = 6;
  std::string text = noun + "s ";
  const arma::uword shown = indices.n_elem > kShown + 1 ? kShown : indices.n_elem;
  for (arma::uword i = 0; i < shown; ++i) {
    const bool last = i + 1 == indices.n_elem;
    text += fmt::format("{}{}", i == 0 ? "" : last ? " and " : ", ", indices[i]);
  }
  if (shown < indices.n_elem) text += fmt::format(" and {} more", indices.n_elem - shown);
  return text;
}

Sentence not_finite(const arma::mat& yours) {
  arma::umat bad(arma::size(yours), arma::fill::zeros);
  bool any_nan = false;
  for (arma::uword i = 0; i < yours.n_elem; ++i) {
    if (std::isfinite(yours[i])) continue;
    bad[i] = 1;
    any_nan = any_nan || std::isnan(yours[i]);
  }
  const arma::uword count = arma::accu(bad);
  if (count == 0) return std::nullopt;
  const std::string cause =
      any_nan ? "NaN comes from 0/0, inf - inf, 0 · inf, or the log or root of a negative number"
              : "inf comes from exp() of more than 709, log(0), or a division by 0";
  if (yours.n_elem == 1 || count == yours.n_elem) {
    return cause + "; from one such entry a sum or a mean carries it everywhere.";
  }
  const arma::uvec rows = rows_with(bad), cols = cols_with(bad);
  std::string where;
  if (yours.n_cols > 1 && count == rows.n_elem * yours.n_cols) {
    where = "The whole of " + list_of("row", rows) + (rows.n_elem == 1 ? " is" : " are") +
            " affected and no other row: look at what these rows of the input have. ";
  } else if (yours.n_rows > 1 && count == cols.n_elem * yours.n_rows) {
    where = "The whole of " + list_of("column", cols) + (cols.n_elem == 1 ? " is" : " are") +
            " affected and no other column: look at what these columns of the input have. ";
  } else {
    where =
        fmt::format("The first one is at {}. ", place(bad, arma::index_max(arma::vectorise(bad))));
  }
  return where + cause + ".";
}

Sentence reordered(const arma::mat& yours, const arma::mat& expected) {
  if (yours.n_elem < 3) return std::nullopt;
  const bool matrix = yours.n_rows > 1 && yours.n_cols > 1;
  if (yours.is_square() && matrix) {
    const arma::mat turned = expected.t();
    if (same(yours, turned)) return "It is the transpose of what is expected.";
  }
  const arma::vec a = arma::sort(arma::vectorise(yours)), n = arma::sort(arma::vectorise(expected));
  if (!same(a, n)) return std::nullopt;
  if (matrix) {
    const arma::mat turned = expected.t();
    const arma::mat by_rows = arma::reshape(turned, yours.n_rows, yours.n_cols);
    const arma::mat turned_yours = yours.t();
    const arma::mat by_rows_back = arma::reshape(turned_yours, yours.n_rows, yours.n_cols);
    if (same(yours, by_rows) || same(by_rows_back, expected)) {
      return "The values are right but in the wrong order: reshape() fills column by column (so "
             "does Armadillo's memory), and here the order of the rows is needed.";
    }
  }
  if (yours.n_rows > 1) {
    const arma::mat upside_down = arma::flipud(expected);
    if (same(yours, upside_down)) return "The values are right but the rows are in reverse order.";
  }
  if (yours.n_cols > 1) {
    const arma::mat mirrored = arma::fliplr(expected);
    if (same(yours, mirrored)) return "The values are right but the columns are in reverse order.";
  }
  return "The same values are there, but in another order: look at reshape(), at a sort, or at an "
         "index that is not carried along.";
}

Sentence other_axis(const arma::mat& yours, const arma::mat& expected) {
  if (yours.n_rows < 2 || yours.n_cols < 2) return std::nullopt;
  const auto constant = [](const arma::vec& sums, double scale) {
    return sums.max() - sums.min() <= kFit * scale;
  };
  const auto row_sums = [](const arma::mat& m) { return arma::vec(arma::sum(m, 1)); };
  const auto col_sums = [](const arma::mat& m) { return arma::vec(arma::sum(m, 0).t()); };
  const double scale = arma::abs(expected).max(), scale_yours = arma::abs(yours).max();
  const bool expected_rows = constant(row_sums(expected), scale);
  const bool expected_cols = constant(col_sums(expected), scale);
  const bool yours_rows = constant(row_sums(yours), scale_yours);
  const bool yours_cols = constant(col_sums(yours), scale_yours);
  if (expected_rows && !expected_cols && yours_cols && !yours_rows) {
    return fmt::format(
        "Every row should sum to {:.4g}; in yours every column sums to {:.4g}: the "
        "wrong axis is normalized (sum(X, 1) goes along a row, sum(X) along a "
        "column).",
        row_sums(expected)[0] + 0.0, col_sums(yours)[0] + 0.0);
  }
  if (expected_cols && !expected_rows && yours_rows && !yours_cols) {
    return fmt::format(
        "Every column should sum to {:.4g}; in yours every row sums to {:.4g}: the "
        "wrong axis is normalized (sum(X) goes along a column, sum(X, 1) along a "
        "row).",
        col_sums(expected)[0] + 0.0, row_sums(yours)[0] + 0.0);
  }
  return std::nullopt;
}

Sentence in_places(const arma::mat& yours, const arma::mat& expected, const Setting& setting) {
  const arma::umat wrong = wrong_entries(yours, expected);
  const arma::uword count = arma::accu(wrong);
  if (count == 0 || count == yours.n_elem || yours.n_elem < 4) return std::nullopt;
  const arma::uvec rows = rows_with(wrong), cols = cols_with(wrong);
  const std::string clause = in_common(yours, expected, wrong, setting);
  const std::string common = clause.empty() ? "" : "; " + clause;
  const bool matrix = yours.n_rows > 1 && yours.n_cols > 1;

  if (matrix && 2 * cols.n_elem <= yours.n_cols && count * 4 >= 3 * cols.n_elem * yours.n_rows) {
    return fmt::format("Only {} {} wrong, all other columns are right{}.", list_of("column", cols),
                       cols.n_elem == 1 ? "is" : "are", common);
  }
  if (matrix && 2 * rows.n_elem <= yours.n_rows && count * 4 >= 3 * rows.n_elem * yours.n_cols) {
    return fmt::format("Only {} {} wrong, all other rows are right{}.", list_of("row", rows),
                       rows.n_elem == 1 ? "is" : "are", common);
  }
  // In two or three rows it may well be chance.
  if (matrix && count == yours.n_rows && rows.n_elem == yours.n_rows && cols.n_elem > 1 &&
      yours.n_rows > 3 && yours.n_cols > 2) {
    return "In every row exactly one entry is wrong, the others are right. If the rows have "
           "labels: is it the one of the right class?" +
           (clause.empty() ? "" : " T" + clause.substr(1) + ".");
  }
  const arma::uvec where = arma::find(wrong);
  if (count <= 3 || static_cast<double>(count) < kFew * static_cast<double>(yours.n_elem)) {
    std::string places;
    for (arma::uword i = 0; i < std::min<arma::uword>(count, 5); ++i) {
      places += (i == 0 ? "" : ", ") + place(wrong, where[i]);
    }
    if (count > 5) places += ", ...";
    return fmt::format("Only {} of {} entries {} wrong, at {}: look for what is special there{}.",
                       count, yours.n_elem, count == 1 ? "is" : "are", places, common);
  }
  if (!common.empty() && 2 * count <= yours.n_elem) {
    return fmt::format("{} of {} entries are wrong, the others are right{}.", count, yours.n_elem,
                       common);
  }
  return std::nullopt;
}

}  // namespace descent::diagnosis::patterns
