#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/course/suite.hpp"

namespace descent::author {

/// What a suite must do with one subject, and whether it does.
struct Proof {
  enum class Kind { stub, reference, mistake, alternative };

  std::string task;
  Kind kind = Kind::stub;
  std::string subject;  ///< of a mistake or alternative: its name
  bool holds = false;
  std::string why_not;  ///< a sentence, where it does not hold
};

/// How thoroughly, and who is told about it.
struct VerifyOptions {
  /// Suites draw random inputs: with so many seeds, 1, 2, ..., every right solution must pass and
  /// every mistake must fail and be named.
  std::uint64_t seeds = 1;
  /// Only what must pass, for many seeds in less time: the stub and the mistakes are left out.
  bool only_right = false;
  /// Called with done and total, from several threads but never at once.
  std::function<void(int, int)> progress = [](int, int) {};
};

/// Whether the result is what it must be for such a subject; `holds` and `why_not` are written.
void decide(Proof& proof, const outcome::TaskResult& result);

/// Proves the suites of a stage, task by task: the stub scores zero and is reported as not started;
/// the reference scores full points, in this process and in a worker; every known mistake fails and
/// is named; every accepted alternative passes. `stub_object` is the compiled stub.
std::vector<Proof> verify(const course::Course& course, const course::Stage& stage,
                          const std::filesystem::path& stub_object,
                          const VerifyOptions& options = {});

}  // namespace descent::author
