// Known mistakes: train.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// One training loop, and the places where it goes wrong.
enum class Flaw {
  none,
  no_shuffle,
  shuffled_once,
  same_order,
  rotated,
  uneven_shuffle,
  cyclic_shuffle,
  with_replacement,
  fixed_batches,
  counted_indices,
  own_rng,
  copied_rng,
  drops_last_batch,
  skips_update_of_last,
  mean_without_last,
  fills_last_batch,
  mean_of_batches,
  mean_over_full_batches,
  sum_of_losses,
  loss_of_last_batch,
  loss_after_updates,
  loss_after_each_update,
  decay_each_batch,
  decays_first,
  no_decay,
  subtracts_decay,
  divides_by_decay,
  records_next_rate,
  updates_with_first_rate,
  best_by_training,
  best_at_ties,
  best_lowest,
  best_is_last,
  best_epoch_from_zero,
  best_before_epoch,
  best_epoch_is_last,
  returns_best,
  goes_on_from_best,
  patience_one_less,
  patience_one_more,
  patience_counts_all,
  patience_ignored,
  patience_zero_stops,
  patience_against_last,
  ratio_of_gradient,
  ratio_spectral,
  ratio_of_after,
  ratio_of_first_update,
  ratio_of_epoch,
  ratio_without_rate,
  accuracies_before_epoch,
  accuracies_swapped,
  one_update_an_epoch,
  updates_twice,
  adds_descent,
  gradients_of_start,
  one_epoch_more,
  one_epoch_less,
  batch_one_more,
  batch_losses_weighted,
  batch_losses_of_last_epoch,
  batch_losses_without_last,
  stops_at_nan,
  skips_nan,
  leaves_nan_out,
  history_by_batch,
  fills_up_history,
  last_batch_joined
};

