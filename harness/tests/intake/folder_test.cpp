#include "harness/intake/folder.hpp"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "harness/course/digest.hpp"
#include "scratch.hpp"

namespace descent::intake {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Submission take_folder(const fs::path& folder) {
  return take({.id = "ada", .kind = Kind::folder, .path = folder}, {kLosses});
}

TEST(Folder, TakesTheSourceAndListsTheRest) {
  const Scratch scratch;
  scratch.add("losses.cpp", "abc");
  scratch.add("CMakeLists.txt", "");
  scratch.add("src/other.cpp", "");
  scratch.add("build/x/losses.cpp", "");
  scratch.add(".git/config", "[remote]\nurl = https://token@host\n");
  const Submission submission = take_folder(scratch.path());
  EXPECT_THAT(submission.texts, ElementsAre("abc"));
  EXPECT_EQ(submission.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_THAT(submission.refusal, IsEmpty());
  EXPECT_THAT(submission.ignored,
              ElementsAre(".git/", "CMakeLists.txt", "build/", "src/other.cpp"));
}

// The sum is that of `sha256sum losses.cpp other.cpp | sha256sum`.
TEST(Folder, GivesSeveralSourcesOrNone) {
  const Scratch scratch;
  scratch.add("losses.cpp", "abc");
  const Candidate ada{.id = "ada", .kind = Kind::folder, .path = scratch.path()};
  const std::vector<Wanted> both = {kLosses, {"other.cpp", "assignments/02-other/other.cpp"}};
  EXPECT_EQ(take(ada, both).refusal, "There is no file other.cpp in the submission.");
  EXPECT_THAT(take(ada, both).texts, IsEmpty());
  EXPECT_THAT(take(ada, both).sha256, IsEmpty());
  scratch.add("assignments/02-other/other.cpp", "");
  const Submission submission = take(ada, both);
  EXPECT_THAT(submission.texts, ElementsAre("abc", ""));
  EXPECT_EQ(submission.sha256, "78ae9bef351b2fd8afcd557553c4ba679e1e770bd4a8ed74b9dc8a3f768c6d7f");
  EXPECT_THAT(submission.ignored, IsEmpty());
}

TEST(Folder, FollowsNoLinks) {
  const Scratch scratch;
  scratch.add("bob/losses.cpp", "the work of somebody else");
  scratch.add_folder("ada");
  fs::create_directory_symlink(scratch.path() / "bob", scratch.path() / "ada/src");
  fs::create_symlink("../bob/losses.cpp", scratch.path() / "ada/losses.cpp");
  const Submission submission = take_folder(scratch.path() / "ada");
  EXPECT_EQ(submission.refusal, "losses.cpp is a symbolic link; hand in the file itself.");
  EXPECT_THAT(submission.texts, IsEmpty());
  EXPECT_THAT(submission.ignored,
              ElementsAre("losses.cpp (a symbolic link)", "src (a symbolic link)"));
  EXPECT_THAT(take_folder(scratch.path() / "ada/src").refusal, HasSubstr("cannot be opened"));
}

TEST(Folder, DoesNotWaitForAPipeOrASocket) {
  const Scratch scratch;
  ASSERT_EQ(mkfifo((scratch.path() / "losses.cpp").c_str(), 0600), 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  (scratch.path() / "socket").string().copy(address.sun_path, sizeof address.sun_path - 1);
  const int socket_number = socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(bind(socket_number, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const Submission submission = take_folder(scratch.path());
  close(socket_number);
  EXPECT_EQ(submission.refusal, "losses.cpp is a pipe; hand in the file itself.");
  EXPECT_THAT(submission.ignored, ElementsAre("losses.cpp (a pipe)", "socket (a socket)"));
}

TEST(Folder, SaysThatTheSourceIsAFolder) {
  const Scratch scratch;
  scratch.add("losses.cpp/x", "");
  EXPECT_EQ(take_folder(scratch.path()).refusal,
            "losses.cpp is a folder; hand in the file itself.");
}

TEST(Folder, RefusesWhatIsTooLargeAndNothingSmaller) {
  const Scratch scratch;
  scratch.add("losses.cpp", std::string(kMostSourceBytes, ' '));
  EXPECT_EQ(take_folder(scratch.path()).texts.front().size(), kMostSourceBytes);
  scratch.add("losses.cpp", std::string(kMostSourceBytes + 1, ' '));
  EXPECT_EQ(take_folder(scratch.path()).refusal,
            "losses.cpp is larger than 1024 KiB, which no solution needs.");
}

TEST(Folder, RefusesTooManyFiles) {
  const Scratch scratch;
  for (std::size_t i = 0; i <= kMostEntries; ++i) scratch.add(std::to_string(i), "");
  EXPECT_EQ(take_folder(scratch.path()).refusal,
            "It holds more than 10000 files and folders; hand in the source files only.");
}

TEST(Folder, RefusesTooManySourcesOfOneName) {
  const Scratch scratch;
  for (int i = 0; i < 65; ++i) {
    const fs::path file = scratch.add(std::to_string(i) + "/losses.cpp", "");
    fs::resize_file(file, kMostSourceBytes);
  }
  EXPECT_EQ(take_folder(scratch.path()).refusal, "Its source files hold more than 64 MiB.");
}

TEST(Folder, RefusesFoldersThatLieTooDeep) {
  const Scratch scratch;
  std::string path;
  for (unsigned i = 1; i < kDeepest; ++i) path += "d/";
  scratch.add(path + "losses.cpp", "deep");
  EXPECT_THAT(take_folder(scratch.path()).texts, ElementsAre("deep"));
  scratch.add(path + "d/x", "");
  EXPECT_EQ(take_folder(scratch.path()).refusal,
            "Its folders lie more than 32 deep in each other.");
}

TEST(Folder, HashesWhatItGivesWhileSomebodyWrites) {
  const Scratch scratch;
  scratch.add("losses.cpp", "a");
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (std::size_t i = 0; !stop; ++i) {
      scratch.add("losses.cpp", std::string(i * 7919 % 200'000, static_cast<char>('a' + i % 26)));
    }
  });
  std::set<std::string> sums;
  for (int i = 0; i < 300; ++i) {
    const Submission submission = take_folder(scratch.path());
    ASSERT_EQ(submission.texts.size(), 1U) << submission.refusal;
    ASSERT_EQ(submission.sha256, course::sha256(submission.texts.front()));
    sums.insert(submission.sha256);
  }
  stop = true;
  writer.join();
  EXPECT_GT(sums.size(), 1U);  // else nobody wrote meanwhile
}

TEST(Folder, EndsWithAFileThatGrowsForever) {
  const Scratch scratch;
  const fs::path file = scratch.add("losses.cpp", std::string(kMostSourceBytes, 'x'));
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    std::ofstream out(file, std::ios::app);
    for (int i = 0; !stop && i < 5'000; ++i) out << std::string(4096, 'x') << std::flush;
  });
  while (fs::file_size(file) == kMostSourceBytes) std::this_thread::yield();
  EXPECT_THAT(take_folder(scratch.path()).refusal, HasSubstr("is larger than"));
  stop = true;
  writer.join();
}

TEST(Folder, MakesNamesPrintable) {
  const Scratch scratch;
  for (const char* name : {"\xff", "a\033[2J\n", "-rf", "=1+1"}) scratch.add(name, "");
  EXPECT_THAT(take_folder(scratch.path()).ignored, ElementsAre("-rf", "=1+1", "?", "a?[2J?"));
}

TEST(Folder, IsRefusedIfItIsNotThere) {
  EXPECT_EQ(take_folder("/nowhere").refusal,
            "The folder cannot be opened: No such file or directory.");
}

}  // namespace
}  // namespace descent::intake
