// is_symmetric: twins among the hidden neurons.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kRead = "symmetry";

/// A hidden layer between D inputs and C outputs, all of whose neurons are different.
struct Net {
  arma::mat W_in;
  arma::rowvec b;
  arma::mat W_out;

  static Net random(Rng& rng, arma::uword d, arma::uword h, arma::uword c) {
    return {rng.normal(d, h), rng.normal(1, h), rng.normal(h, c)};
  }

  /// Neuron k becomes a copy of neuron j.
  void make_twins(arma::uword j, arma::uword k) {
    W_in.col(k) = W_in.col(j);
    b(k) = b(j);
    W_out.row(k) = W_out.row(j);
  }
};

bool yours(const Net& net) { return submission::is_symmetric(net.W_in, net.b, net.W_out); }

bool expect_answer(bool answer, bool expected, const std::string& what, const std::string& why,
                   const std::string& read = kRead) {
  return checks::expect_that(answer == expected, answer ? "true" : "false",
                             expected ? "true" : "false",
                             {.what = "is_symmetric of " + what, .why = why, .read = read});
}

// Nets that tell one mistake from another: made before the first comparison of a test, they let it
// be named.
struct Controls {
  bool nothing, random, equal_rows, equal_columns, equal_way_in, equal_way_out;
};

Controls ask_controls(Rng& rng) {
  Net random = Net::random(rng, 4, 4, 4);
  random.b.zeros();
  Net rows = random, columns = random, way_in = random, way_out = random;
  rows.W_in.row(2) = rows.W_in.row(0);
  rows.W_out.row(2) = rows.W_out.row(0);
  columns.W_in.col(2) = columns.W_in.col(0);
  columns.W_out.col(2) = columns.W_out.col(0);
  way_in.W_in.col(3) = way_in.W_in.col(1);
  way_out.W_out.row(3) = way_out.W_out.row(1);
  return {.nothing = yours({arma::zeros(4, 4), arma::zeros(1, 4), arma::zeros(4, 4)}),
          .random = yours(random),
          .equal_rows = yours(rows),
          .equal_columns = yours(columns),
          .equal_way_in = yours(way_in),
          .equal_way_out = yours(way_out)};
}

void expect_controls(const Controls& controls) {
  const std::string neuron = "A hidden neuron is a column of W_in and a row of W_out.";
  const std::string both = "Both the way in and the way out must be equal.";
  expect_answer(controls.nothing, true, "a net of zeros", "All neurons are equal.", "all-zeros");
  expect_answer(controls.random, false, "a random net without biases", "All neurons differ.");
  expect_answer(controls.equal_rows, false, "equal rows of W_in and equal rows of W_out", neuron,
                "fan-in-and-fan-out");
  expect_answer(controls.equal_columns, false, "equal columns of W_in and equal columns of W_out",
                neuron, "fan-in-and-fan-out");
  expect_answer(controls.equal_way_in, false, "equal columns of W_in only", both,
                "the-way-out-counts");
  expect_answer(controls.equal_way_out, false, "equal rows of W_out only", both);
}

TEST(IsSymmetric, FindsTwinsWhereverTheyAre) {
  Rng rng(remote::test_seed());
  const arma::uword h = 7;
  std::vector<std::pair<std::string, bool>> answers;
  for (arma::uword j = 0; j < h; ++j) {
    for (arma::uword k = j + 1; k < h; ++k) {
      Net net = Net::random(rng, 4, h, 3);
      net.make_twins(j, k);
      answers.emplace_back(fmt::format("seven neurons, of which {} and {} are equal", j, k),
                           yours(net));
    }
  }
  const Controls controls = ask_controls(rng);
  for (const auto& [what, answer] : answers) {
    if (!expect_answer(answer, true, what,
                       "Any two neurons with the same parameters stay equal: look at all pairs.")) {
      return;
    }
  }
  expect_controls(controls);
}

