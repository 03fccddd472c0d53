#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "harness/checks/expect.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Case {
  double error;
  bool has_kinks;
  Judgement expected;
};

std::string in_words(Judgement judgement) {
  switch (judgement) {
    case Judgement::happy:
      return "happy";
    case Judgement::fine_at_kinks:
      return "fine_at_kinks";
    case Judgement::too_high:
      return "too_high";
    case Judgement::uncomfortable:
      return "uncomfortable";
    case Judgement::wrong:
      return "wrong";
  }
  return "a judgement that does not exist";
}

void expect_judgements(const std::vector<Case>& cases, const std::string& why,
                       const std::string& read = "what-to-think-of-an-error") {
  std::vector<Judgement> yours;
  for (const Case& c : cases) yours.push_back(submission::judge(c.error, c.has_kinks));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const Case& c = cases[i];
    const bool holds =
        checks::expect_that(yours[i] == c.expected, in_words(yours[i]), in_words(c.expected),
                            {.what = fmt::format("the judgement of an error of {:.4g} {} kinks",
                                                 c.error, c.has_kinks ? "with" : "without"),
                             .why = why,
                             .read = read});
    if (!holds) return;
  }
}

TEST(Judge, KnowsTheBandsWithKinks) {
  expect_judgements({{0, true, Judgement::happy},
                     {3e-8, true, Judgement::happy},
                     {3e-7, true, Judgement::fine_at_kinks},
                     {5e-5, true, Judgement::fine_at_kinks},
                     {3e-4, true, Judgement::uncomfortable},
                     {8e-3, true, Judgement::uncomfortable},
                     {0.03, true, Judgement::wrong},
                     {1.0, true, Judgement::wrong},
                     {2.0, true, Judgement::wrong}},
                    "Kinks excuse errors up to 1e-4, and nothing beyond.");
}

TEST(Judge, KnowsTheBandsWithoutKinks) {
  expect_judgements({{0, false, Judgement::happy},
                     {3e-8, false, Judgement::happy},
                     {3e-7, false, Judgement::too_high},
                     {5e-5, false, Judgement::too_high},
                     {3e-4, false, Judgement::uncomfortable},
                     {8e-3, false, Judgement::uncomfortable},
                     {0.03, false, Judgement::wrong},
                     {1.0, false, Judgement::wrong},
                     {2.0, false, Judgement::wrong}},
                    "A smooth loss has no excuse for an error above 1e-7.");
}

TEST(Judge, PutsABorderOnTheMilderSide) {
  expect_judgements({{1e-2, true, Judgement::uncomfortable},
                     {1e-2, false, Judgement::uncomfortable},
                     {std::nextafter(1e-2, 1), true, Judgement::wrong},
                     {1e-4, true, Judgement::fine_at_kinks},
                     {1e-4, false, Judgement::too_high},
                     {std::nextafter(1e-4, 1), true, Judgement::uncomfortable},
                     {std::nextafter(1e-4, 1), false, Judgement::uncomfortable},
                     {1e-7, true, Judgement::happy},
                     {1e-7, false, Judgement::happy},
                     {std::nextafter(1e-7, 1), true, Judgement::fine_at_kinks},
                     {std::nextafter(1e-7, 1), false, Judgement::too_high}},
                    "The table says error <= 1e-7, <= 1e-4, <= 1e-2.");
}

TEST(Judge, CallsNaNAndInfinityWrong) {
  expect_judgements({{kNaN, true, Judgement::wrong},
                     {kNaN, false, Judgement::wrong},
                     {-kNaN, true, Judgement::wrong},
                     {kInfinity, true, Judgement::wrong},
                     {kInfinity, false, Judgement::wrong},
                     {1e300, false, Judgement::wrong}},
                    "Every comparison with NaN is false: what is left at the end must be wrong.",
                    "nan-must-not-pass");
}

TEST(Judge, IsRightOnRandomErrors) {
  Rng rng(remote::test_seed());
  std::vector<Case> cases;
  for (int i = 0; i < 40; ++i) {
    const double error = std::pow(10, rng.uniform(-12, 0.3));
    const bool has_kinks = rng.below(2) == 0;
    cases.push_back({error, has_kinks, reference::judge(error, has_kinks)});
  }
  expect_judgements(cases, "");
}

TEST(Judge, RefusesBadInput) {
  expect_refusal("an error of -1e-9", [] { submission::judge(-1e-9, true); });
  expect_refusal("an error of -1", [] { submission::judge(-1, false); });
  expect_refusal("an error of -infinity", [] { submission::judge(-kInfinity, true); });
}

}  // namespace
}  // namespace descent::suite
