#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cmath>
#include <deque>

#include "harness/suites/10-search/trainer.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kRead = "a-worker";
constexpr auto kReadWhole = "whole-or-not-at-all";

std::filesystem::path folder() { return remote::Session::current().folder(); }

std::string sentences(const std::vector<std::string>& complaints) {
  std::string text;
  for (const std::string& complaint : complaints) text += (text.empty() ? "" : "; ") + complaint;
  return text.empty() ? "nothing wrong" : text;
}

bool expect_report(const TrialReport& yours, const TrialReport& right) {
  if (!checks::expect_equal(static_cast<long long>(yours.costs.n_elem),
                            static_cast<long long>(right.costs.n_elem),
                            {.what = "the number of costs in the report",
                             .why = "One for each epoch that was trained, the one with which the "
                                    "trial was abandoned included.",
                             .read = kRead}) ||
      !checks::expect_near(yours.costs, right.costs,
                           {.what = "the costs in the report",
                            .why = "As train_epoch returned them.",
                            .read = kRead,
                            .tolerance = {1e-2, 1e-2}}) ||
      !checks::expect_near(yours.validations, right.validations,
                           {.what = "the validation accuracies in the report",
                            .why = "As train_epoch returned them.",
                            .read = kRead}) ||
      !checks::expect_that(yours.abandoned == right.abandoned, yours.abandoned ? "true" : "false",
                           right.abandoned ? "true" : "false",
                           {.what = "`abandoned` in the report",
                            .why = "True if abandon_early(costs so far, options.abandon_factor) "
                                   "ended the trial, else false.",
                            .read = "give-up-early"}) ||
      !checks::expect_equal(static_cast<long long>(yours.files.size()),
                            static_cast<long long>(right.files.size()),
                            {.what = "the number of files in the report",
                             .why = "One for each epoch, except for that with which a trial is "
                                    "abandoned: its parameters are worth nothing.",
                             .read = kRead})) {
    return false;
  }
  for (std::size_t k = 0; k < right.files.size(); ++k) {
    if (!checks::expect_that(yours.files[k] == right.files[k], yours.files[k], right.files[k],
                             {.what = fmt::format("the name of file {} in the report", k),
                              .why = "checkpoint_name of that epoch's checkpoint, without the "
                                     "folder: trial, epoch from 1, and validation accuracy.",
                              .read = "the-name-of-a-checkpoint"})) {
      return false;
    }
  }
  return true;
}

// Runs a trial with this trainer, and judges the report and the folder.
struct TrialRun {
  Trainer& trainer;
  TrialOptions options;
  TrialReport yours;
  std::vector<std::string> complaints;  ///< what was wrong in the folder, during and after the run
};

TrialRun run(Trainer& trainer, arma::uword trial, const SearchSpace& space,
             const TrialOptions& options, Rng& rng) {
  TrialRun result{trainer, options, {}, {}};
  result.yours =
      submission::run_trial(folder().string(), trial, space, options, trainer.train_epoch(), rng);
  if (result.yours.point.n_elem == space.size()) {
    trainer.look_after(result.yours.point,
                       trainer.right_report(result.yours.point, options).files.size());
  }
  result.complaints = trainer.complaints();
  return result;
}

bool expect_right(const TrialRun& run, const SearchSpace& space, const std::string& why,
                  const char* read = kRead) {
  return expect_inside(space, run.yours.point, "the point in the report", kRead) &&
         checks::expect_that(run.complaints.empty(), sentences(run.complaints),
                             "one whole checkpoint for each epoch so far, and nothing else",
                             {.what = "what lies in the folder during a trial and after it",
                              .why = why,
                              .read = read}) &&
         expect_report(run.yours, run.trainer.right_report(run.yours.point, run.options));
}

TEST(RunTrial, WritesACheckpointAfterEveryEpoch) {
  Rng rng(remote::test_seed());
  std::deque<Trainer> trainers;  // called again while the first failure is explained
  for (const auto& [trial, epochs] :
       {std::pair<arma::uword, arma::uword>{3, 5}, {12345, 2}, {0, 7}}) {
    const SearchSpace space = any_space(2, rng);
    Trainer& trainer =
        trainers.emplace_back(folder(), trial, TrainerOptions{.side = 2 + trial % 5});
    const TrialRun yours = run(trainer, trial, space, {.epochs = epochs}, rng);
    if (!expect_right(yours, space,
                      "After each epoch there is its checkpoint, called checkpoint_name(...), with "
                      "the bytes of encode_checkpoint(...), beside those of the epochs before.")) {
      return;
    }
    clear(folder());
  }
}

