// The experiment of stage 08, drawn with your own optimizers: a race down a ravine, the way off a
// saddle, schedules of the learning rate, and what a condition number costs. The race and the
// saddle also as a moving picture.

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "harness/plot/experiment.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

using plot::Colour;

using ExperimentStep = std::function<void(arma::mat& w, const arma::mat& dw)>;

// Your optimizers, each with a fresh state of its own.

ExperimentStep step_of_sgd(double rate) {
  return [=](arma::mat& w, const arma::mat& dw) { submission::sgd(w, dw, rate); };
}
ExperimentStep step_of_momentum(double rate, double kept = 0.9) {
  return [=, state = MomentumState()](arma::mat& w, const arma::mat& dw) mutable {
    submission::momentum(w, dw, state, {.learning_rate = rate, .momentum = kept});
  };
}
ExperimentStep step_of_nesterov(double rate, double kept = 0.9) {
  return [=, state = MomentumState()](arma::mat& w, const arma::mat& dw) mutable {
    submission::nesterov(w, dw, state, {.learning_rate = rate, .momentum = kept});
  };
}
ExperimentStep step_of_adagrad(double rate) {
  return [=, state = AdagradState()](arma::mat& w, const arma::mat& dw) mutable {
    submission::adagrad(w, dw, state, {.learning_rate = rate, .eps = 1e-8});
  };
}
ExperimentStep step_of_rmsprop(double rate) {
  return [=, state = RmspropState()](arma::mat& w, const arma::mat& dw) mutable {
    submission::rmsprop(w, dw, state, {.learning_rate = rate, .decay_rate = 0.9, .eps = 1e-8});
  };
}
ExperimentStep step_of_adam(double rate) {
  AdamOptions options;
  options.learning_rate = rate;
  return [=, state = AdamState()](arma::mat& w, const arma::mat& dw) mutable {
    submission::adam(w, dw, state, options);
  };
}

struct Racer {
  std::string name;
  Colour colour;
  arma::mat way;  // 2 x steps + 1: a column for each place
};

arma::mat way_of(const ExperimentStep& step, const arma::vec& start, arma::uword steps,
                 const GradientAt& gradient) {
  arma::mat way(2, steps + 1);
  arma::mat w = start;
  way.col(0) = w;
  for (arma::uword i = 1; i <= steps; ++i) {
    step(w, gradient(w));
    way.col(i) = w;
  }
  return way;
}

// A ravine: ½·(x² + 50·y²).
constexpr double kSteepness = 50;

arma::mat ravine_gradient(const arma::mat& w) { return arma::vec{w(0), kSteepness * w(1)}; }

// A saddle: ½·x² - ½·y² + y⁴/16, which goes down to both sides along y.
arma::mat saddle_gradient(const arma::mat& w) {
  return arma::vec{w(0), -w(1) + std::pow(w(1), 3) / 4};
}

std::vector<Racer> race_down_the_ravine() {
  const arma::vec start = {-9, 1.6};
  const auto way = [&](const ExperimentStep& step) {
    return way_of(step, start, 60, ravine_gradient);
  };
  return {{"sgd", Colour::vermillion, way(step_of_sgd(0.038))},
          {"momentum", Colour::green, way(step_of_momentum(0.012))},
          {"nesterov", Colour::purple, way(step_of_nesterov(0.012))},
          {"adagrad", Colour::blue, way(step_of_adagrad(1.2))},
          {"rmsprop", Colour::black, way(step_of_rmsprop(0.25))},
          {"adam", Colour::orange, way(step_of_adam(0.45))}};
}

std::vector<Racer> race_off_the_saddle() {
  const arma::vec start = {-1.7, 0.004};
  const auto way = [&](const ExperimentStep& step) {
    return way_of(step, start, 60, saddle_gradient);
  };
  return {{"sgd", Colour::vermillion, way(step_of_sgd(0.08))},
          {"momentum", Colour::green, way(step_of_momentum(0.02))},
          {"nesterov", Colour::purple, way(step_of_nesterov(0.02))},
          {"adagrad", Colour::blue, way(step_of_adagrad(0.25))},
          {"rmsprop", Colour::black, way(step_of_rmsprop(0.05))},
          {"adam", Colour::orange, way(step_of_adam(0.08))}};
}

const plot::Style kContour{.name = "", .colour = Colour::grey, .width = 0.6};

void draw_ravine(plot::Panel& panel) {
  const arma::vec angle = arma::linspace(0, 2 * arma::datum::pi, 121);
  for (const double half : {1.0, 2.0, 3.5, 5.5, 8.0, 11.0, 14.5, 18.5}) {  // of the long axis
    const arma::vec x = half * arma::cos(angle);
    arma::vec y = half / std::sqrt(kSteepness) * arma::sin(angle);
    y.elem(arma::find(x > 2.4 && y > 0.2)).fill(arma::datum::nan);  // the legend's corner
    panel.line(x, y, kContour);
  }
}

