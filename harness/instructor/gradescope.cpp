#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <set>
#include <stdexcept>
#include <system_error>

#include "harness/course/digest.hpp"
#include "harness/instructor/commands.hpp"

// Gradescope unpacks the zip to /autograder/source, runs setup.sh once when the image is made, and
// run_autograder for every submission, which lies in /autograder/submission; the verdict goes to
// /autograder/results/results.json. Source: gradescope-autograders.readthedocs.io.

namespace descent::instructor {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSetup = R"(#!/bin/sh
# Installs what the course needs and builds the stage, so that a submission waits for neither.
set -eu
autograder=${{AUTOGRADER:-/autograder}}
cd "$autograder/source/course"
CI=true ./descent grade --prepare --stage {0} --require-tier ${{DESCENT_TIER:-1}} \
  assignments/{0} --single --out "$autograder/prepared"
rm -rf "$autograder/prepared"
)";

constexpr const char* kRun = R"(#!/bin/sh
# Grades the one submission. If that fails, there is no results.json, and Gradescope says so: a machine's fault is
# nobody's zero.
set -eu
autograder=${{AUTOGRADER:-/autograder}}
graded=$(mktemp -d)
trap 'rm -rf "$graded"' EXIT
cd "$autograder/source/course"
./descent grade "$autograder/submission" --single --student submission --stage {0} --built \
  --require-tier ${{DESCENT_TIER:-1}} --out "$graded" --reports gradescope --show message --quiet
cp "$graded/{0}/gradescope/submission.json" "$autograder/results/results.json"
)";

/// What grading needs of the course's own folder, in which submissions, keys and whatever else an
/// instructor keeps there may lie, too.
bool belongs(const fs::path& name) {
  static const std::set<std::string> course = {
      "CMakeLists.txt", "CMakePresets.json", "LICENSE",   "README.md", "assignments",
      "cmake",          "datasets",          "descent",   "docs",      "examples",
      "harness",        "packages.txt",      "solutions", "templates"};
  return course.contains(name.string());
}

class Zip {
 public:
  explicit Zip(const fs::path& file) : archive_(archive_write_new()) {
    require(archive_write_set_format_zip(archive_.get()));
    require(archive_write_open_filename(archive_.get(), file.c_str()));
  }

  void add(const std::string& name, const std::string& content, mode_t mode) {
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                              &archive_entry_free);
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), mode);
    archive_entry_set_mtime(entry.get(), kTime, 0);
    require(archive_write_header(archive_.get(), entry.get()));
    if (archive_write_data(archive_.get(), content.data(), content.size()) < 0)
      require(ARCHIVE_FATAL);
  }

  void close() { require(archive_write_close(archive_.get())); }

 private:
  static constexpr time_t kTime = 1735689600;  // the same bytes for the same course: 2025-01-01

  struct Free {
    void operator()(archive* written) const { archive_write_free(written); }
  };

  void require(int code) const {
    if (code >= ARCHIVE_WARN) return;
    throw std::system_error(archive_errno(archive_.get()), std::generic_category(),
                            fmt::format("the zip: {}", archive_error_string(archive_.get())));
  }

  std::unique_ptr<archive, Free> archive_;
};

mode_t mode_of(const fs::path& file) {
  const bool runs = (fs::status(file).permissions() & fs::perms::owner_exec) != fs::perms::none;
  return runs ? 0755 : 0644;
}

std::vector<fs::path> files_below(const fs::path& root) {
  std::vector<fs::path> files;
  for (auto entry = fs::recursive_directory_iterator(root);
       entry != fs::recursive_directory_iterator(); ++entry) {
    const bool of_the_root = entry.depth() == 0;
    if (of_the_root && !belongs(entry->path().filename())) {
      if (entry->is_directory()) entry.disable_recursion_pending();
      continue;
    }
    if (entry->is_regular_file() && !entry->is_symlink()) files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

ExitCode make_gradescope(const course::Course& course, const std::string& stage_name,
                         const std::string& zip) {
  const course::Stage& stage = course.find(stage_name);
  if (std::find(stage.suites.begin(), stage.suites.end(), "hidden") == stage.suites.end()) {
    std::cout << fmt::format(
        "Beware: {} has no hidden suite here; only its public tests will judge.\n", stage.name());
  }
  const fs::path folder = fs::absolute(zip).parent_path();
  if (!fs::is_directory(folder)) {
    throw std::invalid_argument(
        fmt::format("the autograder cannot go to {}: there is no folder {}", zip, folder.string()));
  }
  const std::string temporary = zip + ".part";
  Zip written(temporary);
  written.add("setup.sh", fmt::format(kSetup, stage.name()), 0755);
  written.add("run_autograder", fmt::format(kRun, stage.name()), 0755);
  for (const fs::path& file : files_below(course.root())) {
    written.add("course/" + fs::relative(file, course.root()).string(), course::read_file(file),
                mode_of(file));
  }
  written.close();
  fs::rename(temporary, zip);
  std::cout << fmt::format(
      "Written: {}, an autograder for {}. Upload it as the assignment's autograder; it holds the "
      "hidden\n"
      "suites and the solutions, so keep it where students cannot get it.\n",
      zip, stage.name());
  return kOk;
}

}  // namespace descent::instructor
