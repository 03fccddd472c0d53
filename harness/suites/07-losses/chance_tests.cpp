#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "harness/suites/07-losses/problem.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;

constexpr auto kRead = "loss-at-chance";

TEST(ExpectedInitialLoss, IsTwoPointThreeForTheSoftmaxAndNineForTheSvm) {
  expect_near(submission::expected_initial_loss(LossKind::softmax, 10), 2.302585092994046,
              {.what = "the softmax loss at chance with 10 classes", .read = kRead});
  expect_near(submission::expected_initial_loss(LossKind::svm, 10), 9,
              {.what = "the SVM loss at chance with 10 classes", .read = kRead});
  expect_near(submission::expected_initial_loss(LossKind::squared_hinge, 10), 9,
              {.what = "the squared hinge at chance with 10 classes", .read = kRead});
}

TEST(ExpectedInitialLoss, CountsEveryAttribute) {
  expect_near(submission::expected_initial_loss(LossKind::attribute_hinge, 10), 10,
              {.what = "the attribute hinge at chance with 10 attributes", .read = kRead});
  expect_near(submission::expected_initial_loss(LossKind::logistic, 10), 6.931471805599453,
              {.what = "the logistic loss at chance with 10 attributes", .read = kRead});
}

TEST(ExpectedInitialLoss, IsZeroWhereThereIsNoChoice) {
  for (const LossKind kind : {LossKind::softmax, LossKind::svm, LossKind::squared_hinge}) {
    expect_near(submission::expected_initial_loss(kind, 1), 0,
                {.what = "the loss at chance with a single class",
                 .why = "A single class is always right.",
                 .read = kRead});
  }
}

TEST(ExpectedInitialLoss, IsWhatTheLossesGiveForScoresOfZero) {
  Rng rng(remote::test_seed());
  const arma::uword c = 11 + rng.below(200);
  const arma::mat scores = arma::zeros(3, c);
  const arma::uvec labels = rng.labels(3, c);
  const struct {
    LossKind kind;
    double expected;
    std::string name;
  } kinds[] = {
      {LossKind::softmax, reference::softmax_loss(scores, labels).loss, "softmax"},
      {LossKind::svm, reference::svm_loss(scores, labels, 1.0).loss, "SVM"},
      {LossKind::squared_hinge, reference::squared_hinge_loss(scores, labels, 1.0).loss,
       "squared hinge"},
      {LossKind::attribute_hinge, reference::attribute_hinge_loss(scores, scores - 1).loss,
       "attribute hinge"},
      {LossKind::logistic, reference::logistic_loss(scores, scores).loss, "logistic"},
  };
  for (const auto& [kind, expected, name] : kinds) {
    expect_near(submission::expected_initial_loss(kind, c), expected,
                {.what = "the " + name + " loss at chance with " + std::to_string(c) + " classes",
                 .why = "It is what the loss itself gives for scores that are all 0.",
                 .read = kRead,
                 .setting = {.classes = static_cast<double>(c)}});
  }
}

TEST(ExpectedInitialLoss, RefusesBadInput) {
  for (const LossKind kind : {LossKind::softmax, LossKind::svm, LossKind::squared_hinge,
                              LossKind::attribute_hinge, LossKind::logistic}) {
    expect_refusal("0 classes", [kind] { submission::expected_initial_loss(kind, 0); });
  }
}

}  // namespace
}  // namespace descent::suite
