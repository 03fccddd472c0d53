#pragma once

#include <armadillo>
#include <cmath>
#include <stdexcept>
#include <string>

#include "fitted.hpp"
#include "harness/support/require.hpp"

/// Given to you: the checks of the input. Each throws std::invalid_argument with a sentence that
/// says what was expected and what came, and does nothing if all is well. Call the right one first
/// in every exercise.
namespace descent {

/// At least one example with at least one feature, and no NaN or infinity.
inline void require_finite_examples(const arma::mat& X) {
  require_not_empty(X, "the examples");
  require_finite(X, "the examples");
}

/// Examples whose D columns can be cut into `channels` blocks of the same width.
inline void require_colour_planes(const arma::mat& X, arma::uword channels) {
  require_finite_examples(X);
  require_some(channels, "channels");
  if (X.n_cols % channels == 0) return;
  throw std::invalid_argument("expected a number of columns that can be divided by the " +
                              std::to_string(channels) + " channels, got " +
                              std::to_string(X.n_cols) + " columns");
}

/// Statistics of D features, and examples that have as many.
inline void require_preprocessor(const Preprocessor& fitted, const arma::mat& X) {
  require_finite_examples(X);
  require_shape(fitted.shift, "the shift", 1, X.n_cols);
  require_shape(fitted.scale, "the scale", 1, X.n_cols);
  require_finite(fitted.shift, "the shift");
  for (const double scale : fitted.scale) require_positive(scale, "scale");
}

/// A mean of 1 x D, axes of D x D and D eigenvalues, D at least 1, all finite. Round-off may have
/// left an eigenvalue a little below 0: that is not refused.
inline void require_pca(const Pca& pca) {
  const arma::uword d = pca.mean.n_elem;
  require_some(d, "features");
  require_shape(pca.U, "U", d, d);
  require_shape(pca.eigenvalues, "the eigenvalues", d, 1);
  require_finite(pca.mean, "the mean");
  require_finite(pca.U, "U");
  require_finite(pca.eigenvalues, "the eigenvalues");
}

/// The same, and examples with as many features.
inline void require_pca(const Pca& pca, const arma::mat& X) {
  require_pca(pca);
  require_finite_examples(X);
  require_shape(X, "the examples", X.n_rows, pca.mean.n_elem);
}

/// At least one component, and not more than there are.
inline void require_components(const Pca& pca, arma::uword k) {
  if (k >= 1 && k <= pca.mean.n_elem) return;
  throw std::invalid_argument("expected k from 1 to " + std::to_string(pca.mean.n_elem) +
                              " components, got " + std::to_string(k));
}

}  // namespace descent
