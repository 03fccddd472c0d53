#include "harness/plot/gnuplot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace descent::plot {
namespace {

constexpr std::array kAutomatic = {Colour::blue,   Colour::vermillion, Colour::green,
                                   Colour::purple, Colour::orange,     Colour::sky,
                                   Colour::black};
constexpr std::array kMarks = {7, 9, 5, 13, 11};  // disc, triangle, square, diamond, triangle down

const char* hex(Colour colour) {
  switch (colour) {
    case Colour::blue:
      return "#0072B2";
    case Colour::vermillion:
      return "#D55E00";
    case Colour::green:
      return "#009E73";
    case Colour::purple:
      return "#CC79A7";
    case Colour::orange:
      return "#E69F00";
    case Colour::sky:
      return "#56B4E9";
    case Colour::grey:
      return "#7F7F7F";
    case Colour::automatic:
    case Colour::black:
      break;
  }
  return "#222222";
}

// Each says how its entries run, since gnuplot keeps that from one panel to the next.
const char* key_position(Legend legend) {
  switch (legend) {
    case Legend::top_right:
      return "inside top right vertical";
    case Legend::top_left:
      return "inside top left vertical";
    case Legend::bottom_right:
      return "inside bottom right vertical";
    case Legend::bottom_left:
      return "inside bottom left vertical";
    case Legend::outside:
      return "outside right top vertical";
    case Legend::below:
      return "outside center bottom horizontal";
    case Legend::none:
      break;
  }
  return "";
}

const char* colours(Palette palette) {
  switch (palette) {
    case Palette::grey:
      return "gray";
    case Palette::viridis:
      return "defined (0 '#440154', 1 '#472C7A', 2 '#3B518B', 3 '#2C718E', 4 '#21908D', "
             "5 '#27AD81', 6 '#5CC863', 7 '#AADC32', 8 '#FDE725')";
    case Palette::diverging:
      break;
  }
  return "defined (0 '#0072B2', 1 '#F7F7F7', 2 '#D55E00')";
}

/// The shortest text that reads back as the same number; what cannot be drawn is a gap.
std::string number(double value) { return std::isfinite(value) ? fmt::format("{}", value) : "NaN"; }

std::string block(std::size_t panel, const char* kind, std::size_t i) {
  return fmt::format("$panel_{}_{}_{}", panel, kind, i);
}

std::string range(const std::optional<Range>& range) {
  return range ? fmt::format("[{}:{}]", number(range->lowest), number(range->highest)) : "[*:*]";
}

/// Axis commands; `name` is "x" or "y". `bare`: no ticks but those with words.
std::string axis(const std::string& name, const Axis& axis, bool fixed, bool bare) {
  // The scale first: a range that begins at 0 would be refused while the last one was logarithmic.
  std::string text = axis.log
                         ? fmt::format("set logscale {0} 10\nset format {0} '10^{{%T}}'\n", name)
                         : fmt::format("unset logscale {0}\nset format {0} '%h'\n", name);
  text += fmt::format("set {0}label {1} noenhanced\nset {0}range {2}\n", name, quote(axis.label),
                      range(axis.range));
  if (fixed && !axis.range) text += fmt::format("set autoscale {}fix\n", name);
  // Out of sight: `unset` would forget colour, length and that nothing is mirrored.
  if (axis.ticks.empty() && bare) return text + fmt::format("set {}tics ('' -1e30)\n", name);
  if (axis.ticks.empty()) return text + fmt::format("set {}tics auto enhanced\n", name);
  text += fmt::format("set {}tics noenhanced (", name);
  for (std::size_t i = 0; i < axis.ticks.size(); ++i) {
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", quote(axis.ticks[i].text),
                        number(axis.ticks[i].at));
  }
  return text + ")\n";
}

bool has(const Panel& panel, Panel::Kind kind) {
  for (const Panel::Series& series : panel.series()) {
    if (series.kind == kind) return true;
  }
  return false;
}

std::string plot_command(const Panel::Series& series, const std::string& data, Colour colour,
                         std::size_t nth) {
  std::string text = fmt::format("  {} using 1:2", data);
  if (series.kind == Panel::Kind::bars) text = fmt::format("  {} using 1:2:3", data);
  switch (series.kind) {
    case Panel::Kind::line:
    case Panel::Kind::dashed:
      text += fmt::format(" with lines lc rgb '{}' lw {} dt {}", hex(colour), series.style.width,
                          series.kind == Panel::Kind::dashed ? "(9,6)" : "solid");
      break;
    case Panel::Kind::points:
      text += fmt::format(" with points lc rgb '{}' pt {} ps {}", hex(colour),
                          kMarks[nth % kMarks.size()], 0.4 * series.style.width);
      break;
    case Panel::Kind::bars:
      text += fmt::format(" with boxes lc rgb '{0}' fs solid 0.75 border rgb '{0}'", hex(colour));
      break;
  }
  if (series.style.name.empty()) return text + " notitle";
  return text + fmt::format(" title {} noenhanced", quote(series.style.name));
}

