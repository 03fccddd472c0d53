#pragma once

#include <string>

#include "harness/speed/words/measured.hpp"

/// A measured time in honest words: nothing here is a verdict.
namespace descent::speed {

/// From here on a function is called slow; everything below may be noise, another compiler's mood
/// or taste.
inline constexpr double kSlow = 3;

/// It was slow in every round, so that no single hiccup of the machine makes it so.
bool is_slow(const Measured& measured);

/// "about 12 x as long as the reference", "about as long as the reference", "about half as long
/// ...".
std::string in_words(const Measured& measured);

/// "1.3 s", "12 ms", "85 µs".
std::string duration(double seconds);

/// What could be done about a slow one: the idea of the exercise, or that of all.
std::string nudge(const Measured& measured);

}  // namespace descent::speed
