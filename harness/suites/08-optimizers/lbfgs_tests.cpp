// lbfgs: the objective lives in the checker, which counts how often it is asked, and where.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "harness/checks/expect.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const char* const kRead = "l-bfgs";
const char* const kReadSearch = "the-line-search";
const char* const kReadCount = "count-the-evaluations";
const char* const kReadStop = "when-to-stop";

// What is noted of a run. Kept alive by the objective itself, which the diagnosis may ask again:
// then nothing is noted any more, but still counted, from each new start.
struct Log {
  std::vector<arma::vec> points;
  bool open = true;
  bool at_start = false;        ///< the last evaluation was at the start
  std::size_t evaluations = 0;  ///< since the start was left and asked again
};

// Whoever goes on asking must be stopped: no run here needs a tenth of this.
constexpr std::size_t kMostEvaluations = 3000;

struct Journey {
  LbfgsResult result;
  std::vector<arma::vec> points;  ///< where the objective was asked, in order
  bool stopped = false;           ///< it had asked too often

  [[nodiscard]] long long evaluations() const { return static_cast<long long>(points.size()); }
};

Journey run(const FullBatchObjective& objective, const arma::vec& start,
            const LbfgsOptions& options) {
  const auto log = std::make_shared<Log>();
  const FullBatchObjective logged = [=](const arma::vec& w) {
    const bool at_start = w.n_elem == start.n_elem && arma::all(w == start);
    log->evaluations = at_start && !log->at_start ? 1 : log->evaluations + 1;
    log->at_start = at_start;
    if (log->evaluations > kMostEvaluations) {
      *log = {.points = log->points, .open = log->open};
      throw std::length_error("asked too often");
    }
    if (log->open) log->points.push_back(w);
    return objective(w);
  };
  Journey made;
  try {
    made.result = submission::lbfgs(logged, start, options);
  } catch (const std::length_error&) {
    made.stopped = true;
  }
  made.points = log->points;
  log->open = false;
  return made;
}

// Σ 100·(w₂ₖ₊₁ - w₂ₖ²)² + (1 - w₂ₖ)², chained: the Rosenbrock function.
FullBatchLoss rosenbrock(const arma::vec& w) {
  FullBatchLoss at{0, arma::zeros(w.n_elem)};
  for (arma::uword i = 0; i + 1 < w.n_elem; ++i) {
    const double bend = w(i + 1) - w(i) * w(i), rest = 1 - w(i);
    at.loss += 100 * bend * bend + rest * rest;
    at.gradient(i) += -400 * bend * w(i) - 2 * rest;
    at.gradient(i + 1) += 200 * bend;
  }
  return at;
}

const arma::vec kRosenbrockStart = {-1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1};

// ½·(w - minimum)ᵀ·H·(w - minimum), with condition number 100.
struct Bowl {
  arma::mat H;
  arma::vec minimum;

  FullBatchLoss operator()(const arma::vec& w) const {
    const arma::vec gradient = H * (w - minimum);
    return {0.5 * arma::dot(w - minimum, gradient), gradient};
  }
};

Bowl draw_bowl(Rng& rng, arma::uword n) {
  arma::mat Q, r;
  arma::qr(Q, r, rng.normal(n, n));
  const arma::vec curvature = arma::exp(arma::linspace(0, std::log(100.0), n));
  return {Q * arma::diagmat(curvature) * Q.t(), rng.normal(n, 1)};
}

// Wells and hills, coupled: curves down between the wells.
FullBatchLoss wells(const arma::vec& w) {
  FullBatchLoss at{0, arma::zeros(w.n_elem)};
  for (arma::uword i = 0; i < w.n_elem; ++i) {
    const double hill = w(i) * w(i) - 1;
    at.loss += hill * hill / 4;
    at.gradient(i) += hill * w(i);
    if (i == 0) continue;
    const double apart = w(i) - w(i - 1);
    at.loss += 0.05 * apart * apart;
    at.gradient(i) += 0.1 * apart;
    at.gradient(i - 1) -= 0.1 * apart;
  }
  return at;
}

