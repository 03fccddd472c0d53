// The experiment of stage 06, drawn with your own functions: a network that has too many weights
// for its few examples, and what holds it back.

#include <algorithm>
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

constexpr arma::uword kExamples = 100, kWrong = 15, kHidden = 64, kClasses = 10, kSide = 8;
constexpr int kSteps = 300, kRuns = 2;

/// What holds the weights back; nothing, as it stands.
struct Rules {
  double keep_prob = 1;
  double l1 = 0, l2 = 0;
  double max_norm = 0;  ///< 0: no bound
};

/// 64 pixels, 64 hidden units with a ReLU, 10 digits.
using Net = std::vector<DenseLayer>;

arma::mat affine(const arma::mat& x, const DenseLayer& layer) {
  arma::mat out = x * layer.W;
  out.each_row() += layer.b;
  return out;
}

arma::mat hidden_of(const Net& net, const arma::mat& x) {
  return arma::clamp(affine(x, net[0]), 0, arma::datum::inf);
}

arma::mat softmax(arma::mat scores) {
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    scores.row(i) = arma::exp(scores.row(i) - scores.row(i).max());
    scores.row(i) /= arma::accu(scores.row(i));
  }
  return scores;
}

/// Mean of -ln p of the right digit. Here everything works: nothing is dropped.
double loss_of(const arma::mat& probabilities, const arma::uvec& labels) {
  double loss = 0;
  for (arma::uword i = 0; i < labels.n_elem; ++i) {
    loss -= std::log(std::max(probabilities(i, labels(i)), 1e-300));
  }
  return loss / static_cast<double>(labels.n_elem);
}

arma::mat predict(const Net& net, const arma::mat& x) {
  return softmax(affine(hidden_of(net, x), net[1]));
}

/// Gradient descent with momentum on all examples at once; dropout on the hidden units.
Net train(const datasets::Dataset& data, const Rules& rules, Rng& rng) {
  const double n = static_cast<double>(data.labels.n_elem);
  Net net = {{rng.normal(kSide * kSide, kHidden) * std::sqrt(2.0 / (kSide * kSide)),
              arma::zeros<arma::rowvec>(kHidden)},
             {rng.normal(kHidden, kClasses) * std::sqrt(2.0 / kHidden),
              arma::zeros<arma::rowvec>(kClasses)}};
  Net velocity = net;
  for (DenseLayer& v : velocity) {
    v.W.zeros();
    v.b.zeros();
  }
  for (int step = 0; step < kSteps; ++step) {
    const arma::mat hidden = hidden_of(net, data.inputs);
    const DropoutResult dropped =
        submission::dropout_forward(hidden, rules.keep_prob, Mode::train, rng);
    arma::mat dscores = softmax(affine(dropped.out, net[1]));
    for (arma::uword i = 0; i < data.labels.n_elem; ++i) dscores(i, data.labels(i)) -= 1;
    dscores /= n;
    const arma::mat dhidden =
        submission::dropout_backward(dscores * net[1].W.t(), dropped.mask) % (hidden > 0);
    Net gradients = {{data.inputs.t() * dhidden, arma::sum(dhidden)},
                     {dropped.out.t() * dscores, arma::sum(dscores)}};
    if (rules.l1 > 0 || rules.l2 > 0) {
      const PenaltyResult penalty = submission::elastic_net_penalty(net, rules.l1, rules.l2);
      for (std::size_t k = 0; k < net.size(); ++k) gradients[k].W += penalty.gradients[k].W;
    }
    for (std::size_t k = 0; k < net.size(); ++k) {
      velocity[k].W = 0.9 * velocity[k].W - 0.1 * gradients[k].W;
      velocity[k].b = 0.9 * velocity[k].b - 0.1 * gradients[k].b;
      net[k].W += velocity[k].W;
      net[k].b += velocity[k].b;
      if (rules.max_norm > 0) net[k].W = submission::max_norm_project(net[k].W, rules.max_norm);
    }
  }
  return net;
}

struct Digits {
  datasets::Dataset train, validation;
};

/// Few digits to learn from, so that they can be learned by heart, and others to be judged on. Some
/// of the few have wrong labels: whoever learns those by heart will be wrong with certainty.
Digits few_digits(Rng& rng) {
  const datasets::Dataset all = datasets::digits_split().train;
  const arma::uvec order = rng.permutation(all.labels.n_elem);
  Digits digits{datasets::subset(all, order.head(kExamples)),
                datasets::subset(all, order.subvec(kExamples, kExamples + 399))};
  digits.train.labels.head(kWrong) = rng.labels(kWrong, kClasses);
  digits.train.inputs /= 16;
  digits.validation.inputs /= 16;
  return digits;
}

/// Loss on both parts, after training under each of the rules; the mean of a few runs.
struct Gap {
  arma::vec train, validation, sampled;
};

