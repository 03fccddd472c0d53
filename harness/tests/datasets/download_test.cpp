// The download script, with a stand-in for curl: nothing here touches the network.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>

#include "harness/tests/datasets/scratch.hpp"

namespace descent::datasets {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const fs::path kScript = fs::path(DESCENT_SOURCE_DIR) / "datasets/download_cifar10.sh";

struct Result {
  int status;
  std::string output;  // stdout and stderr
};

Result run(const std::string& command) {
  // NOLINTNEXTLINE(cert-env33-c): a shell is what the script is tested in
  FILE* pipe = ::popen(("exec 2>&1; " + command).c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("popen: " + command);
  std::string output;
  std::array<char, 4096> piece{};
  while (const std::size_t n = std::fread(piece.data(), 1, piece.size(), pipe)) {
    output.append(piece.data(), n);
  }
  const int status = ::pclose(pipe);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, output};
}

class DownloadScript : public testing::Test {
 protected:
  DownloadScript() {
    fs::create_directory(bin());
    fs::create_directory(target());
  }

  fs::path bin() const { return folder_.path() / "bin"; }
  fs::path target() const { return folder_.path() / "data"; }
  fs::path place() const { return target() / "cifar-10-batches-bin"; }

  /// Puts a program of this name in front of the real one. `body` finds the file that it is to
  /// write in $out.
  void stand_in(const std::string& name, const std::string& body) const {
    const fs::path program =
        folder_.file("bin/" + name,
                     "#!/bin/sh\n"
                     "while [ $# -gt 0 ]; do case $1 in --output) out=$2 ;; --output-document=*) "
                     "out=${1#*=} ;; esac; shift; done\n" +
                         body + "\n");
    fs::permissions(program, fs::perms::owner_all);
  }

  /// An archive with a small folder of the right name, or of another one.
  std::string archive(const std::string& name = "cifar-10-batches-bin") const {
    fs::create_directories(folder_.path() / name);
    std::ofstream(folder_.path() / name / "data_batch_1.bin") << "a record";
    const Result tar =
        run("cd '" + folder_.path().string() + "' && tar -czf archive.tar.gz " + name);
    EXPECT_EQ(tar.status, 0) << tar.output;
    return folder_.path() / "archive.tar.gz";
  }

  /// A copy of the script that wants another checksum: the archive's own.
  fs::path script_for(const std::string& file) const {
    const std::string sum = run("sha256sum < '" + file + "'").output.substr(0, 64);
    std::string text = content_of(kScript);
    const std::string assignment = "\nsha256=";
    const std::size_t at = text.find(assignment);
    EXPECT_NE(at, std::string::npos);
    text.replace(at + assignment.size(), 64, sum);
    return folder_.file("script.sh", text);
  }

  Result download(const fs::path& script = kScript, const std::string& path_tail = "$PATH") const {
    return run("env -u DESCENT_DATA PATH=\"" + bin().string() + ":" + path_tail + "\" /bin/sh '" +
               script.string() + "' '" + target().string() + "'");
  }

  std::vector<std::string> in_target() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(target())) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

  ScratchFolder folder_;
};

TEST_F(DownloadScript, PutsTheFolderInPlace) {
  const std::string file = archive();
  stand_in("curl", "cp '" + file + "' \"$out\"");
  const Result result = download(script_for(file));
  EXPECT_EQ(result.status, 0) << result.output;
  EXPECT_THAT(result.output, AllOf(HasSubstr("CIFAR-10 is in " + place().string()),
                                   HasSubstr("export DESCENT_DATA=" + target().string())));
  EXPECT_EQ(content_of(place() / "data_batch_1.bin"), "a record");
  EXPECT_THAT(in_target(), ElementsAre("cifar-10-batches-bin"));
}

TEST_F(DownloadScript, UsesWgetWhereThereIsNoCurl) {
  const std::string file = archive();
  const fs::path script = script_for(file);
  // A PATH of its own, with what the script needs and no curl.
  for (const char* tool : {"tar", "gzip", "sha256sum", "cut", "wc", "mkdir", "mktemp", "mv", "rm",
                           "cp", "sh", "cat"}) {
    const std::string found = run(std::string("command -v ") + tool).output;
    fs::create_symlink(found.substr(0, found.find('\n')), bin() / tool);
  }
  const Result without = download(script, "");
  EXPECT_EQ(without.status, 1);
  EXPECT_THAT(without.output, HasSubstr("curl or wget is needed: apt install curl"));
  stand_in("wget", "cp '" + file + "' \"$out\"");
  const Result with = download(script, "");
  EXPECT_EQ(with.status, 0) << with.output;
  EXPECT_TRUE(fs::exists(place() / "data_batch_1.bin"));
}

