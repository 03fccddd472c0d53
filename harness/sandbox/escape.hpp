#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace descent::sandbox {

/// Who tries to escape.
enum class Inmate {
  worker,   ///< a student's code: it runs in a worker, which has confined itself
  program,  ///< a program that handles what a student wrote: the compiler, or what takes it over
};

/// What was planted for it to be reached, and by what one sees that it was.
struct Bait {
  std::filesystem::path hidden_test;       ///< a file that holds `canary`
  std::filesystem::path other_submission;  ///< another one
  std::filesystem::path outside;           ///< a folder to write to, with a socket in it
  std::filesystem::path own;               ///< the folder that the checker may write to
  std::filesystem::path solutions;         ///< what only the checker may read
  std::filesystem::path private_file;  ///< to be seen by everybody, to be read by its owner alone
  std::string canary;
  int decoy = 0;                  ///< the number of a process of the grader
  std::string decoy_secret;       ///< what stands in its memory and in its environment
  std::size_t decoy_address = 0;  ///< where in its memory
  int port = 0;                   ///< of a TCP server on 127.0.0.1
  std::string abstract_socket;    ///< without the zero in front
  int shared_memory = 0;          ///< a key of System V for a segment to leave behind
  std::string shared_name;        ///< a name in /dev/shm to leave behind

  std::filesystem::path socket() const { return outside / "socket"; }
  /// Where the worker may write, and where it may not; whoever starts it makes both.
  std::filesystem::path files() const { return own / "files"; }
  std::filesystem::path record() const { return own / "record"; }
  std::filesystem::path written() const { return outside / "written"; }

  /// As arguments of a program, and back. Throws std::invalid_argument for anything else.
  std::vector<std::string> arguments() const;
  static Bait from(const std::vector<std::string>& arguments);
};

/// What an inmate may use; each attempt to take more takes several times that.
inline constexpr std::size_t kProbeMemory = std::size_t{64} << 20;
inline constexpr std::size_t kProbeMemoryTogether = std::size_t{160} << 20;
inline constexpr std::size_t kProbeFile = std::size_t{1} << 20;
inline constexpr std::size_t kProbeProcesses = 48;
inline constexpr unsigned kProbeSeconds = 1;

/// The exit code of whoever tried an escape: this where it worked, and errno where it did not.
inline constexpr int kEscaped = 200;

inline constexpr int kNever = 99;  ///< no tier stops it, and none needs to: it is not tried

/// One way out.
struct Escape {
  const char* id;
  const char* what;  ///< completes "A submission ...": "reads the hidden tests"
  /// Tries it in this process. Returns whether it worked; errno says why not.
  bool (*attempt)(const Bait&);
  int worker;   ///< the lowest tier that stops a worker; kNever: not tried
  int program;  ///< the lowest tier that stops a program
  /// What was reached shows outside, whatever the inmate believes.
  bool shows = false;
  bool slow = false;  ///< takes a second

  int stopped_from(Inmate inmate) const { return inmate == Inmate::worker ? worker : program; }
};

/// All that we know to try.
const std::vector<Escape>& escapes();

}  // namespace descent::sandbox
