#include "datasets/cifar10.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/data_folder.hpp"
#include "datasets/generators.hpp"
#include "harness/tests/datasets/scratch.hpp"

namespace descent::datasets {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// `count` records whose bytes tell their place: no two neighbours alike, colours told apart.
std::vector<std::uint8_t> records(std::size_t count) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < count; ++i) {
    bytes.push_back(static_cast<std::uint8_t>((3 * i + 1) % 10));
    for (std::size_t p = 0; p < kCifar10Pixels; ++p) {
      bytes.push_back(static_cast<std::uint8_t>((7 * i + 13 * p + p / 1024) % 256));
    }
  }
  return bytes;
}

TEST(Cifar10, PutsEveryByteWhereItBelongs) {
  for (const std::size_t count : {1U, 2U, 15U, 16U, 17U, 50U}) {
    const std::vector<std::uint8_t> bytes = records(count);
    const Dataset data = parse_cifar10(bytes, "memory");
    ASSERT_EQ(data.inputs.n_rows, count);
    ASSERT_EQ(data.inputs.n_cols, 3072U);
    ASSERT_EQ(data.labels.n_elem, count);
    EXPECT_EQ(data.classes, 10U);
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(data.labels(i), bytes[i * 3073]);
      for (std::size_t p = 0; p < kCifar10Pixels; ++p) {
        ASSERT_EQ(data.inputs(i, p), bytes[i * 3073 + 1 + p]) << "record " << i << " pixel " << p;
      }
    }
  }
}

TEST(Cifar10, AppendsSeveralFilesOfAnyLength) {
  const ScratchFolder folder;
  const std::vector<std::uint8_t> all = records(5);
  const auto first = folder.file("a.bin", std::vector(all.begin(), all.begin() + 2 * 3073));
  const auto second = folder.file("b.bin", std::vector(all.begin() + 2 * 3073, all.end()));
  const Dataset together = load_cifar10({first, second});
  const Dataset expected = parse_cifar10(all, "memory");
  EXPECT_TRUE(arma::approx_equal(together.inputs, expected.inputs, "absdiff", 0.0));
  EXPECT_TRUE(arma::all(together.labels == expected.labels));
}

TEST(Cifar10, TakesOnlyTheFirstRecordsIfAsked) {
  const ScratchFolder folder;
  const auto file = folder.file("a.bin", records(5));
  const Dataset data = load_cifar10({file, file}, 2);
  EXPECT_TRUE(arma::all(data.labels == arma::uvec{1, 4, 1, 4}));
  EXPECT_THROW(load_cifar10({file}, 0), std::invalid_argument);
  EXPECT_THROW(load_cifar10({}), std::invalid_argument);
}

TEST(Cifar10, SaysThatAFileIsTruncated) {
  const ScratchFolder folder;
  std::vector<std::uint8_t> bytes = records(2);
  bytes.resize(4000);
  const auto file = folder.file("data_batch_3.bin", bytes);
  EXPECT_THAT(data_error([&] { load_cifar10({file}); }),
              AllOf(HasSubstr(file.string()), HasSubstr("multiple of 3073"),
                    HasSubstr("found 4000 bytes, which is 1 whole records and 927 bytes more"),
                    HasSubstr("truncated")));
}

TEST(Cifar10, SaysWhichLabelIsOutOfRange) {
  const ScratchFolder folder;
  std::vector<std::uint8_t> bytes = records(3);
  bytes[2 * 3073] = 10;
  const auto file = folder.file("test_batch.bin", bytes);
  EXPECT_THAT(data_error([&] { load_cifar10({file}); }),
              AllOf(HasSubstr(file.string()), HasSubstr("expected labels from 0 to 9"),
                    HasSubstr("found the label 10 in record 2"), HasSubstr("byte 6146")));
}

TEST(Cifar10, SaysWhatStandsInPlaceOfAFile) {
  const ScratchFolder folder;
  const auto missing = folder.path() / "data_batch_1.bin";
  EXPECT_THAT(data_error([&] { load_cifar10({missing}); }),
              AllOf(HasSubstr(missing.string()), HasSubstr("expected a data file"),
                    HasSubstr("found no such file")));
  EXPECT_THAT(data_error([&] { load_cifar10({folder.path()}); }),
              AllOf(HasSubstr(folder.path().string()), HasSubstr("found a folder")));
  const auto empty = folder.file("empty.bin", std::string());
  EXPECT_THAT(data_error([&] { load_cifar10({empty}); }),
              AllOf(HasSubstr(empty.string()), HasSubstr("expected data"),
                    HasSubstr("found an empty file (0 bytes)")));
  EXPECT_THAT(data_error([&] { load_cifar10({"/dev/zero"}); }),
              AllOf(HasSubstr("/dev/zero"), HasSubstr("found a device")));
  EXPECT_THAT(data_error([] { parse_cifar10({}, "memory"); }), HasSubstr("found 0 bytes"));
}

TEST(Cifar10, SaysThatAFileMayNotBeRead) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const ScratchFolder folder;
  const auto file = folder.file("secret.bin", records(1));
  std::filesystem::permissions(file, std::filesystem::perms::none);
  EXPECT_THAT(data_error([&] { load_cifar10({file}); }),
              AllOf(HasSubstr(file.string()), HasSubstr("Permission denied")));
}

