#pragma once

#include <armadillo>
#include <functional>
#include <string>
#include <vector>

#include "harness/checks/refusal.hpp"
#include "harness/checks/statistics.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

/// What every random initialization must do, whatever its variance. Each check is statistical and
/// fails a right solution, whichever distribution it draws from and in whichever order, in fewer
/// than one of a million runs: the intervals are exact for normal numbers and wider than needed for
/// uniform and truncated normal ones, whose tails are shorter.
namespace descent::suite {

using checks::expect_refusal;

/// A way to initialize, and what is known about it.
struct Scheme {
  std::string exercise = {};  ///< "he"
  std::string law = {};       ///< of the variance, in words: "2/fan_in"
  std::string read = {};
  std::function<arma::mat(arma::uword fan_in, arma::uword fan_out, Rng& rng)> yours = {};
  std::function<double(double fan_in, double fan_out)> variance = {};
  std::function<std::vector<checks::Suspect>(double fan_in, double fan_out)> suspects = {};

  [[nodiscard]] double variance_of(const arma::mat& W) const {
    return variance(static_cast<double>(W.n_rows), static_cast<double>(W.n_cols));
  }
};

/// fan_in x fan_out, also for one input, one neuron, or both; and finite.
void expect_shape(const Scheme& scheme);

/// The variance of whole matrices. About 7 x 1000 and 1000 x 7 tell fan_in from fan_out.
void expect_stated_variance(const Scheme& scheme);

/// As many weights above 0 as below, more or less.
void expect_mean_of_zero(const Scheme& scheme);

/// Each column and each row has the stated variance by itself, and they do not follow each other.
void expect_weights_of_their_own(const Scheme& scheme);

/// All randomness comes from the caller's rng: the same state gives the same weights, another state
/// and a second call give others.
void expect_the_callers_rng(const Scheme& scheme);

/// How much the mean square of the signal grows from layer to layer in a net of 20 layers of 200
/// units with this initialization: the 20th root of the whole. `f` is applied to each
/// pre-activation. With ReLUs and the right variance its logarithm has the standard deviation
/// √(5/4000) = 0.035 (harness/tests/crosscheck/initialization.py), so that [0.8, 1.25] times the
/// expected gain is left in fewer than one of a million runs.
void expect_gain_per_layer(const Scheme& scheme, const std::function<double(double)>& f,
                           double expected, const std::string& why);

/// A layer without inputs, and one without neurons.
void expect_fans_checked(const Scheme& scheme);

}  // namespace descent::suite
