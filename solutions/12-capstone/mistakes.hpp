#pragma once

#include <algorithm>
#include <cmath>

#include "capstone.hpp"
#include "harness/wire/variants.hpp"

// Known mistakes of stage 12: what students really write. Each is an ordinary function with the
// signature of its exercise, in one of the files mistakes_*.cpp. Every one must fail the hidden
// suite, and be named when it does. Where a mistake is a slip within a longer function, the
// function stands there once, with a slip to choose.

namespace descent::mistakes {

using Parameters = std::vector<arma::mat>;
using Running = std::vector<RunningStatistics>;

inline Running fresh_for(const Parameters& parameters) {
  Running running;
  for (std::size_t l = 0; l < hidden_layers(parameters); ++l) {
    running.push_back(fresh_running_statistics(parameters[3 * l].n_cols));
  }
  return running;
}

inline double share_right(const Network& network, const Examples& examples) {
  const arma::uvec decisions = arma::index_max(network_probabilities(network, examples.x), 1);
  return static_cast<double>(arma::accu(decisions == examples.y)) /
         static_cast<double>(examples.y.n_elem);
}

}  // namespace descent::mistakes
