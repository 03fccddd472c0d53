#include "harness/cli/remarks.hpp"

#include <fmt/format.h>

#include <exception>

#include "harness/cli/progress.hpp"
#include "harness/cli/said.hpp"
#include "harness/compiler/remarks.hpp"
#include "harness/compiler/tokens.hpp"
#include "harness/course/digest.hpp"
#include "harness/outcome/render.hpp"
#include "harness/outcome/story.hpp"

namespace descent::cli {
namespace {

/// "" where it cannot be read.
std::string source_of(const course::Stage& stage) {
  try {
    return course::read_file(stage.source);
  } catch (const std::exception&) {
    return "";
  }
}

}  // namespace

std::string show_remarks(const course::Course& course, const course::Stage& stage,
                         const std::string& task, const Terminal& terminal) {
  const std::string source = source_of(stage);
  const std::string file = std::filesystem::relative(stage.source, course.root()).string();
  std::string text;
  for (const compiler::Remark& remark :
       compiler::remarks(source, task, said_of(course, stage), stage.source.filename().string())) {
    constexpr std::size_t kIndent = 4;
    text += fmt::format(
        "  {}\n    {}\n    {}\n",
        terminal.link(stage.source, terminal.cyan(fmt::format("{}:{}", file, remark.line))),
        outcome::wrap(outcome::printable(remark.sentence), kIndent,
                      static_cast<std::size_t>(terminal.columns())),
        terminal.dim("read " + remark.read));
  }
  return text.empty() ? text : "\nWorth a look, whether or not it is the reason:\n" + text;
}

std::string show_unfinished_calls(const course::Course& course, const course::Stage& stage,
                                  const std::string& task, const Terminal& terminal) {
  const auto called = compiler::names_called(compiler::tokens(source_of(stage)), task);
  std::vector<std::string> unfinished;
  for (const TaskProgress& other : progress_of(course, stage).tasks) {
    const bool checked = other.tests > 0;
    if (other.task != task && checked && other.outcome != outcome::Outcome::passed &&
        called.contains(other.task)) {
      unfinished.push_back(terminal.bold(other.task));
    }
  }
  if (unfinished.empty()) return "";
  return fmt::format("It calls {}, which {} not passed: begin there.\n",
                     fmt::join(unfinished, " and "), unfinished.size() == 1 ? "has" : "have");
}

}  // namespace descent::cli
