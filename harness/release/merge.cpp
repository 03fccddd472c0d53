#include "harness/release/merge.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <system_error>

#include "harness/course/digest.hpp"
#include "harness/release/place.hpp"
#include "harness/sandbox/process.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::release {
namespace {

namespace fs = std::filesystem;

class Planner {
 public:
  Planner(const Package& package, const fs::path& folder, const ThreeWay& three_way)
      : package_(package),
        folder_(folder),
        three_way_(three_way),
        old_(read_manifest(folder).value_or(Manifest{})),
        new_(manifest_of(package)) {}

  Plan plan() {
    for (const auto& [path, file] : package_.files) {
      require_plain_folders(folder_, path);
      plan_.fates[path] = release(path, file);
    }
    for (const auto& [path, digest] : old_.files) {
      if (package_.files.contains(path)) continue;
      require_plain_folders(folder_, path);
      const std::string now = state_of(folder_ / path);
      if (now.empty()) continue;
      plan_.fates[path] = now == digest ? Fate::removed : Fate::kept;
      if (now == digest) plan_.steps.push_back({path, now, std::nullopt});
    }
    keep_versions();
    require_plain_folders(folder_, kManifest);
    write(kManifest, state_of(folder_ / kManifest), {write_manifest(new_), false});
    return std::move(plan_);
  }

 private:
  /// Decides about one file of the package.
  Fate release(const std::string& path, const File& file) {
    const std::string now = state_of(folder_ / path);
    const std::string theirs = new_.files.at(path);
    const auto known = old_.files.find(path);
    const std::string base = known == old_.files.end() ? "" : known->second;
    carry_beside(path);
    if (now == theirs) {
      write(path, now, file);  // perhaps it must be made executable
      return Fate::unchanged;
    }
    if (now.empty()) {
      if (!base.empty()) return Fate::deleted;
      write(path, now, file);
      return Fate::added;
    }
    if (now == base) {
      write(path, now, file);
      return Fate::replaced;
    }
    if (base == theirs) return Fate::edited;
    if (const auto merged = merge(path, file, now)) {
      write(path, now, {*merged, file.executable});
      return Fate::merged;
    }
    put_beside(path, file);
    return Fate::beside;
  }

  std::optional<std::string> merge(const std::string& path, const File& file,
                                   const std::string& now) const {
    const fs::path kept = folder_ / kept_version(path);
    const std::string base = is_students(path) ? state_of(kept) : "";
    if (base.empty() || base == kNoPlainFile || now == kNoPlainFile) return std::nullopt;
    return three_way_(course::read_file(kept), course::read_file(folder_ / path), file.content);
  }

  /// A NAME.new of an earlier release is still known, for as long as nobody has edited it.
  void carry_beside(const std::string& path) {
    for (int n = 1; n < kMost; ++n) {
      const auto known = old_.beside.find(beside_name(path, n));
      if (known == old_.beside.end()) continue;
      if (state_of(folder_ / known->first) == known->second) new_.beside.insert(*known);
    }
  }

  /// Beside the student's file, under the first name that holds nothing of anybody's own.
  void put_beside(const std::string& path, const File& file) {
    for (int n = 1; n < kMost; ++n) {
      const std::string name = beside_name(path, n);
      const std::string now = state_of(folder_ / name);
      const auto known = old_.beside.find(name);
      const bool ours = known != old_.beside.end() && known->second == now;
      if (!now.empty() && !ours && now != new_.files.at(path)) continue;
      write(name, now, file);
      plan_.beside[path] = name;
      new_.beside[name] = new_.files.at(path);
      return;
    }
    throw std::runtime_error(fmt::format("too many files lie beside {}: clear them away", path));
  }

  static std::string beside_name(const std::string& path, int n) {
    return n == 1 ? path + ".new" : fmt::format("{}.{}.new", path, n);
  }

  /// What students edit is kept as it was released, for the next merge.
  void keep_versions() {
    for (const auto& [path, file] : package_.files) {
      if (!is_students(path)) continue;
      const std::string kept = kept_version(path);
      require_plain_folders(folder_, kept);
      write(kept, state_of(folder_ / kept), {file.content, false});
    }
    for (const auto& entry : old_.files) {
      const std::string kept = kept_version(entry.first);
      if (package_.files.contains(entry.first) || state_of(folder_ / kept).empty()) continue;
      plan_.steps.push_back({kept, state_of(folder_ / kept), std::nullopt});
    }
  }

  void write(const std::string& path, const std::string& now, const File& file) {
    if (now == course::sha256(file.content) && has_mode(path, file)) return;
    plan_.steps.push_back({path, now, file});
  }

  bool has_mode(const std::string& path, const File& file) const {
    const bool runs =
        (fs::status(folder_ / path).permissions() & fs::perms::owner_exec) != fs::perms::none;
    return runs == file.executable;
  }

  static constexpr int kMost = 100;

  const Package& package_;
  const fs::path& folder_;
  const ThreeWay& three_way_;
  Manifest old_;
  Manifest new_;
  Plan plan_;
};

}  // namespace

std::optional<std::string> merge_with_git(const std::string& base, const std::string& yours,
                                          const std::string& theirs) {
  const sandbox::TemporaryFolder folder;
  course::write_file(folder.path() / "yours", yours);
  course::write_file(folder.path() / "base", base);
  course::write_file(folder.path() / "theirs", theirs);
  try {
    const sandbox::Ended ended =
        sandbox::run({.arguments = {"git", "merge-file", "-q", "yours", "base", "theirs"},
                      .folder = folder.path()});
    if (ended.ok()) return course::read_file(folder.path() / "yours");
  } catch (const std::system_error&) {
    // there is no git
  }
  return std::nullopt;
}

Plan plan_merge(const Package& package, const fs::path& folder, const ThreeWay& three_way) {
  return Planner(package, folder, three_way).plan();
}

}  // namespace descent::release
