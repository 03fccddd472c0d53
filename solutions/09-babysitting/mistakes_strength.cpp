// Known mistakes: regularization_check.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

SanityReport strength_ends_only(const StartingLoss& loss, const arma::uvec& training,
                                const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double rise = losses(losses.n_elem - 1) - losses(0);
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(
    regularization_check, strength_ends_only,
    "You compare the first and the last loss only. It must rise from each strength to the next.",
    "more-regularization-more-loss");

SanityReport strength_first_two(const StartingLoss& loss, const arma::uvec& training,
                                const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double rise = losses(1) - losses(0);
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(
    regularization_check, strength_first_two,
    "You compare the first two losses only. It must rise from each strength to the next.",
    "more-regularization-more-loss");

SanityReport strength_rest_passes(const StartingLoss& loss, const arma::uvec& training,
                                  const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double rise = arma::min(arma::diff(losses));
  return {rise >= 0, rise, 0};
}
DESCENT_MISTAKE(regularization_check, strength_rest_passes,
                "Losses that do not move pass. Then the regularization is not in the loss at all: "
                "the smallest rise must be above 0.",
                "more-regularization-more-loss");

SanityReport strength_any_rise(const StartingLoss& loss, const arma::uvec& training,
                               const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double rise = arma::max(arma::diff(losses));
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(regularization_check, strength_any_rise,
                "You look for the largest rise. It is the smallest one that must be above 0.",
                "more-regularization-more-loss");

SanityReport strength_mean_rise(const StartingLoss& loss, const arma::uvec& training,
                                const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double rise = arma::mean(arma::diff(losses));
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(
    regularization_check, strength_mean_rise,
    "You take the mean of the rises. A dip in the middle must not be made up for by others.",
    "more-regularization-more-loss");

SanityReport strength_absolute_rise(const StartingLoss& loss, const arma::uvec& training,
                                    const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double rise = arma::min(arma::abs(arma::diff(losses)));
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(regularization_check, strength_absolute_rise,
                "You take the absolute value of the differences: a fall is no rise.",
                "more-regularization-more-loss");

SanityReport strength_falls(const StartingLoss& loss, const arma::uvec& training,
                            const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double rise = arma::min(-arma::diff(losses));
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(regularization_check, strength_falls,
                "Your differences have the wrong sign: later minus earlier.",
                "more-regularization-more-loss");

SanityReport strength_relative(const StartingLoss& loss, const arma::uvec& training,
                               const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double rise = arma::min(arma::diff(losses) / losses.head(losses.n_elem - 1));
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(
    regularization_check, strength_relative,
    "You report rises relative to the loss. measured is the smallest difference itself.",
    "more-regularization-more-loss");

SanityReport strength_slope(const StartingLoss& loss, const arma::uvec& training,
                            const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double rise = arma::min(arma::diff(losses) / arma::diff(strengths));
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(
    regularization_check, strength_slope,
    "You divide the rises by the steps of lambda. measured is the smallest difference itself.",
    "more-regularization-more-loss");

SanityReport strength_nan_passes(const StartingLoss& loss, const arma::uvec& training,
                                 const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  double rise = arma::datum::inf;
  for (arma::uword i = 1; i < losses.n_elem; ++i) {
    const double step = losses(i) - losses(i - 1);
    if (step < rise) rise = step;
  }
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(regularization_check, strength_nan_passes,
                "A loss of NaN passes your check, because every comparison with it is false. Ask "
                "first whether all losses are finite.",
                "comparisons-with-nan");

SanityReport strength_nan_fails_unsaid(const StartingLoss& loss, const arma::uvec& training,
                                       const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, 0, 0};
  const double rise = arma::min(arma::diff(losses));
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(
    regularization_check, strength_nan_fails_unsaid,
    "Where a loss is not finite, measured is NaN, so that whoever reads the report sees it.",
    "comparisons-with-nan");

SanityReport strength_infinity_passes(const StartingLoss& loss, const arma::uvec& training,
                                      const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (losses.has_nan()) return {false, arma::datum::nan, 0};
  double rise = arma::datum::inf;
  for (arma::uword i = 1; i < losses.n_elem; ++i) rise = std::min(rise, losses(i) - losses(i - 1));
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(regularization_check, strength_infinity_passes,
                "An infinite loss passes your check as a very large rise. It is not finite: the "
                "check has failed.",
                "comparisons-with-nan");

SanityReport strength_counts_indices(const StartingLoss& loss, const arma::uvec& training,
                                     const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i)
    losses(i) = loss(counted(training.n_elem), strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double rise = arma::min(arma::diff(losses));
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(regularization_check, strength_counts_indices,
                "You ask for the examples 0, 1, 2, ... The training examples are the entries of "
                "`training`; others may belong to the validation set.",
                "whose-examples");

SanityReport strength_reports_highest(const StartingLoss& loss, const arma::uvec& training,
                                      const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double rise = arma::min(arma::diff(losses));
  return {rise > 0, losses.max(), 0};
}
DESCENT_MISTAKE(regularization_check, strength_reports_highest,
                "measured is the smallest rise, not the largest loss.",
                "more-regularization-more-loss");

SanityReport strength_expected_first(const StartingLoss& loss, const arma::uvec& training,
                                     const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double rise = arma::min(arma::diff(losses));
  return {rise > 0, rise, losses(0)};
}
DESCENT_MISTAKE(regularization_check, strength_expected_first,
                "expected is 0: that is what the smallest rise must exceed.",
                "more-regularization-more-loss");

SanityReport strength_lowest_above_zero(const StartingLoss& loss, const arma::uvec& training,
                                        const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double lowest = arma::min(losses);
  return {lowest > 0, lowest, 0};
}
DESCENT_MISTAKE(regularization_check, strength_lowest_above_zero,
                "You look at the smallest loss. It is the smallest rise, from each loss to the "
                "next, that must be above 0.",
                "more-regularization-more-loss");

SanityReport strength_against_first(const StartingLoss& loss, const arma::uvec& training,
                                    const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double rise = arma::min(losses.tail(losses.n_elem - 1) - losses(0));
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(regularization_check, strength_against_first,
                "You compare each loss with the first one. Compare it with the one before it: a "
                "dip further on is a dip.",
                "more-regularization-more-loss");

SanityReport strength_skips_the_last(const StartingLoss& loss, const arma::uvec& training,
                                     const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  if (losses.n_elem > 2) losses.shed_row(losses.n_elem - 1);
  const double rise = arma::min(arma::diff(losses));
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(regularization_check, strength_skips_the_last,
                "You leave out the last strength: does a loop end too early?",
                "more-regularization-more-loss");

SanityReport strength_counted_lambda(const StartingLoss& loss, const arma::uvec& training,
                                     const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, count(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double rise = arma::min(arma::diff(losses));
  return {rise > 0, rise, 0};
}
DESCENT_MISTAKE(regularization_check, strength_counted_lambda,
                "You ask with lambda 0, 1, 2, ... The strengths are the entries of `strengths`.",
                "more-regularization-more-loss");

}  // namespace
}  // namespace descent
