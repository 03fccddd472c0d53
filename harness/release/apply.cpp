#include "harness/release/apply.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "harness/course/digest.hpp"
#include "harness/release/place.hpp"

namespace descent::release {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// Laid ready: one file a step, called after its number, and then, whole, the list of them.
fs::path ready_folder(const fs::path& folder) { return folder / kOwnFolder / "next"; }
fs::path list_file(const fs::path& folder) { return ready_folder(folder) / "steps.json"; }

void set_executable(const fs::path& file, bool executable) {
  const fs::perms all = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
  fs::permissions(file, all, executable ? fs::perm_options::add : fs::perm_options::remove);
}

void remove_with_empty_folders(const fs::path& folder, const fs::path& path) {
  fs::remove(folder / path);
  for (fs::path above = path.parent_path(); !above.empty(); above = above.parent_path()) {
    if (!fs::is_empty(folder / above)) return;
    fs::remove(folder / above);
  }
}

/// The first name beside `file` that is free, or holds `digest` already.
fs::path name_beside(const fs::path& file, const std::string& digest) {
  for (int n = 1;; ++n) {
    fs::path name = file;
    name += n == 1 ? ".new" : fmt::format(".{}.new", n);
    const std::string now = state_of(name);
    if (now.empty() || now == digest) return name;
  }
}

void carry_out_step(const json& step, const fs::path& folder) {
  const fs::path path = step.at("path").get<std::string>();
  require_plain_folders(folder, path);
  const std::string now = state_of(folder / path);
  const bool as_planned = now == step.at("before").get<std::string>();
  if (!step.contains("after")) {
    if (as_planned && !now.empty()) remove_with_empty_folders(folder, path);
    return;
  }
  const auto after = step.at("after").get<std::string>();
  fs::path target = folder / path;
  if (now != after) {
    if (!as_planned) target = name_beside(target, after);
    fs::create_directories(target.parent_path());
    const fs::path ready = ready_folder(folder) / step.at("file").get<std::string>();
    if (state_of(ready) != after) {
      throw std::runtime_error(
          fmt::format("{} is not what was laid ready: remove {} and release again", ready.string(),
                      ready_folder(folder).string()));
    }
    course::write_file(target, course::read_file(ready));
  }
  set_executable(target, step.at("executable").get<bool>());
}

}  // namespace

void lay_ready(const std::vector<Step>& steps, const fs::path& folder) {
  fs::remove_all(ready_folder(folder));
  fs::create_directories(ready_folder(folder));
  json list = json::array();
  for (const Step& step : steps) {
    json entry = {{"path", step.path}, {"before", step.before}};
    if (step.after) {
      const std::string name = std::to_string(list.size());
      course::write_file(ready_folder(folder) / name, step.after->content);
      entry["after"] = course::sha256(step.after->content);
      entry["file"] = name;
      entry["executable"] = step.after->executable;
    }
    list.push_back(entry);
  }
  course::write_file(list_file(folder), list.dump(1));
}

void carry_out(const std::vector<Step>& steps, const fs::path& folder) {
  if (steps.empty()) return;
  lay_ready(steps, folder);
  finish_interrupted(folder);
}

bool finish_interrupted(const fs::path& folder) {
  require_plain_folders(folder, std::string(kOwnFolder) + "/next/steps.json");
  if (!fs::exists(ready_folder(folder))) return false;
  const bool whole = fs::exists(list_file(folder));
  if (whole) {
    for (const json& step : json::parse(course::read_file(list_file(folder)))) {
      carry_out_step(step, folder);
    }
    fs::remove(list_file(folder));  // first: without it the rest is only litter
  }
  fs::remove_all(ready_folder(folder));
  return whole;
}

}  // namespace descent::release