Gap gap_of(const std::vector<Rules>& all, bool with_samples) {
  Gap gap{arma::zeros(all.size()), arma::zeros(all.size()), arma::zeros(all.size())};
  for (std::size_t k = 0; k < all.size(); ++k) {
    for (int run = 0; run < kRuns; ++run) {
      Rng rng(static_cast<std::uint64_t>(run));  // the same start and the same digits for all rules
      const Digits digits = few_digits(rng);
      const Net net = train(digits.train, all[k], rng);
      const arma::mat& x = digits.validation.inputs;
      gap.train(k) += loss_of(predict(net, digits.train.inputs), digits.train.labels) / kRuns;
      gap.validation(k) += loss_of(predict(net, x), digits.validation.labels) / kRuns;
      if (!with_samples) continue;
      const double p = all[k].keep_prob;
      const arma::mat mean = submission::monte_carlo_predict(
          [&](const arma::mat& hidden, Rng& random) {
            arma::mat masked = hidden;
            for (double& h : masked) h = random.uniform() < p ? h / p : 0;
            return softmax(affine(masked, net[1]));
          },
          hidden_of(net, x), 30, rng);
      gap.sampled(k) += loss_of(mean, digits.validation.labels) / kRuns;
    }
  }
  return gap;
}

void draw_keep_prob(plot::Panel& panel) {
  const arma::vec keep_probs = {0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 1};
  std::vector<Rules> rules;
  for (const double keep_prob : keep_probs) rules.push_back({.keep_prob = keep_prob});
  const Gap gap = gap_of(rules, true);
  panel.line(keep_probs, gap.validation, {.name = "validation", .colour = Colour::vermillion})
      .dashed(keep_probs, gap.sampled,
              {.name = "validation, mean over 30 masks", .colour = Colour::orange})
      .line(keep_probs, gap.train, {.name = "training", .colour = Colour::blue});
}

void draw_strength(plot::Panel& panel) {
  const arma::vec strengths = arma::exp10(arma::linspace(-4, -0.5, 8));
  std::vector<Rules> rules;
  for (const double strength : strengths) rules.push_back({.l2 = strength});
  const Gap gap = gap_of(rules, false);
  panel.line(strengths, gap.validation, {.name = "validation", .colour = Colour::vermillion})
      .line(strengths, gap.train, {.name = "training", .colour = Colour::blue});
}

struct Kind {
  const char* name;
  Rules rules;
  Colour colour;
};

void draw_weights(plot::Panel& curves, plot::Panel& pictures) {
  const std::vector<Kind> kinds = {{"none", {}, Colour::grey},
                                   {"L2", {.l2 = 0.02}, Colour::blue},
                                   {"L1", {.l1 = 0.003}, Colour::vermillion},
                                   {"max norm", {.max_norm = 0.7}, Colour::green}};
  const arma::uword shown = 10;
  const arma::vec centres = arma::linspace(-1, 1, 41);
  arma::mat mosaic(kinds.size() * (kSide + 1) - 1, shown * (kSide + 1) - 1,
                   arma::fill::value(arma::datum::nan));
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    Rng rng(1);
    const Digits digits = few_digits(rng);
    const arma::mat W = train(digits.train, kinds[k].rules, rng)[0].W;
    const arma::vec weights = arma::vectorise(W);
    const arma::uvec counts = arma::hist(weights, centres);
    arma::vec percent =
        100 * arma::conv_to<arma::vec>::from(counts) / static_cast<double>(weights.n_elem);
    percent.elem(arma::find(counts == 0)).fill(arma::datum::nan);
    percent(0) = percent(centres.n_elem - 1) = arma::datum::nan;  // all that lies farther out
    curves.line(centres, percent, {.name = kinds[k].name, .colour = kinds[k].colour});

    // The neurons with the longest weights, each on its own scale.
    const arma::rowvec lengths = arma::sqrt(arma::sum(arma::square(W)));
    const arma::uvec order = arma::sort_index(lengths, "descend");
    for (arma::uword j = 0; j < shown; ++j) {
      const arma::vec w = W.col(order(j));
      const arma::mat picture = arma::reshape(w, kSide, kSide).t() / arma::abs(w).max();
      const arma::uword row = k * (kSide + 1), col = j * (kSide + 1);
      mosaic.submat(row, col, row + kSide - 1, col + kSide - 1) = picture;
    }
  }
  pictures.image(mosaic,
                 {.palette = plot::Palette::diverging, .range = plot::Range{-1, 1}, .bar = false});
}

}  // namespace

void draw(plot::Figure& figure) {
  figure.title("What holds a network back");
  figure.columns(2);
  draw_keep_prob(figure.panel({.title = "Dropout: the gap against keep_prob",
                               .x = {.label = "keep_prob"},
                               .y = {.label = "loss after training", .range = plot::Range{0, 2}},
                               .legend = plot::Legend::top_right}));
  draw_strength(figure.panel({.title = "L2 penalty: the gap against λ",
                              .x = {.label = "λ", .log = true},
                              .y = {.label = "loss after training", .range = plot::Range{0, 2.5}},
                              .legend = plot::Legend::top_left}));
  plot::Panel& curves = figure.panel({.title = "First-layer weights",
                                      .x = {.label = "weight"},
                                      .y = {.label = "share of the weights in %", .log = true}});
  plot::Panel& pictures =
      figure.panel({.title = "What the ten strongest neurons look for",
                    .x = {.label = "blue: less ink, red: more", .ticks = {{-5, " "}}},
                    .y = {.ticks = {{4, "none"}, {13, "L2"}, {22, "L1"}, {31, "max norm"}}}});
  draw_weights(curves, pictures);
}

}  // namespace descent
