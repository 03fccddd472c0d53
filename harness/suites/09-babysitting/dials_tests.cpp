#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

// --- exploded

struct LossCase {
  arma::vec losses;
  bool exploded;
  std::string what;  ///< "a loss that ..."
};

// All calls come before the first comparison, so that the diagnosis sees every one of them.
void expect_explosions(const std::vector<LossCase>& cases, const std::string& why) {
  std::vector<bool> yours;
  for (const LossCase& c : cases) yours.push_back(submission::exploded(c.losses));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!checks::expect_that(
            yours[i] == cases[i].exploded, yours[i] ? "true" : "false",
            cases[i].exploded ? "true" : "false",
            {.what = "exploded, for " + cases[i].what, .why = why, .read = "exploded"})) {
      return;
    }
  }
}

TEST(Exploded, LooksAtEveryLoss) {
  expect_explosions(
      {{{2.3, 1.9, 1.4, 1.2}, false, "losses that fall"},
       {{2.3, 2.3, 2.3}, false, "losses that do not move"},
       {{1.0, 1.7, 2.4, 2.9}, false, "a rise to 2.9 times the first loss"},
       {{1.0, 2.0, 2.9, 3.2}, true, "a rise to 3.2 times the first loss, slowly"},
       {{1.0, 1.6, 2.5, 4.0, 6.3}, true, "losses of which each is 1.6 times the one before"},
       {{1.0, 9.0, 0.8, 0.5}, true, "a loss that shot up and came back"},
       {{1.0, 0.4, 3.1, 0.4, 0.3}, true, "a loss that shot up in the middle"},
       {{1.0, 0.9, 0.7, 3.3}, true, "a loss that shoots up at the end"},
       {{2.0, 0.01, 0.5, 1.9}, false, "a loss that falls, and comes back to where it was"},
       {{2.0, 0.1, 5.5, 0.1}, false, "a peak of 2.75 times the first loss"},
       {{0.01, 0.02, 0.05}, true, "small losses, five times the first"},
       {{0.01, 0.02, 0.025}, false, "small losses, 2.5 times the first"},
       {{100, 150, 280}, false, "large losses, 2.8 times the first"},
       {{4.0}, false, "a single loss"}},
      "True as soon as any of the losses is more than three times the first one.");
}

TEST(Exploded, TakesThreeTimesAsNotYetAnExplosion) {
  expect_explosions({{{2.0, 6.0}, false, "a loss of exactly three times the first"},
                     {{2.0, 6.0 * (1 + 1e-9)}, true, "a loss a little above three times the first"},
                     {{0.5, 1.5, 1.0}, false, "a peak of exactly three times the first"},
                     {{0.0, 0.0}, false, "losses of 0"},
                     {{0.0, 0.1}, true, "a loss that was 0 and is not any more"}},
                    "More than three times the first loss: not as much as, but more.");
}

TEST(Exploded, KnowsNumbersThatAreNone) {
  std::vector<LossCase> cases;
  for (const double bad : {kNan, kInf, -kInf}) {
    const std::string name = std::isnan(bad) ? "NaN" : (bad > 0 ? "infinity" : "minus infinity");
    cases.push_back({{bad, 2.0, 1.0}, true, name + " at the beginning"});
    cases.push_back({{2.0, bad, 1.0}, true, name + " in the middle"});
    cases.push_back({{2.0, 1.5, bad}, true, name + " at the end"});
    cases.push_back({{bad}, true, name + " alone"});
  }
  cases.push_back({{kNan, kNan, kNan}, true, "nothing but NaN"});
  cases.push_back({{1.0, 0.5, 0.2}, false, "losses that fall"});
  expect_explosions(cases,
                    "A loss that is not finite has exploded, wherever it stands. Every comparison "
                    "with NaN is false, and max() passes over it.");
}

TEST(Exploded, AgreesWithTheDefinition) {
  Rng rng(remote::test_seed());
  std::vector<LossCase> cases;
  for (int k = 0; k < 40; ++k) {
    const arma::uword n = 2 + rng.below(20);
    arma::vec losses = arma::vectorise(rng.uniform(n, 1, 0.5, 1.5));
    const arma::uword peak = rng.below(n);
    if (k % 2 == 0) losses(peak) = losses(0) * (k % 4 == 0 ? 3.3 : 2.7);
    bool any = false;
    for (const double loss : losses) any = any || loss > 3 * losses(0);
    cases.push_back({losses, any, "a random curve"});
  }
  expect_explosions(cases, "True where any loss is more than three times the first one.");
}

