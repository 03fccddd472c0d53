#include "harness/suites/03-preprocessing/problem.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/compare.hpp"
#include "harness/checks/properties.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;

// Axes come out of an iteration that stops at some round-off; what they rotate inherits it.
constexpr checks::Tolerance kRotated{1e-9, 1e-10};

double largest_of(const arma::mat& values) { return arma::abs(values).max(); }

bool close(const arma::mat& a, const arma::mat& b) {
  return arma::size(a) == arma::size(b) &&
         largest_of(a - b) <= 1e-8 * std::max(largest_of(b), 1e-300);
}

/// Off its diagonal the rotated covariance is 0.
bool diagonalizes(const arma::mat& U, const arma::mat& C) {
  arma::mat rotated = U.t() * C * U;
  rotated.diag().zeros();
  return largest_of(rotated) <= 1e-10 * std::max(largest_of(C), 1e-300);
}

/// What was likely done where eigenvalues or axes are wrong; empty if nothing is recognised.
std::string likely(const arma::mat& X, const Pca& yours) {
  const arma::mat C = covariance_of(X);
  const double n = static_cast<double>(X.n_rows);
  const arma::vec right = arma::reverse(arma::eig_sym(C)).eval();
  const arma::vec& values = yours.eigenvalues;
  if (values.n_elem != right.n_elem) return "";
  if (close(values, arma::reverse(right))) {
    return "The eigenvalues rise: arma::eig_sym returns the smallest first. Reverse them, and the "
           "columns of U with them.";
  }
  if (n > 1 && close(values, right * (n / (n - 1)))) {
    return "The eigenvalues are N/(N - 1) times too large: the covariance divides by N.";
  }
  if (close(values, right * n)) {
    return "The eigenvalues are N times too large: XᵀX must be divided by N.";
  }
  if (close(arma::square(values), right)) {
    return "These are standard deviations, the roots of the eigenvalues.";
  }
  if (close(arma::square(values), right * n)) {
    return "These are the singular values s of the centred data. The eigenvalues are s²/N.";
  }
  if (close(values, arma::reverse(arma::eig_sym(X.t() * X / n)))) {
    return "These are the eigenvalues of XᵀX/N of data that were not centred.";
  }
  if (close(values, right) && diagonalizes(arma::fliplr(yours.U), C) && values.n_elem > 1) {
    arma::vec variances = (yours.U.t() * C * yours.U).eval().diag();
    if (close(arma::reverse(variances), right) && !close(variances, right)) {
      return "Eigenvalues and columns of U are in opposite order: turn both round, or neither.";
    }
  }
  if (diagonalizes(yours.U.t(), C) && !diagonalizes(yours.U, C)) {
    return "U is transposed: its columns are the axes, not its rows.";
  }
  return "";
}

/// Reports, with what is likely in place of the patterns' guess.
bool judge(checks::compare::MaybeFinding finding, const std::string& likely,
           checks::Location location = checks::Location::current()) {
  if (!finding) return true;
  if (!likely.empty()) finding->likely = likely;
  checks::report(std::move(*finding), location);
  return false;
}

}  // namespace

Shape any_shape(Rng& rng) { return {9 + rng.below(6), 3 + rng.below(6)}; }

Shape wide_shape(Rng& rng) { return {3 + rng.below(3), 7 + rng.below(3)}; }

arma::mat any_data(Rng& rng, const Shape& shape) {
  const arma::mat mix = rng.normal(shape.d, shape.d) / std::sqrt(static_cast<double>(shape.d));
  arma::mat X = rng.normal(shape.n, shape.d) * (mix + arma::eye(shape.d, shape.d));
  X.each_row() %= arma::rowvec(rng.uniform(1, shape.d, 0.3, 4));
  X.each_row() += arma::rowvec(rng.uniform(1, shape.d, -5, 5));
  return X;
}

arma::mat any_axes(Rng& rng, arma::uword d) {
  arma::mat Q, R;
  arma::qr(Q, R, rng.normal(d, d));
  return Q;
}

