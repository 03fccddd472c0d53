#include "harness/suites/07-losses/targets.hpp"

namespace descent::suite {

Draw target_draw(const std::string& exercise, const TargetLoss& yours, const TargetLoss& right,
                 const DrawTargets& draw_targets, const TargetMargins& margins) {
  return [=](Rng& rng, double spread) {
    const Shape shape = any_shape(rng);
    Problem problem{.exercise = exercise};
    problem.scores = spread * rng.normal(shape.n, shape.c);
    const arma::mat targets = draw_targets(problem.scores, rng);
    problem.yours = [=](const arma::mat& scores, const arma::uvec& rows) {
      return yours(scores, targets.rows(rows));
    };
    problem.right = [=](const arma::mat& scores, const arma::uvec& rows) {
      return right(scores, targets.rows(rows));
    };
    if (margins) {
      problem.margins = [=](const arma::mat& scores) { return margins(scores, targets); };
    }
    return problem;
  };
}

void expect_target_shapes_checked(const TargetLoss& yours, double good, checks::Location location) {
  const auto filled = [good](arma::uword rows, arma::uword cols) {
    return arma::mat(rows, cols, arma::fill::value(good));
  };
  const arma::mat scores = {{1, 2, 3}, {4, 6, 5}};
  expect_refusal(
      "no example", [&] { yours(arma::mat(0, 3), arma::mat(0, 3)); }, location);
  expect_refusal(
      "scores 2 x 3, targets 3 x 2", [&] { yours(scores, filled(3, 2)); }, location);
  expect_refusal(
      "scores 2 x 3, targets 1 x 3", [&] { yours(scores, filled(1, 3)); }, location);
  expect_refusal(
      "scores 2 x 3, targets 2 x 4", [&] { yours(scores, filled(2, 4)); }, location);
}

}  // namespace descent::suite
