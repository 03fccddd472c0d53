#include "harness/remote/choose.hpp"

#include <stdexcept>

#include "harness/remote/session.hpp"
#include "harness/remote/worker.hpp"

// Present in the build for gdb, where the student's code is linked into the program.
extern "C" descent::wire::Table descent_table() __attribute__((weak));

namespace descent::remote {
namespace {

// With the whole build sanitized, every worker is, and a sanitizer's runtime does not start where
// all is forbidden. (Where confinement is promised, it is tried all the same, and fails aloud.)
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kAllSanitized = true;
#elif defined(__has_feature)
constexpr bool kAllSanitized = __has_feature(address_sanitizer);
#else
constexpr bool kAllSanitized = false;
#endif

std::unique_ptr<Binding> make_binding(const Choice& choice, const outcome::Limits& limits,
                                      const std::shared_ptr<const Implementation>& solutions,
                                      const std::shared_ptr<const Folder>& folder) {
  if (!choice.bind.empty()) {
    if (!solutions) throw std::invalid_argument("--bind needs --solutions");
    return std::make_unique<InProcess>(solutions, choice.bind == "reference" ? "" : choice.bind);
  }
  if (!choice.submission.empty()) {
    if (choice.worker.empty()) throw std::invalid_argument("--submission needs --worker");
    return std::make_unique<Worker>(
        WorkerSettings{.program = choice.worker,
                       .object = choice.submission,
                       .limits = limits,
                       .confined = !choice.sanitized && (!kAllSanitized || choice.strictly),
                       .strictly = choice.strictly,
                       .folder = folder ? folder->path() : std::filesystem::path()});
  }
  if (&descent_table != nullptr) {
    return std::make_unique<InProcess>(std::make_shared<Implementation>(descent_table()), "");
  }
  throw std::invalid_argument("name whom to run: --submission or --bind");
}

}  // namespace

void bind_session(const Choice& choice, const outcome::Limits& limits) {
  std::shared_ptr<const Implementation> solutions;
  if (!choice.solutions.empty()) {
    solutions = std::make_shared<Implementation>(std::filesystem::path(choice.solutions));
  }
  const auto folder =
      limits.files_mb > 0 ? std::make_shared<const Folder>(limits.files_mb << 20) : nullptr;
  Session::current().bind(make_binding(choice, limits, solutions, folder), solutions, choice.seed,
                          folder);
}

}  // namespace descent::remote
