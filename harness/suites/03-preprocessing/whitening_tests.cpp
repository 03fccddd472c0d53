#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "harness/suites/03-preprocessing/bad_pca.hpp"
#include "harness/suites/03-preprocessing/hand.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::kBackward;
using checks::kHandValue;

Rng test_rng() { return Rng(remote::test_seed()); }

const Pca kHandPca{hand::kAxesMean, hand::kAxes, hand::kVariances};

// The formula with loops: independent of every solution.
arma::mat whitened(const Pca& pca, const arma::mat& X, double epsilon) {
  arma::mat result(arma::size(X), arma::fill::zeros);
  for (arma::uword i = 0; i < X.n_rows; ++i) {
    for (arma::uword j = 0; j < X.n_cols; ++j) {
      for (arma::uword f = 0; f < X.n_cols; ++f) {
        result(i, j) += (X(i, f) - pca.mean(f)) * pca.U(f, j);
      }
      result(i, j) /= std::sqrt(std::max(pca.eigenvalues(j), 0.0) + epsilon);
    }
  }
  return result;
}

arma::mat rotated_back(const Pca& pca, const arma::mat& white) {
  arma::mat result(arma::size(white), arma::fill::zeros);
  for (arma::uword i = 0; i < white.n_rows; ++i) {
    for (arma::uword f = 0; f < white.n_cols; ++f) {
      for (arma::uword j = 0; j < white.n_cols; ++j) result(i, f) += white(i, j) * pca.U(f, j);
    }
  }
  return result;
}

using Whiten = std::function<arma::mat(const Pca&, const arma::mat&, double)>;
const Whiten kWhiten = [](const Pca& pca, const arma::mat& X, double epsilon) {
  return submission::whiten(pca, X, epsilon);
};
const Whiten kToPixels = [](const Pca& pca, const arma::mat& X, double epsilon) {
  return submission::whiten_to_pixels(pca, X, epsilon);
};
const Whiten kExpectedPixels = [](const Pca& pca, const arma::mat& X, double epsilon) {
  return rotated_back(pca, whitened(pca, X, epsilon));
};

void expect_right_values(const Whiten& yours, const Whiten& expected, const std::string& what,
                         const std::string& read) {
  Rng rng = test_rng();
  std::vector<std::pair<arma::mat, arma::mat>> results;
  for (const double epsilon : {1e-5, 0.1, 3.0, 1e-5}) {
    const Shape shape = epsilon == 3.0 ? wide_shape(rng) : any_shape(rng);
    const Pca pca = any_pca(rng, shape.d);
    const arma::mat X = any_data(rng, shape);
    results.emplace_back(yours(pca, X, epsilon), expected(pca, X, epsilon));
  }
  for (const auto& [came, right] : results) {
    if (!expect_near(came, right,
                     {.what = what,
                      .why = "Divided by √(λ + ε), each axis by its own.",
                      .read = read,
                      .tolerance = kBackward})) {
      return;
    }
  }
}

// Axes without variance, and eigenvalues that round-off left a little below 0.
void expect_finite_for_flat_data(const Whiten& yours, const Whiten& expected,
                                 const std::string& what) {
  Rng rng = test_rng();
  Pca pca = any_pca(rng, 5);
  pca.eigenvalues.tail(2).zeros();
  const arma::mat flat = data_with(pca, 9, rng);
  Pca noisy = pca;
  noisy.eigenvalues(4) = -3e-16;
  Pca large = pca;
  large.eigenvalues = {1e13, 1e12, 3e11, 0, -2e-3};
  const arma::mat far = data_with({large.mean, large.U, {1e13, 1e12, 3e11, 0, 0}}, 9, rng);
  const arma::mat one = yours(pca, flat, 1e-5);
  const arma::mat two = yours(noisy, flat, 1e-5);
  const arma::mat three = yours(large, far, 1e-5);
  const arma::mat beside = large.mean + large.U.col(4).t();  // by 1 along the axis of -0.002
  const arma::mat four = yours(large, beside, 1e-5);
  const checks::About about{.what = what + ", of data that lie in a flat",
                            .why =
                                "Along an axis without variance all coordinates are 0, up to "
                                "round-off: ε keeps 0/√0 away.",
                            .read = "epsilon-inside-the-root",
                            .tolerance = {1e-8, 1e-9}};
  if (!expect_near(one, expected(pca, flat, 1e-5), about) ||
      !expect_near(two, expected(pca, flat, 1e-5), about)) {
    return;
  }
  if (!checks::expect_finite(
          three,
          {.what = what + ", of data of the size 1e6",
           .why = "Eigenvalues beside 1e13 may be wrong by 1e-3, and one that should be 0 came as "
                  "-0.002: larger than ε, and the root of a negative number is NaN. A negative "
                  "eigenvalue counts as 0.",
           .read = "epsilon-inside-the-root"})) {
    return;
  }
  expect_near(four, expected(large, beside, 1e-5),
              {.what = what + ", of an example 1 from the mean along an axis of λ = -0.002",
               .why = "A negative eigenvalue counts as 0: along its axis 1 becomes 1/√ε = 316.",
               .read = "epsilon-inside-the-root",
               .tolerance = kBackward});
}

