// The experiment of stage 05, drawn with your own layer: deep networks that begin with weights of
// very different size, with and without batch normalization.

#include <cmath>
#include <string>
#include <vector>

#include "datasets/digits.hpp"
#include "harness/plot/experiment.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent {
namespace {

using plot::Colour;

constexpr arma::uword kHidden = 5;   // hidden layers
constexpr arma::uword kWidth = 50;   // units in each of them
constexpr arma::uword kBatch = 100;  // examples in a mini-batch
constexpr arma::uword kEpochs = 12;
constexpr double kRate = 0.05;
constexpr double kMomentum = 0.9;

/// A layer and what gradient descent keeps about it.
struct ExperimentLayer {
  arma::mat weights, weights_velocity;
  arma::rowvec beta, beta_velocity;    // without batchnorm: the bias
  arma::rowvec gamma, gamma_velocity;  // with batchnorm only
  RunningStatistics running;
  arma::mat input, linear, active;  // of the last forward pass
  BatchnormCache cache;
};

/// 64 inputs, ReLU layers, 10 scores. `scale` multiplies the initialization of He.
class ExperimentNet {
 public:
  ExperimentNet(bool batchnorm, double scale, Rng& rng) : batchnorm_(batchnorm) {
    arma::uword fan_in = 64;
    for (arma::uword k = 0; k <= kHidden; ++k) {
      const arma::uword fan_out = k == kHidden ? 10 : kWidth;
      ExperimentLayer layer;
      layer.weights =
          scale * std::sqrt(2.0 / static_cast<double>(fan_in)) * rng.normal(fan_in, fan_out);
      layer.weights_velocity.zeros(fan_in, fan_out);
      layer.beta.zeros(fan_out);
      layer.beta_velocity.zeros(fan_out);
      layer.gamma.ones(fan_out);
      layer.gamma_velocity.zeros(fan_out);
      layer.running = fresh_running_statistics(fan_out);
      layers_.push_back(layer);
      fan_in = fan_out;
    }
  }

  arma::mat scores(const arma::mat& x, Mode mode) {
    arma::mat active = x;
    for (std::size_t k = 0; k < layers_.size(); ++k) {
      ExperimentLayer& layer = layers_[k];
      layer.input = active;
      layer.linear = active * layer.weights;
      if (normalizes(k)) {
        BatchnormForward forward = submission::batchnorm_forward(
            layer.linear, layer.gamma, layer.beta, layer.running, mode, BatchnormOptions{});
        layer.linear = forward.out;
        layer.cache = forward.cache;
      } else {
        layer.linear.each_row() += layer.beta;
      }
      if (k == kHidden) return layer.linear;
      active = arma::clamp(layer.linear, 0, arma::datum::inf);
    }
    return active;
  }

  /// One step of gradient descent with momentum; returns the loss before it.
  double step(const arma::mat& x, const arma::uvec& labels) {
    arma::mat gradient;
    const double loss = cross_entropy(scores(x, Mode::train), labels, &gradient);
    if (!std::isfinite(loss)) return loss;
    for (std::size_t k = layers_.size(); k-- > 0;) {
      ExperimentLayer& layer = layers_[k];
      if (k != kHidden) gradient %= arma::conv_to<arma::mat>::from(layer.linear > 0);
      arma::rowvec dbeta = arma::sum(gradient, 0);
      if (normalizes(k)) {
        const BatchnormGradients back = submission::batchnorm_backward(gradient, layer.cache);
        gradient = back.dx;
        dbeta = back.dbeta;
        layer.gamma_velocity = kMomentum * layer.gamma_velocity - kRate * back.dgamma;
        layer.gamma += layer.gamma_velocity;
      }
      layer.beta_velocity = kMomentum * layer.beta_velocity - kRate * dbeta;
      layer.beta += layer.beta_velocity;
      const arma::mat dweights = layer.input.t() * gradient;
      gradient = gradient * layer.weights.t();
      layer.weights_velocity = kMomentum * layer.weights_velocity - kRate * dweights;
      layer.weights += layer.weights_velocity;
    }
    return loss;
  }

  /// The mean over the examples; its gradient by the scores, where it is wanted.
  static double cross_entropy(const arma::mat& scores, const arma::uvec& labels,
                              arma::mat* gradient = nullptr) {
    if (!scores.is_finite()) return arma::datum::inf;
    const double n = static_cast<double>(scores.n_rows);
    arma::mat shifted = scores.each_col() - arma::max(scores, 1);
    const arma::vec logarithms = arma::log(arma::sum(arma::exp(shifted), 1));
    shifted.each_col() -= logarithms;
    double loss = 0;
    if (gradient != nullptr) *gradient = arma::exp(shifted) / n;
    for (arma::uword i = 0; i < scores.n_rows; ++i) {
      loss -= shifted(i, labels(i)) / n;
      if (gradient != nullptr) (*gradient)(i, labels(i)) -= 1 / n;
    }
    return loss;
  }

