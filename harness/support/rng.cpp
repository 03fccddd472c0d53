#include "harness/support/rng.hpp"

#include <bit>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace descent {

double Rng::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));  // 1 - u is never 0
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

std::uint64_t Rng::below(std::uint64_t bound) {
  if (bound == 0) throw std::invalid_argument("Rng::below: the bound must be at least 1, got 0");
  const std::uint64_t unfair =
      (0 - bound) % bound;  // 2^64 mod bound values would be drawn too often
  std::uint64_t draw = bits();
  while (draw < unfair) draw = bits();
  return draw % bound;
}

arma::mat Rng::normal(arma::uword rows, arma::uword cols) {
  arma::mat values(rows, cols);
  for (double& value : values) value = normal();
  return values;
}

arma::mat Rng::uniform(arma::uword rows, arma::uword cols, double low, double high) {
  arma::mat values(rows, cols);
  for (double& value : values) value = uniform(low, high);
  return values;
}

arma::uvec Rng::permutation(arma::uword n) {
  arma::uvec order = arma::regspace<arma::uvec>(0, 1, n);  // one too many, so that n = 0 works
  order.shed_row(n);
  for (arma::uword i = n; i > 1; --i) std::swap(order(i - 1), order(below(i)));
  return order;
}

arma::uvec Rng::labels(arma::uword n, arma::uword classes) {
  arma::uvec labels(n);
  for (arma::uword& label : labels) label = below(classes);
  return labels;
}

Rng::State Rng::state() const {
  static_assert(std::is_trivially_copyable_v<std::mt19937_64>);
  return std::bit_cast<State>(engine_);
}

Rng Rng::from_state(const State& state) {
  if (state.back() > std::mt19937_64::state_size) {
    throw std::invalid_argument(
        "Rng::from_state: a mt19937_64 has 312 words, and this one stands at word " +
        std::to_string(state.back()));
  }
  Rng rng;
  rng.engine_ = std::bit_cast<std::mt19937_64>(state);
  return rng;
}

}  // namespace descent
