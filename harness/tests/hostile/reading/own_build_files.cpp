// threat: hands in a CMakeLists.txt, presets and a linker script of its own
// expect: failed
// says: CMakePresets.json
// twin: failed
// with: CMakeLists.txt
//| file(WRITE /tmp/descent-hostile-cmake "was here")
//| execute_process(COMMAND sh -c "cp @SECRET@ losses.cpp")
// with: CMakePresets.json
//| {"version": 3, "configurePresets": [{"name": "student", "environment": {"A":
//"$penv{DESCENT_KEY}"}}]}
// with: link.ld
//| INPUT(@BUILD@/stages/07-losses.solutions.so)
// with: .clang
//| -include @SECRET@

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  static_cast<void>("what is beside this file is the trick");
  // end of the trick
  return {};
}

}  // namespace descent
