#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/wire/codec.hpp"

/// Values of every type that travels, for the tests of how they do.
namespace descent::wire::samples {

enum class Shade : std::uint16_t { light, dark = 500 };

struct Pair {
  int left = 0;
  double right = 0;
};

struct Nested {
  Pair pair;
  std::vector<Pair> pairs;
  std::optional<arma::mat> matrix;
  std::string text;
};

template <class T>
Bytes encode(const T& value) {
  Writer out;
  Codec<T>::encode(out, value);
  return out.take();
}

/// Reads exactly one value: anything left over is an error.
template <class T>
T decode(std::span<const std::byte> bytes) {
  Reader in(bytes);
  T value = Codec<T>::decode(in);
  in.expect_end();
  return value;
}

/// The bytes of the given words of 64 bits, as a message that lies about its sizes begins.
inline Bytes words(const std::vector<std::uint64_t>& values) {
  Writer out;
  for (const std::uint64_t value : values) out.put(value);
  return out.take();
}

}  // namespace descent::wire::samples
