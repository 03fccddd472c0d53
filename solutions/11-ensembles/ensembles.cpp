#include "ensembles.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

// Stage 11: ensembles. The formulas and everything that is promised stand in ensembles.hpp, the
// reasons in the chapter, docs/stages/11-ensembles.md. Write loops or matrix operations, as you
// like: only the numbers count.
//
// Every exercise begins in the same way: refuse bad input with the function of inputs.hpp that is
// named there. You may call an earlier exercise in a later one.

namespace descent {

// solution begin
namespace {

// The decisions of one member: the first of the largest entries of each row.
arma::uvec ensemble_decisions(const arma::mat& probabilities) {
  return arma::index_max(probabilities, 1);
}

double share_of_hits(const arma::uvec& decisions, const arma::uvec& labels) {
  return static_cast<double>(arma::accu(decisions == labels)) / static_cast<double>(labels.n_elem);
}

double mean_log_loss_of(const arma::mat& probabilities, const arma::uvec& labels) {
  double sum = 0;
  for (arma::uword i = 0; i < labels.n_elem; ++i) sum -= std::log(probabilities(i, labels(i)));
  return sum / static_cast<double>(labels.n_elem);
}

// ln softmax(scores / T), row by row, exact for scores of any size.
arma::mat softened_logarithms(const arma::mat& scores, double temperature) {
  arma::mat shifted = scores;
  shifted.each_col() -= arma::max(scores, 1);
  shifted /= temperature;
  const arma::vec logarithms = arma::log(arma::sum(arma::exp(shifted), 1));
  shifted.each_col() -= logarithms;
  return shifted;
}

}  // namespace
// solution end

arma::mat average_probabilities(const std::vector<arma::mat>& members, const arma::vec& weights) {
  // TODO     the mean of the members' probabilities, weighted where there are weights
  // FORMULA  p = Σ_k w_k · p_k / Σ_k w_k
  // STEPS    1. require_ensemble(members, weights);
  //          2. add up w_k times the matrix of member k; w_k is 1 where weights is empty
  //          3. divide by the sum of the weights, once, at the end
  // PITFALL  divide by the sum of the weights, not by the number of members
  // solution begin average_probabilities
  require_ensemble(members, weights);
  arma::mat sum(arma::size(members[0]), arma::fill::zeros);
  double total = 0;
  for (std::size_t k = 0; k < members.size(); ++k) {
    const double weight = weights.is_empty() ? 1 : weights(k);
    sum += weight * members[k];
    total += weight;
  }
  return sum / total;
  // solution end
}

arma::uvec ensemble_predict(const std::vector<arma::mat>& members, const arma::vec& weights) {
  // TODO     the class that the ensemble decides for, for each example
  // STEPS    1. average the members' probabilities (average_probabilities checks them)
  //          2. in each row, the index of the largest
  // PITFALL  average first, then decide: a vote of the members' labels forgets how sure they were
  // solution begin ensemble_predict
  return ensemble_decisions(average_probabilities(members, weights));
  // solution end
}

EnsembleReport ensemble_report(const std::vector<arma::mat>& members, const arma::uvec& labels) {
  // TODO     accuracy and log loss of the members and of their ensemble, and how much they differ
  // FORMULA  log loss = -1/N · Σ_i ln p(i, y_i)
  // STEPS    1. require_labelled_ensemble(members, labels);
  //          2. for each member: its decisions, accuracy and log loss; note mean and best
  //          3. the same for the averaged probabilities
  //          4. for each pair of members: in which share of the examples do they differ?
  // PITFALL  a member is no pair with itself
  // solution begin ensemble_report
  require_labelled_ensemble(members, labels);
  const auto count = static_cast<double>(members.size());
  EnsembleReport report;
  std::vector<arma::uvec> decisions;
  for (const arma::mat& member : members) {
    decisions.push_back(ensemble_decisions(member));
    const double accuracy = share_of_hits(decisions.back(), labels);
    report.mean_accuracy += accuracy / count;
    report.best_accuracy = std::max(report.best_accuracy, accuracy);
    report.mean_log_loss += mean_log_loss_of(member, labels) / count;
  }
  const arma::mat together = average_probabilities(members, {});
  report.accuracy = share_of_hits(ensemble_decisions(together), labels);
  report.log_loss = mean_log_loss_of(together, labels);
  double pairs = 0;
  for (std::size_t k = 0; k < members.size(); ++k) {
    for (std::size_t m = k + 1; m < members.size(); ++m) {
      report.disagreement += 1 - share_of_hits(decisions[k], decisions[m]);
      ++pairs;
    }
  }
  if (pairs > 0) report.disagreement /= pairs;
  return report;
  // solution end
}

arma::mat ensemble_probabilities(const std::vector<std::vector<arma::mat>>& members,
                                 const PredictMember& predict) {
  // TODO     what an ensemble of trained models says
  // STEPS    1. require_trained_members(members, predict);
  //          2. call predict once for each member, and keep what it returns
  //          3. average the answers; average_probabilities also checks that they fit
  // PITFALL  average what the models say, never their weights
  // solution begin ensemble_probabilities
  require_trained_members(members, predict);
  std::vector<arma::mat> answers;
  for (const std::vector<arma::mat>& parameters : members) answers.push_back(predict(parameters));
  return average_probabilities(answers, {});
  // solution end
}

std::vector<std::vector<arma::mat>> same_model_different_seeds(const TrainMember& train,
                                                               arma::uword members, Rng& rng) {
  // TODO     the same model, trained several times from other random numbers
  // STEPS    1. require_member_training(train, members);
  //          2. `members` times: a new Rng, seeded with rng.bits(), for train
  //          3. keep the parameters that it returns, in order
  // PITFALL  a copy of rng for each member gives the same model again and again
  // solution begin same_model_different_seeds
  require_member_training(train, members);
  std::vector<std::vector<arma::mat>> trained;
  for (arma::uword k = 0; k < members; ++k) {
    Rng own(rng.bits());
    trained.push_back(train(own));
  }
  return trained;
  // solution end
}

arma::uvec top_k_models(const std::vector<EnsembleCandidate>& candidates, arma::uword k) {
  // TODO     the indices of the k candidates with the highest validation accuracy
  // STEPS    1. require_candidates(candidates, k);
  //          2. sort the indices 0, 1, 2, ... by falling validation accuracy; std::stable_sort
  //             leaves equal ones in their order
  //          3. return the first k
  // PITFALL  the test accuracy is there, and must not be looked at
  // solution begin top_k_models
  require_candidates(candidates, k);
  std::vector<arma::uword> order(candidates.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](arma::uword a, arma::uword b) {
    return candidates[a].validation_accuracy > candidates[b].validation_accuracy;
  });
  order.resize(k);
  return arma::uvec(order);
  // solution end
}

