#pragma once

#include <array>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/bytes.hpp"
#include "datasets/dataset.hpp"

namespace descent::datasets {

/// CIFAR-10 in its binary version (A. Krizhevsky, "Learning Multiple Layers of Features from Tiny
/// Images", 2009): pictures of 32 x 32 in three colours. A file is a row of records, without a
/// header: one label byte, 1,024 bytes of red, 1,024 of green, 1,024 of blue, each plane by rows.
inline constexpr arma::uword kCifar10Classes = 10;
inline constexpr arma::uword kCifar10Side = 32;
inline constexpr arma::uword kCifar10Pixels = 3 * kCifar10Side * kCifar10Side;  // 3,072
inline constexpr arma::uword kCifar10Record = 1 + kCifar10Pixels;               // 3,073 bytes

/// What the labels 0, ..., 9 mean.
inline constexpr std::array<std::string_view, kCifar10Classes> kCifar10Names = {
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};

inline constexpr arma::uword kAllRecords = std::numeric_limits<arma::uword>::max();

/// The records in `bytes` as N x 3072 numbers from 0 to 255 in the file's own order (all red, all
/// green, all blue). Any number of records will do. `file` names the source in errors.
/// Throws DataError if there is no record, a part of a record, or a label above 9.
Dataset parse_cifar10(Bytes bytes, const std::filesystem::path& file);

/// The records of several files, one after the other; of each file at most the first
/// `max_per_file`. All 50,000 training pictures as doubles take 1.2 GB.
/// Throws as parse_cifar10 and read_file do, and std::invalid_argument if no file is given.
Dataset load_cifar10(const std::vector<std::filesystem::path>& files,
                     arma::uword max_per_file = kAllRecords);

/// A folder as the official archive unpacks it: data_batch_1.bin to data_batch_5.bin to train on,
/// test_batch.bin to test on.
Split load_cifar10_folder(const std::filesystem::path& folder,
                          arma::uword max_per_file = kAllRecords);

/// The names of the classes as the folder's batches.meta.txt has them, one a line.
/// Throws DataError if there are not ten.
std::vector<std::string> load_cifar10_names(const std::filesystem::path& folder);

/// The records of a data set in this format: the inverse of parse_cifar10.
/// Throws std::invalid_argument unless inputs are N x 3072 whole numbers from 0 to 255, and there
/// are N >= 1 labels from 0 to 9.
std::vector<std::uint8_t> encode_cifar10(const Dataset& data);

/// Writes such a file, whole or not at all.
void write_cifar10(const std::filesystem::path& file, const Dataset& data);

/// Writes a folder that load_cifar10_folder reads, with batches.meta.txt; makes the folder if need
/// be. The training part is cut into five files of (nearly) equal size.
/// Throws std::invalid_argument if it has fewer than five examples.
void write_cifar10_folder(const std::filesystem::path& folder, const Split& data);

}  // namespace descent::datasets
