// The experiment of stage @number@, drawn with your own functions: what ./descent plot shows.

#include "harness/plot/experiment.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent {

void draw(plot::Figure& figure) {
  Rng rng(@number@);
  arma::mat x = rng.normal(200, 2);
  x.col(0) += 3;
  x.col(1) += 1.5 * x.col(0);
  const arma::mat centred = submission::@name@_example(x);
  figure.panel({.title = "Two features, as they came and centred",
                .x = {.label = "first feature"},
                .y = {.label = "second feature"}})
      .points(x.col(0), x.col(1), {.name = "as they came"})
      .points(centred.col(0), centred.col(1), {.name = "centred"});
}

}  // namespace descent
