#include <fmt/format.h>

#include "harness/plot/drawing.hpp"
#include "harness/plot/figure.hpp"

namespace descent::plot {
namespace {

namespace fs = std::filesystem;

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

/// What gnuplot leaves out: the figure's own name for those who hear the picture, and fonts for
/// machines without the first one.
std::string finished_svg(std::string svg, const std::string& title) {
  std::string name = title.empty() ? "Figure" : title;
  replace_all(name, "&", "&amp;");
  replace_all(name, "<", "&lt;");
  replace_all(name, "\n", " ");
  replace_all(svg, "<title>Gnuplot</title>", fmt::format("<title>{}</title>", name));
  const std::size_t description = svg.find("<desc>");
  const std::size_t end = svg.find("</desc>");
  if (description != std::string::npos && end != std::string::npos) {
    svg.erase(description, end + std::string("</desc>\n").size() - description);
  }
  const std::string fonts = "font-family=\"DejaVu Sans, Verdana, Helvetica, Arial, sans-serif\"";
  replace_all(svg, "font-family=\"DejaVu Sans\"", fonts);
  replace_all(svg, "font-family=\"DejaVu Sans:Bold\"", fonts + " font-weight=\"bold\"");
  return svg;
}

}  // namespace

Saved Figure::save(const fs::path& prefix) const {
  const std::string commands = script("figure.svg", "figure.png");
  const Drawing drawing(prefix);
  drawing.run(commands, {"figure.svg", "figure.png"}, std::chrono::minutes(1));
  const fs::path svg = drawing.file("figure.svg");
  write_text(svg, finished_svg(read_text(svg), title_));
  const Saved saved{prefix.string() + ".svg", prefix.string() + ".png"};
  fs::rename(svg, saved.svg);
  fs::rename(drawing.file("figure.png"), saved.png);
  return saved;
}

}  // namespace descent::plot
