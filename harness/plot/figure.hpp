#pragma once

#include <deque>
#include <filesystem>
#include <string>

#include "harness/plot/panel.hpp"

namespace descent::plot {

/// Width and height in pixels.
struct Size {
  int width = 0;
  int height = 0;
};

/// Where a figure was saved.
struct Saved {
  std::filesystem::path svg;
  std::filesystem::path png;
};

/// A picture of one or more panels, drawn by gnuplot.
///
///     plot::Figure figure("Loss against margin");
///     plot::Panel& panel = figure.panel({.x = {.label = "margin"}, .y = {.label = "loss"}});
///     panel.line(margins, losses, {.name = "hinge"}).vertical(1, "Δ");
///     figure.save("pictures/margin");
///
/// Words are taken as they are, in UTF-8: σ(s), x², λ = 0.1. A newline breaks the line.
class Figure {
 public:
  explicit Figure(std::string title = {}) : title_(std::move(title)) {}

  void title(std::string words) { title_ = std::move(words); }

  /// How many panels stand side by side; 1 reads best on a phone.
  void columns(std::size_t count) { columns_ = count; }

  /// The size of the whole figure. Without it, every panel has 640 x 400 in one column, and
  /// 520 x 390 in more.
  void size(Size pixels) { size_ = pixels; }

  /// A new panel behind the last one. The reference stays valid as long as the figure lives.
  Panel& panel(PanelSettings settings = {});

  /// Draws the figure into prefix.svg and prefix.png (with twice the pixels in each direction, for
  /// screens of today), whole or not at all, and makes their folder. The same figure gives the same
  /// bytes. Throws std::runtime_error if gnuplot is missing or says no, with its own words, and if
  /// the files cannot be written; std::invalid_argument for a figure or a panel without content.
  Saved save(const std::filesystem::path& prefix) const;

  /// What gnuplot is told. The pictures become `svg` and `png`, names inside its folder.
  std::string script(const std::string& svg, const std::string& png) const;

  /// Its parts: the numbers, as named blocks, and what draws them on the terminal that is set.
  /// data() throws as save does for a figure or a panel without content.
  std::string data() const;
  std::string commands() const;

  /// The size of the whole figure.
  Size pixels() const;

 private:
  std::size_t rows() const;

  std::string title_;
  std::size_t columns_ = 1;
  Size size_;
  std::deque<Panel> panels_;
};

}  // namespace descent::plot
