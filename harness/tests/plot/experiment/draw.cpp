// An experiment of the tests': draws with the playground's exercises, or stumbles over one of them,
// as the variable STUMBLE says. With MOVE it adds two moving frames, too.

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

void animate(plot::Animation& animation) {
  if (!std::getenv("MOVE")) return;
  for (int i = 1; i <= 2; ++i) {
    animation.frame().panel().line({0, 1}, {0, static_cast<double>(submission::twice(i))});
  }
}

}  // namespace descent
