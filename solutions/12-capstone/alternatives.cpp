// Other right ways to write the exercises of stage 12: every one must pass with full points.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>

#include "capstone.hpp"
#include "harness/wire/variants.hpp"

namespace descent {
namespace {

using Parameters = std::vector<arma::mat>;
using Running = std::vector<RunningStatistics>;

CapstoneData prepare_by_hand(const Examples& pool, const Examples& test, double fraction,
                             Rng& rng) {
  require_prepare_data(pool, test, fraction);
  const arma::uword n = pool.y.n_elem;
  const double wanted = std::round(fraction * static_cast<double>(n));
  const arma::uword held =
      std::min(n - 1, std::max<arma::uword>(1, static_cast<arma::uword>(wanted)));
  const arma::uvec order = rng.permutation(n);
  CapstoneData data;
  data.validation = {pool.x.rows(order.head(held)), pool.y.elem(order.head(held))};
  data.train = {pool.x.rows(order.tail(n - held)), pool.y.elem(order.tail(n - held))};
  data.test = test;
  const arma::rowvec mean = arma::mean(data.train.x, 0);
  arma::rowvec deviation = arma::stddev(data.train.x, 1, 0);
  for (arma::uword j = 0; j < deviation.n_elem; ++j) {
    if (data.train.x.col(j).max() == data.train.x.col(j).min()) deviation(j) = 1;
  }
  data.statistics = {mean, deviation};
  for (Examples* part : {&data.train, &data.validation, &data.test}) {
    part->x.each_row() -= mean;
    part->x.each_row() /= deviation;
  }
  return data;
}
DESCENT_ALTERNATIVE(prepare_data, prepare_by_hand,
                    "Its own split and statistics, in place: no function of an earlier stage.");

Network initialize_with_uniform_numbers(const arma::uvec& sizes, Rng& rng) {
  require_network_sizes(sizes);
  Network network;
  for (arma::uword l = 0; l + 1 < sizes.n_elem; ++l) {
    const arma::uword in = sizes(l), out = sizes(l + 1);
    const bool last = l + 2 == sizes.n_elem;
    const double reach = std::sqrt(6.0 / static_cast<double>(in));
    network.parameters.push_back(last ? arma::mat(0.01 * rng.normal(in, out))
                                      : rng.uniform(in, out, -reach, reach));
    if (!last) {
      network.parameters.push_back(arma::mat(1, out, arma::fill::ones));
      network.running.push_back(
          {arma::rowvec(out, arma::fill::zeros), arma::rowvec(out, arma::fill::ones)});
    }
    network.parameters.push_back(arma::mat(1, out, arma::fill::zeros));
  }
  return network;
}
DESCENT_ALTERNATIVE(initialize_network, initialize_with_uniform_numbers,
                    "Uniform numbers of He's variance.");

Network initialize_from_behind(const arma::uvec& sizes, Rng& rng) {
  require_network_sizes(sizes);
  Network network;
  const arma::uword last = sizes.n_elem - 1;
  network.parameters = {small_gaussian(sizes(last - 1), sizes(last), rng, 0.01),
                        arma::zeros(1, sizes(last))};
  for (arma::uword l = last - 1; l > 0; --l) {
    const arma::mat W =
        rng.normal(sizes(l - 1), sizes(l)) * std::sqrt(2.0 / static_cast<double>(sizes(l - 1)));
    const Parameters hidden = {W, arma::ones(1, sizes(l)), arma::zeros(1, sizes(l))};
    network.parameters.insert(network.parameters.begin(), hidden.begin(), hidden.end());
    network.running.insert(network.running.begin(), fresh_running_statistics(sizes(l)));
  }
  return network;
}
DESCENT_ALTERNATIVE(initialize_network, initialize_from_behind,
                    "From the last layer to the first.");

// One hidden layer at a time, calling nothing but Armadillo.
NetworkPass forward_by_hand(const Parameters& parameters, Running& running, const arma::mat& x,
                            double keep_prob, Mode mode, Rng& rng) {
  require_network_forward(parameters, running, x, keep_prob);
  NetworkPass pass;
  arma::mat a = x;
  for (std::size_t l = 0; l < running.size(); ++l) {
    const arma::mat z = a * parameters[3 * l];
    HiddenPass hidden;
    hidden.input = a;
    const bool train = mode == Mode::train;
    const arma::rowvec mean = train ? arma::rowvec(arma::mean(z, 0)) : running[l].mean;
    const arma::rowvec var = train ? arma::rowvec(arma::var(z, 1, 0)) : running[l].var;
    if (train) {
      running[l].mean = 0.9 * running[l].mean + 0.1 * mean;
      running[l].var = 0.9 * running[l].var + 0.1 * var;
    }
    hidden.batchnorm.inv_std = 1 / arma::sqrt(var + 1e-5);
    hidden.batchnorm.gamma = parameters[3 * l + 1];
    hidden.batchnorm.x_hat = z.each_row() - mean;
    hidden.batchnorm.x_hat.each_row() %= hidden.batchnorm.inv_std;
    hidden.preactivation = hidden.batchnorm.x_hat;
    hidden.preactivation.each_row() %= hidden.batchnorm.gamma;
    hidden.preactivation.each_row() += arma::rowvec(parameters[3 * l + 2]);
    hidden.mask.ones(arma::size(z));
    if (train) {
      hidden.mask = rng.uniform(z.n_rows, z.n_cols, 0, 1);
      hidden.mask.transform([=](double u) { return u < keep_prob ? 1 / keep_prob : 0.0; });
    }
    a = arma::clamp(hidden.preactivation, 0, arma::datum::inf) % hidden.mask;
    if (train) pass.hidden.push_back(std::move(hidden));
  }
  pass.scores =
      a * parameters[parameters.size() - 2] + arma::repmat(parameters.back(), x.n_rows, 1);
  if (mode == Mode::train) pass.last_input = a;
  return pass;
}
DESCENT_ALTERNATIVE(network_forward, forward_by_hand,
                    "Plain Armadillo, with masks drawn in another order.");

BatchLoss loss_with_l2_penalty(const Parameters& parameters, Running& running,
                               const Examples& batch, const NetworkOptions& options, Rng& rng) {
  require_network_loss(parameters, running, batch, options);
  const NetworkPass pass =
      network_forward(parameters, running, batch.x, options.keep_prob, Mode::train, rng);
  const LossResult data = softmax_loss(pass.scores, batch.y);
  std::vector<DenseLayer> layers;
  for (std::size_t w = 0; w < parameters.size(); w += 3) {
    layers.push_back({parameters[w], arma::rowvec(parameters[w].n_cols, arma::fill::zeros)});
  }
  const PenaltyResult penalty = l2_penalty(layers, options.lambda);
  BatchLoss result{data.loss + penalty.loss, Parameters(parameters.size())};
  arma::mat upstream = data.dscores;
  arma::mat input = pass.last_input;
  for (std::size_t p = parameters.size(); p > 0;) {
    // From the last parameter to the first: b, or beta and gamma, then W.
    if (p == parameters.size()) {
      result.gradients[--p] = arma::ones(1, upstream.n_rows) * upstream;
    } else {
      const HiddenPass& hidden = pass.hidden[p / 3 - 1];
      const BatchnormGradients normal = batchnorm_backward(
          upstream % hidden.mask % arma::conv_to<arma::mat>::from(hidden.preactivation > 0),
          hidden.batchnorm);
      result.gradients[--p] = normal.dbeta;
      result.gradients[--p] = normal.dgamma;
      upstream = normal.dx;
      input = hidden.input;
    }
    --p;
    result.gradients[p] = input.t() * upstream + penalty.gradients[p / 3].W;
    upstream = upstream * parameters[p].t();
  }
  return result;
}
DESCENT_ALTERNATIVE(network_loss, loss_with_l2_penalty,
                    "With l2_penalty of stage 06, and the way back counted in parameters.");

arma::mat probabilities_one_by_one(const Network& network, const arma::mat& x) {
  Running running = network.running;
  require_network_forward(network.parameters, running, x, 1.0);
  arma::mat p(x.n_rows, network.parameters.back().n_cols);
  Rng unused;
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    const arma::rowvec scores =
        network_forward(network.parameters, running, x.row(i), 0.5, Mode::test, unused).scores;
    const arma::rowvec odds = arma::exp(scores - scores.max());
    p.row(i) = odds / arma::accu(odds);
  }
  return p;
}
DESCENT_ALTERNATIVE(network_probabilities, probabilities_one_by_one,
                    "One example at a time: in Mode::test none depends on another.");

arma::mat probabilities_by_logarithms(const Network& network, const arma::mat& x) {
  Running running = network.running;
  Rng unused;
  arma::mat s = network_forward(network.parameters, running, x, 1.0, Mode::test, unused).scores;
  for (arma::uword i = 0; i < s.n_rows; ++i) {
    const double top = s.row(i).max();
    s.row(i) -= top + std::log(arma::accu(arma::exp(s.row(i) - top)));
  }
  return arma::exp(s);
}
DESCENT_ALTERNATIVE(network_probabilities, probabilities_by_logarithms, "exp of the log softmax.");

arma::mat flip_with_a_table(arma::mat x, const PictureSize& size, Rng& rng) {
  require_flips(x, size);
  arma::uvec mirror(x.n_cols);
  for (arma::uword j = 0; j < x.n_cols; ++j) {
    const arma::uword c = j % size.width;
    mirror(j) = j - c + size.width - 1 - c;
  }
  std::vector<arma::uword> chosen;
  for (arma::uword i = x.n_rows; i-- > 0;) {
    if (rng.below(2) == 1) chosen.push_back(i);
  }
  if (chosen.empty()) return x;
  const arma::uvec rows(chosen);
  x.rows(rows) = arma::mat(x.submat(rows, mirror));
  return x;
}
DESCENT_ALTERNATIVE(flip_at_random, flip_with_a_table,
                    "A table of where each pixel goes, and coins for the last row first.");

arma::mat flip_as_a_cube(arma::mat x, const PictureSize& size, Rng& rng) {
  require_flips(x, size);
  const arma::vec coins = rng.uniform(x.n_rows, 1, 0, 1);
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    if (coins(i) >= 0.5) continue;
    arma::mat lines = arma::reshape(x.row(i), size.width, size.height * size.channels);
    x.row(i) = arma::vectorise(arma::flipud(lines)).t();
  }
  return x;
}
DESCENT_ALTERNATIVE(flip_at_random, flip_as_a_cube, "Each line as a column, turned over at once.");

