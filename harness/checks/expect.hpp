#pragma once

#include <armadillo>
#include <string>

#include "harness/checks/location.hpp"
#include "harness/checks/tolerance.hpp"
#include "harness/diagnosis/patterns.hpp"
#include "harness/outcome/finding.hpp"

/// Checks that talk to a student. Each is an ordinary function: it compares, and where the
/// comparison fails it reports a Finding (and fails the GoogleTest test at the caller's line). All
/// return whether the check held, and none throws.
namespace descent::checks {

/// What a check is about.
struct About {
  std::string what = {};  ///< the quantity: "dscores", "the loss"
  std::string why = {};   ///< what must hold and why, one or two sentences
  std::string read = {};  ///< a heading of the chapter: "shift-by-the-maximum"
  /// The id of the known mistake that a failure shows, for checks of what cannot be seen by making
  /// the calls again, such as what an interrupted call leaves behind. Others need not say.
  std::string mistake = {};
  Tolerance tolerance = kAgainstReference;
  diagnosis::Setting setting = {};  ///< what the patterns may look for (N, C, weights ...)
};

/// Shape first, then finiteness, then values; the worst entry is shown, and the pattern of the
/// error (times N, transposed, sign ...) named where there is one.
bool expect_near(const arma::mat& yours, const arma::mat& expected, const About& about,
                 Location location = Location::current());
bool expect_near(double yours, double expected, const About& about,
                 Location location = Location::current());

/// Labels, counts, indices: exactly equal.
bool expect_equal(const arma::uvec& yours, const arma::uvec& expected, const About& about,
                  Location location = Location::current());
bool expect_equal(long long yours, long long expected, const About& about,
                  Location location = Location::current());

bool expect_shape(const arma::mat& yours, arma::uword rows, arma::uword cols, const About& about,
                  Location location = Location::current());

/// No NaN, no infinity; says where the first one is.
bool expect_finite(const arma::mat& yours, const About& about,
                   Location location = Location::current());
bool expect_finite(double yours, const About& about, Location location = Location::current());

/// low <= yours <= high. NaN is never between.
bool expect_between(double yours, double low, double high, const About& about,
                    Location location = Location::current());

/// yours < bound or yours > bound, by more than round-off. NaN never holds.
bool expect_less(double yours, double bound, const About& about,
                 Location location = Location::current());
bool expect_greater(double yours, double bound, const About& about,
                    Location location = Location::current());

/// For what has no comparison of its own: `holds`, and what came and should have come in words.
bool expect_that(bool holds, const std::string& yours, const std::string& expected,
                 const About& about, Location location = Location::current());

/// Reports a finding made elsewhere (the gradient checker, a sanity check).
void report(outcome::Finding finding, Location location = Location::current());

}  // namespace descent::checks
