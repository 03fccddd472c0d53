// Known mistakes: the sigmoid and its gradient.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat sigmoid_as_a_quotient(const arma::mat& x) {
  return checked(x, [](double v) { return std::exp(v) / (1 + std::exp(v)); });
}
DESCENT_MISTAKE(sigmoid_forward, sigmoid_as_a_quotient,
                "You compute exp(x) / (1 + exp(x)). At x = 1000 that is infinity over infinity, "
                "NaN. 1 / (1 + exp(-x)) is the same on paper and survives on both sides.",
                "exact-where-it-is-flat");

arma::mat sigmoid_by_tanh(const arma::mat& x) {
  return checked(x, [](double v) { return 0.5 * (1 + std::tanh(0.5 * v)); });
}
DESCENT_MISTAKE(sigmoid_forward, sigmoid_by_tanh,
                "You compute ½(1 + tanh(x/2)). A fine identity on paper, but for negative x it "
                "adds 1 to a number near -1, and the digits of the small result are lost. "
                "1 / (1 + exp(-x)) keeps them.",
                "exact-where-it-is-flat");

arma::mat sigmoid_as_one_minus(const arma::mat& x) {
  return checked(x, [](double v) { return 1 - 1 / (1 + std::exp(v)); });
}
DESCENT_MISTAKE(sigmoid_forward, sigmoid_as_one_minus,
                "You take something from 1. For negative x that is 1 minus a number near 1, and "
                "the digits of the small result are lost. 1 / (1 + exp(-x)) keeps them.",
                "exact-where-it-is-flat");

arma::mat sigmoid_of_clamped_inputs(const arma::mat& x) {
  return checked(x, [](double v) { return squash(std::clamp(v, -30.0, 30.0)); });
}
DESCENT_MISTAKE(sigmoid_forward, sigmoid_of_clamped_inputs,
                "You cut the input off at ±30 to be safe from overflow. It is not needed, since "
                "1 / (1 + infinity) is 0, and it makes σ(-40) ten thousand times too large.",
                "exact-where-it-is-flat");

arma::mat sigmoid_with_an_epsilon(const arma::mat& x) {
  return checked(x, [](double v) { return std::clamp(squash(v), 1e-7, 1 - 1e-7); });
}
DESCENT_MISTAKE(sigmoid_forward, sigmoid_with_an_epsilon,
                "You keep the result away from 0 and 1 by a small number. Then it is no longer "
                "the sigmoid: σ(-40) is 4e-18, not 1e-7.",
                "exact-where-it-is-flat");

arma::mat sigmoid_upside_down(const arma::mat& x) {
  return checked(x, [](double v) { return squash(-v); });
}
DESCENT_MISTAKE(sigmoid_forward, sigmoid_upside_down,
                "The minus in the exponent is missing: your function falls, the sigmoid rises. It "
                "is 1 / (1 + exp(-x)).",
                "the-sigmoid");

arma::mat sigmoid_that_is_tanh(const arma::mat& x) {
  return checked(x, [](double v) { return std::tanh(v); });
}
DESCENT_MISTAKE(sigmoid_forward, sigmoid_that_is_tanh,
                "That is tanh: it goes from -1 to 1 and is 0 at 0. The sigmoid goes from 0 to 1 "
                "and is ½ there.",
                "the-sigmoid");

arma::mat sigmoid_that_is_a_softmax(const arma::mat& x) {
  require_not_empty(x, "x");
  arma::mat out = x;
  for (arma::uword i = 0; i < out.n_rows; ++i) {
    out.row(i) = arma::exp(out.row(i) - out.row(i).max());
    out.row(i) /= arma::accu(out.row(i));
  }
  return out;
}
DESCENT_MISTAKE(sigmoid_forward, sigmoid_that_is_a_softmax,
                "You normalize each row: that is a softmax. The units of a sigmoid layer do not "
                "compete; every entry is squashed by itself.",
                "entry-by-entry");

