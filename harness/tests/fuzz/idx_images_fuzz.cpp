// MNIST's pictures, damaged, plain and packed.

#include "datasets/data_error.hpp"
#include "datasets/idx.hpp"
#include "harness/tests/fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent;
  try {
    const arma::mat images = datasets::parse_idx_images({data, size}, "fuzzed");
    fuzz::require(!images.is_empty() && images.min() >= 0 && images.max() <= 255,
                  "pictures are bytes");
  } catch (const datasets::DataError&) {
  }
  return 0;
}
