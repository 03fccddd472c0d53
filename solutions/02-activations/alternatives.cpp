// Other right ways to solve stage 02. Every one must pass every test: a suite that refuses one of
// them tests a habit, not the formula.

#include <algorithm>
#include <cmath>

#include "activations.hpp"
#include "harness/wire/variants.hpp"

namespace descent {
namespace {

double count(arma::uword n) { return static_cast<double>(n); }

template <class F>
arma::mat mapped(const arma::mat& x, F f) {
  require_not_empty(x, "x");
  arma::mat out(arma::size(x));
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    for (arma::uword j = 0; j < x.n_cols; ++j) out(i, j) = f(x(i, j));
  }
  return out;
}

// dx = dout · slope(x), entry by entry.
template <class F>
arma::mat times_slope(const arma::mat& dout, const arma::mat& x, F slope) {
  require_not_empty(x, "x");
  require_same_shape(dout, "dout", x, "x");
  return dout % mapped(x, slope);
}

arma::mat where(const arma::umat& condition) { return arma::conv_to<arma::mat>::from(condition); }

double stable_sigmoid(double v) {
  if (v >= 0) return 1 / (1 + std::exp(-v));
  const double e = std::exp(v);
  return e / (1 + e);
}

arma::mat sigmoid_by_cases(const arma::mat& x) { return mapped(x, stable_sigmoid); }
DESCENT_ALTERNATIVE(sigmoid_forward, sigmoid_by_cases,
                    "Two cases, so that the exponential is only taken of what is not positive.");

arma::mat sigmoid_by_logarithm(const arma::mat& x) {
  return mapped(x, [](double v) {
    const double softplus = std::max(-v, 0.0) + std::log1p(std::exp(-std::abs(v)));
    return std::exp(-softplus);
  });
}
DESCENT_ALTERNATIVE(sigmoid_forward, sigmoid_by_logarithm,
                    "The exponential of ln σ, which is exact on both sides.");

arma::mat sigmoid_that_ends_at_709(const arma::mat& x) {
  require_not_empty(x, "x");
  return arma::pow(1 + arma::exp(-arma::clamp(x, -709, 709)), -1);
}
DESCENT_ALTERNATIVE(sigmoid_forward, sigmoid_that_ends_at_709,
                    "Keeps the exponential finite; what is cut off is below 1e-307.");

arma::mat sigmoid_slope_on_both_sides(const arma::mat& dout, const arma::mat& x) {
  return times_slope(dout, x, [](double v) { return stable_sigmoid(v) * stable_sigmoid(-v); });
}
DESCENT_ALTERNATIVE(sigmoid_backward, sigmoid_slope_on_both_sides,
                    "σ(x)·σ(-x), exact also where 1 - σ(x) has no digits left.");

arma::mat sigmoid_slope_from_tanh(const arma::mat& dout, const arma::mat& x) {
  return times_slope(dout, x, [](double v) {
    const double t = std::tanh(v / 2);
    return (1 - t * t) / 4;
  });
}
DESCENT_ALTERNATIVE(sigmoid_backward, sigmoid_slope_from_tanh,
                    "¼(1 - tanh²(x/2)): the absolute error counts.");

arma::mat sigmoid_slope_from_cosh(const arma::mat& dout, const arma::mat& x) {
  return times_slope(dout, x, [](double v) { return 1 / (2 + 2 * std::cosh(v)); });
}
DESCENT_ALTERNATIVE(sigmoid_backward, sigmoid_slope_from_cosh,
                    "1 / (2 + 2 cosh x): the cosh may be infinite.");

arma::mat tanh_from_the_sigmoid(const arma::mat& x) {
  return mapped(x, [](double v) { return 2 * stable_sigmoid(2 * v) - 1; });
}
DESCENT_ALTERNATIVE(tanh_forward, tanh_from_the_sigmoid, "2σ(2x) - 1.");

arma::mat tanh_in_a_loop(const arma::mat& x) {
  return mapped(x, [](double v) { return std::tanh(v); });
}
DESCENT_ALTERNATIVE(tanh_forward, tanh_in_a_loop, "std::tanh in a loop.");

arma::mat tanh_by_expm1(const arma::mat& x) {
  return mapped(x, [](double v) {
    const double e = std::expm1(-2 * std::abs(v));
    return std::copysign(-e / (e + 2), v);
  });
}
DESCENT_ALTERNATIVE(tanh_forward, tanh_by_expm1,
                    "An exponential of what is never positive, and the sign put back.");

arma::mat tanh_slope_by_cosh_squared(const arma::mat& dout, const arma::mat& x) {
  return times_slope(dout, x, [](double v) { return 1 / (std::cosh(v) * std::cosh(v)); });
}
DESCENT_ALTERNATIVE(tanh_backward, tanh_slope_by_cosh_squared,
                    "1/cosh², which keeps its digits where tanh is flat.");

arma::mat tanh_slope_as_a_product(const arma::mat& dout, const arma::mat& x) {
  const arma::mat t = tanh_forward(x);
  require_same_shape(dout, "dout", x, "x");
  return (1 - t) % (1 + t) % dout;
}
DESCENT_ALTERNATIVE(tanh_backward, tanh_slope_as_a_product, "(1 - t)(1 + t).");

arma::mat tanh_slope_from_the_sigmoid(const arma::mat& dout, const arma::mat& x) {
  return times_slope(dout, x,
                     [](double v) { return 4 * stable_sigmoid(2 * v) * stable_sigmoid(-2 * v); });
}
DESCENT_ALTERNATIVE(tanh_backward, tanh_slope_from_the_sigmoid,
                    "Four times the slope of the sigmoid at 2x.");

arma::mat relu_by_a_mask(const arma::mat& x) {
  require_not_empty(x, "x");
  return x % where(x > 0);
}
DESCENT_ALTERNATIVE(relu_forward, relu_by_a_mask, "x times the mask; gives -0 for negative x.");

arma::mat relu_by_halves(const arma::mat& x) {
  require_not_empty(x, "x");
  return (x + arma::abs(x)) / 2;
}
DESCENT_ALTERNATIVE(relu_forward, relu_by_halves, "Half of x + |x|.");

arma::mat relu_in_place(const arma::mat& x) {
  require_not_empty(x, "x");
  arma::mat out = x;
  out.elem(arma::find(out < 0)).zeros();
  return out;
}
DESCENT_ALTERNATIVE(relu_forward, relu_in_place, "Sets the negative entries of a copy to 0.");

arma::mat relu_open_at_zero(const arma::mat& dout, const arma::mat& x) {
  return times_slope(dout, x, [](double v) { return v >= 0 ? 1.0 : 0.0; });
}
DESCENT_ALTERNATIVE(relu_backward, relu_open_at_zero, "The slope at 0 is 1.");

arma::mat relu_half_open_at_zero(const arma::mat& dout, const arma::mat& x) {
  require_not_empty(x, "x");
  require_same_shape(dout, "dout", x, "x");
  return dout % (arma::sign(x) + 1) / 2;
}
DESCENT_ALTERNATIVE(relu_backward, relu_half_open_at_zero,
                    "The slope at 0 is ½: the derivative of half of x + |x|.");

arma::mat relu_gate_in_place(const arma::mat& dout, const arma::mat& x) {
  require_not_empty(x, "x");
  require_same_shape(dout, "dout", x, "x");
  arma::mat dx = dout;
  dx.elem(arma::find(x <= 0)).zeros();
  return dx;
}
DESCENT_ALTERNATIVE(relu_backward, relu_gate_in_place, "Sets entries of a copy of dout to 0.");

arma::mat leaky_by_two_parts(const arma::mat& x, double alpha) {
  require_leaky_slope(alpha);
  return mapped(x, [alpha](double v) { return std::max(v, 0.0) + alpha * std::min(v, 0.0); });
}
DESCENT_ALTERNATIVE(leaky_relu_forward, leaky_by_two_parts, "max(0, x) + alpha·min(0, x).");

arma::mat leaky_from_the_size(const arma::mat& x, double alpha) {
  require_not_empty(x, "x");
  require_leaky_slope(alpha);
  return ((1 + alpha) * x + (1 - alpha) * arma::abs(x)) / 2;
}
DESCENT_ALTERNATIVE(leaky_relu_forward, leaky_from_the_size, "½(1 + alpha)·x + ½(1 - alpha)·|x|.");

arma::mat leaky_steep_at_zero(const arma::mat& dout, const arma::mat& x, double alpha) {
  require_leaky_slope(alpha);
  return times_slope(dout, x, [alpha](double v) { return v < 0 ? alpha : 1.0; });
}
DESCENT_ALTERNATIVE(leaky_relu_backward, leaky_steep_at_zero, "The slope at 0 is 1.");

arma::mat leaky_between_at_zero(const arma::mat& dout, const arma::mat& x, double alpha) {
  require_not_empty(x, "x");
  require_same_shape(dout, "dout", x, "x");
  require_leaky_slope(alpha);
  return dout % ((1 + alpha) + (1 - alpha) * arma::sign(x)) / 2;
}
DESCENT_ALTERNATIVE(leaky_relu_backward, leaky_between_at_zero,
                    "The slope at 0 is half-way between alpha and 1.");

arma::mat prelu_with_rows(const arma::mat& x, const arma::rowvec& alpha) {
  require_prelu_slopes(x, alpha);
  arma::mat negative = arma::clamp(x, -arma::datum::inf, 0);
  negative.each_row() %= alpha;
  return arma::clamp(x, 0, arma::datum::inf) + negative;
}
DESCENT_ALTERNATIVE(prelu_forward, prelu_with_rows,
                    "Positive part plus alpha times the negative part, with each_row().");

arma::mat prelu_by_a_diagonal(const arma::mat& x, const arma::rowvec& alpha) {
  require_prelu_slopes(x, alpha);
  const arma::mat scaled = x * arma::diagmat(alpha);
  const arma::mat open = where(x > 0);
  return open % x + (1 - open) % scaled;
}
DESCENT_ALTERNATIVE(prelu_forward, prelu_by_a_diagonal, "A diagonal matrix of slopes, and masks.");

PreluGradients prelu_backward_with_matrices(const arma::mat& dout, const arma::mat& x,
                                            const arma::rowvec& alpha) {
  require_prelu_slopes(x, alpha);
  require_same_shape(dout, "dout", x, "x");
  const arma::mat closed = where(x <= 0);
  arma::mat slopes = 1 - closed;
  slopes += closed.each_row() % alpha;
  return {dout % slopes, arma::sum(dout % x % closed, 0)};
}
DESCENT_ALTERNATIVE(prelu_backward, prelu_backward_with_matrices,
                    "Masks on the whole batch; the slope at 0 is alpha.");

PreluGradients prelu_backward_column_by_column(const arma::mat& dout, const arma::mat& x,
                                               const arma::rowvec& alpha) {
  require_prelu_slopes(x, alpha);
  require_same_shape(dout, "dout", x, "x");
  PreluGradients result{arma::mat(arma::size(x)), arma::rowvec(x.n_cols)};
  for (arma::uword j = 0; j < x.n_cols; ++j) {
    const arma::vec sign = arma::sign(x.col(j));
    result.dx.col(j) = dout.col(j) % ((1 + sign) / 2 + (1 - sign) / 2 * alpha(j));
    result.dalpha(j) = arma::dot(dout.col(j), arma::clamp(x.col(j), -arma::datum::inf, 0));
  }
  return result;
}
DESCENT_ALTERNATIVE(prelu_backward, prelu_backward_column_by_column,
                    "A scalar product for each unit; the slope at 0 is half-way.");

arma::mat elu_by_two_parts(const arma::mat& x, double alpha) {
  require_not_negative(alpha, "alpha");
  return mapped(x, [alpha](double v) {
    return std::max(0.0, v) + std::min(0.0, alpha * (std::exp(std::min(v, 0.0)) - 1));
  });
}
DESCENT_ALTERNATIVE(elu_forward, elu_by_two_parts,
                    "max(0, x) + min(0, alpha·(exp(x) - 1)), with exp of the negative part only.");

arma::mat elu_with_find(const arma::mat& x, double alpha) {
  require_not_empty(x, "x");
  require_not_negative(alpha, "alpha");
  arma::mat out = x;
  const arma::uvec below = arma::find(x < 0);
  out.elem(below) = alpha * (arma::exp(x.elem(below)) - 1);
  return out;
}
DESCENT_ALTERNATIVE(elu_forward, elu_with_find, "Replaces the negative entries of a copy.");

arma::mat elu_slope_from_the_output(const arma::mat& dout, const arma::mat& x, double alpha) {
  const arma::mat out = elu_forward(x, alpha);
  require_same_shape(dout, "dout", x, "x");
  arma::mat dx = dout;
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    if (x[k] < 0) dx[k] *= out[k] + alpha;
  }
  return dx;
}
DESCENT_ALTERNATIVE(elu_backward, elu_slope_from_the_output,
                    "The output plus alpha, computed from the input; the slope at 0 is 1.");