TrainResult flawed(std::vector<arma::mat> parameters, const arma::uvec& training,
                   const BatchLossFunction& loss_and_gradients, const ParameterUpdate& update,
                   const AccuracyFunction& training_accuracy,
                   const AccuracyFunction& validation_accuracy, const TrainOptions& options,
                   Rng& given, Flaw flaw) {
  require_train(parameters, training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options);
  const arma::uword n = training.n_elem;
  Rng other = flaw == Flaw::own_rng ? Rng(42) : given;
  Rng& rng = flaw == Flaw::own_rng || flaw == Flaw::copied_rng ? other : given;
  const Rng at_start = rng;
  TrainResult result;
  std::vector<double> losses, trained, held, rates, batch_losses;
  std::vector<arma::rowvec> ratios;
  double rate = options.learning_rate, best = -1;
  arma::uword misses = 0;
  arma::uvec fixed = training.elem(flaw == Flaw::shuffled_once || flaw == Flaw::fixed_batches ||
                                           flaw == Flaw::rotated
                                       ? rng.permutation(n)
                                       : counted(n));
  const std::vector<arma::mat> at_beginning = parameters;
  const arma::uword epochs = options.epochs + (flaw == Flaw::one_epoch_more ? 1 : 0) -
                             (flaw == Flaw::one_epoch_less && options.epochs > 1 ? 1 : 0);
  const arma::uword batch_size =
      std::min(n, options.batch_size + (flaw == Flaw::batch_one_more ? 1 : 0));
  for (arma::uword epoch = 1; epoch <= epochs; ++epoch) {
    if (flaw == Flaw::decays_first) rate *= options.learning_rate_decay;
    if (flaw == Flaw::same_order) rng = at_start;
    arma::uvec order;
    if (flaw == Flaw::no_shuffle || flaw == Flaw::shuffled_once || flaw == Flaw::fixed_batches) {
      order = fixed;
    } else if (flaw == Flaw::rotated) {
      order = fixed = arma::shift(fixed, 1);
    } else if (flaw == Flaw::with_replacement) {
      order = training;
      for (arma::uword& i : order) i = training(rng.below(n));
    } else if (flaw == Flaw::uneven_shuffle) {
      order = training;
      for (arma::uword& i : order) std::swap(i, order(rng.below(n)));
    } else if (flaw == Flaw::cyclic_shuffle) {
      order = training;
      for (arma::uword i = n - 1; i > 0; --i) std::swap(order(i), order(rng.below(i)));
    } else if (flaw == Flaw::counted_indices) {
      order = rng.permutation(n);
    } else {
      order = training.elem(rng.permutation(n));
    }
    if (flaw == Flaw::drops_last_batch && n >= batch_size)
      order = order.head(n / batch_size * batch_size);
    if (flaw == Flaw::fills_last_batch && n % batch_size) {
      order = arma::join_cols(order, order.head(batch_size - n % batch_size));
    }
    std::vector<arma::uvec> batches;
    for (arma::uword first = 0; first < order.n_elem; first += batch_size) {
      batches.push_back(order.subvec(first, std::min(first + batch_size, order.n_elem) - 1));
    }
    if (flaw == Flaw::last_batch_joined && batches.size() > 1 &&
        batches.back().n_elem < batch_size) {
      batches[batches.size() - 2] = arma::join_cols(batches[batches.size() - 2], batches.back());
      batches.pop_back();
    }
    if (flaw == Flaw::fixed_batches) {
      const arma::uvec turn = rng.permutation(batches.size());
      std::vector<arma::uvec> turned;
      for (const arma::uword b : turn) turned.push_back(batches[b]);
      batches = turned;
    }
    const std::vector<arma::mat> at_epoch = parameters;
    if (flaw == Flaw::accuracies_before_epoch) {
      trained.push_back(training_accuracy(parameters));
      held.push_back(validation_accuracy(parameters));
    }
    double sum = 0, mean = 0, seen = 0;
    arma::rowvec ratio;
    if (flaw == Flaw::batch_losses_of_last_epoch) batch_losses.clear();
    std::vector<arma::mat> gathered;
    for (std::size_t b = 0; b < batches.size(); ++b) {
      const arma::uvec& which = batches[b];
      const bool last = b + 1 == batches.size();
      const bool partial = which.n_elem < batch_size;
      BatchLoss batch =
          loss_and_gradients(flaw == Flaw::gradients_of_start ? at_epoch : parameters, which);
      require_gradients(batch, parameters);
      const double size = count(which.n_elem);
      const bool counts = !(flaw == Flaw::mean_without_last && partial && b > 0) &&
                          !(flaw == Flaw::leaves_nan_out && !std::isfinite(batch.loss));
      if (flaw != Flaw::loss_after_each_update && counts) {
        sum += batch.loss * size;
        mean += batch.loss;
        seen += size;
      }
      if (flaw == Flaw::loss_of_last_batch) mean = batch.loss;
      if (!(flaw == Flaw::batch_losses_without_last && partial)) {
        batch_losses.push_back(flaw == Flaw::batch_losses_weighted ? batch.loss * size
                                                                   : batch.loss);
      }
      const std::vector<arma::mat> before = parameters;
      const double used = flaw == Flaw::updates_with_first_rate ? options.learning_rate : rate;
      if (flaw == Flaw::one_update_an_epoch) {
        if (gathered.empty())
          gathered = batch.gradients;
        else
          for (std::size_t p = 0; p < gathered.size(); ++p) gathered[p] += batch.gradients[p];
        if (last) {
          for (arma::mat& g : gathered) g /= count(batches.size());
          update(parameters, gathered, used);
        }
      } else if (!(flaw == Flaw::skips_nan && !std::isfinite(batch.loss)) &&
                 !(flaw == Flaw::skips_update_of_last && partial && b > 0)) {
        update(parameters, batch.gradients, used);
      }
      if (flaw == Flaw::updates_twice && last) update(parameters, batch.gradients, used);
      if (flaw == Flaw::adds_descent) {
        for (std::size_t p = 0; p < parameters.size(); ++p)
          parameters[p] -= used * batch.gradients[p];
      }
      if (flaw == Flaw::loss_after_each_update) {
        sum += loss_and_gradients(parameters, which).loss * size;
        seen += size;
      }
      arma::rowvec now(parameters.size());
      for (std::size_t p = 0; p < parameters.size(); ++p) {
        const arma::mat& from = flaw == Flaw::ratio_of_epoch ? at_epoch[p] : before[p];
        arma::mat step = parameters[p] - from;
        if (flaw == Flaw::ratio_of_gradient) step = used * batch.gradients[p];
        if (flaw == Flaw::ratio_without_rate) step = batch.gradients[p];
        const arma::mat& with = flaw == Flaw::ratio_of_after ? parameters[p] : from;
        const double up = flaw == Flaw::ratio_spectral ? arma::norm(step) : arma::norm(step, "fro");
        const double down =
            flaw == Flaw::ratio_spectral ? arma::norm(with) : arma::norm(with, "fro");
        now(p) = up == 0 ? 0 : up / down;
      }
      if (flaw != Flaw::ratio_of_first_update || b == 0) ratio = now;
      if (flaw == Flaw::decay_each_batch) rate *= options.learning_rate_decay;
      if (flaw == Flaw::history_by_batch) losses.push_back(batch.loss);
      if (flaw == Flaw::stops_at_nan && !std::isfinite(batch.loss)) break;
    }
    double loss = sum / seen;
    if (flaw == Flaw::mean_of_batches) loss = mean / count(batches.size());
    if (flaw == Flaw::mean_over_full_batches) loss = sum / count(batches.size() * batch_size);
    if (flaw == Flaw::sum_of_losses) loss = sum;
    if (flaw == Flaw::loss_of_last_batch) loss = mean;
    if (flaw == Flaw::loss_after_updates) loss = loss_and_gradients(parameters, training).loss;
    if (flaw != Flaw::history_by_batch) losses.push_back(loss);
    ratios.push_back(ratio);
    if (flaw != Flaw::accuracies_before_epoch) {
      trained.push_back(training_accuracy(parameters));
      held.push_back(validation_accuracy(parameters));
      if (flaw == Flaw::accuracies_swapped) std::swap(trained.back(), held.back());
    }
    const double score = flaw == Flaw::best_by_training ? trained.back()
                         : flaw == Flaw::best_lowest    ? 1 - held.back()
                                                        : held.back();
    const bool above_last =
        flaw != Flaw::patience_against_last || epoch == 1 || held.back() > held[held.size() - 2];
    const bool better = score > best || (flaw == Flaw::best_at_ties && score == best);
    if (better) {
      best = score;
      result.best_epoch = flaw == Flaw::best_epoch_from_zero ? epoch - 1 : epoch;
      result.best = flaw == Flaw::best_before_epoch ? at_epoch : parameters;
    }
    if (flaw == Flaw::best_is_last) result.best = parameters;
    if (flaw == Flaw::best_epoch_is_last) result.best_epoch = epoch;
    if (flaw == Flaw::patience_against_last ? !above_last : !better)
      ++misses;
    else if (flaw != Flaw::patience_counts_all)
      misses = 0;
    rates.push_back(rate);
    if (flaw == Flaw::subtracts_decay) {
      rate -= options.learning_rate * (1 - options.learning_rate_decay);
      rate = std::max(rate, 1e-12);
    } else if (flaw == Flaw::divides_by_decay) {
      rate /= options.learning_rate_decay;
    } else if (flaw != Flaw::no_decay && flaw != Flaw::decay_each_batch &&
               flaw != Flaw::decays_first) {
      rate *= options.learning_rate_decay;
    }
    if (flaw == Flaw::records_next_rate) rates.back() = rate;
    if (flaw == Flaw::goes_on_from_best && !better) parameters = result.best;
    if (flaw == Flaw::patience_zero_stops && options.patience == 0 && misses > 0) break;
    const arma::uword patience = options.patience + (flaw == Flaw::patience_one_more ? 1 : 0) -
                                 (flaw == Flaw::patience_one_less && options.patience > 1 ? 1 : 0);
    if (flaw != Flaw::patience_ignored && options.patience > 0 && misses >= patience) break;
    if (flaw == Flaw::stops_at_nan && !std::isfinite(loss)) break;
  }
  if (flaw == Flaw::fills_up_history) {
    losses.resize(options.epochs);
    trained.resize(options.epochs);
    held.resize(options.epochs);
    rates.resize(options.epochs);
  }
  result.history = {losses, trained, held, rates, {}, batch_losses};
  result.history.update_ratios.set_size(ratios.size(), parameters.size());
  for (std::size_t e = 0; e < ratios.size(); ++e) result.history.update_ratios.row(e) = ratios[e];
  result.parameters = flaw == Flaw::returns_best ? result.best : parameters;
  return result;
}

