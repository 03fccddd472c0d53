#include "harness/suites/09-babysitting/labelled_curves.hpp"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <stdexcept>

#include "assignments/09-babysitting/small_network.hpp"
#include "datasets/digits.hpp"
#include "datasets/generators.hpp"

namespace descent::suite {
namespace {

using datasets::Dataset;
using datasets::Split;
using small_network::Curves;
using small_network::Nonlinearity;
using small_network::Setting;

// `per_class` digits of each class to train on, and `held` others.
Split some_digits(arma::uword per_class, Rng& rng, arma::uword held = 250) {
  static const Dataset all = [] {
    Dataset digits = datasets::digits();
    digits.inputs /= 16;
    return digits;
  }();
  const arma::uvec order = rng.permutation(all.labels.n_elem);
  arma::uvec taken(10, arma::fill::zeros);
  std::vector<arma::uword> train, rest;
  for (const arma::uword i : order) {
    const bool wanted = taken(all.labels(i)) < per_class;
    if (wanted) ++taken(all.labels(i));
    (wanted ? train : rest).push_back(i);
  }
  return {datasets::subset(all, arma::uvec(train)),
          datasets::subset(all, arma::uvec(rest).head(held))};
}

Split some_spirals(arma::uword points, Rng& rng, arma::uword held = 240) {
  return datasets::split_at_random(
      datasets::spiral(rng, {.arms = 3, .points_per_arm = points + held / 3, .noise = 0.1}), held,
      rng);
}

// Six classes in six dimensions, `spread` apart.
Split some_blobs(double spread, Rng& rng) {
  return datasets::split_at_random(
      datasets::gaussian_blobs(
          rng, {.classes = 6, .per_class = 50, .dimensions = 6, .centre_spread = spread}),
      150, rng);
}

/// A network and its data, with a learning rate that is good for it: the one with the lowest loss
/// at the end, of 10^-2, 10^-1.5, ..., 10^1 (measured over 30 runs each, rounded).
struct Family {
  std::string name;
  std::function<Split(Rng&)> data;
  Setting setting;
  double good;
};

Family digits_with_relus() {
  return {"16 ReLUs on digits",
          [](Rng& rng) { return some_digits(12, rng); },
          {.hidden = {16}, .epochs = 30},
          0.4};
}

Family digits_with_tanh() {
  return {"16 tanh units on digits",
          [](Rng& rng) { return some_digits(12, rng); },
          {.hidden = {16}, .nonlinearity = Nonlinearity::tanh, .gain = 1, .epochs = 30},
          0.8};
}

Family spirals() {
  return {"20 ReLUs on spirals",
          [](Rng& rng) { return some_spirals(45, rng); },
          {.hidden = {20}, .epochs = 60, .batch_size = 15},
          1.0};
}

Family blobs() {
  return {"8 ReLUs on clouds of points",
          [](Rng& rng) { return some_blobs(2.5, rng); },
          {.hidden = {8}, .epochs = 30, .batch_size = 10},
          0.1};
}

/// What follows from the curve alone, to see how far from a border it is. Not the exercise: this is
/// about distances to all borders.
struct Levels {
  bool finite;
  double highest, fall, share, end;  ///< highest and end: as parts of the start
};

Levels levels_of(const arma::vec& losses) {
  const arma::uword n = losses.n_elem, fifth = n / 5, first = (n - fifth) / 2;
  const double start = losses(0), middle = arma::mean(losses.subvec(first, first + fifth - 1)),
               end = arma::mean(losses.tail(fifth));
  return {losses.is_finite(), losses.max() / start, (start - end) / start,
          (start - middle) / (start - end), end / start};
}

bool near(double value, double border, double margin) { return std::abs(value - border) < margin; }

bool close_to_a_border(const Levels& levels) {
  using namespace diagnosis_limits;
  if (!levels.finite) return false;
  if (near(levels.highest, kExplosion, 0.7)) return true;
  if (levels.highest > kExplosion) return false;
  if (near(levels.fall, -kFlat, 0.015) || near(levels.fall, kFlat, 0.01)) return true;
  if (std::abs(levels.fall) < kFlat) return false;
  return near(levels.share, kLateShare, 0.06) || near(levels.share, kStraightShare, 0.04) ||
         near(levels.share, kPlateauShare, 0.06) || near(levels.end, kLow, 0.05);
}

// A rate several times too high makes some runs explode, and some are lucky and arrive. What the
// label promises is a plateau: the third quarter and the fourth are alike, and far from 0.
bool on_a_plateau(const arma::vec& losses) {
  const arma::uword quarter = losses.n_elem / 4;
  const double last = arma::mean(losses.tail(quarter));
  const double third =
      arma::mean(losses.subvec(losses.n_elem - 2 * quarter, losses.n_elem - quarter - 1));
  const double fall = losses(0) - last;
  return losses.is_finite() && losses.max() < 2.3 * losses(0) && last > 0.35 * losses(0) &&
         fall > 0.08 * losses(0) && std::abs(third - last) < 0.08 * fall;
}

// Weights that begin far too small are lucky now and then, and leave the flat part at once. What
// the label promises is that most of the fall comes after the middle.
bool falls_late(const arma::vec& losses) {
  return levels_of(losses).share < diagnosis_limits::kLateShare;
}

struct Plan {
  Family family;
  std::string means;  ///< what is the matter with it
};

Plan with_rate(Family family, double times_good, const std::string& means) {
  family.setting.learning_rate = times_good * family.good;
  return {family, means};
}

Plan with_gain(Family family, double gain, double times_good, const std::string& means) {
  family.setting.gain = gain;
  return with_rate(family, times_good, means);
}

std::vector<Plan> plans(LearningRateDiagnosis label) {
  switch (label) {
    case LearningRateDiagnosis::too_low: {
      const std::string means = "a learning rate that is hundreds of times too low, or more";
      return {with_rate(digits_with_relus(), 1e-5, means),
              with_rate(digits_with_relus(), 5e-4, means),
              with_rate(digits_with_tanh(), 1e-5, means),
              with_rate(digits_with_tanh(), 4e-3, means),
              with_rate(spirals(), 1e-5, means),
              with_rate(spirals(), 5e-4, means),
              with_rate(blobs(), 1e-5, means),
              with_rate(blobs(), 1e-3, means)};
    }
    case LearningRateDiagnosis::good: {
      const std::string means = "a good learning rate";
      return {with_rate(digits_with_relus(), 1, means),
              with_rate(digits_with_relus(), 0.6, means),
              with_rate(digits_with_tanh(), 1, means),
              with_rate(digits_with_tanh(), 0.5, means),
              with_rate(spirals(), 1, means),
              with_rate(blobs(), 1, means),
              with_rate(blobs(), 2, means)};
    }
    case LearningRateDiagnosis::high: {
      // At several times the good rate, ReLUs die and steps overshoot; large initial weights bring
      // the first loss well above the plateau.
      const std::string means = "a learning rate several times too high";
      Family digits = digits_with_relus(), wide = digits_with_relus();
      digits.setting.epochs = 40;
      wide.name = "24 ReLUs on digits";
      wide.setting.hidden = {24};
      wide.setting.epochs = 35;
      return {with_gain(digits, 3, 3.5, means), with_gain(digits, 3, 5, means),
              with_gain(digits, 2.5, 4, means), with_gain(digits, 2.5, 5, means),
              with_gain(wide, 3, 4, means),     with_gain(wide, 2.5, 4, means)};
    }
    case LearningRateDiagnosis::too_high: {
      const std::string means = "a learning rate far too high";
      return {with_rate(digits_with_relus(), 100, means),
              with_rate(digits_with_relus(), 1e6, means),
              with_rate(digits_with_tanh(), 20, means),
              with_rate(digits_with_tanh(), 1e4, means),
              with_rate(spirals(), 50, means),
              with_rate(spirals(), 1e6, means),
              with_rate(blobs(), 100, means),
              with_rate(blobs(), 1e6, means)};
    }
    case LearningRateDiagnosis::bad_initialization: {
      const std::string means = "a good learning rate and weights that began far too small";
      Family deep = digits_with_tanh();
      deep.name = "two layers of tanh units on digits";
      deep.setting.hidden = {16, 16};
      deep.data = [](Rng& random) { return some_digits(20, random); };
      deep.good = 0.3;
      return {with_gain(deep, 0.1, 0.8, means), with_gain(deep, 0.1, 1, means)};
    }
  }
  throw std::logic_error("a label that nobody knows");
}

}  // namespace

std::vector<LossCurve> loss_curves(LearningRateDiagnosis label, Rng& rng) {
  const std::vector<Plan> all = plans(label);
  std::vector<LossCurve> curves;
  for (std::size_t run = 0; curves.size() < kCurvesOfAKind; ++run) {
    if (run > 20 * kCurvesOfAKind) throw std::logic_error("nearly all curves are doubtful");
    const Plan& plan = all[run % all.size()];
    Setting setting = plan.family.setting;
    setting.with_accuracies = false;
    const Curves made = small_network::run(plan.family.data(rng), setting, rng);
    if (close_to_a_border(levels_of(made.losses))) continue;
    if (label == LearningRateDiagnosis::high && !on_a_plateau(made.losses)) continue;
    if (label == LearningRateDiagnosis::bad_initialization && !falls_late(made.losses)) continue;
    curves.push_back({made.losses, fmt::format("{}, with {}", plan.family.name, plan.means)});
  }
  return curves;
}

std::vector<FitCurves> fit_curves(FitDiagnosis label, Rng& rng) {
  struct FitPlan {
    std::string what;
    std::function<Split(Rng&)> data;
    Setting setting;
  };
  // The labels of a part of the examples to train on, at random: only a large network learns them.
  const auto misprinted = [](Split data, Rng& random) {
    for (arma::uword& digit : data.train.labels) {
      if (random.uniform() < 0.25) digit = random.below(data.train.classes);
    }
    return data;
  };
  const std::vector<FitPlan> all = [&]() -> std::vector<FitPlan> {
    switch (label) {
      case FitDiagnosis::overfitting:
        return {{"40 units and 30 digits to learn from",
                 [](Rng& r) { return some_digits(3, r); },
                 {.hidden = {40}, .learning_rate = 0.3, .epochs = 40, .batch_size = 10}},
                {"50 units and 100 digits to learn from, many with wrong labels",
                 [=](Rng& r) { return misprinted(some_digits(10, r), r); },
                 {.hidden = {50}, .learning_rate = 0.3, .epochs = 40, .batch_size = 10}}};
      case FitDiagnosis::more_capacity:
        // Many examples on both sides: chance alone must not open a gap.
        return {{"a linear model on spirals",
                 [](Rng& r) { return some_spirals(400, r, 900); },
                 {.hidden = {}, .gain = 1, .learning_rate = 0.3, .epochs = 10, .batch_size = 50}},
                {"two units on digits",
                 [](Rng& r) { return some_digits(90, r, 800); },
                 {.hidden = {2},
                  .nonlinearity = Nonlinearity::tanh,
                  .gain = 1,
                  .learning_rate = 0.2,
                  .epochs = 10,
                  .batch_size = 30}}};
      case FitDiagnosis::good:
        return {{"30 ReLUs and 1,000 digits to learn from",
                 [](Rng& r) { return some_digits(100, r, 300); },
                 {.hidden = {30}, .learning_rate = 0.15, .epochs = 14, .batch_size = 20}},
                {"40 tanh units and 1,200 digits to learn from",
                 [](Rng& r) { return some_digits(120, r, 300); },
                 {.hidden = {40},
                  .nonlinearity = Nonlinearity::tanh,
                  .gain = 1,
                  .learning_rate = 0.2,
                  .epochs = 10,
                  .batch_size = 20}}};
    }
    throw std::logic_error("a label that nobody knows");
  }();
  std::vector<FitCurves> curves;
  for (std::size_t run = 0; curves.size() < kFitsOfAKind; ++run) {
    if (run > 20 * kFitsOfAKind) throw std::logic_error("nearly all curves are doubtful");
    const FitPlan& plan = all[run % all.size()];
    const Curves made = small_network::run(plan.data(rng), plan.setting, rng);
    const arma::uword fifth = made.training_accuracy.n_elem / 5;
    const double training = arma::mean(made.training_accuracy.tail(fifth));
    const double gap = training - arma::mean(made.validation_accuracy.tail(fifth));
    if (near(gap, diagnosis_limits::kGap, 0.04)) continue;
    if (gap < diagnosis_limits::kGap && near(training, diagnosis_limits::kHigh, 0.02)) continue;
    curves.push_back({made.training_accuracy, made.validation_accuracy, plan.what});
  }
  return curves;
}

}  // namespace descent::suite
