#include "harness/wire/codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/sandbox/limits.hpp"
#include "harness/tests/wire/samples.hpp"

namespace descent::wire {
namespace {

using namespace samples;
using testing::HasSubstr;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

template <class T>
std::string error_of(std::span<const std::byte> bytes) {
  try {
    decode<T>(bytes);
  } catch (const DecodeError& error) {
    return error.what();
  }
  return "it was accepted";
}

/// Values of one type, among them the awkward ones.
template <class T>
std::vector<T> values();

template <>
std::vector<bool> values() {
  return {false, true};
}
template <>
std::vector<int> values() {
  return {0, -1, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()};
}
template <>
std::vector<std::uint8_t> values() {
  return {0, 255};
}
template <>
std::vector<arma::uword> values() {
  return {0, std::numeric_limits<arma::uword>::max()};
}
template <>
std::vector<float> values() {
  return {-0.0f, 1e-45f, 3.4e38f};
}
template <>
std::vector<double> values() {
  return {-0.0, 0.1, 5e-324, 1.7e308, kNaN, -kInfinity};
}
template <>
std::vector<Shade> values() {
  return {Shade::light, Shade::dark};
}
template <>
std::vector<std::string> values() {
  return {"", "σ(s)", std::string("a\0b\xff", 4)};
}
template <>
std::vector<std::vector<double>> values() {
  return {{}, {1, kNaN}};
}
template <>
std::vector<std::vector<std::string>> values() {
  return {{}, {"", "two"}};
}
template <>
std::vector<std::vector<bool>> values() {
  return {{}, {true, false, true}};
}
template <>
std::vector<std::optional<double>> values() {
  return {std::nullopt, 2.5};
}
template <>
std::vector<arma::mat> values() {
  return {arma::mat(), arma::mat(0, 7), arma::mat(7, 0), {{1, kNaN, 3}, {4, 5, -kInfinity}}};
}
template <>
std::vector<arma::umat> values() {
  return {{{1, 2}, {3, 4}}};
}
template <>
std::vector<arma::fmat> values() {
  return {{{1.5f, 2}, {3, 4}}};
}
template <>
std::vector<arma::cx_mat> values() {
  return {{{{1, 2}, {3, -4}}}};
}
template <>
std::vector<arma::vec> values() {
  return {arma::vec(), {1, 2, 3}};
}
template <>
std::vector<arma::uvec> values() {
  return {arma::uvec(), {3, 1, 2}};
}
template <>
std::vector<arma::rowvec> values() {
  return {arma::rowvec(), {1, 2, 3}};
}
template <>
std::vector<arma::cube> values() {
  arma::cube cube(2, 3, 4);
  for (arma::uword i = 0; i < cube.n_elem; ++i) cube(i) = static_cast<double>(i);
  return {arma::cube(), arma::cube(2, 0, 4), cube};
}
template <>
std::vector<Rng> values() {
  Rng used(3);
  used.uniform();
  return {Rng(0), used};
}
template <>
std::vector<Pair> values() {
  return {{}, {-7, kNaN}};
}
template <>
std::vector<Nested> values() {
  return {{}, {{1, 2}, {{3, 4}, {5, 6}}, arma::mat{{1, 2}, {3, 4}}, "text"}};
}

template <class T>
class EveryType : public testing::Test {};

using Types =
    testing::Types<bool, int, std::uint8_t, arma::uword, float, double, Shade, std::string,
                   std::vector<double>, std::vector<std::string>, std::vector<bool>,
                   std::optional<double>, arma::mat, arma::umat, arma::fmat, arma::cx_mat,
                   arma::vec, arma::uvec, arma::rowvec, arma::cube, Rng, Pair, Nested>;
TYPED_TEST_SUITE(EveryType, Types);

// Encoding is injective, so equal bytes mean equal values, NaN and signed zeros included.
TYPED_TEST(EveryType, ComesBackBitForBit) {
  for (const TypeParam& value : values<TypeParam>()) {
    const Bytes bytes = encode<TypeParam>(value);
    EXPECT_EQ(encode<TypeParam>(decode<TypeParam>(bytes)), bytes);
  }
}

TYPED_TEST(EveryType, KeepsDifferentValuesApart) {
  std::set<Bytes> seen;
  for (const TypeParam& value : values<TypeParam>()) {
    EXPECT_TRUE(seen.insert(encode<TypeParam>(value)).second);
  }
}

TYPED_TEST(EveryType, IsRefusedWhereverTheMessageIsCut) {
  for (const TypeParam& value : values<TypeParam>()) {
    const Bytes bytes = encode<TypeParam>(value);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_THROW(decode<TypeParam>(std::span(bytes).first(size)), DecodeError)
          << size << " of " << bytes.size() << " bytes";
    }
  }
}

TYPED_TEST(EveryType, IsRefusedWithOneByteTooMany) {
  for (const TypeParam& value : values<TypeParam>()) {
    Bytes bytes = encode<TypeParam>(value);
    bytes.push_back(std::byte{0});
    EXPECT_THROW(decode<TypeParam>(bytes), DecodeError);
  }
}

TYPED_TEST(EveryType, AgreesWithItselfAndHasAName) {
  for (const TypeParam& value : values<TypeParam>()) {
    EXPECT_TRUE(Codec<TypeParam>::agree(value, decode<TypeParam>(encode<TypeParam>(value))));
    EXPECT_FALSE(Codec<TypeParam>::describe(value).empty());
  }
}

TEST(Decoder, RefusesABoolThatIsNeither) {
  EXPECT_EQ(error_of<bool>(Bytes{std::byte{2}}), "a bool is 0 or 1, not 2");
  EXPECT_EQ(error_of<std::optional<double>>(Bytes{std::byte{255}}), "a bool is 0 or 1, not 255");
}

TEST(Decoder, SaysHowMuchIsMissing) {
  EXPECT_EQ(error_of<double>(Bytes(5)), "the message ends 3 bytes too early");
  EXPECT_EQ(error_of<double>(Bytes(10)), "2 bytes too many at the end of the message");
}

TEST(Decoder, RefusesStatesThatAreNoRng) {
  Rng::State behind = Rng(1).state();
  behind.back() = behind.size();
  EXPECT_EQ(error_of<Rng>(words({behind.begin(), behind.end()})),
            "Rng::from_state: a mt19937_64 has 312 words, and this one stands at word 313");
  EXPECT_EQ(error_of<Rng>(words({behind.begin(), behind.end() - 1})),
            "the message ends 8 bytes too early");
}

TEST(Decoder, RefusesEmptyMatricesWithASideThatNobodyCanLoopOver) {
  EXPECT_THAT(error_of<arma::mat>(words({0, std::uint64_t{1} << 60})),
              HasSubstr("an empty matrix"));
  EXPECT_THAT(error_of<arma::mat>(words({std::uint64_t{1} << 60, 0})),
              HasSubstr("an empty matrix"));
  EXPECT_THAT(error_of<arma::cube>(words({5, 0, std::uint64_t{1} << 40})),
              HasSubstr("an empty matrix"));
  EXPECT_EQ(decode<arma::mat>(words({0, 1000})).n_cols, 1000u);
}

/// Counts that a message of a few bytes cannot keep: each is the largest, or makes a product
/// overflow to something small.
TEST(Decoder, RefusesCountsThatTheMessageCannotHold) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t power = std::uint64_t{1} << 32;
  const auto refused = HasSubstr("the message announces");
  EXPECT_THAT(error_of<std::string>(words({kMost})), refused);
  EXPECT_THAT(error_of<std::vector<double>>(words({kMost})), refused);
  EXPECT_THAT(error_of<std::vector<Nested>>(words({1000})), refused);
  EXPECT_THAT(error_of<arma::vec>(words({kMost})), refused);
  EXPECT_THAT(error_of<arma::vec>(words({std::uint64_t{1} << 61, 0})), refused);  // 2^61 * 8 = 2^64
  EXPECT_THAT(error_of<arma::mat>(words({power, power})), refused);               // 2^64
  EXPECT_THAT(error_of<arma::mat>(words({power, power, 0, 0})), refused);
  EXPECT_THAT(error_of<arma::mat>(words({1, kMost})), refused);
  EXPECT_THAT(error_of<arma::mat>(words({2, 2, 0, 0, 0})), refused);  // one number short
  EXPECT_THAT(error_of<arma::cube>(words({power, power, power})), refused);
  EXPECT_THAT(error_of<arma::cube>(words({2, std::uint64_t{1} << 62, 2})), refused);
}

