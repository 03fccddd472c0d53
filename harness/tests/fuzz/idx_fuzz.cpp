// MNIST's pictures and labels, damaged, plain and packed. The first byte says what the others are:
// 0, pictures; else labels of that many classes.

#include "datasets/data_error.hpp"
#include "datasets/idx.hpp"
#include "harness/tests/fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent;
  if (size == 0) return 0;
  const arma::uword classes = data[0];
  try {
    if (classes == 0) {
      const arma::mat images = datasets::parse_idx_images({data + 1, size - 1}, "fuzzed");
      fuzz::require(!images.is_empty() && images.min() >= 0 && images.max() <= 255,
                    "pictures are bytes");
    } else {
      const arma::uvec labels = datasets::parse_idx_labels({data + 1, size - 1}, "fuzzed", classes);
      fuzz::require(!labels.is_empty() && labels.max() < classes, "labels are classes");
    }
  } catch (const datasets::DataError&) {
  }
  return 0;
}
