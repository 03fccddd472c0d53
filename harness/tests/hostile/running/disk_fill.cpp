// threat: fills every disk and memory file system that can be written
// expect: failed
// says: filled nothing
// twin: failed

#include <fcntl.h>
#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  static const std::string block(1 << 20, 'x');
  for (const char* file : {"descent-hostile", "/tmp/descent-hostile", "/dev/shm/descent-hostile",
                           "/var/tmp/descent-hostile", "@CLASS@/descent-hostile"}) {
    const int descriptor = open(file, O_WRONLY | O_CREAT, 0600);
    while (descriptor >= 0 && write(descriptor, block.data(), block.size()) > 0) {
    }
    if (descriptor >= 0) throw std::runtime_error("filled the disk");
  }
  throw std::runtime_error("filled nothing");
  // end of the trick
  return {};
}

}  // namespace descent
