// activation_statistics: every number of it is known here, since the weights come from here.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>

#include "harness/checks/gradient.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/suites/04-initialization/flow.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kRead = "watching-the-layers";
constexpr FlowNonlinearity kBoth[] = {FlowNonlinearity::tanh, FlowNonlinearity::relu};

std::string name_of(FlowNonlinearity f) {
  return f == FlowNonlinearity::tanh ? "a net of tanh: " : "a net of ReLUs: ";
}

// The net of harness/tests/crosscheck/initialization.py: N = 4, D = 3, two units.
FlowProblem hand_problem(FlowNonlinearity f, const FlowOptions& options) {
  return {.X = {{1, 2, 0.5}, {0.3, 0.8, -1.5}, {-0.7, 0.1, 2}, {2, 1, -1}},
          .upstream = {{0.65, -0.25}, {-0.4, 0.9}, {0.15, 0.35}, {-1.3, 0.05}},
          .init = [](arma::uword fan_in, arma::uword, Rng&) -> arma::mat {
            if (fan_in == 3) return {{0.5, -1}, {0.25, 0.75}, {-0.6, 0.4}};
            return {{1.2, -0.3}, {-0.8, 0.9}};
          },
          .nonlinearity = f,
          .options = options};
}

TEST(ActivationStatistics, AsksForTheWeightsOfEachLayerOnce) {
  Rng rng(remote::test_seed());
  FlowProblem problem = any_flow(rng, FlowNonlinearity::tanh);
  problem.options.layers = 4;
  const arma::uword d = problem.X.n_cols, units = problem.options.units;
  struct Asked {
    arma::uword fan_in, fan_out;
    Rng before, after;
  };
  // Shared, since the initializer may outlive this frame where an exception leaves it.
  const auto calls = std::make_shared<std::vector<Asked>>();
  problem.init = [calls, init = problem.init](arma::uword fan_in, arma::uword fan_out, Rng& r) {
    const Rng before = r;
    const arma::mat W = init(fan_in, fan_out, r);
    calls->push_back({fan_in, fan_out, before, r});
    return W;
  };
  const Rng start(rng.bits());
  Rng mine = start;
  std::exception_ptr thrown;
  try {
    submission::activation_statistics(problem.X, problem.upstream, problem.init,
                                      problem.nonlinearity, mine, problem.options);
  } catch (const std::exception&) {
    // A product of shapes that do not fit, most likely: what was asked for tells more about it.
    thrown = std::current_exception();
    if (calls->empty()) throw;
  }
  const std::vector<Asked> asked = *calls;  // what explains a failure asks again
  const auto about = [](const std::string& what, const std::string& why) {
    return checks::About{.what = what, .why = why, .read = "one-source-of-chance"};
  };
  arma::umat fans(asked.size(), 2), expected(4, 2, arma::fill::value(units));
  expected(0, 0) = d;
  for (arma::uword l = 0; l < asked.size(); ++l) {
    fans.row(l) = arma::urowvec{asked[l].fan_in, asked[l].fan_out};
  }
  if (thrown) expected = arma::umat(expected.head_rows(std::min<arma::uword>(fans.n_rows, 4)));
  if (!checks::expect_near(
          arma::conv_to<arma::mat>::from(fans), arma::conv_to<arma::mat>::from(expected),
          {.what = "what init is asked for, a row (fan_in, fan_out) for each of the four layers",
           .why = "The first layer has an input for each column of X, the others one for each "
                  "unit below; init is called once for each layer.",
           .read = "fan-in-and-fan-out",
           .tolerance = checks::kExact})) {
    return;
  }
  if (thrown) std::rethrow_exception(thrown);
  if (!checks::expect_that(asked[0].before == start, "another state",
                           "the state that the caller's rng had",
                           about("the rng that init gets for the first layer",
                                 "Hand the caller's rng to init, not one of your own."))) {
    return;
  }
  for (arma::uword l = 1; l < asked.size(); ++l) {
    if (!checks::expect_that(
            asked[l].before == asked[l - 1].after, "another state",
            "the state that the layer before has left",
            about(fmt::format("the rng that init gets for layer {}", l + 1),
                  "One rng runs through all layers. From a copy of it every layer would get the "
                  "same weights."))) {
      return;
    }
  }
  checks::expect_that(mine == asked.back().after, "another state",
                      "the state that the last layer has left",
                      about("the caller's rng afterwards",
                            "The rng serves the weights and nothing else, and the caller's own one "
                            "moves on."));
}

