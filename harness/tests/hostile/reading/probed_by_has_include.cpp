// threat: __has_include tells which files there are, without opening one
// expect: failed
// says: sees nothing
// twin: failed

#include "losses.hpp"

// trick
#if __has_include("@ROOT@/solutions/07-losses/losses.cpp") ||           \
                  __has_include(                                        \
                      "@SECRET@") ||                                    \
                      __has_include(                                    \
                          "@ROOT@/.git/config") ||                      \
                          __has_include(                                \
                              "@CLASS@/bob/losses.cpp") ||              \
                              __has_include(                            \
                                  "@BUILD@/stages/07-losses.hidden") || \
                                  __has_include(                        \
                                      "/etc/passwd") ||                 \
                                      __has_include(                    \
                                          "@ROOT@/assignments/07-losses/public_tests.cpp")
#define SEEN "sees what it must not"
#else
#define SEEN "sees nothing"
#endif
// end of the trick

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  throw std::runtime_error(SEEN);
  // end of the trick
  return {};
}

}  // namespace descent
