#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "harness/wire/bytes.hpp"

/// Messages over a socket pair. Both ends are alike: each may call the other while it waits, which
/// is how callbacks, and calls from within callbacks, travel.
namespace descent::remote {

using namespace wire;

enum class FrameKind : std::uint32_t {
  hello = 0x44534331,  ///< the worker is ready: its list of exercises
  cannot_load,         ///< the object could not be opened: why
  call,                ///< target is the number of an exercise or of a callback
  reply,
  confined,    ///< the worker's first message, before it opens anything: as far as asked
  unconfined,  ///< or: the kernel refuses what it was asked for, and it stops
};

struct Frame {
  FrameKind kind = FrameKind::hello;
  std::uint32_t target = 0;
  Bytes payload;
};

/// The other side has closed the connection, or died.
class ConnectionClosed : public std::runtime_error {
 public:
  ConnectionClosed() : std::runtime_error("the connection is closed") {}
};

/// One end of a connection. Owns the descriptor.
class Connection {
 public:
  /// Called about every 20 ms while the connection waits for the other side, or for the rest of
  /// what it sends; may throw to give up.
  using Watch = std::function<void()>;

  /// `largest`: payloads beyond so many bytes are refused before they are read.
  explicit Connection(int descriptor, std::size_t largest, Watch watch = {});
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  void send(FrameKind kind, std::uint32_t target, const Bytes& payload);

  /// Waits for a frame. Throws ConnectionClosed, DecodeError, or what the watch throws.
  Frame receive();

  /// What to do with a call of the other side.
  using Handler = std::function<Bytes(std::uint32_t target, Reader arguments)>;

  /// Calls the other side and waits for its reply; meanwhile serves its calls with `handler`.
  Bytes call(std::uint32_t target, const Bytes& arguments, const Handler& handler);

 private:
  void look();
  void read_some();

  int descriptor_;
  std::size_t largest_;
  Watch watch_;
  std::chrono::steady_clock::time_point looked_;  // when the watch last was called
  std::unique_ptr<std::byte[]> buffer_;           // read ahead, for many short messages
  std::size_t begin_ = 0;  // what of the buffer is not read yet: [begin_, end_)
  std::size_t end_ = 0;
};

}  // namespace descent::remote
