#include "harness/author/new_stage.hpp"

#include <fmt/format.h>

#include <iostream>

#include "harness/author/commands/commands.hpp"
#include "harness/author/stub.hpp"
#include "harness/cli/commands.hpp"

namespace descent::author {

int new_stage(const course::Course& course, const std::string& name, const std::string& title,
              const cli::Terminal& terminal) {
  const auto files = make_stage(course, name, title);
  const course::Course with_it(course.root(), course.build());
  const course::Stage& stage = with_it.find(name);
  write_stub(with_it, stage, false);

  std::cout << terminal.bold(fmt::format("{} · {}", name, stage.manifest.title)) << "\n\n";
  for (const std::filesystem::path& file : files) std::cout << "  " << file.string() << '\n';
  std::cout << fmt::format(
      "  assignments/{0}/{1}  (the stub, generated from the solution)\n\n"
      "It is a whole stage, with one small exercise. See that it holds, and how it looks:\n\n"
      "  ./descent verify {2}\n"
      "  ./descent check {2}\n\n"
      "Then put your own in its place, one piece after the other, and verify after each:\n"
      "  1. assignments/{0}: what is promised (the header), exercises.def, tasks and hints\n"
      "     (stage.json), the task sheet\n"
      "  2. solutions/{0}: the solution with its marks; ./descent stub {2} writes the stub of it\n"
      "  3. the public tests, and the hidden ones in harness/suites/{0}\n"
      "  4. known mistakes and other right ways, in solutions/{0}\n"
      "  5. the chapter, docs/stages/{0}.md; README.md and docs/index.md list the stages\n",
      name, stage.manifest.source, name.substr(0, 2));
  return cli::kOk;
}

}  // namespace descent::author
