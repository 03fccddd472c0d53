#include "preprocessing.hpp"

#include <cmath>

// Stage 03: preprocessing. The formulas and everything that is promised stand in preprocessing.hpp,
// the reasons in the chapter, docs/stages/03-preprocessing.md. Write loops or matrix operations, as
// you like: only the numbers count. Exercises may call each other.
//
// Every exercise begins in the same way: refuse bad input with the function of inputs.hpp that is
// named there.

namespace descent {

// solution begin
namespace {

// Every row minus the mean of the rows. What is squared afterwards is small, however far from 0 the
// data are.
arma::mat centred(const arma::mat& X) { return X.each_row() - arma::mean(X, 0); }

}  // namespace
// solution end

arma::mat preprocess(const Preprocessor& fitted, const arma::mat& X) {
  // TODO     apply statistics of the training split to any split
  // FORMULA  (x_ij - shift_j) / scale_j
  // STEPS    1. require_preprocessor(fitted, X);
  //          2. subtract the row `shift` from every row: X.each_row() - fitted.shift
  //          3. divide every row by the row `scale`, entry by entry: .each_row() /= fitted.scale
  // PITFALL  the mean of X itself has no business here: X may be the test split, or one picture
  // solution begin preprocess
  require_preprocessor(fitted, X);
  arma::mat result = X.each_row() - fitted.shift;
  result.each_row() /= fitted.scale;
  return result;
  // solution end
}

Preprocessor subtract_mean(const arma::mat& train, MeanOf of, arma::uword channels) {
  // TODO     statistics that take the mean of each feature, of everything or of each channel away
  // STEPS    1. require_finite_examples(train);
  //             for MeanOf::channel also require_colour_planes(train, channels);
  //          2. the mean of each column: arma::mean(train, 0), not (train, 1)
  //          3. for `everything` and `channel`: put the mean of the means that belong together into
  //             all of their places; a channel is a block of D / channels neighbouring columns
  //          4. scale: 1 x D ones
  // PITFALL  columns are planes, all red first: the channel of column j is j / (D / channels), not
  //          j % channels
  // solution begin subtract_mean
  require_finite_examples(train);
  arma::rowvec shift = arma::mean(train, 0);
  switch (of) {
    case MeanOf::feature:
      break;
    case MeanOf::everything:
      shift.fill(arma::mean(shift));
      break;
    case MeanOf::channel: {
      require_colour_planes(train, channels);
      // One channel a column; all columns of train are of the same length, so a mean of means is
      // the mean.
      arma::mat planes = arma::reshape(shift, train.n_cols / channels, channels);
      planes.each_row() = arma::mean(planes, 0).eval();
      shift = arma::vectorise(planes).t();
      break;
    }
  }
  return {shift, arma::ones<arma::rowvec>(train.n_cols)};
  // solution end
}

Preprocessor standardize(const arma::mat& train) {
  // TODO     statistics that give every feature mean 0 and standard deviation 1
  // FORMULA  shift_j = m_j      scale_j = √( 1/N · Σ_i (x_ij - m_j)² )
  // STEPS    1. require_finite_examples(train);
  //          2. the mean of each column; the centred columns
  //          3. the root of the mean of their squares
  //          4. where that is at most 1e-12 times the column's largest absolute value: 1
  // PITFALL  arma::stddev divides by N - 1 unless it is told otherwise; and the computed standard
  //          deviation of 0.1, 0.1, 0.1 need not be exactly 0
  // solution begin standardize
  require_finite_examples(train);
  Preprocessor fitted{arma::mean(train, 0),
                      arma::sqrt(arma::mean(arma::square(centred(train)), 0))};
  const arma::rowvec largest = arma::max(arma::abs(train), 0);
  fitted.scale.elem(arma::find(fitted.scale <= 1e-12 * largest)).ones();
  return fitted;
  // solution end
}

Preprocessor scale_to_range(const arma::mat& train) {
  // TODO     statistics that map every feature onto [-1, 1]
  // STEPS    1. require_finite_examples(train);
  //          2. the smallest and the largest value of each column: arma::min(train, 0), ...
  //          3. shift: the middle between them; scale: half the distance, or 1 where that is 0
  // PITFALL  from -1 to 1 it is 2: half the distance, not the distance
  // solution begin scale_to_range
  require_finite_examples(train);
  const arma::rowvec low = arma::min(train, 0);
  const arma::rowvec high = arma::max(train, 0);
  arma::rowvec scale = (high - low) / 2;
  scale.replace(0.0, 1.0);
  return {(low + high) / 2, scale};
  // solution end
}

arma::mat covariance(const arma::mat& X) {
  // TODO     the covariance matrix of the features, D x D
  // FORMULA  C = 1/N · (X - m)ᵀ (X - m)
  // STEPS    1. require_finite_examples(X);
  //          2. subtract the mean of each column
  //          3. the transposed matrix times the matrix, divided by N
  // PITFALL  without the first subtraction it is a matrix of means of products, not of covariances
  // solution begin covariance
  require_finite_examples(X);
  const arma::mat deviations = centred(X);
  return deviations.t() * deviations / static_cast<double>(X.n_rows);
  // solution end
}

Pca pca_fit(const arma::mat& train) {
  // TODO     mean, axes (columns of U) and variances along them, the largest first
  // STEPS    1. require_finite_examples(train);
  //          2. the mean of each column; the covariance matrix
  //          3. arma::eig_sym(eigenvalues, U, C)
  //          4. it ascends: reverse the eigenvalues and the columns of U (arma::reverse,
  //          arma::fliplr)
  // PITFALL  eigenvalues and eigenvectors belong together: turn both round, or neither
  // solution begin pca_fit
  require_finite_examples(train);
  Pca pca;
  pca.mean = arma::mean(train, 0);
  arma::vec ascending;
  arma::mat vectors;
  arma::eig_sym(ascending, vectors, covariance(train));
  pca.eigenvalues = arma::reverse(ascending);
  pca.U = arma::fliplr(vectors);
  return pca;
  // solution end
}

arma::mat pca_project(const Pca& pca, const arma::mat& X, arma::uword k) {
  // TODO     coordinates along the first k axes, N x k
  // FORMULA  (x_i - mean) · u_j,  j = 1 ... k
  // STEPS    1. require_pca(pca, X); require_components(pca, k);
  //          2. subtract pca.mean from every row
  //          3. times the first k columns of U: pca.U.head_cols(k)
  // PITFALL  pca.mean, not the mean of X: X may be the test split
  // solution begin pca_project
  require_pca(pca, X);
  require_components(pca, k);
  return (X.each_row() - pca.mean) * pca.U.head_cols(k);
  // solution end
}

arma::mat pca_reconstruct(const Pca& pca, const arma::mat& projected) {
  // TODO     back from k coordinates to D features
  // FORMULA  mean + Σ_j projected_ij · u_jᵀ
  // STEPS    1. require_pca(pca); require_finite_examples(projected);
  //             require_components(pca, projected.n_cols);
  //          2. times the first k columns of U, transposed
  //          3. add pca.mean to every row
  // PITFALL  the mean was taken away before the rotation, so it comes back after it
  // solution begin pca_reconstruct
  require_pca(pca);
  require_finite_examples(projected);
  require_components(pca, projected.n_cols);
  arma::mat X = projected * pca.U.head_cols(projected.n_cols).t();
  X.each_row() += pca.mean;
  return X;
  // solution end
}

double explained_variance(const Pca& pca, arma::uword k) {
  // TODO     the part of the variance that the first k components carry
  // FORMULA  (λ_1 + ... + λ_k) / (λ_1 + ... + λ_D)
  // STEPS    1. require_pca(pca); and throw std::invalid_argument if k is above D
  //          2. 0 for k = 0; 1 if all eigenvalues are 0
  //          3. the sum of the first k divided by the sum of all
  // PITFALL  eigenvalues are variances: neither square them nor take their roots
  // solution begin explained_variance
  require_pca(pca);
  if (k > 0) require_components(pca, k);
  if (k == 0) return 0;
  const double total = arma::accu(pca.eigenvalues);
  return total == 0 ? 1 : arma::accu(pca.eigenvalues.head(k)) / total;
  // solution end
}

arma::mat whiten(const Pca& pca, const arma::mat& X, double epsilon) {
  // TODO     coordinates along all axes, each divided by its standard deviation
  // FORMULA  ((x_i - mean) · u_j) / √(max(λ_j, 0) + epsilon)
  // STEPS    1. require_pca(pca, X); require_positive(epsilon, "epsilon");
  //          2. subtract pca.mean, multiply with U
  //          3. divide column j by the root of its eigenvalue plus epsilon
  // PITFALL  the eigenvalue is a variance: divide by its root; and epsilon is inside the root
  // solution begin whiten
  require_pca(pca, X);
  require_positive(epsilon, "epsilon");
  const arma::vec variances = arma::clamp(pca.eigenvalues, 0, arma::datum::inf);
  arma::mat white = (X.each_row() - pca.mean) * pca.U;
  white.each_row() /= arma::sqrt(variances + epsilon).t().eval();
  return white;
  // solution end
}

arma::mat whiten_to_pixels(const Pca& pca, const arma::mat& X, double epsilon) {
  // TODO     whitened data, rotated back onto the features
  // FORMULA  whiten(pca, X, epsilon) · Uᵀ
  // STEPS    1. what whiten returns (or its formula again)
  //          2. times U transposed
  // PITFALL  U turns features into axes, U transposed turns axes into features
  // solution begin whiten_to_pixels
  return whiten(pca, X, epsilon) * pca.U.t();
  // solution end
}

}  // namespace descent