TrainResult train_no_shuffle(std::vector<arma::mat> parameters, const arma::uvec& training,
                             const BatchLossFunction& loss_and_gradients,
                             const ParameterUpdate& update,
                             const AccuracyFunction& training_accuracy,
                             const AccuracyFunction& validation_accuracy,
                             const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::no_shuffle);
}
DESCENT_MISTAKE(train, train_no_shuffle,
                "You take the examples in the order in which training lists them. Each epoch needs "
                "a new random order.",
                "a-new-order-every-epoch");

TrainResult train_shuffled_once(std::vector<arma::mat> parameters, const arma::uvec& training,
                                const BatchLossFunction& loss_and_gradients,
                                const ParameterUpdate& update,
                                const AccuracyFunction& training_accuracy,
                                const AccuracyFunction& validation_accuracy,
                                const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::shuffled_once);
}
DESCENT_MISTAKE(train, train_shuffled_once,
                "You shuffle once, before the first epoch. Each epoch needs a new order: move the "
                "shuffling into the loop.",
                "a-new-order-every-epoch");

TrainResult train_same_order(std::vector<arma::mat> parameters, const arma::uvec& training,
                             const BatchLossFunction& loss_and_gradients,
                             const ParameterUpdate& update,
                             const AccuracyFunction& training_accuracy,
                             const AccuracyFunction& validation_accuracy,
                             const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::same_order);
}
DESCENT_MISTAKE(train, train_same_order,
                "Each epoch starts from the same state of rng, so all have the same order. Draw "
                "from rng itself, not from a copy.",
                "a-new-order-every-epoch");

TrainResult train_rotated(std::vector<arma::mat> parameters, const arma::uvec& training,
                          const BatchLossFunction& loss_and_gradients,
                          const ParameterUpdate& update, const AccuracyFunction& training_accuracy,
                          const AccuracyFunction& validation_accuracy, const TrainOptions& options,
                          Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::rotated);
}
DESCENT_MISTAKE(train, train_rotated,
                "You move the order on by one place in each epoch. The neighbours stay neighbours: "
                "draw a new order.",
                "a-new-order-every-epoch");

TrainResult train_uneven_shuffle(std::vector<arma::mat> parameters, const arma::uvec& training,
                                 const BatchLossFunction& loss_and_gradients,
                                 const ParameterUpdate& update,
                                 const AccuracyFunction& training_accuracy,
                                 const AccuracyFunction& validation_accuracy,
                                 const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::uneven_shuffle);
}
DESCENT_MISTAKE(
    train, train_uneven_shuffle,
    "Your shuffle swaps each entry with any other one. Of the n^n ways to do that not "
    "equally many lead to each order: swap entry i with one of those from i on, or take "
    "rng.permutation.",
    "a-new-order-every-epoch");

TrainResult train_cyclic_shuffle(std::vector<arma::mat> parameters, const arma::uvec& training,
                                 const BatchLossFunction& loss_and_gradients,
                                 const ParameterUpdate& update,
                                 const AccuracyFunction& training_accuracy,
                                 const AccuracyFunction& validation_accuracy,
                                 const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::cyclic_shuffle);
}
DESCENT_MISTAKE(
    train, train_cyclic_shuffle,
    "Your shuffle never leaves an example at its place: it swaps entry i with one before "
    "it, never with itself. Draw from rng.below(i + 1), or take rng.permutation.",
    "a-new-order-every-epoch");

TrainResult train_with_replacement(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const BatchLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const AccuracyFunction& training_accuracy,
                                   const AccuracyFunction& validation_accuracy,
                                   const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::with_replacement);
}
DESCENT_MISTAKE(train, train_with_replacement,
                "You draw each example independently, so that some come twice in an epoch and "
                "others not at all. Take an order of all of them.",
                "a-new-order-every-epoch");

TrainResult train_fixed_batches(std::vector<arma::mat> parameters, const arma::uvec& training,
                                const BatchLossFunction& loss_and_gradients,
                                const ParameterUpdate& update,
                                const AccuracyFunction& training_accuracy,
                                const AccuracyFunction& validation_accuracy,
                                const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::fixed_batches);
}
DESCENT_MISTAKE(train, train_fixed_batches,
                "You cut the batches once, and shuffle only the order in which they come. The same "
                "examples are always together: shuffle the examples.",
                "a-new-order-every-epoch");

TrainResult train_counted_indices(std::vector<arma::mat> parameters, const arma::uvec& training,
                                  const BatchLossFunction& loss_and_gradients,
                                  const ParameterUpdate& update,
                                  const AccuracyFunction& training_accuracy,
                                  const AccuracyFunction& validation_accuracy,
                                  const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::counted_indices);
}
DESCENT_MISTAKE(train, train_counted_indices,
                "You use the indices 0, 1, 2, ... The training examples are the entries of "
                "`training`; others may belong to the validation set.",
                "whose-examples");

