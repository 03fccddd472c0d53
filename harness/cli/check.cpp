#include <iostream>

#include "harness/cli/commands.hpp"
#include "harness/cli/place.hpp"
#include "harness/cli/show.hpp"
#include "harness/cli/verdict.hpp"
#include "harness/cli/verdict_json.hpp"

namespace descent::cli {

int check(const course::Course& course, const CheckOptions& options, const Self& self,
          const Terminal& terminal) {
  const Chosen chosen = choose(course, options.what);
  const JudgeOptions how{.task = chosen.task, .sanitize = options.sanitize, .self = &self};
  if (options.json) {
    const Verdict verdict = judge_stage(course, *chosen.stage, how, Terminal::plain());
    std::cout << as_json(course, verdict);
    return verdict.exit_code();
  }
  const Verdict verdict = judge_stage(course, *chosen.stage, how, terminal);
  std::cout << show(course, verdict, {.all = options.all}, terminal);
  return verdict.exit_code();
}

}  // namespace descent::cli