// What every result promises, whatever the objective. False where the run came to no end.
bool expect_a_true_account(const Journey& made, const FullBatchObjective& objective,
                           const arma::vec& start, const LbfgsOptions& options) {
  if (!checks::expect_that(
          !made.stopped, "more than 3000 evaluations", "a few dozen",
          {.what = "the number of evaluations",
           .why = "Your search does not come to an end. Does it stop when the "
                  "gradient is small, when the iterations are used up, and when no "
                  "step lowers the loss?",
           .read = kReadStop})) {
    return false;
  }
  const LbfgsResult& yours = made.result;
  if (!checks::expect_shape(yours.w, start.n_elem, 1, {.what = "w", .read = kRead})) return false;
  if (!checks::expect_finite(yours.w, {.what = "w", .read = kReadSearch})) return false;
  const FullBatchLoss there = objective(yours.w);
  const double steepest = arma::abs(there.gradient).max();
  const bool small = steepest <= options.gradient_tolerance;
  return expect_near(yours.loss, there.loss,
                     {.what = "loss",
                      .why = "It is the objective's value at the w that you return.",
                      .read = kRead}) &&
         checks::expect_equal(static_cast<long long>(yours.evaluations), made.evaluations(),
                              {.what = "evaluations",
                               .why = "So often was the objective asked: the start counts, and so "
                                      "does every trial of a line search.",
                               .read = kReadCount}) &&
         checks::expect_that(yours.converged == small, yours.converged ? "true" : "false",
                             small ? "true" : "false",
                             {.what = "converged",
                              .why = small ? "No entry of the gradient at w exceeds the tolerance."
                                           : "An entry of the gradient at w exceeds the tolerance.",
                              .read = kReadStop}) &&
         checks::expect_between(static_cast<double>(yours.iterations), 0,
                                static_cast<double>(options.max_iterations),
                                {.what = "iterations", .read = kReadStop}) &&
         checks::expect_between(yours.loss, -arma::datum::inf, objective(start).loss,
                                {.what = "the loss at the end",
                                 .why = "It never rises, so it is not above that of the start.",
                                 .read = kReadSearch});
}

bool expect_convergence(const Journey& made, const FullBatchObjective& objective,
                        const arma::vec& start, const LbfgsOptions& options,
                        const std::string& on) {
  return expect_a_true_account(made, objective, start, options) &&
         checks::expect_that(made.result.converged, "false", "true",
                             {.what = "converged, " + on,
                              .why = "Within the iterations that it was given L-BFGS gets there.",
                              .read = kRead});
}

void expect_a_budget(const Journey& made, double most, const std::string& on,
                     const std::string& why) {
  checks::expect_between(
      static_cast<double>(made.evaluations()), 1, most,
      {.what = "the number of evaluations " + on, .why = why, .read = kReadCount});
}

TEST(Lbfgs, SolvesRosenbrocksFunctionWithinItsBudget) {
  const LbfgsOptions options{.memory = 10, .max_iterations = 300, .gradient_tolerance = 1e-6};
  const Journey made = run(rosenbrock, kRosenbrockStart, options);
  if (!expect_convergence(made, rosenbrock, kRosenbrockStart, options,
                          "on Rosenbrock's function in 10 dimensions")) {
    return;
  }
  expect_near(made.result.w, arma::ones(10),
              {.what = "w", .why = "The minimum.", .read = kRead, .tolerance = {1e-4, 1e-4}});
  expect_a_budget(
      made, 200, "on Rosenbrock's function in 10 dimensions",
      "SciPy's L-BFGS-B takes 93, and twice that is allowed. Gradient descent would take "
      "thousands.");
}

TEST(Lbfgs, NeedsOnlyAShortMemory) {
  const LbfgsOptions options{.memory = 4, .max_iterations = 400, .gradient_tolerance = 1e-6};
  const Journey made = run(rosenbrock, kRosenbrockStart, options);
  if (!expect_convergence(made, rosenbrock, kRosenbrockStart, options,
                          "with four pairs in the memory")) {
    return;
  }
  expect_a_budget(made, 250, "with four pairs in the memory",
                  "The newest four pairs are nearly as good as the newest ten. The oldest four "
                  "would be of no use.");
}

