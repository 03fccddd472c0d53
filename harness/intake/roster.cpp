#include "harness/intake/roster.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>

#include "harness/intake/contents.hpp"
#include "harness/intake/csv.hpp"
#include "harness/intake/descriptor.hpp"
#include "harness/intake/names.hpp"
#include "harness/intake/repository.hpp"
#include "harness/outcome/story.hpp"

namespace descent::intake {
namespace {

constexpr std::size_t kMostRosterBytes = std::size_t{4} << 20;
constexpr std::size_t kMostStudents = 20'000;

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

bool is_printable_line(const std::string& text) {
  return outcome::printable(text) == text && text.find_first_of("\n\t") == std::string::npos;
}

/// A path below a folder: "ada.zip", "section 1/ada.zip".
bool stays_below(const std::string& path) {
  const std::string parts = '/' + path + '/';
  return parts.find("//") == std::string::npos && parts.find("/../") == std::string::npos &&
         parts.find("/./") == std::string::npos;
}

class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  std::vector<Student> read(std::string_view bytes) {
    const std::vector<CsvRow> rows = parse(bytes);
    if (rows.empty()) fail(1, "a row of column names was expected, and the file is empty");
    read_header(rows.front());
    std::vector<Student> students;
    for (auto row = rows.begin() + 1; row != rows.end(); ++row) students.push_back(student(*row));
    if (students.empty()) fail(rows.front().line, "students were expected below this line");
    if (students.size() > kMostStudents) {
      fail(rows.back().line, fmt::format("at most {} students were expected, {} came",
                                         kMostStudents, students.size()));
    }
    return students;
  }

 private:
  [[noreturn]] void fail(std::size_t line, const std::string& sentence) const {
    throw std::invalid_argument(fmt::format("{}, line {}: {}", file_, line, sentence));
  }

  std::vector<CsvRow> parse(std::string_view bytes) const {
    try {
      return parse_csv(bytes);
    } catch (const CsvError& error) {
      fail(error.line(), shown(error.what()));
    }
  }

  void read_header(const CsvRow& row) {
    for (const std::string& field : row.fields) {
      const std::string column = lower(trimmed(field));
      const bool ours =
          column == "id" || column == "name" || column == "submission" || column == "commit";
      if (ours && std::find(columns_.begin(), columns_.end(), column) != columns_.end()) {
        fail(row.line, fmt::format("one column {} was expected, two came", column));
      }
      columns_.push_back(column);
    }
    if (std::find(columns_.begin(), columns_.end(), "id") == columns_.end()) {
      fail(row.line, fmt::format("the names of columns were expected, separated by commas, and id "
                                 "among them; what came is: {}",
                                 shown(fmt::format("{}", fmt::join(row.fields, ",")))));
    }
  }

  /// The field in a column; nothing if there is no such column.
  std::string field(const CsvRow& row, const std::string& column) const {
    const auto at = std::find(columns_.begin(), columns_.end(), column);
    if (at == columns_.end()) return {};
    const std::string text = trimmed(row.fields[static_cast<std::size_t>(at - columns_.begin())]);
    if (!is_printable_line(text)) {
      fail(row.line, fmt::format("printable text in UTF-8 was expected as {}, and {} came; is the "
                                 "file saved as UTF-8?",
                                 column, shown(text)));
    }
    return text;
  }

  Student student(const CsvRow& row) {
    if (row.fields.size() != columns_.size()) {
      fail(row.line, fmt::format("{} fields were expected, as in the first row; {} came",
                                 columns_.size(), row.fields.size()));
    }
    Student result{.id = id(row),
                   .name = field(row, "name"),
                   .submission = field(row, "submission"),
                   .commit = field(row, "commit")};
    if (!result.submission.empty() && !stays_below(result.submission)) {
      fail(row.line, fmt::format("a file or folder below that of the submissions was expected as "
                                 "submission; {} came",
                                 result.submission));
    }
    if (!result.commit.empty() && !names_commit(result.commit)) {
      fail(row.line, fmt::format("the id of a commit, a branch or a tag was expected as commit; {} "
                                 "came",
                                 result.commit));
    }
    return result;
  }

  std::string id(const CsvRow& row) {
    const std::string text = field(row, "id");
    if (text.empty() || text.starts_with('.') || text.find('/') != std::string::npos) {
      fail(row.line, fmt::format("an id was expected, without '/' and not beginning with a dot; {} "
                                 "came",
                                 text.empty() ? "nothing" : text));
    }
    const auto [before, is_new] = lines_.emplace(text, row.line);
    if (!is_new) {
      fail(row.line, fmt::format("an id of its own was expected for every student; {} stands in "
                                 "line {}, too",
                                 text, before->second));
    }
    return printable_id(text);
  }

  std::string file_;
  std::vector<std::string> columns_;
  std::map<std::string, std::size_t> lines_;  // of the ids
};

}  // namespace

std::vector<Student> parse_roster(std::string_view bytes, const std::string& file) {
  return Reader(file).read(bytes);
}

Roster read_roster(const std::filesystem::path& file) {
  const std::string called = shown(file.string());
  std::string bytes;
  try {
    // The instructor's own file may well be a link.
    bytes = read_at_most(open_file(AT_FDCWD, std::filesystem::canonical(file)), kMostRosterBytes);
  } catch (const std::filesystem::filesystem_error& error) {
    throw std::invalid_argument(
        fmt::format("the roster {} cannot be opened: {}", called, error.code().message()));
  } catch (const Refused& refused) {
    throw std::invalid_argument(
        fmt::format("the roster {} cannot be read: {}", called, refused.what()));
  }
  if (bytes.size() > kMostRosterBytes) {
    throw std::invalid_argument(
        fmt::format("the roster {} is larger than {} MiB", called, kMostRosterBytes >> 20));
  }
  return {.file = file, .students = parse_roster(bytes, called)};
}

}  // namespace descent::intake
