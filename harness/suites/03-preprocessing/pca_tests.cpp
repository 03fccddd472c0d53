#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "datasets/digits.hpp"
#include "harness/suites/03-preprocessing/hand.hpp"
#include "harness/suites/03-preprocessing/problem.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::kHandValue;

Rng test_rng() { return Rng(remote::test_seed()); }

// covariance

TEST(Covariance, HasTheHandValues) {
  expect_near(submission::covariance(hand::kTrain), hand::kCovariance,
              {.what = "the covariance matrix",
               .read = "the-covariance",
               .tolerance = kHandValue,
               .setting = {.examples = 5}});
}

TEST(Covariance, IsRightOnRandomData) {
  Rng rng = test_rng();
  std::vector<std::pair<arma::mat, arma::mat>> results;
  double n = 0;
  for (int i = 0; i < 4; ++i) {
    const Shape shape = i == 3 ? wide_shape(rng) : any_shape(rng);
    const arma::mat X = any_data(rng, shape);
    if (i == 0) n = static_cast<double>(shape.n);
    results.emplace_back(submission::covariance(X), reference::covariance(X));
    if (i > 0) continue;
    results.emplace_back(submission::covariance(X.rows(another_order(rng, shape.n))),
                         reference::covariance(X));
    results.emplace_back(submission::covariance(arma::repmat(X, 3, 1)), reference::covariance(X));
  }
  const std::vector<std::string> whys = {"", "The order of the examples does not matter.",
                                         "Every example three times: a mean over the examples does "
                                         "not change. Is it divided by N?"};
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!expect_near(results[i].first, results[i].second,
                     {.what = "the covariance matrix",
                      .why = i < whys.size() ? whys[i] : "",
                      .read = "the-covariance",
                      .setting = {.examples = i == 0 ? n : 0}})) {
      return;
    }
  }
}

TEST(Covariance, HasTheVariancesOnItsDiagonal) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  const arma::mat X = any_data(rng, shape);
  const arma::mat yours = submission::covariance(X);
  if (!checks::expect_shape(yours, shape.d, shape.d,
                            {.what = "the covariance matrix",
                             .why = "One row and one column for each feature.",
                             .read = "the-covariance"})) {
    return;
  }
  expect_near(arma::vec(yours.diag()), arma::vec(variance_of(X).t()),
              {.what = "the diagonal of the covariance matrix",
               .why = "A feature's covariance with itself is its variance, divided by N.",
               .read = "divide-by-n",
               .setting = {.examples = static_cast<double>(shape.n)}});
  expect_near(yours, arma::mat(yours.t()),
              {.what = "the covariance matrix, against its transpose",
               .why = "a with b varies as b with a: the matrix is symmetric.",
               .read = "the-covariance"});
}

TEST(Covariance, DoesNotMindWhereTheDataLie) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  const arma::mat X = any_data(rng, shape);
  const arma::mat moved = X.each_row() + arma::rowvec(rng.uniform(1, shape.d, -50, 50));
  const arma::mat yours = submission::covariance(X);
  expect_near(submission::covariance(moved), yours,
              {.what = "the covariance of the data moved elsewhere",
               .why = "A number added to a feature moves its mean along, and the distances to the "
                      "mean stay. Are the columns centred?",
               .read = "centre-first",
               .tolerance = {1e-9, 1e-10}});
}

TEST(Covariance, IsExactFarFromZero) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  const arma::mat small = any_data(rng, shape);
  expect_near(submission::covariance(small + 1e7), covariance_of(small),
              {.what = "the covariance of data around 1e7",
               .why = "The mean of the products minus the product of the means loses all digits "
                      "where the mean is large: centre first, then multiply.",
               .read = "centre-first",
               .tolerance = {1e-6, 1e-7}});
}

TEST(Covariance, GrowsWithTheSquareOfTheUnit) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  const arma::mat X = any_data(rng, shape);
  expect_near(submission::covariance(-3 * X), 9 * submission::covariance(X),
              {.what = "the covariance of -3·X",
               .why = "A covariance is a product of two features: both are -3 times as large.",
               .read = "the-covariance"});
}

