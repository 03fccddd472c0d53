#include "harness/intake/repository.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include "harness/course/digest.hpp"
#include "harness/intake/descriptor.hpp"
#include "harness/intake/git_output.hpp"
#include "harness/intake/names.hpp"
#include "harness/sandbox/bubblewrap.hpp"
#include "harness/sandbox/process.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::intake {
namespace {

namespace fs = std::filesystem;
using Arguments = std::vector<std::string>;

constexpr std::size_t kMostListing = std::size_t{4} << 20;  // bytes of what git says of a tree
constexpr std::size_t kShortestId = 7;  // hexadecimal digits, as git shortens them
const std::string kBlobs = "blobs";     // the file that lists what is to be read

// A git folder of our own, around the objects and names of the one that is handed in: nothing of
// its configuration is read but how long its ids are. (Where it says that missing objects are
// promised, git tries to fetch them.) HEAD is copied, since git takes no link for it. What fails
// here shows when a commit is looked for.
const char* const kOwnFolder = R"(
mkdir git
cd git
ln -s "$0/objects" "$0/refs" "$0/packed-refs" .
head -c 4096 "$0/HEAD" >HEAD
format=$(git config --file "$0/config" --no-includes extensions.objectFormat)
git config --file config core.repositoryFormatVersion 1
git config --file config extensions.objectFormat "${format:-sha1}"
exit 0
)";

/// Looks into one repository, from inside of bubblewrap.
class Git {
 public:
  explicit Git(fs::path folder) : folder_(std::move(folder)) {
    if (!sandbox::bubblewrap_works()) {
      throw std::runtime_error(
          "repositories are only looked into from inside of bubblewrap, which does not work on "
          "this machine");
    }
    run({"sh", "-c", kOwnFolder, folder_.string()});
  }

  /// What a git command prints, or nothing if it fails. It may print `most_output` bytes and is
  /// stopped at more, which is then `too_much`. `input` is a file in own().
  std::optional<std::string> operator()(const Arguments& command, std::size_t most_output,
                                        const Refused& too_much,
                                        const std::string& input = "/dev/null") const {
    run(all(command, most_output, input));
    std::string output = own_file("output", most_output);
    if (output.size() > most_output) throw too_much;
    const std::string status = own_file("status", 10);
    if (status == "127\n") throw std::runtime_error("there is no git on this machine");
    if (status == "0\n") return output;
    if (number(status.substr(0, status.find('\n'))) <= 128) return std::nullopt;
    throw Refused("git needed too long, or too much memory, for the repository.");
  }

  const fs::path& own() const { return own_.path(); }

 private:
  void run(const Arguments& arguments) const {
    const sandbox::Ended ended =
        sandbox::run({.arguments = sandbox::in_bubblewrap({{folder_}, own()}, arguments),
                      .folder = own(),
                      .environment = {{"PATH=/usr/bin:/bin", "LC_ALL=C", "HOME=" + own().string(),
                                       "GIT_CONFIG_NOSYSTEM=1", "GIT_NO_REPLACE_OBJECTS=1",
                                       "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0"}},
                      .limits = {.memory_bytes = std::size_t{2} << 30,
                                 .cpu_seconds = 20,
                                 .file_bytes = 2 * kMostBytes},
                      .wall_clock = std::chrono::seconds(60)});
    if (sandbox::is_complaint_of_bubblewrap(ended.output)) {
      throw std::runtime_error("git could not be started in bubblewrap: " + ended.output);
    }
    if (!ended.ok()) throw Refused("git needed too long for the repository.");
  }

  static Arguments all(const Arguments& command, std::size_t most_output,
                       const std::string& input) {
    // Its complaints must not get in between what it prints, and it ends when nobody reads more.
    const std::string script = fmt::format(
        "{{ \"$@\" <\"$0\" 2>/dev/null; echo $? >status; }} | head -c {} >output", most_output + 1);
    Arguments all = {"sh", "-c", script, input, "git"};
    // Its commit graph could say something else than its commits.
    for (const char* setting : {"core.commitGraph=false", "core.multiPackIndex=false",
                                "core.packedGitWindowSize=16m", "core.packedGitLimit=256m"}) {
      all.insert(all.end(), {"-c", setting});
    }
    all.push_back("--git-dir=git");
    all.insert(all.end(), command.begin(), command.end());
    return all;
  }

