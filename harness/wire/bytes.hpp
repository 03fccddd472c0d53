#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace descent::wire {

using Bytes = std::vector<std::byte>;

/// A message that is not what it must be: too short, too long, or a size that cannot be.
class DecodeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Appends values to a message, in the machine's own byte order: both ends run on one machine.
class Writer {
 public:
  void put(const void* data, std::size_t size) {
    const auto* first = static_cast<const std::byte*>(data);
    bytes_.insert(bytes_.end(), first, first + size);
  }

  template <class T>
  requires std::is_arithmetic_v<T>
  void put(T value) { put(&value, sizeof value); }

  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

/// Reads values from a message that may have come from anybody. Nothing is read beyond the end, and
/// whoever allocates asks check_count() first.
class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : rest_(bytes) {}

  void get(void* data, std::size_t size) {
    if (size > rest_.size()) {
      throw DecodeError("the message ends " + std::to_string(size - rest_.size()) +
                        " bytes too early");
    }
    if (size > 0) std::memcpy(data, rest_.data(), size);
    rest_ = rest_.subspan(size);
  }

  template <class T>
  requires std::is_arithmetic_v<T> T get() {
    T value;
    get(&value, sizeof value);
    return value;
  }

  /// Throws DecodeError unless `count` items of at least `item_size` bytes can still follow.
  void check_count(std::uint64_t count, std::size_t item_size) const {
    if (count > rest_.size() / item_size) {
      throw DecodeError("the message announces " + std::to_string(count) + " values, but only " +
                        std::to_string(rest_.size()) + " bytes follow");
    }
  }

  /// Counts what may take more room in memory than in the message, as an empty matrix does. Throws
  /// DecodeError where there are more of it in one message than any exercise can mean.
  void count_objects(std::uint64_t more) {
    if (more > kMostObjects - objects_) {
      throw DecodeError("the message holds more than " + std::to_string(kMostObjects) +
                        " vectors, matrices or records");
    }
    objects_ += more;
  }

  std::size_t remaining() const { return rest_.size(); }

  bool starts_with(std::span<const std::byte> bytes) const {
    return bytes.size() <= rest_.size() &&
           (bytes.empty() || std::memcmp(bytes.data(), rest_.data(), bytes.size()) == 0);
  }

  /// Throws DecodeError if anything is left.
  void expect_end() const {
    if (!rest_.empty()) {
      throw DecodeError(std::to_string(rest_.size()) + " bytes too many at the end of the message");
    }
  }

 private:
  static constexpr std::uint64_t kMostObjects = 1 << 18;

  std::span<const std::byte> rest_;
  std::uint64_t objects_ = 0;
};

}  // namespace descent::wire
