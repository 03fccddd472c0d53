#include "harness/remote/clocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <string>

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
  asleep_ = callback_cpu_ = 0;
  earlier_cpu_ = last_cpu_ = 0;
  worker_ = -1;
}

void Clocks::start_call(pid_t worker) {
  if (worker != worker_) {
    earlier_cpu_ += last_cpu_;
    last_cpu_ = last_queued_ = 0;
    worker_ = worker;
  }
  call_started_ = last_progress_ = Clock::now();
  call_started_cpu_ = last_cpu_ = cpu_seconds().value_or(last_cpu_);
}

std::optional<double> Clocks::cpu_seconds() const {
  clockid_t clock{};
  if (clock_getcpuclockid(worker_, &clock) != 0) return std::nullopt;
  return seconds_of(clock);
}

// How long the worker has waited for a core, as Linux counts it (in proc(5), schedstat: nanoseconds
// computed, nanoseconds queued, turns). Nothing where it does not.
std::optional<double> Clocks::queued_seconds() const {
  std::ifstream file(fmt::format("/proc/{}/schedstat", worker_));
  double computed = 0, queued = 0;
  long long turns = 0;
  if (!(file >> computed >> queued >> turns) || turns == 0) return std::nullopt;
  return 1e-9 * queued;
}

// Whether the worker computes or waits for a core at this moment. What it has waited is counted
// only once it has got one, and on a machine that is far too busy that takes its time.
bool Clocks::is_ready() const {
  std::ifstream file(fmt::format("/proc/{}/stat", worker_));
  std::string text;
  std::getline(file, text);  // "1234 (any name) R ..."
  const auto name_ends = text.rfind(')');
  return name_ends != std::string::npos && text.compare(name_ends, 3, ") R") == 0;
}

// Whoever waits for a core does not sleep, even on a machine that is far too busy. Where Linux does
// not say how long that was, whoever computes for a tenth of a stretch is taken to wait for a core
// in the rest of it.
double Clocks::asleep_since_last_progress() const {
  constexpr double kWaitsForACore = 10;
  const double computed = cpu_seconds().value_or(last_cpu_) - last_cpu_;
  double awake = kWaitsForACore * computed;
  if (const auto queued = queued_seconds()) {
    awake = std::max(awake, computed + *queued - last_queued_);
  }
  return seconds_since(last_progress_) - awake;
}

void Clocks::note_progress() {
  last_progress_ = Clock::now();
  last_cpu_ = cpu_seconds().value_or(last_cpu_);
  last_queued_ = queued_seconds().value_or(last_queued_);
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

double Clocks::used_seconds() const { return earlier_cpu_ + last_cpu_ + callback_cpu_ + asleep_; }

void Clocks::add_up_sleep() {
  const double nap = limits_.silent_seconds / 10;
  if (seconds_since(last_progress_) <= nap) return;  // too short to be looked at
  const double asleep = asleep_since_last_progress();
  if (asleep > nap) asleep_ += asleep;
  note_progress();
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
      note_progress();
    }
  }
  if (seconds_since(last_progress_) > limits_.silent_seconds &&
      asleep_since_last_progress() > limits_.silent_seconds && !is_ready()) {
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
