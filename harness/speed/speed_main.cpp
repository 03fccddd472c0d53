// Times the large inputs of one stage with a submission and with the reference, each in a worker.
// Prints a JSON line for each. Exit codes: 0 done, 2 wrong arguments, 3 the run itself failed.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "harness/remote/worker.hpp"
#include "harness/speed/measure.hpp"

namespace {

using namespace descent;

struct Options {
  std::string worker, submission, reference;
  std::vector<std::string> exercises;  ///< only these
};

remote::WorkerSettings settings(const Options& options, const std::string& object) {
  outcome::Limits limits;
  limits.call_seconds = 10;  // a call here is up to twenty, on a large input
  limits.test_cpu_seconds = 60;
  return {.program = options.worker, .object = object, .limits = limits};
}

int run(const Options& options) {
  remote::Worker yours(settings(options, options.submission));
  remote::Worker reference(settings(options, options.reference));
  for (const speed::LargeInput& input : speed::large_inputs()) {
    const auto& only = options.exercises;
    if (std::find(only.begin(), only.end(), input.type.name) == only.end()) continue;
    const nlohmann::json line = speed::measure(input, yours, reference);
    std::cout << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << std::endl;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Times the large inputs of one stage."};
  Options options;
  app.add_option("--worker", options.worker, "the program that runs the objects")->required();
  app.add_option("--submission", options.submission, "the student's object, with clocks")
      ->required();
  app.add_option("--reference", options.reference, "the reference's, likewise")->required();
  app.add_option("--exercise", options.exercises, "one of those to time")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::cerr << "speed: " << error.what() << '\n';
    return 3;
  }
}
