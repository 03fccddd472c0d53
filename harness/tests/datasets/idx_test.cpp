#include "datasets/idx.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "datasets/data_folder.hpp"
#include "harness/tests/datasets/scratch.hpp"

namespace descent::datasets {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using ByteVector = std::vector<std::uint8_t>;

void append(ByteVector& bytes, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::uint8_t>(number >> shift));
  }
}

ByteVector header(std::uint32_t magic, const std::vector<std::uint32_t>& sizes) {
  ByteVector bytes;
  append(bytes, magic);
  for (const std::uint32_t size : sizes) append(bytes, size);
  return bytes;
}

/// Three pictures of 2 rows and 4 columns: 0, 1, ..., 23.
ByteVector three_pictures() {
  ByteVector bytes = header(0x803, {3, 2, 4});
  for (std::uint8_t i = 0; i < 24; ++i) bytes.push_back(i);
  return bytes;
}

ByteVector three_labels() {
  ByteVector bytes = header(0x801, {3});
  bytes.insert(bytes.end(), {4, 0, 9});
  return bytes;
}

ByteVector gzip(const ByteVector& plain) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  ByteVector packed(deflateBound(&stream, plain.size()));
  ByteVector input = plain;
  stream.next_in = input.data();
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

TEST(IdxImages, BecomeOneRowEach) {
  const arma::mat images = parse_idx_images(three_pictures(), "memory");
  const arma::mat expected = arma::reshape(arma::regspace<arma::vec>(0, 23), 8, 3).t();
  EXPECT_TRUE(arma::approx_equal(images, expected, "absdiff", 0.0));
}

TEST(IdxLabels, AreRead) {
  const arma::uvec labels = parse_idx_labels(three_labels(), "memory");
  EXPECT_TRUE(arma::all(labels == arma::uvec{4, 0, 9}));
}

TEST(Idx, ReadsPlainAndPackedFilesAlike) {
  const ScratchFolder folder;
  folder.file("t10k-images-idx3-ubyte", three_pictures());
  folder.file("t10k-labels-idx1-ubyte.gz", gzip(three_labels()));
  const Dataset data = load_mnist(folder.path(), MnistPart::kTest);
  const arma::mat plain = parse_idx_images(three_pictures(), "memory");
  const arma::mat packed = parse_idx_images(gzip(three_pictures()), "memory");
  EXPECT_TRUE(arma::approx_equal(data.inputs, plain, "absdiff", 0.0));
  EXPECT_TRUE(arma::approx_equal(packed, plain, "absdiff", 0.0));
  EXPECT_TRUE(arma::all(data.labels == arma::uvec{4, 0, 9}));
  EXPECT_EQ(data.classes, 10U);
}

TEST(Idx, ReadsPicturesLargerThanTheFirstPieceUnpacked) {
  ByteVector bytes = header(0x803, {500, 28, 28});  // 392 kB: the buffer grows three times
  for (std::uint32_t i = 0; i < 500 * 28 * 28; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(i * 2654435761U >> 24));
  }
  const arma::mat plain = parse_idx_images(bytes, "memory");
  const arma::mat packed = parse_idx_images(gzip(bytes), "memory");
  EXPECT_TRUE(arma::approx_equal(packed, plain, "absdiff", 0.0));
  EXPECT_EQ(plain(499, 783), bytes.back());
}

TEST(Idx, ReadsGzipFilesGluedTogether) {
  const ByteVector whole = three_pictures();
  ByteVector packed = gzip({whole.begin(), whole.begin() + 20});
  const ByteVector rest = gzip({whole.begin() + 20, whole.end()});
  packed.insert(packed.end(), rest.begin(), rest.end());
  EXPECT_EQ(parse_idx_images(packed, "memory")(2, 7), 23.0);
}

TEST(Idx, SaysThatTheMagicNumberIsWrong) {
  const ScratchFolder folder;
  const auto file = folder.file("images", header(0x0d03, {1, 1, 1}));
  EXPECT_THAT(data_error([&] { load_idx(file, file); }),
              AllOf(HasSubstr(file.string()),
                    HasSubstr("expected an IDX file of pictures, beginning with the magic number "
                              "0x00000803"),
                    HasSubstr("found 0x00000d03")));
}

