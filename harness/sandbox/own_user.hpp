#pragma once

#include <sys/types.h>

#include <filesystem>

namespace descent::sandbox {

/// A user id that no account and no other run on this machine has, for as long as this object
/// lives; a folder is that user's for so long. Only root can have one.
class OwnUser {
 public:
  /// Throws std::runtime_error if there is none to have.
  explicit OwnUser(std::filesystem::path folder);
  ~OwnUser();
  OwnUser(const OwnUser&) = delete;
  OwnUser& operator=(const OwnUser&) = delete;

  uid_t id() const { return id_; }

 private:
  std::filesystem::path folder_;
  uid_t id_ = 0;
  int claim_ = -1;
};

}  // namespace descent::sandbox
