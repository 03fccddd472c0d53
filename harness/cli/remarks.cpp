#include "harness/cli/remarks.hpp"

#include <fmt/format.h>

#include <exception>

#include "harness/cli/said.hpp"
#include "harness/compiler/remarks.hpp"
#include "harness/course/digest.hpp"
#include "harness/outcome/render.hpp"
#include "harness/outcome/story.hpp"

namespace descent::cli {

std::string show_remarks(const course::Course& course, const course::Stage& stage,
                         const std::string& task, const Terminal& terminal) {
  std::string source;
  try {
    source = course::read_file(stage.source);
  } catch (const std::exception&) {
    return "";
  }
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

}  // namespace descent::cli