// Σ curvatureᵢ·wᵢ²/2 + (√(1 + wᵢ²) - 1)/3. It curves up everywhere, and nowhere twice as much as
// elsewhere: every pair has an s·y so far above 0 that nobody leaves it out or damps it. It is no
// parabola, on which all memories go the same way if the line search finds the lowest point.
FullBatchLoss uneven_dish(const arma::vec& w) {
  const arma::vec curvature = arma::linspace(1, 1.6, w.n_elem);
  const arma::vec root = arma::sqrt(1 + arma::square(w));
  return {arma::accu(arma::square(w) % (curvature / 2 + 1 / (3 * (root + 1)))),
          w % (curvature + 1 / (3 * root))};
}

// The part of a step of length 1 that no combination of these vectors makes.
double part_outside(const arma::vec& step, const arma::mat& vectors) {
  const arma::mat basis = arma::orth(arma::normalise(vectors));
  const arma::vec unit = arma::normalise(step);
  return arma::norm(unit - basis * (basis.t() * unit));
}

// Whatever the line search and the scale are, a step lies in the span of the gradient and of the
// pairs in the memory: with one pair right solutions leave 1e-15 outside, in six steps those that
// use an older one 5e-3 at least. Where each step ends is where a shorter run ends. (Later steps
// are so short that s·y is nearly 0.)
TEST(Lbfgs, KeepsAsManyPairsAsItIsTold) {
  const arma::vec start = {3, -1, 2, 0.5, -2, 1, -0.7, 1.5};
  constexpr arma::uword steps = 6;
  const auto places = [&](arma::uword memory) {
    std::vector<arma::vec> all;
    for (arma::uword most = 0; most <= steps; ++most) {
      const LbfgsOptions options{.memory = memory, .max_iterations = most, .gradient_tolerance = 0};
      const Journey made = run(uneven_dish, start, options);
      if (!expect_a_true_account(made, uneven_dish, start, options)) break;
      all.push_back(made.result.w);
    }
    return all;
  };
  const std::vector<arma::vec> with_one = places(1), with_three = places(3);
  // Longer than ten pairs, which tells whoever keeps ten from whoever keeps all.
  const LbfgsOptions longer{.memory = 1, .max_iterations = 15, .gradient_tolerance = 1e-6};
  const Journey long_way = run(rosenbrock, kRosenbrockStart, longer);
  if (!expect_a_true_account(long_way, rosenbrock, kRosenbrockStart, longer)) return;
  if (with_one.size() <= steps || with_three.size() <= steps) return;

  const auto gradient = [](const arma::vec& w) { return uneven_dish(w).gradient; };
  double older = 0, newest = 0, others = 0;
  for (arma::uword k = 1; k < steps; ++k) {
    const arma::vec &before = with_one[k - 1], &here = with_one[k];
    const arma::vec step = with_one[k + 1] - here, y = gradient(here) - gradient(before);
    older = std::max(older, part_outside(step, arma::join_rows(gradient(here), here - before, y)));
    newest = std::max(newest, part_outside(step, gradient(here)));
    others = std::max(others, arma::norm(with_three[k + 1] - with_one[k + 1]) / arma::norm(step));
  }
  checks::expect_between(older, 0, 1e-6,
                         {.what = "the part of a step that older pairs make, with a memory of 1",
                          .why = "Only the newest options.memory pairs are kept: the direction is "
                                 "made of the gradient, s and y of the last step.",
                          .read = "the-memory"}) &&
      checks::expect_greater(newest, 1e-3,
                             {.what = "the part of a step that the newest pair makes, with a "
                                      "memory of 1",
                              .why = "One pair is kept, and changes the direction.",
                              .read = "the-memory"}) &&
      checks::expect_greater(others, 1e-3,
                             {.what = "how far the ways with a memory of 1 and of 3 lie apart",
                              .why = "The newest options.memory pairs are kept, here three, and "
                                     "all of them change the direction.",
                              .read = "the-memory"});
}

