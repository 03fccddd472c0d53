// Known mistakes: forward, back, in use, and the gradient check.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// What can go wrong on the way forward.
struct Forward {
  bool no_batchnorm = false, relu_first = false, dropout_first = false, no_relu = false;
  bool relu_last = false, no_bias = false;
  bool copies_running = false, running_in_training = false, batch_in_test = false;
  bool learns_in_test = false, drops_in_test = false, keeps_in_test = false;
  bool never_drops = false, drops_input = false, one_mask = false, last_layer_only = false;
  bool shares_running = false, drop_prob = false, fixed_masks = false, bias_first = false;
};

NetworkPass forward(const Parameters& parameters, Running& running, const arma::mat& x,
                    double keep_prob, Mode mode, Rng& rng, const Forward& slip) {
  require_network_forward(parameters, running, x, keep_prob);
  NetworkPass pass;
  arma::mat a = x;
  const Running before = running;
  const Rng rng_before = rng;
  if (slip.drop_prob && keep_prob < 1) keep_prob = 1 - keep_prob;
  if (slip.drops_input) a = dropout_forward(a, keep_prob, mode, rng).out;
  for (std::size_t l = 0; l < running.size(); ++l) {
    const Mode norm_mode = slip.running_in_training ? Mode::test
                           : slip.batch_in_test     ? Mode::train
                                                    : mode;
    arma::mat z = a * parameters[3 * l];
    if (slip.relu_first) z = relu_forward(z);
    const std::size_t at =
        slip.shares_running && running[0].mean.n_elem == running[l].mean.n_elem ? 0 : l;
    BatchnormForward normal{z, {}};
    if (!slip.no_batchnorm) {
      normal = batchnorm_forward(z, parameters[3 * l + 1], parameters[3 * l + 2], running[at],
                                 norm_mode, {});
    }
    if (slip.learns_in_test && mode == Mode::test) {
      update_running_statistics(running[l], batch_statistics(z), 0.9);
    }
    arma::mat n = normal.out;
    const Mode drop_mode = slip.drops_in_test ? Mode::train : slip.never_drops ? Mode::test : mode;
    const bool here = !slip.last_layer_only || l + 1 == running.size();
    if (slip.one_mask || slip.fixed_masks) rng = slip.fixed_masks ? Rng(0) : rng_before;
    DropoutResult dropped;
    if (slip.dropout_first) {
      dropped = dropout_forward(n, keep_prob, drop_mode, rng);
      dropped.out = relu_forward(dropped.out + 0.0);
    } else {
      const arma::mat active = slip.no_relu || slip.relu_first ? n : relu_forward(n);
      dropped = dropout_forward(active, keep_prob, here ? drop_mode : Mode::test, rng);
    }
    if (mode == Mode::train || slip.keeps_in_test) {
      pass.hidden.push_back({a, normal.cache, n, dropped.mask});
    }
    a = dropped.out;
  }
  if (slip.batch_in_test && mode == Mode::test) running = before;
  if (slip.copies_running) running = before;
  pass.scores = a * parameters[parameters.size() - 2];
  if (!slip.no_bias) pass.scores.each_row() += parameters.back();
  if (slip.relu_last) pass.scores = relu_forward(pass.scores);
  if (mode == Mode::train || slip.keeps_in_test) pass.last_input = a;
  return pass;
}

#define FORWARD_SLIP(name, slip, sentence, read)                                       \
  NetworkPass name(const Parameters& parameters, Running& running, const arma::mat& x, \
                   double keep_prob, Mode mode, Rng& rng) {                            \
    Forward wrong;                                                                     \
    wrong.slip = true;                                                                 \
    return forward(parameters, running, x, keep_prob, mode, rng, wrong);               \
  }                                                                                    \
  DESCENT_MISTAKE(network_forward, name, sentence, read)

FORWARD_SLIP(forward_no_batchnorm, no_batchnorm,
             "There is no batchnorm between the affine layer and the ReLU.", "forward");
FORWARD_SLIP(forward_relu_first, relu_first,
             "The ReLU stands in front of batchnorm: then batchnorm makes negative numbers of what "
             "the ReLU let through, and they go on. Affine, batchnorm, ReLU, dropout.",
             "the-order-within-a-layer");
FORWARD_SLIP(forward_no_relu, no_relu,
             "There is no ReLU: a network of affine layers is worth one of them.", "forward");