TrainResult train_own_rng(std::vector<arma::mat> parameters, const arma::uvec& training,
                          const BatchLossFunction& loss_and_gradients,
                          const ParameterUpdate& update, const AccuracyFunction& training_accuracy,
                          const AccuracyFunction& validation_accuracy, const TrainOptions& options,
                          Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::own_rng);
}
DESCENT_MISTAKE(train, train_own_rng,
                "You make an Rng of your own with a fixed seed. The order comes from the rng that "
                "you are given.",
                "a-new-order-every-epoch");

TrainResult train_copied_rng(std::vector<arma::mat> parameters, const arma::uvec& training,
                             const BatchLossFunction& loss_and_gradients,
                             const ParameterUpdate& update,
                             const AccuracyFunction& training_accuracy,
                             const AccuracyFunction& validation_accuracy,
                             const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::copied_rng);
}
DESCENT_MISTAKE(train, train_copied_rng,
                "You draw from a copy of rng, so that the caller's does not move on, and the next "
                "run has the same orders.",
                "a-new-order-every-epoch");

TrainResult train_drops_last_batch(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const BatchLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const AccuracyFunction& training_accuracy,
                                   const AccuracyFunction& validation_accuracy,
                                   const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::drops_last_batch);
}
DESCENT_MISTAKE(
    train, train_drops_last_batch,
    "You drop the last batch where it is not full. Its examples are then not seen in this epoch.",
    "the-last-batch");

TrainResult train_skips_update_of_last(std::vector<arma::mat> parameters,
                                       const arma::uvec& training,
                                       const BatchLossFunction& loss_and_gradients,
                                       const ParameterUpdate& update,
                                       const AccuracyFunction& training_accuracy,
                                       const AccuracyFunction& validation_accuracy,
                                       const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::skips_update_of_last);
}
DESCENT_MISTAKE(train, train_skips_update_of_last, "The last, smaller batch gets no update.",
                "the-last-batch");

TrainResult train_mean_without_last(std::vector<arma::mat> parameters, const arma::uvec& training,
                                    const BatchLossFunction& loss_and_gradients,
                                    const ParameterUpdate& update,
                                    const AccuracyFunction& training_accuracy,
                                    const AccuracyFunction& validation_accuracy,
                                    const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::mean_without_last);
}
DESCENT_MISTAKE(train, train_mean_without_last,
                "The last, smaller batch is not in the mean of the epoch. It counts with the "
                "examples that it has.",
                "the-loss-of-an-epoch");

TrainResult train_fills_last_batch(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const BatchLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const AccuracyFunction& training_accuracy,
                                   const AccuracyFunction& validation_accuracy,
                                   const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::fills_last_batch);
}
DESCENT_MISTAKE(train, train_fills_last_batch,
                "You fill up the last batch with examples that this epoch has seen already. It has "
                "what is left, no more.",
                "the-last-batch");

TrainResult train_last_batch_joined(std::vector<arma::mat> parameters, const arma::uvec& training,
                                    const BatchLossFunction& loss_and_gradients,
                                    const ParameterUpdate& update,
                                    const AccuracyFunction& training_accuracy,
                                    const AccuracyFunction& validation_accuracy,
                                    const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::last_batch_joined);
}
DESCENT_MISTAKE(train, train_last_batch_joined,
                "You add what is left to the last full batch, which is too large then. It is a "
                "batch of its own.",
                "the-last-batch");

TrainResult train_mean_of_batches(std::vector<arma::mat> parameters, const arma::uvec& training,
                                  const BatchLossFunction& loss_and_gradients,
                                  const ParameterUpdate& update,
                                  const AccuracyFunction& training_accuracy,
                                  const AccuracyFunction& validation_accuracy,
                                  const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::mean_of_batches);
}
DESCENT_MISTAKE(train, train_mean_of_batches,
                "You take the mean over the batches, so that the examples of the small last batch "
                "count for more. Weigh each batch by its size.",
                "the-loss-of-an-epoch");

TrainResult train_mean_over_full_batches(std::vector<arma::mat> parameters,
                                         const arma::uvec& training,
                                         const BatchLossFunction& loss_and_gradients,
                                         const ParameterUpdate& update,
                                         const AccuracyFunction& training_accuracy,
                                         const AccuracyFunction& validation_accuracy,
                                         const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::mean_over_full_batches);
}
DESCENT_MISTAKE(train, train_mean_over_full_batches,
                "You divide by batches times batch_size, as if the last one were full. Divide by "
                "the number of examples.",
                "the-loss-of-an-epoch");

TrainResult train_sum_of_losses(std::vector<arma::mat> parameters, const arma::uvec& training,
                                const BatchLossFunction& loss_and_gradients,
                                const ParameterUpdate& update,
                                const AccuracyFunction& training_accuracy,
                                const AccuracyFunction& validation_accuracy,
                                const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::sum_of_losses);
}
DESCENT_MISTAKE(train, train_sum_of_losses,
                "You return a sum. The loss of an epoch is the mean over its examples.",
                "the-loss-of-an-epoch");

TrainResult train_loss_of_last_batch(std::vector<arma::mat> parameters, const arma::uvec& training,
                                     const BatchLossFunction& loss_and_gradients,
                                     const ParameterUpdate& update,
                                     const AccuracyFunction& training_accuracy,
                                     const AccuracyFunction& validation_accuracy,
                                     const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::loss_of_last_batch);
}
DESCENT_MISTAKE(train, train_loss_of_last_batch,
                "You record the loss of the last batch of each epoch. The mean over the epoch is "
                "meant, and `=` should be `+=`.",
                "the-loss-of-an-epoch");

TrainResult train_loss_after_updates(std::vector<arma::mat> parameters, const arma::uvec& training,
                                     const BatchLossFunction& loss_and_gradients,
                                     const ParameterUpdate& update,
                                     const AccuracyFunction& training_accuracy,
                                     const AccuracyFunction& validation_accuracy,
                                     const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::loss_after_updates);
}
DESCENT_MISTAKE(train, train_loss_after_updates,
                "You measure the loss after the epoch, with one more call. Take the losses that "
                "the batches had while it ran: they are there already, and cost nothing.",
                "the-loss-of-an-epoch");

