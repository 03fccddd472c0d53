// The capstone's own program: the student's functions of all twelve stages, linked together at full
// speed, on real pictures. ./descent run 12 --help

#include <malloc.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>

#include "capstone.hpp"
#include "datasets/cifar10.hpp"
#include "datasets/data_error.hpp"
#include "datasets/data_folder.hpp"
#include "datasets/digits.hpp"
#include "options.hpp"
#include "stage_of_exercise.hpp"

extern "C" void openblas_set_num_threads(int threads);

namespace descent {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// What is done with a data set. Everything here was chosen by validation accuracy.
struct Recipe {
  std::string name;
  arma::uvec hidden;
  double validation_fraction;
  NetworkTraining training;
  NetworkSearchOptions search;
  bool searches;        // or takes learning rate and lambda from `training`
  arma::uword members;  // networks that are trained in full
};

Recipe digits_recipe() {
  Recipe recipe{"digits", {128, 64}, 0.2, {}, {}, true, 5};
  recipe.training.epochs = 30;
  recipe.training.batch_size = 50;
  recipe.training.learning_rate_decay = 0.9;
  recipe.training.regularization.keep_prob = 0.8;
  recipe.search = {1e-4, 1e-1, 1e-6, 1e-2, {.stages = 2, .trials = 6, .epochs = 2, .growth = 3}};
  return recipe;
}

Recipe cifar10_recipe() {
  Recipe recipe{"cifar10", {512, 256}, 0.1, {}, {}, false, 1};
  recipe.training.epochs = 30;
  recipe.training.batch_size = 100;
  recipe.training.learning_rate = 1e-3;
  recipe.training.learning_rate_decay = 0.9;
  recipe.training.regularization = {.keep_prob = 0.6, .lambda = 1e-4};
  recipe.training.mirrored = {32, 32, 3};
  recipe.search = {1e-4, 1e-2, 1e-5, 1e-1, {.stages = 2, .trials = 6, .epochs = 2, .growth = 3}};
  return recipe;
}

double accuracy_of(const arma::mat& probabilities, const arma::uvec& labels) {
  const arma::uvec decisions = arma::index_max(probabilities, 1);
  return static_cast<double>(arma::accu(decisions == labels)) / static_cast<double>(labels.n_elem);
}

Examples some(const Examples& examples, arma::uword count) {
  const arma::uword n = std::min(count, examples.y.n_elem);
  return {examples.x.head_rows(n), examples.y.head(n)};
}

// Step 1: every check of the notes' summary, in order, before anything is expensive.
bool looks_sane(const CapstoneData& data, const arma::uvec& sizes, const Recipe& recipe, Rng& rng) {
  std::puts("\nSanity checks, before the expensive run");
  const Network network = initialize_network(sizes, rng);
  // The gradient check: a small network of the same kind, with dropout and a penalty.
  const Network small = initialize_network({sizes(0), 8, 6, sizes(sizes.n_elem - 1)}, rng);
  const GradientCheck gradients = [&] {
    return network_gradient_check(small.parameters, some(data.train, 8), {0.8, 0.1}, {});
  };
  const RegularizedLossFunction loss = [&](const std::vector<arma::mat>& at,
                                           const arma::uvec& which, double lambda) {
    std::vector<RunningStatistics> running = network.running;
    return network_loss(at, running, {data.train.x.rows(which), data.train.y.elem(which)},
                        {1.0, lambda}, rng);
  };
  std::vector<UpdateState> states;
  const ParameterUpdate update = [&](std::vector<arma::mat>& parameters,
                                     const std::vector<arma::mat>& steps, double rate) {
    update_parameters(parameters, steps, states, recipe.training.rule, rate);
  };
  SanityOptions options;
  options.classes = sizes(sizes.n_elem - 1);
  options.overfit = {.examples = 20, .steps = 100, .learning_rate = 3e-3, .target = 0.05};
  const arma::uword few = std::min<arma::uword>(500, data.train.y.n_elem);
  const std::vector<SanityStep> steps = sanity_checks(
      network.parameters, arma::regspace<arma::uvec>(0, few - 1), gradients, loss, update, options);

  const std::map<SanityCheck, std::array<const char*, 2>> words = {
      {SanityCheck::gradient, {"gradient check: worst relative error", "at most"}},
      {SanityCheck::initial_loss, {"loss at the start, without a penalty", "about"}},
      {SanityCheck::regularization, {"smallest rise of the loss with lambda", "above"}},
      {SanityCheck::overfit, {"loss of 20 examples learned by heart", "below"}}};
  for (const SanityStep& step : steps) {
    const auto& [what, relation] = words.at(step.check);
    std::printf("  %-38s %10.3g   %s %.3g: %s\n", what, step.report.measured, relation,
                step.report.expected, step.report.passed ? "passed" : "NOT PASSED");
  }
  if (steps.size() == words.size() && steps.back().report.passed) return true;
  std::puts("  Here it ends: nothing is trained before this is right.");
  return false;
}

// Step 2: learning rate and lambda, by validation accuracy alone.
void search(const CapstoneData& data, const arma::uvec& sizes, Recipe& recipe, Rng& rng) {
  std::puts("\nSearch from coarse to fine");
  const NetworkSearch found = search_network(data, sizes, recipe.training, recipe.search, rng);
  for (const CoarseToFineStage& stage : found.search.stages) {
    std::printf("  %zu trials of %llu epochs:  learning rate   lambda     validation\n",
                stage.result.trials.size(), static_cast<unsigned long long>(stage.epochs));
    for (const SearchTrial& trial : stage.result.trials) {
      std::printf("%40.2e  %9.2e  %10.1f %%\n", trial.point(0), trial.point(1),
                  100 * trial.validation);
    }
  }
  recipe.training.learning_rate = found.search.best.point(0);
  recipe.training.regularization.lambda = found.search.best.point(1);
}

void print_history(const TrainedNetwork& trained) {
  const TrainHistory& history = trained.history;
  std::puts("  epoch   learning rate     loss   training   validation   update ratio of W1");
  for (arma::uword e = 0; e < history.loss.n_elem; ++e) {
    std::printf("  %5llu   %13.2e   %6.3f   %6.1f %%   %8.1f %%   %18.1e%s\n",
                static_cast<unsigned long long>(e + 1), history.learning_rate(e), history.loss(e),
                100 * history.training_accuracy(e), 100 * history.validation_accuracy(e),
                history.update_ratios(e, 0), e + 1 == trained.best_epoch ? "   best" : "");
  }
}

// Everything, for one data set. Whether it came to its end.
bool walk_through(const datasets::Split& raw, Recipe recipe, std::uint64_t seed, bool checks) {
  const Clock::time_point start = Clock::now();
  Rng rng(seed);
  const CapstoneData data =
      prepare_data({raw.train.inputs, raw.train.labels}, {raw.test.inputs, raw.test.labels},
                   recipe.validation_fraction, rng);
  const arma::uvec sizes =
      arma::join_cols(arma::join_cols(arma::uvec{data.train.x.n_cols}, recipe.hidden),
                      arma::uvec{raw.train.classes});
  std::printf("== %s: %llu examples to learn from, %llu to choose with, %llu for the end\n",
              recipe.name.c_str(), static_cast<unsigned long long>(data.train.y.n_elem),
              static_cast<unsigned long long>(data.validation.y.n_elem),
              static_cast<unsigned long long>(data.test.y.n_elem));
  if (checks && !looks_sane(data, sizes, recipe, rng)) return false;
  if (recipe.searches) search(data, sizes, recipe, rng);

  std::vector<Network> networks;
  arma::vec validation(recipe.members);
  for (arma::uword m = 0; m < recipe.members; ++m) {
    const Clock::time_point began = Clock::now();
    TrainedNetwork trained =
        train_network(initialize_network(sizes, rng), data, recipe.training, rng);
    validation(m) = trained.history.validation_accuracy.max();
    if (m == 0) {
      std::puts("\nTraining");
      print_history(trained);
    }
    std::printf("  network %llu: %.1f %% on the validation part after epoch %llu, %.1f s\n",
                static_cast<unsigned long long>(m + 1), 100 * validation(m),
                static_cast<unsigned long long>(trained.best_epoch), seconds_since(began));
    std::fflush(stdout);
    networks.push_back(std::move(trained.network));
  }

  // All of them, or the best alone? The validation part says; the test part is asked once.
  const arma::uword k = recipe.members;
  const double together =
      accuracy_of(ensemble_of_best(networks, validation, k, data.validation.x), data.validation.y);
  if (k > 1) {
    std::printf("  together: %.1f %% on the validation part; one alone has %.1f %% in the mean\n",
                100 * together, 100 * arma::mean(validation));
  }
  const double accuracy =
      accuracy_of(ensemble_of_best(networks, validation, k, data.test.x), data.test.y);
  std::printf(
      "\nTest accuracy, looked at once: %.1f %%\n%s\n", 100 * accuracy,
      leaderboard_line(recipe.name, networks, accuracy, seconds_since(start), seed).c_str());
  return true;
}

void adjust(Recipe& recipe, const Options& options) {
  if (options.quick) {
    recipe.searches = false;
    recipe.members = 1;
    recipe.training.epochs = std::min<arma::uword>(recipe.training.epochs, 5);
  }
  if (options.train_only) {
    recipe.searches = false;
    recipe.members = 1;
  }
  if (options.search) recipe.searches = true;
  const auto take = [](const auto& given, auto& into) {
    if (given) into = *given;
  };
  take(options.members, recipe.members);
  take(options.epochs, recipe.training.epochs);
  take(options.keep_prob, recipe.training.regularization.keep_prob);
  take(options.decay, recipe.training.learning_rate_decay);
  take(options.learning_rate, recipe.training.learning_rate);
  take(options.lambda, recipe.training.regularization.lambda);
}

bool run(const Options& options) {
  const bool digits = options.data != "cifar10";
  const std::optional<std::filesystem::path> cifar10 =
      options.data == "digits" ? std::nullopt : datasets::cifar10_folder();
  if (options.data == "cifar10" && !cifar10) {
    throw datasets::DataError(
        "DESCENT_DATA", "a folder with cifar-10-batches-bin in it", "none",
        "datasets/download_cifar10.sh fetches CIFAR-10; then set the variable to its folder.");
  }
  bool all = true;
  if (digits) {
    Recipe recipe = digits_recipe();
    adjust(recipe, options);
    openblas_set_num_threads(1);  // matrices so small that a second thread only waits
    all = walk_through(datasets::digits_split(0), recipe, options.seed, !options.train_only);
  }
  if (all && cifar10) {
    if (digits) std::puts("");
    Recipe recipe = cifar10_recipe();
    adjust(recipe, options);
    openblas_set_num_threads(
        static_cast<int>(options.threads.value_or(std::thread::hardware_concurrency())));
    all = walk_through(datasets::load_cifar10_folder(*cifar10), recipe, options.seed,
                       !options.train_only);
  }
  return all;
}

// OpenBLAS 0.3.21 takes newer processors for a Haswell; told better, it multiplies matrices nearly
// twice as fast. It looks at the variable before main begins: so set it, and begin again.
void start_again_with_the_right_kernels(char** arguments) {
  if (std::getenv("OPENBLAS_CORETYPE") != nullptr) return;
  std::ifstream cpu("/proc/cpuinfo");
  const std::string text{std::istreambuf_iterator<char>(cpu), {}};
  if (text.find(" avx512f") == std::string::npos) return;
  setenv("OPENBLAS_CORETYPE", "SkylakeX", 1);
  execv("/proc/self/exe", arguments);  // comes back only if it fails; then slower is as good
}

// Keeps the heap: glibc would give back every large matrix, and ask for it again page by page.
void keep_heap() {
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 1 << 24);
}

}  // namespace
}  // namespace descent

int main(int argc, char** argv) {
  descent::start_again_with_the_right_kernels(argv);
  descent::keep_heap();
  descent::Options options;
  if (const auto exit_code = descent::read_options(argc, argv, options)) return *exit_code;
  try {
    return descent::run(options) ? 0 : 1;
  } catch (const descent::NotImplemented& stub) {
    const auto& stages = descent::stage_of_exercise();
    const auto stage = stages.find(stub.exercise());
    std::fflush(stdout);
    std::cerr << "Not yet: " << stub.exercise()
              << " is still a stub. Write it first, in assignments/"
              << (stage == stages.end() ? "..." : stage->second) << ".\n";
  } catch (const descent::datasets::DataError& error) {
    std::fflush(stdout);
    std::cerr << error.what() << '\n';
    return 3;
  } catch (const std::exception& error) {
    std::fflush(stdout);
    std::cerr << "It stopped, since something threw this: " << error.what() << '\n';
  }
  return 1;
}