FORWARD_SLIP(forward_relu_last, relu_last,
             "There is a ReLU behind the last layer: scores may be negative.", "forward");
FORWARD_SLIP(forward_no_bias, no_bias, "The bias of the last layer is missing.", "forward");
FORWARD_SLIP(forward_copies_running, copies_running,
             "The running statistics come back as they were: you have changed a copy of them. Hand "
             "running[l] itself to batchnorm_forward.",
             "running-statistics");
FORWARD_SLIP(forward_running_in_training, running_in_training,
             "Mode::train normalizes with the running statistics. While it trains, it is the "
             "batch's own; hand the mode on to batchnorm_forward.",
             "forward");
FORWARD_SLIP(forward_batch_in_test, batch_in_test,
             "Mode::test normalizes with the statistics of its batch: then the examples decide "
             "about each other. Hand the mode on to batchnorm_forward.",
             "in-use");
FORWARD_SLIP(forward_learns_in_test, learns_in_test,
             "The running statistics change in Mode::test: what is tested must not be learned "
             "from.",
             "in-use");
FORWARD_SLIP(forward_drops_in_test, drops_in_test,
             "Units are dropped in Mode::test, too. Hand the mode on to dropout_forward.",
             "in-use");
FORWARD_SLIP(forward_keeps_in_test, keeps_in_test,
             "The pass of Mode::test keeps what only the way back needs: a whole test set would "
             "fill the memory.",
             "in-use");
FORWARD_SLIP(forward_never_drops, never_drops,
             "Nothing is dropped in Mode::train. Is the mode handed on to dropout_forward?",
             "dropout-behind-the-relu");
FORWARD_SLIP(forward_drops_input, drops_input,
             "The inputs are dropped as well: dropout stands behind the hidden layers only.",
             "dropout-behind-the-relu");
FORWARD_SLIP(forward_one_mask, one_mask,
             "All layers have the same mask: each draws one of its own, from an rng that moves on.",
             "dropout-behind-the-relu");
FORWARD_SLIP(forward_last_layer_only, last_layer_only,
             "Only the last hidden layer has dropout: each of them has.",
             "dropout-behind-the-relu");
FORWARD_SLIP(forward_shares_running, shares_running,
             "Layers share their running statistics: each has its own, running[l].",
             "running-statistics");
FORWARD_SLIP(forward_drop_prob, drop_prob,
             "keep_prob is taken for the probability of dropping a unit.",
             "dropout-behind-the-relu");

NetworkPass forward_gamma_for_beta(const Parameters& parameters, Running& running,
                                   const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  Parameters swapped = parameters;
  for (std::size_t p = 0; p + 2 < parameters.size(); p += 3) {
    std::swap(swapped[p + 1], swapped[p + 2]);
  }
  return network_forward(swapped, running, x, keep_prob, mode, rng);
}
DESCENT_MISTAKE(network_forward, forward_gamma_for_beta,
                "gamma and beta have changed places: behind each W stands gamma, then beta.",
                "forward");

// What can go wrong on the way back.
struct Back {
  bool no_penalty_loss = false, no_penalty_gradient = false, penalty_whole = false;
  bool penalty_doubled = false, penalty_on_all = false, penalty_first_only = false;
  bool penalty_over_n = false, no_mask = false, no_relu = false, relu_on_upstream = false;
  bool relu_after_norm = false, no_norm = false, no_dgamma = false, no_dbeta = false, no_db = false;
  bool second_forward = false, test_mode = false, times_n = false, mean_bias = false;
  bool first_layer_missing = false, wrong_input = false, penalty_not_last = false;
  bool running_kept = false;
};

