#include "harness/plot/animation.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "harness/plot/drawing.hpp"
#include "harness/plot/gnuplot.hpp"

namespace descent::plot {

Figure& Animation::frame(std::string title) { return frames_.emplace_back(std::move(title)); }

std::string Animation::script(const std::string& gif) const {
  if (frames_.empty()) throw std::invalid_argument("the animation has no frame: nothing to draw");
  if (pace_ < std::chrono::milliseconds(20)) {
    throw std::invalid_argument(fmt::format(
        "the animation shows a frame for {} ms: browsers want 20 or more", pace_.count()));
  }
  const Size size = frames_.front().pixels();
  std::string text = kLooks;
  text += fmt::format(
      "set terminal gif animate delay {} loop 0 size {},{} enhanced font 'DejaVu Sans,15' "
      "background '#FFFFFF' linewidth 1 fontscale 0.75\nline_spacing = 1.3\nset output {}\n",
      pace_.count() / 10, size.width, size.height, quote(gif));
  std::string last;
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    const Size its = frames_[i].pixels();
    if (its.width != size.width || its.height != size.height) {
      throw std::invalid_argument(fmt::format(
          "frame {} of the animation has {} x {} pixels, and the first one {} x {}: frames are of "
          "one size",
          i, its.width, its.height, size.width, size.height));
    }
    text += frames_[i].data() + frames_[i].commands();
  }
  // All frames have one pace: the last one is drawn again and again while it rests.
  for (auto seen = pace_; seen < rest_; seen += pace_) text += frames_.back().commands();
  return text + "unset output\n";
}

std::filesystem::path Animation::save(const std::filesystem::path& prefix) const {
  const std::string commands = script("animation.gif");
  const Drawing drawing(prefix);
  drawing.run(commands, {"animation.gif"}, std::chrono::minutes(5));
  const std::filesystem::path saved = prefix.string() + ".gif";
  std::filesystem::rename(drawing.file("animation.gif"), saved);
  return saved;
}

}  // namespace descent::plot
