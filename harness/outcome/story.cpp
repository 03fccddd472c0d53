#include "harness/outcome/story.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "harness/outcome/render.hpp"

namespace descent::outcome {
namespace {

constexpr std::size_t kMostPrinted = 600;  // characters of the student's own output

/// Characters that no text of ours needs: C1 controls, and those that turn the direction of
/// writing, which could show words that nobody wrote.
bool harmful(std::uint32_t character) {
  return (character >= 0x80 && character < 0xA0) || (character >= 0x202A && character <= 0x202E) ||
         (character >= 0x2066 && character <= 0x2069);
}

/// The length of the well-formed, harmless UTF-8 character at `text[i]`, or 0. Source: RFC 3629.
std::size_t utf8_length(const std::string& text, std::size_t i) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const std::uint32_t lead = byte(i);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xC2 && lead < 0xE0   ? 2
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
  if (length == 0 || i + length > text.size()) return 0;
  std::uint32_t character = lead & (0x7FU >> length);
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(i + k) & 0xC0U) != 0x80U) return 0;
    character = character << 6 | (byte(i + k) & 0x3FU);
  }
  const bool overlong = (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
  const bool surrogate = character >= 0xD800 && character < 0xE000;
  return overlong || surrogate || character > 0x10FFFF || harmful(character) ? 0 : length;
}

std::string cut(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  return text.substr(0, most) + fmt::format("\n... and {} characters more", text.size() - most);
}

}  // namespace

std::string printable(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    const char c = text[i];
    const bool control = length == 1 && (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) &&
                         c != '\n' && c != '\t';
    if (length == 0 || control) {
      result += '?';
      ++i;
    } else {
      result.append(text, i, length);
      i += length;
    }
  }
  return result;
}

std::string in_words(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::failed:
      return "failed";
    case Outcome::not_started:
      return "not started yet";
    case Outcome::build_failed:
      return "does not build";
    case Outcome::crashed:
      return "crashed";
    case Outcome::timed_out:
      return "took too long";
    case Outcome::out_of_memory:
      return "ran out of memory";
    case Outcome::protocol_violation:
      return "gave no proper answer";
    case Outcome::infrastructure:
      return "could not be judged";
  }
  return "unknown";
}

std::string render(const TestOutcome& outcome, const Emphasis& emphasis) {
  std::string text = fmt::format("{} {}", outcome.test, in_words(outcome.outcome));
  if (outcome.outcome == Outcome::passed || outcome.outcome == Outcome::not_started) return text;
  const bool named = !outcome.mistakes.empty() && outcome.mistakes.size() <= kMostNames;
  if (named) {
    if (outcome.mistakes.size() > 1)
      text += "\n\nOne of these explains what your function returns:";
    for (const NamedMistake& mistake : outcome.mistakes) {
      text += fmt::format("\n\n{}{}{}\n  read           {}", emphasis.on, wrap(mistake.sentence, 0),
                          emphasis.off, mistake.read);
    }
  }
  if (!outcome.findings.empty()) {
    Finding first = outcome.findings.front();
    if (named) first.likely.clear();  // the mistake is known; a guess beside it would confuse
    text += "\n\n" + printable(render(first));
    if (const std::size_t more = outcome.findings.size() - 1; more > 0) {
      text += fmt::format("\n  ({} more {} of this test did not hold)", more,
                          more == 1 ? "check" : "checks");
    }
  }
  if (!outcome.printed.empty()) {
    text += "\n\nYour code printed:\n" + printable(cut(outcome.printed, kMostPrinted));
  }
  return text + '\n';
}

}  // namespace descent::outcome
