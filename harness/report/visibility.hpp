#pragma once

#include <string>
#include <vector>

#include "harness/grader/verdict.hpp"

namespace descent::report {

/// How much of a hidden test its student is shown. Every test of a suite that is not called
/// "public" is hidden; public tests are always shown in full.
enum class Visibility {
  hidden,   ///< nothing: the task's points tell that something failed
  name,     ///< the name of the test, and how it ended
  message,  ///< also the known mistake, or what is wrong, why, the likely reason and what to read
  full,     ///< everything, with the values of the hidden test
};

/// "hidden", "name", "message", "full": as the command line calls them, in this order.
const std::vector<std::string>& visibilities();

/// The inverse. Throws std::invalid_argument, with the four names, for any other text.
Visibility visibility_from(const std::string& name);

/// What a student may see of a verdict. Every file that a student gets is made of this copy and of
/// nothing else, so that there is one place to look after: what is not in it cannot be shown.
/// Notes, the seed and what only hidden tests say are gone; the counts of a task's tests are those
/// of the tests that are left.
grader::Verdict for_student(const grader::Verdict& verdict, Visibility hidden_tests);

/// A finding without anything that could carry the inputs of a test: no values, no words that the
/// submission chose, and no numbers where a number could come from the inputs or be chosen by it.
outcome::Finding without_inputs(const outcome::Finding& finding);

/// `text` with "…" for every number that is not part of a name (W2 stays), and for all from the
/// first double quote to the last. `keep_digits`: numbers of a single digit stay.
std::string blurred(const std::string& text, bool keep_digits);

}  // namespace descent::report
