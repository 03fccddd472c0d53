#pragma once

#include <vector>

#include "harness/outcome/outcome.hpp"

namespace descent::diagnosis {

/// How well one known mistake explains what a submission returned in one test: every call was made
/// again on the reference, which tells the wrong results, and on the mistake.
struct Evidence {
  outcome::NamedMistake mistake;
  int wrong = 0;            ///< results of the submission that are wrong
  int wrong_explained = 0;  ///< of these, how many the mistake gives too
  int right = 0;            ///< results that are right
  int right_explained = 0;  ///< of these, how many the mistake gives too

  void add(bool is_wrong, bool agrees);

  /// A wrong result that the mistake does not give: it cannot be the whole explanation.
  bool refuted() const { return wrong_explained < wrong; }
};

/// The mistakes that explain every wrong result, those that explain the right ones best first.
/// Where some explain everything, those that do not are left out.
std::vector<outcome::NamedMistake> name_mistakes(std::vector<Evidence> evidence);

}  // namespace descent::diagnosis
