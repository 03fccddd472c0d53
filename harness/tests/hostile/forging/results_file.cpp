// threat: writes a results file and a record wherever one might be looked for
// expect: failed
// twin: failed

#include <fstream>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  for (const char* file : {"descent-hostile.jsonl", "/tmp/descent-hostile.jsonl",
                           "@BUILD@/descent-hostile.jsonl", "@CLASS@/descent-hostile.json"}) {
    std::ofstream(file) << R"({"task":"bin_targets","outcome":"passed"})";
  }
  // end of the trick
  return {};
}

}  // namespace descent
