#pragma once

#include <armadillo>
#include <vector>

#include "flow.hpp"
#include "harness/support/not_implemented.hpp"
#include "harness/support/rng.hpp"
#include "inputs.hpp"

/// Stage 04: initialization. Which numbers do the weights have before anything was learned? Large
/// enough that a signal reaches the last layer and a gradient the first one, small enough that
/// neither explodes; and different from each other, or the neurons never become different.
///
/// Shapes. Rows are examples, and a layer computes X·W + b. So W is fan_in x fan_out: one row for
/// each input, one column for each neuron. A column holds the incoming weights of one neuron.
///
/// Randomness comes from the Rng that the caller owns: a function draws from it as much as it
/// likes, in any order, and from nothing else. The same state of the Rng gives the same weights,
/// and a second call, since the Rng has moved on, others. All weights of a matrix are independent
/// of each other.
///
/// Distribution. small_gaussian and the values of sparse are normal. For unit_variance, glorot and
/// he only mean 0 and the variance are promised: a normal distribution, a uniform one in
/// ±√(3·variance), or a truncated normal rescaled to that variance are all right.
///
/// Refusals. Every function throws std::invalid_argument, with a sentence that says what was
/// expected and what came, for a layer without inputs or without neurons, and for whatever else its
/// comment names. The functions of inputs.hpp and harness/support/require.hpp do that for you.
///
/// Source: CS231n notes, "Neural Networks Part 2: Setting up the Data and the Loss", section
/// "Weight Initialization"; lecture 6. Papers are named where they belong.
namespace descent {

/// Weights that are all 0: what not to do. Every neuron computes the same, gets the same gradient,
/// and stays the same as its neighbours.
///
/// Returns fan_in x fan_out.
/// Throws std::invalid_argument: fan_in or fan_out is 0.
/// Source: notes, "Pitfall: all zero initialization".
arma::mat zeros(arma::uword fan_in, arma::uword fan_out);

/// Biases that all have the same value. 0 is the usual one: the weights break the symmetry already.
/// Some take 0.01 in front of ReLUs, so that all of them fire at first.
///
/// Returns a row of fan_out.
/// Throws std::invalid_argument: fan_out is 0, value is not finite.
/// Source: notes, "Initializing the biases".
arma::rowvec bias_constant(arma::uword fan_out, double value = 0.0);

/// Normal numbers of mean 0 and standard deviation sigma, whatever the shape. Good enough for a
/// small network; in a deep one the signal dies out.
///
/// sigma: the standard deviation, positive. Returns fan_in x fan_out.
/// Throws std::invalid_argument: fan_in or fan_out is 0, sigma not positive or not finite.
/// Source: notes, "Small random numbers".
arma::mat small_gaussian(arma::uword fan_in, arma::uword fan_out, Rng& rng, double sigma = 0.01);

/// Mean 0 and variance 1/fan_in: inputs of variance 1 give pre-activations of variance 1, however
/// many inputs there are.
///
/// Returns fan_in x fan_out.
/// Throws std::invalid_argument: fan_in or fan_out is 0.
/// Source: notes, "Calibrating the variances with 1/sqrt(n)"; Y. LeCun et al., "Efficient
/// BackProp", 1998, section 4.6.
arma::mat unit_variance(arma::uword fan_in, arma::uword fan_out, Rng& rng);

/// Mean 0 and variance 2/(fan_in + fan_out): the compromise between what the signal needs on the
/// way forward, 1/fan_in, and what the gradient needs on the way back, 1/fan_out. Also known as
/// Xavier initialization.
///
/// Returns fan_in x fan_out.
/// Throws std::invalid_argument: fan_in or fan_out is 0.
/// Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural
/// networks", AISTATS 2010, equations 12 and 16.
arma::mat glorot(arma::uword fan_in, arma::uword fan_out, Rng& rng);

/// Mean 0 and variance 2/fan_in: for ReLUs, which let only half of the signal pass.
///
/// Returns fan_in x fan_out.
/// Throws std::invalid_argument: fan_in or fan_out is 0.
/// Source: K. He, X. Zhang, S. Ren, J. Sun, "Delving Deep into Rectifiers", ICCV 2015, equation 10.
arma::mat he(arma::uword fan_in, arma::uword fan_out, Rng& rng);

/// Every neuron listens to a few inputs only: each column has exactly min(connections, fan_in)
/// entries that are not 0. Which ones, is drawn for every column anew: every choice of that many
/// rows is equally likely. Their values are normal, with mean 0 and standard deviation sigma.
///
/// connections: at least 1. sigma: positive; 1/√connections gives unit variance. Returns
/// fan_in x fan_out.
/// Throws std::invalid_argument: fan_in, fan_out or connections is 0, sigma not positive or not
/// finite.
/// Source: notes, "Sparse initialization"; J. Martens, "Deep learning via Hessian-free
/// optimization", ICML 2010, section 5 (15 connections); I. Sutskever et al., "On the importance of
/// initialization and momentum in deep learning", ICML 2013 (with sigma = 1).
arma::mat sparse(arma::uword fan_in, arma::uword fan_out, Rng& rng, arma::uword connections = 10,
                 double sigma = 0.01);

/// Are there two hidden neurons that will stay equal forever? Two different neurons j and k, all of
/// whose parameters are exactly equal: columns j and k of W_in, entries j and k of b, and rows j
/// and k of W_out. They compute the same and get the same gradient, in every step.
///
/// W_in: D x H. b: H. W_out: H x C. Equal means to the last bit, without a tolerance: neurons that
/// differ by 1e-12 part in the end. (Dropout, or whatever else treats neurons differently, is left
/// aside.)
/// Throws std::invalid_argument: an empty matrix, b.n_elem ≠ H, W_out.n_rows ≠ H.
/// Source: notes, "asymmetry between neurons"; I. Goodfellow et al., "Deep Learning", section 8.4.
bool is_symmetric(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out);

/// Sends a batch forward through a deep net with fresh weights, a gradient back through it, and
/// tells for each layer what came by.
///
///     h_0 = X        z_l = h_{l-1}·W_l        h_l = f(z_l),            l = 1, ..., layers
///     g_layers = upstream                     g_{l-1} = (g_l % f'(z_l))·W_lᵀ
///
/// There are no biases. The activations of layer l are h_l (not z_l), its gradients are g_l, the
/// gradient on h_l; both are N x units.
/// X: N x D. upstream: N x units, the gradient on the activations of the last layer. f: tanh or
/// ReLU; where z is exactly 0, any slope of the ReLU in [0, 1] is right.
/// init: is called once for each layer, first layer first, with its fan_in (D, then units), its
/// fan_out (units) and the caller's rng, which serves for nothing else.
/// Histograms: options.bins bins of the same width w from low to high. Bin k counts the values with
/// low + k·w <= value < low + (k + 1)·w; values below low count in the first bin, high itself and
/// values above it in the last one, so that nothing is lost.
/// Returns one LayerFlow for each layer, the first layer first.
/// Throws std::invalid_argument: an empty batch, an upstream gradient of another shape, layers,
/// units or bins of 0, a range without width, no init, weights from init that are not
/// fan_in x fan_out.
/// Source: lecture 6, the histograms of 10 layers of 500 units; Glorot and Bengio 2010, figures 6
/// and 7.
std::vector<LayerFlow> activation_statistics(const arma::mat& X, const arma::mat& upstream,
                                             const WeightInitializer& init,
                                             FlowNonlinearity nonlinearity, Rng& rng,
                                             const FlowOptions& options = {});

}  // namespace descent