arma::mat elu_slope_of_the_negative_part(const arma::mat& dout, const arma::mat& x, double alpha) {
  require_not_empty(x, "x");
  require_same_shape(dout, "dout", x, "x");
  require_not_negative(alpha, "alpha");
  const arma::mat closed = where(x <= 0);
  return dout % (1 - closed) +
         alpha * (dout % closed % arma::exp(arma::clamp(x, -arma::datum::inf, 0)));
}
DESCENT_ALTERNATIVE(elu_backward, elu_slope_of_the_negative_part,
                    "Masks, but the exponential is only taken of the negative part.");

arma::mat maxout_by_a_relu(const arma::mat& x, const MaxoutParameters& p) {
  require_maxout(x, p);
  arma::mat difference = x * (p.W1 - p.W2);
  difference.each_row() += p.b1 - p.b2;
  arma::mat out = x * p.W2 + arma::clamp(difference, 0, arma::datum::inf);
  out.each_row() += p.b2;
  return out;
}
DESCENT_ALTERNATIVE(maxout_forward, maxout_by_a_relu, "z2 + max(0, z1 - z2).");

arma::mat maxout_in_loops(const arma::mat& x, const MaxoutParameters& p) {
  require_maxout(x, p);
  arma::mat out(x.n_rows, p.W1.n_cols);
  for (arma::uword i = 0; i < out.n_rows; ++i) {
    for (arma::uword j = 0; j < out.n_cols; ++j) {
      double z1 = p.b1(j), z2 = p.b2(j);
      for (arma::uword d = 0; d < x.n_cols; ++d) {
        z1 += x(i, d) * p.W1(d, j);
        z2 += x(i, d) * p.W2(d, j);
      }
      out(i, j) = z1 > z2 ? z1 : z2;
    }
  }
  return out;
}
DESCENT_ALTERNATIVE(maxout_forward, maxout_in_loops, "Three loops.");

