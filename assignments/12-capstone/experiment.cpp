// The experiment of stage 12, drawn with your own code: the whole way, from a search to the
// mistakes that are left.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "datasets/cifar10.hpp"
#include "datasets/data_folder.hpp"
#include "datasets/digits.hpp"
#include "harness/plot/experiment.hpp"
#include "harness/plot/mosaic.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

using plot::Colour;

constexpr arma::uword kMembers = 5;

CapstoneData prepared(const datasets::Split& raw, Rng& rng) {
  return submission::prepare_data({raw.train.inputs, raw.train.labels},
                                  {raw.test.inputs, raw.test.labels}, 0.2, rng);
}

double share_right(const arma::mat& probabilities, const arma::uvec& labels) {
  const arma::uvec decisions = arma::index_max(probabilities, 1);
  return static_cast<double>(arma::accu(decisions == labels)) / static_cast<double>(labels.n_elem);
}

NetworkTraining digits_training() {
  NetworkTraining options;
  options.epochs = 20;
  options.regularization.keep_prob = 0.8;
  return options;
}

void draw_curves(plot::Panel& panel, const TrainHistory& history) {
  const arma::vec epochs = arma::regspace(1, static_cast<double>(history.training_accuracy.n_elem));
  panel.line(epochs, 100 * history.training_accuracy, {.name = "training", .colour = Colour::blue})
      .line(epochs, 100 * history.validation_accuracy,
            {.name = "validation", .colour = Colour::vermillion});
  const arma::uword best = history.validation_accuracy.index_max();
  panel.points(arma::vec{epochs(best)}, arma::vec{100 * history.validation_accuracy(best)},
               {.name = "best epoch: this network is kept", .colour = Colour::black, .width = 1.6});
}

// All trials, the better the warmer.
void draw_search(plot::Panel& panel, const NetworkSearch& found) {
  std::vector<const SearchTrial*> trials;
  for (const CoarseToFineStage& stage : found.search.stages) {
    for (const SearchTrial& trial : stage.result.trials) trials.push_back(&trial);
  }
  struct Band {
    double low, high;
    std::string name;
    Colour colour;
    double size;
  };
  const std::vector<Band> bands = {{-1, 0.8, "below 80 %", Colour::grey, 1.0},
                                   {0.8, 0.93, "80 to 93 %", Colour::sky, 1.2},
                                   {0.93, 0.96, "93 to 96 %", Colour::blue, 1.4},
                                   {0.96, 2, "96 % and more", Colour::vermillion, 1.6}};
  for (const Band& band : bands) {
    std::vector<double> rates, lambdas;
    for (const SearchTrial* trial : trials) {
      if (trial->validation < band.low || trial->validation >= band.high) continue;
      rates.push_back(trial->point(0));
      lambdas.push_back(trial->point(1));
    }
    if (rates.empty()) continue;
    panel.points(rates, lambdas, {.name = band.name, .colour = band.colour, .width = band.size});
  }
  // The window of the last stage.
  const SearchSpace& fine = found.search.stages.back().space;
  panel.dashed({fine[0].low, fine[0].high, fine[0].high, fine[0].low, fine[0].low},
               {fine[1].low, fine[1].low, fine[1].high, fine[1].high, fine[1].low},
               {.name = "the fine stage", .colour = Colour::black, .width = 1.2});
}

void draw_ensemble(plot::Panel& panel, const std::vector<Network>& networks,
                   const arma::vec& validation, const Examples& test) {
  arma::vec size(kMembers), together(kMembers), alone(kMembers);
  const arma::uvec order = arma::stable_sort_index(validation, "descend");
  for (arma::uword k = 1; k <= kMembers; ++k) {
    size(k - 1) = static_cast<double>(k);
    together(k - 1) =
        100 * share_right(submission::ensemble_of_best(networks, validation, k, test.x), test.y);
    alone(k - 1) =
        100 *
        share_right(submission::network_probabilities(networks[order(k - 1)], test.x), test.y);
  }
  panel.points(size, alone, {.name = "this network alone", .colour = Colour::grey, .width = 1.6})
      .line(size, together, {.name = "the best so many together", .colour = Colour::vermillion})
      .horizontal(arma::mean(alone), "mean network");
}

