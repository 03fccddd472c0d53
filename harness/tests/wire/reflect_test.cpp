#include "harness/wire/reflect.hpp"

#include <gtest/gtest.h>

#include <armadillo>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace descent::wire {

// Aggregates that travel are types of an API: they have a name outside of one source file.
namespace reflected {

struct One {
  double a;
};
struct WithDefaults {
  int a = 1;
  std::string b = "b";
  arma::mat c;
};
struct Inner {
  int a;
  int b;
};
struct HoldsAggregates {
  Inner first;
  std::vector<Inner> many;
  std::optional<Inner> perhaps;
};
struct TwelveDifferent {
  bool a;
  char b;
  int c;
  float d;
  double e;
  std::string f;
  arma::mat g;
  arma::rowvec h;
  arma::cube i;
  arma::uvec j;
  Inner k;
  std::vector<double> l;
};
struct Thirteen {
  int a, b, c, d, e, f, g, h, i, j, k, l, m;
};
struct Fourteen {
  int a, b, c, d, e, f, g, h, i, j, k, l, m, n;
};

struct Ints1 {
  int a;
};
struct Ints2 {
  int a, b;
};
struct Ints3 {
  int a, b, c;
};
struct Ints4 {
  int a, b, c, d;
};
struct Ints5 {
  int a, b, c, d, e;
};
struct Ints6 {
  int a, b, c, d, e, f;
};
struct Ints7 {
  int a, b, c, d, e, f, g;
};
struct Ints8 {
  int a, b, c, d, e, f, g, h;
};
struct Ints9 {
  int a, b, c, d, e, f, g, h, i;
};
struct Ints10 {
  int a, b, c, d, e, f, g, h, i, j;
};
struct Ints11 {
  int a, b, c, d, e, f, g, h, i, j, k;
};
struct Ints12 {
  int a, b, c, d, e, f, g, h, i, j, k, l;
};

}  // namespace reflected

namespace {

using namespace reflected;

static_assert(field_count<One> == 1);
static_assert(field_count<WithDefaults> == 3);
static_assert(field_count<Inner> == 2);
static_assert(field_count<HoldsAggregates> == 3, "inner aggregates are one field each");
static_assert(field_count<TwelveDifferent> == 12);
// More than can be reflected is seen as too many, not as twelve.
static_assert(field_count<Thirteen> > kMostFields);
static_assert(field_count<Fourteen> > kMostFields);

/// An aggregate of ints, set to 1, 2, 3, ... through fields().
template <class T, std::size_t... I>
void each_field_is_its_own(std::index_sequence<I...>) {
  T value{};
  auto references = fields(value);
  static_assert(std::tuple_size_v<decltype(references)> == sizeof...(I));
  ((std::get<I>(references) = static_cast<int>(I) + 1), ...);
  const T& constant = value;
  const std::vector<int> read =
      std::apply([](const auto&... field) { return std::vector<int>{field...}; }, fields(constant));
  const auto* first = reinterpret_cast<const int*>(&value);
  for (std::size_t i = 0; i < sizeof...(I); ++i) {
    EXPECT_EQ(read[i], static_cast<int>(i) + 1);
    EXPECT_EQ(first[i], static_cast<int>(i) + 1) << "in the order of declaration";
  }
}

TEST(Fields, AreReachedInOrderForEverySize) {
  each_field_is_its_own<Ints1>(std::make_index_sequence<1>{});
  each_field_is_its_own<Ints2>(std::make_index_sequence<2>{});
  each_field_is_its_own<Ints3>(std::make_index_sequence<3>{});
  each_field_is_its_own<Ints4>(std::make_index_sequence<4>{});
  each_field_is_its_own<Ints5>(std::make_index_sequence<5>{});
  each_field_is_its_own<Ints6>(std::make_index_sequence<6>{});
  each_field_is_its_own<Ints7>(std::make_index_sequence<7>{});
  each_field_is_its_own<Ints8>(std::make_index_sequence<8>{});
  each_field_is_its_own<Ints9>(std::make_index_sequence<9>{});
  each_field_is_its_own<Ints10>(std::make_index_sequence<10>{});
  each_field_is_its_own<Ints11>(std::make_index_sequence<11>{});
  each_field_is_its_own<Ints12>(std::make_index_sequence<12>{});
}

TEST(Fields, AreReferencesIntoTheAggregate) {
  HoldsAggregates value{};
  std::get<0>(fields(value)).b = 7;
  std::get<1>(fields(value)).push_back({1, 2});
  EXPECT_EQ(value.first.b, 7);
  EXPECT_EQ(value.many.size(), 1u);
}

}  // namespace
}  // namespace descent::wire
