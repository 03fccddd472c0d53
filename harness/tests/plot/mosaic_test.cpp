#include "harness/plot/mosaic.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <limits>
#include <stdexcept>

#include "harness/plot/figure.hpp"

namespace descent::plot {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Mosaic, LaysPicturesSideBySideWithWhiteBetween) {
  const arma::cube rgb = mosaic({{0, 0.25, 0.5, 0.75}, {0.1, 0.2, 0.3, 0.4}, {1, 0, 0, 0}},
                                {.height = 2, .width = 2}, 2);
  ASSERT_EQ(rgb.n_rows, 5U);
  ASSERT_EQ(rgb.n_cols, 5U);
  ASSERT_EQ(rgb.n_slices, 3U);
  const arma::mat expected = {{0, 0.25, 1, 0.1, 0.2},
                              {0.5, 0.75, 1, 0.3, 0.4},
                              {1, 1, 1, 1, 1},
                              {1, 0, 1, 1, 1},
                              {0, 0, 1, 1, 1}};
  for (arma::uword colour = 0; colour < 3; ++colour) {
    EXPECT_TRUE(arma::approx_equal(rgb.slice(colour), expected, "absdiff", 0)) << colour;
  }
}

TEST(Mosaic, TakesColoursAsPlanes) {
  const arma::cube rgb = mosaic({{1, 2, 3, 4, 5, 6}}, {.height = 1, .width = 2, .channels = 3}, 1);
  EXPECT_TRUE(arma::approx_equal(rgb.slice(0), arma::mat{{1, 2}}, "absdiff", 0));
  EXPECT_TRUE(arma::approx_equal(rgb.slice(1), arma::mat{{3, 4}}, "absdiff", 0));
  EXPECT_TRUE(arma::approx_equal(rgb.slice(2), arma::mat{{5, 6}}, "absdiff", 0));
}

TEST(Mosaic, RefusesWhatIsNoPicture) {
  EXPECT_THROW(mosaic(arma::mat(0, 4), {.height = 2, .width = 2}, 2), std::invalid_argument);
  EXPECT_THROW(mosaic(arma::mat(2, 4), {.height = 2, .width = 2}, 0), std::invalid_argument);
  EXPECT_THROW(mosaic(arma::mat(2, 5), {.height = 2, .width = 2}, 2), std::invalid_argument);
  EXPECT_THROW(mosaic(arma::mat(2, 8), {.height = 2, .width = 2, .channels = 2}, 2),
               std::invalid_argument);
}

TEST(AroundGrey, PutsZeroInTheMiddleAndStretchesEachRow) {
  EXPECT_TRUE(arma::approx_equal(around_grey({{0, 2, -4}, {0, 0, 0}, {1e-9, 0, 0}}),
                                 arma::mat{{0.5, 0.75, 0}, {0.5, 0.5, 0.5}, {1, 0.5, 0.5}},
                                 "absdiff", 1e-15));
}

TEST(Picture, BecomesBytesOfThreeColoursWithoutTicks) {
  Figure figure;
  arma::cube rgb(1, 400, 3, arma::fill::zeros);  // so many columns that nothing is magnified
  rgb(0, 1, 0) = 1;
  rgb(0, 2, 1) = 0.5;
  rgb(0, 3, 2) = 7;
  rgb(0, 4, 0) = kNaN;
  figure.panel({.title = "Colours"}).picture(rgb);
  EXPECT_THAT(figure.script("a", "b"),
              AllOf(HasSubstr("\n0 0 0 0 0\n1 0 255 0 0\n2 0 0 128 0\n3 0 0 0 255\n4 0 255 0 0\n"),
                    HasSubstr("with rgbimage"), HasSubstr("set xtics ('' -1e30)"),
                    HasSubstr("set ytics ('' -1e30)"), HasSubstr("set yrange [0.5:-0.5]"),
                    Not(HasSubstr("set xtics auto"))));
}

TEST(Picture, OfFewPixelsIsMagnifiedButKeepsItsCoordinates) {
  Figure figure;
  figure.panel({.y = {.ticks = {{0, "k = 2"}}}}).picture(arma::cube(2, 200, 3, arma::fill::ones));
  EXPECT_THAT(figure.script("a", "b"),
              AllOf(HasSubstr("\n-0.25 -0.25 255 255 255\n0.25 -0.25 255 255 255\n"),
                    HasSubstr("199.25 1.25 255 255 255\nEND"), HasSubstr("set xrange [-0.5:199.5]"),
                    HasSubstr("set ytics noenhanced ('k = 2' 0)")));
}

TEST(Picture, NeedsThreeSlices) {
  Figure figure;
  Panel& panel = figure.panel({.title = "Grey"});
  EXPECT_THROW(panel.picture(arma::cube(2, 2, 1)), std::invalid_argument);
  EXPECT_THROW(panel.picture(arma::cube(0, 2, 3)), std::invalid_argument);
}

TEST(Picture, IsDrawnBesideOtherPanels) {
  std::string name = (std::filesystem::temp_directory_path() / "descent-mosaic-XXXXXX").string();
  ASSERT_NE(mkdtemp(name.data()), nullptr);
  const std::filesystem::path folder = name;
  Figure figure("Pictures");
  figure.columns(2);
  figure.panel().picture(mosaic(arma::reshape(arma::linspace(0, 1, 36), 3, 12),
                                {.height = 2, .width = 2, .channels = 3}, 2));
  figure.panel().line({1, 2}, {3, 4});
  const Saved saved = figure.save(folder / "pictures");
  EXPECT_GT(std::filesystem::file_size(saved.svg), 1000U);
  EXPECT_GT(std::filesystem::file_size(saved.png), 1000U);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace descent::plot
