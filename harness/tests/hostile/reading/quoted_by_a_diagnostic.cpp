// threat: a file that is no C++ at all: the compiler's complaint would quote it
// expect: build_failed
// says: file not found
// twin: not_started

// trick
#include "@SECRET@"
// end of the trick
