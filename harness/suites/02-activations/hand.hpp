#pragma once

#include <armadillo>

#include "harness/remote/submission.hpp"

/// The batches behind the values that harness/tests/crosscheck/activations.py computed.
namespace descent::suite::hand {

inline const arma::mat kX = {
    {0.5, -1.25, 2.0, -0.125}, {-3.0, 0.75, -0.375, 1.5}, {0.25, -0.625, -2.25, 3.5}};
inline const arma::mat kUpstream = {
    {1.0, -2.0, 0.5, 3.0}, {-1.5, 0.25, 2.0, -0.75}, {4.0, 1.25, -3.0, -0.5}};
inline const arma::rowvec kAlpha = {0.25, -0.5, 1.75, 0.0};

/// Maxout: two inputs, four units. Every unit has both winners, and without the biases one entry
/// would have another.
inline const arma::mat kInput = {{0.5, -1.0}, {2.0, 0.75}, {-1.5, 0.25}};
inline const MaxoutParameters kMaxout = {{{0.5, -1.0, 0.25, 2.0}, {1.5, 0.5, -0.75, 1.0}},
                                         {0.1, -0.2, 0.3, -1.4},
                                         {{-0.5, 0.75, 1.0, -1.0}, {0.25, -1.25, 0.5, 0.5}},
                                         {-0.3, 0.4, 0.2, 0.7}};

}  // namespace descent::suite::hand
