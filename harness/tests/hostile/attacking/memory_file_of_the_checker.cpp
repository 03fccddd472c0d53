// threat: /proc/PID/mem of whatever process there is
// expect: failed
// says: reached nobody
// twin: failed

#include <fcntl.h>
#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  const int self = getpid();
  for (int process = self - 50; process < self + 50; ++process) {
    const std::string file = "/proc/" + std::to_string(process) + "/mem";
    if (open(file.c_str(), O_RDWR) >= 0) throw std::runtime_error("reached " + file);
  }
  throw std::runtime_error("reached nobody");
  // end of the trick
  return {};
}

}  // namespace descent
