// Known mistakes: the distillation loss, its two parts and their means.

#include "mistakes_distill.hpp"

namespace descent {
namespace {

using namespace mistakes;

DistillResult distill_swaps_weights(const arma::mat& student, const arma::mat& teacher,
                                    const arma::uvec& labels, const DistillOptions& options) {
  require_distillation(student, teacher, labels, options);
  return distill_loss(student, teacher, labels, {options.temperature, 1 - options.soft_weight});
}
DESCENT_MISTAKE(distill_loss, distill_swaps_weights,
                "The weights are swapped: soft_weight belongs to the teacher's targets, and 1 - "
                "soft_weight to the labels.",
                "distillation");

DistillResult distill_hard_part_whole(const arma::mat& student, const arma::mat& teacher,
                                      const arma::uvec& labels, const DistillOptions& options) {
  return spoiled(student, teacher, labels, options,
                 [](DistillRecipe& r) { r.hard_value = r.hard_gradient = 1; });
}
DESCENT_MISTAKE(distill_loss, distill_hard_part_whole,
                "The hard part comes in whole: the factor 1 - soft_weight is missing.",
                "distillation");

DistillResult distill_soft_part_whole(const arma::mat& student, const arma::mat& teacher,
                                      const arma::uvec& labels, const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [&](DistillRecipe& r) {
    r.soft_gradient = options.temperature;
    r.soft_value = options.temperature * options.temperature;
  });
}
DESCENT_MISTAKE(distill_loss, distill_soft_part_whole,
                "The soft part comes in whole: the factor soft_weight is missing.", "distillation");

DistillResult distill_without_labels(const arma::mat& student, const arma::mat& teacher,
                                     const arma::uvec& labels, const DistillOptions& options) {
  return spoiled(student, teacher, labels, options,
                 [](DistillRecipe& r) { r.hard_value = r.hard_gradient = 0; });
}
DESCENT_MISTAKE(distill_loss, distill_without_labels,
                "The labels have no say: the hard part is missing.", "distillation");

DistillResult distill_without_teacher(const arma::mat& student, const arma::mat& teacher,
                                      const arma::uvec& labels, const DistillOptions& options) {
  return spoiled(student, teacher, labels, options,
                 [](DistillRecipe& r) { r.soft_value = r.soft_gradient = 0; });
}
DESCENT_MISTAKE(distill_loss, distill_without_teacher,
                "The teacher has no say: the soft part is missing.", "distillation");

DistillResult distill_gradient_of_the_soft_part_only(const arma::mat& student,
                                                     const arma::mat& teacher,
                                                     const arma::uvec& labels,
                                                     const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [](DistillRecipe& r) { r.hard_gradient = 0; });
}
DESCENT_MISTAKE(distill_loss, distill_gradient_of_the_soft_part_only,
                "Your gradient lacks the hard part, (1 - soft_weight)·(q₁ - label)/N.",
                "distillation");

DistillResult distill_gradient_of_the_hard_part_only(const arma::mat& student,
                                                     const arma::mat& teacher,
                                                     const arma::uvec& labels,
                                                     const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [](DistillRecipe& r) { r.soft_gradient = 0; });
}
DESCENT_MISTAKE(distill_loss, distill_gradient_of_the_hard_part_only,
                "Your gradient lacks the soft part, soft_weight·T·(q - p)/N.", "why-t-squared");

DistillResult distill_gradient_unweighted(const arma::mat& student, const arma::mat& teacher,
                                          const arma::uvec& labels, const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [&](DistillRecipe& r) {
    r.hard_gradient = 1;
    r.soft_gradient = options.temperature;
  });
}
DESCENT_MISTAKE(distill_loss, distill_gradient_unweighted,
                "The weights of the two parts are in your value, and missing in the gradient.",
                "distillation");

DistillResult distill_gradient_turned(const arma::mat& student, const arma::mat& teacher,
                                      const arma::uvec& labels, const DistillOptions& options) {
  DistillResult result = distill_loss(student, teacher, labels, options);
  result.dscores *= -1;
  return result;
}
DESCENT_MISTAKE(distill_loss, distill_gradient_turned,
                "Your gradient has the wrong sign: it is q - p, not p - q.", "distillation");

DistillResult distill_is_a_sum(const arma::mat& student, const arma::mat& teacher,
                               const arma::uvec& labels, const DistillOptions& options) {
  DistillResult result = distill_loss(student, teacher, labels, options);
  result.loss *= count(student.n_rows);
  result.dscores *= count(student.n_rows);
  return result;
}
DESCENT_MISTAKE(
    distill_loss, distill_is_a_sum,
    "You sum over the examples. The loss is their mean: divide value and gradient by N.",
    "distillation");

DistillResult distill_gradient_is_a_sum(const arma::mat& student, const arma::mat& teacher,
                                        const arma::uvec& labels, const DistillOptions& options) {
  DistillResult result = distill_loss(student, teacher, labels, options);
  result.dscores *= count(student.n_rows);
  return result;
}
DESCENT_MISTAKE(distill_loss, distill_gradient_is_a_sum,
                "The value is a mean over the examples, and the gradient is not: divide it by N, "
                "too.",
                "distillation");