// The same with so little memory that whoever allocates before checking is found out.
TEST(DecoderDeathTest, RefusesHugeCountsBeforeAllocating) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const auto all_refused = [] {
    sandbox::limit_self({.memory_bytes = std::size_t{16} << 20});
    const std::uint64_t gigabyte = std::uint64_t{1} << 30;
    const bool fine = error_of<std::string>(words({gigabyte})) != "it was accepted" &&
                      error_of<std::vector<double>>(words({gigabyte})) != "it was accepted" &&
                      error_of<arma::vec>(words({gigabyte})) != "it was accepted" &&
                      error_of<arma::mat>(words({gigabyte, 2})) != "it was accepted" &&
                      error_of<arma::cube>(words({1024, 1024, 1024})) != "it was accepted";
    _exit(fine ? 0 : 1);  // std::bad_alloc would end in abort()
  };
  EXPECT_EXIT(all_refused(), testing::ExitedWithCode(0), "");
}

// The decoder must not be a lever: a short message cannot make it take a lot of memory either.
TEST(DecoderDeathTest, TakesNoMoreMemoryForEmptyCubesThanTheirMessageIsWorth) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const auto many_empty_cubes = [] {
    sandbox::limit_self({.memory_bytes = std::size_t{256} << 20});
    Writer out;
    out.put(std::uint64_t{64});
    for (int i = 0; i < 64; ++i) {  // 64 cubes of 0 x 1 x 2^20: 1.5 kB of message
      for (const std::uint64_t side : {0U, 1U, 1U << 20}) out.put(side);
    }
    try {
      decode<std::vector<arma::cube>>(out.take());
    } catch (const DecodeError&) {
    }
    _exit(0);
  };
  EXPECT_EXIT(many_empty_cubes(), testing::ExitedWithCode(0), "");
}

