#include "harness/plot/figure.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "harness/plot/gnuplot.hpp"

namespace descent::plot {
namespace {

// A font that gnuplot-nox brings with it, over Pango and fontconfig.
constexpr const char* kFont = "DejaVu Sans,15";
constexpr int kTitleHeight = 34;

}  // namespace

Panel& Figure::panel(PanelSettings settings) {
  panels_.emplace_back(std::move(settings));
  return panels_.back();
}

std::size_t Figure::rows() const { return (panels_.size() + columns_ - 1) / columns_; }

Size Figure::pixels() const {
  if (size_.width > 0 && size_.height > 0) return size_;
  const Size panel = columns_ == 1 ? Size{640, 400} : Size{520, 390};
  return {panel.width * static_cast<int>(columns_),
          panel.height * static_cast<int>(rows()) + (title_.empty() ? 0 : kTitleHeight)};
}

std::string Figure::commands() const {
  // The title takes its room from the top; what remains is a grid.
  const double top =
      title_.empty() ? 1.0 : 1.0 - static_cast<double>(kTitleHeight) / pixels().height;
  std::string text = "set multiplot";
  if (!title_.empty()) {
    text += fmt::format(" title {} noenhanced font 'DejaVu Sans:Bold,18' tc rgb '#222222'",
                        quote(title_));
  }
  text += '\n';
  const double width = 1.0 / static_cast<double>(columns_);
  const double height = top / static_cast<double>(rows());
  for (std::size_t i = 0; i < panels_.size(); ++i) {
    const std::size_t row = i / columns_;
    text += fmt::format("set origin {}, {}\nset size {}, {}\n",
                        width * static_cast<double>(i % columns_),
                        top - height * static_cast<double>(row + 1), width, height);
    text += commands_of(panels_[i], i);
  }
  return text + "unset multiplot\n";
}

std::string Figure::data() const {
  if (panels_.empty())
    throw std::invalid_argument("the figure has no panel: there is nothing to draw");
  if (columns_ == 0) throw std::invalid_argument("the figure has 0 columns: ask for one at least");
  std::string text;
  for (std::size_t i = 0; i < panels_.size(); ++i) {
    if (panels_[i].series().empty() && panels_[i].images().empty() &&
        panels_[i].pictures().empty()) {
      throw std::invalid_argument(
          fmt::format("the panel '{}' is empty: draw a line, points, bars, "
                      "an image or a picture in it",
                      panels_[i].settings().title));
    }
    text += data_of(panels_[i], i);
  }
  return text;
}

std::string Figure::script(const std::string& svg, const std::string& png) const {
  std::string text = data() + kLooks;
  const Size size = pixels();
  // The terminals measure letters differently; the numbers make the pictures look alike.
  text += fmt::format(
      "set terminal svg size {},{} dynamic enhanced font '{}' background '#FFFFFF' "
      "rounded\nline_spacing = 0.95\nset output {}\n{}",
      size.width, size.height, kFont, quote(svg), commands());
  text += fmt::format(
      "set terminal pngcairo size {},{} enhanced font '{}' background '#FFFFFF' "
      "fontscale 1.5 linewidth 2 pointscale 2.8 dashlength 1.6 rounded\n"
      "line_spacing = 1.25\nset output {}\n{}",
      2 * size.width, 2 * size.height, kFont, quote(png), commands());
  return text + "unset output\n";
}

}  // namespace descent::plot
