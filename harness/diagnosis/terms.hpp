#pragma once

#include <armadillo>
#include <string>
#include <vector>

#include "harness/diagnosis/patterns.hpp"

/// Results that are a sum of parts with a meaning, such as the paths along which a gradient flows
/// back. A least-squares fit of a wrong result on the parts tells which of them is missing, counted
/// twice, not yet divided by N - whatever the code that made it looks like.
namespace descent::diagnosis {

/// One part of the sum: "the mean path". All parts have the shape of the result.
struct Term {
  std::string name;
  arma::mat value;
};

/// What every part is multiplied with, one number for each column: "gamma". A part that is off by
/// such numbers lacks the factor, or has it twice.
struct ColumnFactor {
  std::string name;
  arma::rowvec values;
};

/// A number that a part may be off by, and what that means: {H·W, "it is not yet divided by ..."}.
struct NamedNumber {
  double factor;
  std::string meaning;
};

struct SumOfTerms {
  std::vector<Term> terms;
  std::vector<ColumnFactor> factors = {};
  std::vector<NamedNumber> numbers = {};

  [[nodiscard]] arma::mat total() const;
};

struct TermsExplained {
  std::string complaint;  ///< "the mean path is missing"; empty where nothing fits
  std::string fit;        ///< the coefficients, in a sentence
};

/// What is wrong with `yours`, which should be the sum of the terms. Empty where the terms do not
/// explain it: where the fit leaves more than a millionth, where the terms look alike, or where a
/// coefficient has no usual cause.
TermsExplained explain_terms(const arma::mat& yours, const SumOfTerms& expected,
                             const Setting& setting = {});

}  // namespace descent::diagnosis
