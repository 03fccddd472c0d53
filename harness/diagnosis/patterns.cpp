#include "harness/diagnosis/patterns.hpp"

#include "harness/diagnosis/patterns_fits.hpp"

namespace descent::diagnosis {
namespace {

std::string explain_transposed_shape(const arma::mat& yours, const arma::mat& expected) {
  if (yours.n_rows != expected.n_cols || yours.n_cols != expected.n_rows) return {};
  const arma::mat turned = yours.t();
  if (turned.is_finite() && expected.is_finite() && patterns::same(turned, expected)) {
    return "The values are right but rows and columns are swapped: transpose the result.";
  }
  return "Rows and columns are swapped: look at the order of the factors in a product, and at the "
         "places where .t() is needed.";
}

}  // namespace

std::string explain(const arma::mat& yours, const arma::mat& expected, const Setting& setting) {
  if (arma::size(yours) != arma::size(expected)) return explain_transposed_shape(yours, expected);
  if (yours.is_empty() || !expected.is_finite()) return {};
  if (const auto sentence = patterns::not_finite(yours)) return *sentence;
  if (arma::abs(expected).max() == 0) return {};  // nothing to compare the error with
  if (arma::abs(yours).max() == 0) {
    return yours.n_elem == 1 ? "It is exactly 0: was it ever assigned or added to?"
                             : "Every entry is exactly 0: was it ever assigned or added to?";
  }
  // The order is that of how much a pattern says: what explains all entries comes first.
  if (const auto s = patterns::nearly_right(yours, expected)) return *s;
  if (const auto s = patterns::penalty_of_loss(yours, expected, setting)) return *s;
  if (const auto s = patterns::scaled(yours, expected, setting)) return *s;
  if (const auto s = patterns::weight_term(yours, expected, setting)) return *s;
  if (const auto s = patterns::shifted(yours, expected)) return *s;
  if (const auto s = patterns::reordered(yours, expected)) return *s;
  if (const auto s = patterns::in_places(yours, expected, setting)) return *s;
  if (const auto s = patterns::signs(yours, expected)) return *s;
  if (const auto s = patterns::other_axis(yours, expected)) return *s;
  return {};
}

}  // namespace descent::diagnosis
