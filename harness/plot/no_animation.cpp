#include "harness/plot/experiment.hpp"

namespace descent {

// For experiments that do not define it. This file defines nothing else, so that the linker takes
// it from the library only where the name is not there yet.
void animate(plot::Animation&) {}

}  // namespace descent
