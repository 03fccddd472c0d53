#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/checks/gradient.hpp"
#include "harness/checks/properties.hpp"
#include "harness/suites/06-dropout/masks.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr auto kReadVanilla = "vanilla-dropout";
constexpr auto kReadPredict = "scale-when-you-predict";
constexpr auto kReadFactor = "one-over-keep-prob";
constexpr auto kReadModes = "train-and-test";
constexpr auto kReadBack = "the-way-back";

// Dropout while training, of either form.
using Forward = std::function<DropoutResult(const arma::mat& x, double keep_prob, Rng& rng)>;

DropoutResult vanilla(const arma::mat& x, double keep_prob, Rng& rng) {
  return submission::dropout_forward_vanilla(x, keep_prob, rng);
}
DropoutResult inverted(const arma::mat& x, double keep_prob, Rng& rng) {
  return submission::dropout_forward(x, keep_prob, Mode::train, rng);
}

MaskCase mask_case(const Forward& forward, bool scaled) {
  return {.units = "units",
          .row = "example",
          .col = "unit",
          .scaled = scaled,
          .draw = [=](const arma::mat& values, double keep_prob, Rng& rng) {
            return forward(values, keep_prob, rng).mask;
          }};
}
MaskCase vanilla_masks() { return mask_case(vanilla, false); }
MaskCase inverted_masks() { return mask_case(inverted, true); }

// Normal numbers, none of which is near 0.
arma::mat without_zeros(arma::uword rows, arma::uword cols, Rng& rng) {
  arma::mat x = rng.normal(rows, cols);
  x.transform([](double v) { return v + std::copysign(0.1, v); });
  return x;
}

struct Shape {
  arma::uword rows, cols;
};

// Outputs are x times the factor, or 0; for batches, single examples and single units.
void expect_masked_outputs(const Forward& forward, bool scaled, const std::string& read) {
  Rng rng(remote::test_seed());
  struct Run {
    arma::mat x;
    double keep_prob;
    DropoutResult yours;
  };
  std::vector<Run> runs;
  for (const auto& [rows, cols] : {Shape{7, 11}, Shape{1, 40}, Shape{40, 1}, Shape{12, 5}}) {
    const arma::mat x = without_zeros(rows, cols, rng);
    const double keep_prob = any_keep_prob(rng);
    runs.push_back({x, keep_prob, forward(x, keep_prob, rng)});
  }
  for (const Run& run : runs) {
    if (!expect_masked(run.yours.out, run.x, run.yours.mask, run.keep_prob, scaled, read)) return;
  }
}

// What a wrong mean of the outputs, as a multiple of the inputs, probably comes from. (Where the
// factor is 1/keep_prob and units are kept with probability 1 - keep_prob, and so on.)
std::string likely_mean(double came, double p, bool scaled, double reach) {
  struct Known {
    double value;
    const char* reason;
  };
  const std::vector<Known> known =
      scaled ? std::vector<Known>{{p, "That is keep_prob·x: what is kept is not scaled."},
                                  {p * p,
                                   "That is keep_prob²·x: what is kept is multiplied by "
                                   "keep_prob instead of divided by it."},
                                  {p / (1 - p),
                                   "That is keep_prob/(1 - keep_prob)·x: the factor is "
                                   "1/(1 - keep_prob) instead of 1/keep_prob."},
                                  {(1 - p) / p,
                                   "That is (1 - keep_prob)/keep_prob·x: units are "
                                   "dropped with probability keep_prob."},
                                  {1 / p,
                                   "That is x/keep_prob: it is scaled, but is anything "
                                   "dropped? Or is it scaled twice?"}}
             : std::vector<Known>{{1, "That is x: is anything dropped, or is what is kept scaled?"},
                                  {1 - p,
                                   "That is (1 - keep_prob)·x: units are dropped with "
                                   "probability keep_prob."},
                                  {p * p,
                                   "That is keep_prob²·x: what is kept is scaled down as "
                                   "well."}};
  for (const Known& k : known) {
    if (std::abs(came - k.value) <= reach * std::max(1.0, k.value)) return k.reason;
  }
  return "";
}

