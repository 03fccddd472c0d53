#pragma once

#include <armadillo>

namespace descent {

/// The way from the root of a binary tree to one leaf, which is a class: at inner node nodes(k) the
/// way takes turns(k). A turn of +1 has the probability σ(score), a turn of -1 the probability
/// σ(-score) = 1 - σ(score). Both vectors have one entry for each inner node on the way, root
/// first.
struct TreePath {
  arma::uvec nodes;  ///< columns of the scores
  arma::vec turns;   ///< +1 or -1
};

}  // namespace descent
