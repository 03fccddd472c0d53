// Known mistakes: a learning rate with restarts.

#include "mistakes.hpp"

namespace descent {
namespace {

using mistakes::count;

// The right rate but for its shape: shape(part) with part = t / steps_per_cycle in [0, 1).
template <class Shape>
double shaped(arma::uword step, arma::uword steps_per_cycle, double largest_rate, Shape shape) {
  require_snapshot_rate(steps_per_cycle, largest_rate);
  return largest_rate * shape(count(step % steps_per_cycle) / count(steps_per_cycle));
}

double half_wave(double part) { return 0.5 * (1 + std::cos(arma::datum::pi * part)); }

double rate_never_restarts(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  require_snapshot_rate(steps_per_cycle, largest_rate);
  return largest_rate * half_wave(count(step) / count(steps_per_cycle));
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_never_restarts,
                "Your rate does not start again: behind the first cycle the cosine simply rises. "
                "Take step % steps_per_cycle.",
                "the-cosine");

double rate_stays_down(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  require_snapshot_rate(steps_per_cycle, largest_rate);
  return largest_rate * half_wave(std::min(1.0, count(step) / count(steps_per_cycle)));
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_stays_down,
                "Your rate is 0 behind the first cycle. Each cycle begins with the largest rate "
                "again: take step % steps_per_cycle.",
                "the-cosine");

double rate_of_whole_numbers(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  return shaped(step, steps_per_cycle, largest_rate, [](double) { return 1.0; });
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_of_whole_numbers,
                "Your rate never changes: t / steps_per_cycle of two whole numbers is 0. Divide as "
                "double.",
                "the-cosine");

double rate_counts_from_one(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  require_snapshot_rate(steps_per_cycle, largest_rate);
  return largest_rate * half_wave(count(step % steps_per_cycle + 1) / count(steps_per_cycle));
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_counts_from_one,
                "You are one step ahead within the cycle: its first step has t = 0 and the largest "
                "rate. (In the paper steps count from 1, and 1 is taken off.)",
                "the-cosine");

double rate_one_step_ahead(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  require_snapshot_rate(steps_per_cycle, largest_rate);
  return snapshot_learning_rate(step + 1, steps_per_cycle, largest_rate);
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_one_step_ahead,
                "You are one step ahead: step counts from 0, and t is step % steps_per_cycle as it "
                "is.",
                "the-cosine");

double rate_one_step_behind(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  require_snapshot_rate(steps_per_cycle, largest_rate);
  return snapshot_learning_rate(step + steps_per_cycle - 1, steps_per_cycle, largest_rate);
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_one_step_behind,
                "You are one step behind: you take 1 off, as the paper does. Here steps count from "
                "0 already.",
                "the-cosine");

double rate_reaches_zero(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  require_snapshot_rate(steps_per_cycle, largest_rate);
  const double last = std::max(1.0, count(steps_per_cycle) - 1);
  return largest_rate * half_wave(count(step % steps_per_cycle) / last);
}
DESCENT_MISTAKE(
    snapshot_learning_rate, rate_reaches_zero,
    "You divide by steps_per_cycle - 1, so that the last step of a cycle has the rate 0 "
    "and does nothing. Divide by steps_per_cycle.",
    "the-cosine");

double rate_without_half(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  return 2 * snapshot_learning_rate(step, steps_per_cycle, largest_rate);
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_without_half,
                "The factor ½ is missing: 1 + cos(0) is 2.", "the-cosine");

double rate_is_a_bare_cosine(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  return shaped(step, steps_per_cycle, largest_rate,
                [](double part) { return std::cos(arma::datum::pi * part); });
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_is_a_bare_cosine,
                "Your rate becomes negative: the cosine goes from 1 to -1. Add 1, and halve.",
                "the-cosine");

double rate_with_a_whole_wave(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  return shaped(step, steps_per_cycle, largest_rate,
                [](double part) { return half_wave(2 * part); });
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_with_a_whole_wave,
                "Your cycle is a whole wave: the rate falls and rises again, and at the end of the "
                "cycle, where the snapshot is taken, it is high. Half a wave: π, not 2π.",
                "the-cosine");

double rate_with_a_quarter_wave(arma::uword step, arma::uword steps_per_cycle,
                                double largest_rate) {
  return shaped(step, steps_per_cycle, largest_rate,
                [](double part) { return std::cos(arma::datum::pi / 2 * part); });
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_with_a_quarter_wave,
                "Your cycle is a quarter of a wave, cos(½π·part). It is half a wave, lifted and "
                "halved: ½·(1 + cos(π·part)).",
                "the-cosine");

double rate_rises(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  return shaped(step, steps_per_cycle, largest_rate,
                [](double part) { return 1 - half_wave(part); });
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_rises,
                "Your rate rises in each cycle. It falls, so that the snapshot is taken where the "
                "steps are small: 1 + cos, not 1 - cos.",
                "the-cosine");

double rate_falls_on_a_line(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  return shaped(step, steps_per_cycle, largest_rate, [](double part) { return 1 - part; });
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_falls_on_a_line,
                "Your rate falls on a straight line. The formula has a cosine, which stays high at "
                "first and low at the end.",
                "the-cosine");

double rate_with_a_sine(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  return shaped(step, steps_per_cycle, largest_rate,
                [](double part) { return 0.5 * (1 + std::sin(arma::datum::pi * part)); });
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_with_a_sine,
                "You take a sine. sin(0) is 0, cos(0) is 1: the cycle begins at its highest.",
                "the-cosine");

double rate_in_degrees(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  return shaped(step, steps_per_cycle, largest_rate,
                [](double part) { return 0.5 * (1 + std::cos(180 * part)); });
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_in_degrees,
                "std::cos wants radians: half a circle is arma::datum::pi, not 180.", "the-cosine");

double rate_without_pi(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  return shaped(step, steps_per_cycle, largest_rate,
                [](double part) { return 0.5 * (1 + std::cos(part)); });
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_without_pi,
                "π is missing inside the cosine: it only goes from 1 to cos(1) = 0.54.",
                "the-cosine");

double rate_with_a_short_pi(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  return shaped(step, steps_per_cycle, largest_rate,
                [](double part) { return 0.5 * (1 + std::cos(3.14 * part)); });
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_with_a_short_pi,
                "Your π is 3.14. arma::datum::pi has all sixteen digits.", "the-cosine");

double rate_leaves_the_largest_out(arma::uword step, arma::uword steps_per_cycle,
                                   double largest_rate) {
  return snapshot_learning_rate(step, steps_per_cycle, largest_rate) / largest_rate;
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_leaves_the_largest_out,
                "Your rate goes from 1 to 0. Multiply by largest_rate.", "the-cosine");

double rate_halves_each_cycle(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  const double rate = snapshot_learning_rate(step, steps_per_cycle, largest_rate);
  return rate * std::pow(0.5, count(step / steps_per_cycle));
}
DESCENT_MISTAKE(
    snapshot_learning_rate, rate_halves_each_cycle,
    "Your cycles begin lower and lower. Each begins with the whole largest_rate: it has "
    "to leave the last minimum.",
    "the-cosine");

double rate_without_checks(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  if (steps_per_cycle == 0) return largest_rate;
  return largest_rate * half_wave(count(step % steps_per_cycle) / count(steps_per_cycle));
}
DESCENT_MISTAKE(snapshot_learning_rate, rate_without_checks,
                "You do not check the input. Begin with require_snapshot_rate(steps_per_cycle, "
                "largest_rate): a negative rate climbs instead of descending.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