DistillResult distill_soft_part_is_a_sum(const arma::mat& student, const arma::mat& teacher,
                                         const arma::uvec& labels, const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [&](DistillRecipe& r) {
    r.soft_value *= count(student.n_rows);
    r.soft_gradient *= count(student.n_rows);
  });
}
DESCENT_MISTAKE(
    distill_loss, distill_soft_part_is_a_sum,
    "The soft part is summed over the examples, the hard part averaged. Both are means.",
    "distillation");

DistillResult distill_means_over_classes(const arma::mat& student, const arma::mat& teacher,
                                         const arma::uvec& labels, const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [&](DistillRecipe& r) {
    r.soft_value /= count(student.n_cols);
    r.soft_gradient /= count(student.n_cols);
  });
}
DESCENT_MISTAKE(
    distill_loss, distill_means_over_classes,
    "The soft part is divided by the number of classes, too: a mean over all entries of "
    "the matrix. Sum over the classes, and take the mean over the examples.",
    "distillation");

DistillResult distill_takes_probabilities_for_scores(const arma::mat& student,
                                                     const arma::mat& teacher,
                                                     const arma::uvec& labels,
                                                     const DistillOptions& options) {
  require_distillation(student, teacher, labels, options);
  return distill_loss(student, softened_probabilities(teacher, 1), labels, options);
}
DESCENT_MISTAKE(
    distill_loss, distill_takes_probabilities_for_scores,
    "The teacher goes through two softmaxes. Its scores are divided by T and go through "
    "one.",
    "softening-with-a-temperature");

// With q itself in the logarithm, as arma::log(softened_probabilities(...)).
DistillResult distill_takes_logarithms_late(const arma::mat& student, const arma::mat& teacher,
                                            const arma::uvec& labels,
                                            const DistillOptions& options) {
  DistillResult result = distill_loss(student, teacher, labels, options);
  const DistillRecipe recipe(options);
  const arma::mat p = softened_probabilities(teacher, options.temperature);
  const arma::mat soft = arma::log(softened_probabilities(student, options.temperature));
  const arma::mat hard = arma::log(softened_probabilities(student, 1));
  result.loss = 0;
  for (arma::uword i = 0; i < student.n_rows; ++i) {
    for (arma::uword j = 0; j < student.n_cols; ++j) {
      result.loss -= recipe.soft_value * p(i, j) * soft(i, j);
    }
    result.loss -= recipe.hard_value * hard(i, labels(i));
  }
  result.loss /= count(student.n_rows);
  return result;
}
DESCENT_MISTAKE(distill_loss, distill_takes_logarithms_late,
                "You take the logarithm of a probability that may be 0 in a double: the loss is "
                "infinite or NaN. ln q is s/T minus the logarithm of the sum of exponentials.",
                "large-scores");

DistillResult distill_with_epsilon(const arma::mat& student, const arma::mat& teacher,
                                   const arma::uvec& labels, const DistillOptions& options) {
  DistillResult result = distill_loss(student, teacher, labels, options);
  const DistillRecipe recipe(options);
  const arma::mat p = softened_probabilities(teacher, options.temperature);
  const arma::mat q = softened_probabilities(student, options.temperature);
  const arma::mat plain = softened_probabilities(student, 1);
  result.loss = -recipe.soft_value * arma::accu(p % arma::log(q + 1e-7));
  for (arma::uword i = 0; i < student.n_rows; ++i) {
    result.loss -= recipe.hard_value * std::log(plain(i, labels(i)) + 1e-7);
  }
  result.loss /= count(student.n_rows);
  return result;
}
DESCENT_MISTAKE(distill_loss, distill_with_epsilon,
                "The small number inside your logarithm changes every loss, and caps that of a "
                "student which is wrong by far. Take the logarithm before the exponential instead.",
                "large-scores");

DistillResult distill_hard_targets_soft(const arma::mat& student, const arma::mat& teacher,
                                        const arma::uvec& labels, const DistillOptions& options) {
  require_distillation(student, teacher, labels, options);
  // One target, a mixture of both, at temperature T.
  DistillRecipe recipe(options);
  recipe.soft_value = options.temperature * options.temperature;
  recipe.soft_gradient = options.temperature;
  recipe.hard_value = recipe.hard_gradient = 0;
  const arma::mat hot = one_hot(labels, student.n_cols);
  const arma::mat targets =
      options.soft_weight * softened_probabilities(teacher, options.temperature) +
      (1 - options.soft_weight) * hot;
  return from_targets(student, targets, hot, recipe);
}
DESCENT_MISTAKE(distill_loss, distill_hard_targets_soft,
                "You mix teacher and labels into one target and compare at T. They are two parts: "
                "the labels are compared at temperature 1, without T².",
                "distillation");

DistillResult distill_without_checks(const arma::mat& student, const arma::mat& teacher,
                                     const arma::uvec& labels, const DistillOptions& options) {
  if (student.is_empty() || arma::size(student) != arma::size(teacher)) return {};
  const arma::uvec known =
      arma::clamp(arma::resize(labels, student.n_rows, 1), 0, student.n_cols - 1);
  return from_targets(student, arma::exp(logarithms_at(teacher, options.temperature)),
                      one_hot(known, student.n_cols), DistillRecipe(options));
}
DESCENT_MISTAKE(distill_loss, distill_without_checks,
                "You do not check the input. Begin with require_distillation(student_scores, "
                "teacher_scores, labels, options).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
