#include "harness/cli/nearest.hpp"

#include <gmock/gmock.h>

namespace descent::cli {
namespace {

TEST(DidYouMean, NamesTheNearestWord) {
  const std::vector<std::string> words{"check", "watch", "softmax_loss", "svm_loss", "list"};
  EXPECT_EQ(did_you_mean("chekc", words), " (did you mean check?)");
  EXPECT_EQ(did_you_mean("softmaxloss", words), " (did you mean softmax_loss?)");
  EXPECT_EQ(did_you_mean("lst", words), " (did you mean list?)");
}

TEST(DidYouMean, IsSilentWhereNothingIsNearOrSeveralAre) {
  EXPECT_EQ(did_you_mean("nonsense", {"check", "watch"}), "");
  EXPECT_EQ(did_you_mean("relu_x", {"relu_a", "relu_b"}), "");
  EXPECT_EQ(did_you_mean("", {"a", "check"}), "");
  EXPECT_EQ(did_you_mean("xy", {"ab", "cd"}), "") << "as far as another word";
  EXPECT_EQ(did_you_mean("check", {}), "");
  EXPECT_EQ(did_you_mean(std::string(100'000, 'x'), {"check"}), "");
}

}  // namespace
}  // namespace descent::cli
