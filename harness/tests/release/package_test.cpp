#include <gmock/gmock.h>

#include "harness/author/stub.hpp"
#include "harness/release/contents.hpp"
#include "harness/release/texts.hpp"
#include "scratch.hpp"

namespace {

using namespace descent;
using namespace descent::release;
using scratch::Scratch;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Key;
using testing::Not;
namespace fs = std::filesystem;

TEST(Names, AFolderNamesWhatIsBelowAndAStarNoSlash) {
  EXPECT_TRUE(names("cmake", "cmake/stage.cmake"));
  EXPECT_FALSE(names("cmake", "cmakes"));
  EXPECT_TRUE(names("a/*tests.cpp", "a/public_tests.cpp"));
  EXPECT_FALSE(names("a/*tests.cpp", "a/b/public_tests.cpp"));
  EXPECT_FALSE(names("a/*.hpp", "a/one.cpp"));
}

TEST(MakePackage, HoldsNoSolutionSuiteOrUnreleasedStage) {
  const Scratch scratch;
  const Package package = scratch.package({"03-04"});
  EXPECT_THAT(package.files, Contains(Key("assignments/03-three/three.hpp")));
  EXPECT_THAT(package.files, Contains(Key("docs/stages/04-four.md")));
  for (const auto& [path, file] : package.files) {
    EXPECT_THAT(path, Not(HasSubstr("solutions")));
    EXPECT_THAT(path, Not(HasSubstr("suites")));
    EXPECT_THAT(path, Not(HasSubstr("one")));
    EXPECT_THAT(file.content, Not(HasSubstr("nobody_may_read"))) << path;
  }
}

// Somebody who tries out an assignment writes answers into the stub of the course itself.
TEST(MakePackage, GeneratesStubsWhateverStandsInAssignments) {
  const Scratch scratch;
  EXPECT_EQ(scratch.package().files.at("assignments/01-one/one.cpp").content,
            "// write me\nint one() {\n  throw NotImplemented(\"one\");\n}\n");
}

TEST(MakePackage, LeavesOutWhatTheListDoesNotNameAndSaysSo) {
  const Scratch scratch;
  scratch.write("assignments/03-three/my_own_try.cpp", "int x;\n");
  scratch.write("assignments/03-three/three.cpp.orig", "int x;\n");
  scratch.write("harness/marking/notes.txt", "secret\n");
  fs::create_symlink(scratch.path() / "solutions/03-three/three.cpp",
                     scratch.path() / "assignments/03-three/more.hpp");
  const Package package = scratch.package();
  EXPECT_THAT(package.unknown,
              ElementsAre("assignments/03-three/more.hpp", "assignments/03-three/my_own_try.cpp",
                          "harness/marking"));
  for (const std::string& path : package.unknown) EXPECT_FALSE(package.files.contains(path));
  EXPECT_FALSE(package.files.contains("assignments/03-three/three.cpp.orig"));
}

TEST(MakePackage, CutsHintsWhereItIsAskedTo) {
  const Scratch scratch;
  const auto manifest = [&](int hints) {
    return scratch.package({"3"}, hints).files.at("assignments/03-three/stage.json").content;
  };
  EXPECT_THAT(manifest(3), HasSubstr("nearly the code"));
  EXPECT_THAT(manifest(2), HasSubstr("method"));
  EXPECT_THAT(manifest(2), Not(HasSubstr("nearly the code")));
  EXPECT_THAT(manifest(0), HasSubstr("\"hints\": []"));
}

TEST(MakePackage, IsTheSameEveryTime) {
  const Scratch scratch;
  EXPECT_EQ(scratch.package().files, scratch.package().files);
}

TEST(MakePackage, NeedsTheSolutions) {
  const Scratch scratch;
  fs::remove_all(scratch.path() / "solutions/03-three");
  EXPECT_THROW(scratch.package({"3"}), std::runtime_error);
}

TEST(MakePackage, KeepsProgramsExecutable) {
  const Scratch scratch;
  const Package package = scratch.package();
  EXPECT_TRUE(package.files.at("descent").executable);
  EXPECT_FALSE(package.files.at("packages.txt").executable);
}

TEST(StudentsPackages, AreWithoutWhatOnlyStaffNeeds) {
  EXPECT_EQ(students_packages("# All.\n\n# Libraries\ncmake\nsqlite # staff: the gradebook\n\n"
                              "# Measuring\nbench # staff: it\n\n# Peers\n[peers]\nnumpy\n"),
            "# All.\n\n# Libraries\ncmake\n\n");
}

TEST(UnlinkWhatIsNotHere, MakesWordsOfDeadLinksOnly) {
  const Scratch scratch;
  scratch.write("docs/stages/03-three.md",
                "[one](01-one.md#a), [four](04-four.md), [web](https://x.org/a), [here](#here),\n"
                "![a picture](../architecture.md) `[&](double x)` [no](file)\n");
  scratch.write("docs/architecture.md", "secret\n");
  EXPECT_EQ(scratch.package({"3", "4"}).files.at("docs/stages/03-three.md").content,
            "one, [four](04-four.md), [web](https://x.org/a), [here](#here),\n"
            "a picture `[&](double x)` [no](file)\n");
}

TEST(WithoutAnswers, CutsTheSectionAndTheWordsThatLeadThere) {
  const std::string chapter =
      "## To think about\n\nTake a pencil first; short answers stand at the [end of the "
      "chapter](#answers).\n\n1. Why?\n\n## Answers\n\n1. Therefore.\n";
  EXPECT_EQ(without_answers(chapter), "## To think about\n\nTake a pencil first.\n\n1. Why?\n");
  EXPECT_EQ(without_answers(chapter + "\n## More\n\nText.\n"),
            "## To think about\n\nTake a pencil first.\n\n1. Why?\n\n## More\n\nText.\n");
  EXPECT_EQ(without_answers("# Title\n"), "# Title\n");
}

TEST(WithQuotedCode, PutsThePartOfTheFileInItsPlace) {
  const Scratch scratch;
  scratch.write("docs/examples/a.hpp",
                "no\n  // --8<-- [start:part]\n  if (x)\n    y();\n\n  // --8<-- [end:part]\nno\n");
  EXPECT_EQ(with_quoted_code("a\n--8<-- \"docs/examples/a.hpp:part\"\nb\n", scratch.path()),
            "a\nif (x)\n  y();\n\nb\n");
  EXPECT_THROW(with_quoted_code("--8<-- \"docs/examples/a.hpp:other\"\n", scratch.path()),
               std::runtime_error);
}

TEST(StudentsReadme, NamesTheStagesAndNoPlaceholder) {
  const Scratch scratch;
  const std::string readme = scratch.package({"3", "4"}).files.at("README.md").content;
  EXPECT_THAT(readme, HasSubstr("| [04-four](assignments/04-four/README.md) | 1 | S. |"));
  EXPECT_THAT(readme, HasSubstr("ctest --preset student -L 03-three"));
  EXPECT_THAT(readme, Not(HasSubstr("@")));
}

}  // namespace
