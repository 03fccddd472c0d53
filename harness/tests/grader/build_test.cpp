#include "harness/grader/build.hpp"

#include <gmock/gmock.h>

#include "harness/grader/isolation.hpp"
#include "scratch_class.hpp"

namespace descent::grader {
namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// The tier that this machine gives.
int highest() { return isolation(course_under_test()).level; }

const Recipe& recipe() {
  static const Recipe recipe(course_under_test(), stage_under_test());
  return recipe;
}

/// What comes of a file with this text. The limits are so small that a bomb is soon over, and the
/// time is several times what an honest file needs.
Built build_text(const std::string& text, int tier = highest()) {
  const ScratchClass scratch;
  const fs::path source = scratch.add("ada", stage_under_test().manifest.source, text);
  Built built = build(recipe(), source.parent_path(),
                      {.resources = {.memory_bytes = std::size_t{1} << 30,
                                     .cpu_seconds = 5,
                                     .file_bytes = std::size_t{16} << 20},
                       .wall_clock = std::chrono::seconds(60)},
                      tier);
  if (!built.object.empty()) {
    EXPECT_TRUE(fs::is_regular_file(built.object));
  }
  return built;
}

std::string include_header() { return "#include \"" + stage_under_test().manifest.header + "\"\n"; }

TEST(Recipe, IsTheStagesOwnWithOtherFiles) {
  const auto compile = recipe().compile(0, "theirs.cpp", "theirs.o");
  EXPECT_THAT(compile, Contains("-O0"));
  EXPECT_THAT(compile, Contains("-std=c++20"));
  EXPECT_THAT(compile, Contains("theirs.cpp"));
  EXPECT_THAT(compile, Contains("theirs.o"));
  EXPECT_THAT(compile, Not(Contains(stage_under_test().source.string())));
  const auto link = recipe().link({"theirs.o"}, "theirs.so");
  EXPECT_THAT(link, Contains("theirs.o"));
  EXPECT_THAT(link, Contains("theirs.so"));
  EXPECT_THAT(link, Not(Contains(HasSubstr(stage_under_test().manifest.source))));
}

TEST(Recipe, ReadsNoTestsNoSolutionsAndNotTheFileInAssignments) {
  for (const fs::path& path : recipe().reads()) {
    EXPECT_TRUE(path.is_absolute()) << path;
    EXPECT_THAT(path.string(), Not(AnyOf(course_under_test().root().string(),
                                         course_under_test().build().string())));
    EXPECT_THAT(path.string(), Not(AnyOf(HasSubstr("/suites/"), HasSubstr("/solutions/"),
                                         HasSubstr("tests"), HasSubstr("stage.json"))));
    EXPECT_NE(path, stage_under_test().source);
  }
}

TEST(Build, MakesASharedObjectOfTheStub) {
  for (int tier = 0; tier <= highest(); ++tier) {
    const Built built = build_text(stub_with("throw NotImplemented (\"x\");"), tier);
    EXPECT_EQ(built.problem, "");
    EXPECT_EQ(built.object.extension(), ".so");
  }
}

TEST(Build, ShowsACompileErrorOnOneLine) {
  const Built built = build_text(include_header() + "int x = nonsense;\nint y = more_nonsense;\n");
  const std::string source = stage_under_test().manifest.source;
  EXPECT_THAT(built.problem, StartsWith(source + " does not compile: " + source + ":2:9: error: "));
  EXPECT_THAT(built.problem, HasSubstr("nonsense"));
  EXPECT_THAT(built.problem, Not(HasSubstr("\n")));
  EXPECT_TRUE(built.object.empty());
  EXPECT_EQ(built.doubt, "");
}

TEST(Build, ShowsWhatIsCalledButNowhereDefined) {
  const Built built = build_text("void elsewhere();\nvoid here() { elsewhere(); }\n");
  EXPECT_THAT(built.problem, HasSubstr(" does not link: "));
  EXPECT_THAT(built.problem, HasSubstr("elsewhere()"));
}

TEST(Build, StopsTemplatesThatNeverEnd) {
  const Built built = build_text(R"(
    template <int n, int m> struct Bomb { enum { value = Bomb<n - 1, 2 * m>::value +
                                                         Bomb<n - 1, 2 * m + 1>::value }; };
    template <int m> struct Bomb<0, m> { enum { value = 1 }; };
    int x = Bomb<28, 1>::value;)");
  EXPECT_THAT(built.problem, HasSubstr("the compiler was stopped at its limits"));
  EXPECT_THAT(built.doubt, HasSubstr("gave up")) << "killed, as where the memory is used up";
}

TEST(Build, StopsAFileThatIncludesItself) {
  const Built built = build_text("#include __FILE__\n#include __FILE__\n");
  EXPECT_THAT(built.problem, HasSubstr(" does not compile: "));
  EXPECT_EQ(built.doubt, "");
}

TEST(Build, StopsAnObjectThatFillsTheDisk) {
  const Built built = build_text("char huge[3000000000] = {1};\n");
  EXPECT_THAT(built.problem, HasSubstr(" does not compile: "));
  EXPECT_THAT(built.doubt, HasSubstr("gave up")) << "a disk that others have filled looks alike";
}

TEST(Build, SurvivesAFloodOfMessages) {
  std::string text = "#define A x1 x2 x3 x4 x5 x6 x7 x8 x9\n";
  for (int i = 0; i < 2000; ++i) text += "A A A A A A A A A A A A A A A A A A A A;\n";
  const Built built = build_text(text);
  EXPECT_THAT(built.problem, HasSubstr(" does not compile: "));
  EXPECT_LT(built.problem.size(), 1000U);
}

TEST(Build, CannotIncludeWhatIsHidden) {
  if (highest() < 2) GTEST_SKIP() << "namespaces do not work here";
  for (const std::string hidden : {"harness/suites", "solutions"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(DESCENT_SOURCE_DIR) / hidden)) {
      if (!entry.is_regular_file()) continue;
      // By its absolute path, and by the one that the project's own files would use.
      const std::string relative = fs::relative(entry.path(), DESCENT_SOURCE_DIR).string();
      for (const std::string& path : {entry.path().string(), relative}) {
        const Built built = build_text("#if __has_include(\"" + path + "\")\n" +
                                       "#else\n#error out of sight\n#endif\n");
        EXPECT_THAT(built.problem, HasSubstr("out of sight")) << path;
      }
      break;  // one of each kind: they are shut out together
    }
  }
}