std::string references(const Panel& panel) {
  std::string text;
  for (const Panel::Reference& line : panel.references()) {
    const std::string at = number(line.at);
    text += line.vertical
                ? fmt::format("set arrow from first {0}, graph 0 to first {0}, graph 1", at)
                : fmt::format("set arrow from graph 0, first {0} to graph 1, first {0}", at);
    text += " nohead back lw 1.2 dt (8,8) lc rgb '#666666'\n";
    if (line.text.empty()) continue;
    text +=
        fmt::format("set label {} at {} noenhanced font ',13' tc rgb '#444444'\n", quote(line.text),
                    line.vertical ? fmt::format("first {}, graph 1 center offset 0,0.6", at)
                                  : fmt::format("graph 1, first {} right offset -0.6,0.6", at));
  }
  for (const Panel::Words& words : panel.words()) {
    text +=
        fmt::format("set label {} at first {}, first {} left noenhanced front tc rgb '#222222'\n",
                    quote(words.words), number(words.x), number(words.y));
  }
  return text;
}

/// What is drawn over an image or the other way round: the matrix first, then the series.
std::string images(const Panel& panel, std::size_t number_of_panel, std::string& commands) {
  std::string plots;
  for (std::size_t i = 0; i < panel.images().size(); ++i) {
    const Panel::Image& image = panel.images()[i];
    commands +=
        fmt::format("set palette {}\nset cbrange {}\nset {}\n", colours(image.style.palette),
                    range(image.style.range), image.style.bar ? "colorbox" : "nocolorbox");
    // Small matrices as squares with sharp borders, large ones as the picture that they are.
    plots +=
        fmt::format("  {} matrix with image{} notitle, \\\n", block(number_of_panel, "image", i),
                    image.values.n_elem <= 4096 ? " pixels" : "");
  }
  return plots;
}

/// Viewers of SVG smear a picture of few pixels; each of its pixels becomes a square of so many
/// that the picture has about this many from side to side.
constexpr arma::uword kSharp = 400;

arma::uword magnification(const arma::cube& rgb) {
  return std::max<arma::uword>(1, kSharp / std::max(rgb.n_rows, rgb.n_cols));
}

/// Lines of x, y, red, green, blue.
std::string pixels(const arma::cube& rgb) {
  std::string text;
  const auto out = std::back_inserter(text);
  const arma::uword times = magnification(rgb);
  const auto place = [&](arma::uword i) {  // in units of the picture's own pixels
    return (static_cast<double>(i) + 0.5) / static_cast<double>(times) - 0.5;
  };
  const auto byte = [](double value) {
    return std::isnan(value) ? 255 : std::lround(255 * std::clamp(value, 0.0, 1.0));
  };
  for (arma::uword row = 0; row < times * rgb.n_rows; ++row) {
    for (arma::uword column = 0; column < times * rgb.n_cols; ++column) {
      const arma::uword r = row / times, c = column / times;
      fmt::format_to(out, "{} {} {} {} {}\n", place(column), place(row), byte(rgb(r, c, 0)),
                     byte(rgb(r, c, 1)), byte(rgb(r, c, 2)));
    }
  }
  return text;
}

/// The ranges of a panel that shows `rows` x `columns` entries, the first row at the top.
std::string around(const PanelSettings& settings, arma::uword rows, arma::uword columns) {
  std::string text = "set size ratio -1\nunset grid\nset border 15 lc rgb '#888888'\n";
  if (!settings.x.range) {
    text += fmt::format("set xrange [-0.5:{}]\n", static_cast<double>(columns) - 0.5);
  }
  if (!settings.y.range) {
    text += fmt::format("set yrange [{}:-0.5]\n", static_cast<double>(rows) - 0.5);
  }
  return text;
}

}  // namespace

const char* const kLooks =
    "set encoding utf8\nset tics nomirror out scale 0.6 tc rgb '#333333'\n"
    "set xlabel tc rgb '#333333' offset 0,0.3\nset ylabel tc rgb '#333333'\nset minussign\n";

std::string quote(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "''";
    } else if (c == '\n') {
      quoted += "'.\"\\n\".'";
    } else {
      quoted += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? ' ' : c;
    }
  }
  return quoted + "'";
}

