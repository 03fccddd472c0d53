// Known mistakes: snapshots of one run.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// A run of `steps` steps, with the rate of rate_at(step) and a snapshot behind each step for which
// take(step) is true; steps count from 0.
template <class Rate, class Take>
std::vector<Model> run_with(const Model& parameters, const SnapshotStep& step, arma::uword steps,
                            Rate rate_at, Take take) {
  Model model = parameters;
  std::vector<Model> snapshots;
  for (arma::uword t = 0; t < steps; ++t) {
    step(model, rate_at(t));
    if (take(t)) snapshots.push_back(model);
  }
  return snapshots;
}

auto right_rate(const SnapshotOptions& options) {
  return [options](arma::uword t) {
    return snapshot_learning_rate(t, options.steps_per_cycle, options.largest_rate);
  };
}
auto end_of_cycle(const SnapshotOptions& options) {
  return [options](arma::uword t) { return (t + 1) % options.steps_per_cycle == 0; };
}

std::vector<Model> snapshots_are_references(const Model& parameters, const SnapshotStep& step,
                                            const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  Model model = parameters;
  std::vector<const Model*> snapshots;
  for (arma::uword t = 0; t < options.cycles * options.steps_per_cycle; ++t) {
    step(model, right_rate(options)(t));
    if (end_of_cycle(options)(t)) snapshots.push_back(&model);
  }
  std::vector<Model> result;
  for (const Model* snapshot : snapshots) result.push_back(*snapshot);
  return result;
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_are_references,
                "All of your snapshots are the last model: they are pointers or references to it, "
                "or taken after the loop. step changes the model in place; keep copies.",
                "copies-not-references");

std::vector<Model> snapshots_share_all_but_the_first(const Model& parameters,
                                                     const SnapshotStep& step,
                                                     const SnapshotOptions& options) {
  std::vector<Model> snapshots = snapshot_ensemble(parameters, step, options);
  for (Model& snapshot : snapshots) {
    for (std::size_t i = 1; i < snapshot.size(); ++i) snapshot[i] = snapshots.back()[i];
  }
  return snapshots;
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_share_all_but_the_first,
                "Only the first parameter of your snapshots is of its moment; the others are those "
                "of the last model. Copy all of it.",
                "copies-not-references");

std::vector<Model> snapshots_before_training(const Model& parameters, const SnapshotStep& step,
                                             const SnapshotOptions& options) {
  std::vector<Model> snapshots = snapshot_ensemble(parameters, step, options);
  snapshots.insert(snapshots.begin(), parameters);
  snapshots.pop_back();
  return snapshots;
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_before_training,
                "You take each snapshot before its cycle, so the first is the untrained model and "
                "the trained one is missing. Take it after the last step of the cycle.",
                "snapshots-of-one-run");

std::vector<Model> snapshots_with_the_first_model(const Model& parameters, const SnapshotStep& step,
                                                  const SnapshotOptions& options) {
  std::vector<Model> snapshots = snapshot_ensemble(parameters, step, options);
  snapshots.insert(snapshots.begin(), parameters);
  return snapshots;
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_with_the_first_model,
                "The untrained model is among your snapshots. There are as many as cycles, each at "
                "the end of one.",
                "snapshots-of-one-run");

std::vector<Model> snapshots_miss_the_last(const Model& parameters, const SnapshotStep& step,
                                           const SnapshotOptions& options) {
  std::vector<Model> snapshots = snapshot_ensemble(parameters, step, options);
  snapshots.pop_back();
  return snapshots;
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_miss_the_last,
                "The last snapshot, the trained model, is missing.", "snapshots-of-one-run");

std::vector<Model> snapshots_after_the_first_step(const Model& parameters, const SnapshotStep& step,
                                                  const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  return run_with(parameters, step, options.cycles * options.steps_per_cycle, right_rate(options),
                  [&](arma::uword t) { return t % options.steps_per_cycle == 0; });
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_after_the_first_step,
                "You take a snapshot after the first step of each cycle, where the rate has just "
                "jumped up (step % steps_per_cycle == 0, steps counted from 0). Take it after the "
                "last.",
                "snapshots-of-one-run");

