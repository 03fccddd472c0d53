// threat: an error that begins like the sandbox's own, so that it would be the machine's fault
// expect: build_failed
// twin: not_started

// trick
#line 1 "bwrap: no namespace\n"
#error could not start
// end of the trick
