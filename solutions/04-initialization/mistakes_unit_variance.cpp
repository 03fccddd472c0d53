// Known mistakes: variance 1/fan_in.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat unit_variance_as_deviation(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, 1 / count(m));
}
DESCENT_MISTAKE(unit_variance, unit_variance_as_deviation,
                "You multiply by 1/fan_in, and the variance becomes 1/fan_in². The factor is the "
                "standard deviation, the square root of the variance.",
                "variance-and-standard-deviation");

arma::mat unit_integer_division(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  return scaled(m, n, rng, std::sqrt(count(1 / m)));
}
DESCENT_MISTAKE(unit_variance, unit_integer_division,
                "1 / fan_in divides two integers and gives 0. Write 1.0 / fan_in, so that one of "
                "them is a double.",
                "brackets-and-integers");

arma::mat unit_fan_out(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(1 / count(n)));
}
DESCENT_MISTAKE(
    unit_variance, unit_fan_out,
    "You divide by fan_out. A neuron sums over its inputs, so it is fan_in that counts: "
    "the number of rows.",
    "fan-in-and-fan-out");

arma::mat unit_twice(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(2 / count(m)));
}
DESCENT_MISTAKE(unit_variance, unit_twice,
                "Your variance is 2/fan_in. That is he, for ReLUs; without them nothing has to be "
                "made up for.",
                "unit-variance");

arma::mat unit_both_fans(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(2 / count(m + n)));
}
DESCENT_MISTAKE(unit_variance, unit_both_fans,
                "Your variance is 2/(fan_in + fan_out). That is glorot; here only the signal "
                "counts, and with it fan_in.",
                "unit-variance");

arma::mat unit_all_weights(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(1 / count(m * n)));
}
DESCENT_MISTAKE(
    unit_variance, unit_all_weights,
    "You divide by the number of all weights. A neuron adds up fan_in products, however "
    "many neurons stand beside it.",
    "the-variance-of-a-sum");

arma::mat unit_multiplied(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(count(m)));
}
DESCENT_MISTAKE(unit_variance, unit_multiplied,
                "You multiply by √fan_in. More inputs make the sum larger, so each weight must be "
                "smaller: divide.",
                "the-variance-of-a-sum");

arma::mat unit_unscaled(arma::uword m, arma::uword n, Rng& rng) { return scaled(m, n, rng, 1); }
DESCENT_MISTAKE(
    unit_variance, unit_unscaled,
    "Your weights themselves have the variance 1. It is the sum of fan_in products that "
    "shall have it, so the weights need 1/fan_in.",
    "unit-variance");

arma::mat unit_narrow_uniform(arma::uword m, arma::uword n, Rng& rng) {
  return within(m, n, rng, 1 / std::sqrt(count(std::max<arma::uword>(m, 1))));
}
DESCENT_MISTAKE(unit_variance, unit_narrow_uniform,
                "Uniform numbers in ±1/√fan_in have the variance 1/(3·fan_in). This was in use for "
                "years, until Glorot and Bengio looked: the limit must be √(3/fan_in).",
                "which-distribution");

arma::mat unit_uniform_positive(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  return rng.uniform(m, n, 0, 1) / std::sqrt(count(m));
}
DESCENT_MISTAKE(unit_variance, unit_uniform_positive,
                "Your weights are uniform between 0 and 1/√fan_in: none is negative. Then all "
                "neurons see nearly the same, the sum of their inputs.",
                "mean-zero");

arma::mat unit_one_per_neuron(arma::uword m, arma::uword n, Rng& rng) {
  return one_for_each_neuron(m, n, rng, std::sqrt(1 / count(m)));
}
DESCENT_MISTAKE(unit_variance, unit_one_per_neuron,
                "You draw one value for each neuron and give it to all of its inputs. Every single "
                "weight needs a draw.",
                "one-draw-for-every-weight");

arma::mat unit_all_equal(arma::uword m, arma::uword n, Rng&) {
  require_fans(m, n);
  return arma::mat(m, n, arma::fill::value(1 / std::sqrt(count(m))));
}
DESCENT_MISTAKE(unit_variance, unit_all_equal,
                "All of your weights are 1/√fan_in. That is the standard deviation of the random "
                "numbers, not their value: multiply rng.normal(fan_in, fan_out) by it.",
                "symmetry");

arma::mat unit_own_rng(arma::uword m, arma::uword n, Rng&) {
  Rng mine(0);
  return scaled(m, n, mine, std::sqrt(1 / count(m)));
}
DESCENT_MISTAKE(unit_variance, unit_own_rng,
                "You make an Rng of your own, which begins with the same numbers in every call. "
                "Draw from the caller's rng.",
                "one-source-of-chance");

arma::mat unit_transposed(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(n, m, rng, std::sqrt(1 / count(m)));
}
DESCENT_MISTAKE(unit_variance, unit_transposed,
                "Your matrix is fan_out x fan_in. W has a row for each input and a column for each "
                "neuron.",
                "fan-in-and-fan-out");

arma::mat unit_without_checks(arma::uword m, arma::uword n, Rng& rng) {
  return rng.normal(m, n) / std::sqrt(count(m));
}
DESCENT_MISTAKE(unit_variance, unit_without_checks,
                "You accept a layer without inputs or without neurons. Begin with "
                "require_fans(fan_in, fan_out).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
