#pragma once

#include <CLI/CLI.hpp>
#include <armadillo>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>

#include "harness/support/whole_between.hpp"

namespace descent {

/// What the command line of the capstone's program says. What is left out, the recipe of the data
/// set decides.
struct Options {
  std::string data = "all";
  std::uint64_t seed = 0;
  std::optional<arma::uword> members;
  std::optional<arma::uword> epochs;
  std::optional<double> learning_rate;
  std::optional<double> lambda;
  std::optional<double> keep_prob;
  std::optional<double> decay;
  std::optional<unsigned> threads;
  bool train_only = false;
  bool search = false;
  bool quick = false;
};

/// Checks that an option is a finite number that fits. `what`: "is above 0".
inline CLI::Validator number_that(const std::string& what, bool (*fits)(double)) {
  return {[=](std::string& text) {
            char* end = nullptr;
            const double number = std::strtod(text.c_str(), &end);
            const bool good = end != text.c_str() && *end == '\0' && std::isfinite(number);
            return good && fits(number) ? std::string()
                                        : "expected a number that " + what + ", got '" + text + "'";
          },
          ""};
}

/// Reads the command line. The exit code of a program that is to end here: --help was asked for, or
/// something was wrong, which has been said.
inline std::optional<int> read_options(int argc, char** argv, Options& options) {
  CLI::App app{"Your own network on real pictures: sanity checks, search, training, test."};
  app.add_option("--data", options.data,
                 "digits, cifar10, or all: the digits, and CIFAR-10 where DESCENT_DATA has it")
      ->check(CLI::IsMember({"all", "digits", "cifar10"}));
  app.add_option("--seed", options.seed, "of all random numbers")
      ->check(whole_between(0, std::numeric_limits<std::uint64_t>::max()));
  app.add_option("--members", options.members, "so many networks, which answer together")
      ->check(whole_between(1, 100));
  app.add_option("--epochs", options.epochs, "of the training")->check(whole_between(1, 100000));
  app.add_option("--rate", options.learning_rate, "learning rate of the first epoch")
      ->check(number_that("is above 0", [](double rate) { return rate > 0; }));
  app.add_option("--decay", options.decay, "factor of the learning rate from epoch to epoch")
      ->check(number_that("is above 0", [](double factor) { return factor > 0; }));
  app.add_option("--lambda", options.lambda, "strength of the L2 penalty")
      ->check(number_that("is not below 0", [](double lambda) { return lambda >= 0; }));
  app.add_option("--keep", options.keep_prob, "probability of keeping a unit")
      ->check(number_that("is above 0 and at most 1",
                          [](double keep) { return keep > 0 && keep <= 1; }));
  app.add_option("--threads", options.threads, "of OpenBLAS, for CIFAR-10; else all cores")
      ->check(whole_between(1, 1024));
  app.add_flag("--train-only", options.train_only, "one network, without checks and search");
  app.add_flag("--search", options.search, "search learning rate and lambda (digits always do)");
  app.add_flag("--quick", options.quick, "a look at it: no search, one network, five epochs");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return std::nullopt;
}

}  // namespace descent
