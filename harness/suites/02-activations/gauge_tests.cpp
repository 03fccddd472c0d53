#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/checks/properties.hpp"
#include "harness/suites/02-activations/elementwise.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;

constexpr auto kReadSaturated = "saturated-units";
constexpr auto kReadDead = "count-the-dead";
constexpr auto kReadMean = "is-it-zero-centred";

double count(arma::uword n) { return static_cast<double>(n); }

diagnosis::Setting setting_of(const arma::mat& out) {
  return {.examples = count(out.n_rows), .classes = count(out.n_cols)};
}

TEST(SaturatedFraction, HasTheHandValues) {
  const arma::mat sigmoid = {{0.01, 0.50, 0.99, 0.30, 0.02},
                             {0.20, 0.98, 0.60, 0.03, 0.01},
                             {0.12, 0.93, 0.45, 0.88, 0.04},
                             {0.70, 0.96, 0.55, 0.97, 0.01}};
  const arma::mat tanh = {{-0.99, 0.97, 0.10}, {0.93, -0.02, -0.91}};
  const double usual = submission::saturated_fraction(sigmoid, {0, 1}, 0.05);
  const double wide = submission::saturated_fraction(sigmoid, {0, 1}, 0.15);
  const double narrow = submission::saturated_fraction(sigmoid, {0, 1}, 0.0125);
  const double of_tanh = submission::saturated_fraction(tanh, {-1, 1}, 0.05);
  const double wide_tanh = submission::saturated_fraction(tanh, {-1, 1}, 0.08);
  // Near 0: 0.01, 0.02, 0.03, 0.01, 0.04, 0.01. Near 1: 0.99, 0.98, 0.96, 0.97.
  expect_near(usual, 10.0 / 20,
              {.what = "the fraction of a sigmoid layer with a margin of 0.05",
               .why = "6 of 20 entries are near 0, and 4 are near 1.",
               .read = kReadSaturated,
               .setting = setting_of(sigmoid)});
  expect_near(wide, 13.0 / 20,
              {.what = "the fraction with a margin of 0.15",
               .why = "Now 0.12, 0.93 and 0.88 count, too.",
               .read = kReadSaturated,
               .setting = setting_of(sigmoid)});
  expect_near(narrow, 4.0 / 20,
              {.what = "the fraction with a margin of 0.0125",
               .why = "Only 0.01, three times, and 0.99 are so close.",
               .read = kReadSaturated,
               .setting = setting_of(sigmoid)});
  expect_near(of_tanh, 2.0 / 6,
              {.what = "the fraction of a tanh layer with a margin of 0.05",
               .why = "-0.99 and 0.97 are near the asymptotes -1 and 1.",
               .read = kReadSaturated,
               .setting = setting_of(tanh)});
  expect_near(wide_tanh, 3.0 / 6,
              {.what = "the fraction of a tanh layer with a margin of 0.08",
               .why = "0.93 is 0.07 away from 1; -0.91 is 0.09 away from -1.",
               .read = kReadSaturated,
               .setting = setting_of(tanh)});
}

TEST(SaturatedFraction, IsZeroForALayerInTheMiddleAndOneForALayerAtTheEnds) {
  const double none = submission::saturated_fraction(arma::mat{{0.4, 0.6, 0.5}}, {0, 1}, 0.05);
  const double all = submission::saturated_fraction(arma::mat{{0, 1, 1}, {1, 0, 0}}, {0, 1}, 0.05);
  const double low = submission::saturated_fraction(arma::vec{-1, -1, 0}, {-1, 1}, 0.05);
  expect_near(none, 0, {.what = "the fraction of 0.4, 0.6, 0.5", .read = kReadSaturated});
  expect_near(all, 1, {.what = "the fraction of zeros and ones", .read = kReadSaturated});
  expect_near(low, 2.0 / 3,
              {.what = "the fraction of -1, -1, 0 for tanh",
               .why = "0 is the middle of tanh, and -1 one of its ends.",
               .read = kReadSaturated});
}

// Entries are drawn near the low end, near the high end, or between, and none near a border.
TEST(SaturatedFraction, IsRightOnRandomLayers) {
  Rng rng(remote::test_seed());
  struct Layer {
    double yours, right;
    arma::mat out;
  };
  std::vector<Layer> layers;
  for (const Asymptotes ends :
       {Asymptotes{0, 1}, Asymptotes{-1, 1}, Asymptotes{-1.7159, 1.7159}, Asymptotes{2, 5}}) {
    for (int k = 0; k < 2; ++k) {
      const Shape shape = any_shape(rng);
      const double distance = ends.high - ends.low;
      const double margin = rng.uniform(0.02, 0.2) * distance;
      arma::mat out(shape.n, shape.h);
      double flat = 0;
      for (arma::uword e = 0; e < out.n_elem; ++e) {
        // The first three entries see to it that both ends are there, and not equally often.
        const std::uint64_t kind = e < 3 ? std::min<std::uint64_t>(e, 1) : rng.below(3);
        const double inside = rng.uniform(0, 0.95);
        if (kind == 0) out(e) = ends.low + inside * margin;
        if (kind == 1) out(e) = ends.high - inside * margin;
        if (kind == 2) {
          out(e) = rng.uniform(ends.low + 1.05 * margin, ends.high - 1.05 * margin);
        } else {
          flat += 1;
        }
      }
      layers.push_back(
          {submission::saturated_fraction(out, ends, margin), flat / count(out.n_elem), out});
    }
  }
  for (const Layer& layer : layers) {
    if (!expect_near(
            layer.yours, layer.right,
            {.what = "the fraction of a random layer of " + std::to_string(layer.out.n_rows) +
                     " x " + std::to_string(layer.out.n_cols),
             .why = "All N·H entries count, and both ends.",
             .read = kReadSaturated,
             .setting = setting_of(layer.out)})) {
      return;
    }
  }
}

