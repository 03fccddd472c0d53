#include "harness/release/manifest.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "harness/course/digest.hpp"
#include "harness/release/place.hpp"

namespace descent::release {
namespace {

namespace fs = std::filesystem;

constexpr int kSchema = 1;

}  // namespace

std::string kept_version(const std::string& path) {
  const fs::path file = path;
  return (file.parent_path() / ".stub" / file.filename()).generic_string();
}

Manifest manifest_of(const Package& package) {
  Manifest manifest{
      .version = DESCENT_VERSION, .stages = package.stages, .files = {}, .beside = {}};
  for (const auto& [path, file] : package.files) {
    manifest.files[path] = course::sha256(file.content);
  }
  return manifest;
}

std::string write_manifest(const Manifest& manifest) {
  nlohmann::ordered_json json = {{"schema", kSchema},
                                 {"descent", manifest.version},
                                 {"stages", manifest.stages},
                                 {"files", manifest.files}};
  if (!manifest.beside.empty()) json["beside"] = manifest.beside;
  return json.dump(1) + '\n';
}

std::optional<Manifest> read_manifest(const fs::path& folder) {
  const fs::path file = folder / kManifest;
  if (!fs::exists(file)) return std::nullopt;
  try {
    const auto json = nlohmann::json::parse(course::read_file(file));
    if (json.at("schema") != kSchema) throw std::runtime_error("its schema is not 1");
    Manifest manifest;
    json.at("descent").get_to(manifest.version);
    json.at("stages").get_to(manifest.stages);
    json.at("files").get_to(manifest.files);
    if (json.contains("beside")) json.at("beside").get_to(manifest.beside);
    for (const auto* files : {&manifest.files, &manifest.beside}) {
      for (const auto& [path, digest] : *files) require_plain_folders(folder, path);
    }
    return manifest;
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format(
        "{} cannot be read ({}): without it nobody can tell a student's edits from what was "
        "released. Bring it back, or release to another folder.",
        file.string(), error.what()));
  }
}

}  // namespace descent::release
