#pragma once

#include <armadillo>
#include <functional>
#include <string>
#include <vector>

#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

/// The update rules of the stage, all alike to a test: the submission's, and one that the checker
/// computes itself, entry by entry and by other formulas than the reference solution.
namespace descent::suite {

/// One parameter on its way: every call is a step, and the state goes with the function.
using Step = std::function<void(arma::mat& w, const arma::mat& dw)>;

/// A rule with its options.
struct Rule {
  std::string name = {};             ///< as a student knows it: "momentum"
  std::string read = {};             ///< a heading of the chapter
  std::function<Step()> yours = {};  ///< the submission's, with a fresh state
  std::function<Step()> right = {};  ///< the checker's own
};

Rule sgd_rule(double learning_rate);
Rule momentum_rule(const MomentumOptions& options);
Rule nesterov_rule(const MomentumOptions& options);
Rule adagrad_rule(const AdagradOptions& options);
Rule rmsprop_rule(const RmspropOptions& options);
Rule adam_rule(const AdamOptions& options);

/// The look-ahead form: its gradient is a function of where it is asked.
using LookaheadStep = std::function<void(arma::mat& w, const GradientAt& gradient)>;
LookaheadStep your_lookahead(const MomentumOptions& options);
LookaheadStep right_lookahead(const MomentumOptions& options);

/// Gradients that change: one for each step, of the shape given.
std::vector<arma::mat> draw_gradients(Rng& rng, arma::uword rows, arma::uword cols,
                                      arma::uword steps);

/// Places after each step, from `start`.
std::vector<arma::mat> walk(const Step& step, const arma::mat& start,
                            const std::vector<arma::mat>& gradients);

}  // namespace descent::suite
