// threat: hands in objects, an archive, a precompiled header and a header with the stage's name
// expect: failed
// says: losses[.]hpp[.]gch
// twin: failed
// with: losses.o
//| no object
// with: losses.so
//| no shared object
// with: liblosses.a
//| !<arch>
// with: losses.hpp.gch
//| CPCH
// with: losses.hpp
//| #error the header of the submission has been read

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  static_cast<void>("what is beside this file is the trick");
  // end of the trick
  return {};
}

}  // namespace descent
