#include "harness/sandbox/bubblewrap.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "harness/sandbox/process.hpp"

namespace descent::sandbox {
namespace {

using testing::HasSubstr;

TEST(Bubblewrap, ShowsOnlyWhatIsGiven) {
  if (!bubblewrap_works()) GTEST_SKIP() << "bubblewrap does not work here";
  const std::string given = testing::TempDir() + "descent-given-" + std::to_string(getpid());
  std::ofstream(given) << "text\n";
  const View view{{given}, "/var/tmp"};
  const auto in_there = [&](const std::string& script) {
    return run({.arguments = in_bubblewrap(view, {"sh", "-c", script})}).output;
  };
  EXPECT_EQ(in_there("cat " + given), "text\n");
  EXPECT_THAT(in_there("echo x > " + given), HasSubstr("Read-only"));
  EXPECT_EQ(in_there("ls /etc | grep -v -e '^alternatives$' -e '^ld.so.cache$'"), "");
  EXPECT_EQ(in_there("pwd"), "/var/tmp\n");
  EXPECT_EQ(in_there("ls /home /root /srv 2>/dev/null"), "");
  std::remove(given.c_str());
}

}  // namespace
}  // namespace descent::sandbox