arma::vec any_eigenvalues(Rng& rng, arma::uword d) {
  arma::vec values(d);
  values(0) = rng.uniform(3, 9);
  for (arma::uword j = 1; j < d; ++j) values(j) = values(j - 1) * rng.uniform(0.3, 0.8);
  return values;
}

Pca any_pca(Rng& rng, arma::uword d) {
  const arma::rowvec mean = rng.uniform(1, d, -5, 5);
  const arma::mat U = any_axes(rng, d);
  return {mean, U, any_eigenvalues(rng, d)};
}

arma::mat data_with(const Pca& pca, arma::uword n, Rng& rng) {
  // Orthonormal columns, all of them at right angles to the column of ones: mean 0, no correlation.
  const arma::uword d = pca.mean.n_elem;
  arma::mat Q, R;
  arma::qr_econ(Q, R, arma::join_rows(arma::ones(n, 1), rng.normal(n, d)));
  arma::mat X = Q.tail_cols(d) * std::sqrt(static_cast<double>(n));
  X.each_row() %= arma::sqrt(pca.eigenvalues).t().eval();
  X = X * pca.U.t();
  X.each_row() += pca.mean;
  return X;
}

arma::uvec another_order(Rng& rng, arma::uword n) {
  const arma::uvec ring = rng.permutation(n);
  arma::uvec order(n);
  for (arma::uword i = 0; i < n; ++i) order(ring(i)) = ring((i + 1) % n);
  return order;
}

arma::rowvec mean_of(const arma::mat& X) { return arma::mean(X, 0); }

arma::rowvec variance_of(const arma::mat& X) {
  const arma::mat centred = X.each_row() - mean_of(X);
  return arma::mean(arma::square(centred), 0);
}

arma::mat covariance_of(const arma::mat& X) {
  const arma::mat centred = X.each_row() - mean_of(X);
  return centred.t() * centred / static_cast<double>(X.n_rows);
}

void expect_same_for_every_split(const Transform& transform, Rng& rng, const std::string& read) {
  const arma::uword n = 6 + rng.below(5);
  const arma::mat X = any_data(rng, {n, transform.features}) + 3;
  const arma::uvec order = another_order(rng, n);
  const arma::uword part = 2 + rng.below(n - 3);
  // All calls before the first comparison: the more of them, the better a mistake can be named.
  const arma::mat whole = transform.yours(X);
  const arma::mat permuted = transform.yours(X.rows(order));
  const arma::mat head = transform.yours(X.head_rows(part));
  const arma::mat alone = transform.yours(X.row(n - 1));
  const arma::mat moved = transform.yours(X + 2);

  const checks::About about{.what = "the " + transform.what + " split",
                            .why = "",
                            .read = read,
                            .tolerance = checks::kBackward};
  if (!checks::expect_shape(whole, n, whole.n_cols, about)) return;
  const auto same = [&](const arma::mat& yours, const arma::mat& expected, const char* which,
                        const char* why) {
    return expect_near(yours, expected,
                       {.what = "the " + transform.what + " split, " + which,
                        .why = why,
                        .read = read,
                        .tolerance = checks::kBackward});
  };
  if (!same(alone, whole.row(n - 1), "of one example",
            "An example gives the same numbers whichever others stand beside it, and also alone: "
            "all statistics come from the training split.") ||
      !same(head, whole.head_rows(part), "of the first examples only",
            "The first examples alone give what they give among the others: all statistics come "
            "from the training split, none from the split itself.") ||
      !same(permuted, whole.rows(order), "in another order",
            "Another order of the examples is another order of the result, and nothing else.")) {
    return;
  }
  // The transform is affine: what 2 more in every feature does to one example, it does to all.
  const arma::mat difference = moved - whole;
  if (!checks::expect_finite(difference, about)) return;
  checks::expect_greater(
      largest_of(difference), 1e-6,
      {.what = "the change of the " + transform.what + " split when its values grow by 2",
       .why = "A split that lies elsewhere than the training split must still do "
              "so afterwards. Is it centred by its own mean?",
       .read = "fit-on-the-training-split"});
}

void expect_no_memory(const Transform& transform, Rng& rng) {
  const arma::mat X = any_data(rng, {7, transform.features});
  checks::expect_same_twice(
      [&] { return transform.yours(X); },
      {.what = "the " + transform.what + " split", .read = "fit-on-the-training-split"});
}

