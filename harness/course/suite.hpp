#pragma once

#include <cstdint>

#include "harness/course/course.hpp"
#include "harness/outcome/summary.hpp"

namespace descent::course {

/// Who is judged.
struct Subject {
  std::filesystem::path object;  ///< a student's shared object; or, if empty,
  std::string bind;              ///< "reference", or the name of a mistake or an alternative
  bool sanitized = false;        ///< the object is a sanitized one
};

struct RunOptions {
  std::string task;           ///< only this task's tests; empty: all
  std::uint64_t seed = 1;     ///< seed of the random inputs
  double wall_seconds = 600;  ///< for the whole suite; see outcome::charge_for_lost_time()
  /// What keeps the checker apart, with its workers, which confine themselves besides; see
  /// sandbox::run_isolated(). Below 2 it is trusted, and runs as this program does.
  int tier = 0;
};

/// Runs one suite in its checker and reads its record. Never throws for what the subject does.
outcome::Record run_suite(const Course& course, const Stage& stage, const std::string& suite,
                          const Subject& subject, const RunOptions& options);

/// Runs several suites and joins the result with the manifest. Only the tasks asked for count.
struct Judgement {
  outcome::Summary summary;
  std::string complaint;
};
Judgement judge(const Course& course, const Stage& stage, const std::vector<std::string>& suites,
                const Subject& subject, const RunOptions& options);

/// What a suite's checker prints where it is to list something and to run nothing, such as
/// "--list". Throws std::runtime_error with what it says if it cannot.
std::string listed_by_checker(const Stage& stage, const std::string& suite,
                              const std::vector<std::string>& options);

}  // namespace descent::course
