#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

void check(const Pca& pca, const arma::mat& X, arma::uword k) {
  require_pca(pca, X);
  require_components(pca, k);
}

// pca_project

arma::mat project_uncentred(const Pca& pca, const arma::mat& X, arma::uword k) {
  check(pca, X, k);
  return X * pca.U.head_cols(k);
}
DESCENT_MISTAKE(pca_project, project_uncentred,
                "You do not subtract the mean. Coordinates are measured from pca.mean.", "project");

arma::mat project_centres_the_split_by_itself(const Pca& pca, const arma::mat& X, arma::uword k) {
  check(pca, X, k);
  return centred(X) * pca.U.head_cols(k);
}
DESCENT_MISTAKE(
    pca_project, project_centres_the_split_by_itself,
    "You subtract the mean of the split that you were given. Subtract pca.mean, the mean "
    "of the training split.",
    "fit-on-the-training-split");

arma::mat project_onto_the_last(const Pca& pca, const arma::mat& X, arma::uword k) {
  check(pca, X, k);
  return (X.each_row() - pca.mean) * pca.U.tail_cols(k);
}
DESCENT_MISTAKE(pca_project, project_onto_the_last,
                "You take the last k columns of U: the axes along which the data vary least. The "
                "eigenvalues fall, so the first k are wanted.",
                "the-order-of-eigenvalues");

arma::mat project_with_rows_of_u(const Pca& pca, const arma::mat& X, arma::uword k) {
  check(pca, X, k);
  return (X.each_row() - pca.mean) * pca.U.head_rows(k).t();
}
DESCENT_MISTAKE(pca_project, project_with_rows_of_u,
                "You use the first k rows of U. The axes are its columns: U.head_cols(k).",
                "project");

arma::mat project_one_too_many(const Pca& pca, const arma::mat& X, arma::uword k) {
  check(pca, X, k);
  return (X.each_row() - pca.mean) * pca.U.head_cols(std::min(k + 1, pca.U.n_cols));
}
DESCENT_MISTAKE(pca_project, project_one_too_many,
                "You take k + 1 columns of U. In Armadillo both ends of U.cols(0, k - 1) count; "
                "U.head_cols(k) says it without arithmetic.",
                "project");

arma::mat project_keeps_all(const Pca& pca, const arma::mat& X, arma::uword k) {
  check(pca, X, k);
  arma::mat all = (X.each_row() - pca.mean) * pca.U;
  if (k < all.n_cols) all.tail_cols(all.n_cols - k).zeros();
  return all;
}
DESCENT_MISTAKE(pca_project, project_keeps_all,
                "You return D columns, those behind the k-th filled with 0. The point is to have "
                "fewer numbers: N x k.",
                "project");

arma::mat project_and_whiten(const Pca& pca, const arma::mat& X, arma::uword k) {
  check(pca, X, k);
  return divided((X.each_row() - pca.mean) * pca.U.head_cols(k), roots(pca, 0).head(k));
}
DESCENT_MISTAKE(pca_project, project_and_whiten,
                "You divide by the standard deviations along the axes. That is whitening; a "
                "projection only rotates.",
                "project");

arma::mat project_there_and_back(const Pca& pca, const arma::mat& X, arma::uword k) {
  check(pca, X, k);
  return (X.each_row() - pca.mean) * pca.U.head_cols(k) * pca.U.head_cols(k).t();
}
DESCENT_MISTAKE(pca_project, project_there_and_back,
                "You go back to D features at once. pca_project returns the k coordinates; "
                "pca_reconstruct goes back.",
                "project");

arma::mat project_without_checks(const Pca& pca, const arma::mat& X, arma::uword k) {
  if (X.n_cols != pca.mean.n_elem || X.n_cols != pca.U.n_rows) return arma::zeros(X.n_rows, k);
  return (X.each_row() - pca.mean) * pca.U.head_cols(std::min(k, pca.U.n_cols));
}
DESCENT_MISTAKE(pca_project, project_without_checks,
                "You do not check the input. Begin with require_pca(pca, X) and "
                "require_components(pca, k).",
                "refuse-bad-input");

arma::mat project_without_checking_k(const Pca& pca, const arma::mat& X, arma::uword k) {
  require_pca(pca, X);
  return project_without_checks(pca, X, k);
}
DESCENT_MISTAKE(
    pca_project, project_without_checking_k,
    "You do not check k. Call require_components(pca, k): there are from 1 to D of them.",
    "refuse-bad-input");

