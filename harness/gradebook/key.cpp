#include "harness/gradebook/key.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

#include "harness/course/digest.hpp"

namespace descent::gradebook {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShortest = 32;  // characters

std::string random_secret() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("OpenSSL has no random numbers for a new key");
  }
  std::string text;
  for (const unsigned char byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

/// Whole or not at all, and never readable by others; if somebody else was quicker, theirs counts.
void make(const fs::path& file) {
  std::error_code exists_already;
  fs::create_directories(file.parent_path(), exists_already);
  std::string temporary = file.string() + ".XXXXXX";
  const int descriptor = mkostemp(temporary.data(), O_CLOEXEC);  // mode 0600
  const std::string text = random_secret() + "\n";
  const bool written =
      descriptor >= 0 &&
      write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      fsync(descriptor) == 0;
  const bool linked = written && (link(temporary.c_str(), file.c_str()) == 0 || errno == EEXIST);
  const int error = errno;
  if (descriptor >= 0) {
    close(descriptor);
    unlink(temporary.c_str());
  }
  if (!linked) {
    throw std::runtime_error(fmt::format("cannot make a new key in {}: {}", file.string(),
                                         std::generic_category().message(error)));
  }
}

fs::path default_file() {
  if (const char* folder = std::getenv("XDG_CONFIG_HOME"); folder != nullptr && *folder != '\0') {
    return fs::path(folder) / "descent/grading.key";
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    return fs::path(home) / ".config/descent/grading.key";
  }
  throw std::invalid_argument(
      "no place for the key: name a file with --key, or set DESCENT_KEY or HOME");
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

Key::Key(const std::string& secret) : secret_(trimmed(secret)) {
  if (secret_.size() < kShortest) {
    throw std::invalid_argument(fmt::format(
        "the key must have at least {} characters, this one has {}", kShortest, secret_.size()));
  }
}

Key Key::in_file(const fs::path& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0 && errno == ENOENT) make(file);
  if (stat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    throw std::runtime_error(
        fmt::format("the key is to be in a file, and {} is none", file.string()));
  }
  if (stat(file.c_str(), &status) == 0 && (status.st_mode & 077) != 0) {
    throw std::runtime_error(fmt::format(
        "others can read the key in {}: chmod 600 it, or make a new one", file.string()));
  }
  try {
    return Key(course::read_file(file));
  } catch (const std::invalid_argument& error) {
    throw std::runtime_error(fmt::format("{}: {}", file.string(), error.what()));
  }
}

Key Key::find(const std::string& file) {
  if (!file.empty()) return in_file(file);
  if (const char* secret = std::getenv("DESCENT_KEY"); secret != nullptr && *secret != '\0') {
    return Key(secret);
  }
  return in_file(default_file());
}

std::string Key::name() const { return sign("the name of this key").substr(0, 16); }

std::string Key::sign(const std::string& bytes) const {
  return course::hmac_sha256(secret_, bytes);
}

}  // namespace descent::gradebook
