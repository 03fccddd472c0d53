#include "harness/sandbox/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <optional>

namespace descent::sandbox {
namespace {

namespace fs = std::filesystem;

void make_old(const fs::path& folder) {
  fs::last_write_time(folder, fs::file_time_type::clock::now() - std::chrono::minutes(5));
}

/// The folder of a process that was killed while it used it.
fs::path abandoned() {
  int ends[2];
  if (pipe(ends) != 0) return {};
  const pid_t pid = fork();
  if (pid == 0) {
    const TemporaryFolder folder;
    const std::string path = folder.path();
    if (write(ends[1], path.data(), path.size()) < 0) _exit(1);
    for (;;) pause();
  }
  char path[256] = {};
  const ssize_t got = read(ends[0], path, sizeof path - 1);
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
  close(ends[0]);
  close(ends[1]);
  return got > 0 ? fs::path(path) : fs::path();
}

TEST(TemporaryFolder, IsGoneWithTheObject) {
  std::optional<TemporaryFolder> folder(std::in_place);
  const fs::path path = folder->path();
  EXPECT_EQ(fs::status(path).permissions() & fs::perms::all, fs::perms::owner_all);
  folder.reset();
  EXPECT_FALSE(fs::exists(path));
}

TEST(TemporaryFolder, OfAKilledProcessIsRemovedByTheNext) {
  const fs::path old = abandoned();
  const fs::path young = abandoned();
  ASSERT_TRUE(fs::is_directory(old) && fs::is_directory(young));
  fs::create_directories(old / "some/where");
  make_old(old);
  const TemporaryFolder used;
  make_old(used.path());
  const fs::path other = fs::temp_directory_path() / "not-of-descent-at-all";
  fs::create_directories(other);
  make_old(other);

  remove_abandoned_folders();

  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(fs::exists(young)) << "its owner may be about to lock it";
  EXPECT_TRUE(fs::exists(used.path())) << "somebody works in it";
  EXPECT_TRUE(fs::exists(other));
  fs::remove_all(young);
  fs::remove_all(other);
}

// Results and submissions lie in folders of such names, too.
TEST(TemporaryFolder, OfSomebodyElseIsNotRemovedWhateverItsName) {
  for (const char* name : {"descent-results", "descent-submissions", "descent-abc123",
                           "descent-tmp-results", "descent-tmp-of-2026"}) {
    const fs::path folder = fs::temp_directory_path() / name;
    ASSERT_FALSE(fs::exists(folder)) << "this test needs the name " << folder;
    fs::create_directories(folder / "ada");
    make_old(folder);
    remove_abandoned_folders();
    EXPECT_TRUE(fs::exists(folder / "ada")) << name;
    fs::remove_all(folder);
  }
}

}  // namespace
}  // namespace descent::sandbox
