#include "mistakes.hpp"

#include <cmath>
#include <utility>

namespace descent {
namespace {

using mistakes::divide;
using mistakes::zeros_for;

// The step of a right solution: how much of each average is missing, and what is divided by what.
struct Corrections {
  double m = 1, v = 1;
};

Corrections right_corrections(const AdamState& state, const AdamOptions& o) {
  if (!o.bias_correction) return {};
  const double t = static_cast<double>(state.t);
  return {1 - std::pow(o.beta1, t), 1 - std::pow(o.beta2, t)};
}

void adam_zeros(AdamState& state, const arma::mat& w) {
  zeros_for(state.m, w);
  zeros_for(state.v, w);
}

void adam_averages(AdamState& state, const arma::mat& dw, double beta1, double beta2) {
  state.m = beta1 * state.m + (1 - beta1) * dw;
  state.v = beta2 * state.v + (1 - beta2) * arma::square(dw);
}

// Everything up to the averages, and everything behind them.
void adam_begins(AdamState& state, const arma::mat& w, const arma::mat& dw, const AdamOptions& o) {
  adam_zeros(state, w);
  state.t += 1;
  adam_averages(state, dw, o.beta1, o.beta2);
}

void adam_ends(arma::mat& w, const AdamState& state, const AdamOptions& o, Corrections by) {
  divide(w, state.m / by.m, state.v / by.v, o.learning_rate, o.eps);
}

void adam_whole(arma::mat& w, const arma::mat& dw, AdamState& state, const AdamOptions& o) {
  adam_begins(state, w, dw, o);
  adam_ends(w, state, o, right_corrections(state, o));
}

void adam_counts_late(arma::mat& w, const arma::mat& dw, AdamState& state,
                      const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_zeros(state, w);
  adam_averages(state, dw, options.beta1, options.beta2);
  adam_ends(w, state, options, right_corrections(state, options));
  state.t += 1;
}
DESCENT_MISTAKE(adam, adam_counts_late,
                "Your first step has t = 0, and beta to the power of 0 is 1: you divide by 0. "
                "Count the step before you correct.",
                "the-time-t");

void adam_t_not_kept(arma::mat& w, const arma::mat& dw, AdamState& state,
                     const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_zeros(state, w);
  adam_averages(state, dw, options.beta1, options.beta2);
  AdamState first = state;
  first.t = 1;
  adam_ends(w, state, options, right_corrections(first, options));
}
DESCENT_MISTAKE(adam, adam_t_not_kept,
                "Your t is 1 at every step. It counts the steps: keep it in state.t.",
                "the-time-t");

void adam_t_begins_at_two(arma::mat& w, const arma::mat& dw, AdamState& state,
                          const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  AdamState later = state;
  later.t += 1;
  adam_ends(w, state, options, right_corrections(later, options));
}
DESCENT_MISTAKE(adam, adam_t_begins_at_two,
                "Your t is one too large: the first step has t = 1. Is it counted twice?",
                "the-time-t");

void adam_static_t(arma::mat& w, const arma::mat& dw, AdamState& state,
                   const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  static arma::uword t;
  if (state.m.is_empty()) t = 0;
  adam_zeros(state, w);
  t += 1;
  state.t = t;
  adam_averages(state, dw, options.beta1, options.beta2);
  adam_ends(w, state, options, right_corrections(state, options));
}
DESCENT_MISTAKE(adam, adam_static_t,
                "Your t is a static variable: every parameter that makes a step moves the clock of "
                "all others. It belongs into the state.",
                "the-time-t");

void adam_never_corrects(arma::mat& w, const arma::mat& dw, AdamState& state,
                         const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  adam_ends(w, state, options, {});
}
DESCENT_MISTAKE(
    adam, adam_never_corrects,
    "There is no bias correction, whatever the options say: your first steps are far too long.",
    "correct-the-start");

void adam_always_corrects(arma::mat& w, const arma::mat& dw, AdamState& state,
                          const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  AdamOptions with = options;
  with.bias_correction = true;
  adam_ends(w, state, options, right_corrections(state, with));
}
DESCENT_MISTAKE(adam, adam_always_corrects,
                "You correct even where options.bias_correction is false.", "correct-the-start");

void adam_corrects_upside_down(arma::mat& w, const arma::mat& dw, AdamState& state,
                               const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  AdamOptions with = options;
  with.bias_correction = !options.bias_correction;
  adam_ends(w, state, options, right_corrections(state, with));
}
DESCENT_MISTAKE(adam, adam_corrects_upside_down,
                "You correct where you should not, and do not where you should: look at "
                "options.bias_correction again.",
                "correct-the-start");

void adam_hats_written_back(arma::mat& w, const arma::mat& dw, AdamState& state,
                            const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  const Corrections by = right_corrections(state, options);
  state.m /= by.m;
  state.v /= by.v;
  adam_ends(w, state, options, {});
}
DESCENT_MISTAKE(adam, adam_hats_written_back,
                "You write m_hat and v_hat back into the state, and the next step averages and "
                "corrects them again. What stays is m and v.",
                "the-hats-are-not-kept");

void adam_m_hat_written_back(arma::mat& w, const arma::mat& dw, AdamState& state,
                             const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  const Corrections by = right_corrections(state, options);
  state.m /= by.m;
  adam_ends(w, state, options, {1, by.v});
}
DESCENT_MISTAKE(adam, adam_m_hat_written_back,
                "You write m_hat back into the state, and the next step averages and corrects it "
                "again. What stays is m.",
                "the-hats-are-not-kept");

void adam_v_hat_written_back(arma::mat& w, const arma::mat& dw, AdamState& state,
                             const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  const Corrections by = right_corrections(state, options);
  state.v /= by.v;
  adam_ends(w, state, options, {by.m, 1});
}
DESCENT_MISTAKE(adam, adam_v_hat_written_back,
                "You write v_hat back into the state, and the next step averages and corrects it "
                "again. What stays is v.",
                "the-hats-are-not-kept");

void adam_betas_swapped(arma::mat& w, const arma::mat& dw, AdamState& state,
                        const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  AdamOptions other = options;
  std::swap(other.beta1, other.beta2);
  adam_whole(w, dw, state, other);
}
DESCENT_MISTAKE(adam, adam_betas_swapped,
                "beta1 and beta2 are swapped: beta1 belongs to m, the average of the gradients, "
                "and beta2 to v.",
                "adam");

void adam_m_swapped(arma::mat& w, const arma::mat& dw, AdamState& state,
                    const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_zeros(state, w);
  state.t += 1;
  state.m = (1 - options.beta1) * state.m + options.beta1 * dw;
  state.v = options.beta2 * state.v + (1 - options.beta2) * arma::square(dw);
  adam_ends(w, state, options, right_corrections(state, options));
}
DESCENT_MISTAKE(adam, adam_m_swapped,
                "m has its weights the wrong way round: beta1 is the part that stays.",
                "which-part-stays");

void adam_v_swapped(arma::mat& w, const arma::mat& dw, AdamState& state,
                    const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_zeros(state, w);
  state.t += 1;
  state.m = options.beta1 * state.m + (1 - options.beta1) * dw;
  state.v = (1 - options.beta2) * state.v + options.beta2 * arma::square(dw);
  adam_ends(w, state, options, right_corrections(state, options));
}
DESCENT_MISTAKE(adam, adam_v_swapped,
                "v has its weights the wrong way round: beta2 is the part that stays.",
                "which-part-stays");

void adam_both_swapped(arma::mat& w, const arma::mat& dw, AdamState& state,
                       const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_zeros(state, w);
  state.t += 1;
  state.m = (1 - options.beta1) * state.m + options.beta1 * dw;
  state.v = (1 - options.beta2) * state.v + options.beta2 * arma::square(dw);
  adam_ends(w, state, options, right_corrections(state, options));
}
DESCENT_MISTAKE(
    adam, adam_both_swapped,
    "Both averages have their weights the wrong way round: beta is the part that stays.",
    "which-part-stays");

void adam_adds_all(arma::mat& w, const arma::mat& dw, AdamState& state,
                   const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_zeros(state, w);
  state.t += 1;
  state.m = options.beta1 * state.m + dw;
  state.v = options.beta2 * state.v + arma::square(dw);
  adam_ends(w, state, options, right_corrections(state, options));
}
DESCENT_MISTAKE(adam, adam_adds_all,
                "You add the whole new gradient and its whole square. Their weights are 1 - beta1 "
                "and 1 - beta2.",
                "which-part-stays");

void adam_eps_inside(arma::mat& w, const arma::mat& dw, AdamState& state,
                     const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  const Corrections by = right_corrections(state, options);
  w -= options.learning_rate * (state.m / by.m) / arma::sqrt(state.v / by.v + options.eps);
}
DESCENT_MISTAKE(adam, adam_eps_inside,
                "Your eps is inside the root. Here it is added to the root: √v_hat + eps.",
                "eps-outside-the-root");

void adam_eps_before_correction(arma::mat& w, const arma::mat& dw, AdamState& state,
                                const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  const Corrections by = right_corrections(state, options);
  divide(w, state.m, state.v, options.learning_rate * std::sqrt(by.v) / by.m, options.eps);
}
DESCENT_MISTAKE(adam, adam_eps_before_correction,
                "You add eps to √v and correct then. It is added to √v_hat. (Both are in the "
                "paper; they differ by the size of eps.)",
                "eps-outside-the-root");

void adam_without_root(arma::mat& w, const arma::mat& dw, AdamState& state,
                       const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  const Corrections by = right_corrections(state, options);
  w -= options.learning_rate * (state.m / by.m) / (state.v / by.v + options.eps);
}
DESCENT_MISTAKE(adam, adam_without_root,
                "You divide by v_hat. Divide by its root, which has the unit of a gradient.",
                "adam");

void adam_corrects_m_only(arma::mat& w, const arma::mat& dw, AdamState& state,
                          const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  adam_ends(w, state, options, {right_corrections(state, options).m, 1});
}
DESCENT_MISTAKE(adam, adam_corrects_m_only, "You correct m, and not v.", "correct-the-start");

void adam_corrects_v_only(arma::mat& w, const arma::mat& dw, AdamState& state,
                          const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  adam_ends(w, state, options, {1, right_corrections(state, options).v});
}
DESCENT_MISTAKE(adam, adam_corrects_v_only, "You correct v, and not m.", "correct-the-start");

void adam_corrects_with_one_beta(arma::mat& w, const arma::mat& dw, AdamState& state,
                                 const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  const double by = right_corrections(state, options).m;
  adam_ends(w, state, options, {by, by});
}
DESCENT_MISTAKE(adam, adam_corrects_with_one_beta,
                "You correct both averages with beta1. v has beta2.", "correct-the-start");

void adam_multiplies(arma::mat& w, const arma::mat& dw, AdamState& state,
                     const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  const Corrections by = right_corrections(state, options);
  adam_ends(w, state, options, {1 / by.m, 1 / by.v});
}
DESCENT_MISTAKE(adam, adam_multiplies,
                "You multiply by 1 - beta^t. The averages are too small at first: divide.",
                "correct-the-start");

void adam_linear_correction(arma::mat& w, const arma::mat& dw, AdamState& state,
                            const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  const double t = static_cast<double>(state.t);
  adam_ends(w, state, options,
            options.bias_correction ? Corrections{1 - options.beta1 / t, 1 - options.beta2 / t}
                                    : Corrections{});
}
DESCENT_MISTAKE(adam, adam_linear_correction,
                "Your correction is not 1 - beta^t: beta is raised to the power of t.",
                "correct-the-start");

void adam_not_squared(arma::mat& w, const arma::mat& dw, AdamState& state,
                      const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_zeros(state, w);
  state.t += 1;
  state.m = options.beta1 * state.m + (1 - options.beta1) * dw;
  state.v = options.beta2 * state.v + (1 - options.beta2) * dw;
  adam_ends(w, state, options, right_corrections(state, options));
}
DESCENT_MISTAKE(adam, adam_not_squared,
                "v averages the gradient without squaring it: a negative average has no root.",
                "adam");

void adam_absolute(arma::mat& w, const arma::mat& dw, AdamState& state,
                   const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_zeros(state, w);
  state.t += 1;
  state.m = options.beta1 * state.m + (1 - options.beta1) * dw;
  state.v = options.beta2 * state.v + (1 - options.beta2) * arma::abs(dw);
  adam_ends(w, state, options, right_corrections(state, options));
}
DESCENT_MISTAKE(adam, adam_absolute,
                "v averages absolute values, and you take a root of them. Squares are averaged.",
                "adam");

void adam_squares_m(arma::mat& w, const arma::mat& dw, AdamState& state,
                    const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_zeros(state, w);
  state.t += 1;
  state.m = options.beta1 * state.m + (1 - options.beta1) * dw;
  state.v = options.beta2 * state.v + (1 - options.beta2) * arma::square(state.m);
  adam_ends(w, state, options, right_corrections(state, options));
}
DESCENT_MISTAKE(adam, adam_squares_m,
                "v averages the squares of m. It averages the squares of the gradient.", "adam");

void adam_without_momentum(arma::mat& w, const arma::mat& dw, AdamState& state,
                           const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  const Corrections by = right_corrections(state, options);
  divide(w, dw, state.v / by.v, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(adam, adam_without_momentum,
                "You step along the gradient: that is RMSprop with a correction. Step along m_hat.",
                "adam");

void adam_old_averages(arma::mat& w, const arma::mat& dw, AdamState& state,
                       const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_zeros(state, w);
  state.t += 1;
  const AdamState before = state;
  adam_averages(state, dw, options.beta1, options.beta2);
  adam_ends(w, before, options, right_corrections(state, options));
}
DESCENT_MISTAKE(
    adam, adam_old_averages,
    "You step with the averages of the step before. This gradient belongs into them first.",
    "the-cache-comes-first");

void adam_forgets(arma::mat& w, const arma::mat& dw, AdamState& state, const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  AdamState copy = state;
  adam_whole(w, dw, copy, options);
}
DESCENT_MISTAKE(adam, adam_forgets,
                "You update a copy of the state, and it is gone at the next step. Assign to "
                "state.m, state.v and state.t.",
                "a-state-for-each-parameter");

void adam_resets(arma::mat& w, const arma::mat& dw, AdamState& state, const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  state = AdamState();
  adam_whole(w, dw, state, options);
}
DESCENT_MISTAKE(adam, adam_resets,
                "You begin with a fresh state at every step: each step is the first one.",
                "a-state-for-each-parameter");

void adam_uphill(arma::mat& w, const arma::mat& dw, AdamState& state, const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  AdamOptions other = options;
  other.learning_rate *= -1;
  adam_ends(w, state, other, right_corrections(state, options));
}
DESCENT_MISTAKE(adam, adam_uphill, "You go uphill: the step is taken off w.",
                "down-is-minus-the-gradient");

void adam_largest_v(arma::mat& w, const arma::mat& dw, AdamState& state,
                    const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_zeros(state, w);
  const arma::mat before = state.v;
  adam_begins(state, w, dw, options);
  state.v = arma::max(state.v, before);
  adam_ends(w, state, options, right_corrections(state, options));
}
DESCENT_MISTAKE(adam, adam_largest_v,
                "Your v never falls: that is AMSGrad. In Adam it is an average, and may.", "adam");

void adam_rate_falls(arma::mat& w, const arma::mat& dw, AdamState& state,
                     const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  AdamOptions other = options;
  other.learning_rate /= std::sqrt(static_cast<double>(state.t));
  adam_ends(w, state, other, right_corrections(state, options));
}
DESCENT_MISTAKE(
    adam, adam_rate_falls,
    "Your learning rate falls with √t. That is a schedule, and whoever calls you decides on one.",
    "adam");

void adam_one_rate(arma::mat& w, const arma::mat& dw, AdamState& state,
                   const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_zeros(state, w);
  state.t += 1;
  state.m = options.beta1 * state.m + (1 - options.beta1) * dw;
  state.v =
      options.beta2 * state.v + (1 - options.beta2) * arma::mean(arma::vectorise(arma::square(dw)));
  adam_ends(w, state, options, right_corrections(state, options));
}
DESCENT_MISTAKE(
    adam, adam_one_rate,
    "v averages over the entries: one rate for the whole parameter. Each entry has its own.",
    "entry-by-entry");

void adam_fixed_betas(arma::mat& w, const arma::mat& dw, AdamState& state,
                      const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  AdamOptions usual = options;
  usual.beta1 = 0.9;
  usual.beta2 = 0.999;
  adam_whole(w, dw, state, usual);
}
DESCENT_MISTAKE(adam, adam_fixed_betas, "Your betas are 0.9 and 0.999, whatever the options say.",
                "adam");

void adam_fixed_eps(arma::mat& w, const arma::mat& dw, AdamState& state,
                    const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  AdamOptions usual = options;
  usual.eps = 1e-8;
  adam_whole(w, dw, state, usual);
}
DESCENT_MISTAKE(adam, adam_fixed_eps, "Your eps is 1e-8, whatever the options say.",
                "eps-outside-the-root");

void adam_without_eps(arma::mat& w, const arma::mat& dw, AdamState& state,
                      const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  adam_begins(state, w, dw, options);
  AdamOptions other = options;
  other.eps = 0;
  adam_ends(w, state, other, right_corrections(state, options));
}
DESCENT_MISTAKE(adam, adam_without_eps,
                "There is no eps: an entry that never had a gradient is 0/0.",
                "eps-outside-the-root");

void adam_without_zeros(arma::mat& w, const arma::mat& dw, AdamState& state,
                        const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  state.t += 1;
  adam_averages(state, dw, options.beta1, options.beta2);
  adam_ends(w, state, options, right_corrections(state, options));
}
DESCENT_MISTAKE(
    adam, adam_without_zeros,
    "Fresh averages are empty matrices. If they are empty, make them zeros of the shape of w.",
    "a-state-for-each-parameter");

void adam_unchecked(arma::mat& w, const arma::mat& dw, AdamState& state,
                    const AdamOptions& options) {
  adam_whole(w, dw, state, options);
}
DESCENT_MISTAKE(adam, adam_unchecked,
                "You do not refuse bad input. Call require_adam_step first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
