#pragma once

#include <armadillo>
#include <cmath>
#include <vector>

#include "babysitting_types.hpp"
#include "datasets/dataset.hpp"
#include "harness/support/rng.hpp"

/// A small fully connected network with a softmax loss: what the tests and the experiment of this
/// stage train. It is no exercise, but you may read it.
namespace descent::small_network {

enum class Nonlinearity { relu, tanh };

/// Parameters W0, b0, W1, b1, ... of layers with these widths (inputs, hidden ..., classes). The
/// weights of a layer have the standard deviation gain / √fan_in, the biases are 0.
inline std::vector<arma::mat> initialize(const std::vector<arma::uword>& widths, double gain,
                                         Rng& rng) {
  std::vector<arma::mat> parameters;
  for (std::size_t k = 0; k + 1 < widths.size(); ++k) {
    const double deviation = gain / std::sqrt(static_cast<double>(widths[k]));
    parameters.push_back(deviation * rng.normal(widths[k], widths[k + 1]));
    parameters.push_back(arma::zeros(1, widths[k + 1]));
  }
  return parameters;
}

inline arma::mat affine(const arma::mat& x, const arma::mat& W, const arma::mat& b) {
  arma::mat out = x * W;
  out.each_row() += arma::rowvec(b);
  return out;
}

/// The inputs, the activations of the hidden layers, and the scores.
inline std::vector<arma::mat> forward(const std::vector<arma::mat>& parameters, const arma::mat& x,
                                      Nonlinearity nonlinearity = Nonlinearity::relu) {
  std::vector<arma::mat> layers = {x};
  for (std::size_t p = 0; p < parameters.size(); p += 2) {
    arma::mat next = affine(layers.back(), parameters[p], parameters[p + 1]);
    if (p + 2 < parameters.size()) {
      if (nonlinearity == Nonlinearity::relu) {
        next.transform([](double v) { return v > 0 || std::isnan(v) ? v : 0.0; });
      } else {
        next = arma::tanh(next);
      }
    }
    layers.push_back(std::move(next));
  }
  return layers;
}

/// The part of the labels that have the highest score. Scores that are NaN are wrong.
inline double accuracy(const std::vector<arma::mat>& parameters, const datasets::Dataset& data,
                       Nonlinearity nonlinearity = Nonlinearity::relu) {
  const arma::mat scores = forward(parameters, data.inputs, nonlinearity).back();
  arma::uword right = 0;
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::rowvec row = scores.row(i);
    if (row.is_finite() && row.index_max() == data.labels(i)) ++right;
  }
  return static_cast<double>(right) / static_cast<double>(scores.n_rows);
}

/// Mean softmax loss plus ½ · lambda · Σ W² (biases are free), and its gradients. In `backward`, if
/// it is given, come the gradients on the activations of each layer, scores last.
inline BatchLoss loss_and_gradients(const std::vector<arma::mat>& parameters,
                                    const datasets::Dataset& data, double lambda = 0,
                                    Nonlinearity nonlinearity = Nonlinearity::relu,
                                    std::vector<arma::mat>* backward = nullptr) {
  const std::vector<arma::mat> layers = forward(parameters, data.inputs, nonlinearity);
  const double n = static_cast<double>(data.labels.n_elem);
  BatchLoss result;
  arma::mat upstream = layers.back();  // the scores, then the gradient on them
  for (arma::uword i = 0; i < upstream.n_rows; ++i) {
    upstream.row(i) -= upstream.row(i).max();
    const double right = upstream(i, data.labels(i));
    upstream.row(i) = arma::exp(upstream.row(i));
    const double sum = arma::accu(upstream.row(i));
    result.loss += (std::log(sum) - right) / n;
    upstream.row(i) /= sum;
    upstream(i, data.labels(i)) -= 1;
  }
  upstream /= n;
  result.gradients.resize(parameters.size());
  for (std::size_t p = parameters.size(); p > 0;) {
    p -= 2;
    const arma::mat& in = layers[p / 2];
    if (backward) backward->insert(backward->begin(), upstream);
    result.loss += 0.5 * lambda * arma::accu(arma::square(parameters[p]));
    result.gradients[p] = in.t() * upstream + lambda * parameters[p];
    result.gradients[p + 1] = arma::sum(upstream);
    if (p == 0) break;
    upstream = upstream * parameters[p].t();
    if (nonlinearity == Nonlinearity::relu) {
      for (arma::uword i = 0; i < in.n_elem; ++i) upstream[i] *= in[i] > 0 ? 1 : 0;
    } else {
      upstream %= 1 - arma::square(in);
    }
  }
  return result;
}

/// Plain gradient descent.
inline void descend(std::vector<arma::mat>& parameters, const std::vector<arma::mat>& gradients,
                    double learning_rate) {
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    parameters[p] -= learning_rate * gradients[p];
  }
}

/// How a run is set up.
struct Setting {
  std::vector<arma::uword> hidden = {16};  ///< widths of the hidden layers
  Nonlinearity nonlinearity = Nonlinearity::relu;
  double gain = std::sqrt(2.0);  ///< of the initialization
  double learning_rate = 0.1;
  double lambda = 0;
  arma::uword epochs = 30;
  arma::uword batch_size = 20;
};

/// What a run shows.
struct Curves {
  arma::vec losses;               ///< before the first epoch, then the mean of each epoch
  arma::vec training_accuracy;    ///< after each epoch
  arma::vec validation_accuracy;  ///< after each epoch
};

/// Trains a network with plain gradient descent: a loop of its own, which is not yours.
inline Curves run(const datasets::Split& data, const Setting& setting, Rng& rng) {
  std::vector<arma::uword> widths = {data.train.inputs.n_cols};
  widths.insert(widths.end(), setting.hidden.begin(), setting.hidden.end());
  widths.push_back(data.train.classes);
  std::vector<arma::mat> parameters = initialize(widths, setting.gain, rng);
  const arma::uword n = data.train.labels.n_elem;
  Curves curves;
  curves.losses.set_size(setting.epochs + 1);
  curves.training_accuracy.set_size(setting.epochs);
  curves.validation_accuracy.set_size(setting.epochs);
  curves.losses(0) =
      loss_and_gradients(parameters, data.train, setting.lambda, setting.nonlinearity).loss;
  for (arma::uword epoch = 0; epoch < setting.epochs; ++epoch) {
    const arma::uvec order = rng.permutation(n);
    double sum = 0;
    for (arma::uword first = 0; first < n; first += setting.batch_size) {
      const arma::uword last = std::min(first + setting.batch_size, n) - 1;
      const arma::uvec which = order.subvec(first, last);
      const BatchLoss batch = loss_and_gradients(parameters, datasets::subset(data.train, which),
                                                 setting.lambda, setting.nonlinearity);
      sum += batch.loss * static_cast<double>(which.n_elem);
      descend(parameters, batch.gradients, setting.learning_rate);
    }
    curves.losses(epoch + 1) = sum / static_cast<double>(n);
    curves.training_accuracy(epoch) = accuracy(parameters, data.train, setting.nonlinearity);
    curves.validation_accuracy(epoch) = accuracy(parameters, data.test, setting.nonlinearity);
  }
  return curves;
}

}  // namespace descent::small_network
