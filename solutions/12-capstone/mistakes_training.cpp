// Known mistakes: the expensive run, and the search.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// What can go wrong in a training run.
struct Run {
  bool last_running = false, last_everything = false, forgets_states = false;
  bool no_flips = false, flips_once = false, flips_validation = false;
  bool always_adam = false, no_decay = false;
  bool no_dropout = false, no_penalty = false, one_epoch_less = false, no_patience = false;
  bool trains_on_validation = false, chooses_by_training = false, training_mode = false;
  bool chooses_by_test = false, first_examples = false, fresh_running = false;
  bool fixed_seed = false, frozen_running = false, wrong_labels = false, full_batch = false;
};

double in_training_mode(const Parameters& at, const Examples& examples) {
  Running running = fresh_for(at);
  Rng unused;
  const arma::mat scores =
      network_forward(at, running, examples.x, 1.0, Mode::train, unused).scores;
  return static_cast<double>(arma::accu(arma::uvec(arma::index_max(scores, 1)) == examples.y)) /
         static_cast<double>(examples.y.n_elem);
}

TrainedNetwork run(Network start, const CapstoneData& data, const NetworkTraining& options,
                   Rng& caller, const Run& slip) {
  require_train_network(start, data, options);
  Rng fixed(0);
  Rng& rng = slip.fixed_seed ? fixed : caller;
  Running running = slip.fresh_running ? fresh_for(start.parameters) : start.running;
  Running best_running = running;
  std::vector<UpdateState> states;
  double best = -1;
  NetworkOptions regularization = options.regularization;
  if (slip.no_dropout) regularization.keep_prob = 1;
  if (slip.no_penalty) regularization.lambda = 0;
  const bool mirrors = options.mirrored.height > 0 && !slip.no_flips;
  arma::mat pictures = data.train.x;
  if (mirrors && slip.flips_once) pictures = flip_at_random(pictures, options.mirrored, rng);
  const auto loss = [&](const Parameters& at, const arma::uvec& which) {
    Examples batch{pictures.rows(which), data.train.y.elem(which)};
    if (slip.wrong_labels) batch.y = data.train.y.head(which.n_elem);
    if (mirrors && !slip.flips_once) batch.x = flip_at_random(batch.x, options.mirrored, rng);
    Running copy = running;
    return network_loss(at, slip.frozen_running ? copy : running, batch, regularization, rng);
  };
  const auto update = [&](Parameters& at, const Parameters& gradients, double rate) {
    if (slip.forgets_states) states.clear();
    update_parameters(at, gradients, states, slip.always_adam ? UpdateRule::adam : options.rule,
                      rate);
  };
  const auto accuracy = [&](const Parameters& at, Examples examples) {
    if (slip.flips_validation && options.mirrored.height > 0) {
      examples.x = flip_at_random(examples.x, options.mirrored, rng);
    }
    return slip.training_mode ? in_training_mode(at, examples)
                              : share_right({at, running}, examples);
  };
  const auto on_training = [&](const Parameters& at) { return accuracy(at, data.train); };
  const auto on_validation = [&](const Parameters& at) {
    const double share = accuracy(at, slip.chooses_by_training ? data.train : data.validation);
    if (share > best) {
      best = share;
      best_running = running;
    }
    return share;
  };
  const arma::uword n = data.train.y.n_elem;
  arma::uvec training = arma::regspace<arma::uvec>(0, n - 1);
  if (slip.first_examples) training = training.head(std::min(n, options.batch_size));
  TrainOptions how{options.epochs, options.batch_size, options.learning_rate,
                   options.learning_rate_decay, options.patience};
  if (slip.no_decay) how.learning_rate_decay = 1;
  if (slip.no_patience) how.patience = 0;
  if (slip.full_batch) how.batch_size = n;
  if (slip.one_epoch_less && how.epochs > 1) how.epochs -= 1;
  TrainResult result =
      train(start.parameters, training, loss, update, on_training, on_validation, how, rng);
  if (slip.last_everything)
    return {{result.parameters, running}, result.best_epoch, result.history};
  return {
      {result.best, slip.last_running ? running : best_running}, result.best_epoch, result.history};
}

#define RUN_SLIP(name, slip, sentence, read)                                                   \
  TrainedNetwork name(Network start, const CapstoneData& data, const NetworkTraining& options, \
                      Rng& rng) {                                                              \
    Run wrong;                                                                                 \
    wrong.slip = true;                                                                         \
    return run(std::move(start), data, options, rng, wrong);                                   \
  }                                                                                            \
  DESCENT_MISTAKE(train_network, name, sentence, read)

