#pragma once

#include <armadillo>

#include "fitted.hpp"
#include "harness/support/not_implemented.hpp"
#include "inputs.hpp"

/// Stage 03: preprocessing. What is done to the data before a network sees them: centre, scale,
/// rotate onto the principal axes, whiten.
///
/// Shapes. Rows are examples: X is N x D, a column is a feature. Whatever is computed of the data
/// is computed of the training split alone, kept in a Preprocessor or a Pca, and applied to any
/// split; so a function that gets such a struct never looks at more than one row of X at a time.
///
/// Conventions. Variances and covariances divide by N. Signs of axes are free. Examples need not be
/// more than features.
///
/// Accuracy. The spread of the data may be small beside their mean (1 beside 1e6): centre first,
/// then square.
///
/// Refusals. Every function throws std::invalid_argument, with a sentence that says what was
/// expected and what came, for an empty matrix, for NaN or infinity, and for shapes that do not fit
/// together. The functions of inputs.hpp do that for you.
///
/// Source: CS231n notes, "Neural Networks Part 2: Setting up the Data and the Loss", section "Data
/// Preprocessing", and lecture 6. Papers are named where they belong.
namespace descent {

/// Applies statistics to a split: (x - shift) / scale, feature by feature.
///
/// fitted: of D features, learned from the training split. X: N x D, any split.
/// Returns N x D. An example gives the same row whichever others stand beside it.
/// Throws std::invalid_argument: empty X, NaN or infinity, shift or scale not 1 x D, a scale that
/// is not positive. Source: notes, "common pitfall".
arma::mat preprocess(const Preprocessor& fitted, const arma::mat& X);

/// Statistics that take the mean away; every scale is 1.
///
/// train: N x D. of: over what the mean is taken; shift is always 1 x D, with a number that several
/// columns share written into each of them. channels: looked at for MeanOf::channel only; the
/// columns are planes, as in CIFAR-10: with 3 channels the first D/3 columns are red, the next D/3
/// green, the last D/3 blue.
/// Throws std::invalid_argument: empty train, NaN or infinity; for MeanOf::channel also channels of
/// 0, or D that channels does not divide.
/// Source: notes, "mean subtraction"; the mean image is AlexNet's way, a mean per channel VGG's
/// (lecture 6).
Preprocessor subtract_mean(const arma::mat& train, MeanOf of, arma::uword channels = 1);

/// Statistics that give every feature of the training split mean 0 and standard deviation 1.
///
///     shift_j = mean of column j        scale_j = √( 1/N · Σ_i (x_ij - shift_j)² )
///
/// train: N x D. Nothing is added to the standard deviation. A constant feature has scale 1, so
/// that it becomes 0 and not NaN; a feature counts as constant if its standard deviation is at most
/// 1e-12 times its largest absolute value, which is no more than round-off. (To ask whether all N
/// values are equal is as good.) With N = 1 every feature is constant. Throws
/// std::invalid_argument: empty train, NaN or infinity. Source: notes, "normalization".
Preprocessor standardize(const arma::mat& train);

/// Statistics that map every feature of the training split onto [-1, 1]: its smallest value to -1,
/// its largest to 1. Other splits may go beyond; nothing is clipped.
///
/// train: N x D. A constant feature (largest = smallest) has scale 1, and becomes 0.
/// Throws std::invalid_argument: empty train, NaN or infinity.
/// Source: notes, "normalization", second form.
Preprocessor scale_to_range(const arma::mat& train);

/// The covariance matrix of the features.
///
///     C = 1/N · Σ_i (x_i - m)ᵀ (x_i - m),   m the mean of the rows
///
/// X: N x D, need not be centred. Returns D x D: variances on the diagonal.
/// Throws std::invalid_argument: empty X, NaN or infinity.
/// Source: notes, "PCA and whitening".
arma::mat covariance(const arma::mat& X);

/// The principal components: the axes along which the training split varies, the longest first.
///
/// train: N x D. Returns its mean, the eigenvectors of its covariance as the columns of U, and the
/// eigenvalues, falling. U is D x D and there are D eigenvalues also where N <= D: then at least
/// D - N + 1 eigenvalues are 0, and any orthonormal completion of U will do. Signs of columns are
/// free, and so is the basis where eigenvalues are equal. What should be 0 may come out as
/// round-off of either sign. Throws std::invalid_argument: empty train, NaN or infinity. Source:
/// notes, "PCA and whitening"; K. Pearson, "On Lines and Planes of Closest Fit to Systems of Points
/// in Space", 1901; H. Hotelling, "Analysis of a Complex of Statistical Variables into Principal
/// Components", 1933.
Pca pca_fit(const arma::mat& train);

/// Coordinates along the first k axes: (x - mean) times the first k columns of U.
///
/// X: N x D, any split. k: from 1 to D. Returns N x k.
/// Throws std::invalid_argument: empty X, NaN or infinity, a pca whose parts do not fit together, X
/// of another number of features, k of 0 or above D.
/// Source: notes, dimensionality reduction with PCA.
arma::mat pca_project(const Pca& pca, const arma::mat& X, arma::uword k);

/// Back from coordinates to features: the point of the plane of the first k axes, the mean added.
///
/// projected: N x k from pca_project; k is its number of columns, from 1 to D. Returns N x D. With
/// k = D nothing was lost.
/// Throws std::invalid_argument: empty projected, NaN or infinity, a pca whose parts do not fit
/// together, more than D columns.
/// Source: lecture 6, reconstruction with 144 eigenvectors.
arma::mat pca_reconstruct(const Pca& pca, const arma::mat& projected);

/// The part of the variance that the first k components carry.
///
///     (λ_1 + ... + λ_k) / (λ_1 + ... + λ_D)
///
/// k: from 0 to D. Returns a number from 0 (for k = 0) to 1 (for k = D). Where all eigenvalues are
/// 0, there is nothing to lose, and the answer is 1 for every k >= 1.
/// Throws std::invalid_argument: a pca whose parts do not fit together, k above D.
/// Source: I. Jolliffe, "Principal Component Analysis", 2002, section 6.1.
double explained_variance(const Pca& pca, arma::uword k);

/// Coordinates along all D axes, each divided by its standard deviation, so that the training split
/// becomes a round cloud with the variance λ/(λ + epsilon) along every axis.
///
///     whitened_ij = ((x_i - mean) · u_j) / √(λ_j + epsilon)
///
/// X: N x D, any split. epsilon: positive; keeps axes along which nothing varies from being blown
/// up. A negative eigenvalue is round-off and counts as 0. Returns N x D.
/// Throws std::invalid_argument: empty X, NaN or infinity, a pca whose parts do not fit together, X
/// of another number of features, epsilon not positive.
/// Source: notes, "PCA and whitening".
arma::mat whiten(const Pca& pca, const arma::mat& X, double epsilon = 1e-5);

/// Whitened data rotated back onto the features, so that whitened pictures still look like pictures
/// (zero-phase whitening, ZCA): whiten(pca, X, epsilon) times Uᵀ. The mean is not added back.
///
/// Arguments and refusals as in whiten. Returns N x D.
/// Source: notes, the whitened images of CIFAR-10; A. Bell, T. Sejnowski, "The 'Independent
/// Components' of Natural Scenes Are Edge Filters", 1997; A. Krizhevsky, "Learning Multiple Layers
/// of Features from Tiny Images", 2009, appendix A.
arma::mat whiten_to_pixels(const Pca& pca, const arma::mat& X, double epsilon = 1e-5);

}  // namespace descent
