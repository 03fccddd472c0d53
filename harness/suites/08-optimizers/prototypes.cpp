#include "prototypes.hpp"

#include <array>
#include <cmath>

#include "harness/checks/expect.hpp"

namespace descent::suite {
namespace {

struct Shape {
  const char* name;
  double start;
  double (*loss)(double w);
  double (*slope)(double w);
};

// A gentle slope, a wall of twenty times its steepness, and a gentle bowl below it.
constexpr double kFoot = 1, kEdge = 1.2, kGentle = 0.5, kSteep = 10;

const std::array<Shape, 7> kShapes = {{
    {"a quadratic bowl", 2, [](double w) { return w * w / 2; }, [](double w) { return w; }},
    {"an absolute value", 1.5371, [](double w) { return std::abs(w); },
     [](double w) { return w > 0 ? 1.0 : -1.0; }},
    {"a rectified line", 1.8173, [](double w) { return std::max(0.0, w); },
     [](double w) { return w > 0 ? 1.0 : 0.0; }},
    {"a cliff", 1.7119,
     [](double w) {
       if (w < kFoot) return kGentle * w * w / 2;
       if (w < kEdge) return kGentle / 2 + kSteep * (w - kFoot);
       return kGentle / 2 + kSteep * (kEdge - kFoot) + kGentle * (w - kEdge);
     },
     [](double w) {
       if (w < kFoot) return kGentle * w;
       return w < kEdge ? kSteep : kGentle;
     }},
    {"a Gaussian hollow", 1.6, [](double w) { return 1 - std::exp(-w * w / 2); },
     [](double w) { return w * std::exp(-w * w / 2); }},
    {"a bowl a hundred times flatter", 2, [](double w) { return 0.01 * w * w / 2; },
     [](double w) { return 0.01 * w; }},
    {"the falling side of a saddle", 0.05, [](double w) { return std::cos(w); },
     [](double w) { return -std::sin(w); }},
}};

const std::array<const char*, 5> kNoises = {"without noise", "with a little additive noise",
                                            "with much additive noise", "with multiplicative noise",
                                            "with two of three gradients masked out"};

// What one step's noise makes of a gradient: gain · gradient + offset.
struct Noise {
  arma::mat gain, offset;
};

Noise draw_noise(Rng& rng) {
  const arma::uword rows = kShapes.size();
  Noise noise{arma::ones(rows, kNoises.size()), arma::zeros(rows, kNoises.size())};
  noise.offset.col(1) = 0.1 * rng.normal(rows, 1);
  noise.offset.col(2) = rng.normal(rows, 1);
  noise.gain.col(3) = 1 + rng.normal(rows, 1);
  for (arma::uword i = 0; i < rows; ++i) noise.gain(i, 4) = rng.below(3) == 0 ? 3 : 0;
  return noise;
}

template <class F>
arma::mat on_each(const arma::mat& w, const F& f) {
  arma::mat result(arma::size(w));
  for (arma::uword i = 0; i < w.n_rows; ++i) {
    for (arma::uword j = 0; j < w.n_cols; ++j) result(i, j) = f(kShapes[i], w(i, j));
  }
  return result;
}

arma::mat losses(const arma::mat& w) {
  return on_each(w, [](const Shape& shape, double at) { return shape.loss(at); });
}

arma::mat slopes(const arma::mat& w) {
  return on_each(w, [](const Shape& shape, double at) { return shape.slope(at); });
}

constexpr std::size_t kSteps = 150, kLast = 30;

// One step of whatever walks here, given the gradient as a function.
using Walker = std::function<void(arma::mat& w, const GradientAt& gradient)>;

/// How far each loss has fallen, as the mean over the last steps.
arma::mat descend(const Walker& walker, const std::vector<Noise>& noises) {
  arma::mat w = on_each(arma::zeros(kShapes.size(), kNoises.size()),
                        [](const Shape& shape, double) { return shape.start; });
  const arma::mat first = losses(w);
  arma::mat fall(arma::size(w));
  for (std::size_t t = 0; t < kSteps; ++t) {
    const GradientAt gradient = [noise = noises[t]](const arma::mat& at) -> arma::mat {
      return noise.gain % slopes(at) + noise.offset;
    };
    walker(w, gradient);
    if (t >= kSteps - kLast) fall += (first - losses(w)) / static_cast<double>(kLast);
  }
  return fall;
}

void judge(const std::string& name, const std::string& read, const Walker& yours,
           const Walker& right, Rng& rng) {
  std::vector<Noise> noises;
  for (std::size_t t = 0; t < kSteps; ++t) noises.push_back(draw_noise(rng));
  const arma::mat fall = descend(yours, noises);
  const arma::mat goal = descend(right, noises);
  for (arma::uword i = 0; i < kShapes.size(); ++i) {
    for (arma::uword j = 0; j < kNoises.size(); ++j) {
      // A loss that rises under noise may rise: but hardly more than it must.
      const double bound = goal(i, j) - 0.1 * std::abs(goal(i, j)) - 1e-9;
      const checks::About about{
          .what =
              std::string("how far ") + name + " descends " + kShapes[i].name + " " + kNoises[j],
          .why =
              "At least nine tenths of what the right rule does with the same options and the "
              "same noise.",
          .read = read};
      if (!checks::expect_between(fall(i, j), bound, arma::datum::inf, about)) return;
    }
  }
}

}  // namespace

void expect_prototypes(const Rule& rule, Rng& rng) {
  const auto with_gradient = [](const Step& step) -> Walker {
    return [step](arma::mat& w, const GradientAt& gradient) { step(w, gradient(w)); };
  };
  judge(rule.name, rule.read, with_gradient(rule.yours()), with_gradient(rule.right()), rng);
}

void expect_lookahead_prototypes(const MomentumOptions& options, Rng& rng) {
  judge("nesterov_lookahead", "the-look-ahead-form", your_lookahead(options),
        right_lookahead(options), rng);
}

}  // namespace descent::suite
