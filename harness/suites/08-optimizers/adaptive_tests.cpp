// adagrad, rmsprop and adam: rules that divide by the size of the gradients so far.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "judge.hpp"
#include "prototypes.hpp"

namespace descent::suite {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const arma::mat kColumn = arma::vec{1, 2};

// The way of one entry with the same gradient all the time, from 0.
arma::vec way_of_constant(const Step& step, double gradient, arma::uword steps) {
  const auto places =
      walk(step, arma::zeros(1, 1), std::vector<arma::mat>(steps, arma::mat(1, 1).fill(gradient)));
  arma::vec way(steps);
  for (arma::uword i = 0; i < steps; ++i) way(i) = arma::accu(places[i]);
  return way;
}

void expect_rotation_to_matter(const Rule& rule, Rng& rng) {
  const double apart = loss_of_rotation(rule, rng);
  checks::expect_between(apart, 1e-3, arma::datum::inf,
                         {.what = "how far the ends of two descents are apart, relative to the way",
                          .why = "The second one was the first in turned coordinates. A rule that "
                                 "gives each entry a rate of its own must notice; one that has a "
                                 "single rate for the whole of w does not.",
                          .read = "entry-by-entry"});
}

const AdagradOptions kAdagradHand{.learning_rate = 0.1, .eps = 0.05};
const AdagradOptions kAdagradUsual{.learning_rate = 0.02, .eps = 1e-8};

TEST(Adagrad, HasTheHandValues) {
  expect_hand_places(adagrad_rule(kAdagradHand),
                     {{{{0.909090909091, -1.90476190476, 0.40243902439},
                        {0.183333333333, 3.08571428571, -1.5987654321}},
                       {{1.00105119919, -1.9402533246, 0.325552902929},
                        {0.131092558341, 3.00247579723, -1.55453854419}},
                       {{0.887463940345, -1.98854363199, 0.346150858058},
                        {0.0462907107926, 3.00146834843, -1.54406727877}}},
                      {arma::vec{0.38, -0.795238095238, 1.90909090909, 1.19836065574},
                       arma::vec{0.292082183844, -0.863534143417, 2.00105119919, 1.14364934548},
                       arma::vec{0.342342165344, -0.968429754077, 2.02716626731, 1.15695085806}}});
}

TEST(Adagrad, FollowsTheFormula) {
  Rng rng(remote::test_seed());
  for (const auto& options : {kAdagradUsual, AdagradOptions{.learning_rate = 0.5, .eps = 0.3}}) {
    expect_the_formula(adagrad_rule(options), rng);
  }
}

TEST(Adagrad, SlowsDownAsOneOverTheRoot) {
  const arma::vec way =
      way_of_constant(adagrad_rule({.learning_rate = 1, .eps = 1e-12}).yours(), 0.3, 100);
  expect_near(way(99), -18.5896038248,
              {.what = "the way of 100 steps with the same gradient and a rate of 1",
               .why = "Step t has length 1/√t: the cache is t times the square of the gradient. "
                      "1 + 1/√2 + ... + 1/√100 = 18.5896.",
               .read = "the-rate-shrinks",
               .tolerance = checks::kHandValue});
}

TEST(Adagrad, DoesNotMindTheScaleOfTheLoss) {
  Rng rng(remote::test_seed());
  expect_scale_irrelevant(adagrad_rule({.learning_rate = 0.1, .eps = 1e-20}), rng);
}

TEST(Adagrad, GivesEachEntryARateOfItsOwn) {
  Rng rng(remote::test_seed());
  expect_rotation_to_matter(adagrad_rule({.learning_rate = 0.3, .eps = 1e-8}), rng);
}

TEST(Adagrad, StaysWithoutGradient) {
  Rng rng(remote::test_seed());
  expect_rest_without_gradient(adagrad_rule(kAdagradUsual), rng);
}

TEST(Adagrad, LearnsThePrototypes) {
  Rng rng(remote::test_seed());
  for (const double rate : {0.05, 0.5}) {
    expect_prototypes(adagrad_rule({.learning_rate = rate, .eps = 1e-8}), rng);
  }
}

TEST(Adagrad, KeepsItsStateToItself) {
  Rng rng(remote::test_seed());
  expect_no_shared_memory(adagrad_rule(kAdagradHand), rng);
  expect_repeatable(adagrad_rule(kAdagradHand), rng);
}

TEST(Adagrad, LetsNanThrough) {
  Rng rng(remote::test_seed());
  expect_nan_to_stay(adagrad_rule(kAdagradHand), rng);
}

TEST(Adagrad, RefusesBadInput) {
  expect_shapes_refused([](arma::mat w, const arma::mat& dw) {
    AdagradState state;
    submission::adagrad(w, dw, state, kAdagradHand);
  });
  const auto with = [](const AdagradState& given, const AdagradOptions& options) {
    return [=] {
      arma::mat w = {{1, 2}};
      AdagradState state = given;
      submission::adagrad(w, {{3, 4}}, state, options);
    };
  };
  expect_refusal("a cache of 2 x 1 for a parameter of 1 x 2", with({kColumn}, kAdagradHand));
  expect_refusal("an eps of 0", with({}, {.learning_rate = 0.1, .eps = 0}));
  expect_refusal("an eps of -1e-8", with({}, {.learning_rate = 0.1, .eps = -1e-8}));
  expect_refusal("an eps that is NaN", with({}, {.learning_rate = 0.1, .eps = kNan}));
  expect_refusal("a learning rate of -1", with({}, {.learning_rate = -1, .eps = 1e-8}));
  expect_refusal("a learning rate that is NaN", with({}, {.learning_rate = kNan, .eps = 1e-8}));
}

const RmspropOptions kRmspropHand{.learning_rate = 0.1, .decay_rate = 0.7, .eps = 0.05};
const RmspropOptions kRmspropUsual{.learning_rate = 0.02, .decay_rate = 0.9, .eps = 1e-8};

TEST(Rmsprop, HasTheHandValues) {
  expect_hand_places(
      rmsprop_rule(kRmspropHand),
      {{{{0.845612911205, -1.8326983, 0.32539538789}, {0.15455488499, 3.139979715, -1.67850048817}},
        {{1.01173762268, -1.90439098164, 0.178139562514},
         {0.0721922531226, 2.99228023143, -1.58698471635}},
        {{0.780892892969, -1.99977377063, 0.22031120493},
         {-0.0770123222716, 2.98741788625, -1.5536031873}}},
       {arma::vec{0.425356866318, -0.867301700002, 1.84561291121, 1.27718268832},
        arma::vec{0.271972612314, -0.998167284801, 2.01173762268, 1.16655340359},
        arma::vec{0.352673631565, -1.2228638445, 2.07524454408, 1.19236739372}}});
}

TEST(Rmsprop, FollowsTheFormula) {
  Rng rng(remote::test_seed());
  for (const auto& options :
       {kRmspropUsual, RmspropOptions{.learning_rate = 0.5, .decay_rate = 0.4, .eps = 0.3}}) {
    expect_the_formula(rmsprop_rule(options), rng);
  }
}

TEST(Rmsprop, BeginsWithALongStep) {
  const auto first = [](double decay_rate) {
    return way_of_constant(
        rmsprop_rule({.learning_rate = 0.1, .decay_rate = decay_rate, .eps = 1e-12}).yours(), -0.7,
        1)(0);
  };
  const std::string why =
      "The cache is (1 - decay_rate)·dw², so the step is learning_rate/√(1 - decay_rate).";
  const double usual = first(0.99), short_memory = first(0.75);
  expect_near(usual, 1.0,
              {.what = "the first step with a rate of 0.1 and a decay rate of 0.99",
               .why = why,
               .read = "the-first-steps-are-long"});
  expect_near(short_memory, 0.2,
              {.what = "the first step with a rate of 0.1 and a decay rate of 0.75",
               .why = why,
               .read = "the-first-steps-are-long"});
}

TEST(Rmsprop, ComesToStepsOfTheLearningRate) {
  const arma::vec way = way_of_constant(
      rmsprop_rule({.learning_rate = 0.1, .decay_rate = 0.9, .eps = 1e-12}).yours(), 40, 300);
  expect_near(way(299) - way(298), -0.1,
              {.what = "a step after 300 steps with the same gradient",
               .why = "The average of equal squares is that square, so the step is "
                      "learning_rate · sign(dw). It neither shrinks nor grows any more.",
               .read = "rmsprop",
               .tolerance = checks::kHandValue});
}

TEST(Rmsprop, DoesNotMindTheScaleOfTheLoss) {
  Rng rng(remote::test_seed());
  expect_scale_irrelevant(rmsprop_rule({.learning_rate = 0.1, .decay_rate = 0.9, .eps = 1e-20}),
                          rng);
}

TEST(Rmsprop, GivesEachEntryARateOfItsOwn) {
  Rng rng(remote::test_seed());
  expect_rotation_to_matter(rmsprop_rule({.learning_rate = 0.05, .decay_rate = 0.9, .eps = 1e-8}),
                            rng);
}

TEST(Rmsprop, StaysWithoutGradient) {
  Rng rng(remote::test_seed());
  expect_rest_without_gradient(rmsprop_rule(kRmspropUsual), rng);
}

TEST(Rmsprop, LearnsThePrototypes) {
  Rng rng(remote::test_seed());
  for (const double rate : {0.01, 0.1}) {
    expect_prototypes(rmsprop_rule({.learning_rate = rate, .decay_rate = 0.9, .eps = 1e-6}), rng);
  }
}

TEST(Rmsprop, KeepsItsStateToItself) {
  Rng rng(remote::test_seed());
  expect_no_shared_memory(rmsprop_rule(kRmspropHand), rng);
  expect_repeatable(rmsprop_rule(kRmspropHand), rng);
}

TEST(Rmsprop, LetsNanThrough) {
  Rng rng(remote::test_seed());
  expect_nan_to_stay(rmsprop_rule(kRmspropHand), rng);
}

TEST(Rmsprop, RefusesBadInput) {
  expect_shapes_refused([](arma::mat w, const arma::mat& dw) {
    RmspropState state;
    submission::rmsprop(w, dw, state, kRmspropHand);
  });
  const auto with = [](const RmspropState& given, const RmspropOptions& options) {
    return [=] {
      arma::mat w = {{1, 2}};
      RmspropState state = given;
      submission::rmsprop(w, {{3, 4}}, state, options);
    };
  };
  expect_refusal("a cache of 2 x 1 for a parameter of 1 x 2", with({kColumn}, kRmspropHand));
  expect_refusal("a decay rate of 1",
                 with({}, {.learning_rate = 0.1, .decay_rate = 1, .eps = 1e-8}));
  expect_refusal("a decay rate of -0.5",
                 with({}, {.learning_rate = 0.1, .decay_rate = -0.5, .eps = 1e-8}));
  expect_refusal("an eps of 0", with({}, {.learning_rate = 0.1, .decay_rate = 0.9, .eps = 0}));
  expect_refusal("a learning rate of -1",
                 with({}, {.learning_rate = -1, .decay_rate = 0.9, .eps = 1e-8}));
  expect_refusal("a learning rate that is NaN",
                 with({}, {.learning_rate = kNan, .decay_rate = 0.9, .eps = 1e-8}));
}

AdamOptions adam_options(double rate, double beta1, double beta2, double eps, bool correct = true) {
  return {.learning_rate = rate,
          .beta1 = beta1,
          .beta2 = beta2,
          .eps = eps,
          .bias_correction = correct};
}

const AdamOptions kAdamHand = adam_options(0.1, 0.8, 0.9, 0.05);
const AdamOptions kAdamUsual = adam_options(0.02, 0.9, 0.999, 1e-8);

TEST(Adam, HasTheHandValues) {
  expect_hand_places(adam_rule(kAdamHand),
                     {{{{0.909090909091, -1.90476190476, 0.40243902439},
                        {0.183333333333, 3.08571428571, -1.5987654321}},
                       {{0.960387501398, -1.8768768922, 0.304549500198},
                        {0.116666666667, 3.04810425577, -1.61984949166}},
                       {{0.923098012528, -1.91673911042, 0.213607728972},
                        {-0.0166666666667, 3.05363283914, -1.6459702639}}},
                      {arma::vec{0.38, -0.795238095238, 1.90909090909, 1.19836065574},
                       arma::vec{0.33174151614, -0.890476190476, 1.9603875014, 1.20699542988},
                       arma::vec{0.388826922999, -1.08095238095, 2.03302876713, 1.24248758598}}});
}

TEST(Adam, HasTheHandValuesWithoutCorrection) {
  expect_hand_places(adam_rule(adam_options(0.1, 0.8, 0.9, 0.05, false)),
                     {{{{0.95194938533, -1.9453891762, 0.441388122563},
                        {0.225497035469, 3.04141691982, -1.56084061667}},
                       {{0.992132494751, -1.92408858398, 0.362728910055},
                        {0.187030972081, 3.01372461213, -1.57790466234}},
                       {{0.95490951756, -1.96041387603, 0.276411489211},
                        {0.0848717351606, 3.0151647199, -1.60213542409}}},
                      {arma::vec{0.335321475209, -0.754610823798, 1.95194938533, 1.16007910628},
                       arma::vec{0.299979753125, -0.828701683514, 1.99213249475, 1.16703562802},
                       arma::vec{0.352086151395, -1.0069966868, 2.06058214417, 1.20032677484}}});
}

TEST(Adam, FollowsTheFormula) {
  Rng rng(remote::test_seed());
  for (const auto& options :
       {kAdamUsual, adam_options(0.5, 0.3, 0.6, 0.3), adam_options(0.1, 0.95, 0.9, 1e-8, false)}) {
    expect_the_formula(adam_rule(options), rng);
  }
}

TEST(Adam, StepsByTheLearningRateWhileTheGradientStays) {
  const arma::vec way =
      way_of_constant(adam_rule(adam_options(0.01, 0.9, 0.999, 1e-12)).yours(), 3e-3, 100);
  expect_near(
      way, -0.01 * arma::regspace(1, 100),
      {.what = "w over 100 steps with the same gradient",
       .why = "Corrected, the averages of equal numbers are those numbers from the first step "
              "on: m_hat/√v_hat is 1.",
       .read = "correct-the-start",
       .tolerance = checks::kTrajectory});
}

TEST(Adam, BeginsTooFastWithoutCorrection) {
  const arma::vec way =
      way_of_constant(adam_rule(adam_options(0.01, 0.9, 0.999, 1e-12, false)).yours(), 3e-3, 1);
  expect_near(
      way(0), -0.0316227766017,
      {.what = "the first step with a rate of 0.01 and no correction",
       .why = "m is a tenth of the gradient, and √v the root of a thousandth of its square: "
              "0.1/√0.001 = 3.16 learning rates.",
       .read = "correct-the-start",
       .tolerance = checks::kHandValue});
}

TEST(Adam, IsRmspropWithoutMomentumAndCorrection) {
  Rng rng(remote::test_seed());
  Rule rule = adam_rule(adam_options(0.02, 0, 0.9, 1e-3, false));
  rule.right = rmsprop_rule({.learning_rate = 0.02, .decay_rate = 0.9, .eps = 1e-3}).right;
  expect_the_formula(rule, rng);
}

TEST(Adam, CountsItsStepsForEachParameter) {
  // The second parameter begins when the first has made 50 steps.
  Rng rng(remote::test_seed());
  const arma::mat start = rng.normal(2, 3);
  const auto gradients = draw_gradients(rng, 2, 3, 4);
  const Rule rule = adam_rule(kAdamUsual);
  const Step first = rule.yours();
  arma::mat w = rng.normal(3, 3);
  for (int i = 0; i < 50; ++i) first(w, arma::ones(3, 3));
  const auto yours = walk(rule.yours(), start, gradients);
  const auto right = walk(rule.right(), start, gradients);
  for (std::size_t i = 0; i < yours.size(); ++i) {
    if (!expect_near(yours[i], right[i],
                     {.what = "w of a second parameter that begins 50 steps later",
                      .why = "Its own state is fresh: t begins at 1 again.",
                      .read = "the-time-t",
                      .tolerance = checks::kTrajectory})) {
      return;
    }
  }
}

TEST(Adam, FollowsTheFormulaForALongTime) {
  Rng rng(remote::test_seed());
  const arma::mat start = rng.normal(2, 2);
  const auto gradients = draw_gradients(rng, 2, 2, 90);
  const Rule rule = adam_rule(adam_options(0.01, 0.9, 0.99, 1e-8));
  const auto yours = walk(rule.yours(), start, gradients);
  const auto right = walk(rule.right(), start, gradients);
  expect_near(yours.back(), right.back(),
              {.what = "w after 90 steps", .read = "adam", .tolerance = checks::kTrajectory});
}

TEST(Adam, DoesNotMindTheScaleOfTheLoss) {
  Rng rng(remote::test_seed());
  expect_scale_irrelevant(adam_rule(adam_options(0.1, 0.9, 0.99, 1e-20)), rng);
}

TEST(Adam, GivesEachEntryARateOfItsOwn) {
  Rng rng(remote::test_seed());
  expect_rotation_to_matter(adam_rule(adam_options(0.1, 0.9, 0.99, 1e-8)), rng);
}

TEST(Adam, StaysWithoutGradient) {
  Rng rng(remote::test_seed());
  expect_rest_without_gradient(adam_rule(kAdamUsual), rng);
}

TEST(Adam, LearnsThePrototypes) {
  Rng rng(remote::test_seed());
  for (const double rate : {0.01, 0.1}) {
    expect_prototypes(adam_rule(adam_options(rate, 0.9, 0.99, 1e-8)), rng);
  }
}

TEST(Adam, KeepsItsStateToItself) {
  Rng rng(remote::test_seed());
  expect_no_shared_memory(adam_rule(kAdamHand), rng);
  expect_repeatable(adam_rule(kAdamHand), rng);
}

TEST(Adam, LetsNanThrough) {
  Rng rng(remote::test_seed());
  expect_nan_to_stay(adam_rule(kAdamHand), rng);
}

TEST(Adam, RefusesBadInput) {
  expect_shapes_refused([](arma::mat w, const arma::mat& dw) {
    AdamState state;
    submission::adam(w, dw, state, kAdamHand);
  });
  const auto with = [](const AdamState& given, const AdamOptions& options) {
    return [=] {
      arma::mat w = {{1, 2}};
      AdamState state = given;
      submission::adam(w, {{3, 4}}, state, options);
    };
  };
  const arma::mat row = {{1, 2}};
  expect_refusal("m of 2 x 1 for a parameter of 1 x 2", with({row.t(), row, 1}, kAdamHand));
  expect_refusal("v of 2 x 1 for a parameter of 1 x 2", with({row, row.t(), 1}, kAdamHand));
  expect_refusal("beta1 of 1", with({}, adam_options(0.1, 1, 0.9, 1e-8)));
  expect_refusal("beta2 of 1", with({}, adam_options(0.1, 0.9, 1, 1e-8)));
  expect_refusal("beta1 of -0.9", with({}, adam_options(0.1, -0.9, 0.9, 1e-8)));
  expect_refusal("beta2 that is NaN", with({}, adam_options(0.1, 0.9, kNan, 1e-8)));
  expect_refusal("an eps of 0", with({}, adam_options(0.1, 0.9, 0.9, 0)));
  expect_refusal("a learning rate of -1", with({}, adam_options(-1, 0.9, 0.9, 1e-8)));
  expect_refusal("a learning rate that is NaN", with({}, adam_options(kNan, 0.9, 0.9, 1e-8)));
}

}  // namespace
}  // namespace descent::suite