TEST(Exploded, RefusesBadInput) {
  expect_refusal("no losses", [] { submission::exploded(arma::vec()); });
}

// --- epochs_seen

struct EpochCase {
  arma::uword iterations, examples, batch_size;
  double epochs;
};

void expect_epochs(const std::vector<EpochCase>& cases, const std::string& why) {
  arma::vec yours(cases.size()), expected(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    yours(i) = submission::epochs_seen(cases[i].iterations, cases[i].examples, cases[i].batch_size);
    expected(i) = cases[i].epochs;
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!expect_near(
            yours(i), expected(i),
            {.what = fmt::format("epochs seen after {} iterations, with {} examples in "
                                 "batches of {}",
                                 cases[i].iterations, cases[i].examples, cases[i].batch_size),
             .why = why,
             .read = "epochs-not-iterations"})) {
      return;
    }
  }
}

TEST(EpochsSeen, CountsTheLastBatchForWhatItHas) {
  expect_epochs({{0, 10, 4, 0},
                 {1, 10, 4, 0.4},
                 {2, 10, 4, 0.8},
                 {3, 10, 4, 1},
                 {4, 10, 4, 1.4},
                 {6, 10, 4, 2},
                 {8, 10, 4, 2.8},
                 {300, 10, 4, 100},
                 {1, 7, 5, 5.0 / 7},
                 {2, 7, 5, 1},
                 {5, 7, 5, 2 + 5.0 / 7}},
                "An epoch of 10 examples in batches of 4 is three iterations, of 4, 4 and 2 "
                "examples; then the next begins.");
}

TEST(EpochsSeen, CountsFullBatches) {
  expect_epochs({{1, 12, 4, 1.0 / 3},
                 {3, 12, 4, 1},
                 {7, 12, 4, 7.0 / 3},
                 {500, 50000, 100, 1},
                 {1250, 50000, 100, 2.5},
                 {391, 50000, 128, 1},
                 {390, 50000, 128, 0.9984},
                 {3910, 50000, 128, 10}},
                "examples / batch_size iterations are an epoch, rounded up.");
}

TEST(EpochsSeen, TakesAllExamplesWhereABatchWouldHoldMore) {
  expect_epochs({{0, 5, 100, 0},
                 {1, 5, 100, 1},
                 {3, 5, 100, 3},
                 {4, 5, 5, 4},
                 {7, 1, 1, 7},
                 {2, 1, 64, 2},
                 {1, 5, 1, 0.2},
                 {12, 5, 1, 2.4}},
                "A batch cannot have more examples than there are: each iteration is then an "
                "epoch.");
}

TEST(EpochsSeen, AgreesWithCountingExamples) {
  Rng rng(remote::test_seed());
  std::vector<EpochCase> cases;
  for (int k = 0; k < 30; ++k) {
    const arma::uword examples = 1 + rng.below(60), batch = 1 + rng.below(25);
    const arma::uword iterations = rng.below(100);
    arma::uword whole = 0, seen = 0;  // a training loop that only counts
    for (arma::uword i = 0; i < iterations; ++i) {
      seen += std::min(batch, examples - seen);
      if (seen < examples) continue;
      ++whole;
      seen = 0;
    }
    cases.push_back(
        {iterations, examples, batch,
         static_cast<double>(whole) + static_cast<double>(seen) / static_cast<double>(examples)});
  }
  expect_epochs(cases, "What a training loop would have seen, example by example.");
}

TEST(EpochsSeen, RefusesBadInput) {
  expect_refusal("no examples", [] { submission::epochs_seen(3, 0, 4); });
  expect_refusal("a batch_size of 0", [] { submission::epochs_seen(3, 10, 0); });
}

// --- smooth

