#pragma once

#include <armadillo>
#include <array>
#include <cstdint>
#include <random>

namespace descent {

/// A source of random numbers that the caller owns. The same seed gives the same numbers with every
/// compiler and standard library: the bits are std::mt19937_64, which the standard fixes to the
/// last bit, and every transform of them is written out here, because those of the standard are
/// not.
class Rng {
 public:
  explicit Rng(std::uint64_t seed = 0) : engine_(seed) {}

  /// 64 random bits.
  std::uint64_t bits() { return engine_(); }

  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

  /// Uniform in [low, high).
  double uniform(double low, double high) { return low + (high - low) * uniform(); }

  /// Standard normal, by Box and Muller; a pair costs two uniforms, and the second one is thrown
  /// away, so that the state is the engine's alone.
  double normal();

  /// Uniform in {0, ..., bound - 1}, without bias. Throws std::invalid_argument if bound is 0.
  std::uint64_t below(std::uint64_t bound);

  /// rows x cols standard normal numbers, drawn column by column.
  arma::mat normal(arma::uword rows, arma::uword cols);

  /// rows x cols numbers uniform in [low, high), drawn column by column.
  arma::mat uniform(arma::uword rows, arma::uword cols, double low, double high);

  /// A random order of 0, ..., n - 1 (Fisher and Yates).
  arma::uvec permutation(arma::uword n);

  /// n labels uniform in {0, ..., classes - 1}.
  arma::uvec labels(arma::uword n, arma::uword classes);

  /// The engine's state, and back: how an Rng travels between processes. It is the engine's 312
  /// words and where it stands among them, as they lie in memory: to print and read them, which is
  /// the standard's own way, takes longer than all the rest of a call. Throws
  /// std::invalid_argument if it stands behind the last of them.
  using State = std::array<std::uint64_t, std::mt19937_64::state_size + 1>;
  State state() const;
  static Rng from_state(const State& state);

  friend bool operator==(const Rng&, const Rng&) = default;

 private:
  std::mt19937_64 engine_;
};

}  // namespace descent
