#include "harness/sandbox/tier.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <future>
#include <map>
#include <sstream>
#include <stdexcept>

#include "harness/sandbox/bubblewrap.hpp"
#include "harness/sandbox/isolated.hpp"
#include "harness/sandbox/scene.hpp"

namespace descent::sandbox {
namespace {

namespace fs = std::filesystem;

std::string how_it_ended(int end) {
  if (end == kEscaped) return "it worked";
  if (end < 0) return "it did not come to an end";
  if (end >= 256) return fmt::format("ended by SIG{}", sigabbrev_np(end - 256));
  return end == 0 ? "nothing was found" : std::strerror(end);
}

/// "ID END" a line.
std::map<std::string, int> ends_in(const Ended& ended) {
  std::map<std::string, int> ends;
  std::istringstream lines(ended.output);
  std::string id;
  for (int end = 0; lines >> id >> end;) ends[id] = end;
  return ends;
}

/// What the two kinds of inmates are given is what a checker, and a compiler, would be given.
Ended run_helper(int tier, Inmate inmate, const fs::path& helper, const Scene& scene) {
  const bool worker = inmate == Inmate::worker;
  Command command{.arguments = {helper, worker ? "worker" : "program", std::to_string(tier)},
                  .environment = {{scene.mark()}},
                  .wall_clock = std::chrono::seconds(60)};
  const std::vector<std::string> bait = scene.bait().arguments();
  command.arguments.insert(command.arguments.end(), bait.begin(), bait.end());
  if (!worker) {
    command.limits = {
        .memory_bytes = kProbeMemory, .cpu_seconds = kProbeSeconds, .file_bytes = kProbeFile};
  }
  return run_isolated(tier, command, scene.view(),
                      {.memory_bytes = kProbeMemoryTogether, .processes = kProbeProcesses});
}

std::vector<Tried> try_as(Inmate inmate, int tier, const fs::path& helper) {
  Scene scene(helper);
  const Ended ended = run_helper(tier, inmate, helper, scene);
  const std::map<std::string, int> ends = ends_in(ended);
  std::vector<Tried> tried;
  for (const Escape& escape : escapes()) {
    if (escape.stopped_from(inmate) == kNever) continue;
    const auto end = ends.find(escape.id);
    if (end == ends.end()) {
      throw std::runtime_error(is_complaint_of_bubblewrap(ended.output)
                                   ? ended.output.substr(0, ended.output.find('\n'))
                                   : "the probe was not carried out: " + ended.output);
    }
    Tried one{.id = escape.id,
              .what = escape.what,
              .inmate = inmate,
              .stopped = end->second != kEscaped,
              .how = how_it_ended(end->second),
              .stopped_from = escape.stopped_from(inmate)};
    if (escape.shows) {
      one.stopped = !scene.shows(escape.id);
      if (one.stopped && end->second == kEscaped) one.how = "it did not reach anything";
    }
    tried.push_back(std::move(one));
  }
  return tried;
}

std::string got_through(int tier, const std::vector<Tried>& attempts) {
  std::string list;
  for (const Tried& one : attempts) {
    if (one.stopped || one.stopped_from > tier) continue;
    list += fmt::format("{}{} ({})", list.empty() ? "" : "; ", one.what,
                        one.inmate == Inmate::worker ? "while it runs" : "while it is compiled");
  }
  return list;
}

int setting(const char* file) {
  int value = -1;
  std::ifstream(file) >> value;
  return value;
}

/// Why namespaces may be refused, where the machine says so.
std::string advice(int tier) {
  if (tier == 3 && geteuid() != 0) {
    return " Root can use control groups, and whoever is given some, such as by: systemd-run "
           "--user "
           "--scope -p Delegate=yes ./descent ...";
  }
  if (tier != 2) return "";
  if (setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == 1) {
    return " AppArmor forbids user namespaces here; root can allow them by: sysctl "
           "kernel.apparmor_restrict_unprivileged_userns=0";
  }
  if (setting("/proc/sys/kernel/unprivileged_userns_clone") == 0) {
    return " User namespaces are forbidden here; root can allow them by: sysctl "
           "kernel.unprivileged_userns_clone=1";
  }
  if (setting("/proc/sys/user/max_user_namespaces") == 0) {
    return " User namespaces are forbidden here; root can allow them by: sysctl "
           "user.max_user_namespaces=10000";
  }
  return "";
}

}  // namespace

std::string describe(int level) {
  switch (level) {
    case 0:
      return "limits only: a submission can read your files and use the network";
    case 1:
      return "Landlock and seccomp: hidden files and the network are out of reach";
    case 2:
      return "namespaces: besides, it sees no other process, and leaves nothing behind";
    default:
      return "control groups: besides, memory and processes are accounted for, and root gives "
             "each run a user of its own";
  }
}

std::vector<Tried> try_escapes(int tier, const fs::path& helper) {
  auto worker = std::async(std::launch::async, try_as, Inmate::worker, tier, helper);
  std::vector<Tried> programs = try_as(Inmate::program, tier, helper);
  std::vector<Tried> all = worker.get();
  all.insert(all.end(), programs.begin(), programs.end());
  if (tier >= kHighestTier &&
      geteuid() != 0) {  // a user of its own is nothing that others can give
    std::erase_if(
        all, [](const Tried& one) { return one.id == "user" && one.inmate == Inmate::program; });
  }
  return all;
}

Tier probe_tier(const fs::path& helper) {
  std::string missing;
  for (int level = kHighestTier; level > 0; --level) {
    try {
      std::vector<Tried> attempts = try_escapes(level, helper);
      const std::string through = got_through(level, attempts);
      if (through.empty()) return {level, std::move(attempts), missing};
      missing = "A submission still: " + through + "." + advice(level);
    } catch (const std::exception& error) {
      missing = std::string(error.what()) + "." + advice(level);
    }
  }
  return {0, try_escapes(0, helper), missing};
}

}  // namespace descent::sandbox
