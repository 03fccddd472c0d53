#pragma once

#include <armadillo>

/// The batches behind the values that harness/tests/crosscheck/losses.py computed.
namespace descent::suite::hand {

inline const arma::mat kScores = {
    {1.5, -0.5, 2.0, 0.25, -1.0}, {0.3, 0.8, -0.6, 1.1, 0.9}, {-2.0, 0.4, 3.2, -0.1, 0.7}};
inline const arma::uvec kLabels = {2, 0, 4};

/// Attributes of the same examples, +1 and -1.
inline const arma::mat kSigns = {{1, -1, 1, -1, 1}, {-1, -1, 1, 1, -1}, {1, 1, -1, -1, 1}};

/// Scores so large that their exponentials are infinite or 0.
inline const arma::mat kLarge = {{1000, -500, 300}, {-2000, 800, 900.5}};
inline const arma::uvec kLargeLabels = {0, 0};
inline const arma::mat kLargeSigns = {{1, -1, 1}, {-1, -1, 1}};

}  // namespace descent::suite::hand
