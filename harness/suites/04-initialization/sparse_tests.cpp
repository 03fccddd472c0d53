// sparse: which inputs a neuron listens to, and how strongly.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "harness/suites/04-initialization/scheme.hpp"

namespace descent::suite {
namespace {

constexpr auto kRead = "sparse-connections";
constexpr arma::uword kInputs = 60;
constexpr arma::uword kNeurons = 1000;
constexpr arma::uword kConnections = 10;
// harness/tests/crosscheck/initialization.py has these three, too.
constexpr double kChosen = 10.0 / 60;                   // one given input
constexpr double kBothChosen = 10.0 * 9 / (60.0 * 59);  // two given inputs

arma::mat yours(arma::uword fan_in, arma::uword fan_out, Rng& rng,
                arma::uword connections = kConnections, double sigma = 0.5) {
  return submission::sparse(fan_in, fan_out, rng, connections, sigma);
}

bool expect_right_shape(const arma::mat& W, arma::uword fan_in, arma::uword fan_out) {
  const checks::About about{
      .what = fmt::format("the result of sparse({}, {})", fan_in, fan_out),
      .why = "W is fan_in x fan_out: a row for each input, a column for each neuron.",
      .read = "fan-in-and-fan-out"};
  return checks::expect_shape(W, fan_in, fan_out, about) && checks::expect_finite(W, about);
}

arma::uword used(const arma::mat& weights) { return arma::accu(weights != 0); }

bool expect_count(const arma::mat& W, arma::uword connections) {
  const arma::uword expected = std::min(connections, W.n_rows);
  arma::uvec counts(W.n_cols);
  for (arma::uword j = 0; j < W.n_cols; ++j) counts(j) = used(W.col(j));
  std::string why = "Every neuron, a column of W, has exactly min(connections, fan_in) inputs.";
  const arma::uword in_rows = used(W.row(0));
  if (arma::all(counts == W.n_rows - expected)) {
    why += " You have set that many weights to 0 instead of keeping them.";
  } else if (W.n_rows != W.n_cols && in_rows == std::min(connections, W.n_cols) &&
             arma::any(counts != expected) &&
             used(W) == W.n_rows * std::min(connections, W.n_cols)) {
    why += " Yours has that many in every row: an input's outgoing connections.";
  } else if (counts.max() <= expected && counts.min() < expected) {
    why += " Some of yours have fewer: the same row drawn twice is one connection only.";
  } else if (counts.min() < expected && counts.max() > expected) {
    why += " Yours have some more, some fewer: do not toss a coin for every weight.";
  }
  return checks::expect_equal(
      counts, arma::uvec(W.n_cols, arma::fill::value(expected)),
      {.what = fmt::format("the connections of each neuron in sparse({}, {}) with {} connections",
                           W.n_rows, W.n_cols, connections),
       .why = why,
       .read = "exactly-k-for-each-neuron"});
}

TEST(Sparse, HasExactlyThatManyConnectionsForEachNeuron) {
  Rng rng(remote::test_seed());
  struct Case {
    arma::uword fan_in, fan_out, connections;
    arma::mat W;
  };
  std::vector<Case> cases = {{25, 40, 10, {}}, {80, 12, 10, {}}, {12, 30, 7, {}}, {9, 50, 1, {}}};
  for (Case& c : cases) c.W = yours(c.fan_in, c.fan_out, rng, c.connections);
  for (const Case& c : cases) {
    if (!expect_right_shape(c.W, c.fan_in, c.fan_out) || !expect_count(c.W, c.connections)) return;
  }
}

TEST(Sparse, TakesAllInputsWhereThereAreNoMore) {
  Rng rng(remote::test_seed());
  const arma::mat fewer = yours(6, 15, rng, 10);
  const arma::mat equal = yours(10, 4, rng, 10);
  const arma::mat one = yours(1, 1, rng, 10);
  if (!expect_right_shape(fewer, 6, 15) || !expect_count(fewer, 10)) return;
  if (!expect_right_shape(equal, 10, 4) || !expect_count(equal, 10)) return;
  if (expect_right_shape(one, 1, 1)) expect_count(one, 10);
}

TEST(Sparse, ChoosesEveryInputEquallyOften) {
  Rng rng(remote::test_seed());
  const arma::mat W = yours(kInputs, kNeurons, rng);
  if (!expect_right_shape(W, kInputs, kNeurons) || !expect_count(W, kConnections)) return;
  for (arma::uword i = 0; i < kInputs; ++i) {
    if (!checks::expect_frequency(
            used(W.row(i)), kNeurons, kChosen,
            {.what = fmt::format("how often input {} is chosen by {} neurons", i, kNeurons),
             .why = "Every neuron draws its own inputs, and all inputs are equally likely, the "
                    "first and the last one, too.",
             .read = "exactly-k-for-each-neuron"},
            {.comparisons = kInputs})) {
      return;
    }
  }
}

TEST(Sparse, ChoosesInputsIndependently) {
  Rng rng(remote::test_seed());
  const arma::mat W = yours(kInputs, kNeurons, rng);
  const arma::mat again = yours(kInputs, kNeurons, rng);
  for (const arma::mat& each : {W, again}) {
    if (!expect_right_shape(each, kInputs, kNeurons) || !expect_count(each, kConnections)) return;
  }
  // Inputs that two independent neurons share: hypergeometric, of smaller variance than the
  // binomial distribution that the interval is for.
  const auto shared = [](const arma::mat& one, const arma::mat& other) {
    return used(one % other);
  };
  const arma::uword half = kNeurons / 2;
  arma::mat even(kInputs, half), odd(kInputs, half);
  for (arma::uword j = 0; j < half; ++j) {
    even.col(j) = W.col(2 * j);
    odd.col(j) = W.col(2 * j + 1);
  }
  const checks::FalseAlarm alarm{.comparisons = 4};
  if (!checks::expect_frequency(
          shared(even, odd), half * kConnections, kChosen,
          {.what = "how often a neuron's input is also its neighbour's",
           .why = "Every neuron draws its own inputs: draw new rows for every column.",
           .read = "exactly-k-for-each-neuron"},
          alarm) ||
      !checks::expect_frequency(shared(W, again), kNeurons * kConnections, kChosen,
                                {.what = "how often a neuron has an input in both of two calls",
                                 .why = "A second call with the same rng draws other inputs.",
                                 .read = "one-source-of-chance"},
                                alarm)) {
    return;
  }
  // Two inputs, another pair for every neuron: next to each other, and 30 apart.
  for (const arma::uword apart : {1U, 30U}) {
    arma::uword both = 0;
    for (arma::uword j = 0; j < kNeurons; ++j) {
      const arma::uword i = j % kInputs;
      both += W(i, j) != 0 && W((i + apart) % kInputs, j) != 0 ? 1 : 0;
    }
    if (!checks::expect_frequency(
            both, kNeurons, kBothChosen,
            {.what =
                 fmt::format("how often a neuron has two given inputs that stand {} apart", apart),
             .why = "All choices of rows are equally likely: not a block of rows in a row, and not "
                    "every third.",
             .read = "exactly-k-for-each-neuron"},
            alarm)) {
      return;
    }
  }
}

TEST(Sparse, DrawsNormalValuesOfDeviationSigma) {
  Rng rng(remote::test_seed());
  const double sigmas[] = {0.01, 0.5, 1.7};
  std::vector<arma::mat> drawn;
  for (const double sigma : sigmas) drawn.push_back(yours(kInputs, kNeurons, rng, 10, sigma));
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const arma::mat& W = drawn[i];
    const double sigma = sigmas[i];
    if (!expect_right_shape(W, kInputs, kNeurons)) return;
    const arma::vec values = arma::nonzeros(W);
    const checks::FalseAlarm alarm{.comparisons = 3 * 3};
    const std::string what =
        fmt::format("The connections of sparse({}, {}) with sigma = {}", kInputs, kNeurons, sigma);
    if (!checks::expect_variance(
            values, sigma * sigma,
            {{sigma, "That is sigma: it is the standard deviation already, take no root of it."},
             {std::pow(sigma, 4), "That is sigma to the fourth: do not square sigma."},
             {1, "That is the variance of rng.normal() itself: sigma is missing."},
             {1e-4, "That belongs to sigma = 0.01: use the argument sigma."},
             {0.25, "That belongs to sigma = 0.5, whatever sigma was."},
             {sigma * sigma / kConnections,
              "That is sigma²/connections: take sigma as it is given."},
             {sigma * sigma / 3, "That is what uniform numbers in ±sigma have: draw normal ones."}},
            {.what = what,
             .why = "The weights of the connections have the standard deviation sigma.",
             .read = kRead},
            alarm) ||
        !checks::expect_mean(values, 0, arma::stddev(values),
                             {.what = what,
                              .why = "Connections may be negative as well as positive.",
                              .read = "mean-zero"},
                             alarm) ||
        !checks::expect_distribution(
            values, [=](double x) { return checks::normal_cdf(x / sigma); },
            {.what = what, .why = "They are normal numbers.", .read = kRead}, alarm)) {
      return;
    }
  }
}

TEST(Sparse, DrawsAWeightForEveryConnection) {
  Rng rng(remote::test_seed());
  const double sigma = 0.5;
  const arma::mat W = yours(kInputs, kNeurons, rng, kConnections, sigma);
  if (!expect_right_shape(W, kInputs, kNeurons)) return;
  const checks::FalseAlarm alarm{.comparisons = kInputs + kNeurons + 2.0};
  const auto about = [](const std::string& what, const std::string& why) {
    return checks::About{.what = what, .why = why, .read = "one-draw-for-every-weight"};
  };
  for (arma::uword j = 0; j < kNeurons; ++j) {
    const arma::vec column = arma::nonzeros(W.col(j));
    if (column.n_elem > 1 && column.min() == column.max()) {
      checks::expect_that(false, fmt::format("{:.5g} for all inputs of neuron {}", column(0), j),
                          "another number for each of them",
                          about("the weights of sparse",
                                "You seem to draw one value for each neuron: draw one for every "
                                "connection."));
      return;
    }
    if (!checks::expect_variance(column, sigma * sigma,
                                 about(fmt::format("the connections of neuron {}", j),
                                       "Every connection has a draw of its own."),
                                 alarm)) {
      return;
    }
  }
  for (arma::uword i = 0; i < kInputs; ++i) {
    if (!checks::expect_variance(arma::nonzeros(W.row(i)), sigma * sigma,
                                 about(fmt::format("the connections of input {}", i),
                                       "Every connection has a draw of its own."),
                                 alarm)) {
      return;
    }
  }
  const arma::vec values = arma::nonzeros(W);
  const arma::uword n = values.n_elem;
  for (const arma::uword lag : {arma::uword{1}, kConnections}) {
    if (n <= 2 * lag) return;
    if (!checks::expect_uncorrelated(
            values.head(n - lag), values.tail(n - lag),
            about(fmt::format("the connections and those {} further on", lag),
                  "Every connection has a draw of its own: none follows from another one."),
            alarm)) {
      return;
    }
  }
}

TEST(Sparse, DrawsFromTheCallersRng) {
  expect_the_callers_rng(
      {.exercise = "sparse",
       .law = "",
       .read = kRead,
       .yours = [](arma::uword m, arma::uword n, Rng& rng) { return yours(m, n, rng, 30); },
       .variance = {},
       .suspects = {}});
}

TEST(Sparse, RefusesBadInput) {
  Rng rng(remote::test_seed());
  expect_fans_checked({.exercise = "sparse", .yours = [](arma::uword m, arma::uword n, Rng& r) {
                         return yours(m, n, r);
                       }});
  expect_refusal("no connections at all", [&] { yours(8, 5, rng, 0); });
  expect_refusal("a negative sigma", [&] { yours(8, 5, rng, 3, -1); });
  expect_refusal("sigma = 0", [&] { yours(8, 5, rng, 3, 0); });
}

}  // namespace
}  // namespace descent::suite
