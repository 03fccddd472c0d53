// Other right ways to solve newton_step, lbfgs_direction and lbfgs.

#include <cmath>
#include <deque>

#include "harness/wire/variants.hpp"
#include "optimizers.hpp"

namespace descent {
namespace {

[[noreturn]] void refuse_singular() {
  throw std::invalid_argument("expected a Hessian that can be inverted, got a singular one");
}

void newton_by_svd(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  arma::mat U, V;
  arma::vec sizes;
  arma::svd(U, sizes, V, hessian);
  if (!(sizes.min() > kSingular * sizes.max())) refuse_singular();
  w -= V * arma::diagmat(1 / sizes) * V.t() * gradient;
}
DESCENT_ALTERNATIVE(newton_step, newton_by_svd,
                    "Singular values are the absolute eigenvalues of a symmetric matrix.");

void newton_by_cholesky(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  require_newton(w, gradient, hessian);
  const arma::mat H = arma::symmatu(hessian);
  const arma::vec eigenvalues = arma::eig_sym(H);
  const double largest = arma::abs(eigenvalues).max();
  if (arma::abs(eigenvalues).min() <= kSingular * largest) refuse_singular();
  arma::mat R;
  if (eigenvalues.min() > 0 && arma::chol(R, H)) {
    const arma::vec half = arma::solve(arma::trimatl(R.t()), gradient);
    w -= arma::vec(arma::solve(arma::trimatu(R), half));
    return;
  }
  arma::vec values;
  arma::mat vectors;
  arma::eig_sym(values, vectors, H);
  for (arma::uword i = 0; i < values.n_elem; ++i) {
    w -= vectors.col(i) * arma::dot(vectors.col(i), gradient) / std::abs(values(i));
  }
}
DESCENT_ALTERNATIVE(newton_step, newton_by_cholesky,
                    "Cholesky in a bowl, one eigenvector after another elsewhere.");

arma::vec direction_by_a_matrix(const arma::vec& gradient,
                                const std::vector<CurvaturePair>& memory) {
  require_curvature_pairs(gradient, memory);
  const arma::uword n = gradient.n_elem;
  arma::mat H = arma::eye(n, n);
  for (const CurvaturePair& pair : memory) {
    if (arma::dot(pair.s, pair.y) > 0)
      H.diag().fill(arma::dot(pair.s, pair.y) / arma::dot(pair.y, pair.y));
  }
  for (const CurvaturePair& pair : memory) {
    const double sy = arma::dot(pair.s, pair.y);
    if (!(sy > 0)) continue;
    const arma::mat I = arma::eye(n, n);
    H = (I - pair.s * pair.y.t() / sy) * H * (I - pair.y * pair.s.t() / sy) +
        pair.s * pair.s.t() / sy;
  }
  return -H * gradient;
}
DESCENT_ALTERNATIVE(lbfgs_direction, direction_by_a_matrix,
                    "The inverse Hessian as a matrix, by the BFGS formula.");

// H·v for the first `count` pairs, each in terms of the older ones.
arma::vec recursive_product(const std::vector<CurvaturePair>& pairs, std::size_t count,
                            double scale, const arma::vec& v) {
  if (count == 0) return scale * v;
  const CurvaturePair& pair = pairs[count - 1];
  const double rho = 1 / arma::dot(pair.s, pair.y);
  const double alpha = rho * arma::dot(pair.s, v);
  const arma::vec inner = recursive_product(pairs, count - 1, scale, v - alpha * pair.y);
  return inner + pair.s * (alpha - rho * arma::dot(pair.y, inner));
}

arma::vec direction_by_recursion(const arma::vec& gradient,
                                 const std::vector<CurvaturePair>& memory) {
  require_curvature_pairs(gradient, memory);
  std::vector<CurvaturePair> pairs;
  std::copy_if(memory.begin(), memory.end(), std::back_inserter(pairs),
               [](const CurvaturePair& pair) { return arma::dot(pair.s, pair.y) > 0; });
  const double scale = pairs.empty() ? 1
                                     : arma::dot(pairs.back().s, pairs.back().y) /
                                           arma::dot(pairs.back().y, pairs.back().y);
  return recursive_product(pairs, pairs.size(), scale, -gradient);
}
DESCENT_ALTERNATIVE(lbfgs_direction, direction_by_recursion, "A function that calls itself.");

bool all_finite(const FullBatchLoss& at) {
  return std::isfinite(at.loss) && at.gradient.is_finite();
}

double largest_entry(const arma::vec& v) { return arma::max(arma::abs(v)); }

// Only the fall is asked for (Armijo); pairs with s·y <= 0 are not even remembered.
LbfgsResult lbfgs_by_backtracking(const FullBatchObjective& objective, const arma::vec& start,
                                  const LbfgsOptions& options) {
  require_lbfgs(objective, start, options);
  LbfgsResult result{start, 0, 0, 1, false};
  FullBatchLoss at = objective(start);
  require_lbfgs_start(start, at);
  std::vector<CurvaturePair> memory;
  while (largest_entry(at.gradient) > options.gradient_tolerance &&
         result.iterations < options.max_iterations) {
    const arma::vec direction = lbfgs_direction(at.gradient, memory);
    const double slope = arma::dot(direction, at.gradient);
    double t = memory.empty() ? std::min(1.0, 1 / arma::norm(at.gradient)) : 1;
    arma::vec next;
    FullBatchLoss there;
    bool fell = false;
    for (int trial = 0; trial < 50 && !fell; ++trial, t *= fell ? 1 : 0.5) {
      next = result.w + t * direction;
      there = objective(next);
      ++result.evaluations;
      fell = all_finite(there) && there.loss <= at.loss + 1e-4 * t * slope && there.loss < at.loss;
    }
    if (!fell) break;
    const CurvaturePair pair{next - result.w, there.gradient - at.gradient};
    if (arma::dot(pair.s, pair.y) > 1e-12 * arma::norm(pair.s) * arma::norm(pair.y)) {
      memory.push_back(pair);
    }
    if (memory.size() > options.memory) memory.erase(memory.begin());
    result.w = next;
    at = there;
    ++result.iterations;
  }
  result.loss = at.loss;
  result.converged = largest_entry(at.gradient) <= options.gradient_tolerance;
  return result;
}
DESCENT_ALTERNATIVE(lbfgs, lbfgs_by_backtracking,
                    "Backtracking: only a fall is asked for, and bad pairs are not remembered.");

// A cubic through losses and slopes at both ends of an interval has its lowest point there.
double lowest_of_cubic(double a, double fa, double ga, double b, double fb, double gb) {
  const double d1 = ga + gb - 3 * (fa - fb) / (a - b);
  const double square = d1 * d1 - ga * gb;
  const double middle = 0.5 * (a + b);
  if (!(square >= 0)) return middle;
  const double d2 = std::copysign(std::sqrt(square), b - a);
  const double t = b - (b - a) * (gb + d2 - d1) / (gb - ga + 2 * d2);
  const double low = std::min(a, b), width = std::abs(b - a);
  return t > low + 0.1 * width && t < low + 0.9 * width ? t : middle;
}

// Strong Wolfe conditions, with cubic interpolation; a ring of pairs; a Newton-like damping of
// pairs that curve down (Powell).
LbfgsResult lbfgs_by_interpolation(const FullBatchObjective& objective, const arma::vec& start,
                                   const LbfgsOptions& options) {
  require_lbfgs(objective, start, options);
  arma::vec w = start;
  FullBatchLoss at = objective(w);
  require_lbfgs_start(w, at);
  arma::uword evaluations = 1, iterations = 0;
  std::deque<CurvaturePair> ring;
  while (iterations < options.max_iterations &&
         largest_entry(at.gradient) > options.gradient_tolerance) {
    const arma::vec d = lbfgs_direction(at.gradient, {ring.begin(), ring.end()});
    const double slope = arma::dot(d, at.gradient);
    double t = ring.empty() ? std::min(1.0, 1 / arma::accu(arma::abs(at.gradient))) : 1;
    // The best step so far, with its loss and slope, and the far end of the interval if there is
    // one.
    double near = 0, near_loss = at.loss, near_slope = slope;
    double far = arma::datum::inf, far_loss = 0, far_slope = 0;
    arma::vec best_w = w;
    FullBatchLoss best = at;
    for (int trial = 0; trial < 40; ++trial) {
      const arma::vec next_w = w + t * d;
      const FullBatchLoss next = objective(next_w);
      ++evaluations;
      const double next_slope = arma::dot(next.gradient, d);
      if (!all_finite(next)) {
        far = t;
        far_loss = arma::datum::inf;
        t = 0.5 * (near + t);
        continue;
      }
      if (next.loss > at.loss + 1e-4 * t * slope || (near > 0 && next.loss >= near_loss)) {
        far = t;
        far_loss = next.loss;
        far_slope = next_slope;
      } else {
        if (next_slope * (std::isinf(far) ? 1 : far - near) >= 0) {
          far = near;
          far_loss = near_loss;
          far_slope = near_slope;
        }
        near = t;
        near_loss = next.loss;
        near_slope = next_slope;
        best_w = next_w;
        best = next;
        if (std::abs(next_slope) <= -0.9 * slope) break;
      }
      if (std::isinf(far)) {
        t *= 3;
      } else if (std::isinf(far_loss)) {
        t = 0.5 * (near + far);
      } else {
        t = lowest_of_cubic(near, near_loss, near_slope, far, far_loss, far_slope);
      }
    }
    if (!(best.loss < at.loss)) break;
    ring.push_back({best_w - w, best.gradient - at.gradient});
    if (ring.size() > options.memory) ring.pop_front();
    w = best_w;
    at = best;
    ++iterations;
  }
  return {w, at.loss, iterations, evaluations,
          largest_entry(at.gradient) <= options.gradient_tolerance};
}
DESCENT_ALTERNATIVE(lbfgs, lbfgs_by_interpolation,
                    "Strong Wolfe conditions, steps by cubic interpolation, a ring of pairs.");

// Pairs that curve down are damped with the identity instead of left out (Powell 1978): y is mixed
// with s until s·y is a fifth of s·s/scale.
LbfgsResult lbfgs_damped(const FullBatchObjective& objective, const arma::vec& start,
                         const LbfgsOptions& options) {
  require_lbfgs(objective, start, options);
  LbfgsResult result;
  result.w = start;
  FullBatchLoss at = objective(start);
  result.evaluations = 1;
  require_lbfgs_start(start, at);
  std::vector<CurvaturePair> memory;
  double curvature = arma::norm(at.gradient);
  for (; result.iterations < options.max_iterations; ++result.iterations) {
    if (largest_entry(at.gradient) <= options.gradient_tolerance) break;
    const arma::vec d = lbfgs_direction(at.gradient, memory);
    const double slope = arma::dot(d, at.gradient);
    double low = 0, high = arma::datum::inf;
    double t = memory.empty() ? std::min(1.0, 0.5 / arma::norm(at.gradient)) : 1;
    arma::vec best_w = result.w;
    FullBatchLoss best = at;
    for (int trial = 0; trial < 60; ++trial) {
      const arma::vec next_w = result.w + t * d;
      const FullBatchLoss next = objective(next_w);
      ++result.evaluations;
      if (!all_finite(next) || next.loss > at.loss + 1e-3 * t * slope) {
        high = t;
      } else {
        best_w = next_w;
        best = next;
        if (arma::dot(next.gradient, d) >= 0.9 * slope || trial > 8) break;
        low = t;
      }
      t = std::isinf(high) ? 2 * t : low + 0.4 * (high - low);
    }
    if (best.loss >= at.loss) break;
    CurvaturePair pair{best_w - result.w, best.gradient - at.gradient};
    const double sBs = curvature * arma::dot(pair.s, pair.s), sy = arma::dot(pair.s, pair.y);
    if (sy < 1e-3 * sBs && sy <= 0) {
      const double theta = 0.8 * sBs / (sBs - sy);
      pair.y = theta * pair.y + (1 - theta) * curvature * pair.s;
    }
    curvature = arma::dot(pair.y, pair.y) / arma::dot(pair.s, pair.y);
    memory.push_back(pair);
    if (memory.size() > options.memory) memory.erase(memory.begin());
    result.w = best_w;
    at = best;
  }
  result.loss = at.loss;
  result.converged = largest_entry(at.gradient) <= options.gradient_tolerance;
  return result;
}
DESCENT_ALTERNATIVE(lbfgs, lbfgs_damped,
                    "Pairs that curve down are damped instead of left out, after Powell.");

}  // namespace
}  // namespace descent
