#include <gtest/gtest.h>

#include <cmath>

#include "harness/suites/07-losses/hand.hpp"
#include "harness/suites/07-losses/problem.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::kHandValue;

constexpr auto kRead = "many-classes-a-tree";
constexpr auto kReadPath = "walk-the-whole-path";
constexpr auto kReadStable = "the-stable-logistic";

using Paths = std::vector<TreePath>;

// Five classes over four nodes. The root is node 0; node 3 hangs on its +1 side, node 1 on the
// other, and node 2 on the +1 side of node 3.
Paths hand_paths() {
  return {{{0, 3, 2}, {1, 1, 1}},
          {{0, 3, 2}, {1, 1, -1}},
          {{0, 3}, {1, -1}},
          {{0, 1}, {-1, 1}},
          {{0, 1}, {-1, -1}}};
}

TreePath extended(TreePath path, arma::uword node, double turn) {
  path.nodes.resize(path.nodes.n_elem + 1);
  path.turns.resize(path.turns.n_elem + 1);
  path.nodes.back() = node;
  path.turns.back() = turn;
  return path;
}

// A random binary tree whose inner nodes are `names`, in any order: a leaf is chosen and becomes an
// inner node with two leaves, until the names are used up.
Paths random_paths(const arma::uvec& names, Rng& rng) {
  Paths leaves(1);
  for (const arma::uword name : names) {
    const arma::uword grown = rng.below(leaves.size());
    const TreePath path = leaves[grown];
    leaves[grown] = extended(path, name, 1);
    leaves.push_back(extended(path, name, -1));
  }
  return leaves;
}

// Columns: the inner nodes in random order, and up to two that no path uses.
Problem draw(Rng& rng, double spread) {
  const Shape shape = any_shape(rng);
  const arma::uword unused = shape.c > 3 ? rng.below(3) : 0;
  Problem problem{.exercise = "hierarchical_softmax_loss"};
  problem.scores = spread * rng.normal(shape.n, shape.c);
  const arma::uvec names = rng.permutation(shape.c).head(shape.c - unused);
  const Paths paths = random_paths(names, rng);
  const arma::uvec labels = rng.labels(shape.n, paths.size());
  const TreePath& mistaken = paths[labels(0)];  // every turn against the score
  for (arma::uword k = 0; k < mistaken.nodes.n_elem; ++k) {
    double& score = problem.scores(0, mistaken.nodes(k));
    score = -mistaken.turns(k) * std::abs(score);
  }
  problem.yours = [=](const arma::mat& scores, const arma::uvec& rows) {
    return submission::hierarchical_softmax_loss(scores, labels.elem(rows), paths);
  };
  problem.right = [=](const arma::mat& scores, const arma::uvec& rows) {
    return reference::hierarchical_softmax_loss(scores, labels.elem(rows), paths);
  };
  return problem;
}

TEST(HierarchicalSoftmaxLoss, HasTheHandValues) {
  const LossResult yours = submission::hierarchical_softmax_loss(hand::kScores.head_cols(4),
                                                                 hand::kLabels, hand_paths());
  expect_near(yours.loss, 1.31549149379145,
              {.what = "the loss", .read = kRead, .tolerance = kHandValue});
  expect_near(yours.dscores,
              arma::mat{{-0.0608085079355, 0, 0, 0.187392166962},
                        {-0.141852494396, 0, -0.215218768742, -0.0832466314683},
                        {0.0397343073407, 0.199562553371, 0, 0}},
              {.what = "dscores",
               .why = "Each node on the way gets -turn·σ(-turn·score)/N, the others nothing.",
               .read = kReadPath,
               .tolerance = kHandValue,
               .setting = {.examples = 3}});
}

TEST(HierarchicalSoftmaxLoss, StaysFiniteForLargeScores) {
  const arma::mat scores = {{-1000, 5, 800, -300}, {-1000, -1e4, 800, -300}};
  const LossResult yours =
      submission::hierarchical_softmax_loss(scores, arma::uvec{0, 3}, hand_paths());
  expect_near(yours.loss, (1300.0 + 1e4) / 2,
              {.what = "the loss of large scores",
               .why = "The first example takes two turns against scores of -1000 and -300, the "
                      "second one against -10000: each costs its score.",
               .read = kReadStable});
  expect_near(yours.dscores, arma::mat{{-0.5, 0, 0, -0.5}, {0, -0.5, 0, 0}},
              {.what = "dscores of large scores", .read = kReadStable});
}

TEST(HierarchicalSoftmaxLoss, CostsTheScoreOfEachUnlikelyTurn) {
  // Each σ is still above 0, their product is not.
  const arma::mat scores = {{-400, 0, -400, -400}};
  const LossResult yours = submission::hierarchical_softmax_loss(scores, {0}, hand_paths());
  expect_near(yours.loss, 1200,
              {.what = "the loss of three unlikely turns",
               .why = "Three turns with the probability exp(-400) each: sum the logarithms, the "
                      "product is 0 in a double.",
               .read = "never-take-the-logarithm-of-a-probability"});
}

