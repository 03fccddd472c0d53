#pragma once

#include <armadillo>
#include <string>

namespace descent::checks {

/// Digits with which the difference of two numbers shows: 5 at least, 17 at most.
int digits_to_tell_apart(double a, double b);

/// A number as a student would write it: 0.25, 1e-07, NaN, inf.
std::string show(double value, int digits = 5);

/// "3 x 10".
std::string show_shape(arma::uword rows, arma::uword cols);
std::string show_shape(const arma::mat& matrix);

/// "row 2, column 4"; "entry 4" in a vector. Counted from 0, as Armadillo does.
std::string show_index(const arma::mat& matrix, arma::uword index);

/// A matrix as text, its columns aligned. Up to 5 x 6 it is shown whole; of a larger one only the
/// part around the entry `focus` (at most 4 x 5, fewer columns if the digits are many), with the
/// numbers of its rows and columns, and "..." for what is cut. Entries that `marked` (same shape,
/// or empty) has as non-zero carry a "*".
std::string show(const arma::mat& matrix, arma::uword focus, int digits,
                 const arma::umat& marked = {});

/// Two matrices of the same shape, not empty, so that their entries stand in the same columns. The
/// entries that `marked` has as non-zero carry a "*" in yours, unless all do.
struct Pair {
  std::string expected, yours;
};
Pair show_both(const arma::mat& expected, const arma::mat& yours, arma::uword focus, int digits,
               const arma::umat& marked);

}  // namespace descent::checks