TEST(ActivationStatistics, HasTheHandValuesForTanh) {
  const FlowProblem problem =
      hand_problem(FlowNonlinearity::tanh, {.layers = 3, .units = 2, .bins = 5});
  expect_same_flow(problem.yours(),
                   {{.mean = 0.224605913501978,
                     .std = 0.755784423163758,
                     .histogram = {2, 1, 0, 0, 5},
                     .gradient_mean = 0.0281250215608033,
                     .gradient_std = 0.623606563769766,
                     .gradient_histogram = {1, 1, 4, 1, 1}},
                    {.mean = 0.119458051565815,
                     .std = 0.71721024679005,
                     .histogram = {2, 1, 0, 2, 3},
                     .gradient_mean = 0.0606984427976623,
                     .gradient_std = 0.463941189054839,
                     .gradient_histogram = {1, 1, 4, 1, 1}},
                    {.mean = 0.0666720399270476,
                     .std = 0.717169748138592,
                     .histogram = {2, 1, 1, 1, 3},
                     .gradient_mean = 0.01875,
                     .gradient_std = 0.641257309899856,
                     .gradient_histogram = {1, 2, 2, 1, 2}}},
                   "three layers of tanh: ");
}

TEST(ActivationStatistics, HasTheHandValuesForRelu) {
  const FlowProblem problem = hand_problem(
      FlowNonlinearity::relu,
      {.layers = 2, .units = 2, .bins = 5, .activations = {0, 1.7}, .gradients = {-0.9, 0.9}});
  expect_same_flow(problem.yours(),
                   {{.mean = 0.759375,
                     .std = 0.692136355333976,
                     .histogram = {3, 0, 2, 1, 2},
                     .gradient_mean = -0.045,
                     .gradient_std = 0.808401199900149,
                     .gradient_histogram = {2, 1, 1, 2, 2}},
                    {.mean = 0.7296875,
                     .std = 0.804903369103242,
                     .histogram = {4, 1, 0, 0, 3},
                     .gradient_mean = 0.01875,
                     .gradient_std = 0.641257309899856,
                     .gradient_histogram = {1, 2, 2, 1, 2}}},
                   "two layers of ReLUs: ");
}

TEST(ActivationStatistics, IsRightForRandomNets) {
  Rng rng(remote::test_seed());
  std::vector<FlowProblem> problems;
  std::vector<std::vector<LayerFlow>> yours;
  for (int i = 0; i < 3; ++i) {
    for (const FlowNonlinearity f : kBoth) {
      problems.push_back(any_flow(rng, f));
      yours.push_back(problems.back().yours());
    }
  }
  for (std::size_t i = 0; i < problems.size(); ++i) {
    if (!expect_same_flow(yours[i], flow_by_definition(problems[i]),
                          name_of(problems[i].nonlinearity))) {
      return;
    }
  }
}

// As deep as in the lecture, and a fifth as wide: every known mistake sends the batch through it
// once more, to be compared with yours.
TEST(ActivationStatistics, IsRightForTenLayersOfAHundredUnits) {
  Rng rng(remote::test_seed());
  const FlowProblem problem{
      .X = rng.normal(8, 30),
      .upstream = 0.3 * rng.normal(8, 100),
      .init = [](arma::uword fan_in, arma::uword fan_out, Rng& r) -> arma::mat {
        return r.normal(fan_in, fan_out) / std::sqrt(static_cast<double>(fan_out));
      },
      .nonlinearity = FlowNonlinearity::tanh,
      .options = {.units = 100},
      .seed = rng.bits()};
  expect_same_flow(problem.yours(), flow_by_definition(problem), "ten layers of 100 units: ");
}

