#include "harness/intake/archive.hpp"

#include <gmock/gmock.h>
#include <locale.h>

#include "harness/intake/choose.hpp"
#include "packed.hpp"
#include "scratch.hpp"

namespace descent::intake {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Outcome {
  std::string text = {};
  std::string refusal = {};
  std::vector<std::string> others = {};
};

Outcome take_from(const std::string& bytes) {
  Contents contents({"losses.cpp"});
  Outcome outcome;
  outcome.refusal = refusal_of([&] { read_archive(std::string_view(bytes), contents); });
  const Choice choice = choose(contents.entries(), kLosses);
  if (choice.entry) outcome.text = choice.entry->text;
  if (outcome.refusal.empty()) outcome.refusal = choice.refusal;
  outcome.others = others(contents.entries(), {choice.entry});
  return outcome;
}

struct Way {
  const char* name;
  int format;
  int filter;
};

class EveryWayToPack : public testing::TestWithParam<Way> {};

TEST_P(EveryWayToPack, IsReadByItsContent) {
  Packer packer(GetParam().format, GetParam().filter);
  packer.add("repo-main", "", AE_IFDIR)
      .add("repo-main/README.md", "read me")
      .add("repo-main/assignments/07-losses/losses.cpp", "the text")
      .add("repo-main/naïve", "");
  const std::string bytes = packer.bytes();
  EXPECT_TRUE(begins_like_an_archive(bytes));
  const Outcome outcome = take_from(bytes);
  EXPECT_EQ(outcome.text, "the text");
  EXPECT_THAT(outcome.refusal, IsEmpty());
  EXPECT_THAT(outcome.others, ElementsAre("repo-main/README.md", "repo-main/naïve"));
}

TEST_P(EveryWayToPack, IsRefusedIfItIsCutOff) {
  Packer packer(GetParam().format, GetParam().filter);
  std::string noise;  // does not compress away
  for (unsigned i = 0, x = 1; i < 200'000; ++i)
    noise += static_cast<char>((x = x * 69069 + 1) >> 24);
  packer.add("losses.cpp", "the text").add("noise", noise);
  const std::string bytes = packer.bytes();
  EXPECT_EQ(take_from(bytes.substr(0, bytes.size() / 2)).refusal,
            "The archive is broken or cut off; pack it and hand it in again.");
}

INSTANTIATE_TEST_SUITE_P(
    All, EveryWayToPack,
    testing::Values(Way{"zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE},
                    Way{"ustar", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE},
                    Way{"gnu", ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE},
                    Way{"pax", ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FILTER_NONE},
                    Way{"gzip", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP},
                    Way{"bzip2", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_BZIP2},
                    Way{"xz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_XZ},
                    Way{"zstd", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD}),
    [](const auto& way) { return way.param.name; });

TEST(Archive, ListsPathsThatLeadOutAndTakesNoneOfThem) {
  for (const char* path : {"../losses.cpp", "/losses.cpp", "a/../../losses.cpp", "/../losses.cpp",
                           "a/..//losses.cpp"}) {
    const Outcome outcome = take_from(tar().add(path, "hostile").bytes());
    EXPECT_THAT(outcome.text, IsEmpty()) << path;
    EXPECT_THAT(outcome.refusal, HasSubstr("is a path that leads out of the archive")) << path;
    EXPECT_THAT(outcome.others,
                ElementsAre(std::string(path) + " (a path that leads out of the archive)"));
  }
  const Outcome beside =
      take_from(zip().add("../losses.cpp", "hostile").add("./losses.cpp", "honest").bytes());
  EXPECT_EQ(beside.text, "honest");
}

TEST(Archive, TakesNoLinksDevicesAndPipes) {
  const Outcome outcome = take_from(tar()
                                        .add_symlink("a/losses.cpp", "/etc/passwd")
                                        .add_hard_link("b/losses.cpp", "/etc/passwd")
                                        .add("c/losses.cpp", "", AE_IFCHR)
                                        .add("d/losses.cpp", "", AE_IFBLK)
                                        .add("e/losses.cpp", "", AE_IFIFO)
                                        .add("losses.cpp", "", AE_IFDIR)
                                        .bytes());
  EXPECT_THAT(outcome.text, IsEmpty());
  EXPECT_EQ(outcome.refusal, "losses.cpp is a folder; hand in the file itself.");
  EXPECT_THAT(outcome.others, ElementsAre("a/losses.cpp (a symbolic link)",
                                          "b/losses.cpp (a hard link)", "c/losses.cpp (a device)",
                                          "d/losses.cpp (a device)", "e/losses.cpp (a pipe)"));
}

TEST(Archive, TakesNoSymbolicLinkOutOfAZip) {
  const Outcome outcome = take_from(zip().add_symlink("losses.cpp", "/etc/passwd").bytes());
  EXPECT_EQ(outcome.refusal, "losses.cpp is a symbolic link; hand in the file itself.");
}

TEST(Archive, IsRefusedForItsRatio) {
  const std::string zeros(std::size_t{4} << 20, '\0');
  const std::string refusal =
      "The archive unpacks to more than 200 times its size, as no source code does.";
  EXPECT_EQ(take_from(zip().add("zeros", zeros).bytes()).refusal, refusal);
  EXPECT_EQ(take_from(tar(ARCHIVE_FILTER_GZIP).add("zeros", zeros).bytes()).refusal, refusal);
  EXPECT_EQ(take_from(tar(ARCHIVE_FILTER_XZ).add("zeros", zeros).bytes()).refusal, refusal);
  EXPECT_EQ(take_from(tar(ARCHIVE_FILTER_BZIP2).add("zeros", zeros).bytes()).refusal, refusal);
  EXPECT_EQ(take_from(tar(ARCHIVE_FILTER_ZSTD).add("zeros", zeros).bytes()).refusal, refusal);
}

TEST(Archive, MayBeSmallAndCompressWell) {
  const Outcome outcome = take_from(
      zip().add("zeros", std::string(1 << 19, '\0')).add("losses.cpp", "the text").bytes());
  EXPECT_EQ(outcome.text, "the text");
}

TEST(Archive, IsRefusedForWhatItUnpacksTo) {
  const std::string refusal =
      "The archive unpacks to more than 64 MiB; hand in the source files only.";
  const std::string most(kMostBytes, 'x');
  EXPECT_EQ(take_from(tar().add("large", most).add("more", "x").bytes()).refusal, refusal);
  EXPECT_THAT(take_from(tar().add("large", most).bytes()).refusal, HasSubstr("There is no file"));
}

TEST(Archive, CountsWhatIsHiddenInHeaders) {
  Packer packer = tar(ARCHIVE_FILTER_GZIP);
  for (int i = 0; i < 100; ++i) packer.add(std::string(50'000, 'a'), "", AE_IFDIR);
  EXPECT_THAT(take_from(packer.bytes()).refusal, HasSubstr("more than 200 times its size"));
}

TEST(Archive, IsRefusedForTooManyFiles) {
  Packer packer = tar();
  for (std::size_t i = 0; i <= kMostEntries; ++i) packer.add(std::to_string(i), "");
  EXPECT_EQ(take_from(packer.bytes()).refusal,
            "It holds more than 10000 files and folders; hand in the source files only.");
}

TEST(Archive, IsRefusedForASourceThatIsTooLarge) {
  const std::string most(kMostSourceBytes, 'x');
  EXPECT_EQ(take_from(tar().add("losses.cpp", most).bytes()).text, most);
  EXPECT_EQ(take_from(tar().add("losses.cpp", most + 'x').bytes()).refusal,
            "losses.cpp is larger than 1024 KiB, which no solution needs.");
}

TEST(Archive, FillsNoHolesThatAreTooLarge) {
  const std::string bytes = tar().add_hole("losses.cpp", 1LL << 33).bytes();
  ASSERT_LT(bytes.size(), 10'000U);
  EXPECT_EQ(take_from(bytes).refusal,
            "losses.cpp is larger than 1024 KiB, which no solution needs.");
}

TEST(Archive, IsNotUnpackedTwice) {
  const std::string inner = tar(ARCHIVE_FILTER_GZIP).add("losses.cpp", "hidden").bytes();
  const Outcome outcome = take_from(zip().add("inner.tar.gz", inner).bytes());
  EXPECT_EQ(outcome.refusal, "There is no file losses.cpp in the submission.");
  EXPECT_THAT(outcome.others, ElementsAre("inner.tar.gz"));
  Packer twice(ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP);
  EXPECT_THAT(take_from(twice.add("data", inner).bytes()).refusal, HasSubstr("is broken"));
}

TEST(Archive, IsRefusedIfItIsEncrypted) {
  const std::string bytes = zip("zip:encryption=traditional").add("losses.cpp", "secret").bytes();
  EXPECT_EQ(take_from(bytes).refusal, "The archive is encrypted; hand in one without a password.");
}

TEST(Archive, IsRefusedIfItIsNone) {
  const std::string refusal =
      "It is neither a zip nor a tar archive (plain, or with gzip, bzip2, xz or zstd); hand in one "
      "of these.";
  EXPECT_EQ(take_from("").refusal, refusal);
  EXPECT_EQ(take_from(std::string(2000, '#')).refusal, refusal);
  EXPECT_EQ(take_from("Rar!\x1a\x07\x01").refusal, refusal);
  const Outcome compressed =
      take_from(Packer(ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP).add("data", "int main").bytes());
  EXPECT_THAT(compressed.refusal, HasSubstr("is broken"));
}

TEST(Archive, MayHoldNothing) {
  EXPECT_EQ(take_from("PK\x05\x06" + std::string(18, '\0')).refusal,
            "There is no file losses.cpp in the submission.");
}

TEST(Archive, SurvivesEveryTruncationAndEveryWrongByte) {
  const std::string whole = zip().add("a", "text").add("losses.cpp", "text").bytes();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_FALSE(take_from(whole.substr(0, i)).refusal.empty()) << i;
    std::string wrong = whole;
    wrong[i] = static_cast<char>(~wrong[i]);
    take_from(wrong);
  }
}

TEST(Archive, MayHoldNamesThatNobodyCanRead) {
  const std::string names[] = {"a\nb", "\033[2J", "-rf", "=1+1", "\xff\xfe", "@a"};
  for (const Way& way : {Way{"tar", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE},
                         Way{"zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE}}) {
    Packer packer(way.format, way.filter);
    for (const std::string& name : names) packer.add(name, "");
    packer.add("losses.cpp", "the text");
    const Outcome outcome = take_from(packer.bytes());
    EXPECT_EQ(outcome.text, "the text") << way.name;
    EXPECT_THAT(outcome.others, ElementsAre("-rf", "=1+1", "??", "?[2J", "@a", "a?b")) << way.name;
  }
}

/// Tools write such names with a note that they are UTF-8, which libarchive then converts.
TEST(Archive, MayHoldNamesInUtf8WhateverTheLocale) {
  const locale_t utf8 = newlocale(LC_ALL_MASK, "C.UTF-8", locale_t{});
  for (const Way& way : {Way{"pax", ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FILTER_NONE},
                         Way{"zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE}}) {
    const locale_t before = uselocale(utf8);
    Packer packer(way.format, way.filter, "hdrcharset=UTF-8");
    packer.add("Übung/losses.cpp", "the text").add("高斯", "");
    const std::string bytes = packer.bytes();
    uselocale(before);
    const Outcome outcome = take_from(bytes);
    EXPECT_EQ(outcome.text, "the text") << way.name << ": " << outcome.refusal;
    EXPECT_THAT(outcome.others, ElementsAre("高斯")) << way.name;
  }
  freelocale(utf8);
}

TEST(Archive, WithTwoFilesOfOneNameIsRefused) {
  for (Packer* packer : {new Packer(ARCHIVE_FORMAT_ZIP), new Packer(ARCHIVE_FORMAT_TAR_USTAR)}) {
    packer->add("losses.cpp", "one").add("losses.cpp", "other");
    EXPECT_THAT(take_from(packer->bytes()).refusal, HasSubstr("There are two files losses.cpp"));
    delete packer;
  }
}

TEST(Archive, IsReadFromAFileThatIsNoLinkAndNotTooLarge) {
  const Scratch scratch;
  const auto file = scratch.add("ada.zip", zip().add("losses.cpp", "the text").bytes());
  std::filesystem::create_symlink(file, scratch.path() / "link.zip");
  Contents contents({"losses.cpp"});
  read_archive(file, contents);
  EXPECT_EQ(contents.entries().at(0).text, "the text");
  EXPECT_EQ(refusal_of([&] { read_archive(scratch.path() / "link.zip", contents); }),
            "link.zip is a symbolic link.");
  std::filesystem::resize_file(file, kMostArchiveBytes + 1);
  EXPECT_EQ(refusal_of([&] { read_archive(file, contents); }),
            "The archive is larger than 32 MiB; hand in the source files only.");
}

}  // namespace
}  // namespace descent::intake
