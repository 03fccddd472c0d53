#include "mistakes.hpp"

#include <cmath>

namespace descent {
namespace {

// What somebody does otherwise. With none of them it is a right solution.
struct SearchHabits {
  bool remembers = true;      // pairs at all
  bool drops_newest = false;  // where the memory is full
  // How many pairs are kept, of options.memory.
  std::function<arma::uword(arma::uword)> kept = [](arma::uword memory) { return memory; };
  bool turns_s = false;                // s = before - after
  bool same_gradient = false;          // y = 0: the gradient was replaced too soon
  bool y_is_gradient = false;          // y = the new gradient
  bool searches = true;                // a line search at all
  bool shortens_only_once = false;     // takes the second trial, whatever it is
  bool rises = false;                  // no condition on the loss, only on its being finite
  bool trusts_nan = false;             // compares, and NaN passes
  bool first_step_everywhere = false;  // t = 1/length of the gradient at the start of each search
  bool asks_twice = false;             // once more at the accepted point
  bool asks_start_again = false;       // at the start of each iteration
  bool keeps_going = false;            // the search has no end
  arma::uword extra_iterations = 0;    // beyond max_iterations
  bool always_converged = false;
  bool never_converged = false;
  bool by_length = false;          // the length of the gradient against the tolerance
  bool by_sum = false;             // the sum of its absolute values
  bool tolerance_fixed = false;    // 1e-5
  bool goes_first = false;         // an iteration before the first look at the tolerance
  bool stops_when_flat = false;    // where the loss hardly falls any more
  bool forgets_start = false;      // in the count
  bool counts_iterations = false;  // in place of evaluations
  bool old_loss = false;           // returns the loss of the iteration before
  bool returns_start = false;
  bool swallows = false;  // exceptions of the objective
};

class Search {
 public:
  Search(const FullBatchObjective& objective, const LbfgsOptions& options,
         const SearchHabits& habits)
      : objective_(objective), options_(options), habits_(habits) {}

  LbfgsResult run(const arma::vec& start) {
    w_ = start;
    at_ = ask(w_);
    require_lbfgs_start(start, at_);
    double loss_before = at_.loss;
    LbfgsResult result;
    if (habits_.forgets_start) evaluations_ = 0;
    while (!(result.iterations == 0 && habits_.goes_first ? false : small()) &&
           result.iterations < options_.max_iterations + habits_.extra_iterations) {
      loss_before = at_.loss;
      if (!step()) break;
      result.iterations += 1;
      if (habits_.stops_when_flat && loss_before - at_.loss < 1e-3 * std::abs(loss_before)) break;
    }
    result.w = habits_.returns_start ? start : w_;
    result.loss = habits_.old_loss ? loss_before : at_.loss;
    result.evaluations = habits_.counts_iterations ? result.iterations : evaluations_;
    result.converged = (small() || habits_.always_converged) && !habits_.never_converged;
    return result;
  }

 private:
  FullBatchLoss ask(const arma::vec& w) {
    ++evaluations_;
    return objective_(w);
  }

  [[nodiscard]] bool small() const {
    const double tolerance = habits_.tolerance_fixed ? 1e-5 : options_.gradient_tolerance;
    if (habits_.by_length) return arma::norm(at_.gradient) <= tolerance;
    if (habits_.by_sum) return arma::accu(arma::abs(at_.gradient)) <= tolerance;
    return arma::abs(at_.gradient).max() <= tolerance;
  }

  bool step() {
    if (habits_.asks_start_again) at_ = ask(w_);
    const arma::vec direction = lbfgs_direction(at_.gradient, memory_);
    const double slope = arma::dot(at_.gradient, direction);
    const bool unknown = memory_.empty() || habits_.first_step_everywhere;
    double t = unknown ? std::min(1.0, 1 / arma::norm(at_.gradient)) : 1.0;
    double low = 0, high = arma::datum::inf;
    arma::vec next_w = w_;
    FullBatchLoss next = at_;
    for (int trial = 0; trial < 60 || habits_.keeps_going; ++trial) {
      const arma::vec trial_w = w_ + t * direction;
      FullBatchLoss there;
      try {
        there = ask(trial_w);
      } catch (const std::domain_error&) {
        if (!habits_.swallows) throw;
        there = {arma::datum::inf, at_.gradient};
      }
      const bool finite = std::isfinite(there.loss) && there.gradient.is_finite();
      bool too_long = !finite || there.loss > at_.loss + 1e-4 * t * slope;
      if (habits_.trusts_nan) too_long = there.loss > at_.loss + 1e-4 * t * slope;
      if (habits_.rises) too_long = !finite;
      if (habits_.shortens_only_once && trial == 1) too_long = false;
      const bool too_short = arma::dot(there.gradient, direction) < 0.9 * slope;
      if (!habits_.searches || (!too_long && !too_short) || (!too_long && habits_.rises)) {
        next_w = trial_w;
        next = there;
        break;
      }
      if (!too_long) {
        next_w = trial_w;
        next = there;
      }
      (too_long ? high : low) = t;
      t = std::isinf(high) ? 2 * t : (low + high) / 2;
    }
    const bool any = !habits_.searches || habits_.rises || habits_.trusts_nan ||
                     habits_.shortens_only_once || next.loss < at_.loss;
    if (!any) return false;
    if (habits_.asks_twice) next = ask(next_w);
    remember(next_w, next);
    w_ = next_w;
    at_ = next;
    return true;
  }

