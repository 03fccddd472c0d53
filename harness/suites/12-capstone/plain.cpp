#include "harness/suites/12-capstone/plain.hpp"

#include <fmt/format.h>

#include <cmath>

namespace descent::suite {
namespace {

constexpr double kEps = 1e-5;

struct Layer {
  arma::mat input, x_hat, n;
  arma::rowvec mean, var;
};

// Column by column, with loops: another way than that of the course's own solution.
Layer layer_of(const Parameters& parameters, std::size_t l, const arma::mat& input) {
  const arma::mat& W = parameters[3 * l];
  const arma::mat z = input * W;
  Layer layer{input, z, z, arma::rowvec(W.n_cols), arma::rowvec(W.n_cols)};
  for (arma::uword j = 0; j < z.n_cols; ++j) {
    double mean = 0, var = 0;
    for (arma::uword i = 0; i < z.n_rows; ++i) mean += z(i, j);
    mean /= static_cast<double>(z.n_rows);
    for (arma::uword i = 0; i < z.n_rows; ++i) var += (z(i, j) - mean) * (z(i, j) - mean);
    var /= static_cast<double>(z.n_rows);
    for (arma::uword i = 0; i < z.n_rows; ++i) {
      layer.x_hat(i, j) = (z(i, j) - mean) / std::sqrt(var + kEps);
      layer.n(i, j) = parameters[3 * l + 1](0, j) * layer.x_hat(i, j) + parameters[3 * l + 2](0, j);
    }
    layer.mean(j) = mean;
    layer.var(j) = var;
  }
  return layer;
}

std::vector<Layer> layers_of(const Parameters& parameters, const arma::mat& x,
                             const std::vector<arma::mat>& masks, arma::mat& last) {
  std::vector<Layer> layers;
  last = x;
  for (std::size_t l = 0; l + 1 < (parameters.size() + 1) / 3; ++l) {
    layers.push_back(layer_of(parameters, l, last));
    last = layers.back().n;
    last.transform([](double n) { return n > 0 ? n : 0; });
    if (!masks.empty()) last %= masks[l];
  }
  return layers;
}

arma::mat with_bias(const arma::mat& last, const Parameters& parameters) {
  return last * parameters[parameters.size() - 2] + arma::repmat(parameters.back(), last.n_rows, 1);
}

}  // namespace

arma::mat plain_training_scores(const Parameters& parameters, const arma::mat& x,
                                const std::vector<arma::mat>& masks) {
  arma::mat last;
  layers_of(parameters, x, masks, last);
  return with_bias(last, parameters);
}

Running plain_running(const Parameters& parameters, const Running& before, const arma::mat& x,
                      const std::vector<arma::mat>& masks) {
  arma::mat last;
  const std::vector<Layer> layers = layers_of(parameters, x, masks, last);
  Running after;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    after.push_back(
        {0.9 * before[l].mean + 0.1 * layers[l].mean, 0.9 * before[l].var + 0.1 * layers[l].var});
  }
  return after;
}

arma::mat plain_test_scores(const Network& network, const arma::mat& x) {
  arma::mat a = x;
  for (std::size_t l = 0; l < network.running.size(); ++l) {
    arma::mat z = a * network.parameters[3 * l];
    for (arma::uword j = 0; j < z.n_cols; ++j) {
      const double slope =
          network.parameters[3 * l + 1](0, j) / std::sqrt(network.running[l].var(j) + kEps);
      for (arma::uword i = 0; i < z.n_rows; ++i) {
        const double n =
            slope * (z(i, j) - network.running[l].mean(j)) + network.parameters[3 * l + 2](0, j);
        z(i, j) = n > 0 ? n : 0;
      }
    }
    a = z;
  }
  return with_bias(a, network.parameters);
}

arma::mat plain_softmax(const arma::mat& scores) {
  arma::mat p(arma::size(scores));
  for (arma::uword i = 0; i < p.n_rows; ++i) {
    double sum = 0;
    for (arma::uword j = 0; j < p.n_cols; ++j) {
      p(i, j) = std::exp(scores(i, j) - scores.row(i).max());
      sum += p(i, j);
    }
    for (arma::uword j = 0; j < p.n_cols; ++j) p(i, j) /= sum;
  }
  return p;
}

