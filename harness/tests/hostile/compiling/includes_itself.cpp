// threat: a file that includes itself twice
// expect: build_failed
// twin: not_started

// trick
#include __FILE__
#include __FILE__
// end of the trick
