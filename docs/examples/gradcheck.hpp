#pragma once

#include <armadillo>
#include <cstdint>
#include <functional>
#include <iostream>

#include "harness/support/rng.hpp"

/// Code of the chapter on gradient checks, tested in harness/tests/book.
namespace descent::book {

/// Says nothing of an error that is NaN.
inline void complain(double error, std::ostream& out) {
  // --8<-- [start:nan-passes]
  if (error > 1e-2) out << "the gradient is wrong\n";
  // --8<-- [end:nan-passes]
}

struct Options {
  std::uint64_t seed = 0;
};

/// A random loss, evaluated with the same random numbers each time.
inline std::function<double()> frozen(
    const std::function<double(const arma::mat& parameters, Rng& rng)>& loss,
    const arma::mat& parameters, const Options& options) {
  // --8<-- [start:same-dice]
  const auto loss_here = [&] {
    Rng same(options.seed);  // nobody has drawn from this one
    return loss(parameters, same);
  };
  // --8<-- [end:same-dice]
  return loss_here;
}

}  // namespace descent::book
