// threat: lists the folders that it may know, to see who else is there
// expect: failed
// says: listed nothing
// twin: failed

#include <filesystem>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  std::string names;
  for (const char* folder : {".", "..", "/", "/tmp", "@CLASS@", "@ROOT@", "@BUILD@/stages", "/proc",
                             "/proc/self/fd", "/dev/shm"}) {
    std::error_code refused;
    for (const auto& entry : std::filesystem::directory_iterator(folder, refused)) {
      names += entry.path().string() + ' ';
    }
  }
  throw std::runtime_error(names.empty() ? "listed nothing" : names);
  // end of the trick
  return {};
}

}  // namespace descent
