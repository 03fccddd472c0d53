// threat: #include by relative paths, by /proc and by the include folders of the build
// expect: build_failed
// says: found nothing
// twin: not_started

// trick
#if __has_include("../../../../../../@ROOT@/solutions/07-losses/losses.cpp")
#include "../../../../../../@ROOT@/solutions/07-losses/losses.cpp"
#elif __has_include("/proc/1/root/@ROOT@/solutions/07-losses/losses.cpp")
#include "/proc/1/root/@ROOT@/solutions/07-losses/losses.cpp"
#elif __has_include("/proc/self/cwd/../../@ROOT@/solutions/07-losses/losses.cpp")
#include "/proc/self/cwd/../../@ROOT@/solutions/07-losses/losses.cpp"
#elif __has_include("solutions/07-losses/losses.cpp")
#include "solutions/07-losses/losses.cpp"
#elif __has_include("harness/suites/07-losses/hand.hpp")
#include "harness/suites/07-losses/hand.hpp"
#else
#error found nothing
#endif
// end of the trick
