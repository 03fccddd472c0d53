#include "harness/checks/terms.hpp"

#include <gmock/gmock.h>

#include "harness/support/rng.hpp"
#include "harness/tests/checks/caught.hpp"

namespace descent::checks {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(SumOfTerms, BeginsWithWhatIsMissing) {
  Rng rng(5);
  const arma::mat a = rng.normal(6, 2), b = rng.normal(6, 2);
  const diagnosis::SumOfTerms sum{.terms = {{"the direct path", a}, {"the mean path", b}}};
  EXPECT_TRUE(failures_of([&] { expect_sum_of_terms(a + b, sum, {.what = "dx"}); }).empty());
  EXPECT_THAT(prose(told_by([&] { expect_sum_of_terms(a, sum, {.what = "dx"}); })),
              AllOf(HasSubstr("dx: the mean path is missing."),
                    HasSubstr("1 · the direct path + 0 · the mean path")));
  const std::string other =
      told_by([&] { expect_sum_of_terms(rng.normal(6, 2), sum, {.what = "dx"}); });
  EXPECT_THAT(other, AllOf(HasSubstr("In dx"), Not(HasSubstr("path"))));
  EXPECT_THAT(told_by([&] { expect_sum_of_terms(a.t(), sum, {.what = "dx"}); }),
              HasSubstr("6 x 2 is expected"));
}

TEST(KnownResult, IsNamedOnlyWhereItIsTheResult) {
  const arma::mat right = {1, 2}, halved = {0.5, 1};
  const std::vector<KnownResult> known = {{{7, 7, 7}, "of another shape"}, {halved, "halved"}};
  EXPECT_TRUE(
      failures_of([&] { expect_near_or_known(right, right, known, {.what = "x"}); }).empty());
  const auto told = [&](const arma::mat& yours) {
    return told_by([&] { expect_near_or_known(yours, right, known, {.what = "x"}); });
  };
  EXPECT_THAT(told(halved), HasSubstr("halved"));
  EXPECT_THAT(told({0.5, 1.1}), Not(HasSubstr("halved")));
}

}  // namespace
}  // namespace descent::checks
