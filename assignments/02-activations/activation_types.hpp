#pragma once

#include <armadillo>

namespace descent {

/// What prelu_backward gives back.
struct PreluGradients {
  arma::mat dx = {};         ///< N x H, as x
  arma::rowvec dalpha = {};  ///< 1 x H, as alpha: summed over the batch
};

/// The two linear pieces of a layer of H maxout units with D inputs.
struct MaxoutParameters {
  arma::mat W1 = {};     ///< D x H
  arma::rowvec b1 = {};  ///< 1 x H
  arma::mat W2 = {};     ///< D x H
  arma::rowvec b2 = {};  ///< 1 x H
};

/// What maxout_backward gives back, each of the shape of what it belongs to.
struct MaxoutGradients {
  arma::mat dx = {};      ///< N x D
  arma::mat dW1 = {};     ///< D x H
  arma::rowvec db1 = {};  ///< 1 x H
  arma::mat dW2 = {};     ///< D x H
  arma::rowvec db2 = {};  ///< 1 x H
};

/// The two values that a squashing unit comes close to and never passes: 0 and 1 for the sigmoid,
/// -1 and 1 for tanh.
struct Asymptotes {
  double low = 0;
  double high = 1;
};

}  // namespace descent
