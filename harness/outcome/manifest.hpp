#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace descent::outcome {

/// How much one call of a student's function, its process, and what compiles it may use.
struct Limits {
  double call_seconds = 2;       ///< CPU time of one call
  double silent_seconds = 5;     ///< wall-clock time without any CPU time, in all calls of a test
  double wall_seconds = 60;      ///< wall-clock time of one call, whatever happens
  double test_cpu_seconds = 60;  ///< CPU time of one test's worker
  std::size_t memory_mb = 1024;  ///< memory of the worker
  std::size_t reply_mb = 256;    ///< the largest reply
  std::size_t files_mb = 0;    ///< what exercises may write in a folder of their own; 0: no folder
  std::size_t output_kb = 64;  ///< what is kept of what a test's exercises print
  std::size_t processes = 64;  ///< and threads, of a whole run or compilation; from tier 3

  double compile_seconds = 20;       ///< CPU time of the compiler for one file, or of the linker
  double compile_wall_seconds = 60;  ///< wall-clock time of the same
  std::size_t compile_memory_mb = 2048;
  std::size_t compile_files_mb = 64;    ///< the largest file that it may write
  std::size_t compile_output_kb = 256;  ///< what is kept of its messages
};

/// One exercise of a stage, with what it is worth.
struct Task {
  std::string id;     ///< "softmax_loss"
  std::string title;  ///< "Softmax loss"
  int points = 0;
  std::vector<std::string> hints;  ///< nudge, method, nearly the code
  std::string read;                ///< a heading of the chapter

  /// The GoogleTest suite that judges it: SoftmaxLoss for softmax_loss.
  std::string test_suite() const;
};

/// stage.json: the one place for a stage's tasks, points, hints and limits.
struct Manifest {
  std::string stage;    ///< "07-losses"
  std::string title;    ///< "Losses"
  std::string summary;  ///< one sentence
  std::string source;   ///< the one file that a student edits and submits: "losses.cpp"
  std::string header;   ///< "losses.hpp"
  std::vector<std::string> builds_on;  ///< stages whose files the student's object is made of, too
  std::vector<Task> tasks;
  Limits limits;

  int points() const;

  /// The task with this id, or nullptr.
  const Task* find(const std::string& id) const;

  /// The task judged by this GoogleTest suite, or nullptr.
  const Task* find_by_suite(const std::string& test_suite) const;

  /// Where the student reads about `heading`: "docs/stages/07-losses.md#heading".
  std::string page(const std::string& heading) const;
};

/// Reads and checks a manifest. Throws std::runtime_error with the file's name, what was expected
/// and what was found.
Manifest read_manifest(const std::filesystem::path& file);

}  // namespace descent::outcome
