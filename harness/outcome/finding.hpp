#pragma once

#include <string>

namespace descent::outcome {

/// What a check found wrong, in the parts that a student needs to see apart. Empty parts are not
/// shown.
struct Finding {
  std::string problem = {};   ///< one sentence: what is wrong, of which quantity of which exercise
  std::string expected = {};  ///< what should have come
  std::string yours = {};     ///< what came
  std::string worst = {};     ///< the worst entry with its index, and how many entries are off
  std::string why = {};       ///< what the check demands, and why that must hold
  std::string likely = {};    ///< the likely reason, from the pattern of the error
  std::string read = {};      ///< a heading of the stage's chapter: "shift-by-the-maximum"
  std::string mistake = {};  ///< the id of the known mistake that this is, where the check knows it
  std::string quoted = {};   ///< words that the student's code chose: the text of its exception

  friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace descent::outcome