TEST(Lbfgs, SolvesQuadratics) {
  Rng rng(remote::test_seed());
  struct Solved {
    Journey made;
    Bowl bowl;
    arma::vec start;
  };
  const LbfgsOptions options{.memory = 8, .max_iterations = 100, .gradient_tolerance = 1e-8};
  std::vector<Solved> all;
  for (const arma::uword n : arma::uvec{2, 5, 12}) {
    const Bowl bowl = draw_bowl(rng, n);
    const arma::vec start = 3 * rng.normal(n, 1);
    all.push_back({run(bowl, start, options), bowl, start});
  }
  for (const Solved& each : all) {
    if (!expect_convergence(each.made, each.bowl, each.start, options, "on a quadratic")) return;
    if (!expect_near(each.made.result.w, each.bowl.minimum,
                     {.what = "w", .read = kRead, .tolerance = {1e-6, 1e-6}})) {
      return;
    }
    expect_a_budget(each.made, 100, "on a quadratic with a condition number of 100",
                    "About thirty are enough. Gradient descent takes a thousand.");
  }
}

TEST(Lbfgs, DoesNotMindTheScaleOfTheLoss) {
  Rng rng(remote::test_seed());
  const Bowl bowl = draw_bowl(rng, 6);
  const arma::vec start = 3 * rng.normal(6, 1);
  std::vector<Journey> runs;
  for (const double scale : {1e-4, 1e5}) {
    const FullBatchObjective scaled = [=](const arma::vec& w) {
      FullBatchLoss at = bowl(w);
      at.loss *= scale;
      at.gradient *= scale;
      return at;
    };
    const LbfgsOptions options{
        .memory = 8, .max_iterations = 100, .gradient_tolerance = 1e-6 * scale};
    runs.push_back(run(scaled, start, options));
    if (!expect_convergence(runs.back(), scaled, start, options, "on a loss in other units"))
      return;
    expect_a_budget(runs.back(), 120, "on a loss in other units",
                    "The pairs tell the scale; only the first step has to find it.");
  }
}

TEST(Lbfgs, FindsItsWayOutOfHills) {
  Rng rng(remote::test_seed());
  const LbfgsOptions options{.memory = 6, .max_iterations = 200, .gradient_tolerance = 1e-7};
  for (int i = 0; i < 4; ++i) {
    const arma::vec start = 0.4 * rng.normal(5, 1);  // where most of it curves down
    const Journey made = run(wells, start, options);
    if (!expect_convergence(made, wells, start, options, "from a place that curves down")) return;
    expect_a_budget(made, 150, "from a place that curves down",
                    "Pairs with s·y <= 0 make bad directions; left out, they do no harm.");
  }
}

TEST(Lbfgs, StepsBackFromWhereTheLossIsNotFinite) {
  const auto barrier = [](double outside) -> FullBatchObjective {
    return [outside](const arma::vec& w) -> FullBatchLoss {  // Σ (w - log w), for w > 0 only
      if (w.min() <= 0) return {outside, arma::vec(w.n_elem, arma::fill::value(outside))};
      return {arma::accu(w - arma::log(w)), 1 - 1 / w};
    };
  };
  const LbfgsOptions options{.memory = 10, .max_iterations = 100, .gradient_tolerance = 1e-7};
  const arma::vec start = {10, 30, 0.05};
  for (const double outside : {kNan, arma::datum::inf}) {
    const Journey made = run(barrier(outside), start, options);
    if (!expect_convergence(made, barrier(outside), start, options,
                            "on a loss that is not finite everywhere")) {
      return;
    }
    expect_near(made.result.w, arma::ones(3),
                {.what = "w", .read = kReadSearch, .tolerance = {1e-5, 1e-5}});
  }
}

TEST(Lbfgs, NeverRises) {
  std::vector<double> losses;
  for (arma::uword most = 0; most <= 12; ++most) {
    const LbfgsOptions options{.memory = 5, .max_iterations = most, .gradient_tolerance = 1e-6};
    const Journey made = run(rosenbrock, kRosenbrockStart, options);
    if (!expect_a_true_account(made, rosenbrock, kRosenbrockStart, options)) return;
    losses.push_back(made.result.loss);
  }
  for (std::size_t i = 1; i < losses.size(); ++i) {
    if (!checks::expect_less(
            losses[i], losses[i - 1],
            {.what =
                 "the loss after " + std::to_string(i) + " iterations, against that after one less",
             .why = "An iteration ends only at a point that is lower than where it "
                    "began.",
             .read = kReadSearch})) {
      return;
    }
  }
}

