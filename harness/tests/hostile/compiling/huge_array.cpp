// threat: an initialized array of 3 GB fills the disk with an object file
// expect: build_failed
// twin: not_started

// trick
char huge[3000000000] = {1};
// end of the trick