std::vector<Model> snapshots_one_step_early(const Model& parameters, const SnapshotStep& step,
                                            const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  Model model = parameters;
  std::vector<Model> snapshots;
  for (arma::uword t = 0; t < options.cycles * options.steps_per_cycle; ++t) {
    if (end_of_cycle(options)(t)) snapshots.push_back(model);
    step(model, right_rate(options)(t));
  }
  return snapshots;
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_one_step_early,
                "You take each snapshot one step too early: copy the model after the last step of "
                "the cycle, not before it.",
                "snapshots-of-one-run");

std::vector<Model> snapshots_of_every_step(const Model& parameters, const SnapshotStep& step,
                                           const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  return run_with(parameters, step, options.cycles * options.steps_per_cycle, right_rate(options),
                  [](arma::uword) { return true; });
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_of_every_step,
                "You take a snapshot after every step. One at the end of each cycle is enough: "
                "neighbours are nearly the same model.",
                "snapshots-of-one-run");

std::vector<Model> snapshots_at_one_rate(const Model& parameters, const SnapshotStep& step,
                                         const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  return run_with(
      parameters, step, options.cycles * options.steps_per_cycle,
      [&](arma::uword) { return options.largest_rate; }, end_of_cycle(options));
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_at_one_rate,
                "You train with the largest rate all the time. The rate of each step is "
                "snapshot_learning_rate(...).",
                "the-cosine");

std::vector<Model> snapshots_without_restarts(const Model& parameters, const SnapshotStep& step,
                                              const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  const arma::uword steps = options.cycles * options.steps_per_cycle;
  return run_with(
      parameters, step, steps,
      [&](arma::uword t) { return snapshot_learning_rate(t, steps, options.largest_rate); },
      end_of_cycle(options));
}
DESCENT_MISTAKE(
    snapshot_ensemble, snapshots_without_restarts,
    "Your rate falls once, over the whole run, so the snapshots stay close together. It "
    "starts again in each cycle: hand over steps_per_cycle.",
    "the-cosine");

std::vector<Model> snapshots_one_step_ahead(const Model& parameters, const SnapshotStep& step,
                                            const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  return run_with(
      parameters, step, options.cycles * options.steps_per_cycle,
      [&](arma::uword t) { return right_rate(options)(t + 1); }, end_of_cycle(options));
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_one_step_ahead,
                "Your rates are one step ahead: the first step is number 0. Is the counter "
                "increased before the rate is computed?",
                "the-cosine");

std::vector<Model> snapshots_rate_of_the_cycle(const Model& parameters, const SnapshotStep& step,
                                               const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  return run_with(
      parameters, step, options.cycles * options.steps_per_cycle,
      [&](arma::uword t) { return right_rate(options)(t / options.steps_per_cycle); },
      end_of_cycle(options));
}
DESCENT_MISTAKE(
    snapshot_ensemble, snapshots_rate_of_the_cycle,
    "You hand the number of the cycle to snapshot_learning_rate. It wants the number of "
    "the step.",
    "the-cosine");

std::vector<Model> snapshots_start_again(const Model& parameters, const SnapshotStep& step,
                                         const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  std::vector<Model> snapshots;
  for (arma::uword cycle = 0; cycle < options.cycles; ++cycle) {
    snapshots.push_back(run_with(parameters, step, options.steps_per_cycle, right_rate(options),
                                 end_of_cycle(options))
                            .back());
  }
  return snapshots;
}
DESCENT_MISTAKE(
    snapshot_ensemble, snapshots_start_again,
    "Every cycle begins with the untrained model. It is one run: only the learning rate "
    "starts again.",
    "snapshots-of-one-run");

std::vector<Model> snapshots_reversed(const Model& parameters, const SnapshotStep& step,
                                      const SnapshotOptions& options) {
  std::vector<Model> snapshots = snapshot_ensemble(parameters, step, options);
  std::reverse(snapshots.begin(), snapshots.end());
  return snapshots;
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_reversed,
                "Your snapshots are in reverse order. The first cycle's comes first.",
                "snapshots-of-one-run");

