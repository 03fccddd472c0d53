// Known mistakes: epochs_seen.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

double epochs_are_iterations(arma::uword iterations, arma::uword examples, arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  return count(iterations);
}
DESCENT_MISTAKE(
    epochs_seen, epochs_are_iterations,
    "You return the iterations. An epoch is once through all examples, which takes many of them.",
    "epochs-not-iterations");

double epochs_drift(arma::uword iterations, arma::uword examples, arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  return count(iterations) * count(std::min(batch_size, examples)) / count(examples);
}
DESCENT_MISTAKE(epochs_seen, epochs_drift,
                "iterations · batch_size / examples counts the last batch of each epoch as a full "
                "one, and runs ahead of the truth by a little in every epoch.",
                "the-last-batch");

double epochs_unclipped(arma::uword iterations, arma::uword examples, arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  return count(iterations) * count(batch_size) / count(examples);
}
DESCENT_MISTAKE(epochs_seen, epochs_unclipped,
                "iterations · batch_size / examples takes every batch for a full one: the last one "
                "of an epoch, and one that is to hold more examples than there are.",
                "the-last-batch");

double epochs_of_equal_batches(arma::uword iterations, arma::uword examples,
                               arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  const arma::uword size = std::min(batch_size, examples);
  const arma::uword per_epoch = (examples - 1) / size + 1;
  return count(iterations) / count(per_epoch);
}
DESCENT_MISTAKE(epochs_seen, epochs_of_equal_batches,
                "You count each batch as the same part of an epoch. The last one is smaller: after "
                "one batch of 4 out of 10, 0.4 epochs have been seen, not a third.",
                "the-last-batch");

double epochs_whole_only(arma::uword iterations, arma::uword examples, arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  const arma::uword size = std::min(batch_size, examples);
  const arma::uword per_epoch = (examples - 1) / size + 1;
  return count(iterations / per_epoch);
}
DESCENT_MISTAKE(epochs_seen, epochs_whole_only,
                "You return whole epochs only. Turn the integers into double, and add the part of "
                "the epoch that is not over.",
                "epochs-not-iterations");

double epochs_rounded_up(arma::uword iterations, arma::uword examples, arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  const arma::uword size = std::min(batch_size, examples);
  const arma::uword per_epoch = (examples - 1) / size + 1;
  return std::ceil(count(iterations) / count(per_epoch));
}
DESCENT_MISTAKE(epochs_seen, epochs_rounded_up,
                "You round up to whole epochs. An epoch that has begun counts with the examples "
                "that it has seen.",
                "epochs-not-iterations");

double epochs_last_batch_dropped(arma::uword iterations, arma::uword examples,
                                 arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  const arma::uword size = std::min(batch_size, examples);
  const arma::uword per_epoch = examples / size;
  return count(iterations / per_epoch) + count(iterations % per_epoch * size) / count(examples);
}
DESCENT_MISTAKE(epochs_seen, epochs_last_batch_dropped,
                "examples / batch_size rounds down, so that the last, incomplete batch is no part "
                "of your epoch. Round up.",
                "the-last-batch");

double epochs_one_batch_more(arma::uword iterations, arma::uword examples, arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  const arma::uword size = std::min(batch_size, examples);
  const arma::uword per_epoch = examples / size + 1;
  return count(iterations / per_epoch) + count(iterations % per_epoch * size) / count(examples);
}
DESCENT_MISTAKE(epochs_seen, epochs_one_batch_more,
                "examples / batch_size + 1 is one batch too many where it divides evenly. Rounding "
                "up is (examples - 1) / size + 1.",
                "epochs-not-iterations");

double epochs_one_ahead(arma::uword iterations, arma::uword examples, arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  const arma::uword size = std::min(batch_size, examples);
  const arma::uword per_epoch = (examples - 1) / size + 1;
  const arma::uword done = iterations + 1;
  return count(done / per_epoch) + count(done % per_epoch * size) / count(examples);
}
DESCENT_MISTAKE(epochs_seen, epochs_one_ahead,
                "You are one iteration ahead: after 0 iterations nothing has been seen.",
                "epochs-not-iterations");

double epochs_from_one(arma::uword iterations, arma::uword examples, arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  const arma::uword size = std::min(batch_size, examples);
  const arma::uword per_epoch = (examples - 1) / size + 1;
  return 1 + count(iterations / per_epoch) + count(iterations % per_epoch * size) / count(examples);
}
DESCENT_MISTAKE(
    epochs_seen, epochs_from_one,
    "You begin at 1. That is the number of the epoch that is running; epochs seen begin at 0.",
    "epochs-not-iterations");

double epochs_in_examples(arma::uword iterations, arma::uword examples, arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  const arma::uword size = std::min(batch_size, examples);
  const arma::uword per_epoch = (examples - 1) / size + 1;
  return count(iterations / per_epoch * examples + iterations % per_epoch * size);
}
DESCENT_MISTAKE(epochs_seen, epochs_in_examples,
                "You return the examples that were seen. Divide by how many there are.",
                "epochs-not-iterations");

double epochs_by_batch_size(arma::uword iterations, arma::uword examples, arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  return count(iterations) / count(batch_size);
}
DESCENT_MISTAKE(epochs_seen, epochs_by_batch_size,
                "You divide the iterations by batch_size. An epoch has examples / batch_size "
                "iterations, rounded up.",
                "epochs-not-iterations");

double epochs_part_as_count(arma::uword iterations, arma::uword examples, arma::uword batch_size) {
  require_some(examples, "the examples");
  require_some(batch_size, "examples in a batch");
  const arma::uword size = std::min(batch_size, examples);
  const arma::uword per_epoch = (examples - 1) / size + 1;
  return count(iterations / per_epoch) + count(iterations % per_epoch) / count(per_epoch);
}
DESCENT_MISTAKE(epochs_seen, epochs_part_as_count,
                "The part of the epoch that is not over is counted in batches. Count it in "
                "examples: iterations % per_epoch full batches of them.",
                "the-last-batch");

}  // namespace
}  // namespace descent