arma::mat maxout_with_one_product(const arma::mat& x, const MaxoutParameters& p) {
  require_maxout(x, p);
  arma::mat z = x * arma::join_rows(p.W1, p.W2);
  z.each_row() += arma::rowvec(arma::join_rows(p.b1, p.b2));
  const arma::uword units = p.W1.n_cols;
  return arma::max(arma::mat(z.head_cols(units)), arma::mat(z.tail_cols(units)));
}
DESCENT_ALTERNATIVE(maxout_forward, maxout_with_one_product,
                    "Both pieces in one product of matrices.");

arma::mat pre_activation(const arma::mat& x, const arma::mat& W, const arma::rowvec& b) {
  return x * W + arma::repmat(b, x.n_rows, 1);
}

MaxoutGradients layers_backward(const arma::mat& dz1, const arma::mat& dz2, const arma::mat& x,
                                const MaxoutParameters& p) {
  return {dz1 * p.W1.t() + dz2 * p.W2.t(), x.t() * dz1, arma::sum(dz1, 0), x.t() * dz2,
          arma::sum(dz2, 0)};
}

MaxoutGradients maxout_ties_to_the_second(const arma::mat& dout, const arma::mat& x,
                                          const MaxoutParameters& p) {
  require_maxout(dout, x, p);
  const arma::mat second = where(pre_activation(x, p.W2, p.b2) >= pre_activation(x, p.W1, p.b1));
  return layers_backward(dout % (1 - second), dout % second, x, p);
}
DESCENT_ALTERNATIVE(maxout_backward, maxout_ties_to_the_second,
                    "On a tie the gradient goes to the second piece.");

