#include "capstone.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

// Stage 12: the capstone. What is promised stands in capstone.hpp, the reasons in the chapter,
// docs/stages/12-capstone.md. All functions of stages 01 to 11 are there under their names, and
// what answers is your own code.
//
// Every exercise begins in the same way: refuse bad input with the function of inputs.hpp that is
// named there. You may call an earlier exercise in a later one.

namespace descent {

// solution begin
namespace {

std::vector<RunningStatistics> fresh_running(const std::vector<arma::mat>& parameters) {
  std::vector<RunningStatistics> running;
  for (std::size_t l = 0; l < hidden_layers(parameters); ++l) {
    running.push_back(fresh_running_statistics(parameters[weight_index(l)].n_cols));
  }
  return running;
}

// The way back through the network: the gradient of the data loss on each parameter.
std::vector<arma::mat> capstone_backward(const arma::mat& dscores,
                                         const std::vector<arma::mat>& parameters,
                                         const NetworkPass& pass) {
  std::vector<arma::mat> gradients(parameters.size());
  const std::size_t layers = hidden_layers(parameters);
  gradients[weight_index(layers)] = pass.last_input.t() * dscores;
  gradients.back() = arma::sum(dscores, 0);
  arma::mat upstream = dscores;
  for (std::size_t l = layers; l-- > 0;) {
    const HiddenPass& hidden = pass.hidden[l];
    const std::size_t w = weight_index(l);
    const arma::mat out = upstream * parameters[weight_index(l + 1)].t();
    const BatchnormGradients normal = batchnorm_backward(
        relu_backward(dropout_backward(out, hidden.mask), hidden.preactivation), hidden.batchnorm);
    gradients[w] = hidden.input.t() * normal.dx;
    gradients[w + 1] = normal.dgamma;
    gradients[w + 2] = normal.dbeta;
    upstream = normal.dx;
  }
  return gradients;
}

// Which ReLUs let through: the winners of a pass.
arma::uvec open_relus(const NetworkPass& pass) {
  arma::uvec winners;
  for (const HiddenPass& hidden : pass.hidden) {
    winners = arma::join_cols(winners, arma::vectorise(hidden.preactivation > 0));
  }
  return winners;
}

// In Mode::test, which changes no running statistics. The largest score has the largest
// probability.
double share_of_right_answers(const std::vector<arma::mat>& parameters,
                              std::vector<RunningStatistics>& running, const Examples& examples) {
  Rng unused;
  const arma::uvec decisions = arma::index_max(
      network_forward(parameters, running, examples.x, 1.0, Mode::test, unused).scores, 1);
  return static_cast<double>(arma::accu(decisions == examples.y)) /
         static_cast<double>(examples.y.n_elem);
}

// The examples `which` of data that are held with one example a column, so that each lies in one
// piece of memory: X.rows(which) would pick every number from another place.
Examples gather(const arma::mat& columns, const arma::uvec& labels, const arma::uvec& which) {
  const arma::mat batch = columns.cols(which);
  return {batch.t(), labels.elem(which)};
}

}  // namespace
// solution end

CapstoneData prepare_data(const Examples& pool, const Examples& test, double validation_fraction,
                          Rng& rng) {
  // TODO     three parts, all transformed with the statistics of the first
  // STEPS    1. require_prepare_data(pool, test, validation_fraction);
  //          2. holdout_split says which examples of the pool are for training, which for
  //             validation; X.rows(which) and y.elem(which) take them out
  //          3. standardize the training part, and preprocess all three with that
  // PITFALL  split first, then learn the statistics: those of the whole pool have seen the
  //          validation part
  // solution begin prepare_data
  require_prepare_data(pool, test, validation_fraction);
  const SearchFold fold = holdout_split(pool.x.n_rows, validation_fraction, rng);
  const arma::mat train = pool.x.rows(fold.train);
  const Preprocessor statistics = standardize(train);
  return {{preprocess(statistics, train), pool.y.elem(fold.train)},
          {preprocess(statistics, pool.x.rows(fold.validation)), pool.y.elem(fold.validation)},
          {preprocess(statistics, test.x), test.y},
          statistics};
  // solution end
}

Network initialize_network(const arma::uvec& sizes, Rng& rng) {
  // TODO     the parameters and running statistics of a network that has learned nothing
  // STEPS    1. require_network_sizes(sizes);
  //          2. for each hidden layer: W by he, gamma of ones, beta of zeros (1 x fan_out), and
  //             fresh_running_statistics(fan_out)
  //          3. for the last layer: W by small_gaussian, b of zeros
  // PITFALL  He's variance in the last layer would begin far above ln C
  // solution begin initialize_network
  require_network_sizes(sizes);
  Network network;
  for (arma::uword l = 1; l + 1 < sizes.n_elem; ++l) {
    network.parameters.push_back(he(sizes(l - 1), sizes(l), rng));
    network.parameters.push_back(arma::ones(1, sizes(l)));
    network.parameters.push_back(arma::zeros(1, sizes(l)));
    network.running.push_back(fresh_running_statistics(sizes(l)));
  }
  const arma::uword classes = sizes(sizes.n_elem - 1);
  network.parameters.push_back(small_gaussian(sizes(sizes.n_elem - 2), classes, rng, 0.01));
  network.parameters.push_back(bias_constant(classes, 0));
  return network;
  // solution end
}

NetworkPass network_forward(const std::vector<arma::mat>& parameters,
                            std::vector<RunningStatistics>& running, const arma::mat& x,
                            double keep_prob, Mode mode, Rng& rng) {
  // TODO     from a batch to its scores
  // FORMULA  z = a·W    n = batchnorm(z; gamma, beta)    a = dropout(relu(n));  scores = a·W + b
  // STEPS    1. require_network_forward(parameters, running, x, keep_prob);
  //          2. for each hidden layer l: W is parameters[weight_index(l)], gamma and beta follow
  //             it; batchnorm_forward with running[l], relu_forward, dropout_forward
  //          3. in Mode::train keep what the way back needs, see HiddenPass
  //          4. the last layer: a·W, and b added to each row
  // PITFALL  batchnorm stands in front of the ReLU, dropout behind it; and both want to know the
  //          mode
  // solution begin network_forward
  require_network_forward(parameters, running, x, keep_prob);
  NetworkPass pass;
  arma::mat a = x;
  for (std::size_t l = 0; l < running.size(); ++l) {
    const std::size_t w = weight_index(l);
    BatchnormForward normal = batchnorm_forward(a * parameters[w], parameters[w + 1],
                                                parameters[w + 2], running[l], mode, {});
    const arma::mat active = relu_forward(normal.out);
    if (mode == Mode::test) {
      a = active;
      continue;
    }
    DropoutResult dropped = dropout_forward(active, keep_prob, mode, rng);
    pass.hidden.push_back(
        {std::move(a), std::move(normal.cache), std::move(normal.out), std::move(dropped.mask)});
    a = std::move(dropped.out);
  }
  pass.scores = a * parameters[weight_index(running.size())];
  pass.scores.each_row() += parameters.back();
  if (mode == Mode::train) pass.last_input = std::move(a);
  return pass;
  // solution end
}

BatchLoss network_loss(const std::vector<arma::mat>& parameters,
                       std::vector<RunningStatistics>& running, const Examples& batch,
                       const NetworkOptions& options, Rng& rng) {
  // TODO     the loss of a batch, and its gradient on each parameter
  // FORMULA  loss = softmax loss + ½ · lambda · Σ w²   over the W of all layers
  // STEPS    1. require_network_loss(parameters, running, batch, options);
  //          2. network_forward in Mode::train, softmax_loss
  //          3. back through the last layer: dW = inputᵀ·dscores, db = the sum of its rows, and
  //             dscores·Wᵀ goes on
  //          4. back through each hidden layer, last one first: dropout_backward,
  //             relu_backward, batchnorm_backward, and the affine part
  //          5. the penalty: its loss, and lambda·W on the gradient of each W
  // PITFALL  the way back undoes the layers in the reverse order, also within a layer
  // solution begin network_loss
  require_network_loss(parameters, running, batch, options);
  const NetworkPass pass =
      network_forward(parameters, running, batch.x, options.keep_prob, Mode::train, rng);
  const LossResult data = softmax_loss(pass.scores, batch.y);
  BatchLoss result{data.loss, capstone_backward(data.dscores, parameters, pass)};
  // What l2_penalty of stage 06 says, without its copies: a W may be 12 megabytes large.
  if (options.lambda == 0) return result;
  for (std::size_t l = 0; l <= hidden_layers(parameters); ++l) {
    const arma::mat& W = parameters[weight_index(l)];
    result.loss += 0.5 * options.lambda * arma::dot(W, W);
    result.gradients[weight_index(l)] += options.lambda * W;
  }
  return result;
  // solution end
}

arma::mat network_probabilities(const Network& network, const arma::mat& x) {
  // TODO     what a trained network says about each example: N x C probabilities
  // STEPS    1. network_forward in Mode::test, which checks its input; running statistics are a
  //             copy, since the function wants to be able to change them
  //          2. the softmax of each row: subtract the row's maximum first
  // PITFALL  Mode::train here would let the examples of x decide about each other
  // solution begin network_probabilities
  std::vector<RunningStatistics> running = network.running;
  Rng unused;
  const NetworkPass pass = network_forward(network.parameters, running, x, 1.0, Mode::test, unused);
  return softened_probabilities(pass.scores, 1.0);
  // solution end
}

arma::mat flip_at_random(arma::mat x, const PictureSize& size, Rng& rng) {
  // TODO     each picture mirrored left to right, or not: half and half
  // STEPS    1. require_flips(x, size);
  //          2. toss a coin for each row
  //          3. in the rows that are to be mirrored: in each line of each channel swap column c
  //             with column width - 1 - c
  // PITFALL  to reverse the whole row of numbers would turn the picture upside down, and its
  //          colours with it
  // solution begin flip_at_random
  require_flips(x, size);
  std::vector<arma::uword> chosen;
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    if (rng.uniform() < 0.5) chosen.push_back(i);
  }
  for (arma::uword line = 0; line < size.channels * size.height; ++line) {
    for (arma::uword c = 0; c < size.width / 2; ++c) {
      double* left = x.colptr(line * size.width + c);
      double* right = x.colptr(line * size.width + size.width - 1 - c);
      for (const arma::uword i : chosen) std::swap(left[i], right[i]);
    }
  }
  return x;
  // solution end
}

