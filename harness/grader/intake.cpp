#include "harness/grader/intake.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "harness/course/digest.hpp"
#include "harness/outcome/story.hpp"

namespace descent::grader {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostIgnored = 50;  // names in a report

/// One line that any terminal can show.
std::string shown(const fs::path& name) {
  std::string text = outcome::printable(name.string());
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }, '?');
  return text;
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  explicit operator bool() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  int number_;
};

std::string system_says() { return std::generic_category().message(errno); }

/// Reads through descriptors only, so that nothing can be put in the file's place in between; and
/// does not wait for whoever might write into a pipe of that name.
std::string read_source(const Candidate& candidate, const std::string& source,
                        std::string& refusal) {
  const auto refuse = [&](const std::string& sentence) {
    refusal = sentence;
    return std::string();
  };
  const Descriptor folder(
      open(candidate.folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!folder) return refuse(fmt::format("The folder cannot be opened: {}.", system_says()));
  const Descriptor file(
      openat(folder.number(), source.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file && errno == ENOENT) {
    return refuse(fmt::format("There is no file {} in the folder.", source));
  }
  if (!file && errno == ELOOP) {
    return refuse(fmt::format("{} is a symbolic link; hand in the file itself.", source));
  }
  if (!file) return refuse(fmt::format("{} cannot be opened: {}.", source, system_says()));
  struct stat status {};
  if (fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return refuse(fmt::format("{} is not a regular file.", source));
  }

  std::string text(kMostSourceBytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = read(file.number(), text.data() + size, text.size() - size);
    if (got < 0) return refuse(fmt::format("{} cannot be read: {}.", source, system_says()));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > kMostSourceBytes) {
    return refuse(fmt::format("{} is larger than {} KiB, which no solution needs.", source,
                              kMostSourceBytes / 1024));
  }
  text.resize(size);
  return text;
}

std::vector<std::string> other_names(const fs::path& folder,
                                     const std::vector<std::string>& sources) {
  std::vector<std::string> names;
  std::error_code unreadable;
  for (const auto& entry : fs::directory_iterator(folder, unreadable)) {
    if (std::find(sources.begin(), sources.end(), entry.path().filename()) != sources.end())
      continue;
    std::error_code ignored;
    const bool is_folder = entry.is_directory(ignored) && !entry.is_symlink(ignored);
    names.push_back(shown(entry.path().filename()) + (is_folder ? "/" : ""));
  }
  std::sort(names.begin(), names.end());
  if (names.size() > kMostIgnored) {
    const std::size_t more = names.size() - kMostIgnored;
    names.resize(kMostIgnored);
    names.push_back(fmt::format("... and {} more", more));
  }
  return names;
}

}  // namespace

Intake find_submissions(const fs::path& folder) {
  if (!fs::is_directory(folder)) {
    throw std::invalid_argument(fmt::format(
        "{} is no folder; name the one that holds a folder for each student", shown(folder)));
  }
  Intake intake;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const fs::path name = entry.path().filename();
    if (name.string().starts_with('.')) continue;
    if (entry.is_directory() && !entry.is_symlink()) {
      intake.candidates.push_back({shown(name), entry.path()});
    } else {
      intake.skipped.push_back(shown(name));
    }
  }
  if (intake.candidates.empty()) {
    throw std::invalid_argument(fmt::format(
        "{} holds no submission: there must be a folder for each student in it", shown(folder)));
  }
  std::sort(intake.candidates.begin(), intake.candidates.end(),
            [](const Candidate& a, const Candidate& b) { return a.folder < b.folder; });
  std::sort(intake.skipped.begin(), intake.skipped.end());
  return intake;
}

Submission take(const Candidate& candidate, const std::vector<std::string>& sources) {
  Submission submission;
  submission.id = candidate.id;
  submission.ignored = other_names(candidate.folder, sources);
  std::string sums;
  for (const std::string& source : sources) {
    submission.texts.push_back(read_source(candidate, source, submission.refusal));
    if (!submission.refusal.empty()) {
      submission.texts.clear();
      return submission;
    }
    sums += fmt::format("{}  {}\n", course::sha256(submission.texts.back()), source);
  }
  submission.sha256 =
      sources.size() == 1 ? course::sha256(submission.texts.front()) : course::sha256(sums);
  return submission;
}

}  // namespace descent::grader