MaxoutGradients maxout_ties_shared(const arma::mat& dout, const arma::mat& x,
                                   const MaxoutParameters& p) {
  require_maxout(dout, x, p);
  const arma::mat lead = pre_activation(x, p.W1, p.b1) - pre_activation(x, p.W2, p.b2);
  const arma::mat share = (1 + arma::sign(lead)) / 2;
  return layers_backward(share % dout, dout - share % dout, x, p);
}
DESCENT_ALTERNATIVE(maxout_backward, maxout_ties_shared, "On a tie each piece gets its half.");

MaxoutGradients maxout_backward_in_loops(const arma::mat& dout, const arma::mat& x,
                                         const MaxoutParameters& p) {
  require_maxout(dout, x, p);
  MaxoutGradients g{arma::zeros(arma::size(x)), arma::zeros(arma::size(p.W1)),
                    arma::zeros<arma::rowvec>(p.b1.n_elem), arma::zeros(arma::size(p.W2)),
                    arma::zeros<arma::rowvec>(p.b2.n_elem)};
  for (arma::uword i = 0; i < dout.n_rows; ++i) {
    for (arma::uword j = 0; j < dout.n_cols; ++j) {
      const double z1 = arma::dot(x.row(i), p.W1.col(j)) + p.b1(j);
      const double z2 = arma::dot(x.row(i), p.W2.col(j)) + p.b2(j);
      const bool first = z1 > z2;
      const arma::mat& W = first ? p.W1 : p.W2;
      (first ? g.db1 : g.db2)(j) += dout(i, j);
      (first ? g.dW1 : g.dW2).col(j) += dout(i, j) * x.row(i).t();
      g.dx.row(i) += dout(i, j) * W.col(j).t();
    }
  }
  return g;
}
DESCENT_ALTERNATIVE(maxout_backward, maxout_backward_in_loops,
                    "One entry of the output at a time.");