TEST(Lbfgs, EndsWhenTheIterationsAreUsedUp) {
  const LbfgsOptions none{.memory = 5, .max_iterations = 0, .gradient_tolerance = 1e-6};
  const LbfgsOptions three{.memory = 5, .max_iterations = 3, .gradient_tolerance = 1e-6};
  const Journey of_none = run(rosenbrock, kRosenbrockStart, none);
  const Journey of_three = run(rosenbrock, kRosenbrockStart, three);
  if (!expect_a_true_account(of_none, rosenbrock, kRosenbrockStart, none)) return;
  if (!expect_a_true_account(of_three, rosenbrock, kRosenbrockStart, three)) return;
  expect_near(of_none.result.w, kRosenbrockStart,
              {.what = "w after no iteration at all",
               .why = "It is where it began.",
               .read = kReadStop,
               .tolerance = checks::kExact});
  checks::expect_equal(of_none.evaluations(), 1,
                       {.what = "the number of evaluations without an iteration",
                        .why = "Only the start is asked.",
                        .read = kReadCount});
  checks::expect_equal(
      static_cast<long long>(of_three.result.iterations), 3,
      {.what = "iterations, where three are allowed and many needed", .read = kReadStop});
}

TEST(Lbfgs, EndsAtOnceAtAMinimum) {
  const LbfgsOptions options{.memory = 5, .max_iterations = 50, .gradient_tolerance = 1e-6};
  const Journey made = run(rosenbrock, arma::ones(6), options);
  if (!expect_a_true_account(made, rosenbrock, arma::ones(6), options)) return;
  checks::expect_equal(made.evaluations(), 1,
                       {.what = "the number of evaluations from a minimum",
                        .why = "The gradient at the start is within the tolerance already.",
                        .read = kReadStop});
  checks::expect_equal(static_cast<long long>(made.result.iterations), 0,
                       {.what = "iterations from a minimum", .read = kReadStop});
}

TEST(Lbfgs, EndsSoonerWithALooserTolerance) {
  std::vector<long long> evaluations;
  for (const double tolerance : {10.0, 0.1, 1e-8}) {
    const LbfgsOptions options{
        .memory = 10, .max_iterations = 300, .gradient_tolerance = tolerance};
    const Journey made = run(rosenbrock, kRosenbrockStart, options);
    if (!expect_convergence(made, rosenbrock, kRosenbrockStart, options,
                            "with another tolerance")) {
      return;
    }
    evaluations.push_back(made.evaluations());
  }
  const checks::About about{.what = "evaluations with a looser tolerance, against a tighter one",
                            .why =
                                "It ends as soon as no entry of the gradient exceeds "
                                "gradient_tolerance.",
                            .read = kReadStop};
  checks::expect_less(static_cast<double>(evaluations[0]), static_cast<double>(evaluations[1]),
                      about);
  checks::expect_less(static_cast<double>(evaluations[1]), static_cast<double>(evaluations[2]),
                      about);
}

TEST(Lbfgs, LooksAtTheLargestEntryOfTheGradient) {
  // 400 equal bowls: the largest entry of the gradient is a twentieth of its length.
  const FullBatchObjective flat = [](const arma::vec& w) -> FullBatchLoss {
    return {0.5 * arma::dot(w, w), w};
  };
  const arma::vec start(400, arma::fill::value(0.9));
  const LbfgsOptions options{.memory = 5, .max_iterations = 50, .gradient_tolerance = 1};
  const Journey made = run(flat, start, options);
  if (!expect_a_true_account(made, flat, start, options)) return;
  checks::expect_equal(made.evaluations(), 1,
                       {.what = "evaluations from a gradient of 400 entries of 0.9, to within 1",
                        .why = "No entry exceeds the tolerance. (The length of the gradient does.)",
                        .read = kReadStop});
}

TEST(Lbfgs, AsksNowhereTwice) {
  const LbfgsOptions options{.memory = 10, .max_iterations = 300, .gradient_tolerance = 1e-6};
  const Journey made = run(rosenbrock, kRosenbrockStart, options);
  if (!expect_a_true_account(made, rosenbrock, kRosenbrockStart, options)) return;
  long long twice = 0;
  for (std::size_t i = 1; i < made.points.size(); ++i) {
    for (std::size_t j = i >= 8 ? i - 8 : 0; j < i; ++j) {
      if (arma::all(made.points[i] == made.points[j])) {
        ++twice;
        break;
      }
    }
  }
  checks::expect_equal(twice, 0,
                       {.what = "how often the objective was asked where it had been asked before",
                        .why = "Loss and gradient come together, from one pass over all the data. "
                               "Keep both from the last trial of the line search.",
                        .read = kReadCount});
}

