#pragma once

#include <armadillo>

/// The data behind the values that harness/tests/crosscheck/preprocessing.py computed.
namespace descent::suite::hand {

inline const arma::mat kTrain = {{2.5, -1, 0.25, 10},
                                 {0.5, 3, 0.75, 12},
                                 {-1.5, 2, -0.5, 11},
                                 {4, -2.5, 1.5, 9},
                                 {3, 0.5, -1, 13.5}};
inline const arma::mat kTest = {{1, 2, 3, 4}, {0, 0, 0, 0}, {2.5, -1, 0.25, 10}};
inline const arma::rowvec kMean = {1.7, 0.4, 0.2, 11.1};
inline const arma::rowvec kDeviation = {1.964688270439, 1.984943324128, 0.8860022573335,
                                        1.562049935181};
inline const arma::mat kCovariance = {{3.86, -3.18, 0.61, -0.67},
                                      {-3.18, 3.94, -0.73, 2.01},
                                      {0.61, -0.73, 0.785, -1.02},
                                      {-0.67, 2.01, -1.02, 2.44}};

/// A PCA of three features whose axes have few digits (the third axis has no variance), and two
/// examples.
inline const arma::rowvec kAxesMean = {1, -2, 0.5};
inline const arma::mat kAxes = {{0.36, -0.8, 0.48}, {0.48, 0.6, 0.64}, {-0.8, 0, 0.6}};
inline const arma::vec kVariances = {8.5, 1.75, 0};
inline const arma::mat kExamples = {{2, 0, 1}, {-3, 1.5, 4}};

}  // namespace descent::suite::hand
