#include <fmt/format.h>

#include <iostream>
#include <stdexcept>

#include "harness/author/choose.hpp"
#include "harness/author/commands/commands.hpp"
#include "harness/author/stub.hpp"
#include "harness/cli/commands.hpp"
#include "harness/course/digest.hpp"

namespace descent::author {
namespace {

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
         recorded_fingerprint(stage) == course::sha256(current_stub(course, stage));
}

}  // namespace

int convert(const std::string& from, const std::string& to) {
  if (!std::filesystem::is_regular_file(from)) {
    throw std::invalid_argument(fmt::format("--from {}: there is no such file", from));
  }
  const std::string text = make_stub(course::read_file(from), from);
  if (to.empty()) {
    std::cout << text;
  } else if (!std::filesystem::exists(to) || course::read_file(to) != text) {
    course::write_file(to, text);
  }
  return cli::kOk;
}

int stub(const course::Course& course, const StubCommand& options, const cli::Terminal& terminal) {
  bool fresh = true;
  for (const course::Stage* chosen : choose_stages(course, options.stages)) {
    const course::Stage& stage = *chosen;
    if (!stage.solutions) continue;
    const StubState before = stub_state(course, stage);
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
      note = write_stub(course, stage, options.overwrite) ? "written" : in_words(before);
    }
    std::cout << fmt::format("{:<20} {}\n", stage.name(), note);
  }
  return fresh ? cli::kOk : cli::kNotPassed;
}

}  // namespace descent::author
