// network_gradient_check.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "harness/checks/refusal.hpp"
#include "harness/suites/12-capstone/plain.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr auto kReadCheck = "trust-but-verify";

// The reports of all blocks, or a finding.
bool expect_blocks(const std::vector<GradcheckReport>& yours, const Parameters& parameters,
                   arma::uword per_block) {
  const std::vector<std::string> names = parameter_names(parameters.size());
  if (!checks::expect_equal(static_cast<long long>(yours.size()),
                            static_cast<long long>(names.size()),
                            {.what = "blocks that were checked",
                             .why = "Every parameter has a report, also the small ones.",
                             .read = kReadCheck})) {
    return false;
  }
  for (std::size_t p = 0; p < names.size(); ++p) {
    const auto drawn = static_cast<long long>(yours[p].entries.n_elem + yours[p].kinks);
    if (!checks::expect_that(yours[p].name == names[p], yours[p].name, names[p],
                             {.what = fmt::format("the name of block {}", p),
                              .why = "W, gamma, beta with the number of their layer; b at the end.",
                              .read = kReadCheck}) ||
        !checks::expect_equal(
            drawn, static_cast<long long>(std::min(per_block, parameters[p].n_elem)),
            {.what = "entries of " + names[p] + " that were drawn", .read = kReadCheck}) ||
        !checks::expect_equal(static_cast<long long>(yours[p].analytic.n_elem),
                              static_cast<long long>(yours[p].entries.n_elem),
                              {.what = "analytic values of " + names[p], .read = kReadCheck})) {
      return false;
    }
  }
  return true;
}

TEST(NetworkGradientCheck, ChecksEveryBlock) {
  Rng rng(remote::test_seed());
  for (const arma::uvec& sizes : {arma::uvec{5, 4, 3}, arma::uvec{4, 5, 3, 2}}) {
    const Network network = any_network(sizes, rng);
    const Examples batch = any_examples(6, sizes(0), sizes(sizes.n_elem - 1), rng);
    const double lambda = 0.2;
    const std::vector<GradcheckReport> yours = submission::network_gradient_check(
        network.parameters, batch, {1.0, lambda}, {1e-5, 6, rng.bits()});
    if (!expect_blocks(yours, network.parameters, 6)) return;
    const BatchLoss expected = plain_loss(network.parameters, batch, lambda);
    for (std::size_t p = 0; p < yours.size(); ++p) {
      if (yours[p].entries.is_empty()) continue;
      if (yours[p].entries.max() >= expected.gradients[p].n_elem) {
        ADD_FAILURE();
        return;
      }
      if (!expect_near(yours[p].analytic, arma::vec(expected.gradients[p].elem(yours[p].entries)),
                       {.what = "analytic values of " + yours[p].name,
                        .why = "The gradients of network_loss in Mode::train, with the penalty.",
                        .read = kReadCheck,
                        .tolerance = checks::kBackward}) ||
          !expect_near(yours[p].numeric, yours[p].analytic,
                       {.what = "numeric values of " + yours[p].name,
                        .why = "The loss of the numeric side and the gradients of the analytic "
                               "side belong together: the same penalty, the same batch.",
                        .read = kReadCheck,
                        .tolerance = {1e-4, 1e-4}})) {
        return;
      }
    }
  }
}

TEST(NetworkGradientCheck, SeesTheSameMasksEveryTime) {
  Rng rng(remote::test_seed());
  const Network network = any_network({5, 9, 7, 3}, rng);
  const Examples batch = any_examples(8, 5, 3, rng);
  const GradcheckOptions check{1e-5, 8, rng.bits()};
  const std::vector<GradcheckReport> yours =
      submission::network_gradient_check(network.parameters, batch, {0.6, 0.1}, check);
  if (!expect_blocks(yours, network.parameters, 8)) return;
  for (const GradcheckReport& report : yours) {
    if (report.entries.is_empty()) continue;
    if (!expect_near(report.numeric, report.analytic,
                     {.what = "numeric values of " + report.name + " under dropout",
                      .why = "Analytic and numeric gradients must see the same masks: a fresh "
                             "Rng(check.seed) for each evaluation.",
                      .read = "the-same-masks",
                      .tolerance = {1e-3, 1e-3}})) {
      return;
    }
  }
  // Dropout is on: the analytic gradients are not those of the whole network.
  const BatchLoss without = plain_loss(network.parameters, batch, 0.1);
  const GradcheckReport& last = yours[yours.size() - 2];
  const arma::vec difference = last.analytic - without.gradients[6].elem(last.entries);
  checks::expect_greater(
      arma::abs(difference).max(), 1e-6,
      {.what = "how far the gradients of W3 under dropout are from those without",
       .why = "The check is made with dropout as in options.",
       .read = "the-same-masks"});
}

// gamma = beta = 0: every preactivation of the layer stands exactly on its ReLU's kink. In the
// first layer a step in beta moves no ReLU of the second: batchnorm takes off what all examples
// share.
TEST(NetworkGradientCheck, LeavesOutTheKinks) {
  Rng rng(remote::test_seed());
  std::vector<Network> networks;
  std::vector<std::vector<GradcheckReport>> reports;
  for (const std::size_t layer : {0u, 1u}) {  // both are asked for first: together they tell more
    networks.push_back(any_network({5, 4, 6, 3}, rng));
    Parameters& parameters = networks.back().parameters;
    parameters[3 * layer + 1].zeros();
    parameters[3 * layer + 2].zeros();
    reports.push_back(submission::network_gradient_check(parameters, any_examples(7, 5, 3, rng),
                                                         {1.0, 0}, {1e-5, 6, 1}));
  }
  for (const std::size_t layer : {0u, 1u}) {
    const std::vector<GradcheckReport>& yours = reports[layer];
    const Parameters& parameters = networks[layer].parameters;
    if (!expect_blocks(yours, parameters, 6)) return;
    for (const std::size_t p : {3 * layer + 1, 3 * layer + 2}) {
      if (!checks::expect_equal(
              static_cast<long long>(yours[p].kinks), static_cast<long long>(parameters[p].n_elem),
              {.what = "entries of " + yours[p].name + " at a kink",
               .why = fmt::format("In this network every step in gamma{0} or beta{0} carries a "
                                  "ReLU of hidden layer {0} across 0: winners of all layers must "
                                  "be watched.",
                                  layer + 1),
               .read = "kinks-in-a-network"})) {
        return;
      }
    }
    if (!checks::expect_equal(static_cast<long long>(yours[7].kinks), 0,
                              {.what = "entries of b3 at a kink",
                               .why = "Behind the last layer there is no ReLU.",
                               .read = "kinks-in-a-network"})) {
      return;
    }
  }
}

TEST(NetworkGradientCheck, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const Network network = any_network({4, 3, 2}, rng);
  const Examples batch = any_examples(5, 4, 2, rng);
  EXPECT_TRUE(
      expect_refusal("no parameters",
                     [&] { submission::network_gradient_check({}, batch, {}, {}); }) &&
      expect_refusal("an empty batch",
                     [&] { submission::network_gradient_check(network.parameters, {}, {}, {}); }) &&
      expect_refusal("a negative lambda",
                     [&] {
                       submission::network_gradient_check(network.parameters, batch, {1, -1}, {});
                     }) &&
      expect_refusal("a step of 0", [&] {
        submission::network_gradient_check(network.parameters, batch, {}, {0, 5, 0});
      }));
}

}  // namespace
}  // namespace descent::suite
