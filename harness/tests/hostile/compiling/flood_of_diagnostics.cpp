// threat: millions of messages
// expect: build_failed
// says: does not compile: losses.cpp
// twin: not_started

// trick
#define A \
  x1;     \
  x2;     \
  x3;     \
  x4;     \
  x5;     \
  x6;     \
  x7;     \
  x8;     \
  x9;     \
  x10;
#define B A A A A A A A A A A
#define C B B B B B B B B B B
#pragma clang diagnostic warning "-Weverything"
C C C C C C C C C C
    // end of the trick
