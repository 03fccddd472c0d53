#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace descent::intake {

struct CsvRow {
  std::size_t line = 0;  ///< where it begins, from 1
  std::vector<std::string> fields = {};
};

class CsvError : public std::runtime_error {
 public:
  CsvError(std::size_t line, const std::string& what) : std::runtime_error(what), line_(line) {}
  std::size_t line() const { return line_; }

 private:
  std::size_t line_;
};

/// The rows of comma-separated values, as RFC 4180 has them; lines may also end in a bare newline,
/// a byte order mark is passed over, and blank lines are. Throws CsvError.
std::vector<CsvRow> parse_csv(std::string_view bytes);

}  // namespace descent::intake