TEST(IsSymmetric, SeesThatRandomNeuronsDiffer) {
  Rng rng(remote::test_seed());
  std::vector<bool> answers;
  const arma::uword sizes[][3] = {{4, 6, 3}, {9, 5, 2}, {1, 8, 1}, {3, 2, 7}};
  for (const auto& [d, h, c] : sizes) answers.push_back(yours(Net::random(rng, d, h, c)));
  for (const bool answer : answers) {
    if (!expect_answer(answer, false, "a random net", "All neurons have weights of their own.")) {
      return;
    }
  }
}

TEST(IsSymmetric, NeedsAllOfANeuronsParametersToBeEqual) {
  Rng rng(remote::test_seed());
  const Net right = Net::random(rng, 4, 6, 3);
  Net other_bias = right, other_way_out = right, other_way_in = right, only_out = right;
  other_bias.make_twins(1, 4);
  other_bias.b(4) += 0.5;
  other_way_out.make_twins(1, 4);
  other_way_out.W_out(4, 2) += 0.5;
  other_way_in.make_twins(1, 4);
  other_way_in.W_in(3, 4) += 0.5;
  only_out.W_out.row(4) = only_out.W_out.row(1);
  const bool bias = yours(other_bias), out = yours(other_way_out), in = yours(other_way_in),
             alone = yours(only_out);
  expect_answer(bias, false, "two neurons that differ in their bias only",
                "With another bias a neuron computes something else.");
  expect_answer(out, false, "two neurons that differ in one outgoing weight only",
                "They compute the same today, but the gradient comes back through W_out: it "
                "differs, and after one step the neurons do, too.",
                "the-way-out-counts");
  expect_answer(in, false, "two neurons that differ in one incoming weight only",
                "With another weight a neuron computes something else.");
  expect_answer(alone, false, "two neurons with equal outgoing weights only",
                "They compute different things and get different gradients.");
}

TEST(IsSymmetric, IsTrueForConstantWeights) {
  Rng rng(remote::test_seed());
  const double c = rng.normal();
  const bool nothing = yours({arma::zeros(5, 3), arma::zeros(1, 3), arma::zeros(3, 2)});
  const bool constant = yours({arma::mat(5, 3, arma::fill::value(c)), arma::zeros(1, 3),
                               arma::mat(3, 2, arma::fill::value(0.5))});
  expect_answer(nothing, true, "a net of zeros", "All neurons are equal.", "all-zeros");
  expect_answer(constant, true, "a net whose weights are all the same number",
                "Any other constant is as bad as 0: all neurons are equal.", "all-zeros");
}

TEST(IsSymmetric, IsBrokenByOneRandomMatrix) {
  Rng rng(remote::test_seed());
  const bool in = yours({rng.normal(5, 4), arma::zeros(1, 4), arma::zeros(4, 2)});
  const bool out = yours({arma::zeros(5, 4), arma::zeros(1, 4), rng.normal(4, 2)});
  const bool biases = yours({arma::zeros(5, 4), rng.normal(1, 4), arma::zeros(4, 2)});
  expect_answer(in, false, "random W_in, zeros elsewhere",
                "Neurons that compute different things are not symmetric, even if the layer above "
                "treats them alike.");
  expect_answer(out, false, "random W_out, zeros elsewhere",
                "The gradients that come back through W_out differ.", "the-way-out-counts");
  expect_answer(biases, false, "random biases, zeros elsewhere", "Other biases, other outputs.");
}

TEST(IsSymmetric, LooksAtColumnsOfTheWayInAndRowsOfTheWayOut) {
  Rng rng(remote::test_seed());
  Net net = Net::random(rng, 5, 5, 5);
  net.b.zeros();
  net.W_in.row(3) = net.W_in.row(1);    // two inputs treated alike
  net.W_out.col(3) = net.W_out.col(1);  // two outputs computed alike
  const bool answer = yours(net);
  const Controls controls = ask_controls(rng);
  expect_answer(answer, false, "equal rows of W_in and equal columns of W_out",
                "A hidden neuron is a column of W_in and a row of W_out.", "fan-in-and-fan-out");
  expect_controls(controls);
}

