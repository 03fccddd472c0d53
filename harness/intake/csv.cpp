#include "harness/intake/csv.hpp"

namespace descent::intake {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view bytes) : rest_(bytes) {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
  }

  std::vector<CsvRow> rows() {
    std::vector<CsvRow> all;
    while (!rest_.empty()) {
      CsvRow row = next_row();
      const bool blank = row.fields.size() == 1 && row.fields.front().empty();
      if (!blank) all.push_back(std::move(row));
    }
    return all;
  }

 private:
  CsvRow next_row() {
    CsvRow row{.line = line_};
    while (true) {
      row.fields.push_back(rest_.starts_with('"') ? quoted() : plain());
      if (rest_.starts_with(',')) {
        rest_.remove_prefix(1);
        continue;
      }
      end_line();
      return row;
    }
  }

  void end_line() {
    if (rest_.empty()) return;
    const bool ends = rest_.starts_with('\n') || rest_.starts_with("\r\n");
    if (!ends) {
      throw CsvError(line_, "after a closing quote a comma or the end of the line was expected");
    }
    rest_.remove_prefix(rest_.find('\n') + 1);
    ++line_;
  }

  std::string plain() {
    std::string field(rest_.substr(0, rest_.find_first_of(",\n")));
    rest_.remove_prefix(field.size());
    if (rest_.starts_with('\n') && field.ends_with('\r')) {
      field.pop_back();
    }
    if (field.find('"') != std::string::npos) {
      throw CsvError(line_,
                     "a quote stands inside of a field that does not begin with one: " + field);
    }
    return field;
  }

  std::string quoted() {
    const std::size_t begin = line_;
    std::string field;
    rest_.remove_prefix(1);
    while (true) {
      const std::size_t quote = rest_.find('"');
      if (quote == std::string_view::npos) {
        throw CsvError(begin, "a field begins with a quote, and there is no quote that ends it");
      }
      for (const char c : rest_.substr(0, quote)) line_ += c == '\n' ? 1 : 0;
      field += rest_.substr(0, quote);
      rest_.remove_prefix(quote + 1);
      if (!rest_.starts_with('"')) return field;
      field += '"';
      rest_.remove_prefix(1);
    }
  }

  std::string_view rest_;
  std::size_t line_ = 1;
};

}  // namespace

std::vector<CsvRow> parse_csv(std::string_view bytes) { return Parser(bytes).rows(); }

}  // namespace descent::intake
