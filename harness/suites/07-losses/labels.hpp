#pragma once

#include "harness/suites/07-losses/problem.hpp"

/// Losses whose truth is one label an example: the hinges and the softmax.
namespace descent::suite {

using LabelLoss = std::function<LossResult(const arma::mat& scores, const arma::uvec& labels)>;

/// The loss as the checks of properties and of sanity want it.
checks::LossFunction as_function(LabelLoss yours);

/// s_j - s_y + delta for every rival; 1 for the true class itself, which has no kink.
arma::mat margins_of(const arma::mat& scores, const arma::uvec& labels, double delta);

/// Random scores and labels. With a delta, kinks are where a margin of that size is just met.
Draw label_draw(const std::string& exercise, const LabelLoss& yours, const LabelLoss& right,
                double delta = 0);

/// Classes renamed, columns and labels alike: the same loss, and the gradient's columns follow.
void expect_names_do_not_matter(const std::string& exercise, const LabelLoss& yours);

/// Refuses an empty batch, labels out of range, and too few or too many of them.
void expect_labels_checked(const LabelLoss& yours,
                           checks::Location location = checks::Location::current());

}  // namespace descent::suite
