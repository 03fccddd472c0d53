// Known mistakes: the ReLU with learned slopes.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// out_ij = f(x_ij, i, j).
template <class F>
arma::mat prelu(const arma::mat& x, const arma::rowvec& alpha, F f) {
  require_prelu_slopes(x, alpha);
  arma::mat out(arma::size(x));
  for (arma::uword j = 0; j < x.n_cols; ++j) {
    for (arma::uword i = 0; i < x.n_rows; ++i) out(i, j) = f(x(i, j), i, j);
  }
  return out;
}

arma::mat prelu_with_a_slope_for_each_example(const arma::mat& x, const arma::rowvec& alpha) {
  return prelu(x, alpha, [&](double v, arma::uword i, arma::uword) {
    return v > 0 ? v : alpha(i % alpha.n_elem) * v;
  });
}
DESCENT_MISTAKE(prelu_forward, prelu_with_a_slope_for_each_example,
                "You use alpha along the rows. A unit is a column: entry (i, j) has the slope "
                "alpha(j).",
                "prelu-a-slope-for-every-unit");

arma::mat prelu_with_the_first_slope(const arma::mat& x, const arma::rowvec& alpha) {
  return prelu(x, alpha,
               [&](double v, arma::uword, arma::uword) { return v > 0 ? v : alpha(0) * v; });
}
DESCENT_MISTAKE(prelu_forward, prelu_with_the_first_slope,
                "Every unit gets the slope alpha(0) in your code. Column j has its own, alpha(j).",
                "prelu-a-slope-for-every-unit");

arma::mat prelu_with_the_mean_slope(const arma::mat& x, const arma::rowvec& alpha) {
  return prelu(x, alpha, [&](double v, arma::uword, arma::uword) {
    return v > 0 ? v : arma::mean(alpha) * v;
  });
}
DESCENT_MISTAKE(prelu_forward, prelu_with_the_mean_slope,
                "All units share the mean of alpha in your code. Column j has its own slope, "
                "alpha(j).",
                "prelu-a-slope-for-every-unit");

arma::mat prelu_by_max(const arma::mat& x, const arma::rowvec& alpha) {
  return prelu(x, alpha,
               [&](double v, arma::uword, arma::uword j) { return std::max(v, alpha(j) * v); });
}
DESCENT_MISTAKE(prelu_forward, prelu_by_max,
                "You take the larger one of x and alpha·x. That works only while alpha is at most "
                "1, and a learned slope may grow beyond. Decide by the sign of x.",
                "slopes-above-one");

arma::mat prelu_clamps_the_slopes(const arma::mat& x, const arma::rowvec& alpha) {
  return prelu(x, alpha, [&](double v, arma::uword, arma::uword j) {
    return v > 0 ? v : std::clamp(alpha(j), 0.0, 1.0) * v;
  });
}
DESCENT_MISTAKE(prelu_forward, prelu_clamps_the_slopes,
                "You keep alpha between 0 and 1. A learned slope may be any number; nothing is cut "
                "off.",
                "slopes-above-one");

arma::mat prelu_without_signs(const arma::mat& x, const arma::rowvec& alpha) {
  return prelu(x, alpha, [&](double v, arma::uword, arma::uword j) {
    return v > 0 ? v : std::abs(alpha(j)) * v;
  });
}
DESCENT_MISTAKE(prelu_forward, prelu_without_signs,
                "You drop the sign of alpha. A slope that was learned may be negative.",
                "slopes-above-one");

arma::mat prelu_not_learned(const arma::mat& x, const arma::rowvec& alpha) {
  return prelu(x, alpha, [](double v, arma::uword, arma::uword) { return v > 0 ? v : 0.01 * v; });
}
DESCENT_MISTAKE(prelu_forward, prelu_not_learned,
                "Your slope is always 0.01. Here it comes from alpha, one for each column.",
                "prelu-a-slope-for-every-unit");

arma::mat prelu_on_the_wrong_side(const arma::mat& x, const arma::rowvec& alpha) {
  return prelu(x, alpha,
               [&](double v, arma::uword, arma::uword j) { return v > 0 ? alpha(j) * v : v; });
}
DESCENT_MISTAKE(prelu_forward, prelu_on_the_wrong_side,
                "You multiply the positive numbers by alpha. It belongs to the negative ones.",
                "prelu-a-slope-for-every-unit");

arma::mat prelu_without_checks(const arma::mat& x, const arma::rowvec& alpha) {
  arma::mat out = x;
  for (arma::uword j = 0; j < x.n_cols; ++j) {
    const double slope = j < alpha.n_elem ? alpha(j) : 0;
    for (arma::uword i = 0; i < x.n_rows; ++i) {
      if (x(i, j) < 0) out(i, j) *= slope;
    }
  }
  return out;
}
DESCENT_MISTAKE(prelu_forward, prelu_without_checks,
                "You do not check the input. Begin with require_prelu_slopes(x, alpha).",
                "refuse-bad-input");

