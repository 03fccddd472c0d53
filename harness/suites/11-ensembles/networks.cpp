#include "harness/suites/11-ensembles/networks.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "datasets/digits.hpp"
#include "harness/checks/expect.hpp"

namespace descent::suite {
namespace {

arma::mat softmax_rows(arma::mat scores) {
  scores.each_col() -= arma::max(scores, 1);
  scores = arma::exp(scores);
  const arma::vec sums = arma::sum(scores, 1);
  scores.each_col() /= sums;
  return scores;
}

arma::mat hidden_units(const Model& network, const arma::mat& inputs) {
  require_parameters(network, 4);
  arma::mat units = inputs * network[0];
  units.each_row() += network[1].row(0);
  return arma::clamp(units, 0, arma::datum::inf);
}

}  // namespace

void require_parameters(const Model& model, std::size_t count) {
  if (model.size() == count) return;
  throw std::invalid_argument(fmt::format(
      "expected a model with {} parameters, as it was handed out, got {}", count, model.size()));
}

DigitsTask any_digits(arma::uword train, arma::uword test, Rng& rng) {
  static const datasets::Dataset digits = datasets::digits();
  const arma::uvec order = rng.permutation(digits.labels.n_elem);
  const arma::uvec first = order.head(train), second = order.subvec(train, train + test - 1);
  // About mean 0 and deviation 1, over all pixels.
  return {(digits.inputs.rows(first) - 4.9) / 6, digits.labels.elem(first),
          (digits.inputs.rows(second) - 4.9) / 6, digits.labels.elem(second)};
}

Model new_network(arma::uword inputs, arma::uword hidden, arma::uword classes, Rng& rng) {
  return {std::sqrt(2.0 / static_cast<double>(inputs)) * rng.normal(inputs, hidden),
          arma::zeros(1, hidden),
          std::sqrt(1.0 / static_cast<double>(hidden)) * rng.normal(hidden, classes),
          arma::zeros(1, classes)};
}

arma::mat network_scores(const Model& network, const arma::mat& inputs) {
  arma::mat scores = hidden_units(network, inputs) * network[2];
  scores.each_row() += network[3].row(0);
  return scores;
}

arma::mat network_probabilities(const Model& network, const arma::mat& inputs) {
  return softmax_rows(network_scores(network, inputs));
}

void network_step(Model& network, const arma::mat& inputs, const arma::uvec& labels, double rate) {
  const arma::mat units = hidden_units(network, inputs);
  arma::mat scores = units * network[2];
  scores.each_row() += network[3].row(0);
  arma::mat dscores = softmax_rows(scores);
  for (arma::uword i = 0; i < labels.n_elem; ++i) dscores(i, labels(i)) -= 1;
  dscores /= static_cast<double>(labels.n_elem);
  const arma::mat dunits = (dscores * network[2].t()) % arma::conv_to<arma::mat>::from(units > 0);
  network[2] -= rate * (units.t() * dscores);
  network[3] -= rate * arma::sum(dscores, 0);
  network[0] -= rate * (inputs.t() * dunits);
  network[1] -= rate * arma::sum(dunits, 0);
}

Model trained_network(const DigitsTask& task, arma::uword hidden, arma::uword steps, double rate,
                      Rng& rng) {
  Model network = new_network(task.inputs.n_cols, hidden, 10, rng);
  for (arma::uword t = 0; t < steps; ++t) network_step(network, task.inputs, task.labels, rate);
  return network;
}

Model mean_parameters(const std::vector<Model>& models) {
  Model mean = models.at(0);
  for (std::size_t k = 1; k < models.size(); ++k) {
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += models[k][i];
  }
  for (arma::mat& parameter : mean) parameter /= static_cast<double>(models.size());
  return mean;
}

double accuracy_of(const arma::mat& probabilities, const arma::uvec& labels) {
  const arma::uvec decisions = arma::index_max(probabilities, 1);
  return static_cast<double>(arma::accu(decisions == labels)) / static_cast<double>(labels.n_elem);
}

double log_loss_of(const arma::mat& probabilities, const arma::uvec& labels) {
  double sum = 0;
  for (arma::uword i = 0; i < labels.n_elem; ++i) sum -= std::log(probabilities(i, labels(i)));
  return sum / static_cast<double>(labels.n_elem);
}

arma::mat any_probabilities(arma::uword examples, arma::uword classes, Rng& rng) {
  arma::mat scores = rng.normal(examples, classes);
  for (arma::uword i = 0; i < examples; ++i) scores.row(i) *= rng.uniform(0.3, 3);
  return softmax_rows(scores);
}

std::vector<arma::mat> any_members(arma::uword members, arma::uword examples, arma::uword classes,
                                   Rng& rng) {
  std::vector<arma::mat> all;
  while (all.size() < members) all.push_back(any_probabilities(examples, classes, rng));
  return all;
}

arma::mat flat(const std::vector<Model>& models) {
  arma::vec all;
  for (const Model& model : models) {
    for (const arma::mat& parameter : model) {
      all = arma::join_cols(all, arma::vec(arma::vectorise(parameter)));
    }
  }
  return all;
}

bool expect_models_shaped(const std::vector<Model>& yours, const std::vector<Model>& expected,
                          const std::string& what, const std::string& read) {
  if (!checks::expect_equal(static_cast<long long>(yours.size()),
                            static_cast<long long>(expected.size()),
                            {.what = "the number of " + what, .read = read})) {
    return false;
  }
  for (std::size_t k = 0; k < yours.size(); ++k) {
    if (!checks::expect_equal(
            static_cast<long long>(yours[k].size()), static_cast<long long>(expected[k].size()),
            {.what = fmt::format("the number of parameters of number {} of the {}", k, what),
             .why = "A model is all of its parameters, weights and biases.",
             .read = read})) {
      return false;
    }
    for (std::size_t i = 0; i < yours[k].size(); ++i) {
      const arma::mat& right = expected[k][i];
      if (!checks::expect_shape(
              yours[k][i], right.n_rows, right.n_cols,
              {.what = fmt::format("parameter {} of number {} of the {}", i, k, what),
               .read = read})) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace descent::suite
