#pragma once

#include <armadillo>
#include <string>
#include <vector>

#include "harness/checks/expect.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

/// What activation_statistics is judged with: nets whose every weight is known here, because the
/// initializer stays on this side.
namespace descent::suite {

/// Everything that the exercise is given.
struct FlowProblem {
  arma::mat X = {};
  arma::mat upstream = {};
  WeightInitializer init = {};
  FlowNonlinearity nonlinearity = FlowNonlinearity::tanh;
  FlowOptions options = {};
  std::uint64_t seed = 0;  ///< of the rng that is handed to init

  std::vector<LayerFlow> yours() const {
    Rng rng(seed);
    return submission::activation_statistics(X, upstream, init, nonlinearity, rng, options);
  }
};

/// N, D and units in [2, 7], all different; layers in [2, 5]; inputs of about `size`. The weights
/// have a mean, so that nothing cancels, and the ranges leave values outside. No pre-activation is
/// 0, where the slope of a ReLU is anybody's choice: that happens wherever all units below are
/// dead. And no standard deviation is so much smaller than its mean that √(E[a²] - E[a]²) loses
/// digits.
FlowProblem any_flow(Rng& rng, FlowNonlinearity nonlinearity, double size = 1);

/// The statistics from their definitions: loops over examples, cosh for the slope of tanh, edges
/// for the bins.
std::vector<LayerFlow> flow_by_definition(const FlowProblem& problem);

/// Layer by layer; `setting` begins the name of each quantity: "a net of tanh: ".
bool expect_same_flow(const std::vector<LayerFlow>& yours, const std::vector<LayerFlow>& expected,
                      const std::string& setting, const std::string& why = {});

}  // namespace descent::suite
