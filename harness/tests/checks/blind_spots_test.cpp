// What other gradient checkers accept although it is wrong must fail here, and what is right must
// pass here wherever it is asked.

#include <gtest/gtest.h>

#include <iostream>
#include <set>

#include "harness/tests/checks/peers.hpp"
#include "harness/tests/checks/two_layer_net.hpp"

namespace descent::checks {
namespace {

using testing_net::Net;
using testing_net::W1;
using testing_net::wrong_gradients;

constexpr std::uint64_t kSeeds = 50;

GradientReport ours(const Net& net, const Blocks& gradient, Rng& rng,
                    const GradientOptions& options = {}) {
  return check_gradient(net.function(), net.at, gradient, rng, options);
}

std::string wrong_probes(const GradientReport& report) {
  std::string text;
  for (const BlockReport& block : report.blocks) {
    if (const Probe* probe = block.worst()) {
      text += block.name + "[" + std::to_string(probe->index) +
              "]: " + std::to_string(probe->analytic) + " against " +
              std::to_string(probe->numeric) + " +- " + std::to_string(probe->uncertainty) + "; ";
    }
  }
  return text;
}

TEST(BlindSpots, EveryWrongGradientIsRejectedAtEverySeed) {
  for (const auto& wrong : wrong_gradients()) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
      Rng rng(seed);
      const Net net = Net::random(rng);
      if (wrong.name == "ReLU's mask missing" && net.before_relu(net.at).min() > 0) continue;
      EXPECT_FALSE(ours(net, wrong.of(net), rng).nothing_wrong())
          << wrong.name << ", seed " << seed;
    }
  }
}

TEST(BlindSpots, TheRightGradientIsAcceptedAtEverySeed) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    Rng rng(seed);
    const Net net = Net::random(rng);
    const GradientReport report = ours(net, net.gradient(), rng);
    EXPECT_TRUE(report.nothing_wrong()) << "seed " << seed << ": " << wrong_probes(report);
    EXPECT_EQ(report.count(Verdict::inconclusive), 0U);
  }
}

TEST(BlindSpots, TheRightGradientIsAcceptedAtHugeAndTinyScales) {
  for (const double sigma : {1e-4, 1e-2, 3.0, 30.0}) {
    for (const double input_scale : {1e-3, 1.0, 255.0}) {
      for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        Rng rng(1000 + seed);
        const Net net = Net::random(rng, sigma, input_scale);
        const arma::mat probabilities = net.probabilities(net.at);
        if (probabilities.min() == 0) continue;  // the loss is infinite or flat there
        const GradientReport report = ours(net, net.gradient(), rng);
        EXPECT_TRUE(report.nothing_wrong()) << "sigma " << sigma << ", inputs times " << input_scale
                                            << ", seed " << seed << ": " << wrong_probes(report);
      }
    }
  }
}

/// Moves the biases so that pre-activations of the first example lie `distance` from the kink.
Net near_kinks(std::uint64_t seed, double distance) {
  Rng rng(seed);
  Net net = Net::random(rng);
  const arma::mat z = net.before_relu(net.at);
  for (arma::uword unit = 0; unit < z.n_cols; ++unit) {
    net.at[testing_net::b1][unit] += (unit % 2 == 0 ? distance : -distance) - z(0, unit);
  }
  return net;
}

TEST(BlindSpots, TheRightGradientIsAcceptedBesideKinksAndAWrongOneIsNot) {
  for (const double distance : {1e-7, 1e-6, 1e-5, 3e-5, 1e-4, 1e-3}) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
      const Net net = near_kinks(seed, distance);
      Rng rng(seed);
      const GradientReport report = ours(net, net.gradient(), rng);
      EXPECT_TRUE(report.nothing_wrong())
          << "distance " << distance << ", seed " << seed << ": " << wrong_probes(report);
      EXPECT_TRUE(ours(net, net.gradient(), rng, {.winners = net.winners()}).nothing_wrong())
          << "with winners, distance " << distance << ", seed " << seed;
      for (const auto& wrong : wrong_gradients()) {
        if (wrong.name.find("1.01") == std::string::npos) continue;
        EXPECT_FALSE(ours(net, wrong.of(net), rng).nothing_wrong())
            << wrong.name << ", " << distance;
      }
    }
  }
}

TEST(BlindSpots, ExactlyAtAKinkEverySubgradientIsAcceptedAndNothingElse) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    Rng rng(seed);
    Net net = Net::random(rng);
    net.X.row(0).zeros();
    net.at[testing_net::b1].zeros();  // the first example is exactly at the kink of every unit
    for (const bool through : {false, true}) {
      const GradientReport report = ours(net, net.gradient({.mask_at_zero = through}), rng);
      EXPECT_TRUE(report.nothing_wrong())
          << "relu'(0) = " << through << ", seed " << seed << ": " << wrong_probes(report);
    }
    Blocks wrong = net.gradient({.mask_at_zero = true});
    const arma::mat bias = net.gradient({.mask_at_zero = false})[testing_net::b1];
    wrong[testing_net::b1] += 0.1 * (wrong[testing_net::b1] - bias);  // beyond the interval
    EXPECT_FALSE(ours(net, wrong, rng).nothing_wrong()) << "seed " << seed;
  }
}

