// Known mistakes: exploded.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

bool exploded_last_only(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  const double last = losses(losses.n_elem - 1);
  return !std::isfinite(last) || last > 3 * losses(0);
}
DESCENT_MISTAKE(
    exploded, exploded_last_only,
    "You look at the last loss only. A curve may have shot up and come back: look at every entry.",
    "exploded");

bool exploded_max_ignores_nan(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  return largest(losses) > 3 * losses(0) || largest(losses) == arma::datum::inf;
}
DESCENT_MISTAKE(exploded, exploded_max_ignores_nan,
                "A maximum passes over NaN, because every comparison with NaN is false. Ask "
                "std::isfinite for each entry.",
                "comparisons-with-nan");

bool exploded_nan_only(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  return !losses.is_finite();
}
DESCENT_MISTAKE(
    exploded, exploded_nan_only,
    "You find NaN and infinity only. More than three times the first loss is an explosion, too.",
    "exploded");

bool exploded_isnan_only(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  return losses.has_nan() || largest(losses) > 3 * losses(0);
}
DESCENT_MISTAKE(
    exploded, exploded_isnan_only,
    "You look for NaN, and for large losses. Minus infinity is neither, and an infinite first loss "
    "is not more than three times itself: std::isfinite knows them all.",
    "comparisons-with-nan");

bool exploded_no_minus_infinity(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  for (const double loss : losses) {
    if (std::isnan(loss) || loss == arma::datum::inf || loss > 3 * losses(0)) return true;
  }
  return false;
}
DESCENT_MISTAKE(
    exploded, exploded_no_minus_infinity,
    "You know NaN and infinity, but minus infinity is not finite either. Ask std::isfinite.",
    "comparisons-with-nan");

bool exploded_last_only_nan_anywhere(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  return !losses.is_finite() || losses(losses.n_elem - 1) > 3 * losses(0);
}
DESCENT_MISTAKE(exploded, exploded_last_only_nan_anywhere,
                "NaN is found anywhere, but the three times only at the end. A curve may have shot "
                "up and come back.",
                "exploded");

bool exploded_nan_at_end_only(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  return largest(losses) > 3 * losses(0) || !std::isfinite(losses(losses.n_elem - 1));
}
DESCENT_MISTAKE(
    exploded, exploded_nan_at_end_only,
    "You ask for NaN at the last entry only. It may stand in the middle: look at every entry.",
    "comparisons-with-nan");

bool exploded_previous(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  for (arma::uword i = 1; i < losses.n_elem; ++i) {
    if (losses(i) > 3 * losses(i - 1)) return true;
  }
  return !losses.is_finite();
}
DESCENT_MISTAKE(exploded, exploded_previous,
                "You compare each loss with the one before it. An explosion may take many small "
                "steps: compare with the first.",
                "exploded");

bool exploded_lowest(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  return !losses.is_finite() || losses.max() > 3 * losses.min();
}
DESCENT_MISTAKE(exploded, exploded_lowest,
                "You compare with the lowest loss so far. A run that has learned well and has one "
                "bad moment has not exploded: compare with the first.",
                "exploded");

bool exploded_at_three(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  if (!losses.is_finite()) return true;
  for (arma::uword i = 1; i < losses.n_elem; ++i) {
    if (losses(i) >= 3 * losses(0)) return true;
  }
  return false;
}
DESCENT_MISTAKE(exploded, exploded_at_three,
                "You count exactly three times the first loss as an explosion. It has to be more.",
                "exploded");

bool exploded_at_two(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  return !losses.is_finite() || losses.max() > 2 * losses(0);
}
DESCENT_MISTAKE(exploded, exploded_at_two,
                "Twice the first loss is not yet an explosion: the limit is "
                "diagnosis_limits::kExplosion, three times.",
                "exploded");

bool exploded_at_ten(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  return !losses.is_finite() || losses.max() > 10 * losses(0);
}
DESCENT_MISTAKE(exploded, exploded_at_ten,
                "You wait for ten times the first loss. The limit is diagnosis_limits::kExplosion, "
                "three times.",
                "exploded");

bool exploded_difference(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  return !losses.is_finite() || losses.max() - losses(0) > 3;
}
DESCENT_MISTAKE(exploded, exploded_difference,
                "You ask whether the loss has grown by 3. It is three times that counts: a loss of "
                "0.01 explodes long before.",
                "exploded");

bool exploded_by_three_times_more(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  return !losses.is_finite() || losses.max() - losses(0) > 3 * losses(0);
}
DESCENT_MISTAKE(exploded, exploded_by_three_times_more,
                "You ask whether the loss has grown BY three times the first one, which is to four "
                "times. It is to more than three times.",
                "exploded");

bool exploded_absolute(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  return !losses.is_finite() || losses.max() > 3;
}
DESCENT_MISTAKE(exploded, exploded_absolute,
                "You compare with 3. Compare with three times the first loss.", "exploded");

bool exploded_mean(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  return !losses.is_finite() || arma::mean(losses) > 3 * losses(0);
}
DESCENT_MISTAKE(exploded, exploded_mean,
                "You compare the mean of the curve with the first loss. A single loss above three "
                "times is enough.",
                "exploded");

bool exploded_skips_the_first(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  for (arma::uword i = 1; i < losses.n_elem; ++i) {
    if (!std::isfinite(losses(i)) || losses(i) > 3 * losses(0)) return true;
  }
  return false;
}
DESCENT_MISTAKE(exploded, exploded_skips_the_first,
                "You begin with the second loss. The first one may be NaN already, and every "
                "comparison with it is false.",
                "comparisons-with-nan");

bool exploded_reversed(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  for (const double loss : losses) {
    if (!std::isfinite(loss) || 3 * loss < losses(0)) return true;
  }
  return false;
}
DESCENT_MISTAKE(exploded, exploded_reversed,
                "You report losses that have FALLEN below a third of the first. It is growth that "
                "is dangerous.",
                "exploded");

}  // namespace
}  // namespace descent
