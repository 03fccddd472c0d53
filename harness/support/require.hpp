#pragma once

#include <armadillo>
#include <cmath>
#include <stdexcept>
#include <string>

/// Given to students: checks of the input that several stages share. Each throws
/// std::invalid_argument with a sentence that says what was expected and what came, and does
/// nothing if all is well. `name` is what the sentence calls the argument.
namespace descent {

/// "3 x 10"
inline std::string shape_of(const arma::mat& matrix) {
  return std::to_string(matrix.n_rows) + " x " + std::to_string(matrix.n_cols);
}

/// At least one row and one column.
inline void require_not_empty(const arma::mat& matrix, const std::string& name) {
  if (!matrix.is_empty()) return;
  throw std::invalid_argument("expected " + name + " with at least one row and one column, got " +
                              shape_of(matrix));
}

/// Exactly rows x cols.
inline void require_shape(const arma::mat& matrix, const std::string& name, arma::uword rows,
                          arma::uword cols) {
  if (matrix.n_rows == rows && matrix.n_cols == cols) return;
  throw std::invalid_argument("expected " + name + " of " + std::to_string(rows) + " x " +
                              std::to_string(cols) + ", got " + shape_of(matrix));
}

/// The shape of `other`.
inline void require_same_shape(const arma::mat& matrix, const std::string& name,
                               const arma::mat& other, const std::string& other_name) {
  if (matrix.n_rows == other.n_rows && matrix.n_cols == other.n_cols) return;
  throw std::invalid_argument("expected " + name + " of the same shape as " + other_name + ", " +
                              shape_of(other) + ", got " + shape_of(matrix));
}

/// No NaN and no infinity.
inline void require_finite(const arma::mat& matrix, const std::string& name) {
  if (matrix.is_finite()) return;
  throw std::invalid_argument("expected finite numbers in " + name + ", got NaN or infinity");
}

/// Finite and above 0.
inline void require_positive(double number, const std::string& name) {
  if (std::isfinite(number) && number > 0) return;
  throw std::invalid_argument("expected a positive " + name + ", got " + std::to_string(number));
}

/// Finite and not below 0.
inline void require_not_negative(double number, const std::string& name) {
  if (std::isfinite(number) && number >= 0) return;
  throw std::invalid_argument("expected " + name + " of 0 or more, got " + std::to_string(number));
}

/// At least one, where a count is needed.
inline void require_some(arma::uword count, const std::string& name) {
  if (count > 0) return;
  throw std::invalid_argument("expected at least one of " + name + ", got 0");
}

}  // namespace descent
