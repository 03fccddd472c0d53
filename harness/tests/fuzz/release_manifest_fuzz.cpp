// What a released folder says of itself: it has been in a student's hands since.

#include <filesystem>
#include <stdexcept>

#include "harness/release/manifest.hpp"
#include "harness/sandbox/temporary_folder.hpp"
#include "harness/tests/fuzz/in_memory.hpp"
#include "harness/tests/fuzz/require.hpp"

namespace fs = std::filesystem;

namespace {

/// A released folder in which a link leads out of the way.
const fs::path& folder() {
  static const descent::sandbox::TemporaryFolder released;
  static const fs::path path = [] {
    fs::create_directories(released.path() / "assignments" / "07-losses");
    fs::create_directory_symlink("/etc", released.path() / "link");
    fs::create_directory(released.path() / descent::release::kOwnFolder);
    fs::create_symlink(descent::fuzz::in_memory(nullptr, 0),
                       released.path() / descent::release::kManifest);
    return released.path();
  }();
  return path;
}

/// Whatever the file itself is, the folders that lead to it stay inside.
bool is_below(const fs::path& path) {
  const fs::path whole = fs::weakly_canonical((folder() / path).parent_path()) / path.filename();
  const fs::path inner = whole.lexically_relative(fs::canonical(folder()));
  return !inner.empty() && *inner.begin() != ".." && *inner.begin() != "." &&
         *inner.begin() != ".git";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent::release;
  using descent::fuzz::require;
  descent::fuzz::in_memory(data, size);
  try {
    const auto read = read_manifest(folder());
    require(read.has_value(), "a manifest that is there is read");
    for (const auto* files : {&read->files, &read->beside}) {
      for (const auto& [path, digest] : *files) {
        require(is_below(path), "no file of a release lies outside of it");
      }
    }
    const std::string written = write_manifest(*read);
    descent::fuzz::in_memory(reinterpret_cast<const std::uint8_t*>(written.data()), written.size());
    require(write_manifest(*read_manifest(folder())) == written, "it survives the way back");
  } catch (const std::runtime_error& error) {
    require(std::string_view(error.what()).starts_with(folder().string()), "errors name the file");
  }
  return 0;
}
