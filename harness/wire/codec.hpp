#pragma once

#include <armadillo>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "harness/support/rng.hpp"
#include "harness/wire/bytes.hpp"
#include "harness/wire/reflect.hpp"

/// How values travel between the checker and the worker. Codec<T> says for one type how it is
/// written, how it is read back from bytes that nobody vouches for, when two values are the same up
/// to round-off, and how a person calls one in a sentence.
namespace descent::wire {

template <class T>
struct Codec {  // plain aggregates, field by field
  static_assert(std::is_aggregate_v<T> && field_count<T> > 0,
                "this type does not travel: use numbers, enums, std::string, std::vector, "
                "std::optional, Armadillo's Mat, Col, Row, Cube, Rng, or a plain struct of these");

  static void encode(Writer& out, const T& value) {
    std::apply([&](const auto&... field) { (encode_one(out, field), ...); }, fields(value));
  }
  static T decode(Reader& in) {
    T value{};
    std::apply([&](auto&... field) { (decode_one(in, field), ...); }, fields(value));
    return value;
  }
  static bool agree(const T& a, const T& b) {
    return agree_fields(fields(a), fields(b), std::make_index_sequence<field_count<T>>{});
  }
  static std::string describe(const T& value) {
    std::string text = "{";
    std::apply(
        [&](const auto&... field) {
          ((text += (text.size() > 1 ? ", " : "") + describe_one(field)), ...);
        },
        fields(value));
    return text + "}";
  }

 private:
  template <class F>
  static void encode_one(Writer& out, const F& field) {
    Codec<F>::encode(out, field);
  }
  template <class F>
  static void decode_one(Reader& in, F& field) {
    field = Codec<F>::decode(in);
  }
  template <class F>
  static std::string describe_one(const F& field) {
    return Codec<F>::describe(field);
  }
  template <class Fields, std::size_t... I>
  static bool agree_fields(const Fields& a, const Fields& b, std::index_sequence<I...>) {
    return (Codec<std::remove_cvref_t<std::tuple_element_t<I, Fields>>>::agree(std::get<I>(a),
                                                                               std::get<I>(b)) &&
            ...);
  }
};

/// Two numbers that differ by no more than round-off, as narrow as the strictest check: relative to
/// the larger one, or to the scale of the matrix that they stand in. NaN agrees with NaN.
inline bool same_number(double a, double b, double scale = 0) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  if (a == b || std::isinf(a) || std::isinf(b)) return a == b;
  return std::abs(a - b) <= 1e-10 * std::max(std::abs(a), std::abs(b)) + 1e-12 * scale;
}