  std::string own_file(const char* name, std::size_t most) const {
    return read_at_most(open_file(AT_FDCWD, own() / name), most);
  }

  fs::path folder_;
  sandbox::TemporaryFolder own_;
};

bool is_hexadecimal(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isxdigit(c); });
}

std::string resolve(const Git& git, const std::string& commit) {
  const auto found =
      git({"rev-parse", "--verify", "--quiet", commit + "^{commit}"}, 200, broken_repository());
  if (!found) throw Refused(fmt::format("There is no commit {} in the repository.", commit));
  std::string id = *found;
  if (id.ends_with('\n')) id.pop_back();
  if (!is_hexadecimal(id)) throw broken_repository();
  // A branch may be called as commits are; then git would take the branch.
  const bool is_id = commit.size() >= kShortestId && is_hexadecimal(commit);
  if (is_id && !id.starts_with(lower(commit))) {
    throw Refused(
        fmt::format("{} is not a commit in the repository, but the name of {}.", commit, id));
  }
  return id;
}

std::vector<Blob> blobs_of(const Git& git, const std::string& id) {
  const auto listing =
      git({"ls-tree", "-r", "-z", "--full-tree", id}, kMostListing,
          Refused("The commit holds too many files; hand in the source files only."));
  if (!listing) throw broken_repository();
  return parse_listing(*listing);
}

void add_all(const Git& git, const std::vector<Blob>& wanted, Contents& contents) {
  if (wanted.empty()) return;
  std::string ids;
  for (const Blob& blob : wanted) ids += blob.id + '\n';
  course::write_file(git.own() / kBlobs, ids);
  const auto output = git(
      {"cat-file", "--batch"}, kMostBytes,
      Refused(fmt::format("Its source files hold more than {} MiB.", kMostBytes >> 20)), kBlobs);
  if (!output) throw broken_repository();
  add_blobs(*output, wanted, contents);
}

}  // namespace

bool names_commit(const std::string& text) {
  const auto may_stand = [](unsigned char c) {
    return std::isalnum(c) || c == '.' || c == '_' || c == '/' || c == '-' || c == '+' || c == '#';
  };
  return !text.empty() && text.size() <= 200 && std::all_of(text.begin(), text.end(), may_stand) &&
         text.find("..") == std::string::npos && !text.starts_with('-') && !text.starts_with('.') &&
         !text.starts_with('/');
}

std::optional<fs::path> git_folder(const fs::path& folder) {
  for (const fs::path& candidate : {folder, folder / ".git"}) {
    std::error_code ignored;
    const bool is_one = !fs::is_symlink(candidate, ignored) &&
                        fs::is_directory(candidate / "objects", ignored) &&
                        fs::is_directory(candidate / "refs", ignored) &&
                        fs::is_regular_file(candidate / "HEAD", ignored);
    if (is_one) return candidate;
  }
  return std::nullopt;
}

std::string read_repository(const fs::path& git_folder, const std::string& commit,
                            Contents& contents) {
  if (!commit.empty() && !names_commit(commit)) {
    throw Refused("What is given as the commit is no id, branch or tag.");
  }
  const Git git(git_folder);
  std::string id = resolve(git, commit.empty() ? "HEAD" : commit);
  std::vector<Blob> wanted;
  for (Blob& blob : blobs_of(git, id)) {
    if (blob.entry.not_a_file.empty() && contents.wants(blob.entry.path)) {
      wanted.push_back(std::move(blob));
    } else {
      contents.add(std::move(blob.entry));
    }
  }
  add_all(git, wanted, contents);
  return id;
}

}  // namespace descent::intake