BatchLoss back(const Parameters& parameters, Running& running, const Examples& batch,
               const NetworkOptions& options, Rng& rng, const Back& slip) {
  require_network_loss(parameters, running, batch, options);
  const double n = static_cast<double>(batch.y.n_elem);
  if (slip.second_forward) {
    network_forward(parameters, running, batch.x, options.keep_prob, Mode::train, rng);
  }
  Running copy = running;
  NetworkPass pass = network_forward(parameters, slip.running_kept ? copy : running, batch.x,
                                     slip.test_mode ? 1.0 : options.keep_prob, Mode::train, rng);
  const LossResult data = softmax_loss(pass.scores, batch.y);
  BatchLoss result{data.loss, Parameters(parameters.size())};
  arma::mat upstream = slip.times_n ? arma::mat(n * data.dscores) : data.dscores;
  const std::size_t layers = hidden_layers(parameters);
  result.gradients[3 * layers] = pass.last_input.t() * upstream;
  result.gradients.back() = arma::sum(upstream, 0);
  if (slip.mean_bias) result.gradients.back() /= n;
  if (slip.no_db) result.gradients.back().zeros();
  for (std::size_t l = layers; l-- > 0;) {
    const HiddenPass& hidden = pass.hidden[l];
    arma::mat d = upstream * parameters[3 * (l + 1)].t();
    if (!slip.no_mask) d = dropout_backward(d, hidden.mask);
    if (slip.relu_on_upstream) {
      d = relu_forward(d);
    } else if (!slip.no_relu && !slip.relu_after_norm) {
      d = relu_backward(d, hidden.preactivation);
    }
    BatchnormGradients normal = batchnorm_backward(d, hidden.batchnorm);
    if (slip.relu_after_norm) normal.dx = relu_backward(normal.dx, hidden.preactivation);
    if (slip.no_norm) normal.dx = d;
    result.gradients[3 * l] =
        (slip.wrong_input && l > 0 && pass.hidden[l - 1].preactivation.n_cols == hidden.input.n_cols
             ? pass.hidden[l - 1].preactivation
             : hidden.input)
            .t() *
        normal.dx;
    result.gradients[3 * l + 1] = normal.dgamma;
    result.gradients[3 * l + 2] = normal.dbeta;
    if (slip.no_dgamma) result.gradients[3 * l + 1].zeros();
    if (slip.no_dbeta) result.gradients[3 * l + 2].zeros();
    upstream = normal.dx;
  }
  if (slip.first_layer_missing) result.gradients[0].zeros();
  const double lambda = slip.penalty_over_n ? options.lambda / n : options.lambda;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (p % 3 != 0 && !slip.penalty_on_all) continue;
    if (p > 0 && slip.penalty_first_only) continue;
    if (p == 3 * layers && slip.penalty_not_last) continue;
    const double half = slip.penalty_whole ? 1 : 0.5;
    if (!slip.no_penalty_loss) {
      result.loss += half * lambda * arma::accu(arma::square(parameters[p]));
    }
    if (!slip.no_penalty_gradient) {
      result.gradients[p] += (slip.penalty_doubled ? 2 : 1) * lambda * parameters[p];
    }
  }
  return result;
}

#define LOSS_SLIP(name, slip, sentence, read)                                           \
  BatchLoss name(const Parameters& parameters, Running& running, const Examples& batch, \
                 const NetworkOptions& options, Rng& rng) {                             \
    Back wrong;                                                                         \
    wrong.slip = true;                                                                  \
    return back(parameters, running, batch, options, rng, wrong);                       \
  }                                                                                     \
  DESCENT_MISTAKE(network_loss, name, sentence, read)

LOSS_SLIP(loss_no_penalty_loss, no_penalty_loss,
          "The gradient has the penalty, the loss has not: add ½·lambda·Σw².",
          "what-the-penalty-costs");
LOSS_SLIP(loss_no_penalty_gradient, no_penalty_gradient,
          "The loss has the penalty, the gradient has not: add lambda·W to that of each W.",
          "what-the-penalty-costs");
LOSS_SLIP(loss_penalty_whole, penalty_whole, "The penalty has a ½ in front: ½·lambda·Σw².",
          "what-the-penalty-costs");
LOSS_SLIP(loss_penalty_doubled, penalty_doubled,
          "The slope of ½·lambda·w² is lambda·w, not twice that.", "what-the-penalty-costs");
LOSS_SLIP(loss_penalty_on_all, penalty_on_all,
          "gamma, beta and b are penalized, too: only the weights W are.",
          "what-the-penalty-costs");
LOSS_SLIP(loss_penalty_first_only, penalty_first_only,
          "Only the first W is penalized: all of them are.", "what-the-penalty-costs");
LOSS_SLIP(loss_penalty_not_last, penalty_not_last,
          "The W of the last layer is not penalized: all of them are.", "what-the-penalty-costs");
LOSS_SLIP(loss_penalty_over_n, penalty_over_n,
          "The penalty is divided by the size of the batch: it belongs to the weights, whatever "
          "the batch.",
          "what-the-penalty-costs");
LOSS_SLIP(loss_no_mask, no_mask,
          "The gradient goes back to units that were dropped: dropout_backward is missing.",
          "the-way-back");
