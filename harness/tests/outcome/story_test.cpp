#include "harness/outcome/story.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/outcome/render.hpp"

namespace descent::outcome {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TestOutcome failing() {
  TestOutcome outcome;
  outcome.test = "SoftmaxLoss.IsLnCAtChance";
  outcome.outcome = Outcome::failed;
  outcome.findings = {{.problem = "The loss is wrong.", .expected = "2.302", .yours = "0"}};
  return outcome;
}

TEST(Story, IsOneLineForWhatPassed) {
  TestOutcome outcome = failing();
  outcome.outcome = Outcome::passed;
  EXPECT_EQ(render(outcome), "SoftmaxLoss.IsLnCAtChance passed");
}

TEST(Story, NamesTheKnownMistakeBeforeTheNumbers) {
  TestOutcome outcome = failing();
  outcome.mistakes = {{"softmax_loss", "id", "You forgot the shift.", "shift"}};
  const std::string text = render(outcome);
  EXPECT_LT(text.find("You forgot the shift."), text.find("The loss is wrong."));
  EXPECT_THAT(text, AllOf(HasSubstr("read           shift"), HasSubstr("expected       2.302")));
}

TEST(Story, NamesNoMistakeWhereTooManyFit) {
  TestOutcome outcome = failing();
  for (std::size_t i = 0; i <= kMostNames; ++i) {
    outcome.mistakes.push_back({"softmax_loss", std::to_string(i), "You did this.", ""});
  }
  EXPECT_THAT(render(outcome), Not(HasSubstr("You did this.")));
}

TEST(Story, ShowsOneFindingAndHowManyMore) {
  TestOutcome outcome = failing();
  outcome.findings.push_back({.problem = "The gradient is wrong."});
  outcome.findings.push_back({.problem = "So is its shape."});
  const std::string text = render(outcome);
  EXPECT_THAT(text, Not(HasSubstr("The gradient is wrong.")));
  EXPECT_THAT(text, HasSubstr("2 more checks"));
}

TEST(Story, ShowsWhatTheCodePrintedMadeHarmless) {
  TestOutcome outcome = failing();
  outcome.printed = "\x1b[2Jcleared\r\n::error::x";
  EXPECT_THAT(render(outcome), AllOf(HasSubstr("Your code printed:\n?[2Jcleared?\n::error::x"),
                                     Not(HasSubstr("\x1b")), Not(HasSubstr("\r"))));
}

TEST(Story, CutsAFloodAndSaysSo) {
  TestOutcome outcome = failing();
  outcome.printed = std::string(100'000, 'x');
  const std::string text = render(outcome);
  EXPECT_LT(text.size(), 2000u);
  EXPECT_THAT(text, HasSubstr("characters more"));
}

TEST(Story, MakesFindingsHarmless) {
  TestOutcome outcome = failing();
  outcome.findings[0].yours = "\x1b]0;title\x07";
  EXPECT_THAT(render(outcome), Not(testing::ContainsRegex("[\x1b\x07]")));
}

TEST(Printable, KeepsWhatIsText) {
  const std::string text = "plain\n\ttext: σ(s) ≤ ½λΣw², 漢字, 🙂";
  EXPECT_EQ(printable(text), text);
}

TEST(Printable, LeavesNoControlCharacter) {
  for (int c = 0; c < 0x20; ++c) {
    if (c == '\n' || c == '\t') continue;
    EXPECT_EQ(printable({'a', static_cast<char>(c), 'b'}), "a?b") << c;
  }
  EXPECT_EQ(printable("a\x7f"), "a?");
  EXPECT_EQ(printable("a\xc2\x9b"
                      "31m"),
            "a??31m")
      << "CSI as one character of C1";
}

TEST(Printable, ReplacesBrokenUtf8) {
  EXPECT_EQ(printable("a\xffz"), "a?z");
  EXPECT_EQ(printable("a\x80z"), "a?z");
  EXPECT_EQ(printable("a\xcf"), "a?") << "cut in the middle";
  EXPECT_EQ(printable("a\xe2\x82z"), "a??z");
  EXPECT_EQ(printable("\xc0\xaf"), "??") << "an overlong slash";
  EXPECT_EQ(printable("\xe0\x80\x9b"), "???") << "an overlong escape";
  EXPECT_EQ(printable("\xf0\x80\x80\x9b"), "????") << "another one";
  EXPECT_EQ(printable("\xed\xa0\x80"), "???") << "half of a surrogate pair";
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "????") << "beyond the last character";
}

// Text that runs backwards can show a verdict that nobody gave.
TEST(Printable, LeavesNoCharacterThatTurnsTheDirection) {
  for (const char* turn : {"\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068"}) {
    EXPECT_THAT(printable(std::string("a") + turn + "dessap"), Not(HasSubstr(turn)));
  }
}

TEST(Printable, TakesEveryByte) {
  std::string every;
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) every += {static_cast<char>(a), static_cast<char>(b)};
  }
  const std::string once = printable(every);
  EXPECT_EQ(printable(once), once);
}

TEST(Words, ExistForEveryOutcome) {
  std::set<std::string> words;
  for (int i = 0; i <= static_cast<int>(Outcome::infrastructure); ++i) {
    EXPECT_TRUE(words.insert(in_words(static_cast<Outcome>(i))).second) << i;
  }
  EXPECT_EQ(words.count("unknown"), 0u);
}

TEST(Rendering, AlignsTheParts) {
  EXPECT_EQ(render(Finding{.problem = "In dscores, 2 of 6 entries are wrong.",
                           .expected = "0.2  0.3\n0.1  0.1",
                           .likely = "twice"}),
            "In dscores, 2 of 6 entries are wrong.\n"
            "  expected       0.2  0.3\n"
            "                 0.1  0.1\n"
            "  likely reason  twice");
  EXPECT_EQ(render(Finding{.problem = "relu(3x4 matrix) threw std::out_of_range.",
                           .quoted = "index out of bounds"}),
            "relu(3x4 matrix) threw std::out_of_range.\n"
            "  its text       index out of bounds");
}

TEST(Rendering, WrapsAtTheWidthByWordsAndCountsCharacters) {
  EXPECT_EQ(wrap("aaa bbb ccc", 0, 7), "aaa bbb\nccc");
  EXPECT_EQ(wrap("λλλ λλλ ccc", 0, 7), "λλλ λλλ\nccc") << "a letter is one column";
  EXPECT_EQ(wrap("aaa bbb", 2, 7), "aaa\n  bbb");
  EXPECT_EQ(wrap("averylongword b", 0, 5), "averylongword\nb");
  EXPECT_EQ(wrap("", 4), "");
}

}  // namespace
}  // namespace descent::outcome
