// Known mistakes: variance 2/fan_in.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat he_without_two(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(1 / count(m)));
}
DESCENT_MISTAKE(he, he_without_two,
                "Your variance is 1/fan_in. A ReLU takes half of the mean square away, in every "
                "layer: the factor 2 makes up for it.",
                "he");

arma::mat he_fan_out(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(2 / count(n)));
}
DESCENT_MISTAKE(he, he_fan_out,
                "You divide by fan_out. That would keep the gradient; this function keeps the "
                "signal, which is a sum over fan_in inputs.",
                "fan-in-and-fan-out");

arma::mat he_variance_as_deviation(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, 2 / count(m));
}
DESCENT_MISTAKE(
    he, he_variance_as_deviation,
    "You multiply by the variance, 2/fan_in. The factor is the standard deviation: take "
    "the square root.",
    "variance-and-standard-deviation");

arma::mat he_root_of_two_only(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(2.0) / count(m));
}
DESCENT_MISTAKE(he, he_root_of_two_only,
                "Your root ends too early: √2/fan_in. It must cover the whole fraction, "
                "std::sqrt(2.0 / fan_in).",
                "brackets-and-integers");

arma::mat he_root_of_fan_only(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, 2 / std::sqrt(count(m)));
}
DESCENT_MISTAKE(
    he, he_root_of_fan_only,
    "Your root begins too late: 2/√fan_in. It must cover the 2 as well, or the variance "
    "is 4/fan_in.",
    "brackets-and-integers");

arma::mat he_integer_division(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  return scaled(m, n, rng, std::sqrt(count(2 / m)));
}
DESCENT_MISTAKE(he, he_integer_division,
                "2 / fan_in divides two integers and gives 0 for three inputs or more. Write "
                "2.0 / fan_in.",
                "brackets-and-integers");

arma::mat he_as_glorot(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(2 / count(m + n)));
}
DESCENT_MISTAKE(he, he_as_glorot,
                "Your variance is 2/(fan_in + fan_out). That is glorot, where the 2 belongs to the "
                "mean of the fans; here it belongs to the ReLU.",
                "he");

arma::mat he_narrow_uniform(arma::uword m, arma::uword n, Rng& rng) {
  return within(m, n, rng, std::sqrt(2 / count(m)));
}
DESCENT_MISTAKE(he, he_narrow_uniform,
                "Uniform numbers in ±c have the variance c²/3. With c = √(2/fan_in) a third of it "
                "is left; it takes c = √(6/fan_in).",
                "which-distribution");

arma::mat he_positive(arma::uword m, arma::uword n, Rng& rng) {
  return arma::abs(scaled(m, n, rng, std::sqrt(2 / count(m))));
}
DESCENT_MISTAKE(he, he_positive,
                "None of your weights is negative. Then no ReLU ever closes, all neurons compute "
                "nearly the same, and the signal explodes.",
                "mean-zero");

arma::mat he_one_per_neuron(arma::uword m, arma::uword n, Rng& rng) {
  return one_for_each_neuron(m, n, rng, std::sqrt(2 / count(m)));
}
DESCENT_MISTAKE(he, he_one_per_neuron,
                "You draw one value for each neuron and give it to all of its inputs. Every single "
                "weight needs a draw.",
                "one-draw-for-every-weight");

arma::mat he_one_per_input(arma::uword m, arma::uword n, Rng& rng) {
  return one_for_each_input(m, n, rng, std::sqrt(2 / count(m)));
}
DESCENT_MISTAKE(he, he_one_per_input,
                "You draw one value for each input and give it to all neurons: they are copies of "
                "each other. Every single weight needs a draw.",
                "one-draw-for-every-weight");

arma::mat he_all_equal(arma::uword m, arma::uword n, Rng&) {
  require_fans(m, n);
  return arma::mat(m, n, arma::fill::value(std::sqrt(2 / count(m))));
}
DESCENT_MISTAKE(he, he_all_equal,
                "All of your weights are √(2/fan_in). That is the standard deviation of the random "
                "numbers, not their value.",
                "symmetry");

arma::mat he_own_rng(arma::uword m, arma::uword n, Rng&) {
  Rng mine(0);
  return scaled(m, n, mine, std::sqrt(2 / count(m)));
}
DESCENT_MISTAKE(he, he_own_rng,
                "You make an Rng of your own, which begins with the same numbers in every call. "
                "Draw from the caller's rng.",
                "one-source-of-chance");

// Columns that follow each other are shifted copies.
arma::mat he_shifted(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  const arma::vec once = std::sqrt(2 / count(m)) * rng.normal(m, 1);
  arma::mat W(m, n);
  for (arma::uword j = 0; j < n; ++j) W.col(j) = arma::shift(once, static_cast<arma::sword>(j));
  return W;
}
DESCENT_MISTAKE(he, he_shifted,
                "Every neuron has the same numbers, only shifted. Draw fan_in new ones for each of "
                "them.",
                "one-draw-for-every-weight");

arma::mat he_transposed(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(n, m, rng, std::sqrt(2 / count(m)));
}
DESCENT_MISTAKE(he, he_transposed,
                "Your matrix is fan_out x fan_in. W has a row for each input and a column for each "
                "neuron.",
                "fan-in-and-fan-out");

arma::mat he_without_checks(arma::uword m, arma::uword n, Rng& rng) {
  return rng.normal(m, n) * std::sqrt(2 / count(m));
}
DESCENT_MISTAKE(he, he_without_checks,
                "You accept a layer without inputs or without neurons. Begin with "
                "require_fans(fan_in, fan_out).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
