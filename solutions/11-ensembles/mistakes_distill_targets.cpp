// Known mistakes: the distillation loss, what is compared with what.

#include "mistakes_distill.hpp"

namespace descent {
namespace {

using namespace mistakes;

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

}  // namespace
}  // namespace descent
