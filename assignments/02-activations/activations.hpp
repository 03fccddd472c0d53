#pragma once

#include <armadillo>

#include "activation_types.hpp"
#include "harness/support/not_implemented.hpp"
#include "inputs.hpp"

/// Stage 02: activation functions. Between two linear layers stands a function that bends; without
/// it, a hundred layers are worth one. Here are seven of them, forward and backward, and three
/// gauges that tell how a layer is doing.
///
/// Shapes. Rows are examples, columns are units: `x` is N x H, the numbers that come out of the
/// linear layer, called pre-activations. All activations but maxout work entry by entry and keep
/// the shape.
///
/// Backward. `dout` is the upstream gradient ∂L/∂out, of the shape of the output; what comes back
/// is ∂L/∂x. Every backward function takes the *input* x of the forward function, never its output.
/// Gradients of parameters are sums over the batch: whether the loss was a mean, dout knows
/// already.
///
/// Kinks. Where a function has a kink, at exactly that point every slope between those of the two
/// sides is right; NaN is not.
///
/// Precision. Results are finite for finite x up to ±1000, and right to 1e-9 of the value or 1e-12,
/// whichever is larger. What is promised beyond that stands with the function.
///
/// Refusals. Every function throws std::invalid_argument, with a sentence that says what was
/// expected and what came, for an empty matrix, for shapes that do not fit together, and for
/// parameters outside their range. harness/support/require.hpp and inputs.hpp have the checks.
///
/// Source: CS231n notes, "Neural Networks Part 1: Setting up the Architecture", section "Commonly
/// used activation functions", and lecture 6. Papers are named where they belong.
namespace descent {

/// The sigmoid: squashes every number into (0, 1).
///
///     out = 1 / (1 + exp(-x))
///
/// x: N x H. Returns N x H. Small values keep their digits: for x from -700 on the *relative* error
/// is at most 1e-9 (σ(-40) is 4.2e-18, not 0). Below, 0 will do.
/// Throws std::invalid_argument: x is empty.
arma::mat sigmoid_forward(const arma::mat& x);

/// dx = dout · σ(x) · (1 - σ(x)), entry by entry.
///
/// dout, x: N x H; x is the input of sigmoid_forward. Returns N x H.
/// Throws std::invalid_argument: x is empty, dout has another shape.
arma::mat sigmoid_backward(const arma::mat& dout, const arma::mat& x);

/// The hyperbolic tangent: squashes every number into (-1, 1), and 0 stays 0.
///
/// x: N x H. Returns N x H.
/// Throws std::invalid_argument: x is empty.
arma::mat tanh_forward(const arma::mat& x);

/// dx = dout · (1 - tanh²(x)), entry by entry.
///
/// dout, x: N x H; x is the input of tanh_forward. Returns N x H. The absolute error counts: 0 is
/// right for x = 20, where the true slope is 1.7e-17.
/// Throws std::invalid_argument: x is empty, dout has another shape.
arma::mat tanh_backward(const arma::mat& dout, const arma::mat& x);

/// The rectified linear unit: out = max(0, x).
///
/// x: N x H. Returns N x H.
/// Throws std::invalid_argument: x is empty.
/// Source: V. Nair, G. Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines", ICML
/// 2010; A. Krizhevsky et al., NIPS 2012.
arma::mat relu_forward(const arma::mat& x);

/// dx = dout where x > 0, 0 where x < 0; where x is 0, any slope in [0, 1] times dout.
///
/// dout, x: N x H; x is the input of relu_forward. Returns N x H.
/// Throws std::invalid_argument: x is empty, dout has another shape.
arma::mat relu_backward(const arma::mat& dout, const arma::mat& x);

/// The leaky ReLU: out = x where x > 0, alpha · x elsewhere.
///
/// x: N x H. alpha: the slope for negative inputs, in [0, 1]; 0 makes it a ReLU. Returns N x H.
/// Throws std::invalid_argument: x is empty, alpha is not in [0, 1].
/// Source: A. Maas et al., "Rectifier Nonlinearities Improve Neural Network Acoustic Models", ICML
/// 2013.
arma::mat leaky_relu_forward(const arma::mat& x, double alpha = 0.01);

/// dx = dout where x > 0, alpha · dout where x < 0; where x is 0, any slope in [alpha, 1] times
/// dout.
///
/// dout, x: N x H; x is the input of leaky_relu_forward, alpha its slope. Returns N x H.
/// Throws std::invalid_argument: x is empty, dout has another shape, alpha is not in [0, 1].
arma::mat leaky_relu_backward(const arma::mat& dout, const arma::mat& x, double alpha = 0.01);

/// The parametric ReLU: a leaky ReLU whose slopes are learned, one for each unit.
///
///     out_ij = x_ij where x_ij > 0, alpha_j · x_ij elsewhere
///
/// x: N x H. alpha: 1 x H, finite; any number is allowed, also above 1 and below 0, since learning
/// may lead there. Returns N x H.
/// Throws std::invalid_argument: x is empty, alpha has not H entries or is not finite.
/// Source: K. He et al., "Delving Deep into Rectifiers", ICCV 2015, equation 1.
arma::mat prelu_forward(const arma::mat& x, const arma::rowvec& alpha);

/// dx_ij = dout_ij where x_ij > 0, alpha_j · dout_ij where x_ij < 0; and the gradient of the
/// slopes,
///
///     dalpha_j = Σ_i dout_ij · x_ij over the examples i with x_ij < 0
///
/// a sum over the batch, not a mean. Where x is 0, any slope between alpha_j and 1 times dout.
///
/// dout, x: N x H; x is the input of prelu_forward. alpha: 1 x H, as there.
/// Throws std::invalid_argument: x is empty, dout has another shape, alpha as prelu_forward.
/// Source: He et al. 2015, equations 2 and 3.
PreluGradients prelu_backward(const arma::mat& dout, const arma::mat& x, const arma::rowvec& alpha);

/// The exponential linear unit.
///
///     out = x where x > 0, alpha · (exp(x) - 1) elsewhere
///
/// x: N x H. alpha: 0 or more, finite; negative inputs level off at -alpha, and 0 makes it a ReLU.
/// Returns N x H, finite also for x = 1000, where exp(x) is not.
/// Throws std::invalid_argument: x is empty, alpha is negative or not finite.
/// Source: D.-A. Clevert et al., "Fast and Accurate Deep Network Learning by Exponential Linear
/// Units (ELUs)", ICLR 2016, equation 15.
arma::mat elu_forward(const arma::mat& x, double alpha = 1.0);

/// dx = dout where x > 0, alpha · exp(x) · dout where x < 0; where x is 0, any slope between alpha
/// and 1 times dout.
///
/// dout, x: N x H; x is the input of elu_forward, alpha its scale. Returns N x H, finite also for
/// x = 1000.
/// Throws std::invalid_argument: x is empty, dout has another shape, alpha as elu_forward.
/// Source: Clevert et al. 2016, equation 15.
arma::mat elu_backward(const arma::mat& dout, const arma::mat& x, double alpha = 1.0);

/// Maxout with two pieces: every unit computes two linear functions of the input and gives the
/// larger one.
///
///     out = max(x W1 + b1, x W2 + b2), entry by entry
///
/// x: N x D, the input of the whole layer. parameters: W1, W2 of D x H, b1, b2 of 1 x H.
/// Returns N x H.
/// Throws std::invalid_argument: x or W1 is empty, shapes do not fit together.
/// Source: I. Goodfellow et al., "Maxout Networks", ICML 2013.
arma::mat maxout_forward(const arma::mat& x, const MaxoutParameters& parameters);

/// The gradients of maxout. In every entry (i, j) the upstream gradient goes to the piece that won
/// there, and from it to the weights and the bias of that piece and to the input; the other piece
/// gets nothing. On a tie it may be shared in any way, as long as both shares are in [0, 1] and sum
/// to 1. Biases and weights are summed over the batch.
///
/// dout: N x H. x, parameters: the arguments of maxout_forward.
/// Throws std::invalid_argument: as maxout_forward; dout is not N x H.
MaxoutGradients maxout_backward(const arma::mat& dout, const arma::mat& x,
                                const MaxoutParameters& parameters);

/// How much of a squashing layer is saturated: the fraction of the entries (of all N·H) that are at
/// most `margin` away from the lower or from the upper asymptote. There the slope is nearly 0.
///
/// out: N x H, outputs of the layer, between the asymptotes. asymptotes: {0, 1} for the sigmoid,
/// {-1, 1} for tanh. margin: a distance, in the units of the output; above 0 and below half of the
/// distance of the asymptotes. An entry exactly at the border may count or not.
/// Returns a number in [0, 1].
/// Throws std::invalid_argument: out is empty, an entry is not between the asymptotes (then it is
/// no output), the asymptotes are not in order, margin out of range.
double saturated_fraction(const arma::mat& out, const Asymptotes& asymptotes = {},
                          double margin = 0.05);

/// How much of a layer is dead for this batch: the fraction of the units (columns) whose output is
/// exactly 0 for every example. No gradient passes through a ReLU unit that is.
///
/// out: N x H, outputs of a layer; of any sign, since the gauge does not ask which activation it
/// was. Returns a number in [0, 1].
/// Throws std::invalid_argument: out is empty.
/// Source: CS231n notes Part 1, "the dying ReLU".
double dead_fraction(const arma::mat& out);

/// The mean output of every unit over the batch. Zero-centred units have a mean near 0; a sigmoid
/// never does.
///
/// out: N x H. Returns 1 x H.
/// Throws std::invalid_argument: out is empty.
arma::rowvec mean_output(const arma::mat& out);

}  // namespace descent
