// Writes the page of a student's progress. `./descent report` builds this program and becomes it.

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <iostream>

#include "harness/cli/commands.hpp"
#include "harness/cli/program.hpp"
#include "harness/course/digest.hpp"
#include "harness/learner/collect.hpp"

namespace {

using namespace descent;
namespace fs = std::filesystem;

int run(const std::string& out) {
  const course::Course course = cli::course_handed_over();
  const fs::path file = out.empty() ? course.root() / "pictures" / "report.html" : fs::path(out);
  if (fs::is_directory(file)) {
    throw std::invalid_argument(fmt::format("--out is the page's file, and {} is a folder", out));
  }
  const cli::Terminal terminal;
  learner::CourseReport report = learner::collect(course, terminal);
  report.when = fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(std::time(nullptr)));
  std::error_code error;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
  if (error) {
    throw std::runtime_error(
        fmt::format("the report cannot go to {}: {}", file.string(), error.message()));
  }
  course::write_file(file, learner::page(report));
  const std::string name = fs::absolute(file).string();
  std::cout << "Your report: " << terminal.link(fs::absolute(file), name) << '\n';
  return cli::kOk;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"One page of your progress, with your pictures and the current diagnoses."};
  app.name("./descent");
  app.require_subcommand(1);
  CLI::App& command =
      *app.add_subcommand("report", "one page of your progress, your pictures and the diagnoses");
  std::string out;
  command.add_option("--out", out, "the page's file; pictures/report.html, if left out");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli::refused(app, error);
  }
  return cli::guarded([&] { return run(out); });
}
