// threat: a static initializer that ends the process with exit code 0
// expect: crashed
// says: while it was being loaded .* ended the process by exit\(0\)
// twin: not_started

#include <cstdio>
#include <cstdlib>

// trick
static const int shortcut = (std::puts("[  PASSED  ] 999 tests."), std::_Exit(0), 0);
// end of the trick
