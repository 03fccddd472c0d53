#pragma once

#include <armadillo>
#include <functional>
#include <string>

#include "harness/checks/expect.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

/// Data whose means, spreads and axes are known without any solution, and checks that hold for
/// every right one.
namespace descent::suite {

using checks::expect_refusal;

struct Shape {
  arma::uword n;
  arma::uword d;
};

/// N in [9, 14], D in [3, 8]: more examples than features.
Shape any_shape(Rng& rng);

/// N in [3, 5], D in [7, 9]: fewer examples than features.
Shape wide_shape(Rng& rng);

/// N x D numbers; features of different means (up to ±5) and spreads, which depend on each other.
arma::mat any_data(Rng& rng, const Shape& shape);

/// D x D, the columns orthonormal.
arma::mat any_axes(Rng& rng, arma::uword d);

/// D variances from between 3 and 9 down, each at most 0.8 of the one before it.
arma::vec any_eigenvalues(Rng& rng, arma::uword d);

/// A PCA that belongs to no data in particular: the checker's own, so that every function that
/// takes one is judged by itself.
Pca any_pca(Rng& rng, arma::uword d);

/// N x D data that have exactly this PCA. Needs N > D.
arma::mat data_with(const Pca& pca, arma::uword n, Rng& rng);

/// Rows in random order; every row has another place.
arma::uvec another_order(Rng& rng, arma::uword n);

/// Mean, spread and covariance as the chapter defines them, for what came back from a submission.
arma::rowvec mean_of(const arma::mat& X);
arma::rowvec variance_of(const arma::mat& X);
arma::mat covariance_of(const arma::mat& X);

/// What a function that applies statistics does to a split, and what it is called.
struct Transform {
  std::string what;                                    ///< "whitened"
  arma::uword features;                                ///< D
  std::function<arma::mat(const arma::mat& X)> yours;  ///< the submission
};

/// Each example gives the same row whether it stands alone, in another order, in a part of the
/// split or in all of it; and a split whose mean is not that of the training split keeps a mean
/// other than 0.
void expect_same_for_every_split(const Transform& transform, Rng& rng, const std::string& read);

/// The same arguments give bitwise the same result.
void expect_no_memory(const Transform& transform, Rng& rng);

/// Judges a PCA of X by what every right one has in common: shapes, the mean, orthonormal axes that
/// diagonalize the covariance, and falling eigenvalues, which are the variances along the axes.
/// Nothing depends on signs, or on the basis where eigenvalues are equal. Says what it is likely
/// that went wrong. Returns whether all was well.
bool expect_pca_of(const arma::mat& X, const Pca& yours);

/// Axes that stand apart from their neighbours (relative gap of at least 1e-6) must be those of
/// `expected`, up to their signs. Call after expect_pca_of.
void expect_same_axes(const Pca& yours, const Pca& expected);

}  // namespace descent::suite
