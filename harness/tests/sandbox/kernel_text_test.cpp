#include "harness/sandbox/kernel_text.hpp"

#include <gmock/gmock.h>

namespace descent::sandbox {
namespace {

using testing::HasSubstr;

TEST(KernelText, IsWhatTheKernelSays) {
  EXPECT_THAT(kernel_text("/proc/self/stat"), HasSubstr(" R "));
}

TEST(KernelText, IsNothingWhereThereIsNoFile) { EXPECT_EQ(kernel_text("/proc/0/stat"), ""); }

TEST(KernelText, IsNothingWhereReadingFails) {
  // Can be opened, and not be read: nothing is mapped at address 0. (A process that ends between
  // the two gives the same.)
  EXPECT_EQ(kernel_text("/proc/self/mem"), "");
}

}  // namespace
}  // namespace descent::sandbox
