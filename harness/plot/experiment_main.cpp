// The experiment of one stage, drawn with one implementation. Prints the names of the pictures.
// Exit codes: 0 drawn, 1 the implementation could not answer, 2 wrong arguments, 3 the run itself
// failed.

#include <fmt/format.h>

#include <iostream>
#include <optional>

#include "datasets/data_error.hpp"
#include "harness/plot/experiment.hpp"
#include "harness/remote/binding.hpp"
#include "harness/remote/choose_options.hpp"
#include "harness/remote/session.hpp"
#include "harness/support/not_implemented.hpp"

namespace {

using namespace descent;

/// Lets the stage fill its pictures; or what the implementation did instead, as a sentence.
std::optional<std::string> fill(plot::Figure& figure, plot::Animation& animation) {
  try {
    draw(figure);
    animate(animation);
    return std::nullopt;
  } catch (const NotImplemented& missing) {
    return fmt::format("write {} first: the picture needs it", missing.exercise());
  } catch (const remote::CallFailure& failure) {
    return failure.what();
  } catch (const datasets::DataError&) {
    throw;  // not the implementation's
  } catch (const std::exception& error) {
    // What the implementation threw says most; a picture that cannot be drawn of its results, next.
    const remote::Thrown& thrown = remote::Session::current().last_exception();
    if (thrown.sentence.empty()) return error.what();
    return fmt::format("{}: {}", thrown.sentence, thrown.message);
  }
}

int run(const std::string& manifest_file, const remote::Choice& choice, const std::string& out) {
  const outcome::Manifest manifest = outcome::read_manifest(manifest_file);
  remote::bind_session(choice, manifest.limits);
  remote::Session::current().start_test("Experiment.Draw");
  plot::Figure figure(manifest.title);
  plot::Animation animation;
  if (const auto trouble = fill(figure, animation)) {
    std::cerr << *trouble << '\n';
    return 1;
  }
  const plot::Saved saved = figure.save(out);
  std::cout << saved.svg.string() << '\n' << saved.png.string() << '\n';
  if (animation.frames() > 0) std::cout << animation.save(out).string() << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Draws the experiment of one stage."};
  std::string manifest;
  std::string out;
  remote::Choice choice;
  app.add_option("--manifest", manifest, "the stage's stage.json")->required();
  app.add_option("--out", out, "where the pictures go: this and .svg, .png, .gif")->required();
  remote::declare(app, choice);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    return run(manifest, choice, out);
  } catch (const std::invalid_argument& error) {
    std::cerr << "experiment: " << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "experiment: " << error.what() << '\n';
    return 3;
  }
}
