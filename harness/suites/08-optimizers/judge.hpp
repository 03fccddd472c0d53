#pragma once

#include "hand.hpp"
#include "harness/checks/expect.hpp"
#include "harness/checks/refusal.hpp"
#include "rules.hpp"

/// What holds for every update rule. All of it looks at where w goes, and nothing at what is kept
/// in a state, where conventions differ. Walks are finished before anything is compared, so that
/// the diagnosis sees all their steps.
namespace descent::suite {

using checks::expect_near;
using checks::expect_refusal;

/// Six steps with changing gradients, on parameters of four shapes.
void expect_the_formula(const Rule& rule, Rng& rng);

/// The two parameters of hand.hpp take turns, and each goes where it would have gone alone.
void expect_hand_places(const Rule& rule, const hand::Places& places);

/// The same with random gradients, against two walks of the submission's own.
void expect_no_shared_memory(const Rule& rule, Rng& rng);

/// A gradient of zeros and a fresh state: w stays where it is, to the last bit.
void expect_rest_without_gradient(const Rule& rule, Rng& rng);

/// The same walk twice gives the same bits.
void expect_repeatable(const Rule& rule, Rng& rng);

/// NaN in one entry of a gradient stays in that entry.
void expect_nan_to_stay(const Rule& rule, Rng& rng);

/// The first gradient of a fresh state, times a large and a small number, gives the same step:
/// for rules that divide by the size of the gradient.
void expect_scale_irrelevant(const Rule& rule, Rng& rng);

/// Options and shapes that every rule refuses. `call` is one step with these arguments.
using OneStep = std::function<void(arma::mat w, const arma::mat& dw)>;
void expect_shapes_refused(const OneStep& call);

/// w after `steps` steps along the gradient h·w, one entry for each h, from 1.
std::vector<arma::mat> roll_down_parabolas(const Step& step, const arma::mat& h, arma::uword steps);

/// The same for a rule that is linear there: (w, velocity) is multiplied by a 2 x 2 matrix in each
/// step, whose power tells where it is. `matrix` gives it for a curvature. Where the power grows,
/// w must grow with it.
void expect_a_matrix_power(const Rule& rule, const arma::mat& h,
                           const std::function<arma::mat(double h)>& matrix);

/// Descends ½·wᵀ·H·w in two coordinate systems. Returns how far the two ends are apart, relative to
/// the way.
double loss_of_rotation(const Rule& rule, Rng& rng);

}  // namespace descent::suite
