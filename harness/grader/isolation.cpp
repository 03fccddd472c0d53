#include "harness/grader/isolation.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include "harness/sandbox/bubblewrap.hpp"
#include "harness/sandbox/confine.hpp"

namespace descent::grader {
namespace {

/// There is no way back from confine_self, so a child tries it.
sandbox::Confinement try_confinement() {
  const pid_t child = fork();
  if (child < 0) return {};
  if (child == 0) {
    const sandbox::Confinement reached = sandbox::confine_self({});
    _exit((reached.landlock ? 1 : 0) + (reached.seccomp ? 2 : 0));
  }
  int status = 0;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return {};
  return {(WEXITSTATUS(status) & 1) != 0, (WEXITSTATUS(status) & 2) != 0};
}

}  // namespace

Isolation probe_isolation() {
  const sandbox::Confinement reached = try_confinement();
  return {reached.landlock, reached.seccomp, sandbox::bubblewrap_works()};
}

std::string weakness(const Isolation& isolation) {
  std::string text;
  const auto add = [&](bool works, const std::string& sentence) {
    if (!works) text += (text.empty() ? "" : " ") + sentence;
  };
  add(isolation.landlock, "Landlock does not work here: submissions can read your files.");
  add(isolation.seccomp, "seccomp does not work here: submissions can reach the network.");
  add(isolation.bubblewrap,
      "bubblewrap does not work here: a submission can #include hidden tests and solutions.");
  return text;
}

}  // namespace descent::grader
