// stage.json, as an author may leave it.

#include <sys/mman.h>
#include <unistd.h>

#include <stdexcept>

#include "harness/outcome/manifest.hpp"
#include "harness/tests/fuzz/require.hpp"

namespace {

using descent::fuzz::require;

/// A file without a disk, written anew for every input.
const std::string& in_memory(const std::uint8_t* data, std::size_t size) {
  static const int file = memfd_create("stage.json", 0);
  static const std::string name = "/proc/self/fd/" + std::to_string(file);
  require(ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == static_cast<ssize_t>(size),
          "(the fuzzer's own) the input is in the file");
  return name;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string& name = in_memory(data, size);
  try {
    const descent::outcome::Manifest manifest = descent::outcome::read_manifest(name);
    require(manifest.points() >= 0, "points are not negative");
    for (const auto& task : manifest.tasks) {
      require(manifest.find(task.id) == &task, "every task is found by its id");
      require(manifest.find_by_suite(task.test_suite()) == &task, "and by its suite");
    }
  } catch (const std::runtime_error& error) {
    require(std::string_view(error.what()).starts_with(name + ": "), "errors name the file");
  }
  return 0;
}
