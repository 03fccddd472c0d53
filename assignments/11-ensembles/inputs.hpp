#pragma once

#include <armadillo>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "ensembles_types.hpp"
#include "harness/support/require.hpp"

/// Given to you: the checks of the input. Each throws std::invalid_argument with a sentence that
/// says what was expected and what came, and does nothing if all is well. Call the right one first
/// in every exercise.
namespace descent {

/// At least one member; all N x C and of one shape; every row a distribution: no entry negative or
/// NaN, and the sum 1 up to 1e-6 (so that scores, which are no probabilities, are noticed).
inline void require_ensemble(const std::vector<arma::mat>& members) {
  if (members.empty()) throw std::invalid_argument("expected at least one member, got none");
  for (std::size_t k = 0; k < members.size(); ++k) {
    const std::string name = "the probabilities of member " + std::to_string(k);
    require_not_empty(members[k], name);
    require_same_shape(members[k], name, members[0], "those of member 0");
    for (arma::uword i = 0; i < members[k].n_rows; ++i) {
      const arma::rowvec row = members[k].row(i);
      if (row.is_finite() && row.min() >= 0 && std::abs(arma::accu(row) - 1) <= 1e-6) continue;
      throw std::invalid_argument("expected probabilities that sum to 1 in each row of member " +
                                  std::to_string(k) + ", but row " + std::to_string(i) +
                                  " has the sum " + std::to_string(arma::accu(row)) +
                                  " and the smallest entry " + std::to_string(row.min()));
    }
  }
}

/// The same, and a weight for each member, not negative, not all 0; or no weights at all.
inline void require_ensemble(const std::vector<arma::mat>& members, const arma::vec& weights) {
  require_ensemble(members);
  if (weights.is_empty()) return;
  if (weights.n_elem != members.size()) {
    throw std::invalid_argument("expected one weight for each of " +
                                std::to_string(members.size()) + " members (or none), got " +
                                std::to_string(weights.n_elem));
  }
  if (weights.is_finite() && weights.min() >= 0 && arma::accu(weights) > 0) return;
  throw std::invalid_argument("expected weights of 0 or more, one of them above 0");
}

/// The same without weights, and a label in [0, C) for each example.
inline void require_labelled_ensemble(const std::vector<arma::mat>& members,
                                      const arma::uvec& labels) {
  require_ensemble(members);
  const arma::uword classes = members[0].n_cols;
  if (labels.n_elem != members[0].n_rows) {
    throw std::invalid_argument("expected a label for each of " +
                                std::to_string(members[0].n_rows) + " examples, got " +
                                std::to_string(labels.n_elem));
  }
  if (labels.max() < classes) return;
  throw std::invalid_argument("expected labels below " + std::to_string(classes) + ", got " +
                              std::to_string(labels.max()));
}

/// A model: at least one parameter, and none of them empty.
inline void require_model(const std::vector<arma::mat>& parameters, const std::string& name) {
  if (parameters.empty()) {
    throw std::invalid_argument("expected " + name + " with at least one parameter, got none");
  }
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    require_not_empty(parameters[k], name + ", parameter " + std::to_string(k) + ",");
  }
}

/// At least one trained model, and a way to ask it.
inline void require_trained_members(const std::vector<std::vector<arma::mat>>& members,
                                    const PredictMember& predict) {
  if (!predict) throw std::invalid_argument("expected a way to predict, got an empty function");
  if (members.empty()) throw std::invalid_argument("expected at least one member, got none");
  for (std::size_t k = 0; k < members.size(); ++k) {
    require_model(members[k], "member " + std::to_string(k));
  }
}

/// A way to train, and at least one member to be trained.
inline void require_member_training(const TrainMember& train, arma::uword members) {
  if (!train) throw std::invalid_argument("expected a way to train, got an empty function");
  require_some(members, "members");
}

/// At least k candidates, k at least 1, and accuracies in [0, 1]. (That of the test set is not
/// looked at: it does not matter here, and it need not be known.)
inline void require_candidates(const std::vector<EnsembleCandidate>& candidates, arma::uword k) {
  if (k == 0 || k > candidates.size()) {
    throw std::invalid_argument("expected k from 1 to " + std::to_string(candidates.size()) +
                                ", the number of candidates, got " + std::to_string(k));
  }
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const double accuracy = candidates[i].validation_accuracy;
    if (accuracy >= 0 && accuracy <= 1) continue;
    throw std::invalid_argument("expected validation accuracies in [0, 1], but candidate " +
                                std::to_string(i) + " has " + std::to_string(accuracy));
  }
}

/// Cycles that have a length, and a learning rate to begin with.
inline void require_snapshot_rate(arma::uword steps_per_cycle, double largest_rate) {
  require_some(steps_per_cycle, "steps per cycle");
  require_positive(largest_rate, "largest learning rate");
}

/// A model, a way to train it, and cycles.
inline void require_snapshots(const std::vector<arma::mat>& parameters, const SnapshotStep& step,
                              const SnapshotOptions& options) {
  require_model(parameters, "a model to begin with");
  if (!step) throw std::invalid_argument("expected a training step, got an empty function");
  require_some(options.cycles, "cycles");
  require_snapshot_rate(options.steps_per_cycle, options.largest_rate);
}

/// A model that fits to what is averaged already, finite, and a decay in [0, 1).
inline void require_average_update(const ParameterAverage& average,
                                   const std::vector<arma::mat>& parameters, double decay) {
  require_model(parameters, "a model to average");
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    require_finite(parameters[k], "parameter " + std::to_string(k));
  }
  if (!(decay >= 0 && decay < 1)) {
    throw std::invalid_argument("expected a decay in [0, 1), got " + std::to_string(decay));
  }
  if (average.sum.empty()) return;
  if (average.sum.size() != parameters.size()) {
    throw std::invalid_argument("expected " + std::to_string(average.sum.size()) +
                                " parameters as in the average, got " +
                                std::to_string(parameters.size()));
  }
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    require_same_shape(parameters[k], "parameter " + std::to_string(k), average.sum[k],
                       "its average");
  }
}

/// An average that has seen at least one model.
inline void require_averaged(const ParameterAverage& average) {
  if (average.sum.empty()) {
    throw std::invalid_argument("expected an average that was updated at least once");
  }
  require_positive(average.weight, "weight of the average");
}

/// Scores that are numbers, and a temperature above 0.
inline void require_softening(const arma::mat& scores, double temperature) {
  require_not_empty(scores, "scores");
  require_finite(scores, "scores");
  require_positive(temperature, "temperature");
}

/// Scores of student and teacher for the same examples, labels below C, and sane options.
inline void require_distillation(const arma::mat& student, const arma::mat& teacher,
                                 const arma::uvec& labels, const DistillOptions& options) {
  require_softening(student, options.temperature);
  require_same_shape(teacher, "the teacher's scores", student, "the student's");
  require_finite(teacher, "the teacher's scores");
  if (labels.n_elem != student.n_rows) {
    throw std::invalid_argument("expected a label for each of " + std::to_string(student.n_rows) +
                                " examples, got " + std::to_string(labels.n_elem));
  }
  if (labels.max() >= student.n_cols) {
    throw std::invalid_argument("expected labels below " + std::to_string(student.n_cols) +
                                ", got " + std::to_string(labels.max()));
  }
  if (options.soft_weight >= 0 && options.soft_weight <= 1) return;
  throw std::invalid_argument("expected soft_weight in [0, 1], got " +
                              std::to_string(options.soft_weight));
}

}  // namespace descent
