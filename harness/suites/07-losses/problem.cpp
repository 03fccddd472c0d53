#include "harness/suites/07-losses/problem.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "harness/checks/two_oracles.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;

constexpr int kDraws = 4;

Rng test_rng() { return Rng(remote::test_seed()); }

diagnosis::Setting setting_of(const arma::mat& scores) {
  return {.examples = static_cast<double>(scores.n_rows),
          .classes = static_cast<double>(scores.n_cols)};
}

void expect_same(const LossResult& yours, const LossResult& expected, const std::string& why,
                 const std::string& read, checks::Tolerance value = checks::kAgainstReference,
                 checks::Tolerance gradient = checks::kBackward) {
  const diagnosis::Setting setting = setting_of(expected.dscores);
  expect_near(
      yours.loss, expected.loss,
      {.what = "the loss", .why = why, .read = read, .tolerance = value, .setting = setting});
  expect_near(
      yours.dscores, expected.dscores,
      {.what = "dscores", .why = why, .read = read, .tolerance = gradient, .setting = setting});
}

}  // namespace

Shape any_shape(Rng& rng) {
  const arma::uword n = 3 + rng.below(6);
  arma::uword c = 2 + rng.below(8);
  while (c == n) c = 2 + rng.below(8);
  return {n, c};
}

arma::uvec labels_with_a_mistake(const arma::mat& scores, Rng& rng) {
  arma::uvec labels = rng.labels(scores.n_rows, scores.n_cols);
  labels(0) = scores.row(0).index_min();
  return labels;
}

arma::mat targets_with_a_mistake(const arma::mat& scores, double no, double yes, Rng& rng) {
  arma::mat targets(arma::size(scores));
  for (double& target : targets) target = rng.below(2) == 0 ? no : yes;
  for (arma::uword j = 0; j < scores.n_cols; ++j) targets(0, j) = scores(0, j) > 0 ? no : yes;
  return targets;
}

Problem away_from_kinks(const Draw& draw, Rng& rng, double spread) {
  while (true) {
    Problem problem = draw(rng, spread);
    if (!problem.margins) return problem;
    const arma::mat margins = problem.margins(problem.scores);
    if (arma::abs(margins).min() > 1e-2) return problem;
  }
}

void expect_right_values(const Draw& draw, const std::string& read, double largest) {
  Rng rng = test_rng();
  // All calls before the first comparison: the more of them, the better a mistake can be named.
  std::vector<std::pair<LossResult, LossResult>> results;
  for (const double spread : {0.4, 3.0, largest}) {
    for (int i = 0; i < kDraws; ++i) {
      const Problem problem = away_from_kinks(draw, rng, spread);
      results.emplace_back(problem.yours_of(problem.scores), problem.right_of(problem.scores));
    }
  }
  for (const auto& [yours, right] : results) {
    expect_same(yours, right, "Value and gradient of a random batch must be those of the formula.",
                read);
    if (testing::Test::HasFailure()) return;  // one batch is enough to learn from
  }
}

void expect_derivative(const Draw& draw, const std::string& read) {
  Rng rng = test_rng();
  for (const double spread : {0.4, 3.0}) {
    const Problem problem = away_from_kinks(draw, rng, spread);
    checks::GradientOptions options{.names = {"dscores"}};
    if (problem.margins) {
      options.winners = [&problem](const checks::Blocks& at) {
        const arma::umat sides = problem.margins(at[0]) > 0;
        return arma::uvec(arma::vectorise(sides));
      };
    }
    const LossResult yours = problem.yours_of(problem.scores);
    const LossResult right = problem.right_of(problem.scores);
    const bool holds = checks::expect_loss_and_gradient(
        {yours.loss, yours.dscores}, checks::LossAndGradient{right.loss, right.dscores},
        [&problem](const arma::mat& at) { return problem.yours_of(at).loss; }, problem.scores, rng,
        {.what = problem.exercise, .read = read, .setting = setting_of(problem.scores)}, options);
    if (!holds) return;
  }
}

void expect_mean(const Draw& draw) {
  Rng rng = test_rng();
  const Problem problem = away_from_kinks(draw, rng, 2.0);
  const double n = static_cast<double>(problem.scores.n_rows);
  checks::expect_mean_over_examples(problem.as_function(), problem.scores, problem.all(),
                                    {.what = problem.exercise, .read = "a-loss-is-a-mean"});

  LossResult mean{0, arma::zeros(arma::size(problem.scores))};
  for (arma::uword i = 0; i < problem.scores.n_rows; ++i) {
    const LossResult one = problem.yours(problem.scores.row(i), arma::uvec{i});
    mean.loss += one.loss / n;
    if (one.dscores.n_elem == problem.scores.n_cols) {
      mean.dscores.row(i) = arma::vectorise(one.dscores).t() / n;
    }
  }
  expect_same(problem.yours_of(problem.scores), mean,
              "The loss is a mean over the examples: a batch costs the mean of what its examples "
              "cost alone.",
              "a-loss-is-a-mean");
}

void expect_order_does_not_matter(const Draw& draw) {
  Rng rng = test_rng();
  const Problem problem = away_from_kinks(draw, rng, 2.0);
  checks::expect_order_of_examples_irrelevant(
      problem.as_function(), problem.scores, problem.all(), rng,
      {.what = problem.exercise, .read = "rows-not-columns", .tolerance = checks::kBackward});
}

void expect_no_memory(const Draw& draw) {
  Rng rng = test_rng();
  const Problem problem = draw(rng, 2.0);
  checks::expect_same_twice(problem.as_function(), problem.scores, problem.all(),
                            {.what = problem.exercise, .read = "a-loss-is-a-mean"});
}

void expect_only_differences_count(const Draw& draw, const std::string& read) {
  Rng rng = test_rng();
  for (const double shift : {100.0, 1e4, -1e4}) {
    const Problem problem = away_from_kinks(draw, rng, 2.0);
    const LossResult plain = problem.yours_of(problem.scores);
    arma::mat shifted = problem.scores;
    // Another constant for each row; rounding 1e4 + s costs 1e-12, hence the tolerance.
    for (arma::uword i = 0; i < shifted.n_rows; ++i) {
      shifted.row(i) += shift / static_cast<double>(i + 1);
    }
    expect_same(problem.yours_of(shifted), plain,
                "Only differences between the scores of one example count: a constant added to all "
                "of them changes nothing.",
                read, {1e-9, 1e-9}, {1e-9, 1e-9});
    if (plain.dscores.n_cols == problem.scores.n_cols) {
      const arma::mat sums = arma::sum(plain.dscores, 1);
      expect_near(sums, arma::zeros(arma::size(sums)),
                  {.what = "the sums of the rows of dscores",
                   .why = "A constant added to all scores of an example does not change its loss, "
                          "so its gradient sums to 0.",
                   .read = read});
    }
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace descent::suite