// pca_reconstruct

void check(const Pca& pca, const arma::mat& projected) {
  require_pca(pca);
  require_finite_examples(projected);
  require_components(pca, projected.n_cols);
}

arma::mat reconstruct_without_mean(const Pca& pca, const arma::mat& projected) {
  check(pca, projected);
  return projected * pca.U.head_cols(projected.n_cols).t();
}
DESCENT_MISTAKE(pca_reconstruct, reconstruct_without_mean,
                "You do not add the mean back. It was subtracted before the projection.",
                "reconstruct");

arma::mat reconstruct_subtracts_the_mean(const Pca& pca, const arma::mat& projected) {
  check(pca, projected);
  return (projected * pca.U.head_cols(projected.n_cols).t()).eval().each_row() - pca.mean;
}
DESCENT_MISTAKE(pca_reconstruct, reconstruct_subtracts_the_mean,
                "You subtract the mean once more. On the way back it is added.", "reconstruct");

arma::mat reconstruct_with_the_last(const Pca& pca, const arma::mat& projected) {
  check(pca, projected);
  return (projected * pca.U.tail_cols(projected.n_cols).t()).eval().each_row() + pca.mean;
}
DESCENT_MISTAKE(pca_reconstruct, reconstruct_with_the_last,
                "You use the last k columns of U. The coordinates belong to the first k.",
                "reconstruct");

arma::mat reconstruct_with_rows_of_u(const Pca& pca, const arma::mat& projected) {
  check(pca, projected);
  return (projected * pca.U.head_rows(projected.n_cols)).eval().each_row() + pca.mean;
}
DESCENT_MISTAKE(
    pca_reconstruct, reconstruct_with_rows_of_u,
    "You multiply with the first k rows of U. The axes are its columns: the way back is "
    "U.head_cols(k).t().",
    "reconstruct");

arma::mat reconstruct_colours(const Pca& pca, const arma::mat& projected) {
  check(pca, projected);
  arma::mat scaled = projected;
  scaled.each_row() %= roots(pca, 0).head(projected.n_cols);
  return (scaled * pca.U.head_cols(projected.n_cols).t()).eval().each_row() + pca.mean;
}
DESCENT_MISTAKE(
    pca_reconstruct, reconstruct_colours,
    "You multiply by the standard deviations along the axes. pca_project did not divide "
    "by them, so there is nothing to undo.",
    "reconstruct");

arma::mat reconstruct_centres(const Pca& pca, const arma::mat& projected) {
  check(pca, projected);
  return (centred(projected) * pca.U.head_cols(projected.n_cols).t()).eval().each_row() + pca.mean;
}
DESCENT_MISTAKE(pca_reconstruct, reconstruct_centres,
                "You centre the coordinates first. On a test split their mean is not 0, and means "
                "something: leave it.",
                "fit-on-the-training-split");

arma::mat reconstruct_without_checks(const Pca& pca, const arma::mat& projected) {
  const arma::uword k = std::min(projected.n_cols, pca.U.n_cols);
  if (pca.U.n_rows != pca.mean.n_elem) return projected;
  return (projected.head_cols(k) * pca.U.head_cols(k).t()).eval().each_row() + pca.mean;
}
DESCENT_MISTAKE(pca_reconstruct, reconstruct_without_checks,
                "You do not check the input. Begin with require_pca(pca), "
                "require_finite_examples(projected) and require_components(pca, projected.n_cols).",
                "refuse-bad-input");

// explained_variance

double part(const Pca& pca, arma::uword k, const arma::vec& values) {
  require_pca(pca);
  if (k > 0) require_components(pca, k);
  if (k == 0) return 0;
  const double total = arma::accu(values);
  return total == 0 ? 1 : arma::accu(values.head(k)) / total;
}

double explained_by_deviations(const Pca& pca, arma::uword k) {
  return part(pca, k, arma::sqrt(arma::clamp(pca.eigenvalues, 0, arma::datum::inf)));
}
DESCENT_MISTAKE(explained_variance, explained_by_deviations,
                "You sum the roots of the eigenvalues. Variances add up, standard deviations do "
                "not, and an eigenvalue is a variance.",
                "explained-variance");

