#pragma once

#include <filesystem>
#include <vector>

namespace descent::sandbox {

/// What may be done with a file, or with what lies in a folder and below it.
enum class Access {
  read_file,   ///< files are read; folders are not listed
  read,        ///< and folders are listed
  run,         ///< and programs are started
  use,         ///< what is there is read and written: a device
  everything,  ///< files and folders are made, read, written, renamed, removed; nothing is started
};

struct FileRule {
  std::filesystem::path path;
  Access access = Access::read;
  bool if_there = false;  ///< a path that does not exist is no mistake
};

/// From now on this process, and every process that it starts, can do with files what the rules
/// say and nothing else; where the kernel knows how, it reaches no TCP port, no abstract socket and
/// no signal goes out to a process without these restrictions. There is no way back. Returns
/// whether all of that was set. Needs PR_SET_NO_NEW_PRIVS. Source: landlock(7).
bool restrict_files(const std::vector<FileRule>& rules);

}  // namespace descent::sandbox
