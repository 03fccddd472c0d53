// The experiment of stage 10, drawn with your own functions: why random points beat a grid, where
// good learning rates and strengths lie, how a search closes in, and what it gains by learning.

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

// What the axis that matters is worth at x in [0, 1]: a narrow peak that no column of a 3 x 3 grid
// hits.
double worth(double x) { return std::exp(-std::pow((x - 0.29) / 0.075, 2)); }

arma::mat points_of(const SearchResult& result, arma::uword dimensions) {
  arma::mat points(dimensions, result.trials.size());
  for (arma::uword i = 0; i < points.n_cols; ++i) points.col(i) = result.trials[i].point;
  return points;
}

void draw_random_against_grid(plot::Panel& panel) {
  const SearchSpace space = {{"matters", 0, 1, SearchScale::linear},
                             {"hardly matters", 0, 1, SearchScale::linear}};
  const auto objective = [](const arma::vec& point, arma::uword) {
    return SearchScore{worth(point(0)) + 0.02 * point(1), 0};
  };
  Rng rng(12);
  const SearchResult grid = submission::grid_search(space, objective, {3, 3}, 1);
  const SearchResult random = submission::random_search(space, objective, 9, 1, rng);
  const arma::mat on_grid = points_of(grid, 2), at_random = points_of(random, 2);
  const arma::vec x = arma::linspace(0, 1, 301);
  arma::vec y = x;
  y.transform([](double at) { return 1.15 + 0.45 * worth(at); });
  panel.line(x, y, {.name = "worth of the horizontal axis", .colour = Colour::black});
  const auto mark = [&](const arma::mat& points, const char* name, Colour colour, double foot) {
    panel.points(points.row(0).t(), points.row(1).t(),
                 {.name = name, .colour = colour, .width = 1.6});
    // Where each of them looks at the axis that matters.
    arma::vec feet(points.n_cols, arma::fill::value(foot));
    panel.points(points.row(0).t(), feet, {.colour = colour, .width = 0.9});
  };
  mark(on_grid, "grid, 3 × 3", Colour::vermillion, -0.16);
  mark(at_random, "random, 9", Colour::blue, -0.26);
}

// 64 pixels, 24 hidden units with a ReLU, 10 digits; a few epochs of gradient descent with
// momentum.
struct Net {
  arma::mat W1, b1, W2, b2;
};

arma::mat hidden_of(const Net& net, const arma::mat& x) {
  arma::mat hidden = x * net.W1;
  hidden.each_row() += net.b1;
  return arma::clamp(hidden, 0, arma::datum::inf);
}

arma::mat scores_of(const Net& net, const arma::mat& hidden) {
  arma::mat scores = hidden * net.W2;
  scores.each_row() += net.b2;
  return scores;
}

struct Digits {
  datasets::Dataset train, validation;
};

Digits some_digits() {
  const datasets::Dataset all = datasets::digits_split().train;
  Rng rng(3);
  const SearchFold fold = submission::holdout_split(all.labels.n_elem, 0.4, rng);
  Digits digits{datasets::subset(all, fold.train), datasets::subset(all, fold.validation)};
  digits.train.inputs /= 16;
  digits.validation.inputs /= 16;
  return digits;
}

double accuracy_after(const Digits& digits, double rate, double lambda, arma::uword epochs) {
  constexpr arma::uword kHidden = 24, kBatch = 32;
  Rng rng(4);
  Net net{rng.normal(64, kHidden) * std::sqrt(2.0 / 64), arma::zeros(1, kHidden),
          rng.normal(kHidden, 10) * std::sqrt(2.0 / kHidden), arma::zeros(1, 10)};
  const arma::uword n = digits.train.labels.n_elem;
  arma::vec costs;
  for (arma::uword epoch = 0; epoch < epochs; ++epoch) {
    const arma::uvec order = rng.permutation(n);
    double cost = 0;
    for (arma::uword begin = 0; begin + kBatch <= n; begin += kBatch) {
      const datasets::Dataset batch =
          datasets::subset(digits.train, order.subvec(begin, begin + kBatch - 1));
      const arma::mat hidden = hidden_of(net, batch.inputs);
      arma::mat p = scores_of(net, hidden);
      p.each_col() -= arma::max(p, 1);
      p = arma::exp(p);
      p.each_col() /= arma::sum(p, 1);
      for (arma::uword i = 0; i < kBatch; ++i) {
        cost -= std::log(p(i, batch.labels(i))) / static_cast<double>(n);
        p(i, batch.labels(i)) -= 1;
      }
      p /= static_cast<double>(kBatch);
      const arma::mat below = (p * net.W2.t()) % (hidden > 0);
      net.W2 -= rate * (hidden.t() * p + lambda * net.W2);
      net.b2 -= rate * arma::sum(p);
      net.W1 -= rate * (batch.inputs.t() * below + lambda * net.W1);
      net.b1 -= rate * arma::sum(below);
    }
    costs = arma::join_cols(costs, arma::vec{cost});
    if (!std::isfinite(cost) || submission::abandon_early(costs, 3)) return arma::datum::nan;
  }
  const arma::mat scores = scores_of(net, hidden_of(net, digits.validation.inputs));
  const arma::uvec said = arma::index_max(scores, 1);
  return arma::mean(arma::conv_to<arma::vec>::from(said == digits.validation.labels));
}

