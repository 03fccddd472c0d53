// Known mistakes: initial_loss_check.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

SanityReport initial_with_regularization(const StartingLoss& loss, const arma::uvec& training,
                                         double expected, double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(training, 1);
  return {std::abs(m - expected) <= tolerance * expected, m, expected};
}
DESCENT_MISTAKE(
    initial_loss_check, initial_with_regularization,
    "You ask for the loss with lambda 1. The data loss alone is at chance: lambda is 0.",
    "loss-at-chance");

SanityReport initial_with_weak_regularization(const StartingLoss& loss, const arma::uvec& training,
                                              double expected, double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(training, 1e-3);
  return {std::abs(m - expected) <= tolerance * expected, m, expected};
}
DESCENT_MISTAKE(initial_loss_check, initial_with_weak_regularization,
                "You ask with a small lambda. Even a little regularization is on top of the data "
                "loss: lambda is 0.",
                "loss-at-chance");

SanityReport initial_counts_indices(const StartingLoss& loss, const arma::uvec& training,
                                    double expected, double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(counted(training.n_elem), 0);
  return {std::abs(m - expected) <= tolerance * expected, m, expected};
}
DESCENT_MISTAKE(initial_loss_check, initial_counts_indices,
                "You ask for the examples 0, 1, 2, ... The training examples are the entries of "
                "`training`; others may belong to the validation set.",
                "whose-examples");

SanityReport initial_first_example(const StartingLoss& loss, const arma::uvec& training,
                                   double expected, double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(training.head(1), 0);
  return {std::abs(m - expected) <= tolerance * expected, m, expected};
}
DESCENT_MISTAKE(initial_loss_check, initial_first_example,
                "You ask for one example. The loss of all training examples is meant.",
                "loss-at-chance");

SanityReport initial_half(const StartingLoss& loss, const arma::uvec& training, double expected,
                          double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(training.head((training.n_elem + 1) / 2), 0);
  return {std::abs(m - expected) <= tolerance * expected, m, expected};
}
DESCENT_MISTAKE(initial_loss_check, initial_half,
                "You ask for a part of the training examples only. Take them all.",
                "loss-at-chance");

SanityReport initial_low_passes(const StartingLoss& loss, const arma::uvec& training,
                                double expected, double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(training, 0);
  return {m - expected <= tolerance * expected, m, expected};
}
DESCENT_MISTAKE(initial_loss_check, initial_low_passes,
                "You let every loss pass that is too small: the difference needs std::abs. A loss "
                "of 0 before training is as suspicious as a large one.",
                "loss-at-chance");

SanityReport initial_high_passes(const StartingLoss& loss, const arma::uvec& training,
                                 double expected, double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(training, 0);
  return {expected - m <= tolerance * expected, m, expected};
}
DESCENT_MISTAKE(initial_loss_check, initial_high_passes,
                "You let every loss pass that is too large: the difference needs std::abs.",
                "loss-at-chance");

SanityReport initial_absolute(const StartingLoss& loss, const arma::uvec& training, double expected,
                              double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(training, 0);
  return {std::abs(m - expected) <= tolerance, m, expected};
}
DESCENT_MISTAKE(initial_loss_check, initial_absolute,
                "You take tolerance as an absolute difference. It is a part of what is expected: "
                "tolerance * expected.",
                "loss-at-chance");

SanityReport initial_relative_to_measured(const StartingLoss& loss, const arma::uvec& training,
                                          double expected, double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(training, 0);
  return {std::abs(m - expected) <= tolerance * m, m, expected};
}
DESCENT_MISTAKE(initial_loss_check, initial_relative_to_measured,
                "You allow a part of what was measured. It is a part of what is expected: "
                "otherwise a large loss allows itself a lot.",
                "loss-at-chance");

SanityReport initial_nan_passes(const StartingLoss& loss, const arma::uvec& training,
                                double expected, double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(training, 0);
  return {!(std::abs(m - expected) > tolerance * expected), m, expected};
}
DESCENT_MISTAKE(initial_loss_check, initial_nan_passes,
                "NaN passes your check: `difference > allowed` is false for it. Write the "
                "condition that is true when all is well.",
                "comparisons-with-nan");

SanityReport initial_swapped(const StartingLoss& loss, const arma::uvec& training, double expected,
                             double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(training, 0);
  return {std::abs(m - expected) <= tolerance * expected, expected, m};
}
DESCENT_MISTAKE(initial_loss_check, initial_swapped,
                "measured and expected are exchanged in your report.", "loss-at-chance");

SanityReport initial_reports_difference(const StartingLoss& loss, const arma::uvec& training,
                                        double expected, double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(training, 0);
  return {std::abs(m - expected) <= tolerance * expected, std::abs(m - expected), expected};
}
DESCENT_MISTAKE(initial_loss_check, initial_reports_difference,
                "measured is the loss itself, not how far it is from what is expected.",
                "loss-at-chance");

SanityReport initial_reports_allowed(const StartingLoss& loss, const arma::uvec& training,
                                     double expected, double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(training, 0);
  return {std::abs(m - expected) <= tolerance * expected, m, tolerance * expected};
}
DESCENT_MISTAKE(
    initial_loss_check, initial_reports_allowed,
    "expected is the loss that is expected, as it came, not how much difference is allowed.",
    "loss-at-chance");

SanityReport initial_strictly_equal(const StartingLoss& loss, const arma::uvec& training,
                                    double expected, double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(training, 0);
  return {std::abs(m - expected) < 1e-3, m, expected};
}
DESCENT_MISTAKE(
    initial_loss_check, initial_strictly_equal,
    "You do not use tolerance. Small random weights move the loss a little away from chance.",
    "loss-at-chance");

SanityReport initial_inverted(const StartingLoss& loss, const arma::uvec& training, double expected,
                              double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = loss(training, 0);
  return {std::abs(m - expected) > tolerance * expected, m, expected};
}
DESCENT_MISTAKE(initial_loss_check, initial_inverted,
                "passed is true where it should be false, and the other way round.",
                "loss-at-chance");

SanityReport initial_absolute_loss(const StartingLoss& loss, const arma::uvec& training,
                                   double expected, double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const double m = std::abs(loss(training, 0));
  return {std::abs(m - expected) <= tolerance * expected, m, expected};
}
DESCENT_MISTAKE(initial_loss_check, initial_absolute_loss,
                "You take the absolute value of the loss, and so let one with the wrong sign pass. "
                "The absolute value belongs around the difference.",
                "loss-at-chance");

}  // namespace
}  // namespace descent
