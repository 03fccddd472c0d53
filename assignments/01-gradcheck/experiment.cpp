// The experiment of stage 01, drawn with your own gradient checks: what a numerical gradient can
// see, and where one should look.

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "datasets/digits.hpp"
#include "harness/plot/experiment.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent {
namespace {

using plot::Colour;
using Parameters = std::vector<arma::mat>;

constexpr double kStep = 1e-5;

/// The error of both formulas for one smooth function, against the step.
void draw_steps(plot::Panel& panel, Rng& rng) {
  const arma::mat w = rng.uniform(5, 5, 0.5, 1.5);
  const arma::mat x = rng.uniform(5, 5, 0.2, 0.6);
  const auto f = [&](const arma::mat& at) { return std::log(arma::accu(arma::exp(w % at))); };
  const arma::mat odds = arma::exp(w % x);
  const arma::mat exact = w % odds / arma::accu(odds);

  const arma::vec steps = arma::exp10(arma::linspace(-13, -0.5, 51));
  arma::vec forward(arma::size(steps)), centered(arma::size(steps));
  for (arma::uword i = 0; i < steps.n_elem; ++i) {
    const arma::mat one_sided = submission::forward_difference(f, x, steps(i));
    const arma::mat two_sided = submission::centered_difference(f, x, steps(i));
    forward(i) = arma::mean(arma::vectorise(submission::relative_error(exact, one_sided)));
    centered(i) = arma::mean(arma::vectorise(submission::relative_error(exact, two_sided)));
  }
  // The laws, drawn through a point of each curve where it holds.
  const auto at = [&](double h) {
    return arma::abs(arma::log10(steps) - std::log10(h)).index_min();
  };
  const double slope_1 = forward(at(1e-3)) / steps(at(1e-3));
  const double slope_2 = centered(at(1e-2)) / std::pow(steps(at(1e-2)), 2);
  const double floor = 0.5 * std::numeric_limits<double>::epsilon() * std::abs(f(x)) /
                       arma::mean(arma::vectorise(exact));
  const arma::vec coarse = steps.elem(arma::find(steps > 1e-8));
  const arma::vec coarser = steps.elem(arma::find(steps > 1e-6));
  const arma::vec fine = steps.elem(arma::find(steps < 1e-3));
  panel
      .dashed(coarse, arma::vec(slope_1 * coarse),
              {.name = "∝ h", .colour = Colour::sky, .width = 1.3})
      .dashed(coarser, arma::vec(slope_2 * arma::square(coarser)),
              {.name = "∝ h²", .colour = Colour::orange, .width = 1.3})
      .dashed(fine, arma::vec(floor / fine),
              {.name = "round-off, ∝ 1/h", .colour = Colour::grey, .width = 1.3})
      .line(steps, forward, {.name = "forward", .colour = Colour::blue})
      .line(steps, centered, {.name = "centered", .colour = Colour::vermillion})
      .vertical(kStep, "h = 1e-5");
}

/// One ReLU: the slope that the centered difference sees while its step passes the kink.
void draw_kink(plot::Panel& panel) {
  const auto f = [](const arma::mat& w) { return std::max(w(0), 0.0) + 0.5 * w(0); };
  const auto winner = [](const arma::mat& w) { return arma::uvec{w(0) > 0 ? 1u : 0u}; };
  const arma::vec places = arma::linspace(-2.95, 2.95, 119);  // in steps
  std::vector<double> clean_x, clean_y, crossed_x, crossed_y;
  for (const double place : places) {
    const arma::mat w(1, 1, arma::fill::value(place * kStep));
    const arma::mat slope(1, 1, arma::fill::value(place > 0 ? 1.5 : 0.5));
    const double error =
        submission::relative_error(slope, submission::centered_difference(f, w, kStep))(0);
    const bool crossed = submission::kink_crossed(winner, w, 0, kStep);
    (crossed ? crossed_x : clean_x).push_back(place);
    (crossed ? crossed_y : clean_y).push_back(error);
  }
  if (!clean_x.empty()) panel.points(clean_x, clean_y, {.name = "no kink", .colour = Colour::blue});
  if (!crossed_x.empty()) {
    panel.points(crossed_x, crossed_y, {.name = "kink crossed", .colour = Colour::vermillion});
  }
}

/// Two layers with ReLUs between them and the softmax loss, on digits.
class Network {
 public:
  explicit Network(Rng& rng)
      : parameters_{1e-4 * rng.normal(64, 20), arma::zeros(1, 20), 1e-4 * rng.normal(20, 10),
                    arma::zeros(1, 10)} {
    const datasets::Dataset all = datasets::digits();
    const arma::uvec chosen = rng.permutation(all.labels.n_elem).head(100);
    inputs_ = all.inputs.rows(chosen) / 16;
    labels_ = all.labels.elem(chosen);
  }

  double loss(const Parameters& at) const {
    const Pass pass = forward(at);
    double sum = 0;
    for (arma::uword i = 0; i < labels_.n_elem; ++i) {
      sum -= std::log(pass.probabilities(i, labels_(i)));
    }
    return sum / count();
  }

  arma::uvec winners(const Parameters& at) const {
    const arma::umat open = forward(at).hidden > 0;
    return arma::vectorise(open);
  }