  void remember(const arma::vec& next_w, const FullBatchLoss& next) {
    if (!habits_.remembers) return;
    CurvaturePair pair{next_w - w_, next.gradient - at_.gradient};
    if (habits_.turns_s) pair.s = -pair.s;
    if (habits_.same_gradient) pair.y.zeros();
    if (habits_.y_is_gradient) pair.y = next.gradient;
    if (habits_.drops_newest && memory_.size() == options_.memory) return;
    memory_.push_back(pair);
    if (memory_.size() > habits_.kept(options_.memory)) memory_.erase(memory_.begin());
  }

  const FullBatchObjective& objective_;
  const LbfgsOptions& options_;
  const SearchHabits& habits_;
  arma::vec w_;
  FullBatchLoss at_;
  std::vector<CurvaturePair> memory_;
  arma::uword evaluations_ = 0;
};

LbfgsResult search_with(const SearchHabits& habits, const FullBatchObjective& objective,
                        const arma::vec& start, const LbfgsOptions& options) {
  require_lbfgs(objective, start, options);
  return Search(objective, options, habits).run(start);
}

LbfgsResult lbfgs_is_gradient_descent(const FullBatchObjective& objective, const arma::vec& start,
                                      const LbfgsOptions& options) {
  return search_with({.remembers = false}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_is_gradient_descent,
                "You never remember a pair, so that the direction is always minus the gradient. "
                "Push {s, y} into the memory after each step.",
                "l-bfgs");

LbfgsResult lbfgs_drops_the_newest(const FullBatchObjective& objective, const arma::vec& start,
                                   const LbfgsOptions& options) {
  return search_with({.drops_newest = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_drops_the_newest,
                "When the memory is full you drop the newest pair. Drop the oldest: what it knows "
                "was true far away.",
                "the-memory");

LbfgsResult lbfgs_keeps_all(const FullBatchObjective& objective, const arma::vec& start,
                            const LbfgsOptions& options) {
  return search_with({.kept = [](arma::uword) { return arma::uword{1000000}; }}, objective, start,
                     options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_keeps_all,
                "You never drop a pair, so that the memory grows with every step. Keep the newest "
                "options.memory pairs, and drop the oldest one when there are more.",
                "the-memory");

LbfgsResult lbfgs_keeps_ten(const FullBatchObjective& objective, const arma::vec& start,
                            const LbfgsOptions& options) {
  return search_with({.kept = [](arma::uword) { return arma::uword{10}; }}, objective, start,
                     options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_keeps_ten,
                "You keep ten pairs, whatever the options say. Keep the newest options.memory "
                "pairs; 10 is only its default.",
                "the-memory");

LbfgsResult lbfgs_keeps_one(const FullBatchObjective& objective, const arma::vec& start,
                            const LbfgsOptions& options) {
  return search_with({.kept = [](arma::uword) { return arma::uword{1}; }}, objective, start,
                     options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_keeps_one,
                "You keep the newest pair only, whatever the options say. Keep the newest "
                "options.memory pairs.",
                "the-memory");

LbfgsResult lbfgs_keeps_one_too_few(const FullBatchObjective& objective, const arma::vec& start,
                                    const LbfgsOptions& options) {
  return search_with({.kept = [](arma::uword memory) { return memory - 1; }}, objective, start,
                     options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_keeps_one_too_few,
                "You drop a pair as soon as there are options.memory of them, so that you keep one "
                "less. Drop one only when there are more.",
                "the-memory");

LbfgsResult lbfgs_keeps_one_too_many(const FullBatchObjective& objective, const arma::vec& start,
                                     const LbfgsOptions& options) {
  return search_with({.kept = [](arma::uword memory) { return memory + 1; }}, objective, start,
                     options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_keeps_one_too_many,
                "You keep one pair more than options.memory. Look at the size of the memory after "
                "the new pair has joined it.",
                "the-memory");

LbfgsResult lbfgs_turns_s(const FullBatchObjective& objective, const arma::vec& start,
                          const LbfgsOptions& options) {
  return search_with({.turns_s = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_turns_s,
                "Your s is w before the step minus w after it. Then all pairs have s·y < 0, and "
                "none of them is used.",
                "the-memory");

LbfgsResult lbfgs_has_no_y(const FullBatchObjective& objective, const arma::vec& start,
                           const LbfgsOptions& options) {
  return search_with({.same_gradient = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_has_no_y,
                "Your y is 0: the old gradient was gone when you took the difference. Make the "
                "pair before you overwrite it.",
                "the-memory");

LbfgsResult lbfgs_takes_the_gradient_for_y(const FullBatchObjective& objective,
                                           const arma::vec& start, const LbfgsOptions& options) {
  return search_with({.y_is_gradient = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_takes_the_gradient_for_y,
                "Your y is the new gradient. It is the change of the gradient: after minus before.",
                "the-memory");

LbfgsResult lbfgs_without_search(const FullBatchObjective& objective, const arma::vec& start,
                                 const LbfgsOptions& options) {
  return search_with({.searches = false}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_without_search,
                "You take the first step length, whatever the loss says there. Look whether it has "
                "fallen enough, and take a shorter one if not.",
                "the-line-search");

LbfgsResult lbfgs_shortens_once(const FullBatchObjective& objective, const arma::vec& start,
                                const LbfgsOptions& options) {
  return search_with({.shortens_only_once = true}, objective, start, options);
}
DESCENT_MISTAKE(
    lbfgs, lbfgs_shortens_once,
    "You shorten the step once only, and take what comes. Go on until the loss has fallen enough.",
    "the-line-search");

LbfgsResult lbfgs_may_rise(const FullBatchObjective& objective, const arma::vec& start,
                           const LbfgsOptions& options) {
  return search_with({.rises = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_may_rise,
                "You accept a step where the loss has risen. It must have fallen, by a part of "
                "what the slope promises.",
                "the-line-search");

LbfgsResult lbfgs_trusts_nan(const FullBatchObjective& objective, const arma::vec& start,
                             const LbfgsOptions& options) {
  return search_with({.trusts_nan = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_trusts_nan,
                "NaN passes your line search: no comparison with it is true. Ask whether the loss "
                "is finite first.",
                "where-the-loss-is-not-finite");

LbfgsResult lbfgs_short_steps(const FullBatchObjective& objective, const arma::vec& start,
                              const LbfgsOptions& options) {
  return search_with({.first_step_everywhere = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_short_steps,
                "You begin every line search with 1/‖gradient‖. Only the first one needs that: "
                "later the direction knows its scale, and t = 1 is nearly always right.",
                "the-line-search");

LbfgsResult lbfgs_asks_twice(const FullBatchObjective& objective, const arma::vec& start,
                             const LbfgsOptions& options) {
  return search_with({.asks_twice = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_asks_twice,
                "You ask the objective again at the point that the line search has accepted. Keep "
                "loss and gradient of the last trial.",
                "count-the-evaluations");

LbfgsResult lbfgs_asks_at_each_start(const FullBatchObjective& objective, const arma::vec& start,
                                     const LbfgsOptions& options) {
  return search_with({.asks_start_again = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_asks_at_each_start,
                "You ask the objective at the beginning of each iteration, where it was asked "
                "before. Keep loss and gradient.",
                "count-the-evaluations");

LbfgsResult lbfgs_never_gives_up(const FullBatchObjective& objective, const arma::vec& start,
                                 const LbfgsOptions& options) {
  return search_with({.keeps_going = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_never_gives_up,
                "Your line search has no end where no step lowers the loss. Give up after some "
                "dozens of trials.",
                "when-to-stop");

LbfgsResult lbfgs_one_iteration_too_many(const FullBatchObjective& objective,
                                         const arma::vec& start, const LbfgsOptions& options) {
  return search_with({.extra_iterations = 1}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_one_iteration_too_many,
                "You make one iteration too many: max_iterations is the most.", "when-to-stop");

LbfgsResult lbfgs_always_converged(const FullBatchObjective& objective, const arma::vec& start,
                                   const LbfgsOptions& options) {
  return search_with({.always_converged = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_always_converged,
                "You say that it has converged, whatever happened. It has if no entry of the "
                "gradient exceeds the tolerance.",
                "when-to-stop");

LbfgsResult lbfgs_never_converged(const FullBatchObjective& objective, const arma::vec& start,
                                  const LbfgsOptions& options) {
  return search_with({.never_converged = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_never_converged,
                "You never say that it has converged. It has if no entry of the gradient exceeds "
                "the tolerance.",
                "when-to-stop");

LbfgsResult lbfgs_by_length(const FullBatchObjective& objective, const arma::vec& start,
                            const LbfgsOptions& options) {
  return search_with({.by_length = true}, objective, start, options);
}
DESCENT_MISTAKE(
    lbfgs, lbfgs_by_length,
    "You compare the length of the gradient with the tolerance. Compare its largest entry.",
    "when-to-stop");

LbfgsResult lbfgs_by_sum(const FullBatchObjective& objective, const arma::vec& start,
                         const LbfgsOptions& options) {
  return search_with({.by_sum = true}, objective, start, options);
}
DESCENT_MISTAKE(
    lbfgs, lbfgs_by_sum,
    "You compare the sum of the gradient's entries with the tolerance. Compare the largest one.",
    "when-to-stop");

LbfgsResult lbfgs_fixed_tolerance(const FullBatchObjective& objective, const arma::vec& start,
                                  const LbfgsOptions& options) {
  return search_with({.tolerance_fixed = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_fixed_tolerance, "Your tolerance is 1e-5, whatever the options say.",
                "when-to-stop");

LbfgsResult lbfgs_goes_first(const FullBatchObjective& objective, const arma::vec& start,
                             const LbfgsOptions& options) {
  return search_with({.goes_first = true}, objective, start, options);
}
DESCENT_MISTAKE(
    lbfgs, lbfgs_goes_first,
    "You make a step before you look at the gradient of the start. It may be a minimum.",
    "when-to-stop");

LbfgsResult lbfgs_stops_when_flat(const FullBatchObjective& objective, const arma::vec& start,
                                  const LbfgsOptions& options) {
  return search_with({.stops_when_flat = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_stops_when_flat,
                "You stop where the loss hardly falls. In a long valley that is far from its end: "
                "look at the gradient.",
                "when-to-stop");

LbfgsResult lbfgs_forgets_the_start(const FullBatchObjective& objective, const arma::vec& start,
                                    const LbfgsOptions& options) {
  return search_with({.forgets_start = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_forgets_the_start, "You do not count the evaluation at the start.",
                "count-the-evaluations");

LbfgsResult lbfgs_counts_iterations(const FullBatchObjective& objective, const arma::vec& start,
                                    const LbfgsOptions& options) {
  return search_with({.counts_iterations = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_counts_iterations,
                "You return the number of iterations as that of evaluations. Every trial of a line "
                "search is an evaluation.",
                "count-the-evaluations");

LbfgsResult lbfgs_old_loss(const FullBatchObjective& objective, const arma::vec& start,
                           const LbfgsOptions& options) {
  return search_with({.old_loss = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_old_loss,
                "The loss that you return is that of the iteration before. It belongs to the w "
                "that you return.",
                "l-bfgs");

LbfgsResult lbfgs_returns_the_start(const FullBatchObjective& objective, const arma::vec& start,
                                    const LbfgsOptions& options) {
  return search_with({.returns_start = true}, objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_returns_the_start,
                "You return the start. Return the point that you have reached.", "l-bfgs");

LbfgsResult lbfgs_swallows_exceptions(const FullBatchObjective& objective, const arma::vec& start,
                                      const LbfgsOptions& options) {
  return search_with({.swallows = true}, objective, start, options);
}
DESCENT_MISTAKE(
    lbfgs, lbfgs_swallows_exceptions,
    "You swallow the objective's exceptions. You cannot know what they mean: let them pass.",
    "refuse-bad-input");

LbfgsResult lbfgs_unchecked(const FullBatchObjective& objective, const arma::vec& start,
                            const LbfgsOptions& options) {
  if (!objective) return {};
  const FullBatchLoss at = objective(start);
  if (start.is_empty() || options.memory == 0 || !(options.gradient_tolerance >= 0) ||
      !std::isfinite(at.loss) || !at.gradient.is_finite() || at.gradient.n_elem != start.n_elem) {
    return {start, at.loss, 0, 1, false};
  }
  return lbfgs(objective, start, options);
}
DESCENT_MISTAKE(lbfgs, lbfgs_unchecked,
                "You do not refuse bad input. Call require_lbfgs first, and require_lbfgs_start "
                "with what the objective says at the start.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
