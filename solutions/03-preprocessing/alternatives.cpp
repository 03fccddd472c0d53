// Other right ways to solve stage 03. Every one must pass every test: a suite that refuses one of
// them tests a habit, not the formula.

#include <algorithm>
#include <cmath>
#include <numeric>

#include "harness/wire/variants.hpp"
#include "preprocessing.hpp"

namespace descent {
namespace {

double count(arma::uword n) { return static_cast<double>(n); }

arma::mat centred(const arma::mat& X) { return X - arma::repmat(arma::mean(X, 0), X.n_rows, 1); }

arma::mat preprocess_with_loops(const Preprocessor& fitted, const arma::mat& X) {
  require_preprocessor(fitted, X);
  arma::mat result(arma::size(X));
  for (arma::uword i = 0; i < X.n_rows; ++i) {
    for (arma::uword j = 0; j < X.n_cols; ++j) {
      result(i, j) = (X(i, j) - fitted.shift(j)) / fitted.scale(j);
    }
  }
  return result;
}
DESCENT_ALTERNATIVE(preprocess, preprocess_with_loops, "Loops over rows and columns.");

arma::mat preprocess_with_a_matrix(const Preprocessor& fitted, const arma::mat& X) {
  require_preprocessor(fitted, X);
  return centred(X) * arma::diagmat(1 / fitted.scale) +
         arma::ones(X.n_rows, 1) * ((arma::mean(X, 0) - fitted.shift) / fitted.scale);
}
DESCENT_ALTERNATIVE(preprocess, preprocess_with_a_matrix,
                    "Multiplies with reciprocals, and takes the split's mean away only to add what "
                    "it differs by: the same numbers.");

Preprocessor subtract_with_loops(const arma::mat& train, MeanOf of, arma::uword channels) {
  require_finite_examples(train);
  arma::uword groups = train.n_cols;
  if (of == MeanOf::everything) groups = 1;
  if (of == MeanOf::channel) {
    require_colour_planes(train, channels);
    groups = channels;
  }
  const arma::uword width = train.n_cols / groups;
  arma::vec sums(groups, arma::fill::zeros);
  for (arma::uword i = 0; i < train.n_rows; ++i) {
    for (arma::uword j = 0; j < train.n_cols; ++j) sums(j / width) += train(i, j);
  }
  Preprocessor fitted{arma::zeros(1, train.n_cols), arma::ones(1, train.n_cols)};
  for (arma::uword j = 0; j < train.n_cols; ++j) {
    fitted.shift(j) = sums(j / width) / count(train.n_rows * width);
  }
  return fitted;
}
DESCENT_ALTERNATIVE(subtract_mean, subtract_with_loops,
                    "All three means as one: groups of neighbouring columns.");

Preprocessor subtract_with_blocks(const arma::mat& train, MeanOf of, arma::uword channels) {
  if (of == MeanOf::channel) require_colour_planes(train, channels);
  require_finite_examples(train);
  arma::rowvec shift = arma::sum(train, 0) / count(train.n_rows);
  if (of == MeanOf::everything) shift = arma::rowvec(train.n_cols).fill(arma::mean(shift));
  if (of == MeanOf::channel) {
    arma::rowvec all;
    const arma::uword width = train.n_cols / channels;
    for (arma::uword c = 0; c < channels; ++c) {
      const arma::mat plane = train.cols(c * width, c * width + width - 1);
      all = arma::join_rows(all, arma::rowvec(width).fill(arma::mean(arma::vectorise(plane))));
    }
    shift = all;
  }
  return {shift, arma::rowvec(train.n_cols, arma::fill::ones)};
}
DESCENT_ALTERNATIVE(subtract_mean, subtract_with_blocks,
                    "Block by block, checks in another order.");

Preprocessor standardize_by_range(const arma::mat& train) {
  require_finite_examples(train);
  Preprocessor fitted{arma::mean(train, 0), arma::stddev(train, 1, 0)};
  for (arma::uword j = 0; j < train.n_cols; ++j) {
    if (train.col(j).min() == train.col(j).max()) fitted.scale(j) = 1;
  }
  return fitted;
}
DESCENT_ALTERNATIVE(
    standardize, standardize_by_range,
    "Armadillo's own standard deviation; constant means that all values are equal.");

Preprocessor standardize_with_arma(const arma::mat& train) {
  require_finite_examples(train);
  Preprocessor fitted{arma::mean(train, 0), arma::stddev(train, 1)};
  fitted.scale.replace(0.0, 1.0);
  return fitted;
}
DESCENT_ALTERNATIVE(standardize, standardize_with_arma,
                    "arma::stddev corrects for the rounding of the mean, and is exactly 0 for a "
                    "constant column.");

Preprocessor standardize_running(const arma::mat& train) {
  require_finite_examples(train);
  Preprocessor fitted{train.row(0), arma::ones(1, train.n_cols)};
  for (arma::uword j = 0; j < train.n_cols; ++j) {
    double mean = 0, squares = 0, largest = 0;
    for (arma::uword i = 0; i < train.n_rows; ++i) {
      const double before = train(i, j) - mean;
      mean += before / count(i + 1);
      squares += before * (train(i, j) - mean);
      largest = std::max(largest, std::abs(train(i, j)));
    }
    fitted.shift(j) = mean;
    const double deviation = std::sqrt(squares / count(train.n_rows));
    if (deviation > 1e-12 * largest) fitted.scale(j) = deviation;
  }
  return fitted;
}
DESCENT_ALTERNATIVE(standardize, standardize_running,
                    "Welford's running mean and sum of squares, one look at each example.");

Preprocessor standardize_by_variance(const arma::mat& train) {
  require_finite_examples(train);
  const arma::rowvec mean = arma::sum(train, 0) / count(train.n_rows);
  arma::rowvec scale(train.n_cols);
  for (arma::uword j = 0; j < train.n_cols; ++j) {
    const arma::vec deviations = train.col(j) - mean(j);
    scale(j) = arma::norm(deviations) / std::sqrt(count(train.n_rows));
    if (arma::abs(deviations).max() <= 1e-13 * std::abs(mean(j))) scale(j) = 1;
  }
  return {mean, scale};
}
DESCENT_ALTERNATIVE(
    standardize, standardize_by_variance,
    "A Euclidean length; constant means that no value is further from the mean than "
    "round-off.");

Preprocessor range_by_sorting(const arma::mat& train) {
  require_finite_examples(train);
  Preprocessor fitted{arma::zeros(1, train.n_cols), arma::ones(1, train.n_cols)};
  for (arma::uword j = 0; j < train.n_cols; ++j) {
    const arma::vec sorted = arma::sort(train.col(j));
    const double low = sorted.front(), high = sorted.back();
    fitted.shift(j) = low + 0.5 * (high - low);
    if (high > low) fitted.scale(j) = 0.5 * (high - low);
  }
  return fitted;
}
DESCENT_ALTERNATIVE(scale_to_range, range_by_sorting,
                    "The ends of each sorted column, the middle reached from below.");

Preprocessor range_with_arma(const arma::mat& train) {
  require_finite_examples(train);
  const arma::rowvec half = arma::range(train, 0) / 2;
  arma::rowvec scale = half;
  scale.elem(arma::find(half == 0)).fill(1);
  return {arma::max(train, 0) - half, scale};
}
DESCENT_ALTERNATIVE(scale_to_range, range_with_arma, "arma::range, the middle reached from above.");

arma::mat covariance_with_loops(const arma::mat& X) {
  require_finite_examples(X);
  const arma::rowvec mean = arma::mean(X, 0);
  arma::mat C(X.n_cols, X.n_cols, arma::fill::zeros);
  for (arma::uword i = 0; i < X.n_rows; ++i) {
    const arma::rowvec deviation = X.row(i) - mean;
    C += deviation.t() * deviation / count(X.n_rows);
  }
  return C;
}
DESCENT_ALTERNATIVE(covariance, covariance_with_loops, "An outer product for each example.");

arma::mat covariance_with_arma(const arma::mat& X) {
  require_finite_examples(X);
  // Of a matrix with one row arma::cov makes a number: it takes the row for a vector.
  if (X.n_rows == 1) return arma::zeros(X.n_cols, X.n_cols);
  return arma::cov(X, 1);
}
DESCENT_ALTERNATIVE(covariance, covariance_with_arma, "Armadillo's own, which can divide by N.");

arma::mat covariance_with_centring_matrix(const arma::mat& X) {
  require_finite_examples(X);
  const double n = count(X.n_rows);
  const arma::mat H = arma::eye(X.n_rows, X.n_rows) - arma::ones(X.n_rows, X.n_rows) / n;
  const arma::mat near = X.each_row() - X.row(0);  // any row will do to come near 0
  return near.t() * H * near / n;
}
DESCENT_ALTERNATIVE(covariance, covariance_with_centring_matrix,
                    "The centring matrix I - 1/N, after a shift by the first example.");

Pca pca_svd_of_covariance(const arma::mat& train) {
  require_finite_examples(train);
  Pca pca;
  arma::mat V;
  pca.mean = arma::mean(train, 0);
  arma::svd(pca.U, pca.eigenvalues, V, covariance(train));
  return pca;
}
DESCENT_ALTERNATIVE(pca_fit, pca_svd_of_covariance,
                    "The SVD of the covariance, as in the notes: descending, never negative.");

Pca pca_svd_of_data(const arma::mat& train) {
  require_finite_examples(train);
  Pca pca;
  arma::mat left;
  arma::vec singular;
  pca.mean = arma::mean(train, 0);
  arma::svd(left, singular, pca.U, centred(train));  // not svd_econ: V is D x D
  pca.eigenvalues.zeros(train.n_cols);
  pca.eigenvalues.head(singular.n_elem) = arma::square(singular) / count(train.n_rows);
  return pca;
}
DESCENT_ALTERNATIVE(
    pca_fit, pca_svd_of_data,
    "The SVD of the centred data, without a covariance: λ = s²/N, filled up with 0.");

Pca pca_turned_round(const arma::mat& train) {
  Pca pca = pca_fit(train);
  for (arma::uword j = 0; j < pca.U.n_cols; j += 2) pca.U.col(j) *= -1;
  pca.eigenvalues = arma::clamp(pca.eigenvalues, 0, arma::datum::inf);
  return pca;
}
DESCENT_ALTERNATIVE(pca_fit, pca_turned_round, "Other signs, and round-off below 0 set to 0.");

Pca pca_jacobi(const arma::mat& train) {
  require_finite_examples(train);
  arma::mat C = covariance(train);
  const arma::uword d = C.n_cols;
  arma::mat U = arma::eye(d, d);
  for (int sweep = 0; sweep < 30; ++sweep) {
    for (arma::uword p = 0; p + 1 < d; ++p) {
      for (arma::uword q = p + 1; q < d; ++q) {
        if (C(p, q) == 0) continue;
        const double theta = 0.5 * std::atan2(2 * C(p, q), C(q, q) - C(p, p));
        arma::mat J = arma::eye(d, d);
        J(p, p) = J(q, q) = std::cos(theta);
        J(p, q) = std::sin(theta);
        J(q, p) = -std::sin(theta);
        C = J.t() * C * J;
        U = U * J;
      }
    }
    arma::mat off = C;
    off.diag().zeros();
    if (arma::abs(off).max() <= 1e-14 * arma::abs(C).max()) break;
  }
  const arma::vec values = C.diag();
  const arma::uvec order = arma::sort_index(values, "descend");
  return {arma::mean(train, 0), U.cols(order), values.elem(order)};
}
DESCENT_ALTERNATIVE(pca_fit, pca_jacobi, "Jacobi's rotations, by hand, and a sort.");

arma::mat project_all_then_cut(const Pca& pca, const arma::mat& X, arma::uword k) {
  require_components(pca, k);
  require_pca(pca, X);
  const arma::mat all = (pca.U.t() * (X.t() - arma::repmat(pca.mean.t(), 1, X.n_rows))).t();
  return all.head_cols(k);
}
DESCENT_ALTERNATIVE(pca_project, project_all_then_cut,
                    "All coordinates with examples as columns, then the first k.");

arma::mat project_subtracts_later(const Pca& pca, const arma::mat& X, arma::uword k) {
  require_pca(pca, X);
  require_components(pca, k);
  const arma::mat axes = pca.U.cols(0, k - 1);
  return (X * axes).eval().each_row() - arma::rowvec(pca.mean * axes);
}
DESCENT_ALTERNATIVE(pca_project, project_subtracts_later,
                    "Projects data and mean, and subtracts then: the same by linearity.");

arma::mat reconstruct_padded(const Pca& pca, const arma::mat& projected) {
  require_pca(pca);
  require_finite_examples(projected);
  require_components(pca, projected.n_cols);
  arma::mat all(projected.n_rows, pca.mean.n_elem, arma::fill::zeros);
  all.head_cols(projected.n_cols) = projected;
  return all * pca.U.t() + arma::ones(projected.n_rows, 1) * pca.mean;
}
DESCENT_ALTERNATIVE(pca_reconstruct, reconstruct_padded,
                    "The missing coordinates are 0, and all of U is used.");

arma::mat reconstruct_axis_by_axis(const Pca& pca, const arma::mat& projected) {
  require_pca(pca);
  require_finite_examples(projected);
  require_components(pca, projected.n_cols);
  arma::mat X = arma::repmat(pca.mean, projected.n_rows, 1);
  for (arma::uword j = projected.n_cols; j-- > 0;) X += projected.col(j) * pca.U.col(j).t();
  return X;
}
DESCENT_ALTERNATIVE(pca_reconstruct, reconstruct_axis_by_axis,
                    "The mean, and then one axis after the other, the weakest first.");

double explained_by_what_is_lost(const Pca& pca, arma::uword k) {
  require_pca(pca);
  const arma::uword d = pca.mean.n_elem;
  if (k > d) throw std::invalid_argument("expected k of at most D");
  const arma::vec values = arma::clamp(pca.eigenvalues, 0, arma::datum::inf);
  if (k == 0) return 0;
  if (arma::accu(values) == 0) return 1;
  return 1 - arma::accu(values.tail(d - k)) / arma::accu(values);
}
DESCENT_ALTERNATIVE(explained_variance, explained_by_what_is_lost,
                    "One minus what is lost, negative eigenvalues counted as 0.");

double explained_by_cumulating(const Pca& pca, arma::uword k) {
  require_pca(pca);
  if (k != 0) require_components(pca, k);
  const arma::vec sums = arma::cumsum(pca.eigenvalues);
  return k == 0 ? 0 : sums.back() == 0 ? 1 : sums(k - 1) / sums.back();
}
DESCENT_ALTERNATIVE(explained_variance, explained_by_cumulating, "The k-th of the running sums.");

arma::mat whiten_with_a_matrix(const Pca& pca, const arma::mat& X, double epsilon) {
  require_positive(epsilon, "epsilon");
  require_pca(pca, X);
  const arma::vec values = arma::clamp(pca.eigenvalues, 0, arma::datum::inf);
  const arma::mat W = pca.U * arma::diagmat(1 / arma::sqrt(values + epsilon));
  return (X.each_row() - pca.mean) * W;
}
DESCENT_ALTERNATIVE(whiten, whiten_with_a_matrix, "One matrix that rotates and scales.");

arma::mat whiten_axis_by_axis(const Pca& pca, const arma::mat& X, double epsilon) {
  require_pca(pca, X);
  require_positive(epsilon, "epsilon");
  const arma::mat deviations = X - arma::repmat(pca.mean, X.n_rows, 1);
  arma::mat white(arma::size(X));
  for (arma::uword j = 0; j < X.n_cols; ++j) {
    const double value = pca.eigenvalues(j);
    white.col(j) = deviations * pca.U.col(j) * std::pow(std::max(value, 0.0) + epsilon, -0.5);
  }
  return white;
}
DESCENT_ALTERNATIVE(whiten, whiten_axis_by_axis, "One axis after the other, with a power of -½.");

arma::mat pixels_with_a_symmetric_matrix(const Pca& pca, const arma::mat& X, double epsilon) {
  require_pca(pca, X);
  require_positive(epsilon, "epsilon");
  const arma::vec values = arma::clamp(pca.eigenvalues, 0, arma::datum::inf);
  const arma::mat W = pca.U * arma::diagmat(1 / arma::sqrt(values + epsilon)) * pca.U.t();
  return (X.each_row() - pca.mean) * W;
}
DESCENT_ALTERNATIVE(whiten_to_pixels, pixels_with_a_symmetric_matrix,
                    "The symmetric matrix that whitens, first.");

arma::mat pixels_summed_over_axes(const Pca& pca, const arma::mat& X, double epsilon) {
  const arma::mat white = whiten(pca, X, epsilon);
  arma::mat pixels(arma::size(X), arma::fill::zeros);
  for (arma::uword j = 0; j < X.n_cols; ++j) pixels += white.col(j) * pca.U.col(j).t();
  return pixels;
}
DESCENT_ALTERNATIVE(whiten_to_pixels, pixels_summed_over_axes,
                    "Each axis times its amount, summed.");

}  // namespace
}  // namespace descent
