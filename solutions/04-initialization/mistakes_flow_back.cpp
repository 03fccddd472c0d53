// Known mistakes: the way back.

#include "flow_habits.hpp"

namespace descent {
namespace {

using namespace mistakes;

std::vector<LayerFlow> flow_without_the_slope(const arma::mat& X, const arma::mat& upstream,
                                              const WeightInitializer& init, FlowNonlinearity f,
                                              Rng& rng, const FlowOptions& options) {
  return checked_flow(
      {.slope = [](const Pass& pass,
                   FlowNonlinearity) { return arma::mat(arma::size(pass.z), arma::fill::ones); }},
      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_without_the_slope,
                "Your gradient passes the nonlinearities as if they were not there. Each of them "
                "multiplies it by f'(z): g % f'(z), then times Wᵀ.",
                "back-through-the-layers");

std::vector<LayerFlow> flow_slope_of_z(const arma::mat& X, const arma::mat& upstream,
                                       const WeightInitializer& init, FlowNonlinearity f, Rng& rng,
                                       const FlowOptions& options) {
  return checked_flow({.slope =
                           [](const Pass& pass, FlowNonlinearity f) {
                             return f == FlowNonlinearity::tanh
                                        ? arma::mat(1 - arma::square(pass.z))
                                        : slope_of(pass.z, f);
                           }},
                      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_slope_of_z,
                "You take 1 - z² for the slope of tanh. It is 1 - tanh(z)², one minus the square "
                "of the activation.",
                "back-through-the-layers");

std::vector<LayerFlow> flow_tanh_twice(const arma::mat& X, const arma::mat& upstream,
                                       const WeightInitializer& init, FlowNonlinearity f, Rng& rng,
                                       const FlowOptions& options) {
  return checked_flow(
      {.slope = [](const Pass& pass, FlowNonlinearity f) { return slope_of(pass.h, f); }}, X,
      upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_tanh_twice,
                "You apply tanh twice: the slope is 1 - tanh(z)², and with h = tanh(z) that is 1 - "
                "h², not 1 - tanh(h)².",
                "back-through-the-layers");

std::vector<LayerFlow> flow_slope_of_tanh_always(const arma::mat& X, const arma::mat& upstream,
                                                 const WeightInitializer& init, FlowNonlinearity f,
                                                 Rng& rng, const FlowOptions& options) {
  return checked_flow(
      {.slope = [](const Pass& pass,
                   FlowNonlinearity) { return arma::mat(1 - arma::square(pass.h)); }},
      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_slope_of_tanh_always,
                "You take the slope of tanh for ReLUs as well. That of a ReLU is 1 where it is "
                "open and 0 where it is not.",
                "back-through-the-layers");

std::vector<LayerFlow> flow_slope_of_relu_always(const arma::mat& X, const arma::mat& upstream,
                                                 const WeightInitializer& init, FlowNonlinearity f,
                                                 Rng& rng, const FlowOptions& options) {
  return checked_flow(
      {.slope = [](const Pass& pass,
                   FlowNonlinearity) { return slope_of(pass.z, FlowNonlinearity::relu); }},
      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_slope_of_relu_always,
                "You take the slope of a ReLU for tanh as well. That of tanh is 1 - tanh(z)².",
                "back-through-the-layers");

std::vector<LayerFlow> flow_root_of_the_slope(const arma::mat& X, const arma::mat& upstream,
                                              const WeightInitializer& init, FlowNonlinearity f,
                                              Rng& rng, const FlowOptions& options) {
  return checked_flow({.slope =
                           [](const Pass& pass, FlowNonlinearity f) {
                             return f == FlowNonlinearity::tanh ? arma::mat(1 - pass.h)
                                                                : slope_of(pass.z, f);
                           }},
                      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_root_of_the_slope,
                "Your slope of tanh is 1 - h. The square is missing: 1 - h².",
                "back-through-the-layers");

std::vector<LayerFlow> flow_weights_not_transposed(const arma::mat& X, const arma::mat& upstream,
                                                   const WeightInitializer& init,
                                                   FlowNonlinearity f, Rng& rng,
                                                   const FlowOptions& options) {
  return checked_flow(
      {.back = [](const arma::mat& through, const arma::mat& W) { return arma::mat(through * W); }},
      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_weights_not_transposed,
                "You multiply by W on the way back. The gradient goes against the arrows: each "
                "unit below collects from all units that it feeds, and that is Wᵀ.",
                "back-through-the-layers");

std::vector<LayerFlow> flow_slope_of_the_layer_below(const arma::mat& X, const arma::mat& upstream,
                                                     const WeightInitializer& init,
                                                     FlowNonlinearity f, Rng& rng,
                                                     const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  std::vector<Pass> passes;
  std::vector<LayerFlow> flow =
      flow_with({.shown = [&](const Pass& pass) { return passes.push_back(pass), pass.h; }}, X,
                upstream, init, f, rng, options);
  std::reverse(passes.begin(), passes.end());
  arma::mat g = upstream;
  for (arma::uword l = options.layers; l-- > 0;) {
    flow[l].gradient_mean = mean_of(g);
    flow[l].gradient_std = std_of(g);
    flow[l].gradient_histogram = counts_of(g, options.bins, options.gradients);
    if (l > 0) g = (g * passes[l].W.t()) % slope_of(passes[l - 1].z, f);
  }
  return flow;
}
DESCENT_MISTAKE(
    activation_statistics, flow_slope_of_the_layer_below,
    "You multiply by Wᵀ first and by the slope of the layer below then. That is the gradient on z; "
    "on the activations it is the slope of the layer itself first, (g % f'(z_l))·W_lᵀ.",
    "back-through-the-layers");

std::vector<LayerFlow> flow_gradient_on_z(const arma::mat& X, const arma::mat& upstream,
                                          const WeightInitializer& init, FlowNonlinearity f,
                                          Rng& rng, const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  std::vector<Pass> passes;
  std::vector<LayerFlow> flow =
      flow_with({.shown = [&](const Pass& pass) { return passes.push_back(pass), pass.h; }}, X,
                upstream, init, f, rng, options);
  std::reverse(passes.begin(), passes.end());
  arma::mat g = upstream;
  for (arma::uword l = options.layers; l-- > 0;) {
    const arma::mat through = g % slope_of(passes[l].z, f);
    flow[l].gradient_mean = mean_of(through);
    flow[l].gradient_std = std_of(through);
    flow[l].gradient_histogram = counts_of(through, options.bins, options.gradients);
    if (l > 0) g = through * passes[l].W.t();
  }
  return flow;
}
DESCENT_MISTAKE(activation_statistics, flow_gradient_on_z,
                "You describe the gradient on the pre-activations z. Asked for is the gradient on "
                "the activations h: for the last layer that is the upstream gradient itself.",
                "back-through-the-layers");

std::vector<LayerFlow> flow_gradient_one_layer_off(const arma::mat& X, const arma::mat& upstream,
                                                   const WeightInitializer& init,
                                                   FlowNonlinearity f, Rng& rng,
                                                   const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  std::vector<LayerFlow> flow = flow_with({}, X, upstream, init, f, rng, options);
  for (arma::uword l = options.layers; l-- > 1;) {
    flow[l].gradient_mean = flow[l - 1].gradient_mean;
    flow[l].gradient_std = flow[l - 1].gradient_std;
    flow[l].gradient_histogram = flow[l - 1].gradient_histogram;
  }
  flow[0].gradient_mean = flow[0].gradient_std = 0;
  flow[0].gradient_histogram =
      counts_of(arma::zeros(arma::size(X)), options.bins, options.gradients);
  return flow;
}
DESCENT_MISTAKE(activation_statistics, flow_gradient_one_layer_off,
                "Your gradients are one layer off: you go through the weights first and note the "
                "statistics then. The last layer's gradient is the upstream gradient.",
                "back-through-the-layers");

std::vector<LayerFlow> flow_gradients_in_reverse(const arma::mat& X, const arma::mat& upstream,
                                                 const WeightInitializer& init, FlowNonlinearity f,
                                                 Rng& rng, const FlowOptions& options) {
  const std::vector<LayerFlow> right = checked_flow({}, X, upstream, init, f, rng, options);
  std::vector<LayerFlow> flow = right;
  for (std::size_t l = 0; l < flow.size(); ++l) {
    const LayerFlow& other = right[right.size() - 1 - l];
    flow[l].gradient_mean = other.gradient_mean;
    flow[l].gradient_std = other.gradient_std;
    flow[l].gradient_histogram = other.gradient_histogram;
  }
  return flow;
}
DESCENT_MISTAKE(activation_statistics, flow_gradients_in_reverse,
                "Your gradients stand in the order in which they came, last layer first. flow[l] "
                "holds activations and gradients of the same layer.",
                "back-through-the-layers");

std::vector<LayerFlow> flow_mean_of_the_loss(const arma::mat& X, const arma::mat& upstream,
                                             const WeightInitializer& init, FlowNonlinearity f,
                                             Rng& rng, const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  return flow_with({}, X, upstream / count(X.n_rows), init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_mean_of_the_loss,
                "You divide the upstream gradient by the number of examples. It is given as it is; "
                "whoever computed the loss has divided already.",
                "back-through-the-layers");

std::vector<LayerFlow> flow_asks_again_on_the_way_back(const arma::mat& X,
                                                       const arma::mat& upstream,
                                                       const WeightInitializer& init,
                                                       FlowNonlinearity f, Rng& rng,
                                                       const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  const Habits right;
  return flow_with({.back =
                        [&](const arma::mat& through, const arma::mat& W) {
                          const arma::mat other = init(W.n_rows, W.n_cols, rng);
                          return right.back(through, other);
                        }},
                   X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_asks_again_on_the_way_back,
                "You ask init again on the way back, and get other weights. Keep those of the way "
                "forward in a std::vector<arma::mat>.",
                "back-through-the-layers");

}  // namespace
}  // namespace descent
