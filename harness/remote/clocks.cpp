#include "harness/remote/clocks.hpp"

#include <fmt/format.h>

#include <ctime>

#include "harness/remote/binding.hpp"

namespace descent::remote {
namespace {

using outcome::Outcome;

std::optional<double> seconds_of(clockid_t clock) {
  timespec time{};
  if (clock_gettime(clock, &time) != 0) return std::nullopt;
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double seconds_since(std::chrono::steady_clock::time_point then) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - then).count();
}

}  // namespace

double cpu_seconds_of_thread() { return seconds_of(CLOCK_THREAD_CPUTIME_ID).value_or(0); }

void Clocks::start_test() {
  asleep_ = 0;
  callback_cpu_ = 0;
}

void Clocks::start_call(pid_t worker) {
  worker_ = worker;
  call_started_ = last_progress_ = Clock::now();
  call_started_cpu_ = last_cpu_ = cpu_seconds().value_or(0);
}

std::optional<double> Clocks::cpu_seconds() const {
  clockid_t clock{};
  if (clock_getcpuclockid(worker_, &clock) != 0) return std::nullopt;
  return seconds_of(clock);
}

void Clocks::add_callback(double cpu_seconds) {
  callback_cpu_ += cpu_seconds;
  if (callback_cpu_ > limits_.test_cpu_seconds) {
    throw CallFailure(Outcome::timed_out,
                      fmt::format("asked for so many evaluations that they took {:g} s. Is there a "
                                  "loop that never ends?",
                                  limits_.test_cpu_seconds));
  }
}

// What counts are all stretches that are too long to be the wait for a core, even on a machine that
// is far too busy. Whoever computes for a tenth of a stretch is taken to wait for a core in the
// rest of it.
void Clocks::add_up_sleep() {
  constexpr double kWaitsForACore = 10;
  const double nap = limits_.silent_seconds / 10;
  const double stretch = seconds_since(last_progress_);
  if (stretch > nap) {
    const double cpu = cpu_seconds().value_or(last_cpu_);
    const double asleep = stretch - kWaitsForACore * (cpu - last_cpu_);
    if (asleep > nap) asleep_ += asleep;
    last_cpu_ = cpu;
  }
  last_progress_ = Clock::now();
  if (asleep_ > limits_.silent_seconds) {
    throw CallFailure(Outcome::timed_out,
                      fmt::format("brought this test to its end: its calls have slept for {:g} s "
                                  "together. Do they wait for input, for a lock, or sleep?",
                                  limits_.silent_seconds));
  }
}

void Clocks::watch() {
  if (const auto cpu = cpu_seconds()) {
    if (*cpu - call_started_cpu_ > limits_.call_seconds) {
      throw CallFailure(Outcome::timed_out,
                        fmt::format("did not return within {:g} s of computing. Is there a loop "
                                    "that never ends, or one over every pair of numbers?",
                                    limits_.call_seconds));
    }
    if (*cpu - last_cpu_ > 1e-3) {
      add_up_sleep();
      last_cpu_ = *cpu;
    }
  }
  if (seconds_since(last_progress_) > limits_.silent_seconds) {
    throw CallFailure(Outcome::timed_out,
                      fmt::format("did nothing for {:g} s and did not return. Does it wait for "
                                  "input, for a lock, or sleep?",
                                  limits_.silent_seconds));
  }
  if (seconds_since(call_started_) > limits_.wall_seconds) {
    throw CallFailure(Outcome::timed_out,
                      fmt::format("did not return within {:g} s.", limits_.wall_seconds));
  }
}

}  // namespace descent::remote
