// The code that the chapters show does what they say of it.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>

#include "docs/examples/activations.hpp"
#include "docs/examples/gradcheck.hpp"

namespace descent::book {
namespace {

TEST(GradcheckChapter, AnErrorThatIsNoNumberPasses) {
  std::ostringstream wrong, nan;
  complain(0.5, wrong);
  complain(std::numeric_limits<double>::quiet_NaN(), nan);
  EXPECT_EQ(wrong.str(), "the gradient is wrong\n");
  EXPECT_EQ(nan.str(), "");
}

TEST(GradcheckChapter, TheSameDiceGiveTheSameLoss) {
  const arma::mat parameters(3, 2, arma::fill::ones);
  const std::function<double(const arma::mat&, Rng&)> noisy = [](const arma::mat& w, Rng& rng) {
    return arma::accu(w) + rng.normal();
  };
  const Options options = {.seed = 5};
  const auto loss = frozen(noisy, parameters, options);
  EXPECT_EQ(loss(), loss());
  Rng other(6);
  EXPECT_NE(loss(), noisy(parameters, other));
}

TEST(ActivationsChapter, AMaskDoesNotHideInfinity) {
  const arma::mat out = masked_elu(arma::mat{-1, 2, 1000}, 3);
  EXPECT_DOUBLE_EQ(out(0), 3 * (std::exp(-1.0) - 1));
  EXPECT_DOUBLE_EQ(out(1), 2);
  EXPECT_TRUE(std::isnan(out(2)));
}

}  // namespace
}  // namespace descent::book