bool expect_pca_of(const arma::mat& X, const Pca& yours) {
  const arma::uword d = X.n_cols;
  const arma::mat C = covariance_of(X);
  const double scale = std::max(largest_of(C), 1e-300);
  const bool few = X.n_rows <= d;
  if (!expect_near(
          yours.mean, mean_of(X),
          {.what = "mean", .why = "The mean of each column.", .read = "principal-components"}) ||
      !checks::expect_shape(yours.U, d, d,
                            {.what = "U",
                             .why = few ? "Also with fewer examples than features U has D columns: "
                                          "the missing ones complete the basis, with eigenvalue 0."
                                        : "One axis a column, as many as features.",
                             .read = "fewer-examples-than-features"}) ||
      !checks::expect_shape(yours.eigenvalues, d, 1,
                            {.what = "the eigenvalues",
                             .why = "One for each column of U; those beyond the data's rank are 0.",
                             .read = "fewer-examples-than-features"}) ||
      !checks::expect_finite(yours.U, {.what = "U", .read = "principal-components"}) ||
      !checks::expect_finite(yours.eigenvalues,
                             {.what = "the eigenvalues", .read = "principal-components"})) {
    return false;
  }
  const std::string guess = likely(X, yours);
  const auto near = [&](const arma::mat& came, const arma::mat& expected, const char* what,
                        const char* why, const char* read) {
    return judge(
        checks::compare::near(came, expected,
                              {.what = what, .why = why, .read = read, .tolerance = kRotated}),
        guess);
  };
  if (!near(yours.U.t() * yours.U, arma::eye(d, d), "UᵀU",
            "The axes have length 1 and stand at right angles to each other: UᵀU is the identity.",
            "principal-components")) {
    return false;
  }
  for (arma::uword j = 1; j < d; ++j) {
    if (yours.eigenvalues(j) <= yours.eigenvalues(j - 1) + 1e-12 * scale) continue;
    return judge(checks::compare::less(yours.eigenvalues(j), yours.eigenvalues(j - 1),
                                       {.what = "eigenvalue " + std::to_string(j),
                                        .why = "The largest comes first: no eigenvalue is larger "
                                               "than the one before it.",
                                        .read = "the-order-of-eigenvalues"}),
                 guess);
  }
  const double size = std::max(arma::abs(X).max(), 1e-150);
  if (scale <= 1e-24 * size * size) {  // one example, or all alike
    return near(yours.eigenvalues / (size * size), arma::zeros(d, 1),
                "the eigenvalues, divided by the square of the largest number in the data",
                "Nothing varies: all variances are 0.", "principal-components");
  }
  const arma::mat rotated = yours.U.t() * C * yours.U;
  return near(rotated, arma::diagmat(rotated.diag()).eval(), "the covariance along your axes, UᵀCU",
              "Along the principal axes the data are uncorrelated: off the diagonal is 0.",
              "principal-components") &&
         near(yours.eigenvalues, rotated.diag(), "the eigenvalues",
              "An eigenvalue is the variance (divided by N) of the data along its column of U.",
              "principal-components");
}

void expect_same_axes(const Pca& yours, const Pca& expected) {
  const arma::vec& values = expected.eigenvalues;
  for (arma::uword j = 0; j < values.n_elem; ++j) {
    const double gap_before = j == 0 ? values(0) : values(j - 1) - values(j);
    const double gap_after = j + 1 == values.n_elem ? values(0) : values(j) - values(j + 1);
    if (std::min(gap_before, gap_after) < 1e-6 * values(0)) continue;
    const arma::mat projector = yours.U.col(j) * yours.U.col(j).t();
    if (!expect_near(
            projector, expected.U.col(j) * expected.U.col(j).t(),
            {.what = "u·uᵀ, where u is column " + std::to_string(j) + " of U",
             .why = "u·uᵀ is the same for u and -u, so the sign of an axis does not matter.",
             .read = "signs-are-free",
             .tolerance = {1e-8, 1e-8}})) {
      return;
    }
  }
}

}  // namespace descent::suite
