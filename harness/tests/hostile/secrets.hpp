#pragma once

#include <filesystem>
#include <string>
#include <unordered_set>
#include <vector>

#include "harness/course/course.hpp"
#include "harness/grader/verdict.hpp"

namespace descent::hostile {

/// What no student may ever see: the lines of hidden tests and solutions, and a canary, which lies
/// where a grader's key and other students' work would.
class Secrets {
 public:
  /// Collects the lines of suites and solutions that stand nowhere in what students are given.
  explicit Secrets(const course::Course& course);

  static constexpr auto kCanary = "canary-5f0c27d1e98b";

  /// How many bytes of `text` are part of a secret; 0, as it should be, where there are none.
  std::size_t bytes_in(const std::string& text) const;

  std::size_t size() const { return lines_.size(); }

 private:
  std::unordered_set<std::string> lines_;
};

/// Every byte of a verdict that its student may see, whoever shows it.
std::string visible(const grader::Verdict& verdict);

}  // namespace descent::hostile