std::string data_of(const Panel& panel, std::size_t number_of_panel) {
  std::string text;
  const auto out = std::back_inserter(text);
  for (std::size_t i = 0; i < panel.series().size(); ++i) {
    const Panel::Series& series = panel.series()[i];
    fmt::format_to(out, "{} << END\n", block(number_of_panel, "series", i));
    for (arma::uword k = 0; k < series.x.n_elem; ++k) {
      fmt::format_to(out, "{} {}", number(series.x(k)), number(series.y(k)));
      if (series.kind == Panel::Kind::bars) fmt::format_to(out, " {}", number(series.bar_width));
      text += '\n';
    }
    text += "END\n";
  }
  for (std::size_t i = 0; i < panel.images().size(); ++i) {
    const arma::mat& values = panel.images()[i].values;
    fmt::format_to(out, "{} << END\n", block(number_of_panel, "image", i));
    for (arma::uword row = 0; row < values.n_rows; ++row) {
      for (arma::uword column = 0; column < values.n_cols; ++column) {
        fmt::format_to(out, "{} ", number(values(row, column)));
      }
      text += '\n';
    }
    text += "END\n";
  }
  for (std::size_t i = 0; i < panel.pictures().size(); ++i) {
    fmt::format_to(out, "{} << END\n{}END\n", block(number_of_panel, "picture", i),
                   pixels(panel.pictures()[i]));
  }
  // Reference lines count for the ranges of the axes: an invisible point lies on each.
  if (panel.series().empty()) return text;
  const Panel::Series& first = panel.series().front();
  arma::uword k = 0;
  const auto drawable = [&](double value, const Axis& axis) {
    return std::isfinite(value) && (!axis.log || value > 0);
  };
  while (!drawable(first.x(k), panel.settings().x) || !drawable(first.y(k), panel.settings().y))
    ++k;
  fmt::format_to(out, "{} << END\n", block(number_of_panel, "references", 0));
  for (const Panel::Reference& line : panel.references()) {
    fmt::format_to(out, "{} {}\n", number(line.vertical ? line.at : first.x(k)),
                   number(line.vertical ? first.y(k) : line.at));
  }
  fmt::format_to(out, "{} {}\nEND\n", number(first.x(k)), number(first.y(k)));
  return text;
}

std::string commands_of(const Panel& panel, std::size_t number_of_panel) {
  const PanelSettings& settings = panel.settings();
  const bool colours = !panel.pictures().empty();
  const bool picture = colours || !panel.images().empty();
  const bool only_lines = !has(panel, Panel::Kind::bars) && !has(panel, Panel::Kind::points);
  std::string text = fmt::format(
      "unset arrow\nunset label\nset title {} offset 0,0.2 noenhanced font 'DejaVu Sans:Bold,16' "
      "tc rgb "
      "'#222222'\n",
      quote(settings.title));
  text += axis("x", settings.x, only_lines || picture, colours);
  text += axis("y", settings.y, picture, colours);
  text += settings.legend == Legend::none || picture
              ? "unset key\n"
              : fmt::format(
                    "set key {} noenhanced Left reverse samplen 2 spacing line_spacing "
                    "font ',14' tc rgb '#222222'\n",
                    key_position(settings.legend));
  if (colours) {
    text += around(settings, panel.pictures().front().n_rows, panel.pictures().front().n_cols);
  } else if (picture) {
    const arma::mat& first = panel.images().front().values;
    text += around(settings, first.n_rows, first.n_cols);
  } else {
    text +=
        "set size noratio\nset grid xtics ytics lt 1 lw 1 lc rgb '#E4E4E4' back\n"
        "set border 3 lw 1.2 lc rgb '#555555'\nunset offsets\n";
    if (has(panel, Panel::Kind::bars) && !settings.y.range && !settings.y.log) {
      text += "set yrange [*<0:*]\n";  // bars stand on 0
    }
  }
  if (has(panel, Panel::Kind::bars))
    text += "set grid noxtics\nset offsets graph 0.04, graph 0.04, 0, 0\n";
  text += references(panel);

  std::string plots = images(panel, number_of_panel, text);
  for (std::size_t i = 0; i < panel.pictures().size(); ++i) {
    plots += fmt::format("  {} using 1:2:3:4:5 with rgbimage notitle, \\\n",
                         block(number_of_panel, "picture", i));
  }
  std::size_t next_colour = 0, next_mark = 0;
  for (std::size_t i = 0; i < panel.series().size(); ++i) {
    const Panel::Series& series = panel.series()[i];
    Colour colour = series.style.colour;
    if (colour == Colour::automatic) colour = kAutomatic[next_colour++ % kAutomatic.size()];
    const std::size_t mark = series.kind == Panel::Kind::points ? next_mark++ : 0;
    plots += plot_command(series, block(number_of_panel, "series", i), colour, mark) + ", \\\n";
  }
  if (!panel.series().empty()) {
    plots += fmt::format("  {} using 1:2 with dots lc rgb '#FFFFFFFF' notitle, \\\n",
                         block(number_of_panel, "references", 0));
  }
  plots.resize(plots.size() - std::string(", \\\n").size());
  return text + "plot \\\n" + plots + "\n";
}

}  // namespace descent::plot
