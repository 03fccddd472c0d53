#include <fmt/format.h>

#include <iostream>

#include "harness/author/stub.hpp"
#include "harness/cli/commands.hpp"
#include "harness/course/digest.hpp"

namespace descent::cli {
namespace {

using author::StubState;

std::string in_words(StubState state) {
  switch (state) {
    case StubState::current:
      return "current";
    case StubState::outdated:
      return "outdated: the solution has changed since; ./descent stub writes it anew";
    case StubState::edited:
      return "edited by hand; left alone";
    case StubState::missing:
      return "missing; ./descent stub writes it";
  }
  return "unknown";
}

/// Whether the stub and its fingerprint are what the solution generates. An edited stub is fine: it
/// is a student's work.
bool is_fresh(const course::Course& course, const course::Stage& stage, StubState state) {
  return (state == StubState::current || state == StubState::edited) &&
         author::recorded_fingerprint(stage) == course::sha256(author::current_stub(course, stage));
}

}  // namespace

int convert(const std::string& from, const std::string& to) {
  const std::string text = author::make_stub(course::read_file(from), from);
  if (to.empty()) {
    std::cout << text;
  } else if (!std::filesystem::exists(to) || course::read_file(to) != text) {
    course::write_file(to, text);
  }
  return kOk;
}

int stub(const course::Course& course, const StubOptions& options, const Terminal& terminal) {
  bool fresh = true;
  for (const course::Stage& stage : course.stages()) {
    if (!stage.solutions) continue;
    if (!options.stage.empty() && &course.find(options.stage) != &stage) continue;
    const StubState before = author::stub_state(course, stage);
    std::string note;
    if (options.check) {
      const bool ok =
          is_fresh(course, stage, before) && !(options.untouched && before == StubState::edited);
      fresh = fresh && ok;
      note = ok ? in_words(before)
                : terminal.red(
                      before == StubState::edited
                          ? "edited by hand, or its fingerprint is outdated: run ./descent stub"
                          : in_words(before));
    } else {
      note = author::write_stub(course, stage, options.overwrite) ? "written" : in_words(before);
    }
    std::cout << fmt::format("{:<20} {}\n", stage.name(), note);
  }
  return fresh ? kOk : kNotPassed;
}

}  // namespace descent::cli
