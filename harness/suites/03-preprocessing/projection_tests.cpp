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

// Dot products with loops: independent of every solution.
arma::mat coordinates(const Pca& pca, const arma::mat& X, arma::uword k) {
  arma::mat result(X.n_rows, k, arma::fill::zeros);
  for (arma::uword i = 0; i < X.n_rows; ++i) {
    for (arma::uword j = 0; j < k; ++j) {
      for (arma::uword f = 0; f < X.n_cols; ++f) {
        result(i, j) += (X(i, f) - pca.mean(f)) * pca.U(f, j);
      }
    }
  }
  return result;
}

arma::mat points(const Pca& pca, const arma::mat& projected) {
  arma::mat result(projected.n_rows, pca.mean.n_elem);
  for (arma::uword i = 0; i < result.n_rows; ++i) {
    for (arma::uword f = 0; f < result.n_cols; ++f) {
      result(i, f) = pca.mean(f);
      for (arma::uword j = 0; j < projected.n_cols; ++j) {
        result(i, f) += projected(i, j) * pca.U(f, j);
      }
    }
  }
  return result;
}

// pca_project

TEST(PcaProject, HasTheHandValues) {
  const arma::mat two = submission::pca_project(kHandPca, hand::kExamples, 2);
  const arma::mat three = submission::pca_project(kHandPca, hand::kExamples, 3);
  expect_near(
      two, arma::mat{{0.92, 0.4}, {-2.56, 5.3}},
      {.what = "the coordinates along two axes", .read = "project", .tolerance = kHandValue});
  expect_near(
      three, arma::mat{{0.92, 0.4, 2.06}, {-2.56, 5.3, 2.42}},
      {.what = "the coordinates along all three axes", .read = "project", .tolerance = kHandValue});
}

TEST(PcaProject, IsRightOnRandomData) {
  Rng rng = test_rng();
  std::vector<std::pair<arma::mat, arma::mat>> results;
  for (int i = 0; i < 5; ++i) {
    const Shape shape = i == 3 ? wide_shape(rng) : any_shape(rng);
    const Pca pca = any_pca(rng, shape.d);
    const arma::mat X = any_data(rng, shape);
    const arma::uword k = i == 4 ? shape.d : 1 + rng.below(shape.d - 1);
    results.emplace_back(submission::pca_project(pca, X, k), coordinates(pca, X, k));
  }
  for (const auto& [yours, expected] : results) {
    if (!expect_near(yours, expected,
                     {.what = "the coordinates along the first k axes",
                      .why = "(x - mean) · u_j, for the first k columns of U.",
                      .read = "project",
                      .tolerance = kBackward})) {
      return;
    }
  }
}

TEST(PcaProject, GivesUncorrelatedCoordinates) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  const Pca pca = any_pca(rng, shape.d);
  const arma::mat train = data_with(pca, shape.n, rng);
  const arma::mat yours = submission::pca_project(pca, train, shape.d);
  expect_near(mean_of(yours), arma::zeros(1, shape.d),
              {.what = "the means of the training split's coordinates",
               .read = "project",
               .tolerance = {1e-9, 1e-10}});
  expect_near(covariance_of(yours), arma::diagmat(pca.eigenvalues).eval(),
              {.what = "the covariance of the training split's coordinates",
               .why = "Along the principal axes the data are uncorrelated, and their variances are "
                      "the eigenvalues.",
               .read = "principal-components",
               .tolerance = {1e-9, 1e-10}});
}

TEST(PcaProject, KeepsDistances) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  const Pca pca = any_pca(rng, shape.d);
  const arma::mat X = any_data(rng, shape);
  const arma::mat yours = submission::pca_project(pca, X, shape.d);
  if (!checks::expect_shape(yours, shape.n, shape.d, {.what = "all coordinates"})) return;
  arma::vec before(shape.n - 1), after(shape.n - 1);
  for (arma::uword i = 1; i < shape.n; ++i) {
    before(i - 1) = arma::norm(X.row(i) - X.row(i - 1));
    after(i - 1) = arma::norm(yours.row(i) - yours.row(i - 1));
  }
  expect_near(after, before,
              {.what = "the distances between neighbouring examples, in all coordinates",
               .why = "All axes together are a rotation: no distance changes.",
               .read = "project",
               .tolerance = kBackward});
}

