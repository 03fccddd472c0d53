// The experiment of stage 09, drawn with your own functions: the dials of one network, trained on
// the digits with three learning rates.

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "datasets/digits.hpp"
#include "harness/plot/experiment.hpp"
#include "harness/plot/mosaic.hpp"
#include "harness/remote/submission.hpp"
#include "small_network.hpp"

namespace descent {
namespace {

using plot::Colour;
using Parameters = std::vector<arma::mat>;

constexpr arma::uword kExamples = 600, kValidation = 300, kHidden = 30, kSide = 8;
constexpr arma::uword kEpochs = 40, kBatch = 50;

/// One network, one start, one order of the examples; only the learning rate differs.
struct Run {
  std::string name;
  double learning_rate = 0;
  Colour colour = Colour::blue;
  double first = 0;  ///< the loss before training
  TrainResult result = {};
};

datasets::Dataset scaled(datasets::Dataset digits) {
  digits.inputs /= 16;
  return digits;
}

void train_run(Run& run, const datasets::Dataset& data, const arma::uvec& training,
               const datasets::Dataset& validation) {
  Rng rng(3);
  const Parameters start =
      small_network::initialize({kSide * kSide, kHidden, 10}, std::sqrt(2.0), rng);
  const datasets::Dataset ours = datasets::subset(data, training);
  run.first = small_network::loss_and_gradients(start, ours).loss;
  run.result = submission::train(
      start, training,
      [&](const Parameters& at, const arma::uvec& which) {
        return small_network::loss_and_gradients(at, datasets::subset(data, which));
      },
      [](Parameters& at, const Parameters& gradients, double rate) {
        small_network::descend(at, gradients, rate);
      },
      [&](const Parameters& at) { return small_network::accuracy(at, ours); },
      [&](const Parameters& at) { return small_network::accuracy(at, validation); },
      {kEpochs, kBatch, run.learning_rate, 1, 0}, rng);
}

std::string in_words(LearningRateDiagnosis diagnosis) {
  switch (diagnosis) {
    case LearningRateDiagnosis::too_low:
      return "too low";
    case LearningRateDiagnosis::good:
      return "good";
    case LearningRateDiagnosis::high:
      return "high";
    case LearningRateDiagnosis::too_high:
      return "too high";
    case LearningRateDiagnosis::bad_initialization:
      return "bad initialization";
  }
  return "?";
}

/// The loss before training, and after it the mean of each epoch.
arma::vec curve_of(const Run& run) {
  return arma::join_cols(arma::vec{run.first}, run.result.history.loss);
}

plot::Panel& draw_loss(plot::Panel& panel, const std::vector<Run>& runs, double ceiling) {
  const arma::vec epochs = arma::regspace(0, static_cast<double>(kEpochs));
  for (const Run& run : runs) {
    arma::vec losses = curve_of(run);
    // Beyond the ceiling a curve leaves the panel: a point at the edge says so.
    losses.elem(arma::find(losses > ceiling)).fill(arma::datum::nan);
    panel.line(
        epochs, losses,
        {.name = run.name + ": " + in_words(submission::diagnose_learning_rate(curve_of(run))),
         .colour = run.colour});
    if (std::isfinite(losses(0)) && !std::isfinite(losses(1))) {
      panel.points(arma::vec{0}, arma::vec{losses(0)}, {.colour = run.colour});
    }
  }
  return panel;
}

/// Every batch of the good run, and the same smoothed.
void draw_batches(plot::Panel& panel, const Run& run) {
  const arma::vec& losses = run.result.history.batch_losses;
  arma::vec epochs(losses.n_elem);
  for (arma::uword i = 0; i < losses.n_elem; ++i) {
    epochs(i) = submission::epochs_seen(i + 1, kExamples, kBatch);
  }
  panel.line(epochs, losses, {.name = "each batch", .colour = Colour::grey, .width = 1.2})
      .line(epochs, submission::smooth(losses, 12),
            {.name = "smoothed, window 12", .colour = Colour::vermillion});
}

void draw_accuracies(plot::Panel& panel, const std::vector<Run>& runs) {
  const arma::vec epochs = arma::regspace(1, static_cast<double>(kEpochs));
  for (const Run& run : runs) {
    panel
        .line(epochs, run.result.history.training_accuracy,
              {.name = run.name, .colour = run.colour})
        .dashed(epochs, run.result.history.validation_accuracy, {.colour = run.colour});
  }
}

void draw_ratios(plot::Panel& panel, const std::vector<Run>& runs) {
  const arma::vec epochs = arma::regspace(1, static_cast<double>(kEpochs));
  for (const Run& run : runs) {
    const arma::mat& ratios = run.result.history.update_ratios;
    // Where a layer is dead its updates are 0, which a logarithmic axis cannot show.
    arma::vec first = ratios.col(0), last = ratios.col(2);
    for (arma::vec* column : {&first, &last}) {
      column->elem(arma::find(*column <= 0)).fill(arma::datum::nan);
    }
    if (arma::uvec(arma::find_finite(first)).is_empty()) {
      panel.text(8, 1e-5, run.name + ": 0 in all epochs, since all\nhidden units are dead");
      continue;
    }
    panel.line(epochs, first, {.name = run.name, .colour = run.colour});
    if (!arma::uvec(arma::find_finite(last)).is_empty()) {
      panel.dashed(epochs, last, {.colour = run.colour});
    }
  }
  panel.horizontal(1e-3, "1e-3");
}

/// How the activations of the hidden layer, or the gradients on them, are spread.
void draw_histograms(plot::Panel& panel, const std::vector<Run>& runs,
                     const datasets::Dataset& data, bool gradients) {
  for (const Run& run : runs) {
    const Parameters& at = run.result.parameters;
    std::vector<arma::mat> backward;
    small_network::loss_and_gradients(at, data, 0, small_network::Nonlinearity::relu, &backward);
    const std::vector<arma::mat> layers = small_network::forward(at, data.inputs);
    const LayerHistograms histograms = submission::layer_histograms({layers[1]}, {backward[0]}, 40);
    const LayerHistogram& histogram =
        gradients ? histograms.gradients[0] : histograms.activations[0];
    if (histogram.zeros == 1) {
      panel.text(gradients ? -0.007 : 1.5, gradients ? 20 : 7, run.name + ": all of them are 0");
      continue;
    }
    const arma::vec centres = (histogram.edges.head(40) + histogram.edges.tail(40)) / 2;
    arma::vec percent = 100 * arma::conv_to<arma::vec>::from(histogram.counts) /
                        static_cast<double>(std::max<arma::uword>(1, arma::accu(histogram.counts)));
    percent.elem(arma::find(histogram.counts == 0)).fill(arma::datum::nan);
    panel.points(centres, percent, {.name = run.name, .colour = run.colour});
  }
}

/// The first layer's weights, a row of pictures for each run.
void draw_weights(plot::Panel& panel, const std::vector<Run>& runs) {
  constexpr arma::uword kShown = 12;
  arma::mat rows(0, kSide * kSide);
  for (const Run& run : runs) {
    const arma::mat& W = run.result.parameters[0];
    std::vector<arma::cube> images;
    if (W.is_finite()) images = submission::weights_to_images(W, kSide, kSide, 1);
    for (arma::uword j = 0; j < kShown; ++j) {
      arma::rowvec row(kSide * kSide, arma::fill::value(arma::datum::nan));
      if (j < images.size()) row = arma::vectorise(images[j].slice(0).t()).t();
      rows.insert_rows(rows.n_rows, row);
    }
  }
  panel.picture(plot::mosaic(rows, {.height = kSide, .width = kSide}, kShown));
}

}  // namespace

void draw(plot::Figure& figure) {
  const datasets::Dataset data = scaled(datasets::digits_split().train);
  const arma::uvec order = Rng(1).permutation(data.labels.n_elem);
  const arma::uvec training = order.head(kExamples);
  const datasets::Dataset validation =
      datasets::subset(data, order.subvec(kExamples, kExamples + kValidation - 1));
  std::vector<Run> runs = {
      {"1e-6", 1e-6, Colour::blue}, {"0.1", 0.1, Colour::green}, {"1e6", 1e6, Colour::vermillion}};
  for (Run& run : runs) train_run(run, data, training, validation);
  const datasets::Dataset probe = datasets::subset(data, training.head(200));

  figure.title("Three learning rates, one dashboard");
  figure.columns(2);
  draw_loss(figure.panel({.title = "Loss, linear",
                          .x = {.label = "epochs"},
                          .y = {.label = "loss", .range = plot::Range{0, 4}},
                          .legend = plot::Legend::top_right}),
            runs, 4)
      .text(0.7, 3.6, "1e6 is far above, at once");
  draw_loss(figure.panel({.title = "Loss, logarithmic",
                          .x = {.label = "epochs"},
                          .y = {.label = "loss", .log = true},
                          .legend = plot::Legend::top_right}),
            runs, arma::datum::inf);
  draw_batches(figure.panel({.title = "Learning rate 0.1, batch by batch",
                             .x = {.label = "epochs"},
                             .y = {.label = "loss"},
                             .legend = plot::Legend::top_right}),
               runs[1]);
  draw_accuracies(figure.panel({.title = "Accuracy: training, and dashed validation",
                                .x = {.label = "epochs"},
                                .y = {.label = "accuracy", .range = plot::Range{0, 1}},
                                .legend = plot::Legend::below}),
                  runs);
  draw_ratios(figure.panel({.title = "Update ratios of W0, and dashed of W1",
                            .x = {.label = "epochs"},
                            .y = {.label = "‖update‖ / ‖W‖", .log = true},
                            .legend = plot::Legend::below}),
              runs);
  draw_histograms(figure.panel({.title = "Activations of the hidden layer",
                                .x = {.label = "activation"},
                                .y = {.label = "share in %", .log = true},
                                .legend = plot::Legend::top_right}),
                  runs, probe, false);
  draw_histograms(figure.panel({.title = "Gradients on the hidden layer",
                                .x = {.label = "gradient"},
                                .y = {.label = "share in %", .log = true},
                                .legend = plot::Legend::top_right}),
                  runs, probe, true);
  draw_weights(figure.panel({.title = "First-layer weights of twelve units",
                             .y = {.ticks = {{4, "1e-6"}, {13, "0.1"}, {22, "1e6"}}}}),
               runs);
}

}  // namespace descent
