// update_parameters.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>

#include "harness/checks/refusal.hpp"
#include "harness/suites/12-capstone/plain.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kReadStep = "one-step";
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Parameters any_gradients(const Parameters& parameters, Rng& rng) {
  Parameters gradients;
  for (const arma::mat& p : parameters) gradients.push_back(rng.normal(p.n_rows, p.n_cols));
  return gradients;
}

TEST(UpdateParameters, FollowsTheRuleForSeveralSteps) {
  Rng rng(remote::test_seed());
  for (const UpdateRule rule : {UpdateRule::nesterov, UpdateRule::adam}) {
    Parameters yours = any_network({4, 3, 5, 2}, rng).parameters;
    Parameters expected = yours, as_pytorch = yours;
    std::vector<UpdateState> states;
    PlainUpdater plain{rule}, pytorch{rule, RateMeets::velocity};
    const std::string name = rule == UpdateRule::adam ? "Adam" : "Nesterov momentum";
    for (int step = 1; step <= 6; ++step) {
      const Parameters gradients = any_gradients(yours, rng);
      const double rate = 0.1 / step;
      submission::update_parameters(yours, gradients, states, rule, rate);
      plain.step(expected, gradients, rate);
      pytorch.step(as_pytorch, gradients, rate);
      const bool is_pytorch = distance(yours, as_pytorch) < distance(yours, expected);
      if (!expect_parameters(
              yours, is_pytorch ? as_pytorch : expected, "parameters",
              {.what = {},
               .why = fmt::format("After step {} of {}, each with other gradients and another "
                                  "learning rate. Every parameter is updated, with a state of its "
                                  "own that lives from step to step.",
                                  step, name),
               .read = kReadStep,
               .tolerance = checks::kTrajectory})) {
        return;
      }
      if (!checks::expect_equal(static_cast<long long>(states.size()), 8,
                                {.what = "the number of states after a step",
                                 .why = "One for each parameter.",
                                 .read = kReadStep})) {
        return;
      }
    }
  }
}

TEST(UpdateParameters, KeepsTwoRunsApart) {
  Rng rng(remote::test_seed());
  const Parameters start = any_network({3, 4, 2}, rng).parameters;
  for (const UpdateRule rule : {UpdateRule::nesterov, UpdateRule::adam}) {
    Parameters one = start, two = start, expected = start;
    std::vector<UpdateState> states_of_one, states_of_two;
    PlainUpdater plain{rule};
    for (int step = 0; step < 3; ++step) {
      const Parameters gradients = any_gradients(start, rng);
      submission::update_parameters(one, gradients, states_of_one, rule, 0.05);
      submission::update_parameters(two, any_gradients(start, rng), states_of_two, rule, 0.05);
      plain.step(expected, gradients, 0.05);
    }
    if (!expect_parameters(
            one, expected, "parameters",
            {.what = {},
             .why = "Two networks in turn, each with its own states: nothing is kept "
                    "anywhere else.",
             .read = kReadStep,
             .tolerance = checks::kTrajectory})) {
      return;
    }
  }
}

TEST(UpdateParameters, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const Parameters parameters = any_network({3, 4, 2}, rng).parameters;
  const Parameters gradients = any_gradients(parameters, rng);
  Parameters misfit = gradients;
  misfit[1] = rng.normal(4, 1);
  const auto refused = [&](const std::string& what, Parameters p, const Parameters& g,
                           std::vector<UpdateState> states, double rate) {
    return expect_refusal(
        what, [&] { submission::update_parameters(p, g, states, UpdateRule::adam, rate); });
  };
  EXPECT_TRUE(
      refused("no parameters", {}, {}, {}, 0.1) &&
      refused("gradients that are fewer", parameters, {gradients.begin(), gradients.end() - 1}, {},
              0.1) &&
      refused("a gradient of another shape", parameters, misfit, {}, 0.1) &&
      refused("states that are fewer", parameters, gradients, std::vector<UpdateState>(2), 0.1) &&
      refused("a negative learning rate", parameters, gradients, {}, -0.1) &&
      refused("a learning rate that is NaN", parameters, gradients, {}, kNan));
}

}  // namespace
}  // namespace descent::suite
