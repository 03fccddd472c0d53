// Known mistakes: the distillation loss.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// ln softmax(scores / T), exact for scores of any size.
arma::mat logarithms_at(const arma::mat& scores, double temperature) {
  arma::mat shifted = scores;
  const arma::vec largest = arma::max(scores, 1);
  shifted.each_col() -= largest;
  shifted /= temperature;
  const arma::vec sums = arma::log(arma::sum(arma::exp(shifted), 1));
  shifted.each_col() -= sums;
  return shifted;
}

// All that a distillation loss is made of. The default is the right one.
struct DistillRecipe {
  double teacher_temperature, student_temperature, hard_temperature;
  double soft_value, soft_gradient, hard_value, hard_gradient;  // factors, without the 1/N

  explicit DistillRecipe(const DistillOptions& options)
      : teacher_temperature(options.temperature),
        student_temperature(options.temperature),
        hard_temperature(1),
        soft_value(options.soft_weight * options.temperature * options.temperature),
        soft_gradient(options.soft_weight * options.temperature),
        hard_value(1 - options.soft_weight),
        hard_gradient(1 - options.soft_weight) {}
};

arma::mat one_hot(const arma::uvec& labels, arma::uword classes) {
  arma::mat rows(labels.n_elem, classes, arma::fill::zeros);
  for (arma::uword i = 0; i < labels.n_elem; ++i) rows(i, labels(i)) = 1;
  return rows;
}

DistillResult from_targets(const arma::mat& student, const arma::mat& soft_targets,
                           const arma::mat& hard_targets, const DistillRecipe& recipe) {
  const arma::mat soft = logarithms_at(student, recipe.student_temperature);
  const arma::mat hard = logarithms_at(student, recipe.hard_temperature);
  const double n = count(student.n_rows);
  return {-(recipe.soft_value * arma::accu(soft_targets % soft) +
            recipe.hard_value * arma::accu(hard_targets % hard)) /
              n,
          (recipe.soft_gradient * (arma::exp(soft) - soft_targets) +
           recipe.hard_gradient * (arma::exp(hard) - hard_targets)) /
              n};
}

// The right loss with a recipe that `spoil` has changed.
template <class Spoil>
DistillResult spoiled(const arma::mat& student, const arma::mat& teacher, const arma::uvec& labels,
                      const DistillOptions& options, Spoil spoil) {
  require_distillation(student, teacher, labels, options);
  DistillRecipe recipe(options);
  spoil(recipe);
  return from_targets(student, arma::exp(logarithms_at(teacher, recipe.teacher_temperature)),
                      one_hot(labels, student.n_cols), recipe);
}

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

DistillResult distill_is_a_divergence(const arma::mat& student, const arma::mat& teacher,
                                      const arma::uvec& labels, const DistillOptions& options) {
  DistillResult result = distill_loss(student, teacher, labels, options);
  const arma::mat logs = logarithms_at(teacher, options.temperature);
  result.loss += DistillRecipe(options).soft_value * arma::accu(arma::exp(logs) % logs) /
                 count(student.n_rows);
  return result;
}
DESCENT_MISTAKE(distill_loss, distill_is_a_divergence,
                "Your soft part is the Kullback-Leibler divergence. It has the right gradient, but "
                "the loss of this stage is the cross entropy, as in the paper: do not subtract the "
                "teacher's entropy.",
                "cross-entropy-or-divergence");

// The gradient of Σ_j q·ln(q/p) on s, where q = softmax(s/T): q·(ln(q/p) - Σ q·ln(q/p))/T.
DistillResult distill_divergence_turned_round(const arma::mat& student, const arma::mat& teacher,
                                              const arma::uvec& labels,
                                              const DistillOptions& options) {
  DistillResult result = spoiled(student, teacher, labels, options,
                                 [](DistillRecipe& r) { r.soft_value = r.soft_gradient = 0; });
  const arma::mat logs = logarithms_at(student, options.temperature);
  const arma::mat ratio = logs - logarithms_at(teacher, options.temperature);
  const arma::mat q = arma::exp(logs);
  const arma::vec rows = arma::sum(q % ratio, 1);
  const DistillRecipe recipe(options);
  result.loss += recipe.soft_value * arma::accu(rows) / count(student.n_rows);
  result.dscores += recipe.soft_gradient * (q % (ratio.each_col() - rows)) / count(student.n_rows);
  return result;
}
DESCENT_MISTAKE(distill_loss, distill_divergence_turned_round,
                "Your divergence is the wrong way round, Σ q·ln(q/p): the student's probabilities "
                "weigh, where the teacher's should.",
                "cross-entropy-or-divergence");

// -Σ q·ln p and its gradient.
DistillResult distill_cross_entropy_turned_round(const arma::mat& student, const arma::mat& teacher,
                                                 const arma::uvec& labels,
                                                 const DistillOptions& options) {
  DistillResult result = spoiled(student, teacher, labels, options,
                                 [](DistillRecipe& r) { r.soft_value = r.soft_gradient = 0; });
  const arma::mat q = arma::exp(logarithms_at(student, options.temperature));
  const arma::mat logs = logarithms_at(teacher, options.temperature);
  const arma::vec rows = arma::sum(q % logs, 1);
  const DistillRecipe recipe(options);
  result.loss -= recipe.soft_value * arma::accu(rows) / count(student.n_rows);
  result.dscores -= recipe.soft_gradient * (q % (logs.each_col() - rows)) / count(student.n_rows);
  return result;
}
DESCENT_MISTAKE(distill_loss, distill_cross_entropy_turned_round,
                "Your cross entropy is the wrong way round: it is -Σ p·ln q, with the teacher's p "
                "in front and the student's q in the logarithm.",
                "cross-entropy-or-divergence");

DistillResult distill_value_turned_round(const arma::mat& student, const arma::mat& teacher,
                                         const arma::uvec& labels, const DistillOptions& options) {
  DistillResult result = distill_cross_entropy_turned_round(student, teacher, labels, options);
  result.dscores = distill_loss(student, teacher, labels, options).dscores;
  return result;
}
DESCENT_MISTAKE(distill_loss, distill_value_turned_round,
                "In the value of the soft part p and q are swapped: it is -Σ p·ln q, with the "
                "teacher's p in front.",
                "cross-entropy-or-divergence");

DistillResult distill_takes_the_teachers_decision(const arma::mat& student,
                                                  const arma::mat& teacher,
                                                  const arma::uvec& labels,
                                                  const DistillOptions& options) {
  require_distillation(student, teacher, labels, options);
  return from_targets(student, votes_of(teacher), one_hot(labels, student.n_cols),
                      DistillRecipe(options));
}
DESCENT_MISTAKE(distill_loss, distill_takes_the_teachers_decision,
                "You use the teacher's decision as a label. What it knows is in the other classes: "
                "use all of its probabilities.",
                "distillation");

DistillResult distill_matches_scores(const arma::mat& student, const arma::mat& teacher,
                                     const arma::uvec& labels, const DistillOptions& options) {
  DistillResult result = spoiled(student, teacher, labels, options,
                                 [](DistillRecipe& r) { r.soft_value = r.soft_gradient = 0; });
  const arma::mat gap = student - teacher;
  const double n = count(student.n_rows);
  result.loss += options.soft_weight * 0.5 * arma::accu(arma::square(gap)) / n;
  result.dscores += options.soft_weight * gap / n;
  return result;
}
DESCENT_MISTAKE(distill_loss, distill_matches_scores,
                "You compare the scores themselves, with squares. That is the limit for very high "
                "temperatures (up to a factor); here both are softened, and their cross entropy "
                "is taken.",
                "why-t-squared");

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
