#include "harness/intake/folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "harness/intake/descriptor.hpp"

namespace descent::intake {
namespace {

std::string what_it_is(mode_t mode) {
  if (S_ISREG(mode)) return {};
  if (S_ISDIR(mode)) return std::string(kFolder);
  if (S_ISLNK(mode)) return "a symbolic link";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

/// The names in a folder, sorted; no more than there may be entries, and one.
std::vector<std::string> names_in(const Descriptor& folder) {
  const int number = fcntl(folder.number(), F_DUPFD_CLOEXEC, 0);
  const auto close_it = [](DIR* stream) { closedir(stream); };
  const std::unique_ptr<DIR, decltype(close_it)> stream(fdopendir(number), close_it);
  if (!stream) throw Refused(fmt::format("It cannot be read: {}.", why_not()));
  std::vector<std::string> names;
  while (const dirent* entry = readdir(stream.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
    if (names.size() > kMostEntries) break;
  }
  std::sort(names.begin(), names.end());
  return names;
}

void add_file(const Descriptor& folder, const std::string& name, const std::string& path,
              Contents& contents) {
  std::string text;
  try {
    text = read_at_most(open_file(folder.number(), name), kMostSourceBytes);
  } catch (const Refused&) {
    // It was a regular file a moment ago; or it is closed to us.
    return contents.add({.path = path, .problem = "cannot be read"});
  }
  contents.add_file(path, std::move(text));
}

void walk(const Descriptor& folder, const std::string& prefix, unsigned depth, Contents& contents) {
  for (const std::string& name : names_in(folder)) {
    const std::string path = prefix + name;
    struct stat status {};
    if (fstatat(folder.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      contents.add({.path = path, .problem = "cannot be read"});
    } else if (S_ISREG(status.st_mode) && contents.wants(path)) {
      add_file(folder, name, path, contents);
    } else {
      contents.add({.path = path, .not_a_file = what_it_is(status.st_mode)});
    }
    if (!S_ISDIR(status.st_mode) || passed_over(name)) continue;
    if (depth == kDeepest) {
      throw Refused(fmt::format("Its folders lie more than {} deep in each other.", kDeepest));
    }
    const Descriptor below(
        openat(folder.number(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (below) {
      walk(below, path + '/', depth + 1, contents);
    } else {
      contents.add({.path = path + '/', .not_a_file = "cannot be opened: " + why_not()});
    }
  }
}

}  // namespace

void read_folder(const std::filesystem::path& path, Contents& contents) {
  const Descriptor folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!folder) throw Refused(fmt::format("The folder cannot be opened: {}.", why_not()));
  walk(folder, "", 1, contents);
}

}  // namespace descent::intake
