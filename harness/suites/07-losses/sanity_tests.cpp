// The sanity checks of the notes, with the submission's losses on real pictures: the embedded
// digits, and CIFAR-10 where DESCENT_DATA points to it.

#include <gtest/gtest.h>

#include "datasets/cifar10.hpp"
#include "datasets/data_folder.hpp"
#include "datasets/digits.hpp"
#include "harness/checks/sanity.hpp"
#include "harness/suites/07-losses/labels.hpp"

namespace descent::suite {
namespace {

constexpr arma::uword kClasses = 10;
constexpr auto kReadChance = "loss-at-chance";
constexpr auto kReadOverfit = "learn-twenty-by-heart";

arma::mat one_hot(const arma::uvec& labels, double no) {
  arma::mat targets(labels.n_elem, kClasses, arma::fill::value(no));
  for (arma::uword i = 0; i < labels.n_elem; ++i) targets(i, labels(i)) = 1;
  return targets;
}

// The losses as losses of labels; the attributes of a picture are "is it class j?".
LossResult softmax(const arma::mat& scores, const arma::uvec& labels) {
  return submission::softmax_loss(scores, labels);
}
LossResult svm(const arma::mat& scores, const arma::uvec& labels) {
  return submission::svm_loss(scores, labels, 1.0);
}
LossResult squared_hinge(const arma::mat& scores, const arma::uvec& labels) {
  return submission::squared_hinge_loss(scores, labels, 1.0);
}
LossResult attribute_hinge(const arma::mat& scores, const arma::uvec& labels) {
  return submission::attribute_hinge_loss(scores, one_hot(labels, -1));
}
LossResult logistic(const arma::mat& scores, const arma::uvec& labels) {
  return submission::logistic_loss(scores, one_hot(labels, 0));
}

// What no model beats that does not look at its input, for equally many examples of each of ten
// classes. Each pair of classes costs the hinges at least max(0, 1 + d) + max(0, 1 - d) >= 2; the
// attribute hinge is best at -1 everywhere and pays 2 for each yes; the logistic loss pays ten
// times the entropy of 1 in 10.
constexpr double kHingeFloor = 9;
constexpr double kAttributeFloor = 2;
constexpr double kLogisticFloor = 3.25;

// Two pictures of each class, at random.
datasets::Dataset twenty(const datasets::Dataset& data, Rng& rng) {
  arma::uvec chosen(2 * kClasses);
  arma::uvec found(kClasses, arma::fill::zeros);
  for (const arma::uword i : rng.permutation(data.labels.n_elem)) {
    arma::uword& seen = found(data.labels(i));
    if (seen < 2) chosen(2 * data.labels(i) + seen++) = i;
  }
  return datasets::subset(data, chosen);
}

void expect_overfits_digits(const LabelLoss& loss, const std::string& exercise,
                            std::optional<double> floor) {
  Rng rng(remote::test_seed());
  const datasets::Dataset few = twenty(datasets::digits(), rng);
  checks::expect_overfits(as_function(loss), few.inputs, few.labels, kClasses, rng,
                          {.what = exercise, .read = kReadOverfit}, {.control_floor = floor});
}

// The first thousand pictures; nothing where there is no CIFAR-10.
std::optional<datasets::Dataset> cifar10() {
  const auto folder = datasets::cifar10_folder();
  if (!folder) return std::nullopt;
  return datasets::load_cifar10({*folder / "data_batch_1.bin"}, 1000);
}

constexpr auto kNoCifar10 = "CIFAR-10 is not here: DESCENT_DATA does not name a folder with it";

// Gradient descent on the scores X·W with an L2 penalty of strength
// lambda. Returns the loss without the penalty.
double loss_after_training(const LabelLoss& loss, const datasets::Dataset& data, double lambda) {
  const arma::mat inputs = data.inputs / 16;
  arma::mat weights(inputs.n_cols, kClasses, arma::fill::zeros);
  for (int step = 0; step < 60; ++step) {
    const arma::mat dscores = loss(inputs * weights, data.labels).dscores;
    if (dscores.n_rows != inputs.n_rows || dscores.n_cols != kClasses) return arma::datum::nan;
    weights -= 0.1 * (inputs.t() * dscores + lambda * weights);
  }
  return loss(inputs * weights, data.labels).loss;
}

void expect_regularization_costs_fit(const LabelLoss& loss, const std::string& exercise) {
  Rng rng(remote::test_seed());
  const datasets::Dataset few = twenty(datasets::digits(), rng);
  checks::expect_more_regularization_more_loss(
      [&](double lambda) { return loss_after_training(loss, few, lambda); }, {0, 0.3, 3},
      {.what = exercise,
       .why = "A penalty on the weights keeps them from fitting the examples: after the same "
              "training the loss itself is larger.",
       .read = kReadChance});
}

TEST(SoftmaxLoss, StartsAtChanceOnDigits) {
  Rng rng(remote::test_seed());
  const datasets::Dataset data = datasets::digits();
  checks::expect_initial_loss(as_function(softmax), data.inputs / 16, data.labels, kClasses, 0.03,
                              checks::softmax_at_chance, rng,
                              {.what = "softmax_loss", .read = kReadChance});
}
TEST(SvmLoss, StartsAtChanceOnDigits) {
  Rng rng(remote::test_seed());
  const datasets::Dataset data = datasets::digits();
  checks::expect_initial_loss(as_function(svm), data.inputs / 16, data.labels, kClasses, 0.2,
                              checks::hinge_at_chance, rng,
                              {.what = "svm_loss", .read = kReadChance});
}

TEST(SoftmaxLoss, LearnsTwentyDigitsByHeart) {
  expect_overfits_digits(softmax, "softmax_loss", {});
}
TEST(SvmLoss, LearnsTwentyDigitsByHeart) { expect_overfits_digits(svm, "svm_loss", kHingeFloor); }
TEST(SquaredHingeLoss, LearnsTwentyDigitsByHeart) {
  expect_overfits_digits(squared_hinge, "squared_hinge_loss", kHingeFloor);
}
TEST(AttributeHingeLoss, LearnsTwentyDigitsByHeart) {
  expect_overfits_digits(attribute_hinge, "attribute_hinge_loss", kAttributeFloor);
}
TEST(LogisticLoss, LearnsTwentyDigitsByHeart) {
  expect_overfits_digits(logistic, "logistic_loss", kLogisticFloor);
}

TEST(SoftmaxLoss, FitsLessWithMoreRegularization) {
  expect_regularization_costs_fit(softmax, "softmax_loss");
}
TEST(SvmLoss, FitsLessWithMoreRegularization) { expect_regularization_costs_fit(svm, "svm_loss"); }

TEST(SoftmaxLoss, StartsAtChanceAndLearnsTwentyPicturesOfCifar10) {
  const auto data = cifar10();
  if (!data) GTEST_SKIP() << kNoCifar10;
  Rng rng(remote::test_seed());
  checks::expect_initial_loss(as_function(softmax), data->inputs / 255, data->labels, kClasses,
                              1e-3, checks::softmax_at_chance, rng,
                              {.what = "softmax_loss", .read = kReadChance});
  const datasets::Dataset few = twenty(*data, rng);
  checks::expect_overfits(as_function(softmax), few.inputs - 128, few.labels, kClasses, rng,
                          {.what = "softmax_loss", .read = kReadOverfit});
}
TEST(SvmLoss, StartsAtChanceAndLearnsTwentyPicturesOfCifar10) {
  const auto data = cifar10();
  if (!data) GTEST_SKIP() << kNoCifar10;
  Rng rng(remote::test_seed());
  checks::expect_initial_loss(as_function(svm), data->inputs / 255, data->labels, kClasses, 1e-3,
                              checks::hinge_at_chance, rng,
                              {.what = "svm_loss", .read = kReadChance});
  const datasets::Dataset few = twenty(*data, rng);
  checks::expect_overfits(as_function(svm), few.inputs - 128, few.labels, kClasses, rng,
                          {.what = "svm_loss", .read = kReadOverfit},
                          {.control_floor = kHingeFloor});
}

}  // namespace
}  // namespace descent::suite
