#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/checks/expect.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

/// What every penalty of the stage must do, whatever its formula.
namespace descent::suite {

using Layers = std::vector<DenseLayer>;
using PenaltyFunction = std::function<PenaltyResult(const Layers& layers, double strength)>;

/// A penalty as a function of one strength: the elastic net is taken along a line.
struct PenaltyCase {
  std::string exercise = {};  ///< "l2_penalty"
  std::string read = {};      ///< the heading of the penalty itself
  PenaltyFunction yours = {};
  PenaltyFunction right = {};
  bool smooth = true;  ///< false: a kink where a weight is 0
};

/// Two or three layers that fit together, with weights and biases of about the size `spread`, none
/// of which is near 0.
Layers any_layers(Rng& rng, double spread);

/// One gradient for each layer, of its shapes.
bool expect_layered(const PenaltyResult& yours, const Layers& layers, const std::string& read);

/// Loss and gradients of the reference, for weights of size 0.4, 3 and 1000.
void expect_right_penalties(const PenaltyCase& penalty);

/// Two oracles at two spreads: against the reference, and the gradients against numerical
/// differentiation of the submission's own loss, biases included.
void expect_penalty_derivative(const PenaltyCase& penalty);

/// Other biases change nothing, and have a gradient of exactly 0.
void expect_biases_free(const PenaltyCase& penalty);

/// Several layers cost the sum of what each costs alone, and twice the same layers twice as much.
void expect_sum_over_layers(const PenaltyCase& penalty);

/// Proportional to the strength, in loss and gradient, and so 0 at 0.
void expect_proportional_to_strength(const PenaltyCase& penalty);

/// All weights negated: the same loss, and the gradients negated.
void expect_even(const PenaltyCase& penalty);

/// The same call twice gives the same result to the last bit.
void expect_no_penalty_memory(const PenaltyCase& penalty);

/// No layers, empty weights, biases that do not fit; strengths that are negative or not finite.
void expect_penalty_refusals(const PenaltyFunction& yours, const std::string& strength = "lambda");

}  // namespace descent::suite
