// Known mistakes: the ReLU and the leaky ReLU with their gradients.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat relu_that_is_abs(const arma::mat& x) {
  return checked(x, [](double v) { return std::abs(v); });
}
DESCENT_MISTAKE(relu_forward, relu_that_is_abs,
                "That is |x|: negative numbers come out positive. A ReLU makes them 0.", "relu");

arma::mat relu_with_min(const arma::mat& x) {
  return checked(x, [](double v) { return std::min(0.0, v); });
}
DESCENT_MISTAKE(relu_forward, relu_with_min,
                "You keep the negative numbers. It is max(0, x), not min(0, x).", "relu");

arma::mat relu_with_a_ceiling(const arma::mat& x) {
  return checked(x, [](double v) { return std::clamp(v, 0.0, 6.0); });
}
DESCENT_MISTAKE(relu_forward, relu_with_a_ceiling,
                "Your function stops growing at 6 (that is the ReLU6). A ReLU has no ceiling: that "
                "is why it does not saturate.",
                "relu");

arma::mat relu_up_to_one(const arma::mat& x) {
  return checked(x, [](double v) { return std::clamp(v, 0.0, 1.0); });
}
DESCENT_MISTAKE(relu_forward, relu_up_to_one,
                "Your function stops growing at 1. A ReLU has no ceiling: that is why it does not "
                "saturate.",
                "relu");

arma::mat relu_that_leaks(const arma::mat& x) {
  return checked(x, [](double v) { return v > 0 ? v : 0.01 * v; });
}
DESCENT_MISTAKE(relu_forward, relu_that_leaks,
                "Your function leaks: that is the leaky ReLU. The plain one is exactly 0 for "
                "negative numbers.",
                "relu");

arma::mat relu_that_is_a_step(const arma::mat& x) {
  return checked(x, [](double v) { return v > 0 ? 1.0 : 0.0; });
}
DESCENT_MISTAKE(relu_forward, relu_that_is_a_step,
                "You return the mask of zeros and ones. That is the slope; the output is the mask "
                "times x.",
                "relu");

arma::mat relu_that_is_smooth(const arma::mat& x) {
  return checked(x, [](double v) { return std::max(v, 0.0) + std::log1p(std::exp(-std::abs(v))); });
}
DESCENT_MISTAKE(relu_forward, relu_that_is_smooth,
                "ln(1 + exp(x)) is the softplus, a ReLU with a round corner. The ReLU itself is "
                "max(0, x).",
                "relu");

arma::mat relu_without_checks(const arma::mat& x) { return arma::clamp(x, 0, arma::datum::inf); }
DESCENT_MISTAKE(relu_forward, relu_without_checks,
                "You do not check the input. Begin with require_not_empty(x, \"x\").",
                "refuse-bad-input");

arma::mat relu_gate_of_the_gradient(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double) { return d > 0 ? d : 0; });
}
DESCENT_MISTAKE(relu_backward, relu_gate_of_the_gradient,
                "You let a gradient pass if it is positive itself. The gate is opened by the "
                "input: dout passes where x > 0, whatever its sign.",
                "the-slope-of-relu");

arma::mat relu_two_gates(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) { return d > 0 && v > 0 ? d : 0; });
}
DESCENT_MISTAKE(relu_backward, relu_two_gates,
                "You drop negative gradients as well (\"guided backpropagation\", for pictures "
                "only). An open gate lets every dout pass.",
                "the-slope-of-relu");

arma::mat relu_slope_alone(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double, double v) { return v > 0 ? 1.0 : 0.0; });
}
DESCENT_MISTAKE(relu_backward, relu_slope_alone,
                "You return the slope itself, 0 or 1. The chain rule multiplies it by the upstream "
                "gradient dout, entry by entry.",
                "multiply-by-the-upstream-gradient");

arma::mat relu_slope_is_the_output(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) { return d * std::max(0.0, v); });
}
DESCENT_MISTAKE(relu_backward, relu_slope_is_the_output,
                "You multiply dout by max(0, x), the output. The slope of an open gate is 1, "
                "however large x is.",
                "the-slope-of-relu");

arma::mat relu_without_a_gate(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double) { return d; });
}
DESCENT_MISTAKE(relu_backward, relu_without_a_gate,
                "You return dout as it is. Where x < 0 the output does not move with x, so the "
                "gradient there is 0.",
                "the-slope-of-relu");

