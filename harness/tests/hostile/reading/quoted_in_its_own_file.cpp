// threat: a secret becomes the name of something in the student's own file, which a message names
// expect: build_failed
// twin: not_started

// trick
struct Holder {
  int
#include "@SECRET@"
      ;
};
static_assert(sizeof(Holder) == 0, "look at the layout");
int Holder::*pointer = &Holder::nothing_of_that_name;
// end of the trick
