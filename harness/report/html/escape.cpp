#include "harness/report/html/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <string_view>

#include "harness/outcome/story.hpp"

namespace descent::report {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// Without the two characters of U+FFFE and U+FFFF, which XML 1.0 does not allow.
std::string characters(const std::string& text) {
  std::string result = outcome::printable(text);
  replace_all(result, "\xEF\xBF\xBE", "?");
  replace_all(result, "\xEF\xBF\xBF", "?");
  return result;
}

std::string one_line(const std::string& text) {
  std::string result = characters(text);
  std::replace(result.begin(), result.end(), '\n', ' ');
  std::replace(result.begin(), result.end(), '\t', ' ');
  return result;
}

/// `text` with `colons` for the "::" at the beginning of a line, blanks before it or not. Source:
/// TryParseV2 of the runner's ActionCommand.cs.
std::string disarmed(const std::string& text, std::string_view colons, std::string_view bracket) {
  std::string result;
  bool line_begins = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (line_begins && text.compare(i, 2, "::") == 0) {
      result += colons;
      ++i;
    } else {
      result += text[i];
    }
    line_begins = text[i] == '\n' || (line_begins && (text[i] == ' ' || text[i] == '\t'));
  }
  replace_all(result, "##[", bracket);
  return result;
}

bool is_plain_number(std::string_view text) {
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  const auto is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = point == std::string_view::npos ? "0" : text.substr(point + 1);
  return !whole.empty() && !rest.empty() && std::all_of(whole.begin(), whole.end(), is_digit) &&
         std::all_of(rest.begin(), rest.end(), is_digit);
}

/// Source: OWASP, "CSV injection"; the four of three bytes are the full-width forms.
bool begins_formula(std::string_view text) {
  if (!text.empty() && (text.front() == '\t' || text.front() == '\r' || text.front() == '\n')) {
    return true;
  }
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  for (const std::string_view start : {"=", "+", "-", "@", "＝", "＋", "－", "＠"}) {
    if (text.starts_with(start)) return true;
  }
  return false;
}

}  // namespace

std::string html(const std::string& text) {
  std::string result = characters(text);
  replace_all(result, "&", "&amp;");
  replace_all(result, "<", "&lt;");
  replace_all(result, ">", "&gt;");
  replace_all(result, "\"", "&quot;");
  replace_all(result, "'", "&#39;");
  return disarmed(result, "&#58;:", "##&#91;");
}

std::string markdown(const std::string& text) {
  std::string result;
  for (const char c : one_line(text)) {
    // CommonMark, 2.4: every ASCII punctuation character may be escaped by a backslash.
    const bool punctuation = std::ispunct(static_cast<unsigned char>(c)) != 0;
    if (c == '<') {
      result += "&lt;";
    } else if (c == '&') {
      result += "&amp;";
    } else if (c == '@') {
      result += "\\@\u2060";  // a word joiner, so that nobody of this name is called
    } else if (punctuation) {
      result += '\\';
      result += c;
    } else {
      result += c;
    }
  }
  return result;
}

std::string csv_cell(const std::string& text) {
  std::string cell = disarmed(one_line(text), ": :", "## [");
  if (begins_formula(text) && !is_plain_number(text)) cell.insert(0, "'");
  if (cell.find_first_of("\",; ") == std::string::npos) return cell;
  replace_all(cell, "\"", "\"\"");
  return '"' + cell + '"';
}

std::string plain(const std::string& text) { return disarmed(characters(text), ": :", "## ["); }

std::string beginning(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + fmt::format("\n... and {} bytes more", text.size() - end);
}

std::string json_text(const nlohmann::ordered_json& json) {
  // Bytes that are not UTF-8 come from a submission; they are replaced, not believed.
  std::string text = json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  replace_all(text, "##[", "##\\u005b");  // only ever inside of a string; no line begins with "::"
  return text + '\n';
}

}  // namespace descent::report
