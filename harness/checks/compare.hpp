#pragma once

#include <armadillo>
#include <optional>

#include "harness/checks/expect.hpp"
#include "harness/outcome/finding.hpp"

/// What the expect_* functions find, without reporting it: nothing where the check holds.
namespace descent::checks::compare {

using MaybeFinding = std::optional<outcome::Finding>;

MaybeFinding near(const arma::mat& yours, const arma::mat& expected, const About& about);
MaybeFinding near(double yours, double expected, const About& about);
MaybeFinding equal(const arma::uvec& yours, const arma::uvec& expected, const About& about);
MaybeFinding equal(long long yours, long long expected, const About& about);
MaybeFinding shape(const arma::mat& yours, arma::uword rows, arma::uword cols, const About& about);
MaybeFinding finite(const arma::mat& yours, const About& about);
MaybeFinding between(double yours, double low, double high, const About& about);
MaybeFinding less(double yours, double bound, const About& about);
MaybeFinding greater(double yours, double bound, const About& about);

/// Whether |yours - expected| is within the tolerance; equal infinities are, and NaN is only where
/// NaN is expected. `scale` is the largest |expected| of the matrix.
bool within(double yours, double expected, double scale, const Tolerance& tolerance);

/// The largest finite |entry|, 1 if that is 0: the scale of Tolerance.
double scale_of(const arma::mat& expected);

}  // namespace descent::checks::compare
