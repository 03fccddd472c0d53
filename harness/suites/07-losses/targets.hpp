#pragma once

#include "harness/suites/07-losses/problem.hpp"

/// Losses whose truth is a matrix of the scores' shape: attributes and regression.
namespace descent::suite {

using TargetLoss = std::function<LossResult(const arma::mat& scores, const arma::mat& targets)>;

/// Targets for these scores.
using DrawTargets = std::function<arma::mat(const arma::mat& scores, Rng& rng)>;

/// 0 exactly at a kink; with the targets of the example.
using TargetMargins = std::function<arma::mat(const arma::mat& scores, const arma::mat& targets)>;

/// Random scores and targets.
Draw target_draw(const std::string& exercise, const TargetLoss& yours, const TargetLoss& right,
                 const DrawTargets& draw_targets, const TargetMargins& margins = {});

/// Refuses an empty batch and shapes that differ. `good` is a target that fits.
void expect_target_shapes_checked(const TargetLoss& yours, double good,
                                  checks::Location location = checks::Location::current());

}  // namespace descent::suite