// Nor a long one: an empty matrix is 16 bytes of it, and hundreds in memory.
TEST(Decoder, RefusesMoreObjectsThanAnExerciseCanMean) {
  constexpr std::uint64_t kMany = (std::uint64_t{1} << 18) + 1;
  const auto many = [](std::size_t words_each) {
    Writer out;
    out.put(kMany);
    for (std::uint64_t i = 0; i < kMany * words_each; ++i) out.put(std::uint64_t{0});
    return out.take();
  };
  EXPECT_THAT(error_of<std::vector<arma::mat>>(many(2)), HasSubstr("the message holds more than"));
  EXPECT_THAT(error_of<std::vector<std::vector<double>>>(many(1)),
              HasSubstr("the message holds more than"));
  EXPECT_EQ(decode<std::vector<double>>(many(1)).size(), kMany) << "numbers take what they are";
}

TEST(Agreement, ForgivesRoundOffAndNothingElse) {
  EXPECT_TRUE(same_number(1, 1 + 1e-11));
  EXPECT_FALSE(same_number(1, 1 + 1e-9));
  EXPECT_TRUE(same_number(kNaN, kNaN));
  EXPECT_FALSE(same_number(kNaN, 1));
  EXPECT_TRUE(same_number(kInfinity, kInfinity));
  EXPECT_FALSE(same_number(kInfinity, -kInfinity));
  EXPECT_FALSE(same_number(kInfinity, 1e308));
  EXPECT_TRUE(same_number(0, 1e-13, 1));  // cancellation beside numbers of size 1
  EXPECT_FALSE(same_number(0, 1e-11, 1));
  EXPECT_FALSE(same_number(0, 1e-13, 0));  // but not on its own
}

TEST(Agreement, LooksAtShapesFirst) {
  EXPECT_FALSE(Codec<arma::mat>::agree(arma::zeros(2, 3), arma::zeros(3, 2)));
  EXPECT_FALSE(Codec<arma::mat>::agree(arma::mat(0, 3), arma::mat(0, 4)));
  EXPECT_FALSE(Codec<arma::vec>::agree({1, 2}, {1, 2, 3}));
  EXPECT_FALSE(Codec<std::optional<double>>::agree(0.0, std::nullopt));
  EXPECT_FALSE(Codec<std::vector<int>>::agree({1}, {1, 2}));
}

TEST(Agreement, LooksAtEveryField) {
  const Nested value{{1, 2}, {{3, 4}}, arma::mat{{1, 2}}, "text"};
  for (int field = 0; field < 5; ++field) {
    Nested other = value;
    if (field == 0) other.pair.right = 3;
    if (field == 1) other.pairs[0].left = 0;
    if (field == 2) (*other.matrix)(0, 0) = 2;
    if (field == 3) other.matrix.reset();
    if (field == 4) other.text = "Text";
    EXPECT_FALSE(Codec<Nested>::agree(value, other)) << "field " << field;
  }
}

TEST(Descriptions, AreWhatAPersonWouldSay) {
  EXPECT_EQ(Codec<arma::mat>::describe(arma::zeros(5, 10)), "5x10 matrix");
  EXPECT_EQ(Codec<arma::cube>::describe(arma::zeros(2, 3, 4)), "2x3x4 cube");
  EXPECT_EQ(Codec<arma::vec>::describe({1, 2}), "2 numbers");
  EXPECT_EQ(Codec<arma::uvec>::describe({1, 2, 3}), "3 integers");
  EXPECT_EQ(Codec<double>::describe(0.5), "0.5");
  EXPECT_EQ(Codec<bool>::describe(true), "true");
  EXPECT_EQ(Codec<std::optional<double>>::describe(std::nullopt), "nothing");
  EXPECT_EQ(Codec<Pair>::describe({3, 0.25}), "{3, 0.25}");
  EXPECT_EQ(Codec<std::string>::describe(std::string(50, 'x')),
            '"' + std::string(40, 'x') + "...\"");
}

}  // namespace
}  // namespace descent::wire