double plain_accuracy(const Network& network, const Examples& examples) {
  const arma::mat scores = plain_test_scores(network, examples.x);
  double right = 0;
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    right += scores.row(i).index_max() == examples.y(i) ? 1 : 0;
  }
  return right / static_cast<double>(scores.n_rows);
}

BatchLoss plain_loss(const Parameters& parameters, const Examples& batch, double lambda) {
  arma::mat last;
  const std::vector<Layer> layers = layers_of(parameters, batch.x, {}, last);
  const double n = static_cast<double>(batch.x.n_rows);
  arma::mat upstream = plain_softmax(with_bias(last, parameters));
  BatchLoss result;
  result.gradients.resize(parameters.size());
  for (arma::uword i = 0; i < batch.x.n_rows; ++i) {
    result.loss -= std::log(upstream(i, batch.y(i))) / n;
    upstream(i, batch.y(i)) -= 1;
  }
  upstream /= n;
  result.gradients.back() = arma::sum(upstream, 0);
  result.gradients[parameters.size() - 2] = last.t() * upstream;
  upstream = upstream * parameters[parameters.size() - 2].t();
  for (std::size_t l = layers.size(); l-- > 0;) {
    const Layer& layer = layers[l];
    upstream.elem(arma::find(layer.n <= 0)).zeros();
    arma::mat dz(arma::size(upstream));
    result.gradients[3 * l + 1] = arma::sum(upstream % layer.x_hat, 0);
    result.gradients[3 * l + 2] = arma::sum(upstream, 0);
    // Step by step through the normalization, as a computational graph would go.
    for (arma::uword j = 0; j < upstream.n_cols; ++j) {
      const double root = std::sqrt(layer.var(j) + kEps);
      const arma::vec dx_hat = upstream.col(j) * parameters[3 * l + 1](0, j);
      const arma::vec centred = layer.x_hat.col(j) * root;
      const double dvar = arma::dot(dx_hat, centred) * -0.5 / (root * root * root);
      const arma::vec dcentred = dx_hat / root + 2 * dvar * centred / n;
      dz.col(j) = dcentred - arma::mean(dcentred);
    }
    result.gradients[3 * l] = layer.input.t() * dz;
    upstream = dz * parameters[3 * l].t();
  }
  for (std::size_t w = 0; w < parameters.size(); w += 3) {
    for (const double entry : parameters[w]) result.loss += 0.5 * lambda * entry * entry;
    result.gradients[w] += lambda * parameters[w];
  }
  return result;
}

void PlainUpdater::step(Parameters& parameters, const Parameters& gradients, double rate) {
  if (first.empty()) {
    for (const arma::mat& p : parameters) first.push_back(arma::zeros(arma::size(p)));
    second = first;
  }
  ++steps;
  const double pushed = rate_meets == RateMeets::gradient ? rate : 1;
  const double moved = rate_meets == RateMeets::gradient ? 1 : rate;
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    for (arma::uword i = 0; i < parameters[k].n_elem; ++i) {
      const double g = gradients[k](i);
      double& m = first[k](i);
      if (rule == UpdateRule::nesterov) {
        const double before = m;
        m = 0.9 * m - pushed * g;
        parameters[k](i) += moved * (-0.9 * before + 1.9 * m);
      } else {
        double& v = second[k](i);
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        parameters[k](i) -= rate * (m / (1 - std::pow(0.9, steps))) /
                            (std::sqrt(v / (1 - std::pow(0.999, steps))) + 1e-8);
      }
    }
  }
}

double distance(const Parameters& a, const Parameters& b) {
  if (a.size() != b.size()) return arma::datum::inf;
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (arma::size(a[k]) != arma::size(b[k])) return arma::datum::inf;
    sum += arma::accu(arma::abs(a[k] - b[k]));
  }
  return sum;
}