// PyTorch 1.13 and later, fast mode and slow mode: at small weights the whole gradient of the first
// layer is below the absolute tolerance, so a layer that learns nothing passes.
TEST(BlindSpots, TorchAcceptsAZeroGradientAtSmallWeightsAndWeDoNot) {
  int fast = 0, slow = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    Rng rng(seed);
    Net net = Net::random(rng, 1e-4);
    net.lambda = 0;
    net.at[W1] *= 0.1;
    net.at[testing_net::W2] *= 0.1;
    net.at[testing_net::b1] = arma::mat(1, 6, arma::fill::value(0.01));
    Blocks wrong = net.gradient();
    wrong[W1].zeros();
    fast += peers::torch_fast(net.function(), net.at, wrong, rng) ? 1 : 0;
    slow += peers::torch_slow(net.function(), net.at, wrong) ? 1 : 0;
    EXPECT_FALSE(ours(net, wrong, rng).nothing_wrong()) << "seed " << seed;
    const GradientReport right = ours(net, net.gradient(), rng);
    EXPECT_TRUE(right.nothing_wrong()) << "seed " << seed << ": " << wrong_probes(right);
  }
  std::cout << "dW1 = 0 at small weights, accepted at " << kSeeds << " seeds: torch fast " << fast
            << ", torch slow " << slow << ", ours 0\n";
  EXPECT_GE(fast, 40);
  EXPECT_GE(slow, 10);  // entry by entry it needs all 36 below the tolerance
}

/// Which wrong gradients a peer accepts at any of five seeds.
template <class Accepts>
std::set<std::string> accepted(const Accepts& accepts) {
  std::set<std::string> names;
  for (const auto& wrong : wrong_gradients()) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      Rng rng(seed);
      const Net net = Net::random(rng);
      if (accepts(net, wrong.of(net), rng)) names.insert(wrong.name);
    }
  }
  return names;
}

void print(const char* peer, const std::set<std::string>& names) {
  std::cout << peer << " accepts " << names.size() << " of " << wrong_gradients().size() << ":";
  const char* separator = " ";
  for (const std::string& name : names) {
    std::cout << separator << name;
    separator = ", ";
  }
  std::cout << '\n';
}

// One norm over all parameters, threshold 0.1: the large blocks hide the small ones.
TEST(BlindSpots, MlpackAcceptsWhatIsSmallBesideTheNormOfAllParameters) {
  const auto names = accepted([](const Net& net, const Blocks& wrong, Rng&) {
    return peers::mlpack_norm(net.function(), net.at, wrong);
  });
  print("mlpack", names);
  EXPECT_GE(names.size(), 5U);
  EXPECT_TRUE(names.contains("all times 1.01"));
  EXPECT_TRUE(names.contains("db1 averaged over N") || names.contains("db1 zero"));
}

// The scale is at least 1, however small the gradients are.
TEST(BlindSpots, CaffeAcceptsAnErrorOfOnePercent) {
  const auto names = accepted([](const Net& net, const Blocks& wrong, Rng&) {
    return peers::caffe(net.function(), net.at, wrong);
  });
  print("Caffe", names);
  EXPECT_TRUE(names.contains("all times 1.01"));
  EXPECT_TRUE(names.contains("dW2 times 1.01"));
}

// One direction sees one number: what is orthogonal to it, or small beside it, stays unseen. Here
// the wrong gradient is built for the direction, as JAX's fixed seed allows.
TEST(BlindSpots, OneKnownDirectionAcceptsWhatIsOrthogonalToIt) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    Rng rng(seed);
    const Net net = Net::random(rng);
    Rng fixed(0);
    const arma::mat u = fixed.normal(6, 6);  // the direction of W1
    arma::mat error = rng.normal(6, 6);
    error -= arma::accu(error % u) / arma::accu(u % u) * u;
    Blocks wrong = net.gradient();
    wrong[W1] += error;
    Rng again(0);
    EXPECT_TRUE(peers::jax_direction(net.function(), net.at, wrong, again)) << "seed " << seed;
    EXPECT_FALSE(ours(net, wrong, rng).nothing_wrong()) << "seed " << seed;
  }
}

TEST(BlindSpots, OneDirectionAcceptsAZeroGradientAtSmallWeightsToo) {
  int pooled = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    Rng rng(seed);
    Net net = Net::random(rng, 1e-6);
    net.lambda = 0;
    net.at[testing_net::b1] = arma::mat(1, 6, arma::fill::value(0.01));
    Blocks wrong = net.gradient();
    wrong[W1].zeros();
    Rng direction(seed);
    pooled += peers::jax_direction(net.function(), net.at, wrong, direction) ? 1 : 0;
    EXPECT_FALSE(ours(net, wrong, rng).nothing_wrong()) << "seed " << seed;
  }
  EXPECT_GE(pooled, 40);
}

TEST(BlindSpots, ThePeersAcceptTheRightGradientSoTheyAreNotStrawMen) {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Rng rng(seed);
    const Net net = Net::random(rng);
    const Blocks right = net.gradient();
    EXPECT_TRUE(peers::torch_slow(net.function(), net.at, right));
    EXPECT_TRUE(peers::torch_fast(net.function(), net.at, right, rng));
    EXPECT_TRUE(peers::mlpack_norm(net.function(), net.at, right));
    EXPECT_TRUE(peers::jax_direction(net.function(), net.at, right, rng));
  }
}

}  // namespace
}  // namespace descent::checks
