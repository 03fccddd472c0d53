// The experiment of one stage, drawn with one implementation. Prints the names of the pictures.
// Exit codes: 0 drawn, 1 the implementation could not answer, 2 wrong arguments, 3 the run itself
// failed.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "harness/plot/experiment.hpp"
#include "harness/remote/session.hpp"
#include "harness/remote/worker.hpp"
#include "harness/support/not_implemented.hpp"

namespace {

using namespace descent;

struct Options {
  std::string manifest;
  std::string worker;
  std::string submission;
  std::string solutions;
  std::string bind;
  std::string out;
  std::uint64_t seed = 1;
};

void declare(CLI::App& app, Options& options) {
  app.add_option("--manifest", options.manifest, "the stage's stage.json")->required();
  app.add_option("--worker", options.worker, "the program that runs the submission");
  app.add_option("--submission", options.submission, "the submission's shared object");
  app.add_option("--solutions", options.solutions, "the stage's solutions, where they are here");
  app.add_option(
      "--bind", options.bind,
      "draw with 'reference', or a mistake or alternative by name, instead of a submission");
  app.add_option("--out", options.out, "where the pictures go: this and .svg, this and .png")
      ->required();
  app.add_option("--seed", options.seed, "seed of the random inputs");
}

void bind(const Options& options, const outcome::Limits& limits) {
  std::shared_ptr<const remote::Implementation> solutions;
  if (!options.solutions.empty()) {
    solutions = std::make_shared<remote::Implementation>(std::filesystem::path(options.solutions));
  }
  std::unique_ptr<remote::Binding> binding;
  if (!options.bind.empty()) {
    if (!solutions) throw std::invalid_argument("--bind needs --solutions");
    binding = std::make_unique<remote::InProcess>(solutions,
                                                  options.bind == "reference" ? "" : options.bind);
  } else {
    if (options.submission.empty()) {
      throw std::invalid_argument("name what to draw with: --submission or --bind");
    }
    if (options.worker.empty()) throw std::invalid_argument("--submission needs --worker");
    binding = std::make_unique<remote::Worker>(
        remote::WorkerSettings{options.worker, options.submission, limits});
  }
  remote::Session::current().bind(std::move(binding), solutions, options.seed);
  remote::Session::current().start_test("Experiment.Draw");
}

/// The figure, filled by the stage; or what the implementation did instead, as a sentence.
std::optional<std::string> fill(plot::Figure& figure) {
  try {
    draw(figure);
    return std::nullopt;
  } catch (const NotImplemented& missing) {
    return fmt::format("write {} first: the picture needs it", missing.exercise());
  } catch (const remote::CallFailure& failure) {
    return failure.what();
  } catch (const std::exception& error) {
    // What the implementation threw says most; a picture that cannot be drawn of its results, next.
    const std::string& thrown = remote::Session::current().last_exception();
    return thrown.empty() ? error.what() : thrown;
  }
}

int run(const Options& options) {
  const outcome::Manifest manifest = outcome::read_manifest(options.manifest);
  bind(options, manifest.limits);
  plot::Figure figure(manifest.title);
  if (const auto trouble = fill(figure)) {
    std::cerr << *trouble << '\n';
    return 1;
  }
  const plot::Saved saved = figure.save(options.out);
  std::cout << saved.svg.string() << '\n' << saved.png.string() << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Draws the experiment of one stage."};
  Options options;
  declare(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    return run(options);
  } catch (const std::invalid_argument& error) {
    std::cerr << "experiment: " << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "experiment: " << error.what() << '\n';
    return 3;
  }
}
