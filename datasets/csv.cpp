#include "datasets/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "datasets/bytes.hpp"
#include "datasets/data_error.hpp"

namespace descent::datasets {

namespace {

/// Labels are class numbers: beyond this something else was taken for one.
constexpr double kLargestLabel = 1e6;

std::string_view trim(std::string_view cell) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!cell.empty() && is_space(cell.front())) cell.remove_prefix(1);
  while (!cell.empty() && is_space(cell.back())) cell.remove_suffix(1);
  return cell;
}

std::string_view unquote(std::string_view cell) {
  cell = trim(cell);
  const bool quoted = cell.size() >= 2 && cell.front() == '"' && cell.back() == '"';
  return quoted ? trim(cell.substr(1, cell.size() - 2)) : cell;
}

/// What a cell says, if that is a finite number. (std::stod would listen to the locale.)
std::optional<double> number(std::string_view cell) {
  if (cell.size() >= 2 && cell[0] == '+' && cell[1] != '-') cell.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(value)) return {};
  return value;
}

/// The cell as it may stand in a message: not too long, nothing that a terminal would obey.
std::string show(std::string_view cell) {
  constexpr std::size_t kLongest = 40;
  std::string shown(cell.substr(0, kLongest));
  std::replace_if(
      shown.begin(), shown.end(), [](unsigned char c) { return c < ' ' || c > '~'; }, '?');
  return "\"" + shown + (cell.size() > kLongest ? "..." : "") + "\"";
}

class CsvParser {
 public:
  CsvParser(const std::filesystem::path& file, const CsvOptions& options)
      : file_(file), options_(options) {}

  Dataset parse(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (std::size_t line = 1; !text.empty(); ++line) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view content = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (!trim(content).empty()) take_line(content, line);
    }
    if (labels_.empty()) {
      throw DataError(file_, "lines of numbers",
                      cells_.empty() ? "none" : "a header and nothing behind it");
    }
    const arma::uword inputs = columns_ - 1;
    // Line after line in memory is D x N for Armadillo: one transposition makes rows of them.
    const arma::mat transposed(values_.data(), inputs, labels_.size(), false, true);
    Dataset data{.inputs = transposed.t(), .labels = arma::uvec(labels_), .classes = 0};
    data.classes = options_.classes > 0 ? options_.classes : data.labels.max() + 1;
    return data;
  }

 private:
  void take_line(std::string_view content, std::size_t line) {
    cut(content);
    if (columns_ == 0) {
      columns_ = cells_.size();
      const bool is_header = std::none_of(cells_.begin(), cells_.end(),
                                          [](auto cell) { return number(cell).has_value(); });
      find_label_column(is_header, line);
      if (is_header) return;
    }
    if (cells_.size() != columns_) {
      throw DataError(file_, fmt::format("{} cells, as in the first line", columns_),
                      fmt::format("{} in line {}", cells_.size(), line));
    }
    for (std::size_t column = 0; column < columns_; ++column) {
      const std::optional<double> value = number(cells_[column]);
      if (!value) {
        throw DataError(
            file_, "a finite number in every cell",
            fmt::format("{} in line {}, column {}", show(cells_[column]), line, column + 1));
      }
      if (column == label_column_) {
        labels_.push_back(label(*value, line));
      } else {
        values_.push_back(*value);
      }
    }
  }

  void cut(std::string_view content) {
    cells_.clear();
    while (true) {
      const std::size_t end = content.find(options_.separator);
      cells_.push_back(unquote(content.substr(0, end)));
      if (end == std::string_view::npos) return;
      content.remove_prefix(end + 1);
    }
  }

  void find_label_column(bool is_header, std::size_t line) {
    if (columns_ < 2) {
      throw DataError(file_, "at least two columns, one of them the labels",
                      fmt::format("{} in line {}", columns_, line),
                      fmt::format("Is '{}' what separates its cells?", options_.separator));
    }
    const auto columns = static_cast<std::ptrdiff_t>(columns_);
    std::ptrdiff_t index = options_.label_column;
    if (!options_.label_name.empty()) {
      const auto found = std::find(cells_.begin(), cells_.end(), options_.label_name);
      if (!is_header || found == cells_.end()) {
        throw DataError(file_, fmt::format("a column named {}", show(options_.label_name)),
                        is_header
                            ? fmt::format("the {} columns of line {} without it", columns_, line)
                            : fmt::format("numbers and no header in line {}", line));
      }
      index = found - cells_.begin();
    } else if (index < 0) {
      index += columns;
    }
    if (index < 0 || index >= columns) {
      throw DataError(file_, fmt::format("labels in column {}", options_.label_column),
                      fmt::format("{} columns in line {}", columns_, line),
                      "Columns count from 0, negative ones from the end.");
    }
    label_column_ = static_cast<std::size_t>(index);
  }

  arma::uword label(double value, std::size_t line) const {
    const double bound =
        options_.classes > 0 ? static_cast<double>(options_.classes) : kLargestLabel;
    if (!(value >= 0 && value < bound) || value != std::floor(value)) {
      throw DataError(
          file_, fmt::format("labels that are whole numbers from 0 to {}", bound - 1),
          fmt::format("the label {} in line {}, column {}", value, line, label_column_ + 1));
    }
    return static_cast<arma::uword>(value);
  }

  const std::filesystem::path& file_;
  const CsvOptions& options_;
  std::vector<std::string_view> cells_;  // of the line at hand
  std::size_t columns_ = 0;
  std::size_t label_column_ = 0;
  std::vector<double> values_;
  std::vector<arma::uword> labels_;
};

}  // namespace

Dataset parse_csv(std::string_view text, const std::filesystem::path& file,
                  const CsvOptions& options) {
  return CsvParser(file, options).parse(text);
}

Dataset load_csv(const std::filesystem::path& file, const CsvOptions& options) {
  const std::vector<std::uint8_t> content = read_file(file);
  return parse_csv({reinterpret_cast<const char*>(content.data()), content.size()}, file, options);
}

}  // namespace descent::datasets