RUN_SLIP(
    run_last_running, last_running,
    "The parameters are those of the best epoch, the running statistics those of the last one: "
    "a network that never was. Keep a copy of them when the validation accuracy is a new best.",
    "best-parameters-and-their-statistics");
RUN_SLIP(run_last_everything, last_everything,
         "The network of the last epoch comes back: it is that of the best one.",
         "best-parameters-and-their-statistics");
RUN_SLIP(run_forgets_states, forgets_states,
         "The states of the update rule are made anew for each batch: let them live as long as the "
         "run.",
         "the-expensive-run");
RUN_SLIP(run_no_flips, no_flips, "No picture is mirrored, although options.mirrored says so.",
         "mirrors-in-training");
RUN_SLIP(run_flips_once, flips_once,
         "You mirror the pictures once, before the first epoch: then each of them looks the same "
         "in every epoch. Send each batch through flip_at_random.",
         "mirrors-in-training");
RUN_SLIP(run_flips_validation, flips_validation,
         "The pictures are mirrored for the accuracies as well: what is measured stays as it is.",
         "mirrors-in-training");
RUN_SLIP(run_always_adam, always_adam, "It is always Adam: hand options.rule on.",
         "the-expensive-run");
RUN_SLIP(run_no_decay, no_decay,
         "The learning rate does not fall: hand learning_rate_decay on to train.",
         "the-expensive-run");
RUN_SLIP(run_no_dropout, no_dropout,
         "Nothing is dropped: hand options.regularization on to network_loss.",
         "the-expensive-run");
RUN_SLIP(run_no_penalty, no_penalty,
         "There is no penalty: hand options.regularization on to network_loss.",
         "the-expensive-run");
RUN_SLIP(run_one_epoch_less, one_epoch_less, "There is one epoch too few.", "the-expensive-run");
RUN_SLIP(run_no_patience, no_patience, "options.patience is not handed on to train.",
         "the-expensive-run");
RUN_SLIP(run_chooses_by_training, chooses_by_training,
         "The validation accuracy is that of the training part: so the best epoch is the one that "
         "has learned most by heart.",
         "the-expensive-run");
RUN_SLIP(run_training_mode, training_mode,
         "The accuracies are measured in Mode::train: in use, the network has its running "
         "statistics.",
         "accuracies-in-test-mode");
RUN_SLIP(run_first_examples, first_examples,
         "It learns from the first examples only: `training` of train is 0, ..., N - 1.",
         "the-expensive-run");
RUN_SLIP(run_fresh_running, fresh_running,
         "The run begins with fresh running statistics: those of `start` belong to its parameters.",
         "best-parameters-and-their-statistics");
RUN_SLIP(run_frozen_running, frozen_running,
         "The running statistics never change: network_loss gets a copy of them in each batch.",
         "best-parameters-and-their-statistics");
RUN_SLIP(run_fixed_seed, fixed_seed,
         "Order and masks come from a generator with a fixed seed: draw from rng.",
         "the-expensive-run");
RUN_SLIP(run_wrong_labels, wrong_labels,
         "The labels are those of other examples: take rows and labels with the same indices.",
         "the-expensive-run");

// What can go wrong in the search.
struct Search {
  bool linear = false, swapped = false, own_epochs = false, own_rate = false, own_lambda = false;
  bool one_network = false, last_accuracy = false, training_accuracy = false, looks_at_test = false;
  bool keeps_best_only = false, narrow = false, only_last_stage = false, random = false;
  bool loses_keep_prob = false, fresh_options = false, forgets_rule = false;
  bool forgets_batch_size = false, forgets_patience = false, forgets_mirrored = false;
};

