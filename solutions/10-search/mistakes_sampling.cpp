// Known mistakes: random numbers, random choices, random points.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

double log_uniform_is_uniform(double low, double high, Rng& rng) {
  require_log_range(low, high);
  return rng.uniform(low, high);
}
DESCENT_MISTAKE(
    log_uniform, log_uniform_is_uniform,
    "You draw the number itself uniformly: nine of ten lie in the highest power of ten. "
    "Draw the exponent.",
    "uniform-in-the-logarithm");

double log_uniform_whole_exponents(double low, double high, Rng& rng) {
  require_log_range(low, high);
  const double from = std::ceil(std::log10(low)), to = std::floor(std::log10(high));
  const double steps = std::max(0.0, to - from);
  return std::clamp(std::pow(10.0, from + count(rng.below(static_cast<std::uint64_t>(steps) + 1))),
                    low, high);
}
DESCENT_MISTAKE(log_uniform, log_uniform_whole_exponents,
                "You draw whole exponents, so only 1e-3, 1e-2 and so on come out. The exponent is "
                "any real number.",
                "any-exponent");

double log_uniform_exp_of_log10(double low, double high, Rng& rng) {
  require_log_range(low, high);
  return std::exp(rng.uniform(std::log10(low), std::log10(high)));
}
DESCENT_MISTAKE(
    log_uniform, log_uniform_exp_of_log10,
    "You take log10 of the ends and exp of the result. log10 goes with 10 to the power, "
    "the natural logarithm with exp.",
    "one-base-both-ways");

double log_uniform_ten_to_ln(double low, double high, Rng& rng) {
  require_log_range(low, high);
  return std::pow(10.0, rng.uniform(std::log(low), std::log(high)));
}
DESCENT_MISTAKE(log_uniform, log_uniform_ten_to_ln,
                "You take the natural logarithm of the ends and raise 10 to the result. Natural "
                "logarithms go with exp.",
                "one-base-both-ways");

double log_uniform_returns_the_exponent(double low, double high, Rng& rng) {
  require_log_range(low, high);
  return rng.uniform(std::log10(low), std::log10(high));
}
DESCENT_MISTAKE(log_uniform, log_uniform_returns_the_exponent,
                "You return the exponent. Raise 10 to it.", "uniform-in-the-logarithm");

double log_uniform_log_of_uniform(double low, double high, Rng& rng) {
  require_log_range(low, high);
  return std::clamp(std::log10(rng.uniform(std::pow(10.0, low), std::pow(10.0, high))), low, high);
}
DESCENT_MISTAKE(
    log_uniform, log_uniform_log_of_uniform,
    "You take the logarithm of a uniform number: that is the wrong way round. A uniform "
    "number becomes the exponent.",
    "uniform-in-the-logarithm");

double log_uniform_swapped_ends(double low, double high, Rng& rng) {
  require_log_range(low, high);
  return low * std::pow(high / low, 1 + rng.uniform());
}
DESCENT_MISTAKE(log_uniform, log_uniform_swapped_ends,
                "Your exponent begins at the logarithm of high: the numbers lie above the range.",
                "uniform-in-the-logarithm");

double log_uniform_from_the_middle(double low, double high, Rng& rng) {
  require_log_range(low, high);
  return low * std::pow(high / low, 0.5 + 0.15 * std::clamp(rng.normal(), -3.0, 3.0));
}
DESCENT_MISTAKE(
    log_uniform, log_uniform_from_the_middle,
    "Your exponent is normal, not uniform: the ends of the range are hardly ever tried.",
    "uniform-in-the-logarithm");

double log_uniform_square_root(double low, double high, Rng& rng) {
  require_log_range(low, high);
  const double root = rng.uniform(std::sqrt(low), std::sqrt(high));
  return std::clamp(root * root, low, high);
}
DESCENT_MISTAKE(log_uniform, log_uniform_square_root,
                "You draw uniformly in the square root. That helps the small numbers a little, but "
                "only the logarithm gives each power of ten the same chance.",
                "uniform-in-the-logarithm");

double log_uniform_copies_rng(double low, double high, Rng& rng) {
  Rng copy = rng;
  return log_uniform(low, high, copy);
}
DESCENT_MISTAKE(log_uniform, log_uniform_copies_rng,
                "You work with a copy of rng, so the caller's has not moved on, and the next call "
                "gives the same number again.",
                "a-random-point");

