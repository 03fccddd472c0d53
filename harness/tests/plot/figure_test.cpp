#include "harness/plot/figure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>

namespace descent::plot {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A folder of the running test's own, empty at first and gone at the end.
class FigureTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "descent-plot-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::size_t files() {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
};

using Saving = FigureTest;
using Script = FigureTest;

/// One of everything.
void fill(Figure& figure) {
  figure.title("All that there is");
  figure.columns(2);
  figure.panel({.title = "Lines", .x = {.label = "x"}, .y = {.label = "y", .log = true}})
      .line({1, 2, 3}, {0.1, 1, 10}, {.name = "line"})
      .dashed({1, 2, 3}, {10, 1, 0.1}, {.name = "dashed", .colour = Colour::purple})
      .points({1, 2, 3}, {1, 1, 1}, {.name = "points"})
      .vertical(2, "here")
      .horizontal(1, "there")
      .text(2.5, 5, "words");
  figure.panel({.title = "Bars", .x = {.ticks = {{0, "L1"}, {1, "L2"}}}}).bars({0, 1}, {3, 4});
  figure.panel({.title = "Histogram", .legend = Legend::below}).histogram({1, 1, 2, 5}, 4);
  figure.panel({.title = "Image"}).image({{1, 2}, {3, kNaN}}, {.palette = Palette::diverging});
}

template <class Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "nothing was thrown";
}

std::uint32_t big_endian(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes.at(at + i));
  }
  return value;
}

TEST_F(Saving, WritesAnSvgAndAPngOfTheSizeAskedFor) {
  Figure figure;
  fill(figure);
  figure.size({900, 700});
  const Saved saved = figure.save(folder_ / "deep" / "er" / "picture");
  EXPECT_EQ(saved.svg, folder_ / "deep/er/picture.svg");
  EXPECT_EQ(saved.png, folder_ / "deep/er/picture.png");
  EXPECT_THAT(read(saved.svg), HasSubstr("viewBox=\"0 0 900 700\""));
  const std::string png = read(saved.png);
  ASSERT_THAT(png, testing::StartsWith("\x89PNG\r\n"));
  EXPECT_EQ(big_endian(png, 16), 1800u);  // twice the pixels, for sharp letters
  EXPECT_EQ(big_endian(png, 20), 1400u);
}

TEST_F(Saving, NamesTheFigureForThoseWhoHearIt) {
  Figure figure("Loss < 1 & more");
  figure.panel().line({1, 2}, {1, 2});
  EXPECT_THAT(read(figure.save(folder_ / "a").svg),
              HasSubstr("<title>Loss &lt; 1 &amp; more</title>"));
}

TEST_F(Saving, GivesTheSameBytesForTheSameFigure) {
  Figure first, second;
  fill(first);
  fill(second);
  const Saved a = first.save(folder_ / "a");
  const Saved b = second.save(folder_ / "elsewhere" / "b");
  EXPECT_EQ(read(a.svg), read(b.svg));
  EXPECT_EQ(read(a.png), read(b.png));
}

TEST_F(Saving, LeavesNothingBehindButThePictures) {
  Figure figure;
  fill(figure);
  figure.save(folder_ / "picture");
  EXPECT_EQ(files(), 2u);
}

TEST_F(Saving, TakesWordsAsTheyAre) {
  const std::string canary = (folder_ / "canary").string();
  const std::string words = "it's `touch " + canary + "` \"@x\" {y}^2_a \\n $d\nsecond line";
  Figure figure(words);
  figure
      .panel({.title = words, .x = {.label = words, .ticks = {{1, words}}}, .y = {.label = words}})
      .line({1, 2}, {1, 2}, {.name = words})
      .vertical(1.5, words)
      .text(1, 1, words);
  const std::string svg = read(figure.save(folder_ / "picture").svg);
  EXPECT_FALSE(fs::exists(canary)) << "the words were run as a command";
  EXPECT_THAT(svg, HasSubstr("{y}^2_a \\n $d"));
  EXPECT_EQ(files(), 2u);
}