// The right dx, and dalpha_j = the sum of f(dout_ij, x_ij, alpha_j) over the batch.
template <class F>
PreluGradients with_dalpha(const arma::mat& dout, const arma::mat& x, const arma::rowvec& alpha,
                           F f) {
  PreluGradients result = prelu_backward(dout, x, alpha);
  result.dalpha.zeros();
  for (arma::uword j = 0; j < x.n_cols; ++j) {
    for (arma::uword i = 0; i < x.n_rows; ++i) {
      result.dalpha(j) += f(dout(i, j), x(i, j), alpha(j));
    }
  }
  return result;
}

// The right dalpha, and dx_ij = f(dout_ij, x_ij, i, j).
template <class F>
PreluGradients with_dx(const arma::mat& dout, const arma::mat& x, const arma::rowvec& alpha, F f) {
  PreluGradients result = prelu_backward(dout, x, alpha);
  for (arma::uword j = 0; j < x.n_cols; ++j) {
    for (arma::uword i = 0; i < x.n_rows; ++i) result.dx(i, j) = f(dout(i, j), x(i, j), i, j);
  }
  return result;
}

PreluGradients dalpha_overwritten(const arma::mat& dout, const arma::mat& x,
                                  const arma::rowvec& alpha) {
  PreluGradients result = prelu_backward(dout, x, alpha);
  result.dalpha.zeros();
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    for (arma::uword j = 0; j < x.n_cols; ++j) {
      if (x(i, j) < 0) result.dalpha(j) = dout(i, j) * x(i, j);
    }
  }
  return result;
}
DESCENT_MISTAKE(prelu_backward, dalpha_overwritten,
                "dalpha is overwritten by every negative example, so that only the last one "
                "counts. It is a sum over the batch: start at 0 and use +=.",
                "the-gradient-of-alpha");

PreluGradients dalpha_of_the_last_example(const arma::mat& dout, const arma::mat& x,
                                          const arma::rowvec& alpha) {
  PreluGradients result = prelu_backward(dout, x, alpha);
  const arma::mat each = dout % x % where(x < 0);
  result.dalpha = each.row(each.n_rows - 1);
  return result;
}
DESCENT_MISTAKE(prelu_backward, dalpha_of_the_last_example,
                "dalpha comes from the last example alone. It is a sum over the batch: start at 0 "
                "and use +=.",
                "the-gradient-of-alpha");

PreluGradients dalpha_of_the_first_example(const arma::mat& dout, const arma::mat& x,
                                           const arma::rowvec& alpha) {
  PreluGradients result = prelu_backward(dout, x, alpha);
  const arma::mat each = dout % x % where(x < 0);
  result.dalpha = each.row(0);
  return result;
}
DESCENT_MISTAKE(prelu_backward, dalpha_of_the_first_example,
                "dalpha comes from the first example alone. It is a sum over the batch.",
                "the-gradient-of-alpha");

PreluGradients dalpha_averaged(const arma::mat& dout, const arma::mat& x,
                               const arma::rowvec& alpha) {
  PreluGradients result = prelu_backward(dout, x, alpha);
  result.dalpha /= count(x.n_rows);
  return result;
}
DESCENT_MISTAKE(prelu_backward, dalpha_averaged,
                "You divide dalpha by N. If the loss is a mean, that 1/N is in dout already: "
                "dalpha is a sum over the batch.",
                "the-gradient-of-alpha");

PreluGradients dalpha_of_all_units_together(const arma::mat& dout, const arma::mat& x,
                                            const arma::rowvec& alpha) {
  PreluGradients result = prelu_backward(dout, x, alpha);
  result.dalpha.fill(arma::accu(result.dalpha));
  return result;
}
DESCENT_MISTAKE(prelu_backward, dalpha_of_all_units_together,
                "Every entry of your dalpha is the sum over all units. Each unit has its own "
                "slope: sum over the rows of its column only.",
                "the-gradient-of-alpha");

PreluGradients dalpha_of_both_sides(const arma::mat& dout, const arma::mat& x,
                                    const arma::rowvec& alpha) {
  return with_dalpha(dout, x, alpha, [](double d, double v, double) { return d * v; });
}
DESCENT_MISTAKE(prelu_backward, dalpha_of_both_sides,
                "You sum dout·x over all examples. Where x > 0 alpha does not enter the output, so "
                "only the negative entries count.",
                "the-gradient-of-alpha");

PreluGradients dalpha_of_the_wrong_side(const arma::mat& dout, const arma::mat& x,
                                        const arma::rowvec& alpha) {
  return with_dalpha(dout, x, alpha, [](double d, double v, double) { return v > 0 ? d * v : 0; });
}
DESCENT_MISTAKE(prelu_backward, dalpha_of_the_wrong_side,
                "You sum over the positive entries, where alpha does not enter the output. The "
                "negative ones count.",
                "the-gradient-of-alpha");

