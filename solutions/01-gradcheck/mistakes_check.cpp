// Known mistakes: the gradient check of a model.

#include <string>

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

using Blocks = std::vector<GradcheckBlock>;
using Reports = std::vector<GradcheckReport>;
using Parameters = std::vector<arma::mat>;

// A gradient check whose steps may be got wrong one by one.
struct Steps {
  // The Rng for an evaluation: of entry number `entry`, at the upper end of the step or the lower.
  std::function<Rng(const GradcheckOptions&, arma::uword entry, bool above)> dice =
      [](const GradcheckOptions& options, arma::uword, bool) { return Rng(options.seed); };
  // The slope over the step, from the values above, at and below the point.
  std::function<double(double above, double here, double below, double h)> slope =
      [](double above, double, double below, double h) { return (above - below) / (2 * h); };
  bool puts_back = true;
  bool leaves_kinks_out = true;
  bool counts_kinks = true;
  bool looks_for_kinks = true;
  // Whether both ends of the step have the same winners.
  std::function<bool(const arma::uvec& above, const arma::uvec& below)> same_winners = same;
  bool same_dice_for_winners = true;
  bool infinite_if_empty = true;
};

Reports check_by(const Steps& steps, const GradcheckLoss& loss, const Blocks& blocks,
                 const GradcheckOptions& options, const GradcheckWinners& winners) {
  require_gradcheck(loss, blocks, options);
  Parameters parameters;
  for (const GradcheckBlock& block : blocks) parameters.push_back(block.value);
  Rng rng(options.seed);
  const std::vector<arma::uvec> drawn = sample_entries(parameters, options.entries_per_block, rng);
  Reports reports;
  arma::uword entry_number = 0;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    GradcheckReport report{.name = blocks[b].name};
    std::vector<arma::uword> entries;
    std::vector<double> slopes;
    for (const arma::uword k : drawn[b]) {
      const double value = blocks[b].value(k);
      const auto at = [&](double moved, bool above) {
        parameters[b](k) = moved;
        Rng dice = steps.dice(options, entry_number, above);
        return loss(parameters, dice);
      };
      const auto winners_at = [&](double moved, bool above) {
        if (!winners || !steps.looks_for_kinks) return arma::uvec();
        parameters[b](k) = moved;
        Rng dice = steps.same_dice_for_winners ? Rng(options.seed)
                                               : Rng(options.seed + 2 * entry_number + above);
        return winners(parameters, dice);
      };
      const double here = at(value, true);
      const double above = at(value + options.step, true);
      const arma::uvec winners_above = winners_at(value + options.step, true);
      const double below = at(value - options.step, false);
      const arma::uvec winners_below = winners_at(value - options.step, false);
      if (steps.puts_back) parameters[b](k) = value;
      ++entry_number;
      if (!steps.same_winners(winners_above, winners_below)) {
        if (steps.counts_kinks) ++report.kinks;
        if (steps.leaves_kinks_out) continue;
      }
      entries.push_back(k);
      slopes.push_back(steps.slope(above, here, below, options.step));
    }
    report.entries = entries;
    report.numeric = slopes;
    report.analytic = blocks[b].gradient.elem(report.entries);
    if (!entries.empty()) report.errors = relative_error(report.analytic, report.numeric);
    report.worst = !entries.empty() ? report.errors.max() : steps.infinite_if_empty ? kInfinity : 0;
    reports.push_back(report);
  }
  return reports;
}

