#include "harness/checks/refusal.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "harness/support/not_implemented.hpp"
#include "harness/tests/checks/caught.hpp"

namespace descent::checks {
namespace {

using testing::HasSubstr;

struct SessionsOwn : std::runtime_error {
  using std::runtime_error::runtime_error;
};

TEST(Refusal, AcceptsInvalidArgumentOnly) {
  EXPECT_TRUE(failures_of([] {
                expect_refusal("an empty batch", [] { throw std::invalid_argument("empty"); });
              }).empty());
  EXPECT_THAT(told_by([] { expect_refusal("an empty batch", [] {}); }),
              testing::AllOf(HasSubstr("an empty batch"), HasSubstr("no exception")));
  EXPECT_THAT(told_by([] {
                expect_refusal("an empty batch", [] { throw std::logic_error("Mat::max()"); });
              }),
              HasSubstr("Mat::max()"));
}

TEST(Refusal, LeavesOtherStoriesToThoseWhoTellThemBetter) {
  EXPECT_THROW(expect_refusal("x", [] { throw NotImplemented("f"); }), NotImplemented);
  EXPECT_THROW(expect_refusal("x", [] { throw SessionsOwn("crashed"); }), SessionsOwn);
}

}  // namespace
}  // namespace descent::checks
