#include "harness/checks/terms.hpp"

#include <algorithm>
#include <utility>

#include "harness/checks/compare.hpp"

namespace descent::checks {

bool expect_sum_of_terms(const arma::mat& yours, const diagnosis::SumOfTerms& expected,
                         const About& about, Location location) {
  compare::MaybeFinding finding = compare::near(yours, expected.total(), about);
  if (!finding) return true;
  const diagnosis::TermsExplained explained =
      diagnosis::explain_terms(yours, expected, about.setting);
  if (!explained.complaint.empty()) {
    finding->problem = about.what + ": " + explained.complaint + ". " + finding->problem;
    finding->likely = explained.fit;
  }
  report(std::move(*finding), location);
  return false;
}

bool expect_near_or_known(const arma::mat& yours, const arma::mat& expected,
                          const std::vector<KnownResult>& known, const About& about,
                          Location location) {
  compare::MaybeFinding finding = compare::near(yours, expected, about);
  if (!finding) return true;
  About close = about;
  close.tolerance = {1e-8, 1e-10};
  const auto match = std::find_if(known.begin(), known.end(), [&](const KnownResult& result) {
    return arma::size(yours) == arma::size(result.value) &&
           !compare::near(yours, result.value, close);
  });
  if (match != known.end()) finding->likely = match->sentence;
  report(std::move(*finding), location);
  return false;
}

}  // namespace descent::checks
