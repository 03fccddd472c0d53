#include "harness/cli/file_watch.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "harness/sandbox/temporary_folder.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;

/// Both ways to notice; what an editor does must be seen in either.
class FileWatchTest : public testing::TestWithParam<bool> {
 protected:
  void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

  /// Whether inotify has something to say, where it is used.
  bool woken(const FileWatch& watch) const {
    pollfd event{watch.descriptor(), POLLIN, 0};
    return GetParam() || poll(&event, 1, 5000) == 1;
  }

  sandbox::TemporaryFolder folder;
  fs::path file = folder.path() / "losses.cpp";
};

INSTANTIATE_TEST_SUITE_P(Ways, FileWatchTest, testing::Bool(),
                         [](const auto& info) { return info.param ? "Polling" : "Inotify"; });

TEST_P(FileWatchTest, UsesInotifyUnlessToldOtherwise) {
  write(file, "1");
  const FileWatch watch({file}, GetParam());
  EXPECT_EQ(watch.descriptor() < 0, GetParam());
}

TEST_P(FileWatchTest, SeesAFileWrittenInPlace) {
  write(file, "1");
  FileWatch watch({file}, GetParam());
  EXPECT_FALSE(watch.changed());
  write(file, "22");
  EXPECT_TRUE(woken(watch));
  EXPECT_TRUE(watch.changed());
  EXPECT_FALSE(watch.changed()) << "said once";
}

TEST_P(FileWatchTest, SeesAFileRenamedOverIt) {
  write(file, "1");
  write(folder.path() / "4913", "2");
  FileWatch watch({file}, GetParam());
  fs::rename(folder.path() / "4913", file);
  EXPECT_TRUE(woken(watch));
  EXPECT_TRUE(watch.changed());
}

TEST_P(FileWatchTest, WaitsForAFileThatWasMovedAway) {
  write(file, "1");
  FileWatch watch({file}, GetParam());
  fs::rename(file, folder.path() / "losses.cpp~");
  EXPECT_FALSE(watch.changed()) << "there is nothing to compile";
  write(file, "2");
  EXPECT_TRUE(woken(watch));
  EXPECT_TRUE(watch.changed());
}

TEST_P(FileWatchTest, DoesNotMindOtherFiles) {
  write(file, "1");
  FileWatch watch({file}, GetParam());
  write(folder.path() / ".losses.cpp.swp", "2");
  EXPECT_FALSE(watch.changed());
}

TEST_P(FileWatchTest, SeesOneSaveInManyWrites) {
  write(file, "1");
  FileWatch watch({file}, GetParam());
  std::thread editor([&] {
    for (int i = 0; i < 10; ++i) {
      write(file, std::string(static_cast<std::size_t>(i + 2), 'x'));
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
  while (!watch.changed()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  editor.join();
  watch.changed();
  EXPECT_FALSE(watch.changed());
}

TEST_P(FileWatchTest, FindsTheFileBehindALink) {
  const fs::path elsewhere = folder.path() / "elsewhere";
  fs::create_directories(elsewhere);
  write(elsewhere / "mine.cpp", "1");
  fs::create_symlink(elsewhere / "mine.cpp", file);
  FileWatch watch({file}, GetParam());
  write(elsewhere / "mine.cpp", "22");
  EXPECT_TRUE(woken(watch));
  EXPECT_TRUE(watch.changed());
}

TEST(FileWatchOfNoFolder, LooksNowAndThen) {
  FileWatch watch({"/no/such/folder/losses.cpp"}, false);
  EXPECT_LT(watch.descriptor(), 0);
  EXPECT_FALSE(watch.changed());
}

}  // namespace
}  // namespace descent::cli