double snapshot_learning_rate(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  // TODO     a learning rate that falls along a cosine, and starts again in each cycle
  // FORMULA  ½ · largest_rate · (1 + cos(π · t / steps_per_cycle)),  t = step mod steps_per_cycle
  // STEPS    1. require_snapshot_rate(steps_per_cycle, largest_rate);
  //          2. t is how many steps of this cycle have been done: step % steps_per_cycle
  //          3. the formula; π is arma::datum::pi
  // PITFALL  t / steps_per_cycle of two whole numbers is 0: divide as double
  // solution begin snapshot_learning_rate
  require_snapshot_rate(steps_per_cycle, largest_rate);
  const double part =
      static_cast<double>(step % steps_per_cycle) / static_cast<double>(steps_per_cycle);
  return 0.5 * largest_rate * (1 + std::cos(arma::datum::pi * part));
  // solution end
}

std::vector<std::vector<arma::mat>> snapshot_ensemble(const std::vector<arma::mat>& parameters,
                                                      const SnapshotStep& step,
                                                      const SnapshotOptions& options) {
  // TODO     one run through several cycles, and a copy of the model at the end of each
  // STEPS    1. require_snapshots(parameters, step, options);
  //          2. a copy of parameters, to be trained
  //          3. in each cycle: steps_per_cycle times step(model, rate), with the rate of
  //             snapshot_learning_rate; step counts on through all cycles
  //          4. then, and only then, append a copy of the model to the snapshots
  // PITFALL  keep copies: step goes on to change the model, and with it all that points to it
  // solution begin snapshot_ensemble
  require_snapshots(parameters, step, options);
  std::vector<arma::mat> model = parameters;
  std::vector<std::vector<arma::mat>> snapshots;
  arma::uword done = 0;
  for (arma::uword cycle = 0; cycle < options.cycles; ++cycle) {
    for (arma::uword t = 0; t < options.steps_per_cycle; ++t, ++done) {
      step(model, snapshot_learning_rate(done, options.steps_per_cycle, options.largest_rate));
    }
    snapshots.push_back(model);
  }
  return snapshots;
  // solution end
}