void expect_bad_input_refused(const Whiten& yours) {
  const arma::mat X = {{1, 2}, {3, 5}, {0, 1}};
  expect_pca_checked([&](const Pca& pca) { yours(pca, X, 1e-5); });
  expect_examples_checked([&](const arma::mat& bad) { yours(small_pca(), bad, 1e-5); });
  expect_refusal("an epsilon of 0", [&] { yours(small_pca(), X, 0); });
  expect_refusal("a negative epsilon", [&] { yours(small_pca(), X, -0.1); });
  expect_refusal("an epsilon of NaN", [&] { yours(small_pca(), X, arma::datum::nan); });
}

// whiten

TEST(Whiten, HasTheHandValues) {
  expect_near(submission::whiten(kHandPca, hand::kExamples, 0.5),
              arma::mat{{0.3066666666667, 0.2666666666667, 2.913279938489},
                        {-0.8533333333333, 3.533333333333, 3.422396820943}},
              {.what = "the whitened examples, ε = 0.5",
               .why = "The roots are √9, √2.25 and √0.5.",
               .read = "whitening",
               .tolerance = kHandValue});
}

TEST(Whiten, IsRightOnRandomData) {
  expect_right_values(kWhiten, whitened, "the whitened examples", "whitening");
}

TEST(Whiten, GivesARoundCloud) {
  Rng rng = test_rng();
  for (const double epsilon : {1e-5, 0.5}) {
    const Shape shape = any_shape(rng);
    const Pca pca = any_pca(rng, shape.d);
    const arma::mat train = data_with(pca, shape.n, rng);
    const arma::mat yours = submission::whiten(pca, train, epsilon);
    const arma::vec left = pca.eigenvalues / (pca.eigenvalues + epsilon);
    if (!expect_near(covariance_of(yours), arma::diagmat(left).eval(),
                     {.what = "the covariance of the whitened training split",
                      .why = "Every axis has the variance λ/(λ + ε), nearly 1, and none is "
                             "correlated with another.",
                      .read = "whitening",
                      .tolerance = {1e-9, 1e-9}}) ||
        !expect_near(mean_of(yours), arma::zeros(1, shape.d),
                     {.what = "the mean of the whitened training split",
                      .read = "whitening",
                      .tolerance = {1e-9, 1e-9}})) {
      return;
    }
  }
}

TEST(Whiten, UsesTheEpsilonItIsGiven) {
  Rng rng = test_rng();
  const Pca pca = any_pca(rng, 4);
  const arma::mat X = any_data(rng, {6, 4});
  const arma::mat small = submission::whiten(pca, X, 1e-9);
  const arma::mat large = submission::whiten(pca, X, 1e6);
  expect_near(small, whitened(pca, X, 1e-9),
              {.what = "the whitened examples, ε = 1e-9",
               .read = "epsilon-inside-the-root",
               .tolerance = kBackward});
  expect_near(large, whitened(pca, X, 1e6),
              {.what = "the whitened examples, ε = 1e6",
               .why = "Beside so large an ε no eigenvalue matters: everything is divided by about "
                      "√ε = 1000.",
               .read = "epsilon-inside-the-root",
               .tolerance = kBackward});
}

TEST(Whiten, StaysFiniteForDataInAFlat) {
  expect_finite_for_flat_data(kWhiten, whitened, "the whitened examples");
}

TEST(Whiten, TreatsEverySplitAlike) {
  Rng rng = test_rng();
  const Pca pca = any_pca(rng, 5);
  expect_same_for_every_split(
      {"whitened", 5, [&](const arma::mat& X) { return submission::whiten(pca, X, 1e-5); }}, rng,
      "fit-on-the-training-split");
}

