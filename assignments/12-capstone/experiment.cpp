#include "harness/plot/experiment.hpp"
#include "harness/remote/submission.hpp"
namespace descent {
void draw(plot::Figure&) {}
}  // namespace descent
