#include "harness/release/package.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "harness/author/stub.hpp"
#include "harness/course/digest.hpp"
#include "harness/release/contents.hpp"
#include "harness/release/texts.hpp"

namespace descent::release {
namespace {

namespace fs = std::filesystem;

bool is_executable(const fs::path& file) {
  return (fs::status(file).permissions() & fs::perms::owner_exec) != fs::perms::none;
}

std::vector<std::string> names_of(const std::vector<const course::Stage*>& stages) {
  std::vector<std::string> names;
  for (const course::Stage* stage : stages) names.push_back(stage->name());
  return names;
}

std::vector<std::string> names_of_others(const course::Course& course,
                                         const std::vector<std::string>& released) {
  std::vector<std::string> names;
  for (const course::Stage& stage : course.stages()) {
    if (std::find(released.begin(), released.end(), stage.name()) == released.end())
      names.push_back(stage.name());
  }
  return names;
}

std::string with_fewer_hints(const std::string& manifest, int hints) {
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(manifest);
  for (auto& task : json.at("tasks")) {
    auto& all = task.at("hints");
    while (static_cast<int>(all.size()) > hints) all.erase(all.size() - 1);
  }
  return json.dump(2) + '\n';
}

}  // namespace

bool is_students(const std::string& path) {
  return path.starts_with("assignments/") && path.ends_with(".cpp") && !path.ends_with("tests.cpp");
}

Package make_package(const course::Course& course, const PackageOptions& options) {
  const fs::path here = course.root() / "harness/release";
  Package package;
  package.stages = names_of(options.stages);
  const Contents contents = sort_contents(
      course.root(), read_rules(course::read_file(here / "contents.txt"), package.stages,
                                names_of_others(course, package.stages)));
  package.unknown = contents.unknown;
  for (const std::string& path : contents.files) {
    package.files[path] = {course::read_file(course.root() / path),
                           is_executable(course.root() / path)};
  }

  for (const course::Stage* stage : options.stages) {
    if (!stage->solutions) {
      throw std::runtime_error(fmt::format(
          "{} has no solution here, and stubs are made from solutions: release from the course "
          "itself, not from what students got",
          stage->name()));
    }
    const std::string folder = "assignments/" + stage->name() + "/";
    package.files[folder + stage->manifest.source] = {author::current_stub(course, *stage), false};
    if (options.hints < 3) {
      std::string& manifest = package.files.at(folder + "stage.json").content;
      manifest = with_fewer_hints(manifest, options.hints);
    }
  }
  std::erase_if(package.unknown,
                [&](const std::string& path) { return package.files.contains(path); });  // stubs
  for (auto& [path, file] : package.files) {
    if (!path.starts_with("docs/") || !path.ends_with(".md")) continue;
    file.content = with_quoted_code(file.content, course.root());
    if (!options.answers) file.content = without_answers(file.content);
  }
  std::string& packages = package.files.at("packages.txt").content;
  packages = students_packages(packages);
  package.files["README.md"] = {
      students_readme(course::read_file(here / "student_readme.md"), options.stages), false};
  unlink_what_is_not_here(package, course.root());
  return package;
}

}  // namespace descent::release
