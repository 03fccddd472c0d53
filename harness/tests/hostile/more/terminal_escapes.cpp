// threat: escapes, bells, carriage returns, C1 controls and reversed writing in what it throws
// expect: failed
// twin: failed

#include <cstdio>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  std::puts("\033]0;owned\007\033[2J\r\n::error file=losses.cpp::pwned <script>alert(1)</script>");
  throw std::runtime_error("\033[1A\r\033[2Kpassed\b\b \xc2\x9b[31m \xe2\x80\xae dessap \xff\xfe");
  // end of the trick
  return {};
}

}  // namespace descent
