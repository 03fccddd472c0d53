#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "harness/sandbox/temporary_folder.hpp"
#include "harness/tests/fuzz/require.hpp"

namespace descent::fuzz {

/// While this lives, the working folder is an empty one, within an otherwise empty one.
class Untouched {
 public:
  Untouched() : before_(open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    require(before_ >= 0 && chdir(place().c_str()) == 0, "(the fuzzer's own) the folder is there");
  }
  ~Untouched() {
    require(fchdir(before_) == 0, "(the fuzzer's own) the way back is there");
    close(before_);
  }
  Untouched(const Untouched&) = delete;
  Untouched& operator=(const Untouched&) = delete;

  /// Whether nothing was put into it, nor beside it.
  [[nodiscard]] bool is_untouched() const {
    namespace fs = std::filesystem;
    return fs::is_empty(place()) &&
           std::distance(fs::directory_iterator(place().parent_path()), {}) == 1;
  }

 private:
  static const std::filesystem::path& place() {
    static const sandbox::TemporaryFolder above;
    static const std::filesystem::path inner = [] {
      std::filesystem::create_directories(above.path() / "outer" / "inner");
      return above.path() / "outer" / "inner";
    }();
    return inner;
  }

  int before_;
};

}  // namespace descent::fuzz
