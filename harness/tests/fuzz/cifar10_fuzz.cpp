// CIFAR-10's binary batches, damaged.

#include <algorithm>

#include "datasets/cifar10.hpp"
#include "datasets/data_error.hpp"
#include "harness/tests/fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent;
  try {
    const datasets::Dataset read = datasets::parse_cifar10({data, size}, "fuzzed");
    const std::vector<std::uint8_t> again = datasets::encode_cifar10(read);
    fuzz::require(again.size() == size && std::equal(again.begin(), again.end(), data),
                  "what is accepted comes back byte for byte");
  } catch (const datasets::DataError&) {
  }
  return 0;
}