std::vector<GradcheckReport> check_with_winners_of_the_test(const Parameters& parameters,
                                                            const Examples& batch,
                                                            const NetworkOptions& options,
                                                            const GradcheckOptions& check) {
  require_network_parameters(parameters);
  Running fresh;
  for (std::size_t w = 0; w + 2 < parameters.size(); w += 3) {
    fresh.push_back(fresh_running_statistics(parameters[w].n_cols));
  }
  require_network_loss(parameters, fresh, batch, options);
  const auto evaluate = [&](const Parameters& at, Rng draws) {
    Running running = fresh;
    return network_loss(at, running, batch, options, draws);
  };
  const BatchLoss analytic = evaluate(parameters, Rng(check.seed));
  const std::vector<std::string> kinds = {"W", "gamma", "beta"};
  std::vector<GradcheckBlock> blocks;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const bool bias = p + 1 == parameters.size();
    blocks.push_back({(bias ? "b" : kinds[p % 3]) + std::to_string(p / 3 + 1), parameters[p],
                      analytic.gradients[p]});
  }
  return check_gradient(
      [&](const Parameters& at, Rng& draws) { return evaluate(at, draws).loss; }, blocks, check,
      [&](const Parameters& at, Rng& draws) {
        Running running = fresh;
        std::vector<arma::uword> winners;
        for (const HiddenPass& hidden :
             network_forward(at, running, batch.x, options.keep_prob, Mode::train, draws).hidden) {
          for (const double n : hidden.preactivation) winners.push_back(n < 0);
        }
        return arma::uvec(winners);
      });
}
DESCENT_ALTERNATIVE(network_gradient_check, check_with_winners_of_the_test,
                    "Fresh statistics in each evaluation, and winners that say who is shut.");

