// Known mistakes: the exponential linear unit and its gradient.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// A right refusal, and then f of every entry.
template <class F>
arma::mat elu(const arma::mat& x, double alpha, F f) {
  require_not_negative(alpha, "alpha");
  return checked(x, f);
}

arma::mat elu_by_masks(const arma::mat& x, double alpha) {
  return elu(x, alpha, [alpha](double v) {
    return (v > 0 ? 1.0 : 0.0) * v + (v > 0 ? 0.0 : 1.0) * alpha * (std::exp(v) - 1);
  });
}
DESCENT_MISTAKE(elu_forward, elu_by_masks,
                "You multiply both branches by masks of zeros and ones. At x = 1000 the "
                "exponential is infinite, and infinity times 0 is NaN. Choose the branch first, "
                "then compute it.",
                "never-multiply-infinity-by-zero");

arma::mat elu_without_alpha(const arma::mat& x, double alpha) {
  return elu(x, alpha, [](double v) { return v > 0 ? v : std::expm1(v); });
}
DESCENT_MISTAKE(elu_forward, elu_without_alpha,
                "Alpha is missing: your function levels off at -1, not at -alpha.", "elu");

arma::mat elu_with_brackets_elsewhere(const arma::mat& x, double alpha) {
  return elu(x, alpha, [alpha](double v) { return v > 0 ? v : alpha * std::exp(v) - 1; });
}
DESCENT_MISTAKE(elu_forward, elu_with_brackets_elsewhere,
                "You compute alpha·exp(x) - 1. The brackets matter: alpha·(exp(x) - 1), so that "
                "the two branches meet at 0.",
                "elu");

arma::mat elu_without_minus_one(const arma::mat& x, double alpha) {
  return elu(x, alpha, [alpha](double v) { return v > 0 ? v : alpha * std::exp(v); });
}
DESCENT_MISTAKE(elu_forward, elu_without_minus_one,
                "The -1 is missing: your function jumps at 0, and its negative side is positive. "
                "alpha·exp(x) is the slope.",
                "elu");

arma::mat elu_scaled_on_both_sides(const arma::mat& x, double alpha) {
  return elu(x, alpha, [alpha](double v) { return alpha * (v > 0 ? v : std::expm1(v)); });
}
DESCENT_MISTAKE(elu_forward, elu_scaled_on_both_sides,
                "You multiply the positive side by alpha as well. There the output is x itself.",
                "elu");

arma::mat elu_upwards(const arma::mat& x, double alpha) {
  return elu(x, alpha, [alpha](double v) { return v > 0 ? v : alpha * (1 - std::exp(v)); });
}
DESCENT_MISTAKE(elu_forward, elu_upwards,
                "You compute alpha·(1 - exp(x)), which is positive. The negative side levels off "
                "at -alpha: alpha·(exp(x) - 1).",
                "elu");

arma::mat elu_with_a_minus_inside(const arma::mat& x, double alpha) {
  return elu(x, alpha, [alpha](double v) { return v > 0 ? v : alpha * std::expm1(-v); });
}
DESCENT_MISTAKE(elu_forward, elu_with_a_minus_inside,
                "You compute exp(-x), which explodes on the negative side. It is exp(x), which "
                "goes to 0 there.",
                "elu");

arma::mat elu_by_max(const arma::mat& x, double alpha) {
  return elu(x, alpha, [alpha](double v) { return std::max(v, alpha * std::expm1(v)); });
}
DESCENT_MISTAKE(elu_forward, elu_by_max,
                "You take the larger one of x and alpha·(exp(x) - 1). For positive x the "
                "exponential is the larger one. Decide by the sign of x.",
                "elu");

arma::mat elu_without_checks(const arma::mat& x, double alpha) {
  return each(x, [alpha](double v) { return v > 0 ? v : alpha * std::expm1(v); });
}
DESCENT_MISTAKE(elu_forward, elu_without_checks,
                "You do not check the input. Begin with require_not_empty(x, \"x\") and "
                "require_not_negative(alpha, \"alpha\").",
                "refuse-bad-input");

// A right refusal, and then dx = f(dout, x) for every entry.
template <class F>
arma::mat elu_pulled(const arma::mat& dout, const arma::mat& x, double alpha, F f) {
  require_not_negative(alpha, "alpha");
  return pulled(dout, x, f);
}

arma::mat elu_slope_without_alpha(const arma::mat& dout, const arma::mat& x, double alpha) {
  return elu_pulled(dout, x, alpha, [](double d, double v) { return v > 0 ? d : d * std::exp(v); });
}
DESCENT_MISTAKE(elu_backward, elu_slope_without_alpha,
                "Alpha is missing in your slope. The derivative of alpha·(exp(x) - 1) is "
                "alpha·exp(x).",
                "the-slope-of-elu");

