#include "harness/author/stub.hpp"

#include <fmt/format.h>

#include <sstream>
#include <stdexcept>

#include "harness/course/digest.hpp"

namespace descent::author {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBegin = "// solution begin";
constexpr std::string_view kEnd = "// solution end";

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

fs::path fingerprint_file(const course::Stage& stage) { return stage.folder / ".stub.sha256"; }

}  // namespace

std::string make_stub(const std::string& marked_up, const std::string& file) {
  const auto refuse = [&](int line, const std::string& why) {
    throw std::runtime_error(fmt::format("{}:{}: {}", file, line, why));
  };
  std::istringstream in(marked_up);
  std::string stub;
  std::string line;
  int opened = 0;            // the line of the region that is open; 0: none is
  bool blank_before = true;  // a region that vanishes must not leave two blank lines
  for (int number = 1; std::getline(in, line); ++number) {
    const std::string text = trimmed(line);
    if (text.starts_with(kBegin)) {
      if (opened > 0) refuse(number, fmt::format("the region of line {} is still open", opened));
      opened = number;
      const std::string name = trimmed(std::string_view(text).substr(kBegin.size()));
      if (!name.empty()) {
        const std::string indent = line.substr(0, line.find_first_not_of(" \t"));
        stub += fmt::format("{}throw NotImplemented(\"{}\");\n", indent, name);
        blank_before = false;
      }
    } else if (text == kEnd) {
      if (opened == 0) refuse(number, "'solution end' without a 'solution begin'");
      opened = 0;
    } else if (opened == 0) {
      if (!text.empty() || !blank_before) stub += line + '\n';
      blank_before = text.empty();
    }
  }
  if (opened > 0) refuse(opened, "this region is never closed");
  return stub;
}

std::string current_stub(const course::Course& course, const course::Stage& stage) {
  const fs::path solution = course.root() / "solutions" / stage.name() / stage.manifest.source;
  return make_stub(course::read_file(solution), solution.string());
}

std::string recorded_fingerprint(const course::Stage& stage) {
  if (!fs::exists(fingerprint_file(stage))) return {};
  const std::string text = course::read_file(fingerprint_file(stage));
  return text.substr(0, text.find(' '));
}

StubState stub_state(const course::Course& course, const course::Stage& stage) {
  if (!fs::exists(stage.source)) return StubState::missing;
  const std::string present = course::read_file(stage.source);
  if (present == current_stub(course, stage)) return StubState::current;
  return course::sha256(present) == recorded_fingerprint(stage) ? StubState::outdated
                                                                : StubState::edited;
}

bool write_stub(const course::Course& course, const course::Stage& stage, bool overwrite) {
  const std::string stub = current_stub(course, stage);
  const StubState state = stub_state(course, stage);
  const bool write = state == StubState::missing || state == StubState::outdated ||
                     (state == StubState::edited && overwrite);
  if (write) course::write_file(stage.source, stub);
  const std::string fingerprint = course::sha256(stub);
  if (recorded_fingerprint(stage) != fingerprint) {
    course::write_file(fingerprint_file(stage),
                       fmt::format("{}  {}\n", fingerprint, stage.manifest.source));
  }
  return write;
}

}  // namespace descent::author