arma::mat sigmoid_without_checks(const arma::mat& x) { return each(x, squash); }
DESCENT_MISTAKE(sigmoid_forward, sigmoid_without_checks,
                "You do not check the input. Begin with require_not_empty(x, \"x\").",
                "refuse-bad-input");

arma::mat sigmoid_slope_of_the_output(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) { return d * v * (1 - v); });
}
DESCENT_MISTAKE(sigmoid_backward, sigmoid_slope_of_the_output,
                "You compute x·(1 - x), as if x were the output of the sigmoid. It is the input: "
                "first s = σ(x), then s·(1 - s).",
                "the-input-not-the-output");

arma::mat sigmoid_slope_after_two_sigmoids(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) {
    const double s = squash(squash(v));
    return d * s * (1 - s);
  });
}
DESCENT_MISTAKE(sigmoid_backward, sigmoid_slope_after_two_sigmoids,
                "Your slope is evaluated at the output σ(x), so the sigmoid is taken twice. The "
                "slope belongs to the input: s = σ(x), once.",
                "the-input-not-the-output");

arma::mat sigmoid_slope_alone(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double, double v) { return squash(v) * (1 - squash(v)); });
}
DESCENT_MISTAKE(sigmoid_backward, sigmoid_slope_alone,
                "You return the slope itself. The chain rule multiplies it by the upstream "
                "gradient dout, entry by entry.",
                "multiply-by-the-upstream-gradient");

arma::mat sigmoid_slope_without_one_minus(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) { return d * squash(v); });
}
DESCENT_MISTAKE(sigmoid_backward, sigmoid_slope_without_one_minus,
                "Your slope is σ, which never falls again. It is σ·(1 - σ): largest in the middle, "
                "0 at both ends.",
                "the-slope-of-the-sigmoid");

arma::mat sigmoid_slope_of_tanh(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) { return d * (1 - squash(v) * squash(v)); });
}
DESCENT_MISTAKE(sigmoid_backward, sigmoid_slope_of_tanh,
                "1 - s² is the slope of tanh. The sigmoid's is s·(1 - s).",
                "the-slope-of-the-sigmoid");

arma::mat sigmoid_slope_negated(const arma::mat& dout, const arma::mat& x) {
  return -sigmoid_backward(dout, x);
}
DESCENT_MISTAKE(sigmoid_backward, sigmoid_slope_negated,
                "Your slope is negative: s·(s - 1). The sigmoid rises everywhere; the minus of the "
                "exponent cancels in the chain rule.",
                "the-slope-of-the-sigmoid");

arma::mat sigmoid_slope_overflows(const arma::mat& dout, const arma::mat& x) {
  return pulled(dout, x, [](double d, double v) {
    const double e = std::exp(-v);
    return d * e / ((1 + e) * (1 + e));
  });
}
DESCENT_MISTAKE(sigmoid_backward, sigmoid_slope_overflows,
                "You compute exp(-x) / (1 + exp(-x))². At x = -1000 that is infinity over "
                "infinity, NaN. Take s = σ(x) and then s·(1 - s).",
                "exact-where-it-is-flat");

arma::mat sigmoid_slope_averaged(const arma::mat& dout, const arma::mat& x) {
  return sigmoid_backward(dout, x) / count(x.n_rows);
}
DESCENT_MISTAKE(sigmoid_backward, sigmoid_slope_averaged,
                "You divide by the number of examples. If the loss is a mean, that 1/N is in dout "
                "already; a layer only multiplies by its slope.",
                "multiply-by-the-upstream-gradient");

arma::mat sigmoid_backward_without_checks(const arma::mat& dout, const arma::mat& x) {
  const arma::mat s = each(x, squash);
  if (arma::size(dout) != arma::size(x)) return s;
  return dout % s % (1 - s);
}
DESCENT_MISTAKE(sigmoid_backward, sigmoid_backward_without_checks,
                "You do not check the input. Begin with require_not_empty(x, \"x\") and "
                "require_same_shape(dout, \"dout\", x, \"x\").",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
