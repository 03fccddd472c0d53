#pragma once

#include <armadillo>
#include <functional>
#include <optional>

#include "harness/checks/gradient.hpp"

/// Two oracles for one exercise: a reference for values, and numerical differentiation of the
/// student's own forward pass. Only both together tell whether the forward or the backward pass is
/// wrong.
namespace descent::checks {

/// What one run gives: the output (1 x 1 for a loss) and the gradient for every block.
struct ForwardBackward {
  arma::mat output;
  Blocks gradients;
};

struct LossAndGradient {
  double loss = 0;
  arma::mat gradient;
};

// Forward pass against the reference: a sum of a few thousand terms costs four of sixteen digits, a
// backward pass another one. Numerical differentiation (GradientOptions::tolerance) leaves six.
inline constexpr Tolerance kForwardOracle{1e-10, 1e-12};
inline constexpr Tolerance kBackwardOracle{1e-9, 1e-11};

/// Judges `yours` = the student's output and gradients at the point `at`, the gradients for the
/// upstream gradient `upstream` (1 x 1 with a 1 for a loss):
///   output = reference,  gradients = reference     right
///   output = reference,  gradients differ          the backward pass is wrong
///   output differs, gradients are its derivative   the forward pass is wrong, the backward pass
///                                                  is the right derivative of a wrong function
///   output differs, gradients = reference          the forward pass alone is wrong
///   output differs, gradients fit neither          both are wrong
/// `your_forward` is the student's forward pass as a function of the blocks. Without a reference
/// (public suites) only gradients that are not the derivative of the student's own output are
/// found. Where the reference stands at a kink, every slope between the two sides is right.
/// A second forward pass at `at` must give the output again, else that is the finding.
/// about.what names the exercise: "softmax_loss". Exceptions of your_forward pass through.
bool expect_forward_and_backward(const ForwardBackward& yours,
                                 const std::optional<ForwardBackward>& reference,
                                 const MatrixFunction& your_forward, const arma::mat& upstream,
                                 const Blocks& at, Rng& rng, const About& about,
                                 const GradientOptions& options = {},
                                 Location location = Location::current());

/// The same for a loss of one matrix, e.g. of scores.
bool expect_loss_and_gradient(const LossAndGradient& yours,
                              const std::optional<LossAndGradient>& reference,
                              const std::function<double(const arma::mat&)>& your_loss,
                              const arma::mat& at, Rng& rng, const About& about,
                              const GradientOptions& options = {},
                              Location location = Location::current());

/// The finding behind both; empty where all is right.
std::optional<outcome::Finding> two_oracles(const ForwardBackward& yours,
                                            const std::optional<ForwardBackward>& reference,
                                            const MatrixFunction& your_forward,
                                            const arma::mat& upstream, const Blocks& at, Rng& rng,
                                            const About& about,
                                            const GradientOptions& options = {});

}  // namespace descent::checks