TEST(ActivationStatistics, LosesNoValue) {
  Rng rng(remote::test_seed());
  std::vector<FlowProblem> problems;
  std::vector<std::vector<LayerFlow>> yours;
  for (const FlowNonlinearity f : kBoth) {
    FlowProblem problem = any_flow(rng, f, 20);  // saturated, or far above the range
    problem.upstream *= 20;
    problem.options.bins = 3;
    problem.options.activations = {0.0123, 0.0789};
    problem.options.gradients = {-0.0456, 0.0987};
    problems.push_back(problem);
    problem.options.bins = 1;
    problems.push_back(problem);
  }
  for (const FlowProblem& problem : problems) yours.push_back(problem.yours());
  for (std::size_t i = 0; i < problems.size(); ++i) {
    if (!expect_same_flow(yours[i], flow_by_definition(problems[i]),
                          "a range that most values lie outside of: ")) {
      return;
    }
  }
}

// With bins of width ½ the edges are exact, and the activations lie on them.
TEST(ActivationStatistics, PutsAValueOnAnEdgeIntoTheBinAboveIt) {
  const FlowProblem problem{
      .X = {{1, 2}, {-1, 3}},
      .upstream = {{-1, -0.5, 0, 0.5}, {1, 1, 0.5, 0}},
      .init = [](arma::uword, arma::uword, Rng&) -> arma::mat {
        return {{0, 0.5, 0, 0.25}, {0, 0, 0.5, 0.125}};
      },
      .nonlinearity = FlowNonlinearity::relu,
      .options = {.layers = 1, .units = 4, .bins = 4, .activations = {0, 2}, .gradients = {-1, 1}}};
  const std::vector<LayerFlow> yours = problem.yours();
  expect_same_flow(yours, flow_by_definition(problem), "values on the edges: ",
                   "Bin k holds low + k·w <= value < low + (k + 1)·w; high itself is in the last.");
}

// One example, one unit in each layer: the mean of a layer is its only activation, and the gradient
// mean the derivative of the last one by it.
TEST(ActivationStatistics, BackpropagatesTheDerivativeOfItsOwnForwardPass) {
  Rng rng(remote::test_seed());
  for (const FlowNonlinearity f : kBoth) {
    FlowProblem problem{.X = arma::vec{0.4 + rng.uniform()},
                        .upstream = arma::vec{1},
                        .init = [](arma::uword fan_in, arma::uword fan_out, Rng& r) -> arma::mat {
                          return r.uniform(fan_in, fan_out, 0.6, 1.4);
                        },
                        .nonlinearity = f,
                        .options = {.layers = 4, .units = 1, .bins = 3},
                        .seed = rng.bits()};
    const std::vector<LayerFlow> yours = problem.yours();
    if (!checks::expect_equal(static_cast<long long>(yours.size()), 4,
                              {.what = "the number of layers told about", .read = kRead})) {
      return;
    }
    // The chain's first link is ours: dh_1/dx = f'(z_1)·W_1.
    Rng replay(problem.seed);
    const double w = problem.init(1, 1, replay)(0, 0);
    const double h = yours[0].mean;
    const double link = (f == FlowNonlinearity::tanh ? 1 - h * h : 1) * w;
    const bool holds = checks::expect_gradient(
        [&](const arma::mat& x) {
          FlowProblem moved = problem;
          moved.X = x;
          return moved.yours().back().mean;
        },
        problem.X, arma::vec{yours[0].gradient_mean * link}, rng,
        {.what = name_of(f) + "the gradient that arrives at a chain's first layer",
         .why = "In a chain of single units your gradient must be the derivative of your own "
                "activations.",
         .read = "back-through-the-layers"});
    if (!holds) return;
  }
}

TEST(ActivationStatistics, IsExactWhereNothingFlows) {
  const FlowProblem problem{.X = {{1, -2, 3}, {0.5, 1, -1}},
                            .upstream = {{0.3, -0.6, 0.1, 0.2}, {0.4, 0.7, -0.2, 0.9}},
                            .init = [](arma::uword fan_in, arma::uword fan_out, Rng&) -> arma::mat {
                              return arma::zeros(fan_in, fan_out);
                            },
                            .nonlinearity = FlowNonlinearity::tanh,
                            .options = {.layers = 3, .units = 4, .bins = 7}};
  expect_same_flow(problem.yours(), flow_by_definition(problem), "weights of 0: ");
}