TrainResult train_loss_after_each_update(std::vector<arma::mat> parameters,
                                         const arma::uvec& training,
                                         const BatchLossFunction& loss_and_gradients,
                                         const ParameterUpdate& update,
                                         const AccuracyFunction& training_accuracy,
                                         const AccuracyFunction& validation_accuracy,
                                         const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::loss_after_each_update);
}
DESCENT_MISTAKE(train, train_loss_after_each_update,
                "You ask for the loss of each batch again after its update. Take the loss that "
                "came with its gradients.",
                "the-loss-of-an-epoch");

TrainResult train_history_by_batch(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const BatchLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const AccuracyFunction& training_accuracy,
                                   const AccuracyFunction& validation_accuracy,
                                   const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::history_by_batch);
}
DESCENT_MISTAKE(train, train_history_by_batch,
                "Your history.loss has an entry for each batch. It has one for each epoch; "
                "batch_losses has the batches.",
                "epochs-not-iterations");

TrainResult train_decay_each_batch(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const BatchLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const AccuracyFunction& training_accuracy,
                                   const AccuracyFunction& validation_accuracy,
                                   const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::decay_each_batch);
}
DESCENT_MISTAKE(train, train_decay_each_batch,
                "You decay the learning rate after each batch. It changes once an epoch.",
                "the-learning-rate-of-an-epoch");

TrainResult train_decays_first(std::vector<arma::mat> parameters, const arma::uvec& training,
                               const BatchLossFunction& loss_and_gradients,
                               const ParameterUpdate& update,
                               const AccuracyFunction& training_accuracy,
                               const AccuracyFunction& validation_accuracy,
                               const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::decays_first);
}
DESCENT_MISTAKE(
    train, train_decays_first,
    "You decay the learning rate before the first epoch. That one runs with learning_rate itself.",
    "the-learning-rate-of-an-epoch");

TrainResult train_no_decay(std::vector<arma::mat> parameters, const arma::uvec& training,
                           const BatchLossFunction& loss_and_gradients,
                           const ParameterUpdate& update, const AccuracyFunction& training_accuracy,
                           const AccuracyFunction& validation_accuracy, const TrainOptions& options,
                           Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::no_decay);
}
DESCENT_MISTAKE(train, train_no_decay, "You never decay the learning rate.",
                "the-learning-rate-of-an-epoch");

TrainResult train_subtracts_decay(std::vector<arma::mat> parameters, const arma::uvec& training,
                                  const BatchLossFunction& loss_and_gradients,
                                  const ParameterUpdate& update,
                                  const AccuracyFunction& training_accuracy,
                                  const AccuracyFunction& validation_accuracy,
                                  const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::subtracts_decay);
}
DESCENT_MISTAKE(train, train_subtracts_decay,
                "You take off the same amount in each epoch. Decay multiplies: every rate is a "
                "part of the one before.",
                "the-learning-rate-of-an-epoch");

TrainResult train_divides_by_decay(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const BatchLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const AccuracyFunction& training_accuracy,
                                   const AccuracyFunction& validation_accuracy,
                                   const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::divides_by_decay);
}
DESCENT_MISTAKE(train, train_divides_by_decay,
                "You divide by the decay, so that the learning rate grows. Multiply.",
                "the-learning-rate-of-an-epoch");

TrainResult train_records_next_rate(std::vector<arma::mat> parameters, const arma::uvec& training,
                                    const BatchLossFunction& loss_and_gradients,
                                    const ParameterUpdate& update,
                                    const AccuracyFunction& training_accuracy,
                                    const AccuracyFunction& validation_accuracy,
                                    const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::records_next_rate);
}
DESCENT_MISTAKE(train, train_records_next_rate,
                "You record the learning rate after its decay, which is that of the next epoch. "
                "Record the one with which the epoch ran.",
                "the-learning-rate-of-an-epoch");

TrainResult train_updates_with_first_rate(std::vector<arma::mat> parameters,
                                          const arma::uvec& training,
                                          const BatchLossFunction& loss_and_gradients,
                                          const ParameterUpdate& update,
                                          const AccuracyFunction& training_accuracy,
                                          const AccuracyFunction& validation_accuracy,
                                          const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::updates_with_first_rate);
}
DESCENT_MISTAKE(train, train_updates_with_first_rate,
                "The decayed learning rate is recorded, but the updates always get the first one.",
                "the-learning-rate-of-an-epoch");

TrainResult train_best_by_training(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const BatchLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const AccuracyFunction& training_accuracy,
                                   const AccuracyFunction& validation_accuracy,
                                   const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::best_by_training);
}
DESCENT_MISTAKE(train, train_best_by_training,
                "You choose the best epoch by training accuracy. That finds who knows the examples "
                "by heart: validation accuracy decides.",
                "keep-the-best");

TrainResult train_best_at_ties(std::vector<arma::mat> parameters, const arma::uvec& training,
                               const BatchLossFunction& loss_and_gradients,
                               const ParameterUpdate& update,
                               const AccuracyFunction& training_accuracy,
                               const AccuracyFunction& validation_accuracy,
                               const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::best_at_ties);
}
DESCENT_MISTAKE(train, train_best_at_ties,
                "Where two epochs are equally good you keep the later one. Keep the first: `>` "
                "instead of `>=`.",
                "keep-the-best");

TrainResult train_best_lowest(std::vector<arma::mat> parameters, const arma::uvec& training,
                              const BatchLossFunction& loss_and_gradients,
                              const ParameterUpdate& update,
                              const AccuracyFunction& training_accuracy,
                              const AccuracyFunction& validation_accuracy,
                              const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::best_lowest);
}
DESCENT_MISTAKE(train, train_best_lowest,
                "You keep the epoch with the lowest validation accuracy. Accuracies are not "
                "losses: more is better.",
                "keep-the-best");

