// The `descent` command. The launcher at the root of the course starts it.

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <utility>
#include <vector>

#include "harness/cli/build.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/nearest.hpp"
#include "harness/cli/program.hpp"
#include "harness/cli/self.hpp"

namespace {

using namespace descent;
namespace fs = std::filesystem;

/// DESCENT_ROOT, set by the launcher; else the nearest folder above that holds a course.
fs::path find_root() {
  if (const char* root = std::getenv("DESCENT_ROOT")) return root;
  for (fs::path folder = fs::current_path();; folder = folder.parent_path()) {
    if (fs::is_directory(folder / "assignments")) return folder;
    if (folder == folder.root_path()) break;
  }
  throw std::runtime_error(
      fmt::format("{} is not inside a Descent course: no folder above it has 'assignments'",
                  fs::current_path().string()));
}

fs::path find_build(const fs::path& root) {
  if (const char* build = std::getenv("DESCENT_BUILD")) return build;
  return root / "build" / "student";
}

/// Builds this program anew, if the course has changed, and goes on as the new one. Returns false
/// if it does not build.
bool become_current(const course::Course& course, const cli::Self& self,
                    const cli::Terminal& terminal) {
  const cli::BuildResult result = cli::build(course, self.targets(), terminal);
  if (!result.ok) {
    std::cout << "The descent command itself does not build (" << result.target << "):\n"
              << result.messages;
    return false;
  }
  self.restart_if_rebuilt();
  return true;
}

/// A command for those who make the course or teach it. A released course is without them: there
/// the folder is missing, and the command with it.
struct Elsewhere {
  const char* folder;
  const char* program;  ///< which has the command; empty: this one
  const char* command;
  const char* about;
};
constexpr Elsewhere kElsewhere[] = {
    {"harness/learner", "learner", "report",
     "a page of your progress, with your pictures and what is wrong now"},
    {"harness/instructor", "instructor", "grade",
     "instructors: grade the submissions of one stage"},
    {"harness/instructor", "instructor", "gradebook",
     "instructors: who has how many points, and points by hand"},
    {"harness/release", "author", "release",
     "instructors: make the students' package, or bring one up to date"},
    {"harness/suites", "author", "verify",
     "authors: prove the suites on the stub, the reference, mistakes and alternatives"},
    {"solutions", "author", "stub", "authors: write the stubs that the solutions generate"},
    {"harness/author/template", "author", "new-stage",
     "authors: make the folders of a new stage, with a small exercise that works"},
    {"harness/tests", "", "test", "authors: run the project's own tests"},
};

int run(int argc, char** argv) {
  const fs::path root = fs::weakly_canonical(find_root());
  CLI::App app{"Learn to train neural networks, one failing test at a time."};
  app.name("./descent");
  app.require_subcommand(1);
  app.set_help_all_flag("--help-all", "the help of all commands");

  cli::CheckOptions check;
  CLI::App& check_command = *app.add_subcommand("check", "judge what you have written");
  check_command.add_option("what", check.what,
                           "a stage (its number or its name) or a task (its name, or STAGE.TASK); "
                           "the current stage, if left out");
  check_command.add_flag("--sanitize", check.sanitize,
                         "with AddressSanitizer and UBSan: slower, and crashes get a line");

  check_command.add_flag("--all", check.all, "tell every failure whole, not only the first");
  check_command.add_flag("--json", check.json, "for programs: one JSON object");

  cli::WatchOptions watch;
  CLI::App& watch_command =
      *app.add_subcommand("watch", "check the current stage whenever you save");
  watch_command.add_option("stage", watch.stage, "which stage; the current one, if left out");
  watch_command.add_flag("--poll", watch.poll, "look at the files ten times a second");
  watch_command.add_flag("--plain", watch.plain, "no screens and no keys, only verdicts");

  CLI::App& list_command = *app.add_subcommand("list", "the stages, and how far you are");

  cli::HintOptions hint;
  CLI::App& hint_command = *app.add_subcommand("hint", "the next hint for a task");
  hint_command.add_option("task", hint.what, "which task; the next one to solve, if left out");
  hint_command.add_flag("--again", hint.again, "begin with the first hint again");
  hint_command.add_flag("--all", hint.all, "all hints at once");

  cli::SolutionOptions solution;
  CLI::App& solution_command =
      *app.add_subcommand("solution", "one way to write a task, when yours has passed");
  solution_command.add_option("task", solution.what, "which task")->required();
  solution_command.add_flag("--spoil", solution.spoil, "even if yours has not passed");

  std::string page;
  CLI::App& open_command = *app.add_subcommand("open", "the page of the book about a stage");
  open_command.add_option("stage", page, "which stage; the current one, if left out");

  cli::ResetOptions reset;
  CLI::App& reset_command =
      *app.add_subcommand("reset", "begin a stage anew; what you wrote is kept");
  reset_command.add_option("stage", reset.stage, "which stage; the current one, if left out");
  reset_command.add_flag("--yes", reset.yes, "do not ask");

  cli::PlotOptions plot;
  CLI::App& plot_command =
      *app.add_subcommand("plot", "draw the picture of a lesson from your own code");
  plot_command.add_option("stage", plot.stage, "which stage; the current one, if left out");
  plot_command.add_option("--out", plot.out, "where the pictures go, without .svg and .png");
  plot_command.add_flag("--reference", plot.reference, "with the reference solution");

  std::string timed;
  CLI::App& speed_command =
      *app.add_subcommand("speed", "how long what passes takes, beside the reference");
  speed_command.add_option("stage", timed, "which stage; all that have begun, if left out");

  cli::BookOptions book;
  std::string port;
  CLI::App& book_command = *app.add_subcommand("book", "build the book's site, or serve it");
  book_command.add_option("--out", book.out, "the folder it goes to; build/book, if left out");
  CLI::Option& serve = *book_command.add_option(
      "--serve", port, "serve it on this port (8000, if left out), anew whenever a file is saved");
  serve.expected(0, 1)->default_str("8000");
  book_command.add_flag("--figures", book.figures,
                        "authors: draw docs/figures anew from the reference solutions");
  book_command.add_option("stages", book.stages, "with --figures: only of these stages");

  cli::DoctorOptions doctor;
  CLI::App& doctor_command = *app.add_subcommand(
      "doctor", "what this machine has, and how well it keeps submissions apart");
  doctor_command.add_flag("--all", doctor.all, "each attempt to break out, and what stopped it");
  doctor_command.add_flag("--json", doctor.json, "for programs");

  std::vector<std::pair<CLI::App*, std::string>> elsewhere;
  for (const Elsewhere& one : kElsewhere) {
    if (!fs::exists(root / one.folder)) continue;
    CLI::App& command = *app.add_subcommand(one.command, one.about);
    command.prefix_command()->set_help_flag();  // the other program explains itself
    elsewhere.emplace_back(&command, one.program);
  }

  cli::RunOptions program;
  CLI::App& run_command = *app.add_subcommand(
      "run", "run a stage's own program, with your code in it: a search, a whole training");
  run_command.add_option("stage", program.stage, "the stage");
  run_command.add_flag("--reference", program.reference,
                       "with the reference solution instead of your code");
  run_command.prefix_command()->set_help_flag();  // behind a stage, --help is the program's
  run_command.footer("Whatever follows is handed to the program; try --help there.");

  // Without a group, a command is in no list: a released course has no use for these.
  if (!fs::exists(root / "solutions")) {
    for (CLI::App* command : {&solution_command, &speed_command}) command->group("");
  }
  if (!fs::exists(root / "mkdocs.yml")) book_command.group("");

  if (argc == 1) {
    std::cout << app.help();
    return cli::kUsage;
  }
  if (argv[1][0] != '-') {  // CLI11 would only say that a command is required
    std::vector<std::string> known;
    bool exists = false;
    for (const CLI::App* command : app.get_subcommands({})) {
      if (!command->get_group().empty()) known.push_back(command->get_name());
      exists = exists || command->get_name() == argv[1];
    }
    if (!exists) {
      throw std::invalid_argument(fmt::format("there is no command '{}'{}; the commands are {}",
                                              argv[1], cli::did_you_mean(argv[1], known),
                                              fmt::join(known, ", ")));
    }
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli::refused(app, error);
  }

  const cli::Terminal terminal;
  const course::Course course(root, fs::weakly_canonical(find_build(root)));
  const cli::Self self(course, argv);
  if (check_command.parsed()) return cli::check(course, check, self, terminal);
  if (!become_current(course, self, terminal)) return cli::kBroken;
  if (plot_command.parsed()) return cli::plot(course, plot, terminal);
  if (speed_command.parsed()) return cli::speed(course, timed, terminal);
  if (run_command.parsed()) {
    program.arguments = run_command.remaining();
    if (program.arguments == std::vector<std::string>{"--help"} && program.stage.empty()) {
      std::cout << run_command.help();
      return cli::kOk;
    }
    if (program.stage.empty()) throw std::invalid_argument("name the stage whose program to run");
    return cli::run(course, program, terminal);
  }
  if (watch_command.parsed()) return cli::watch(course, watch, terminal);
  if (list_command.parsed()) return cli::list(course, terminal);
  if (hint_command.parsed()) return cli::hint(course, hint, terminal);
  if (solution_command.parsed()) return cli::solution(course, solution, terminal);
  if (open_command.parsed()) return cli::open_page(course, page, terminal);
  if (reset_command.parsed()) return cli::reset(course, reset, terminal);
  if (book_command.parsed()) {
    if (!serve.empty()) book.serve = port;
    return cli::book(course, book, terminal);
  }
  if (doctor_command.parsed()) return cli::doctor(course, doctor, terminal);
  for (const auto& [command, other] : elsewhere) {
    if (!command->parsed()) continue;
    if (other.empty()) return cli::test(course, command->remaining(), terminal);
    return cli::hand_over(course, other, command->get_name(), command->remaining(), terminal);
  }
  return cli::kUsage;
}

}  // namespace

int main(int argc, char** argv) {
  return descent::cli::guarded([&] { return run(argc, argv); });
}
