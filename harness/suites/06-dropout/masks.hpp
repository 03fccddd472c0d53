#pragma once

#include <armadillo>
#include <functional>
#include <string>

#include "harness/checks/refusal.hpp"
#include "harness/checks/statistics.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

/// What every random mask of the stage must look like, whatever drew it: only what masks have in
/// common, over rows, columns and calls, never one fixed mask or order of drawing. Each of these
/// checks fails a right solution in fewer than one of a million runs. Since another order of
/// drawing gives other masks, a mistake is seldom recognised by its numbers; so each message tells
/// from the statistic what was probably done.
namespace descent::suite {

/// One call that masks `values` while training, and the mask that it returns.
using DrawMask = std::function<arma::mat(const arma::mat& values, double keep_prob, Rng& rng)>;

struct MaskCase {
  std::string units = {};  ///< what is dropped: "units", "weights"
  std::string row = {};    ///< a row of the mask: "example", "input"
  std::string col = {};    ///< a column of it: "unit", "neuron"
  bool scaled = true;      ///< kept entries are 1/keep_prob; else 1
  DrawMask draw = {};

  double factor(double keep_prob) const { return scaled ? 1 / keep_prob : 1; }
};

/// In [0.15, 0.35] or [0.65, 0.85]: far enough from ½ that keeping and dropping cannot be confused.
double any_keep_prob(Rng& rng);

/// "1/(1 - keep_prob)", "keep_prob": what a wrong factor probably is, as a whole sentence; empty if
/// it is nothing known. `scaled`: the right one is 1/keep_prob, else 1.
std::string likely_factor(double came, double keep_prob, bool scaled);

/// The output of dropout: x times the factor where the mask is not 0, and exactly 0 elsewhere. x
/// has no zeros.
bool expect_masked(const arma::mat& out, const arma::mat& x, const arma::mat& mask,
                   double keep_prob, bool scaled, const std::string& read);

/// Entries are exactly 0 or the factor.
void expect_zero_or_factor(const MaskCase& mask);

/// The share of kept entries is keep_prob.
void expect_keep_rate(const MaskCase& mask);

/// Rows agree with each other as independent ones do, columns too; no row or column is favoured,
/// and the numbers of kept entries in them differ by chance.
void expect_independent_entries(const MaskCase& mask);

/// Calls agree with each other as independent ones do, also of different shapes; the number of kept
/// entries differs by chance; rng moves on.
void expect_new_mask_each_call(const MaskCase& mask);

/// The same state of rng gives the same mask, whatever was called before; another state another
/// one.
void expect_mask_from_rng(const MaskCase& mask);

/// Zeros and negative numbers are kept as often as others, and other values get the same mask.
void expect_mask_ignores_values(const MaskCase& mask);

}  // namespace descent::suite
