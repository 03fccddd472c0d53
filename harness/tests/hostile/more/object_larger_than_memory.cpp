// threat: an object that is small on disk and larger than all memory once it is loaded
// expect: build_failed
// twin: not_started

// trick
char enormous[std::size_t{1} << 30];
// end of the trick
