#pragma once

#include "harness/suites/05-batchnorm/layer.hpp"

/// What a forward pass must do, of features or of images.
namespace descent::suite {

/// Train mode at four points: cache, out and running statistics against the definition.
void expect_right_training(const Family& family);

/// Every feature or channel of out has mean beta and variance gamma²·var/(var + eps).
void expect_mean_beta_and_variance_gamma_squared(const Family& family);

/// gamma = √(var + eps) and beta = mean give the input back.
void expect_the_input_back(const Family& family);

/// Columns times a positive number, plus another one: the same out, since eps is tiny here.
void expect_shift_and_scale_irrelevant(const Family& family);

/// Examples in another order: the rows of out in that order, and the same running statistics.
void expect_order_of_examples_irrelevant(const Family& family);

/// The batch twice: the same rows twice, and the same running statistics.
void expect_copies_irrelevant(const Family& family);

/// Train mode normalizes with the batch, whatever running says.
void expect_running_unused_in_training(const Family& family);

/// One batch, k equal ones, and two layers whose batches take turns.
void expect_running_averages(const Family& family);

/// Test mode: with the running statistics, which stay as they are; nothing in the cache.
void expect_right_testing(const Family& family);

/// Test mode: an example alone gives what it gives in the batch.
void expect_no_neighbours_in_testing(const Family& family);

/// After many batches, test mode normalizes them about as train mode does.
void expect_testing_to_use_what_training_learned(const Family& family);

/// gamma = 0 makes out beta, but not x_hat 0.
void expect_gamma_of_zero_allowed(const Family& family);

/// One feature or one channel alone.
void expect_one_channel_enough(const Family& family);

/// Two calls with the same arguments give bitwise the same.
void expect_no_memory(const Family& family);

/// Arguments that do not fit.
void expect_forward_refusals(const Family& family);

}  // namespace descent::suite
