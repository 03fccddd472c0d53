#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <system_error>
#include <thread>

#include "harness/cli/build.hpp"
#include "harness/cli/commands.hpp"
#include "harness/sandbox/process.hpp"
#include "harness/sandbox/tier.hpp"

namespace descent::cli {
namespace {

using sandbox::Inmate;
using sandbox::Tier;
using sandbox::Tried;
using Json = nlohmann::ordered_json;

constexpr int kLowestForGrading = 1;  ///< what `grade` requires unless told otherwise

struct Machine {
  std::string kernel;
  unsigned cores = 1;
  std::size_t memory_mb = 0;
  std::vector<std::pair<std::string, std::string>> tools;    ///< and their versions; "" if missing
  std::optional<std::vector<std::string>> missing_packages;  ///< none: nobody can tell
};

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// What a program says of its version; "" if it is not here.
std::string version_of(const std::string& tool) {
  try {
    const sandbox::Ended ended =
        sandbox::run({.arguments = {tool, "--version"}, .wall_clock = std::chrono::seconds(20)});
    return ended.ok() ? first_line(ended.output) : "";
  } catch (const std::system_error&) {
    return "";
  }
}

/// Those that packages.txt lists before the first optional part.
std::vector<std::string> needed_packages(const course::Course& course) {
  std::vector<std::string> packages;
  std::ifstream in(course.root() / "packages.txt");
  for (std::string line; std::getline(in, line) && !line.starts_with('[');) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string package;
    if (words >> package) packages.push_back(package);
  }
  return packages;
}

std::optional<std::vector<std::string>> missing_packages(const course::Course& course) {
  const std::vector<std::string> needed = needed_packages(course);
  std::vector<std::string> query = {"dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n"};
  query.insert(query.end(), needed.begin(), needed.end());
  std::string installed;
  try {
    installed = '\n' + sandbox::run({.arguments = query}).output;
  } catch (const std::system_error&) {
    return std::nullopt;  // no Debian
  }
  std::vector<std::string> missing;
  for (const std::string& package : needed) {
    if (installed.find('\n' + package + " installed\n") == std::string::npos) {
      missing.push_back(package);
    }
  }
  return missing;
}

Machine examine(const course::Course& course) {
  Machine machine;
  utsname names{};
  if (uname(&names) == 0) machine.kernel = fmt::format("{} {}", names.sysname, names.release);
  machine.cores = std::max(1U, std::thread::hardware_concurrency());
  machine.memory_mb = static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) *
                          static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) >>
                      20;
  for (const char* tool : {"clang++", "g++", "cmake", "ninja", "bwrap"}) {
    machine.tools.emplace_back(tool, version_of(tool));
  }
  machine.missing_packages = missing_packages(course);
  return machine;
}

std::string role(Inmate inmate) { return inmate == Inmate::worker ? "running" : "compiling"; }

Json json_of(const Machine& machine, const Tier& tier) {
  Json tools = Json::object();
  for (const auto& [tool, version] : machine.tools) {
    tools[tool] = version.empty() ? Json() : Json(version);
  }
  Json attempts = Json::array();
  for (const Tried& one : tier.attempts) {
    attempts.push_back({{"id", one.id},
                        {"while", role(one.inmate)},
                        {"what", one.what},
                        {"stopped", one.stopped},
                        {"how", one.how},
                        {"stopped_from_tier", one.stopped_from}});
  }
  return {{"tier", tier.level},
          {"means", sandbox::describe(tier.level)},
          {"missing_for_next", tier.missing},
          {"kernel", machine.kernel},
          {"cores", machine.cores},
          {"memory_mb", machine.memory_mb},
          {"tools", tools},
          {"missing_packages", machine.missing_packages ? Json(*machine.missing_packages) : Json()},
          {"attempts", attempts}};
}

