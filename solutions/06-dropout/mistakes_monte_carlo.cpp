// Known mistakes: Monte Carlo dropout.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat monte_carlo_one_mask(const StochasticNetwork& network, const arma::mat& x,
                               arma::uword samples, Rng& rng) {
  require_samples(network, x, samples);
  arma::mat sum;
  Rng last = rng;
  for (arma::uword k = 0; k < samples; ++k) {
    last = rng;
    const arma::mat answer = network(x, last);
    sum = k == 0 ? answer : arma::mat(sum + answer);
  }
  rng = last;
  return sum / count(samples);
}
DESCENT_MISTAKE(monte_carlo_predict, monte_carlo_one_mask,
                "Every sample starts from the same state of rng, so all have the same masks, and "
                "their mean is a single sample. Hand over rng itself, not a copy.",
                "monte-carlo-dropout");

arma::mat monte_carlo_copies_rng(const StochasticNetwork& network, const arma::mat& x,
                                 arma::uword samples, Rng& rng) {
  Rng copy = rng;
  return monte_carlo_predict(network, x, samples, copy);
}
DESCENT_MISTAKE(monte_carlo_predict, monte_carlo_copies_rng,
                "You work with a copy of rng, so the caller's has not moved on, and the next call "
                "gives the same samples again.",
                "a-new-mask-every-time");

arma::mat monte_carlo_own_rng(const StochasticNetwork& network, const arma::mat& x,
                              arma::uword samples, Rng&) {
  Rng own(42);
  return monte_carlo_predict(network, x, samples, own);
}
DESCENT_MISTAKE(monte_carlo_predict, monte_carlo_own_rng,
                "You make an Rng of your own with a fixed seed. The random numbers come from the "
                "rng that you are given.",
                "a-new-mask-every-time");

arma::mat monte_carlo_sum(const StochasticNetwork& network, const arma::mat& x, arma::uword samples,
                          Rng& rng) {
  return monte_carlo_predict(network, x, samples, rng) * count(samples);
}
DESCENT_MISTAKE(monte_carlo_predict, monte_carlo_sum,
                "You return the sum of the samples. Divide by their number.",
                "monte-carlo-dropout");

arma::mat monte_carlo_divides_by_one_less(const StochasticNetwork& network, const arma::mat& x,
                                          arma::uword samples, Rng& rng) {
  const arma::mat mean = monte_carlo_predict(network, x, samples, rng);
  return samples > 1 ? arma::mat(mean * (count(samples) / (count(samples) - 1))) : mean;
}
DESCENT_MISTAKE(
    monte_carlo_predict, monte_carlo_divides_by_one_less,
    "You divide by samples - 1. That belongs to a variance; a mean of n numbers divides "
    "by n.",
    "monte-carlo-dropout");

arma::mat monte_carlo_one_call_less(const StochasticNetwork& network, const arma::mat& x,
                                    arma::uword samples, Rng& rng) {
  require_samples(network, x, samples);
  if (samples == 1) return monte_carlo_predict(network, x, 1, rng);
  return monte_carlo_predict(network, x, samples - 1, rng) *
         ((count(samples) - 1) / count(samples));
}
DESCENT_MISTAKE(monte_carlo_predict, monte_carlo_one_call_less,
                "You call the network once less than you divide by: does a loop begin at 1?",
                "monte-carlo-dropout");

arma::mat monte_carlo_one_call_more(const StochasticNetwork& network, const arma::mat& x,
                                    arma::uword samples, Rng& rng) {
  require_samples(network, x, samples);
  network(x, rng);
  return monte_carlo_predict(network, x, samples, rng);
}
DESCENT_MISTAKE(monte_carlo_predict, monte_carlo_one_call_more,
                "You call the network once to learn the shape of its output, and throw that sample "
                "away. Call it exactly `samples` times.",
                "monte-carlo-dropout");

arma::mat monte_carlo_last_sample(const StochasticNetwork& network, const arma::mat& x,
                                  arma::uword samples, Rng& rng) {
  require_samples(network, x, samples);
  arma::mat answer;
  for (arma::uword k = 0; k < samples; ++k) answer = network(x, rng);
  return answer;
}
DESCENT_MISTAKE(monte_carlo_predict, monte_carlo_last_sample,
                "You return the last sample: is there a `=` where `+=` should be?",
                "monte-carlo-dropout");

arma::mat monte_carlo_halving(const StochasticNetwork& network, const arma::mat& x,
                              arma::uword samples, Rng& rng) {
  require_samples(network, x, samples);
  arma::mat mean = network(x, rng);
  for (arma::uword k = 1; k < samples; ++k) mean = (mean + network(x, rng)) / 2;
  return mean;
}
DESCENT_MISTAKE(monte_carlo_predict, monte_carlo_halving,
                "(mean + new) / 2 at each step gives the last sample half of all weight. Add up, "
                "and divide once at the end.",
                "monte-carlo-dropout");

arma::mat monte_carlo_votes(const StochasticNetwork& network, const arma::mat& x,
                            arma::uword samples, Rng& rng) {
  require_samples(network, x, samples);
  arma::mat votes;
  for (arma::uword k = 0; k < samples; ++k) {
    const arma::mat answer = network(x, rng);
    if (k == 0) votes.zeros(arma::size(answer));
    for (arma::uword i = 0; i < answer.n_rows; ++i) votes(i, answer.row(i).index_max()) += 1;
  }
  return votes / count(samples);
}
DESCENT_MISTAKE(monte_carlo_predict, monte_carlo_votes,
                "You count which class wins in each sample. Average the outputs themselves: how "
                "sure each sample was must not be lost.",
                "average-before-you-decide");

arma::mat monte_carlo_rounded(const StochasticNetwork& network, const arma::mat& x,
                              arma::uword samples, Rng& rng) {
  return arma::round(monte_carlo_predict(network, x, samples, rng));
}
DESCENT_MISTAKE(monte_carlo_predict, monte_carlo_rounded,
                "You round the mean. What is between 0 and 1 says how sure the network is.",
                "average-before-you-decide");

arma::mat monte_carlo_geometric(const StochasticNetwork& network, const arma::mat& x,
                                arma::uword samples, Rng& rng) {
  return arma::exp(monte_carlo_predict(
      [&](const arma::mat& at, Rng& random) { return arma::mat(arma::log(network(at, random))); },
      x, samples, rng));
}
DESCENT_MISTAKE(
    monte_carlo_predict, monte_carlo_geometric,
    "You average logarithms, which gives the geometric mean. The mean is the plain one, "
    "and outputs need not be positive.",
    "average-before-you-decide");

arma::mat monte_carlo_without_checks(const StochasticNetwork& network, const arma::mat& x,
                                     arma::uword samples, Rng& rng) {
  arma::mat sum;
  for (arma::uword k = 0; k < samples; ++k) {
    const arma::mat answer = network(x, rng);
    sum = k == 0 ? answer : arma::mat(sum + answer);
  }
  return sum / count(samples);
}
DESCENT_MISTAKE(monte_carlo_predict, monte_carlo_without_checks,
                "You do not check the input. Begin with require_samples(network, x, samples): the "
                "mean of no samples is 0/0.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
