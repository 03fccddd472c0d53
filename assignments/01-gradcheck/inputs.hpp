#pragma once

#include <armadillo>
#include <stdexcept>
#include <string>
#include <vector>

#include "gradcheck_types.hpp"
#include "harness/support/require.hpp"

/// Given to you: the checks of the input, one for each exercise. Each throws std::invalid_argument
/// with a sentence that says what was expected and what came, and does nothing if all is well.
/// Call the right one first in every exercise.
namespace descent {

/// For relative_error: two gradients of the same shape, with at least one entry.
inline void require_comparable(const arma::mat& analytic, const arma::mat& numeric) {
  require_not_empty(analytic, "an analytic gradient");
  require_same_shape(numeric, "the numeric gradient", analytic, "the analytic one");
}

/// For the two differences: a function, a point with at least one entry, a positive step.
inline void require_difference(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  if (!f) throw std::invalid_argument("expected a function f to differentiate, got an empty one");
  require_not_empty(x, "a point x");
  require_positive(h, "step h");
}

/// For kink_crossed: somebody who reports winners, a positive step, and an index inside x.
inline void require_kink_question(const WinnersOfMatrix& winners, const arma::mat& x,
                                  arma::uword index, double h) {
  if (!winners) throw std::invalid_argument("expected a function that reports winners, got none");
  require_not_empty(x, "a point x");
  require_positive(h, "step h");
  if (index < x.n_elem) return;
  throw std::invalid_argument("expected an index below " + std::to_string(x.n_elem) + ", got " +
                              std::to_string(index));
}

/// For sample_entries: at least one block, no empty block, and at least one entry asked for.
inline void require_sampling(const std::vector<arma::mat>& blocks, arma::uword per_block) {
  require_some(blocks.size(), "the parameter blocks");
  for (const arma::mat& block : blocks) require_not_empty(block, "a parameter block");
  require_some(per_block, "the entries of every block");
}

/// For loss_scale: at least one gradient, none of them empty, all of them finite.
inline void require_scalable(const std::vector<arma::mat>& gradients) {
  require_some(gradients.size(), "the gradients");
  for (const arma::mat& gradient : gradients) {
    require_not_empty(gradient, "a gradient");
    require_finite(gradient, "the gradients");
  }
}

/// For check_gradient: a loss, blocks whose gradients fit, a positive step, and at least one entry
/// of every block.
inline void require_gradcheck(const GradcheckLoss& loss, const std::vector<GradcheckBlock>& blocks,
                              const GradcheckOptions& options) {
  if (!loss) throw std::invalid_argument("expected a loss to check, got an empty function");
  require_some(blocks.size(), "the parameter blocks");
  for (const GradcheckBlock& block : blocks) {
    require_not_empty(block.value, "a parameter block " + block.name);
    require_same_shape(block.gradient, "the gradient of " + block.name, block.value, "its value");
  }
  require_positive(options.step, "step");
  require_some(options.entries_per_block, "the entries of every block");
}

}  // namespace descent