double explained_by_squares(const Pca& pca, arma::uword k) {
  return part(pca, k, arma::square(pca.eigenvalues));
}
DESCENT_MISTAKE(explained_variance, explained_by_squares,
                "You sum the squares of the eigenvalues. Singular values would have to be squared; "
                "an eigenvalue is a variance already.",
                "explained-variance");

double explained_by_the_last(const Pca& pca, arma::uword k) {
  return part(pca, k, arma::reverse(pca.eigenvalues));
}
DESCENT_MISTAKE(explained_variance, explained_by_the_last,
                "You sum the last k eigenvalues, the smallest ones. They fall: take the first k.",
                "the-order-of-eigenvalues");

double explained_by_one_more(const Pca& pca, arma::uword k) {
  return part(pca, k, pca.eigenvalues) +
         (k < pca.eigenvalues.n_elem && arma::accu(pca.eigenvalues) > 0
              ? pca.eigenvalues(k) / arma::accu(pca.eigenvalues)
              : 0);
}
DESCENT_MISTAKE(explained_variance, explained_by_one_more,
                "You sum k + 1 eigenvalues. In Armadillo both ends of subvec(0, k - 1) count; "
                "head(k) says it without arithmetic.",
                "explained-variance");

double explained_by_the_kth(const Pca& pca, arma::uword k) {
  return part(pca, k, pca.eigenvalues) - (k > 1 ? part(pca, k - 1, pca.eigenvalues) : 0);
}
DESCENT_MISTAKE(explained_variance, explained_by_the_kth,
                "You return the part of the k-th component alone. The first k together are asked "
                "for.",
                "explained-variance");

double explained_as_a_sum(const Pca& pca, arma::uword k) {
  const double total = arma::accu(pca.eigenvalues);
  return part(pca, k, pca.eigenvalues) * (total == 0 ? 1 : total);
}
DESCENT_MISTAKE(
    explained_variance, explained_as_a_sum,
    "You return a sum of eigenvalues. Divide it by the sum of all of them: a part of 1.",
    "explained-variance");

double explained_in_percent(const Pca& pca, arma::uword k) {
  return 100 * part(pca, k, pca.eigenvalues);
}
DESCENT_MISTAKE(explained_variance, explained_in_percent,
                "You return percent. A part of the whole is a number from 0 to 1.",
                "explained-variance");

double explained_what_is_lost(const Pca& pca, arma::uword k) {
  return 1 - part(pca, k, pca.eigenvalues);
}
DESCENT_MISTAKE(explained_variance, explained_what_is_lost,
                "You return what is lost. The part that k components carry rises with k, from 0 to "
                "1.",
                "explained-variance");

double explained_by_counting(const Pca& pca, arma::uword k) {
  return part(pca, k, arma::ones(arma::size(pca.eigenvalues)));
}
DESCENT_MISTAKE(explained_variance, explained_by_counting,
                "You return k/D. The first components carry far more than their number: sum their "
                "eigenvalues.",
                "explained-variance");

double explained_by_the_largest(const Pca& pca, arma::uword k) {
  const double all = part(pca, k, pca.eigenvalues);
  const double largest = pca.eigenvalues.max();
  return k == 0 || largest <= 0 ? all : pca.eigenvalues(k - 1) / largest;
}
DESCENT_MISTAKE(explained_variance, explained_by_the_largest,
                "You divide the k-th eigenvalue by the largest. Divide the sum of the first k by "
                "the sum of all.",
                "explained-variance");

double explained_zero_by_zero(const Pca& pca, arma::uword k) {
  require_pca(pca);
  if (k > 0) require_components(pca, k);
  return k == 0 ? 0 : arma::accu(pca.eigenvalues.head(k)) / arma::accu(pca.eigenvalues);
}
DESCENT_MISTAKE(explained_variance, explained_zero_by_zero,
                "Where nothing varies you divide 0 by 0. Nothing can be lost there: return 1.",
                "explained-variance");

double explained_without_checks(const Pca& pca, arma::uword k) {
  if (!pca.eigenvalues.is_finite()) return 0;
  const double total = arma::accu(pca.eigenvalues);
  if (k == 0) return 0;
  return total == 0 ? 1
                    : arma::accu(pca.eigenvalues.head(std::min(k, pca.eigenvalues.n_elem))) / total;
}
DESCENT_MISTAKE(explained_variance, explained_without_checks,
                "You do not check the input. Begin with require_pca(pca), and throw "
                "std::invalid_argument if k is above D.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
