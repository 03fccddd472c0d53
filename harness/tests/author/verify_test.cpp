// Whoever proves suites must itself be able to find one wanting.

#include "harness/author/verify.hpp"

#include <gmock/gmock.h>

#include "harness/outcome/story.hpp"

namespace descent::author {
namespace {

using outcome::Outcome;
using testing::HasSubstr;
using testing::IsEmpty;
using Kind = Proof::Kind;

outcome::TaskResult ended(Outcome outcome, int earned, const std::vector<std::string>& named = {}) {
  outcome::TaskResult result;
  result.task = "task";
  result.points = 10;
  result.earned = earned;
  result.outcome = outcome;
  for (const std::string& id : named) result.mistakes.push_back({"task", id, "You ...", "read"});
  return result;
}

/// Why the proof does not hold; "" if it does.
std::string complaint(Kind kind, const outcome::TaskResult& result) {
  Proof proof{"task", kind, "this_one", false, ""};
  decide(proof, result);
  EXPECT_EQ(proof.holds, proof.why_not.empty());
  return proof.why_not;
}

TEST(Decide, AStubEarnsNothingAndIsNotStarted) {
  EXPECT_THAT(complaint(Kind::stub, ended(Outcome::not_started, 0)), IsEmpty());
  EXPECT_THAT(complaint(Kind::stub, ended(Outcome::passed, 10)), HasSubstr("earns 10 points"));
  EXPECT_THAT(complaint(Kind::stub, ended(Outcome::failed, 0)), HasSubstr("not started"));
  EXPECT_THAT(complaint(Kind::stub, ended(Outcome::not_started, 1)), HasSubstr("earns 1 points"));
}

TEST(Decide, WhatIsRightHasFullPoints) {
  for (const Kind kind : {Kind::reference, Kind::alternative}) {
    EXPECT_THAT(complaint(kind, ended(Outcome::passed, 10)), IsEmpty());
    EXPECT_THAT(complaint(kind, ended(Outcome::passed, 9)), HasSubstr("must pass every test"));
    EXPECT_THAT(complaint(kind, ended(Outcome::failed, 10)), HasSubstr("must pass every test"));
  }
  outcome::TaskResult crashed = ended(Outcome::crashed, 0);
  outcome::TestOutcome& test = crashed.failures.emplace_back();
  test.outcome = Outcome::crashed;
  test.test = "Task.Works";
  EXPECT_THAT(complaint(Kind::alternative, crashed), HasSubstr("Task.Works"));
}

TEST(Decide, AMistakeFailsACheckAndIsNamedAmongFew) {
  EXPECT_THAT(complaint(Kind::mistake, ended(Outcome::failed, 0, {"this_one"})), IsEmpty());
  EXPECT_THAT(complaint(Kind::mistake, ended(Outcome::failed, 0, {"other", "this_one"})),
              IsEmpty());
  EXPECT_THAT(complaint(Kind::mistake, ended(Outcome::passed, 10)), HasSubstr("passes every test"));
  EXPECT_THAT(complaint(Kind::mistake, ended(Outcome::crashed, 0, {"this_one"})),
              HasSubstr("must fail a check"));
  EXPECT_THAT(complaint(Kind::mistake, ended(Outcome::failed, 0)), HasSubstr("is not named"));
  EXPECT_THAT(complaint(Kind::mistake, ended(Outcome::failed, 0, {"other"})),
              HasSubstr("(named: other)"));
  std::vector<std::string> many(outcome::kMostNames, "other");
  many.push_back("this_one");
  EXPECT_THAT(complaint(Kind::mistake, ended(Outcome::failed, 0, many)),
              HasSubstr("named among more than the 3"));
}

}  // namespace
}  // namespace descent::author
