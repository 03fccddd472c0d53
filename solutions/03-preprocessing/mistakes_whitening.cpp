#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

void check(const Pca& pca, const arma::mat& X, double epsilon) {
  require_pca(pca, X);
  require_positive(epsilon, "epsilon");
}

arma::mat rotated(const Pca& pca, const arma::mat& X) { return (X.each_row() - pca.mean) * pca.U; }

arma::vec variances(const Pca& pca) { return arma::clamp(pca.eigenvalues, 0, arma::datum::inf); }

// whiten

arma::mat whiten_by_the_eigenvalue(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(rotated(pca, X), variances(pca).t() + epsilon);
}
DESCENT_MISTAKE(whiten, whiten_by_the_eigenvalue,
                "You divide by the eigenvalue. It is a variance: divide by its root, the standard "
                "deviation.",
                "whitening");

arma::mat whiten_without_epsilon(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(rotated(pca, X), arma::sqrt(pca.eigenvalues).t());
}
DESCENT_MISTAKE(
    whiten, whiten_without_epsilon,
    "You leave ε out. Along an axis without variance that is 0/0, and round-off is blown "
    "up to the size of the data.",
    "epsilon-inside-the-root");

arma::mat whiten_epsilon_outside(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(rotated(pca, X), arma::sqrt(variances(pca)).t() + epsilon);
}
DESCENT_MISTAKE(whiten, whiten_epsilon_outside,
                "You add ε to the root. It belongs inside: √(λ + ε).", "epsilon-inside-the-root");

arma::mat whiten_with_a_floor(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(rotated(pca, X),
                 arma::sqrt(arma::clamp(pca.eigenvalues, epsilon, arma::datum::inf)).t());
}
DESCENT_MISTAKE(whiten, whiten_with_a_floor,
                "You take the larger of λ and ε. That is another way against 0/0; here ε is added: "
                "√(λ + ε).",
                "epsilon-inside-the-root");

arma::mat whiten_fixed_epsilon(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(rotated(pca, X), roots(pca, 1e-5));
}
DESCENT_MISTAKE(whiten, whiten_fixed_epsilon,
                "You use 1e-5 whatever epsilon is. It is an argument; 1e-5 is only its default.",
                "epsilon-inside-the-root");

arma::mat whiten_negative_eigenvalues(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(rotated(pca, X), arma::sqrt(pca.eigenvalues + epsilon).t());
}
DESCENT_MISTAKE(
    whiten, whiten_negative_eigenvalues,
    "You take the root of a negative number: an eigenvalue that should be 0 may come as "
    "round-off below 0. Let it count as 0 before ε is added.",
    "epsilon-inside-the-root");

arma::mat whiten_size_of_eigenvalues(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(rotated(pca, X), arma::sqrt(arma::abs(pca.eigenvalues) + epsilon).t());
}
DESCENT_MISTAKE(whiten, whiten_size_of_eigenvalues,
                "You take the absolute value of a negative eigenvalue, as if that were a variance. "
                "It is round-off of 0: let it count as 0.",
                "epsilon-inside-the-root");

arma::mat whiten_multiplies(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  arma::mat white = rotated(pca, X);
  white.each_row() %= roots(pca, epsilon);
  return white;
}
DESCENT_MISTAKE(whiten, whiten_multiplies,
                "You multiply by the root. Long axes must be shortened: divide.", "whitening");

arma::mat whiten_uncentred(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(X * pca.U, roots(pca, epsilon));
}
DESCENT_MISTAKE(whiten, whiten_uncentred,
                "You do not subtract the mean. The white cloud is round about 0: subtract pca.mean "
                "first.",
                "whitening");

arma::mat whiten_centres_the_split_by_itself(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(centred(X) * pca.U, roots(pca, epsilon));
}
DESCENT_MISTAKE(
    whiten, whiten_centres_the_split_by_itself,
    "You subtract the mean of the split that you were given. Subtract pca.mean, the mean "
    "of the training split.",
    "fit-on-the-training-split");

