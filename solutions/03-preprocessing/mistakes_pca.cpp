#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// covariance

arma::mat covariance_uncentred(const arma::mat& X) {
  require_finite_examples(X);
  return products(X);
}
DESCENT_MISTAKE(
    covariance, covariance_uncentred,
    "You do not subtract the means. XᵀX/N of data that were not centred mostly measures "
    "where they lie, not how they vary.",
    "centre-first");

arma::mat covariance_with_n_minus_one(const arma::mat& X) {
  require_finite_examples(X);
  return arma::cov(X);
}
DESCENT_MISTAKE(covariance, covariance_with_n_minus_one,
                "You divide by N - 1, as arma::cov does by default. Here the covariance divides by "
                "N: arma::cov(X, 1).",
                "divide-by-n");

arma::mat covariance_not_divided(const arma::mat& X) {
  require_finite_examples(X);
  return products(centred(X)) * count(X.n_rows);
}
DESCENT_MISTAKE(covariance, covariance_not_divided,
                "You return the sum of the products (the scatter matrix). Divide it by N.",
                "divide-by-n");

arma::mat covariance_divided_by_features(const arma::mat& X) {
  require_finite_examples(X);
  return products(centred(X)) * (count(X.n_rows) / count(X.n_cols));
}
DESCENT_MISTAKE(
    covariance, covariance_divided_by_features,
    "You divide by the number of features. It is a mean over the examples: divide by N, "
    "X.n_rows.",
    "divide-by-n");

arma::mat covariance_of_examples(const arma::mat& X) {
  require_finite_examples(X);
  const arma::mat deviations = centred(X);
  return deviations * deviations.t() / count(X.n_rows);
}
DESCENT_MISTAKE(covariance, covariance_of_examples,
                "You multiply X·Xᵀ, which is N x N: how examples go together. For features it is "
                "Xᵀ·X, D x D.",
                "rows-are-examples");

arma::mat covariance_with_rows_centred(const arma::mat& X) {
  require_finite_examples(X);
  const arma::vec means = arma::mean(X, 1);
  return products(X.each_col() - means);
}
DESCENT_MISTAKE(covariance, covariance_with_rows_centred,
                "You centre the rows: arma::mean(X, 1). Rows are examples; subtract the mean of "
                "each column, arma::mean(X, 0).",
                "rows-are-examples");

arma::mat covariance_with_scalar_mean(const arma::mat& X) {
  require_finite_examples(X);
  return products(X - arma::mean(arma::mean(X)));
}
DESCENT_MISTAKE(covariance, covariance_with_scalar_mean,
                "You subtract one mean of the whole matrix. Each column has a mean of its own.",
                "centre-first");

arma::mat covariance_is_correlation(const arma::mat& X) {
  require_finite_examples(X);
  return products(divided(centred(X), standardize(X).scale));
}
DESCENT_MISTAKE(covariance, covariance_is_correlation,
                "You return the correlation matrix: its diagonal is 1. A covariance is not divided "
                "by the standard deviations.",
                "the-covariance");

arma::mat covariance_only_variances(const arma::mat& X) {
  require_finite_examples(X);
  return arma::diagmat(arma::var(X, 1, 0));
}
DESCENT_MISTAKE(covariance, covariance_only_variances,
                "You return the variances only. Off the diagonal stands how two features vary "
                "together.",
                "the-covariance");

arma::mat covariance_in_one_pass(const arma::mat& X) {
  require_finite_examples(X);
  const arma::rowvec mean = arma::mean(X, 0);
  return products(X) - mean.t() * mean;
}
DESCENT_MISTAKE(covariance, covariance_in_one_pass,
                "You compute the mean of the products minus the product of the means. Where the "
                "means are large, both agree in nearly all digits, and their difference is "
                "round-off. Centre first, then multiply.",
                "centre-first");

arma::mat covariance_without_checks(const arma::mat& X) {
  return X.is_empty() || !X.is_finite() ? arma::zeros(X.n_cols, X.n_cols) : products(centred(X));
}
DESCENT_MISTAKE(covariance, covariance_without_checks,
                "You do not check the input. Begin with require_finite_examples(X).",
                "refuse-bad-input");

// pca_fit

Pca pca_ascending(const arma::mat& train) {
  require_finite_examples(train);
  Pca pca;
  pca.mean = arma::mean(train, 0);
  arma::eig_sym(pca.eigenvalues, pca.U, covariance(train));
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_ascending,
                "You keep the order of arma::eig_sym, which ascends. The largest eigenvalue comes "
                "first: reverse the eigenvalues and the columns of U.",
                "the-order-of-eigenvalues");

