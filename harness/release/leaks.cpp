#include "harness/release/leaks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>
#include <unordered_map>

#include "harness/author/stub.hpp"
#include "harness/course/digest.hpp"

namespace descent::release {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kTelling = 30;  ///< shorter lines are said by everybody

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

/// A loop, a condition, a check of the input, a piece of a parameter list: there is little to
/// choose, so it tells nothing.
bool is_idle(const std::string& line) {
  static constexpr std::array kBegins = {"for (", "if (", "while (", "require_", "#include"};
  const bool is_parameter = line.ends_with(',') && line.find_first_of("(={") == std::string::npos;
  return is_parameter || std::any_of(kBegins.begin(), kBegins.end(),
                                     [&](const char* begin) { return line.starts_with(begin); });
}

/// All hints that students get, one below the other.
std::string released_hints(const Package& package) {
  std::string hints;
  for (const std::string& stage : package.stages) {
    const auto json =
        nlohmann::json::parse(package.files.at("assignments/" + stage + "/stage.json").content);
    for (const auto& task : json.at("tasks")) {
      for (const auto& hint : task.at("hints")) hints += hint.get<std::string>() + '\n';
    }
  }
  return hints;
}

/// The telling lines between the marks of a solution: line to "file:number".
void add_secrets(const fs::path& file, const fs::path& root, const std::string& hints,
                 const std::vector<std::string>& harmless,
                 std::map<std::string, std::string>& secrets) {
  const std::string marked_up = course::read_file(file);
  const std::string stub = author::make_stub(marked_up, file.string());  // what is given
  std::istringstream lines(marked_up);
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const std::string text = trimmed(line);
    if (text.starts_with("// solution begin")) inside = true;
    if (text.starts_with("// solution end")) inside = false;
    if (!inside || text.size() < kTelling || text.starts_with("// solution") || is_idle(text) ||
        hints.find(text) != std::string::npos || stub.find(text) != std::string::npos ||
        std::find(harmless.begin(), harmless.end(), text) != harmless.end()) {
      continue;
    }
    secrets.emplace(text, fmt::format("{}:{}", fs::relative(file, root).generic_string(), number));
  }
}

/// Finds many strings in a text at once, by their first kTelling bytes. Source: R. Karp, M. Rabin,
/// "Efficient randomized pattern-matching algorithms", IBM Journal of Research and Development,
/// 1987.
class Finder {
 public:
  explicit Finder(const std::map<std::string, std::string>& secrets) {
    for (const auto& secret : secrets) begins_[hash(secret.first)].push_back(&secret);
    for (std::size_t i = 0; i + 1 < kTelling; ++i) leaving_ *= kBase;
  }

  /// Calls found(position, secret) for each.
  template <class Found>
  void look_in(const std::string& text, const Found& found) const {
    if (text.size() < kTelling) return;
    std::uint64_t rolling = hash(text);
    for (std::size_t at = 0;; ++at) {
      if (const auto candidates = begins_.find(rolling); candidates != begins_.end()) {
        for (const auto* secret : candidates->second) {
          if (text.compare(at, secret->first.size(), secret->first) == 0) found(at, *secret);
        }
      }
      if (at + kTelling >= text.size()) return;
      rolling = (rolling - leaving_ * byte(text[at])) * kBase + byte(text[at + kTelling]);
    }
  }

 private:
  static constexpr std::uint64_t kBase = 1'099'511'628'211;

  static std::uint64_t byte(char c) { return static_cast<unsigned char>(c) + 1U; }
  static std::uint64_t hash(const std::string& text) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < kTelling; ++i) value = value * kBase + byte(text[i]);
    return value;
  }

  std::unordered_map<std::uint64_t, std::vector<const std::pair<const std::string, std::string>*>>
      begins_;
  std::uint64_t leaving_ = 1;
};

int line_at(const std::string& text, std::size_t position) {
  return 1 + static_cast<int>(
                 std::count(text.begin(), text.begin() + static_cast<long>(position), '\n'));
}

/// What only stands in solutions and mistakes.
constexpr std::array<std::string_view, 4> kMarks = {"// solution begin", "// solution end",
                                                    "DESCENT_MISTAKE(", "DESCENT_ALTERNATIVE("};
constexpr std::string_view kDefinesThem = "harness/";

}  // namespace

std::vector<Leak> find_leaks(const Package& package, const course::Course& course,
                             const std::vector<std::string>& harmless) {
  const std::string hints = released_hints(package);
  std::map<std::string, std::string> secrets;
  for (const course::Stage& stage : course.stages()) {
    const fs::path solution = course.root() / "solutions" / stage.name() / stage.manifest.source;
    if (fs::exists(solution)) add_secrets(solution, course.root(), hints, harmless, secrets);
  }

  std::vector<Leak> leaks;
  const Finder finder(secrets);
  for (const auto& [path, file] : package.files) {
    const std::string& text = file.content;
    const std::string name = fs::path(path).filename();
    if (name.starts_with("mistakes") || name.starts_with("alternatives")) {
      leaks.push_back({path, 1, name, "the name of a file of solutions"});
    }
    finder.look_in(text, [&, where = path](std::size_t at, const auto& secret) {
      leaks.push_back({where, line_at(text, at), secret.first, secret.second});
    });
    for (const std::string_view mark : kMarks) {
      const auto at = path.starts_with(kDefinesThem) ? std::string::npos : text.find(mark);
      if (at == std::string::npos) continue;
      leaks.push_back({path, line_at(text, at), std::string(mark), "a mark of solutions"});
    }
  }
  return leaks;
}

std::vector<std::string> read_harmless_lines(const course::Course& course) {
  std::vector<std::string> harmless;
  std::istringstream lines(course::read_file(course.root() / "harness/release/harmless_lines.txt"));
  for (std::string line; std::getline(lines, line);) {
    const std::string text = trimmed(line);
    if (!text.empty() && !text.starts_with('#')) harmless.push_back(text);
  }
  return harmless;
}

}  // namespace descent::release
