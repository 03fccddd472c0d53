// The record of a run, torn or tampered with, all the way to what a student reads.

#include <sstream>

#include "harness/outcome/story.hpp"
#include "harness/outcome/summary.hpp"
#include "harness/tests/fuzz/require.hpp"

namespace {

bool harmless(const std::string& text) {
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent::outcome;
  using descent::fuzz::require;
  const std::string text(reinterpret_cast<const char*>(data), size);
  require(harmless(printable(text)), "what is printable is harmless");
  require(printable(printable(text)) == printable(text), "what is printable stays as it is");

  std::istringstream in(text);
  const Record record = read_record(in);
  Manifest manifest;
  manifest.stage = "s";
  manifest.tasks = {{"t", "T", 3, {}, ""}};
  const Summary summary =
      summarize(manifest, record.expected, record.outcomes, Outcome::infrastructure);
  require(summary.earned() <= summary.points(), "nobody earns more than there is");
  const TaskResult& task = summary.tasks.front();
  require((task.earned == 3) == (task.tests > 0 && task.passed == task.tests),
          "points are for tasks whose every test passed");
  for (const TestOutcome& outcome : record.outcomes) render(outcome);
  return 0;
}
