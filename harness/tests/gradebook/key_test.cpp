#include "harness/gradebook/key.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstdlib>
#include <thread>

#include "harness/course/digest.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::gradebook {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(Key, SignsAsRfc4231Says) {
  // Test case 2 of RFC 4231; its key is shorter than a Key may be.
  EXPECT_EQ(course::hmac_sha256("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  const Key key("a secret of more than thirty-two characters");
  EXPECT_EQ(key.sign("x"), course::hmac_sha256(key.secret(), "x"));
}

TEST(Key, IsNeitherShortNorItsName) {
  EXPECT_THROW(Key("short"), std::invalid_argument);
  const Key key("a secret of more than thirty-two characters");
  EXPECT_EQ(key.name().size(), 16U);
  EXPECT_EQ(key.secret().find(key.name()), std::string::npos);
}

TEST(Key, IsMadeOnceForItsOwnerAlone) {
  const sandbox::TemporaryFolder folder;
  const fs::path file = folder.path() / "config/descent/grading.key";
  const Key made = Key::in_file(file);
  struct stat status {};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(Key::in_file(file).secret(), made.secret());
  EXPECT_EQ(std::distance(fs::directory_iterator(file.parent_path()), {}), 1) << "a leftover";
}

TEST(Key, IsTheSameForGradersThatMakeItAtOnce) {
  const sandbox::TemporaryFolder folder;
  std::vector<std::string> secrets(8);
  {
    std::vector<std::jthread> threads;
    for (std::string& secret : secrets) {
      threads.emplace_back([&] { secret = Key::in_file(folder.path() / "key").secret(); });
    }
  }
  for (const std::string& secret : secrets) EXPECT_EQ(secret, secrets.front());
}

TEST(Key, ThatOthersCanReadIsRefused) {
  const sandbox::TemporaryFolder folder;
  const fs::path file = folder.path() / "key";
  Key::in_file(file);
  for (const mode_t mode : {0644U, 0640U, 0604U}) {
    chmod(file.c_str(), mode);
    try {
      Key::in_file(file);
      ADD_FAILURE() << mode;
    } catch (const std::runtime_error& error) {
      EXPECT_THAT(error.what(), HasSubstr("others can read the key"));
      EXPECT_THAT(error.what(), HasSubstr("chmod 600"));
    }
  }
}

TEST(Key, IsFoundWhereItWasPut) {
  const sandbox::TemporaryFolder folder;
  setenv("DESCENT_KEY", "the environment's key has enough characters\n", 1);
  EXPECT_EQ(Key::find("").secret(), "the environment's key has enough characters");
  EXPECT_NE(Key::find(folder.path() / "mine").secret(), Key::find("").secret());
  unsetenv("DESCENT_KEY");
  setenv("XDG_CONFIG_HOME", folder.path().c_str(), 1);
  EXPECT_EQ(Key::find("").secret(), Key::in_file(folder.path() / "descent/grading.key").secret());
  unsetenv("XDG_CONFIG_HOME");
}

}  // namespace
}  // namespace descent::gradebook
