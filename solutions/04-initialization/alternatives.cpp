// Other right ways to solve stage 04. Every one must pass every test: a suite that refuses one of
// them tests a habit, not what is promised.

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <random>
#include <set>
#include <tuple>

#include "harness/wire/variants.hpp"
#include "initialization.hpp"

namespace descent {
namespace {

double count(arma::uword n) { return static_cast<double>(n); }

arma::mat uniform_of(arma::uword m, arma::uword n, Rng& rng, double variance) {
  const double limit = std::sqrt(3 * variance);
  return rng.uniform(m, n, -limit, limit);
}

// Normal numbers beyond two standard deviations are drawn again. What is left has 0.8796 of the
// standard deviation, which must be made up for.
arma::mat truncated_of(arma::uword m, arma::uword n, Rng& rng, double variance) {
  arma::mat W(m, n);
  for (double& w : W) {
    double x = rng.normal();
    while (std::abs(x) > 2) x = rng.normal();
    w = x * std::sqrt(variance) / 0.87962566103423978;
  }
  return W;
}

// Row by row, the last one first.
arma::mat backwards_of(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  arma::mat W(m, n);
  for (arma::uword i = m; i-- > 0;) {
    for (arma::uword j = n; j-- > 0;) W(i, j) = sigma * rng.normal();
  }
  return W;
}

arma::mat zeros_by_loops(arma::uword fan_in, arma::uword fan_out) {
  if (fan_in < 1 || fan_out < 1) throw std::invalid_argument("an empty layer");
  arma::mat W(fan_in, fan_out);
  for (arma::uword i = 0; i < fan_in; ++i) {
    for (arma::uword j = 0; j < fan_out; ++j) W(i, j) = 0;
  }
  return W;
}
DESCENT_ALTERNATIVE(zeros, zeros_by_loops, "Loops, and a refusal of one's own.");

arma::mat zeros_from_ones(arma::uword fan_in, arma::uword fan_out) {
  require_fans(fan_in, fan_out);
  return -0.0 * arma::ones(fan_in, fan_out);
}
DESCENT_ALTERNATIVE(zeros, zeros_from_ones, "Minus zero is zero, too.");

arma::rowvec bias_times_ones(arma::uword fan_out, double value) {
  require_some(fan_out, "biases");
  require_finite_value(value, "bias");
  return value * arma::ones<arma::rowvec>(fan_out);
}
DESCENT_ALTERNATIVE(bias_constant, bias_times_ones, "A row of ones, times the value.");

arma::mat gaussian_backwards(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_fans(m, n);
  require_positive(sigma, "sigma");
  return backwards_of(m, n, rng, sigma);
}
DESCENT_ALTERNATIVE(small_gaussian, gaussian_backwards, "Draws in another order.");

arma::mat gaussian_transposed(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_fans(m, n);
  require_positive(sigma, "sigma");
  return rng.normal(n, m).t() * sigma;
}
DESCENT_ALTERNATIVE(small_gaussian, gaussian_transposed, "Draws the transposed matrix.");

// Both numbers of each pair are used, sine and cosine.
arma::mat gaussian_by_box_and_muller(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_fans(m, n);
  require_positive(sigma, "sigma");
  arma::mat W(m, n);
  for (arma::uword k = 0; k < W.n_elem; k += 2) {
    const double radius = sigma * std::sqrt(-2 * std::log(1 - rng.uniform()));
    const double angle = 2 * std::numbers::pi * rng.uniform();
    W(k) = radius * std::cos(angle);
    if (k + 1 < W.n_elem) W(k + 1) = radius * std::sin(angle);
  }
  return W;
}
DESCENT_ALTERNATIVE(small_gaussian, gaussian_by_box_and_muller,
                    "A transform of its own that uses both numbers of a pair.");

// The caller's rng as the standard library wants its engines.
struct Engine {
  using result_type = std::uint64_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  result_type operator()() { return rng->bits(); }
  Rng* rng;
};

arma::mat gaussian_of_the_standard(arma::uword m, arma::uword n, Rng& rng, double sigma) {
  require_fans(m, n);
  require_positive(sigma, "sigma");
  std::normal_distribution<double> normal(0, sigma);
  Engine engine{&rng};
  arma::mat W(m, n);
  W.imbue([&] { return normal(engine); });
  return W;
}
DESCENT_ALTERNATIVE(small_gaussian, gaussian_of_the_standard,
                    "std::normal_distribution, fed by the caller's rng.");

arma::mat unit_divided(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  return rng.normal(m, n) / std::sqrt(m);
}
DESCENT_ALTERNATIVE(unit_variance, unit_divided, "Divides by the square root of fan_in.");

arma::mat unit_uniform(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  return uniform_of(m, n, rng, 1 / count(m));
}
DESCENT_ALTERNATIVE(unit_variance, unit_uniform, "Uniform in ±√(3/fan_in).");

arma::mat unit_truncated(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  return truncated_of(m, n, rng, 1 / count(m));
}
DESCENT_ALTERNATIVE(unit_variance, unit_truncated,
                    "A truncated normal distribution, rescaled to the variance.");

arma::mat glorot_uniform(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  const double limit = std::sqrt(6.0 / count(m + n));
  arma::mat W(m, n);
  for (double& w : W) w = limit * (2 * rng.uniform() - 1);
  return W;
}
DESCENT_ALTERNATIVE(glorot, glorot_uniform,
                    "Uniform in ±√6/√(fan_in + fan_out), as in the paper's equation 16.");

arma::mat glorot_truncated(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  return truncated_of(m, n, rng, 2 / count(m + n));
}
DESCENT_ALTERNATIVE(glorot, glorot_truncated,
                    "A truncated normal distribution, rescaled to the variance.");

arma::mat glorot_mean_of_fans(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  const double fan = (count(m) + count(n)) / 2;
  return backwards_of(m, n, rng, 1 / std::sqrt(fan));
}
DESCENT_ALTERNATIVE(glorot, glorot_mean_of_fans,
                    "One over the mean of both fans; draws in another order.");

arma::mat he_uniform(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  return uniform_of(m, n, rng, 2 / count(m));
}
DESCENT_ALTERNATIVE(he, he_uniform, "Uniform in ±√(6/fan_in).");

arma::mat he_truncated(arma::uword m, arma::uword n, Rng& rng) {
  require_fans(m, n);
  return truncated_of(m, n, rng, 2 / count(m));
}
DESCENT_ALTERNATIVE(he, he_truncated, "A truncated normal distribution, rescaled to the variance.");

arma::mat he_from_unit_variance(arma::uword m, arma::uword n, Rng& rng) {
  return std::numbers::sqrt2 * unit_variance(m, n, rng);
}
DESCENT_ALTERNATIVE(he, he_from_unit_variance, "√2 times unit_variance, which also refuses.");

// Robert Floyd's way to draw k different numbers with k draws.
arma::mat sparse_by_floyd(arma::uword m, arma::uword n, Rng& rng, arma::uword connections,
                          double sigma) {
  require_fans(m, n);
  require_some(connections, "connections");
  require_positive(sigma, "sigma");
  const arma::uword k = std::min(connections, m);
  arma::mat W(m, n, arma::fill::zeros);
  for (arma::uword j = 0; j < n; ++j) {
    std::set<arma::uword> chosen;
    for (arma::uword top = m - k; top < m; ++top) {
      const arma::uword i = rng.below(top + 1);
      chosen.insert(chosen.count(i) ? top : i);
    }
    for (const arma::uword i : chosen) W(i, j) = sigma * rng.normal();
  }
  return W;
}
DESCENT_ALTERNATIVE(sparse, sparse_by_floyd, "Draws k different rows without shuffling them all.");

arma::mat sparse_by_rejection(arma::uword m, arma::uword n, Rng& rng, arma::uword connections,
                              double sigma) {
  require_fans(m, n);
  require_some(connections, "connections");
  require_positive(sigma, "sigma");
  arma::mat W(m, n, arma::fill::zeros);
  for (arma::uword j = n; j-- > 0;) {
    for (arma::uword k = 0; k < std::min(connections, m);) {
      double& w = W(rng.below(m), j);
      if (w != 0) continue;  // chosen already
      w = sigma * rng.normal();
      ++k;
    }
  }
  return W;
}
DESCENT_ALTERNATIVE(sparse, sparse_by_rejection, "Draws again where a row was chosen before.");

arma::mat sparse_by_masking(arma::uword m, arma::uword n, Rng& rng, arma::uword connections,
                            double sigma) {
  require_fans(m, n);
  require_some(connections, "connections");
  require_positive(sigma, "sigma");
  const arma::mat dense = small_gaussian(m, n, rng, sigma);
  const arma::mat lots = rng.uniform(m, n, 0, 1);
  arma::mat mask(m, n, arma::fill::zeros);
  for (arma::uword j = 0; j < n; ++j) {
    const arma::uvec order = arma::sort_index(lots.col(j));
    for (arma::uword k = 0; k < m && k < connections; ++k) mask(order(k), j) = 1;
  }
  return dense % mask;
}
DESCENT_ALTERNATIVE(sparse, sparse_by_masking,
                    "Draws a dense matrix and keeps the k smallest lots of every column.");

// A row at a time: input i is taken with the probability (still needed)/(still to come).
arma::mat sparse_by_selection(arma::uword m, arma::uword n, Rng& rng, arma::uword connections,
                              double sigma) {
  require_fans(m, n);
  require_some(connections, "connections");
  require_positive(sigma, "sigma");
  arma::mat W(m, n, arma::fill::zeros);
  for (arma::uword j = 0; j < n; ++j) {
    arma::uword needed = std::min(connections, m);
    for (arma::uword i = 0; i < m; ++i) {
      if (rng.below(m - i) >= needed) continue;
      W(i, j) = sigma * rng.normal();
      --needed;
    }
  }
  return W;
}
DESCENT_ALTERNATIVE(sparse, sparse_by_selection,
                    "Walks through the rows once and decides at each.");

bool symmetric_by_stacking(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  const arma::mat neurons = arma::join_cols(W_in, b, W_out.t());
  std::set<std::vector<double>> seen;
  for (arma::uword j = 0; j < neurons.n_cols; ++j) {
    if (!seen.insert(arma::conv_to<std::vector<double>>::from(neurons.col(j))).second) return true;
  }
  return false;
}
DESCENT_ALTERNATIVE(is_symmetric, symmetric_by_stacking,
                    "All parameters of a neuron in one column; a set finds what comes twice.");

bool symmetric_by_differences(const arma::mat& W_in, const arma::rowvec& b,
                              const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  for (arma::uword k = W_in.n_cols; k-- > 1;) {
    for (arma::uword j = 0; j < k; ++j) {
      const double apart = arma::accu(arma::abs(W_in.col(j) - W_in.col(k))) +
                           std::abs(b(j) - b(k)) +
                           arma::accu(arma::abs(W_out.row(j) - W_out.row(k)));
      if (apart == 0) return true;
    }
  }
  return false;
}
DESCENT_ALTERNATIVE(is_symmetric, symmetric_by_differences,
                    "A sum of absolute differences is 0 only where all of them are.");

double slope_at(double z, FlowNonlinearity f) {
  if (f == FlowNonlinearity::relu) return z >= 0 ? 1 : 0;
  return 1 / std::pow(std::cosh(z), 2);
}

void describe(const arma::mat& values, const arma::uword bins, const FlowRange& range, double& mean,
              double& deviation, arma::uvec& histogram) {
  mean = 0;
  double squares = 0;  // Welford's running mean and sum of squared distances
  double n = 0;
  const arma::vec edges = arma::linspace(range.low, range.high, bins + 1);
  histogram.zeros(bins);
  for (const double v : values) {
    const double before = v - mean;
    mean += before / ++n;
    squares += before * (v - mean);
    const auto above = std::upper_bound(edges.begin() + 1, edges.end() - 1, v);
    ++histogram(static_cast<arma::uword>(above - edges.begin()) - 1);
  }
  deviation = std::sqrt(squares / n);
}

std::vector<LayerFlow> flow_by_loops(const arma::mat& X, const arma::mat& upstream,
                                     const WeightInitializer& init, FlowNonlinearity f, Rng& rng,
                                     const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  std::vector<arma::mat> W, z, h = {X};
  std::vector<LayerFlow> flow(options.layers);
  for (LayerFlow& layer : flow) {
    const arma::mat below = h.back();
    W.push_back(init(below.n_cols, options.units, rng));
    require_weights(W.back(), below.n_cols, options.units);
    z.emplace_back(below.n_rows, options.units, arma::fill::zeros);
    for (arma::uword j = 0; j < options.units; ++j) {
      for (arma::uword k = 0; k < below.n_cols; ++k) {
        const double w = W.back()(k, j);
        for (arma::uword i = 0; i < below.n_rows; ++i) z.back()(i, j) += below(i, k) * w;
      }
    }
    h.push_back(z.back());
    for (double& v : h.back()) v = f == FlowNonlinearity::tanh ? std::tanh(v) : std::max(v, 0.0);
    describe(h.back(), options.bins, options.activations, layer.mean, layer.std, layer.histogram);
  }
  arma::mat g = upstream;
  for (std::size_t l = flow.size(); l-- > 0;) {
    describe(g, options.bins, options.gradients, flow[l].gradient_mean, flow[l].gradient_std,
             flow[l].gradient_histogram);
    arma::mat below(g.n_rows, W[l].n_rows, arma::fill::zeros);
    for (arma::uword j = 0; j < g.n_cols; ++j) {
      for (arma::uword i = 0; i < g.n_rows; ++i) g(i, j) *= slope_at(z[l](i, j), f);
      for (arma::uword k = 0; k < below.n_cols; ++k) {
        for (arma::uword i = 0; i < g.n_rows; ++i) below(i, k) += g(i, j) * W[l](k, j);
      }
    }
    g = below;
  }
  return flow;
}
DESCENT_ALTERNATIVE(activation_statistics, flow_by_loops,
                    "Loops, the slope from z, the ReLU's slope at 0 taken as 1, edges searched.");

// Goes down to the last layer and fills in the gradients on the way back up.
arma::mat pass(const arma::mat& h, arma::uword layer, const arma::mat& upstream,
               const WeightInitializer& init, FlowNonlinearity f, Rng& rng,
               const FlowOptions& options, std::vector<LayerFlow>& flow) {
  const arma::mat W = init(h.n_cols, options.units, rng);
  require_weights(W, h.n_cols, options.units);
  arma::mat a = W.t() * h.t();  // a column for each example
  if (f == FlowNonlinearity::tanh) {
    a = 1 - 2 / (arma::exp(2 * a) + 1);
  } else {
    a = (a + arma::abs(a)) / 2;
  }
  a = a.t();
  const arma::mat g = layer + 1 == options.layers
                          ? upstream
                          : pass(a, layer + 1, upstream, init, f, rng, options, flow);
  const auto summarize = [&](const arma::mat& values, const FlowRange& range, double& mean,
                             double& deviation, arma::uvec& histogram) {
    const double n = count(values.n_elem);
    mean = arma::accu(values) / n;
    deviation = std::sqrt(std::max(0.0, arma::accu(values % values) / n - mean * mean));
    std::map<arma::uword, arma::uword> counts;
    for (const double v : values) {
      const double bins = count(options.bins);
      double bin = std::floor((v - range.low) * bins / (range.high - range.low));
      if (v < range.low) bin = 0;
      if (v >= range.high) bin = bins - 1;
      ++counts[static_cast<arma::uword>(bin)];
    }
    histogram.zeros(options.bins);
    for (const auto& [bin, n_in_bin] : counts) histogram(bin) = n_in_bin;
  };
  LayerFlow& mine = flow[layer];
  summarize(a, options.activations, mine.mean, mine.std, mine.histogram);
  summarize(g, options.gradients, mine.gradient_mean, mine.gradient_std, mine.gradient_histogram);
  arma::mat open = 1 - a % a;
  if (f == FlowNonlinearity::relu) open = arma::sign(a);
  return (g % open) * W.t();
}

std::vector<LayerFlow> flow_by_recursion(const arma::mat& X, const arma::mat& upstream,
                                         const WeightInitializer& init, FlowNonlinearity f,
                                         Rng& rng, const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  std::vector<LayerFlow> flow(options.layers);
  pass(X, 0, upstream, init, f, rng, options, flow);
  return flow;
}
DESCENT_ALTERNATIVE(activation_statistics, flow_by_recursion,
                    "Recursion, transposed products, and E[a²] - E[a]² for the variance.");

}  // namespace
}  // namespace descent