arma::mat relu_gate_reversed(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) { return v < 0 ? d : 0; });
}
DESCENT_MISTAKE(relu_backward, relu_gate_reversed,
                "Your gate is open where x < 0. It is the other way round: dout passes where "
                "x > 0.",
                "the-slope-of-relu");

arma::mat relu_gate_that_leaks(const arma::mat& dout, const arma::mat& x) {
  return leaky_relu_backward(dout, x, 0.01);
}
DESCENT_MISTAKE(relu_backward, relu_gate_that_leaks,
                "A closed gate lets a hundredth through in your code: that is the leaky ReLU. Here "
                "it is exactly 0.",
                "the-slope-of-relu");

arma::mat relu_slope_by_division(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) { return d * (std::max(0.0, v) / v); });
}
DESCENT_MISTAKE(relu_backward, relu_slope_by_division,
                "You divide the output by the input to find the slope. Where x is exactly 0 that "
                "is 0/0, NaN, and one NaN is enough to destroy all weights.",
                "the-slope-at-zero");

arma::mat relu_backward_without_checks(const arma::mat& dout, const arma::mat& x) {
  const arma::mat slopes = where(x > 0);
  if (arma::size(dout) != arma::size(x)) return slopes;
  return dout % slopes;
}
DESCENT_MISTAKE(relu_backward, relu_backward_without_checks,
                "You do not check the input. Begin with require_not_empty(x, \"x\") and "
                "require_same_shape(dout, \"dout\", x, \"x\").",
                "refuse-bad-input");

template <class F>
arma::mat leaky(const arma::mat& x, double alpha, F f) {
  require_leaky_slope(alpha);
  return checked(x, f);
}

arma::mat leaky_with_its_own_alpha(const arma::mat& x, double alpha) {
  return leaky(x, alpha, [](double v) { return v > 0 ? v : 0.01 * v; });
}
DESCENT_MISTAKE(leaky_relu_forward, leaky_with_its_own_alpha,
                "Your slope is always 0.01, whatever alpha says.", "leaky-relu");

arma::mat leaky_that_does_not_leak(const arma::mat& x, double alpha) {
  return leaky(x, alpha, [](double v) { return std::max(0.0, v); });
}
DESCENT_MISTAKE(leaky_relu_forward, leaky_that_does_not_leak,
                "Negative numbers become 0 in your code: that is the plain ReLU. Here they become "
                "alpha·x.",
                "leaky-relu");

arma::mat leaky_with_max_alpha(const arma::mat& x, double alpha) {
  return leaky(x, alpha, [alpha](double v) { return std::max(v, alpha); });
}
DESCENT_MISTAKE(leaky_relu_forward, leaky_with_max_alpha,
                "You take the larger one of x and alpha. It is x against alpha·x: alpha is a "
                "slope, not a floor.",
                "leaky-relu");

arma::mat leaky_upwards(const arma::mat& x, double alpha) {
  return leaky(x, alpha, [alpha](double v) { return v > 0 ? v : -alpha * v; });
}
DESCENT_MISTAKE(leaky_relu_forward, leaky_upwards,
                "Your negative side goes up again, -alpha·x. The leak keeps the sign: alpha·x is "
                "below 0.",
                "leaky-relu");

arma::mat leaky_on_the_wrong_side(const arma::mat& x, double alpha) {
  return leaky(x, alpha, [alpha](double v) { return v > 0 ? alpha * v : v; });
}
DESCENT_MISTAKE(leaky_relu_forward, leaky_on_the_wrong_side,
                "You shrink the positive numbers and keep the negative ones. It is the other way "
                "round: x where x > 0, alpha·x elsewhere.",
                "leaky-relu");

arma::mat leaky_divided(const arma::mat& x, double alpha) {
  return leaky(x, alpha, [alpha](double v) { return v >= 0 ? v : v / alpha; });
}
DESCENT_MISTAKE(leaky_relu_forward, leaky_divided,
                "You divide by alpha. Some papers write x/a with a large a; here alpha is the "
                "slope itself: alpha·x.",
                "leaky-relu");

arma::mat leaky_on_both_sides(const arma::mat& x, double alpha) {
  return leaky(x, alpha, [alpha](double v) { return std::max(0.0, v) + alpha * v; });
}
DESCENT_MISTAKE(leaky_relu_forward, leaky_on_both_sides,
                "You add alpha·x everywhere, so the positive side has the slope 1 + alpha. Only "
                "negative numbers are multiplied by alpha.",
                "leaky-relu");