TEST(Covariance, IsZeroOfAConstantFeatureAndOfOneExample) {
  Rng rng = test_rng();
  arma::mat X = any_data(rng, {10, 4});
  X.col(2).fill(-0.7);
  const arma::mat yours = submission::covariance(X);
  const arma::mat one = submission::covariance(X.row(3));
  if (!checks::expect_shape(yours, 4, 4, {.what = "the covariance matrix"})) return;
  expect_near(yours.col(2), arma::zeros(4, 1),
              {.what = "the covariances of a constant feature",
               .why = "What never varies varies with nothing.",
               .read = "constant-features"});
  expect_near(one, arma::zeros(4, 4),
              {.what = "the covariance matrix of one example",
               .why = "One example is its own mean.",
               .read = "the-covariance"});
}

TEST(Covariance, RefusesBadInput) {
  const double nan = arma::datum::nan;
  expect_refusal("no examples", [] { submission::covariance(arma::mat(0, 3)); });
  expect_refusal("no features", [] { submission::covariance(arma::mat(3, 0)); });
  expect_refusal("NaN among the examples", [&] { submission::covariance({{1, nan}, {2, 3}}); });
  expect_refusal("infinity among the examples", [&] {
    submission::covariance({{1, 2}, {arma::datum::inf, 3}});
  });
}

// pca_fit

TEST(PcaFit, HasTheHandValues) {
  const Pca yours = submission::pca_fit(hand::kTrain);
  if (!expect_pca_of(hand::kTrain, yours)) return;
  expect_near(yours.eigenvalues,
              arma::vec{7.990145338698, 2.426158551288, 0.5982031837022, 0.0104929263115},
              {.what = "the eigenvalues",
               .read = "the-order-of-eigenvalues",
               .tolerance = kHandValue,
               .setting = {.examples = 5}});
  expect_near(
      yours.U.col(0) * yours.U.col(0).t(),
      arma::mat{{0.3738338691986, -0.4198226042076, 0.1048237575948, -0.2164325952316},
                {-0.4198226042076, 0.4714688355591, -0.1177190900081, 0.2430579550224},
                {0.1048237575948, -0.1177190900081, 0.02939278931534, -0.06068812851763},
                {-0.2164325952316, 0.2430579550224, -0.06068812851763, 0.1253045059269}},
      {.what = "u·uᵀ of the first axis", .read = "signs-are-free", .tolerance = kHandValue});
  expect_near(
      yours.U.col(1) * yours.U.col(1).t(),
      arma::mat{{0.3258965659696, 0.02331305162193, -0.1621697131133, 0.4391417539151},
                {0.02331305162193, 0.00166770206464, -0.0116008307178, 0.03141406031054},
                {-0.1621697131133, -0.0116008307178, 0.08069743163148, -0.2185217632982},
                {0.4391417539151, 0.03141406031054, -0.2185217632982, 0.5917383003343}},
      {.what = "u·uᵀ of the second axis", .read = "signs-are-free", .tolerance = kHandValue});
}