TEST(PcaProject, TreatsEverySplitAlike) {
  Rng rng = test_rng();
  const Pca pca = any_pca(rng, 6);
  expect_same_for_every_split(
      {"projected", 6, [&](const arma::mat& X) { return submission::pca_project(pca, X, 3); }}, rng,
      "fit-on-the-training-split");
}

TEST(PcaProject, RemembersNothing) {
  Rng rng = test_rng();
  const Pca pca = any_pca(rng, 4);
  expect_no_memory(
      {"projected", 4, [&](const arma::mat& X) { return submission::pca_project(pca, X, 2); }},
      rng);
}

TEST(PcaProject, RefusesBadInput) {
  const arma::mat X = {{1, 2}, {3, 5}, {0, 1}};
  expect_pca_checked([&](const Pca& pca) { submission::pca_project(pca, X, 1); });
  expect_examples_checked(
      [](const arma::mat& bad) { submission::pca_project(small_pca(), bad, 1); });
  expect_refusal("k = 0", [&] { submission::pca_project(small_pca(), X, 0); });
  expect_refusal("k = 3 of 2 components", [&] { submission::pca_project(small_pca(), X, 3); });
}

// pca_reconstruct

TEST(PcaReconstruct, HasTheHandValues) {
  const arma::mat yours = submission::pca_reconstruct(kHandPca, {{0.92, 0.4}, {-2.56, 5.3}});
  expect_near(yours, arma::mat{{1.0112, -1.3184, -0.236}, {-4.1616, -0.0488, 2.548}},
              {.what = "the reconstruction from two components",
               .read = "reconstruct",
               .tolerance = kHandValue});
}

TEST(PcaReconstruct, IsRightOnRandomCoordinates) {
  Rng rng = test_rng();
  std::vector<std::pair<arma::mat, arma::mat>> results;
  for (int i = 0; i < 5; ++i) {
    const Shape shape = i == 3 ? wide_shape(rng) : any_shape(rng);
    const Pca pca = any_pca(rng, shape.d);
    const arma::uword k = i == 4 ? shape.d : 1 + rng.below(shape.d - 1);
    const arma::mat projected = 3 * rng.normal(shape.n, k) + 1;
    results.emplace_back(submission::pca_reconstruct(pca, projected), points(pca, projected));
  }
  for (const auto& [yours, expected] : results) {
    if (!expect_near(yours, expected,
                     {.what = "the reconstruction",
                      .why = "mean + Σ_j projected_j · u_j, for the first k columns of U.",
                      .read = "reconstruct",
                      .tolerance = kBackward})) {
      return;
    }
  }
}

TEST(PcaReconstruct, LosesNothingWithAllComponents) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  const Pca pca = any_pca(rng, shape.d);
  const arma::mat X = any_data(rng, shape);
  expect_near(submission::pca_reconstruct(pca, coordinates(pca, X, shape.d)), X,
              {.what = "the reconstruction from all components",
               .why = "A rotation there and back.",
               .read = "reconstruct",
               .tolerance = kBackward});
}

TEST(PcaReconstruct, LosesTheVarianceOfTheOtherAxes) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  const Pca pca = any_pca(rng, shape.d);
  const arma::mat train = data_with(pca, shape.n, rng);
  const arma::uword k = 1 + rng.below(shape.d - 1);
  const arma::mat yours = submission::pca_reconstruct(pca, coordinates(pca, train, k));
  if (!checks::expect_shape(yours, shape.n, shape.d,
                            {.what = "the reconstruction", .read = "reconstruct"})) {
    return;
  }
  expect_near(arma::accu(arma::square(yours - train)),
              static_cast<double>(shape.n) * arma::accu(pca.eigenvalues.tail(shape.d - k)),
              {.what = "the squared error of the training split, from " + std::to_string(k) +
                       " of " + std::to_string(shape.d) + " components",
               .why = "What is lost is N times the sum of the eigenvalues that were left out.",
               .read = "reconstruct",
               .tolerance = {1e-9, 1e-9},
               .setting = {.examples = static_cast<double>(shape.n)}});
}

TEST(PcaReconstruct, GivesTheMeanForZeroCoordinates) {
  Rng rng = test_rng();
  const Pca pca = any_pca(rng, 5);
  expect_near(submission::pca_reconstruct(pca, arma::zeros(2, 3)), arma::repmat(pca.mean, 2, 1),
              {.what = "the reconstruction of coordinates that are all 0",
               .why = "The axes begin at the mean of the training split.",
               .read = "reconstruct"});
}