TrainResult train_best_is_last(std::vector<arma::mat> parameters, const arma::uvec& training,
                               const BatchLossFunction& loss_and_gradients,
                               const ParameterUpdate& update,
                               const AccuracyFunction& training_accuracy,
                               const AccuracyFunction& validation_accuracy,
                               const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::best_is_last);
}
DESCENT_MISTAKE(train, train_best_is_last,
                "best are the last parameters. Copy them when an epoch is the best so far; a "
                "reference or pointer follows every later update.",
                "keep-the-best");

TrainResult train_best_epoch_from_zero(std::vector<arma::mat> parameters,
                                       const arma::uvec& training,
                                       const BatchLossFunction& loss_and_gradients,
                                       const ParameterUpdate& update,
                                       const AccuracyFunction& training_accuracy,
                                       const AccuracyFunction& validation_accuracy,
                                       const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::best_epoch_from_zero);
}
DESCENT_MISTAKE(train, train_best_epoch_from_zero, "best_epoch counts from 0. Epochs count from 1.",
                "keep-the-best");

TrainResult train_best_before_epoch(std::vector<arma::mat> parameters, const arma::uvec& training,
                                    const BatchLossFunction& loss_and_gradients,
                                    const ParameterUpdate& update,
                                    const AccuracyFunction& training_accuracy,
                                    const AccuracyFunction& validation_accuracy,
                                    const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::best_before_epoch);
}
DESCENT_MISTAKE(train, train_best_before_epoch,
                "best are the parameters from before the best epoch. They are those after it, with "
                "which the accuracy was measured.",
                "keep-the-best");

TrainResult train_best_epoch_is_last(std::vector<arma::mat> parameters, const arma::uvec& training,
                                     const BatchLossFunction& loss_and_gradients,
                                     const ParameterUpdate& update,
                                     const AccuracyFunction& training_accuracy,
                                     const AccuracyFunction& validation_accuracy,
                                     const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::best_epoch_is_last);
}
DESCENT_MISTAKE(train, train_best_epoch_is_last, "best_epoch is the last epoch, not the best one.",
                "keep-the-best");

TrainResult train_returns_best(std::vector<arma::mat> parameters, const arma::uvec& training,
                               const BatchLossFunction& loss_and_gradients,
                               const ParameterUpdate& update,
                               const AccuracyFunction& training_accuracy,
                               const AccuracyFunction& validation_accuracy,
                               const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::returns_best);
}
DESCENT_MISTAKE(
    train, train_returns_best,
    "parameters are the best ones. Return those after the last epoch there: best has the others.",
    "keep-the-best");

TrainResult train_goes_on_from_best(std::vector<arma::mat> parameters, const arma::uvec& training,
                                    const BatchLossFunction& loss_and_gradients,
                                    const ParameterUpdate& update,
                                    const AccuracyFunction& training_accuracy,
                                    const AccuracyFunction& validation_accuracy,
                                    const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::goes_on_from_best);
}
DESCENT_MISTAKE(train, train_goes_on_from_best,
                "After an epoch that was no better you go on from the best parameters. So "
                "validation labels steer the training: they only watch.",
                "the-validation-set-only-watches");

TrainResult train_patience_one_less(std::vector<arma::mat> parameters, const arma::uvec& training,
                                    const BatchLossFunction& loss_and_gradients,
                                    const ParameterUpdate& update,
                                    const AccuracyFunction& training_accuracy,
                                    const AccuracyFunction& validation_accuracy,
                                    const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::patience_one_less);
}
DESCENT_MISTAKE(train, train_patience_one_less, "You stop one epoch too early.", "patience");

TrainResult train_patience_one_more(std::vector<arma::mat> parameters, const arma::uvec& training,
                                    const BatchLossFunction& loss_and_gradients,
                                    const ParameterUpdate& update,
                                    const AccuracyFunction& training_accuracy,
                                    const AccuracyFunction& validation_accuracy,
                                    const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::patience_one_more);
}
DESCENT_MISTAKE(train, train_patience_one_more, "You stop one epoch too late.", "patience");

TrainResult train_patience_counts_all(std::vector<arma::mat> parameters, const arma::uvec& training,
                                      const BatchLossFunction& loss_and_gradients,
                                      const ParameterUpdate& update,
                                      const AccuracyFunction& training_accuracy,
                                      const AccuracyFunction& validation_accuracy,
                                      const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::patience_counts_all);
}
DESCENT_MISTAKE(train, train_patience_counts_all,
                "You count all epochs without a new best. Only those in a row count: a new best "
                "starts the count again.",
                "patience");

TrainResult train_patience_ignored(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const BatchLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const AccuracyFunction& training_accuracy,
                                   const AccuracyFunction& validation_accuracy,
                                   const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::patience_ignored);
}
DESCENT_MISTAKE(train, train_patience_ignored, "You ignore patience.", "patience");

TrainResult train_patience_zero_stops(std::vector<arma::mat> parameters, const arma::uvec& training,
                                      const BatchLossFunction& loss_and_gradients,
                                      const ParameterUpdate& update,
                                      const AccuracyFunction& training_accuracy,
                                      const AccuracyFunction& validation_accuracy,
                                      const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::patience_zero_stops);
}
DESCENT_MISTAKE(train, train_patience_zero_stops,
                "A patience of 0 stops your training. It means: never stop early.", "patience");

TrainResult train_patience_against_last(std::vector<arma::mat> parameters,
                                        const arma::uvec& training,
                                        const BatchLossFunction& loss_and_gradients,
                                        const ParameterUpdate& update,
                                        const AccuracyFunction& training_accuracy,
                                        const AccuracyFunction& validation_accuracy,
                                        const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::patience_against_last);
}
DESCENT_MISTAKE(train, train_patience_against_last,
                "You compare with the epoch before. An epoch uses up patience unless it is better "
                "than the best so far.",
                "patience");

