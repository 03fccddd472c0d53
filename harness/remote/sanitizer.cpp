#include "harness/remote/sanitizer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <string_view>

// Plain searches and no regular expressions: the text comes from the submission, and std::regex can
// be made to overflow the stack.
namespace descent::remote {
namespace {

constexpr std::string_view kAddress = "AddressSanitizer: ";
constexpr std::string_view kUndefined = ": runtime error: ";

// "    #3 0x55d1 in descent::softmax_loss(...)
// /home/ann/descent/assignments/07-losses/losses.cpp:42:9" The last word of the first frame that is
// neither a sanitizer's nor the system's is where to look.
std::string first_own_line(std::istream& lines) {
  std::string line;
  while (std::getline(lines, line)) {
    const auto hash = line.find_first_not_of(' ');
    if (hash == std::string::npos || line[hash] != '#') continue;
    const std::string place = line.substr(line.find_last_of(' ') + 1);
    const bool ours = place.starts_with('/') && !place.starts_with("/usr/") &&
                      place.find(".cpp:") != std::string::npos;
    if (ours) return place;
  }
  return {};
}

}  // namespace

std::optional<std::string> sanitizer_finding(const std::string& printed) {
  std::istringstream lines(printed);
  std::string line;
  while (std::getline(lines, line)) {
    std::string what;
    std::string where;
    if (const auto at = line.find(kAddress); at != std::string::npos) {
      what = line.substr(at);
      if (const auto rest = what.find(" on "); rest != std::string::npos) what.resize(rest);
    } else if (const auto colon = line.find(kUndefined); colon != std::string::npos) {
      what = "undefined behaviour: " + line.substr(colon + kUndefined.size());
      where = line.substr(0, colon);
    } else {
      continue;
    }
    if (const std::string own = first_own_line(lines); !own.empty()) where = own;
    return where.empty() ? what : fmt::format("{}, at {}", what, where);
  }
  return std::nullopt;
}

std::string before_sanitizer(const std::string& printed) {
  std::size_t end = std::min(printed.find(kAddress), printed.find(kUndefined));
  if (end == std::string::npos) return printed;
  const auto start_of_line = [&](std::size_t at) {
    const auto newline = at == 0 ? std::string::npos : printed.rfind('\n', at - 1);
    return newline == std::string::npos ? 0 : newline + 1;
  };
  end = start_of_line(end);
  if (end == 0) return "";
  const std::size_t rule = start_of_line(end - 1);  // "=====", above AddressSanitizer's
  if (printed.find_first_not_of('=', rule) == end - 1) end = rule;
  return printed.substr(0, end);
}

}  // namespace descent::remote