  /// The standard deviation of what enters each nonlinearity, in the last forward pass.
  [[nodiscard]] arma::vec deviations() const {
    arma::vec result(kHidden);
    for (arma::uword k = 0; k < kHidden; ++k) {
      result(k) = arma::stddev(arma::vectorise(layers_[k].linear), 1);
    }
    return result;
  }

 private:
  // Every hidden layer; the scores are left as they are.
  [[nodiscard]] bool normalizes(std::size_t k) const { return batchnorm_ && k < kHidden; }

  bool batchnorm_;
  std::vector<ExperimentLayer> layers_;
};

/// The mean training loss of each epoch. Where a network is lost, the rest stays a gap.
arma::vec train(bool batchnorm, double scale, const datasets::Dataset& data) {
  Rng rng(5);
  ExperimentNet net(batchnorm, scale, rng);
  arma::vec losses(kEpochs, arma::fill::value(arma::datum::nan));
  const arma::uword batches = data.inputs.n_rows / kBatch;
  for (arma::uword epoch = 0; epoch < kEpochs; ++epoch) {
    const arma::uvec order = rng.permutation(data.inputs.n_rows);
    double mean = 0;
    for (arma::uword b = 0; b < batches; ++b) {
      const arma::uvec rows = order.subvec(b * kBatch, (b + 1) * kBatch - 1);
      const double loss = net.step(data.inputs.rows(rows), data.labels.elem(rows));
      if (!std::isfinite(loss)) return losses;
      mean += loss / static_cast<double>(batches);
    }
    losses(epoch) = mean;
  }
  return losses;
}

void draw_training(plot::Panel& panel, double scale, const datasets::Dataset& data) {
  const arma::vec epochs = arma::regspace(1, kEpochs);
  const arma::vec without = train(false, scale, data);
  if (!std::isfinite(without(0))) {
    panel.text(3.2, 1.8, "without batchnorm the loss is\ninfinite within the first epoch");
  } else {
    panel.line(epochs, without, {.name = "without batchnorm", .colour = Colour::vermillion});
  }
  panel.line(epochs, train(true, scale, data), {.name = "with batchnorm", .colour = Colour::blue})
      .horizontal(std::log(10.0), "at chance");
}

void draw_deviations(plot::Panel& panel, const std::vector<double>& scales, const arma::mat& x) {
  const std::vector<Colour> colours = {Colour::sky, Colour::green, Colour::orange};
  const std::vector<std::string> names = {"too small", "He", "too large"};
  const arma::vec depth = arma::regspace(1, kHidden);
  for (std::size_t i = 0; i < scales.size(); ++i) {
    Rng rng(5), again(5);
    ExperimentNet without(false, scales[i], rng), with(true, scales[i], again);
    without.scores(x, Mode::train);
    with.scores(x, Mode::train);
    panel
        .dashed(depth, without.deviations(),
                {.name = names[i] + ", without batchnorm", .colour = colours[i]})
        .line(depth, with.deviations(),
              {.name = i == 0 ? "all three, with batchnorm" : "", .colour = Colour::blue});
  }
}

}  // namespace

void draw(plot::Figure& figure) {
  datasets::Dataset data = datasets::digits_split().train;
  data.inputs = (data.inputs - 4.9) / 6.0;  // about mean 0 and deviation 1
  const std::vector<double> scales = {0.1, 1, 4};
  const std::vector<std::string> titles = {"Weights too small: a tenth of He",
                                           "Weights of the right size: He",
                                           "Weights too large: four times He"};
  figure.title("With batch normalization, training hardly minds how large the first weights are");
  figure.columns(2);
  for (std::size_t i = 0; i < scales.size(); ++i) {
    draw_training(figure.panel({.title = titles[i],
                                .x = {.label = "epoch"},
                                .y = {.label = "training loss", .range = plot::Range{0, 3.5}}}),
                  scales[i], data);
  }
  draw_deviations(
      figure.panel(
          {.title = "What enters the nonlinearities, before training",
           .x = {.label = "hidden layer",
                 .ticks = {{1, "1"}, {2, "2"}, {3, "3"}, {4, "4"}, {5, "5"}}},
           .y = {.label = "standard deviation", .log = true, .range = plot::Range{1e-8, 1e4}},
           .legend = plot::Legend::bottom_left}),
      scales, data.inputs.head_rows(200));
}

}  // namespace descent