arma::mat leaky_without_checks(const arma::mat& x, double alpha) {
  return each(x, [alpha](double v) { return v > 0 ? v : alpha * v; });
}
DESCENT_MISTAKE(leaky_relu_forward, leaky_without_checks,
                "You do not check the input. Begin with require_not_empty(x, \"x\") and "
                "require_leaky_slope(alpha).",
                "refuse-bad-input");

template <class F>
arma::mat leaky_pulled(const arma::mat& dout, const arma::mat& x, double alpha, F f) {
  require_leaky_slope(alpha);
  return pulled(dout, x, f);
}

arma::mat leaky_slope_of_its_own(const arma::mat& dout, const arma::mat& x, double alpha) {
  return leaky_pulled(dout, x, alpha, [](double d, double v) { return v > 0 ? d : 0.01 * d; });
}
DESCENT_MISTAKE(leaky_relu_backward, leaky_slope_of_its_own,
                "Your slope is always 0.01, whatever alpha says.", "leaky-relu");

arma::mat leaky_gate_closed(const arma::mat& dout, const arma::mat& x, double alpha) {
  return leaky_pulled(dout, x, alpha, [](double d, double v) { return v > 0 ? d : 0; });
}
DESCENT_MISTAKE(leaky_relu_backward, leaky_gate_closed,
                "Nothing passes where x < 0 in your code. The leak is there for the gradient: "
                "alpha·dout.",
                "leaky-relu");

arma::mat leaky_gate_of_the_gradient(const arma::mat& dout, const arma::mat& x, double alpha) {
  return leaky_pulled(dout, x, alpha, [alpha](double d, double) { return d > 0 ? d : alpha * d; });
}
DESCENT_MISTAKE(leaky_relu_backward, leaky_gate_of_the_gradient,
                "The sign of dout decides in your code. The input decides: dout where x > 0, "
                "alpha·dout elsewhere.",
                "leaky-relu");

arma::mat leaky_slope_alone(const arma::mat& dout, const arma::mat& x, double alpha) {
  return leaky_pulled(dout, x, alpha, [alpha](double, double v) { return v > 0 ? 1.0 : alpha; });
}
DESCENT_MISTAKE(leaky_relu_backward, leaky_slope_alone,
                "You return the slope itself. The chain rule multiplies it by the upstream "
                "gradient dout, entry by entry.",
                "multiply-by-the-upstream-gradient");

arma::mat leaky_slope_times_x(const arma::mat& dout, const arma::mat& x, double alpha) {
  return leaky_pulled(dout, x, alpha,
                      [alpha](double d, double v) { return v > 0 ? d : d * alpha * v; });
}
DESCENT_MISTAKE(leaky_relu_backward, leaky_slope_times_x,
                "On the negative side you multiply by alpha·x, the output. The slope of the line "
                "alpha·x is alpha, for every x.",
                "leaky-relu");

arma::mat leaky_slope_plus_one(const arma::mat& dout, const arma::mat& x, double alpha) {
  return leaky_pulled(dout, x, alpha,
                      [alpha](double d, double v) { return (v > 0 ? 1 + alpha : alpha) * d; });
}
DESCENT_MISTAKE(leaky_relu_backward, leaky_slope_plus_one,
                "Your slope on the positive side is 1 + alpha. It is 1; alpha is the slope of the "
                "other side only.",
                "leaky-relu");

arma::mat leaky_slopes_exchanged(const arma::mat& dout, const arma::mat& x, double alpha) {
  return leaky_pulled(dout, x, alpha,
                      [alpha](double d, double v) { return v > 0 ? alpha * d : d; });
}
DESCENT_MISTAKE(leaky_relu_backward, leaky_slopes_exchanged,
                "The two slopes are exchanged: 1 belongs to x > 0, alpha to x < 0.", "leaky-relu");

arma::mat leaky_backward_without_checks(const arma::mat& dout, const arma::mat& x, double alpha) {
  const arma::mat slopes = each(x, [alpha](double v) { return v > 0 ? 1.0 : alpha; });
  if (arma::size(dout) != arma::size(x)) return slopes;
  return dout % slopes;
}
DESCENT_MISTAKE(leaky_relu_backward, leaky_backward_without_checks,
                "You do not check the input. Begin with require_not_empty(x, \"x\"), "
                "require_same_shape(dout, \"dout\", x, \"x\") and require_leaky_slope(alpha).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
