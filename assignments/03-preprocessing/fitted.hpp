#pragma once

#include <armadillo>

/// What is learned from the training split and then used on every split.
namespace descent {

/// A feature x becomes (x - shift) / scale; D features.
struct Preprocessor {
  arma::rowvec shift;  ///< 1 x D, subtracted first
  arma::rowvec scale;  ///< 1 x D, every one positive; what is left is divided by it
};

/// Over what subtract_mean takes a mean.
enum class MeanOf {
  feature,     ///< each column has a mean of its own ("the mean image")
  everything,  ///< one number: the mean of the whole matrix
  channel,     ///< one number for each colour channel, which is a block of D / channels columns
};

/// The principal components of the training split; D features.
struct Pca {
  arma::rowvec mean;      ///< 1 x D, of the training split
  arma::mat U;            ///< D x D: column j is the j-th axis, of length 1, at right angles to all
                          ///< others
  arma::vec eigenvalues;  ///< D, falling: the variance of the training split along each axis
};

}  // namespace descent
