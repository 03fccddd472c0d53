#pragma once

#include <functional>
#include <vector>

#include "mistakes.hpp"

// activation_statistics taken apart, so that a mistake replaces one part and leaves the others
// right.

namespace descent::mistakes {

struct Summary {
  double mean = 0;
  double std = 0;
  arma::uvec counts = {};
};

/// What one layer keeps for the way back.
struct Pass {
  arma::mat W, z, h;
};

inline arma::mat f_of(const arma::mat& z, FlowNonlinearity f) {
  if (f == FlowNonlinearity::tanh) return arma::tanh(z);
  return arma::clamp(z, 0, arma::datum::inf);
}

inline arma::mat slope_of(const arma::mat& z, FlowNonlinearity f) {
  if (f == FlowNonlinearity::tanh) return 1 - arma::square(arma::tanh(z));
  return arma::conv_to<arma::mat>::from(z > 0);
}

inline double mean_of(const arma::mat& values) { return arma::mean(arma::vectorise(values)); }
inline double std_of(const arma::mat& values) { return arma::stddev(arma::vectorise(values), 1); }

/// Bin numbers before they are clamped.
using BinOf = std::function<double(double value, double bins, const FlowRange& range)>;

inline double bin_of(double value, double bins, const FlowRange& range) {
  return std::floor((value - range.low) / ((range.high - range.low) / bins));
}

inline arma::uvec counts_of(const arma::mat& values, arma::uword bins, const FlowRange& range,
                            const BinOf& bin = bin_of) {
  arma::uvec counts(bins, arma::fill::zeros);
  for (const double value : values) {
    const double place = std::clamp(bin(value, count(bins), range), 0.0, count(bins) - 1);
    ++counts(static_cast<arma::uword>(place));
  }
  return counts;
}

/// The parts, each right unless it is replaced.
struct Habits {
  std::function<double(const arma::mat&)> mean = mean_of;
  std::function<double(const arma::mat&)> std = std_of;
  std::function<arma::uvec(const arma::mat&, arma::uword, const FlowRange&)> counts =
      [](const arma::mat& values, arma::uword bins, const FlowRange& range) {
        return counts_of(values, bins, range);
      };
  std::function<arma::mat(const arma::mat&, FlowNonlinearity)> f = f_of;
  std::function<arma::mat(const Pass&)> shown = [](const Pass& pass) { return pass.h; };
  std::function<arma::mat(const Pass&, FlowNonlinearity)> slope =
      [](const Pass& pass, FlowNonlinearity nonlinearity) {
        return slope_of(pass.z, nonlinearity);
      };
  std::function<arma::mat(const arma::mat& through, const arma::mat& W)> back =
      [](const arma::mat& through, const arma::mat& W) { return arma::mat(through * W.t()); };
  bool checks_weights = true;
};

/// Everything behind the check of the input.
inline std::vector<LayerFlow> flow_with(const Habits& habits, const arma::mat& X,
                                        const arma::mat& upstream, const WeightInitializer& init,
                                        FlowNonlinearity nonlinearity, Rng& rng,
                                        const FlowOptions& options) {
  std::vector<Pass> passes;
  arma::mat h = X;
  for (arma::uword l = 0; l < options.layers; ++l) {
    const arma::mat W = init(h.n_cols, options.units, rng);
    if (habits.checks_weights) require_weights(W, h.n_cols, options.units);
    const arma::mat z = h * W;
    h = habits.f(z, nonlinearity);
    passes.push_back({W, z, h});
  }
  std::vector<LayerFlow> flow(options.layers);
  arma::mat g = upstream;
  for (arma::uword l = options.layers; l-- > 0;) {
    const arma::mat a = habits.shown(passes[l]);
    flow[l] = {habits.mean(a), habits.std(a), habits.counts(a, options.bins, options.activations),
               habits.mean(g), habits.std(g), habits.counts(g, options.bins, options.gradients)};
    if (l == 0) break;
    const arma::mat through = g % habits.slope(passes[l], nonlinearity);
    g = habits.back(through, passes[l].W);
  }
  return flow;
}

/// The same with the check of the input.
inline std::vector<LayerFlow> checked_flow(const Habits& habits, const arma::mat& X,
                                           const arma::mat& upstream, const WeightInitializer& init,
                                           FlowNonlinearity nonlinearity, Rng& rng,
                                           const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  return flow_with(habits, X, upstream, init, nonlinearity, rng, options);
}

}  // namespace descent::mistakes
