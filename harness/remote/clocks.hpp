#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>

#include "harness/outcome/manifest.hpp"

namespace descent::remote {

/// What this thread has computed so far, in seconds.
double cpu_seconds_of_thread();

/// The time that a test's calls into a worker take, and its limits. CPU time is what counts, since
/// a busy machine is not the student's fault; the wall clock catches what waits for something that
/// never comes.
class Clocks {
 public:
  explicit Clocks(const outcome::Limits& limits) : limits_(limits) {}

  /// Forgets what was added up for the test before.
  void start_test();

  /// A call begins, or goes on after a callback, in this process.
  void start_call(pid_t worker);

  /// While a call lasts, many times a second: throws CallFailure (timed_out) where it takes too
  /// long.
  void watch();

  /// Adds up what the call has slept since it last did anything. A call that sleeps a little less
  /// long than it may would be free to do so in every call, and a suite makes thousands. Throws
  /// CallFailure (timed_out) where all of a test's calls have slept too long.
  void add_up_sleep();

  /// Adds up what a callback has computed in the checker: whoever asks it spends that, however
  /// little each question takes. Throws CallFailure (timed_out) where it is too much for one test.
  void add_callback(double cpu_seconds);

  /// What the test's calls have spent so far, in seconds: computed, in its workers and in
  /// callbacks, or slept. Waiting for a core is not among it.
  double used_seconds() const;

 private:
  using Clock = std::chrono::steady_clock;

  std::optional<double> cpu_seconds() const;
  std::optional<double> queued_seconds() const;
  bool is_ready() const;
  double asleep_since_last_progress() const;
  void note_progress();

  outcome::Limits limits_;
  pid_t worker_ = -1;
  double call_started_cpu_ = 0;
  double last_cpu_ = 0;
  double earlier_cpu_ = 0;   ///< of this test's workers before this one
  double last_queued_ = 0;   ///< when it was last asked for, which costs as much as a short call
  double asleep_ = 0;        ///< wall-clock time of this test's calls in which they did nothing
  double callback_cpu_ = 0;  ///< of this test
  Clock::time_point call_started_;
  Clock::time_point last_progress_;
};

}  // namespace descent::remote