TEST(Idx, SuspectsThatPicturesAndLabelsAreSwapped) {
  EXPECT_THAT(data_error([] { parse_idx_labels(three_pictures(), "labels"); }),
              AllOf(HasSubstr("labels: expected"), HasSubstr("0x00000801"),
                    HasSubstr("found 0x00000803"), HasSubstr("swapped?")));
}

TEST(Idx, SaysThatAFileIsTruncatedOrTooLong) {
  ByteVector bytes = three_pictures();
  bytes.pop_back();
  const std::string expected = "expected 16 bytes of header and 3 x 2 x 4 bytes of pictures";
  EXPECT_THAT(data_error([&] { parse_idx_images(bytes, "short"); }),
              AllOf(HasSubstr("short: "), HasSubstr(expected), HasSubstr("found 39 bytes in all")));
  EXPECT_THAT(data_error([&] { parse_idx_images(gzip(bytes), "short.gz"); }),
              AllOf(HasSubstr("short.gz: "), HasSubstr(expected), HasSubstr("found 39 bytes")));
  bytes.resize(42);
  EXPECT_THAT(data_error([&] { parse_idx_images(bytes, "long"); }),
              AllOf(HasSubstr("long: "), HasSubstr(expected), HasSubstr("found 42 bytes in all")));
  EXPECT_THAT(data_error([&] { parse_idx_images(gzip(bytes), "long.gz"); }),
              AllOf(HasSubstr("long.gz: "), HasSubstr(expected)));
  bytes.resize(15);
  EXPECT_THAT(data_error([&] { parse_idx_images(bytes, "stub"); }),
              AllOf(HasSubstr("stub: expected an IDX header of 16 bytes"),
                    HasSubstr("found 15 bytes in all")));
  EXPECT_THAT(data_error([] { parse_idx_labels({}, "nothing"); }),
              AllOf(HasSubstr("nothing: expected an IDX header of 8 bytes"), HasSubstr("found 0")));
}

TEST(Idx, BelievesNoAbsurdSizeInAHeader) {
  // 2^32 - 1 cubed does not even fit into 64 bits; 2^30 * 2^17 * 2^17 is 2^64, which is 0 to
  // whoever multiplies without thought.
  for (const auto& sizes : {std::vector<std::uint32_t>{0xffffffff, 0xffffffff, 0xffffffff},
                            std::vector<std::uint32_t>{1U << 30, 1U << 17, 1U << 17},
                            std::vector<std::uint32_t>{1U << 31, 28, 28},
                            std::vector<std::uint32_t>{1, 60000, 60000}}) {
    ByteVector bytes = header(0x803, sizes);
    bytes.resize(1000);
    const std::string promise = std::to_string(sizes[0]) + " x " + std::to_string(sizes[1]);
    EXPECT_THAT(data_error([&] { parse_idx_images(bytes, "absurd"); }),
                AllOf(HasSubstr("absurd: "), HasSubstr(promise), HasSubstr("found 1000 bytes")));
    EXPECT_THAT(data_error([&] { parse_idx_images(gzip(bytes), "absurd.gz"); }),
                AllOf(HasSubstr("absurd.gz: "), HasSubstr(promise), HasSubstr("bytes of gzip")));
  }
}

TEST(Idx, IsNotFooledByASizeThatIsZeroModuloTwoToThe64) {
  const ByteVector bytes = header(0x803, {1U << 30, 1U << 17, 1U << 17});  // and nothing behind it
  EXPECT_THAT(data_error([&] { parse_idx_images(bytes, "wrap"); }),
              HasSubstr("found 16 bytes in all"));
}

TEST(Idx, RefusesAHeaderThatPromisesNothing) {
  EXPECT_THAT(data_error([] {
                parse_idx_images(header(0x803, {0, 28, 28}), "none");
              }),
              AllOf(HasSubstr("none: "), HasSubstr("found a header that promises 0 x 28 x 28")));
  EXPECT_THAT(data_error([] {
                parse_idx_images(header(0x803, {9, 0, 28}), "none");
              }),
              HasSubstr("9 x 0 x 28"));
}

