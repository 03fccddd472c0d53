#include "harness/intake/names.hpp"

#include <gtest/gtest.h>

#include <set>

namespace descent::intake {
namespace {

TEST(PrintableId, KeepsWhatCanBeRead) {
  EXPECT_EQ(printable_id("Ada Lovelace-1815_=+"), "Ada Lovelace-1815_=+");
  EXPECT_EQ(printable_id("Gödel 高斯 🎓"), "Gödel 高斯 🎓");
}

TEST(PrintableId, SpellsOutWhatCannot) {
  EXPECT_EQ(printable_id("a\033[2Jb\nc\td"), "a%1B[2Jb%0Ac%09d");
  EXPECT_EQ(printable_id("\xff\xc3"), "%FF%C3");
  EXPECT_EQ(printable_id("a\u202Eb"), "a%E2%80%AEb");
  EXPECT_EQ(printable_id("50%"), "50%25");
}

TEST(PrintableId, IsDifferentForDifferentNames) {
  const std::set<std::string> ids = {printable_id("a\n"),   printable_id("a?"),
                                     printable_id("a%0A"),  printable_id("a%250A"),
                                     printable_id("a\033"), printable_id("a\r")};
  EXPECT_EQ(ids.size(), 6U);
}

TEST(Shown, IsOneLineAndNotTooLong) {
  EXPECT_EQ(shown("a\nb\tc\033"), "a?b?c?");
  EXPECT_EQ(shown(std::string(5000, 'x')), std::string(200, 'x') + "...");
}

TEST(WithoutArchiveSuffix, CutsOffTheLongest) {
  EXPECT_EQ(without_archive_suffix("ada.tar.gz"), "ada");
  EXPECT_EQ(without_archive_suffix("ada.TGZ"), "ada");
  EXPECT_EQ(without_archive_suffix("a.b.zip"), "a.b");
  EXPECT_EQ(without_archive_suffix("ada"), "ada");
  EXPECT_EQ(without_archive_suffix(".zip"), ".zip");
}

}  // namespace
}  // namespace descent::intake
