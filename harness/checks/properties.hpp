#pragma once

#include <armadillo>
#include <functional>
#include <utility>
#include <vector>

#include "harness/checks/expect.hpp"
#include "harness/support/rng.hpp"

/// Properties that hold for every right solution, whatever its formula: they need no expected
/// value.
namespace descent::checks {

/// A loss of scores (N x C) and labels (N, each in [0, C)): the mean over the examples, and its
/// gradient on the scores (N x C).
using LossFunction =
    std::function<std::pair<double, arma::mat>(const arma::mat&, const arma::uvec&)>;

/// The same arguments give bitwise the same result: nothing accumulates from call to call.
bool expect_same_twice(const LossFunction& loss, const arma::mat& scores, const arma::uvec& labels,
                       const About& about, Location location = Location::current());

/// The same for any function of fixed arguments: called twice, compared bitwise.
bool expect_same_twice(const std::function<arma::mat()>& call, const About& about,
                       Location location = Location::current());

/// The batch repeated `times` times has the same loss, and each copy 1/times of the gradient: the
/// loss is a mean.
bool expect_mean_over_examples(const LossFunction& loss, const arma::mat& scores,
                               const arma::uvec& labels, const About& about, arma::uword times = 3,
                               Location location = Location::current());

/// Examples in another order: the same loss, and the rows of the gradient in that order.
bool expect_order_of_examples_irrelevant(const LossFunction& loss, const arma::mat& scores,
                                         const arma::uvec& labels, Rng& rng, const About& about,
                                         Location location = Location::current());

/// Classes renamed (columns and labels alike): the same loss, and the gradient's columns renamed.
bool expect_names_of_classes_irrelevant(const LossFunction& loss, const arma::mat& scores,
                                        const arma::uvec& labels, Rng& rng, const About& about,
                                        Location location = Location::current());

/// scores + shift, for losses that look only at differences of scores: nothing changes. A shift
/// of 1e4 costs four digits of the scores, and the tolerance allows for them.
bool expect_shift_irrelevant(const LossFunction& loss, const arma::mat& scores,
                             const arma::uvec& labels, double shift, const About& about,
                             Location location = Location::current());

/// More regularization, more loss: strictly rising along `strengths` (rising, from 0 or more).
bool expect_more_regularization_more_loss(const std::function<double(double)>& loss_of_strength,
                                          const std::vector<double>& strengths, const About& about,
                                          Location location = Location::current());

/// The loss is a + b·lambda: compared at 0, 1 and 2 times `strength`.
bool expect_linear_in_strength(const std::function<double(double)>& loss_of_strength,
                               double strength, const About& about,
                               Location location = Location::current());

}  // namespace descent::checks