LOSS_SLIP(loss_no_relu, no_relu, "relu_backward is missing on the way back.", "the-way-back");
LOSS_SLIP(loss_relu_on_upstream, relu_on_upstream,
          "The ReLU was applied to the gradient. What opens the gate is the preactivation of the "
          "way forward, not the sign of the gradient.",
          "the-way-back");
LOSS_SLIP(loss_relu_after_norm, relu_after_norm,
          "The ReLU and batchnorm are undone in the wrong order: the last on the way forward is "
          "the first on the way back.",
          "the-way-back");
LOSS_SLIP(loss_no_norm, no_norm,
          "dW is made of the gradient in front of batchnorm_backward: use its dx.", "the-way-back");
LOSS_SLIP(loss_no_dgamma, no_dgamma, "The gradient on gamma is 0.", "the-way-back");
LOSS_SLIP(loss_no_dbeta, no_dbeta, "The gradient on beta is 0.", "the-way-back");
LOSS_SLIP(loss_no_db, no_db, "The gradient on the last bias is 0.", "the-way-back");
LOSS_SLIP(loss_mean_bias, mean_bias,
          "The gradient on b is the mean of dscores' rows. It is their sum: dscores has the 1/N "
          "already.",
          "the-way-back");
LOSS_SLIP(loss_times_n, times_n,
          "The gradients are those of the sum over the batch: N times too large. The loss is the "
          "mean, and dscores of softmax_loss has the 1/N already.",
          "the-way-back");
LOSS_SLIP(loss_first_layer_missing, first_layer_missing,
          "The gradient on W1 is 0: does the loop over the layers end one too early?",
          "the-way-back");
LOSS_SLIP(
    loss_second_forward, second_forward,
    "The running statistics are updated twice a batch: one pass forward is enough, its caches "
    "have all that the way back needs.",
    "running-statistics");
LOSS_SLIP(loss_running_kept, running_kept,
          "The running statistics do not change: network_forward has got a copy of them.",
          "running-statistics");
LOSS_SLIP(loss_without_dropout, test_mode,
          "There is no dropout in the loss: hand options.keep_prob on to network_forward.",
          "dropout-behind-the-relu");

arma::mat use_training_mode(const Network& network, const arma::mat& x) {
  Running running = network.running;
  Rng unused;
  return softened_probabilities(
      network_forward(network.parameters, running, x, 1.0, Mode::train, unused).scores, 1.0);
}
DESCENT_MISTAKE(network_probabilities, use_training_mode,
                "The probabilities are those of Mode::train: then the examples of x decide about "
                "each other. In use it is Mode::test.",
                "in-use");

arma::mat test_scores(const Network& network, const arma::mat& x) {
  Running running = network.running;
  Rng unused;
  return network_forward(network.parameters, running, x, 1.0, Mode::test, unused).scores;
}

arma::mat use_scores(const Network& network, const arma::mat& x) { return test_scores(network, x); }
DESCENT_MISTAKE(network_probabilities, use_scores,
                "These are the scores. Probabilities are their softmax.", "in-use");

arma::mat use_plain_exponentials(const Network& network, const arma::mat& x) {
  arma::mat p = arma::exp(test_scores(network, x));
  p.each_col() /= arma::vec(arma::sum(p, 1));
  return p;
}
DESCENT_MISTAKE(network_probabilities, use_plain_exponentials,
                "Right for small scores; exp(1000) is infinite. Take the maximum of each row off "
                "first.",
                "in-use");

arma::mat use_columns(const Network& network, const arma::mat& x) {
  arma::mat p = test_scores(network, x);
  p.each_row() -= arma::max(p, 0);
  p = arma::exp(p);
  p.each_row() /= arma::rowvec(arma::sum(p, 0));
  return p;
}
DESCENT_MISTAKE(network_probabilities, use_columns,
                "The columns sum to 1. Each example is a row: its probabilities sum to 1.",
                "in-use");

arma::mat use_fresh_statistics(const Network& network, const arma::mat& x) {
  require_network(network.parameters, network.running);
  return network_probabilities({network.parameters, fresh_for(network.parameters)}, x);
}
DESCENT_MISTAKE(network_probabilities, use_fresh_statistics,
                "Batchnorm uses fresh running statistics. Those of the network are what it has "
                "learned about its inputs.",
                "in-use");

arma::mat use_logarithms(const Network& network, const arma::mat& x) {
  return arma::log(network_probabilities(network, x) + 1e-300);
}
DESCENT_MISTAKE(network_probabilities, use_logarithms, "These are logarithms of probabilities.",
                "in-use");

