#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace descent::speed {

/// How long a student's function took beside the reference, in seconds of the processor. Travels as
/// one line of JSON from the program that measures.
struct Measured {
  std::string exercise = {};
  std::string call = {};  ///< "svm_loss(5000x100 matrix, 5000 integers, 1)"
  double yours = 0;
  double reference = 0;
  double ratio = 0;          ///< the median over the rounds of yours / reference
  double lowest_ratio = 0;   ///< of any round: whatever noise there is, it was at least that
  std::string trouble = {};  ///< why there is no time; a sentence
  std::string idea = {};     ///< what replaces the loops, where the stage says so
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Measured, exercise, call, yours, reference, ratio, lowest_ratio,
                                   trouble, idea)

}  // namespace descent::speed