// Landlock alone does not hide that a file is there.
TEST(Build, CannotReadWhatIsHiddenAtAnyTierButTheLowest) {
  const ScratchClass elsewhere;
  const fs::path secret = elsewhere.add("bob", "secret.hpp", "int from_bob;\n");
  for (int tier = 0; tier <= highest(); ++tier) {
    const Built built =
        build_text("#include \"" + secret.string() + "\"\n" + stub_with("throw 1;"), tier);
    EXPECT_EQ(built.object.empty(), tier > 0) << "tier " << tier << ": " << built.problem;
    EXPECT_EQ(built.doubt, "");
  }
}

TEST(Build, CannotPullInFilesByTheAssembler) {
  for (int tier = 1; tier <= highest(); ++tier) {
    const Built built = build_text("asm(\".incbin \\\"/etc/passwd\\\"\");\n", tier);
    EXPECT_THAT(built.problem, HasSubstr(" does not compile: ")) << "tier " << tier;
  }
}

TEST(Build, QuotesNoFileThatIsNotTheStudents) {
  const ScratchClass elsewhere;
  const fs::path secret = elsewhere.add("bob", "secret.txt", "canary_of_bob;\n");
  const Built built = build_text("#include \"" + secret.string() + "\"\n", 0);
  EXPECT_THAT(built.problem, HasSubstr("lies not in"));
  EXPECT_THAT(built.problem, Not(HasSubstr("canary")));
}

}  // namespace
}  // namespace descent::grader
