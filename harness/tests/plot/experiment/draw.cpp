// An experiment of the tests': draws with the playground's exercises, or stumbles over one of them,
// as the variable STUMBLE says.

#include <cstdlib>

#include "harness/plot/experiment.hpp"
#include "harness/remote/submission.hpp"

namespace descent {

void draw(plot::Figure& figure) {
  const char* stumble = std::getenv("STUMBLE");
  const arma::vec x = {1, 2, 3};
  arma::vec y(3);
  for (arma::uword i = 0; i < 3; ++i) y(i) = submission::twice(static_cast<int>(x(i)));
  if (stumble) y(2) = submission::misbehave(stumble, arma::mat(2, 2, arma::fill::ones));
  figure.panel({.title = "Twice"}).line(x, y, {.name = "twice"});
}

}  // namespace descent
