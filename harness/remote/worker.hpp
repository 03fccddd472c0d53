#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>

#include "harness/outcome/manifest.hpp"
#include "harness/remote/binding.hpp"
#include "harness/remote/clocks.hpp"
#include "harness/remote/frame.hpp"
#include "harness/remote/hello.hpp"
#include "harness/remote/nursery.hpp"

namespace descent::remote {

struct WorkerSettings {
  std::filesystem::path program;  ///< the worker
  std::filesystem::path object;   ///< the student's shared object
  outcome::Limits limits;
  bool confined = true;   ///< false for sanitized workers, which need /proc and the symbolizer
  bool strictly = false;  ///< a worker that the kernel does not confine wholly runs nothing
  std::filesystem::path folder = {};  ///< where the exercises may write files; empty: nowhere
};

/// The student's code in a process of its own. Every test gets a fresh process, started by its
/// first call.
class Worker : public Binding {
 public:
  explicit Worker(WorkerSettings settings)
      : settings_(std::move(settings)), clocks_(settings_.limits) {}
  ~Worker() override { stop(); }

  Bytes call(const Request& request) override;
  bool interrupt(std::chrono::microseconds after, const std::function<void()>& calls) override;
  void start_test() override;
  std::string printed() override;
  double used_seconds() const override { return clocks_.used_seconds(); }

 private:
  void start();
  void stop();
  void discard_worker();
  void watch();
  void watch_files();
  Bytes serve(const Request& request, std::uint32_t callback, Reader arguments);
  std::string everything_printed() const;
  [[noreturn]] void explain_death(const Request& request);
  [[noreturn]] void fail(outcome::Outcome outcome, const std::string& sentence);

  WorkerSettings settings_;
  Clocks clocks_;
  std::unique_ptr<Nursery> nursery_;
  pid_t pid_ = -1;
  int prints_ = -1;  // a memory file that is the worker's stdout and stderr
  std::unique_ptr<Connection> connection_;
  std::optional<Hello> hello_;
  bool broken_ = false;  // this test's worker has failed; there is no second one
};

}  // namespace descent::remote
