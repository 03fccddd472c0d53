// What compilers, linkers and sanitizers say of a student's file, whose text they quote.

#include "harness/compiler/explain.hpp"
#include "harness/compiler/first_error.hpp"
#include "harness/compiler/fold.hpp"
#include "harness/outcome/story.hpp"
#include "harness/remote/sanitizer.hpp"
#include "harness/tests/fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent::compiler;
  using descent::fuzz::require;
  using descent::outcome::printable;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string source = "losses.cpp";

  const std::string whole = first_error(text, source);
  require(printable(whole) == whole, "what a student reads is harmless");
  const std::string line = error_line(text, source);
  require(printable(line) == line && line.find('\n') == std::string::npos,
          "what a report shows is one harmless line");
  require(line.size() < 2000, "and no long one");

  std::size_t errors = 0;
  for (const Message& message : read_messages(text)) {
    errors += message.severity == Severity::error ? 1 : 0;
    require(message.is_of_linker() || !message.place.empty(), "a message with a line has a place");
    require(message.text.find('\n') == std::string::npos, "a message is one line");
  }
  if (const auto first = find_first_error(text, source)) {
    require(first->message.severity == Severity::error && first->more < errors,
            "the first error is one of them");
    require(!first->entry || first->entry->is_in(source), "a student's line lies in their file");
  }
  fold(text);
  for (const auto& explanation : {explain_message(text), explain_exception(text)}) {
    require(!explanation || (!explanation->sentence.empty() && !explanation->read.empty()),
            "an explanation says something, and where to read on");
  }
  if (const auto finding = descent::remote::sanitizer_finding(text)) {
    require(!finding->empty() && finding->find('\n') == std::string::npos,
            "what a sanitizer found is one line");
  }
  return 0;
}
