#include "harness/suites/07-losses/labels.hpp"

#include <utility>

namespace descent::suite {

checks::LossFunction as_function(LabelLoss yours) {
  return [yours = std::move(yours)](const arma::mat& scores, const arma::uvec& labels) {
    const LossResult result = yours(scores, labels);
    return std::pair{result.loss, result.dscores};
  };
}

arma::mat margins_of(const arma::mat& scores, const arma::uvec& labels, double delta) {
  arma::mat margins = scores;
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    margins.row(i) += delta - scores(i, labels(i));
    margins(i, labels(i)) = 1;
  }
  return margins;
}

Draw label_draw(const std::string& exercise, const LabelLoss& yours, const LabelLoss& right,
                double delta) {
  return [=](Rng& rng, double spread) {
    const Shape shape = any_shape(rng);
    Problem problem{.exercise = exercise};
    problem.scores = spread * rng.normal(shape.n, shape.c);
    const arma::uvec labels = labels_with_a_mistake(problem.scores, rng);
    problem.yours = [=](const arma::mat& scores, const arma::uvec& rows) {
      return yours(scores, labels.elem(rows));
    };
    problem.right = [=](const arma::mat& scores, const arma::uvec& rows) {
      return right(scores, labels.elem(rows));
    };
    if (delta > 0) {
      problem.margins = [=](const arma::mat& scores) { return margins_of(scores, labels, delta); };
    }
    return problem;
  };
}

void expect_names_do_not_matter(const std::string& exercise, const LabelLoss& yours) {
  Rng rng(remote::test_seed());
  const Shape shape = any_shape(rng);
  const arma::mat scores = 2 * rng.normal(shape.n, shape.c);
  const arma::uvec labels = labels_with_a_mistake(scores, rng);
  checks::expect_names_of_classes_irrelevant(
      as_function(yours), scores, labels, rng,
      {.what = exercise, .read = "labels-start-at-0", .tolerance = checks::kBackward});
}

void expect_labels_checked(const LabelLoss& yours, checks::Location location) {
  const arma::mat scores = {{1, 2, 3}, {4, 6, 5}};
  expect_refusal(
      "no example", [&] { yours(arma::mat(0, 3), arma::uvec()); }, location);
  expect_refusal(
      "no class",
      [&] {
        yours(arma::mat(2, 0), arma::uvec{0, 0});
      },
      location);
  expect_refusal(
      "2 examples, 1 label", [&] { yours(scores, arma::uvec{1}); }, location);
  expect_refusal(
      "2 examples, 3 labels",
      [&] {
        yours(scores, arma::uvec{1, 0, 2});
      },
      location);
  expect_refusal(
      "label 3 of 3 classes",
      [&] {
        yours(scores, arma::uvec{0, 3});
      },
      location);
}

}  // namespace descent::suite
