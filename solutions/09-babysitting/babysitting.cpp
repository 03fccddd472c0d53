#include "babysitting.hpp"

namespace descent {

bool exploded(const arma::vec& losses) {
  // TODO     has the loss become NaN or infinite, or more than three times the first?
  // STEPS    1. require_some(losses.n_elem, "the losses");
  //          2. look at each of them: std::isfinite, and diagnosis_limits::kExplosion
  // PITFALL  every comparison with NaN is false, and losses.max() passes over it
  // solution begin exploded
  require_some(losses.n_elem, "the losses");
  for (const double loss : losses) {
    if (!std::isfinite(loss) || loss > diagnosis_limits::kExplosion * losses(0)) return true;
  }
  return false;
  // solution end
}

double epochs_seen(arma::uword iterations, arma::uword examples, arma::uword batch_size) {
  // TODO     iterations as epochs
  // STEPS    1. require_some(examples, "the examples");
  //             require_some(batch_size, "examples in a batch");
  //          2. how many batches has an epoch, the last one of what is left included?
  //          3. whole epochs, and the part of the next one that has been seen
  // PITFALL  7 / 2 is 3 for integers: turn them into double before you divide
  // solution begin epochs_seen
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  const arma::uword size = std::min(batch_size, examples);
  const arma::uword per_epoch = (examples - 1) / size + 1;
  const arma::uword whole = iterations / per_epoch;
  const arma::uword seen = iterations % per_epoch * size;  // of the epoch that is not over
  return static_cast<double>(whole) + static_cast<double>(seen) / static_cast<double>(examples);
  // solution end
}

arma::vec smooth(const arma::vec& values, arma::uword window) {
  // TODO     the mean over the last `window` values, at each place
  // STEPS    1. require_some(window, "values in a window");
  //          2. for entry i: which is the first one of its window? (There is none before entry 0.)
  //          3. the mean of those that are there
  // PITFALL  a running sum that adds the new and takes off the old never gets rid of a NaN
  // solution begin smooth
  require_some(window, "values in a window");
  arma::vec smoothed(values.n_elem);
  for (arma::uword i = 0; i < values.n_elem; ++i) {
    const arma::uword first = i + 1 > window ? i + 1 - window : 0;
    smoothed(i) = arma::accu(values.subvec(first, i)) / static_cast<double>(i + 1 - first);
  }
  return smoothed;
  // solution end
}

arma::rowvec update_ratio(const std::vector<arma::mat>& before,
                          const std::vector<arma::mat>& after) {
  // TODO     the size of each update, relative to the parameter
  // FORMULA  ‖after - before‖ / ‖before‖, Frobenius norms
  // STEPS    1. require_around_update(before, after);
  //          2. both norms for each parameter
  //          3. where before is all zeros: 0 if the update is, too, else arma::datum::inf
  // PITFALL  arma::norm of a matrix is its spectral norm; arma::norm(M, "fro") is what you need
  // solution begin update_ratio
  require_around_update(before, after);
  arma::rowvec ratios(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const double update = arma::norm(after[p] - before[p], "fro");
    ratios(p) = update == 0 ? 0 : update / arma::norm(before[p], "fro");  // x / 0 is inf
  }
  return ratios;
  // solution end
}

SanityReport initial_loss_check(const StartingLoss& loss, const arma::uvec& training,
                                double expected, double tolerance) {
  // TODO     does the model start with the loss of somebody who knows nothing?
  // STEPS    1. require_initial_loss_check(loss, training, expected, tolerance);
  //          2. the loss of all training examples, without regularization
  //          3. how far may it be from what is expected, above or below?
  // PITFALL  a loss of NaN must not pass: write the condition that holds when all is well
  // solution begin initial_loss_check
  require_initial_loss_check(loss, training, expected, tolerance);
  const double measured = loss(training, 0);
  return {std::abs(measured - expected) <= tolerance * expected, measured, expected};
  // solution end
}

SanityReport regularization_check(const StartingLoss& loss, const arma::uvec& training,
                                  const arma::vec& strengths) {
  // TODO     does the loss rise with the strength of the regularization?
  // STEPS    1. require_regularization_check(loss, training, strengths);
  //          2. the loss for each of the strengths
  //          3. the rises from each to the next, and the smallest of them
  // PITFALL  min() passes over NaN
  // solution begin regularization_check
  require_regularization_check(loss, training, strengths);
  arma::vec losses(strengths.n_elem);
  for (arma::uword i = 0; i < strengths.n_elem; ++i) losses(i) = loss(training, strengths(i));
  if (!losses.is_finite()) return {false, arma::datum::nan, 0};
  const double smallest = arma::min(arma::diff(losses));
  return {smallest > 0, smallest, 0};
  // solution end
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
  // solution begin overfit_check
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  const arma::uvec few = training.head(std::min(options.examples, training.n_elem));
  for (arma::uword step = 0; step < options.steps; ++step) {
    const BatchLoss batch = loss_and_gradients(parameters, few, 0);
    require_gradients(batch, parameters);
    update(parameters, batch.gradients, options.learning_rate);
  }
  const double measured = loss_and_gradients(parameters, few, 0).loss;
  return {measured < options.target, measured, options.target};
  // solution end
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
  // solution begin train
  require_train(parameters, training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options);
  TrainResult result;
  std::vector<double> losses, training_accuracies, validation_accuracies, rates, batch_losses;
  std::vector<arma::rowvec> ratios;
  double learning_rate = options.learning_rate;
  for (arma::uword epoch = 1; epoch <= options.epochs; ++epoch) {
    const arma::uvec order = training.elem(rng.permutation(training.n_elem));
    double sum = 0;
    for (arma::uword first = 0; first < order.n_elem;) {
      const arma::uword size = std::min(options.batch_size, order.n_elem - first);
      const BatchLoss batch = loss_and_gradients(parameters, order.subvec(first, first + size - 1));
      require_gradients(batch, parameters);
      sum += batch.loss * static_cast<double>(size);
      batch_losses.push_back(batch.loss);
      first += size;
      std::vector<arma::mat> before;
      if (first == order.n_elem) before = parameters;
      update(parameters, batch.gradients, learning_rate);
      if (first == order.n_elem) ratios.push_back(update_ratio(before, parameters));
    }
    losses.push_back(sum / static_cast<double>(order.n_elem));
    training_accuracies.push_back(training_accuracy(parameters));
    validation_accuracies.push_back(validation_accuracy(parameters));
    rates.push_back(learning_rate);
    if (epoch == 1 || validation_accuracies.back() > validation_accuracies[result.best_epoch - 1]) {
      result.best_epoch = epoch;
      result.best = parameters;
    }
    if (options.patience > 0 && epoch - result.best_epoch >= options.patience) break;
    learning_rate *= options.learning_rate_decay;
  }
  result.history = {losses, training_accuracies, validation_accuracies, rates, {}, batch_losses};
  result.history.update_ratios.set_size(ratios.size(), parameters.size());
  for (std::size_t e = 0; e < ratios.size(); ++e) result.history.update_ratios.row(e) = ratios[e];
  result.parameters = std::move(parameters);
  return result;
  // solution end
}

LearningRateDiagnosis diagnose_learning_rate(const arma::vec& losses) {
  // TODO     from a loss curve to a diagnosis
  // STEPS    1. require_loss_curve(losses);
  //          2. exploded? Then you know enough
  //          3. start, middle, end, fall and share, as in babysitting.hpp
  //          4. the conditions in their order; the limits are in diagnosis_limits
  // PITFALL  n_elem is unsigned, and integer division rounds down: both is what you need here
  // solution begin diagnose_learning_rate
  require_loss_curve(losses);
  using namespace diagnosis_limits;
  if (exploded(losses)) return LearningRateDiagnosis::too_high;
  const arma::uword fifth = losses.n_elem / 5, first = (losses.n_elem - fifth) / 2;
  const double start = losses(0);
  const double middle = arma::mean(losses.subvec(first, first + fifth - 1));
  const double end = arma::mean(losses.tail(fifth));
  const double fall = (start - end) / start;
  if (fall < -kFlat) return LearningRateDiagnosis::too_high;
  if (fall <= kFlat) return LearningRateDiagnosis::too_low;
  const double share = (start - middle) / (start - end);
  if (share < kLateShare) return LearningRateDiagnosis::bad_initialization;
  if (share < kStraightShare) return LearningRateDiagnosis::too_low;
  if (end <= kLow * start) return LearningRateDiagnosis::good;
  return share >= kPlateauShare ? LearningRateDiagnosis::high : LearningRateDiagnosis::too_low;
  // solution end
}

FitDiagnosis diagnose_fit(const arma::vec& training_accuracy,
                          const arma::vec& validation_accuracy) {
  // TODO     from two accuracy curves to a diagnosis
  // STEPS    1. require_accuracy_curves(training_accuracy, validation_accuracy);
  //          2. the means of the last fifth of both, which is at least one entry
  //          3. a gap? If there is none: high enough? The limits are in diagnosis_limits
  // PITFALL  the gap is asked for first: with a gap, more capacity makes it only larger
  // solution begin diagnose_fit
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const arma::uword fifth = std::max<arma::uword>(1, training_accuracy.n_elem / 5);
  const double train_end = arma::mean(training_accuracy.tail(fifth));
  const double validation_end = arma::mean(validation_accuracy.tail(fifth));
  if (train_end - validation_end > diagnosis_limits::kGap) return FitDiagnosis::overfitting;
  if (train_end < diagnosis_limits::kHigh) return FitDiagnosis::more_capacity;
  return FitDiagnosis::good;
  // solution end
}

// solution begin
namespace {

LayerHistogram histogram_of(const arma::mat& layer, arma::uword bins) {
  LayerHistogram histogram;
  const arma::vec all = arma::vectorise(layer);
  const arma::vec finite = all.elem(arma::find_finite(all));
  histogram.not_finite = all.n_elem - finite.n_elem;
  const arma::uvec zeros = arma::find(all == 0);
  histogram.zeros = static_cast<double>(zeros.n_elem) / static_cast<double>(all.n_elem);
  histogram.counts.zeros(bins);
  if (finite.is_empty()) {
    histogram.edges = arma::linspace(0, 1, bins + 1);
    histogram.mean = histogram.deviation = arma::datum::nan;
    return histogram;
  }
  double low = finite.min(), high = finite.max();
  if (low == high) {
    low -= 0.5;
    high += 0.5;
  }
  histogram.edges = arma::linspace(low, high, bins + 1);
  const double width = (high - low) / static_cast<double>(bins);
  for (const double value : finite) {
    const double place = width > 0 ? (value - low) / width : 0;
    ++histogram.counts(std::min(static_cast<arma::uword>(place), bins - 1));
  }
  histogram.mean = arma::mean(finite);
  histogram.deviation = arma::stddev(finite, 1);
  return histogram;
}

}  // namespace
// solution end

LayerHistograms layer_histograms(const std::vector<arma::mat>& activations,
                                 const std::vector<arma::mat>& gradients, arma::uword bins) {
  // TODO     a histogram for each layer, of its activations and of its gradients
  // STEPS    1. require_layers(activations, gradients, bins);
  //          2. write a helper for one matrix: which entries are finite (arma::find_finite)?
  //             smallest and largest of them, the edges, the counts
  //          3. mean and standard deviation of the finite ones, the part of zeros of all
  //          4. the helper for each matrix of both lists
  // PITFALL  the largest entry lies on the last edge, and belongs into the last bin
  // solution begin layer_histograms
  require_layers(activations, gradients, bins);
  LayerHistograms result;
  for (const arma::mat& layer : activations) {
    result.activations.push_back(histogram_of(layer, bins));
  }
  for (const arma::mat& layer : gradients) result.gradients.push_back(histogram_of(layer, bins));
  return result;
  // solution end
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
  // solution begin weights_to_images
  require_pictures(W, height, width, channels);
  std::vector<arma::cube> images;
  for (arma::uword j = 0; j < W.n_cols; ++j) {
    arma::cube image(height, width, channels);
    const double low = W.col(j).min(), high = W.col(j).max();
    for (arma::uword k = 0; k < channels; ++k) {
      for (arma::uword r = 0; r < height; ++r) {
        for (arma::uword c = 0; c < width; ++c) {
          const double w = W((k * height + r) * width + c, j);
          image(r, c, k) = low < high ? (w - low) / (high - low) : 0.5;
        }
      }
    }
    images.push_back(image);
  }
  return images;
  // solution end
}

}  // namespace descent
