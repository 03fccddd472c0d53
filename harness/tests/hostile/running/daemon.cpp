// threat: a daemon in a session of its own outlives the run
// expect: crashed
// says: while it was being loaded
// twin: not_started

#include <unistd.h>

// trick
static const int daemonized = [] {
  if (fork() == 0) {
    setsid();
    if (fork() == 0) sleep(600);
    _exit(0);
  }
  return 0;
}();
// end of the trick
