// threat: files without a byte, until the file system has no place for another name
// stage: 10-search
// expect: out_of_memory
// twin: failed

#include <fcntl.h>
#include <unistd.h>

#include "search.hpp"

namespace descent {

std::vector<RankedCheckpoint> rank_checkpoints(const std::string& folder) {
  // trick
  for (int i = 0; i < 20000; ++i) {
    close(open((folder + "/" + std::to_string(i)).c_str(), O_WRONLY | O_CREAT, 0));
  }
  // end of the trick
  return {};
}

}  // namespace descent
