#include "mistakes.hpp"

#include <cmath>

namespace descent {
namespace {

// What happens after an epoch that was good, or was not. All is right but what a mistake changes.
double good_epoch(double learning_rate, double validation_error, PlateauState& state) {
  state.best = validation_error;
  state.waited = 0;
  return learning_rate;
}

double bad_epoch(double learning_rate, PlateauState& state, const PlateauOptions& options) {
  state.waited += 1;
  if (state.waited < options.patience) return learning_rate;
  state.waited = 0;
  return learning_rate * options.factor;
}

double plateau_right(double learning_rate, double validation_error, PlateauState& state,
                     const PlateauOptions& options) {
  if (validation_error < state.best - options.min_improvement) {
    return good_epoch(learning_rate, validation_error, state);
  }
  return bad_epoch(learning_rate, state, options);
}

double plateau_against_the_last(double learning_rate, double validation_error, PlateauState& state,
                                const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  const bool good = validation_error < state.best - options.min_improvement;
  const double rate = good ? good_epoch(learning_rate, validation_error, state)
                           : bad_epoch(learning_rate, state, options);
  state.best = validation_error;
  return rate;
}
DESCENT_MISTAKE(plateau_decay, plateau_against_the_last,
                "You compare with the epoch before. An error must beat the best of all epochs.",
                "the-best-error-is-never-forgotten");

double plateau_equal_is_better(double learning_rate, double validation_error, PlateauState& state,
                               const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (validation_error <= state.best - options.min_improvement)
    return good_epoch(learning_rate, validation_error, state);
  return bad_epoch(learning_rate, state, options);
}
DESCENT_MISTAKE(plateau_decay, plateau_equal_is_better,
                "You count an equal error as an improvement. It must be lower.",
                "when-the-error-stops-improving");

double plateau_waits_one_more(double learning_rate, double validation_error, PlateauState& state,
                              const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (validation_error < state.best - options.min_improvement)
    return good_epoch(learning_rate, validation_error, state);
  state.waited += 1;
  if (state.waited <= options.patience) return learning_rate;
  state.waited = 0;
  return learning_rate * options.factor;
}
DESCENT_MISTAKE(plateau_decay, plateau_waits_one_more,
                "You wait one epoch too long: the rate falls when as many epochs as the patience "
                "were bad. (PyTorch counts one more.)",
                "patience");

double plateau_waits_one_less(double learning_rate, double validation_error, PlateauState& state,
                              const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (validation_error < state.best - options.min_improvement)
    return good_epoch(learning_rate, validation_error, state);
  if (state.waited + 1 < options.patience - (options.patience > 1 ? 1 : 0)) {
    state.waited += 1;
    return learning_rate;
  }
  state.waited = 0;
  return learning_rate * options.factor;
}
DESCENT_MISTAKE(
    plateau_decay, plateau_waits_one_less,
    "You wait one epoch too little: the rate falls when as many epochs as the patience were bad.",
    "patience");

double plateau_impatient(double learning_rate, double validation_error, PlateauState& state,
                         const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (validation_error < state.best - options.min_improvement)
    return good_epoch(learning_rate, validation_error, state);
  return learning_rate * options.factor;
}
DESCENT_MISTAKE(plateau_decay, plateau_impatient,
                "You lower the rate after every bad epoch. Wait until there are as many in a row "
                "as the patience says.",
                "patience");

double plateau_keeps_falling(double learning_rate, double validation_error, PlateauState& state,
                             const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (validation_error < state.best - options.min_improvement)
    return good_epoch(learning_rate, validation_error, state);
  state.waited += 1;
  return state.waited < options.patience ? learning_rate : learning_rate * options.factor;
}
DESCENT_MISTAKE(plateau_decay, plateau_keeps_falling,
                "You do not begin to count anew when you have lowered the rate, and so it falls "
                "again after every epoch.",
                "patience");

double plateau_counts_all_bad(double learning_rate, double validation_error, PlateauState& state,
                              const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (validation_error < state.best - options.min_improvement) {
    state.best = validation_error;
    return learning_rate;
  }
  return bad_epoch(learning_rate, state, options);
}
DESCENT_MISTAKE(plateau_decay, plateau_counts_all_bad,
                "You do not begin to count anew after an improvement: bad epochs must be in a row.",
                "patience");

double plateau_forgets_the_best(double learning_rate, double validation_error, PlateauState& state,
                                const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (validation_error < state.best - options.min_improvement)
    return good_epoch(learning_rate, validation_error, state);
  const double rate = bad_epoch(learning_rate, state, options);
  if (state.waited == 0) state.best = arma::datum::inf;
  return rate;
}
DESCENT_MISTAKE(
    plateau_decay, plateau_forgets_the_best,
    "You forget the best error when you lower the rate. Then any error is an improvement.",
    "the-best-error-is-never-forgotten");

double plateau_takes_the_last_as_best(double learning_rate, double validation_error,
                                      PlateauState& state, const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (validation_error < state.best - options.min_improvement)
    return good_epoch(learning_rate, validation_error, state);
  const double rate = bad_epoch(learning_rate, state, options);
  if (state.waited == 0) state.best = validation_error;
  return rate;
}
DESCENT_MISTAKE(
    plateau_decay, plateau_takes_the_last_as_best,
    "When you lower the rate you put the last error in place of the best. The best one stays.",
    "the-best-error-is-never-forgotten");

double plateau_of_accuracy(double learning_rate, double validation_error, PlateauState& state,
                           const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (std::isinf(state.best) || validation_error > state.best + options.min_improvement)
    return good_epoch(learning_rate, validation_error, state);
  return bad_epoch(learning_rate, state, options);
}
DESCENT_MISTAKE(
    plateau_decay, plateau_of_accuracy,
    "You take a higher number for better. It is an error, not an accuracy: lower is better.",
    "when-the-error-stops-improving");

double plateau_ignores_min_improvement(double learning_rate, double validation_error,
                                       PlateauState& state, const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  PlateauOptions any = options;
  any.min_improvement = 0;
  return plateau_right(learning_rate, validation_error, state, any);
}
DESCENT_MISTAKE(
    plateau_decay, plateau_ignores_min_improvement,
    "You ignore min_improvement: an error must be lower than the best by more than that.",
    "how-much-is-an-improvement");

double plateau_relative_improvement(double learning_rate, double validation_error,
                                    PlateauState& state, const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (validation_error < state.best * (1 - options.min_improvement))
    return good_epoch(learning_rate, validation_error, state);
  return bad_epoch(learning_rate, state, options);
}
DESCENT_MISTAKE(
    plateau_decay, plateau_relative_improvement,
    "You take min_improvement for a part of the best error. It is a difference of errors.",
    "how-much-is-an-improvement");

double plateau_adds_min_improvement(double learning_rate, double validation_error,
                                    PlateauState& state, const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (validation_error < state.best + options.min_improvement)
    return good_epoch(learning_rate, validation_error, state);
  return bad_epoch(learning_rate, state, options);
}
DESCENT_MISTAKE(
    plateau_decay, plateau_adds_min_improvement,
    "You add min_improvement to the best error: then a worse one is good enough. Take it off.",
    "how-much-is-an-improvement");

double plateau_always_notes_the_lowest(double learning_rate, double validation_error,
                                       PlateauState& state, const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (validation_error < state.best - options.min_improvement)
    return good_epoch(learning_rate, validation_error, state);
  if (validation_error < state.best) state.best = validation_error;
  return bad_epoch(learning_rate, state, options);
}
DESCENT_MISTAKE(plateau_decay, plateau_always_notes_the_lowest,
                "You note a lower error as the best even if it is no improvement. Then many small "
                "steps never add up to one.",
                "how-much-is-an-improvement");

double plateau_fooled_by_nan(double learning_rate, double validation_error, PlateauState& state,
                             const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (!(validation_error >= state.best - options.min_improvement))
    return good_epoch(learning_rate, validation_error, state);
  return bad_epoch(learning_rate, state, options);
}
DESCENT_MISTAKE(plateau_decay, plateau_fooled_by_nan,
                "NaN counts as an improvement here, since every comparison with it is false, and "
                "becomes the best. Ask whether the error is lower, not whether it is not.",
                "the-best-error-is-never-forgotten");

double plateau_stopped_by_nan(double learning_rate, double validation_error, PlateauState& state,
                              const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (std::isnan(validation_error)) return learning_rate;
  return plateau_right(learning_rate, validation_error, state, options);
}
DESCENT_MISTAKE(plateau_decay, plateau_stopped_by_nan,
                "You skip an epoch with NaN. It is an epoch without improvement, and counts.",
                "when-the-error-stops-improving");

double plateau_refuses_nan(double learning_rate, double validation_error, PlateauState& state,
                           const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  require_finite(arma::vec{validation_error}, "the error");
  return plateau_right(learning_rate, validation_error, state, options);
}
DESCENT_MISTAKE(plateau_decay, plateau_refuses_nan,
                "You refuse an error that is NaN. It is an epoch without improvement, and counts.",
                "when-the-error-stops-improving");

double plateau_returns_the_factor(double learning_rate, double validation_error,
                                  PlateauState& state, const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (validation_error < state.best - options.min_improvement)
    return good_epoch(learning_rate, validation_error, state);
  const double rate = bad_epoch(1, state, options);
  return rate < 1 ? options.factor : learning_rate;
}
DESCENT_MISTAKE(plateau_decay, plateau_returns_the_factor,
                "You return the factor where you lower the rate. Return the rate times the factor.",
                "when-the-error-stops-improving");

double plateau_raises(double learning_rate, double validation_error, PlateauState& state,
                      const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  PlateauOptions other = options;
  other.factor = 1 / options.factor;
  return plateau_right(learning_rate, validation_error, state, other);
}
DESCENT_MISTAKE(plateau_decay, plateau_raises, "You divide by the factor: the rate rises.",
                "when-the-error-stops-improving");

double plateau_lowers_when_good(double learning_rate, double validation_error, PlateauState& state,
                                const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (validation_error < state.best - options.min_improvement) {
    const bool first = std::isinf(state.best);
    good_epoch(learning_rate, validation_error, state);
    return first ? learning_rate : learning_rate * options.factor;
  }
  return learning_rate;
}
DESCENT_MISTAKE(
    plateau_decay, plateau_lowers_when_good,
    "You lower the rate when the error improves. Lower it when it has stopped improving.",
    "when-the-error-stops-improving");

double plateau_fixed_factor(double learning_rate, double validation_error, PlateauState& state,
                            const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  PlateauOptions other = options;
  other.factor = 0.5;
  return plateau_right(learning_rate, validation_error, state, other);
}
DESCENT_MISTAKE(plateau_decay, plateau_fixed_factor,
                "Your factor is 0.5, whatever the options say.", "when-the-error-stops-improving");

double plateau_fixed_patience(double learning_rate, double validation_error, PlateauState& state,
                              const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  PlateauOptions other = options;
  other.patience = 3;
  return plateau_right(learning_rate, validation_error, state, other);
}
DESCENT_MISTAKE(plateau_decay, plateau_fixed_patience,
                "Your patience is 3, whatever the options say.", "patience");

double plateau_of_a_copy(double learning_rate, double validation_error, PlateauState& state,
                         const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  PlateauState copy = state;
  return plateau_right(learning_rate, validation_error, copy, options);
}
DESCENT_MISTAKE(plateau_decay, plateau_of_a_copy,
                "You update a copy of the state, and it is gone at the next epoch. Assign to "
                "state.best and state.waited.",
                "a-state-for-each-parameter");

double plateau_never(double learning_rate, double validation_error, PlateauState& state,
                     const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  if (validation_error < state.best - options.min_improvement)
    return good_epoch(learning_rate, validation_error, state);
  state.waited += 1;
  return learning_rate;
}
DESCENT_MISTAKE(plateau_decay, plateau_never, "You never lower the rate.",
                "when-the-error-stops-improving");

double plateau_unchecked(double learning_rate, double validation_error, PlateauState& state,
                         const PlateauOptions& options) {
  return plateau_right(learning_rate, validation_error, state, options);
}
DESCENT_MISTAKE(plateau_decay, plateau_unchecked,
                "You do not refuse bad input. Call require_plateau first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