TEST_F(Saving, DrawsGapsWhereValuesAreNotFinite) {
  Figure whole, broken;
  whole.panel({.y = {.range = {{0, 3}}}}).line({0, 1, 2, 3, 4}, {1, 1, 1, 1, 1});
  broken.panel({.y = {.range = {{0, 3}}}}).line({0, 1, 2, 3, 4}, {1, 1, kNaN, kInfinity, 1});
  const std::string svg = read(broken.save(folder_ / "broken").svg);
  EXPECT_NE(svg, read(whole.save(folder_ / "whole").svg));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

TEST_F(Saving, SaysHowToInstallGnuplotWhereItIsMissing) {
  Figure figure;
  figure.panel().line({1, 2}, {1, 2});
  const std::string path = getenv("PATH");
  setenv("PATH", folder_.c_str(), 1);
  const std::string message = message_of([&] { figure.save(folder_ / "picture"); });
  setenv("PATH", path.c_str(), 1);
  EXPECT_THAT(message, AllOf(HasSubstr("gnuplot"), HasSubstr("apt-get install gnuplot-nox")));
  EXPECT_EQ(files(), 0u);
}

TEST_F(Saving, PassesOnWhatGnuplotSays) {
  Figure figure;
  figure.panel({.y = {.range = {{2, 2}}}}).line({1, 2}, {1, 2});
  std::ofstream(folder_ / "picture.svg") << "an older picture";
  const std::string message = message_of([&] { figure.save(folder_ / "picture"); });
  EXPECT_THAT(message, AllOf(HasSubstr("gnuplot could not draw"), HasSubstr("line ")));
  EXPECT_EQ(read(folder_ / "picture.svg"), "an older picture");
  EXPECT_EQ(files(), 1u);
}

TEST_F(Saving, SaysWhereItCannotWrite) {
  Figure figure;
  figure.panel().line({1, 2}, {1, 2});
  std::ofstream(folder_ / "file") << "in the way";
  EXPECT_THAT(message_of([&] { figure.save(folder_ / "file" / "picture"); }),
              HasSubstr("cannot write pictures into " + (folder_ / "file").string()));
}

TEST_F(Script, CarriesNumbersAtFullPrecision) {
  Figure figure;
  figure.panel().line({0.1, 1.0 / 3}, {1e-300, -12345678.901234567});
  EXPECT_THAT(
      figure.script("a", "b"),
      AllOf(HasSubstr("0.1 1e-300\n"), HasSubstr("0.3333333333333333 -12345678.901234567\n")));
}

TEST_F(Script, CountsTheValuesOfAHistogram) {
  Figure figure;
  figure.panel().histogram({0, 0.5, 1.5, kNaN, 4}, 4);  // bins [0,1) [1,2) [2,3) [3,4]
  EXPECT_THAT(figure.script("a", "b"), HasSubstr("0.5 2 1\n1.5 1 1\n2.5 0 1\n3.5 1 1\n"));
}

TEST_F(Script, SaysOfEveryLegendHowItRuns) {
  Figure figure;
  figure.panel({.legend = Legend::below}).line({1, 2}, {1, 2}, {.name = "a"});
  figure.panel({.legend = Legend::top_right}).line({1, 2}, {1, 2}, {.name = "b"});
  const std::string script = figure.script("a.svg", "a.png");
  EXPECT_THAT(script, HasSubstr("set key outside center bottom horizontal"));
  EXPECT_THAT(script, HasSubstr("set key inside top right vertical"));
}

TEST_F(Script, DrawsAHistogramOfEqualValues) {
  Figure figure;
  figure.panel().histogram({7, 7, 7}, 1);
  EXPECT_THAT(figure.script("a", "b"), HasSubstr("7 3 1\n"));
}

TEST(Mistakes, AreNamedWithThePanelAndTheSeries) {
  Figure figure;
  Panel& panel = figure.panel({.title = "Curves"});
  EXPECT_THAT(message_of([&] { panel.line({}, {}, {.name = "loss"}); }),
              AllOf(HasSubstr("'loss'"), HasSubstr("'Curves'"), HasSubstr("is empty")));
  EXPECT_THAT(message_of([&] {
                panel.line({1, 2}, {1}, {.name = "loss"});
              }),
              HasSubstr("2 values of x and 1 of y"));
  EXPECT_THAT(message_of([&] {
                panel.line({1, 2}, {kNaN, kInfinity}, {.name = "loss"});
              }),
              HasSubstr("all of its 2 points are NaN or infinite"));
  EXPECT_THAT(message_of([&] { panel.image(arma::mat(0, 3)); }), HasSubstr("0 x 3"));
  EXPECT_THAT(message_of([&] { panel.image({{kNaN, kNaN}}); }), HasSubstr("none of its 1 x 2"));
  EXPECT_THAT(message_of([&] { panel.histogram({1, 2}, 0); }), HasSubstr("no bins"));
  EXPECT_THAT(message_of([&] { panel.histogram({kNaN}, 2); }), HasSubstr("none of its 1 values"));
  EXPECT_THAT(message_of([&] { figure.script("a", "b"); }),
              HasSubstr("the panel 'Curves' is empty"));
  EXPECT_THAT(message_of([] { Figure().script("a", "b"); }), HasSubstr("no panel"));
}

TEST(Mistakes, IncludeValuesThatALogarithmicAxisCannotShow) {
  Figure figure;
  Panel& panel = figure.panel({.y = {.log = true}});
  EXPECT_THAT(message_of([&] {
                panel.line({1, 2}, {0, -1});
              }),
              HasSubstr("not positive on a logarithmic axis"));
  EXPECT_NO_THROW(panel.line({1, 2}, {0, 1}));
}

}  // namespace
}  // namespace descent::plot