std::vector<GradcheckReport> network_gradient_check(const std::vector<arma::mat>& parameters,
                                                    const Examples& batch,
                                                    const NetworkOptions& options,
                                                    const GradcheckOptions& check) {
  // TODO     a gradient check of the whole network
  // STEPS    1. fresh running statistics, and require_network_loss(...) with them
  //          2. the analytic gradients: network_loss with an Rng(check.seed)
  //          3. a GradcheckBlock for each parameter: name, value, gradient
  //          4. check_gradient, with network_loss as the loss, and as the winners for each ReLU
  //             whether its preactivation is above 0
  // PITFALL  the analytic gradients must have seen the same masks as the numeric ones
  // solution begin network_gradient_check
  require_network_parameters(parameters);
  std::vector<RunningStatistics> running = fresh_running(parameters);
  require_network_loss(parameters, running, batch, options);
  Rng rng(check.seed);
  const BatchLoss analytic = network_loss(parameters, running, batch, options, rng);
  std::vector<GradcheckBlock> blocks;
  const std::size_t layers = hidden_layers(parameters);
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const std::size_t layer = std::min(p / 3, layers);
    const std::string kind = p % 3 == 0        ? "W"
                             : layer == layers ? "b"
                             : p % 3 == 1      ? "gamma"
                                               : "beta";
    blocks.push_back({kind + std::to_string(layer + 1), parameters[p], analytic.gradients[p]});
  }
  const auto loss = [&](const std::vector<arma::mat>& at, Rng& draws) {
    return network_loss(at, running, batch, options, draws).loss;
  };
  const auto winners = [&](const std::vector<arma::mat>& at, Rng& draws) {
    return open_relus(network_forward(at, running, batch.x, options.keep_prob, Mode::train, draws));
  };
  return check_gradient(loss, blocks, check, winners);
  // solution end
}

