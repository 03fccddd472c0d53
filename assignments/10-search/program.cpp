// A real search with your own functions in it. One worker is one process that makes one trial:
//
//     ./descent run 10 -- work --folder DIR --trial 3       (or as many at once as you have cores)
//     ./descent run 10 -- rank --folder DIR                 (at any time, from anywhere)
//
// They share nothing but the folder, so they may as well run on different machines: local.sh starts
// workers on this one, slurm/submit.sh hands them to Slurm.
//
// Each trial trains a network of 64-32-10 units on handwritten digits, with a learning rate and a
// strength of L2 regularization that run_trial draws.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <limits>

#include "datasets/digits.hpp"
#include "harness/support/whole_between.hpp"
#include "search.hpp"

namespace descent {
namespace {

using Parameters = std::vector<arma::mat>;  // W1, b1, W2, b2

constexpr arma::uword kHidden = 32, kClasses = 10, kBatch = 32;
constexpr double kMomentum = 0.9;

const SearchSpace kSpace = {{"learning rate", 1e-4, 10, SearchScale::logarithmic},
                            {"L2 strength", 1e-6, 1, SearchScale::logarithmic}};

/// The digits in three parts. Every worker must judge on the same validation set, so the seed of
/// the split is fixed; that of a trial is not.
struct Digits {
  datasets::Dataset train, validation, test;
};

Digits load_digits() {
  const datasets::Split all = datasets::digits_split();
  Rng rng(10);
  const SearchFold fold = holdout_split(all.train.labels.n_elem, 0.2, rng);
  Digits digits{datasets::subset(all.train, fold.train),
                datasets::subset(all.train, fold.validation), all.test};
  for (datasets::Dataset* part : {&digits.train, &digits.validation, &digits.test}) {
    part->inputs /= 16;
  }
  return digits;
}

arma::mat affine(const arma::mat& x, const arma::mat& W, const arma::mat& b) {
  arma::mat out = x * W;
  out.each_row() += b;
  return out;
}

arma::mat hidden_of(const Parameters& p, const arma::mat& x) {
  return arma::clamp(affine(x, p[0], p[1]), 0, arma::datum::inf);
}

double accuracy(const Parameters& p, const datasets::Dataset& data) {
  const arma::mat scores = affine(hidden_of(p, data.inputs), p[2], p[3]);
  const arma::uvec said = arma::index_max(scores, 1);
  return arma::mean(arma::conv_to<arma::vec>::from(said == data.labels));
}

Parameters fresh(arma::uword inputs, Rng& rng) {
  return {rng.normal(inputs, kHidden) * std::sqrt(2.0 / static_cast<double>(inputs)),
          arma::zeros(1, kHidden), rng.normal(kHidden, kClasses) * std::sqrt(2.0 / kHidden),
          arma::zeros(1, kClasses)};
}

/// The softmax loss of a batch with its penalty, and the gradients on all parameters.
double loss_and_gradients(const Parameters& p, const datasets::Dataset& batch, double lambda,
                          Parameters& gradients) {
  const double n = static_cast<double>(batch.labels.n_elem);
  const arma::mat hidden = hidden_of(p, batch.inputs);
  arma::mat scores = affine(hidden, p[2], p[3]);
  scores.each_col() -= arma::max(scores, 1);
  arma::mat probabilities = arma::exp(scores);
  probabilities.each_col() /= arma::sum(probabilities, 1);
  double loss = 0.5 * lambda * (arma::accu(arma::square(p[0])) + arma::accu(arma::square(p[2])));
  arma::mat upstream = probabilities / n;
  for (arma::uword i = 0; i < batch.labels.n_elem; ++i) {
    loss -= std::log(probabilities(i, batch.labels(i))) / n;
    upstream(i, batch.labels(i)) -= 1 / n;
  }
  const arma::mat below = (upstream * p[2].t()) % (hidden > 0);
  gradients = {batch.inputs.t() * below + lambda * p[0], arma::sum(below),
               hidden.t() * upstream + lambda * p[2], arma::sum(upstream)};
  return loss;
}

/// One epoch of gradient descent with momentum; the mean cost of its batches.
double train_one_epoch(Parameters& p, Parameters& velocity, const datasets::Dataset& data,
                       double rate, double lambda, Rng& rng) {
  const arma::uword n = data.labels.n_elem;
  const arma::uvec order = rng.permutation(n);
  double cost = 0;
  for (arma::uword begin = 0; begin < n; begin += kBatch) {
    const arma::uword end = std::min(n, begin + kBatch);
    const datasets::Dataset batch = datasets::subset(data, order.subvec(begin, end - 1));
    Parameters gradients;
    cost += loss_and_gradients(p, batch, lambda, gradients) * static_cast<double>(end - begin) /
            static_cast<double>(n);
    for (std::size_t k = 0; k < p.size(); ++k) {
      velocity[k] = kMomentum * velocity[k] - rate * gradients[k];
      p[k] += velocity[k];
    }
  }
  return cost;
}

struct Work {
  std::string folder;
  arma::uword trial = 0;
  std::uint64_t seed = 1;
  TrialOptions options = {.epochs = 15};
};

int work(const Work& job) {
  const Digits digits = load_digits();
  std::filesystem::create_directories(job.folder);
  Rng rng(1000003 * job.seed + job.trial);  // another stream for each trial
  Rng training(rng.bits());
  Parameters velocity;
  const TrialReport report = run_trial(
      job.folder, job.trial, kSpace, job.options,
      [&](const arma::vec& point, arma::uword, const Parameters& before) {
        Parameters now = before.empty() ? fresh(digits.train.inputs.n_cols, training) : before;
        if (before.empty()) {
          velocity = now;
          for (arma::mat& v : velocity) v.zeros();
        }
        const double cost =
            train_one_epoch(now, velocity, digits.train, point(0), point(1), training);
        return TrialEpoch{cost, accuracy(now, digits.validation), accuracy(now, digits.test), now};
      },
      rng);
  std::cout << fmt::format("trial {}: rate {:.3g}, strength {:.3g}: ", job.trial, report.point(0),
                           report.point(1));
  if (report.abandoned) {
    std::cout << fmt::format("abandoned in epoch {}\n", report.costs.n_elem);
  } else {
    std::cout << fmt::format("{:.4f} after {} epochs, {:.4f} at best\n",
                             report.validations(report.validations.n_elem - 1),
                             report.validations.n_elem, report.validations.max());
  }
  return 0;
}

int rank(const std::string& folder, arma::uword top) {
  const std::vector<RankedCheckpoint> ranked = rank_checkpoints(folder);
  std::cout << fmt::format("{} checkpoints in {}\n", ranked.size(), folder);
  if (ranked.empty()) return 0;
  std::cout << "validation  trial  epoch  learning rate  L2 strength\n";
  for (arma::uword k = 0; k < std::min<arma::uword>(top, ranked.size()); ++k) {
    const RankedCheckpoint& c = ranked[k];
    if (c.point.n_elem != kSpace.size()) continue;
    std::cout << fmt::format("{:10.4f}  {:5}  {:5}  {:13.3g}  {:11.3g}\n", c.validation, c.trial,
                             c.epoch, c.point(0), c.point(1));
  }
  const RankedCheckpoint& best = ranked.front();
  if (best.point.n_elem != kSpace.size()) return 0;
  const std::vector<BorderSide> sides = on_border(kSpace, best.point, 0.1);
  for (std::size_t d = 0; d < sides.size(); ++d) {
    if (sides[d] == BorderSide::inside) continue;
    std::cout << fmt::format("The best {} is near the {} end of its range: look beyond.\n",
                             kSpace[d].name, sides[d] == BorderSide::low ? "low" : "high");
  }
  std::cout << fmt::format(
      "The chosen one, {}, has a test accuracy of {:.4f}. (Now that you have seen it, do not "
      "search "
      "on.)\n",
      best.file, best.test);
  return 0;
}

int run(int argc, char** argv) {
  CLI::App app{"Hyperparameter search on handwritten digits, with your own functions."};
  app.require_subcommand(1);
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  const CLI::Validator any = whole_between(0, kMost), positive = whole_between(1, kMost);
  Work job;
  CLI::App& work_command = *app.add_subcommand("work", "one worker: makes one trial");
  work_command.add_option("--folder", job.folder, "where checkpoints go")->required();
  work_command.add_option("--trial", job.trial, "the number of the trial, from 0")
      ->required()
      ->check(any);
  work_command.add_option("--seed", job.seed, "of the whole search")
      ->check(any)
      ->capture_default_str();
  work_command.add_option("--epochs", job.options.epochs, "to train")
      ->check(positive)
      ->capture_default_str();
  std::string folder;
  arma::uword top = 10;
  CLI::App& rank_command = *app.add_subcommand("rank", "the master: reads what is there");
  rank_command.add_option("--folder", folder, "where checkpoints are")->required();
  rank_command.add_option("--top", top, "how many to show")->check(positive)->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return work_command.parsed() ? work(job) : rank(folder, top);
}

}  // namespace
}  // namespace descent

int main(int argc, char** argv) {
  // `./descent run 10 -- work ...` hands on the dashes, too.
  if (argc > 1 && std::string(argv[1]) == "--") {
    argv[1] = argv[0];
    ++argv;
    --argc;
  }
  try {
    return descent::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "search: " << error.what() << '\n';
    return 1;
  }
}