  /// Right with `use_probabilities`. Without, the softmax's p is replaced by 1/C: what p is as long
  /// as all scores are 0.
  Parameters gradients(bool use_probabilities) const {
    const Pass pass = forward(parameters_);
    arma::mat dscores = pass.probabilities;
    if (!use_probabilities) dscores.fill(0.1);
    for (arma::uword i = 0; i < labels_.n_elem; ++i) dscores(i, labels_(i)) -= 1;
    dscores /= count();
    const arma::mat open = arma::conv_to<arma::mat>::from(pass.hidden > 0);
    const arma::mat dhidden = (dscores * parameters_[2].t()) % open;
    return {inputs_.t() * dhidden, arma::sum(dhidden), pass.hidden.t() * dscores,
            arma::sum(dscores)};
  }

  /// A burn-in: some steps of gradient descent with momentum.
  void train(int steps) {
    Parameters velocity;
    for (const arma::mat& block : parameters_) velocity.push_back(0 * block);
    for (int t = 0; t < steps; ++t) {
      const Parameters slopes = gradients(true);
      for (std::size_t b = 0; b < parameters_.size(); ++b) {
        velocity[b] = 0.9 * velocity[b] - 0.1 * slopes[b];
        parameters_[b] += velocity[b];
      }
    }
  }

  /// The relative errors that a gradient check finds, in rising order.
  arma::vec errors(bool use_probabilities) const {
    const Parameters slopes = gradients(use_probabilities);
    const char* names[] = {"W1", "b1", "W2", "b2"};
    std::vector<GradcheckBlock> blocks;
    for (std::size_t b = 0; b < slopes.size(); ++b) {
      blocks.push_back({.name = names[b], .value = parameters_[b], .gradient = slopes[b]});
    }
    const std::vector<GradcheckReport> reports =
        submission::check_gradient([&](const Parameters& at, Rng&) { return loss(at); }, blocks,
                                   {.step = kStep, .entries_per_block = 60, .seed = 1},
                                   [&](const Parameters& at, Rng&) { return winners(at); });
    arma::vec all;
    for (const GradcheckReport& report : reports) all = arma::join_cols(all, report.errors);
    all = arma::sort(all.elem(arma::find(all > 0)).eval());  // 0 and 0: pixels that are always dark
    return arma::clamp(all, 1e-12, 2.0);
  }

 private:
  struct Pass {
    arma::mat hidden, probabilities;
  };

  Pass forward(const Parameters& at) const {
    Pass pass;
    pass.hidden = inputs_ * at.at(0);
    pass.hidden.each_row() += arma::rowvec(at.at(1));
    pass.hidden = arma::clamp(pass.hidden, 0.0, 1e300);
    arma::mat scores = pass.hidden * at.at(2);
    scores.each_row() += arma::rowvec(at.at(3));
    const arma::vec largest = arma::max(scores, 1);
    scores.each_col() -= largest;
    pass.probabilities = arma::exp(scores);
    const arma::vec totals = arma::sum(pass.probabilities, 1);
    pass.probabilities.each_col() /= totals;
    return pass;
  }

  double count() const { return static_cast<double>(labels_.n_elem); }

  arma::mat inputs_;
  arma::uvec labels_;
  Parameters parameters_;
};

void draw_errors(plot::Panel& panel, const arma::vec& fresh, const arma::vec& trained) {
  const auto part = [](const arma::vec& errors) {
    return arma::vec(100 * arma::linspace(0, 1, errors.n_elem));
  };
  panel.horizontal(1e-2)
      .horizontal(1e-7)
      .text(40, 3.5e-2, "wrong above")
      .text(40, 3.5e-7, "happy below")
      .line(part(fresh), fresh, {.name = "at initialization", .colour = Colour::orange})
      .line(part(trained), trained, {.name = "after a burn-in", .colour = Colour::green});
}

}  // namespace

void draw(plot::Figure& figure) {
  Rng rng(1);
  figure.title("Trust, but verify");
  figure.columns(2);
  draw_steps(
      figure.panel({.title = "Error against the step",
                    .x = {.label = "step h", .log = true},
                    .y = {.label = "relative error", .log = true, .range = plot::Range{1e-13, 10}},
                    .legend = plot::Legend::bottom_left}),
      rng);
  draw_kink(figure.panel({.title = "A ReLU within the step",
                          .x = {.label = "distance from the kink, in steps"},
                          .y = {.label = "relative error", .range = plot::Range{-0.05, 0.85}},
                          .legend = plot::Legend::top_right}));

  Network network(rng);
  const arma::vec fresh = network.errors(true);
  const arma::vec fresh_wrong = network.errors(false);
  network.train(100);
  const arma::vec trained = network.errors(true);
  const arma::vec trained_wrong = network.errors(false);
  draw_errors(
      figure.panel({.title = "A right gradient",
                    .x = {.label = "entries with a smaller error, %"},
                    .y = {.label = "relative error", .log = true, .range = plot::Range{1e-12, 100}},
                    .legend = plot::Legend::top_left}),
      fresh, trained);
  draw_errors(
      figure.panel({.title = "A wrong gradient (1/C in place of p)",
                    .x = {.label = "entries with a smaller error, %"},
                    .y = {.label = "relative error", .log = true, .range = plot::Range{1e-12, 100}},
                    .legend = plot::Legend::bottom_right}),
      fresh_wrong, trained_wrong);
}

}  // namespace descent