NetworkSearch searched(const CapstoneData& data, const arma::uvec& sizes,
                       const NetworkTraining& options, const NetworkSearchOptions& search, Rng& rng,
                       const Search& slip) {
  require_network_sizes(sizes);
  require_search_limits(search);
  const SearchScale scale = slip.linear ? SearchScale::linear : SearchScale::logarithmic;
  SearchSpace space = {{"learning rate", search.lowest_rate, search.highest_rate, scale},
                       {"lambda", search.lowest_lambda, search.highest_lambda, scale}};
  if (slip.swapped) std::swap(space[0], space[1]);
  NetworkSearch found;
  const Network same = initialize_network(sizes, rng);
  const auto objective = [&](const arma::vec& point, arma::uword epochs) -> SearchScore {
    NetworkTraining trial = options;
    if (slip.fresh_options) {
      trial = {};
      trial.learning_rate_decay = options.learning_rate_decay;
    }
    if (slip.loses_keep_prob) trial.regularization = {};
    if (slip.forgets_rule) trial.rule = NetworkTraining().rule;
    if (slip.forgets_batch_size) trial.batch_size = NetworkTraining().batch_size;
    if (slip.forgets_patience) trial.patience = 0;
    if (slip.forgets_mirrored) trial.mirrored = {};
    if (!slip.own_rate) trial.learning_rate = point(slip.swapped ? 1 : 0);
    if (!slip.own_lambda) trial.regularization.lambda = point(slip.swapped ? 0 : 1);
    trial.epochs = slip.own_epochs ? 3 : epochs;
    const TrainedNetwork trained =
        train_network(slip.one_network ? same : initialize_network(sizes, rng), data, trial, rng);
    found.networks.push_back(trained);
    const TrainHistory& history = trained.history;
    const double share = slip.last_accuracy       ? history.validation_accuracy(epochs - 1)
                         : slip.training_accuracy ? history.training_accuracy.max()
                                                  : history.validation_accuracy.max();
    return {share, slip.looks_at_test && data.test.x.is_finite()
                       ? share_right(trained.network, data.test)
                       : arma::datum::nan};
  };
  found.search = coarse_to_fine(space, objective, search.stages, rng);
  if (slip.keeps_best_only) found.networks.resize(search.stages.stages);
  if (slip.only_last_stage) {
    found.networks.erase(found.networks.begin(),
                         found.networks.end() - static_cast<long>(search.stages.trials));
  }
  return found;
}

#define SEARCH_SLIP(name, slip, sentence, read)                                          \
  NetworkSearch name(const CapstoneData& data, const arma::uvec& sizes,                  \
                     const NetworkTraining& options, const NetworkSearchOptions& search, \
                     Rng& rng) {                                                         \
    Search wrong;                                                                        \
    wrong.slip = true;                                                                   \
    return searched(data, sizes, options, search, rng, wrong);                           \
  }                                                                                      \
  DESCENT_MISTAKE(search_network, name, sentence, read)

SEARCH_SLIP(search_linear, linear,
            "Learning rate and lambda are drawn uniformly: nine of ten trials are then in the "
            "highest power of ten. Both ranges are logarithmic.",
            "by-factors");
SEARCH_SLIP(search_swapped, swapped,
            "The ranges have changed places: a point is {learning rate, lambda}.", "the-search");
SEARCH_SLIP(search_own_epochs, own_epochs,
            "Every trial trains as long: the number of epochs is the objective's second argument.",
            "the-search");
SEARCH_SLIP(search_own_rate, own_rate,
            "Every trial has the learning rate of options: it is point(0).", "the-search");
SEARCH_SLIP(search_own_lambda, own_lambda, "Every trial has the lambda of options: it is point(1).",
            "the-search");
SEARCH_SLIP(search_loses_keep_prob, loses_keep_prob,
            "You set regularization as a whole, so that keep_prob is 1 again and nothing is "
            "dropped: change its lambda alone.",
            "the-search");
SEARCH_SLIP(search_fresh_options, fresh_options,
            "You begin with fresh options, so that rule, batch_size, patience, keep_prob and "
            "mirrored are the defaults: copy options, and change three of its fields.",
            "the-search");
SEARCH_SLIP(search_forgets_rule, forgets_rule,
            "You do not hand the rule of options on: every trial trains with Adam.", "the-search");
SEARCH_SLIP(search_forgets_batch_size, forgets_batch_size,
            "You do not hand the batch_size of options on: every trial trains with the default.",
            "the-search");
SEARCH_SLIP(search_forgets_patience, forgets_patience,
            "You do not hand the patience of options on: no trial stops early.", "the-search");
SEARCH_SLIP(search_forgets_mirrored, forgets_mirrored,
            "You do not hand options.mirrored on: no trial mirrors its pictures.", "the-search");
SEARCH_SLIP(search_one_network, one_network,
            "All trials begin with the same network: initialize a new one for each.", "the-search");
SEARCH_SLIP(search_last_accuracy, last_accuracy,
            "A trial is judged by its last epoch. Its network is that of the best one.",
            "the-search");
SEARCH_SLIP(search_training_accuracy, training_accuracy,
            "A trial is judged by its training accuracy: the validation part decides.",
            "the-search");
SEARCH_SLIP(search_looks_at_test, looks_at_test,
            "The test accuracy is measured in every trial. Once it is known it will be used: leave "
            "it NaN.",
            "the-test-part-is-not-there");
SEARCH_SLIP(search_keeps_best_only, keeps_best_only,
            "Networks are missing: one for each trial, in the order of the trials.", "the-search");
SEARCH_SLIP(search_only_last_stage, only_last_stage,
            "The networks of the first stages are missing: one for each trial of every stage.",
            "the-search");

}  // namespace
}  // namespace descent
