// Known mistakes: the distillation loss, its temperature and T².

#include "mistakes_distill.hpp"

namespace descent {
namespace {

using namespace mistakes;

DistillResult distill_without_temperature(const arma::mat& student, const arma::mat& teacher,
                                          const arma::uvec& labels, const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [&](DistillRecipe& r) {
    r.teacher_temperature = r.student_temperature = 1;
    r.soft_value = r.soft_gradient = options.soft_weight;
  });
}
DESCENT_MISTAKE(distill_loss, distill_without_temperature,
                "The temperature is missing. At 1 the teacher's small probabilities, in which it "
                "says what resembles what, have no weight: soften both sides with T.",
                "softening-with-a-temperature");

DistillResult distill_temperature_outside_only(const arma::mat& student, const arma::mat& teacher,
                                               const arma::uvec& labels,
                                               const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [&](DistillRecipe& r) {
    r.teacher_temperature = r.student_temperature = 1;
    r.soft_gradient = r.soft_value;
  });
}
DESCENT_MISTAKE(distill_loss, distill_temperature_outside_only,
                "T² is there, but neither side is softened: divide the scores of teacher and "
                "student by T.",
                "softening-with-a-temperature");

DistillResult distill_softens_the_student_only(const arma::mat& student, const arma::mat& teacher,
                                               const arma::uvec& labels,
                                               const DistillOptions& options) {
  return spoiled(student, teacher, labels, options,
                 [](DistillRecipe& r) { r.teacher_temperature = 1; });
}
DESCENT_MISTAKE(distill_loss, distill_softens_the_student_only,
                "The teacher is not softened. Both sides have the same T; otherwise the student "
                "must grow scores T times as large to match.",
                "softening-with-a-temperature");

DistillResult distill_softens_the_teacher_only(const arma::mat& student, const arma::mat& teacher,
                                               const arma::uvec& labels,
                                               const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [](DistillRecipe& r) {
    r.student_temperature = 1;
    r.soft_gradient = r.soft_value;
  });
}
DESCENT_MISTAKE(distill_loss, distill_softens_the_teacher_only,
                "The student is not softened in the soft part. Both sides have the same T.",
                "softening-with-a-temperature");

DistillResult distill_without_square(const arma::mat& student, const arma::mat& teacher,
                                     const arma::uvec& labels, const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [&](DistillRecipe& r) {
    r.soft_value = options.soft_weight;
    r.soft_gradient = options.soft_weight / options.temperature;
  });
}
DESCENT_MISTAKE(distill_loss, distill_without_square,
                "T² is missing. The gradient of the soft part shrinks with 1/T², and at T = 10 the "
                "teacher is hardly heard.",
                "why-t-squared");

DistillResult distill_without_square_in_the_value(const arma::mat& student,
                                                  const arma::mat& teacher,
                                                  const arma::uvec& labels,
                                                  const DistillOptions& options) {
  return spoiled(student, teacher, labels, options,
                 [&](DistillRecipe& r) { r.soft_value = options.soft_weight; });
}
DESCENT_MISTAKE(distill_loss, distill_without_square_in_the_value,
                "T² is in your gradient, and missing in the value.", "why-t-squared");

DistillResult distill_without_square_in_the_gradient(const arma::mat& student,
                                                     const arma::mat& teacher,
                                                     const arma::uvec& labels,
                                                     const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [&](DistillRecipe& r) {
    r.soft_gradient = options.soft_weight / options.temperature;
  });
}
DESCENT_MISTAKE(distill_loss, distill_without_square_in_the_gradient,
                "T² is in your value, and missing in the gradient.", "why-t-squared");

DistillResult distill_forgets_the_chain_rule(const arma::mat& student, const arma::mat& teacher,
                                             const arma::uvec& labels,
                                             const DistillOptions& options) {
  return spoiled(student, teacher, labels, options,
                 [](DistillRecipe& r) { r.soft_gradient = r.soft_value; });
}
DESCENT_MISTAKE(
    distill_loss, distill_forgets_the_chain_rule,
    "The gradient of the soft part is T times too large: q is a function of s/T, so the "
    "chain rule brings a factor 1/T, and T² · 1/T is T.",
    "why-t-squared");

DistillResult distill_gradient_without_temperature(const arma::mat& student,
                                                   const arma::mat& teacher,
                                                   const arma::uvec& labels,
                                                   const DistillOptions& options) {
  return spoiled(student, teacher, labels, options,
                 [&](DistillRecipe& r) { r.soft_gradient = options.soft_weight; });
}
DESCENT_MISTAKE(
    distill_loss, distill_gradient_without_temperature,
    "The gradient of the soft part lacks a factor T: T² from the formula times 1/T from "
    "the chain rule.",
    "why-t-squared");

DistillResult distill_divides_twice_in_the_gradient(const arma::mat& student,
                                                    const arma::mat& teacher,
                                                    const arma::uvec& labels,
                                                    const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [&](DistillRecipe& r) {
    r.soft_gradient = options.soft_weight / (options.temperature * options.temperature);
  });
}
DESCENT_MISTAKE(distill_loss, distill_divides_twice_in_the_gradient,
                "The gradient of the soft part is divided by T². It is T·(q - p)/N, weighted.",
                "why-t-squared");

DistillResult distill_with_plain_t(const arma::mat& student, const arma::mat& teacher,
                                   const arma::uvec& labels, const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [&](DistillRecipe& r) {
    r.soft_value = options.soft_weight * options.temperature;
    r.soft_gradient = options.soft_weight;
  });
}
DESCENT_MISTAKE(distill_loss, distill_with_plain_t,
                "The factor before the soft part is T. It is T²: one T for the chain rule, one "
                "because q - p itself shrinks with 1/T.",
                "why-t-squared");

DistillResult distill_square_on_both(const arma::mat& student, const arma::mat& teacher,
                                     const arma::uvec& labels, const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [&](DistillRecipe& r) {
    r.hard_value *= options.temperature * options.temperature;
    r.hard_gradient = r.hard_value;
  });
}
DESCENT_MISTAKE(distill_loss, distill_square_on_both,
                "T² stands before both parts. The hard part has no temperature, and no T².",
                "why-t-squared");

DistillResult distill_square_on_the_hard_part(const arma::mat& student, const arma::mat& teacher,
                                              const arma::uvec& labels,
                                              const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [&](DistillRecipe& r) {
    r.soft_value = options.soft_weight;
    r.soft_gradient = options.soft_weight / options.temperature;
    r.hard_value *= options.temperature * options.temperature;
    r.hard_gradient = r.hard_value;
  });
}
DESCENT_MISTAKE(distill_loss, distill_square_on_the_hard_part,
                "T² stands before the hard part. It belongs to the soft one.", "why-t-squared");

DistillResult distill_softens_the_hard_part(const arma::mat& student, const arma::mat& teacher,
                                            const arma::uvec& labels,
                                            const DistillOptions& options) {
  return spoiled(student, teacher, labels, options, [&](DistillRecipe& r) {
    r.hard_temperature = options.temperature;
    r.hard_gradient /= options.temperature;
  });
}
DESCENT_MISTAKE(distill_loss, distill_softens_the_hard_part,
                "The hard part is computed at T, too. With the labels the student is compared at "
                "temperature 1, as it will be used.",
                "distillation");

}  // namespace
}  // namespace descent