TEST(HierarchicalSoftmaxLoss, KeepsSmallCosts) {
  const LossResult yours =
      submission::hierarchical_softmax_loss(arma::mat{{12, 0, 0, -12}}, {2}, hand_paths());
  expect_near(yours.loss, 2 * std::log1p(std::exp(-12)),
              {.what = "the loss of two nearly certain turns",
               .why = "ln(1 + exp(-12)) is small, but not 0.",
               .read = kReadStable,
               .tolerance = {1e-8, 0}});
}

TEST(HierarchicalSoftmaxLoss, IsDepthTimesLnTwoAtChance) {
  const LossResult yours =
      submission::hierarchical_softmax_loss(arma::zeros(3, 4), arma::uvec{0, 2, 4}, hand_paths());
  expect_near(yours.loss, (3 + 2 + 2) * std::log(2.0) / 3,
              {.what = "the loss of scores that are all 0",
               .why = "Every turn has the probability ½ and costs ln 2; the ways have 3, 2 and 2 "
                      "turns.",
               .read = "loss-at-chance",
               .setting = {.examples = 3}});
}

TEST(HierarchicalSoftmaxLoss, GivesProbabilitiesThatSumToOne) {
  Rng rng(remote::test_seed());
  for (const arma::uword nodes : arma::uvec{1, 4, 9}) {
    const Paths paths = random_paths(rng.permutation(nodes), rng);
    const arma::mat scores = 1.5 * rng.normal(1, nodes);
    double sum = 0;
    for (arma::uword c = 0; c < paths.size(); ++c) {
      sum += std::exp(-submission::hierarchical_softmax_loss(scores, arma::uvec{c}, paths).loss);
    }
    expect_near(sum, 1,
                {.what = "the sum of exp(-loss) over all classes",
                 .why = "At every node the two turns share the probability, so the leaves share 1.",
                 .read = "both-turns-count"});
  }
}

TEST(HierarchicalSoftmaxLoss, DoesNotMindTheNamesOfNodes) {
  Rng rng(remote::test_seed());
  const arma::mat scores = 2 * rng.normal(3, 6);
  Paths paths = random_paths(rng.permutation(6), rng);
  const arma::uvec labels = rng.labels(3, paths.size());
  const LossResult before = submission::hierarchical_softmax_loss(scores, labels, paths);
  const arma::uvec order = rng.permutation(6);
  const arma::uvec renamed = arma::sort_index(order);
  for (TreePath& path : paths) path.nodes = renamed.elem(path.nodes).eval();
  const LossResult after = submission::hierarchical_softmax_loss(scores.cols(order), labels, paths);
  const std::string why = "The paths say which column belongs to which node; any order will do.";
  expect_near(after.loss, before.loss,
              {.what = "the loss with renamed nodes", .why = why, .read = kReadPath});
  if (!checks::expect_shape(before.dscores, 3, 6, {.what = "dscores"})) return;
  expect_near(after.dscores, before.dscores.cols(order),
              {.what = "dscores with renamed nodes",
               .why = why,
               .read = kReadPath,
               .tolerance = checks::kBackward});
}

TEST(HierarchicalSoftmaxLoss, IsRightOnRandomBatches) { expect_right_values(draw, kRead); }
TEST(HierarchicalSoftmaxLoss, HasTheDerivativeOfItsValue) { expect_derivative(draw, kReadPath); }
TEST(HierarchicalSoftmaxLoss, IsAMean) { expect_mean(draw); }
TEST(HierarchicalSoftmaxLoss, DoesNotMindTheOrderOfExamples) { expect_order_does_not_matter(draw); }
TEST(HierarchicalSoftmaxLoss, RemembersNothing) { expect_no_memory(draw); }

TEST(HierarchicalSoftmaxLoss, RefusesBadInput) {
  const arma::mat scores = {{1, 2}, {4, 3}};
  const Paths paths = {{{0, 1}, {1, 1}}, {{0, 1}, {1, -1}}, {{0}, {-1}}};
  const auto call = [](const arma::mat& s, const arma::uvec& y, const Paths& p) {
    return [=] { submission::hierarchical_softmax_loss(s, y, p); };
  };
  expect_refusal("no example", call(arma::mat(0, 2), arma::uvec(), paths));
  expect_refusal("no paths", call(scores, {0, 0}, {}));
  expect_refusal("2 examples, 1 label", call(scores, {0}, paths));
  expect_refusal("2 examples, 3 labels", call(scores, {0, 1, 2}, paths));
  expect_refusal("label 3 of 3 classes", call(scores, {0, 3}, paths));
  expect_refusal("an empty path", call(scores, {0, 0}, {TreePath{}, paths[1], paths[2]}));
  expect_refusal("a path of 2 nodes and 1 turn", call(scores, {0, 0}, {{{0, 1}, {1}}, paths[1]}));
  expect_refusal("a path of 1 node and 2 turns", call(scores, {0, 0}, {{{0}, {1, 1}}, paths[1]}));
  expect_refusal("node 2 of 2", call(scores, {0, 0}, {{{0, 2}, {1, 1}}, paths[1]}));
  expect_refusal("a turn of 0", call(scores, {0, 0}, {{{0, 1}, {1, 0}}, paths[1]}));
}

}  // namespace
}  // namespace descent::suite
