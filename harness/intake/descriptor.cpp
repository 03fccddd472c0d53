#include "harness/intake/descriptor.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "harness/intake/contents.hpp"
#include "harness/intake/names.hpp"

namespace descent::intake {

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

Descriptor open_file(int folder, const std::string& name) {
  const int number = openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  const std::string called = shown(std::string(file_name(name)));
  if (number < 0 && errno == ELOOP) throw Refused(fmt::format("{} is a symbolic link.", called));
  if (number < 0) throw Refused(fmt::format("{} cannot be opened: {}.", called, why_not()));
  Descriptor file(number);
  struct stat status {};
  if (fstat(number, &status) != 0 || !S_ISREG(status.st_mode)) {
    throw Refused(fmt::format("{} is not a regular file.", called));
  }
  return file;
}

std::string read_at_most(const Descriptor& file, std::size_t most) {
  constexpr std::size_t kChunk = std::size_t{1} << 16;
  std::string text;
  while (text.size() <= most) {
    const std::size_t before = text.size();
    const std::size_t wish = std::min(kChunk, most + 1 - before);
    text.resize(before + wish);
    const ssize_t got = read(file.number(), text.data() + before, wish);
    text.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0) throw Refused(fmt::format("It cannot be read: {}.", why_not()));
    if (got == 0) break;
  }
  return text;
}

std::string why_not() {
  for (const int ours : {EMFILE, ENFILE, ENOMEM, EIO}) {
    if (errno == ours) throw std::system_error(errno, std::generic_category(), "cannot read");
  }
  return std::generic_category().message(errno);
}

}  // namespace descent::intake
