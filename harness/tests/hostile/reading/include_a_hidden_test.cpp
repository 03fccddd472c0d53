// threat: #include of hidden tests by their path
// expect: build_failed
// says: file not found
// twin: not_started

// trick
#include "@ROOT@/harness/suites/07-losses/hand.hpp"
// end of the trick
