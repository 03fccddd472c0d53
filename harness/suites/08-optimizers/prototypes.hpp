#pragma once

#include "rules.hpp"

/// Small losses that each have one difficulty, after T. Schaul, I. Antonoglou, D. Silver, "Unit
/// Tests for Stochastic Optimization", ICLR 2014: shapes of one variable, combined with kinds of
/// noise on the gradient, and a few of more variables. They are so cheap that all of them together
/// are one parameter, each an entry: shapes are the rows, noises the columns.
namespace descent::suite {

/// The rule lowers the loss of every prototype by at least 0.9 of what the checker's own rule with
/// the same options and the same noise does, over the last fifth of 150 steps.
void expect_prototypes(const Rule& rule, Rng& rng);

/// The look-ahead form on the same.
void expect_lookahead_prototypes(const MomentumOptions& options, Rng& rng);

}  // namespace descent::suite
