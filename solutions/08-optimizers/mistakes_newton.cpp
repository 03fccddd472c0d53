#include "mistakes.hpp"

#include <stdexcept>

namespace descent {
namespace {

// Eigenvalues, eigenvectors, and the parts of the gradient along them.
struct Bent {
  arma::vec eigenvalues;
  arma::mat U;
  arma::vec parts;

  Bent(const arma::vec& gradient, const arma::mat& hessian) {
    arma::eig_sym(eigenvalues, U, arma::symmatu(hessian));
    parts = U.t() * gradient;
  }

  [[nodiscard]] arma::vec divided_by(const arma::vec& curvature) const {
    return U * (parts / curvature);
  }
};

void refuse_singular(const arma::vec& eigenvalues, double limit = kSingular) {
  const arma::vec sizes = arma::abs(eigenvalues);
  if (sizes.min() <= limit * sizes.max()) throw std::invalid_argument("a singular Hessian");
}

void newton_uphill(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  w -= bent.divided_by(bent.eigenvalues);
}
DESCENT_MISTAKE(
    newton_step, newton_uphill,
    "You divide by the eigenvalues as they are (or solve with the Hessian as it is). Where one is "
    "negative the step goes uphill, to a saddle or a maximum. Divide by its absolute value.",
    "never-uphill");

void newton_plus(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  w += bent.divided_by(arma::abs(bent.eigenvalues));
}
DESCENT_MISTAKE(newton_step, newton_plus,
                "You add the step. The gradient points uphill: take it off.",
                "down-is-minus-the-gradient");

void newton_of_all_negative(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  const arma::vec step = bent.divided_by(bent.eigenvalues);
  w -= arma::dot(step, gradient) >= 0 ? step : arma::vec(-step);
}
DESCENT_MISTAKE(newton_step, newton_of_all_negative,
                "You turn the whole step around where it goes uphill. Each eigenvector has its own "
                "sign: turn only the parts along which the loss curves down.",
                "never-uphill");

void newton_drops_negative(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  arma::vec parts = bent.parts / arma::abs(bent.eigenvalues);
  parts.elem(arma::find(bent.eigenvalues < 0)).zeros();
  w -= bent.U * parts;
}
DESCENT_MISTAKE(
    newton_step, newton_drops_negative,
    "You leave out directions that curve down. They are the way off a saddle: go down along them.",
    "never-uphill");

void newton_gradient_where_negative(arma::vec& w, const arma::vec& gradient,
                                    const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  arma::vec curvature = bent.eigenvalues;
  curvature.elem(arma::find(curvature < 0)).ones();
  w -= bent.divided_by(curvature);
}
DESCENT_MISTAKE(newton_step, newton_gradient_where_negative,
                "Along directions that curve down you take the plain gradient. Divide it by the "
                "size of the curvature.",
                "never-uphill");

void newton_refuses_saddles(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  if (bent.eigenvalues.min() < 0) throw std::invalid_argument("not a bowl");
  w -= bent.divided_by(bent.eigenvalues);
}
DESCENT_MISTAKE(newton_step, newton_refuses_saddles,
                "You refuse a Hessian with negative eigenvalues. It is only not a bowl; go down "
                "along them, with their absolute values.",
                "never-uphill");

void newton_is_gradient_descent(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  w -= gradient;
}
DESCENT_MISTAKE(newton_step, newton_is_gradient_descent,
                "This is a step along the gradient. Divide it by the curvature.", "newtons-method");

void newton_multiplies(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  w -= bent.U * (bent.parts % arma::abs(bent.eigenvalues));
}
DESCENT_MISTAKE(newton_step, newton_multiplies,
                "You multiply by the Hessian. Divide: where it curves more, the bottom is closer.",
                "newtons-method");

void newton_squares(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  w -= bent.divided_by(arma::square(bent.eigenvalues));
}
DESCENT_MISTAKE(
    newton_step, newton_squares,
    "You divide by the squares of the eigenvalues: is the Hessian multiplied with itself?",
    "newtons-method");

void newton_roots(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  w -= bent.divided_by(arma::sqrt(arma::abs(bent.eigenvalues)));
}
DESCENT_MISTAKE(newton_step, newton_roots,
                "You divide by the roots of the eigenvalues. A Hessian is no covariance: no root.",
                "newtons-method");

void newton_diagonal(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const arma::vec diagonal = arma::abs(hessian.diag());
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  w -= gradient / (diagonal + 1e-300);
}
DESCENT_MISTAKE(newton_step, newton_diagonal,
                "You use the diagonal of the Hessian only. Its other entries tell how the "
                "directions belong together.",
                "newtons-method");

void newton_half(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  w -= 0.5 * bent.divided_by(arma::abs(bent.eigenvalues));
}
DESCENT_MISTAKE(newton_step, newton_half,
                "Your step is half as long as it should be: the ½ of the parabola cancels when it "
                "is differentiated.",
                "newtons-method");

void newton_normalized(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  const arma::vec step = bent.divided_by(arma::abs(bent.eigenvalues));
  const double length = arma::norm(step);
  w -= length > 1 ? arma::vec(step / length) : step;
}
DESCENT_MISTAKE(newton_step, newton_normalized,
                "You limit the length of the step to 1. It ends at the bottom of the parabola, "
                "wherever that is.",
                "newtons-method");

void newton_turned_wrong(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  w -= bent.U.t() * ((bent.U * gradient) / arma::abs(bent.eigenvalues));
}
DESCENT_MISTAKE(newton_step, newton_turned_wrong,
                "U and its transpose are swapped. Eigenvectors are the columns of U: U.t() * "
                "gradient are the parts along them.",
                "newtons-method");

void newton_forgets_to_turn_back(arma::vec& w, const arma::vec& gradient,
                                 const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  w -= bent.parts / arma::abs(bent.eigenvalues);
}
DESCENT_MISTAKE(newton_step, newton_forgets_to_turn_back,
                "You do not go back: the parts along the eigenvectors are multiplied by U again.",
                "newtons-method");

void newton_without_parts(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  w -= bent.U * (gradient / arma::abs(bent.eigenvalues));
}
DESCENT_MISTAKE(newton_step, newton_without_parts,
                "You divide the gradient itself by the eigenvalues. Its parts along the "
                "eigenvectors are U.t() * gradient.",
                "newtons-method");

void newton_overwrites(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  w = -bent.divided_by(arma::abs(bent.eigenvalues));
}
DESCENT_MISTAKE(newton_step, newton_overwrites,
                "You replace w by the step. The step is what w changes by.", "the-gradient-step");

void newton_of_a_copy(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  arma::vec copy = w;
  copy -= bent.divided_by(arma::abs(bent.eigenvalues));
}
DESCENT_MISTAKE(newton_step, newton_of_a_copy,
                "You change a copy of w, and it is gone when the function returns.",
                "changed-in-place");

void newton_damped(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  w -= bent.divided_by(arma::abs(bent.eigenvalues) + 0.01);
}
DESCENT_MISTAKE(newton_step, newton_damped,
                "You add something to the curvature before you divide. Then one step does not "
                "solve a quadratic.",
                "a-direction-without-curvature");

void newton_accepts_singular(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  arma::vec parts = bent.parts / arma::abs(bent.eigenvalues);
  parts
      .elem(
          arma::find(arma::abs(bent.eigenvalues) <= kSingular * arma::abs(bent.eigenvalues).max()))
      .zeros();
  w -= bent.U * parts;
}
DESCENT_MISTAKE(newton_step, newton_accepts_singular,
                "You skip directions without curvature, as a pseudo-inverse does. Along them the "
                "parabola has no lowest point: refuse, with an error that says so.",
                "a-direction-without-curvature");

void newton_divides_by_zero(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  w -= bent.divided_by(arma::abs(bent.eigenvalues));
}
DESCENT_MISTAKE(newton_step, newton_divides_by_zero,
                "You do not refuse a singular Hessian: w goes to infinity, or nearly. Compare the "
                "smallest absolute eigenvalue with kSingular times the largest.",
                "a-direction-without-curvature");

void newton_exact_zero_only(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  if (arma::abs(bent.eigenvalues).min() == 0) throw std::invalid_argument("a singular Hessian");
  w -= bent.divided_by(arma::abs(bent.eigenvalues));
}
DESCENT_MISTAKE(newton_step, newton_exact_zero_only,
                "You look for eigenvalues that are exactly 0. After rounding they are 1e-16: "
                "compare with kSingular times the largest.",
                "a-direction-without-curvature");

void newton_absolute_limit(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  if (arma::abs(bent.eigenvalues).min() <= kSingular)
    throw std::invalid_argument("a singular Hessian");
  w -= bent.divided_by(arma::abs(bent.eigenvalues));
}
DESCENT_MISTAKE(newton_step, newton_absolute_limit,
                "Your limit for an eigenvalue is a fixed number. In other units everything is a "
                "thousand times larger: compare with the largest.",
                "a-direction-without-curvature");

void newton_wrong_end(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  if (arma::abs(bent.eigenvalues).min() <= kSingular * bent.eigenvalues.max())
    throw std::invalid_argument("a singular Hessian");
  w -= bent.divided_by(arma::abs(bent.eigenvalues));
}
DESCENT_MISTAKE(newton_step, newton_wrong_end,
                "You compare with the largest eigenvalue. The largest absolute value may belong to "
                "a negative one.",
                "a-direction-without-curvature");

void newton_refuses_too_much(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues, 1e-8);
  w -= bent.divided_by(arma::abs(bent.eigenvalues));
}
DESCENT_MISTAKE(newton_step, newton_refuses_too_much,
                "You refuse a Hessian that can be inverted. The limit is kSingular, 1e-12, times "
                "the largest absolute eigenvalue.",
                "a-direction-without-curvature");

void newton_unchecked(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  if (gradient.n_elem != hessian.n_rows || hessian.n_rows != hessian.n_cols || hessian.is_empty() ||
      !hessian.is_finite())
    return;
  const Bent bent(gradient, hessian);
  refuse_singular(bent.eigenvalues);
  const arma::vec step = bent.divided_by(arma::abs(bent.eigenvalues));
  if (step.n_elem == w.n_elem) w -= step;
}
DESCENT_MISTAKE(newton_step, newton_unchecked,
                "You do not refuse bad input. Call require_newton first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