void update_parameters(std::vector<arma::mat>& parameters, const std::vector<arma::mat>& gradients,
                       std::vector<UpdateState>& states, UpdateRule rule, double learning_rate) {
  // TODO     one update of every parameter
  // STEPS    1. require_update_parameters(parameters, gradients, states, learning_rate);
  //          2. no states yet: a fresh one for each parameter
  //          3. nesterov or adam on each parameter with its own state
  // PITFALL  a state that is made anew in each call forgets the velocity
  // solution begin update_parameters
  require_update_parameters(parameters, gradients, states, learning_rate);
  states.resize(parameters.size());
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (rule == UpdateRule::nesterov) {
      nesterov(parameters[p], gradients[p], states[p].momentum, {.learning_rate = learning_rate});
    } else {
      adam(parameters[p], gradients[p], states[p].adam, {.learning_rate = learning_rate});
    }
  }
  // solution end
}

std::vector<SanityStep> sanity_checks(const std::vector<arma::mat>& parameters,
                                      const arma::uvec& training,
                                      const GradientCheck& gradient_check,
                                      const RegularizedLossFunction& loss,
                                      const ParameterUpdate& update, const SanityOptions& options) {
  // TODO     the four checks in order, up to the first that fails
  // STEPS    1. require_sanity_checks(...);
  //          2. the worst error of all blocks of gradient_check(), after
  //             require_gradient_reports
  //          3. initial_loss_check, regularization_check, overfit_check of stage 09; the first
  //             two want a function of (which, lambda): the loss at `parameters`
  //          4. before each of them: has the one before it passed? Else return what there is
  // PITFALL  std::max(worst, NaN) may be worst: NaN must not pass
  // solution begin sanity_checks
  require_sanity_checks(parameters, training, gradient_check, loss, update, options);
  std::vector<SanityStep> steps;
  const auto passed = [&](SanityCheck check, const SanityReport& report) {
    steps.push_back({check, report});
    return report.passed;
  };

  const std::vector<GradcheckReport> reports = gradient_check();
  require_gradient_reports(reports);
  double worst = 0;
  for (const GradcheckReport& report : reports) {
    if (!(report.worst <= worst)) worst = report.worst;
    if (std::isnan(worst)) break;
  }
  if (!passed(SanityCheck::gradient, {worst <= options.worst_error, worst, options.worst_error})) {
    return steps;
  }

  const StartingLoss at_start = [&](const arma::uvec& which, double lambda) {
    return loss(parameters, which, lambda).loss;
  };
  const double at_chance = expected_initial_loss(LossKind::softmax, options.classes);
  if (!passed(SanityCheck::initial_loss,
              initial_loss_check(at_start, training, at_chance, options.initial_tolerance))) {
    return steps;
  }
  if (!passed(SanityCheck::regularization,
              regularization_check(at_start, training, options.strengths))) {
    return steps;
  }
  passed(SanityCheck::overfit, overfit_check(parameters, training, loss, update, options.overfit));
  return steps;
  // solution end
}

