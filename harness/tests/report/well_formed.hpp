#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace descent::report {

/// What is wrong with the nesting, the attributes or the characters of a piece of XML, or of HTML
/// with its empty elements; empty if nothing is. Knows as much of both as these reports use:
/// elements, double-quoted attributes, entities; a style element holds no markup.
inline std::string not_well_formed(const std::string& text) {
  static const std::vector<std::string> kVoid = {"meta", "br", "img", "!DOCTYPE", "?xml"};
  std::vector<std::string> open;
  const auto near = [&](std::size_t i) { return " near: " + text.substr(i, 60); };
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 && c != '\n' && c != '\t') return "a control character" + near(i);
    if (c == '&') {
      const std::size_t end = text.find(';', i);
      if (end == std::string::npos || end - i > 8) return "a bare ampersand" + near(i);
      i = end + 1;
      continue;
    }
    if (c == '>') return "a bare >" + near(i);
    if (c != '<') {
      ++i;
      continue;
    }
    const std::size_t name_end = text.find_first_of(" >/\n", i + 2);
    const std::string name = text.substr(i + 1, name_end - i - 1);
    bool quoted = false;
    std::size_t end = i + 1;
    for (; end < text.size() && (quoted || text[end] != '>'); ++end) {
      if (text[end] == '"') quoted = !quoted;
      if (text[end] == '<') return "a < inside of a tag" + near(i);
    }
    if (end == text.size()) return "a tag that never ends" + near(i);
    if (name.starts_with('/')) {
      const std::string closed = text.substr(i + 2, end - i - 2);
      if (open.empty() || open.back() != closed)
        return "</" + closed + "> closes nothing" + near(i);
      open.pop_back();
    } else if (text[end - 1] != '/' && std::find(kVoid.begin(), kVoid.end(), name) == kVoid.end()) {
      open.push_back(name);
    }
    i = end + 1;
    if (name == "style") i = text.find("</style>", i);
  }
  return open.empty() ? "" : "<" + open.back() + "> is never closed";
}

}  // namespace descent::report
