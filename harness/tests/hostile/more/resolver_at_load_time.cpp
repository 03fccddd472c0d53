// threat: an ifunc resolver runs while the loader relocates, before any constructor
// expect: crashed
// says: while it was being loaded
// twin: not_started

#include <unistd.h>

// trick
extern "C" void nothing() {}
extern "C" void (*resolve())() {
  _exit(0);
  return nothing;
}
extern "C" void resolved() __attribute__((ifunc("resolve")));
__attribute__((constructor)) static void use() { resolved(); }
// end of the trick
