#pragma once

#include <armadillo>
#include <functional>
#include <string>
#include <utility>

#include "harness/checks/properties.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

/// What every loss of the stage must do, whatever it computes. A test draws a problem for its loss
/// and hands it to the properties below.
namespace descent::suite {

using checks::expect_refusal;

/// The loss of these scores, where row i belongs to example rows(i) of the problem.
using Loss = std::function<LossResult(const arma::mat& scores, const arma::uvec& rows)>;

/// What decides the side of each hinge and the winner of each maximum: positive on one side.
/// Kinks are where an entry is 0.
using Margins = std::function<arma::mat(const arma::mat& scores)>;

/// A batch with its truth, ready for a loss.
struct Problem {
  std::string exercise = {};  ///< "softmax_loss"
  arma::mat scores = {};      ///< N x C
  Loss yours = {};            ///< the submission
  Loss right = {};            ///< the reference
  Margins margins = {};       ///< empty for a smooth loss

  /// All examples in order.
  arma::uvec all() const { return arma::regspace<arma::uvec>(0, scores.n_rows - 1); }

  /// The submission as the checks of properties want it; rows take the place of labels.
  checks::LossFunction as_function() const {
    return [yours = yours](const arma::mat& at, const arma::uvec& rows) {
      const LossResult result = yours(at, rows);
      return std::pair{result.loss, result.dscores};
    };
  }
  LossResult yours_of(const arma::mat& at) const { return yours(at, all()); }
  LossResult right_of(const arma::mat& at) const { return right(at, all()); }
};

/// Draws a problem of random shape, with scores of about the size `spread`. At least one example is
/// judged wrongly, so that the loss is not all round-off.
using Draw = std::function<Problem(Rng& rng, double spread)>;

struct Shape {
  arma::uword n;
  arma::uword c;
};

/// N in [3, 8] and C in [2, 9], never equal.
Shape any_shape(Rng& rng);

/// N labels, of which the first is the class with the lowest score.
arma::uvec labels_with_a_mistake(const arma::mat& scores, Rng& rng);

/// N x A targets of `no` and `yes`, of which the first row is on the wrong side of every score.
arma::mat targets_with_a_mistake(const arma::mat& scores, double no, double yes, Rng& rng);

/// A problem whose margins are at least 1e-2 away from 0: draws until it finds one.
Problem away_from_kinks(const Draw& draw, Rng& rng, double spread);

/// Value and gradient of the reference, at scores of size 0.4, 3 and `largest`.
void expect_right_values(const Draw& draw, const std::string& read, double largest = 1e4);

/// Two oracles at two spreads: value and gradient against the reference, and the gradient against
/// numerical differentiation of the submission's own value.
void expect_derivative(const Draw& draw, const std::string& read);

/// A batch costs the mean of what its examples cost alone; twice the batch costs the same.
void expect_mean(const Draw& draw);

/// Another order of the examples changes nothing but the order of the gradient's rows.
void expect_order_does_not_matter(const Draw& draw);

/// The same call twice gives the same result to the last bit.
void expect_no_memory(const Draw& draw);

/// The same number added to all scores of an example changes nothing, be it 1e4, and the gradient
/// of every example sums to 0.
void expect_only_differences_count(const Draw& draw, const std::string& read);

}  // namespace descent::suite