TrainResult train_fills_up_history(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const BatchLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const AccuracyFunction& training_accuracy,
                                   const AccuracyFunction& validation_accuracy,
                                   const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::fills_up_history);
}
DESCENT_MISTAKE(train, train_fills_up_history,
                "After an early stop the history is filled up with zeros. It has as many entries "
                "as there were epochs.",
                "patience");

TrainResult train_ratio_of_gradient(std::vector<arma::mat> parameters, const arma::uvec& training,
                                    const BatchLossFunction& loss_and_gradients,
                                    const ParameterUpdate& update,
                                    const AccuracyFunction& training_accuracy,
                                    const AccuracyFunction& validation_accuracy,
                                    const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::ratio_of_gradient);
}
DESCENT_MISTAKE(train, train_ratio_of_gradient,
                "Your update ratios are made of learning rate times gradient. What the optimizer "
                "did is another thing: parameters after minus before.",
                "ratios-of-a-run");

TrainResult train_ratio_without_rate(std::vector<arma::mat> parameters, const arma::uvec& training,
                                     const BatchLossFunction& loss_and_gradients,
                                     const ParameterUpdate& update,
                                     const AccuracyFunction& training_accuracy,
                                     const AccuracyFunction& validation_accuracy,
                                     const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::ratio_without_rate);
}
DESCENT_MISTAKE(train, train_ratio_without_rate,
                "Your update ratios are made of the gradient. The update is what was added: "
                "parameters after minus before.",
                "ratios-of-a-run");

TrainResult train_ratio_spectral(std::vector<arma::mat> parameters, const arma::uvec& training,
                                 const BatchLossFunction& loss_and_gradients,
                                 const ParameterUpdate& update,
                                 const AccuracyFunction& training_accuracy,
                                 const AccuracyFunction& validation_accuracy,
                                 const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::ratio_spectral);
}
DESCENT_MISTAKE(train, train_ratio_spectral,
                "arma::norm of a matrix is its spectral norm. The ratios need the Frobenius norm.",
                "frobenius-not-spectral");

TrainResult train_ratio_of_after(std::vector<arma::mat> parameters, const arma::uvec& training,
                                 const BatchLossFunction& loss_and_gradients,
                                 const ParameterUpdate& update,
                                 const AccuracyFunction& training_accuracy,
                                 const AccuracyFunction& validation_accuracy,
                                 const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::ratio_of_after);
}
DESCENT_MISTAKE(train, train_ratio_of_after,
                "You divide by the norm of the parameters after the update. Compare with what they "
                "were before.",
                "ratios-of-a-run");

TrainResult train_ratio_of_first_update(std::vector<arma::mat> parameters,
                                        const arma::uvec& training,
                                        const BatchLossFunction& loss_and_gradients,
                                        const ParameterUpdate& update,
                                        const AccuracyFunction& training_accuracy,
                                        const AccuracyFunction& validation_accuracy,
                                        const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::ratio_of_first_update);
}
DESCENT_MISTAKE(
    train, train_ratio_of_first_update,
    "You record the ratios of the first update of each epoch. Those of the last one are asked for.",
    "ratios-of-a-run");

TrainResult train_ratio_of_epoch(std::vector<arma::mat> parameters, const arma::uvec& training,
                                 const BatchLossFunction& loss_and_gradients,
                                 const ParameterUpdate& update,
                                 const AccuracyFunction& training_accuracy,
                                 const AccuracyFunction& validation_accuracy,
                                 const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::ratio_of_epoch);
}
DESCENT_MISTAKE(train, train_ratio_of_epoch,
                "You compare the parameters with those at the beginning of the epoch. The ratio is "
                "that of one update, the last.",
                "ratios-of-a-run");

TrainResult train_accuracies_before_epoch(std::vector<arma::mat> parameters,
                                          const arma::uvec& training,
                                          const BatchLossFunction& loss_and_gradients,
                                          const ParameterUpdate& update,
                                          const AccuracyFunction& training_accuracy,
                                          const AccuracyFunction& validation_accuracy,
                                          const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::accuracies_before_epoch);
}
DESCENT_MISTAKE(train, train_accuracies_before_epoch,
                "You measure the accuracies before the epoch. They belong behind it.",
                "the-training-loop");

TrainResult train_accuracies_swapped(std::vector<arma::mat> parameters, const arma::uvec& training,
                                     const BatchLossFunction& loss_and_gradients,
                                     const ParameterUpdate& update,
                                     const AccuracyFunction& training_accuracy,
                                     const AccuracyFunction& validation_accuracy,
                                     const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::accuracies_swapped);
}
DESCENT_MISTAKE(train, train_accuracies_swapped,
                "Training and validation accuracy are exchanged in your history.",
                "the-training-loop");

TrainResult train_one_update_an_epoch(std::vector<arma::mat> parameters, const arma::uvec& training,
                                      const BatchLossFunction& loss_and_gradients,
                                      const ParameterUpdate& update,
                                      const AccuracyFunction& training_accuracy,
                                      const AccuracyFunction& validation_accuracy,
                                      const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::one_update_an_epoch);
}
DESCENT_MISTAKE(train, train_one_update_an_epoch,
                "You gather the gradients and update once an epoch. Mini-batches mean an update "
                "after each of them.",
                "the-training-loop");

TrainResult train_updates_twice(std::vector<arma::mat> parameters, const arma::uvec& training,
                                const BatchLossFunction& loss_and_gradients,
                                const ParameterUpdate& update,
                                const AccuracyFunction& training_accuracy,
                                const AccuracyFunction& validation_accuracy,
                                const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::updates_twice);
}
DESCENT_MISTAKE(train, train_updates_twice, "The last batch of each epoch is used for two updates.",
                "the-training-loop");

