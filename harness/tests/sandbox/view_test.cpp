#include "harness/sandbox/view.hpp"

#include <gtest/gtest.h>

#include "harness/sandbox/temporary_folder.hpp"

namespace descent::sandbox {
namespace {

TEST(View, KnowsWhatIsOfTheSystem) {
  for (const char* path : {"/usr", "/usr/src/app", "/usr/local/descent", "/bin/sh", "/lib/any"}) {
    EXPECT_TRUE(is_of_the_system(path)) << path;
  }
  for (const char* path : {"/", "/srv/course", "/usr.local", "/home/usr", "/binaries", "/tmp"}) {
    EXPECT_FALSE(is_of_the_system(path)) << path;
  }
}

TEST(View, FollowsLinksIntoTheSystem) {
  const TemporaryFolder folder;
  std::filesystem::create_directory_symlink("/usr/share", folder.path() / "course");
  EXPECT_TRUE(is_of_the_system(folder.path() / "course"));
  EXPECT_TRUE(is_of_the_system(folder.path() / "course/not/there/yet"));
}

}  // namespace
}  // namespace descent::sandbox