arma::mat whiten_by_the_splits_own_spread(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  const arma::mat along = rotated(pca, X);
  return divided(along, arma::sqrt(arma::var(along, 1, 0) + epsilon));
}
DESCENT_MISTAKE(whiten, whiten_by_the_splits_own_spread,
                "You divide by the spread of the split that you were given. The variances of the "
                "training split are in pca.eigenvalues.",
                "fit-on-the-training-split");

arma::mat whiten_without_rotation(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(X.each_row() - pca.mean, roots(pca, epsilon));
}
DESCENT_MISTAKE(whiten, whiten_without_rotation,
                "You do not rotate onto the axes. The eigenvalues are variances along the columns "
                "of U, not of the features.",
                "whitening");

arma::mat whiten_with_u_transposed(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided((X.each_row() - pca.mean) * pca.U.t(), roots(pca, epsilon));
}
DESCENT_MISTAKE(whiten, whiten_with_u_transposed,
                "You rotate with Uᵀ. The axes are the columns of U: rows of X times U.",
                "whitening");

arma::mat whiten_rotates_back(const Pca& pca, const arma::mat& X, double epsilon) {
  return whiten_to_pixels(pca, X, epsilon);
}
DESCENT_MISTAKE(whiten, whiten_rotates_back,
                "You rotate back onto the features. That is whiten_to_pixels; whiten stays on the "
                "axes.",
                "back-to-pixels");

arma::mat whiten_only_rotates(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return rotated(pca, X);
}
DESCENT_MISTAKE(
    whiten, whiten_only_rotates,
    "You only rotate: the data are decorrelated, but not of the same spread along every "
    "axis. Divide by √(λ + ε).",
    "whitening");

arma::mat whiten_epsilon_squared(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(rotated(pca, X), roots(pca, epsilon * epsilon));
}
DESCENT_MISTAKE(whiten, whiten_epsilon_squared,
                "You square ε. It is a variance, as the eigenvalue is: √(λ + ε).",
                "epsilon-inside-the-root");

arma::mat whiten_without_checks(const Pca& pca, const arma::mat& X, double epsilon) {
  const arma::uword d = pca.mean.n_elem;
  const bool fits = X.n_cols == d && pca.U.n_rows == d && pca.U.n_cols == d &&
                    pca.eigenvalues.n_elem == d && !X.is_empty();
  return fits ? divided(rotated(pca, X), roots(pca, epsilon)) : arma::zeros(arma::size(X));
}
DESCENT_MISTAKE(whiten, whiten_without_checks,
                "You do not check the input. Begin with require_pca(pca, X) and "
                "require_positive(epsilon, \"epsilon\").",
                "refuse-bad-input");

arma::mat whiten_takes_any_epsilon(const Pca& pca, const arma::mat& X, double epsilon) {
  require_pca(pca, X);
  return whiten_without_checks(pca, X, epsilon);
}
DESCENT_MISTAKE(whiten, whiten_takes_any_epsilon,
                "You do not check epsilon. Call require_positive(epsilon, \"epsilon\"): 0 does not "
                "protect from 0/0.",
                "refuse-bad-input");

// whiten_to_pixels

arma::mat pixels_not_rotated_back(const Pca& pca, const arma::mat& X, double epsilon) {
  return whiten(pca, X, epsilon);
}
DESCENT_MISTAKE(whiten_to_pixels, pixels_not_rotated_back,
                "You do not rotate back. What whiten returns are amounts of axes, not pixels: "
                "multiply with Uᵀ.",
                "back-to-pixels");

arma::mat pixels_rotated_on(const Pca& pca, const arma::mat& X, double epsilon) {
  return whiten(pca, X, epsilon) * pca.U;
}
DESCENT_MISTAKE(whiten_to_pixels, pixels_rotated_on,
                "You multiply with U once more, which rotates further. The way back is Uᵀ.",
                "back-to-pixels");

arma::mat pixels_with_the_mean(const Pca& pca, const arma::mat& X, double epsilon) {
  return (whiten(pca, X, epsilon) * pca.U.t()).eval().each_row() + pca.mean;
}
DESCENT_MISTAKE(whiten_to_pixels, pixels_with_the_mean,
                "You add the mean back. Whitened data have mean 0, also as pixels.",
                "back-to-pixels");

