// Known mistakes: the judgement.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// The table with other borders.
Judgement by_borders(double error, bool has_kinks, double high, double middle, double low) {
  if (error < 0) throw std::invalid_argument("expected a relative error of 0 or more");
  if (error <= low) return Judgement::happy;
  if (error <= middle) return has_kinks ? Judgement::fine_at_kinks : Judgement::too_high;
  return error <= high ? Judgement::uncomfortable : Judgement::wrong;
}

Judgement judge_lets_nan_pass(double error, bool has_kinks) {
  if (error > 1e-2) return Judgement::wrong;
  if (error > 1e-4) return Judgement::uncomfortable;
  if (error > 1e-7) return has_kinks ? Judgement::fine_at_kinks : Judgement::too_high;
  return judge(std::isnan(error) ? 0 : error, has_kinks);
}
DESCENT_MISTAKE(judge, judge_lets_nan_pass,
                "NaN makes you happy: every `error > ...` with it is false, so it falls through to "
                "the end. Ask from the other side, `error <= 1e-7` first, and let wrong be what "
                "is left.",
                "nan-must-not-pass");

Judgement judge_takes_borders_for_worse(double error, bool has_kinks) {
  if (error < 0) return judge(error, has_kinks);
  if (error < 1e-7) return Judgement::happy;
  if (error < 1e-4) return has_kinks ? Judgement::fine_at_kinks : Judgement::too_high;
  return error < 1e-2 ? Judgement::uncomfortable : Judgement::wrong;
}
DESCENT_MISTAKE(judge, judge_takes_borders_for_worse,
                "An error exactly on a border belongs to the milder side: 1e-7 is happy, 1e-4 is "
                "fine with kinks, 1e-2 is uncomfortable. Write <= for <.",
                "what-to-think-of-an-error");

Judgement judge_ignores_kinks(double error, bool) { return judge(error, true); }
DESCENT_MISTAKE(judge, judge_ignores_kinks,
                "You are as mild without kinks as with them. A smooth loss has no excuse for an "
                "error between 1e-7 and 1e-4: it is too high.",
                "what-to-think-of-an-error");

Judgement judge_forgives_nothing(double error, bool) { return judge(error, false); }
DESCENT_MISTAKE(judge, judge_forgives_nothing,
                "You are as strict with kinks as without. A ReLU may cost an error of up to 1e-4 "
                "although the gradient is right: that is fine_at_kinks.",
                "what-to-think-of-an-error");

Judgement judge_swaps_kinks(double error, bool has_kinks) { return judge(error, !has_kinks); }
DESCENT_MISTAKE(judge, judge_swaps_kinks,
                "You have it the wrong way round: kinks are an excuse, so with them an error of "
                "1e-5 is fine, and without them too high.",
                "what-to-think-of-an-error");

Judgement judge_excuses_everything(double error, bool has_kinks) {
  const Judgement right = judge(error, has_kinks);
  return has_kinks && right == Judgement::uncomfortable ? Judgement::fine_at_kinks : right;
}
DESCENT_MISTAKE(judge, judge_excuses_everything,
                "Kinks excuse errors up to 1e-4 only. Between 1e-4 and 1e-2 you should feel "
                "uncomfortable, with kinks as well.",
                "what-to-think-of-an-error");

Judgement judge_calls_it_wrong_early(double error, bool has_kinks) {
  return by_borders(error, has_kinks, 1e-4, 1e-4, 1e-7);
}
DESCENT_MISTAKE(judge, judge_calls_it_wrong_early,
                "You have no uncomfortable errors: everything above 1e-4 is wrong to you. Between "
                "1e-4 and 1e-2 it only probably is.",
                "what-to-think-of-an-error");

Judgement judge_is_happy_early(double error, bool has_kinks) {
  return by_borders(error, has_kinks, 1e-2, 1e-4, 1e-5);
}
DESCENT_MISTAKE(judge, judge_is_happy_early, "You are happy with 1e-5. Happiness begins at 1e-7.",
                "what-to-think-of-an-error");

Judgement judge_thinks_in_percent(double error, bool has_kinks) {
  return by_borders(error, has_kinks, 1, 1e-2, 1e-5);
}
DESCENT_MISTAKE(judge, judge_thinks_in_percent,
                "Your borders are a hundred times too large. A relative error of 1e-2, one "
                "percent, is already as bad as it may get.",
                "what-to-think-of-an-error");

Judgement judge_accepts_negative_errors(double error, bool has_kinks) {
  return judge(std::max(error, 0.0), has_kinks);
}
DESCENT_MISTAKE(judge, judge_accepts_negative_errors,
                "A negative error comes from a formula that has lost its |·|. Throw "
                "std::invalid_argument instead of being happy with it.",
                "refuse-bad-input");

Judgement judge_takes_the_absolute(double error, bool has_kinks) {
  return judge(std::abs(error), has_kinks);
}
DESCENT_MISTAKE(
    judge, judge_takes_the_absolute,
    "You repair a negative error with |·|. It comes from a formula that is wrong: throw "
    "std::invalid_argument, so that somebody looks.",
    "refuse-bad-input");

}  // namespace
}  // namespace descent