// The mean of the outputs is `share` times the inputs. By Hoeffding's inequality, whose terms are
// the outputs themselves, between 0 and factor·x: exact for every number of them.
void expect_mean_output(const Forward& forward, bool scaled, const std::string& why,
                        const std::string& read) {
  Rng rng(remote::test_seed());
  const double keep_prob = any_keep_prob(rng);
  double mean = 0, inputs = 0, squares = 0;
  for (int call = 0; call < 10; ++call) {
    const arma::mat x = rng.uniform(30, 40, 0.5, 1.5);
    const arma::mat out = forward(x, keep_prob, rng).out;
    if (!checks::expect_shape(out, 30, 40, {.what = "the output", .read = read})) return;
    mean += arma::accu(out);
    inputs += arma::accu(x);
    squares += arma::accu(arma::square(x));
  }
  const double factor = scaled ? 1 / keep_prob : 1, share = scaled ? 1 : keep_prob;
  const double reach = factor * std::sqrt(std::log(2e6) / 2 * squares) / inputs;
  const double came = mean / inputs;
  if (std::abs(came - share) <= reach) return;
  outcome::Finding finding;
  finding.problem = "The output is wrong on average.";
  finding.expected = fmt::format(
      "{:.4g}·x, by chance between {:.4g}·x and {:.4g}·x, with keep_prob {:.4g}. A right solution "
      "is outside in fewer than one of 1,000,000 runs.",
      share, share - reach, share + reach, keep_prob);
  finding.yours = fmt::format("{:.4g}·x", came);
  finding.why = why;
  finding.likely = likely_mean(came, keep_prob, scaled, reach);
  finding.read = read;
  checks::report(finding);
}

// For one state of rng the layer is x times a constant mask: numerically differentiated, it must
// give back that very mask.
void expect_derivative_of_the_mask(const Forward& forward, const std::string& what) {
  Rng rng(remote::test_seed());
  for (const double spread : {0.4, 3.0}) {
    const arma::mat x = spread * without_zeros(5, 7, rng);
    const arma::mat upstream = rng.normal(5, 7);
    const double keep_prob = any_keep_prob(rng);
    const Rng start(rng.bits());
    Rng draws = start;
    const arma::mat mask = forward(x, keep_prob, draws).mask;
    if (!checks::expect_shape(mask, 5, 7, {.what = "the mask", .read = kReadBack})) return;
    const bool holds = checks::expect_gradient(
        [&](const arma::mat& at) {
          Rng same = start;
          const arma::mat out = forward(at, keep_prob, same).out;
          if (out.n_rows != 5 || out.n_cols != 7) return arma::datum::nan;
          return arma::accu(upstream % out);
        },
        x, upstream % mask, rng,
        {.what = "the gradient through the mask that " + what + " returns",
         .why = "The mask is the derivative of the layer: a gradient that goes back through it "
                "must be that of your output.",
         .read = kReadBack});
    if (!holds) return;
  }
}

void expect_everything_kept_at_one(const Forward& forward) {
  Rng rng(remote::test_seed());
  const arma::mat x = 1e3 * rng.normal(6, 9);
  const DropoutResult yours = forward(x, 1, rng);
  expect_near(yours.out, x,
              {.what = "the output with keep_prob 1",
               .why = "A keep_prob of 1 keeps everything as it is, to the last bit.",
               .read = "keep-or-drop",
               .tolerance = checks::kExact});
  expect_near(
      yours.mask, arma::ones(6, 9),
      {.what = "the mask with keep_prob 1", .read = "keep-or-drop", .tolerance = checks::kExact});
}

