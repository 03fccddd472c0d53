#pragma once

#include <string>
#include <vector>

#include "harness/gradebook/key.hpp"
#include "harness/grader/verdict.hpp"

namespace descent::gradebook {

/// What judged: the same for all records of a class.
struct Judge {
  std::string stage = {};
  std::vector<std::string> suites = {};
  std::string fingerprint = {};  ///< SHA-256 of the manifest and the checkers
  std::uint64_t seed = 0;        ///< of the class

  friend bool operator==(const Judge&, const Judge&) = default;
};

struct Record {
  Judge judge = {};
  grader::Verdict verdict = {};  ///< without adjustments and comments, which are not the machine's
  std::string signature = {};
};

/// A record as canonical JSON: one line, keys sorted, no blanks, ends with a newline; signed over
/// all of it but the signature. docs/reference/record.md lists the fields.
std::string write_record(const Judge& judge, const grader::Verdict& verdict, const Key& key);

/// The inverse. Throws std::runtime_error with a sentence for a text that is no record, that
/// another key has signed, or that was changed afterwards.
Record read_record(const std::string& text, const Key& key);

}  // namespace descent::gradebook