void step_by_hand(Parameters& parameters, const Parameters& gradients,
                  std::vector<UpdateState>& states, UpdateRule rule, double rate) {
  require_update_parameters(parameters, gradients, states, rate);
  if (states.empty()) states.resize(parameters.size());
  for (std::size_t p = parameters.size(); p-- > 0;) {
    arma::mat& w = parameters[p];
    const arma::mat& g = gradients[p];
    if (rule == UpdateRule::nesterov) {
      arma::mat& v = states[p].momentum.velocity;  // of the other sign, without the rate's minus
      if (v.is_empty()) v.zeros(arma::size(w));
      v = 0.9 * v + rate * g;
      w -= 0.9 * v + rate * g;
    } else {
      AdamState& s = states[p].adam;
      if (s.m.is_empty()) {
        s.m.zeros(arma::size(w));
        s.v.zeros(arma::size(w));
      }
      const double t = static_cast<double>(++s.t);
      s.m += 0.1 * (g - s.m);
      s.v += 0.001 * (g % g - s.v);
      const double correction = std::sqrt(1 - std::pow(0.999, t));
      w -= rate * correction / (1 - std::pow(0.9, t)) * s.m / (arma::sqrt(s.v) + 1e-8 * correction);
    }
  }
}
DESCENT_ALTERNATIVE(update_parameters, step_by_hand,
                    "Both rules in other forms, last parameter first.");