Pca pca_reverses_values_only(const arma::mat& train) {
  Pca pca = pca_ascending(train);
  pca.eigenvalues = arma::reverse(pca.eigenvalues).eval();
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_reverses_values_only,
                "You reverse the eigenvalues, but not the columns of U: now each axis has the "
                "variance of another one. arma::fliplr(U) turns the columns round.",
                "the-order-of-eigenvalues");

Pca pca_reverses_vectors_only(const arma::mat& train) {
  Pca pca = pca_ascending(train);
  pca.U = arma::fliplr(pca.U).eval();
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_reverses_vectors_only,
                "You reverse the columns of U, but not the eigenvalues: now each axis has the "
                "variance of another one.",
                "the-order-of-eigenvalues");

Pca pca_flips_rows(const arma::mat& train) {
  Pca pca = pca_ascending(train);
  pca.eigenvalues = arma::reverse(pca.eigenvalues).eval();
  pca.U = arma::flipud(pca.U).eval();
  return pca;
}
DESCENT_MISTAKE(
    pca_fit, pca_flips_rows,
    "You turn the rows of U round (arma::flipud, or arma::reverse, which goes along the "
    "columns of a matrix). That exchanges features; the axes are the columns: "
    "arma::fliplr.",
    "the-order-of-eigenvalues");

Pca pca_transposed(const arma::mat& train) {
  Pca pca = pca_fit(train);
  arma::inplace_trans(pca.U);
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_transposed,
                "Your axes are the rows of U. They must be its columns (svd gives U with columns, "
                "and NumPy's V is transposed already).",
                "principal-components");

Pca pca_uncentred(const arma::mat& train) {
  require_finite_examples(train);
  return falling(arma::mean(train, 0), products(train));
}
DESCENT_MISTAKE(pca_fit, pca_uncentred,
                "You decompose XᵀX/N of data that were not centred: the first axis points to where "
                "the data lie, not along which they vary.",
                "centre-first");

Pca pca_with_n_minus_one(const arma::mat& train) {
  Pca pca = pca_fit(train);
  if (train.n_rows > 1) pca.eigenvalues *= count(train.n_rows) / (count(train.n_rows) - 1);
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_with_n_minus_one,
                "Your eigenvalues are N/(N - 1) times too large: you divide by N - 1, as arma::cov "
                "and arma::princomp do. Here variances divide by N.",
                "divide-by-n");

Pca pca_scatter(const arma::mat& train) {
  Pca pca = pca_fit(train);
  pca.eigenvalues *= count(train.n_rows);
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_scatter,
                "Your eigenvalues are N times too large: you decompose XᵀX, or square the singular "
                "values of X, and do not divide by N.",
                "divide-by-n");

Pca pca_singular_values(const arma::mat& train) {
  Pca pca = pca_fit(train);
  const arma::vec values = arma::clamp(pca.eigenvalues, 0, arma::datum::inf);
  pca.eigenvalues = arma::sqrt(values * count(train.n_rows));
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_singular_values,
                "You return the singular values s of the centred data. The eigenvalues of the "
                "covariance are s²/N.",
                "principal-components");

Pca pca_deviations(const arma::mat& train) {
  Pca pca = pca_fit(train);
  const arma::vec values = arma::clamp(pca.eigenvalues, 0, arma::datum::inf);
  pca.eigenvalues = arma::sqrt(values);
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_deviations,
                "You return the roots of the eigenvalues. An eigenvalue is the variance along its "
                "axis, not the standard deviation.",
                "principal-components");

Pca pca_of_correlation(const arma::mat& train) {
  require_finite_examples(train);
  return falling(arma::mean(train, 0), products(divided(centred(train), standardize(train).scale)));
}
DESCENT_MISTAKE(
    pca_fit, pca_of_correlation,
    "You decompose the correlation matrix: the features were standardized first. That is "
    "a choice to be made outside; here it is the covariance.",
    "principal-components");

Pca pca_without_mean(const arma::mat& train) {
  Pca pca = pca_fit(train);
  pca.mean.zeros();
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_without_mean,
                "Your mean is 0. The mean of the training split must be remembered: every other "
                "split is centred by it.",
                "fit-on-the-training-split");

Pca pca_with_scalar_mean(const arma::mat& train) {
  Pca pca = pca_fit(train);
  pca.mean.fill(arma::mean(arma::vectorise(train)));
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_with_scalar_mean,
                "You remember one mean of the whole matrix. Each feature has a mean of its own.",
                "which-mean");