double log_uniform_own_rng(double low, double high, Rng&) {
  Rng own(42);
  return log_uniform(low, high, own);
}
DESCENT_MISTAKE(
    log_uniform, log_uniform_own_rng,
    "You make an Rng of your own with a fixed seed: the same number each time. Draw from "
    "the rng that you are given.",
    "a-random-point");

double log_uniform_without_checks(double low, double high, Rng& rng) {
  return low * std::pow(high / low, rng.uniform());
}
DESCENT_MISTAKE(
    log_uniform, log_uniform_without_checks,
    "You do not check the input. Begin with require_log_range(low, high): the logarithm "
    "of 0 is not a number to draw from.",
    "refuse-bad-input");

double choice_never_the_last(const arma::vec& choices, Rng& rng) {
  require_not_empty(choices, "choices");
  return choices(choices.n_elem == 1 ? 0 : rng.below(choices.n_elem - 1));
}
DESCENT_MISTAKE(
    uniform_choice, choice_never_the_last,
    "The last value never comes: rng.below(n) excludes n already, so n is the number of "
    "values, not one less.",
    "one-of-several-values");

double choice_never_the_first(const arma::vec& choices, Rng& rng) {
  require_not_empty(choices, "choices");
  return choices(choices.n_elem == 1 ? 0 : 1 + rng.below(choices.n_elem - 1));
}
DESCENT_MISTAKE(uniform_choice, choice_never_the_first,
                "The first value never comes: indices begin at 0.", "one-of-several-values");

double choice_rounds(const arma::vec& choices, Rng& rng) {
  require_not_empty(choices, "choices");
  return choices(static_cast<arma::uword>(std::round(rng.uniform() * count(choices.n_elem - 1))));
}
DESCENT_MISTAKE(uniform_choice, choice_rounds,
                "You round a uniform number between 0 and n - 1: the first and the last value get "
                "half the chance of the others. Round down a number between 0 and n.",
                "one-of-several-values");

double choice_returns_the_index(const arma::vec& choices, Rng& rng) {
  require_not_empty(choices, "choices");
  return count(rng.below(choices.n_elem));
}
DESCENT_MISTAKE(uniform_choice, choice_returns_the_index,
                "You return the index. The value at that index is wanted.",
                "one-of-several-values");

double choice_in_between(const arma::vec& choices, Rng& rng) {
  require_not_empty(choices, "choices");
  return rng.uniform(choices.min(), choices.max());
}
DESCENT_MISTAKE(uniform_choice, choice_in_between,
                "You draw any number between the smallest and the largest value. One of the values "
                "themselves is wanted: there is no network with 73.2 units.",
                "one-of-several-values");

double choice_of_unique_values(const arma::vec& choices, Rng& rng) {
  require_not_empty(choices, "choices");
  const arma::vec different = arma::unique(choices);
  return different(rng.below(different.n_elem));
}
DESCENT_MISTAKE(uniform_choice, choice_of_unique_values,
                "You drop values that are listed twice. Whoever lists one twice wants it twice as "
                "often.",
                "one-of-several-values");

double choice_always_the_first(const arma::vec& choices, Rng& rng) {
  require_not_empty(choices, "choices");
  return choices(static_cast<arma::uword>(rng.uniform()));
}
DESCENT_MISTAKE(
    uniform_choice, choice_always_the_first,
    "You make an index of a number in [0, 1), which is always 0. Multiply by the number "
    "of values first.",
    "one-of-several-values");

double choice_takes_the_middle(const arma::vec& choices, Rng& rng) {
  require_not_empty(choices, "choices");
  const double at = (rng.uniform() + rng.uniform()) / 2;
  return choices(static_cast<arma::uword>(at * count(choices.n_elem)));
}
DESCENT_MISTAKE(uniform_choice, choice_takes_the_middle,
                "You average two random numbers: values in the middle come more often. One uniform "
                "number is enough.",
                "one-of-several-values");

double choice_copies_rng(const arma::vec& choices, Rng& rng) {
  Rng copy = rng;
  return uniform_choice(choices, copy);
}
DESCENT_MISTAKE(uniform_choice, choice_copies_rng,
                "You work with a copy of rng: every call chooses the same value. Draw from rng "
                "itself.",
                "a-random-point");

double choice_without_checks(const arma::vec& choices, Rng& rng) {
  if (choices.is_empty()) return 0;
  return uniform_choice(choices, rng);
}
DESCENT_MISTAKE(uniform_choice, choice_without_checks,
                "From an empty list you return a number. Begin with require_not_empty(choices, "
                "\"choices\").",
                "refuse-bad-input");