template <class T>
requires std::is_arithmetic_v<T> || std::is_enum_v<T>
struct Codec<T> {
  static void encode(Writer& out, T value) {
    if constexpr (std::is_enum_v<T>) {
      out.put(static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (std::is_same_v<T, bool>) {
      out.put(static_cast<std::uint8_t>(value));
    } else {
      out.put(value);
    }
  }
  static T decode(Reader& in) {
    if constexpr (std::is_enum_v<T>) {
      return static_cast<T>(in.get<std::underlying_type_t<T>>());
    } else if constexpr (std::is_same_v<T, bool>) {
      const auto byte = in.get<std::uint8_t>();
      if (byte > 1) throw DecodeError("a bool is 0 or 1, not " + std::to_string(byte));
      return byte == 1;
    } else {
      return in.get<T>();
    }
  }
  static bool agree(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
      return same_number(a, b, std::max(std::abs(a), std::abs(b)));
    } else {
      return a == b;
    }
  }
  static std::string describe(T value) {
    if constexpr (std::is_enum_v<T>) {
      return std::to_string(static_cast<long long>(value));
    } else if constexpr (std::is_same_v<T, bool>) {
      return value ? "true" : "false";
    } else if constexpr (std::is_floating_point_v<T>) {
      char text[32];
      std::snprintf(text, sizeof text, "%.6g", static_cast<double>(value));
      return text;
    } else {
      return std::to_string(value);
    }
  }
};

template <>
struct Codec<std::string> {
  static void encode(Writer& out, const std::string& value) {
    out.put(static_cast<std::uint64_t>(value.size()));
    out.put(value.data(), value.size());
  }
  static std::string decode(Reader& in) {
    const auto size = in.get<std::uint64_t>();
    in.check_count(size, 1);
    std::string value(size, '\0');
    in.get(value.data(), value.size());
    return value;
  }
  static bool agree(const std::string& a, const std::string& b) { return a == b; }
  static std::string describe(const std::string& value) {
    constexpr std::size_t kMost = 40;
    return value.size() <= kMost ? '"' + value + '"' : '"' + value.substr(0, kMost) + "...\"";
  }
};

template <class T>
struct Codec<std::vector<T>> {
  static void encode(Writer& out, const std::vector<T>& values) {
    out.put(static_cast<std::uint64_t>(values.size()));
    for (const T& value : values) Codec<T>::encode(out, value);
  }
  static std::vector<T> decode(Reader& in) {
    const auto count = in.get<std::uint64_t>();
    in.check_count(count, 1);  // every value takes at least a byte
    if constexpr (!std::is_arithmetic_v<T>) in.count_objects(count);
    std::vector<T> values;
    for (std::uint64_t i = 0; i < count; ++i) values.push_back(Codec<T>::decode(in));
    return values;
  }
  static bool agree(const std::vector<T>& a, const std::vector<T>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!Codec<T>::agree(a[i], b[i])) return false;
    }
    return true;
  }
  static std::string describe(const std::vector<T>& values) {
    return "a vector of " + std::to_string(values.size());
  }
};

template <class T>
struct Codec<std::optional<T>> {
  static void encode(Writer& out, const std::optional<T>& value) {
    Codec<bool>::encode(out, value.has_value());
    if (value) Codec<T>::encode(out, *value);
  }
  static std::optional<T> decode(Reader& in) {
    if (!Codec<bool>::decode(in)) return std::nullopt;
    return Codec<T>::decode(in);
  }
  static bool agree(const std::optional<T>& a, const std::optional<T>& b) {
    return a.has_value() == b.has_value() && (!a || Codec<T>::agree(*a, *b));
  }
  static std::string describe(const std::optional<T>& value) {
    return value ? Codec<T>::describe(*value) : "nothing";
  }
};

namespace internal {

/// Sizes of an Armadillo object. An empty one may have one long side, but no absurd one: code that
/// loops over the columns of a 0 x 2^60 matrix would never end.
template <std::size_t Sides>
std::array<arma::uword, Sides> decode_sides(Reader& in, std::size_t item_size) {
  constexpr std::uint64_t kLongestEmptySide = 1u << 20;
  std::array<arma::uword, Sides> sides{};
  std::uint64_t count = 1;
  bool empty = false;
  for (arma::uword& side : sides) {
    side = in.get<std::uint64_t>();
    empty = empty || side == 0;
  }
  for (const arma::uword side : sides) {
    if (empty) {
      if (side > kLongestEmptySide) {
        throw DecodeError("an empty matrix with a side of " + std::to_string(side));
      }
    } else {
      in.check_count(side, item_size * count);  // so the product below cannot overflow
      count *= side;
    }
  }
  return sides;
}

template <class M>
bool same_numbers(const M& a, const M& b) {
  if (arma::size(a) != arma::size(b)) return false;
  if constexpr (std::is_floating_point_v<typename M::elem_type>) {
    double scale = 0;
    for (const auto value : b) {
      if (std::isfinite(value)) scale = std::max(scale, std::abs(static_cast<double>(value)));
    }
    for (arma::uword i = 0; i < a.n_elem; ++i) {
      if (!same_number(a[i], b[i], scale)) return false;
    }
    return true;
  } else {
    return std::equal(a.begin(), a.end(), b.begin());
  }
}

template <class M>
void encode_numbers(Writer& out, const M& value) {
  out.put(value.memptr(), value.n_elem * sizeof(typename M::elem_type));
}

}  // namespace internal