TEST(Lbfgs, GivesUpWhereNoStepLowersTheLoss) {
  // The gradient points the wrong way.
  const FullBatchObjective wrong = [](const arma::vec& w) -> FullBatchLoss {
    return {0.5 * arma::dot(w, w), -w};
  };
  const arma::vec start = {1, -2, 3};
  const LbfgsOptions options{.memory = 5, .max_iterations = 50, .gradient_tolerance = 1e-6};
  const Journey made = run(wrong, start, options);
  if (!expect_a_true_account(made, wrong, start, options)) return;
  expect_near(made.result.w, start,
              {.what = "w where the gradient is wrong",
               .why = "Along minus the gradient the loss rises: no step is better than none.",
               .read = kReadStop});
}

TEST(Lbfgs, LetsExceptionsOfTheObjectivePass) {
  const FullBatchObjective broken = [](const arma::vec& w) -> FullBatchLoss {
    if (w(0) < 5) throw std::domain_error("the objective cannot be evaluated here");
    return {w(0), {1}};
  };
  std::string came = "no exception";
  try {
    submission::lbfgs(broken, {5.5}, LbfgsOptions{});
  } catch (const std::domain_error&) {
    came = "the objective's own";
  }
  checks::expect_that(came == "the objective's own", came, "the objective's own",
                      {.what = "the exception where the objective throws one",
                       .why = "You cannot know what it means; who called you may.",
                       .read = "refuse-bad-input"});
}

TEST(Lbfgs, RemembersNothing) {
  Rng rng(remote::test_seed());
  const Bowl bowl = draw_bowl(rng, 5);
  const arma::vec start = rng.normal(5, 1);
  const LbfgsOptions options{.memory = 5, .max_iterations = 6, .gradient_tolerance = 1e-9};
  const Journey first = run(bowl, start, options);
  run(wells, rng.normal(3, 1), options);
  const Journey second = run(bowl, start, options);
  if (!expect_a_true_account(first, bowl, start, options)) return;
  expect_near(second.result.w, first.result.w,
              {.what = "w of the same run a second time",
               .why = "Another run took place in between. Are pairs kept in a static variable?",
               .read = "a-state-for-each-parameter",
               .tolerance = checks::kExact});
}

TEST(Lbfgs, RefusesBadInput) {
  const FullBatchObjective good = [](const arma::vec& w) -> FullBatchLoss {
    return {0.5 * arma::dot(w, w), w};
  };
  const auto with = [](const FullBatchObjective& objective, const arma::vec& start,
                       const LbfgsOptions& options = {}) {
    return [=] { submission::lbfgs(objective, start, options); };
  };
  expect_refusal("an empty function", with({}, {1, 2}));
  expect_refusal("a start without entries", with(good, {}));
  expect_refusal("a memory of 0",
                 with(good, {1, 2}, {.memory = 0, .max_iterations = 9, .gradient_tolerance = 1}));
  expect_refusal("a tolerance of -1",
                 with(good, {1, 2}, {.memory = 5, .max_iterations = 9, .gradient_tolerance = -1}));
  expect_refusal(
      "a tolerance that is NaN",
      with(good, {1, 2}, {.memory = 5, .max_iterations = 9, .gradient_tolerance = kNan}));
  expect_refusal("a gradient of another length", with(
                                                     [](const arma::vec&) -> FullBatchLoss {
                                                       return {1, {1, 2, 3}};
                                                     },
                                                     {1, 2}));
  expect_refusal("a loss at the start that is NaN", with(
                                                        [](const arma::vec& w) -> FullBatchLoss {
                                                          return {kNan, w};
                                                        },
                                                        {1, 2}));
  expect_refusal("a gradient at the start that is infinite",
                 with(
                     [](const arma::vec& w) -> FullBatchLoss {
                       return {1, arma::datum::inf * w};
                     },
                     {1, 2}));
}

}  // namespace
}  // namespace descent::suite
