#pragma once

#include <algorithm>
#include <cmath>

#include "babysitting.hpp"
#include "harness/wire/variants.hpp"

// Known mistakes of stage 09: what students really write. Each is an ordinary function with the
// signature of its exercise, in one of the files mistakes_*.cpp. Every one must fail the hidden
// suite, and be named when it does. Here is what several of these files need.

namespace descent::mistakes {

inline double count(arma::uword n) { return static_cast<double>(n); }

// 0, 1, ..., n - 1: the indices that whoever counts instead of looking takes.
inline arma::uvec counted(arma::uword n) {
  arma::uvec indices(n);
  for (arma::uword i = 0; i < n; ++i) indices(i) = i;
  return indices;
}

// The largest and the smallest entry as max() and min() of the standard library's kind find them:
// NaN is passed over.
inline double largest(const arma::vec& values) {
  double largest = -arma::datum::inf;
  for (const double v : values) largest = v > largest ? v : largest;
  return largest;
}
inline double smallest(const arma::vec& values) {
  double smallest = arma::datum::inf;
  for (const double v : values) smallest = v < smallest ? v : smallest;
  return smallest;
}

}  // namespace descent::mistakes