void draw_saddle(plot::Panel& panel) {
  const arma::vec y = arma::linspace(-2.9, 2.9, 581);
  for (const double level : {-0.9, -0.6, -0.3, -0.05, 0.05, 0.4, 0.9, 1.5}) {
    const arma::vec square = 2 * level + arma::square(y) - arma::pow(y, 4) / 8;
    arma::vec x(y.n_elem, arma::fill::value(arma::datum::nan));
    for (arma::uword i = 0; i < y.n_elem; ++i) {
      const bool beside = (i > 0 && square(i - 1) >= 0) || (i + 1 < y.n_elem && square(i + 1) >= 0);
      if (square(i) >= 0) {
        x(i) = std::sqrt(square(i));
      } else if (beside) {
        x(i) = 0;  // both halves of the contour meet here
      }
    }
    panel.line(x, y, kContour).line(-x, y, kContour);
  }
}

// The ways up to a step, with a point where each one is.
void draw_ways(plot::Panel& panel, const std::vector<Racer>& racers, arma::uword steps) {
  for (const Racer& racer : racers) {
    const arma::mat way = racer.way.head_cols(steps + 1);
    panel.line(way.row(0).t(), way.row(1).t(), {racer.name, racer.colour, 1.8});
  }
  for (const Racer& racer : racers) {
    const arma::vec place = racer.way.col(steps);
    panel.points(arma::vec{place(0)}, arma::vec{place(1)}, {"", racer.colour, 3.2});
  }
}

plot::PanelSettings ravine_settings(const std::string& title) {
  return {.title = title,
          .x = {.label = "w₁, gentle", .range = plot::Range{-10, 8}},
          .y = {.label = "w₂, fifty times as steep", .range = plot::Range{-2.4, 2.4}},
          .legend = plot::Legend::top_right};
}

plot::PanelSettings saddle_settings(const std::string& title) {
  return {.title = title,
          .x = {.label = "w₁, curves up", .range = plot::Range{-2, 1.2}},
          .y = {.label = "w₂, curves down", .range = plot::Range{-0.9, 2.6}},
          .legend = plot::Legend::none};
}

// A validation error that falls quickly, then stalls, and gets better once the rate is lower: each
// rate has a floor of its own.
arma::vec plateau_rates(const arma::vec& epochs) {
  const PlateauOptions options{.factor = 0.5, .patience = 4, .min_improvement = 0.002};
  PlateauState state;
  arma::vec rates(epochs.n_elem);
  double rate = 1, error = 1;
  for (arma::uword i = 0; i < epochs.n_elem; ++i) {
    rates(i) = rate;
    const double floor = 0.1 + 0.3 * rate;
    error = floor + 0.6 * (error - floor);
    rate = submission::plateau_decay(rate, error, state, options);
  }
  return rates;
}

void draw_schedules(plot::Panel& panel) {
  const arma::vec epochs = arma::linspace(0, 50, 251), whole = arma::regspace(0, 50);
  arma::vec steps(epochs.n_elem), exponential(epochs.n_elem), inverse(epochs.n_elem);
  for (arma::uword i = 0; i < epochs.n_elem; ++i) {
    steps(i) = submission::step_decay(1, epochs(i), {.factor = 0.5, .every = 10});
    exponential(i) = submission::exponential_decay(1, epochs(i), 0.07);
    inverse(i) = submission::inverse_time_decay(1, epochs(i), 0.2);
  }
  const arma::vec held = plateau_rates(whole);
  arma::vec corners(2 * whole.n_elem - 1), heights(2 * whole.n_elem - 1);  // as stairs
  for (arma::uword i = 0; i < whole.n_elem; ++i) {
    corners(2 * i) = whole(i);
    heights(2 * i) = held(i);
    if (i + 1 == whole.n_elem) break;
    corners(2 * i + 1) = whole(i + 1);
    heights(2 * i + 1) = held(i);
  }
  panel.line(epochs, steps, {"step_decay: halved every 10", Colour::blue})
      .line(epochs, exponential, {"exponential_decay, k = 0.07", Colour::vermillion})
      .line(epochs, inverse, {"inverse_time_decay, k = 0.2", Colour::green})
      .dashed(corners, heights, {"plateau_decay: halved when stuck", Colour::black});
}