arma::mat pixels_by_the_eigenvalue(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(rotated(pca, X), variances(pca).t() + epsilon) * pca.U.t();
}
DESCENT_MISTAKE(whiten_to_pixels, pixels_by_the_eigenvalue,
                "You divide by the eigenvalue. It is a variance: divide by its root.", "whitening");

arma::mat pixels_without_epsilon(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(rotated(pca, X), arma::sqrt(pca.eigenvalues).t()) * pca.U.t();
}
DESCENT_MISTAKE(whiten_to_pixels, pixels_without_epsilon,
                "You leave ε out. Along an axis without variance that is 0/0, and rotated back it "
                "spoils every pixel.",
                "epsilon-inside-the-root");

arma::mat pixels_epsilon_outside(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(rotated(pca, X), arma::sqrt(variances(pca)).t() + epsilon) * pca.U.t();
}
DESCENT_MISTAKE(whiten_to_pixels, pixels_epsilon_outside,
                "You add ε to the root. It belongs inside: √(λ + ε).", "epsilon-inside-the-root");

arma::mat pixels_uncentred(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(X * pca.U, roots(pca, epsilon)) * pca.U.t();
}
DESCENT_MISTAKE(whiten_to_pixels, pixels_uncentred,
                "You do not subtract the mean: subtract pca.mean first.", "whitening");

arma::mat pixels_centred_by_themselves(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(centred(X) * pca.U, roots(pca, epsilon)) * pca.U.t();
}
DESCENT_MISTAKE(
    whiten_to_pixels, pixels_centred_by_themselves,
    "You subtract the mean of the split that you were given. Subtract pca.mean, the mean "
    "of the training split.",
    "fit-on-the-training-split");

arma::mat pixels_only_centred(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return X.each_row() - pca.mean;
}
DESCENT_MISTAKE(whiten_to_pixels, pixels_only_centred,
                "You rotate there and back and divide by nothing in between. Between the two "
                "rotations each axis is divided by √(λ + ε).",
                "back-to-pixels");

arma::mat pixels_divided_twice(const Pca& pca, const arma::mat& X, double epsilon) {
  return divided(whiten(pca, X, epsilon), roots(pca, epsilon)) * pca.U.t();
}
DESCENT_MISTAKE(whiten_to_pixels, pixels_divided_twice,
                "You divide by √(λ + ε) twice. whiten has done it already.", "back-to-pixels");

arma::mat pixels_negative_eigenvalues(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(rotated(pca, X), arma::sqrt(pca.eigenvalues + epsilon).t()) * pca.U.t();
}
DESCENT_MISTAKE(
    whiten_to_pixels, pixels_negative_eigenvalues,
    "You take the root of a negative number: an eigenvalue that should be 0 may come as "
    "round-off below 0. Let it count as 0 before ε is added.",
    "epsilon-inside-the-root");

arma::mat pixels_size_of_eigenvalues(const Pca& pca, const arma::mat& X, double epsilon) {
  check(pca, X, epsilon);
  return divided(rotated(pca, X), arma::sqrt(arma::abs(pca.eigenvalues) + epsilon).t()) * pca.U.t();
}
DESCENT_MISTAKE(whiten_to_pixels, pixels_size_of_eigenvalues,
                "You take the absolute value of a negative eigenvalue, as if that were a variance. "
                "It is round-off of 0: let it count as 0.",
                "epsilon-inside-the-root");

arma::mat pixels_without_checks(const Pca& pca, const arma::mat& X, double epsilon) {
  const arma::mat white = whiten_without_checks(pca, X, epsilon);
  return white.n_cols == pca.U.n_rows ? arma::mat(white * pca.U.t()) : white;
}
DESCENT_MISTAKE(whiten_to_pixels, pixels_without_checks,
                "You do not check the input. Begin with require_pca(pca, X) and "
                "require_positive(epsilon, \"epsilon\"), or call whiten, which does.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
