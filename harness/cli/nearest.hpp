#pragma once

#include <string>
#include <vector>

namespace descent::cli {

/// " (did you mean softmax_loss?)" for a word that nobody knows and that is a slip of the keyboard
/// away from one of these; "" where none is near, or several are equally near.
std::string did_you_mean(const std::string& word, const std::vector<std::string>& known);

}  // namespace descent::cli