TrainedNetwork train_network(Network start, const CapstoneData& data,
                             const NetworkTraining& options, Rng& rng) {
  // TODO     the training run
  // STEPS    1. require_train_network(start, data, options);
  //          2. the callbacks of train: loss and gradients of the examples `which` (taken out,
  //             mirrored, network_loss), an update with states that live as long as the run,
  //             and two accuracies
  //          3. running statistics change with every batch: after each epoch whose validation
  //             accuracy is a new best keep a copy
  //          4. train; return its best parameters with the copy
  // PITFALL  the best parameters with the running statistics of the last epoch are a network
  //          that never was
  // solution begin train_network
  require_train_network(start, data, options);
  const arma::mat columns = data.train.x.t();
  std::vector<RunningStatistics> running = std::move(start.running);
  std::vector<RunningStatistics> best_running = running;
  std::vector<UpdateState> states;
  double best = -1;

  const auto loss_and_gradients = [&](const std::vector<arma::mat>& at, const arma::uvec& which) {
    Examples batch = gather(columns, data.train.y, which);
    if (options.mirrored.height > 0) {
      batch.x = flip_at_random(std::move(batch.x), options.mirrored, rng);
    }
    return network_loss(at, running, batch, options.regularization, rng);
  };
  const auto update = [&](std::vector<arma::mat>& parameters,
                          const std::vector<arma::mat>& gradients, double learning_rate) {
    update_parameters(parameters, gradients, states, options.rule, learning_rate);
  };
  const auto training_accuracy = [&](const std::vector<arma::mat>& at) {
    return share_of_right_answers(at, running, data.train);
  };
  const auto validation_accuracy = [&](const std::vector<arma::mat>& at) {
    const double accuracy = share_of_right_answers(at, running, data.validation);
    if (accuracy > best) {
      best = accuracy;
      best_running = running;
    }
    return accuracy;
  };
  TrainResult result =
      train(std::move(start.parameters), arma::regspace<arma::uvec>(0, data.train.y.n_elem - 1),
            loss_and_gradients, update, training_accuracy, validation_accuracy,
            {.epochs = options.epochs,
             .batch_size = options.batch_size,
             .learning_rate = options.learning_rate,
             .learning_rate_decay = options.learning_rate_decay,
             .patience = options.patience},
            rng);
  return {{std::move(result.best), std::move(best_running)},
          result.best_epoch,
          std::move(result.history)};
  // solution end
}

