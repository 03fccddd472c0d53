#pragma once

#include <algorithm>
#include <cmath>

#include "harness/wire/variants.hpp"
#include "initialization.hpp"

// Known mistakes of stage 04: what students really write. Each is an ordinary function with the
// signature of its exercise, in one of the files mistakes_*.cpp. Every one must fail the hidden
// suite, and be named when it does. Here is what several of these files need.

namespace descent::mistakes {

inline double count(arma::uword n) { return static_cast<double>(n); }

// Normal numbers times a factor that ought to be the standard deviation.
inline arma::mat scaled(arma::uword m, arma::uword n, Rng& rng, double factor) {
  require_fans(m, n);
  return factor * rng.normal(m, n);
}

// Uniform numbers in ±limit.
inline arma::mat within(arma::uword m, arma::uword n, Rng& rng, double limit) {
  require_fans(m, n);
  return rng.uniform(m, n, -limit, limit);
}

// One value for each neuron, the same for all of its inputs.
inline arma::mat one_for_each_neuron(arma::uword m, arma::uword n, Rng& rng, double deviation) {
  require_fans(m, n);
  return arma::repmat(deviation * rng.normal(1, n), m, 1);
}

// One value for each input, the same for all neurons.
inline arma::mat one_for_each_input(arma::uword m, arma::uword n, Rng& rng, double deviation) {
  require_fans(m, n);
  return arma::repmat(deviation * rng.normal(m, 1), 1, n);
}

}  // namespace descent::mistakes
