#include <gtest/gtest.h>

#include <utility>

#include "harness/checks/expect.hpp"
#include "harness/checks/pending.hpp"
#include "harness/outcome/render.hpp"

namespace descent::checks {
namespace {

thread_local std::optional<outcome::Finding> pending_finding;

}  // namespace

std::optional<outcome::Finding> take_pending_finding() {
  return std::exchange(pending_finding, std::nullopt);
}

void report(outcome::Finding finding, Location location) {
  const std::string text = outcome::render(finding);
  pending_finding = std::move(finding);
  // ADD_FAILURE_AT, without the word "Failed" that it puts in front.
  GTEST_MESSAGE_AT_(location.file, location.line, "", testing::TestPartResult::kNonFatalFailure)
      << '\n'
      << text;
  pending_finding.reset();  // nobody listened: the next failure must not inherit it
}

}  // namespace descent::checks
