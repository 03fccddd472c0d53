#pragma once

#include <armadillo>

namespace descent::plot {

/// How the numbers of a picture lie in a row of a data set: by rows, and in colours one plane after
/// the other (all red, all green, all blue), as CIFAR-10 has them.
struct PictureShape {
  arma::uword height = 0;
  arma::uword width = 0;
  arma::uword channels = 1;  ///< 1: grey, 3: red, green, blue
};

/// Pictures side by side, `columns` in a line, with white between them, for Panel::picture.
/// pictures: a picture a row, from 0 (dark) to 1. A place without a picture is white.
/// Throws std::invalid_argument if there is no picture, no column, if channels are neither 1 nor 3,
/// or if a row has not height x width x channels numbers.
arma::cube mosaic(const arma::mat& pictures, const PictureShape& shape, arma::uword columns);

/// Numbers of either sign as pictures: 0 becomes the grey in the middle, and the largest absolute
/// value of each row reaches 0 or 1. For weights, eigenvectors, whitened pictures.
arma::mat around_grey(const arma::mat& rows);

}  // namespace descent::plot
