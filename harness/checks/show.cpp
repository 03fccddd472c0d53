#include "harness/checks/show.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace descent::checks {
namespace {

constexpr arma::uword kWholeRows = 5, kWholeCols = 6;  // up to this a matrix is shown whole
constexpr arma::uword kCutRows = 4, kCutCols = 5;      // of a larger one at most this much
constexpr std::size_t kWidth = 72;                     // what a labelled line leaves of 90 columns

/// `length` neighbours out of `total`, around `centre` as well as the ends allow.
arma::uword first_of_window(arma::uword centre, arma::uword length, arma::uword total) {
  const arma::uword before = std::min(centre, (length - 1) / 2);
  return std::min(centre - before, total - length);
}

using Row = std::vector<std::string>;
using Table = std::vector<Row>;

/// Several tables with the same columns as text, columns as wide in one as in the others.
std::vector<std::string> align(const std::vector<Table>& tables) {
  std::vector<std::size_t> widths;
  for (const Table& table : tables) {
    for (const Row& row : table) {
      widths.resize(std::max(widths.size(), row.size()), 0);
      for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
  }
  std::vector<std::string> texts;
  for (const Table& table : tables) {
    std::string text;
    for (const Row& row : table) {
      if (!text.empty()) text += '\n';
      std::string line;
      for (std::size_t i = 0; i < row.size(); ++i) {
        line += fmt::format("{}{:>{}}", i == 0 ? "" : "  ", row[i], widths[i]);
      }
      line.erase(line.find_last_not_of(' ') + 1);
      text += line;
    }
    texts.push_back(text);
  }
  return texts;
}

std::size_t width_of(const std::string& text) {
  std::size_t widest = 0, start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    widest = std::max(widest, end - start);
    start = end + 1;
  }
  return widest;
}

/// The part of a matrix that is shown.
struct Window {
  arma::uword first_row, rows, first_col, cols;
};

/// `marked` empty: no room for marks.
Table table_of(const arma::mat& matrix, const Window& window, int digits,
               const arma::umat& marked) {
  const auto [first_row, rows, first_col, cols] = window;
  const bool above = first_row > 0, below = first_row + rows < matrix.n_rows;
  const bool left = first_col > 0, right = first_col + cols < matrix.n_cols;
  const bool cut = above || below || left || right;
  const bool marks = !marked.is_empty();

  Table table;
  if (cut) {
    Row header = {""};
    if (left) header.emplace_back("");
    for (arma::uword c = 0; c < cols; ++c) {
      header.push_back(fmt::format("col {}{}", first_col + c, marks ? " " : ""));
    }
    table.push_back(header);
  }
  if (above) table.push_back({"..."});
  for (arma::uword r = first_row; r < first_row + rows; ++r) {
    Row row;
    if (cut) row.push_back(fmt::format("row {}", r));
    if (left) row.emplace_back("...");
    for (arma::uword c = first_col; c < first_col + cols; ++c) {
      const char* mark = !marks ? "" : marked(r, c) != 0 ? "*" : " ";
      row.push_back(show(matrix(r, c), digits) + mark);
    }
    if (right) row.emplace_back("...");
    table.push_back(row);
  }
  if (below) table.push_back({"..."});
  return table;
}

struct Shown {
  const arma::mat& matrix;
  arma::umat marked;
};

/// Matrices of one shape in one window, as many columns of it as fit.
std::vector<std::string> show_all(const std::vector<Shown>& all, arma::uword focus, int digits) {
  const arma::mat& first = all.front().matrix;
  const bool whole = first.n_rows <= kWholeRows && first.n_cols <= kWholeCols;
  Window window{};
  window.rows = whole ? first.n_rows : std::min(first.n_rows, kCutRows);
  window.cols = whole ? first.n_cols : std::min(first.n_cols, kCutCols);
  window.first_row = first_of_window(focus % first.n_rows, window.rows, first.n_rows);
  for (;; --window.cols) {
    window.first_col = first_of_window(focus / first.n_rows, window.cols, first.n_cols);
    std::vector<Table> tables;
    for (const Shown& one : all) {
      tables.push_back(table_of(one.matrix, window, digits, one.marked));
    }
    std::vector<std::string> texts = align(tables);
    const bool fits = std::all_of(texts.begin(), texts.end(),
                                  [](const std::string& text) { return width_of(text) <= kWidth; });
    if (fits || window.cols == 1) return texts;
  }
}

}  // namespace

int digits_to_tell_apart(double a, double b) {
  const double difference = std::abs(a - b), largest = std::max(std::abs(a), std::abs(b));
  if (!std::isfinite(difference) || difference == 0) return 5;
  return static_cast<int>(std::clamp(std::ceil(std::log10(largest / difference)) + 2, 5.0, 17.0));
}

std::string show(double value, int digits) {
  if (std::isnan(value)) return "NaN";
  if (value == 0) return "0";  // "-0" would puzzle
  return fmt::format("{:.{}g}", value, digits);
}

std::string show_shape(arma::uword rows, arma::uword cols) {
  return fmt::format("{} x {}", rows, cols);
}

std::string show_shape(const arma::mat& matrix) { return show_shape(matrix.n_rows, matrix.n_cols); }

std::string show_index(const arma::mat& matrix, arma::uword index) {
  if (matrix.n_rows <= 1 || matrix.n_cols <= 1) return fmt::format("entry {}", index);
  return fmt::format("row {}, column {}", index % matrix.n_rows, index / matrix.n_rows);
}

std::string show(const arma::mat& matrix, arma::uword focus, int digits, const arma::umat& marked) {
  if (matrix.is_empty()) return fmt::format("an empty matrix ({})", show_shape(matrix));
  return show_all({{matrix, matrix.n_elem > 1 ? marked : arma::umat()}}, focus, digits)[0];
}

Pair show_both(const arma::mat& expected, const arma::mat& yours, arma::uword focus, int digits,
               const arma::umat& marked) {
  const bool marks = yours.n_elem > 1 && arma::accu(marked) < yours.n_elem;
  const arma::umat none(marks ? arma::size(marked) : arma::SizeMat(0, 0), arma::fill::zeros);
  const std::vector<std::string> texts =
      show_all({{expected, none}, {yours, marks ? marked : none}}, focus, digits);
  return {texts[0], texts[1]};
}

}  // namespace descent::checks