double saturated_by_distance(const arma::mat& out, const Asymptotes& asymptotes, double margin) {
  require_squashed(out, asymptotes, margin);
  double flat = 0;
  for (const double value : out) {
    if (value - asymptotes.low < margin || asymptotes.high - value < margin) flat += 1;
  }
  return flat / count(out.n_rows) / count(out.n_cols);
}
DESCENT_ALTERNATIVE(saturated_fraction, saturated_by_distance,
                    "Distances, and an entry exactly at the border does not count.");

double saturated_from_the_middle(const arma::mat& out, const Asymptotes& asymptotes,
                                 double margin) {
  require_squashed(out, asymptotes, margin);
  const double middle = (asymptotes.low + asymptotes.high) / 2;
  const double reach = (asymptotes.high - asymptotes.low) / 2 - margin;
  return count(arma::accu(arma::abs(out - middle) > reach)) / count(out.n_elem);
}
DESCENT_ALTERNATIVE(saturated_fraction, saturated_from_the_middle,
                    "How far the entries are from the middle of the range.");

double dead_in_loops(const arma::mat& out) {
  require_not_empty(out, "out");
  double dead = 0;
  for (arma::uword j = 0; j < out.n_cols; ++j) {
    bool alive = false;
    for (arma::uword i = 0; i < out.n_rows; ++i) alive = alive || out(i, j) != 0;
    dead += alive ? 0 : 1;
  }
  return dead / count(out.n_cols);
}
DESCENT_ALTERNATIVE(dead_fraction, dead_in_loops, "Looks for one example that wakes the unit.");

double dead_by_any(const arma::mat& out) {
  require_not_empty(out, "out");
  const arma::urowvec alive = arma::any(out, 0);
  return 1 - arma::mean(arma::conv_to<arma::rowvec>::from(alive));
}
DESCENT_ALTERNATIVE(dead_fraction, dead_by_any, "One minus the fraction of columns with any().");

arma::rowvec mean_by_a_product(const arma::mat& out) {
  require_not_empty(out, "out");
  return arma::ones<arma::rowvec>(out.n_rows) * out / count(out.n_rows);
}
DESCENT_ALTERNATIVE(mean_output, mean_by_a_product, "A row of ones times the matrix, over N.");

arma::rowvec mean_kept_running(const arma::mat& out) {
  require_not_empty(out, "out");
  arma::rowvec mean = out.row(0);
  for (arma::uword i = 1; i < out.n_rows; ++i) mean += (out.row(i) - mean) / count(i + 1);
  return mean;
}
DESCENT_ALTERNATIVE(mean_output, mean_kept_running, "The mean updated row by row.");

}  // namespace
}  // namespace descent
