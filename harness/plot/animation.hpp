#pragma once

#include <chrono>
#include <deque>
#include <filesystem>
#include <string>

#include "harness/plot/figure.hpp"

namespace descent::plot {

/// Figures that follow each other in time, drawn by gnuplot into one GIF that begins again when it
/// has ended.
///
///     plot::Animation animation;
///     for (double t = 0; t < 1; t += 0.02) {
///       plot::Figure& frame = animation.frame("A wave");
///       frame.panel({.y = {.range = plot::Range{-1, 1}}}).line(x, arma::sin(x - t));
///     }
///     animation.save("pictures/wave");
///
/// Give the axes ranges: without, every frame chooses its own, and the picture jumps.
class Animation {
 public:
  /// A new frame behind the last one. The reference stays valid as long as the animation lives.
  Figure& frame(std::string title = {});

  /// How long each frame is seen. GIF counts in hundredths of a second; browsers show no frame for
  /// less than two.
  void pace(std::chrono::milliseconds each) { pace_ = each; }

  /// How long the last frame is seen before all begins again.
  void rest(std::chrono::milliseconds at_the_end) { rest_ = at_the_end; }

  std::size_t frames() const { return frames_.size(); }

  /// Draws all frames into prefix.gif, whole or not at all, and makes its folder. The same
  /// animation gives the same bytes. Throws std::invalid_argument if there is no frame, if frames
  /// differ in size, if the pace is less than 20 ms, or if a frame is a figure that cannot be
  /// drawn; std::runtime_error as Figure::save.
  std::filesystem::path save(const std::filesystem::path& prefix) const;

  /// What gnuplot is told. The picture becomes `gif`, a name inside its folder.
  std::string script(const std::string& gif) const;

 private:
  std::chrono::milliseconds pace_{80};
  std::chrono::milliseconds rest_{2000};
  std::deque<Figure> frames_;
};

}  // namespace descent::plot