TrainResult train_adds_descent(std::vector<arma::mat> parameters, const arma::uvec& training,
                               const BatchLossFunction& loss_and_gradients,
                               const ParameterUpdate& update,
                               const AccuracyFunction& training_accuracy,
                               const AccuracyFunction& validation_accuracy,
                               const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::adds_descent);
}
DESCENT_MISTAKE(
    train, train_adds_descent,
    "You take a gradient step of your own besides calling update. The optimizer is `update` alone.",
    "the-model-behind-functions");

TrainResult train_gradients_of_start(std::vector<arma::mat> parameters, const arma::uvec& training,
                                     const BatchLossFunction& loss_and_gradients,
                                     const ParameterUpdate& update,
                                     const AccuracyFunction& training_accuracy,
                                     const AccuracyFunction& validation_accuracy,
                                     const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::gradients_of_start);
}
DESCENT_MISTAKE(train, train_gradients_of_start,
                "You ask for the gradients at the parameters from the beginning of the epoch. Each "
                "batch needs the parameters as they are now.",
                "the-training-loop");

TrainResult train_one_epoch_more(std::vector<arma::mat> parameters, const arma::uvec& training,
                                 const BatchLossFunction& loss_and_gradients,
                                 const ParameterUpdate& update,
                                 const AccuracyFunction& training_accuracy,
                                 const AccuracyFunction& validation_accuracy,
                                 const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::one_epoch_more);
}
DESCENT_MISTAKE(train, train_one_epoch_more, "You train one epoch too many.", "the-training-loop");

TrainResult train_one_epoch_less(std::vector<arma::mat> parameters, const arma::uvec& training,
                                 const BatchLossFunction& loss_and_gradients,
                                 const ParameterUpdate& update,
                                 const AccuracyFunction& training_accuracy,
                                 const AccuracyFunction& validation_accuracy,
                                 const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::one_epoch_less);
}
DESCENT_MISTAKE(train, train_one_epoch_less,
                "You train one epoch too few: they count from 1 to epochs.", "the-training-loop");

TrainResult train_batch_one_more(std::vector<arma::mat> parameters, const arma::uvec& training,
                                 const BatchLossFunction& loss_and_gradients,
                                 const ParameterUpdate& update,
                                 const AccuracyFunction& training_accuracy,
                                 const AccuracyFunction& validation_accuracy,
                                 const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::batch_one_more);
}
DESCENT_MISTAKE(train, train_batch_one_more,
                "Your batches have one example too many: subvec includes its last index.",
                "the-last-batch");

TrainResult train_batch_losses_weighted(std::vector<arma::mat> parameters,
                                        const arma::uvec& training,
                                        const BatchLossFunction& loss_and_gradients,
                                        const ParameterUpdate& update,
                                        const AccuracyFunction& training_accuracy,
                                        const AccuracyFunction& validation_accuracy,
                                        const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::batch_losses_weighted);
}
DESCENT_MISTAKE(train, train_batch_losses_weighted,
                "batch_losses are multiplied by the size of the batch. Record them as they came.",
                "the-loss-of-an-epoch");

TrainResult train_batch_losses_of_last_epoch(std::vector<arma::mat> parameters,
                                             const arma::uvec& training,
                                             const BatchLossFunction& loss_and_gradients,
                                             const ParameterUpdate& update,
                                             const AccuracyFunction& training_accuracy,
                                             const AccuracyFunction& validation_accuracy,
                                             const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::batch_losses_of_last_epoch);
}
DESCENT_MISTAKE(train, train_batch_losses_of_last_epoch,
                "batch_losses has the last epoch only. It runs through the whole training.",
                "the-loss-of-an-epoch");

TrainResult train_batch_losses_without_last(std::vector<arma::mat> parameters,
                                            const arma::uvec& training,
                                            const BatchLossFunction& loss_and_gradients,
                                            const ParameterUpdate& update,
                                            const AccuracyFunction& training_accuracy,
                                            const AccuracyFunction& validation_accuracy,
                                            const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::batch_losses_without_last);
}
DESCENT_MISTAKE(train, train_batch_losses_without_last,
                "The last, smaller batch of each epoch is missing in batch_losses.",
                "the-loss-of-an-epoch");

TrainResult train_stops_at_nan(std::vector<arma::mat> parameters, const arma::uvec& training,
                               const BatchLossFunction& loss_and_gradients,
                               const ParameterUpdate& update,
                               const AccuracyFunction& training_accuracy,
                               const AccuracyFunction& validation_accuracy,
                               const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::stops_at_nan);
}
DESCENT_MISTAKE(train, train_stops_at_nan,
                "You stop at a loss of NaN. Record it and go on: whoever reads the dials decides.",
                "the-training-loop");

TrainResult train_skips_nan(std::vector<arma::mat> parameters, const arma::uvec& training,
                            const BatchLossFunction& loss_and_gradients,
                            const ParameterUpdate& update,
                            const AccuracyFunction& training_accuracy,
                            const AccuracyFunction& validation_accuracy,
                            const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::skips_nan);
}
DESCENT_MISTAKE(train, train_skips_nan,
                "You skip the update of a batch whose loss is NaN. Each batch has its update; "
                "nothing is hidden.",
                "the-training-loop");

TrainResult train_leaves_nan_out(std::vector<arma::mat> parameters, const arma::uvec& training,
                                 const BatchLossFunction& loss_and_gradients,
                                 const ParameterUpdate& update,
                                 const AccuracyFunction& training_accuracy,
                                 const AccuracyFunction& validation_accuracy,
                                 const TrainOptions& options, Rng& rng) {
  return flawed(std::move(parameters), training, loss_and_gradients, update, training_accuracy,
                validation_accuracy, options, rng, Flaw::leaves_nan_out);
}
DESCENT_MISTAKE(train, train_leaves_nan_out,
                "You leave a loss of NaN out of the mean of its epoch. The mean of numbers with a "
                "NaN among them is NaN: it must be seen.",
                "the-loss-of-an-epoch");

}  // namespace
}  // namespace descent
