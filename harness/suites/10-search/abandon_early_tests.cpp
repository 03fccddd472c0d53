#include <gtest/gtest.h>

#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kRead = "give-up-early";

struct Question {
  arma::vec costs;
  double factor;
  bool answer;
  const char* what;
  const char* why;
};

void expect_answers(const std::vector<Question>& questions) {
  std::vector<bool> answers;
  for (const Question& question : questions) {
    answers.push_back(submission::abandon_early(question.costs, question.factor));
  }
  for (std::size_t q = 0; q < questions.size(); ++q) {
    if (!checks::expect_that(answers[q] == questions[q].answer, answers[q] ? "true" : "false",
                             questions[q].answer ? "true" : "false",
                             {.what = std::string("the answer for ") + questions[q].what,
                              .why = questions[q].why,
                              .read = kRead})) {
      return;
    }
  }
}

TEST(AbandonEarly, LooksForMoreThanFactorTimesTheFirst) {
  Rng rng(remote::test_seed());
  std::vector<Question> questions;
  for (const double factor : {1.5, 2.0, 3.0, 10.0}) {
    const double first = rng.uniform(0.1, 20);
    const char* why = "The bound is factor times the first cost.";
    questions.push_back({{first, 0.9 * first, 0.99 * factor * first},
                         factor,
                         false,
                         "a last cost just below the bound",
                         why});
    questions.push_back({{first, 0.9 * first, 1.01 * factor * first},
                         factor,
                         true,
                         "a last cost just above the bound",
                         why});
    questions.push_back(
        {{first, 1.01 * factor * first}, factor, true, "a second cost just above the bound", why});
  }
  expect_answers(questions);
}

TEST(AbandonEarly, ComparesWithTheFirstCost) {
  Rng rng(remote::test_seed());
  const double first = rng.uniform(1, 5);
  expect_answers({{{first, 0.1 * first, 0.5 * first, 0.9 * first},
                   3,
                   false,
                   "a cost that is five times the one before it, but below the first",
                   "What counts is the first cost, not the one before: training is noisy once the "
                   "cost is small."},
                  {{first, 2 * first, 4 * first, 6 * first},
                   3,
                   true,
                   "costs that double, up to six times the first",
                   "What counts is the first cost: a slow explosion is one, too."},
                  {{first, 2.5 * first, 2.9 * first, 2.8 * first},
                   3,
                   false,
                   "costs that rise to 2.9 times the first",
                   "It is not above three times the first."},
                  {{first, 0.2 * first, 0.1 * first, 2.5 * first},
                   3,
                   false,
                   "a cost that is 25 times the smallest",
                   "What counts is the first cost, not the smallest one."}});
}

TEST(AbandonEarly, SeesWhatIsNotFinite) {
  const double nan = arma::datum::nan, inf = arma::datum::inf;
  const char* why =
      "A cost that is not finite never comes back. Comparisons with NaN are false, so "
      "ask for it.";
  expect_answers({{{2, 1, nan}, 3, true, "a last cost of NaN", why},
                  {{2, nan}, 3, true, "a second cost of NaN", why},
                  {{nan}, 3, true, "a first cost of NaN", why},
                  {{nan, 1, 1}, 3, true, "a first cost of NaN, with numbers behind it", why},
                  {{2, 1, inf}, 3, true, "a last cost of infinity", why},
                  {{inf}, 3, true, "a first cost of infinity", why},
                  {{inf, 1}, 3, true, "a first cost of infinity, with a number behind it", why}});
}

TEST(AbandonEarly, LooksAtAllCosts) {
  const double nan = arma::datum::nan;
  const char* why = "One cost beyond the bound is enough, whichever it is.";
  expect_answers(
      {{{2, 7, 1, 1}, 3, true, "a cost above the bound, with lower ones behind it", why},
       {{2, 1, nan, 1}, 3, true, "NaN between numbers", why},
       {{2, 1, 1, 1}, 3, false, "costs that fall and stay", "Nothing has exploded here."},
       {{2, 2, 2, 2, 2}, 3, false, "costs that do not move", "A plateau is no explosion."},
       {{1.5}, 3, false, "a single cost", "It is the first one itself."},
       {{0, 0, 0}, 3, false, "costs of 0", "0 is not above three times 0."}});
}

TEST(AbandonEarly, UsesTheFactorThatItIsGiven) {
  expect_answers(
      {{{1, 2.5}, 2, true, "2.5 times the first with factor 2", "2.5 is above 2."},
       {{1, 3.5}, 4, false, "3.5 times the first with factor 4", "3.5 is not above 4."},
       {{1, 50}, 100, false, "50 times the first with factor 100", "50 is not above 100."}});
}

TEST(AbandonEarly, RefusesBadInput) {
  const auto call = [](const arma::vec& costs, double factor) {
    return [costs, factor] { submission::abandon_early(costs, factor); };
  };
  expect_refusal("no costs", call({}, 3));
  expect_refusal("a negative cost", call({1, -1}, 3));
  expect_refusal("a factor of 1", call({1, 1}, 1));
  expect_refusal("a factor below 1", call({1, 1}, 0.5));
  expect_refusal("a factor that is NaN", call({1, 1}, arma::datum::nan));
  expect_refusal("an infinite factor", call({1, 1}, arma::datum::inf));
}

}  // namespace
}  // namespace descent::suite
