// Known mistakes: tanh and its gradient.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat tanh_from_two_exponentials(const arma::mat& x) {
  return checked(
      x, [](double v) { return (std::exp(v) - std::exp(-v)) / (std::exp(v) + std::exp(-v)); });
}
DESCENT_MISTAKE(tanh_forward, tanh_from_two_exponentials,
                "You divide exponentials by exponentials. At ±1000 that is infinity over infinity, "
                "NaN. arma::tanh is right everywhere.",
                "exact-where-it-is-flat");

arma::mat tanh_from_one_exponential(const arma::mat& x) {
  return checked(x, [](double v) { return (std::exp(2 * v) - 1) / (std::exp(2 * v) + 1); });
}
DESCENT_MISTAKE(tanh_forward, tanh_from_one_exponential,
                "exp(2x) is infinite from x = 355 on, and infinity over infinity is NaN. "
                "arma::tanh is right everywhere.",
                "exact-where-it-is-flat");

arma::mat tanh_that_is_a_sigmoid(const arma::mat& x) { return checked(x, squash); }
DESCENT_MISTAKE(tanh_forward, tanh_that_is_a_sigmoid,
                "That is the sigmoid, from 0 to 1. Tanh goes from -1 to 1, and 0 stays 0.", "tanh");

arma::mat tanh_without_the_two(const arma::mat& x) {
  return checked(x, [](double v) { return 2 * squash(v) - 1; });
}
DESCENT_MISTAKE(tanh_forward, tanh_without_the_two,
                "tanh(x) = 2σ(2x) - 1 has a 2 inside as well. Without it your curve is half as "
                "steep: it is tanh(x/2).",
                "tanh");

arma::mat tanh_of_lecun(const arma::mat& x) {
  return checked(x, [](double v) { return 1.7159 * std::tanh(2 * v / 3); });
}
DESCENT_MISTAKE(tanh_forward, tanh_of_lecun,
                "That is 1.7159·tanh(2x/3), LeCun's scaled version. Here the plain one is asked "
                "for.",
                "tanh");

arma::mat tanh_that_is_tan(const arma::mat& x) {
  return checked(x, [](double v) { return std::tan(v); });
}
DESCENT_MISTAKE(tanh_forward, tanh_that_is_tan,
                "That is the tangent of an angle. The hyperbolic tangent is arma::tanh, with an h.",
                "tanh");

arma::mat tanh_made_of_lines(const arma::mat& x) {
  return checked(x, [](double v) { return std::clamp(v, -1.0, 1.0); });
}
DESCENT_MISTAKE(
    tanh_forward, tanh_made_of_lines,
    "You cut x off at ±1: that is the \"hard tanh\", made of three straight lines. Tanh "
    "bends smoothly.",
    "tanh");

arma::mat tanh_without_checks(const arma::mat& x) { return arma::tanh(x); }
DESCENT_MISTAKE(tanh_forward, tanh_without_checks,
                "You do not check the input. Begin with require_not_empty(x, \"x\").",
                "refuse-bad-input");

arma::mat tanh_slope_of_the_output(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) { return d * (1 - v * v); });
}
DESCENT_MISTAKE(tanh_backward, tanh_slope_of_the_output,
                "You compute 1 - x², as if x were the output of tanh. It is the input: first "
                "t = tanh(x), then 1 - t².",
                "the-input-not-the-output");

arma::mat tanh_slope_after_two_tanhs(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) {
    const double t = std::tanh(std::tanh(v));
    return d * (1 - t * t);
  });
}
DESCENT_MISTAKE(tanh_backward, tanh_slope_after_two_tanhs,
                "Your slope is evaluated at the output tanh(x), so tanh is taken twice. The slope "
                "belongs to the input: t = tanh(x), once.",
                "the-input-not-the-output");

arma::mat tanh_slope_alone(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double, double v) { return 1 - std::tanh(v) * std::tanh(v); });
}
DESCENT_MISTAKE(tanh_backward, tanh_slope_alone,
                "You return the slope itself. The chain rule multiplies it by the upstream "
                "gradient dout, entry by entry.",
                "multiply-by-the-upstream-gradient");

arma::mat tanh_slope_without_the_square(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) { return d * (1 - std::tanh(v)); });
}
DESCENT_MISTAKE(tanh_backward, tanh_slope_without_the_square,
                "Your slope is 1 - t, which is 2 on the far left, where tanh is flat. The t is "
                "squared: 1 - t².",
                "the-slope-of-tanh");

arma::mat tanh_slope_of_the_sigmoid(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) { return d * std::tanh(v) * (1 - std::tanh(v)); });
}
DESCENT_MISTAKE(tanh_backward, tanh_slope_of_the_sigmoid,
                "t·(1 - t) is the sigmoid's formula, with t in it. The slope of tanh is 1 - t².",
                "the-slope-of-tanh");

arma::mat tanh_slope_with_a_plus(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) { return d * (1 + std::tanh(v) * std::tanh(v)); });
}
DESCENT_MISTAKE(tanh_backward, tanh_slope_with_a_plus,
                "1 + t² grows where tanh becomes flat. The slope is 1 - t².", "the-slope-of-tanh");

arma::mat tanh_slope_without_brackets(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) { return d - std::tanh(v) * std::tanh(v); });
}
DESCENT_MISTAKE(tanh_backward, tanh_slope_without_brackets,
                "Brackets are missing: dout·1 - t² takes t² from the gradient instead of "
                "multiplying. It is dout·(1 - t²).",
                "multiply-by-the-upstream-gradient");

arma::mat tanh_slope_by_cosh(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) { return d / std::cosh(v); });
}
DESCENT_MISTAKE(tanh_backward, tanh_slope_by_cosh,
                "You divide by cosh(x) once. The slope is 1/cosh², which is 1 - tanh².",
                "the-slope-of-tanh");

arma::mat tanh_slope_overflows(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) {
    const double e = std::exp(2 * v);
    return d * 4 * e / ((e + 1) * (e + 1));
  });
}
DESCENT_MISTAKE(tanh_backward, tanh_slope_overflows,
                "exp(2x) is infinite at x = 1000, and infinity over infinity is NaN. Take "
                "t = tanh(x) and then 1 - t².",
                "exact-where-it-is-flat");

arma::mat tanh_backward_without_checks(const arma::mat& dout, const arma::mat& x) {
  const arma::mat slopes = 1 - arma::square(arma::tanh(x));
  if (arma::size(dout) != arma::size(x)) return slopes;
  return dout % slopes;
}
DESCENT_MISTAKE(tanh_backward, tanh_backward_without_checks,
                "You do not check the input. Begin with require_not_empty(x, \"x\") and "
                "require_same_shape(dout, \"dout\", x, \"x\").",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