// The kernel tells what was written under which name.
TEST(RunTrial, WritesBesideAndRenames) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  Trainer trainer(folder(), 7, {.side = 5000});
  const TrialRun yours = run(trainer, 7, space, {.epochs = 4}, rng);
  expect_right(yours, space,
               "Nothing is ever written under a name that ends in .ckpt: the bytes go to a "
               "temporary file in the same folder, it is closed, and renamed. Renaming is all or "
               "nothing, writing is not.",
               kReadWhole);
}

// What a crash of the machine left under the name, or an earlier run of the trial.
TEST(RunTrial, ReplacesTornFiles) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  Trainer trainer(folder(), 4, {.plants_torn_files = true});
  const TrialRun yours = run(trainer, 4, space, {.epochs = 4}, rng);
  expect_right(yours, space,
               "Where there is a file of the checkpoint's name already, torn or old, the new one "
               "takes its place.",
               kReadWhole);
}

TEST(RunTrial, LeavesTheFilesOfOthersAlone) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  Trainer trainer(folder(), 5,
                  {.planted = {"notes.txt", "trial-0006_epoch-001_val-0.500000.ckpt",
                               "trial-0006_epoch-002_val-0.600000.ckpt.tmp",
                               "trial-0055_epoch-001_val-0.400000.ckpt", "checkpoint.tmp"}});
  const TrialRun yours = run(trainer, 5, space, {.epochs = 3}, rng);
  expect_right(yours, space,
               "Other workers write to the same folder: what is not this trial's is not touched, "
               "half-written files included.",
               kReadWhole);
}

TEST(RunTrial, HandsParametersOn) {
  Rng rng(remote::test_seed());
  struct Seen {
    std::vector<arma::mat> given;
    std::vector<arma::vec> points;
    std::vector<arma::uword> epochs;
  };
  const SearchSpace space = any_space(3, rng);
  Seen seen;
  const TrialReport yours = submission::run_trial(
      folder().string(), 1, space, {.epochs = 5},
      [&seen](const arma::vec& point, arma::uword epoch, const std::vector<arma::mat>& parameters) {
        seen.given.push_back(parameters.empty() ? arma::mat() : parameters[0]);
        seen.points.push_back(point);
        seen.epochs.push_back(epoch);
        // What it returns tells what it was given: a sum over the epochs so far.
        const double sum = static_cast<double>(epoch) + (parameters.empty() ? 0 : parameters[0](0));
        return TrialEpoch{1 + 0.01 * sum, sum / 100, 0, {arma::mat{{sum, 1}}}};
      },
      rng);
  const Seen copy = seen;
  if (!checks::expect_equal(arma::conv_to<arma::uvec>::from(copy.epochs), {1, 2, 3, 4, 5},
                            {.what = "the epochs that were asked for",
                             .why = "1, 2, ..., options.epochs, each once.",
                             .read = kRead})) {
    return;
  }
  for (arma::uword k = 0; k < 5; ++k) {
    const double sum = 0.5 * static_cast<double>(k * (k + 1));
    if (!checks::expect_near(copy.given[k], k == 0 ? arma::mat() : arma::mat{{sum, 1}},
                             {.what = fmt::format("the parameters that epoch {} was given", k + 1),
                              .why = "Those that the epoch before it returned; none in the first "
                                     "epoch, where training begins.",
                              .read = kRead}) ||
        !checks::expect_near(copy.points[k], copy.points[0],
                             {.what = fmt::format("the point in epoch {}", k + 1),
                              .why = "A trial has one point, drawn once.",
                              .read = kRead,
                              .tolerance = checks::kExact})) {
      return;
    }
  }
  checks::expect_near(yours.point, copy.points[0],
                      {.what = "the point in the report",
                       .why = "The one that was trained.",
                       .read = kRead,
                       .tolerance = checks::kExact});
  checks::expect_near(yours.validations, arma::vec{0.01, 0.03, 0.06, 0.1, 0.15},
                      {.what = "the validation accuracies in the report", .read = kRead});
}

TEST(RunTrial, GivesUpWhatExplodes) {
  Rng rng(remote::test_seed());
  struct Case {
    TrainerOptions trainer;
    TrialOptions options;
  };
  const std::vector<Case> cases = {
      {{.explodes_in = 3}, {.epochs = 6}},
      {{.explodes_in = 1}, {.epochs = 4}},
      {{.explodes_in = 4, .exploded = arma::datum::inf}, {.epochs = 4}},
      {{.explodes_in = 3, .exploded = 5.9}, {.epochs = 5}},
      {{.explodes_in = 3, .exploded = 3.1}, {.epochs = 5, .abandon_factor = 1.5}},
      {{.explodes_in = 3, .exploded = 5.9}, {.epochs = 5, .abandon_factor = 4}},
      {{.explodes_in = 6, .exploded = 3.2, .slope = 0.2}, {.epochs = 8}},
      {{.slope = -0.7}, {.epochs = 9, .abandon_factor = 2}},
  };
  std::deque<Trainer> trainers;  // called again while the first failure is explained
  for (const Case& c : cases) {
    const SearchSpace space = any_space(2, rng);
    const arma::uword trial = trainers.size();
    Trainer& trainer = trainers.emplace_back(folder(), trial, c.trainer);
    const TrialRun yours = run(trainer, trial, space, c.options, rng);
    if (!expect_right(yours, space,
                      "An epoch for which abandon_early(costs so far, options.abandon_factor) is "
                      "true ends the trial, and gets no checkpoint.",
                      "give-up-early")) {
      return;
    }
    clear(folder());
  }
}