NetworkSearch search_network(const CapstoneData& data, const arma::uvec& sizes,
                             const NetworkTraining& options, const NetworkSearchOptions& search,
                             Rng& rng) {
  // TODO     a search from coarse to fine for learning rate and lambda
  // STEPS    1. require_network_sizes(sizes); require_search_limits(search);
  //          2. a SearchSpace of two logarithmic ranges: learning rate, lambda
  //          3. an objective: a copy of options with this point and these epochs,
  //             initialize_network, train_network; keep what was trained, and return the highest
  //             validation accuracy of its history
  //          4. coarse_to_fine
  // PITFALL  the test part must not be looked at, not even for a number that decides nothing
  // solution begin search_network
  require_network_sizes(sizes);
  require_search_limits(search);
  const SearchSpace space = {
      {"learning rate", search.lowest_rate, search.highest_rate, SearchScale::logarithmic},
      {"lambda", search.lowest_lambda, search.highest_lambda, SearchScale::logarithmic}};
  NetworkSearch found;
  const auto objective = [&](const arma::vec& point, arma::uword epochs) -> SearchScore {
    NetworkTraining trial = options;
    trial.learning_rate = point(0);
    trial.regularization.lambda = point(1);
    trial.epochs = epochs;
    found.networks.push_back(train_network(initialize_network(sizes, rng), data, trial, rng));
    return {found.networks.back().history.validation_accuracy.max(), arma::datum::nan};
  };
  found.search = coarse_to_fine(space, objective, search.stages, rng);
  return found;
  // solution end
}

arma::mat ensemble_of_best(const std::vector<Network>& networks,
                           const arma::vec& validation_accuracy, arma::uword k,
                           const arma::mat& x) {
  // TODO     the mean of what the k best networks say
  // STEPS    1. require_ensemble_of_best(networks, validation_accuracy, k);
  //          2. top_k_models says which they are; it wants an EnsembleCandidate for each
  //          3. network_probabilities of each of them, average_probabilities
  // PITFALL  average what they say, never their weights
  // solution begin ensemble_of_best
  require_ensemble_of_best(networks, validation_accuracy, k);
  std::vector<EnsembleCandidate> candidates;
  for (const double accuracy : validation_accuracy) {
    candidates.push_back({accuracy, arma::datum::nan});
  }
  std::vector<arma::mat> answers;
  for (const arma::uword best : top_k_models(candidates, k)) {
    answers.push_back(network_probabilities(networks[best], x));
  }
  return average_probabilities(answers, {});
  // solution end
}

std::string leaderboard_line(const std::string& data, const std::vector<Network>& members,
                             double accuracy, double seconds, std::uint64_t seed) {
  // TODO     one line: capstone data=... accuracy=... parameters=... seconds=... seed=...
  // STEPS    1. require_leaderboard_line(data, members, accuracy, seconds);
  //          2. count the entries of all parameters of all members
  //          3. std::snprintf rounds: %.4f for the accuracy, %.1f for the seconds
  // solution begin leaderboard_line
  require_leaderboard_line(data, members, accuracy, seconds);
  arma::uword count = 0;
  for (const Network& member : members) {
    for (const arma::mat& parameter : member.parameters) count += parameter.n_elem;
  }
  char numbers[400];
  std::snprintf(numbers, sizeof numbers, " accuracy=%.4f parameters=%llu seconds=%.1f seed=%llu",
                accuracy, static_cast<unsigned long long>(count), seconds,
                static_cast<unsigned long long>(seed));
  return "capstone data=" + data + numbers;
  // solution end
}

}  // namespace descent
