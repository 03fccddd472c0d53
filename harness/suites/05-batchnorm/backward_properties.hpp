#pragma once

#include "harness/suites/05-batchnorm/layer.hpp"

/// What a backward pass must do, of features or of images. The caches are made by the checker, so
/// that a backward pass is judged by itself.
namespace descent::suite {

/// dgamma and dbeta, and dx as the sum of its three paths, at four points.
void expect_right_gradients(const Family& family);

/// Against numerical differentiation of the checker's forward pass at two points.
void expect_gradients_of_the_forward_pass(const Family& family);

/// The sum of dx over a feature or channel is 0; its sum with x_hat is eps·inv_std² of gamma ·
/// inv_std · dgamma, next to nothing.
void expect_dx_across_mean_and_variance(const Family& family);

/// The gradients of a·dout₁ + dout₂ are a times those of dout₁ plus those of dout₂.
void expect_linear_in_dout(const Family& family);

/// Examples in another order: the rows of dx in that order, and nothing else.
void expect_order_irrelevant_for_gradients(const Family& family);

/// dout + a constant for each channel: the same dx, since mean and out move alike.
void expect_constants_in_dout_lost(const Family& family);

/// gamma = 0: dx is 0 there, dgamma is not.
void expect_gradients_of_a_zero_gamma(const Family& family);

/// One feature or one channel alone.
void expect_gradients_of_one_channel(const Family& family);

void expect_no_memory_of_gradients(const Family& family);

void expect_backward_refusals(const Family& family);

}  // namespace descent::suite
