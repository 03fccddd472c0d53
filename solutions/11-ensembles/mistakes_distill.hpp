#pragma once

#include "mistakes.hpp"

// What the known mistakes of distill_loss share.

namespace descent::mistakes {

// ln softmax(scores / T), exact for scores of any size.
inline arma::mat logarithms_at(const arma::mat& scores, double temperature) {
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

inline arma::mat one_hot(const arma::uvec& labels, arma::uword classes) {
  arma::mat rows(labels.n_elem, classes, arma::fill::zeros);
  for (arma::uword i = 0; i < labels.n_elem; ++i) rows(i, labels(i)) = 1;
  return rows;
}

inline DistillResult from_targets(const arma::mat& student, const arma::mat& soft_targets,
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

}  // namespace descent::mistakes
