#pragma once

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace descent::checks {

/// The GoogleTest failures that `body` causes, instead of letting them fail the test.
struct Failure {
  std::string file;
  int line;
  std::string text;
};

template <class Body>
std::vector<Failure> failures_of(const Body& body) {
  testing::TestPartResultArray results;
  {
    const testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &results);
    body();
  }
  std::vector<Failure> failures;
  for (int i = 0; i < results.size(); ++i) {
    const testing::TestPartResult& result = results.GetTestPartResult(i);
    failures.push_back({result.file_name() == nullptr ? "" : result.file_name(),
                        result.line_number(), result.message()});
  }
  return failures;
}

/// The text of the only failure of `body`, without the line break in front; "" where there is none.
template <class Body>
std::string told_by(const Body& body) {
  const std::vector<Failure> failures = failures_of(body);
  if (failures.empty()) return {};
  EXPECT_EQ(failures.size(), 1U);
  return failures[0].text.substr(failures[0].text.find_first_not_of('\n'));
}

/// The text with its wrapped lines joined: a sentence is found wherever it was broken.
inline std::string prose(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const char plain = c == '\n' ? ' ' : c;
    if (plain != ' ' || result.empty() || result.back() != ' ') result += plain;
  }
  return result;
}

}  // namespace descent::checks
