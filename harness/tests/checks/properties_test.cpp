#include "harness/checks/properties.hpp"

#include <gmock/gmock.h>

#include "harness/tests/checks/caught.hpp"
#include "harness/tests/checks/losses_for_tests.hpp"

namespace descent::checks {
namespace {

using testing::HasSubstr;

class Properties : public testing::Test {
 protected:
  Rng rng_{6};
  arma::mat scores_ = rng_.normal(6, 4);
  arma::uvec labels_ = rng_.labels(6, 4);
  About about_{.what = "the loss", .read = "r"};
};

TEST_F(Properties, HoldForRightLosses) {
  for (const LossFunction& loss : {LossFunction(softmax), LossFunction(hinge)}) {
    EXPECT_TRUE(expect_same_twice(loss, scores_, labels_, about_));
    EXPECT_TRUE(expect_mean_over_examples(loss, scores_, labels_, about_));
    EXPECT_TRUE(expect_order_of_examples_irrelevant(loss, scores_, labels_, rng_, about_));
    EXPECT_TRUE(expect_names_of_classes_irrelevant(loss, scores_, labels_, rng_, about_));
    EXPECT_TRUE(expect_shift_irrelevant(loss, scores_, labels_, 1e4, about_));
  }
}

TEST_F(Properties, SameTwiceSeesAnAccumulator) {
  arma::mat sum(6, 4, arma::fill::zeros);
  const LossFunction accumulates = [&sum](const arma::mat& s, const arma::uvec& y) {
    const auto [value, gradient] = softmax(s, y);
    sum += gradient;
    return std::pair(value, sum);
  };
  EXPECT_THAT(prose(told_by([&] { expect_same_twice(accumulates, scores_, labels_, about_); })),
              HasSubstr("static variable"));
  int calls = 0;
  EXPECT_NE(told_by([&] {
              expect_same_twice(
                  [&] { return arma::mat(1, 1, arma::fill::value(1 + 1e-15 * ++calls)); }, about_);
            }),
            "");
  EXPECT_NE(told_by([&] {
              expect_same_twice(
                  [&] {
                    arma::mat result = scores_;
                    result(5, 3) += ++calls;  // the last number alone
                    return result;
                  },
                  about_);
            }),
            "");
  EXPECT_EQ(told_by([&] { expect_same_twice([&] { return scores_; }, about_); }), "");
}

TEST_F(Properties, MeanOverExamplesSeesASum) {
  const LossFunction sum = [](const arma::mat& s, const arma::uvec& y) {
    const auto [value, gradient] = softmax(s, y);
    return std::pair(6 * value, arma::mat(6 * gradient));  // right for N = 6 only
  };
  EXPECT_EQ(told_by([&] { expect_mean_over_examples(sum, scores_, labels_, about_); }), "");
  const LossFunction of_sum = [](const arma::mat& s, const arma::uvec& y) {
    const auto [value, gradient] = softmax(s, y);
    const auto n = static_cast<double>(y.n_elem);
    return std::pair(n * value, arma::mat(n * gradient));
  };
  EXPECT_THAT(prose(told_by([&] { expect_mean_over_examples(of_sum, scores_, labels_, about_); })),
              HasSubstr("repeated 3 times"));
}

TEST_F(Properties, OrderOfExamplesSeesAnExampleThatIsForgotten) {
  const LossFunction forgets = [](const arma::mat& s, const arma::uvec& y) {
    const arma::mat head = s.head_rows(s.n_rows - 1);
    const auto [value, gradient] = softmax(head, y.head(y.n_elem - 1));
    return std::pair(value, arma::mat(arma::join_cols(gradient, arma::zeros(1, s.n_cols))));
  };
  EXPECT_THAT(prose(told_by([&] {
                expect_order_of_examples_irrelevant(forgets, scores_, labels_, rng_, about_);
              })),
              HasSubstr("another order"));
}

TEST_F(Properties, NamesOfClassesSeesASpecialClass) {
  const LossFunction special = [](const arma::mat& s, const arma::uvec& y) {
    arma::mat shifted = s;
    shifted.col(0) += 0.1;
    return softmax(shifted, y);
  };
  EXPECT_THAT(
      told_by([&] { expect_names_of_classes_irrelevant(special, scores_, labels_, rng_, about_); }),
      HasSubstr("classes renamed"));
}

TEST_F(Properties, ShiftSeesALossWithoutTheMaximum) {
  const LossFunction overflows = [](const arma::mat& s, const arma::uvec& y) {
    const arma::mat e = arma::exp(s);
    auto [value, gradient] = softmax(s, y);
    return std::pair(e.is_finite() ? value : arma::datum::nan, gradient);
  };
  EXPECT_THAT(
      prose(told_by([&] { expect_shift_irrelevant(overflows, scores_, labels_, 1e4, about_); })),
      HasSubstr("is NaN"));
}

TEST_F(Properties, MoreRegularizationMeansMoreLoss) {
  const auto loss = [](double lambda) { return 2.3 + 4 * lambda; };
  EXPECT_TRUE(expect_more_regularization_more_loss(loss, {0, 1e-3, 0.1, 1}, about_));
  EXPECT_TRUE(expect_linear_in_strength(loss, 0.5, about_));
  EXPECT_THAT(prose(told_by([&] {
                expect_more_regularization_more_loss([](double) { return 2.3; }, {0, 1}, about_);
              })),
              HasSubstr("more regularization, more loss"));
  EXPECT_THAT(prose(told_by([&] {
                expect_linear_in_strength([](double l) { return 2.3 + 4 * l * l; }, 0.5, about_);
              })),
              HasSubstr("proportional to its strength"));
}

}  // namespace
}  // namespace descent::checks