void expect_smoothed(const std::vector<std::pair<arma::vec, arma::uword>>& inputs,
                     const std::vector<arma::vec>& expected, const std::string& why) {
  std::vector<arma::vec> yours;
  for (const auto& [values, window] : inputs) yours.push_back(submission::smooth(values, window));
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!expect_near(yours[i], expected[i],
                     {.what = fmt::format("{} values, smoothed with window {}",
                                          inputs[i].first.n_elem, inputs[i].second),
                      .why = why,
                      .read = "smoothing"})) {
      return;
    }
  }
}

// Values worked out on paper.
TEST(Smooth, IsTheMeanOfTheLastWindow) {
  const arma::vec values = {6, 2, 4, 12, -3, 9};
  expect_smoothed(
      {{values, 1}, {values, 2}, {values, 3}, {values, 4}},
      {values, {6, 4, 3, 8, 4.5, 3}, {6, 4, 4, 6, 13.0 / 3, 6}, {6, 4, 4, 6, 3.75, 5.5}},
      "Entry i is the mean of itself and of the window - 1 before it; at the beginning, "
      "of those that there are.");
}

TEST(Smooth, HasNoBiasAtTheBeginning) {
  const arma::vec level(9, arma::fill::value(2.3));
  const arma::vec falling = arma::linspace(8, 1, 8);
  expect_smoothed({{level, 4}, {level, 30}, {falling, 30}},
                  {level, level, arma::linspace(8, 4.5, 8)},
                  "A curve that does not move stays as it is. Where the window is longer than the "
                  "curve, each entry is the mean of all from the beginning.");
}

TEST(Smooth, AgreesWithTheDefinition) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<arma::vec, arma::uword>> inputs;
  std::vector<arma::vec> expected;
  for (int k = 0; k < 6; ++k) {
    const arma::vec values = rng.normal(5 + rng.below(40), 1);
    const arma::uword window = 2 + rng.below(12);
    arma::vec means(values.n_elem);
    for (arma::uword i = 0; i < values.n_elem; ++i) {
      double sum = 0, count = 0;
      for (arma::uword back = 0; back < window && back <= i; ++back, ++count) {
        sum += values(i - back);
      }
      means(i) = sum / count;
    }
    inputs.emplace_back(values, window);
    expected.push_back(means);
  }
  expect_smoothed(inputs, expected, "Each entry is the mean of its own window.");
}

TEST(Smooth, ForgetsWhatHasLeftTheWindow) {
  const arma::vec values = {2, 4, kNan, 6, 8, 10, 12};
  const arma::vec infinite = {1, kInf, 3, 5, 7};
  const std::string why =
      "A NaN, an infinity or a huge number is in the means of its own windows and nowhere else. A "
      "running sum that takes off what leaves the window never gets rid of them.";
  const arma::vec jump = submission::smooth({2, 1e17, 6, 8, 10, 12}, 2);
  expect_smoothed(
      {{values, 2}, {values, 3}, {infinite, 2}},
      {{2, 3, kNan, kNan, 7, 9, 11}, {2, 3, kNan, kNan, kNan, 8, 10}, {1, kInf, kInf, 4, 6}}, why);
  if (jump.n_elem != 6) return;  // another test says so
  expect_near(jump(5), 11.0,
              {.what = "the mean of 10 and 12, four entries behind a huge number",
               .why = why,
               .read = "smoothing"});
}

TEST(Smooth, TakesCurvesOfAnyLength) {
  expect_smoothed({{arma::vec(), 3}, {{5}, 1}, {{5}, 4}, {{5, 7}, 1000000}},
                  {arma::vec(), {5}, {5}, {5, 6}}, "As many entries as there are values.");
}

TEST(Smooth, RefusesBadInput) {
  expect_refusal("a window of 0", [] { submission::smooth({1, 2, 3}, 0); });
}

// --- update_ratio

using Parameters = std::vector<arma::mat>;

// Values from harness/tests/crosscheck/babysitting.py.
TEST(UpdateRatio, IsTheRatioOfFrobeniusNorms) {
  // ‖before‖ = 5 and 2·√3, ‖after - before‖ = 0.05 and 0.06.
  const Parameters before = {{{3, 0}, {0, 4}}, arma::mat(3, 4, arma::fill::value(-1.0))};
  Parameters after = before;
  after[0] += arma::mat{{0.03, 0}, {0, 0.04}};
  after[1](1, 2) += 0.06;
  expect_near(submission::update_ratio(before, after), arma::rowvec{0.01, 0.0173205080756888},
              {.what = "the ratios of two parameters",
               .why = "0.05 / 5, and 0.06 / √12: Frobenius, the root of the sum of all squares.",
               .read = "the-update-ratio",
               .tolerance = checks::kHandValue});
}

