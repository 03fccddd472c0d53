#pragma once

#include <armadillo>
#include <cmath>

#include "harness/checks/gradient.hpp"
#include "harness/support/rng.hpp"

/// How others judge a gradient, in our own words: only their criterion, with their default step and
/// tolerances, for a scalar function in double precision. Each says whether it accepts.
namespace descent::checks::peers {

inline arma::mat centered(const ScalarFunction& f, Blocks at, std::size_t block, double h) {
  arma::mat numeric(arma::size(at[block]));
  for (arma::uword i = 0; i < numeric.n_elem; ++i) {
    const double x = at[block][i];
    at[block][i] = x + h;
    const double plus = f(at);
    at[block][i] = x - h;
    const double minus = f(at);
    at[block][i] = x;
    numeric[i] = (plus - minus) / (2 * h);
  }
  return numeric;
}

/// PyTorch, torch/autograd/gradcheck.py, slow mode: entry by entry |a - n| <= 1e-5 + 1e-3·|n|.
inline bool torch_slow(const ScalarFunction& f, const Blocks& at, const Blocks& a) {
  for (std::size_t block = 0; block < at.size(); ++block) {
    const arma::mat n = centered(f, at, block, 1e-6);
    for (arma::uword i = 0; i < n.n_elem; ++i) {
      if (std::abs(a[block][i] - n[i]) > 1e-5 + 1e-3 * std::abs(n[i])) return false;
    }
  }
  return true;
}

/// The same file, fast mode: one direction u >= 0 of length 1 for every input; a·u against n·u,
/// with the absolute tolerance times the sum of u.
inline bool torch_fast(const ScalarFunction& f, const Blocks& at, const Blocks& a, Rng& rng) {
  constexpr double h = 1e-6;
  for (std::size_t block = 0; block < at.size(); ++block) {
    arma::mat u = rng.uniform(at[block].n_rows, at[block].n_cols, 0, 1);
    u /= arma::norm(arma::vectorise(u));
    Blocks plus = at, minus = at;
    plus[block] += h * u;
    minus[block] -= h * u;
    const double n = (f(plus) - f(minus)) / (2 * h);
    if (std::abs(arma::accu(a[block] % u) - n) > 1e-5 * arma::accu(u) + 1e-3 * std::abs(n)) {
      return false;
    }
  }
  return true;
}

/// mlpack, CheckGradient() in its neural network tests: ‖a - n‖ / ‖a + n‖ over all parameters at
/// once, against 0.1.
inline bool mlpack_norm(const ScalarFunction& f, const Blocks& at, const Blocks& a) {
  double difference = 0, sum = 0;
  for (std::size_t block = 0; block < at.size(); ++block) {
    const arma::mat n = centered(f, at, block, 1e-7);
    difference += arma::accu(arma::square(a[block] - n));
    sum += arma::accu(arma::square(a[block] + n));
  }
  return std::sqrt(difference / sum) <= 0.1;
}

/// Caffe, include/caffe/test/test_gradient_check_util.hpp: |a - n| <= 1e-2·max(|a|, |n|, 1), step
/// 1e-2.
inline bool caffe(const ScalarFunction& f, const Blocks& at, const Blocks& a) {
  for (std::size_t block = 0; block < at.size(); ++block) {
    const arma::mat n = centered(f, at, block, 1e-2);
    for (arma::uword i = 0; i < n.n_elem; ++i) {
      const double scale = std::max({std::abs(a[block][i]), std::abs(n[i]), 1.0});
      if (std::abs(a[block][i] - n[i]) > 1e-2 * scale) return false;
    }
  }
  return true;
}

/// JAX, jax/_src/public_test_util.py, check_jvp: one Gaussian direction through all arguments
/// together, step 1e-4, |a·u - n·u| <= 1e-5 + 1e-5·|n·u|.
inline bool jax_direction(const ScalarFunction& f, const Blocks& at, const Blocks& a, Rng& rng) {
  constexpr double h = 1e-4;
  Blocks plus = at, minus = at;
  double analytic = 0;
  for (std::size_t block = 0; block < at.size(); ++block) {
    const arma::mat u = rng.normal(at[block].n_rows, at[block].n_cols);
    plus[block] += h * u;
    minus[block] -= h * u;
    analytic += arma::accu(a[block] % u);
  }
  const double n = (f(plus) - f(minus)) / (2 * h);
  return std::abs(analytic - n) <= 1e-5 + 1e-5 * std::abs(n);
}

}  // namespace descent::checks::peers
