// Known mistakes: small random numbers.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat small_squares_sigma(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_positive(sigma, "sigma");
  return scaled(m, n, rng, sigma * sigma);
}
DESCENT_MISTAKE(small_gaussian, small_squares_sigma,
                "You multiply by sigma². That is the variance; the factor in front of a standard "
                "normal number is the standard deviation, sigma itself.",
                "variance-and-standard-deviation");

arma::mat small_root_of_sigma(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_positive(sigma, "sigma");
  return scaled(m, n, rng, std::sqrt(sigma));
}
DESCENT_MISTAKE(
    small_gaussian, small_root_of_sigma,
    "You take the root of sigma, as if it were a variance. It is the standard deviation "
    "already.",
    "variance-and-standard-deviation");

arma::mat small_all_equal(arma::uword m, arma::uword n, Rng&, double sigma) {
  require_fans(m, n);
  require_positive(sigma, "sigma");
  return arma::mat(m, n, arma::fill::value(sigma));
}
DESCENT_MISTAKE(small_gaussian, small_all_equal,
                "All of your weights are equal to sigma: all neurons compute the same, and will "
                "forever. Draw a random number for each weight.",
                "symmetry");

arma::mat small_one_number(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_fans(m, n);
  require_positive(sigma, "sigma");
  return arma::mat(m, n, arma::fill::value(sigma * rng.normal()));
}
DESCENT_MISTAKE(small_gaussian, small_one_number,
                "You draw one number and put it everywhere. Draw a new one for each weight: "
                "rng.normal(fan_in, fan_out) gives the whole matrix.",
                "one-draw-for-every-weight");

arma::mat small_one_per_neuron(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_positive(sigma, "sigma");
  return one_for_each_neuron(m, n, rng, sigma);
}
DESCENT_MISTAKE(
    small_gaussian, small_one_per_neuron,
    "You draw one value for each neuron and give it to all of its inputs. Such a neuron "
    "sees nothing but the sum of its inputs: every single weight needs a draw.",
    "one-draw-for-every-weight");

arma::mat small_one_per_input(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_positive(sigma, "sigma");
  return one_for_each_input(m, n, rng, sigma);
}
DESCENT_MISTAKE(small_gaussian, small_one_per_input,
                "You draw one value for each input and give it to all neurons: they are copies of "
                "each other. Every single weight needs a draw.",
                "one-draw-for-every-weight");

arma::mat small_uniform_positive(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_fans(m, n);
  require_positive(sigma, "sigma");
  return sigma * rng.uniform(m, n, 0, 1);
}
DESCENT_MISTAKE(small_gaussian, small_uniform_positive,
                "Your numbers are uniform between 0 and sigma: never negative, and not normal. "
                "rng.normal(fan_in, fan_out) draws normal ones.",
                "mean-zero");

arma::mat small_uniform(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_positive(sigma, "sigma");
  return within(m, n, rng, sigma);
}
DESCENT_MISTAKE(small_gaussian, small_uniform,
                "Your numbers are uniform in ±sigma. Their variance is sigma²/3 only, and they are "
                "not normal: use rng.normal.",
                "which-distribution");

arma::mat small_uniform_of_right_variance(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_positive(sigma, "sigma");
  return within(m, n, rng, std::sqrt(3.0) * sigma);
}
DESCENT_MISTAKE(small_gaussian, small_uniform_of_right_variance,
                "The variance is right, but the numbers are uniform. Here, and for sparse, the "
                "normal distribution is asked for.",
                "which-distribution");

arma::mat small_positive(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_positive(sigma, "sigma");
  return arma::abs(scaled(m, n, rng, sigma));
}
DESCENT_MISTAKE(small_gaussian, small_positive,
                "None of your weights is negative. They are centred on 0.", "mean-zero");

arma::mat small_around_sigma(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_positive(sigma, "sigma");
  return sigma + scaled(m, n, rng, sigma);
}
DESCENT_MISTAKE(small_gaussian, small_around_sigma,
                "Your numbers are spread around sigma. Multiply by it, do not add it: the mean is "
                "0.",
                "mean-zero");

arma::mat small_own_rng(arma::uword m, arma::uword n, Rng&, double sigma) {
  require_positive(sigma, "sigma");
  Rng mine(42);
  return scaled(m, n, mine, sigma);
}
DESCENT_MISTAKE(
    small_gaussian, small_own_rng,
    "You make an Rng of your own. It begins with the same numbers in every call, so two "
    "layers of the same shape get the same weights. Draw from the caller's rng.",
    "one-source-of-chance");

arma::mat small_always_a_hundredth(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_positive(sigma, "sigma");
  return scaled(m, n, rng, 0.01);
}
DESCENT_MISTAKE(small_gaussian, small_always_a_hundredth,
                "Your standard deviation is always 0.01. That is the default; the caller may ask "
                "for another one.",
                "small-random-numbers");

arma::mat small_unscaled(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_positive(sigma, "sigma");
  return scaled(m, n, rng, 1);
}
DESCENT_MISTAKE(small_gaussian, small_unscaled,
                "Your numbers have the standard deviation 1: the factor sigma is missing.",
                "small-random-numbers");

arma::mat small_by_fan_in(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_positive(sigma, "sigma");
  return scaled(m, n, rng, sigma / std::sqrt(count(m)));
}
DESCENT_MISTAKE(small_gaussian, small_by_fan_in,
                "You divide by √fan_in. That will be a good idea, but in unit_variance: here sigma "
                "counts alone.",
                "small-random-numbers");

arma::mat small_transposed(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_positive(sigma, "sigma");
  return scaled(n, m, rng, sigma);
}
DESCENT_MISTAKE(small_gaussian, small_transposed,
                "Your matrix is fan_out x fan_in. W has a row for each input and a column for each "
                "neuron.",
                "fan-in-and-fan-out");

arma::mat small_mirrored(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_positive(sigma, "sigma");
  arma::mat W = scaled(m, n, rng, sigma);
  for (arma::uword j = 0; j < n / 2; ++j) W.col(n - 1 - j) = -W.col(j);
  return W;
}
DESCENT_MISTAKE(small_gaussian, small_mirrored,
                "Half of your neurons are the negatives of the other half. The mean is exactly 0 "
                "that way, but every neuron needs draws of its own.",
                "one-draw-for-every-weight");

arma::mat small_growing(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_positive(sigma, "sigma");
  arma::mat W = scaled(m, n, rng, sigma * std::sqrt(2.0));
  for (arma::uword j = 0; j < n; ++j) W.col(j) *= std::sqrt((count(j) + 0.5) / count(n));
  return W;
}
DESCENT_MISTAKE(small_gaussian, small_growing,
                "Your later neurons have larger weights than the first ones. On the whole the "
                "variance is right, but it must be so for every neuron.",
                "one-draw-for-every-weight");

arma::mat small_without_checks(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  return sigma * rng.normal(m, n);
}
DESCENT_MISTAKE(small_gaussian, small_without_checks,
                "You do not check the input. Begin with require_fans(fan_in, fan_out) and "
                "require_positive(sigma, \"sigma\").",
                "refuse-bad-input");

arma::mat small_checks_the_fans_only(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  return scaled(m, n, rng, sigma);
}
DESCENT_MISTAKE(small_gaussian, small_checks_the_fans_only,
                "You accept every sigma. A standard deviation is positive: "
                "require_positive(sigma, \"sigma\").",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
