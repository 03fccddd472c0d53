// threat: its own table of exercises
// expect: build_failed
// says: descent_table
// twin: not_started

// trick
extern "C" __attribute__((visibility("default"))) void* descent_table() { return nullptr; }
// end of the trick
