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

arma::mat average_probabilities(const std::vector<arma::mat>& members, const arma::vec& weights) {
  // TODO     the mean of the members' probabilities, weighted where there are weights
  // FORMULA  p = Σ_k w_k · p_k / Σ_k w_k
  // STEPS    1. require_ensemble(members, weights);
  //          2. add up w_k times the matrix of member k; w_k is 1 where weights is empty
  //          3. divide by the sum of the weights, once, at the end
  // PITFALL  divide by the sum of the weights, not by the number of members
  throw NotImplemented("average_probabilities");
}

arma::uvec ensemble_predict(const std::vector<arma::mat>& members, const arma::vec& weights) {
  // TODO     the class that the ensemble decides for, for each example
  // STEPS    1. average the members' probabilities (average_probabilities checks them)
  //          2. in each row, the index of the largest
  // PITFALL  average first, then decide: a vote of the members' labels forgets how sure they were
  throw NotImplemented("ensemble_predict");
}

EnsembleReport ensemble_report(const std::vector<arma::mat>& members, const arma::uvec& labels) {
  // TODO     accuracy and log loss of the members and of their ensemble, and how much they differ
  // FORMULA  log loss = -1/N · Σ_i ln p(i, y_i)
  // STEPS    1. require_labelled_ensemble(members, labels);
  //          2. for each member: its decisions, accuracy and log loss; note mean and best
  //          3. the same for the averaged probabilities
  //          4. for each pair of members: in which share of the examples do they differ?
  // PITFALL  a member is no pair with itself
  throw NotImplemented("ensemble_report");
}

arma::mat ensemble_probabilities(const std::vector<std::vector<arma::mat>>& members,
                                 const PredictMember& predict) {
  // TODO     what an ensemble of trained models says
  // STEPS    1. require_trained_members(members, predict);
  //          2. call predict once for each member, and keep what it returns
  //          3. average the answers; average_probabilities also checks that they fit
  // PITFALL  average what the models say, never their weights
  throw NotImplemented("ensemble_probabilities");
}

std::vector<std::vector<arma::mat>> same_model_different_seeds(const TrainMember& train,
                                                               arma::uword members, Rng& rng) {
  // TODO     the same model, trained several times from other random numbers
  // STEPS    1. require_member_training(train, members);
  //          2. `members` times: a new Rng, seeded with rng.bits(), for train
  //          3. keep the parameters that it returns, in order
  // PITFALL  a copy of rng for each member gives the same model again and again
  throw NotImplemented("same_model_different_seeds");
}

arma::uvec top_k_models(const std::vector<EnsembleCandidate>& candidates, arma::uword k) {
  // TODO     the indices of the k candidates with the highest validation accuracy
  // STEPS    1. require_candidates(candidates, k);
  //          2. sort the indices 0, 1, 2, ... by falling validation accuracy; std::stable_sort
  //             leaves equal ones in their order
  //          3. return the first k
  // PITFALL  the test accuracy is there, and must not be looked at
  throw NotImplemented("top_k_models");
}

double snapshot_learning_rate(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  // TODO     a learning rate that falls along a cosine, and starts again in each cycle
  // FORMULA  ½ · largest_rate · (1 + cos(π · t / steps_per_cycle)),  t = step mod steps_per_cycle
  // STEPS    1. require_snapshot_rate(steps_per_cycle, largest_rate);
  //          2. t is how many steps of this cycle have been done: step % steps_per_cycle
  //          3. the formula; π is arma::datum::pi
  // PITFALL  t / steps_per_cycle of two whole numbers is 0: divide as double
  throw NotImplemented("snapshot_learning_rate");
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
  throw NotImplemented("snapshot_ensemble");
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
  throw NotImplemented("update_average");
}

std::vector<arma::mat> averaged_parameters(const ParameterAverage& average) {
  // TODO     the averaged parameters, ready for use
  // STEPS    1. require_averaged(average);
  //          2. each sum divided by the weight
  throw NotImplemented("averaged_parameters");
}

arma::mat softened_probabilities(const arma::mat& scores, double temperature) {
  // TODO     the softmax of scores / T, row by row
  // STEPS    1. require_softening(scores, temperature);
  //          2. take the largest score of each row off that row: it changes nothing, and no
  //             exponential can overflow
  //          3. divide by T, take exponentials, divide each row by its sum
  // PITFALL  each row is a distribution: sum along the row
  throw NotImplemented("softened_probabilities");
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
  throw NotImplemented("distill_loss");
}

}  // namespace descent