PreluGradients dalpha_of_the_output(const arma::mat& dout, const arma::mat& x,
                                    const arma::rowvec& alpha) {
  return with_dalpha(dout, x, alpha,
                     [](double d, double v, double a) { return v < 0 ? d * a * v : 0; });
}
DESCENT_MISTAKE(prelu_backward, dalpha_of_the_output,
                "dalpha has alpha·x in it, the output. The derivative of alpha·x by alpha is x, "
                "the input.",
                "the-gradient-of-alpha");

PreluGradients dalpha_without_dout(const arma::mat& dout, const arma::mat& x,
                                   const arma::rowvec& alpha) {
  return with_dalpha(dout, x, alpha, [](double, double v, double) { return v < 0 ? v : 0; });
}
DESCENT_MISTAKE(prelu_backward, dalpha_without_dout,
                "dalpha sums the negative inputs. Each must be multiplied by its upstream "
                "gradient dout first.",
                "the-gradient-of-alpha");

PreluGradients dalpha_without_x(const arma::mat& dout, const arma::mat& x,
                                const arma::rowvec& alpha) {
  return with_dalpha(dout, x, alpha, [](double d, double v, double) { return v < 0 ? d : 0; });
}
DESCENT_MISTAKE(prelu_backward, dalpha_without_x,
                "dalpha sums dout where x < 0. The derivative of alpha·x by alpha is x: multiply "
                "by it.",
                "the-gradient-of-alpha");

PreluGradients dalpha_left_at_zero(const arma::mat& dout, const arma::mat& x,
                                   const arma::rowvec& alpha) {
  PreluGradients result = prelu_backward(dout, x, alpha);
  result.dalpha.zeros();
  return result;
}
DESCENT_MISTAKE(prelu_backward, dalpha_left_at_zero,
                "dalpha is all zeros, so the slopes are never learned. It collects dout·x over "
                "the examples with x < 0.",
                "the-gradient-of-alpha");

PreluGradients prelu_dx_gate_closed(const arma::mat& dout, const arma::mat& x,
                                    const arma::rowvec& alpha) {
  return with_dx(dout, x, alpha,
                 [](double d, double v, arma::uword, arma::uword) { return v > 0 ? d : 0; });
}
DESCENT_MISTAKE(prelu_backward, prelu_dx_gate_closed,
                "dx is 0 where x < 0 in your code, as in a plain ReLU. Here alpha_j·dout passes.",
                "prelu-a-slope-for-every-unit");

PreluGradients prelu_dx_along_the_rows(const arma::mat& dout, const arma::mat& x,
                                       const arma::rowvec& alpha) {
  return with_dx(dout, x, alpha, [&](double d, double v, arma::uword i, arma::uword) {
    return v > 0 ? d : alpha(i % alpha.n_elem) * d;
  });
}
DESCENT_MISTAKE(prelu_backward, prelu_dx_along_the_rows,
                "dx uses alpha along the rows. A unit is a column: entry (i, j) has the slope "
                "alpha(j).",
                "prelu-a-slope-for-every-unit");

PreluGradients prelu_dx_alone(const arma::mat& dout, const arma::mat& x,
                              const arma::rowvec& alpha) {
  return with_dx(dout, x, alpha, [&](double, double v, arma::uword, arma::uword j) {
    return v > 0 ? 1.0 : alpha(j);
  });
}
DESCENT_MISTAKE(prelu_backward, prelu_dx_alone,
                "dx is the slope itself. The chain rule multiplies it by the upstream gradient "
                "dout, entry by entry.",
                "multiply-by-the-upstream-gradient");

PreluGradients prelu_dx_side_of_the_output(const arma::mat& dout, const arma::mat& x,
                                           const arma::rowvec& alpha) {
  return with_dx(dout, x, alpha, [&](double d, double v, arma::uword, arma::uword j) {
    return v > 0 || alpha(j) * v > 0 ? d : alpha(j) * d;
  });
}
DESCENT_MISTAKE(prelu_backward, prelu_dx_side_of_the_output,
                "You decide by the sign of the output. With a negative alpha the output of a "
                "negative input is positive: decide by the sign of x.",
                "the-input-not-the-output");

PreluGradients prelu_backward_without_checks(const arma::mat& dout, const arma::mat& x,
                                             const arma::rowvec& alpha) {
  if (arma::size(dout) == arma::size(x) && alpha.n_elem == x.n_cols && !x.is_empty() &&
      alpha.is_finite()) {
    return prelu_backward(dout, x, alpha);
  }
  return {dout, alpha};
}
DESCENT_MISTAKE(prelu_backward, prelu_backward_without_checks,
                "You do not check the input. Begin with require_prelu_slopes(x, alpha) and "
                "require_same_shape(dout, \"dout\", x, \"x\").",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