void expect_dropout_refusals(const std::function<void(const arma::mat&, double)>& yours) {
  const arma::mat x = {{1, 2, 3}, {4, 5, 6}};
  const auto call = [&](const arma::mat& inputs, double keep_prob) {
    return [&yours, inputs, keep_prob] { yours(inputs, keep_prob); };
  };
  expect_refusal("no examples", call(arma::mat(0, 3), 0.5));
  expect_refusal("examples without units", call(arma::mat(2, 0), 0.5));
  expect_refusal("a keep_prob of 0", call(x, 0));
  expect_refusal("a negative keep_prob", call(x, -0.2));
  expect_refusal("a keep_prob of 1.25", call(x, 1.25));
  expect_refusal("a keep_prob of 80 (percent?)", call(x, 80));
  expect_refusal("a keep_prob that is NaN", call(x, arma::datum::nan));
}

TEST(DropoutForwardVanilla, KeepsUnitsAsTheyAreOrDropsThem) {
  expect_masked_outputs(vanilla, false, kReadVanilla);
}
TEST(DropoutForwardVanilla, HasAMaskOfZerosAndOnes) { expect_zero_or_factor(vanilla_masks()); }
TEST(DropoutForwardVanilla, KeepsWithProbabilityKeepProb) { expect_keep_rate(vanilla_masks()); }
TEST(DropoutForwardVanilla, DrawsEachEntryForItself) {
  expect_independent_entries(vanilla_masks());
}
TEST(DropoutForwardVanilla, DrawsANewMaskAtEachCall) { expect_new_mask_each_call(vanilla_masks()); }
TEST(DropoutForwardVanilla, TakesItsMaskFromRng) { expect_mask_from_rng(vanilla_masks()); }
TEST(DropoutForwardVanilla, DoesNotLookAtTheValues) { expect_mask_ignores_values(vanilla_masks()); }
TEST(DropoutForwardVanilla, IsKeepProbTimesXOnAverage) {
  expect_mean_output(vanilla, false,
                     "What is kept is not scaled, so that the output is keep_prob times the input "
                     "on average; predict_scale does the same.",
                     kReadPredict);
}
TEST(DropoutForwardVanilla, HasTheDerivativeThatItsMaskSays) {
  expect_derivative_of_the_mask(vanilla, "dropout_forward_vanilla");
}
TEST(DropoutForwardVanilla, KeepsEverythingAtOne) { expect_everything_kept_at_one(vanilla); }
TEST(DropoutForwardVanilla, RefusesBadInput) {
  Rng rng(remote::test_seed());
  expect_dropout_refusals(
      [&](const arma::mat& x, double keep_prob) { vanilla(x, keep_prob, rng); });
}

TEST(PredictScale, MultipliesByKeepProb) {
  Rng rng(remote::test_seed());
  struct Run {
    arma::mat x, yours;
    double keep_prob;
  };
  std::vector<Run> runs;
  for (const double size : {1e-6, 1.0, 1e6}) {
    const arma::mat x = size * rng.normal(4, 7);
    const double keep_prob = any_keep_prob(rng);
    runs.push_back({x, submission::predict_scale(x, keep_prob), keep_prob});
  }
  for (const Run& run : runs) {
    if (!expect_near(run.yours, run.keep_prob * run.x,
                     {.what = "the output with keep_prob " + std::to_string(run.keep_prob),
                      .why = "While training a unit was x with probability keep_prob, and 0 else: "
                             "keep_prob·x on average.",
                      .read = kReadPredict})) {
      return;
    }
  }
}
TEST(PredictScale, ChangesNothingAtOne) {
  Rng rng(remote::test_seed());
  const arma::mat x = rng.normal(3, 5);
  expect_near(
      submission::predict_scale(x, 1), x,
      {.what = "the output with keep_prob 1", .read = kReadPredict, .tolerance = checks::kExact});
}
TEST(PredictScale, IsNotRandom) {
  Rng rng(remote::test_seed());
  const arma::mat x = rng.normal(6, 8);
  checks::expect_same_twice([&] { return submission::predict_scale(x, 0.4); },
                            {.what = "predict_scale", .read = kReadPredict});
}
TEST(PredictScale, RefusesBadInput) {
  expect_dropout_refusals(
      [](const arma::mat& x, double keep_prob) { submission::predict_scale(x, keep_prob); });
}

