// threat: #include of another student's file
// expect: build_failed
// says: file not found
// twin: not_started

// trick
#include "@CLASS@/bob/losses.cpp"
// end of the trick
