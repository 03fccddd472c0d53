#include "harness/checks/two_oracles.hpp"

#include <gmock/gmock.h>

#include "harness/tests/checks/caught.hpp"
#include "harness/tests/checks/losses_for_tests.hpp"

namespace descent::checks {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class TwoOracles : public testing::Test {
 protected:
  Rng rng_{4};
  arma::mat scores_ = rng_.normal(5, 3);
  arma::uvec labels_ = rng_.labels(5, 3);
  LossAndGradient right_ = run(softmax(scores_, labels_));

  static LossAndGradient run(const ValueAndGradient& pair) { return {pair.first, pair.second}; }
  [[nodiscard]] double loss(const arma::mat& scores) const {
    return softmax(scores, labels_).first;
  }

  std::string told(const LossAndGradient& yours, const std::function<double(const arma::mat&)>& f,
                   bool with_reference = true) {
    return prose(told_by([&] {
      const bool held = expect_loss_and_gradient(
          yours, with_reference ? std::optional(right_) : std::nullopt, f, scores_, rng_,
          {.what = "softmax_loss", .read = "r", .setting = {.examples = 5, .classes = 3}});
      told_wrong_ = !held;
    }));
  }
  bool told_wrong_ = false;
};

TEST_F(TwoOracles, SayNothingWhereBothPassesAreRight) {
  EXPECT_EQ(told(right_, [&](const arma::mat& s) { return loss(s); }), "");
  EXPECT_EQ(told(
                right_, [&](const arma::mat& s) { return loss(s); }, false),
            "");
  EXPECT_FALSE(told_wrong_);
}

TEST_F(TwoOracles, BlameTheBackwardPassAlone) {
  const LossAndGradient yours{right_.loss, 5 * right_.gradient};
  EXPECT_THAT(told(yours, [&](const arma::mat& s) { return loss(s); }),
              AllOf(HasSubstr("softmax_loss: the loss is right, the gradient is wrong."),
                    HasSubstr("N = 5")));
  EXPECT_TRUE(told_wrong_);
}

TEST_F(TwoOracles, SayThatTheGradientIsTheRightOneOfAWrongLoss) {
  const LossAndGradient yours{5 * right_.loss, 5 * right_.gradient};
  EXPECT_THAT(
      told(yours, [&](const arma::mat& s) { return 5 * loss(s); }),
      AllOf(HasSubstr("your gradient is the right derivative of a wrong loss; fix the loss first"),
            HasSubstr("N = 5")));
}

TEST_F(TwoOracles, BlameTheForwardPassAlone) {
  const LossAndGradient yours{5 * right_.loss, right_.gradient};
  EXPECT_THAT(told(yours, [&](const arma::mat& s) { return 5 * loss(s); }),
              HasSubstr("softmax_loss: the gradient is right, the loss is wrong."));
}

TEST_F(TwoOracles, BlameBoth) {
  const LossAndGradient yours{5 * right_.loss, -right_.gradient};
  EXPECT_THAT(told(yours, [&](const arma::mat& s) { return 5 * loss(s); }),
              AllOf(HasSubstr("the loss is wrong, and the gradient is not its derivative either"),
                    HasSubstr("Of the gradient: "), HasSubstr("sign")));
}

TEST_F(TwoOracles, WithoutAReferenceCompareWithTheOwnForwardPass) {
  const LossAndGradient consistent{5 * right_.loss, 5 * right_.gradient};
  EXPECT_EQ(told(
                consistent, [&](const arma::mat& s) { return 5 * loss(s); }, false),
            "");
  const LossAndGradient wrong{5 * right_.loss, right_.gradient};
  EXPECT_THAT(told(
                  wrong, [&](const arma::mat& s) { return 5 * loss(s); }, false),
              HasSubstr("the gradient is not the derivative of your own loss"));
}

TEST_F(TwoOracles, SeeAForwardPassThatDependsOnMoreThanItsArguments) {
  int calls = 0;
  EXPECT_THAT(told(right_, [&](const arma::mat& s) { return loss(s) + 1e-3 * (++calls % 7); }),
              HasSubstr("The value of the loss of softmax_loss in a second call is wrong."));
}

TEST_F(TwoOracles, SpeakOfShapeAndNaNFirst) {
  EXPECT_THAT(told({right_.loss, arma::mat(3, 5)}, [&](const arma::mat& s) { return loss(s); }),
              HasSubstr("The shape of the gradient of softmax_loss is wrong"));
  EXPECT_THAT(
      told({arma::datum::nan, right_.gradient}, [&](const arma::mat& s) { return loss(s); }),
      HasSubstr("the loss of softmax_loss is NaN"));
}

TEST_F(TwoOracles, AcceptAnotherSubgradientAtAKink) {
  const arma::mat x = {{0.0, 1.0, -1.0}};  // the kink of |x| at 0
  const auto absolute = [](const arma::mat& p) { return arma::accu(arma::abs(p)); };
  const LossAndGradient reference{2, {{0.0, 1.0, -1.0}}};
  for (const double slope : {-1.0, 0.0, 0.3, 1.0}) {
    EXPECT_EQ(told_by([&] {
                expect_loss_and_gradient({2, {{slope, 1.0, -1.0}}}, reference, absolute, x, rng_,
                                         {.what = "l1"});
              }),
              "")
        << slope;
  }
  EXPECT_NE(told_by([&] {
              expect_loss_and_gradient({2, {{1.5, 1.0, -1.0}}}, reference, absolute, x, rng_,
                                       {.what = "l1"});
            }),
            "");
}

TEST_F(TwoOracles, DoNotTakeASmallErrorForAKink) {
  LossAndGradient yours = right_;
  yours.gradient(0, 0) *=
      1 + 1e-7;  // below numerical differentiation, above the reference's tolerance
  EXPECT_THAT(told(yours, [&](const arma::mat& s) { return loss(s); }),
              HasSubstr("the loss is right, the gradient is wrong"));
  const auto absolute = [](const arma::mat& p) { return arma::accu(arma::abs(p)); };
  EXPECT_NE(told_by([&] {  // at a kink, and between the slopes, but not another subgradient
              expect_loss_and_gradient({2, {{1e-5, 1.0, -1.0}}},
                                       LossAndGradient{2, {{0.0, 1.0, -1.0}}}, absolute,
                                       {{0.0, 1.0, -1.0}}, rng_, {.what = "l1"});
            }),
            "");
}

TEST_F(TwoOracles, NameTheBlockOfALayer) {
  const arma::mat X = rng_.normal(4, 3), G = rng_.normal(4, 2);
  const Blocks at = {rng_.normal(3, 2), rng_.normal(1, 2)};
  const MatrixFunction forward = [&](const Blocks& p) {
    return arma::mat(X * p[0] + arma::repmat(p[1], 4, 1));
  };
  const ForwardBackward right{forward(at), {X.t() * G, arma::sum(G, 0)}};
  ForwardBackward yours = right;
  const GradientOptions names{.names = {"dW", "db"}};
  EXPECT_EQ(told_by([&] {
              expect_forward_and_backward(yours, right, forward, G, at, rng_, {.what = "affine"},
                                          names);
            }),
            "");
  yours.gradients[1] = arma::mean(G, 0);
  EXPECT_THAT(told_by([&] {
                expect_forward_and_backward(yours, right, forward, G, at, rng_,
                                            {.what = "affine", .setting = {.examples = 4}}, names);
              }),
              AllOf(HasSubstr("affine: the output is right, the gradient is wrong. In db, all 2"),
                    HasSubstr("N = 4")));
}

}  // namespace
}  // namespace descent::checks
