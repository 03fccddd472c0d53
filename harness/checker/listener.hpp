#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

#include "harness/outcome/manifest.hpp"
#include "harness/outcome/outcome.hpp"
#include "harness/remote/session.hpp"

namespace descent::checker {

/// Turns what GoogleTest says of each test, and what the session knows of the submission, into
/// outcomes.
class Listener : public testing::EmptyTestEventListener {
 public:
  Listener(const outcome::Manifest& manifest, std::string suite, std::ostream* record,
           std::ostream* story)
      : manifest_(manifest), suite_(std::move(suite)), record_(record), story_(story) {}

  void OnTestStart(const testing::TestInfo& test) override;
  void OnTestPartResult(const testing::TestPartResult& result) override;
  void OnTestEnd(const testing::TestInfo& test) override;

  /// Whether everything that was run has passed.
  bool all_passed() const { return all_passed_; }

 private:
  outcome::Finding finding_of(const testing::TestPartResult& result) const;

  const outcome::Manifest& manifest_;
  std::string suite_;
  std::ostream* record_;  // one JSON line per test; may be null
  std::ostream* story_;   // for people; may be null
  outcome::TestOutcome now_;
  std::string task_of_time_outs_;
  int time_outs_ = 0;  // of that task's tests so far
  std::chrono::steady_clock::time_point started_;
  bool all_passed_ = true;
};

}  // namespace descent::checker
