#pragma once

#include <armadillo>
#include <functional>
#include <string>
#include <vector>

#include "harness/checks/expect.hpp"

/// Random exercises are judged by what their numbers have in common, never by one fixed mask or
/// order of drawing. Every check here knows how often it would fail a right solution, and keeps
/// that below a stated probability.
namespace descent::checks {

/// How often a right solution may fail, shared among the comparisons of a test: with m comparisons
/// of probability p/m each, one or more of them fail with at most p (Bonferroni).
struct FalseAlarm {
  double probability = 1e-6;
  double comparisons = 1;

  [[nodiscard]] double each() const { return probability / comparisons; }
};

/// Lower and upper bound; a right solution lies outside, on either side together, with at most the
/// probability asked for.
struct Interval {
  double low = 0;
  double high = 0;
};

/// For the number of successes in `trials` independent trials of probability p. Exact.
Interval binomial_interval(arma::uword trials, double p, FalseAlarm alarm = {});

/// For the mean of n independent normal numbers. Exact; for others by the central limit theorem,
/// which is off far out in the tails: use it for n in the hundreds or more.
Interval mean_interval(arma::uword n, double mean, double deviation, FalseAlarm alarm = {});

/// For the mean square of n independent normal numbers of mean 0 (chi-squared, n degrees of
/// freedom). Exact; wider than needed for distributions with shorter tails, such as the uniform.
Interval mean_square_interval(arma::uword n, double variance, FalseAlarm alarm = {});

/// For the correlation of n independent pairs, of which one part at least is normal (Student's t,
/// n - 2 degrees of freedom), n > 2. Exact there, and close for others from n in the hundreds.
Interval correlation_interval(arma::uword n, FalseAlarm alarm = {});

/// The largest distance between the empirical distribution function of n independent numbers and
/// the true one. Valid for every n and every continuous distribution. Source: P. Massart, "The
/// Tight Constant in the Dvoretzky-Kiefer-Wolfowitz Inequality", 1990.
double distribution_distance(arma::uword n, FalseAlarm alarm = {});

/// `successes` of `trials`: is the probability of one p?
bool expect_frequency(arma::uword successes, arma::uword trials, double p, const About& about,
                      FalseAlarm alarm = {}, Location location = Location::current());

/// Is the mean of the entries `mean`, if their standard deviation is `deviation`?
bool expect_mean(const arma::mat& sample, double mean, double deviation, const About& about,
                 FalseAlarm alarm = {}, Location location = Location::current());

/// Entries of mean 0: is their variance `variance`? Says how many times too large or small it is.
bool expect_variance(const arma::mat& sample, double variance, const About& about,
                     FalseAlarm alarm = {}, Location location = Location::current());

/// A wrong value that a mistake would give, and what to tell who made it.
struct Suspect {
  double value = 0;
  std::string sentence = {};  ///< "That is 1/n: the factor 2 is missing."
};

/// The same where mistakes are known: a variance that fits one of the suspects, and none better,
/// is told with its sentence.
bool expect_variance(const arma::mat& sample, double variance, const std::vector<Suspect>& suspects,
                     const About& about, FalseAlarm alarm = {},
                     Location location = Location::current());

/// Do two samples of the same number of entries go their own ways? A constant one does not.
bool expect_uncorrelated(const arma::mat& one, const arma::mat& other, const About& about,
                         FalseAlarm alarm = {}, Location location = Location::current());

/// Are the entries drawn from this (continuous) distribution function, P(X <= x)?
bool expect_distribution(const arma::mat& sample, const std::function<double(double)>& cdf,
                         const About& about, FalseAlarm alarm = {},
                         Location location = Location::current());

/// Each of `draws` draws took half of n things, thing i `times(i)` times in all: is every half
/// equally likely? The squares of the deviations, scaled, are distributed like n - 1 squares of
/// normal numbers (not n: what one thing has another lacks), for draws in the hundreds or more.
/// Sees shuffles too nearly even for any single thing to show it; for n = 16 and 2800 draws one
/// that swaps each entry with any, or never with itself, passes less often than a right one fails.
bool expect_even_halves(const arma::vec& times, arma::uword draws, const About& about,
                        FalseAlarm alarm = {}, Location location = Location::current());

/// P(X <= x) for the standard normal distribution.
double normal_cdf(double x);

}  // namespace descent::checks
