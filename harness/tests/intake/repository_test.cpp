#include "harness/intake/repository.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include "harness/sandbox/bubblewrap.hpp"
#include "harness/sandbox/process.hpp"
#include "scratch.hpp"

namespace descent::intake {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const char* const kCanary = "the work of somebody else";

class Repository : public testing::Test {
 protected:
  void SetUp() override {
    if (!sandbox::bubblewrap_works()) GTEST_SKIP() << "bubblewrap does not work here";
    fs::create_directory(ada());
    git({"init", "-q", "-b", "main"});
  }

  const fs::path& path() const { return scratch_.path(); }
  fs::path ada() const { return path() / "ada"; }

  /// Runs git in ada's repository, or another; returns what it prints, without the newline.
  std::string git(std::vector<std::string> arguments, const std::string& where = "ada") const {
    arguments.insert(arguments.begin(), "git");
    const sandbox::Ended ended = sandbox::run(
        {.arguments = arguments,
         .folder = path() / where,
         .environment = {{"PATH=/usr/bin:/bin", "HOME=" + path().string(), "GIT_AUTHOR_NAME=a",
                          "GIT_AUTHOR_EMAIL=a", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a"}},
         .wall_clock = std::chrono::seconds(30)});
    if (!ended.ok()) throw std::runtime_error("git: " + ended.output);
    return ended.output.substr(0, ended.output.find_last_not_of('\n') + 1);
  }

  /// Commits everything in the working copy; returns the id.
  std::string commit(const std::string& where = "ada") const {
    git({"add", "-A"}, where);
    git({"commit", "-q", "-m", "work"}, where);
    return git({"rev-parse", "HEAD"}, where);
  }

  std::string commit_losses(const std::string& text) const {
    scratch_.add("ada/assignments/07-losses/losses.cpp", text);
    return commit();
  }

  Submission take_ada(const std::string& commit) const {
    return take({.id = "ada", .kind = Kind::repository, .path = ada(), .commit = commit},
                {kLosses});
  }

  Scratch scratch_;
};

TEST_F(Repository, IsTakenAtTheCommitAndNotAsItLies) {
  scratch_.add("ada/README.md", "");
  const std::string first = commit_losses("first");
  const std::string second = commit_losses("second");
  scratch_.add("ada/assignments/07-losses/losses.cpp", "not committed");
  scratch_.add("ada/later.txt", "");
  const Submission submission = take_ada(first);
  EXPECT_THAT(submission.texts, ElementsAre("first"));
  EXPECT_EQ(submission.commit, first);
  EXPECT_THAT(submission.ignored, ElementsAre("README.md"));
  EXPECT_THAT(take_ada(second).texts, ElementsAre("second"));
  EXPECT_THAT(take_ada(first.substr(0, 8)).texts, ElementsAre("first"));
}

TEST_F(Repository, IsTakenAtABranchOrATag) {
  const std::string first = commit_losses("first");
  git({"tag", "-a", "-m", "x", "handed-in"});
  git({"branch", "feature/x"});
  commit_losses("second");
  EXPECT_THAT(take_ada("handed-in").texts, ElementsAre("first"));
  EXPECT_EQ(take_ada("handed-in").commit, first);
  EXPECT_THAT(take_ada("feature/x").texts, ElementsAre("first"));
  EXPECT_THAT(take_ada("main").texts, ElementsAre("second"));
}

TEST_F(Repository, IsTakenAtItsHeadIfItIsBare) {
  commit_losses("text");
  git({"clone", "-q", "--bare", "ada", "class/ada.git"}, ".");
  const Intake intake = find_submissions(path() / "class");
  ASSERT_EQ(intake.candidates.size(), 1U);
  EXPECT_EQ(intake.candidates[0].id, "ada");
  EXPECT_EQ(intake.candidates[0].kind, Kind::repository);
  EXPECT_THAT(take(intake.candidates[0], {kLosses}).texts, ElementsAre("text"));
  EXPECT_EQ(single_submission(path() / "class/ada.git").kind, Kind::repository);
}

TEST_F(Repository, IsTakenHoweverItIsKept) {
  const std::string id = commit_losses("text");
  git({"gc", "-q"});
  EXPECT_FALSE(fs::exists(ada() / ".git/refs/heads/main"));
  EXPECT_EQ(take_ada("").commit, id);
  EXPECT_EQ(take_ada("main").commit, id);
  scratch_.add("ada/.git/config", "[core\n");
  EXPECT_EQ(take_ada("").commit, id);
  fs::remove(ada() / ".git/config");
  fs::remove(ada() / ".git/HEAD");
  fs::create_symlink("refs/heads/main", ada() / ".git/HEAD");
  scratch_.add("ada/.git/refs/heads/main", id + "\n");
  EXPECT_EQ(take_ada("").commit, id);
  EXPECT_THAT(take_ada("").texts, ElementsAre("text"));
}

TEST_F(Repository, MayHaveLongerIds) {
  fs::remove_all(ada() / ".git");
  git({"init", "-q", "-b", "main", "--object-format=sha256"});
  const std::string id = commit_losses("text");
  EXPECT_EQ(id.size(), 64);
  EXPECT_EQ(take_ada("").commit, id);
  EXPECT_THAT(take_ada(id.substr(0, 10)).texts, ElementsAre("text"));
}

TEST_F(Repository, IsAFolderWithoutACommit) {
  const std::string first = commit_losses("committed");
  scratch_.add("ada/assignments/07-losses/losses.cpp", "not committed");
  const Candidate folder = find_submissions(path()).candidates.at(0);
  EXPECT_EQ(folder.kind, Kind::folder);
  EXPECT_THAT(take(folder, {kLosses}).texts, ElementsAre("not committed"));
  const Roster roster{.students = parse_roster("id,commit\nada," + first, "roster.csv")};
  const Candidate repository = find_submissions(path(), roster).candidates.at(0);
  EXPECT_EQ(repository.kind, Kind::repository);
  EXPECT_THAT(take(repository, {kLosses}).texts, ElementsAre("committed"));
}

TEST_F(Repository, SaysWhatIsWrong) {
  EXPECT_EQ(take_ada("main").refusal, "There is no commit main in the repository.");
  scratch_.add("ada/other.cpp", "");
  const std::string id = commit();
  EXPECT_EQ(take_ada(id).refusal, "There is no file losses.cpp in the submission.");
  EXPECT_EQ(take_ada(std::string(40, 'a')).refusal,
            "There is no commit " + std::string(40, 'a') + " in the repository.");
  EXPECT_EQ(take_ada("--help").refusal, "What is given as the commit is no id, branch or tag.");
  EXPECT_EQ(take_ada(git({"rev-parse", "HEAD:other.cpp"})).texts, std::vector<std::string>());
  fs::remove_all(ada() / ".git/objects");
  fs::create_directory(ada() / ".git/objects");
  EXPECT_EQ(take_ada(id).refusal, "There is no commit " + id + " in the repository.");
  fs::remove_all(ada() / ".git");
  EXPECT_EQ(take_ada(id).refusal, "ada is no repository.");
}

TEST_F(Repository, IsRefusedIfAFileIsMissing) {
  const std::string id = commit_losses("text");
  const std::string blob = git({"rev-parse", "HEAD:assignments/07-losses/losses.cpp"});
  fs::remove(ada() / ".git/objects" / blob.substr(0, 2) / blob.substr(2));
  EXPECT_EQ(take_ada(id).refusal, "assignments/07-losses/losses.cpp is missing in the repository.");
}

TEST_F(Repository, TakesNoLinksAndNoSubmodules) {
  scratch_.add("bob/losses.cpp", kCanary);
  scratch_.add("ada/x", "");
  fs::create_symlink("../bob/losses.cpp", ada() / "losses.cpp");
  const std::string first = commit();
  EXPECT_EQ(take_ada(first).refusal, "losses.cpp is a symbolic link; hand in the file itself.");
  git({"update-index", "--add", "--cacheinfo", "160000," + first + ",src/losses.cpp"});
  git({"rm", "-q", "--cached", "losses.cpp"});
  git({"commit", "-q", "-m", "x"});
  EXPECT_EQ(take_ada("main").refusal, "src/losses.cpp is a submodule; hand in the file itself.");
}

TEST_F(Repository, RefusesWhatIsTooLargeOrTooMuch) {
  EXPECT_THAT(take_ada(commit_losses(std::string(kMostSourceBytes, 'x'))).texts.at(0),
              testing::SizeIs(kMostSourceBytes));
  EXPECT_THAT(take_ada(commit_losses(std::string(kMostSourceBytes + 1, 'x'))).refusal,
              HasSubstr("losses.cpp is larger than 1024 KiB"));
  for (int i = 0; i < 65; ++i) {
    scratch_.add("ada/" + std::to_string(i) + "/losses.cpp", std::string(kMostSourceBytes, 'y'));
  }
  EXPECT_EQ(take_ada(commit()).refusal, "Its source files hold more than 64 MiB.");
}

/// A tree that holds another 10 times, and so on, is millions of files in a few hundred bytes.
TEST_F(Repository, SurvivesATreeOfTrees) {
  scratch_.add("ada/x", "");
  commit();
  std::string tree = git({"rev-parse", "HEAD^{tree}"});
  for (int depth = 0; depth < 8; ++depth) {
    std::string lines;
    for (int i = 0; i < 10; ++i) lines += "040000 tree " + tree + "\t" + std::to_string(i) + "\n";
    scratch_.add("lines", lines);
    const sandbox::Ended made =
        sandbox::run({.arguments = {"sh", "-c", "git mktree <../lines"}, .folder = ada()});
    tree = made.output.substr(0, tree.size());
  }
  const std::string id = git({"commit-tree", "-m", "x", tree});
  EXPECT_EQ(take_ada(id).refusal,
            "The commit holds too many files; hand in the source files only.");
}

TEST_F(Repository, DoesNotReachAnotherThroughAlternates) {
  scratch_.add("bob/losses.cpp", kCanary);
  git({"init", "-q", "-b", "main"}, "bob");
  const std::string secret = commit("bob");
  commit_losses("own");
  scratch_.add("ada/.git/objects/info/alternates", (path() / "bob/.git/objects").string() + "\n");
  scratch_.add("ada/.git/refs/heads/stolen", secret + "\n");
  ASSERT_EQ(git({"cat-file", "blob", secret + ":losses.cpp"}), kCanary);  // git alone would
  EXPECT_THAT(take_ada(secret).texts, IsEmpty());
  EXPECT_THAT(take_ada("stolen").texts, IsEmpty());
  EXPECT_THAT(take_ada("main").texts, ElementsAre("own"));
}

TEST_F(Repository, DoesNotReachAnotherThroughLinks) {
  scratch_.add("bob/losses.cpp", kCanary);
  git({"init", "-q", "-b", "main"}, "bob");
  const std::string secret = commit("bob");
  fs::remove_all(ada() / ".git/objects");
  fs::create_directory_symlink(path() / "bob/.git/objects", ada() / ".git/objects");
  EXPECT_THAT(take_ada(secret).texts, IsEmpty());
  fs::remove_all(ada() / ".git");
  fs::create_directory_symlink(path() / "bob/.git", ada() / ".git");
  EXPECT_EQ(take_ada(secret).refusal, "ada is no repository.");
  fs::remove(ada() / ".git");
  scratch_.add("ada/.git", "gitdir: " + (path() / "bob/.git").string() + "\n");
  EXPECT_EQ(take_ada(secret).refusal, "ada is no repository.");
  fs::remove(ada() / ".git");
  git({"init", "-q", "-b", "main"});
  scratch_.add("ada/.git/commondir", (path() / "bob/.git").string() + "\n");
  EXPECT_THAT(take_ada(secret).texts, IsEmpty());
}

TEST_F(Repository, StartsNothingThatItsConfigurationNames) {
  const std::string id = commit_losses("text");
  const std::string evil =
      "touch " + (path() / "canary").string() + " " + (ada() / "canary").string();
  scratch_.add("ada/.git/hooks/post-checkout", "#!/bin/sh\n" + evil);
  fs::permissions(ada() / ".git/hooks/post-checkout", fs::perms::owner_all);
  for (const char* key : {"core.fsmonitor", "core.pager", "core.editor", "core.sshCommand",
                          "alias.cat-file", "alias.ls-tree", "alias.rev-parse", "diff.external",
                          "credential.helper", "uploadpack.packObjectsHook"}) {
    git({"config", key, std::string(key).starts_with("alias") ? "!" + evil : evil});
  }
  std::ofstream(ada() / ".git/config", std::ios::app)
      << "[core]\nworktree = /\n[include]\npath = /etc/passwd\n";
  EXPECT_THAT(take_ada(id).texts, ElementsAre("text"));
  EXPECT_FALSE(fs::exists(path() / "canary"));
  EXPECT_FALSE(fs::exists(ada() / "canary"));
}

TEST_F(Repository, FetchesNothingThatIsMissing) {
  const std::string id = commit_losses("text");
  const std::string blob = git({"rev-parse", "HEAD:assignments/07-losses/losses.cpp"});
  fs::remove(ada() / ".git/objects" / blob.substr(0, 2) / blob.substr(2));
  git({"config", "core.repositoryFormatVersion", "1"});
  git({"config", "extensions.partialClone", "origin"});
  git({"config", "remote.origin.promisor", "true"});
  git({"config", "remote.origin.url", ada().string()});
  git({"config", "remote.origin.uploadpack", "touch " + (path() / "canary").string() + ";"});
  EXPECT_EQ(take_ada(id).refusal, "assignments/07-losses/losses.cpp is missing in the repository.");
  EXPECT_FALSE(fs::exists(path() / "canary"));
}

TEST_F(Repository, ShowsACommitAsItIsAndNotItsReplacement) {
  const std::string first = commit_losses("first");
  const std::string second = commit_losses("second");
  git({"replace", first, second});
  EXPECT_THAT(take_ada(first).texts, ElementsAre("first"));
}

TEST_F(Repository, TakesNoBranchForACommitOfThatName) {
  const std::string first = commit_losses("first");
  const std::string second = commit_losses("second");
  git({"branch", first.substr(0, 10), second});
  EXPECT_EQ(
      take_ada(first.substr(0, 10)).refusal,
      first.substr(0, 10) + " is not a commit in the repository, but the name of " + second + ".");
  EXPECT_THAT(take_ada(first).texts, ElementsAre("first"));
}

TEST_F(Repository, MayBelongToSomebodyElse) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  const std::string id = commit_losses("text");
  ASSERT_EQ(chown((ada() / ".git").c_str(), 12345, 12345), 0);
  ASSERT_EQ(chown(ada().c_str(), 12345, 12345), 0);
  EXPECT_THAT(take_ada(id).texts, ElementsAre("text"));
}

TEST_F(Repository, MayHoldNamesThatNobodyCanRead) {
  for (const char* name : {"a\nb", "\033[2J", "-rf", "=1+1", "\xff", "\"q\""}) {
    scratch_.add("ada/" + std::string(name), "");
  }
  EXPECT_THAT(take_ada(commit_losses("text")).ignored,
              ElementsAre("\"q\"", "-rf", "=1+1", "?", "?[2J", "a?b"));
}

}  // namespace
}  // namespace descent::intake
