// One suite of one stage, run against one implementation. Exit codes: 0 all passed, 1 something did
// not, 2 wrong arguments, 3 the run itself failed.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "harness/checker/listener.hpp"
#include "harness/remote/choose_options.hpp"
#include "harness/remote/heap.hpp"
#include "harness/remote/implementation.hpp"

namespace {

using namespace descent;

struct Options {
  std::string manifest;
  std::string suite = "public";
  std::string task;
  std::string test;
  std::string record;
  bool list = false;
  bool list_variants = false;
  bool quiet = false;
  remote::Choice choice;
};

void declare(CLI::App& app, Options& options) {
  app.add_option("--manifest", options.manifest, "the stage's stage.json")->required();
  app.add_option("--suite", options.suite, "what these tests are called in the record");
  app.add_option("--task", options.task, "only the tests of this task");
  app.add_option("--test", options.test, "only this test, as Suite.Name");
  app.add_option("--record", options.record, "write one JSON line per test to this file");
  app.add_flag("--list", options.list, "print the tests of this suite as JSON, and run none");
  app.add_flag("--list-variants", options.list_variants,
               "print the known mistakes and alternatives among the solutions as JSON");
  app.add_flag("--quiet", options.quiet, "print nothing about the tests");
  remote::declare(app, options.choice);
}

/// The tests that are asked for, each with the task that it belongs to. Throws if a test belongs to
/// no task, or if there is nothing to run.
nlohmann::json expected_tests(const Options& options, const outcome::Manifest& manifest) {
  if (!options.task.empty() && !manifest.find(options.task)) {
    throw std::invalid_argument(
        fmt::format("stage {} has no task '{}'", manifest.stage, options.task));
  }
  nlohmann::json tests = nlohmann::json::array();
  const auto& unit = *testing::UnitTest::GetInstance();
  for (int i = 0; i < unit.total_test_suite_count(); ++i) {
    const testing::TestSuite& suite = *unit.GetTestSuite(i);
    const outcome::Task* task = manifest.find_by_suite(suite.name());
    if (!task) {
      throw std::runtime_error(fmt::format("the test suite {} belongs to no task of {}",
                                           suite.name(), options.manifest));
    }
    if (!options.task.empty() && task->id != options.task) continue;
    for (int j = 0; j < suite.total_test_count(); ++j) {
      const std::string test = fmt::format("{}.{}", suite.name(), suite.GetTestInfo(j)->name());
      if (!options.test.empty() && test != options.test) continue;
      tests.push_back({{"suite", options.suite}, {"task", task->id}, {"test", test}});
    }
  }
  if (tests.empty()) {
    throw std::runtime_error(fmt::format("the {} suite of {} has no test of {}", options.suite,
                                         manifest.stage,
                                         options.test.empty() ? options.task : options.test));
  }
  return tests;
}

nlohmann::json variants(const std::string& solutions) {
  if (solutions.empty()) throw std::invalid_argument("--list-variants needs --solutions");
  nlohmann::json list = nlohmann::json::array();
  for (const wire::Entry& entry : remote::Implementation(solutions).entries()) {
    if (entry.role == wire::Role::exercise) continue;
    list.push_back({{"exercise", entry.exercise},
                    {"variant", entry.variant},
                    {"is_mistake", entry.role == wire::Role::mistake}});
  }
  return list;
}

std::string filter(const nlohmann::json& tests) {
  std::string names;
  for (const nlohmann::json& test : tests) {
    names += (names.empty() ? "" : ":") + test.at("test").get<std::string>();
  }
  return names;
}

int run(const Options& options) {
  const outcome::Manifest manifest = outcome::read_manifest(options.manifest);
  const nlohmann::json tests = expected_tests(options, manifest);
  if (options.list) {
    std::cout << tests.dump() << '\n';
    return 0;
  }
  if (options.list_variants) {
    std::cout << variants(options.choice.solutions).dump() << '\n';
    return 0;
  }
  std::ofstream record;
  if (!options.record.empty()) {
    record.open(options.record);
    if (!record) throw std::runtime_error("cannot write the record " + options.record);
    record << nlohmann::json{{"expected", tests}} << std::endl;  // what must follow, before it does
  }
  remote::bind_session(options.choice, manifest.limits);

  testing::FLAGS_gtest_filter = filter(tests);
  auto& listeners = testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  auto* listener =
      new checker::Listener(manifest, options.suite, options.record.empty() ? nullptr : &record,
                            options.quiet ? nullptr : &std::cout);
  listeners.Append(listener);  // which owns it from here on
  const bool gtest_passed = RUN_ALL_TESTS() == 0;
  // The listener knows of troubles that no assertion noticed; GoogleTest of nothing more than it.
  const bool passed = gtest_passed && listener->all_passed();
  if (!options.record.empty() && !record.flush()) {
    throw std::runtime_error("the record " + options.record + " could not be written whole");
  }
  return passed ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  descent::remote::keep_heap();
  testing::InitGoogleTest(&argc, argv);
  CLI::App app{"Runs one suite of one stage against one implementation."};
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
    std::cerr << "checker: " << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "checker: " << error.what() << '\n';
    return 3;
  }
}