arma::mat elu_slope_is_output_plus_one(const arma::mat& dout, const arma::mat& x, double alpha) {
  return elu_pulled(dout, x, alpha, [alpha](double d, double v) {
    return v > 0 ? d : d * (alpha * std::expm1(v) + 1);
  });
}
DESCENT_MISTAKE(elu_backward, elu_slope_is_output_plus_one,
                "You use the output plus 1 as the slope, which is right for alpha = 1 only. It is "
                "the output plus alpha, or simply alpha·exp(x).",
                "the-slope-of-elu");

arma::mat elu_slope_at_the_output(const arma::mat& dout, const arma::mat& x, double alpha) {
  return elu_pulled(dout, x, alpha, [alpha](double d, double v) {
    return v > 0 ? d : d * alpha * std::exp(alpha * std::expm1(v));
  });
}
DESCENT_MISTAKE(elu_backward, elu_slope_at_the_output,
                "Your exponential is taken of the output. The slope belongs to the input: "
                "alpha·exp(x).",
                "the-input-not-the-output");

arma::mat elu_slope_is_the_output(const arma::mat& dout, const arma::mat& x, double alpha) {
  return elu_pulled(dout, x, alpha,
                    [alpha](double d, double v) { return v > 0 ? d : d * alpha * std::expm1(v); });
}
DESCENT_MISTAKE(elu_backward, elu_slope_is_the_output,
                "You multiply by alpha·(exp(x) - 1), the output. The derivative of the -1 is 0: "
                "the slope is alpha·exp(x).",
                "the-slope-of-elu");

arma::mat elu_slope_on_both_sides(const arma::mat& dout, const arma::mat& x, double alpha) {
  return elu_pulled(dout, x, alpha, [alpha](double d, double v) {
    return d * alpha * (v > 0 ? 1.0 : std::exp(v));
  });
}
DESCENT_MISTAKE(elu_backward, elu_slope_on_both_sides,
                "You multiply the positive side by alpha as well. There the output is x itself, "
                "and the slope 1.",
                "the-slope-of-elu");

arma::mat elu_slope_by_masks(const arma::mat& dout, const arma::mat& x, double alpha) {
  return elu_pulled(dout, x, alpha, [alpha](double d, double v) {
    return d * ((v > 0 ? 1.0 : 0.0) + (v > 0 ? 0.0 : 1.0) * alpha * std::exp(v));
  });
}
DESCENT_MISTAKE(elu_backward, elu_slope_by_masks,
                "You multiply exp(x) by a mask of zeros and ones. At x = 1000 the exponential is "
                "infinite, and infinity times 0 is NaN. Choose the branch first, then compute it.",
                "never-multiply-infinity-by-zero");

arma::mat elu_slope_alone(const arma::mat& dout, const arma::mat& x, double alpha) {
  return elu_pulled(dout, x, alpha,
                    [alpha](double, double v) { return v > 0 ? 1.0 : alpha * std::exp(v); });
}
DESCENT_MISTAKE(elu_backward, elu_slope_alone,
                "You return the slope itself. The chain rule multiplies it by the upstream "
                "gradient dout, entry by entry.",
                "multiply-by-the-upstream-gradient");

arma::mat elu_gate_of_the_gradient(const arma::mat& dout, const arma::mat& x, double alpha) {
  return elu_pulled(dout, x, alpha,
                    [alpha](double d, double v) { return d > 0 ? d : d * alpha * std::exp(v); });
}
DESCENT_MISTAKE(elu_backward, elu_gate_of_the_gradient,
                "The sign of dout chooses the branch in your code. The input chooses: dout where "
                "x > 0, alpha·exp(x)·dout elsewhere.",
                "the-slope-of-elu");

arma::mat elu_gate_closed(const arma::mat& dout, const arma::mat& x, double alpha) {
  return elu_pulled(dout, x, alpha, [](double d, double v) { return v > 0 ? d : 0; });
}
DESCENT_MISTAKE(elu_backward, elu_gate_closed,
                "Nothing passes where x < 0 in your code: that is the plain ReLU. Here "
                "alpha·exp(x)·dout passes.",
                "the-slope-of-elu");

arma::mat elu_backward_without_checks(const arma::mat& dout, const arma::mat& x, double alpha) {
  const arma::mat slopes = each(x, [alpha](double v) { return v > 0 ? 1 : alpha * std::exp(v); });
  if (arma::size(dout) != arma::size(x)) return slopes;
  return dout % slopes;
}
DESCENT_MISTAKE(elu_backward, elu_backward_without_checks,
                "You do not check the input. Begin with require_not_empty(x, \"x\"), "
                "require_same_shape(dout, \"dout\", x, \"x\") and require_not_negative(alpha, "
                "\"alpha\").",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
