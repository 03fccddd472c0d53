#pragma once

#include <armadillo>
#include <string>
#include <vector>

#include "harness/checks/expect.hpp"
#include "harness/diagnosis/terms.hpp"

/// Comparisons that know more than the right answer, and so can say what is wrong with another one
/// even where no solution and no list of known mistakes is at hand.
namespace descent::checks {

/// `yours` is the sum of the terms, within about.tolerance. Where it is not, a fit on the terms
/// tells which of them is missing or counted wrongly: "dx: the mean path is missing."
bool expect_sum_of_terms(const arma::mat& yours, const diagnosis::SumOfTerms& expected,
                         const About& about, Location location = Location::current());

/// A wrong result that has one known cause, and the sentence that names it.
struct KnownResult {
  arma::mat value;
  std::string sentence;
};

/// As expect_near; where the comparison fails and yours is one of the known results (to about eight
/// digits), the first such sentence is the likely reason.
bool expect_near_or_known(const arma::mat& yours, const arma::mat& expected,
                          const std::vector<KnownResult>& known, const About& about,
                          Location location = Location::current());

}  // namespace descent::checks
