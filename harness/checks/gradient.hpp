#pragma once

#include <armadillo>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/checks/expect.hpp"
#include "harness/support/rng.hpp"

/// Gradients against numerical differentiation. What makes this checker stricter than a norm over
/// all parameters, or one random direction, and yet free of false alarms: every parameter block is
/// judged by its own scale, the numerical derivative comes with its uncertainty, and kinks are
/// seen.
namespace descent::checks {

/// The parameters of a function, one matrix a block: {W1, b1, W2, b2}.
using Blocks = std::vector<arma::mat>;
using ScalarFunction = std::function<double(const Blocks&)>;
using MatrixFunction = std::function<arma::mat(const Blocks&)>;

/// The winners of every max, hinge and ReLU at a point (see LineWinners).
using Winners = std::function<arma::uvec(const Blocks&)>;

struct GradientOptions {
  std::vector<std::string> names = {};  ///< of the blocks; else "block 0", "block 1", ...
  Winners winners = {};                 ///< makes kinks certain instead of detected
  double tolerance = 1e-6;              ///< relative error allowed
  double step = 1e-4;                   ///< h = step·max(1, |x|)
  arma::uword whole = 64;               ///< blocks up to this size are checked in every entry
  arma::uword survey = 512;             ///< of a larger one so many entries are estimated first
  arma::uword largest = 16;    ///< then so many with the largest |n|, and with the largest |a|
  arma::uword random = 32;     ///< and so many at random
  arma::uword directions = 5;  ///< and along so many Gaussian directions of length 1
};

enum class Verdict {
  agrees,
  at_kink,       ///< no derivative here; the analytic value lies between the slopes of both sides
  inconclusive,  ///< round-off hides the difference: neither right nor wrong
  wrong,
};

/// One comparison: along one entry of a block, or along a direction.
struct Probe {
  bool is_direction = false;
  arma::uword index = 0;  ///< linear index of the entry; of a direction: its number
  double analytic = 0;
  double numeric = 0;        ///< at a kink: the end of the interval that is nearest to analytic
  double uncertainty = 0;    ///< of numeric
  double low = 0, high = 0;  ///< the interval of the slopes at a kink; else both equal numeric
  double error = 0;          ///< |a - n| / max(|a|, |n|, 1e-2·rms of the block, noise)
  Verdict verdict = Verdict::agrees;
};

struct BlockReport {
  std::string name;
  arma::uword rows = 0, cols = 0;
  double rms = 0;             ///< root mean square of the block's numerical gradient
  std::vector<Probe> probes;  ///< entries by rising index, then directions

  [[nodiscard]] arma::uword count(Verdict verdict) const;
  /// The wrong probe with the largest |a - n|, entries before directions; nullptr if none is wrong.
  [[nodiscard]] const Probe* worst() const;
};

struct GradientReport {
  double value = 0;  ///< f at the point
  std::vector<BlockReport> blocks;
  long evaluations = 0;  ///< of f

  [[nodiscard]] arma::uword count(Verdict verdict) const;
  [[nodiscard]] bool nothing_wrong() const { return count(Verdict::wrong) == 0; }
};

/// Compares `analytic` (same shapes as `point`) with numerical derivatives of f at `point`. `rng`
/// draws the sampled entries and directions. A 5 x 7 block costs 140 evaluations of f if all is
/// well, and at most about 800 if not. A NaN in `analytic`, or f not finite beside the point,
/// counts as wrong. Exceptions of f pass through. Throws std::invalid_argument if the shapes do not
/// fit.
GradientReport check_gradient(const ScalarFunction& f, const Blocks& point, const Blocks& analytic,
                              Rng& rng, const GradientOptions& options = {});

/// The scalar Σ G % out: the gradient of `f` with the upstream gradient G is the gradient of this.
/// Where out has not the shape of G, the call throws std::invalid_argument.
ScalarFunction against_upstream(MatrixFunction f, arma::mat upstream);

/// Reports, for the first block that is wrong, what check_gradient found; shapes and finiteness
/// come first. about.setting speaks of that block (leave weights out where there are several).
bool expect_gradient(const ScalarFunction& f, const Blocks& point, const Blocks& analytic, Rng& rng,
                     const About& about, const GradientOptions& options = {},
                     Location location = Location::current());

/// The same for a function of one matrix.
bool expect_gradient(const std::function<double(const arma::mat&)>& f, const arma::mat& point,
                     const arma::mat& analytic, Rng& rng, const About& about,
                     const GradientOptions& options = {}, Location location = Location::current());

/// The finding that expect_gradient reports for a block at `point`, empty where nothing in it is
/// wrong.
std::optional<outcome::Finding> gradient_finding(const BlockReport& block,
                                                 const arma::mat& analytic, const arma::mat& point,
                                                 const About& about);

}  // namespace descent::checks
