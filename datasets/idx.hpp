#pragma once

#include <filesystem>

#include "datasets/bytes.hpp"
#include "datasets/dataset.hpp"

namespace descent::datasets {

/// IDX, the format of MNIST (LeCun, Cortes, Burges): two zero bytes, the type of the elements (8:
/// unsigned bytes), the number of dimensions, each dimension in four bytes, the high one first;
/// then the elements, the last dimension running fastest. Either plain or packed with gzip: the
/// content tells, not the name.

/// A file of pictures (three dimensions: count, rows, columns) as count x (rows * columns) numbers
/// from 0 to 255. `file` names the source in errors.
/// Throws DataError on a wrong magic number, dimensions of 0, or a size other than the header says;
/// that is found out before memory for the pictures is taken.
arma::mat parse_idx_images(Bytes bytes, const std::filesystem::path& file);

/// A file of labels (one dimension). Throws DataError likewise, and if a label is not below
/// `classes`.
arma::uvec parse_idx_labels(Bytes bytes, const std::filesystem::path& file,
                            arma::uword classes = 10);

/// Pictures and their labels. Throws DataError as above, or if there are not equally many of them.
Dataset load_idx(const std::filesystem::path& images, const std::filesystem::path& labels,
                 arma::uword classes = 10);

enum class MnistPart { kTrain, kTest };

/// MNIST from the folder that holds train-images-idx3-ubyte, train-labels-idx1-ubyte,
/// t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, or the same with .gz: 60,000 or 10,000
/// pictures of 28 x 28, N x 784. Throws DataError as above.
Dataset load_mnist(const std::filesystem::path& folder, MnistPart part);

}  // namespace descent::datasets