TEST(PcaFit, FindsTheAxesThatTheDataHave) {
  Rng rng = test_rng();
  std::vector<std::pair<Pca, arma::mat>> fits;
  std::vector<Pca> truths;
  for (int i = 0; i < 3; ++i) {
    const Shape shape = any_shape(rng);
    const Pca truth = any_pca(rng, shape.d);
    const arma::mat train = data_with(truth, shape.n, rng);
    fits.emplace_back(submission::pca_fit(train), train);
    truths.push_back(truth);
  }
  for (std::size_t i = 0; i < fits.size(); ++i) {
    const auto& [yours, train] = fits[i];
    if (!expect_pca_of(train, yours)) return;
    expect_near(yours.eigenvalues, truths[i].eigenvalues,
                {.what = "the eigenvalues",
                 .why = "The data were made with these variances along their axes.",
                 .read = "the-order-of-eigenvalues",
                 .tolerance = {1e-9, 1e-10}});
    expect_same_axes(yours, truths[i]);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(PcaFit, DiagonalizesTheCovarianceOfRandomData) {
  Rng rng = test_rng();
  std::vector<std::pair<Pca, arma::mat>> fits;
  for (int i = 0; i < 3; ++i) {
    const arma::mat train = any_data(rng, any_shape(rng));
    fits.emplace_back(submission::pca_fit(train), train);
  }
  for (const auto& [yours, train] : fits) {
    if (!expect_pca_of(train, yours)) return;
  }
}

TEST(PcaFit, CompletesTheAxesWhereExamplesAreFew) {
  Rng rng = test_rng();
  const Shape shape = wide_shape(rng);
  const arma::mat train = any_data(rng, shape);
  const Pca yours = submission::pca_fit(train);
  if (!expect_pca_of(train, yours)) return;
  const arma::uword rank = shape.n - 1;
  expect_near(yours.eigenvalues.tail(shape.d - rank) / yours.eigenvalues(0),
              arma::zeros(shape.d - rank, 1),
              {.what = "the last D - N + 1 eigenvalues, divided by the first",
               .why = "N points lie in a flat of N - 1 dimensions: along all other axes nothing "
                      "varies.",
               .read = "fewer-examples-than-features"});
}

TEST(PcaFit, TakesEqualEigenvalues) {
  Rng rng = test_rng();
  const arma::uword d = 5;
  Pca truth = any_pca(rng, d);
  truth.eigenvalues = {4, 4, 4, 1.5, 1.5};
  const arma::mat train = data_with(truth, 11, rng);
  const Pca yours = submission::pca_fit(train);
  if (!expect_pca_of(train, yours)) return;
  const arma::mat plane = truth.U.head_cols(3);
  expect_near(yours.U.head_cols(3) * yours.U.head_cols(3).t(), plane * plane.t(),
              {.what = "the projector onto the first three axes",
               .why = "Their eigenvalues are equal: any basis of what they span is right.",
               .read = "signs-are-free",
               .tolerance = {1e-8, 1e-8}});
}

TEST(PcaFit, DoesNotMindWhereTheDataLieNorTheirUnit) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  const Pca truth = any_pca(rng, shape.d);
  const arma::mat train = data_with(truth, shape.n, rng);
  const Pca moved = submission::pca_fit(train + 300);
  const Pca tiny = submission::pca_fit(train * 1e-5);
  const Pca large = submission::pca_fit(train * 1e5);
  if (!expect_pca_of(train + 300, moved) || !expect_pca_of(train * 1e-5, tiny) ||
      !expect_pca_of(train * 1e5, large)) {
    return;
  }
  expect_same_axes(moved, truth);
  expect_same_axes(tiny, truth);
  expect_same_axes(large, truth);
}

TEST(PcaFit, DoesNotMindOrderNorRepetition) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  const Pca truth = any_pca(rng, shape.d);
  const arma::mat train = data_with(truth, shape.n, rng);
  const arma::mat shuffled = train.rows(another_order(rng, shape.n));
  const arma::mat thrice = arma::repmat(train, 3, 1);
  const Pca one = submission::pca_fit(shuffled);
  const Pca two = submission::pca_fit(thrice);
  if (!expect_pca_of(shuffled, one) || !expect_pca_of(thrice, two)) return;
  expect_same_axes(one, truth);
  expect_same_axes(two, truth);
}

TEST(PcaFit, TakesConstantFeaturesAndOneExample) {
  Rng rng = test_rng();
  arma::mat train = any_data(rng, {10, 5});
  train.col(1).fill(0.1);
  train.col(3).fill(-2);
  const arma::mat example = train.row(4);
  const Pca yours = submission::pca_fit(train);
  const Pca one = submission::pca_fit(example);
  if (!expect_pca_of(train, yours) || !expect_pca_of(example, one)) return;
  expect_near(one.eigenvalues, arma::zeros(5, 1),
              {.what = "the eigenvalues of one example",
               .why = "Nothing varies.",
               .read = "principal-components"});
}

