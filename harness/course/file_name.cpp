#include "harness/course/file_name.hpp"

#include <fmt/format.h>

#include "harness/course/digest.hpp"

namespace descent::course {
namespace {

constexpr std::size_t kLongest = 160;
constexpr std::size_t kKept = 60;  // of a longer one, before the hash of the whole

bool stays(const std::string& id, std::size_t i) {
  const char c = id[i];
  if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_') return true;
  return (c == '-' || c == '.') && i > 0 && i + 1 < id.size();
}

}  // namespace

// Every other byte becomes ~ and two hexadecimal digits, so the id can be read back; ~~ never comes
// out of that and marks a hash. A lonely ~ is the empty id.
std::string file_name(const std::string& id) {
  std::string name;
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (stays(id, i)) {
      name += id[i];
    } else {
      name += fmt::format("~{:02x}", static_cast<unsigned char>(id[i]));
    }
  }
  if (name.empty()) return "~";
  if (name.size() <= kLongest) return name;
  return name.substr(0, kKept) + "~~" + sha256(id);
}

}  // namespace descent::course
