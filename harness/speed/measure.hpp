#pragma once

#include <vector>

#include "harness/remote/binding.hpp"
#include "harness/speed/large_input.hpp"
#include "harness/speed/words/measured.hpp"

namespace descent::speed {

/// Both take turns for a few rounds, so that a machine that slows down slows both; each round's
/// time is the median of several repetitions after a warm-up, and the first round counts only where
/// it is the only one. Never throws for what the submission does.
Measured measure(const LargeInput& input, remote::Binding& yours, remote::Binding& reference);

/// The middle one, or the mean of the two in the middle. Throws std::invalid_argument for none.
double median(std::vector<double> values);

}  // namespace descent::speed
