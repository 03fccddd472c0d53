#include "harness/sandbox/landlock.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace descent::sandbox {
namespace {

// The kernel's interface grew faster than Debian's header: these are fixed by landlock(7).
struct RulesetAttributes {
  std::uint64_t handled_files;
  std::uint64_t handled_network;
  std::uint64_t scoped;
};
constexpr std::uint64_t kFileRightsAbi1 = (1ULL << 13) - 1;
constexpr std::uint64_t kRefer = 1ULL << 13;        // ABI 2
constexpr std::uint64_t kTruncate = 1ULL << 14;     // ABI 3
constexpr std::uint64_t kBindConnect = 0b11;        // ABI 4
constexpr std::uint64_t kDeviceIoctl = 1ULL << 15;  // ABI 5
constexpr std::uint64_t kScopeAll = 0b11;           // ABI 6: abstract sockets, signals

constexpr std::uint64_t kReadFile = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t kRead = kReadFile | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kUse = kReadFile | LANDLOCK_ACCESS_FS_WRITE_FILE;
constexpr std::uint64_t kEverything = kRead | LANDLOCK_ACCESS_FS_WRITE_FILE |
                                      LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                      LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                      LANDLOCK_ACCESS_FS_REMOVE_DIR | kRefer | kTruncate;
/// A rule about what is no folder must not speak of more than these.
constexpr std::uint64_t kOfFiles = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                                   LANDLOCK_ACCESS_FS_READ_FILE | kTruncate | kDeviceIoctl;

std::uint64_t rights(Access access) {
  switch (access) {
    case Access::read_file:
      return kReadFile;
    case Access::read:
      return kRead;
    case Access::run:
      return kRead | LANDLOCK_ACCESS_FS_EXECUTE;
    case Access::use:
      return kUse | kTruncate | kDeviceIoctl;
    case Access::everything:
      return kEverything;
  }
  return 0;
}

bool allow(int ruleset, const FileRule& allowed, std::uint64_t handled) {
  const int file = open(allowed.path.c_str(), O_PATH | O_CLOEXEC);
  if (file < 0) return allowed.if_there && errno == ENOENT;
  struct stat status {};
  landlock_path_beneath_attr rule{};
  rule.allowed_access = rights(allowed.access) & handled;
  if (fstat(file, &status) == 0 && !S_ISDIR(status.st_mode)) rule.allowed_access &= kOfFiles;
  rule.parent_fd = file;
  const bool added =
      syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  close(file);
  return added;
}

}  // namespace

bool restrict_files(const std::vector<FileRule>& rules) {
  const long abi =
      syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 1) return false;
  RulesetAttributes attributes{kFileRightsAbi1, 0, 0};
  if (abi >= 2) attributes.handled_files |= kRefer;
  if (abi >= 3) attributes.handled_files |= kTruncate;
  if (abi >= 4) attributes.handled_network = kBindConnect;
  if (abi >= 5) attributes.handled_files |= kDeviceIoctl;
  if (abi >= 6) attributes.scoped = kScopeAll;
  const auto ruleset =
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0));
  if (ruleset < 0) return false;

  bool complete = true;
  for (const FileRule& rule : rules) {
    complete = allow(ruleset, rule, attributes.handled_files) && complete;
  }
  const bool restricted = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  close(ruleset);
  return complete && restricted;
}

}  // namespace descent::sandbox
