// MNIST's labels, damaged, plain and packed. The first byte says how many classes there are.

#include "datasets/data_error.hpp"
#include "datasets/idx.hpp"
#include "harness/tests/fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent;
  if (size == 0) return 0;
  const arma::uword classes = 1 + data[0];
  try {
    const arma::uvec labels = datasets::parse_idx_labels({data + 1, size - 1}, "fuzzed", classes);
    fuzz::require(!labels.is_empty() && labels.max() < classes, "labels are classes");
  } catch (const datasets::DataError&) {
  }
  return 0;
}
