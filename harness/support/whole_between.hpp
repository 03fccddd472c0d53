#pragma once

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <system_error>

namespace descent {

/// Checks that what somebody gives an option of a command line is a whole number from `least` to
/// `most`. (CLI11 by itself reads -3 as 2^64 - 3 where a number has no sign.)
inline CLI::Validator whole_between(std::int64_t least, std::uint64_t most) {
  const std::string from = std::to_string(least), to = std::to_string(most);
  const auto fits = [least, most](const std::string& text) {
    const char* const end = text.data() + text.size();
    const auto is_whole = [&](auto& value) {
      const auto [stopped, error] = std::from_chars(text.data(), end, value);
      return error == std::errc{} && stopped == end;
    };
    std::int64_t small = 0;
    if (is_whole(small) && small < 0) return small >= least;
    std::uint64_t large = 0;
    return is_whole(large) && large <= most &&
           (least < 0 || large >= static_cast<std::uint64_t>(least));
  };
  return {[=](std::string& text) {
            return fits(text) ? std::string()
                              : "expected a whole number from " + from + " to " + to + ", got '" +
                                    text + "'";
          },
          // What --help says of it.
          most == std::numeric_limits<std::uint64_t>::max() ? "" : from + ".." + to};
}

}  // namespace descent
