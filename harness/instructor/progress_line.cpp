#include "harness/instructor/progress_line.hpp"

#include <fmt/format.h>

#include <cmath>

#include "harness/grader/headline.hpp"
#include "harness/outcome/story.hpp"

namespace descent::instructor {
namespace {

constexpr std::size_t kWidestName = 24;

std::string in_words(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s", seconds);
  return fmt::format("{:.0f} min", std::ceil(seconds / 60));
}

}  // namespace

void ProgressLine::operator()(const grader::Progress& progress) const {
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  const double graded = static_cast<double>(progress.done - progress.known);
  std::string line = fmt::format(
      "{} {} of {}",
      cli::Terminal::bar(static_cast<int>(progress.done), static_cast<int>(progress.all), 20),
      progress.done, progress.all);
  if (graded > 0 && seconds > 1) {
    const double left = static_cast<double>(progress.all - progress.done) * seconds / graded;
    line += fmt::format(" · {:.1f}/s · {} left", graded / seconds, in_words(left));
  }
  terminal_.progress(
      terminal_.dim(line + " · " + grader::fitted(outcome::printable(progress.id), kWidestName)));
}

}  // namespace descent::instructor