Network any_network(const arma::uvec& sizes, Rng& rng) {
  Network network;
  for (arma::uword l = 1; l < sizes.n_elem; ++l) {
    const arma::uword in = sizes(l - 1), out = sizes(l);
    network.parameters.push_back(rng.normal(in, out) / std::sqrt(static_cast<double>(in)));
    if (l + 1 < sizes.n_elem) {
      network.parameters.push_back(rng.uniform(1, out, 0.5, 1.5));
      network.parameters.push_back(0.3 * rng.normal(1, out));
      network.running.push_back(
          {0.5 * rng.normal(1, out).row(0), rng.uniform(1, out, 0.5, 2).row(0)});
    } else {
      network.parameters.push_back(0.3 * rng.normal(1, out));
    }
  }
  return network;
}

Examples any_examples(arma::uword n, arma::uword inputs, arma::uword classes, Rng& rng) {
  return {rng.normal(n, inputs), rng.labels(n, classes)};
}

CapstoneData easy_data(arma::uword train, arma::uword validation, Rng& rng) {
  const arma::mat centres = 2 * rng.normal(3, 6);
  const auto part = [&](arma::uword n) {
    Examples examples{rng.normal(n, 6), rng.labels(n, 3)};
    for (arma::uword i = 0; i < n; ++i) examples.x.row(i) += centres.row(examples.y(i));
    return examples;
  };
  CapstoneData data;
  data.train = part(train);
  data.validation = part(validation);
  data.test = part(5);
  data.statistics = {arma::rowvec(6, arma::fill::zeros), arma::rowvec(6, arma::fill::ones)};
  return data;
}

NetworkTraining training_of(arma::uword epochs, arma::uword batch_size, double rate) {
  NetworkTraining options;
  options.epochs = epochs;
  options.batch_size = batch_size;
  options.learning_rate = rate;
  options.learning_rate_decay = 0.9;
  return options;
}

std::vector<std::string> parameter_names(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t l = 1; names.size() + 2 < count; ++l) {
    for (const char* kind : {"W", "gamma", "beta"}) names.push_back(kind + std::to_string(l));
  }
  const std::string last = std::to_string(names.size() / 3 + 1);
  names.push_back("W" + last);
  names.push_back("b" + last);
  return names;
}

bool expect_parameters(const Parameters& yours, const Parameters& expected, const std::string& what,
                       const checks::About& about) {
  checks::About named = about;
  named.what = "the number of " + what;
  if (!checks::expect_equal(static_cast<long long>(yours.size()),
                            static_cast<long long>(expected.size()), named)) {
    return false;
  }
  const std::vector<std::string> names = parameter_names(expected.size());
  for (std::size_t p = 0; p < expected.size(); ++p) {
    named.what = fmt::format("{} of the {}", names[p], what);
    if (!checks::expect_near(yours[p], expected[p], named)) return false;
  }
  return true;
}

bool expect_running(const Running& yours, const Running& expected, const std::string& what,
                    const checks::About& about) {
  checks::About named = about;
  named.what = "the number of " + what;
  if (!checks::expect_equal(static_cast<long long>(yours.size()),
                            static_cast<long long>(expected.size()), named)) {
    return false;
  }
  for (std::size_t l = 0; l < expected.size(); ++l) {
    named.what = fmt::format("the mean in the {} of hidden layer {}", what, l + 1);
    if (!checks::expect_near(yours[l].mean, expected[l].mean, named)) return false;
    named.what = fmt::format("the variance in the {} of hidden layer {}", what, l + 1);
    if (!checks::expect_near(yours[l].var, expected[l].var, named)) return false;
  }
  return true;
}

arma::mat flat(const Parameters& parameters) {
  arma::vec all;
  for (const arma::mat& parameter : parameters) {
    all = arma::join_cols(all, arma::vectorise(parameter));
  }
  return all;
}

arma::mat flat(const Network& network) {
  arma::vec all = flat(network.parameters);
  for (const RunningStatistics& layer : network.running) {
    all = arma::join_cols(all, arma::join_cols(layer.mean.t(), layer.var.t()));
  }
  return all;
}

}  // namespace descent::suite
