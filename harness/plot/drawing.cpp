#include "harness/plot/drawing.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "harness/sandbox/process.hpp"

namespace descent::plot {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return fmt::format("{}={}", name, value ? value : otherwise);
}

}  // namespace

Drawing::Drawing(const fs::path& prefix) {
  const fs::path beside = prefix.has_parent_path() ? prefix.parent_path() : fs::path(".");
  std::error_code failed;
  fs::create_directories(beside, failed);
  std::string name = (beside / ".drawing-XXXXXX").string();
  if (!mkdtemp(name.data())) {
    throw std::runtime_error(fmt::format("cannot write pictures into {}: {}", beside.string(),
                                         std::generic_category().message(errno)));
  }
  folder_ = name;
}

Drawing::~Drawing() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

fs::path Drawing::file(const std::string& name) const { return folder_ / name; }

void Drawing::run(const std::string& script, const std::vector<std::string>& pictures,
                  std::chrono::minutes at_most) const {
  write_text(file("commands.gnuplot"), script);
  sandbox::Ended ended;
  try {
    // No start-up files of the user's: the same figure gives the same picture everywhere.
    ended = sandbox::run({.arguments = {"gnuplot", "-d", "commands.gnuplot"},
                          .folder = folder_,
                          .environment = std::vector<std::string>{variable("PATH", "/usr/bin:/bin"),
                                                                  variable("HOME", "/nonexistent"),
                                                                  "LC_ALL=C.UTF-8", "TZ=UTC"},
                          .wall_clock = at_most});
  } catch (const std::system_error& error) {
    throw std::runtime_error(fmt::format(
        "cannot draw without gnuplot ({}): install it with 'apt-get install gnuplot-nox'",
        error.code().message()));
  }
  if (ended.timed_out) {
    throw std::runtime_error(fmt::format("gnuplot did not finish the picture in {} {}",
                                         at_most.count(),
                                         at_most.count() == 1 ? "minute" : "minutes"));
  }
  const bool complete = std::all_of(pictures.begin(), pictures.end(),
                                    [&](const auto& name) { return fs::exists(file(name)); });
  if (ended.exit_code != 0 || !complete) {
    throw std::runtime_error(fmt::format("gnuplot could not draw the picture (exit code {}): {}",
                                         ended.exit_code,
                                         ended.output.empty() ? "it said nothing" : ended.output));
  }
}

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

std::string read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace descent::plot
