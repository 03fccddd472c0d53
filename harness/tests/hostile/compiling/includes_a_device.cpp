// threat: #include of a device that never ends; to the compiler it is an empty file
// expect: not_started
// twin: not_started

// trick
#include "/dev/zero"
// end of the trick