TEST(Idx, SaysThatCompressedDataBreakOffOrAreDamaged) {
  const ScratchFolder folder;
  ByteVector bytes = header(0x803, {100, 28, 28});
  for (std::uint32_t i = 0; i < 100 * 28 * 28; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(i * 2654435761U >> 24));
  }
  const ByteVector packed = gzip(bytes);
  for (const std::size_t kept :
       {std::size_t{2}, std::size_t{12}, packed.size() / 2, packed.size() - 8, packed.size() - 1}) {
    const auto file =
        folder.file("cut.gz", ByteVector(packed.begin(), packed.begin() + static_cast<long>(kept)));
    EXPECT_THAT(data_error([&] { load_idx(file, file); }),
                AllOf(HasSubstr(file.string()), HasSubstr("compressed data (gzip) with an end"),
                      HasSubstr("break off after " + std::to_string(kept) + " bytes")));
  }
  ByteVector damaged = packed;
  damaged[damaged.size() - 6] ^= 1;  // in the checksum
  EXPECT_THAT(data_error([&] { parse_idx_images(damaged, "bad.gz"); }),
              AllOf(HasSubstr("bad.gz: expected sound compressed data"),
                    HasSubstr("incorrect data check")));
  damaged = packed;
  damaged.push_back('x');
  EXPECT_THAT(data_error([&] { parse_idx_images(damaged, "tail.gz"); }), HasSubstr("tail.gz: "));
}

TEST(Idx, SaysWhichLabelIsOutOfRange) {
  EXPECT_THAT(data_error([] { parse_idx_labels(three_labels(), "labels", 9); }),
              AllOf(HasSubstr("labels: expected labels below 9"),
                    HasSubstr("found the label 9 at index 2")));
}

TEST(Idx, WantsAsManyLabelsAsPictures) {
  const ScratchFolder folder;
  const auto images = folder.file("images", three_pictures());
  ByteVector two = header(0x801, {2});
  two.insert(two.end(), {1, 2});
  const auto labels = folder.file("labels", two);
  EXPECT_THAT(data_error([&] { load_idx(images, labels); }),
              AllOf(HasSubstr(labels.string() + ": expected 3 labels"), HasSubstr(images.string()),
                    HasSubstr("found 2 labels")));
}

TEST(Idx, SaysWhatStandsInPlaceOfAFile) {
  const ScratchFolder folder;
  EXPECT_THAT(data_error([&] { load_mnist(folder.path(), MnistPart::kTrain); }),
              AllOf(HasSubstr((folder.path() / "train-images-idx3-ubyte").string()),
                    HasSubstr("found no such file")));
  EXPECT_THAT(data_error([&] { load_idx(folder.path(), folder.path()); }),
              HasSubstr("found a folder"));
  const auto empty = folder.file("empty", std::string());
  EXPECT_THAT(data_error([&] { load_idx(empty, empty); }), HasSubstr("found an empty file"));
}

TEST(RealMnist, HasTheCountsThatWerePublished) {
  const auto folder = mnist_folder();
  if (!folder) GTEST_SKIP() << "DESCENT_DATA does not lead to mnist/.";
  const Dataset data = load_mnist(*folder, MnistPart::kTest);
  ASSERT_EQ(data.inputs.n_rows, 10000U);
  ASSERT_EQ(data.inputs.n_cols, 784U);
  EXPECT_EQ(data.inputs.max(), 255.0);
  const arma::uvec counts = {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009};
  for (arma::uword digit = 0; digit < 10; ++digit) {
    EXPECT_EQ(arma::accu(data.labels == digit), counts(digit)) << "digit " << digit;
  }
  EXPECT_TRUE(arma::all(data.labels.head(5) == arma::uvec{7, 2, 1, 0, 4}));
}

}  // namespace
}  // namespace descent::datasets
