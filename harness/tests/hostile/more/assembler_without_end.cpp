// threat: the assembler repeats itself two thousand million times
// expect: build_failed
// twin: not_started

// trick
asm(".rept 2000000000\n.quad 0\n.endr\n");
// end of the trick