// Nesterov momentum as PyTorch has it: the rate meets the velocity only when the parameters move.
void step_as_pytorch(Parameters& parameters, const Parameters& gradients,
                     std::vector<UpdateState>& states, UpdateRule rule, double rate) {
  if (rule == UpdateRule::adam) return update_parameters(parameters, gradients, states, rule, rate);
  require_update_parameters(parameters, gradients, states, rate);
  if (states.empty()) states.resize(parameters.size());
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    arma::mat& v = states[p].momentum.velocity;
    if (v.is_empty()) v.zeros(arma::size(parameters[p]));
    v = 0.9 * v + gradients[p];
    parameters[p] -= rate * (gradients[p] + 0.9 * v);
  }
}
DESCENT_ALTERNATIVE(update_parameters, step_as_pytorch,
                    "PyTorch's way: a velocity without the learning rate.");

std::vector<SanityStep> checks_in_a_list(const Parameters& parameters, const arma::uvec& training,
                                         const GradientCheck& gradient_check,
                                         const RegularizedLossFunction& loss,
                                         const ParameterUpdate& update,
                                         const SanityOptions& options) {
  require_sanity_checks(parameters, training, gradient_check, loss, update, options);
  const StartingLoss at_start = [&](const arma::uvec& which, double lambda) {
    return loss(parameters, which, lambda).loss;
  };
  const std::vector<std::function<SanityReport()>> all = {
      [&]() -> SanityReport {
        const std::vector<GradcheckReport> reports = gradient_check();
        require_gradient_reports(reports);
        arma::vec errors(reports.size());
        for (std::size_t b = 0; b < reports.size(); ++b) errors(b) = reports[b].worst;
        const double worst = errors.has_nan() ? arma::datum::nan : errors.max();
        return {std::all_of(errors.begin(), errors.end(),
                            [&](double e) { return e <= options.worst_error; }),
                worst, options.worst_error};
      },
      [&] {
        return initial_loss_check(at_start, training,
                                  std::log(static_cast<double>(options.classes)),
                                  options.initial_tolerance);
      },
      [&] { return regularization_check(at_start, training, options.strengths); },
      [&] { return overfit_check(parameters, training, loss, update, options.overfit); }};
  std::vector<SanityStep> steps;
  for (std::size_t i = 0; i < all.size() && (i == 0 || steps.back().report.passed); ++i) {
    steps.push_back({static_cast<SanityCheck>(i), all[i]()});
  }
  return steps;
}
DESCENT_ALTERNATIVE(sanity_checks, checks_in_a_list, "A list of checks, and one loop.");

// The loop written out, without train of stage 09.
template <class Update>
TrainedNetwork loop(Network network, const CapstoneData& data, const NetworkTraining& options,
                    Rng& rng, Update update, bool mirrors_by_epoch = false) {
  require_train_network(network, data, options);
  const auto share = [&](const Examples& examples) {
    const arma::uvec decisions = arma::index_max(network_probabilities(network, examples.x), 1);
    return arma::mean(arma::conv_to<arma::vec>::from(decisions == examples.y));
  };
  TrainedNetwork trained;
  std::vector<UpdateState> states;
  std::vector<double> losses, training, validation, rates, batches;
  std::vector<arma::rowvec> ratios;
  const arma::uword n = data.train.y.n_elem;
  for (arma::uword epoch = 0; epoch < options.epochs; ++epoch) {
    const double rate =
        options.learning_rate * std::pow(options.learning_rate_decay, static_cast<double>(epoch));
    const arma::uvec order = rng.permutation(n);
    const bool mirrors = options.mirrored.height > 0;
    const arma::mat pictures = mirrors && mirrors_by_epoch
                                   ? flip_at_random(data.train.x, options.mirrored, rng)
                                   : data.train.x;
    double sum = 0;
    for (arma::uword first = 0; first < n; first += options.batch_size) {
      const arma::uvec which = order.subvec(first, std::min(n, first + options.batch_size) - 1);
      Examples batch{pictures.rows(which), data.train.y.elem(which)};
      if (mirrors && !mirrors_by_epoch) {
        batch.x = flip_at_random(batch.x, options.mirrored, rng);
      }
      const BatchLoss step =
          network_loss(network.parameters, network.running, batch, options.regularization, rng);
      const Parameters before = network.parameters;
      update(network.parameters, step.gradients, states, options.rule, rate);
      sum += step.loss * static_cast<double>(which.n_elem);
      batches.push_back(step.loss);
      if (first + options.batch_size >= n)
        ratios.push_back(update_ratio(before, network.parameters));
    }
    losses.push_back(sum / static_cast<double>(n));
    training.push_back(share(data.train));
    validation.push_back(share(data.validation));
    rates.push_back(rate);
    if (trained.best_epoch == 0 || validation.back() > validation[trained.best_epoch - 1]) {
      trained.best_epoch = epoch + 1;
      trained.network = network;
    }
    if (options.patience > 0 && epoch + 1 - trained.best_epoch >= options.patience) break;
  }
  trained.history = {losses, training, validation, rates, {}, batches};
  trained.history.update_ratios.set_size(ratios.size(), network.parameters.size());
  for (std::size_t e = 0; e < ratios.size(); ++e) trained.history.update_ratios.row(e) = ratios[e];
  return trained;
}

