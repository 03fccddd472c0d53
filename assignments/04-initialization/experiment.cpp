// The experiment of stage 04, drawn with your own functions: ten layers of 500 units, five ways to
// begin. Lecture 6 has these pictures.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "harness/plot/experiment.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent {
namespace {

using plot::Colour;

/// One way to begin, and how it is drawn.
struct Beginning {
  std::string title;
  std::string name;  ///< in the legends
  WeightInitializer init;
  FlowNonlinearity nonlinearity;
  Colour colour;
};

WeightInitializer gaussian(double sigma) {
  return [sigma](arma::uword fan_in, arma::uword fan_out, Rng& rng) {
    return submission::small_gaussian(fan_in, fan_out, rng, sigma);
  };
}

arma::mat glorot(arma::uword fan_in, arma::uword fan_out, Rng& rng) {
  return submission::glorot(fan_in, fan_out, rng);
}

arma::mat he(arma::uword fan_in, arma::uword fan_out, Rng& rng) {
  return submission::he(fan_in, fan_out, rng);
}

std::vector<Beginning> beginnings() {
  const FlowNonlinearity tanh = FlowNonlinearity::tanh, relu = FlowNonlinearity::relu;
  return {
      {"tanh, σ = 0.01: the signal dies out", "tanh, 0.01", gaussian(0.01), tanh,
       Colour::vermillion},
      {"tanh, σ = 1: saturated", "tanh, 1", gaussian(1), tanh, Colour::orange},
      {"tanh, Xavier: alive", "tanh, Xavier", glorot, tanh, Colour::green},
      {"ReLU, Xavier: the signal dies out", "ReLU, Xavier", glorot, relu, Colour::purple},
      {"ReLU, He: alive", "ReLU, He", he, relu, Colour::blue},
  };
}

/// A small histogram for every layer, side by side in one panel. Each is drawn to its own height,
/// so that its shape is seen. A bar that towers over all others is cut: behind ReLUs half of all
/// activations are exactly 0, and stand at 2.5 times the height of the next bar.
void draw_histograms(plot::Panel& panel, const std::vector<LayerFlow>& flow, Colour colour) {
  constexpr double kRoom = 0.84;  // of the distance from one layer to the next
  const arma::uword bins = flow.front().histogram.n_elem;
  const double width = kRoom / static_cast<double>(bins);
  arma::vec at(flow.size() * bins), heights(flow.size() * bins);
  for (arma::uword l = 0; l < flow.size(); ++l) {
    const arma::vec counts = arma::conv_to<arma::vec>::from(flow[l].histogram);
    const arma::vec sorted = arma::sort(counts, "descend");
    const double tallest =
        sorted(1) > 0.02 * sorted(0) ? std::min(sorted(0), 2.5 * sorted(1)) : sorted(0);
    for (arma::uword k = 0; k < bins; ++k) {
      const double place = (static_cast<double>(k) + 0.5) / static_cast<double>(bins) - 0.5;
      at(l * bins + k) = static_cast<double>(l + 1) + kRoom * place;
      heights(l * bins + k) = std::min(counts(k) / tallest, 1.0);
    }
  }
  panel.bars(at, heights, {.colour = colour, .width = width});
}

std::vector<plot::Tick> layer_ticks(std::size_t layers) {
  std::vector<plot::Tick> ticks;
  for (std::size_t l = 1; l <= layers; ++l) {
    ticks.push_back({static_cast<double>(l), std::to_string(l)});
  }
  return ticks;
}

}  // namespace

void draw(plot::Figure& figure) {
  Rng rng(4);
  const arma::mat X = rng.normal(100, 500);
  const arma::mat upstream = rng.normal(100, 500);
  FlowOptions options{.layers = 10, .units = 500, .bins = 31};
  const std::vector<plot::Tick> ticks = layer_ticks(options.layers);
  const arma::vec layers = arma::regspace(1, static_cast<double>(options.layers));

  figure.title("Ten layers of 500 units, and five ways to begin");
  figure.columns(2);
  figure.size({1080, 1240});
  std::vector<std::vector<LayerFlow>> flows;
  for (const Beginning& beginning : beginnings()) {
    const bool is_tanh = beginning.nonlinearity == FlowNonlinearity::tanh;
    options.activations = is_tanh ? FlowRange{-1, 1} : FlowRange{0, 4};
    flows.push_back(submission::activation_statistics(X, upstream, beginning.init,
                                                      beginning.nonlinearity, rng, options));
    draw_histograms(
        figure.panel(
            {.title = beginning.title,
             .x = {.label = fmt::format("layer; each histogram from {} to {}", is_tanh ? "−1" : "0",
                                        is_tanh ? 1 : 4),
                   .range = plot::Range{0.4, 10.6},
                   .ticks = ticks},
             .y = {.label = "share of units", .range = plot::Range{0, 1.05}, .ticks = {{0, " "}}},
             .legend = plot::Legend::none}),
        flows.back(), beginning.colour);
  }

  const auto draw_curves = [&](const plot::PanelSettings& settings, double LayerFlow::*what) {
    plot::Panel& panel = figure.panel(settings);
    for (std::size_t i = 0; i < flows.size(); ++i) {
      arma::vec values(layers.n_elem);
      for (arma::uword l = 0; l < layers.n_elem; ++l) values(l) = flows[i].at(l).*what;
      const Beginning beginning = beginnings()[i];
      panel.line(layers, values, {.name = beginning.name, .colour = beginning.colour});
    }
  };
  const plot::Axis along{.label = "layer", .ticks = ticks};
  draw_curves({.title = "How far activations spread",
               .x = along,
               .y = {.label = "standard deviation", .log = true},
               .legend = plot::Legend::bottom_left},
              &LayerFlow::std);
  draw_curves({.title = "The mean of the activations",
               .x = along,
               .y = {.label = "mean", .range = plot::Range{-0.1, 0.8}},
               .legend = plot::Legend::none},
              &LayerFlow::mean);
  draw_curves({.title = "How far gradients spread",
               .x = along,
               .y = {.label = "standard deviation", .log = true},
               .legend = plot::Legend::none},
              &LayerFlow::gradient_std);
}

}  // namespace descent
