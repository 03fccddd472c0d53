#pragma once

#include <armadillo>
#include <vector>

#include "dropout_types.hpp"
#include "harness/support/mode.hpp"
#include "harness/support/not_implemented.hpp"
#include "harness/support/rng.hpp"
#include "inputs.hpp"

/// Stage 06: regularization. What keeps a network from learning its examples by heart: a price on
/// large weights, a bound on their length, and units or weights that are left out at random.
///
/// Shapes. Rows are examples: x is N x D. Weights are fan_in x fan_out, so that column j belongs to
/// neuron j. A mask has the shape of what it masks. Its entries are 0 for what is dropped, and for
/// what is kept the factor that it is multiplied by: 1 in vanilla dropout, 1/keep_prob in inverted
/// dropout and in DropConnect.
///
/// keep_prob is the probability of keeping a unit or weight, not that of dropping it.
///
/// Randomness. A random function takes its random numbers from the caller's rng and from nowhere
/// else, so that rng has moved on when it returns. Each entry of a mask is drawn for itself: kept
/// with probability keep_prob, independently of every other entry, of every earlier call, and of
/// the numbers in x. The same state of rng gives the same mask for every x of a shape. How many
/// numbers are drawn, and in which order, is free.
///
/// Refusals. Every function throws std::invalid_argument, with a sentence that says what was
/// expected and what came, for what is listed with it. The functions of inputs.hpp and of
/// harness/support/require.hpp do that for you.
///
/// Source: CS231n notes, "Neural Networks Part 2: Setting up the Data and the Loss", section
/// "Regularization". Papers are named where they belong.
namespace descent {

/// The L2 penalty, also called weight decay: large weights cost with their square.
///
///     loss = ½ · lambda · Σ w²        gradient on W: lambda · W
///
/// The sum runs over the weights of all layers, and over no bias: gradients[k].b is 0. Nothing is
/// divided by the number of examples or of weights.
/// layers: at least one. lambda: the strength, 0 or more.
/// Throws std::invalid_argument: no layers, an empty W, a b that does not fit its W, lambda
/// negative or not finite. Source: notes, "L2 regularization".
PenaltyResult l2_penalty(const std::vector<DenseLayer>& layers, double lambda);

/// The L1 penalty: a weight costs its absolute value, and many weights become exactly 0.
///
///     loss = lambda · Σ |w|        gradient on W: lambda · sign(W)
///
/// Where a weight is exactly 0, any slope in [-lambda, lambda] is right (and NaN is not). The sum,
/// the biases and the refusals are those of l2_penalty.
/// Source: notes, "L1 regularization"; R. Tibshirani, "Regression Shrinkage and Selection via the
/// Lasso", 1996.
PenaltyResult l1_penalty(const std::vector<DenseLayer>& layers, double lambda);

/// Both penalties at once, each with a strength of its own. Mind the ½, which belongs to the second
/// part only; the notes write this penalty without it.
///
///     loss = Σ ( lambda1 · |w| + ½ · lambda2 · w² )
///     gradient on W: lambda1 · sign(W) + lambda2 · W
///
/// lambda1 (of the L1 part), lambda2 (of the L2 part): 0 or more. Where a weight is exactly 0, any
/// slope in [-lambda1, lambda1] is right. The sum, the biases and the refusals are those of
/// l2_penalty.
/// Source: notes, "elastic net regularization"; H. Zou, T. Hastie, "Regularization and Variable
/// Selection via the Elastic Net", 2005.
PenaltyResult elastic_net_penalty(const std::vector<DenseLayer>& layers, double lambda1,
                                  double lambda2);

/// The max-norm constraint: the weights into a neuron, as a vector, are no longer than c.
///
/// Each column of W whose Euclidean length exceeds c is scaled back to length c, keeping its
/// direction. Every other column comes back as it is, to the last bit: shorter ones are not
/// enlarged, a column of zeros stays zeros. To be called after each update of the weights.
/// W: fan_in x fan_out. c: the bound, positive. Returns the new W.
/// Throws std::invalid_argument: W is empty, c not positive or not finite.
/// Source: notes, "max norm constraints"; N. Srebro, A. Shraibman, "Rank, Trace-Norm and Max-Norm",
/// 2005; Srivastava et al. 2014, section 5.1.
arma::mat max_norm_project(const arma::mat& W, double c);

/// Dropout as it was first written down, while training: each unit of each example is kept with
/// probability keep_prob, and set to 0 otherwise. What is kept is not scaled, so that the outputs
/// are too small by keep_prob on average; predict_scale makes up for it when the network is used.
///
/// x: N x D, activations. keep_prob: in (0, 1]; 1 keeps everything as it is.
/// Returns out (x where kept, else 0) and mask (1 where kept, else 0), both N x D. rng is moved on.
/// Throws std::invalid_argument: x is empty, keep_prob not in (0, 1].
/// Source: notes, "vanilla dropout"; G. Hinton et al., "Improving neural networks by preventing
/// co-adaptation of feature detectors", 2012; N. Srivastava et al., "Dropout: A Simple Way to
/// Prevent Neural Networks from Overfitting", JMLR 2014.
DropoutResult dropout_forward_vanilla(const arma::mat& x, double keep_prob, Rng& rng);

/// Vanilla dropout when the network is used: nothing is dropped, and every activation is multiplied
/// by keep_prob, which is what it was on average while training.
///
/// x: N x D. keep_prob: in (0, 1]. Returns N x D.
/// Throws std::invalid_argument: x is empty, keep_prob not in (0, 1].
/// Source: notes, "vanilla dropout", predict.
arma::mat predict_scale(const arma::mat& x, double keep_prob);

/// Inverted dropout: the scaling is done while training, so that using the network costs nothing
/// and needs not know of keep_prob.
///
/// Mode::train: each unit of each example is kept with probability keep_prob and then multiplied by
/// 1/keep_prob, and set to 0 otherwise. The mask has 1/keep_prob where kept, else 0. rng is moved
/// on. With keep_prob 1, out is x to the last bit.
/// Mode::test: out is x to the last bit, the mask is 1 everywhere, and rng is left alone.
/// x: N x D. keep_prob: in (0, 1], in both modes. Returns out = x % mask and mask, both N x D.
/// Throws std::invalid_argument: x is empty, keep_prob not in (0, 1].
/// Source: notes, "inverted dropout".
DropoutResult dropout_forward(const arma::mat& x, double keep_prob, Mode mode, Rng& rng);

/// The backward pass of every dropout layer of this stage, inverted or vanilla: the gradient goes
/// the way that the activations went, through the same mask with the same factor.
///
///     dx = dout % mask
///
/// dout: N x D, the upstream gradient. mask: N x D, as the forward pass has returned it: it carries
/// the scaling. In test mode it is 1 everywhere, so that dout comes back as it is.
/// Throws std::invalid_argument: dout is empty, shapes that differ.
arma::mat dropout_backward(const arma::mat& dout, const arma::mat& mask);

/// DropConnect: a fully connected layer that drops single weights instead of whole units.
///
///     out = x · (W % mask) + b
///
/// Mode::train: each weight is kept with probability keep_prob and then multiplied by 1/keep_prob,
/// and set to 0 otherwise; one mask for all examples of the call. rng is moved on. With keep_prob
/// 1, out is x·W + b.
/// Mode::test: the mask is 1 everywhere, out is x·W + b, and rng is left alone.
/// The biases are neither dropped nor scaled. (In the paper every example has a mask of its own,
/// and biases are dropped, too.)
/// x: N x D. W: D x M. b: M. keep_prob: in (0, 1], in both modes.
/// Returns out, N x M, and the cache: x and W as they came, and the mask, D x M.
/// Throws std::invalid_argument: x or W is empty, shapes that do not fit, keep_prob not in (0, 1].
/// Source: notes, "DropConnect"; L. Wan et al., "Regularization of Neural Networks using
/// DropConnect", ICML 2013.
DropConnectResult dropconnect_forward(const arma::mat& x, const arma::mat& W, const arma::rowvec& b,
                                      double keep_prob, Mode mode, Rng& rng);

/// The backward pass of DropConnect.
///
///     dx = dout · (W % mask)ᵀ        dW = (xᵀ · dout) % mask        db = the sum of dout's rows
///
/// dout: N x M, the upstream gradient, which already carries the 1/N of the loss. cache: as the
/// forward pass has returned it.
/// Throws std::invalid_argument: dout is empty, shapes that do not fit.
DropConnectGradients dropconnect_backward(const arma::mat& dout, const DropConnectCache& cache);

/// Monte Carlo dropout: the mean of what the network says under `samples` different masks, instead
/// of what it says without any.
///
/// network: from N inputs to N outputs (scores, or probabilities), drawing its masks from the rng
/// that it is handed. It is called exactly `samples` times, each time with x as it is and with the
/// same rng, which so goes on from sample to sample. monte_carlo_predict itself draws nothing.
/// x: N x D. samples: 1 or more. Returns the mean of the outputs, entry by entry, of their shape.
/// Throws std::invalid_argument: the network is an empty function, x is empty, samples is 0.
/// Source: Y. Gal, Z. Ghahramani, "Dropout as a Bayesian Approximation", ICML 2016; Srivastava et
/// al. 2014, section 7.5.
arma::mat monte_carlo_predict(const StochasticNetwork& network, const arma::mat& x,
                              arma::uword samples, Rng& rng);

}  // namespace descent