TEST(PcaFit, FindsOneAxisOfOneFeature) {
  const arma::mat train = arma::vec{1, 3, 8};
  const Pca yours = submission::pca_fit(train);
  if (!expect_pca_of(train, yours)) return;
  expect_near(yours.eigenvalues, arma::vec{26.0 / 3},
              {.what = "the eigenvalue",
               .why = "Distances -3, -1 and 4: (9 + 1 + 16) / 3.",
               .read = "divide-by-n",
               .setting = {.examples = 3}});
}

// The whole way on real pictures: your axes, used by functions that are right.
TEST(PcaFit, WhitensDigits) {
  const datasets::Split digits = datasets::digits_split();
  const arma::mat train = digits.train.inputs.head_rows(400) / 16;
  const arma::mat test = digits.test.inputs.head_rows(100) / 16;
  const Pca yours = submission::pca_fit(train);
  if (!expect_pca_of(train, yours)) return;
  const double epsilon = 1e-3;
  const arma::mat white = reference::whiten(yours, train, epsilon);
  const arma::vec values = arma::clamp(yours.eigenvalues, 0, arma::datum::inf);
  expect_near(covariance_of(white), arma::diagmat(values / (values + epsilon)).eval(),
              {.what = "the covariance of digits, whitened with your axes",
               .why = "λ/(λ + ε) on the diagonal, 0 elsewhere.",
               .read = "whitening",
               .tolerance = {1e-8, 1e-8}});
  const arma::mat back =
      reference::pca_reconstruct(yours, reference::pca_project(yours, train, 20));
  expect_near(arma::accu(arma::square(back - train)) / 400, arma::accu(values.tail(44)),
              {.what = "the mean squared error of digits, reconstructed from 20 components",
               .why = "What is lost is the variance along the other 44 axes.",
               .read = "reconstruct",
               .tolerance = {1e-8, 1e-8}});
  // Digits of other pictures are no larger a surprise than a factor of two.
  const arma::mat far = reference::pca_reconstruct(yours, reference::pca_project(yours, test, 20));
  checks::expect_less(arma::accu(arma::square(far - test)) / 100, 2 * arma::accu(values.tail(44)),
                      {.what = "the same error on digits that the axes have not seen",
                       .why = "Axes learned from 400 digits serve for the others, too.",
                       .read = "fit-on-the-training-split"});
}

TEST(PcaFit, RemembersNothing) {
  Rng rng = test_rng();
  const Pca truth = any_pca(rng, 5);
  const arma::mat train = data_with(truth, 8, rng);
  const Pca one = submission::pca_fit(train);
  submission::pca_fit(any_data(rng, {9, 5}));
  const Pca two = submission::pca_fit(train);
  const auto same = [](const arma::mat& later, const arma::mat& before, const char* what) {
    expect_near(later, before,
                {.what = what,
                 .why = "The same data were fitted before, and others in between: nothing may be "
                        "left of them.",
                 .read = "fit-on-the-training-split",
                 .tolerance = {1e-9, 1e-9}});
  };
  same(two.eigenvalues, one.eigenvalues, "the eigenvalues of the same data, later");
  same(two.U, one.U, "U of the same data, later");
  same(two.mean, one.mean, "the mean of the same data, later");
}

TEST(PcaFit, RefusesBadInput) {
  const double nan = arma::datum::nan;
  expect_refusal("no examples", [] { submission::pca_fit(arma::mat(0, 3)); });
  expect_refusal("no features", [] { submission::pca_fit(arma::mat(3, 0)); });
  expect_refusal("NaN among the examples", [&] { submission::pca_fit({{1, nan}, {2, 3}}); });
  expect_refusal("infinity among the examples", [&] {
    submission::pca_fit({{1, 2}, {-arma::datum::inf, 3}});
  });
}

}  // namespace
}  // namespace descent::suite
