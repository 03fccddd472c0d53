#pragma once

#include <functional>
#include <string>

#include "harness/checks/location.hpp"

namespace descent::checks {

/// The call throws std::invalid_argument. `input` says what is wrong with the arguments: "an empty
/// batch". Every chapter has a heading "Refuse bad input", to which this sends the student. What
/// the session throws about a call that did not come back, and NotImplemented, pass through.
bool expect_refusal(const std::string& input, const std::function<void()>& call,
                    Location location = Location::current());

}  // namespace descent::checks
