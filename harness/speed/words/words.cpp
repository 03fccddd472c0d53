#include "harness/speed/words/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace descent::speed {
namespace {

/// As exact as it deserves: 4.2, 12, 340.
std::string about(double ratio) {
  if (ratio < 9.95) return fmt::format("{:.1f}", ratio);
  const double unit = std::pow(10.0, std::max(std::floor(std::log10(ratio)) - 1, 0.0));
  return fmt::format("{:.0f}", std::round(ratio / unit) * unit);
}

}  // namespace

bool is_slow(const Measured& measured) {
  return measured.trouble.empty() && measured.ratio > kSlow && measured.lowest_ratio > kSlow;
}

std::string in_words(const Measured& measured) {
  if (measured.ratio < 0.75) return "faster than the reference";
  if (measured.ratio < 1.35) return "about as long as the reference";
  return fmt::format("about {} x as long as the reference", about(measured.ratio));
}

std::string duration(double seconds) {
  if (seconds >= 0.9995) return fmt::format("{:.1f} s", seconds);
  if (seconds >= 0.0095) return fmt::format("{:.0f} ms", 1e3 * seconds);
  if (seconds >= 0.0009995) return fmt::format("{:.1f} ms", 1e3 * seconds);
  return fmt::format("{:.0f} µs", 1e6 * seconds);
}

std::string nudge(const Measured& measured) {
  if (!measured.idea.empty()) return measured.idea;
  return "Loops over single entries, copies within a loop, or the same thing computed again and "
         "again? "
         "One operation on the whole matrix, or on a whole row or column, does it in one go.";
}

}  // namespace descent::speed
