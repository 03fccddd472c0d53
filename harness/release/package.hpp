#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/course/course.hpp"

namespace descent::release {

struct File {
  std::string content;
  bool executable = false;

  bool operator==(const File&) const = default;
};

/// What students get, in memory: paths, from the package's root, with what is in them. The same
/// course gives the same bytes.
struct Package {
  std::map<std::string, File> files;
  std::vector<std::string> stages;
  std::vector<std::string> unknown;  ///< of the course: what contents.txt does not name
};

struct PackageOptions {
  std::vector<const course::Stage*> stages;
  /// How many of a task's hints students get; the third is nearly the code.
  int hints = 3;
  /// Whether chapters keep the answers to the questions that they ask.
  bool answers = false;
};

/// Collects what harness/release/contents.txt names. Every stub is generated from its solution,
/// whatever stands in assignments/: somebody may have worked there. Throws std::runtime_error if a
/// stage has no solution.
Package make_package(const course::Course& course, const PackageOptions& options);

/// Whether students are told to edit this file of the package: a stub, an experiment, a program.
bool is_students(const std::string& path);

}  // namespace descent::release
