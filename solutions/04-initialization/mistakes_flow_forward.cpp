// Known mistakes: the way forward, the weights and the rng, and the check of the input.

#include "flow_habits.hpp"

namespace descent {
namespace {

using namespace mistakes;

std::vector<LayerFlow> flow_in_reverse(const arma::mat& X, const arma::mat& upstream,
                                       const WeightInitializer& init, FlowNonlinearity f, Rng& rng,
                                       const FlowOptions& options) {
  std::vector<LayerFlow> flow = checked_flow({}, X, upstream, init, f, rng, options);
  std::reverse(flow.begin(), flow.end());
  return flow;
}
DESCENT_MISTAKE(activation_statistics, flow_in_reverse,
                "Your layers stand in the wrong order: the first one, which sees X, comes first.",
                "watching-the-layers");

std::vector<LayerFlow> flow_begins_with_the_input(const arma::mat& X, const arma::mat& upstream,
                                                  const WeightInitializer& init, FlowNonlinearity f,
                                                  Rng& rng, const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  std::vector<LayerFlow> flow = flow_with({}, X, upstream, init, f, rng, options);
  flow.insert(flow.begin(),
              {mean_of(X), std_of(X), counts_of(X, options.bins, options.activations),
               flow[0].gradient_mean, flow[0].gradient_std, flow[0].gradient_histogram});
  flow.pop_back();
  return flow;
}
DESCENT_MISTAKE(activation_statistics, flow_begins_with_the_input,
                "Your first entry describes X, and the last layer is missing. X is no layer: begin "
                "with h_1 = f(X·W_1).",
                "watching-the-layers");

std::vector<LayerFlow> flow_one_entry_too_many(const arma::mat& X, const arma::mat& upstream,
                                               const WeightInitializer& init, FlowNonlinearity f,
                                               Rng& rng, const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  std::vector<LayerFlow> flow = flow_with({}, X, upstream, init, f, rng, options);
  flow.insert(flow.begin(), {mean_of(X), std_of(X), counts_of(X, options.bins, options.activations),
                             0, 0, arma::uvec(options.bins, arma::fill::zeros)});
  return flow;
}
DESCENT_MISTAKE(activation_statistics, flow_one_entry_too_many,
                "You return an entry for X as well. X is no layer: one entry for each layer.",
                "watching-the-layers");

std::vector<LayerFlow> flow_last_layer_linear(const arma::mat& X, const arma::mat& upstream,
                                              const WeightInitializer& init, FlowNonlinearity f,
                                              Rng& rng, const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  std::vector<Pass> passes;
  std::vector<LayerFlow> flow =
      flow_with({.shown = [&](const Pass& pass) { return passes.push_back(pass), pass.h; }}, X,
                upstream, init, f, rng, options);
  const arma::mat& z = passes.front().z;
  flow.back().mean = mean_of(z);
  flow.back().std = std_of(z);
  flow.back().histogram = counts_of(z, options.bins, options.activations);
  arma::mat g = upstream;
  for (arma::uword l = options.layers - 1; l > 0; --l) {
    const Pass& pass = passes[options.layers - 1 - l];
    g = (l + 1 == options.layers ? g : arma::mat(g % slope_of(pass.z, f))) * pass.W.t();
    flow[l - 1].gradient_mean = mean_of(g);
    flow[l - 1].gradient_std = std_of(g);
    flow[l - 1].gradient_histogram = counts_of(g, options.bins, options.gradients);
  }
  return flow;
}
DESCENT_MISTAKE(
    activation_statistics, flow_last_layer_linear,
    "Your last layer has no nonlinearity. A classifier's has none, but here all layers are alike.",
    "watching-the-layers");

std::vector<LayerFlow> flow_always_tanh(const arma::mat& X, const arma::mat& upstream,
                                        const WeightInitializer& init, FlowNonlinearity f, Rng& rng,
                                        const FlowOptions& options) {
  return checked_flow(
      {.f = [](const arma::mat& z, FlowNonlinearity) { return arma::mat(arma::tanh(z)); },
       .slope = [](const Pass& pass,
                   FlowNonlinearity) { return slope_of(pass.z, FlowNonlinearity::tanh); }},
      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_always_tanh,
                "Your net is always one of tanh. The argument nonlinearity may ask for ReLUs.",
                "watching-the-layers");

std::vector<LayerFlow> flow_leaky(const arma::mat& X, const arma::mat& upstream,
                                  const WeightInitializer& init, FlowNonlinearity f, Rng& rng,
                                  const FlowOptions& options) {
  return checked_flow(
      {.f =
           [](const arma::mat& z, FlowNonlinearity f) {
             return f == FlowNonlinearity::tanh ? f_of(z, f) : arma::mat(arma::max(z, 0.01 * z));
           },
       .slope =
           [](const Pass& pass, FlowNonlinearity f) {
             return f == FlowNonlinearity::tanh ? slope_of(pass.z, f)
                                                : arma::mat(0.01 + 0.99 * slope_of(pass.z, f));
           }},
      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(
    activation_statistics, flow_leaky,
    "Your ReLU leaks: it lets a hundredth of negative values pass. max(0, z) lets nothing pass.",
    "watching-the-layers");

std::vector<LayerFlow> flow_with_own_rng(const arma::mat& X, const arma::mat& upstream,
                                         const WeightInitializer& init, FlowNonlinearity f, Rng&,
                                         const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  Rng mine(1);
  return flow_with({}, X, upstream, init, f, mine, options);
}
DESCENT_MISTAKE(
    activation_statistics, flow_with_own_rng,
    "You hand an Rng of your own to init. It is the caller who decides about chance: pass rng on.",
    "one-source-of-chance");

std::vector<LayerFlow> flow_with_a_copy_for_each_layer(const arma::mat& X,
                                                       const arma::mat& upstream,
                                                       const WeightInitializer& init,
                                                       FlowNonlinearity f, Rng& rng,
                                                       const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  const WeightInitializer again = [&](arma::uword fan_in, arma::uword fan_out, Rng& r) {
    Rng copy = r;
    return init(fan_in, fan_out, copy);
  };
  return flow_with({}, X, upstream, again, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_with_a_copy_for_each_layer,
                "Every layer gets a fresh copy of the same rng, and with it the same weights. Pass "
                "rng itself, and it moves on from layer to layer.",
                "one-source-of-chance");

std::vector<LayerFlow> flow_with_shared_weights(const arma::mat& X, const arma::mat& upstream,
                                                const WeightInitializer& init, FlowNonlinearity f,
                                                Rng& rng, const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  arma::mat kept;
  const WeightInitializer once = [&](arma::uword fan_in, arma::uword fan_out, Rng& r) {
    if (kept.n_rows != fan_in) kept = init(fan_in, fan_out, r);
    return kept;
  };
  return flow_with({}, X, upstream, once, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_with_shared_weights,
                "You ask init once and use the same weights in all layers of the same shape. Every "
                "layer has weights of its own.",
                "one-source-of-chance");

std::vector<LayerFlow> flow_with_swapped_fans(const arma::mat& X, const arma::mat& upstream,
                                              const WeightInitializer& init, FlowNonlinearity f,
                                              Rng& rng, const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  const WeightInitializer swapped = [&](arma::uword fan_in, arma::uword fan_out, Rng& r) {
    return init(fan_out, fan_in, r);
  };
  return flow_with({}, X, upstream, swapped, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_with_swapped_fans,
                "You ask init for units x fan_in. Its arguments are fan_in first, the number of "
                "columns below, then fan_out, the number of units.",
                "fan-in-and-fan-out");

std::vector<LayerFlow> flow_without_checks(const arma::mat& X, const arma::mat& upstream,
                                           const WeightInitializer& init, FlowNonlinearity f,
                                           Rng& rng, const FlowOptions& options) {
  if (X.is_empty() || !init || options.layers == 0 || options.bins == 0) return {};
  return flow_with({}, X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_without_checks,
                "You do not check the input. Begin with require_flow(X, upstream, init, options).",
                "refuse-bad-input");

std::vector<LayerFlow> flow_trusts_the_weights(const arma::mat& X, const arma::mat& upstream,
                                               const WeightInitializer& init, FlowNonlinearity f,
                                               Rng& rng, const FlowOptions& options) {
  return checked_flow({.checks_weights = false}, X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_trusts_the_weights,
                "You do not look at what init returns. Call require_weights(W, fan_in, units) "
                "before you multiply.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
