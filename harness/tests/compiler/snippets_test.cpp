#include "snippets.hpp"

#include <gmock/gmock.h>

#include "harness/compiler/first_error.hpp"
#include "harness/compiler/remarks.hpp"
#include "real_compiler.hpp"

namespace descent::compiler {
namespace {

using testing::HasSubstr;
using testing::Not;

const RealCompiler& real(const std::string& program) {
  static const RealCompiler clang("clang++");
  static const RealCompiler gcc("g++");
  return program == "clang++" ? clang : gcc;
}

/// The snippet as a file: within the namespace, below the header.
std::string file_of(const Snippet& snippet) {
  return "#include \"losses.hpp\"\nnamespace descent {\n" + snippet.text + "\n}\n";
}

unsigned line_of(const Snippet& snippet, bool clang) {
  std::istringstream lines(file_of(snippet));
  unsigned number = 1;
  for (std::string line; std::getline(lines, line); ++number) {
    if (line.ends_with("// here") || line.ends_with(clang ? "// clang" : "// gcc")) return number;
  }
  return 0;
}

using Case = std::tuple<std::string, Snippet>;

std::string name_of(const testing::TestParamInfo<Case>& info) {
  const auto& [program, snippet] = info.param;
  return snippet.name + (program == "g++" ? "_GCC" : "_Clang");
}

class Error : public testing::TestWithParam<Case> {};

TEST_P(Error, PointsAtItsLineAndIsExplained) {
  const auto& [program, snippet] = GetParam();
  const RealCompiler& compiler = real(program);
  if (!compiler.works()) GTEST_SKIP() << program << " is not here, or has no Armadillo";
  const std::string said = compiler.compile(file_of(snippet));
  const auto error = find_first_error(said, "losses.cpp");
  ASSERT_TRUE(error) << said;
  EXPECT_EQ(error->line("losses.cpp"), line_of(snippet, compiler.is_clang())) << said;
  ASSERT_TRUE(error->explanation) << said;
  EXPECT_EQ(error->explanation->read, "docs/reference/errors.md#" + snippet.page) << said;
  EXPECT_THAT(error->explanation->sentence, HasSubstr(snippet.words)) << said;

  const std::string shown = first_error(said, "losses.cpp");
  EXPECT_LT(std::count(shown.begin(), shown.end(), '\n'), 18) << shown;
  EXPECT_THAT(shown, HasSubstr("docs/reference/errors.md#"));
  for (const char* noise : {"enable_if", "candidate", "aka", "Glue<", "eOp<", "glue_times"}) {
    EXPECT_THAT(shown, Not(HasSubstr(noise)));
  }
}

INSTANTIATE_TEST_SUITE_P(Snippets, Error,
                         testing::Combine(testing::Values("clang++", "g++"),
                                          testing::ValuesIn(errors())),
                         name_of);

class Warning : public testing::TestWithParam<Case> {};

TEST_P(Warning, IsARemarkOnItsLine) {
  const auto& [program, snippet] = GetParam();
  const RealCompiler& compiler = real(program);
  if (!compiler.works()) GTEST_SKIP() << program << " is not here, or has no Armadillo";
  const std::string text = file_of(snippet);
  const std::string said = compiler.compile(text);
  ASSERT_FALSE(find_first_error(said, "losses.cpp")) << said;
  const auto found = remarks_of_compiler(said, "losses.cpp", text, "mean_of");
  ASSERT_FALSE(found.empty()) << said;
  const auto line = line_of(snippet, compiler.is_clang());
  const auto at = std::find_if(found.begin(), found.end(),
                               [&](const Remark& remark) { return remark.line == line; });
  ASSERT_NE(at, found.end()) << said;
  EXPECT_EQ(at->read, "docs/reference/errors.md#" + snippet.page) << said;
  EXPECT_THAT(at->sentence, HasSubstr(snippet.words)) << said;
  EXPECT_TRUE(remarks_of_compiler(said, "losses.cpp", text, "relu").empty());
}

INSTANTIATE_TEST_SUITE_P(Snippets, Warning,
                         testing::Combine(testing::Values("clang++", "g++"),
                                          testing::ValuesIn(warnings())),
                         name_of);

class Link : public testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(Link, NamesWhatIsNowhereDefined) {
  const auto& [program, linker] = GetParam();
  const RealCompiler& compiler = real(program);
  if (!compiler.works()) GTEST_SKIP() << program << " is not here, or has no Armadillo";
  compiler.compile(
      "#include \"losses.hpp\"\nnamespace descent { double helper(int n);\n"
      "double mean_of(const arma::mat& x) { return helper(2); } }\n");
  const std::string said = compiler.link(linker);
  if (said.find("helper") == std::string::npos) GTEST_SKIP() << "no such linker: " << said;
  EXPECT_THAT(first_error(said, "losses.cpp"), HasSubstr("helper(int)"));
  EXPECT_THAT(first_error(said, "losses.cpp"), HasSubstr("#the-header-declares-it-otherwise"));
  EXPECT_THAT(error_line(said, "losses.cpp"), HasSubstr("helper(int)"));
}

INSTANTIATE_TEST_SUITE_P(Linkers, Link,
                         testing::Combine(testing::Values("clang++", "g++"),
                                          testing::Values("lld", "bfd")));

}  // namespace
}  // namespace descent::compiler