// Each part has a pair of equal ones, but never the same pair.
TEST(IsSymmetric, AsksForOnePairThatAgreesInEverything) {
  Rng rng(remote::test_seed());
  Net net = Net::random(rng, 4, 6, 3);
  net.W_in.col(1) = net.W_in.col(0);
  net.b(3) = net.b(2);
  net.W_out.row(5) = net.W_out.row(4);
  Net equal_bias = net;
  equal_bias.b.zeros();
  const bool scattered = yours(net), without_biases = yours(equal_bias);
  const Controls controls = ask_controls(rng);
  const std::string why =
      "Columns 0 and 1 of W_in are equal, and rows 4 and 5 of W_out: these are not the same "
      "neurons.";
  expect_answer(scattered, false, "a net where different pairs agree in different parts", why);
  expect_answer(without_biases, false, "a net where different pairs agree in different parts", why);
  expect_controls(controls);
}

TEST(IsSymmetric, ComparesExactly) {
  Rng rng(remote::test_seed());
  Net near = Net::random(rng, 4, 3, 2);
  near.make_twins(0, 2);
  near.W_in(1, 2) *= 1 + 1e-9;
  Net nearest = Net::random(rng, 4, 3, 2);
  nearest.make_twins(0, 2);
  nearest.b(2) = std::nextafter(nearest.b(2), 10.0);
  Net cancelling = Net::random(rng, 4, 3, 2);  // the same sum, other weights
  cancelling.make_twins(0, 2);
  cancelling.W_in.col(0) = arma::vec{-0.5, 1.5, 0.25, 2};
  cancelling.W_in.col(2) = arma::vec{1.5, -0.5, 2, 0.25};
  const bool by_a_billionth = yours(near), by_a_bit = yours(nearest), sums = yours(cancelling);
  const std::string why =
      "A tiny difference grows: only neurons that are equal to the last bit stay equal.";
  expect_answer(by_a_billionth, false, "two neurons that differ by a billionth of one weight", why,
                "equal-to-the-last-bit");
  expect_answer(by_a_bit, false, "two neurons that differ in the last bit of a bias", why,
                "equal-to-the-last-bit");
  expect_answer(sums, false, "two neurons whose weights have the same sum",
                "Compare every weight, not their sum.");
}

// Mirrored neurons, h_k = -h_j with tanh, stay mirrored. But they are not equal.
TEST(IsSymmetric, DoesNotMeanMirrored) {
  Rng rng(remote::test_seed());
  Net net = Net::random(rng, 4, 3, 2);
  net.W_in.col(2) = -net.W_in.col(0);
  net.b(2) = -net.b(0);
  net.W_out.row(2) = -net.W_out.row(0);
  expect_answer(yours(net), false, "two neurons that are each other's negative",
                "The question is whether two neurons stay equal.");
}

TEST(IsSymmetric, IsFalseForASingleNeuron) {
  Rng rng(remote::test_seed());
  expect_answer(yours(Net::random(rng, 4, 1, 3)), false, "a layer of one neuron",
                "It takes two: a neuron is not its own twin.");
}

TEST(IsSymmetric, RefusesBadInput) {
  const auto with = [](const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
    submission::is_symmetric(W_in, b, W_out);
  };
  expect_refusal("two biases for three neurons",
                 [&] { with(arma::ones(4, 3), arma::ones(1, 2), arma::ones(3, 2)); });
  expect_refusal("four biases for three neurons",
                 [&] { with(arma::ones(4, 3), arma::ones(1, 4), arma::ones(3, 2)); });
  expect_refusal("W_out with four rows for three neurons",
                 [&] { with(arma::ones(4, 3), arma::ones(1, 3), arma::ones(4, 2)); });
  expect_refusal("W_out with two rows for three neurons",
                 [&] { with(arma::ones(4, 3), arma::ones(1, 3), arma::ones(2, 3)); });
  expect_refusal("an empty W_in", [&] { with(arma::mat(), arma::rowvec(), arma::mat(0, 2)); });
  expect_refusal("a W_out without columns",
                 [&] { with(arma::ones(4, 3), arma::ones(1, 3), arma::mat(3, 0)); });
}

}  // namespace
}  // namespace descent::suite
