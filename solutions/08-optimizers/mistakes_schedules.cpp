#include "mistakes.hpp"

#include <algorithm>
#include <cmath>

namespace descent {
namespace {

double step_without_floor(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  return initial_rate * std::pow(options.factor, epoch / options.every);
}
DESCENT_MISTAKE(step_decay, step_without_floor,
                "You do not round down: the rate falls all the time. It stays on a step until the "
                "next one is complete.",
                "step-decay");

double step_rounds_up(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  return initial_rate * std::pow(options.factor, std::ceil(epoch / options.every));
}
DESCENT_MISTAKE(step_decay, step_rounds_up,
                "You round up: the first step falls at once. Only complete steps count.",
                "step-decay");

double step_rounds(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  return initial_rate * std::pow(options.factor, std::round(epoch / options.every));
}
DESCENT_MISTAKE(
    step_decay, step_rounds,
    "You round to the nearest step: it falls in the middle. Only complete steps count: round down.",
    "step-decay");

double step_compounded(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  const double n = std::floor(epoch / options.every);
  return initial_rate * std::pow(options.factor, n * (n + 1) / 2);
}
DESCENT_MISTAKE(step_decay, step_compounded,
                "Your decay is compounded: you decay a rate that was decayed before. Each time it "
                "starts from the initial rate.",
                "decay-from-the-initial-rate");

double step_whole_epochs(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  return initial_rate *
         std::pow(options.factor,
                  std::floor(std::floor(epoch) / std::max(1.0, std::floor(options.every))));
}
DESCENT_MISTAKE(
    step_decay, step_whole_epochs,
    "You cut epochs to whole numbers first. Epochs, and the length of a step, need not be whole.",
    "epochs-need-not-be-whole");

double step_once(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  return epoch < options.every ? initial_rate : initial_rate * options.factor;
}
DESCENT_MISTAKE(step_decay, step_once,
                "Your rate falls once only. It falls again after each `every` epochs.",
                "step-decay");

double step_only_at_multiples(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  const bool now = epoch > 0 && std::fmod(epoch, options.every) == 0;
  return now ? initial_rate * options.factor : initial_rate;
}
DESCENT_MISTAKE(
    step_decay, step_only_at_multiples,
    "Your rate is lowered only in the epochs that are multiples of `every`, and is the initial one "
    "again in between. Nobody keeps what you returned: count the complete steps.",
    "decay-from-the-initial-rate");

double step_linear(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  return initial_rate *
         (1 - (1 - options.factor) * std::min(1.0, std::floor(epoch / options.every)));
}
DESCENT_MISTAKE(step_decay, step_linear,
                "You take the same amount off in each step, not the same part.", "step-decay");

double step_linear_down(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  const double n = std::floor(epoch / options.every);
  return initial_rate * options.factor * std::max(n, 1 / options.factor);
}
DESCENT_MISTAKE(
    step_decay, step_linear_down,
    "You multiply the factor by the number of steps. It is raised to the power of that number.",
    "step-decay");

double step_one_later(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  return initial_rate * std::pow(options.factor, std::floor((epoch + 1) / options.every));
}
DESCENT_MISTAKE(
    step_decay, step_one_later,
    "You count epochs from 1: the rate falls one epoch too soon. `epoch` is how many are done.",
    "step-decay");

double step_divides(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  return initial_rate / std::pow(options.factor, std::floor(epoch / options.every));
}
DESCENT_MISTAKE(step_decay, step_divides, "You divide by the factor: the rate rises.",
                "step-decay");

double step_fixed_factor(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  return initial_rate * std::pow(0.5, std::floor(epoch / options.every));
}
DESCENT_MISTAKE(step_decay, step_fixed_factor, "Your factor is 0.5, whatever the options say.",
                "step-decay");

double step_fixed_length(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  return initial_rate * std::pow(options.factor, std::floor(epoch / 5));
}
DESCENT_MISTAKE(step_decay, step_fixed_length,
                "Your steps are 5 epochs long, whatever the options say.", "step-decay");

double step_every_epoch(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  return initial_rate * std::pow(options.factor, std::floor(epoch));
}
DESCENT_MISTAKE(step_decay, step_every_epoch,
                "Your rate falls in every epoch. It falls every `every` epochs.", "step-decay");

double step_without_initial(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  return std::pow(options.factor, std::floor(epoch / options.every));
}
DESCENT_MISTAKE(step_decay, step_without_initial, "The initial rate is missing.", "step-decay");

double step_unchecked(double initial_rate, double epoch, const StepDecayOptions& options) {
  return initial_rate * std::pow(options.factor, std::floor(epoch / options.every));
}
DESCENT_MISTAKE(step_decay, step_unchecked,
                "You do not refuse bad input. Call require_step_decay first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

double exponential_whole_epochs(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate * std::exp(-k * std::floor(epoch));
}
DESCENT_MISTAKE(
    exponential_decay, exponential_whole_epochs,
    "You cut the epoch to a whole number. In the middle of an epoch half of its decay is done.",
    "epochs-need-not-be-whole");

double exponential_compounded(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate * std::exp(-k * epoch * (epoch + 1) / 2);
}
DESCENT_MISTAKE(exponential_decay, exponential_compounded,
                "Your decay is compounded: you decay a rate that was decayed before. Each time it "
                "starts from the initial rate.",
                "decay-from-the-initial-rate");

double exponential_rises(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate * std::exp(k * epoch);
}
DESCENT_MISTAKE(exponential_decay, exponential_rises,
                "The rate rises: the minus in the exponent is missing.", "exponential-decay");

double exponential_base_two(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate * std::exp2(-k * epoch);
}
DESCENT_MISTAKE(exponential_decay, exponential_base_two, "Your base is 2. It is e: std::exp.",
                "exponential-decay");

double exponential_base_ten(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate * std::pow(10, -k * epoch);
}
DESCENT_MISTAKE(exponential_decay, exponential_base_ten, "Your base is 10. It is e: std::exp.",
                "exponential-decay");

double exponential_of_a_part(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate * std::pow(std::max(0.0, 1 - k), epoch);
}
DESCENT_MISTAKE(exponential_decay, exponential_of_a_part,
                "You take the part k off in each epoch, (1 - k)^epoch. That is close to "
                "exp(-k·epoch) for small k only.",
                "exponential-decay");

double exponential_one_later(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate * std::exp(-k * (epoch + 1));
}
DESCENT_MISTAKE(
    exponential_decay, exponential_one_later,
    "You count epochs from 1. `epoch` is how many are done: with 0 nothing has decayed.",
    "schedules");

double exponential_without_initial(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return std::exp(-k * epoch);
}
DESCENT_MISTAKE(exponential_decay, exponential_without_initial, "The initial rate is missing.",
                "exponential-decay");

double exponential_divides(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return k == 0 ? initial_rate : initial_rate * std::exp(-epoch / k);
}
DESCENT_MISTAKE(exponential_decay, exponential_divides,
                "You divide by k. It is per epoch: a larger k decays faster.", "exponential-decay");

double exponential_is_linear(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate * std::max(0.0, 1 - k * epoch);
}
DESCENT_MISTAKE(exponential_decay, exponential_is_linear,
                "This is a straight line, which exp follows only at first.", "exponential-decay");

double exponential_rate_in_the_exponent(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate * std::exp(-initial_rate * k * epoch);
}
DESCENT_MISTAKE(exponential_decay, exponential_rate_in_the_exponent,
                "The initial rate stands in the exponent, too.", "exponential-decay");

double exponential_is_inverse(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate / (1 + k * epoch);
}
DESCENT_MISTAKE(exponential_decay, exponential_is_inverse, "This is the 1/t decay.",
                "exponential-decay");

double exponential_unchecked(double initial_rate, double epoch, double k) {
  return initial_rate * std::exp(-k * epoch);
}
DESCENT_MISTAKE(exponential_decay, exponential_unchecked,
                "You do not refuse bad input. Call require_decay first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

double inverse_whole_epochs(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate / (1 + k * std::floor(epoch));
}
DESCENT_MISTAKE(
    inverse_time_decay, inverse_whole_epochs,
    "You cut the epoch to a whole number. In the middle of an epoch half of its decay is done.",
    "epochs-need-not-be-whole");

double inverse_compounded(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  double rate = initial_rate;
  for (double t = 1; t <= epoch; ++t) rate /= 1 + k * t;
  return rate;
}
DESCENT_MISTAKE(inverse_time_decay, inverse_compounded,
                "Your decay is compounded: you decay a rate that was decayed before. Each time it "
                "starts from the initial rate.",
                "decay-from-the-initial-rate");

double inverse_power(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate / std::pow(1 + k, epoch);
}
DESCENT_MISTAKE(inverse_time_decay, inverse_power,
                "You raise 1 + k to the power of the epoch: that is an exponential decay.",
                "one-over-the-time");

double inverse_without_one(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return epoch == 0 || k == 0 ? initial_rate : initial_rate / (k * epoch);
}
DESCENT_MISTAKE(inverse_time_decay, inverse_without_one,
                "The 1 is missing below the line: at first the rate would be infinite.",
                "one-over-the-time");

double inverse_root(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate / std::sqrt(1 + k * epoch);
}
DESCENT_MISTAKE(inverse_time_decay, inverse_root,
                "There is a root below the line. Here there is none.", "one-over-the-time");

double inverse_square(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate / (1 + k * epoch * epoch);
}
DESCENT_MISTAKE(inverse_time_decay, inverse_square, "The epoch is squared.", "one-over-the-time");

double inverse_one_later(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate / (1 + k * (epoch + 1));
}
DESCENT_MISTAKE(
    inverse_time_decay, inverse_one_later,
    "You count epochs from 1. `epoch` is how many are done: with 0 nothing has decayed.",
    "schedules");

double inverse_without_initial(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return 1 / (1 + k * epoch);
}
DESCENT_MISTAKE(inverse_time_decay, inverse_without_initial, "The initial rate is missing.",
                "one-over-the-time");

double inverse_divides(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return k == 0 ? initial_rate : initial_rate / (1 + epoch / k);
}
DESCENT_MISTAKE(inverse_time_decay, inverse_divides,
                "You divide by k. It is per epoch: a larger k decays faster.", "one-over-the-time");

double inverse_multiplies(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate * (1 + k * epoch);
}
DESCENT_MISTAKE(inverse_time_decay, inverse_multiplies, "The rate rises: divide.",
                "one-over-the-time");

double inverse_is_linear(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate * std::max(0.0, 1 - k * epoch);
}
DESCENT_MISTAKE(inverse_time_decay, inverse_is_linear,
                "This is a straight line, which 1/(1 + k·epoch) follows only at first.",
                "one-over-the-time");

double inverse_adds_k(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate / (1 + k + epoch);
}
DESCENT_MISTAKE(inverse_time_decay, inverse_adds_k,
                "k and the epoch are added. They are multiplied.", "one-over-the-time");

double inverse_is_exponential(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate * std::exp(-k * epoch);
}
DESCENT_MISTAKE(inverse_time_decay, inverse_is_exponential, "This is the exponential decay.",
                "one-over-the-time");

double inverse_unchecked(double initial_rate, double epoch, double k) {
  return initial_rate / (1 + k * epoch);
}
DESCENT_MISTAKE(inverse_time_decay, inverse_unchecked,
                "You do not refuse bad input. Call require_decay first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