template <class T>
struct Codec<arma::Mat<T>> {
  static void encode(Writer& out, const arma::Mat<T>& value) {
    out.put(static_cast<std::uint64_t>(value.n_rows));
    out.put(static_cast<std::uint64_t>(value.n_cols));
    internal::encode_numbers(out, value);
  }
  static arma::Mat<T> decode(Reader& in) {
    const auto sides = internal::decode_sides<2>(in, sizeof(T));
    arma::Mat<T> value(sides[0], sides[1], arma::fill::none);
    in.get(value.memptr(), value.n_elem * sizeof(T));
    return value;
  }
  static bool agree(const arma::Mat<T>& a, const arma::Mat<T>& b) {
    return internal::same_numbers(a, b);
  }
  static std::string describe(const arma::Mat<T>& value) {
    return std::to_string(value.n_rows) + "x" + std::to_string(value.n_cols) + " matrix";
  }
};

namespace internal {

template <class V>
struct VectorCodec {  // arma::Col and arma::Row
  static void encode(Writer& out, const V& value) {
    out.put(static_cast<std::uint64_t>(value.n_elem));
    encode_numbers(out, value);
  }
  static V decode(Reader& in) {
    const auto sides = decode_sides<1>(in, sizeof(typename V::elem_type));
    V value(sides[0], arma::fill::none);
    in.get(value.memptr(), value.n_elem * sizeof(typename V::elem_type));
    return value;
  }
  static bool agree(const V& a, const V& b) { return same_numbers(a, b); }
  static std::string describe(const V& value) {
    const char* kind = std::is_floating_point_v<typename V::elem_type> ? " numbers" : " integers";
    return std::to_string(value.n_elem) + kind;
  }
};

}  // namespace internal

template <class T>
struct Codec<arma::Col<T>> : internal::VectorCodec<arma::Col<T>> {};
template <class T>
struct Codec<arma::Row<T>> : internal::VectorCodec<arma::Row<T>> {};

template <class T>
struct Codec<arma::Cube<T>> {
  static void encode(Writer& out, const arma::Cube<T>& value) {
    out.put(static_cast<std::uint64_t>(value.n_rows));
    out.put(static_cast<std::uint64_t>(value.n_cols));
    out.put(static_cast<std::uint64_t>(value.n_slices));
    internal::encode_numbers(out, value);
    if (value.is_empty()) Codec<std::string>::encode(out, std::string(value.n_slices, '\0'));
  }
  static arma::Cube<T> decode(Reader& in) {
    const auto sides = internal::decode_sides<3>(in, sizeof(T));
    // Armadillo keeps a pointer for each slice even of an empty cube. A byte of the message pays
    // for each, so that a few bytes cannot ask for megabytes.
    const bool empty = sides[0] == 0 || sides[1] == 0 || sides[2] == 0;
    if (empty && Codec<std::string>::decode(in).size() != sides[2]) {
      throw DecodeError("an empty cube that does not pay for its slices");
    }
    arma::Cube<T> value(sides[0], sides[1], sides[2], arma::fill::none);
    in.get(value.memptr(), value.n_elem * sizeof(T));
    return value;
  }
  static bool agree(const arma::Cube<T>& a, const arma::Cube<T>& b) {
    return internal::same_numbers(a, b);
  }
  static std::string describe(const arma::Cube<T>& value) {
    return std::to_string(value.n_rows) + "x" + std::to_string(value.n_cols) + "x" +
           std::to_string(value.n_slices) + " cube";
  }
};

template <>
struct Codec<Rng> {
  static void encode(Writer& out, const Rng& value) {
    const Rng::State state = value.state();
    out.put(state.data(), sizeof state);
  }
  static Rng decode(Reader& in) {
    Rng::State state;
    in.get(state.data(), sizeof state);
    try {
      return Rng::from_state(state);
    } catch (const std::invalid_argument& error) {
      throw DecodeError(error.what());
    }
  }
  static bool agree(const Rng&, const Rng&) { return true; }  // any order of draws is right
  static std::string describe(const Rng&) { return "rng"; }
};

}  // namespace descent::wire