TEST(UpdateRatio, IsOneNumberForEachParameter) {
  Rng rng(remote::test_seed());
  const Parameters before = {rng.normal(7, 5), 0.1 * rng.normal(1, 5), 4 * rng.normal(5, 3),
                             rng.normal(6, 1)};
  Parameters after;
  arma::rowvec expected(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat step = std::pow(10.0, -4 + static_cast<double>(p)) *
                           rng.normal(before[p].n_rows, before[p].n_cols);
    after.push_back(before[p] + step);
    double up = 0, down = 0;
    for (arma::uword i = 0; i < step.n_elem; ++i) {
      up += (after[p][i] - before[p][i]) * (after[p][i] - before[p][i]);
      down += before[p][i] * before[p][i];
    }
    expected(p) = std::sqrt(up / down);
  }
  expect_near(submission::update_ratio(before, after), expected,
              {.what = "the ratios of four parameters",
               .why = "Each parameter has a ratio of its own, biases too: the norm of its update, "
                      "divided by its own norm before the update.",
               .read = "the-update-ratio"});
}

TEST(UpdateRatio, DoesNotDependOnSignAndScale) {
  Rng rng(remote::test_seed());
  const arma::mat W = rng.normal(4, 6), step = 0.01 * rng.normal(4, 6);
  const arma::rowvec plus = submission::update_ratio({W}, {W + step});
  const arma::rowvec minus = submission::update_ratio({-W}, {-W - step});
  const arma::rowvec large = submission::update_ratio({1e3 * W}, {1e3 * (W + step)});
  const arma::rowvec flipped = submission::update_ratio({W}, {W - step});
  const double ratio = std::sqrt(arma::accu(step % step) / arma::accu(W % W));
  const std::string why = "The same part of the weights, whatever their sign and scale.";
  for (const arma::rowvec& yours : {plus, minus, large, flipped}) {
    if (!expect_near(yours, arma::rowvec{ratio},
                     {.what = "the ratio of one parameter",
                      .why = why,
                      .read = "the-update-ratio",
                      .tolerance = checks::kTrajectory})) {
      return;
    }
  }
}

// An update that turns the weights and keeps their norm is an update, too.
TEST(UpdateRatio, SeesARotation) {
  expect_near(submission::update_ratio({{{1, 0}, {0, 1}}}, {{{0, -1}, {1, 0}}}),
              arma::rowvec{std::sqrt(2.0)},
              {.what = "the ratio of a rotation",
               .why = "‖after - before‖ is 2 and ‖before‖ is √2. The norm of the difference is not "
                      "the difference of the norms.",
               .read = "the-update-ratio"});
}

TEST(UpdateRatio, KnowsWhatToDoWithZeros) {
  const arma::mat zeros(2, 3, arma::fill::zeros), ones(2, 3, arma::fill::ones);
  expect_near(submission::update_ratio({zeros, zeros, ones, ones}, {zeros, ones, ones, zeros}),
              arma::rowvec{0, kInf, 0, 1},
              {.what = "the ratios of zeros that stay, zeros that move, ones that stay, and ones "
                       "that become zeros",
               .why = "No update is 0, even of zeros; an update of zeros is infinitely large "
                      "compared with them.",
               .read = "zeros-over-zeros"});
}

TEST(UpdateRatio, RefusesBadInput) {
  const arma::mat W(3, 2, arma::fill::ones);
  expect_refusal("no parameters", [] { submission::update_ratio({}, {}); });
  expect_refusal("an empty parameter",
                 [&] { submission::update_ratio({arma::mat(0, 2)}, {arma::mat(0, 2)}); });
  expect_refusal("one parameter more after the update", [&] {
    submission::update_ratio({W}, {W, W});
  });
  expect_refusal("one parameter less after the update", [&] {
    submission::update_ratio({W, W}, {W});
  });
  expect_refusal("a parameter that was transposed",
                 [&] { submission::update_ratio({W}, {arma::mat(W.t())}); });
}

}  // namespace
}  // namespace descent::suite
