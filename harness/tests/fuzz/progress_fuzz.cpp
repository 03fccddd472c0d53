// How far a student has come, as the file in their build folder says, which anybody may have
// edited.

#include <fcntl.h>

#include <cstdlib>
#include <filesystem>

#include "harness/cli/progress.hpp"
#include "harness/course/digest.hpp"
#include "harness/outcome/story.hpp"
#include "harness/sandbox/temporary_folder.hpp"
#include "harness/tests/fuzz/in_memory.hpp"
#include "harness/tests/fuzz/require.hpp"

namespace fs = std::filesystem;

namespace descent::fuzz {
namespace {

using cli::StageProgress;
using cli::TaskProgress;

constexpr const char* kStage = R"({"stage": "01-one", "title": "One", "summary": "One.",
  "source": "one.cpp", "header": "one.hpp", "tasks": [
    {"id": "first", "title": "First", "points": 5, "hints": ["a", "b"], "read": "first"},
    {"id": "second", "title": "Second", "points": 7, "hints": [], "read": "second"}]})";

/// A course of one stage, in memory where that can be: its file is synchronized when it is written.
class Place {
 public:
  Place() : folder_(in_memory_folder()), course_(made(folder_.path()), folder_.path() / "build") {}
  const course::Course& course() const { return course_; }
  const course::Stage& stage() const { return course_.stages().front(); }

  /// The file is these bytes.
  void put(const std::uint8_t* data, std::size_t size) const {
    const fs::path file = folder_.path() / "build" / "progress" / "01-one.json";
    fs::remove(file);
    fs::create_symlink(in_memory(data, size), file);
  }

 private:
  static sandbox::TemporaryFolder in_memory_folder() {
    if (fs::is_directory("/dev/shm")) setenv("TMPDIR", "/dev/shm", 1);
    return {};
  }
  static fs::path made(const fs::path& root) {
    fs::create_directories(root / "assignments" / "01-one");
    fs::create_directories(root / "build" / "progress");
    course::write_file(root / "assignments" / "01-one" / "stage.json", kStage);
    return root;
  }

  sandbox::TemporaryFolder folder_;
  course::Course course_;
};

bool same(const TaskProgress& a, const TaskProgress& b) {
  return a.task == b.task && a.outcome == b.outcome && a.points == b.points && a.tests == b.tests &&
         a.passed == b.passed && a.suites == b.suites && a.sources == b.sources;
}

void check(const StageProgress& progress) {
  require(progress.tasks.size() == 2 && progress.points() == 12, "the manifest says what there is");
  require(progress.earned() >= 0 && progress.earned() <= progress.points(),
          "nobody earns more than there is");
  require(outcome::printable(progress.checked) == progress.checked, "what is shown is harmless");
  for (const TaskProgress& task : progress.tasks) {
    require(task.tests >= 0 && task.passed >= 0 && task.passed <= task.tests && task.hints >= 0,
            "no count is impossible");
    require(task.outcome != outcome::Outcome::passed || task.tests > 0,
            "nothing passes without a test");
  }
  require((progress.next() == nullptr) == (progress.passed_tasks() == 2),
          "there is a next task until all have passed");
}

}  // namespace
}  // namespace descent::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent;
  using namespace descent::fuzz;
  static const Place place;
  place.put(data, size);
  const cli::StageProgress read = cli::progress_of(place.course(), place.stage());
  check(read);
  require(cli::note_hints(place.course(), place.stage(), "first", 2), "it can be noted");
  const cli::StageProgress again = cli::progress_of(place.course(), place.stage());
  check(again);
  require(again.tasks[0].hints == 2 && again.tasks[1].hints == read.tasks[1].hints,
          "what was noted is there");
  require(same(again.tasks[0], read.tasks[0]) && same(again.tasks[1], read.tasks[1]) &&
              again.checked == read.checked,
          "and all the rest is as it was");
  return 0;
}
