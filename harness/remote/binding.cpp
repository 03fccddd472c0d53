#include "harness/remote/binding.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <thread>

namespace descent::remote {

std::string Request::sentence() const {
  return fmt::format("{}({})", type.name, type.describe_arguments(arguments));
}

Bytes call_entry(const Entry& entry, const Bytes& arguments, const Callbacks& callbacks) {
  const Ask ask = [&](std::uint32_t callback, const Bytes& request) {
    return callbacks.at(callback)(Reader(request), {});
  };
  return entry.serve(entry.function, Reader(arguments), ask);
}

InProcess::InProcess(std::shared_ptr<const Implementation> implementation,
                     const std::string& variant)
    : implementation_(std::move(implementation)) {
  if (variant.empty()) return;
  const auto entries = implementation_->entries();
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.variant == variant; });
  if (found == entries.end()) {
    throw std::invalid_argument("there is no mistake and no alternative named '" + variant + "'");
  }
  variant_ = &*found;
}

Bytes InProcess::call(const Request& request) {
  const Entry* entry = variant_ && variant_->exercise == std::string_view(request.type.name)
                           ? variant_
                           : implementation_->find(request.type.name);
  if (!entry || !entry->function || entry->signature != std::string_view(request.type.signature)) {
    throw CallFailure(outcome::Outcome::infrastructure,
                      std::string("The solutions do not define ") + request.type.name +
                          " with the signature in the header: build them again.");
  }
  return call_entry(*entry, request.arguments, request.callbacks);
}

bool InProcess::interrupt(std::chrono::microseconds after, const std::function<void()>& calls) {
  constexpr int kThrew = 1;
  const pid_t child = fork();
  if (child < 0) {
    throw CallFailure(outcome::Outcome::infrastructure, "cannot fork a process to be interrupted");
  }
  if (child == 0) {
    try {
      calls();
    } catch (...) {
      _exit(kThrew);
    }
    _exit(0);
  }
  std::this_thread::sleep_for(after);
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return true;
  if (WEXITSTATUS(status) == kThrew) calls();  // once more here, where the exception is wanted
  return false;
}

}  // namespace descent::remote