TEST(SaturatedFraction, DoesNotMindTheOrder) {
  Rng rng(remote::test_seed());
  const arma::mat out = arma::tanh(2 * rng.normal(5, 3));
  const double plain = submission::saturated_fraction(out, {-1, 1}, 0.1);
  const double turned = submission::saturated_fraction(out.t(), {-1, 1}, 0.1);
  const double twice = submission::saturated_fraction(arma::repmat(out, 2, 1), {-1, 1}, 0.1);
  const double again = submission::saturated_fraction(out, {-1, 1}, 0.1);
  expect_near(turned, plain,
              {.what = "the fraction of the transposed layer",
               .why = "Every entry counts by itself, wherever it stands.",
               .read = kReadSaturated});
  expect_near(twice, plain,
              {.what = "the fraction of the batch twice over", .read = kReadSaturated});
  expect_near(again, plain, {.what = "the fraction in a second call", .read = kReadSaturated});
}

TEST(SaturatedFraction, RefusesBadInput) {
  const auto call = [](const arma::mat& out, const Asymptotes& ends, double margin) {
    submission::saturated_fraction(out, ends, margin);
  };
  const arma::mat out = {{0.1, 0.5}};
  expect_refusal("no output", [&] { call(arma::mat(0, 2), {0, 1}, 0.05); });
  expect_refusal("a margin of 0", [&] { call(out, {0, 1}, 0); });
  expect_refusal("a negative margin", [&] { call(out, {0, 1}, -0.1); });
  expect_refusal("a margin of half the range", [&] { call(out, {0, 1}, 0.5); });
  expect_refusal("a margin that is NaN", [&] { call(out, {0, 1}, arma::datum::nan); });
  expect_refusal("asymptotes the wrong way round", [&] { call(out, {1, 0}, 0.05); });
  expect_refusal("asymptotes that are equal", [&] { call(out, {0.5, 0.5}, 0.05); });
  expect_refusal("an output of 3 from a sigmoid", [&] { call(arma::mat{{0.1, 3}}, {0, 1}, 0.05); });
  expect_refusal("an output of NaN", [&] {
    call(arma::mat{{0.1, arma::datum::nan}}, {0, 1}, 0.05);
  });
}

TEST(DeadFraction, HasTheHandValues) {
  const arma::mat five = {{0, 0.5, 0, 0, 2}, {0, 0, 0, 1e-6, 1}, {0, 0, 0, 0, 3}};
  const arma::mat signs = {{1, 0, 0, -2}, {-1, 0, -3, 0}, {0, 0, 0, 0}};
  const double of_five = submission::dead_fraction(five);
  const double of_signs = submission::dead_fraction(signs);
  const double none = submission::dead_fraction(arma::mat{{1, 0}, {0, 2}, {0, 0}});
  const double all = submission::dead_fraction(arma::zeros(2, 3));
  expect_near(of_five, 0.4,
              {.what = "the fraction of dead units among five",
               .why = "The first and the third column are 0 for every example. The second and the "
                      "fourth wake once, one of them with 1e-6, and that is enough.",
               .read = kReadDead,
               .setting = setting_of(five)});
  expect_near(of_signs, 0.25,
              {.what = "the fraction of dead units with outputs of both signs",
               .why = "Only the second column is 0 throughout. 1 and -1 in the first sum to 0, and "
                      "nothing in the third is positive, but both units are alive.",
               .read = kReadDead,
               .setting = setting_of(signs)});
  expect_near(none, 0,
              {.what = "the fraction among two units that wake once each", .read = kReadDead});
  expect_near(all, 1, {.what = "the fraction among units that are all 0", .read = kReadDead});
}

// A ReLU layer in which some units are dead and some examples wake nobody.
TEST(DeadFraction, IsRightOnRandomLayers) {
  Rng rng(remote::test_seed());
  struct Layer {
    double yours, right;
    arma::mat out;
  };
  std::vector<Layer> layers;
  for (int k = 0; k < 6; ++k) {
    const Shape shape = any_shape(rng);
    arma::mat out = arma::clamp(rng.normal(shape.n, shape.h), 0, arma::datum::inf);
    out.row(0).zeros();
    out.row(1).fill(0.5);
    const arma::uword dead = 1 + rng.below(shape.h - 1);
    const arma::uvec units = rng.permutation(shape.h);
    out.cols(units.head(dead)).zeros();
    layers.push_back({submission::dead_fraction(out), count(dead) / count(shape.h), out});
  }
  for (const Layer& layer : layers) {
    if (!expect_near(
            layer.yours, layer.right,
            {.what = "the fraction of dead units of a random layer of " +
                     std::to_string(layer.out.n_rows) + " x " + std::to_string(layer.out.n_cols),
             .why = "Units are columns, and dead is one that is 0 for every example.",
             .read = kReadDead,
             .setting = setting_of(layer.out)})) {
      return;
    }
  }
}