TrainedNetwork train_in_a_loop(Network network, const CapstoneData& data,
                               const NetworkTraining& options, Rng& rng) {
  return loop(network, data, options, rng, update_parameters);
}
DESCENT_ALTERNATIVE(train_network, train_in_a_loop, "The loop written out, without train.");

TrainedNetwork train_mirrored_by_epoch(Network network, const CapstoneData& data,
                                       const NetworkTraining& options, Rng& rng) {
  return loop(network, data, options, rng, update_parameters, true);
}
DESCENT_ALTERNATIVE(train_network, train_mirrored_by_epoch,
                    "All pictures mirrored at random anew when an epoch begins, not by batch.");

TrainedNetwork train_as_pytorch(Network network, const CapstoneData& data,
                                const NetworkTraining& options, Rng& rng) {
  return loop(network, data, options, rng, step_as_pytorch);
}
DESCENT_ALTERNATIVE(train_network, train_as_pytorch,
                    "With PyTorch's Nesterov momentum: a velocity without the learning rate.");

NetworkSearch search_in_stages(const CapstoneData& data, const arma::uvec& sizes,
                               const NetworkTraining& options, const NetworkSearchOptions& search,
                               Rng& rng) {
  require_network_sizes(sizes);
  require_search_limits(search);
  NetworkSearch found;
  // A generator of its own for each trial.
  const auto objective = [&](const arma::vec& point, arma::uword epochs) {
    Rng own(rng.bits());
    NetworkTraining trial = options;
    trial.epochs = epochs;
    trial.learning_rate = point.at(0);
    trial.regularization = {options.regularization.keep_prob, point.at(1)};
    found.networks.push_back(train_network(initialize_network(sizes, own), data, trial, own));
    const TrainedNetwork& trained = found.networks.back();
    return SearchScore{trained.history.validation_accuracy(trained.best_epoch - 1),
                       arma::datum::nan};
  };
  SearchSpace space(2);
  space[0] = {"rate", search.lowest_rate, search.highest_rate, SearchScale::logarithmic};
  space[1] = {"L2", search.lowest_lambda, search.highest_lambda, SearchScale::logarithmic};
  found.search = coarse_to_fine(space, objective, search.stages, rng);
  return found;
}
DESCENT_ALTERNATIVE(search_network, search_in_stages,
                    "A generator of its own for each trial, and the accuracy of its best epoch.");

arma::mat ensemble_by_hand(const std::vector<Network>& networks, const arma::vec& accuracy,
                           arma::uword k, const arma::mat& x) {
  require_ensemble_of_best(networks, accuracy, k);
  arma::vec left = accuracy;
  arma::mat sum;
  for (arma::uword i = 0; i < k; ++i) {
    const arma::uword best = left.index_max();
    left(best) = -1;
    const arma::mat answer = network_probabilities(networks[best], x);
    sum = i == 0 ? answer : arma::mat(sum + answer);
  }
  return sum / static_cast<double>(k);
}
DESCENT_ALTERNATIVE(ensemble_of_best, ensemble_by_hand,
                    "The best of those that are left, k times.");

std::string line_with_a_stream(const std::string& data, const std::vector<Network>& members,
                               double accuracy, double seconds, std::uint64_t seed) {
  require_leaderboard_line(data, members, accuracy, seconds);
  arma::uword count = 0;
  for (const Network& member : members) {
    for (const arma::mat& p : member.parameters) count += p.n_rows * p.n_cols;
  }
  std::ostringstream line;
  line.setf(std::ios::fixed);
  line.precision(4);
  line << "capstone data=" << data << " accuracy=" << accuracy << " parameters=" << count;
  line.precision(1);
  line << " seconds=" << seconds << " seed=" << seed;
  return line.str();
}
DESCENT_ALTERNATIVE(leaderboard_line, line_with_a_stream, "A stream with fixed digits.");

}  // namespace
}  // namespace descent
