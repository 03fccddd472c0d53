// The three steps on the digits.

#include <gtest/gtest.h>

#include "datasets/digits.hpp"
#include "harness/suites/12-capstone/plain.hpp"

namespace descent::suite {
namespace {

// The whole chain on real pictures: your pieces, put together by this test as the program does.
double digits_accuracy() {
  Rng rng(remote::test_seed());
  const datasets::Split split = datasets::digits_split(0);
  const CapstoneData data = submission::prepare_data(
      {split.train.inputs, split.train.labels}, {split.test.inputs, split.test.labels}, 0.2, rng);
  NetworkTraining options = training_of(12, 50, 3e-3);
  options.learning_rate_decay = 0.8;
  options.regularization = {0.9, 1e-4};
  const Network start = submission::initialize_network({64, 64, 10}, rng);
  const TrainedNetwork trained = submission::train_network(start, data, options, rng);
  // All that it has not learned from: 287 digits of the validation part and 360 of the test part.
  const Examples unseen{arma::join_cols(data.validation.x, data.test.x),
                        arma::join_cols(data.validation.y, data.test.y)};
  if (trained.network.running.size() != 1 || trained.network.parameters.size() != 5) return 0;
  return plain_accuracy(trained.network, unseen);
}

void expect_digits(double share) {
  checks::expect_greater(
      digits_accuracy(), share,
      {.what = "accuracy on digits that the network has not learned from",
       .why = "prepare_data, initialize_network and train_network with 64 hidden units, 12 epochs "
              "of Adam in batches of 50, a learning rate of 0.003 that falls by 0.8, keep_prob 0.9 "
              "and lambda 0.0001.",
       .read = "the-three-steps"});
}

TEST(Digits85, AreReached) { expect_digits(0.85); }
TEST(Digits90, AreReached) { expect_digits(0.90); }
TEST(Digits93, AreReached) { expect_digits(0.93); }

}  // namespace
}  // namespace descent::suite
