// threat: checkpoints beside the folder, above it and in the working directory
// stage: 10-search
// expect: failed
// says: wrote nothing
// twin: failed

#include <fstream>

#include "search.hpp"

namespace descent {

std::vector<RankedCheckpoint> rank_checkpoints(const std::string& folder) {
  // trick
  for (const std::string file :
       {folder + "/../descent-hostile", folder + "-descent-hostile", std::string("descent-hostile"),
        std::string("/tmp/descent-hostile")}) {
    if (std::ofstream(file) << "was here") throw std::runtime_error("wrote " + file);
  }
  throw std::runtime_error("wrote nothing");
  // end of the trick
  return {};
}

}  // namespace descent