TEST(RunTrial, DrawsItsPointFromTheSpace) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  std::vector<arma::vec> points;
  for (arma::uword trial = 0; trial < 400; ++trial) {
    const TrialReport yours = submission::run_trial(
        folder().string(), trial, space, {.epochs = 1},
        [](const arma::vec&, arma::uword, const std::vector<arma::mat>&) {
          return TrialEpoch{1, 0.5, 0.5, {}};
        },
        rng);
    points.push_back(yours.point);
    clear(folder());
  }
  expect_uniform_points(space, points, "the point of a trial", kRead);
}

TEST(RunTrial, CanBeRunAgain) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  const auto train = [](const arma::vec& point, arma::uword epoch, const std::vector<arma::mat>&) {
    const double e = static_cast<double>(epoch);
    return TrialEpoch{1,
                      std::abs(std::sin(e + 1e3 * arma::accu(point))),
                      0.5,
                      {arma::mat(1, 1, arma::fill::value(e))}};
  };
  const auto run_once = [&](Rng& draws) {
    return submission::run_trial(folder().string(), 9, space, {.epochs = 3}, train, draws);
  };
  Rng same = rng;
  const TrialReport first = run_once(rng);
  const std::set<std::string> files = names_in(folder());
  const TrialReport again = run_once(same);
  const std::set<std::string> after = names_in(folder());
  const TrialReport second = run_once(rng);
  checks::expect_that(first.files == again.files && files == after, in_words(after),
                      in_words(files),
                      {.what = "the files after the same trial was run again with the same rng",
                       .why = "The same point, and so the same names: a trial that was killed can "
                              "simply be run again.",
                       .read = kRead});
  checks::expect_that(first.files != second.files, "the same files", "others",
                      {.what = "the files of a run with rng as the first one left it",
                       .why = "The point is drawn from the caller's rng, which moves on.",
                       .read = kRead});
}

// Two workers in one folder, made deterministic: one trial runs while another is in the middle of
// its own.
TEST(RunTrial, SharesItsFolder) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  FolderWatch watch(folder());
  std::set<std::string> outer_names, inner_names;
  arma::uword wrong = 0;
  const auto plain = [](const arma::vec& point, arma::uword epoch, const std::vector<arma::mat>&) {
    const double e = static_cast<double>(epoch);
    return TrialEpoch{1,
                      std::abs(std::sin(e + 1e3 * arma::accu(point))),
                      0.5,
                      {arma::mat(1, 1, arma::fill::value(e))}};
  };
  const std::uint64_t seed = rng.bits();
  const TrialReport yours = submission::run_trial(
      folder().string(), 1, space, {.epochs = 3},
      [&](const arma::vec& point, arma::uword epoch, const std::vector<arma::mat>& parameters) {
        TrialEpoch outcome = plain(point, epoch, parameters);
        if (epoch == 1) {
          clear(folder());
          watch.news();
          wrong = 0;
          outer_names.clear();
          inner_names.clear();
          return outcome;
        }
        for (const std::string& name : watch.news().temporary) outer_names.insert(name);
        // Another worker's whole trial, in the middle of this one.
        Rng other(seed + epoch);
        submission::run_trial(folder().string(), 1 + epoch, space, {.epochs = 2}, plain, other);
        for (const std::string& name : watch.news().temporary) inner_names.insert(name);
        for (const std::string& name : inner_names) wrong += outer_names.count(name);
        for (const std::string& name : names_in(folder())) {
          wrong += decode_checkpoint(bytes_of(folder() / name)) ? 0 : 1;
        }
        outcome.cost += 0.01 * static_cast<double>(wrong);
        return outcome;
      },
      rng);
  const std::set<std::string> files = names_in(folder());
  const std::set<std::string> outer = outer_names, inner = inner_names;
  std::set<std::string> shared;
  for (const std::string& name : outer) {
    if (inner.contains(name)) shared.insert(name);
  }
  checks::expect_that(
      shared.empty(), "both wrote to " + in_words(shared), "names of their own",
      {.what = "the temporary names of two trials",
       .why = "Two workers that write to one temporary file at the same time mix "
              "their bytes, and one of them renames the mixture. No two trials ever "
              "use the same name; a process number is not enough, since workers on "
              "other machines have the same ones.",
       .read = "temporary-names"});
  checks::expect_equal(
      static_cast<long long>(files.size()), 3 + 2 * 2,
      {.what = "the number of files after three trials of 3, 2 and 2 epochs, two of "
               "them in the middle of the first",
       .why = "Workers share the folder: none loses a checkpoint.",
       .read = kRead});
  checks::expect_that(!yours.abandoned, "abandoned", "not abandoned",
                      {.what = "the first of them", .read = kRead});
}