void print(const Machine& machine, const Terminal& terminal) {
  std::cout << terminal.bold("This machine") << '\n'
            << fmt::format("  {}, {} cores, {:.1f} GB of memory\n", machine.kernel, machine.cores,
                           static_cast<double>(machine.memory_mb) / 1024);
  for (const auto& [tool, version] : machine.tools) {
    std::cout << fmt::format("  {:<8} ", tool)
              << (version.empty() ? terminal.yellow("not here") : version) << '\n';
  }
  if (!machine.missing_packages) {
    std::cout
        << "  This is no Debian or Ubuntu: whether all of packages.txt is here is not known.\n";
  } else if (machine.missing_packages->empty()) {
    std::cout << "  All packages that packages.txt asks for are installed.\n";
  } else {
    std::cout << terminal.red("  Missing: ")
              << fmt::format("{}\n  Install them: sudo apt-get install {}\n",
                             fmt::join(*machine.missing_packages, ", "),
                             fmt::join(*machine.missing_packages, " "));
  }
}

std::string mark(const Tried& one, int tier, const Terminal& terminal) {
  if (one.stopped) return terminal.green("stopped    ");
  // What only a higher tier promises to stop is no surprise.
  return one.stopped_from > tier ? terminal.yellow("GOT THROUGH") : terminal.red("GOT THROUGH");
}

void print_attempts(const Tier& tier, Inmate inmate, bool all, const Terminal& terminal) {
  int tried = 0;
  int stopped = 0;
  for (const Tried& one : tier.attempts) {
    if (one.inmate != inmate) continue;
    tried += 1;
    stopped += one.stopped ? 1 : 0;
  }
  std::cout << fmt::format("  {} of {} attempts to break out are stopped\n", stopped, tried);
  for (const Tried& one : tier.attempts) {
    if (one.inmate != inmate || (one.stopped && !all)) continue;
    const std::string remark =
        one.stopped ? one.how : fmt::format("stopped from tier {}", one.stopped_from);
    std::cout << "  " << mark(one, tier.level, terminal) << "  " << fmt::format("{:<52}", one.what)
              << terminal.dim(remark) << '\n';
  }
}

void print(const Tier& tier, bool all, const Terminal& terminal) {
  std::cout << '\n' << terminal.bold("A submission, while it runs") << '\n';
  print_attempts(tier, Inmate::worker, all, terminal);
  std::cout << '\n' << terminal.bold("A submission, while it is compiled") << '\n';
  print_attempts(tier, Inmate::program, all, terminal);
  if (!all) std::cout << terminal.dim("  (--all lists them)") << '\n';

  const std::string level = fmt::format("Isolation: tier {} of 3", tier.level);
  std::cout << '\n'
            << (tier.level >= kLowestForGrading ? terminal.green(level) : terminal.red(level))
            << ", " << sandbox::describe(tier.level) << ".\n";
  if (!tier.missing.empty()) {
    std::cout << fmt::format("For tier {}: {}\n", tier.level + 1, outcome::printable(tier.missing));
  }
  if (tier.level < kLowestForGrading) {
    std::cout
        << "./descent grade refuses to grade here, unless told --require-tier 0: do that only "
           "with submissions that you trust.\n";
  }
}

}  // namespace

int doctor(const course::Course& course, const DoctorOptions& options, const Terminal& terminal) {
  const BuildResult built = build(course, {"escape"}, terminal);
  if (!built.ok) {
    std::cout << "The program that tries to escape does not build (" << built.target << "):\n"
              << built.messages;
    return kBroken;
  }
  terminal.progress(terminal.dim("trying to escape ..."));
  const Machine machine = examine(course);
  const Tier tier = sandbox::probe_tier(course.build() / "bin" / "escape");
  terminal.progress("");
  if (options.json) {
    std::cout << json_of(machine, tier).dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  } else {
    print(machine, terminal);
    print(tier, options.all, terminal);
  }
  return tier.level >= kLowestForGrading ? kOk : kNotPassed;
}

}  // namespace descent::cli