TEST(Whiten, RemembersNothing) {
  Rng rng = test_rng();
  const Pca pca = any_pca(rng, 4);
  expect_no_memory(
      {"whitened", 4, [&](const arma::mat& X) { return submission::whiten(pca, X, 0.1); }}, rng);
}

TEST(Whiten, RefusesBadInput) { expect_bad_input_refused(kWhiten); }

// whiten_to_pixels

TEST(WhitenToPixels, HasTheHandValues) {
  expect_near(submission::whiten_to_pixels(kHandPca, hand::kExamples, 0.5),
              arma::mat{{1.295441037141, 2.171699160633, 1.50263462976},
                        {-1.491116192614, 3.900733965403, 2.736104759232}},
              {.what = "the whitened examples, rotated back, ε = 0.5",
               .read = "back-to-pixels",
               .tolerance = kHandValue});
}

TEST(WhitenToPixels, IsRightOnRandomData) {
  expect_right_values(kToPixels, kExpectedPixels, "the whitened examples, rotated back",
                      "back-to-pixels");
}

TEST(WhitenToPixels, GivesUncorrelatedPixels) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  const Pca pca = any_pca(rng, shape.d);
  const arma::mat train = data_with(pca, shape.n, rng);
  const arma::mat yours = submission::whiten_to_pixels(pca, train, 1e-12);
  expect_near(covariance_of(yours), arma::eye(shape.d, shape.d),
              {.what = "the covariance of the pixels, ε = 1e-12",
               .why = "A round cloud, rotated, is a round cloud.",
               .read = "back-to-pixels",
               .tolerance = {1e-8, 1e-8}});
}

TEST(WhitenToPixels, DoesNotMindTheSignsOfTheAxes) {
  Rng rng = test_rng();
  const Pca pca = any_pca(rng, 5);
  Pca turned = pca;
  turned.U.col(0) *= -1;
  turned.U.col(3) *= -1;
  const arma::mat X = any_data(rng, {7, 5});
  const arma::mat one = submission::whiten_to_pixels(pca, X, 1e-5);
  const arma::mat two = submission::whiten_to_pixels(turned, X, 1e-5);
  expect_near(two, one,
              {.what = "the pixels whitened with two axes turned round",
               .why = "An axis is used twice, there and back, so its sign cancels.",
               .read = "back-to-pixels",
               .tolerance = kBackward});
}

// Of all ways to whiten, this one moves the pixels least: its matrix is symmetric and positive.
TEST(WhitenToPixels, StaysCloseToThePixels) {
  Rng rng = test_rng();
  const arma::uword d = 6;
  const Pca pca = any_pca(rng, d);
  const arma::mat around = arma::repmat(pca.mean, d, 1) + arma::eye(d, d);
  Pca round = pca;
  round.eigenvalues.ones();
  const arma::mat X = any_data(rng, {9, d});
  const arma::mat matrix = submission::whiten_to_pixels(pca, around, 1e-5);
  const arma::mat white = submission::whiten_to_pixels(round, X, 1e-12);
  const arma::mat centred = X.each_row() - pca.mean;
  if (!expect_near(
          matrix, arma::mat(matrix.t()),
          {.what = "the matrix that whitens, against its transpose",
           .why = "U·diag(1/√(λ + ε))·Uᵀ is symmetric: what pixel a does to pixel b, b does "
                  "to a.",
           .read = "back-to-pixels",
           .tolerance = kBackward})) {
    return;
  }
  expect_near(white, centred,
              {.what = "the pixels where all eigenvalues are 1",
               .why = "The cloud is round already: nothing is left to do but to subtract the mean.",
               .read = "back-to-pixels",
               .tolerance = kBackward});
}

TEST(WhitenToPixels, StaysFiniteForDataInAFlat) {
  expect_finite_for_flat_data(kToPixels, kExpectedPixels, "the whitened examples, rotated back");
}

TEST(WhitenToPixels, TreatsEverySplitAlike) {
  Rng rng = test_rng();
  const Pca pca = any_pca(rng, 5);
  expect_same_for_every_split(
      {"whitened", 5,
       [&](const arma::mat& X) { return submission::whiten_to_pixels(pca, X, 1e-5); }},
      rng, "fit-on-the-training-split");
}

TEST(WhitenToPixels, RefusesBadInput) { expect_bad_input_refused(kToPixels); }

}  // namespace
}  // namespace descent::suite
