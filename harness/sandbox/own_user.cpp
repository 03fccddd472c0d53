#include "harness/sandbox/own_user.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace descent::sandbox {
namespace {

// Numbers that neither Debian (policy, 9.2.2) nor systemd (users, groups, UIDs and GIDs) gives to
// anybody.
constexpr uid_t kFirst = 60706;
constexpr uid_t kLast = 61183;

bool has_account(uid_t id) {
  passwd entry{};
  passwd* found = nullptr;
  std::vector<char> buffer(1 << 14);
  return getpwuid_r(id, &entry, buffer.data(), buffer.size(), &found) == 0 && found;
}

/// The name of an abstract socket belongs to one process at a time, whoever started it, and is free
/// again when that ends in whatever way. Returns the socket, or -1.
int claim(uid_t id) {
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = fmt::format("descent-user-{}", id);
  std::copy(name.begin(), name.end(), address.sun_path + 1);
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  if (socket >= 0 && bind(socket, reinterpret_cast<const sockaddr*>(&address), size) == 0) {
    return socket;
  }
  close(socket);
  return -1;
}

}  // namespace

OwnUser::OwnUser(std::filesystem::path folder) : folder_(std::move(folder)) {
  for (id_ = kFirst; id_ <= kLast && claim_ < 0; ++id_) {
    if (!has_account(id_)) claim_ = claim(id_);
    if (claim_ >= 0) break;
  }
  if (claim_ < 0) {
    throw std::runtime_error(fmt::format("all user ids from {} to {} are taken", kFirst, kLast));
  }
  if (chown(folder_.c_str(), id_, id_) != 0) {
    const int error = errno;
    close(claim_);
    throw std::runtime_error(fmt::format("{} cannot be given to another user: {}", folder_.string(),
                                         std::generic_category().message(error)));
  }
}

OwnUser::~OwnUser() {
  static_cast<void>(!chown(folder_.c_str(), geteuid(), getegid()));  // it may be gone
  close(claim_);
}

}  // namespace descent::sandbox