// Where nothing can be written: the folder goes away, or a folder has the checkpoint's name.
TEST(RunTrial, DoesNotHideThatItCannotWrite) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  const std::filesystem::path vanishing = folder() / "vanishing";
  std::filesystem::create_directory(vanishing);
  write_file(vanishing / "somebody's", "file");
  const auto outcome = [](const std::function<void()>& call) -> std::string {
    try {
      call();
    } catch (const NotImplemented&) {
      throw;
    } catch (const remote::CallFailure&) {
      throw;
    } catch (const std::runtime_error&) {
      return "std::runtime_error";
    } catch (const std::exception& error) {
      return std::string("another exception: ") + error.what();
    }
    return "no exception";
  };
  const checks::About about{.what = "a trial whose checkpoint cannot be written",
                            .why =
                                "A stream that fails says nothing by itself: ask it after closing, "
                                "and throw. A trial that goes on without its checkpoints looks "
                                "like success.",
                            .read = "streams-fail-silently"};
  const std::string gone = outcome([&] {
    submission::run_trial(
        vanishing.string(), 2, space, {.epochs = 2},
        [&](const arma::vec&, arma::uword, const std::vector<arma::mat>&) {
          std::filesystem::remove_all(vanishing);
          return TrialEpoch{1, 0.5, 0.5, {arma::ones(2, 2)}};
        },
        rng);
  });
  if (!checks::expect_that(gone == "std::runtime_error", gone,
                           "std::runtime_error, or a child of it", about)) {
    return;
  }
  const std::string occupied = outcome([&] {
    submission::run_trial(
        folder().string(), 3, space, {.epochs = 1},
        [&](const arma::vec& point, arma::uword epoch, const std::vector<arma::mat>&) {
          const std::string name = checkpoint_name({3, epoch, point, 1, 0.5, 0.5, {}});
          std::filesystem::create_directories(folder() / name / "inside");
          return TrialEpoch{1, 0.5, 0.5, {arma::ones(2, 2)}};
        },
        rng);
  });
  checks::expect_that(occupied == "std::runtime_error", occupied,
                      "std::runtime_error, or a child of it", about);
}

TEST(RunTrial, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const TrainTrialEpoch train = [](const arma::vec&, arma::uword, const std::vector<arma::mat>&) {
    return TrialEpoch{1, 0.5, 0.5, {}};
  };
  const auto saying = [](double cost, double validation) -> TrainTrialEpoch {
    return [cost, validation](const arma::vec&, arma::uword, const std::vector<arma::mat>&) {
      return TrialEpoch{cost, validation, 0.5, {}};
    };
  };
  const SearchSpace space = any_space(2, rng);
  const std::string here = folder().string();
  const auto call = [&](const std::string& where, const SearchSpace& in,
                        const TrialOptions& options, const TrainTrialEpoch& by) {
    return
        [&rng, where, in, options, by] { submission::run_trial(where, 1, in, options, by, rng); };
  };
  for (const BadSpace& bad : bad_spaces())
    expect_refusal(bad.what, call(here, bad.space, {}, train));
  expect_refusal("a folder that is not there", call(here + "/nowhere", space, {}, train));
  expect_refusal("an empty name of a folder", call("", space, {}, train));
  expect_refusal("no epochs", call(here, space, {.epochs = 0}, train));
  expect_refusal("an abandon_factor of 1", call(here, space, {.abandon_factor = 1}, train));
  expect_refusal("an empty function for train_epoch", call(here, space, {}, {}));
  expect_refusal("a validation accuracy of 91", call(here, space, {}, saying(1, 91)));
  expect_refusal("a negative validation accuracy", call(here, space, {}, saying(1, -0.1)));
  expect_refusal("a validation accuracy of NaN with a finite cost",
                 call(here, space, {}, saying(1, arma::datum::nan)));
  checks::expect_that(names_in(folder()).empty(), in_words(names_in(folder())), "no files",
                      {.what = "the folder after refused trials",
                       .why = "Refuse first, write later.",
                       .read = "refuse-bad-input"});
}

}  // namespace
}  // namespace descent::suite
