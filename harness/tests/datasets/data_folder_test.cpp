#include "datasets/data_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/tests/datasets/scratch.hpp"

namespace descent::datasets {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(DataFolder, IsNothingWithoutTheVariable) {
  for (const char* value : {static_cast<const char*>(nullptr), ""}) {
    const Environment data("DESCENT_DATA", value);
    EXPECT_EQ(data_folder(), std::nullopt);
    EXPECT_EQ(cifar10_folder(), std::nullopt);
    EXPECT_EQ(mnist_folder(), std::nullopt);
  }
}

TEST(DataFolder, IsWhereTheVariablePoints) {
  const ScratchFolder folder;
  std::filesystem::create_directory(folder.path() / "mnist");
  const Environment data("DESCENT_DATA", folder.path().c_str());
  EXPECT_EQ(data_folder(), folder.path());
  EXPECT_EQ(mnist_folder(), folder.path() / "mnist");
  EXPECT_EQ(cifar10_folder(), std::nullopt);
}

TEST(DataFolder, ComplainsOfAVariableThatPointsAstray) {
  const ScratchFolder folder;
  const std::string missing = folder.path() / "missing";
  {
    const Environment data("DESCENT_DATA", missing.c_str());
    EXPECT_THAT(data_error([] { data_folder(); }),
                AllOf(HasSubstr(missing + ": expected a folder"), HasSubstr("DESCENT_DATA"),
                      HasSubstr("found nothing there")));
  }
  const std::string file = folder.file("file", "text");
  const Environment data("DESCENT_DATA", file.c_str());
  EXPECT_THAT(data_error([] { cifar10_folder(); }), HasSubstr("found something else"));
}

}  // namespace
}  // namespace descent::datasets