TEST(DropoutForward, ScalesWhatItKeeps) { expect_masked_outputs(inverted, true, kReadFactor); }
TEST(DropoutForward, HasItsFactorInTheMask) { expect_zero_or_factor(inverted_masks()); }
TEST(DropoutForward, KeepsWithProbabilityKeepProb) { expect_keep_rate(inverted_masks()); }
TEST(DropoutForward, DrawsEachEntryForItself) { expect_independent_entries(inverted_masks()); }
TEST(DropoutForward, DrawsANewMaskAtEachCall) { expect_new_mask_each_call(inverted_masks()); }
TEST(DropoutForward, TakesItsMaskFromRng) { expect_mask_from_rng(inverted_masks()); }
TEST(DropoutForward, DoesNotLookAtTheValues) { expect_mask_ignores_values(inverted_masks()); }
TEST(DropoutForward, IsXOnAverage) {
  expect_mean_output(inverted, true,
                     "Dropping and scaling make up for each other: on average the output is the "
                     "input, as in test mode.",
                     "inverted-dropout");
}
TEST(DropoutForward, HasTheDerivativeThatItsMaskSays) {
  expect_derivative_of_the_mask(inverted, "dropout_forward");
}
TEST(DropoutForward, KeepsEverythingAtOne) { expect_everything_kept_at_one(inverted); }

TEST(DropoutForward, DoesNothingInTestMode) {
  Rng rng(remote::test_seed());
  struct Run {
    arma::mat x;
    DropoutResult yours;
    bool rng_untouched;
  };
  std::vector<Run> runs;
  for (const double keep_prob : {0.2, 0.5, 0.85, 1.0}) {
    arma::mat x = 10 * rng.normal(5, 8);
    x(2, 3) = 0;
    const Rng before = rng;
    const DropoutResult yours = submission::dropout_forward(x, keep_prob, Mode::test, rng);
    runs.push_back({x, yours, rng == before});
  }
  for (const Run& run : runs) {
    const bool holds =
        expect_near(run.yours.out, run.x,
                    {.what = "the output in test mode",
                     .why = "In test mode all units work, and nothing is scaled: training has made "
                            "up for the dropping already. The output is x, to the last bit.",
                     .read = kReadModes,
                     .tolerance = checks::kExact}) &&
        expect_near(run.yours.mask, arma::ones(5, 8),
                    {.what = "the mask in test mode",
                     .why = "Nothing is dropped and nothing scaled: 1 everywhere, so that the "
                            "backward pass lets everything through.",
                     .read = kReadModes,
                     .tolerance = checks::kExact}) &&
        checks::expect_that(run.rng_untouched, "rng in another state", "rng as it was",
                            {.what = "rng after a call in test mode",
                             .why = "Nothing is random in test mode. If a look at the validation "
                                    "error moved rng on, it would change what training does next.",
                             .read = kReadModes});
    if (!holds) return;
  }
}

TEST(DropoutForward, RefusesBadInput) {
  for (const Mode mode : {Mode::train, Mode::test}) {
    Rng rng(remote::test_seed());
    expect_dropout_refusals([&](const arma::mat& x, double keep_prob) {
      submission::dropout_forward(x, keep_prob, mode, rng);
    });
  }
}