void update_average(ParameterAverage& average, const std::vector<arma::mat>& parameters,
                    double decay) {
  // TODO     these parameters taken into the moving average
  // FORMULA  sum ← decay · sum + (1 - decay) · parameters
  //          weight ← decay · weight + (1 - decay)
  // STEPS    1. require_average_update(average, parameters, decay);
  //          2. a fresh average is empty: make it zeros of the parameters' shapes
  //          3. the two formulas, the first for each parameter
  // PITFALL  decay is the share of the old that stays: 0.99 changes little at a time
  // solution begin update_average
  require_average_update(average, parameters, decay);
  if (average.sum.empty()) {
    for (const arma::mat& parameter : parameters) {
      average.sum.emplace_back(arma::size(parameter), arma::fill::zeros);
    }
    average.weight = 0;
  }
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    average.sum[k] = decay * average.sum[k] + (1 - decay) * parameters[k];
  }
  average.weight = decay * average.weight + (1 - decay);
  // solution end
}

std::vector<arma::mat> averaged_parameters(const ParameterAverage& average) {
  // TODO     the averaged parameters, ready for use
  // STEPS    1. require_averaged(average);
  //          2. each sum divided by the weight
  // solution begin averaged_parameters
  require_averaged(average);
  std::vector<arma::mat> parameters = average.sum;
  for (arma::mat& parameter : parameters) parameter /= average.weight;
  return parameters;
  // solution end
}

arma::mat softened_probabilities(const arma::mat& scores, double temperature) {
  // TODO     the softmax of scores / T, row by row
  // STEPS    1. require_softening(scores, temperature);
  //          2. take the largest score of each row off that row: it changes nothing, and no
  //             exponential can overflow
  //          3. divide by T, take exponentials, divide each row by its sum
  // PITFALL  each row is a distribution: sum along the row
  // solution begin softened_probabilities
  require_softening(scores, temperature);
  return arma::exp(softened_logarithms(scores, temperature));
  // solution end
}

DistillResult distill_loss(const arma::mat& student_scores, const arma::mat& teacher_scores,
                           const arma::uvec& labels, const DistillOptions& options) {
  // TODO     the distillation loss and its gradient on the student's scores
  // FORMULA  loss = soft_weight · T² · soft + (1 - soft_weight) · hard
  //          soft = -1/N · Σ_i Σ_j p · ln q       hard = -1/N · Σ_i ln q₁(i, y_i)
  // STEPS    1. require_distillation(student_scores, teacher_scores, labels, options);
  //          2. p: the teacher at T; q: the student at T; q₁: the student at 1
  //          3. the loss; take logarithms before the exponentials, or ln 0 awaits you
  //          4. the gradient of the hard part is (q₁ - one-hot label) / N, that of the soft part
  //             (q - p) / N, times what the chain rule gives for s / T
  // PITFALL  T² stands before the soft part only
  // solution begin distill_loss
  require_distillation(student_scores, teacher_scores, labels, options);
  const double T = options.temperature;
  const auto n = static_cast<double>(labels.n_elem);
  const arma::mat teacher = arma::exp(softened_logarithms(teacher_scores, T));
  const arma::mat soft = softened_logarithms(student_scores, T);
  const arma::mat plain = softened_logarithms(student_scores, 1);
  double hard_loss = 0;
  arma::mat hard_gradient = arma::exp(plain);
  for (arma::uword i = 0; i < labels.n_elem; ++i) {
    hard_loss -= plain(i, labels(i));
    hard_gradient(i, labels(i)) -= 1;
  }
  const double soft_part = options.soft_weight * T * T / n;
  const double hard_part = (1 - options.soft_weight) / n;
  return {hard_part * hard_loss - soft_part * arma::accu(teacher % soft),
          hard_part * hard_gradient + (soft_part / T) * (arma::exp(soft) - teacher)};
  // solution end
}

}  // namespace descent