// What can go wrong in a gradient check of a network.
struct Check {
  bool one_rng = false, weights_only = false, no_winners = false, first_winners = false;
  bool last_winners = false;
  bool no_dropout = false, no_penalty = false, other_masks = false, counts_from_zero = false;
};

std::vector<GradcheckReport> checked(const Parameters& parameters, const Examples& batch,
                                     NetworkOptions options, const GradcheckOptions& check,
                                     const Check& slip) {
  require_network_parameters(parameters);
  Running running = fresh_for(parameters);
  require_network_loss(parameters, running, batch, options);
  if (slip.no_dropout) options.keep_prob = 1;
  if (slip.no_penalty) options.lambda = 0;
  Rng rng(slip.other_masks ? check.seed + 1 : check.seed);
  const BatchLoss analytic = network_loss(parameters, running, batch, options, rng);
  std::vector<GradcheckBlock> blocks;
  const std::size_t layers = hidden_layers(parameters);
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (slip.weights_only && p % 3 != 0) continue;
    const std::size_t layer = std::min(p / 3, layers);
    const std::string kind = p % 3 == 0        ? "W"
                             : layer == layers ? "b"
                             : p % 3 == 1      ? "gamma"
                                               : "beta";
    blocks.push_back({kind + std::to_string(slip.counts_from_zero ? layer : layer + 1),
                      parameters[p], analytic.gradients[p]});
  }
  const auto loss = [&](const Parameters& at, Rng& draws) {
    return network_loss(at, running, batch, options, slip.one_rng ? rng : draws).loss;
  };
  const auto winners = [&](const Parameters& at, Rng& draws) {
    const NetworkPass pass =
        network_forward(at, running, batch.x, options.keep_prob, Mode::train, draws);
    arma::uvec all;
    for (std::size_t l = 0; l < pass.hidden.size(); ++l) {
      if (slip.first_winners && l > 0) continue;
      if (slip.last_winners) all.reset();
      all = arma::join_cols(all, arma::vectorise(pass.hidden[l].preactivation > 0));
    }
    return all;
  };
  return check_gradient(loss, blocks, check,
                        slip.no_winners ? GradcheckWinners() : GradcheckWinners(winners));
}

#define CHECK_SLIP(name, slip, sentence, read)                                           \
  std::vector<GradcheckReport> name(const Parameters& parameters, const Examples& batch, \
                                    const NetworkOptions& options,                       \
                                    const GradcheckOptions& check) {                     \
    Check wrong;                                                                         \
    wrong.slip = true;                                                                   \
    return checked(parameters, batch, options, check, wrong);                            \
  }                                                                                      \
  DESCENT_MISTAKE(network_gradient_check, name, sentence, read)

CHECK_SLIP(
    check_one_rng, one_rng,
    "Every evaluation draws other masks: the difference of two losses is then noise. Use the "
    "rng that check_gradient hands to the loss.",
    "the-same-masks");
CHECK_SLIP(check_weights_only, weights_only,
           "Only the W are checked: gamma, beta and b have gradients, too.", "trust-but-verify");
CHECK_SLIP(check_no_winners, no_winners,
           "Kinks are not left out: report for each ReLU whether its preactivation is above 0.",
           "kinks-in-a-network");
CHECK_SLIP(check_first_winners, first_winners,
           "Only the first hidden layer reports its winners: every ReLU of every layer has a kink.",
           "kinks-in-a-network");
CHECK_SLIP(check_last_winners, last_winners,
           "Only the last hidden layer reports its winners: does each layer overwrite those of the "
           "one before it? Join the winners of all layers.",
           "kinks-in-a-network");
CHECK_SLIP(check_no_dropout, no_dropout,
           "The check is made without dropout: then nobody knows whether the way back through it "
           "is right. Use options as they came.",
           "the-same-masks");
CHECK_SLIP(check_no_penalty, no_penalty,
           "The check is made without the penalty: use options as they came.", "trust-but-verify");
CHECK_SLIP(check_other_masks, other_masks,
           "The analytic gradients have seen other masks than the numeric ones: begin both with "
           "Rng(check.seed).",
           "the-same-masks");
CHECK_SLIP(check_counts_from_zero, counts_from_zero,
           "The names of the blocks count from 0: the first hidden layer has W1.",
           "trust-but-verify");

}  // namespace
}  // namespace descent
