// threat: the assembler adds to the list of constructors, unseen by whoever reads C++
// expect: crashed
// says: while it was being loaded
// twin: not_started

#include <unistd.h>

// trick
extern "C" __attribute__((used)) void leave_at_once() { _exit(0); }
asm(".pushsection .init_array,\"aw\",@init_array\n.p2align 3\n.quad leave_at_once\n.popsection\n");
// end of the trick
