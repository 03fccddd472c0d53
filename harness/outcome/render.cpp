#include "harness/outcome/render.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

namespace descent::outcome {
namespace {

constexpr std::size_t kIndent = 17;  // two blanks, the longest label ("likely reason"), two blanks

/// UTF-8 continuation bytes do not advance the cursor.
std::size_t columns(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string indent_lines(const std::string& text, std::size_t indent) {
  std::string result;
  for (const char c : text) {
    result += c;
    if (c == '\n') result.append(indent, ' ');
  }
  return result;
}

}  // namespace

std::string wrap(const std::string& text, std::size_t indent, std::size_t width) {
  if (text.find('\n') != std::string::npos) return indent_lines(text, indent);
  if (indent + columns(text) <= width) return text;  // the blanks of a row of numbers stay
  std::istringstream words(text);
  std::string result;
  std::size_t column = indent;
  for (std::string word; words >> word;) {
    const std::size_t length = columns(word);
    if (!result.empty()) {
      if (column + 1 + length > width) {
        result += '\n' + std::string(indent, ' ');
        column = indent;
      } else {
        result += ' ';
        ++column;
      }
    }
    result += word;
    column += length;
  }
  return result;
}

std::string render(const Finding& finding) {
  const std::array<std::pair<std::string, const std::string*>, 7> parts = {{
      {"its text", &finding.quoted},
      {"expected", &finding.expected},
      {"yours", &finding.yours},
      {"worst entry", &finding.worst},
      {"why", &finding.why},
      {"likely reason", &finding.likely},
      {"read", &finding.read},
  }};
  std::string text = wrap(finding.problem, 0);
  for (const auto& [label, part] : parts) {
    if (part->empty()) continue;
    std::string head = "  " + label;
    head.resize(kIndent, ' ');
    text += '\n' + head + wrap(*part, kIndent);
  }
  return text;
}

}  // namespace descent::outcome
