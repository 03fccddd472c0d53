#pragma once

#include "datasets/dataset.hpp"

namespace descent::datasets {

/// 1,797 handwritten digits, part of the library itself, so that they are there on every machine:
/// the test set of "Optical Recognition of Handwritten Digits" (E. Alpaydin, C. Kaynak, 1998; UCI
/// Machine Learning Repository; CC BY 4.0, see datasets/digits/README.md).
/// Inputs are 1797 x 64: pictures of 8 x 8 by rows, each number how many of 16 dots are inked, from
/// 0 to 16. Labels are the digits 0, ..., 9.
Dataset digits();

/// The same digits, shuffled: 1,437 to train and 360 to test. One seed, one split, on every
/// machine. The 13 writers of the digits are in both parts, so that the test part flatters a
/// little.
Split digits_split(std::uint64_t seed = 0);

}  // namespace descent::datasets