TEST(PcaReconstruct, TreatsEverySplitAlike) {
  Rng rng = test_rng();
  const Pca pca = any_pca(rng, 6);
  expect_same_for_every_split(
      {"reconstructed", 4, [&](const arma::mat& Z) { return submission::pca_reconstruct(pca, Z); }},
      rng, "fit-on-the-training-split");
}

TEST(PcaReconstruct, RefusesBadInput) {
  const double nan = arma::datum::nan;
  expect_pca_checked([](const Pca& pca) { submission::pca_reconstruct(pca, arma::vec{1, 2}); });
  const auto call = [](const arma::mat& projected) {
    return [=] { submission::pca_reconstruct(small_pca(), projected); };
  };
  expect_refusal("no coordinates", call(arma::mat(0, 1)));
  expect_refusal("no components", call(arma::mat(3, 0)));
  expect_refusal("three coordinates for two axes", call({{1, 2, 3}}));
  expect_refusal("NaN among the coordinates", call({{1, nan}}));
}

// explained_variance

TEST(ExplainedVariance, HasTheHandValues) {
  Pca pca{.mean = arma::rowvec(4, arma::fill::zeros),
          .U = arma::eye(4, 4),
          .eigenvalues = {7.990145338698, 2.426158551288, 0.5982031837022, 0.0104929263115}};
  arma::vec yours(5);
  for (arma::uword k = 0; k <= 4; ++k) yours(k) = submission::explained_variance(pca, k);
  expect_near(yours, arma::vec{0, 0.7247297359363, 0.9447894684795, 0.999048260652, 1},
              {.what = "the parts of the variance that 0, 1, ... 4 components carry",
               .read = "explained-variance",
               .tolerance = kHandValue});
}

TEST(ExplainedVariance, IsRightForRandomEigenvalues) {
  Rng rng = test_rng();
  for (int i = 0; i < 3; ++i) {
    const arma::uword d = 3 + rng.below(6);
    Pca pca = any_pca(rng, d);
    pca.eigenvalues *= std::pow(10.0, 4 * (i - 1));
    arma::vec yours(d + 1), expected(d + 1);
    for (arma::uword k = 0; k <= d; ++k) {
      yours(k) = submission::explained_variance(pca, k);
      double sum = 0, total = 0;
      for (arma::uword j = 0; j < d; ++j) {
        total += pca.eigenvalues(j);
        if (j < k) sum += pca.eigenvalues(j);
      }
      expected(k) = sum / total;
    }
    if (!expect_near(yours, expected,
                     {.what = "the parts of the variance that 0, 1, 2 ... components carry",
                      .why = "The first k eigenvalues' part of the sum of all.",
                      .read = "explained-variance"})) {
      return;
    }
  }
}

TEST(ExplainedVariance, TakesDataThatLieInAPlane) {
  const Pca pca{.mean = {1, 2, 3, 4}, .U = arma::eye(4, 4), .eigenvalues = {3, 1, 0, -1e-17}};
  arma::vec yours(5);
  for (arma::uword k = 0; k <= 4; ++k) yours(k) = submission::explained_variance(pca, k);
  expect_near(yours, arma::vec{0, 0.75, 1, 1, 1},
              {.what = "the parts of the variance of data that lie in a plane",
               .why = "Two axes carry all of it.",
               .read = "explained-variance"});
}

TEST(ExplainedVariance, IsOneWhereNothingVaries) {
  const Pca pca{.mean = {1, 2}, .U = arma::eye(2, 2), .eigenvalues = {0, 0}};
  const double one = submission::explained_variance(pca, 1);
  const double two = submission::explained_variance(pca, 2);
  expect_near(arma::vec{one, two}, arma::vec{1, 1},
              {.what = "the part that 1 and 2 components carry of no variance at all",
               .why = "0/0 is NaN; but where nothing varies, nothing can be lost.",
               .read = "explained-variance"});
}

TEST(ExplainedVariance, RefusesBadInput) {
  expect_pca_checked([](const Pca& pca) { submission::explained_variance(pca, 1); });
  expect_refusal("k = 3 of 2 components", [] { submission::explained_variance(small_pca(), 3); });
}

}  // namespace
}  // namespace descent::suite
