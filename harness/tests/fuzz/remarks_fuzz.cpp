// A student's own file, in which habits are looked for, and what the compiler says of it. A NUL
// ends the file; the compiler's messages follow.

#include <algorithm>

#include "harness/compiler/remarks.hpp"
#include "harness/compiler/tokens.hpp"
#include "harness/tests/fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent::compiler;
  using descent::fuzz::require;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string text(bytes.substr(0, bytes.find('\0')));
  const std::string messages(bytes.substr(std::min(text.size() + 1, size)));
  const auto lines = static_cast<unsigned>(1 + std::count(text.begin(), text.end(), '\n'));

  const std::vector<Token> all = tokens(text);
  unsigned line = 1;
  for (const Token& token : all) {
    require(!token.text.empty(), "no token is empty");
    require(token.line >= line && token.line <= lines, "tokens stand in the order of the lines");
    line = token.line;
  }
  for (const Function& function : definitions(all, "f")) {
    require(function.parameters <= function.parameters_end &&
                function.parameters_end < function.body && function.body <= function.body_end &&
                function.body_end <= all.size(),
            "a function has its parentheses before its braces");
    require(function.first_line <= function.last_line && function.last_line <= lines,
            "a function has its lines");
  }
  const std::vector<Remark> found = remarks(text, "f", messages, "losses.cpp");
  require(found.size() <= kMostRemarks, "more remarks are no help");
  for (const Remark& remark : found) {
    require(remark.line >= 1 && !remark.sentence.empty() && !remark.read.empty(),
            "a remark has a line, says something, and where to read on");
  }
  return 0;
}
