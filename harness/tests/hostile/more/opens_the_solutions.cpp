// threat: dlopens the reference, the checker and other libraries, to call what they know
// expect: failed
// says: opened nothing
// twin: failed

#include <dlfcn.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  for (const char* file :
       {"@BUILD@/stages/07-losses.solutions.so", "@BUILD@/stages/07-losses.so",
        "@BUILD@/stages/07-losses.hidden", "07-losses.solutions.so", "/lib/libpython3.11.so.1.0"}) {
    if (dlopen(file, RTLD_NOW)) throw std::runtime_error(std::string("opened ") + file);
  }
  throw std::runtime_error("opened nothing");
  // end of the trick
  return {};
}

}  // namespace descent
