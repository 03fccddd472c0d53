#pragma once

#include <armadillo>
#include <string>
#include <vector>

#include "harness/checks/location.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

/// Models whose gradients and difference quotients are known, for the tests of check_gradient.
namespace descent::suite {

using Parameters = std::vector<arma::mat>;
using Reports = std::vector<GradcheckReport>;

struct BlockShape {
  arma::uword rows;
  arma::uword cols;
};

/// A random loss of several blocks: Σ m·c·p³ + (Σ d·p)² over all entries p of all blocks, with a
/// dropout mask m of 0 and 2, drawn from the Rng that comes with the parameters.
struct RandomModel {
  std::vector<std::string> names;
  Parameters values, c, d;

  RandomModel(const std::vector<BlockShape>& shapes, Rng& rng);

  Parameters masks(Rng& rng) const;
  double loss(const Parameters& parameters, Rng& rng) const;

  /// Gradients and centered quotients at the values, with the masks that Rng(seed) draws.
  Parameters gradients(std::uint64_t seed) const;
  Parameters quotients(std::uint64_t seed, double step) const;

  /// The blocks with these gradients.
  std::vector<GradcheckBlock> blocks(const Parameters& gradients) const;
};

/// A layer of ReLUs, a linear layer and the softmax loss, with inverted dropout on the hidden
/// units: W1 (D x H), b1, W2 (H x C), b2; N ≠ D ≠ H ≠ C.
struct ReluNet {
  arma::mat inputs;
  arma::uvec labels;
  Parameters values;

  explicit ReluNet(Rng& rng);

  double loss(const Parameters& parameters, Rng& rng) const;
  arma::uvec winners(const Parameters& parameters, Rng& rng) const;
  Parameters gradients(std::uint64_t seed) const;
  std::vector<GradcheckBlock> blocks(const Parameters& gradients) const;

 private:
  struct Pass;
  Pass forward(const Parameters& parameters, Rng& rng) const;
};

/// The number of reports, and in each the name, the number of entries (what is drawn less the
/// kinks), all different and inside the block, and vectors of the same length.
bool expect_well_formed(const Reports& yours, const std::vector<GradcheckBlock>& blocks,
                        const GradcheckOptions& options,
                        checks::Location location = checks::Location::current());

/// What each report says about its entries: the analytic values are those of the gradient there,
/// the numeric ones those of `quotients`, the errors the relative errors of the two, the worst the
/// largest.
bool expect_right_reports(const Reports& yours, const std::vector<GradcheckBlock>& blocks,
                          const Parameters& quotients,
                          checks::Location location = checks::Location::current());

}  // namespace descent::suite