// Steps until the loss ½·Σ h·w² has fallen to a millionth, from where every parabola counts alike.
double steps_to_a_millionth(const ExperimentStep& step, const arma::vec& h) {
  constexpr int kMost = 40000;
  arma::mat w = 1 / arma::sqrt(h);
  const double goal = 1e-6 * static_cast<double>(h.n_elem);
  for (int t = 1; t <= kMost; ++t) {
    step(w, h % w);
    if (arma::accu(h % arma::square(w)) <= goal) return t;
  }
  return arma::datum::nan;
}

double evaluations_of_lbfgs(const arma::vec& h) {
  const FullBatchObjective objective = [h](const arma::vec& w) -> FullBatchLoss {
    return {0.5 * arma::accu(h % w % w), h % w};
  };
  LbfgsOptions options;
  options.gradient_tolerance = 1e-3 * std::sqrt(h.min());  // then the loss is about a millionth
  const LbfgsResult found = submission::lbfgs(objective, 1 / arma::sqrt(h), options);
  return static_cast<double>(found.evaluations);
}

double steps_of_newton(const arma::vec& h) {
  arma::vec w = 1 / arma::sqrt(h);
  const double goal = 1e-6 * static_cast<double>(h.n_elem);
  for (int t = 1; t <= 50; ++t) {
    submission::newton_step(w, h % w, arma::diagmat(h));
    if (arma::accu(h % arma::square(w)) <= goal) return t;
  }
  return arma::datum::nan;
}

void draw_conditions(plot::Panel& panel) {
  const arma::vec conditions = {2, 5, 10, 30, 100, 300, 1000, 2000};
  arma::mat steps(conditions.n_elem, 5);
  for (arma::uword i = 0; i < conditions.n_elem; ++i) {
    const double condition = conditions(i), root = std::sqrt(condition);
    const arma::vec h = arma::exp(arma::linspace(0, std::log(condition), 10));
    // The best rates that there are for curvatures from 1 to `condition`.
    steps(i, 0) = steps_to_a_millionth(step_of_sgd(2 / (1 + condition)), h);
    steps(i, 1) = steps_to_a_millionth(
        step_of_momentum(4 / std::pow(root + 1, 2), std::pow((root - 1) / (root + 1), 2)), h);
    steps(i, 2) = steps_to_a_millionth(
        step_of_nesterov(4 / (3 * condition + 1), 1 - 2 / std::sqrt(3 * condition + 1) * 2 /
                                                          (1 + 2 / std::sqrt(3 * condition + 1))),
        h);
    steps(i, 3) = evaluations_of_lbfgs(h);
    steps(i, 4) = steps_of_newton(h);
  }
  panel.line(conditions, steps.col(0), {"sgd", Colour::vermillion})
      .line(conditions, steps.col(1), {"momentum", Colour::green})
      .line(conditions, steps.col(2), {"nesterov", Colour::purple})
      .line(conditions, steps.col(3), {"lbfgs (evaluations)", Colour::sky})
      .line(conditions, steps.col(4), {"newton_step", Colour::black});
}

}  // namespace

void draw(plot::Figure& figure) {
  figure.title("Downhill, with and without a memory of the way");
  figure.columns(2);
  plot::Panel& ravine = figure.panel(ravine_settings("A ravine: 60 steps of each"));
  draw_ravine(ravine);
  draw_ways(ravine, race_down_the_ravine(), 60);
  plot::Panel& saddle =
      figure.panel(saddle_settings("A saddle: after 30 steps half are on the ridge"));
  draw_saddle(saddle);
  draw_ways(saddle, race_off_the_saddle(), 30);
  draw_schedules(figure.panel({.title = "Schedules",
                               .x = {.label = "epoch"},
                               .y = {.label = "learning rate", .range = plot::Range{0, 1.6}}}));
  draw_conditions(
      figure.panel({.title = "What a condition number costs",
                    .x = {.label = "condition number", .log = true, .range = plot::Range{2, 2000}},
                    .y = {.label = "steps to a millionth of the loss",
                          .log = true,
                          .range = plot::Range{0.7, 3e4}},
                    .legend = plot::Legend::top_left}));
}

void animate(plot::Animation& animation) {
  const std::vector<Racer> down = race_down_the_ravine(), off = race_off_the_saddle();
  animation.pace(std::chrono::milliseconds(120));
  for (arma::uword steps = 0; steps <= 60; ++steps) {
    plot::Figure& frame = animation.frame("Step " + std::to_string(steps));
    frame.columns(2);
    plot::Panel& ravine = frame.panel(ravine_settings("A ravine"));
    draw_ravine(ravine);
    draw_ways(ravine, down, steps);
    plot::Panel& saddle = frame.panel(saddle_settings("A saddle"));
    draw_saddle(saddle);
    draw_ways(saddle, off, steps);
  }
}

}  // namespace descent