const SearchSpace kRateAndStrength = {{"learning rate", 1e-4, 10, SearchScale::logarithmic},
                                      {"λ", 1e-6, 1, SearchScale::logarithmic}};

struct Class {
  const char* name;
  double from, to;
  Colour colour;
};

void draw_scatter(plot::Panel& panel, const SearchResult& result) {
  const std::vector<Class> classes = {{"above 90 %", 0.9, 2, Colour::green},
                                      {"60 to 90 %", 0.6, 0.9, Colour::sky},
                                      {"below 60 %", -1, 0.6, Colour::orange}};
  const arma::mat points = points_of(result, 2);
  std::vector<arma::uword> failed, inside;
  for (const Class& c : classes) {
    std::vector<arma::uword> which;
    for (arma::uword i = 0; i < points.n_cols; ++i) {
      const double v = result.trials[i].validation;
      if (v >= c.from && v < c.to) which.push_back(i);
    }
    if (which.empty()) continue;
    const arma::mat chosen = points.cols(arma::uvec(which));
    panel.points(chosen.row(0).t(), chosen.row(1).t(),
                 {.name = c.name, .colour = c.colour, .width = 1.3});
  }
  for (arma::uword i = 0; i < points.n_cols; ++i) {
    if (std::isnan(result.trials[i].validation)) failed.push_back(i);
  }
  if (!failed.empty()) {
    const arma::mat chosen = points.cols(arma::uvec(failed));
    panel.points(chosen.row(0).t(), chosen.row(1).t(),
                 {.name = "exploded", .colour = Colour::vermillion, .width = 1.3});
  }
  // A tenth of each range at each end.
  const auto ends = [](const SearchRange& range) {
    const double factor = std::pow(range.high / range.low, 0.1);
    return arma::vec{range.low * factor, range.high / factor};
  };
  const arma::vec inner = ends(kRateAndStrength[0]), outer = ends(kRateAndStrength[1]);
  panel.dashed({inner(0), inner(1), inner(1), inner(0), inner(0)},
               {outer(0), outer(0), outer(1), outer(1), outer(0)},
               {.colour = Colour::grey, .width = 1.5});
  panel.text(inner(0) * 1.15, outer(1) * 1.7, "border");
}

void draw_windows(plot::Panel& panel, const CoarseToFineResult& result) {
  const std::vector<Colour> colours = {Colour::orange, Colour::sky, Colour::blue};
  for (std::size_t s = 0; s < result.stages.size(); ++s) {
    const CoarseToFineStage& stage = result.stages[s];
    const arma::mat points = points_of(stage.result, 2);
    const SearchRange &a = stage.space[0], &b = stage.space[1];
    panel.points(points.row(0).t(), points.row(1).t(),
                 {.name = std::to_string(stage.epochs) + (stage.epochs == 1 ? " epoch" : " epochs"),
                  .colour = colours[s % 3],
                  .width = 1.1});
    panel.line({a.low, a.high, a.high, a.low, a.low}, {b.low, b.low, b.high, b.high, b.low},
               {.colour = colours[s % 3], .width = 1.8});
  }
  panel.points({result.best.point(0)}, {result.best.point(1)},
               {.name = "best", .colour = Colour::vermillion, .width = 2.2});
  const std::vector<BorderSide> sides =
      submission::on_border(kRateAndStrength, result.best.point, 0.1);
  const bool inside = std::all_of(sides.begin(), sides.end(),
                                  [](BorderSide side) { return side == BorderSide::inside; });
  panel.text(1.3e-4, 1.8e-6,
             inside ? "on_border: the best is inside" : "on_border: look beyond the border");
}

