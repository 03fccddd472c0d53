#include "harness/report/html/escape.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "harness/tests/report/made_up.hpp"

namespace descent::report {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Row {
  std::string text, escaped;
};

TEST(Html, EscapesWhatIsMarkup) {
  const std::vector<Row> table = {
      {"plain text, λ and 🦊", "plain text, λ and 🦊"},
      {"<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"},
      {"\"double\" 'single'", "&quot;double&quot; &#39;single&#39;"},
      {"two\nlines\tand a tab", "two\nlines\tand a tab"},
      {"\x1b[31m\r\x7f\x01", "?[31m???"},
      {"\xff\xc3", "??"},
      {"\u202Eexe.gnp", "???exe.gnp"},
      {"\xEF\xBF\xBF\xEF\xBF\xBE", "??"},
      {"]]>", "]]&gt;"},
      {"::error::x", "&#58;:error::x"},
      {"a\n  ::set-output name=x::y", "a\n  &#58;:set-output name=x::y"},
      {"std::vector", "std::vector"},
      {"a ##[error] b", "a ##&#91;error] b"},
  };
  for (const Row& row : table) EXPECT_EQ(html(row.text), row.escaped);
}

TEST(Markdown, EscapesWhatIsMarkup) {
  const std::vector<Row> table = {
      {"plain λ 12", "plain λ 12"},
      {"*a* _b_ `c` ~d~", "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~"},
      {"[x](http://y)", "\\[x\\]\\(http\\:\\/\\/y\\)"},
      {"a | b", "a \\| b"},
      {"<img src=x>", "&lt;img src\\=x\\>"},
      {"&lt;", "&amp;lt\\;"},
      {"two\nlines\t", "two lines "},
      {"@ada #12", "\\@\u2060ada \\#12"},
      {"::error::x", "\\:\\:error\\:\\:x"},
      {"\\", "\\\\"},
      {"\x1b\u2066", "\\?\\?\\?\\?"},
  };
  for (const Row& row : table) EXPECT_EQ(markdown(row.text), row.escaped);
}

TEST(CsvCell, IsNoFormula) {
  const std::vector<Row> table = {
      {"ada", "ada"},
      {"Ada Lovelace", "\"Ada Lovelace\""},
      {"a,b", "\"a,b\""},
      {"a;b", "\"a;b\""},
      {"say \"hi\"", "\"say \"\"hi\"\"\""},
      {"=1+1", "'=1+1"},
      {"+1+1", "'+1+1"},
      {"-1+1", "'-1+1"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\tx", "\"' x\""},
      {"\rx", "'?x"},
      {"\n=x", "\"' =x\""},
      {"  =x", "\"'  =x\""},
      {"＝1", "'＝1"},
      {"-12", "-12"},
      {"+3.5", "+3.5"},
      {"-1.", "'-1."},
      {"-.5", "'-.5"},
      {"-", "'-"},
      {"-1,5", "\"'-1,5\""},
      {"two\nlines", "\"two lines\""},
      {"::error::", "\": :error::\""},
      {"", ""},
  };
  for (const Row& row : table) EXPECT_EQ(csv_cell(row.text), row.escaped);
}

TEST(Plain, KeepsLinesAndNothingThatActs) {
  const std::vector<Row> table = {
      {"a\n\tb <c>", "a\n\tb <c>"},
      {"\x1b[2J", "?[2J"},
      {"x\n ::warning::y", "x\n : :warning::y"},
      {"##[group]", "## [group]"},
  };
  for (const Row& row : table) EXPECT_EQ(plain(row.text), row.escaped);
}

TEST(JsonText, ComesBackAndGivesNoOrders) {
  const std::string text = "##[error]x \"q\" \x1b λ";
  const std::string json = json_text({{"text", text}});
  EXPECT_EQ(nlohmann::json::parse(json).at("text"), text);
  EXPECT_THAT(json, Not(HasSubstr("##[")));
  EXPECT_TRUE(nlohmann::json::accept(json_text({{"text", "\xff"}})));
}

TEST(Escaping, LeavesNothingOfTheWorst) {
  using made_up::kHostile;
  for (const std::string& escaped :
       {html(kHostile), markdown(kHostile), csv_cell(kHostile), plain(kHostile)}) {
    for (const char* harm : {"\x1b", "\u202E", "\u2066", "\xff", "##[", "\n::"}) {
      EXPECT_THAT(escaped, Not(HasSubstr(harm)));
    }
  }
}

}  // namespace
}  // namespace descent::report
