// Known mistakes: diagnose_fit.

#include "mistakes.hpp"

namespace descent::fit_mistakes {
namespace {

using namespace mistakes;

using enum FitDiagnosis;

FitDiagnosis decide(double training, double validation) {
  if (training - validation > 0.1) return overfitting;
  return training < 0.95 ? more_capacity : good;
}

double end_of(const arma::vec& accuracy) {
  return arma::mean(accuracy.tail(std::max<arma::uword>(1, accuracy.n_elem / 5)));
}

FitDiagnosis fit_height_first(const arma::vec& training_accuracy,
                              const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  if (t < 0.95) return more_capacity;
  return t - v > 0.1 ? overfitting : good;
}
DESCENT_MISTAKE(diagnose_fit, fit_height_first,
                "You ask for the height first. With a gap, a larger model only makes it larger: "
                "the gap comes first.",
                "the-gap");

FitDiagnosis fit_high_is_good(const arma::vec& training_accuracy,
                              const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  return t >= 0.95 ? good : decide(t, v);
}
DESCENT_MISTAKE(diagnose_fit, fit_high_is_good,
                "A high training accuracy is not enough. If the validation accuracy is far below, "
                "the model has learned by heart.",
                "the-gap");

FitDiagnosis fit_by_validation_height(const arma::vec& training_accuracy,
                                      const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  if (t - v > 0.1) return overfitting;
  return v < 0.95 ? more_capacity : good;
}
DESCENT_MISTAKE(diagnose_fit, fit_by_validation_height,
                "You look at the height of the validation accuracy. Whether the capacity is enough "
                "shows in the training accuracy.",
                "the-gap");

FitDiagnosis fit_absolute_gap(const arma::vec& training_accuracy,
                              const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  if (std::abs(t - v) > 0.1) return overfitting;
  return decide(t, v);
}
DESCENT_MISTAKE(diagnose_fit, fit_absolute_gap,
                "You take the absolute value of the gap. A validation accuracy above that of "
                "training is no overfitting.",
                "the-gap");

FitDiagnosis fit_gap_reversed(const arma::vec& training_accuracy,
                              const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  if (v - t > 0.1) return overfitting;
  return t < 0.95 ? more_capacity : good;
}
DESCENT_MISTAKE(diagnose_fit, fit_gap_reversed,
                "Your gap has the wrong sign: training minus validation.", "the-gap");

FitDiagnosis fit_curves_swapped(const arma::vec& training_accuracy,
                                const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  return decide(v, t);
}
DESCENT_MISTAKE(diagnose_fit, fit_curves_swapped, "Training and validation accuracy are exchanged.",
                "the-gap");

FitDiagnosis fit_relative_gap(const arma::vec& training_accuracy,
                              const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  if ((t - v) / std::max(t, 1e-9) > 0.1) return overfitting;
  return t < 0.95 ? more_capacity : good;
}
DESCENT_MISTAKE(diagnose_fit, fit_relative_gap,
                "You divide the gap by the training accuracy. It is the difference itself that is "
                "compared with kGap.",
                "the-gap");

FitDiagnosis fit_swapped(const arma::vec& training_accuracy, const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  const FitDiagnosis d = decide(t, v);
  return d == overfitting ? more_capacity : d == more_capacity ? overfitting : d;
}
DESCENT_MISTAKE(diagnose_fit, fit_swapped,
                "overfitting and more_capacity are exchanged: a gap is overfitting.", "the-gap");

FitDiagnosis fit_never_good(const arma::vec& training_accuracy,
                            const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  return t - v > 0.1 ? overfitting : more_capacity;
}
DESCENT_MISTAKE(diagnose_fit, fit_never_good,
                "You never say good. Without a gap, a training accuracy of kHigh or more is good.",
                "the-gap");

FitDiagnosis fit_never_too_small(const arma::vec& training_accuracy,
                                 const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  return t - v > 0.1 ? overfitting : good;
}
DESCENT_MISTAKE(diagnose_fit, fit_never_too_small,
                "You are content whenever there is no gap. A model that is equally bad at both "
                "needs more capacity.",
                "the-gap");

FitDiagnosis fit_last_entry(const arma::vec& training_accuracy,
                            const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  return decide(training_accuracy(training_accuracy.n_elem - 1),
                validation_accuracy(validation_accuracy.n_elem - 1));
}
DESCENT_MISTAKE(diagnose_fit, fit_last_entry,
                "You look at the last epoch only, which is noisy. Take the mean of the last fifth.",
                "the-ends-of-the-curves");

FitDiagnosis fit_whole_mean(const arma::vec& training_accuracy,
                            const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  return decide(arma::mean(training_accuracy), arma::mean(validation_accuracy));
}
DESCENT_MISTAKE(diagnose_fit, fit_whole_mean,
                "You take the mean of the whole curves. Their ends count: the last fifth.",
                "the-ends-of-the-curves");

FitDiagnosis fit_best_values(const arma::vec& training_accuracy,
                             const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  return decide(training_accuracy.max(), validation_accuracy.max());
}
DESCENT_MISTAKE(diagnose_fit, fit_best_values,
                "You compare the highest values, one of which may have been luck. Take the means "
                "of the last fifth.",
                "the-ends-of-the-curves");

FitDiagnosis fit_largest_gap(const arma::vec& training_accuracy,
                             const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  if (arma::max(training_accuracy - validation_accuracy) > 0.1) return overfitting;
  return decide(t, v);
}
DESCENT_MISTAKE(
    diagnose_fit, fit_largest_gap,
    "You look for the largest gap anywhere. One that has closed again is none: compare the ends.",
    "the-ends-of-the-curves");

FitDiagnosis fit_first_fifth(const arma::vec& training_accuracy,
                             const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const arma::uword f = std::max<arma::uword>(1, training_accuracy.n_elem / 5);
  return decide(arma::mean(training_accuracy.head(f)), arma::mean(validation_accuracy.head(f)));
}
DESCENT_MISTAKE(diagnose_fit, fit_first_fifth,
                "You look at the beginning of the curves: head instead of tail.",
                "the-ends-of-the-curves");

FitDiagnosis fit_short_curves(const arma::vec& training_accuracy,
                              const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  if (training_accuracy.n_elem < 5) return good;
  return decide(t, v);
}
DESCENT_MISTAKE(diagnose_fit, fit_short_curves,
                "Of fewer than five epochs a fifth is none. Take one at least.",
                "the-ends-of-the-curves");

FitDiagnosis fit_low_bar(const arma::vec& training_accuracy, const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  if (t - v > 0.1) return overfitting;
  return t < 0.75 ? more_capacity : good;
}
DESCENT_MISTAKE(diagnose_fit, fit_low_bar,
                "Your bar for the training accuracy is too low. It is diagnosis_limits::kHigh.",
                "the-gap");

FitDiagnosis fit_wide_gap(const arma::vec& training_accuracy,
                          const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  if (t - v > 0.25) return overfitting;
  return t < 0.95 ? more_capacity : good;
}
DESCENT_MISTAKE(diagnose_fit, fit_wide_gap,
                "You let a gap pass that is too wide. The limit is diagnosis_limits::kGap.",
                "the-gap");

FitDiagnosis fit_narrow_gap(const arma::vec& training_accuracy,
                            const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const double t = end_of(training_accuracy), v = end_of(validation_accuracy);
  if (t - v > 0.03) return overfitting;
  return t < 0.95 ? more_capacity : good;
}
DESCENT_MISTAKE(diagnose_fit, fit_narrow_gap,
                "You call every small gap overfitting. The limit is diagnosis_limits::kGap.",
                "the-gap");

}  // namespace
}  // namespace descent::fit_mistakes