// Branin's function on the unit square, turned over; its highest value is -0.397887.
double branin(double u, double v) {
  const double x = 15 * u - 5, y = 15 * v, pi = arma::datum::pi;
  const double curve = y - 5.1 / (4 * pi * pi) * x * x + 5 / pi * x - 6;
  return -(curve * curve + 10 * (1 - 1 / (8 * pi)) * std::cos(x) + 10);
}

// How far the best so far is from the highest value: a row for each search, a column for each
// trial.
arma::rowvec gap_so_far(const SearchResult& result) {
  arma::rowvec gap(result.trials.size());
  double best = -arma::datum::inf;
  for (arma::uword i = 0; i < gap.n_elem; ++i) {
    best = std::max(best, result.trials[i].validation);
    gap(i) = -0.397887 - best;
  }
  return gap;
}

void draw_progress(plot::Panel& panel) {
  constexpr arma::uword kTrials = 40, kSearches = 25;
  const SearchSpace unit = {{"u", 0, 1, SearchScale::linear}, {"v", 0, 1, SearchScale::linear}};
  const auto objective = [](const arma::vec& point, arma::uword) {
    return SearchScore{branin(point(0), point(1)), 0};
  };
  arma::mat random, learning;
  Rng rng(5);
  for (arma::uword k = 0; k < kSearches; ++k) {
    random = arma::join_cols(
        random, gap_so_far(submission::random_search(unit, objective, kTrials, 1, rng)));
    learning = arma::join_cols(
        learning, gap_so_far(submission::bayesian_search(
                      unit, objective, {.trials = kTrials, .initial = 5, .candidates = 300}, rng)));
  }
  const arma::vec trial = arma::regspace(1, kTrials);
  const auto quantile = [](const arma::mat& gaps, double share) -> arma::vec {
    return arma::quantile(gaps, arma::vec{share}).t();
  };
  panel
      .line(trial, quantile(random, 0.5),
            {.name = "random search", .colour = Colour::vermillion, .width = 3})
      .dashed(trial, quantile(random, 0.25), {.colour = Colour::vermillion, .width = 1.2})
      .dashed(trial, quantile(random, 0.75), {.colour = Colour::vermillion, .width = 1.2})
      .line(trial, quantile(learning, 0.5),
            {.name = "Bayesian search", .colour = Colour::blue, .width = 3})
      .dashed(trial, quantile(learning, 0.25), {.colour = Colour::blue, .width = 1.2})
      .dashed(trial, quantile(learning, 0.75), {.colour = Colour::blue, .width = 1.2});
}

}  // namespace

void draw(plot::Figure& figure) {
  figure.title("Where to try next");
  figure.columns(2);
  draw_random_against_grid(figure.panel(
      {.title = "Nine trials: random against grid",
       .x = {.label = "hyperparameter that matters", .range = plot::Range{-0.03, 1.03}},
       .y = {.label = "one that hardly matters",
             .range = plot::Range{-0.32, 1.7},
             .ticks = {{0, "0"}, {0.5, "0.5"}, {1, "1"}}},
       .legend = plot::Legend::below}));
  const Digits digits = some_digits();
  const auto objective = [&](const arma::vec& point, arma::uword epochs) {
    return SearchScore{accuracy_after(digits, point(0), point(1), epochs), arma::datum::nan};
  };
  Rng rng(6);
  draw_scatter(
      figure.panel({.title = "Validation accuracy after 4 epochs",
                    .x = {.label = "learning rate", .log = true, .range = plot::Range{1e-4, 10}},
                    .y = {.label = "λ", .log = true, .range = plot::Range{1e-6, 1}},
                    .legend = plot::Legend::below}),
      submission::random_search(kRateAndStrength, objective, 120, 4, rng));
  draw_windows(
      figure.panel({.title = "From coarse to fine",
                    .x = {.label = "learning rate", .log = true, .range = plot::Range{1e-4, 10}},
                    .y = {.label = "λ", .log = true, .range = plot::Range{1e-6, 1}},
                    .legend = plot::Legend::below}),
      submission::coarse_to_fine(
          kRateAndStrength, objective,
          {.stages = 3, .trials = 25, .epochs = 1, .growth = 3, .shrink = 0.35}, rng));
  draw_progress(figure.panel({.title = "A search that learns, on Branin's function",
                              .x = {.label = "trials"},
                              .y = {.label = "gap between best so far and optimum", .log = true},
                              .legend = plot::Legend::top_right}));
}

}  // namespace descent
