// The commands that only those need who make a course and give it to students, in a program of its
// own, so that a student's first build does not wait for it, and a released course can be without
// it. `./descent verify`, `stub`, `release` and `new-stage` build it and become it.

#include <CLI/CLI.hpp>

#include "harness/author/commands/commands.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/program.hpp"
#include "harness/support/whole_between.hpp"

namespace {

using namespace descent;

constexpr const char* kWhichStages =
    "which stages: 03-07, or 3,5,7, or 05-batchnorm; all, if left out";

int run(int argc, char** argv) {
  CLI::App app{"What only those need who make a course."};
  app.name("./descent");
  app.require_subcommand(1);

  author::VerifyCommand verify;
  CLI::App& verify_command = *app.add_subcommand(
      "verify", "prove the suites on the stub, the reference, mistakes and alternatives");
  verify_command.add_option("stages", verify.stages, kWhichStages)->delimiter(',');
  verify_command
      .add_option("--seeds", verify.seeds,
                  "prove it with so many seeds of the suites' random inputs")
      ->check(whole_between(1, 100000))
      ->capture_default_str();
  verify_command.add_flag("--right", verify.only_right,
                          "only what must pass: the reference and the alternatives");
  verify_command.add_flag("--built", verify.built, "everything is built already");

  author::StubCommand stub;
  CLI::App& stub_command =
      *app.add_subcommand("stub", "write the stubs that the solutions generate");
  stub_command.add_option("stages", stub.stages, kWhichStages)->delimiter(',');
  CLI::Option* check =
      stub_command.add_flag("--check", stub.check, "write nothing; fail if a stub is not current");
  stub_command
      .add_flag("--untouched", stub.untouched,
                "with --check: fail if somebody has edited a stub, too")
      ->needs(check);
  stub_command.add_flag("--overwrite", stub.overwrite, "even where somebody has edited it");
  std::string from;
  std::string to;
  CLI::Option* marked_up =
      stub_command.add_option("--from", from, "one marked-up file instead of a stage");
  stub_command.add_option("--to", to, "where its stub goes; standard output, if left out")
      ->needs(marked_up);

  author::ReleaseCommand release;
  CLI::App& release_command = *app.add_subcommand(
      "release", "make the students' package, or bring one up to date without losing edits");
  release_command
      .add_option("--out", release.out, "the folder for students, outside of the course")
      ->required();
  release_command.add_option("--stages", release.stages, kWhichStages)
      ->delimiter(',')
      ->allow_extra_args(false);
  release_command
      .add_option("--hints", release.hints,
                  "how many hints of each task students get; the third is nearly the code")
      ->check(whole_between(0, 3))
      ->capture_default_str();

  release_command.add_flag("--answers", release.answers,
                           "leave the answers to the chapters' own questions in");

  std::string name;
  std::string title;
  CLI::App& new_command = *app.add_subcommand(
      "new-stage", "make the folders of a new stage, with a small exercise that works");
  new_command.add_option("name", name, "its number and its name: 13-attention")->required();
  new_command.add_option("--title", title, "as students read it; made from the name, if left out");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli::refused(app, error);
  }
  if (!from.empty()) return author::convert(from, to);
  const cli::Terminal terminal;
  const course::Course course = cli::course_handed_over();
  if (stub_command.parsed()) return author::stub(course, stub, terminal);
  if (release_command.parsed()) return author::release(course, release, terminal);
  if (new_command.parsed()) return author::new_stage(course, name, title, terminal);
  return author::verify(course, verify, terminal);
}

}  // namespace

int main(int argc, char** argv) {
  return descent::cli::guarded([&] { return run(argc, argv); });
}
