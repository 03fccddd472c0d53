// stage.json, as an author may leave it.

#include <stdexcept>

#include "harness/outcome/manifest.hpp"
#include "harness/tests/fuzz/in_memory.hpp"
#include "harness/tests/fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using descent::fuzz::require;
  const std::string& name = descent::fuzz::in_memory(data, size);
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
