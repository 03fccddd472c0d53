#pragma once

#include <armadillo>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "harness/support/rng.hpp"

/// What the exercises of stage 01 hand to each other.
namespace descent {

/// A number that depends on a matrix: a loss, seen as a function of one block of parameters.
using FunctionOfMatrix = std::function<double(const arma::mat& x)>;

/// Who won every max, ReLU and hinge at x: one number for each of them, such as the index of the
/// largest argument, or 1 for a ReLU that lets through and 0 for one that does not. Which numbers
/// are used does not matter; only whether they are the same at two places.
using WinnersOfMatrix = std::function<arma::uvec(const arma::mat& x)>;

/// The loss of a whole model, as a function of all its parameter blocks. It may be random (dropout,
/// a random crop); then it takes its random numbers from `rng`, and the same state of rng gives the
/// same loss.
using GradcheckLoss = std::function<double(const std::vector<arma::mat>& parameters, Rng& rng)>;

/// The winners of a whole model, with the same randomness as its loss.
using GradcheckWinners =
    std::function<arma::uvec(const std::vector<arma::mat>& parameters, Rng& rng)>;

/// One parameter block of a model, and what backpropagation says about it.
struct GradcheckBlock {
  std::string name = {};    ///< "W1", "b1", ...
  arma::mat value = {};     ///< the parameters at which the gradient is checked
  arma::mat gradient = {};  ///< the analytic gradient of the loss there, of the same shape
};

struct GradcheckOptions {
  double step = 1e-5;                  ///< h of the centered difference
  arma::uword entries_per_block = 10;  ///< so many of every block; all of a smaller one
  std::uint64_t seed = 0;              ///< every evaluation of the loss gets a fresh Rng(seed)
};

/// What a gradient check found out about one block. The vectors have an element for each entry that
/// was compared, in the same order; any order will do.
struct GradcheckReport {
  std::string name = {};    ///< of the block
  arma::uvec entries = {};  ///< linear indices, as in value(index); each at most once
  arma::vec analytic = {};  ///< gradient(index)
  arma::vec numeric = {};   ///< the centered difference at that entry
  arma::vec errors = {};    ///< the relative error of the two
  arma::uword kinks = 0;  ///< entries that were drawn, but not compared: a kink lay within ± step
  /// The largest of the errors; infinity if there is none, for then nothing was checked.
  double worst = std::numeric_limits<double>::infinity();
};

}  // namespace descent
