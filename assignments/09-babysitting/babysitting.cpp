#include "babysitting.hpp"

namespace descent {

bool exploded(const arma::vec& losses) {
  // TODO     has the loss become NaN or infinite, or more than three times the first?
  // STEPS    1. require_some(losses.n_elem, "the losses");
  //          2. look at each of them: std::isfinite, and diagnosis_limits::kExplosion
  // PITFALL  every comparison with NaN is false, and losses.max() passes over it
  throw NotImplemented("exploded");
}

double epochs_seen(arma::uword iterations, arma::uword examples, arma::uword batch_size) {
  // TODO     iterations as epochs
  // STEPS    1. require_some(examples, "the examples");
  //             require_some(batch_size, "examples in a batch");
  //          2. how many batches has an epoch, the last one of what is left included?
  //          3. whole epochs, and the part of the next one that has been seen
  // PITFALL  7 / 2 is 3 for integers: turn them into double before you divide
  throw NotImplemented("epochs_seen");
}

arma::vec smooth(const arma::vec& values, arma::uword window) {
  // TODO     the mean over the last `window` values, at each place
  // STEPS    1. require_some(window, "values in a window");
  //          2. for entry i: which is the first one of its window? (There is none before entry 0.)
  //          3. the mean of those that are there
  // PITFALL  a running sum that adds the new and takes off the old never gets rid of a NaN
  throw NotImplemented("smooth");
}

arma::rowvec update_ratio(const std::vector<arma::mat>& before,
                          const std::vector<arma::mat>& after) {
  // TODO     the size of each update, relative to the parameter
  // FORMULA  ‖after - before‖ / ‖before‖, Frobenius norms
  // STEPS    1. require_around_update(before, after);
  //          2. both norms for each parameter
  //          3. where before is all zeros: 0 if the update is, too, else arma::datum::inf
  // PITFALL  arma::norm of a matrix is its spectral norm; arma::norm(M, "fro") is what you need
  throw NotImplemented("update_ratio");
}

SanityReport initial_loss_check(const StartingLoss& loss, const arma::uvec& training,
                                double expected, double tolerance) {
  // TODO     does the model start with the loss of somebody who knows nothing?
  // STEPS    1. require_initial_loss_check(loss, training, expected, tolerance);
  //          2. the loss of all training examples, without regularization
  //          3. how far may it be from what is expected, above or below?
  // PITFALL  a loss of NaN must not pass: write the condition that holds when all is well
  throw NotImplemented("initial_loss_check");
}

SanityReport regularization_check(const StartingLoss& loss, const arma::uvec& training,
                                  const arma::vec& strengths) {
  // TODO     does the loss rise with the strength of the regularization?
  // STEPS    1. require_regularization_check(loss, training, strengths);
  //          2. the loss for each of the strengths
  //          3. the rises from each to the next, and the smallest of them
  // PITFALL  min() passes over NaN
  throw NotImplemented("regularization_check");
}

SanityReport overfit_check(std::vector<arma::mat> parameters, const arma::uvec& training,
                           const RegularizedLossFunction& loss_and_gradients,
                           const ParameterUpdate& update, const OverfitCheckOptions& options) {
  // TODO     can the model learn a handful of training examples by heart?
  // STEPS    1. require_overfit_check(parameters, training, loss_and_gradients, update, options);
  //          2. choose the examples: options.examples of training, or all if there are fewer
  //          3. options.steps times: loss and gradients of all of them with lambda = 0,
  //             require_gradients(batch, parameters), and the update
  //          4. the loss after the last update: is it below options.target?
  // PITFALL  training holds indices; the numbers from 0 to 19 may belong to the validation set
  throw NotImplemented("overfit_check");
}

TrainResult train(std::vector<arma::mat> parameters, const arma::uvec& training,
                  const BatchLossFunction& loss_and_gradients, const ParameterUpdate& update,
                  const AccuracyFunction& training_accuracy,
                  const AccuracyFunction& validation_accuracy, const TrainOptions& options,
                  Rng& rng) {
  // TODO     mini-batch training with a record of all that happens
  // STEPS    1. require_train(parameters, training, loss_and_gradients, update,
  //                           training_accuracy, validation_accuracy, options);
  //          2. each epoch: a new random order of training (rng.permutation), cut into batches
  //          3. each batch: loss_and_gradients, require_gradients(batch, parameters), update
  //          4. the sum of loss times size of the batch, divided by all examples, is the epoch's
  //          5. around the last update of the epoch: update_ratio
  //          6. after the epoch: both accuracies; better than the best? Keep a copy
  //          7. the learning rate of the next epoch; enough of it, if there is patience
  // PITFALL  the last batch is smaller, and counts for less; it must not get lost either
  throw NotImplemented("train");
}

LearningRateDiagnosis diagnose_learning_rate(const arma::vec& losses) {
  // TODO     from a loss curve to a diagnosis
  // STEPS    1. require_loss_curve(losses);
  //          2. exploded? Then you know enough
  //          3. start, middle, end, fall and share, as in babysitting.hpp
  //          4. the conditions in their order; the limits are in diagnosis_limits
  // PITFALL  n_elem is unsigned, and integer division rounds down: both is what you need here
  throw NotImplemented("diagnose_learning_rate");
}

FitDiagnosis diagnose_fit(const arma::vec& training_accuracy,
                          const arma::vec& validation_accuracy) {
  // TODO     from two accuracy curves to a diagnosis
  // STEPS    1. require_accuracy_curves(training_accuracy, validation_accuracy);
  //          2. the means of the last fifth of both, which is at least one entry
  //          3. a gap? If there is none: high enough? The limits are in diagnosis_limits
  // PITFALL  the gap is asked for first: with a gap, more capacity makes it only larger
  throw NotImplemented("diagnose_fit");
}

LayerHistograms layer_histograms(const std::vector<arma::mat>& activations,
                                 const std::vector<arma::mat>& gradients, arma::uword bins) {
  // TODO     a histogram for each layer, of its activations and of its gradients
  // STEPS    1. require_layers(activations, gradients, bins);
  //          2. write a helper for one matrix: which entries are finite (arma::find_finite)?
  //             smallest and largest of them, the edges, the counts
  //          3. mean and standard deviation of the finite ones, the part of zeros of all
  //          4. the helper for each matrix of both lists
  // PITFALL  the largest entry lies on the last edge, and belongs into the last bin
  throw NotImplemented("layer_histograms");
}

std::vector<arma::cube> weights_to_images(const arma::mat& W, arma::uword height, arma::uword width,
                                          arma::uword channels) {
  // TODO     a picture for each column of W
  // STEPS    1. require_pictures(W, height, width, channels);
  //          2. for each column: a cube of height x width x channels, filled number by number;
  //             row r, column c, channel k is entry (k * height + r) * width + c of the column
  //          3. take off the smallest number of this picture, divide by what is the largest then
  //          4. the same number everywhere? Then ½
  // PITFALL  Armadillo fills by columns and the pictures lie there by rows: reshape alone
  //          transposes them, and with height = width you will not see it in the shapes
  throw NotImplemented("weights_to_images");
}

}  // namespace descent