TEST_F(DownloadScript, RefusesAnArchiveWithAnotherChecksum) {
  stand_in("curl", "cp '" + archive() + "' \"$out\"");
  const Result result = download();
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(
      result.output,
      AllOf(HasSubstr("SHA-256 should be "
                      "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
            HasSubstr("but is "), HasSubstr("Nothing was changed"), Not(HasSubstr("Unpacking"))));
  EXPECT_THAT(in_target(), IsEmpty());
}

TEST_F(DownloadScript, LeavesNothingBehindWhenTheTransferFails) {
  stand_in("curl", "echo half > \"$out\"; echo 'curl: (18) transfer closed' >&2; exit 18");
  const Result result = download();
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.output, AllOf(HasSubstr("curl: (18)"),
                                   HasSubstr("could not fetch https://www.cs.toronto.edu"),
                                   Not(HasSubstr("Checking"))));
  EXPECT_THAT(in_target(), IsEmpty());
}

TEST_F(DownloadScript, LeavesNothingBehindWhenItIsInterrupted) {
  // The stand-in for curl sends the script, its parent, the signal, and would then go on for long.
  // (A signal that was ignored when a shell began, as under nohup, is ignored for ever: hence
  // --default-signal.)
  for (const char* signal : {"TERM", "INT", "HUP"}) {
    stand_in("curl",
             "echo half > \"$out\"; kill -" + std::string(signal) + " $PPID; exec sleep 60");
    const Result result =
        run("timeout 20 env --default-signal PATH=\"" + bin().string() + ":$PATH\" /bin/sh '" +
            kScript.string() + "' '" + target().string() + "'");
    EXPECT_EQ(result.status, 130) << signal << "\n" << result.output;
    EXPECT_THAT(result.output, HasSubstr("interrupted; nothing is left behind"));
    EXPECT_THAT(in_target(), IsEmpty());
  }
}

TEST_F(DownloadScript, RefusesAnArchiveThatTarCannotReadOrThatHoldsSomethingElse) {
  const std::string broken = folder_.file("broken.tar.gz", "no archive");
  stand_in("curl", "cp '" + broken + "' \"$out\"");
  const Result unreadable = download(script_for(broken));
  EXPECT_EQ(unreadable.status, 1);
  EXPECT_THAT(unreadable.output, HasSubstr("tar could not unpack it"));
  EXPECT_THAT(in_target(), IsEmpty());

  const std::string other = archive("something-else");
  stand_in("curl", "cp '" + other + "' \"$out\"");
  const Result wrong = download(script_for(other));
  EXPECT_EQ(wrong.status, 1);
  EXPECT_THAT(wrong.output, HasSubstr("holds no folder cifar-10-batches-bin"));
  EXPECT_THAT(in_target(), IsEmpty());
}

TEST_F(DownloadScript, DoesNothingIfTheDataAreThere) {
  stand_in("curl", "echo 'curl was called'; exit 1");
  fs::create_directory(place());
  for (const char* name : {"data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4",
                           "data_batch_5", "test_batch"}) {
    const fs::path file =
        folder_.file("data/cifar-10-batches-bin/" + std::string(name) + ".bin", std::string());
    fs::resize_file(file, 30730000);  // a hole: takes no room on the disk
  }
  const Result result = download();
  EXPECT_EQ(result.status, 0) << result.output;
  EXPECT_THAT(result.output,
              AllOf(HasSubstr("already in"), HasSubstr("nothing to do"), Not(HasSubstr("curl"))));
}

TEST_F(DownloadScript, LeavesAnIncompleteFolderAlone) {
  stand_in("curl", "echo 'curl was called'; exit 1");
  fs::create_directory(place());
  const Result missing = download();
  EXPECT_EQ(missing.status, 1);
  EXPECT_THAT(missing.output, AllOf(HasSubstr("not complete: data_batch_1.bin is missing"),
                                    Not(HasSubstr("curl"))));
  folder_.file("data/cifar-10-batches-bin/data_batch_1.bin", "short");
  const Result small = download();
  EXPECT_EQ(small.status, 1);
  EXPECT_THAT(small.output, HasSubstr("data_batch_1.bin has 5 bytes instead of 30730000"));
  EXPECT_EQ(content_of(place() / "data_batch_1.bin"), "short");
}

TEST_F(DownloadScript, AsksWhereTo) {
  const Result result = run("env -u DESCENT_DATA /bin/sh '" + kScript.string() + "'");
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.output, AllOf(HasSubstr("where to?"), HasSubstr("DESCENT_DATA")));
}

TEST_F(DownloadScript, TakesTheFolderFromTheEnvironment) {
  const std::string file = archive();
  stand_in("curl", "cp '" + file + "' \"$out\"");
  const Result result =
      run("env DESCENT_DATA='" + target().string() + "' PATH=\"" + bin().string() +
          ":$PATH\" /bin/sh '" + script_for(file).string() + "'");
  EXPECT_EQ(result.status, 0) << result.output;
  EXPECT_TRUE(fs::exists(place()));
  EXPECT_THAT(result.output, Not(HasSubstr("export")));
}

}  // namespace
}  // namespace descent::datasets
