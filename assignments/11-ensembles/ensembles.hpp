#pragma once

#include <armadillo>
#include <vector>

#include "ensembles_types.hpp"
#include "harness/support/not_implemented.hpp"
#include "harness/support/rng.hpp"
#include "inputs.hpp"

/// Stage 11: ensembles. Several networks asked together know more than one of them: members that
/// are trained from other seeds, the best of a search, the snapshots of one run. What they know is
/// then put back into one network: as an average of its own weights along the way, or by
/// distillation.
///
/// Shapes. Rows are examples. What a member says is N x C: probabilities, each row sums to 1. The
/// parameters of a model are a std::vector<arma::mat>. Labels are in [0, C).
///
/// Refusals. Every function throws std::invalid_argument, with a sentence that says what was
/// expected and what came, for what is listed with it. The functions of inputs.hpp do that for you.
///
/// Source: CS231n notes, "Neural Networks Part 3: Learning and Evaluation", section "Model
/// Ensembles". Papers are named where they belong.
namespace descent {

/// The mean of what the members say, entry by entry: the answer of the ensemble.
///
///     p = Σ_k w_k · p_k / Σ_k w_k
///
/// members: at least one, N x C probabilities each. weights: one for each member, 0 or more, not
/// all 0, of any sum; empty (the default) means that all count the same.
/// Returns N x C; its rows sum to 1.
/// Throws std::invalid_argument: no members, an empty one, shapes that differ, rows that are no
/// probabilities, weights that do not fit.
/// Source: notes, "Model Ensembles"; L. K. Hansen, P. Salamon, "Neural Network Ensembles", 1990.
arma::mat average_probabilities(const std::vector<arma::mat>& members,
                                const arma::vec& weights = {});

/// The class that the ensemble decides for: the largest of the averaged probabilities of a row, and
/// of several that are equally large the first.
///
/// members, weights, and what is thrown: as for average_probabilities. Returns N labels.
arma::uvec ensemble_predict(const std::vector<arma::mat>& members, const arma::vec& weights = {});

/// What the ensemble gains, all members counting the same.
///
///     accuracy      the share of examples whose largest probability (the first, of equal ones)
///                   is that of the label
///     log loss      -1/N · Σ_i ln p(i, y_i), in nats; infinite where a label has probability 0
///     disagreement  the share of all (example, pair of members) whose decisions differ; 0 where
///                   there is one member only
///
/// members: at least one, N x C probabilities each. labels: N, below C.
/// The log loss of the ensemble is never above the mean of the members' (Jensen's inequality). The
/// accuracy may be.
/// Throws std::invalid_argument: what average_probabilities refuses, labels that do not fit.
EnsembleReport ensemble_report(const std::vector<arma::mat>& members, const arma::uvec& labels);

/// What an ensemble of trained models says: each model is asked, and the answers are averaged.
///
/// members: the parameters of each model, at least one. They may have different shapes (the best
/// models of a search do). predict: the probabilities that a model gives for the examples at hand;
/// called once for each member, in order. All members count the same.
/// Returns N x C.
/// Throws std::invalid_argument: predict is an empty function, no members, a member without
/// parameters or with an empty one; answers that average_probabilities refuses.
arma::mat ensemble_probabilities(const std::vector<std::vector<arma::mat>>& members,
                                 const PredictMember& predict);

/// The simplest ensemble: the same model, trained several times from other random numbers.
///
/// train: trains one model from scratch; called exactly `members` times. It draws as many numbers
/// as it likes from the rng that it is handed. No two members may share random numbers, and all of
/// them come from the caller's rng: its state decides everything, and it has moved on afterwards,
/// so that the next call trains other members. Handing over rng itself will do, and so will a new
/// Rng for each member, seeded with rng.bits().
/// members: 1 or more. Returns the parameters of each member, in the order of training.
/// Throws std::invalid_argument: train is an empty function, members is 0.
/// Source: notes, "same model, different initializations"; B. Lakshminarayanan, A. Pritzel, C.
/// Blundell, "Simple and Scalable Predictive Uncertainty Estimation using Deep Ensembles", 2017.
std::vector<std::vector<arma::mat>> same_model_different_seeds(const TrainMember& train,
                                                               arma::uword members, Rng& rng);

/// The k best models of a search, by their validation accuracy.
///
/// candidates: at least k. k: 1 or more.
/// Returns their k indices, the best first; of equally good ones the earlier first.
/// Throws std::invalid_argument: k is 0 or larger than the number of candidates, a validation
/// accuracy that is NaN or not in [0, 1].
/// Source: notes, "top models discovered during cross-validation".
arma::uvec top_k_models(const std::vector<EnsembleCandidate>& candidates, arma::uword k);

/// The learning rate of a run with warm restarts: half a wave of a cosine in each cycle, from
/// largest_rate down to nearly 0, and up again at once.
///
///     rate = ½ · largest_rate · (1 + cos(π · t / steps_per_cycle)),   t = step mod steps_per_cycle
///
/// step: of the whole run, counted from 0. steps_per_cycle: 1 or more. largest_rate: positive.
/// Throws std::invalid_argument: steps_per_cycle is 0, largest_rate not positive or not finite.
/// Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017;
/// Huang et al. 2017, equation 2 (where steps are counted from 1).
double snapshot_learning_rate(arma::uword step, arma::uword steps_per_cycle, double largest_rate);

/// An ensemble for the price of one run: the model is trained through several cycles of the
/// learning rate above, and at the end of each of them, when the rate is lowest, it is copied.
///
/// parameters: the model to begin with. step: trains the model in place with a given learning rate;
/// called cycles · steps_per_cycle times, with snapshot_learning_rate of 0, 1, 2, ...
/// Returns the snapshots, as many as cycles, in order. Each is the model of that moment, and does
/// not change when training goes on; the last one is the trained model. The model to begin with is
/// none of them.
/// Throws std::invalid_argument: no parameters or an empty one, step is an empty function, cycles
/// or steps_per_cycle is 0, largest_rate not positive or not finite.
/// Source: notes, "different checkpoints of a single model"; G. Huang et al., "Snapshot Ensembles:
/// Train 1, get M for free", ICLR 2017.
std::vector<std::vector<arma::mat>> snapshot_ensemble(const std::vector<arma::mat>& parameters,
                                                      const SnapshotStep& step,
                                                      const SnapshotOptions& options = {});

/// Takes the parameters of this moment into an exponential moving average.
///
///     sum    ← decay · sum    + (1 - decay) · parameters       (each parameter by itself)
///     weight ← decay · weight + (1 - decay)
///
/// A fresh average is empty, and counts as zeros of the parameters' shapes with weight 0. decay: in
/// [0, 1), the share of the old average that stays; it may change from call to call. With one decay
/// the weight is 1 - decay^t after t updates.
/// parameters: as in every earlier call, finite.
/// Throws std::invalid_argument: no parameters, an empty one, NaN or infinity in one, other shapes
/// than before, decay not in [0, 1).
/// Source: notes, "running average of parameters during training"; B. Polyak, A. Juditsky,
/// "Acceleration of Stochastic Approximation by Averaging", 1992; for the weight: D. Kingma, J. Ba,
/// "Adam", 2015, section 3.
void update_average(ParameterAverage& average, const std::vector<arma::mat>& parameters,
                    double decay);

/// The averaged parameters, ready to be used in the model: sum / weight.
///
/// The division makes the weights of all parameters seen sum to 1. So the average of equal
/// parameters is that parameter from the first update on, instead of a model that is much too small
/// for the first 1/(1 - decay) steps.
/// Throws std::invalid_argument: nothing was averaged yet (the sum is empty), a weight that is not
/// positive.
std::vector<arma::mat> averaged_parameters(const ParameterAverage& average);

/// The softmax at a temperature.
///
///     p(i, j) = exp(s(i, j) / T) / Σ_c exp(s(i, c) / T)
///
/// scores: N x C, finite, of any size (1e4, and a T of 0.01, do no harm). temperature: T, positive.
/// 1 is the plain softmax; a higher one makes all classes more alike.
/// Throws std::invalid_argument: scores are empty or not finite, T not positive or not finite.
/// Source: Hinton et al. 2015, equation 1.
arma::mat softened_probabilities(const arma::mat& scores, double temperature);

/// Distillation: a student network learns from the labels, and from how sure its teacher is of
/// each class.
///
///     loss = soft_weight · T² · soft + (1 - soft_weight) · hard
///     soft = -1/N · Σ_i Σ_j p(i, j) · ln q(i, j)      both softened: p teacher, q student, at T
///     hard = -1/N · Σ_i ln q₁(i, y_i)                 the student at temperature 1
///
/// student_scores, teacher_scores: N x C, finite, before any softmax. (The teacher may be an
/// ensemble: the logarithms of its averaged probabilities are scores.) labels: N, below C.
/// Returns the value and its gradient on the student's scores; the teacher's are constants. Both
/// are right for large scores, too.
/// Throws std::invalid_argument: scores that are empty, not finite, or of different shapes, labels
/// that do not fit, a temperature that is not positive, soft_weight not in [0, 1].
/// Source: G. Hinton, O. Vinyals, J. Dean, "Distilling the Knowledge in a Neural Network", 2015.
DistillResult distill_loss(const arma::mat& student_scores, const arma::mat& teacher_scores,
                           const arma::uvec& labels, const DistillOptions& options = {});

}  // namespace descent
