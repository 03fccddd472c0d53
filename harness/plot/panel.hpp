#pragma once

#include <armadillo>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace descent::plot {

/// The palette of Okabe and Ito, which readers of every colour vision can tell apart; without its
/// yellow, which is too pale for a line, and with a grey for what stands in the background.
/// Source: M. Okabe, K. Ito, "Color Universal Design", 2008.
enum class Colour { automatic, blue, vermillion, green, purple, orange, sky, black, grey };

/// Where a panel's legend stands; `none` where every series is named by a label beside it.
enum class Legend { none, top_right, top_left, bottom_right, bottom_left, outside, below };

/// Colours of an image: from black to white, from dark blue to yellow (order matters), or from blue
/// over white to red (the sign matters, and 0 should be in the middle of the range).
enum class Palette { grey, viridis, diverging };

struct Range {
  double lowest;
  double highest;
};

/// A mark on an axis with words instead of a number.
struct Tick {
  double at;
  std::string text;
};

struct Axis {
  std::string label = {};           ///< with the unit, where there is one
  bool log = false;                 ///< logarithmic; values that are not positive become gaps
  std::optional<Range> range = {};  ///< without one, the data decide
  std::vector<Tick> ticks = {};     ///< without any, numbers at round places
};

struct PanelSettings {
  std::string title = {};
  Axis x = {};
  Axis y = {};
  Legend legend = Legend::top_right;
};

struct Style {
  std::string name = {};              ///< in the legend; without a name it is not listed
  Colour colour = Colour::automatic;  ///< the next one of the palette
  double width = 2.2;                 ///< of lines, in pixels; of points, their size relative to 1
};

struct BarStyle {
  std::string name = {};
  Colour colour = Colour::automatic;
  double width = 0.8;  ///< in units of x
};

struct ImageStyle {
  Palette palette = Palette::viridis;
  std::optional<Range> range = {};  ///< the values at both ends of the palette; else the data's
  bool bar = true;                  ///< draw the palette with its values beside the image
};

/// One pair of axes with what is drawn in it. Everything drawn returns the panel, so that calls can
/// be chained. Values that are NaN or infinite become gaps.
///
/// Every function throws std::invalid_argument, with the name of the panel and of the series, where
/// x and y differ in length, and where there is nothing to draw: no values, or not a finite one.
class Panel {
 public:
  explicit Panel(PanelSettings settings) : settings_(std::move(settings)) {}

  /// A line through the points, in their order. x, y: n numbers each.
  Panel& line(const arma::vec& x, const arma::vec& y, Style style = {});
  Panel& dashed(const arma::vec& x, const arma::vec& y, Style style = {});
  Panel& points(const arma::vec& x, const arma::vec& y, Style style = {});

  /// Bars from 0 to the heights, centred at x. On a logarithmic axis they start at its lower end.
  Panel& bars(const arma::vec& x, const arma::vec& heights, BarStyle style = {});

  /// How many of the values fall in each of `bins` bins of the same width between the smallest and
  /// the largest finite value. Throws std::invalid_argument also if bins is 0.
  Panel& histogram(const arma::vec& values, arma::uword bins, Style style = {});

  /// A matrix as a picture: row 0 at the top, column 0 at the left, entries square. The ticks are
  /// the indices; NaN is left out.
  Panel& image(const arma::mat& values, ImageStyle style = {});

  /// A picture in colours: row 0 at the top, column 0 at the left, pixels square. rgb: rows x
  /// columns x 3, from 0 (dark) to 1; what lies beyond is cut off, and NaN is white. There are no
  /// ticks but those that the settings name. Throws std::invalid_argument also unless there are
  /// three slices.
  Panel& picture(const arma::cube& rgb);

  /// A thin grey line across the panel at a value that matters, with a few words at its end.
  Panel& vertical(double x, std::string text = {});
  Panel& horizontal(double y, std::string text = {});

  /// Words that begin at a point of the axes.
  Panel& text(double x, double y, std::string words);

  const PanelSettings& settings() const { return settings_; }

  enum class Kind { line, dashed, points, bars };
  struct Series {
    Kind kind;
    arma::vec x;
    arma::vec y;
    Style style;
    double bar_width = 0;  ///< in units of x
  };
  struct Image {
    arma::mat values;
    ImageStyle style;
  };
  struct Reference {
    bool vertical;
    double at;
    std::string text;
  };
  struct Words {
    double x;
    double y;
    std::string words;
  };

  const std::vector<Series>& series() const { return series_; }
  const std::vector<Image>& images() const { return images_; }
  const std::vector<arma::cube>& pictures() const { return pictures_; }
  const std::vector<Reference>& references() const { return references_; }
  const std::vector<Words>& words() const { return words_; }

 private:
  Panel& add(Series series);

  PanelSettings settings_;
  std::vector<Series> series_;
  std::vector<Image> images_;
  std::vector<arma::cube> pictures_;
  std::vector<Reference> references_;
  std::vector<Words> words_;
};

}  // namespace descent::plot
