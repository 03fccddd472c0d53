#include "activations.hpp"

#include <cmath>

// Stage 02: activation functions. The formulas and everything that is promised stand in
// activations.hpp, the reasons in the chapter, docs/stages/02-activations.md. Write loops or matrix
// operations, as you like: only the numbers count.
//
// Every exercise begins in the same way: refuse bad input with the functions that are named there.
// They are given to you, in harness/support/require.hpp and in inputs.hpp. Two tools that go
// through a matrix entry by entry:
//     out.transform([](double value) { return value * value; });   // every entry of out, in place
//     a % b                                                        // entry times entry; * is not
// Every backward function gets the *input* x of its forward function, and multiplies by dout.

namespace descent {

arma::mat sigmoid_forward(const arma::mat& x) {
  // TODO     the sigmoid of every entry
  // FORMULA  out = 1 / (1 + exp(-x))
  // STEPS    1. require_not_empty(x, "x");
  //          2. the formula, with arma::exp
  // PITFALL  exp(x) / (1 + exp(x)) says the same on paper, but it is infinity / infinity at
  //          x = 1000; and 1 - (something nearly 1) has no digits left at x = -40
  throw NotImplemented("sigmoid_forward");
}

arma::mat sigmoid_backward(const arma::mat& dout, const arma::mat& x) {
  // TODO     the gradient of the sigmoid's input
  // FORMULA  dx = dout · s · (1 - s),  s = σ(x)
  // STEPS    1. require_not_empty(x, "x"); require_same_shape(dout, "dout", x, "x");
  //          2. s = the sigmoid of x
  //          3. dout % s % (1 - s)
  // PITFALL  x is the input of the sigmoid, not its output: x·(1 - x) is no slope
  throw NotImplemented("sigmoid_backward");
}

arma::mat tanh_forward(const arma::mat& x) {
  // TODO     the hyperbolic tangent of every entry
  // STEPS    1. require_not_empty(x, "x");
  //          2. arma::tanh
  // PITFALL  a quotient of exponentials is NaN at x = 1000
  throw NotImplemented("tanh_forward");
}

arma::mat tanh_backward(const arma::mat& dout, const arma::mat& x) {
  // TODO     the gradient of tanh's input
  // FORMULA  dx = dout · (1 - t²),  t = tanh(x)
  // STEPS    1. require_not_empty(x, "x"); require_same_shape(dout, "dout", x, "x");
  //          2. t = tanh of x
  //          3. dout % (1 - arma::square(t))
  // PITFALL  1 - x² is what comes out if x is taken for the output
  throw NotImplemented("tanh_backward");
}

arma::mat relu_forward(const arma::mat& x) {
  // TODO     max(0, x) for every entry
  // STEPS    1. require_not_empty(x, "x");
  //          2. what is negative becomes 0, everything else stays
  throw NotImplemented("relu_forward");
}

arma::mat relu_backward(const arma::mat& dout, const arma::mat& x) {
  // TODO     the gradient of the ReLU's input
  // FORMULA  dx = dout where x > 0, 0 elsewhere
  // STEPS    1. require_not_empty(x, "x"); require_same_shape(dout, "dout", x, "x");
  //          2. let dout pass where x > 0
  // PITFALL  the gate is opened by x, not by dout: negative gradients pass, too
  throw NotImplemented("relu_backward");
}

arma::mat leaky_relu_forward(const arma::mat& x, double alpha) {
  // TODO     the ReLU that leaks
  // FORMULA  out = x where x > 0, alpha · x elsewhere
  // STEPS    1. require_not_empty(x, "x"); require_leaky_slope(alpha);
  //          2. multiply the negative entries by alpha
  throw NotImplemented("leaky_relu_forward");
}

arma::mat leaky_relu_backward(const arma::mat& dout, const arma::mat& x, double alpha) {
  // TODO     the gradient of the leaky ReLU's input
  // FORMULA  dx = dout where x > 0, alpha · dout elsewhere
  // STEPS    1. require_not_empty(x, "x"); require_same_shape(dout, "dout", x, "x");
  //             require_leaky_slope(alpha);
  //          2. a matrix of slopes, 1 or alpha, times dout
  // PITFALL  the slope is alpha, not alpha · x: a straight line is equally steep everywhere
  throw NotImplemented("leaky_relu_backward");
}

arma::mat prelu_forward(const arma::mat& x, const arma::rowvec& alpha) {
  // TODO     a leaky ReLU with a slope of its own for every unit
  // FORMULA  out_ij = x_ij where x_ij > 0, alpha_j · x_ij elsewhere
  // STEPS    1. require_prelu_slopes(x, alpha);
  //          2. multiply the negative entries of column j by alpha(j)
  // PITFALL  alpha may be above 1 or below 0, and then max(x, alpha·x) is another function
  throw NotImplemented("prelu_forward");
}

PreluGradients prelu_backward(const arma::mat& dout, const arma::mat& x,
                              const arma::rowvec& alpha) {
  // TODO     the gradients of the PReLU's input and of its slopes
  // FORMULA  dx_ij = dout_ij where x_ij > 0, alpha_j · dout_ij elsewhere
  //          dalpha_j = Σ_i dout_ij · x_ij over the examples i with x_ij < 0
  // STEPS    1. require_prelu_slopes(x, alpha); require_same_shape(dout, "dout", x, "x");
  //          2. dx as in the leaky ReLU, with the slope of the column
  //          3. dalpha starts at 0 and collects dout · x over the batch
  // PITFALL  += and not =: every example of the batch pulls at the same alpha_j
  throw NotImplemented("prelu_backward");
}

arma::mat elu_forward(const arma::mat& x, double alpha) {
  // TODO     the exponential linear unit
  // FORMULA  out = x where x > 0, alpha · (exp(x) - 1) elsewhere
  // STEPS    1. require_not_empty(x, "x"); require_not_negative(alpha, "alpha");
  //          2. choose the branch for each entry; std::expm1(x) is exp(x) - 1
  // PITFALL  both branches times a mask of zeros and ones: exp(1000) is infinite, and infinity
  //          times 0 is NaN
  throw NotImplemented("elu_forward");
}

arma::mat elu_backward(const arma::mat& dout, const arma::mat& x, double alpha) {
  // TODO     the gradient of the ELU's input
  // FORMULA  dx = dout where x > 0, alpha · exp(x) · dout elsewhere
  // STEPS    1. require_not_empty(x, "x"); require_same_shape(dout, "dout", x, "x");
  //             require_not_negative(alpha, "alpha");
  //          2. a matrix of slopes, then times dout
  // PITFALL  alpha stays a factor, the -1 goes; and again no mask times exp(1000)
  throw NotImplemented("elu_backward");
}

arma::mat maxout_forward(const arma::mat& x, const MaxoutParameters& parameters) {
  // TODO     the larger one of two linear layers, entry by entry
  // FORMULA  out = max(x W1 + b1, x W2 + b2)
  // STEPS    1. require_maxout(x, parameters);
  //          2. z1 = x W1 + b1 and z2 = x W2 + b2, the biases added with each_row()
  //          3. arma::max(z1, z2)
  throw NotImplemented("maxout_forward");
}

MaxoutGradients maxout_backward(const arma::mat& dout, const arma::mat& x,
                                const MaxoutParameters& parameters) {
  // TODO     the gradients of maxout's input, of both weights and of both biases
  // FORMULA  dz1 = dout where the first piece won, 0 elsewhere;  dz2 = the rest of dout
  //          dx = dz1 W1ᵀ + dz2 W2ᵀ,  dW = xᵀ dz,  db = Σ_i dz_i  (for each piece)
  // STEPS    1. require_maxout(dout, x, parameters);
  //          2. z1 and z2 again, with their biases
  //          3. share dout between the two
  //          4. two ordinary linear layers backward
  // PITFALL  x has fed both pieces, so dx has two parts; on a tie dout must not go to both
  throw NotImplemented("maxout_backward");
}

double saturated_fraction(const arma::mat& out, const Asymptotes& asymptotes, double margin) {
  // TODO     which part of the outputs is close to an asymptote
  // STEPS    1. require_squashed(out, asymptotes, margin);
  //          2. count the entries <= low + margin, and those >= high - margin
  //          3. divide by the number of all entries
  // PITFALL  a squashing unit is flat at both ends; and of two integers, 3 / 4 is 0
  throw NotImplemented("saturated_fraction");
}

double dead_fraction(const arma::mat& out) {
  // TODO     which part of the units is 0 for the whole batch
  // STEPS    1. require_not_empty(out, "out");
  //          2. count the columns in which every entry is exactly 0
  //          3. divide by the number of columns
  // PITFALL  a unit is a column, and one example that wakes it is enough; a sum of 0 is not enough,
  //          since +1 and -1 sum to 0 as well
  throw NotImplemented("dead_fraction");
}

arma::rowvec mean_output(const arma::mat& out) {
  // TODO     the mean of every unit over the batch
  // STEPS    1. require_not_empty(out, "out");
  //          2. the mean of every column
  // PITFALL  in Armadillo mean(out, 0) is per column, mean(out, 1) per row
  throw NotImplemented("mean_output");
}

}  // namespace descent
