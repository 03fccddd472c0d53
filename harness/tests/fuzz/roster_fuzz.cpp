// A class's roster, as spreadsheets export it and people edit it.

#include <fmt/format.h>

#include <set>
#include <stdexcept>

#include "harness/course/file_name.hpp"
#include "harness/intake/csv.hpp"
#include "harness/intake/repository.hpp"
#include "harness/intake/roster.hpp"
#include "harness/outcome/story.hpp"
#include "harness/tests/fuzz/require.hpp"

namespace descent::fuzz {
namespace {

using namespace intake;

bool is_a_printable_line(const std::string& text) {
  return outcome::printable(text) == text && text.find_first_of("\n\t") == std::string::npos;
}

std::string quoted(const std::string& field) {
  std::string text = "\"";
  for (const char c : field) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + '"';
}

/// What is read from a table comes back from the same table in quotes.
void write_and_read(std::string_view bytes) {
  std::vector<CsvRow> rows;
  try {
    rows = parse_csv(bytes);
  } catch (const CsvError& error) {
    require(error.line() >= 1, "errors have a line");
    return;
  }
  std::string text;
  for (const CsvRow& row : rows) {
    for (const std::string& field : row.fields) text += quoted(field) + ',';
    text.back() = '\n';
  }
  const std::vector<CsvRow> again = parse_csv(text);
  require(again.size() == rows.size(), "no row is lost");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    require(again[i].fields == rows[i].fields, "every field survives the way back");
  }
}

bool stays_below(const std::string& path) {
  const std::filesystem::path base = "/submissions", whole = (base / path).lexically_normal();
  return whole.string().starts_with("/submissions/") && whole == base / path;
}

void check(const std::vector<Student>& students) {
  require(!students.empty(), "a roster has students");
  std::set<std::string> ids, files;
  for (const Student& student : students) {
    require(!student.id.empty() && ids.insert(student.id).second, "ids are unique");
    require(is_a_printable_line(student.id) && is_a_printable_line(student.name) &&
                is_a_printable_line(student.submission),
            "what is shown is harmless");
    require(student.id.find('/') == std::string::npos && !student.id.starts_with('.'),
            "an id is no path");
    const std::string file = course::file_name(student.id);
    require(files.insert(file).second && file.size() <= 160 && !file.starts_with('.') &&
                file.find('/') == std::string::npos,
            "every student has a file of their own");
    require(student.submission.empty() || stays_below(student.submission),
            "a submission lies below the folder of all");
    require(student.commit.empty() || names_commit(student.commit), "a commit is no option of git");
  }
}

}  // namespace
}  // namespace descent::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent::fuzz;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  write_and_read(text);
  try {
    check(descent::intake::parse_roster(text, "roster.csv"));
  } catch (const std::invalid_argument& error) {
    const std::string what = error.what();
    require(what.starts_with("roster.csv, line "), "errors name the file and the line");
    require(is_a_printable_line(what), "errors are harmless sentences");
  }
  return 0;
}
