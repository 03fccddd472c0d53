// Known mistakes: variance 2/(fan_in + fan_out).

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat glorot_without_brackets(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(2 / count(m) + count(n)));
}
DESCENT_MISTAKE(glorot, glorot_without_brackets,
                "You compute 2/fan_in + fan_out. The whole sum stands below the line: "
                "2.0 / (fan_in + fan_out).",
                "brackets-and-integers");

arma::mat glorot_variance_as_deviation(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, 2 / count(m + n));
}
DESCENT_MISTAKE(glorot, glorot_variance_as_deviation,
                "You multiply by the variance, 2/(fan_in + fan_out). The factor is the standard "
                "deviation: take the square root.",
                "variance-and-standard-deviation");

arma::mat glorot_integer_division(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  return scaled(m, n, rng, std::sqrt(count(2 / (m + n))));
}
DESCENT_MISTAKE(glorot, glorot_integer_division,
                "2 / (fan_in + fan_out) divides integers, and gives 0 as soon as there are more "
                "than two. Write 2.0.",
                "brackets-and-integers");

arma::mat glorot_without_two(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(1 / count(m + n)));
}
DESCENT_MISTAKE(
    glorot, glorot_without_two,
    "Your variance is 1/(fan_in + fan_out). The mean of the two fans is half their sum, "
    "so there must be a 2 on top.",
    "glorot");

arma::mat glorot_fan_in_only(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(1 / count(m)));
}
DESCENT_MISTAKE(glorot, glorot_fan_in_only,
                "Your variance is 1/fan_in. That keeps the signal; glorot is the compromise with "
                "the gradient, which asks for 1/fan_out.",
                "glorot");

arma::mat glorot_fan_out_only(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(1 / count(n)));
}
DESCENT_MISTAKE(glorot, glorot_fan_out_only,
                "Your variance is 1/fan_out. That keeps the gradient; glorot is the compromise "
                "with the signal, which asks for 1/fan_in.",
                "glorot");

arma::mat glorot_as_he(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(2 / count(m)));
}
DESCENT_MISTAKE(glorot, glorot_as_he,
                "Your variance is 2/fan_in. That is he; here both fans count, and the 2 only turns "
                "their sum into their mean.",
                "glorot");

arma::mat glorot_root_of_two_only(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(2.0) / count(m + n));
}
DESCENT_MISTAKE(
    glorot, glorot_root_of_two_only,
    "Your root ends too early: √2/(fan_in + fan_out). It must cover the whole fraction, "
    "std::sqrt(2.0 / (fan_in + fan_out)).",
    "brackets-and-integers");

arma::mat glorot_root_of_fans_only(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, 2 / std::sqrt(count(m + n)));
}
DESCENT_MISTAKE(glorot, glorot_root_of_fans_only,
                "Your root begins too late: 2/√(fan_in + fan_out). It must cover the whole "
                "fraction, the 2 as well.",
                "brackets-and-integers");

arma::mat glorot_sum_of_roots(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  return scaled(m, n, rng, 2 / (std::sqrt(count(m)) + std::sqrt(count(n))));
}
DESCENT_MISTAKE(glorot, glorot_sum_of_roots,
                "You add the roots of the fans. The root of a sum is not the sum of the roots: "
                "first add, then take the root.",
                "brackets-and-integers");

arma::mat glorot_mean_of_variances(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt((1 / count(m) + 1 / count(n)) / 2));
}
DESCENT_MISTAKE(
    glorot, glorot_mean_of_variances,
    "You average 1/fan_in and 1/fan_out. It is the fans that are averaged: 1 over their "
    "mean, 2/(fan_in + fan_out).",
    "glorot");

arma::mat glorot_product(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(m, n, rng, std::sqrt(2 / count(m * n)));
}
DESCENT_MISTAKE(glorot, glorot_product, "You multiply the fans. They are added.", "glorot");

arma::mat glorot_narrow_uniform(arma::uword m, arma::uword n, Rng& rng) {
  return within(m, n, rng, std::sqrt(2 / count(m + n)));
}
DESCENT_MISTAKE(glorot, glorot_narrow_uniform,
                "Uniform numbers in ±c have the variance c²/3. With c = √(2/(fan_in + fan_out)) a "
                "third of it is left; the paper has √6.",
                "which-distribution");

arma::mat glorot_uniform_without_brackets(arma::uword m, arma::uword n, Rng& rng) {
  return within(m, n, rng, std::sqrt(6 / count(m) + count(n)));
}
DESCENT_MISTAKE(glorot, glorot_uniform_without_brackets,
                "Your limit is √(6/fan_in + fan_out). The whole sum stands below the line.",
                "brackets-and-integers");

arma::mat glorot_uniform_positive(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  return rng.uniform(m, n, 0, std::sqrt(6 / count(m + n)));
}
DESCENT_MISTAKE(
    glorot, glorot_uniform_positive,
    "Your weights are uniform between 0 and the limit: none is negative. Draw them from "
    "minus the limit to plus the limit.",
    "mean-zero");

arma::mat glorot_one_per_neuron(arma::uword m, arma::uword n, Rng& rng) {
  return one_for_each_neuron(m, n, rng, std::sqrt(2 / count(m + n)));
}
DESCENT_MISTAKE(glorot, glorot_one_per_neuron,
                "You draw one value for each neuron and give it to all of its inputs. Every single "
                "weight needs a draw.",
                "one-draw-for-every-weight");

arma::mat glorot_all_equal(arma::uword m, arma::uword n, Rng&) {
  require_fans(m, n);
  return arma::mat(m, n, arma::fill::value(std::sqrt(2 / count(m + n))));
}
DESCENT_MISTAKE(
    glorot, glorot_all_equal,
    "All of your weights are √(2/(fan_in + fan_out)). That is the standard deviation of "
    "the random numbers, not their value.",
    "symmetry");

arma::mat glorot_own_rng(arma::uword m, arma::uword n, Rng&) {
  Rng mine(0);
  return scaled(m, n, mine, std::sqrt(2 / count(m + n)));
}
DESCENT_MISTAKE(glorot, glorot_own_rng,
                "You make an Rng of your own, which begins with the same numbers in every call. "
                "Draw from the caller's rng.",
                "one-source-of-chance");

arma::mat glorot_transposed(arma::uword m, arma::uword n, Rng& rng) {
  return scaled(n, m, rng, std::sqrt(2 / count(m + n)));
}
DESCENT_MISTAKE(
    glorot, glorot_transposed,
    "Your matrix is fan_out x fan_in. The formula treats both fans alike, but the shape "
    "does not: W has a row for each input.",
    "fan-in-and-fan-out");

arma::mat glorot_without_checks(arma::uword m, arma::uword n, Rng& rng) {
  return std::sqrt(2 / count(m + n)) * rng.normal(m, n);
}
DESCENT_MISTAKE(glorot, glorot_without_checks,
                "You accept a layer without inputs or without neurons. Begin with "
                "require_fans(fan_in, fan_out).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
