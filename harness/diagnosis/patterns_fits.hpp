#pragma once

#include <armadillo>
#include <optional>
#include <string>

#include "harness/diagnosis/patterns.hpp"

/// The pieces that explain() is made of. Each returns a sentence, or nothing where its pattern is
/// not there. All expect finite matrices of the same shape, and an `expected` that is not all zero.
namespace descent::diagnosis::patterns {

using Sentence = std::optional<std::string>;

/// A fit counts where what it leaves is this small, relative to the largest entry: far below what
/// chance produces, far above round-off.
inline constexpr double kFit = 1e-6;

bool same(double a, double b, double scale);
bool same(const arma::mat& a, const arma::mat& b);

/// What a factor c in a = c·n means to a student; every reading of it, joined by "or". Nothing if c
/// is no factor that has a usual cause.
Sentence meaning_of_factor(double factor, const Setting& setting);

Sentence scaled(const arma::mat& yours, const arma::mat& expected, const Setting& setting);
Sentence weight_term(const arma::mat& yours, const arma::mat& expected, const Setting& setting);
Sentence penalty_of_loss(const arma::mat& yours, const arma::mat& expected, const Setting& setting);
Sentence shifted(const arma::mat& yours, const arma::mat& expected);
Sentence signs(const arma::mat& yours, const arma::mat& expected);

Sentence not_finite(const arma::mat& yours);
Sentence reordered(const arma::mat& yours, const arma::mat& expected);
Sentence other_axis(const arma::mat& yours, const arma::mat& expected);
Sentence in_places(const arma::mat& yours, const arma::mat& expected, const Setting& setting);
Sentence nearly_right(const arma::mat& yours, const arma::mat& expected);

/// "row 2", "rows 1 and 4", "rows 0, 3, 4 and 5 more".
std::string list_of(const std::string& noun, const arma::uvec& indices);

}  // namespace descent::diagnosis::patterns
