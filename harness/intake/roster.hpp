#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace descent::intake {

/// A line of the class's roster.
struct Student {
  std::string id = {};
  std::string name = {};        ///< may be empty
  std::string submission = {};  ///< file or folder below that of the submissions; empty: as the id
  std::string commit = {};      ///< of a repository; may be empty
};

struct Roster {
  std::filesystem::path file = {};
  std::vector<Student> students = {};
};

/// Reads a roster: CSV (RFC 4180) in UTF-8 with a header row that names, in any order, the columns
/// id, and, if wanted, name, submission and commit; others are passed over, and so are blank lines.
/// `file` is how messages call it. Throws std::invalid_argument that names the file, the line, what
/// was expected and what came.
std::vector<Student> parse_roster(std::string_view bytes, const std::string& file);

/// The same for a file of at most 4 MiB.
Roster read_roster(const std::filesystem::path& file);

}  // namespace descent::intake