arma::vec point_all_linear(const SearchSpace& space, Rng& rng) { return all_linear(space, rng); }
DESCENT_MISTAKE(sample_point, point_all_linear,
                "You draw every value uniformly, learning rates too. Where range.scale is "
                "SearchScale::logarithmic, use log_uniform.",
                "a-random-point");

arma::vec point_all_logarithmic(const SearchSpace& space, Rng& rng) {
  return all_logarithmic(space, rng);
}
DESCENT_MISTAKE(sample_point, point_all_logarithmic,
                "You draw every value log-uniformly, dropout rates too. Where range.scale is "
                "SearchScale::linear, draw uniformly between low and high.",
                "which-scale");

arma::vec point_scales_swapped(const SearchSpace& space, Rng& rng) {
  require_search_space(space);
  arma::vec point(space.size());
  for (arma::uword d = 0; d < point.n_elem; ++d) {
    const bool linear = space[d].scale == SearchScale::linear;
    point(d) = linear && space[d].low > 0 ? log_uniform(space[d].low, space[d].high, rng)
                                          : rng.uniform(space[d].low, space[d].high);
  }
  return point;
}
DESCENT_MISTAKE(sample_point, point_scales_swapped,
                "You have the two scales the wrong way round: linear ranges are drawn in the "
                "logarithm, logarithmic ones uniformly.",
                "which-scale");

arma::vec point_scale_of_the_first(const SearchSpace& space, Rng& rng) {
  require_search_space(space);
  return space[0].scale == SearchScale::linear ? all_linear(space, rng)
                                               : all_logarithmic(space, rng);
}
DESCENT_MISTAKE(sample_point, point_scale_of_the_first,
                "You look at the scale of the first range only. Each range has its own.",
                "a-random-point");

arma::vec point_on_the_diagonal(const SearchSpace& space, Rng& rng) {
  return on_the_diagonal(space, rng);
}
DESCENT_MISTAKE(
    sample_point, point_on_the_diagonal,
    "You draw one random number for the whole point, so the points lie on a diagonal of "
    "the space. Each range needs its own.",
    "a-random-point");

arma::vec point_on_a_grid(const SearchSpace& space, Rng& rng) { return on_a_grid(space, rng); }
DESCENT_MISTAKE(sample_point, point_on_a_grid,
                "You choose at random among the points of a grid. A random point may lie anywhere.",
                "random-against-grid");

arma::vec point_of_logarithms(const SearchSpace& space, Rng& rng) {
  arma::vec point = sample_point(space, rng);
  for (arma::uword d = 0; d < point.n_elem; ++d) {
    if (space[d].scale == SearchScale::logarithmic) point(d) = std::log10(point(d));
  }
  return point;
}
DESCENT_MISTAKE(sample_point, point_of_logarithms,
                "Your points hold logarithms where the range is logarithmic. They hold the values "
                "themselves.",
                "a-random-point");

arma::vec point_of_positions(const SearchSpace& space, Rng& rng) {
  require_search_space(space);
  return rng.uniform(space.size(), 1, 0, 1);
}
DESCENT_MISTAKE(sample_point, point_of_positions,
                "You return numbers between 0 and 1. Stretch them to the ranges, on their scales.",
                "a-random-point");

arma::vec point_same_for_all_rates(const SearchSpace& space, Rng& rng) {
  require_search_space(space);
  arma::vec point(space.size());
  const Rng start = rng;
  for (arma::uword d = 0; d < point.n_elem; ++d) {
    rng = start;
    point(d) = value_at(space[d], d % 2 == 0 ? rng.uniform() : 1 - rng.uniform());
  }
  return point;
}
DESCENT_MISTAKE(sample_point, point_same_for_all_rates,
                "The values of a point hang together: each is drawn from the same state of rng.",
                "a-random-point");

arma::vec point_copies_rng(const SearchSpace& space, Rng& rng) {
  Rng copy = rng;
  return sample_point(space, copy);
}
DESCENT_MISTAKE(sample_point, point_copies_rng,
                "You work with a copy of rng: every call gives the same point. Draw from rng "
                "itself.",
                "a-random-point");

arma::vec point_without_checks(const SearchSpace& space, Rng& rng) {
  arma::vec point(space.size());
  for (arma::uword d = 0; d < point.n_elem; ++d) point(d) = value_at(space[d], rng.uniform());
  return point;
}
DESCENT_MISTAKE(sample_point, point_without_checks,
                "You do not check the input. Begin with require_search_space(space): ends that are "
                "swapped or negative make NaN of every learning rate.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
