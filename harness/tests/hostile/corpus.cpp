#include "corpus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "harness/author/stub.hpp"
#include "harness/course/digest.hpp"

namespace descent::hostile {
namespace {

namespace fs = std::filesystem;

const std::string kTrick = "// trick";
const std::string kEndOfTrick = "// end of the trick";
const std::string kHonest = "// honest";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string trimmed(const std::string& line) {
  const auto first = line.find_first_not_of(' ');
  return first == std::string::npos ? "" : line.substr(first);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

/// The lines between the one that is `begin` and the next one that is `end`.
std::string region(const std::string& text, const std::string& begin, const std::string& end) {
  std::vector<std::string> inside;
  bool within = false;
  for (const std::string& line : lines_of(text)) {
    if (within && trimmed(line) == end) return joined(inside);
    if (within) inside.push_back(line);
    if (trimmed(line) == begin) within = true;
  }
  throw std::runtime_error(fmt::format("there is no region from '{}' to '{}'", begin, end));
}

/// A definition begins at the left margin, and so does nothing else that names the function.
bool defines(const std::string& line, const std::string& function) {
  static const std::string kBeforeAType = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  return !line.empty() && kBeforeAType.find(line.front()) != std::string::npos &&
         line.find(' ' + function + '(') != std::string::npos;
}

/// Without the definitions of these functions.
std::string without(const std::string& text, const std::vector<std::string>& functions) {
  std::vector<std::string> kept;
  bool within = false;
  for (const std::string& line : lines_of(text)) {
    within = within || std::any_of(functions.begin(), functions.end(),
                                   [&](const auto& function) { return defines(line, function); });
    if (!within) kept.push_back(line);
    if (line == "}") within = false;
  }
  return joined(kept);
}

/// With the body of the reference solution in place of each line `// honest`.
std::string with_honest_bodies(const std::string& text, const std::vector<std::string>& functions,
                               const std::string& solution) {
  std::vector<std::string> lines;
  std::string current;
  for (const std::string& line : lines_of(text)) {
    for (const std::string& function : functions) {
      if (defines(line, function)) current = function;
    }
    lines.push_back(trimmed(line) == kHonest
                        ? region(solution, "// solution begin " + current, "// solution end")
                        : line);
  }
  return joined(lines);
}

/// Without the lines from kTrick to kEndOfTrick, both included, and without what only the trick
/// needs or people read: so many twins are the same, and are graded once.
std::string without_tricks(const std::string& text) {
  std::vector<std::string> kept;
  bool within = false;
  for (const std::string& line : lines_of(text)) {
    if (trimmed(line) == kTrick) within = true;
    const bool idle = line.empty() || line.rfind("#include <", 0) == 0 ||
                      (line.rfind("//", 0) == 0 && trimmed(line) != kEndOfTrick);
    if (!within && !idle) kept.push_back(line);
    if (trimmed(line) == kEndOfTrick) within = false;
  }
  if (within) throw std::runtime_error("a trick has no end");
  return joined(kept);
}

/// The comment at the head of a file, as far as it is addressed to the test.
class Head {
 public:
  explicit Head(const std::string& text) {
    std::string file;
    for (const std::string& line : lines_of(text)) {
      std::smatch match;
      static const std::regex tag("// ([a-z]+): (.+)");
      static const std::regex content("//[|] ?(.*)");
      if (std::regex_match(line, match, content)) {
        files_[file] += match.str(1) + '\n';
      } else if (!std::regex_match(line, match, tag)) {
        return;
      } else if (match.str(1) == "with") {
        files_[file = match.str(2)];
      } else if (match.str(1) == "link") {
        const std::string both = match.str(2);
        const auto arrow = both.find(" -> ");
        if (arrow == std::string::npos)
          throw std::runtime_error("expected '// link: NAME -> TARGET'");
        links_[both.substr(0, arrow)] = both.substr(arrow + 4);
      } else if (!tags_.emplace(match.str(1), match.str(2)).second) {
        throw std::runtime_error("the head names '" + match.str(1) + "' twice");
      }
    }
  }

  /// The text after "// tag: ", which then counts as read.
  std::string take(const std::string& tag, const std::string& otherwise = "") {
    const auto node = tags_.extract(tag);
    return node.empty() ? otherwise : node.mapped();
  }
  void expect_all_taken() const {
    if (tags_.empty()) return;
    throw std::runtime_error("the head names '" + tags_.begin()->first + "', which nobody knows");
  }
  const std::map<std::string, std::string>& files() const { return files_; }
  const std::map<std::string, std::string>& links() const { return links_; }

 private:
  std::map<std::string, std::string> tags_, files_, links_;
};

Hostile made(const course::Course& course, const std::string& usual_stage, const std::string& name,
             const std::string& text) {
  Head head(text);
  Hostile hostile{.name = name, .threat = head.take("threat"), .stage = ""};
  const course::Stage& stage = course.find(head.take("stage", usual_stage));
  hostile.stage = stage.name();
  hostile.expect = outcome::outcome_from(head.take("expect"));
  if (const std::string twin = head.take("twin"); !twin.empty()) {
    hostile.twin = outcome::outcome_from(twin);
  }
  hostile.says = head.take("says");
  hostile.files = head.files();
  hostile.links = head.links();
  head.expect_all_taken();
  if (hostile.threat.empty()) throw std::runtime_error("it does not say what it threatens");
  if (hostile.twin.has_value() != (text.find(kTrick) != std::string::npos)) {
    throw std::runtime_error("what has a trick has a twin, and the other way round");
  }

  std::vector<std::string> all;
  for (const outcome::Task& task : stage.manifest.tasks) {
    all.push_back(task.id);
    const std::vector<std::string> lines = lines_of(text);
    if (std::any_of(lines.begin(), lines.end(),
                    [&](const std::string& line) { return defines(line, task.id); })) {
      hostile.tasks.push_back(task.id);
    }
  }
  const std::string solution =
      course::read_file(course.root() / "solutions" / stage.name() / stage.manifest.source);
  const std::string rest =
      without(author::make_stub(solution, stage.manifest.source), hostile.tasks);
  const auto complete = [&](const std::string& part) {
    return with_honest_bodies(part, hostile.tasks, solution) + '\n' + rest;
  };
  hostile.text = complete(text);
  if (hostile.twin) hostile.twin_text = complete(without_tricks(text));
  if (hostile.tasks.empty()) hostile.tasks = all;
  return hostile;
}

}  // namespace

std::string placed(std::string text, const Places& places) {
  for (const auto& [placeholder, path] : places) text = replaced(text, placeholder, path);
  return text;
}

std::string Hostile::id() const { return replaced(name, "/", "-"); }

fs::path corpus_folder() { return fs::path(DESCENT_SOURCE_DIR) / "harness/tests/hostile"; }

Hostile make_hostile(const course::Course& course, const std::string& usual_stage,
                     const std::string& name, const std::string& text) {
  try {
    return made(course, usual_stage, name, text);
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format("{}: {}", name, error.what()));
  }
}

std::vector<Hostile> read_corpus(const course::Course& course, const std::string& usual_stage) {
  std::vector<Hostile> corpus;
  for (const auto& entry : fs::recursive_directory_iterator(corpus_folder())) {
    const fs::path name = fs::relative(entry.path(), corpus_folder());
    if (name.extension() != ".cpp" || !name.has_parent_path())
      continue;  // these are the test's own
    corpus.push_back(make_hostile(course, usual_stage, fs::path(name).replace_extension(),
                                  course::read_file(entry.path())));
  }
  std::sort(corpus.begin(), corpus.end(),
            [](const Hostile& a, const Hostile& b) { return a.name < b.name; });
  return corpus;
}

}  // namespace descent::hostile
