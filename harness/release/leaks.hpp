#pragma once

#include <string>
#include <vector>

#include "harness/release/package.hpp"

namespace descent::release {

/// A line that tells students what they are to find out.
struct Leak {
  std::string file;  ///< of the package
  int line = 0;
  std::string text;    ///< what stands there
  std::string source;  ///< what it gives away: "solutions/07-losses/losses.cpp:88"
};

/// Looks in every file of the package for what must not be there: lines of what any stage's
/// solution has written for the student, of 30 characters or more; the marks and macros of
/// solutions and mistakes; names of solutions' files. Lines of hints that students get, loops and
/// the like, and lines of `harmless` are no secrets.
std::vector<Leak> find_leaks(const Package& package, const course::Course& course,
                             const std::vector<std::string>& harmless);

/// harness/release/harmless_lines.txt: lines of solutions that were looked at and tell nothing.
std::vector<std::string> read_harmless_lines(const course::Course& course);

}  // namespace descent::release
