#include "harness/support/rng.hpp"

#include <cmath>
#include <numbers>
#include <sstream>
#include <stdexcept>

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

std::string Rng::state() const {
  std::ostringstream out;
  out << engine_;
  return out.str();
}

Rng Rng::from_state(const std::string& state) {
  std::istringstream in(state);
  Rng rng;
  in >> rng.engine_;
  if (!in || in.peek() != std::istringstream::traits_type::eof()) {
    throw std::invalid_argument("Rng::from_state: this is not the state of a mt19937_64");
  }
  return rng;
}

}  // namespace descent
