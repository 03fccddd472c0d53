#include "harness/intake/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "harness/outcome/story.hpp"

namespace descent::intake {
namespace {

constexpr std::size_t kLongestShown = 200;  // bytes

// Also of archives that are not taken: who hands one in is to hear that, not to be passed over.
constexpr std::array<std::string_view, 14> kSuffixes = {
    ".zip",  ".tar", ".tar.gz",  ".tgz",  ".tar.xz", ".txz", ".tar.bz2",
    ".tbz2", ".tbz", ".tar.zst", ".tzst", ".7z",     ".rar", ".gz"};

/// The bytes of the character that begins with this one, if it is well-formed.
std::size_t announced_length(unsigned char lead) {
  return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

bool stays(const std::string& character) {
  return character != "%" && character != "\n" && character != "\t" &&
         outcome::printable(character) == character;
}

}  // namespace

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string printable_id(const std::string& name) {
  std::string id;
  for (std::size_t i = 0; i < name.size();) {
    const std::string character =
        name.substr(i, announced_length(static_cast<unsigned char>(name[i])));
    if (stays(character)) {
      id += character;
      i += character.size();
    } else {
      id += fmt::format("%{:02X}", static_cast<unsigned char>(name[i++]));
    }
  }
  return id;
}

std::string shown(const std::string& name) {
  const bool cut = name.size() > kLongestShown;
  std::string text = outcome::printable(name.substr(0, kLongestShown));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }, '?');
  return cut ? text + "..." : text;
}

std::string without_archive_suffix(const std::string& name) {
  const std::string lowered = lower(name);
  std::size_t longest = 0;
  for (const std::string_view suffix : kSuffixes) {
    if (lowered.size() > suffix.size() && lowered.ends_with(suffix)) {
      longest = std::max(longest, suffix.size());
    }
  }
  return name.substr(0, name.size() - longest);
}

}  // namespace descent::intake