TEST(Cifar10, SaysWhichFileOfAFolderIsMissing) {
  const ScratchFolder folder;
  for (const char* name : {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin"}) {
    folder.file(name, records(1));
  }
  EXPECT_THAT(data_error([&] { load_cifar10_folder(folder.path()); }),
              AllOf(HasSubstr("data_batch_4.bin"), HasSubstr("found no such file")));
}

TEST(Cifar10Writer, IsUndoneByTheParser) {
  const std::vector<std::uint8_t> bytes = records(7);
  EXPECT_EQ(encode_cifar10(parse_cifar10(bytes, "memory")), bytes);
}

TEST(Cifar10Writer, WritesAFolderThatTheLoaderReads) {
  const ScratchFolder folder;
  Rng rng(5);
  const Dataset all = pictures(rng, {.per_class = 2});
  const Split written = split_at_random(all, 7, rng);  // 13 to train: files of 2 and 3 records
  const std::filesystem::path place = folder.path() / "new" / "cifar-10-batches-bin";
  write_cifar10_folder(place, written);
  const Split read = load_cifar10_folder(place);
  EXPECT_TRUE(arma::approx_equal(read.train.inputs, written.train.inputs, "absdiff", 0.0));
  EXPECT_TRUE(arma::approx_equal(read.test.inputs, written.test.inputs, "absdiff", 0.0));
  EXPECT_TRUE(arma::all(read.train.labels == written.train.labels));
  EXPECT_TRUE(arma::all(read.test.labels == written.test.labels));
  EXPECT_THAT(load_cifar10_names(place), testing::ElementsAreArray(kCifar10Names));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(place), {}), 7);
}

TEST(Cifar10Writer, RefusesWhatTheFormatCannotHold) {
  Dataset data = parse_cifar10(records(2), "memory");
  for (const double bad : {-1.0, 256.0, 0.5, arma::datum::nan, arma::datum::inf, -0.25}) {
    Dataset wrong = data;
    wrong.inputs(1, 77) = bad;
    EXPECT_THROW(encode_cifar10(wrong), std::invalid_argument) << bad;
  }
  Dataset label = data;
  label.labels(0) = 10;
  EXPECT_THROW(encode_cifar10(label), std::invalid_argument);
  Dataset narrow = data;
  narrow.inputs.shed_col(0);
  EXPECT_THROW(encode_cifar10(narrow), std::invalid_argument);
  EXPECT_THROW(encode_cifar10(Dataset{{}, {}, 10}), std::invalid_argument);
  EXPECT_THROW(write_cifar10_folder("unused", {data, data}), std::invalid_argument);
}

TEST(Cifar10Writer, LeavesNothingBehindWhereItCannotWrite) {
  const ScratchFolder folder;
  const Dataset data = parse_cifar10(records(1), "memory");
  const auto nowhere = folder.path() / "missing" / "a.bin";
  EXPECT_THAT(data_error([&] { write_cifar10(nowhere, data); }),
              AllOf(HasSubstr(nowhere.string()), HasSubstr("expected to write 3073 bytes")));
  const auto taken = folder.path() / "taken";
  std::filesystem::create_directory(taken);  // a folder stands where the file should go
  EXPECT_THAT(data_error([&] { write_cifar10(taken, data); }), HasSubstr(taken.string()));
  EXPECT_THAT(folder.names(), testing::ElementsAre("taken"));
}

TEST(Cifar10Names, MustBeTen) {
  const ScratchFolder folder;
  folder.file("batches.meta.txt", "airplane\nautomobile\n\n");
  EXPECT_THAT(data_error([&] { load_cifar10_names(folder.path()); }),
              AllOf(HasSubstr("batches.meta.txt"), HasSubstr("expected the names of ten classes"),
                    HasSubstr("found 2 names")));
}

TEST(RealCifar10, LooksLikePicturesOfTenClasses) {
  const auto folder = cifar10_folder();
  if (!folder) GTEST_SKIP() << "DESCENT_DATA does not lead to cifar-10-batches-bin/.";
  EXPECT_THAT(load_cifar10_names(*folder), testing::ElementsAreArray(kCifar10Names));
  const Split data = load_cifar10_folder(*folder, 1000);
  ASSERT_EQ(data.train.inputs.n_rows, 5000U);
  ASSERT_EQ(data.test.inputs.n_rows, 1000U);
  // The published mean colour of the training set is (125.3, 123.0, 113.9). The means of pictures
  // have a standard deviation below 60, so 5,000 of them are within 5 of it beyond five sigma.
  const arma::rowvec mean = arma::mean(data.train.inputs, 0);
  EXPECT_NEAR(arma::mean(mean.head(1024)), 125.3, 5.0);
  EXPECT_NEAR(arma::mean(mean.subvec(1024, 2047)), 123.0, 5.0);
  EXPECT_NEAR(arma::mean(mean.tail(1024)), 113.9, 5.0);
  // Neighbouring pixels are much alike (0.9, measured) and distant ones are not (below 0.3), unless
  // rows or colour planes were read in another order. With 5,000 pictures the standard error of a
  // correlation is below 0.015.
  const auto correlation = [&](arma::uword right, arma::uword down) {
    const arma::vec here = data.train.inputs.col(16 * 32 + 15);
    const arma::vec there = data.train.inputs.col((16 + down) * 32 + 15 + right);
    return arma::as_scalar(arma::cor(here, there));
  };
  EXPECT_GT(correlation(1, 0), 0.8);
  EXPECT_GT(correlation(0, 1), 0.8);
  EXPECT_LT(correlation(11, 0), 0.4);
  EXPECT_LT(correlation(0, 11), 0.4);
  for (arma::uword label = 0; label < 10; ++label) {
    // Binomial with 5,000 draws and p = 0.1: standard deviation 21.
    EXPECT_NEAR(static_cast<double>(arma::accu(data.train.labels == label)), 500.0, 110.0);
  }
}

}  // namespace
}  // namespace descent::datasets