TEST(ActivationStatistics, WorksForASingleNumber) {
  const WeightInitializer init = [](arma::uword, arma::uword, Rng&) -> arma::mat {
    return arma::vec{0.5};
  };
  std::vector<FlowProblem> problems;
  std::vector<std::vector<LayerFlow>> yours;
  for (const arma::uword layers : {1U, 2U}) {
    problems.push_back({.X = arma::vec{1.5},
                        .upstream = arma::vec{-0.3},
                        .init = init,
                        .nonlinearity = FlowNonlinearity::tanh,
                        .options = {.layers = layers, .units = 1, .bins = 5}});
    yours.push_back(problems.back().yours());
  }
  for (std::size_t i = 0; i < problems.size(); ++i) {
    if (!expect_same_flow(yours[i], flow_by_definition(problems[i]),
                          "one example, one unit in each layer: ",
                          "A single number is its own mean, and its standard deviation is 0.")) {
      return;
    }
  }
}

TEST(ActivationStatistics, StaysFiniteWhereTanhIsSaturated) {
  Rng rng(remote::test_seed());
  const FlowProblem problem = any_flow(rng, FlowNonlinearity::tanh, 1e5);
  const std::vector<LayerFlow> yours = problem.yours();
  expect_same_flow(yours, flow_by_definition(problem), "inputs of 100000: ");
}

TEST(ActivationStatistics, DoesNotMindTheOrderOfExamples) {
  Rng rng(remote::test_seed());
  for (const FlowNonlinearity f : kBoth) {
    FlowProblem problem = any_flow(rng, f);
    const std::vector<LayerFlow> plain = problem.yours();
    const arma::uvec order = rng.permutation(problem.X.n_rows);
    problem.X = arma::mat(problem.X.rows(order));
    problem.upstream = arma::mat(problem.upstream.rows(order));
    if (!expect_same_flow(problem.yours(), plain, "examples in another order: ",
                          "Which example comes first must not matter, in X and in the upstream "
                          "gradient alike.")) {
      return;
    }
  }
}

TEST(ActivationStatistics, RemembersNothing) {
  Rng rng(remote::test_seed());
  const FlowProblem problem = any_flow(rng, FlowNonlinearity::relu);
  const std::vector<LayerFlow> once = problem.yours();
  const std::vector<LayerFlow> twice = problem.yours();
  expect_same_flow(twice, once, "the second of two equal calls: ",
                   "The same arguments give the same statistics: nothing is kept from call to "
                   "call.");
}

TEST(ActivationStatistics, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const FlowProblem good = any_flow(rng, FlowNonlinearity::tanh);
  const auto refused = [&](const std::string& input, const auto& spoil) {
    FlowProblem problem = good;
    spoil(problem);
    expect_refusal(input, [&] { problem.yours(); });
  };
  const arma::uword n = good.X.n_rows, units = good.options.units;
  refused("an empty batch", [&](FlowProblem& p) {
    p.X.reset();
    p.upstream.set_size(0, units);
  });
  refused("a batch without features", [&](FlowProblem& p) { p.X.set_size(n, 0); });
  refused("an upstream gradient with a row too many",
          [&](FlowProblem& p) { p.upstream.ones(n + 1, units); });
  refused("an upstream gradient with a column too few",
          [&](FlowProblem& p) { p.upstream.ones(n, units - 1); });
  refused("0 layers", [](FlowProblem& p) { p.options.layers = 0; });
  refused("0 bins", [](FlowProblem& p) { p.options.bins = 0; });
  refused("0 units", [&](FlowProblem& p) {
    p.options.units = 0;
    p.upstream.set_size(n, 0);
  });
  refused("a range of activations without width", [](FlowProblem& p) {
    p.options.activations = {0.5, 0.5};
  });
  refused("a range of gradients that ends before it begins", [](FlowProblem& p) {
    p.options.gradients = {1, -1};
  });
  refused("no initializer", [](FlowProblem& p) { p.init = {}; });
  refused("an initializer that swaps fan_in and fan_out", [&](FlowProblem& p) {
    p.init = [](arma::uword fan_in, arma::uword fan_out, Rng& r) {
      return r.normal(fan_out, fan_in);
    };
  });
}

}  // namespace
}  // namespace descent::suite