// A mask as a forward pass returns it, drawn here: no forward pass of the submission is needed.
arma::mat any_mask(arma::uword rows, arma::uword cols, double keep_prob, bool scaled, Rng& rng) {
  arma::mat mask(rows, cols);
  for (double& entry : mask) entry = rng.uniform() < keep_prob ? (scaled ? 1 / keep_prob : 1) : 0;
  mask(0, 0) = 0;  // one of each kind at least
  mask(rows - 1, cols - 1) = scaled ? 1 / keep_prob : 1;
  return mask;
}

TEST(DropoutBackward, HasTheHandValues) {
  const arma::mat yours = submission::dropout_backward(arma::mat{{0.5, -1, 2}, {3, 0.25, -4}},
                                                       arma::mat{{2.5, 0, 2.5}, {0, 2.5, 2.5}});
  expect_near(yours, arma::mat{{1.25, 0, 5}, {0, 0.625, -10}},
              {.what = "dx for keep_prob 0.4",
               .why = "dout times the mask, entry by entry.",
               .read = kReadBack});
}
TEST(DropoutBackward, GoesThroughTheMaskItIsGiven) {
  Rng rng(remote::test_seed());
  struct Run {
    arma::mat yours, right;
    bool scaled;
  };
  std::vector<Run> runs;
  for (const bool scaled : {true, false, true, false}) {
    const arma::uword rows = 2 + rng.below(6), cols = rows + 1 + rng.below(4);
    const arma::mat dout = rng.normal(rows, cols);
    const arma::mat mask = any_mask(rows, cols, any_keep_prob(rng), scaled, rng);
    runs.push_back({submission::dropout_backward(dout, mask), dout % mask, scaled});
  }
  for (const Run& run : runs) {
    if (!expect_near(
            run.yours, run.right,
            {.what = std::string("dx for a mask of ") + (run.scaled ? "inverted" : "vanilla") +
                     " dropout",
             .why = "The gradient goes back where the activation went: times the mask, which has "
                    "the scaling in it.",
             .read = kReadBack,
             .tolerance = checks::kBackward})) {
      return;
    }
  }
}
TEST(DropoutBackward, IsTheDerivativeOfTheLayer) {
  Rng rng(remote::test_seed());
  for (const double spread : {0.4, 3.0}) {
    const arma::mat x = spread * rng.normal(4, 6), upstream = rng.normal(4, 6);
    const arma::mat mask = any_mask(4, 6, any_keep_prob(rng), true, rng);
    const bool holds = checks::expect_gradient(
        [&](const arma::mat& at) { return arma::accu(upstream % at % mask); }, x,
        submission::dropout_backward(upstream, mask), rng,
        {.what = "dx", .why = "out = x % mask, differentiated numerically.", .read = kReadBack});
    if (!holds) return;
  }
}
TEST(DropoutBackward, LetsEverythingThroughInTestMode) {
  Rng rng(remote::test_seed());
  const arma::mat dout = rng.normal(5, 3);
  expect_near(submission::dropout_backward(dout, arma::ones(5, 3)), dout,
              {.what = "dx in test mode",
               .why = "There the mask is 1 everywhere: dout comes back as it is.",
               .read = kReadModes,
               .tolerance = checks::kExact});
}
TEST(DropoutBackward, RemembersNothing) {
  Rng rng(remote::test_seed());
  const arma::mat dout = rng.normal(3, 5), mask = any_mask(3, 5, 0.7, true, rng);
  checks::expect_same_twice([&] { return submission::dropout_backward(dout, mask); },
                            {.what = "dropout_backward", .read = kReadBack});
}
TEST(DropoutBackward, RefusesBadInput) {
  const auto call = [](const arma::mat& dout, const arma::mat& mask) {
    return [=] { submission::dropout_backward(dout, mask); };
  };
  expect_refusal("no gradient", call(arma::mat(), arma::mat()));
  expect_refusal("a mask of one row for two examples", call(arma::ones(2, 3), arma::ones(1, 3)));
  expect_refusal("a transposed mask", call(arma::ones(2, 3), arma::ones(3, 2)));
}

}  // namespace
}  // namespace descent::suite
