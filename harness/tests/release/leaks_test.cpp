#include "harness/release/leaks.hpp"

#include <gmock/gmock.h>

#include "scratch.hpp"

namespace {

using namespace descent;
using namespace descent::release;
using scratch::Scratch;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<Leak> leaks(const Scratch& scratch, const Package& package,
                        const std::vector<std::string>& harmless = {}) {
  return find_leaks(package, scratch.course(), harmless);
}

TEST(FindLeaks, FindsNothingInAPackageAsItShouldBe) {
  const Scratch scratch;
  EXPECT_THAT(leaks(scratch, scratch.package()), IsEmpty());
}

TEST(FindLeaks, NamesWhereALineOfASolutionStands) {
  const Scratch scratch;
  Package package = scratch.package({"3", "4"});
  // Also of a stage that is not released, and in the middle of a line.
  package.files["docs/stages/03-three.md"] = {
      "One.\nTwo `" + Scratch::answer("one").substr(2) + "`\n", false};
  const auto found = leaks(scratch, package);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].file, "docs/stages/03-three.md");
  EXPECT_EQ(found[0].line, 2);
  EXPECT_EQ(found[0].source, "solutions/01-one/one.cpp:4");
}

TEST(FindLeaks, LooksAtFilesToTheirLastByte) {
  const Scratch scratch;
  Package package = scratch.package({"3"});
  std::string chapter;
  for (int i = 0; i < 1000; ++i) chapter += "A line that says nothing about how it is written.\n";
  package.files["docs/stages/03-three.md"] = {chapter + Scratch::answer("one").substr(2), false};
  const auto found = leaks(scratch, package);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].line, 1001);
}

TEST(FindLeaks, ALineOfAHintIsNoSecretUnlessHintsAreCut) {
  const Scratch scratch;
  const std::string answer = Scratch::answer("three").substr(2);
  std::string manifest = scratch.read("assignments/03-three/stage.json");
  manifest.replace(manifest.find("nearly the code of three"), 24, answer);
  scratch.write("assignments/03-three/stage.json", manifest);
  EXPECT_THAT(leaks(scratch, scratch.package({"3"}, 3)), IsEmpty());
  EXPECT_THAT(leaks(scratch, scratch.package({"3"}, 2)), IsEmpty());

  Package cut = scratch.package({"3"}, 2);
  cut.files["docs/stages/03-three.md"] = {answer + "\n", false};
  EXPECT_THAT(leaks(scratch, cut), SizeIs(1));
}

TEST(FindLeaks, HarmlessLinesAndLoopsAreLetThrough) {
  const Scratch scratch;
  const std::string line = Scratch::answer("one").substr(2);
  scratch.write("assignments/01-one/experiment.cpp", "  " + line + "\n");
  EXPECT_THAT(leaks(scratch, scratch.package()), SizeIs(1));
  EXPECT_THAT(leaks(scratch, scratch.package(), {line}), IsEmpty());
}

TEST(FindLeaks, KnowsTheMarksAndNamesOfSolutions) {
  const Scratch scratch;
  for (const char* mark : {"// solution begin f", "DESCENT_MISTAKE(f, g, \"\", \"\");",
                           "DESCENT_ALTERNATIVE(f, g, \"\");"}) {
    Package package = scratch.package({"3"});
    package.files["assignments/03-three/experiment.cpp"] = {mark, false};
    EXPECT_THAT(leaks(scratch, package), SizeIs(1)) << mark;
  }
  Package package = scratch.package({"3"});
  package.files["assignments/03-three/mistakes_of_three.hpp"] = {"", false};
  EXPECT_THAT(leaks(scratch, package), SizeIs(1));
}

// The real course, as it is now. A line that stands in students' files on purpose is named in
// harness/release/harmless_lines.txt.
TEST(FindLeaks, TheCourseItselfGivesNothingAway) {
  const course::Course course(DESCENT_SOURCE_DIR, DESCENT_BINARY_DIR);
  const auto stages = author::choose_stages(course, {});
  const auto found =
      find_leaks(make_package(course, {.stages = stages}), course, read_harmless_lines(course));
  for (const Leak& leak : found) {
    ADD_FAILURE() << leak.file << ':' << leak.line << " has a line of " << leak.source << ":\n  "
                  << leak.text;
  }
}

}  // namespace
