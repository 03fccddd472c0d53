#pragma once

#include <cstddef>
#include <string>
#include <utility>

namespace descent::intake {

/// A descriptor of an open file, closed with this object.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  explicit operator bool() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  int number_;
};

/// Opens the regular file `name` of the folder behind the descriptor `folder` (or of the working
/// folder, for AT_FDCWD) for reading. Follows no link in the last part of the name, and waits for
/// nobody who might write into a pipe of that name. Throws Refused with a sentence if that is not
/// possible, and std::system_error where this machine is to blame (no descriptors, no memory).
Descriptor open_file(int folder, const std::string& name);

/// The first bytes of a file: all, if they are no more than `most`, else one more than that. Throws
/// as the other.
std::string read_at_most(const Descriptor& file, std::size_t most);

/// "Permission denied": what errno means. Throws std::system_error where it is the machine's fault
/// and not that of what was opened or read.
std::string why_not();

}  // namespace descent::intake
