#pragma once

#include <filesystem>
#include <optional>

namespace descent::datasets {

/// Where the real data sets are: the folder that the environment variable DESCENT_DATA names. In it
/// are looked for
///   cifar-10-batches-bin/   data_batch_1.bin ... data_batch_5.bin, test_batch.bin,
///   batches.meta.txt mnist/                  train-images-idx3-ubyte and so on, plain or .gz
/// Nothing if the variable is not set or is empty: then whoever asks does without. Throws DataError
/// if it is set, but not to a folder: a slip of the pen should not quietly skip what was asked for.
std::optional<std::filesystem::path> data_folder();

/// The folder cifar-10-batches-bin/ or mnist/ in it, if there is such a one.
std::optional<std::filesystem::path> cifar10_folder();
std::optional<std::filesystem::path> mnist_folder();

}  // namespace descent::datasets
