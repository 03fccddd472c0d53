#include "initialization.hpp"

#include <algorithm>
#include <cmath>

// Stage 04: initialization. Everything that is promised stands in initialization.hpp, the reasons
// in the chapter, docs/stages/04-initialization.md. Write loops or matrix operations, as you like:
// only the numbers count.
//
// W is fan_in x fan_out: a column holds the incoming weights of one neuron. All randomness comes
// from rng, which gives
//     rng.normal(rows, cols)            a matrix of standard normal numbers: mean 0, variance 1
//     rng.uniform(rows, cols, -a, a)    a matrix of uniform numbers: mean 0, variance a²/3
//     rng.normal(), rng.uniform(a, b)   single ones
//     rng.permutation(n)                0, ..., n - 1 in random order
// Do not make an Rng of your own: it would begin with the same numbers in every call.

namespace descent {

// solution begin
namespace {

// Normal numbers of mean 0. A number times sigma has sigma² times the variance, so the factor is
// the standard deviation and never the variance.
arma::mat gaussian(arma::uword fan_in, arma::uword fan_out, Rng& rng, double variance) {
  return std::sqrt(variance) * rng.normal(fan_in, fan_out);
}

arma::mat forward(const arma::mat& z, FlowNonlinearity nonlinearity) {
  if (nonlinearity == FlowNonlinearity::tanh) return arma::tanh(z);
  return arma::clamp(z, 0, arma::datum::inf);
}

// f'(z), told by a = f(z): tanh' = 1 - tanh², and a ReLU is open where it lets something through.
arma::mat slope(const arma::mat& a, FlowNonlinearity nonlinearity) {
  if (nonlinearity == FlowNonlinearity::tanh) return 1 - arma::square(a);
  return arma::conv_to<arma::mat>::from(a > 0);
}

arma::uvec count_in_bins(const arma::mat& values, arma::uword bins, const FlowRange& range) {
  const double last = static_cast<double>(bins - 1);
  const double width = (range.high - range.low) / static_cast<double>(bins);
  arma::uvec counts(bins, arma::fill::zeros);
  for (const double value : values) {
    // Into the range while it is still a double: a negative one is no index.
    const double bin = std::clamp(std::floor((value - range.low) / width), 0.0, last);
    ++counts(static_cast<arma::uword>(bin));
  }
  return counts;
}

// The standard deviation that divides by n.
double spread(const arma::mat& values) { return arma::stddev(arma::vectorise(values), 1); }

}  // namespace
// solution end

arma::mat zeros(arma::uword fan_in, arma::uword fan_out) {
  // TODO     a matrix of fan_in x fan_out that is 0 everywhere
  // STEPS    1. require_fans(fan_in, fan_out);
  //          2. the matrix
  // PITFALL  rows are inputs and columns are neurons: fan_in x fan_out, not the other way round
  // solution begin zeros
  require_fans(fan_in, fan_out);
  return arma::mat(fan_in, fan_out, arma::fill::zeros);
  // solution end
}

arma::rowvec bias_constant(arma::uword fan_out, double value) {
  // TODO     a row of fan_out biases that all have the same value
  // STEPS    1. require_some(fan_out, "neurons"); require_finite_value(value, "bias");
  //          2. the row
  // PITFALL  nothing is random here: the weights already make the neurons different
  // solution begin bias_constant
  require_some(fan_out, "neurons");
  require_finite_value(value, "bias");
  return arma::rowvec(fan_out, arma::fill::value(value));
  // solution end
}

arma::mat small_gaussian(arma::uword fan_in, arma::uword fan_out, Rng& rng, double sigma) {
  // TODO     normal numbers of mean 0 and standard deviation sigma
  // STEPS    1. require_fans(fan_in, fan_out); require_positive(sigma, "sigma");
  //          2. standard normal numbers, times sigma
  // PITFALL  sigma is the standard deviation already: no square, no root
  // solution begin small_gaussian
  require_fans(fan_in, fan_out);
  require_positive(sigma, "sigma");
  return sigma * rng.normal(fan_in, fan_out);
  // solution end
}

arma::mat unit_variance(arma::uword fan_in, arma::uword fan_out, Rng& rng) {
  // TODO     random weights of mean 0 and variance 1/fan_in
  // FORMULA  Var(c·x) = c²·Var(x), so c = √(1/fan_in) for a standard normal x
  // STEPS    1. require_fans(fan_in, fan_out);
  //          2. random numbers of variance 1, times that c
  // PITFALL  fan_in is an integer, and 1 / fan_in is 0: write 1.0 / fan_in
  // solution begin unit_variance
  require_fans(fan_in, fan_out);
  return gaussian(fan_in, fan_out, rng, 1.0 / static_cast<double>(fan_in));
  // solution end
}

arma::mat glorot(arma::uword fan_in, arma::uword fan_out, Rng& rng) {
  // TODO     random weights of mean 0 and variance 2/(fan_in + fan_out)
  // STEPS    1. require_fans(fan_in, fan_out);
  //          2. random numbers of variance 1, times the square root of the variance that you want
  // PITFALL  2 / fan_in + fan_out is not 2 / (fan_in + fan_out), and both divide integers
  // solution begin glorot
  require_fans(fan_in, fan_out);
  return gaussian(fan_in, fan_out, rng, 2.0 / static_cast<double>(fan_in + fan_out));
  // solution end
}

arma::mat he(arma::uword fan_in, arma::uword fan_out, Rng& rng) {
  // TODO     random weights of mean 0 and variance 2/fan_in
  // STEPS    1. require_fans(fan_in, fan_out);
  //          2. random numbers of variance 1, times the square root of the variance that you want
  // PITFALL  the root of the whole fraction, √(2/fan_in), not √2/fan_in
  // solution begin he
  require_fans(fan_in, fan_out);
  return gaussian(fan_in, fan_out, rng, 2.0 / static_cast<double>(fan_in));
  // solution end
}

arma::mat sparse(arma::uword fan_in, arma::uword fan_out, Rng& rng, arma::uword connections,
                 double sigma) {
  // TODO     a few incoming connections for each neuron, at random places
  // STEPS    1. require_fans(fan_in, fan_out); require_some(connections, "connections");
  //             require_positive(sigma, "sigma");
  //          2. begin with zeros
  //          3. for each column draw min(connections, fan_in) different rows, for example the first
  //             ones of rng.permutation(fan_in)
  //          4. put sigma · rng.normal() there
  // PITFALL  rows drawn one by one may come twice, and the neuron has a connection too few
  // solution begin sparse
  require_fans(fan_in, fan_out);
  require_some(connections, "connections");
  require_positive(sigma, "sigma");
  arma::mat W(fan_in, fan_out, arma::fill::zeros);
  for (arma::uword j = 0; j < fan_out; ++j) {
    const arma::uvec order = rng.permutation(fan_in);
    for (arma::uword k = 0; k < std::min(connections, fan_in); ++k) {
      W(order(k), j) = sigma * rng.normal();
    }
  }
  return W;
  // solution end
}

bool is_symmetric(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
  // TODO     are there two hidden neurons with exactly the same parameters?
  // STEPS    1. require_hidden_layer(W_in, b, W_out);
  //          2. for each pair j < k of neurons: are columns j and k of W_in equal, and b(j) and
  //             b(k), and rows j and k of W_out?
  //          3. true as soon as all three are, false if no pair is like that
  // PITFALL  a neuron is always equal to itself; and Armadillo's == gives a matrix of 0 and 1, not
  //          a bool: arma::all(W_in.col(j) == W_in.col(k)) is one
  // solution begin is_symmetric
  require_hidden_layer(W_in, b, W_out);
  for (arma::uword j = 0; j < W_in.n_cols; ++j) {
    for (arma::uword k = j + 1; k < W_in.n_cols; ++k) {
      if (b(j) == b(k) && arma::all(W_in.col(j) == W_in.col(k)) &&
          arma::all(W_out.row(j) == W_out.row(k))) {
        return true;
      }
    }
  }
  return false;
  // solution end
}

std::vector<LayerFlow> activation_statistics(const arma::mat& X, const arma::mat& upstream,
                                             const WeightInitializer& init,
                                             FlowNonlinearity nonlinearity, Rng& rng,
                                             const FlowOptions& options) {
  // TODO     mean, standard deviation and histogram of every layer's activations and gradients
  // FORMULA  h_0 = X    z_l = h_{l-1}·W_l    h_l = f(z_l)
  //          g_layers = upstream             g_{l-1} = (g_l % f'(z_l))·W_lᵀ
  // STEPS    1. require_flow(X, upstream, init, options);
  //          2. forward: for each layer W = init(fan_in, units, rng), where fan_in is the number of
  //             columns of h_{l-1}; require_weights(W, fan_in, units); keep W and h_l for the way
  //             back
  //          3. mean, std and histogram of h_l
  //          4. backward from the last layer to the first: mean, std and histogram of g_l, then the
  //             gradient of the layer below
  // PITFALL  arma::stddev(M) is per column and divides by n - 1: vectorise, and norm_type 1
  // solution begin activation_statistics
  require_flow(X, upstream, init, options);
  std::vector<arma::mat> weights;
  std::vector<arma::mat> activations;
  for (arma::uword l = 0; l < options.layers; ++l) {
    const arma::mat& below = l == 0 ? X : activations.back();
    const arma::mat W = init(below.n_cols, options.units, rng);
    require_weights(W, below.n_cols, options.units);
    const arma::mat h = forward(below * W, nonlinearity);
    weights.push_back(W);
    activations.push_back(h);
  }

  std::vector<LayerFlow> flow(options.layers);
  arma::mat gradient = upstream;
  for (arma::uword l = options.layers; l-- > 0;) {
    const arma::mat& h = activations[l];
    flow[l].mean = arma::mean(arma::vectorise(h));
    flow[l].std = spread(h);
    flow[l].histogram = count_in_bins(h, options.bins, options.activations);
    flow[l].gradient_mean = arma::mean(arma::vectorise(gradient));
    flow[l].gradient_std = spread(gradient);
    flow[l].gradient_histogram = count_in_bins(gradient, options.bins, options.gradients);
    const arma::mat through = gradient % slope(h, nonlinearity);
    gradient = through * weights[l].t();
  }
  return flow;
  // solution end
}

}  // namespace descent
