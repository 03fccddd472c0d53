// Known mistakes: diagnose_learning_rate.

#include "mistakes.hpp"

namespace descent::rate_mistakes {
namespace {

using namespace mistakes;

using enum LearningRateDiagnosis;

// What the diagnosis looks at, and its questions in their order; each of the mistakes changes one.
struct Levels {
  bool exploded = false;
  double start = 0, middle = 0, end = 0;

  double fall() const { return (start - end) / start; }
  double share() const { return (start - middle) / (start - end); }
};

Levels levels_of(const arma::vec& losses) {
  require_loss_curve(losses);
  const arma::uword n = losses.n_elem, fifth = n / 5, first = (n - fifth) / 2;
  return {exploded(losses), losses(0), arma::mean(losses.subvec(first, first + fifth - 1)),
          arma::mean(losses.tail(fifth))};
}

LearningRateDiagnosis decide(const Levels& l) {
  if (l.exploded || l.fall() < -0.02) return too_high;
  if (l.fall() <= 0.02) return too_low;
  if (l.share() < 0.25) return bad_initialization;
  if (l.share() < 0.65) return too_low;
  if (l.end <= 0.3 * l.start) return good;
  return l.share() >= 0.8 ? high : too_low;
}

LearningRateDiagnosis rate_forgets_explosions(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (!losses.is_finite()) return too_high;
  l.exploded = false;
  return decide(l);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_forgets_explosions,
                "You look for NaN only. A loss that has been above three times its start has "
                "exploded: ask exploded.",
                "what-the-loss-curve-says");

LearningRateDiagnosis rate_forgets_nan(const arma::vec& losses) {
  Levels l = levels_of(losses);
  l.exploded = largest(losses) > 3 * losses(0);
  return decide(l);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_forgets_nan,
                "NaN gets through to the other questions, and every comparison with it is false. "
                "Ask exploded first.",
                "comparisons-with-nan");

LearningRateDiagnosis rate_explosion_at_the_end(const arma::vec& losses) {
  Levels l = levels_of(losses);
  const double last = losses(losses.n_elem - 1);
  l.exploded = !std::isfinite(last) || last > 3 * losses(0);
  return decide(l);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_explosion_at_the_end,
                "You look for an explosion at the end only. It may be anywhere in the curve.",
                "what-the-loss-curve-says");

LearningRateDiagnosis rate_growth_is_low(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (!l.exploded && l.fall() <= 0.02) return too_low;
  return decide(l);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_growth_is_low,
                "A loss that grows, without having exploded yet, is no sign of a low learning "
                "rate: fall < -kFlat is too_high.",
                "the-order-of-the-questions");

LearningRateDiagnosis rate_any_rise_is_growth(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (l.exploded || l.fall() <= 0) return too_high;
  return decide(l);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_any_rise_is_growth,
                "You take the smallest rise for growth. Within kFlat of the start, up or down, the "
                "loss has not moved: too_low.",
                "the-order-of-the-questions");

LearningRateDiagnosis rate_no_flat(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (l.exploded || l.fall() < -0.02) return too_high;
  if (l.share() < 0.25) return bad_initialization;
  if (l.share() < 0.65) return too_low;
  if (l.end <= 0.3 * l.start) return good;
  return l.share() >= 0.8 ? high : too_low;
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_no_flat,
                "You do not ask whether the loss moves at all. Of a fall of a percent the shape "
                "means nothing: fall <= kFlat is too_low.",
                "the-order-of-the-questions");

LearningRateDiagnosis rate_flat_absolute(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (l.exploded || l.start - l.end < -0.02) return too_high;
  if (l.start - l.end <= 0.02) return too_low;
  Levels scaled = l;
  if (std::abs(l.fall()) <= 0.02) {
    if (l.share() < 0.25) return bad_initialization;
    if (l.share() < 0.65) return too_low;
    return l.share() >= 0.8 ? high : too_low;
  }
  return decide(scaled);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_flat_absolute,
                "You compare the fall itself with kFlat. It is the part of the start that counts: "
                "divide by start.",
                "three-levels");

LearningRateDiagnosis rate_flat_is_high(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (!l.exploded && std::abs(l.fall()) <= 0.02) return high;
  return decide(l);
}
DESCENT_MISTAKE(
    diagnose_learning_rate, rate_flat_is_high,
    "A loss that does not move from its start is no plateau that it has fallen to: too_low.",
    "the-order-of-the-questions");

LearningRateDiagnosis rate_flat_is_bad_start(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (!l.exploded && std::abs(l.fall()) <= 0.02) return bad_initialization;
  return decide(l);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_flat_is_bad_start,
                "A loss that does not move to the very end is called too_low. bad_initialization "
                "is flat first, and falls later.",
                "the-order-of-the-questions");

LearningRateDiagnosis rate_no_bad_start(const arma::vec& losses) {
  Levels l = levels_of(losses);
  const LearningRateDiagnosis d = decide(l);
  return d == bad_initialization ? too_low : d;
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_no_bad_start,
                "You never find a bad initialization: flat first, and falling late, is share < "
                "kLateShare. Ask it before kStraightShare.",
                "the-order-of-the-questions");

LearningRateDiagnosis rate_late_is_high(const arma::vec& losses) {
  Levels l = levels_of(losses);
  const LearningRateDiagnosis d = decide(l);
  return d == bad_initialization ? high : d;
}
DESCENT_MISTAKE(
    diagnose_learning_rate, rate_late_is_high,
    "You call a curve that falls late high. High falls at once, and then stays on a plateau.",
    "the-order-of-the-questions");

LearningRateDiagnosis rate_good_before_late(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (!l.exploded && l.fall() > 0.02 && l.end <= 0.3 * l.start) return good;
  return decide(l);
}
DESCENT_MISTAKE(
    diagnose_learning_rate, rate_good_before_late,
    "You ask first whether the end is low. A curve that was flat for half of its time and then "
    "fell, or that fell along a straight line, is not good, however low it ends.",
    "the-order-of-the-questions");

LearningRateDiagnosis rate_straight_is_good(const arma::vec& losses) {
  Levels l = levels_of(losses);
  const LearningRateDiagnosis d = decide(l);
  return d == too_low && l.share() < 0.65 && l.fall() > 0.02 && l.end <= 0.5 * l.start ? good : d;
}
DESCENT_MISTAKE(
    diagnose_learning_rate, rate_straight_is_good,
    "A straight line is not good: with a larger learning rate it would have bent long ago.",
    "the-order-of-the-questions");

LearningRateDiagnosis rate_no_straight(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (!l.exploded && l.fall() > 0.02 && l.share() >= 0.25 && l.share() < 0.65)
    return l.end <= 0.3 * l.start ? good : high;
  return decide(l);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_no_straight,
                "You do not ask for nearly straight curves: share < kStraightShare is too_low.",
                "the-order-of-the-questions");

LearningRateDiagnosis rate_no_plateau(const arma::vec& losses) {
  Levels l = levels_of(losses);
  const LearningRateDiagnosis d = decide(l);
  return d == high ? good : d;
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_no_plateau,
                "A curve that bends to a plateau far above 0 is not good: the learning rate is too "
                "high to go deeper.",
                "the-order-of-the-questions");

LearningRateDiagnosis rate_plateau_is_low(const arma::vec& losses) {
  Levels l = levels_of(losses);
  const LearningRateDiagnosis d = decide(l);
  return d == high ? too_low : d;
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_plateau_is_low,
                "A plateau far above 0 is not the work of a low learning rate: that would still be "
                "falling. It is high.",
                "the-order-of-the-questions");

LearningRateDiagnosis rate_still_falling_is_high(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (!l.exploded && l.fall() > 0.02 && l.share() >= 0.65 && l.end > 0.3 * l.start) return high;
  return decide(l);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_still_falling_is_high,
                "A curve that bends, but still falls when it ends, has no plateau: only share >= "
                "kPlateauShare is high.",
                "the-order-of-the-questions");

LearningRateDiagnosis rate_still_falling_is_good(const arma::vec& losses) {
  Levels l = levels_of(losses);
  const LearningRateDiagnosis d = decide(l);
  return d == too_low && l.share() >= 0.65 && l.fall() > 0.02 ? good : d;
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_still_falling_is_good,
                "A curve that bends a little, and is still far from low when it ends, is too_low.",
                "the-order-of-the-questions");

LearningRateDiagnosis rate_low_absolute(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (l.exploded || l.fall() < -0.02) return too_high;
  if (l.fall() <= 0.02) return too_low;
  if (l.share() < 0.25) return bad_initialization;
  if (l.share() < 0.65) return too_low;
  if (l.end <= 0.3) return good;
  return l.share() >= 0.8 ? high : too_low;
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_low_absolute,
                "You compare the end itself with kLow. It is the part of the start that counts: "
                "end <= kLow * start.",
                "three-levels");

LearningRateDiagnosis rate_high_and_too_high(const arma::vec& losses) {
  Levels l = levels_of(losses);
  const LearningRateDiagnosis d = decide(l);
  return d == high ? too_high : d;
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_high_and_too_high,
                "You call every plateau too_high. Too high is NaN, an explosion or growth; a "
                "plateau below the start is high.",
                "the-order-of-the-questions");

LearningRateDiagnosis rate_good_and_high_swapped(const arma::vec& losses) {
  Levels l = levels_of(losses);
  const LearningRateDiagnosis d = decide(l);
  return d == high ? good : d == good ? high : d;
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_good_and_high_swapped,
                "good and high are exchanged: a low end is good.", "the-order-of-the-questions");

LearningRateDiagnosis rate_low_and_late_swapped(const arma::vec& losses) {
  Levels l = levels_of(losses);
  const LearningRateDiagnosis d = decide(l);
  return d == too_low ? bad_initialization : d == bad_initialization ? too_low : d;
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_low_and_late_swapped,
                "too_low and bad_initialization are exchanged: flat first is the initialization.",
                "the-order-of-the-questions");

LearningRateDiagnosis rate_share_left(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (l.exploded || std::abs(l.fall()) <= 0.02 || l.fall() < 0) return decide(l);
  l.middle = l.start + l.end - l.middle;
  return decide(l);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_share_left,
                "Your share is what was left to fall at the middle. It is what had been done: "
                "(start - middle) / (start - end).",
                "three-levels");

LearningRateDiagnosis rate_share_of_start(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (l.exploded || l.fall() <= 0.02) return decide(l);
  const double share = (l.start - l.middle) / l.start;
  if (share < 0.25) return bad_initialization;
  if (share < 0.65) return too_low;
  if (l.end <= 0.3 * l.start) return good;
  return share >= 0.8 ? high : too_low;
}
DESCENT_MISTAKE(
    diagnose_learning_rate, rate_share_of_start,
    "Your share is a part of the start. It is a part of the fall: divide by start - end.",
    "three-levels");

LearningRateDiagnosis rate_last_entry(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (!l.exploded) l.end = losses(losses.n_elem - 1);
  return decide(l);
}
DESCENT_MISTAKE(
    diagnose_learning_rate, rate_last_entry,
    "Your end is the last entry alone. A single entry is noisy: take the mean of the last fifth.",
    "three-levels");

LearningRateDiagnosis rate_middle_entry(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (!l.exploded) l.middle = losses((losses.n_elem - 1) / 2);
  return decide(l);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_middle_entry,
                "Your middle is a single entry, which is noisy. Take the mean of a fifth.",
                "three-levels");

LearningRateDiagnosis rate_lowest_entry(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (!l.exploded) l.end = losses.min();
  return decide(l);
}
DESCENT_MISTAKE(
    diagnose_learning_rate, rate_lowest_entry,
    "Your end is the lowest entry. A run ends where it ends: take the mean of the last fifth.",
    "three-levels");

LearningRateDiagnosis rate_highest_start(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (!l.exploded) l.start = losses.max();
  return decide(l);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_highest_start,
                "Your start is the highest entry. It is the first one.", "three-levels");

LearningRateDiagnosis rate_mean_start(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (!l.exploded) l.start = arma::mean(losses.head(losses.n_elem / 5));
  return decide(l);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_mean_start,
                "Your start is the mean of the first fifth, in which much of the fall has happened "
                "already. It is the first entry.",
                "three-levels");

LearningRateDiagnosis rate_mean_of_all(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (!l.exploded) l.middle = arma::mean(losses);
  return decide(l);
}
DESCENT_MISTAKE(
    diagnose_learning_rate, rate_mean_of_all,
    "Your middle is the mean of the whole curve. It is the mean of the fifth in the middle.",
    "three-levels");

LearningRateDiagnosis rate_thirds(const arma::vec& losses) {
  Levels l = levels_of(losses);
  if (!l.exploded) {
    const arma::uword third = losses.n_elem / 2;
    l.middle = arma::mean(
        losses.subvec((losses.n_elem - third) / 2, (losses.n_elem - third) / 2 + third - 1));
    l.end = arma::mean(losses.tail(third));
  }
  return decide(l);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_thirds,
                "Your means run over half of the curve. middle and end are means of n / 5 entries.",
                "three-levels");

LearningRateDiagnosis rate_reversed(const arma::vec& losses) {
  require_loss_curve(losses);
  const arma::vec turned = arma::reverse(losses);
  Levels l = levels_of(std::isfinite(turned(0)) && turned(0) <= 0 ? losses : turned);
  return decide(l);
}
DESCENT_MISTAKE(diagnose_learning_rate, rate_reversed,
                "You read the curve from its end. The first entry is the loss at the beginning.",
                "three-levels");

}  // namespace
}  // namespace descent::rate_mistakes
