#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "harness/plot/figure.hpp"
#include "harness/sandbox/process.hpp"

namespace descent::plot {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// A folder beside the pictures, so that they can be renamed into place; gone at the end.
class Scratch {
 public:
  explicit Scratch(const fs::path& beside) {
    std::string name = (beside / ".drawing-XXXXXX").string();
    if (!mkdtemp(name.data())) {
      throw std::runtime_error(fmt::format("cannot write pictures into {}: {}", beside.string(),
                                           std::generic_category().message(errno)));
    }
    folder_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  fs::path file(const char* name) const { return folder_ / name; }

 private:
  fs::path folder_;
};

void write(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string variable(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return fmt::format("{}={}", name, value ? value : otherwise);
}

void run_gnuplot(const Scratch& scratch) {
  sandbox::Ended ended;
  try {
    // No start-up files of the user's: the same figure gives the same picture everywhere.
    ended = sandbox::run({.arguments = {"gnuplot", "-d", "figure.gnuplot"},
                          .folder = scratch.file("."),
                          .environment = std::vector<std::string>{variable("PATH", "/usr/bin:/bin"),
                                                                  variable("HOME", "/nonexistent"),
                                                                  "LC_ALL=C.UTF-8", "TZ=UTC"},
                          .wall_clock = 60s});
  } catch (const std::system_error& error) {
    throw std::runtime_error(fmt::format(
        "cannot draw without gnuplot ({}): install it with 'apt-get install gnuplot-nox'",
        error.code().message()));
  }
  if (ended.timed_out) throw std::runtime_error("gnuplot did not finish the picture in a minute");
  const bool complete =
      fs::exists(scratch.file("figure.svg")) && fs::exists(scratch.file("figure.png"));
  if (ended.exit_code != 0 || !complete) {
    throw std::runtime_error(fmt::format("gnuplot could not draw the picture (exit code {}): {}",
                                         ended.exit_code,
                                         ended.output.empty() ? "it said nothing" : ended.output));
  }
}

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
  const fs::path folder = prefix.has_parent_path() ? prefix.parent_path() : fs::path(".");
  std::error_code failed;
  fs::create_directories(folder, failed);
  const Scratch scratch(folder);
  write(scratch.file("figure.gnuplot"), commands);
  run_gnuplot(scratch);
  write(scratch.file("figure.svg"), finished_svg(read(scratch.file("figure.svg")), title_));
  const Saved saved{prefix.string() + ".svg", prefix.string() + ".png"};
  fs::rename(scratch.file("figure.svg"), saved.svg);
  fs::rename(scratch.file("figure.png"), saved.png);
  return saved;
}

}  // namespace descent::plot
