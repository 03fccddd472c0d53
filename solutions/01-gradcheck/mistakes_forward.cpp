// Known mistakes: the forward difference.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat forward_that_looks_back(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  return slopes_by(f, x, [&](const auto& along) { return (along(0) - along(-h)) / h; });
}
DESCENT_MISTAKE(forward_difference, forward_that_looks_back,
                "You step back, to x - h. The forward difference steps to x + h.",
                "one-step-forward");

arma::mat forward_that_is_centered(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  return centered_difference(f, x, h);
}
DESCENT_MISTAKE(forward_difference, forward_that_is_centered,
                "This is the centered difference. It is the better one, but here the formula with "
                "one step forward is asked for: the experiment compares the two.",
                "one-step-forward");

arma::mat forward_with_the_wrong_sign(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  return -forward_difference(f, x, h);
}
DESCENT_MISTAKE(forward_difference, forward_with_the_wrong_sign,
                "Your gradient has the wrong sign: where you went minus where you came from, "
                "f(x + h) - f(x).",
                "one-step-forward");

arma::mat forward_without_division(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  return h * forward_difference(f, x, h);
}
DESCENT_MISTAKE(forward_difference, forward_without_division,
                "This is how much f changes, not its slope: divide by the step h.",
                "one-step-forward");

arma::mat forward_over_two_steps(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  return forward_difference(f, x, h) / 2;
}
DESCENT_MISTAKE(forward_difference, forward_over_two_steps,
                "You divide by 2h, but x and x + h are only h apart.", "one-step-forward");

arma::mat forward_not_put_back(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  const double here = f(x);
  arma::mat gradient(arma::size(x));
  arma::mat moved = x;
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    moved(k) += h;
    gradient(k) = (f(moved) - here) / h;
  }
  return gradient;
}
DESCENT_MISTAKE(forward_difference, forward_not_put_back,
                "You do not put an entry back before you move the next one, so f is evaluated "
                "farther and farther away from x.",
                "put-it-back");

arma::mat forward_of_all_entries_at_once(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  return arma::mat(arma::size(x), arma::fill::value((f(x + h) - f(x)) / h));
}
DESCENT_MISTAKE(forward_difference, forward_of_all_entries_at_once,
                "x + h moves all entries at once, and gives one number. The derivative by an entry "
                "moves that entry alone.",
                "one-step-forward");

arma::mat forward_with_a_scaled_step(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  arma::mat gradient(arma::size(x));
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    const double step = h * std::max(1.0, std::abs(x(k)));
    arma::mat moved = x;
    moved(k) += step;
    gradient(k) = (f(moved) - f(x)) / step;
  }
  return gradient;
}
DESCENT_MISTAKE(forward_difference, forward_with_a_scaled_step,
                "You scale the step with the size of the entry. There are good reasons to do so, "
                "but here h is the step itself.",
                "how-small-a-step");

arma::mat forward_with_its_own_step(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  return forward_difference(f, x, 1e-5);
}
DESCENT_MISTAKE(forward_difference, forward_with_its_own_step,
                "You always step by 1e-5. That is only the default of the argument h: use h.",
                "how-small-a-step");

arma::mat forward_row_by_row(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  const arma::mat right = forward_difference(f, x, h);
  return arma::reshape(arma::mat(right.t()), arma::size(x));
}
DESCENT_MISTAKE(forward_difference, forward_row_by_row,
                "The numbers are right, but in the wrong places: you went through x by rows and "
                "wrote by columns, as Armadillo stores them. Use x(k) and gradient(k) with the "
                "same k.",
                "one-step-forward");

arma::mat forward_as_a_column(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  return arma::vectorise(forward_difference(f, x, h));
}
DESCENT_MISTAKE(forward_difference, forward_as_a_column,
                "You return a column of numbers. A gradient has the shape of x.",
                "one-step-forward");

arma::mat forward_in_single_precision(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  return slopes_by(f, x, [&](const auto& along) {
    const float above = static_cast<float>(along(h));
    const float here = static_cast<float>(along(0));
    return static_cast<double>((above - here) / static_cast<float>(h));
  });
}
DESCENT_MISTAKE(forward_difference, forward_in_single_precision,
                "You compute in float. It has 7 digits, and the difference of two values that are "
                "nearly equal needs more: use double throughout.",
                "how-small-a-step");

arma::mat forward_with_zeros_for_nan(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  arma::mat gradient = forward_difference(f, x, h);
  gradient.replace(arma::datum::nan, 0);
  return gradient;
}
DESCENT_MISTAKE(forward_difference, forward_with_zeros_for_nan,
                "You turn NaN into 0. A slope that nobody knows is not a slope of 0: leave it as "
                "it is, the relative error will see it.",
                "nan-must-not-pass");

arma::mat forward_without_checks(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  if (!f) return arma::zeros(arma::size(x));
  return slopes_by(f, x, [&](const auto& along) { return (along(h) - along(0)) / h; });
}
DESCENT_MISTAKE(forward_difference, forward_without_checks,
                "You do not check the input. Begin with require_difference(f, x, h): a step of 0, "
                "an empty x or an empty f have no slope.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
