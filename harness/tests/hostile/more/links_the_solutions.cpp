// threat: names a library in its object, by which the linker adds the course's own solutions
// expect: build_failed
// twin: not_started

// trick
#pragma comment(lib, "@BUILD@/stages/07-losses.solutions.so")
asm(".pushsection .deplibs,\"MS\",@llvm_dependent_libraries,1\n"
    ".asciz \"@BUILD@/stages/07-losses.solutions.so\"\n.popsection\n");
// end of the trick
