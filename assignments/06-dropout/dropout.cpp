#include "dropout.hpp"

#include <algorithm>
#include <cmath>

// Stage 06: regularization. The formulas and everything that is promised stand in dropout.hpp, the
// reasons in the chapter, docs/stages/06-dropout.md. Write loops or matrix operations, as you like:
// only the numbers count.
//
// Every exercise begins in the same way: refuse bad input with the function of inputs.hpp that is
// named there. Random numbers come from rng and from nowhere else: rng.uniform() is a fresh one in
// [0, 1) at each call.

namespace descent {

PenaltyResult l2_penalty(const std::vector<DenseLayer>& layers, double lambda) {
  // TODO     what large weights cost, and the gradient
  // FORMULA  loss = ½ · lambda · Σ w²      gradient on W: lambda · W, on b: 0
  // STEPS    1. require_dense_layers(layers); require_not_negative(lambda, "lambda");
  //          2. for each layer: add ½ · lambda · Σ w² of its weights to the loss
  //          3. and append a DenseLayer to the gradients: lambda · W, and zeros for the biases
  // PITFALL  the ½ is there so that the gradient has no 2; use it in the loss, not in the gradient
  throw NotImplemented("l2_penalty");
}

PenaltyResult l1_penalty(const std::vector<DenseLayer>& layers, double lambda) {
  // TODO     what weights cost by their absolute value, and the gradient
  // FORMULA  loss = lambda · Σ |w|      gradient on W: lambda · sign(W), on b: 0
  // STEPS    1. require_dense_layers(layers); require_not_negative(lambda, "lambda");
  //          2. as in l2_penalty, with |w| and its slope
  // PITFALL  the slope of |w| is +1 or -1, however large w is; and w / |w| is NaN where w is 0
  throw NotImplemented("l1_penalty");
}

PenaltyResult elastic_net_penalty(const std::vector<DenseLayer>& layers, double lambda1,
                                  double lambda2) {
  // TODO     both penalties at once
  // FORMULA  loss = Σ ( lambda1 · |w| + ½ · lambda2 · w² )
  //          gradient on W: lambda1 · sign(W) + lambda2 · W, on b: 0
  // STEPS    1. require_dense_layers(layers); require_not_negative(...) for each strength
  //          2. as in the two functions before; or call them and add what they return
  // PITFALL  lambda1 belongs to |w|, lambda2 to w², and only the second part has a ½
  throw NotImplemented("elastic_net_penalty");
}

arma::mat max_norm_project(const arma::mat& W, double c) {
  // TODO     columns that are longer than c scaled back to length c
  // STEPS    1. require_not_empty(W, "weights W"); require_positive(c, "bound c");
  //          2. for each column: its Euclidean length, √ Σ w²
  //          3. if it is above c: multiply the column by c / length
  // PITFALL  leave shorter columns alone: they must not grow, and a column of zeros has length 0
  throw NotImplemented("max_norm_project");
}

DropoutResult dropout_forward_vanilla(const arma::mat& x, double keep_prob, Rng& rng) {
  // TODO     drop units at random, without scaling
  // STEPS    1. require_dropout(x, keep_prob);
  //          2. a mask of the shape of x: for each entry a fresh rng.uniform(), 1 if it is below
  //             keep_prob, else 0
  //          3. out = x % mask; return both
  // PITFALL  one random number for each entry, not for each row or column
  throw NotImplemented("dropout_forward_vanilla");
}

arma::mat predict_scale(const arma::mat& x, double keep_prob) {
  // TODO     what vanilla dropout does when the network is used
  // STEPS    1. require_dropout(x, keep_prob);
  //          2. a unit that was there with probability keep_prob was, on average, how large?
  throw NotImplemented("predict_scale");
}

DropoutResult dropout_forward(const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  // TODO     inverted dropout: drop units while training, and scale the others up at once
  // STEPS    1. require_dropout(x, keep_prob);
  //          2. Mode::test: the mask is 1 everywhere, and rng is not touched
  //          3. Mode::train: the mask of vanilla dropout, divided by keep_prob
  //          4. out = x % mask; return both
  // PITFALL  1 / keep_prob, not 1 / (1 - keep_prob); and the factor belongs into the mask, since
  //          that is all the backward pass will see
  throw NotImplemented("dropout_forward");
}

arma::mat dropout_backward(const arma::mat& dout, const arma::mat& mask) {
  // TODO     the gradient on x, where out = x % mask
  // STEPS    1. require_not_empty(dout, "the upstream gradient dout");
  //             require_same_shape(mask, "the mask", dout, "the upstream gradient");
  //          2. each entry of out is a number times one entry of x: what is the derivative?
  throw NotImplemented("dropout_backward");
}

DropConnectResult dropconnect_forward(const arma::mat& x, const arma::mat& W, const arma::rowvec& b,
                                      double keep_prob, Mode mode, Rng& rng) {
  // TODO     a fully connected layer with weights that are dropped at random
  // FORMULA  out = x · (W % mask) + b
  // STEPS    1. require_dropconnect(x, W, b, keep_prob);
  //          2. the mask as in dropout_forward, but with the shape of W
  //          3. out = x * (W % mask), and b added to each row (each_row() += b)
  //          4. return out and the cache {x, W, mask}, with W as it came
  // PITFALL  the biases are neither dropped nor scaled
  throw NotImplemented("dropconnect_forward");
}

DropConnectGradients dropconnect_backward(const arma::mat& dout, const DropConnectCache& cache) {
  // TODO     the gradients of out = x · (W % mask) + b
  // FORMULA  dx = dout · (W % mask)ᵀ      dW = (xᵀ · dout) % mask      db = sum of dout's rows
  // STEPS    1. require_dropconnect_upstream(dout, cache);
  //          2. for a moment, call V = W % mask: what are dx, dV and db of a plain layer?
  //          3. from dV to dW: entry by entry, V is W times the mask
  // PITFALL  the mask is needed twice: a dropped weight carries no gradient to x, and gets none
  throw NotImplemented("dropconnect_backward");
}

arma::mat monte_carlo_predict(const StochasticNetwork& network, const arma::mat& x,
                              arma::uword samples, Rng& rng) {
  // TODO     the mean of the network's outputs under different masks
  // STEPS    1. require_samples(network, x, samples);
  //          2. call network(x, rng) samples times, and sum what it returns
  //          3. divide by the number of samples
  // PITFALL  hand over rng itself: with a copy every sample has the same masks
  throw NotImplemented("monte_carlo_predict");
}

}  // namespace descent
