// The experiment of stage 07, drawn with your own losses: what each of them asks for.

#include <functional>
#include <string>

#include "harness/plot/experiment.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent {
namespace {

using plot::Colour;

/// Gradient descent with momentum, from zeros. `gradient` is that of the weights; the step falls
/// as 1/(1 + t/100), so that also a loss with kinks comes to rest.
arma::mat descend(arma::mat weights, const std::function<arma::mat(const arma::mat&)>& gradient,
                  int steps, double rate) {
  arma::mat velocity(arma::size(weights), arma::fill::zeros);
  for (int t = 0; t < steps; ++t) {
    velocity = 0.9 * velocity - rate / (1 + t / 100.0) * gradient(weights);
    weights += velocity;
  }
  return weights;
}

/// Two classes, one example: the loss against the lead of the true class over its rival.
void draw_margins(plot::Panel& panel) {
  const arma::vec leads = arma::linspace(-2.5, 3.5, 121);
  arma::vec hinge(arma::size(leads)), squared(arma::size(leads)), softmax(arma::size(leads));
  for (arma::uword i = 0; i < leads.n_elem; ++i) {
    const arma::mat scores = {{leads(i), 0}};
    const arma::uvec label = {0};
    hinge(i) = submission::svm_loss(scores, label, 1.0).loss;
    squared(i) = submission::squared_hinge_loss(scores, label, 1.0).loss;
    softmax(i) = submission::softmax_loss(scores, label).loss;
  }
  panel.dashed({-2.5, 0, 0, 3.5}, {1, 1, 0, 0}, {.name = "wrong or right", .colour = Colour::grey})
      .line(leads, hinge, {.name = "hinge"})
      .line(leads, squared, {.name = "squared hinge"})
      .line(leads, softmax, {.name = "softmax"})
      .vertical(1, "margin");
}

/// A straight line through points, a few of which are far off.
void draw_outliers(plot::Panel& panel, Rng& rng) {
  const arma::uword n = 60;
  const arma::vec x = arma::linspace(-1, 1, n);
  arma::vec y = 0.5 + 1.5 * x + 0.15 * rng.normal(n, 1);
  for (arma::uword i = n - 9; i < n; ++i) y(i) = -2.5 + 0.3 * rng.normal();  // outliers
  arma::mat features(n, 2, arma::fill::ones);
  features.col(0) = x;

  const auto fit = [&](const auto& loss) {
    const arma::mat weights = descend(
        arma::zeros(2, 1),
        [&](const arma::mat& w) -> arma::mat {
          return features.t() * loss(features * w, y).dscores;
        },
        600, 0.05);
    return arma::vec(features * weights);
  };
  panel.points(x, y, {.name = "data", .colour = Colour::grey, .width = 1})
      .dashed(x, arma::vec(0.5 + 1.5 * x), {.name = "without outliers", .colour = Colour::black})
      .line(x, fit([](const arma::mat& f, const arma::mat& t) {
              return submission::l2_regression_loss(f, t);
            }),
            {.name = "L2", .colour = Colour::vermillion})
      .line(x, fit([](const arma::mat& f, const arma::mat& t) {
              return submission::l1_regression_loss(f, t);
            }),
            {.name = "L1", .colour = Colour::blue});
}

/// Bumps along [-1, 1]: what makes a linear model bend.
arma::mat bumps(const arma::vec& x) {
  const arma::rowvec centres = arma::linspace<arma::rowvec>(-1.1, 1.1, 8);
  arma::mat features(x.n_elem, centres.n_elem);
  for (arma::uword j = 0; j < centres.n_elem; ++j) {
    features.col(j) = arma::exp(-arma::square(x - centres(j)) / 0.1);
  }
  return features;
}

/// Targets on two branches: which one, x does not tell. L2 answers between them, where no target
/// is; a softmax over bins answers with one of them, and says how sure it is.
void draw_bins(plot::Panel& curves, plot::Panel& bars, Rng& rng) {
  const arma::uword n = 300;
  const arma::vec x = rng.uniform(n, 1, -1, 1);
  arma::vec y(n);
  for (arma::uword i = 0; i < n; ++i) {
    const double branch = rng.uniform() < 0.65 ? 1.0 : -1.0;
    y(i) = branch * (0.9 - 0.6 * x(i) * x(i)) + 0.06 * rng.normal();
  }
  const arma::mat features = bumps(x);
  const arma::mat flat = descend(
      arma::zeros(features.n_cols, 1),
      [&](const arma::mat& w) -> arma::mat {
        return features.t() * submission::l2_regression_loss(features * w, y).dscores;
      },
      500, 0.05);

  const arma::vec edges = arma::linspace(-1.1, 1.1, 12);
  const double width = edges(1) - edges(0);
  const arma::uvec bins = submission::bin_targets(y, edges);
  const arma::mat weights = descend(
      arma::zeros(features.n_cols, edges.n_elem + 1),
      [&](const arma::mat& w) -> arma::mat {
        return features.t() * submission::softmax_loss(features * w, bins).dscores;
      },
      500, 0.5);

  const arma::vec at = arma::linspace(-1, 1, 81);
  const arma::vec regression = bumps(at) * flat;
  const arma::mat scores = bumps(at) * weights;
  arma::vec likeliest(at.n_elem);
  for (arma::uword i = 0; i < at.n_elem; ++i) {
    likeliest(i) = edges(0) + width * (static_cast<double>(scores.row(i).index_max()) - 0.5);
  }
  curves.points(x, y, {.name = "data", .colour = Colour::grey, .width = 1})
      .line(at, regression, {.name = "L2 regression", .colour = Colour::vermillion})
      .points(at, likeliest, {.name = "likeliest bin", .colour = Colour::blue, .width = 1});

  const arma::uword middle = at.n_elem / 2;  // x = 0
  const arma::rowvec odds = arma::exp(scores.row(middle) - scores.row(middle).max());
  const arma::vec probabilities = odds.t() / arma::accu(odds);
  arma::vec centres(probabilities.n_elem);
  for (arma::uword k = 0; k < centres.n_elem; ++k) {
    centres(k) = edges(0) + width * (static_cast<double>(k) - 0.5);
  }
  bars.bars(centres, probabilities, {.colour = Colour::blue, .width = 0.8 * width})
      .vertical(regression(middle), "L2's answer");
}

}  // namespace

void draw(plot::Figure& figure) {
  Rng rng(7);
  figure.title("What a loss asks for");
  figure.columns(2);
  draw_margins(figure.panel({.title = "Loss against margin",
                             .x = {.label = "lead of the true class, s_y − s_j"},
                             .y = {.label = "loss", .range = plot::Range{0, 6}}}));
  draw_outliers(figure.panel({.title = "L2 and L1 with outliers",
                              .x = {.label = "x"},
                              .y = {.label = "target", .range = plot::Range{-3.2, 2.2}},
                              .legend = plot::Legend::bottom_left}),
                rng);
  plot::Panel& curves = figure.panel({.title = "Regression and binning: two branches",
                                      .x = {.label = "x"},
                                      .y = {.label = "target", .range = plot::Range{-1.2, 2.1}},
                                      .legend = plot::Legend::top_left});
  plot::Panel& bars = figure.panel({.title = "What the bins say at x = 0",
                                    .x = {.label = "target"},
                                    .y = {.label = "probability"}});
  draw_bins(curves, bars, rng);
}

}  // namespace descent
