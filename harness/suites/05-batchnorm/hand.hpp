#pragma once

#include <armadillo>

/// The batches behind the values that harness/tests/crosscheck/batchnorm.py computed.
namespace descent::suite::hand {

inline const arma::mat kX = {{1, -2, 0.5}, {3, 0.25, 0.5}, {-1, 1.5, 0.75}, {2, -0.5, -0.25}};
inline const arma::rowvec kGamma = {1.5, -0.5, 2};
inline const arma::rowvec kBeta = {0.25, 1, -3};
inline const arma::rowvec kRunningMean = {0.5, -0.25, 1};
inline const arma::rowvec kRunningVar = {2, 0.5, 0.125};
inline const arma::mat kDout = {{0.5, -1, 2}, {1, 0.25, -0.75}, {-2, 0.5, 1}, {0.25, 1.5, -0.5}};

inline const arma::rowvec kMean = {1.25, -0.1875, 0.375};
inline const arma::rowvec kVar = {2.1875, 1.60546875, 0.140625};

/// With eps = 1e-5.
inline const arma::mat kXHat = {{-0.169030464591, -1.43046005368, 0.333321482114},
                                {1.18321325214, 0.345283461233, 0.333321482114},
                                {-1.52127418132, 1.33180763619, 0.999964446341},
                                {0.507091393772, -0.246631043738, -1.66660741057}};
inline const arma::rowvec kInvStd = {0.676121858363, 0.789219339962, 2.66657185691};

/// With eps = 0.1.
inline const arma::mat kXHatLargeEps = {{-0.165294901227, -1.38789346932, 0.254823595719},
                                        {1.15706430859, 0.335008768456, 0.254823595719},
                                        {-1.48765411104, 1.29217667833, 0.764470787156},
                                        {0.49588470368, -0.239291977469, -1.27411797859}};
inline const arma::rowvec kInvStdLargeEps = {0.661179604907, 0.765734327901, 2.03858876575};

/// Three images of two channels with four pixels each, a row each; gamma and beta are the first two
/// of those above, and so are the running statistics.
inline const arma::mat kImages = {{1, 2, -1, 0.5, 10, 12, 9, 11.5},
                                  {0, -0.5, 1.5, 3, 8, 10.5, 13, 7},
                                  {2.5, -2, 0.25, 1, 9.5, 12.5, 11, 10}};
inline const arma::mat kImageDout = {{1, -0.5, 0.25, 2, 0.5, -1, 0.75, 1.5},
                                     {-1.5, 0.5, 1, -0.25, 2, -0.5, 1, -2},
                                     {0.75, -1, 0.5, 1.25, -0.25, 1, -1.5, 0.5}};
inline const arma::rowvec kImageMean = {0.6875, 10.333333333333334};
inline const arma::rowvec kImageInvStd = {0.716256532368, 0.580040917658};

}  // namespace descent::suite::hand