std::vector<Model> snapshots_of_short_cycles(const Model& parameters, const SnapshotStep& step,
                                             const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  Model model = parameters;
  std::vector<Model> snapshots;
  for (arma::uword cycle = 0; cycle < options.cycles; ++cycle) {
    for (arma::uword t = 1; t < options.steps_per_cycle; ++t) step(model, right_rate(options)(t));
    snapshots.push_back(model);
  }
  return snapshots;
}
DESCENT_MISTAKE(
    snapshot_ensemble, snapshots_of_short_cycles,
    "Your cycles are one step short, and the one with the largest rate is missing: does "
    "a loop begin at 1?",
    "snapshots-of-one-run");

std::vector<Model> snapshots_of_long_cycles(const Model& parameters, const SnapshotStep& step,
                                            const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  Model model = parameters;
  std::vector<Model> snapshots;
  for (arma::uword cycle = 0; cycle < options.cycles; ++cycle) {
    for (arma::uword t = 0; t <= options.steps_per_cycle; ++t) step(model, right_rate(options)(t));
    snapshots.push_back(model);
  }
  return snapshots;
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_of_long_cycles,
                "Your cycles are one step too long, and end with a step at the largest rate: is "
                "there a `<=` where `<` should be?",
                "snapshots-of-one-run");

std::vector<Model> snapshots_one_cycle_only(const Model& parameters, const SnapshotStep& step,
                                            const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  Model model = parameters;
  std::vector<Model> snapshots;
  for (arma::uword cycle = 0; cycle < options.cycles; ++cycle) {
    step(model, right_rate(options)(cycle));
    snapshots.push_back(model);
  }
  return snapshots;
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_one_cycle_only,
                "You make one step in each cycle. There are steps_per_cycle of them.",
                "snapshots-of-one-run");

std::vector<Model> snapshots_averaged(const Model& parameters, const SnapshotStep& step,
                                      const SnapshotOptions& options) {
  std::vector<Model> snapshots = snapshot_ensemble(parameters, step, options);
  Model mean = snapshots[0];
  for (std::size_t i = 0; i < mean.size(); ++i) {
    for (std::size_t k = 1; k < snapshots.size(); ++k) mean[i] += snapshots[k][i];
    mean[i] /= count(snapshots.size());
  }
  return {mean};
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_averaged,
                "You average the weights of the snapshots. Between two of them the rate has been "
                "high, and they are in different valleys: return them all, to be asked one by one.",
                "never-average-independent-weights");

std::vector<Model> snapshots_untrained(const Model& parameters, const SnapshotStep& step,
                                       const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  std::vector<Model> snapshots;
  for (arma::uword t = 0; t < options.cycles * options.steps_per_cycle; ++t) {
    Model copy = parameters;
    step(copy, right_rate(options)(t));
    if (end_of_cycle(options)(t)) snapshots.push_back(copy);
  }
  return snapshots;
}
DESCENT_MISTAKE(
    snapshot_ensemble, snapshots_untrained,
    "Every step begins with a fresh copy of the model, so that nothing adds up. Copy it "
    "once, in front of the loop.",
    "copies-not-references");

std::vector<Model> snapshots_without_checks(const Model& parameters, const SnapshotStep& step,
                                            const SnapshotOptions& options) {
  if (!step || options.cycles == 0 || options.steps_per_cycle == 0) return {};
  if (parameters.empty() || parameters[0].is_empty()) return {};
  return run_with(
      parameters, step, options.cycles * options.steps_per_cycle,
      [&](arma::uword t) {
        const double part = count(t % options.steps_per_cycle) / count(options.steps_per_cycle);
        return 0.5 * options.largest_rate * (1 + std::cos(arma::datum::pi * part));
      },
      end_of_cycle(options));
}
DESCENT_MISTAKE(snapshot_ensemble, snapshots_without_checks,
                "You do not check the input. Begin with require_snapshots(parameters, step, "
                "options).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
