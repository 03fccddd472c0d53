// Other right ways to solve the exercises of stage 09. All of them must pass every test.

#include <algorithm>
#include <cmath>
#include <numeric>

#include "babysitting.hpp"
#include "harness/wire/variants.hpp"

namespace descent {
namespace {

// --- exploded

bool exploded_negated(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  return !std::all_of(losses.begin(), losses.end(), [&](double loss) {
    return loss <= 3 * losses(0) && loss >= -std::numeric_limits<double>::max() &&
           loss <= std::numeric_limits<double>::max();
  });
}
DESCENT_ALTERNATIVE(exploded, exploded_negated,
                    "asks whether all is well and negates, so that NaN, which holds no condition, "
                    "is found without being asked for");

bool exploded_finite_first(const arma::vec& losses) {
  require_some(losses.n_elem, "the losses");
  return !losses.is_finite() || losses.max() > 3 * losses(0);
}
DESCENT_ALTERNATIVE(exploded, exploded_finite_first,
                    "Armadillo's is_finite first; after that max() is safe");

// --- epochs_seen

double epochs_seen_by_counting(arma::uword iterations, arma::uword examples,
                               arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  double epochs = 0;
  arma::uword left = examples;
  for (arma::uword i = 0; i < iterations; ++i) {
    left -= std::min(batch_size, left);
    if (left > 0) continue;
    epochs += 1;
    left = examples;
  }
  return epochs + static_cast<double>(examples - left) / static_cast<double>(examples);
}
DESCENT_ALTERNATIVE(epochs_seen, epochs_seen_by_counting, "plays the loop through, batch by batch");

double epochs_seen_in_doubles(arma::uword iterations, arma::uword examples,
                              arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  const double n = static_cast<double>(examples), b = static_cast<double>(batch_size);
  const double per_epoch = std::ceil(n / b), i = static_cast<double>(iterations);
  const double whole = std::floor(i / per_epoch);
  return whole + (i - whole * per_epoch) * b / n;
}
DESCENT_ALTERNATIVE(epochs_seen, epochs_seen_in_doubles,
                    "ceil and floor of doubles; a batch that is too large needs no case of its "
                    "own, since an epoch is then one iteration");

// --- smooth

arma::vec smooth_with_deque(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  std::vector<double> last;
  arma::vec smoothed(values.n_elem);
  for (arma::uword i = 0; i < values.n_elem; ++i) {
    last.push_back(values(i));
    if (last.size() > window) last.erase(last.begin());
    smoothed(i) = std::accumulate(last.begin(), last.end(), 0.0) / static_cast<double>(last.size());
  }
  return smoothed;
}
DESCENT_ALTERNATIVE(smooth, smooth_with_deque, "keeps the window itself, and sums it each time");

arma::vec smooth_by_shifts(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec sums = values, counts = arma::ones(values.n_elem);
  for (arma::uword back = 1; back < std::min(window, values.n_elem); ++back) {
    sums.tail(values.n_elem - back) += values.head(values.n_elem - back);
    counts.tail(values.n_elem - back) += 1;
  }
  return sums / counts;
}
DESCENT_ALTERNATIVE(smooth, smooth_by_shifts,
                    "adds shifted copies of the whole curve, another order of summation");

// --- update_ratio

arma::rowvec update_ratio_by_sums(const std::vector<arma::mat>& before,
                                  const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  std::vector<double> ratios;
  for (std::size_t p = 0; p < before.size(); ++p) {
    const double update = std::sqrt(arma::accu(arma::square(after[p] - before[p])));
    const double size = std::sqrt(arma::accu(arma::square(before[p])));
    if (size > 0) {
      ratios.push_back(update / size);
    } else {
      ratios.push_back(update > 0 ? arma::datum::inf : 0);
    }
  }
  return arma::rowvec(ratios);
}
DESCENT_ALTERNATIVE(update_ratio, update_ratio_by_sums,
                    "roots of sums of squares, and the zeros as a case of their own");

arma::rowvec update_ratio_of_vectors(const std::vector<arma::mat>& before,
                                     const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec ratios(before.size(), arma::fill::zeros);
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::vec w = arma::vectorise(before[p]);
    const arma::vec step = arma::vectorise(after[p]) - w;
    if (!step.is_zero()) ratios(p) = std::sqrt(arma::dot(step, step)) / std::sqrt(arma::dot(w, w));
  }
  return ratios;
}
DESCENT_ALTERNATIVE(update_ratio, update_ratio_of_vectors,
                    "the parameters as long vectors, and the dot product of each with itself");

// --- the checks

SanityReport initial_loss_within_bounds(const StartingLoss& loss, const arma::uvec& training,
                                        double expected, double tolerance) {
  require_initial_loss_check(loss, training, expected, tolerance);
  const arma::uvec reversed = arma::reverse(training);
  SanityReport report;
  report.expected = expected;
  report.measured = loss(reversed, 0.0);
  const double ratio = report.measured / expected;
  report.passed = ratio >= 1 - tolerance && ratio <= 1 + tolerance;
  return report;
}
DESCENT_ALTERNATIVE(initial_loss_check, initial_loss_within_bounds,
                    "two bounds on the ratio instead of an absolute difference, and the examples "
                    "in another order");

SanityReport regularization_check_in_a_loop(const StartingLoss& loss, const arma::uvec& training,
                                            const arma::vec& strengths) {
  require_regularization_check(loss, training, strengths);
  double last = loss(training, strengths(0)), smallest = arma::datum::inf;
  bool finite = std::isfinite(last);
  for (arma::uword i = 1; i < strengths.n_elem; ++i) {
    const double next = loss(training, strengths(i));
    finite = finite && std::isfinite(next);
    smallest = std::min(smallest, next - last);
    last = next;
  }
  if (!finite) smallest = std::numeric_limits<double>::quiet_NaN();
  return {smallest > 0, smallest, 0};
}
DESCENT_ALTERNATIVE(regularization_check, regularization_check_in_a_loop,
                    "one loop that remembers the last loss; NaN is not above 0 by itself");

SanityReport overfit_check_with_the_last(std::vector<arma::mat> parameters,
                                         const arma::uvec& training,
                                         const RegularizedLossFunction& loss_and_gradients,
                                         const ParameterUpdate& update,
                                         const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  const arma::uvec few = training.tail(std::min(options.examples, training.n_elem));
  BatchLoss batch = loss_and_gradients(parameters, few, 0);
  for (arma::uword step = 0; step < options.steps; ++step) {
    require_gradients(batch, parameters);
    update(parameters, batch.gradients, options.learning_rate);
    batch = loss_and_gradients(parameters, few, 0);
  }
  return {batch.loss < options.target, batch.loss, options.target};
}
DESCENT_ALTERNATIVE(overfit_check, overfit_check_with_the_last,
                    "other examples, the last of training; and each loss is taken behind its "
                    "update, so that the one after the last is there already");

SanityReport overfit_check_spread_out(std::vector<arma::mat> parameters, const arma::uvec& training,
                                      const RegularizedLossFunction& loss_and_gradients,
                                      const ParameterUpdate& update,
                                      const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  const arma::uword n = std::min(options.examples, training.n_elem);
  arma::uvec few(n);
  for (arma::uword i = 0; i < n; ++i) few(i) = training(i * training.n_elem / n);
  arma::uword steps = options.steps;
  while (steps-- > 0) {
    const BatchLoss batch = loss_and_gradients(parameters, few, 0);
    require_gradients(batch, parameters);
    update(parameters, batch.gradients, options.learning_rate);
  }
  const double last = loss_and_gradients(parameters, few, 0).loss;
  return {options.target > last, last, options.target};
}
DESCENT_ALTERNATIVE(overfit_check, overfit_check_spread_out,
                    "examples from all over training, evenly spaced");

// --- train

// Shuffles its indices in place, from the back (Fisher and Yates), keeps them from epoch to epoch,
// and writes a history of a size that is known from the beginning, cut at the end.
TrainResult train_in_place(std::vector<arma::mat> parameters, const arma::uvec& training,
                           const BatchLossFunction& loss_and_gradients,
                           const ParameterUpdate& update, const AccuracyFunction& training_accuracy,
                           const AccuracyFunction& validation_accuracy, const TrainOptions& options,
                           Rng& rng) {
  require_train(parameters, training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options);
  const arma::uword n = training.n_elem, size = std::min(options.batch_size, n);
  const arma::uword batches = (n + size - 1) / size;
  arma::uvec order = training;
  TrainResult result;
  TrainHistory& history = result.history;
  history.loss.zeros(options.epochs);
  history.training_accuracy.zeros(options.epochs);
  history.validation_accuracy.zeros(options.epochs);
  history.learning_rate.zeros(options.epochs);
  history.update_ratios.zeros(options.epochs, parameters.size());
  history.batch_losses.zeros(options.epochs * batches);
  double best = -arma::datum::inf;
  arma::uword epoch = 0, without_progress = 0;
  bool enough = false;
  while (epoch < options.epochs && !enough) {
    for (arma::uword i = n - 1; i > 0; --i) std::swap(order(i), order(rng.below(i + 1)));
    const double rate =
        options.learning_rate * std::pow(options.learning_rate_decay, static_cast<double>(epoch));
    for (arma::uword b = 0; b < batches; ++b) {
      const arma::uvec which = order.subvec(b * size, std::min((b + 1) * size, n) - 1);
      const BatchLoss batch = loss_and_gradients(parameters, which);
      require_gradients(batch, parameters);
      history.batch_losses(epoch * batches + b) = batch.loss;
      history.loss(epoch) +=
          batch.loss * (static_cast<double>(which.n_elem) / static_cast<double>(n));
      if (b + 1 < batches) {
        update(parameters, batch.gradients, rate);
      } else {
        const std::vector<arma::mat> before = parameters;
        update(parameters, batch.gradients, rate);
        history.update_ratios.row(epoch) = update_ratio(before, parameters);
      }
    }
    history.learning_rate(epoch) = rate;
    history.training_accuracy(epoch) = training_accuracy(parameters);
    history.validation_accuracy(epoch) = validation_accuracy(parameters);
    ++without_progress;
    if (history.validation_accuracy(epoch) > best) {
      best = history.validation_accuracy(epoch);
      result.best = parameters;
      result.best_epoch = epoch + 1;
      without_progress = 0;
    }
    enough = options.patience != 0 && without_progress == options.patience;
    ++epoch;
  }
  history.loss.resize(epoch);
  history.training_accuracy.resize(epoch);
  history.validation_accuracy.resize(epoch);
  history.learning_rate.resize(epoch);
  history.update_ratios.resize(epoch, parameters.size());
  history.batch_losses.resize(epoch * batches);
  result.parameters = parameters;
  return result;
}
DESCENT_ALTERNATIVE(train, train_in_place,
                    "its own Fisher-Yates on indices that it keeps, other draws, the rate as a "
                    "power, and a history that is cut where training ends");

// Sorts the examples by random keys, works off a list, and keeps every epoch's parameters to choose
// the best at the end.
TrainResult train_with_keys(std::vector<arma::mat> parameters, const arma::uvec& training,
                            const BatchLossFunction& loss_and_gradients,
                            const ParameterUpdate& update,
                            const AccuracyFunction& training_accuracy,
                            const AccuracyFunction& validation_accuracy,
                            const TrainOptions& options, Rng& rng) {
  require_train(parameters, training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options);
  std::vector<double> losses, trained, held, rates, all;
  std::vector<arma::rowvec> ratios;
  std::vector<std::vector<arma::mat>> kept;
  for (arma::uword epoch = 0; epoch < options.epochs; ++epoch) {
    rates.push_back(rates.empty() ? options.learning_rate
                                  : rates.back() * options.learning_rate_decay);
    arma::vec keys(training.n_elem);
    for (double& key : keys) key = rng.uniform();
    const arma::uvec by_key = arma::sort_index(keys);
    std::vector<arma::uword> waiting;
    for (arma::uword i = by_key.n_elem; i-- > 0;) waiting.push_back(training(by_key(i)));
    double sum = 0, seen = 0;
    std::vector<arma::mat> before;
    while (!waiting.empty()) {
      std::vector<arma::uword> batch;
      while (!waiting.empty() && batch.size() < options.batch_size) {
        batch.push_back(waiting.back());
        waiting.pop_back();
      }
      const BatchLoss result = loss_and_gradients(parameters, arma::uvec(batch));
      require_gradients(result, parameters);
      sum += result.loss * static_cast<double>(batch.size());
      seen += static_cast<double>(batch.size());
      all.push_back(result.loss);
      before = parameters;
      update(parameters, result.gradients, rates.back());
    }
    losses.push_back(sum / seen);
    ratios.push_back(update_ratio(before, parameters));
    trained.push_back(training_accuracy(parameters));
    held.push_back(validation_accuracy(parameters));
    kept.push_back(parameters);
    const auto best = std::max_element(held.begin(), held.end());
    const auto since = static_cast<arma::uword>(held.end() - best) - 1;
    if (options.patience > 0 && since >= options.patience) break;
  }
  const auto best = static_cast<std::size_t>(std::max_element(held.begin(), held.end()) -
                                             held.begin());  // the first of equals
  arma::mat table(0, parameters.size());
  for (const arma::rowvec& row : ratios) table.insert_rows(table.n_rows, row);
  return {parameters, kept[best], best + 1, {losses, trained, held, rates, table, all}};
}
DESCENT_ALTERNATIVE(train, train_with_keys,
                    "orders by random keys, and keeps the parameters of every epoch, of which the "
                    "best are chosen at the end");

// --- diagnoses

LearningRateDiagnosis diagnose_by_sums(const arma::vec& losses) {
  require_loss_curve(losses);
  using enum LearningRateDiagnosis;
  const arma::uword n = losses.n_elem, f = n / 5;
  double middle = 0, end = 0;
  for (arma::uword i = 0; i < f; ++i) {
    middle += losses((n - f) / 2 + i) / static_cast<double>(f);
    end += losses(n - 1 - i) / static_cast<double>(f);
  }
  const double left = end / losses(0), on_the_way = middle / losses(0);
  if (exploded(losses) || left > 1.02) return too_high;
  if (left >= 0.98) return too_low;
  const double share = (1 - on_the_way) / (1 - left);
  if (share < 0.25) return bad_initialization;
  if (share >= 0.65 && left <= 0.3) return good;
  return share >= 0.8 ? high : too_low;
}
DESCENT_ALTERNATIVE(diagnose_learning_rate, diagnose_by_sums,
                    "everything as a part of the start, and the questions in another order that "
                    "comes to the same");

LearningRateDiagnosis diagnose_by_table(const arma::vec& losses) {
  require_loss_curve(losses);
  using enum LearningRateDiagnosis;
  if (exploded(losses)) return too_high;
  const arma::uword f = losses.n_elem / 5;
  const arma::vec turned = arma::reverse(losses);
  const double end = arma::accu(turned.head(f)) / static_cast<double>(f);
  const arma::uword first = (losses.n_elem - f) / 2;
  const double middle = arma::mean(arma::vec(losses.rows(first, first + f - 1)));
  const double fall = 1 - end / losses(0);
  const double share = (losses(0) - middle) / (losses(0) - end);
  const std::vector<std::pair<bool, LearningRateDiagnosis>> questions = {
      {fall < -0.02, too_high}, {fall <= 0.02, too_low},        {share < 0.25, bad_initialization},
      {share < 0.65, too_low},  {end <= 0.3 * losses(0), good}, {share >= 0.8, high},
      {true, too_low}};
  return std::find_if(questions.begin(), questions.end(), [](const auto& q) { return q.first; })
      ->second;
}
DESCENT_ALTERNATIVE(diagnose_learning_rate, diagnose_by_table,
                    "a list of questions and answers, of which the first that holds is taken");

FitDiagnosis diagnose_fit_by_gaps(const arma::vec& training_accuracy,
                                  const arma::vec& validation_accuracy) {
  require_accuracy_curves(training_accuracy, validation_accuracy);
  const arma::uword n = training_accuracy.n_elem, f = n < 5 ? 1 : n / 5;
  double training = 0, gap = 0;
  for (arma::uword i = n - f; i < n; ++i) {
    training += training_accuracy(i);
    gap += training_accuracy(i) - validation_accuracy(i);
  }
  const double count = static_cast<double>(f);
  return gap / count > 0.1          ? FitDiagnosis::overfitting
         : training / count >= 0.95 ? FitDiagnosis::good
                                    : FitDiagnosis::more_capacity;
}
DESCENT_ALTERNATIVE(diagnose_fit, diagnose_fit_by_gaps,
                    "the mean of the differences instead of the difference of the means");

// --- pictures of layers

LayerHistogram histogram_by_edges(const arma::mat& layer, arma::uword bins) {
  LayerHistogram histogram;
  double low = arma::datum::inf, high = -arma::datum::inf, sum = 0, zeros = 0, finite = 0;
  for (const double v : layer) {
    if (v == 0) ++zeros;
    if (!std::isfinite(v)) {
      ++histogram.not_finite;
      continue;
    }
    low = std::min(low, v);
    high = std::max(high, v);
    sum += v;
    ++finite;
  }
  if (finite == 0) {
    low = 0;
    high = 1;
  } else if (low == high) {
    low -= 0.5;
    high += 0.5;
  }
  histogram.mean = sum / finite;  // 0/0 is NaN, as it should be
  double squares = 0;
  histogram.edges.set_size(bins + 1);
  for (arma::uword k = 0; k <= bins; ++k) {
    histogram.edges(k) = low + (high - low) * static_cast<double>(k) / static_cast<double>(bins);
  }
  histogram.counts.zeros(bins);
  for (const double v : layer) {
    if (!std::isfinite(v)) continue;
    squares += (v - histogram.mean) * (v - histogram.mean);
    arma::uword bin = 0;
    while (bin + 1 < bins && v >= histogram.edges(bin + 1)) ++bin;
    ++histogram.counts(bin);
  }
  histogram.deviation = std::sqrt(squares / finite);
  histogram.zeros = zeros / static_cast<double>(layer.n_elem);
  return histogram;
}

LayerHistograms layer_histograms_by_edges(const std::vector<arma::mat>& activations,
                                          const std::vector<arma::mat>& gradients,
                                          arma::uword bins) {
  require_layers(activations, gradients, bins);
  LayerHistograms result;
  for (std::size_t k = 0; k < activations.size(); ++k) {
    result.activations.push_back(histogram_by_edges(activations[k], bins));
    result.gradients.push_back(histogram_by_edges(gradients[k], bins));
  }
  return result;
}
DESCENT_ALTERNATIVE(layer_histograms, layer_histograms_by_edges,
                    "loops, and each entry compared with the edges one after the other");

LayerHistogram histogram_by_sorting(const arma::mat& layer, arma::uword bins) {
  const arma::vec all = arma::vectorise(layer);
  const arma::vec sorted = arma::sort(arma::vec(all.elem(arma::find_finite(all))));
  const arma::uword n = sorted.n_elem;
  LayerHistogram histogram;
  histogram.not_finite = all.n_elem - n;
  histogram.zeros = arma::mean(arma::conv_to<arma::vec>::from(all == 0));
  double low = n > 0 ? sorted(0) : 0, high = n > 0 ? sorted(n - 1) : 1;
  if (low == high) {
    low -= 0.5;
    high += 0.5;
  }
  histogram.edges = arma::linspace(low, high, bins + 1);
  histogram.counts.zeros(bins);
  arma::uword below = 0;
  for (arma::uword k = 0; k < bins; ++k) {
    const auto end = k + 1 == bins
                         ? sorted.end()
                         : std::lower_bound(sorted.begin(), sorted.end(), histogram.edges(k + 1));
    const auto up_to = static_cast<arma::uword>(end - sorted.begin());
    histogram.counts(k) = up_to - below;
    below = up_to;
  }
  histogram.mean = histogram.deviation = arma::datum::nan;
  if (n > 0) {
    histogram.mean = arma::accu(sorted) / static_cast<double>(n);
    histogram.deviation = std::sqrt(arma::var(sorted, 1));
  }
  return histogram;
}

LayerHistograms layer_histograms_by_sorting(const std::vector<arma::mat>& activations,
                                            const std::vector<arma::mat>& gradients,
                                            arma::uword bins) {
  require_layers(activations, gradients, bins);
  LayerHistograms result;
  for (const arma::mat& layer : activations) {
    result.activations.push_back(histogram_by_sorting(layer, bins));
  }
  for (const arma::mat& layer : gradients) {
    result.gradients.push_back(histogram_by_sorting(layer, bins));
  }
  return result;
}
DESCENT_ALTERNATIVE(layer_histograms, layer_histograms_by_sorting,
                    "sorts the entries once and looks for the edges among them");

LayerHistograms layer_histograms_in_one_pass(const std::vector<arma::mat>& activations,
                                             const std::vector<arma::mat>& gradients,
                                             arma::uword bins) {
  LayerHistograms result = layer_histograms_by_edges(activations, gradients, bins);
  const auto set_deviation = [](LayerHistogram& histogram, const arma::mat& layer) {
    const arma::vec v = layer.elem(arma::find_finite(layer));
    if (v.is_empty()) return;
    const double mean = arma::mean(v);
    histogram.deviation = std::sqrt(std::max(0.0, arma::mean(v % v) - mean * mean));
  };
  for (std::size_t k = 0; k < activations.size(); ++k) {
    set_deviation(result.activations[k], activations[k]);
    set_deviation(result.gradients[k], gradients[k]);
  }
  return result;
}
DESCENT_ALTERNATIVE(layer_histograms, layer_histograms_in_one_pass,
                    "the deviation as the root of the mean of the squares minus the square of the "
                    "mean");

std::vector<arma::cube> weights_to_images_reshaped(const arma::mat& W, arma::uword height,
                                                   arma::uword width, arma::uword channels) {
  require_pictures(W, height, width, channels);
  std::vector<arma::cube> images;
  W.each_col([&](const arma::vec& w) {
    const double low = w.min(), range = w.max() - w.min();
    const arma::vec scaled =
        range > 0 ? arma::vec((w - low) / range) : arma::vec(w.n_elem, arma::fill::value(0.5));
    arma::cube image(height, width, channels);
    for (arma::uword k = 0; k < channels; ++k) {
      const arma::vec plane = scaled.subvec(k * height * width, (k + 1) * height * width - 1);
      image.slice(k) = arma::reshape(plane, width, height).t();
    }
    images.push_back(image);
  });
  return images;
}
DESCENT_ALTERNATIVE(weights_to_images, weights_to_images_reshaped,
                    "reshape to width x height and transpose, a channel at a time");

std::vector<arma::cube> weights_to_images_backwards(const arma::mat& W, arma::uword height,
                                                    arma::uword width, arma::uword channels) {
  require_pictures(W, height, width, channels);
  std::vector<arma::cube> images(W.n_cols, arma::cube(height, width, channels));
  const arma::rowvec low = arma::min(W, 0), high = arma::max(W, 0);
  for (arma::uword d = 0; d < W.n_rows; ++d) {
    const arma::uword c = d % width, r = d / width % height, k = d / width / height;
    for (arma::uword j = 0; j < W.n_cols; ++j) {
      images[j](r, c, k) = high(j) == low(j) ? 0.5 : (W(d, j) - low(j)) / (high(j) - low(j));
    }
  }
  return images;
}
DESCENT_ALTERNATIVE(weights_to_images, weights_to_images_backwards,
                    "walks through the rows of W and asks which pixel each of them is");

}  // namespace
}  // namespace descent
