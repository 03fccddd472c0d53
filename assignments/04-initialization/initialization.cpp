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

arma::mat zeros(arma::uword fan_in, arma::uword fan_out) {
  // TODO     a matrix of fan_in x fan_out that is 0 everywhere
  // STEPS    1. require_fans(fan_in, fan_out);
  //          2. the matrix
  // PITFALL  rows are inputs and columns are neurons: fan_in x fan_out, not the other way round
  throw NotImplemented("zeros");
}

arma::rowvec bias_constant(arma::uword fan_out, double value) {
  // TODO     a row of fan_out biases that all have the same value
  // STEPS    1. require_some(fan_out, "neurons"); require_finite_value(value, "bias");
  //          2. the row
  // PITFALL  nothing is random here: the weights already make the neurons different
  throw NotImplemented("bias_constant");
}

arma::mat small_gaussian(arma::uword fan_in, arma::uword fan_out, Rng& rng, double sigma) {
  // TODO     normal numbers of mean 0 and standard deviation sigma
  // STEPS    1. require_fans(fan_in, fan_out); require_positive(sigma, "sigma");
  //          2. standard normal numbers, times sigma
  // PITFALL  sigma is the standard deviation already: no square, no root
  throw NotImplemented("small_gaussian");
}

arma::mat unit_variance(arma::uword fan_in, arma::uword fan_out, Rng& rng) {
  // TODO     random weights of mean 0 and variance 1/fan_in
  // FORMULA  Var(c·x) = c²·Var(x), so c = √(1/fan_in) for a standard normal x
  // STEPS    1. require_fans(fan_in, fan_out);
  //          2. random numbers of variance 1, times that c
  // PITFALL  fan_in is an integer, and 1 / fan_in is 0: write 1.0 / fan_in
  throw NotImplemented("unit_variance");
}

arma::mat glorot(arma::uword fan_in, arma::uword fan_out, Rng& rng) {
  // TODO     random weights of mean 0 and variance 2/(fan_in + fan_out)
  // STEPS    1. require_fans(fan_in, fan_out);
  //          2. random numbers of variance 1, times the square root of the variance that you want
  // PITFALL  2 / fan_in + fan_out is not 2 / (fan_in + fan_out), and both divide integers
  throw NotImplemented("glorot");
}

arma::mat he(arma::uword fan_in, arma::uword fan_out, Rng& rng) {
  // TODO     random weights of mean 0 and variance 2/fan_in
  // STEPS    1. require_fans(fan_in, fan_out);
  //          2. random numbers of variance 1, times the square root of the variance that you want
  // PITFALL  the root of the whole fraction, √(2/fan_in), not √2/fan_in
  throw NotImplemented("he");
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
  throw NotImplemented("sparse");
}

bool is_symmetric(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
  // TODO     are there two hidden neurons with exactly the same parameters?
  // STEPS    1. require_hidden_layer(W_in, b, W_out);
  //          2. for each pair j < k of neurons: are columns j and k of W_in equal, and b(j) and
  //             b(k), and rows j and k of W_out?
  //          3. true as soon as all three are, false if no pair is like that
  // PITFALL  a neuron is always equal to itself; and Armadillo's == gives a matrix of 0 and 1, not
  //          a bool: arma::all(W_in.col(j) == W_in.col(k)) is one
  throw NotImplemented("is_symmetric");
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
  throw NotImplemented("activation_statistics");
}

}  // namespace descent
