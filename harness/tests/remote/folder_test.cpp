#include "harness/remote/folder.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <utility>

#include "harness/remote/submission.hpp"
#include "harness/remote/worker.hpp"

namespace {

using namespace descent;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// The playground's exercises with files: answered by a worker, or in this process.
class FolderTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { bind({.memory_mb = 256, .files_mb = 8}); }
  void TearDown() override { remote::Session::current().start_test("none"); }

  /// By the plain exercises, or by one variant.
  void bind(const outcome::Limits& limits, const std::string& variant = "") {
    const auto folder = std::make_shared<const remote::Folder>(limits.files_mb << 20);
    const auto solutions = std::make_shared<remote::Implementation>(PLAYGROUND);
    std::unique_ptr<remote::Binding> binding;
    if (GetParam() == "worker") {
      binding = std::make_unique<remote::Worker>(
          remote::WorkerSettings{WORKER, PLAYGROUND, limits, true, true, folder->path()});
    } else {
      binding = std::make_unique<remote::InProcess>(solutions, variant);
    }
    session().bind(std::move(binding), solutions, 1, folder);
    session().start_test("test");
  }
  static remote::Session& session() { return remote::Session::current(); }
  static fs::path file(const std::string& name) { return session().folder() / name; }
  static std::string text_of(const fs::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

INSTANTIATE_TEST_SUITE_P(AnsweredBy, FolderTest, testing::Values("worker", "process"),
                         [](const auto& info) { return info.param; });

TEST_P(FolderTest, ExercisesAndTestsSeeEachOthersFiles) {
  submission::save(file("a"), "alpha");
  EXPECT_EQ(text_of(file("a")), "alpha");
  std::ofstream(file("b")) << "beta";
  EXPECT_EQ(submission::load(file("b")), "beta");
  EXPECT_FALSE(fs::exists(file("a.part")));
}

TEST_P(FolderTest, IsEmptyWhenATestStarts) {
  submission::save(file("a"), "alpha");
  session().start_test("another");
  EXPECT_TRUE(fs::is_empty(session().folder()));
  submission::save(file("a"), "alpha");
}

TEST_P(FolderTest, AnInterruptedCallLeavesItsFilesAndTheNextOneWorks) {
  const std::string large(6 << 20, 'x');
  bool interrupted = false;
  for (auto after = 400us; !interrupted && after > 1us; after /= 2) {
    interrupted = session().interrupt(after, [&] { submission::save(file("a"), large); });
  }
  EXPECT_TRUE(interrupted);
  EXPECT_FALSE(session().trouble());
  submission::save(file("a"), "short");
  EXPECT_EQ(text_of(file("a")), "short");
}

TEST_P(FolderTest, ACallThatIsDoneInTimeIsNotInterrupted) {
  EXPECT_FALSE(session().interrupt(2s, [] { submission::save(file("a"), "alpha"); }));
  EXPECT_EQ(text_of(file("a")), "alpha");
}

TEST_P(FolderTest, WhatAnInterruptibleCallThrowsIsThrown) {
  EXPECT_THROW(session().interrupt(2s, [] { submission::load(file("none")); }), std::runtime_error);
}

class WorkerFolderTest : public FolderTest {};
INSTANTIATE_TEST_SUITE_P(AnsweredBy, WorkerFolderTest, testing::Values("worker"));

TEST_P(WorkerFolderTest, ACrashDuringAnInterruptibleCallIsNoInterruption) {
  EXPECT_THROW(session().interrupt(2s, [] { submission::misbehave("abort", {}); }),
               remote::CallFailure);
  ASSERT_TRUE(session().trouble());
  EXPECT_EQ(session().trouble()->outcome, outcome::Outcome::crashed);
}

TEST_P(WorkerFolderTest, MoreFilesThanAllowedEndTheCall) {
  bind({.memory_mb = 256, .files_mb = 1});
  const std::string text(900 << 10, 'x');
  const auto save_many = [&] {
    for (int i = 0; i < 400; ++i) submission::save(file(std::to_string(i)), text);
  };
  EXPECT_THROW(save_many(), std::exception);
  EXPECT_LT(remote::Folder::bytes_in(session().folder()), std::uintmax_t{300} << 20);
}

class ReplayFolderTest : public FolderTest {};
INSTANTIATE_TEST_SUITE_P(AnsweredBy, ReplayFolderTest, testing::Values("process"));

TEST_P(ReplayFolderTest, WhatACallLeavesBehindTellsTheMistake) {
  bind({.files_mb = 8}, "save_without_end");
  std::ofstream(file("before")) << "before";
  submission::save(file("a"), "alpha");
  const auto named = session().explain();
  ASSERT_EQ(named.size(), 1u);
  EXPECT_EQ(named[0].id, "save_without_end");
  EXPECT_EQ(text_of(file("a")), "alph") << "the replay must leave the folder as it was";
  EXPECT_EQ(text_of(file("before")), "before");
}

TEST_P(ReplayFolderTest, AMistakeIsKnownByItsName) {
  EXPECT_EQ(session().known_mistake("save_in_place")->exercise, "save");
  EXPECT_FALSE(session().known_mistake("never_heard_of"));
  EXPECT_FALSE(session().known_mistake(""));
}

TEST(Folder, KeepsAndRestoresItsContent) {
  const remote::Folder folder(1 << 20);
  const remote::FolderContent content = {{"a", "alpha"}, {"below/b", std::string("be\0ta", 5)}};
  folder.restore(content);
  EXPECT_EQ(folder.content(), content);
  EXPECT_EQ(remote::Folder::bytes_in(folder.path()), 10u + 3 * 4096u)
      << "a name is not for nothing";
  fs::create_symlink("/etc/passwd", folder.path() / "link");
  EXPECT_EQ(folder.content(), content) << "links lead elsewhere";
  folder.restore({});
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

// Whoever writes there may go on while it is read.
TEST(Folder, ReadsNoMoreThanItMayHold) {
  const remote::Folder folder(10'000);
  folder.restore({{"a", std::string(5'000, 'a')}});
  EXPECT_EQ(folder.content().size(), 1U);
  fs::resize_file(folder.path() / "a", 1 << 26);
  EXPECT_TRUE(folder.content().empty());
  remote::FolderContent many;
  for (char name = 'a'; name < 'k'; ++name) many[std::string(1, name)] = "";
  folder.restore(many);
  EXPECT_EQ(folder.content().size(), 2U) << "an empty file takes a block, too";
}

TEST(Folder, IsEmptiedHoweverDeepFoldersLieInIt) {
  const remote::Folder folder(1 << 20);
  int here = open(folder.path().c_str(), O_RDONLY | O_DIRECTORY);
  for (int depth = 0; depth < 3000; ++depth) {
    ASSERT_EQ(mkdirat(here, "d", 0700), 0);
    const int below = openat(here, "d", O_RDONLY | O_DIRECTORY);
    close(std::exchange(here, below));
  }
  close(here);
  fs::create_directories(folder.path() / "moved-up-0" / "closed");
  fs::permissions(folder.path() / "moved-up-0" / "closed", fs::perms::none);
  EXPECT_GT(remote::Folder::bytes_in(folder.path()), std::uintmax_t{1} << 40);
  folder.restore({{"a", "alpha"}});
  EXPECT_EQ(folder.content(), (remote::FolderContent{{"a", "alpha"}}));
}

TEST(Folder, IsNotThereForStagesWithoutFiles) {
  remote::Session::current().bind(nullptr, nullptr, 1);
  EXPECT_THROW(remote::Session::current().folder(), std::logic_error);
}

}  // namespace