Pca pca_thin(const arma::mat& train) {
  Pca pca = pca_fit(train);
  const arma::uword rank = std::min(train.n_rows, train.n_cols);
  pca.U = pca.U.head_cols(rank).eval();
  pca.eigenvalues = pca.eigenvalues.head(rank).eval();
  return pca;
}
DESCENT_MISTAKE(
    pca_fit, pca_thin,
    "With fewer examples than features you return fewer axes than features, as svd_econ "
    "of the data does. U is D x D: use arma::svd, and fill the eigenvalues up with 0.",
    "fewer-examples-than-features");

Pca pca_axes_times_values(const arma::mat& train) {
  Pca pca = pca_fit(train);
  pca.U.each_row() %= pca.eigenvalues.t();
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_axes_times_values,
                "Your axes are as long as their eigenvalues. An axis has length 1; the variances "
                "stand apart, in eigenvalues.",
                "principal-components");

// The same slips on the way by an SVD of the data; signs differ from those of eig_sym.
Pca by_svd(const arma::mat& train, const arma::mat& decomposed) {
  require_finite_examples(train);
  Pca pca;
  arma::mat left;
  arma::vec singular;
  pca.mean = arma::mean(train, 0);
  arma::svd(left, singular, pca.U, decomposed);
  pca.eigenvalues.zeros(train.n_cols);
  pca.eigenvalues.head(singular.n_elem) = singular;
  return pca;
}

Pca pca_svd_singular_values(const arma::mat& train) { return by_svd(train, centred(train)); }
DESCENT_MISTAKE(pca_fit, pca_svd_singular_values,
                "You return the singular values s of the centred data. The eigenvalues of the "
                "covariance are s²/N.",
                "principal-components");

Pca pca_svd_scatter(const arma::mat& train) {
  Pca pca = by_svd(train, centred(train));
  pca.eigenvalues = arma::square(pca.eigenvalues);
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_svd_scatter,
                "You return the squares of the singular values. Divide them by N to get variances.",
                "divide-by-n");

Pca pca_svd_with_n_minus_one(const arma::mat& train) {
  Pca pca = by_svd(train, centred(train));
  pca.eigenvalues = arma::square(pca.eigenvalues) / std::max(count(train.n_rows) - 1, 1.0);
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_svd_with_n_minus_one,
                "You divide the squares of the singular values by N - 1. Here variances divide by "
                "N.",
                "divide-by-n");

Pca pca_svd_uncentred(const arma::mat& train) {
  Pca pca = by_svd(train, train);
  pca.eigenvalues = arma::square(pca.eigenvalues) / count(train.n_rows);
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_svd_uncentred,
                "You decompose the data without centring them: the first axis points to where the "
                "data lie, not along which they vary.",
                "centre-first");

Pca pca_svd_transposed(const arma::mat& train) {
  Pca pca = by_svd(train, centred(train));
  arma::inplace_trans(pca.U);
  pca.eigenvalues = arma::square(pca.eigenvalues) / count(train.n_rows);
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_svd_transposed,
                "You transpose V. arma::svd returns V with the axes as columns already (NumPy "
                "returns its transpose).",
                "principal-components");

Pca pca_svd_thin(const arma::mat& train) {
  require_finite_examples(train);
  Pca pca;
  arma::mat left;
  pca.mean = arma::mean(train, 0);
  arma::svd_econ(left, pca.eigenvalues, pca.U, centred(train));
  pca.eigenvalues = arma::square(pca.eigenvalues) / count(train.n_rows);
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_svd_thin,
                "svd_econ returns only as many axes as there are examples, where these are fewer "
                "than the features. U is D x D: use arma::svd, and fill the eigenvalues up with 0.",
                "fewer-examples-than-features");

Pca pca_svd_thin_singular_values(const arma::mat& train) {
  Pca pca = pca_svd_thin(train);
  pca.eigenvalues = arma::sqrt(pca.eigenvalues * count(train.n_rows));
  return pca;
}
DESCENT_MISTAKE(pca_fit, pca_svd_thin_singular_values,
                "You return the singular values s of the centred data. The eigenvalues of the "
                "covariance are s²/N. (And svd_econ leaves axes out where examples are fewer than "
                "features: use arma::svd, and fill up with 0.)",
                "principal-components");

Pca pca_without_checks(const arma::mat& train) {
  if (train.is_empty() || !train.is_finite()) {
    return {arma::zeros(1, train.n_cols), arma::eye(train.n_cols, train.n_cols),
            arma::zeros(train.n_cols)};
  }
  return pca_fit(train);
}
DESCENT_MISTAKE(pca_fit, pca_without_checks,
                "You do not check the input. Begin with require_finite_examples(train).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