TEST(DeadFraction, DependsOnTheBatch) {
  // The second unit sleeps through the first two examples only.
  const arma::mat out = {{1, 0, 0}, {2, 0, 0}, {3, 4, 0}};
  const double half = submission::dead_fraction(out.head_rows(2));
  const double whole = submission::dead_fraction(out);
  const double one = submission::dead_fraction(out.row(2));
  const std::string why = "A unit is dead for a batch; another example may wake it.";
  expect_near(half, 2.0 / 3,
              {.what = "the fraction for two examples", .why = why, .read = kReadDead});
  expect_near(whole, 1.0 / 3,
              {.what = "the fraction for three examples", .why = why, .read = kReadDead});
  expect_near(one, 1.0 / 3,
              {.what = "the fraction for one example alone", .why = why, .read = kReadDead});
}

TEST(DeadFraction, RefusesBadInput) {
  expect_refusal("no example, 0 x 3", [] { submission::dead_fraction(arma::mat(0, 3)); });
  expect_refusal("no unit, 2 x 0", [] { submission::dead_fraction(arma::mat(2, 0)); });
}

TEST(MeanOutput, HasTheHandValues) {
  const arma::rowvec mixed =
      submission::mean_output(arma::mat{{1, -2, 0, 0.5, 7}, {3, -4, 0, 0, -7}, {2, 0, 1.5, 0, 6}});
  const arma::rowvec two = submission::mean_output(arma::mat{{4, -1}, {0, -1}, {0, 4}, {0, 2}});
  expect_near(mixed, arma::rowvec{2, -2, 0.5, 0.5 / 3, 2},
              {.what = "the means of five units over three examples",
               .why = "The mean of every column; zeros and signs count.",
               .read = kReadMean,
               .setting = {.examples = 3, .classes = 5}});
  expect_near(two, arma::rowvec{1, 1},
              {.what = "the means of two units over four examples",
               .read = kReadMean,
               .setting = {.examples = 4, .classes = 2}});
}

TEST(MeanOutput, IsRightOnRandomLayers) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<arma::mat, arma::mat>> results;
  for (int k = 0; k < 6; ++k) {
    const Shape shape = any_shape(rng);
    arma::mat out = 2 * rng.normal(shape.n, shape.h) + 0.3;
    if (k % 2 == 0) out = arma::clamp(out, 0, arma::datum::inf);
    arma::mat expected(1, shape.h, arma::fill::zeros);
    for (arma::uword i = 0; i < shape.n; ++i) expected += out.row(i) / count(shape.n);
    results.emplace_back(submission::mean_output(out), expected);
  }
  for (const auto& [yours, right] : results) {
    if (!expect_near(yours, right,
                     {.what = "the means of the units of a random layer", .read = kReadMean})) {
      return;
    }
  }
}

TEST(MeanOutput, MovesWithTheOutputs) {
  Rng rng(remote::test_seed());
  const arma::mat out = rng.normal(6, 4);
  const arma::rowvec shift = {1, -2, 30, 0};
  const arma::rowvec plain = submission::mean_output(out);
  const arma::rowvec shifted = submission::mean_output(out + arma::repmat(shift, 6, 1));
  const arma::rowvec twice = submission::mean_output(arma::repmat(out, 2, 1));
  const arma::rowvec one = submission::mean_output(out.row(2));
  if (!checks::expect_shape(plain, 1, 4, {.what = "the means", .read = kReadMean})) return;
  expect_near(shifted, plain + shift,
              {.what = "the means of outputs that were moved",
               .why = "A number added to all outputs of a unit is added to its mean.",
               .read = kReadMean});
  expect_near(twice, plain,
              {.what = "the means of the batch twice over",
               .why = "A mean does not depend on how often the batch is repeated.",
               .read = kReadMean});
  expect_near(one, out.row(2),
              {.what = "the means over one example",
               .why = "The mean over one example is that example.",
               .read = kReadMean});
}

TEST(MeanOutput, RemembersNothing) {
  Rng rng(remote::test_seed());
  const arma::mat out = rng.normal(6, 4);
  checks::expect_same_twice([&]() -> arma::mat { return submission::mean_output(out); },
                            {.what = "the means", .read = kReadMean});
}

TEST(MeanOutput, RefusesBadInput) {
  expect_refusal("no example, 0 x 3", [] { submission::mean_output(arma::mat(0, 3)); });
  expect_refusal("no unit, 2 x 0", [] { submission::mean_output(arma::mat(2, 0)); });
}

}  // namespace
}  // namespace descent::suite
