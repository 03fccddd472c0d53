#include "harness/checks/expect.hpp"

#include <cmath>
#include <utility>

#include "harness/checks/compare.hpp"

namespace descent::checks {
namespace {

bool judge(compare::MaybeFinding finding, const Location& location) {
  if (finding) report(std::move(*finding), location);
  return !finding.has_value();
}

}  // namespace

bool expect_near(const arma::mat& yours, const arma::mat& expected, const About& about,
                 Location location) {
  return judge(compare::near(yours, expected, about), location);
}

bool expect_near(double yours, double expected, const About& about, Location location) {
  return judge(compare::near(yours, expected, about), location);
}

bool expect_equal(const arma::uvec& yours, const arma::uvec& expected, const About& about,
                  Location location) {
  return judge(compare::equal(yours, expected, about), location);
}

bool expect_equal(long long yours, long long expected, const About& about, Location location) {
  return judge(compare::equal(yours, expected, about), location);
}

bool expect_shape(const arma::mat& yours, arma::uword rows, arma::uword cols, const About& about,
                  Location location) {
  return judge(compare::shape(yours, rows, cols, about), location);
}

bool expect_finite(const arma::mat& yours, const About& about, Location location) {
  return judge(compare::finite(yours, about), location);
}

bool expect_finite(double yours, const About& about, Location location) {
  return judge(compare::finite(arma::mat(1, 1, arma::fill::value(yours)), about), location);
}

bool expect_between(double yours, double low, double high, const About& about, Location location) {
  return judge(compare::between(yours, low, high, about), location);
}

bool expect_less(double yours, double bound, const About& about, Location location) {
  return judge(compare::less(yours, bound, about), location);
}

bool expect_greater(double yours, double bound, const About& about, Location location) {
  return judge(compare::greater(yours, bound, about), location);
}

bool expect_that(bool holds, const std::string& yours, const std::string& expected,
                 const About& about, Location location) {
  if (holds) return true;
  outcome::Finding finding;
  finding.problem = "Something is wrong with " +
                    (about.what.empty() ? std::string("the result") : about.what) + ".";
  finding.expected = expected;
  finding.yours = yours;
  finding.why = about.why;
  finding.read = about.read;
  finding.mistake = about.mistake;
  report(std::move(finding), location);
  return false;
}

}  // namespace descent::checks