// The digits that the ensemble gets wrong, most certain first.
void draw_mistakes(plot::Panel& panel, const arma::mat& probabilities,
                   const datasets::Dataset& raw) {
  const arma::uvec decisions = arma::index_max(probabilities, 1);
  const arma::vec certainty = arma::max(probabilities, 1);
  std::vector<arma::uword> wrong;
  for (arma::uword i = 0; i < decisions.n_elem; ++i) {
    if (decisions(i) != raw.labels(i)) wrong.push_back(i);
  }
  std::sort(wrong.begin(), wrong.end(),
            [&](arma::uword a, arma::uword b) { return certainty(a) > certainty(b); });
  if (wrong.empty()) {
    panel.text(0.2, 0.5, "no mistake at all").points({0, 1}, {0, 1}, {.colour = Colour::grey});
    return;
  }
  constexpr arma::uword kColumns = 5, kMostRows = 3, kHigh = 14, kWide = 11;
  wrong.resize(std::min<std::size_t>(wrong.size(), kColumns * kMostRows));
  const arma::uword rows = (wrong.size() + kColumns - 1) / kColumns;
  // White above each picture for its labels, and below it for how sure they were.
  arma::cube all(rows * kHigh, kColumns * kWide, 3, arma::fill::ones);
  for (arma::uword m = 0; m < wrong.size(); ++m) {
    const arma::uword top = kHigh * (m / kColumns), left = kWide * (m % kColumns) + 1;
    for (arma::uword k = 0; k < 64; ++k) {
      for (arma::uword c = 0; c < 3; ++c) {
        all(top + 3 + k / 8, left + k % 8, c) = 1 - raw.inputs(wrong[m], k) / 16;
      }
    }
  }
  panel.picture(all);
  for (arma::uword m = 0; m < wrong.size(); ++m) {
    const arma::uword row = m / kColumns;
    const auto x = static_cast<double>(kWide * (m % kColumns)) + 1;
    const auto y = static_cast<double>(kHigh * row);
    panel.text(x, y + 1.2, fmt::format("{}, not {}", raw.labels(wrong[m]), decisions(wrong[m])));
    panel.text(x + 2, y + 12, fmt::format("{:.0f} %", 100 * certainty(wrong[m])));
  }
}

// A few epochs on real pictures in colours, where there are some.
bool draw_cifar10(plot::Figure& figure, Rng& rng) {
  const auto folder = datasets::cifar10_folder();
  if (!folder) return false;
  const CapstoneData data = prepared(datasets::load_cifar10_folder(*folder, 300), rng);
  NetworkTraining options;
  options.epochs = 12;
  options.learning_rate = 1e-3;
  options.regularization = {0.6, 1e-4};
  options.mirrored = {32, 32, 3};
  const Network start = submission::initialize_network({3072, 64, 10}, rng);
  plot::Panel& panel = figure.panel({.title = "CIFAR-10: 1,200 pictures, 64 hidden units",
                                     .x = {.label = "epoch"},
                                     .y = {.label = "accuracy, %"},
                                     .legend = plot::Legend::below});
  draw_curves(panel, submission::train_network(start, data, options, rng).history);
  return true;
}

}  // namespace

void draw(plot::Figure& figure) {
  Rng rng(12);
  const datasets::Split raw = datasets::digits_split(0);
  const CapstoneData data = prepared(raw, rng);
  const arma::uvec sizes = {64, 128, 64, 10};
  NetworkTraining options = digits_training();

  NetworkSearchOptions search{1e-4, 1, 1e-6, 1, {}};
  search.stages = {.stages = 2, .trials = 20, .epochs = 2, .growth = 2, .shrink = 0.35};
  const NetworkSearch found = submission::search_network(data, sizes, options, search, rng);
  options.learning_rate = found.search.best.point(0);
  options.regularization.lambda = found.search.best.point(1);

  std::vector<Network> networks;
  arma::vec validation(kMembers);
  TrainHistory history;
  for (arma::uword m = 0; m < kMembers; ++m) {
    const Network start = submission::initialize_network(sizes, rng);
    const TrainedNetwork trained = submission::train_network(start, data, options, rng);
    if (m == 0) history = trained.history;
    validation(m) = trained.history.validation_accuracy.max();
    networks.push_back(trained.network);
  }

  figure.title("Your own code on real pictures");
  figure.columns(2);
  draw_search(
      figure.panel(
          {.title = "Search from coarse to fine: validation accuracy",
           .x = {.label = "learning rate", .log = true, .range = plot::Range{1e-4, 1}},
           .y = {.label = "λ of the L2 penalty", .log = true, .range = plot::Range{1e-6, 1}},
           .legend = plot::Legend::below}),
      found);
  draw_curves(figure.panel({.title = "Digits: the training run",
                            .x = {.label = "epoch"},
                            .y = {.label = "accuracy, %"},
                            .legend = plot::Legend::bottom_right}),
              history);
  draw_ensemble(figure.panel({.title = "Digits: what an ensemble gains, on 360 test digits",
                              .x = {.label = "networks, best on the validation part first",
                                    .range = plot::Range{0.5, 5.5}},
                              .y = {.label = "test accuracy, %", .range = plot::Range{95, 100}},
                              .legend = plot::Legend::below}),
                networks, validation, data.test);
  draw_mistakes(figure.panel({.title = "What the five get wrong, and how sure they are",
                              .legend = plot::Legend::none}),
                submission::ensemble_of_best(networks, validation, kMembers, data.test.x),
                raw.test);
  draw_cifar10(figure, rng);
}

}  // namespace descent
