#include "harness/compiler/first_error.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/compiler/fold.hpp"
#include "harness/outcome/render.hpp"
#include "harness/outcome/story.hpp"

namespace descent::compiler {
namespace {

constexpr std::size_t kLongestText = 400;  // bytes of one message
constexpr std::size_t kMostLines = 2;      // the line of source, and what points into it
constexpr std::size_t kLongestLine = 160;  // bytes of each

bool is_linker(const Message& message) {
  return message.file == "ld.lld" || message.file == "ld" || message.file.ends_with("/ld");
}

/// "clang: error: linker command failed", "collect2: error: ...": what went before says why.
bool is_driver(const Message& message) { return message.line == 0 && !is_linker(message); }

std::string cut(const std::string& text, std::size_t most) {
  return text.size() <= most ? text : text.substr(0, most) + "...";
}

std::string shown(const std::string& text, std::size_t most) {
  return outcome::printable(cut(text, most));
}

/// Where the student's code comes into it: a note after Clang's error, or one before GCC's.
std::optional<Message> find_entry(const std::vector<Message>& all, std::size_t error,
                                  const std::string& source) {
  const auto leads = [&](const Message& m) { return m.leads_into_library && m.is_in(source); };
  for (std::size_t i = error + 1; i < all.size() && all[i].severity == Severity::note; ++i) {
    if (leads(all[i])) return all[i];
  }
  std::optional<Message> entry;
  for (std::size_t i = error; i > 0 && all[i - 1].severity == Severity::note; --i) {
    if (leads(all[i - 1])) return all[i - 1];
  }
  return entry;
}

std::string quoted(const Message& message) {
  std::string text;
  for (std::size_t i = 0; i < message.quoted.size() && i < kMostLines; ++i) {
    text += '\n' + shown(message.quoted[i], kLongestLine);
  }
  return text;
}

/// "const" errors and calls that do not fit say the reason only in the note that follows.
std::optional<Explanation> explain(const std::vector<Message>& all, std::size_t error) {
  const std::string& text = all[error].text;
  const bool vague = text.starts_with("no viable overloaded '") ||
                     text.starts_with("no matching member function for call");
  if (vague) {
    for (std::size_t i = error + 1; i < all.size() && all[i].severity == Severity::note; ++i) {
      if (all[i].text.find("'this' argument has type 'const ") == std::string::npos) continue;
      return explain_message("is not marked const");
    }
  }
  return explain_message(text);
}

}  // namespace

unsigned FirstError::line(const std::string& source) const {
  if (message.is_in(source)) return message.line;
  return entry ? entry->line : 0;
}

std::optional<FirstError> find_first_error(const std::string& messages, const std::string& source) {
  const std::vector<Message> all = read_messages(messages);
  std::size_t first = all.size();
  std::size_t errors = 0;
  // How good a message is to begin with; a driver's is none at all.
  const auto rank = [&](std::size_t i) {
    return all[i].is_in(source) ? 2 : find_entry(all, i, source) ? 1 : 0;
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].severity != Severity::error || is_driver(all[i])) continue;
    ++errors;
    if (first == all.size() || rank(i) > rank(first)) first = i;
  }
  if (first == all.size()) return std::nullopt;
  FirstError result{all[first], std::nullopt, errors - 1, explain(all, first)};
  if (!result.message.is_in(source)) result.entry = find_entry(all, first, source);
  return result;
}

std::string first_error(const std::string& messages, const std::string& source) {
  const auto error = find_first_error(messages, source);
  if (!error) return outcome::printable(messages);
  const Message& message = error->message;
  const std::string text = shown(fold(message.text), kLongestText);
  std::string result =
      is_linker(message)
          ? outcome::wrap("the linker: " + text, 4)
          : outcome::wrap(fmt::format("{}: error: {}", shown(message.place, 300), text), 4);
  result += quoted(message);
  if (error->entry) {
    result += fmt::format("\n{}: your line that leads there", shown(error->entry->place, 300)) +
              quoted(*error->entry);
  }
  if (error->explanation) {
    result += '\n' + outcome::render({.problem = "",
                                      .likely = error->explanation->sentence,
                                      .read = error->explanation->read});
  }
  if (error->more > 0) {
    result += fmt::format("\n({} more {}; mend this one first)", error->more,
                          error->more == 1 ? "error" : "errors");
  }
  return result;
}

std::string error_line(const std::string& messages, const std::string& source) {
  const auto error = find_first_error(messages, source);
  if (!error) return "";
  const Message& message = error->message;
  const std::string text = shown(message.text, kLongestText);
  if (is_linker(message)) {
    return text.starts_with("undefined reference to")
               ? text
               : shown(message.file, 100) + ": error: " + text;
  }
  // Of a file that is not the student's, it may quote what the student must not see.
  if (message.file == source || message.file.starts_with("/usr/")) {
    return fmt::format("{}: error: {}", shown(message.place, 200), text);
  }
  return fmt::format("the first error lies not in {}, but in a file that it includes", source);
}

}  // namespace descent::compiler