Reports check_without_reseeding(const GradcheckLoss& loss, const Blocks& blocks,
                                const GradcheckOptions& options, const GradcheckWinners& winners) {
  Steps steps;
  Rng running(options.seed);
  steps.dice = [&](const GradcheckOptions&, arma::uword, bool) {
    const Rng now = running;
    running = Rng(running.bits());
    return now;
  };
  return check_by(steps, loss, blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_without_reseeding,
                "Evaluations of the loss see different random numbers, so you compare two "
                "different networks. Give EVERY evaluation a new Rng(options.seed).",
                "the-same-dice");

Reports check_with_one_rng(const GradcheckLoss& loss, const Blocks& blocks,
                           const GradcheckOptions& options, const GradcheckWinners& winners) {
  require_gradcheck(loss, blocks, options);
  Rng running(options.seed);
  return check_gradient(
      [&](const Parameters& parameters, Rng&) { return loss(parameters, running); }, blocks,
      options, winners);
}
DESCENT_MISTAKE(check_gradient, check_with_one_rng,
                "You make one Rng and let it run through all evaluations: each of them draws "
                "another dropout mask. Make a new Rng(options.seed) for every evaluation.",
                "the-same-dice");

Reports check_reseeds_every_entry(const GradcheckLoss& loss, const Blocks& blocks,
                                  const GradcheckOptions& options,
                                  const GradcheckWinners& winners) {
  require_gradcheck(loss, blocks, options);
  bool above = true;
  Rng shared(options.seed);
  return check_gradient(
      [&](const Parameters& parameters, Rng&) {
        if (above) shared = Rng(options.seed);
        above = !above;
        return loss(parameters, shared);
      },
      blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_reseeds_every_entry,
                "You seed once for an entry, so its upper and its lower end see different random "
                "numbers. Seed before each of the two evaluations.",
                "the-same-dice");

Reports check_with_a_seed_an_entry(const GradcheckLoss& loss, const Blocks& blocks,
                                   const GradcheckOptions& options,
                                   const GradcheckWinners& winners) {
  Steps steps;
  steps.dice = [](const GradcheckOptions& o, arma::uword entry, bool) {
    return Rng(o.seed + entry);
  };
  return check_by(steps, loss, blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_with_a_seed_an_entry,
                "Both ends of a step see the same random numbers, but not those that the analytic "
                "gradient was computed with. Every evaluation of every entry gets the same "
                "Rng(options.seed).",
                "the-same-dice");

Reports check_with_seed_zero(const GradcheckLoss& loss, const Blocks& blocks,
                             const GradcheckOptions& options, const GradcheckWinners& winners) {
  Steps steps;
  steps.dice = [](const GradcheckOptions&, arma::uword, bool) { return Rng(); };
  return check_by(steps, loss, blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_with_seed_zero,
                "You ignore options.seed. The analytic gradients were computed with the masks of "
                "that seed: use Rng(options.seed).",
                "the-same-dice");

Reports check_with_the_sampling_rng(const GradcheckLoss& loss, const Blocks& blocks,
                                    const GradcheckOptions& options,
                                    const GradcheckWinners& winners) {
  Rng used(options.seed);
  Parameters parameters;
  for (const GradcheckBlock& block : blocks) parameters.push_back(block.value);
  if (!parameters.empty()) sample_entries(parameters, options.entries_per_block, used);
  Steps steps;
  steps.dice = [&](const GradcheckOptions&, arma::uword, bool) { return used; };
  return check_by(steps, loss, blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_with_the_sampling_rng,
                "The loss gets the Rng from which the entries were drawn. It must get one that "
                "nobody has drawn from, a new Rng(options.seed): its masks are those of the "
                "analytic gradient.",
                "the-same-dice");

Reports check_with_other_dice_for_winners(const GradcheckLoss& loss, const Blocks& blocks,
                                          const GradcheckOptions& options,
                                          const GradcheckWinners& winners) {
  return check_by({.same_dice_for_winners = false}, loss, blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_with_other_dice_for_winners,
                "Your winners see other random numbers at each end: another dropout mask looks "
                "like a kink. They need a new Rng(options.seed) every time, as the loss does.",
                "the-same-dice");

Reports check_of_the_flat_vector(const GradcheckLoss& loss, const Blocks& blocks,
                                 const GradcheckOptions& options, const GradcheckWinners& winners) {
  Reports reports = check_gradient(loss, blocks, options, winners);
  arma::uword left = options.entries_per_block;
  for (GradcheckReport& report : reports) {
    const arma::uword keep = std::min(left, report.entries.n_elem);
    left -= keep;
    report.entries = report.entries.head(keep).eval();
    report.analytic = report.analytic.head(keep).eval();
    report.numeric = report.numeric.head(keep).eval();
    report.errors = report.errors.head(keep).eval();
    report.worst = keep > 0 ? report.errors.max() : 0;
  }
  return reports;
}
DESCENT_MISTAKE(check_gradient, check_of_the_flat_vector,
                "entries_per_block entries in all are too few: every block needs so many of its "
                "own, or a wrong bias is never seen.",
                "a-few-entries-of-every-block");

Reports check_one_entry_a_block(const GradcheckLoss& loss, const Blocks& blocks,
                                const GradcheckOptions& options, const GradcheckWinners& winners) {
  GradcheckOptions fewer = options;
  if (fewer.entries_per_block > 0) fewer.entries_per_block = 1;
  return check_gradient(loss, blocks, fewer, winners);
}
DESCENT_MISTAKE(check_gradient, check_one_entry_a_block,
                "You check one entry of every block. options.entries_per_block says how many.",
                "a-few-entries-of-every-block");

Reports check_forward(const GradcheckLoss& loss, const Blocks& blocks,
                      const GradcheckOptions& options, const GradcheckWinners& winners) {
  Steps steps;
  steps.slope = [](double above, double here, double, double h) { return (above - here) / h; };
  return check_by(steps, loss, blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_forward,
                "Your numeric gradient is one-sided. Use the centered difference.",
                "a-step-to-both-sides");

Reports check_over_one_step(const GradcheckLoss& loss, const Blocks& blocks,
                            const GradcheckOptions& options, const GradcheckWinners& winners) {
  Steps steps;
  steps.slope = [](double above, double, double below, double h) { return (above - below) / h; };
  return check_by(steps, loss, blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_over_one_step,
                "You divide by the step, but the two evaluations are two steps apart.",
                "a-step-to-both-sides");

Reports check_with_its_own_step(const GradcheckLoss& loss, const Blocks& blocks,
                                const GradcheckOptions& options, const GradcheckWinners& winners) {
  require_gradcheck(loss, blocks, options);
  GradcheckOptions usual = options;
  usual.step = 1e-5;
  return check_gradient(loss, blocks, usual, winners);
}
DESCENT_MISTAKE(check_gradient, check_with_its_own_step,
                "You always step by 1e-5. Use options.step.", "how-small-a-step");

Reports check_does_not_put_back(const GradcheckLoss& loss, const Blocks& blocks,
                                const GradcheckOptions& options, const GradcheckWinners& winners) {
  return check_by({.puts_back = false}, loss, blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_does_not_put_back,
                "You leave an entry where its last step took it, and compare all later ones at "
                "another point than that of the analytic gradients. Put it back.",
                "put-it-back");

Reports check_compares_at_kinks(const GradcheckLoss& loss, const Blocks& blocks,
                                const GradcheckOptions& options, const GradcheckWinners& winners) {
  return check_by({.leaves_kinks_out = false}, loss, blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_compares_at_kinks,
                "You count the kinks, and compare these entries all the same. The numeric gradient "
                "means nothing there: leave them out of the report's entries.",
                "leave-out-the-kinks");

Reports check_does_not_count_kinks(const GradcheckLoss& loss, const Blocks& blocks,
                                   const GradcheckOptions& options,
                                   const GradcheckWinners& winners) {
  return check_by({.counts_kinks = false}, loss, blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_does_not_count_kinks,
                "You leave entries at kinks out without counting them. Whoever reads the report "
                "must see how many were not checked.",
                "leave-out-the-kinks");

Reports check_sees_no_kinks(const GradcheckLoss& loss, const Blocks& blocks,
                            const GradcheckOptions& options, const GradcheckWinners& winners) {
  return check_by({.looks_for_kinks = false}, loss, blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_sees_no_kinks,
                "You do not ask `winners`, so a kink within the step looks like a wrong gradient. "
                "Ask at both ends, and leave out the entries where they differ.",
                "leave-out-the-kinks");

Reports check_compares_lists_of_one_length(const GradcheckLoss& loss, const Blocks& blocks,
                                           const GradcheckOptions& options,
                                           const GradcheckWinners& winners) {
  Steps steps;
  steps.same_winners = [](const arma::uvec& above, const arma::uvec& below) {
    return !arma::any(above != below);  // throws where the lengths differ
  };
  return check_by(steps, loss, blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_compares_lists_of_one_length,
                "You compare the winners with `!=` of Armadillo, which throws where there are more "
                "of them at one end than at the other. Ask for their number first: another one is "
                "a kink, too.",
                "leave-out-the-kinks");

Reports check_compares_the_common_winners(const GradcheckLoss& loss, const Blocks& blocks,
                                          const GradcheckOptions& options,
                                          const GradcheckWinners& winners) {
  Steps steps;
  steps.same_winners = [](const arma::uvec& above, const arma::uvec& below) {
    const arma::uword common = std::min(above.n_elem, below.n_elem);
    return std::equal(above.begin(), above.begin() + common, below.begin());
  };
  return check_by(steps, loss, blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_compares_the_common_winners,
                "You compare only as many winners as both ends of the step have. Another number of "
                "them is a kink, too.",
                "leave-out-the-kinks");

Reports check_proud_of_nothing(const GradcheckLoss& loss, const Blocks& blocks,
                               const GradcheckOptions& options, const GradcheckWinners& winners) {
  return check_by({.infinite_if_empty = false}, loss, blocks, options, winners);
}
DESCENT_MISTAKE(check_gradient, check_proud_of_nothing,
                "Where all entries of a block lie at kinks, your worst error is 0, and the block "
                "looks perfect. Nothing was checked: worst is infinity then.",
                "a-report-not-a-verdict");

Reports check_swaps_the_columns(const GradcheckLoss& loss, const Blocks& blocks,
                                const GradcheckOptions& options, const GradcheckWinners& winners) {
  Reports reports = check_gradient(loss, blocks, options, winners);
  for (GradcheckReport& report : reports) std::swap(report.analytic, report.numeric);
  return reports;
}
DESCENT_MISTAKE(check_gradient, check_swaps_the_columns,
                "You have swapped analytic and numeric values. The error is the same, but whoever "
                "looks for the bug will look in the wrong place.",
                "a-report-not-a-verdict");

Reports check_looks_up_by_rows(const GradcheckLoss& loss, const Blocks& blocks,
                               const GradcheckOptions& options, const GradcheckWinners& winners) {
  Reports reports = check_gradient(loss, blocks, options, winners);
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const arma::mat by_rows =
        arma::reshape(arma::mat(blocks[b].gradient.t()), arma::size(blocks[b].gradient));
    GradcheckReport& report = reports[b];
    report.analytic = by_rows.elem(report.entries);
    if (report.entries.is_empty()) continue;
    report.errors = relative_error(report.analytic, report.numeric);
    report.worst = report.errors.max();
  }
  return reports;
}
DESCENT_MISTAKE(check_gradient, check_looks_up_by_rows,
                "Your analytic values come from other entries than the numeric ones: Armadillo "
                "counts column by column, so take gradient(k) with the same k.",
                "a-report-not-a-verdict");

Reports check_counts_from_the_start(const GradcheckLoss& loss, const Blocks& blocks,
                                    const GradcheckOptions& options,
                                    const GradcheckWinners& winners) {
  Reports reports = check_gradient(loss, blocks, options, winners);
  for (GradcheckReport& report : reports) {
    if (report.entries.is_empty()) continue;
    report.entries = arma::regspace<arma::uvec>(0, report.entries.n_elem - 1);
  }
  return reports;
}
DESCENT_MISTAKE(check_gradient, check_counts_from_the_start,
                "`entries` holds 0, 1, 2, ... instead of the indices that were drawn: your report "
                "points to the wrong parameters.",
                "a-report-not-a-verdict");

Reports check_reports_the_mean(const GradcheckLoss& loss, const Blocks& blocks,
                               const GradcheckOptions& options, const GradcheckWinners& winners) {
  Reports reports = check_gradient(loss, blocks, options, winners);
  for (GradcheckReport& report : reports) {
    if (!report.errors.is_empty()) report.worst = arma::mean(report.errors);
  }
  return reports;
}
DESCENT_MISTAKE(check_gradient, check_reports_the_mean,
                "`worst` is the mean of your errors. One wrong entry among many right ones "
                "disappears in a mean: take the largest.",
                "a-report-not-a-verdict");

Reports check_reports_the_last(const GradcheckLoss& loss, const Blocks& blocks,
                               const GradcheckOptions& options, const GradcheckWinners& winners) {
  Reports reports = check_gradient(loss, blocks, options, winners);
  for (GradcheckReport& report : reports) {
    if (!report.errors.is_empty()) report.worst = report.errors.back();
  }
  return reports;
}
DESCENT_MISTAKE(check_gradient, check_reports_the_last,
                "`worst` is the error of the last entry. Take the largest of all.",
                "a-report-not-a-verdict");

Reports check_reports_the_absolute(const GradcheckLoss& loss, const Blocks& blocks,
                                   const GradcheckOptions& options,
                                   const GradcheckWinners& winners) {
  Reports reports = check_gradient(loss, blocks, options, winners);
  for (GradcheckReport& report : reports) {
    if (report.errors.is_empty()) continue;
    report.errors = arma::abs(report.analytic - report.numeric);
    report.worst = report.errors.max();
  }
  return reports;
}
DESCENT_MISTAKE(check_gradient, check_reports_the_absolute,
                "Your errors are absolute differences. Use relative_error.", "relative-error");

Reports check_loses_nan(const GradcheckLoss& loss, const Blocks& blocks,
                        const GradcheckOptions& options, const GradcheckWinners& winners) {
  Reports reports = check_gradient(loss, blocks, options, winners);
  for (GradcheckReport& report : reports) {
    if (report.errors.is_empty()) continue;
    report.worst = 0;
    for (arma::uword k = 0; k < report.errors.n_elem; ++k) {
      const double a = report.analytic(k);
      const double n = report.numeric(k);
      if (!std::isfinite(a) || !std::isfinite(n)) {
        report.errors(k) = std::abs(a - n) / std::max(std::abs(a), std::abs(n));
      }
      if (report.errors(k) > report.worst) report.worst = report.errors(k);
    }
  }
  return reports;
}
DESCENT_MISTAKE(check_gradient, check_loses_nan,
                "A gradient of NaN leaves no trace in `worst`: `NaN > worst` is false. Use "
                "relative_error, which makes it infinite.",
                "nan-must-not-pass");

Reports check_pools_the_worst(const GradcheckLoss& loss, const Blocks& blocks,
                              const GradcheckOptions& options, const GradcheckWinners& winners) {
  Reports reports = check_gradient(loss, blocks, options, winners);
  double worst = 0;
  for (const GradcheckReport& report : reports) worst = std::max(worst, report.worst);
  for (GradcheckReport& report : reports) report.worst = worst;
  return reports;
}
DESCENT_MISTAKE(check_gradient, check_pools_the_worst,
                "Every report has the worst error of the whole model (your maximum is not started "
                "anew). Each block has its own: it says where the bug is.",
                "a-report-not-a-verdict");

Reports check_forgets_names(const GradcheckLoss& loss, const Blocks& blocks,
                            const GradcheckOptions& options, const GradcheckWinners& winners) {
  Reports reports = check_gradient(loss, blocks, options, winners);
  for (GradcheckReport& report : reports) report.name.clear();
  return reports;
}
DESCENT_MISTAKE(check_gradient, check_forgets_names,
                "Your reports have no names. Copy the name of the block.",
                "a-report-not-a-verdict");

Reports check_without_checks(const GradcheckLoss& loss, const Blocks& blocks,
                             const GradcheckOptions& options, const GradcheckWinners& winners) {
  try {
    return check_gradient(loss, blocks, options, winners);
  } catch (const std::invalid_argument&) {
    return {};
  }
}
DESCENT_MISTAKE(check_gradient, check_without_checks,
                "You do not check the input. Begin with require_gradcheck(loss, blocks, options).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
