// Known mistakes: the centered difference.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat centered_that_is_forward(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  return forward_difference(f, x, h);
}
DESCENT_MISTAKE(centered_difference, centered_that_is_forward,
                "This is the one-sided formula, (f(x + h) - f(x)) / h. Its error falls with h, "
                "that of the centered one with h²: step to both sides.",
                "a-step-to-both-sides");

arma::mat centered_that_looks_back(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  return slopes_by(f, x, [&](const auto& along) { return (along(0) - along(-h)) / h; });
}
DESCENT_MISTAKE(centered_difference, centered_that_looks_back,
                "You step from x - h to x only. The other end of the step is x + h.",
                "a-step-to-both-sides");

arma::mat centered_over_one_step(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  return 2 * centered_difference(f, x, h);
}
DESCENT_MISTAKE(centered_difference, centered_over_one_step,
                "You divide by h, but x + h and x - h are 2h apart: your gradient is twice as "
                "large as it should be.",
                "a-step-to-both-sides");

arma::mat centered_divided_and_multiplied(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  return slopes_by(f, x, [&](const auto& along) { return (along(h) - along(-h)) / 2 * h; });
}
DESCENT_MISTAKE(centered_difference, centered_divided_and_multiplied,
                "`/ 2 * h` divides by 2 and then multiplies by h. Write / (2 * h).",
                "a-step-to-both-sides");

arma::mat centered_with_integer_half(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  return slopes_by(f, x, [&](const auto& along) { return (1 / 2) * (along(h) - along(-h)) / h; });
}
DESCENT_MISTAKE(centered_difference, centered_with_integer_half,
                "1 / 2 divides two integers and is 0. Write 0.5, or divide by (2 * h).",
                "a-step-to-both-sides");

arma::mat centered_over_half_steps(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  return centered_difference(f, x, h / 2);
}
DESCENT_MISTAKE(centered_difference, centered_over_half_steps,
                "You step by h/2 to each side. The formula steps by h to each side and divides by "
                "2h.",
                "a-step-to-both-sides");

arma::mat centered_with_the_wrong_sign(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  return -centered_difference(f, x, h);
}
DESCENT_MISTAKE(centered_difference, centered_with_the_wrong_sign,
                "Your gradient has the wrong sign: f(x + h) comes first, f(x - h) is subtracted.",
                "a-step-to-both-sides");

arma::mat centered_not_put_back(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  arma::mat gradient(arma::size(x));
  arma::mat moved = x;
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    moved(k) = x(k) + h;
    const double above = f(moved);
    moved(k) = x(k) - h;
    gradient(k) = (above - f(moved)) / (2 * h);
  }
  return gradient;
}
DESCENT_MISTAKE(centered_difference, centered_not_put_back,
                "After the step down you leave the entry at x - h, and all entries after it are "
                "differentiated at another point. Put it back.",
                "put-it-back");

arma::mat centered_up_and_half_way_down(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  arma::mat gradient(arma::size(x));
  arma::mat moved = x;
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    moved(k) += h;
    const double above = f(moved);
    moved(k) -= h;
    gradient(k) = (above - f(moved)) / (2 * h);
  }
  return gradient;
}
DESCENT_MISTAKE(centered_difference, centered_up_and_half_way_down,
                "From x + h you step back by h, which is x, not x - h: step back by 2h (and then "
                "forward by h, to put it back).",
                "put-it-back");

arma::mat centered_of_all_entries_at_once(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  return arma::mat(arma::size(x), arma::fill::value((f(x + h) - f(x - h)) / (2 * h)));
}
DESCENT_MISTAKE(centered_difference, centered_of_all_entries_at_once,
                "x + h and x - h move all entries at once, and give one number. The derivative by "
                "an entry moves that entry alone.",
                "a-step-to-both-sides");

arma::mat centered_with_a_scaled_step(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  arma::mat gradient(arma::size(x));
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    const double step = h * std::max(1.0, std::abs(x(k)));
    arma::mat moved = x;
    moved(k) = x(k) + step;
    const double above = f(moved);
    moved(k) = x(k) - step;
    gradient(k) = (above - f(moved)) / (2 * step);
  }
  return gradient;
}
DESCENT_MISTAKE(centered_difference, centered_with_a_scaled_step,
                "You scale the step with the size of the entry. There are good reasons to do so, "
                "but here h is the step itself.",
                "how-small-a-step");

arma::mat centered_with_its_own_step(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  return centered_difference(f, x, 1e-5);
}
DESCENT_MISTAKE(centered_difference, centered_with_its_own_step,
                "You always step by 1e-5. That is only the default of the argument h: use h.",
                "how-small-a-step");

arma::mat centered_row_by_row(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  const arma::mat right = centered_difference(f, x, h);
  return arma::reshape(arma::mat(right.t()), arma::size(x));
}
DESCENT_MISTAKE(centered_difference, centered_row_by_row,
                "The numbers are right, but in the wrong places: you went through x by rows and "
                "wrote by columns, as Armadillo stores them. Use x(k) and gradient(k) with the "
                "same k.",
                "one-step-forward");

arma::mat centered_as_a_column(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  return arma::vectorise(centered_difference(f, x, h));
}
DESCENT_MISTAKE(centered_difference, centered_as_a_column,
                "You return a column of numbers. A gradient has the shape of x.",
                "one-step-forward");

arma::mat centered_in_single_precision(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  return slopes_by(f, x, [&](const auto& along) {
    const float above = static_cast<float>(along(h));
    const float below = static_cast<float>(along(-h));
    return static_cast<double>((above - below) / static_cast<float>(2 * h));
  });
}
DESCENT_MISTAKE(centered_difference, centered_in_single_precision,
                "You compute in float. It has 7 digits, and the difference of two values that are "
                "nearly equal needs more: use double throughout.",
                "how-small-a-step");

arma::mat centered_with_zeros_for_nan(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  arma::mat gradient = centered_difference(f, x, h);
  gradient.replace(arma::datum::nan, 0);
  return gradient;
}
DESCENT_MISTAKE(centered_difference, centered_with_zeros_for_nan,
                "You turn NaN into 0. A slope that nobody knows is not a slope of 0: leave it as "
                "it is, the relative error will see it.",
                "nan-must-not-pass");

arma::mat centered_without_checks(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  if (!f) return arma::zeros(arma::size(x));
  return slopes_by(f, x, [&](const auto& along) { return (along(h) - along(-h)) / (2 * h); });
}
DESCENT_MISTAKE(centered_difference, centered_without_checks,
                "You do not check the input. Begin with require_difference(f, x, h): a step of 0, "
                "an empty x or an empty f have no slope.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
