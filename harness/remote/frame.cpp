#include "harness/remote/frame.hpp"

#include <sched.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>

namespace descent::remote {
namespace {

constexpr std::size_t kReadAhead = std::size_t{1} << 16;
constexpr std::chrono::microseconds kBetweenLooks{20'000};

struct Header {
  FrameKind kind;
  std::uint32_t target;
  std::uint64_t size;
};

}  // namespace

Connection::Connection(int descriptor, std::size_t largest, Watch watch)
    : descriptor_(descriptor),
      largest_(largest),
      watch_(std::move(watch)),
      buffer_(std::make_unique_for_overwrite<std::byte[]>(kReadAhead)) {
  if (watch_) {  // without a watch there is nothing to wake up for
    const timeval pause{0, kBetweenLooks.count()};
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &pause, sizeof pause);
    setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &pause, sizeof pause);
  }
}

Connection::~Connection() { close(descriptor_); }

// Whether or not anything has come: bytes that trickle in must not keep the watch from looking.
void Connection::look() {
  if (!watch_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - looked_ < kBetweenLooks / 2) return;  // half: a pause may end a little early
  looked_ = now;
  watch_();
}

void Connection::send(FrameKind kind, std::uint32_t target, const Bytes& payload) {
  Header header{kind, target, payload.size()};
  std::array<iovec, 2> parts = {iovec{&header, sizeof header},
                                iovec{const_cast<std::byte*>(payload.data()), payload.size()}};
  std::size_t part = 0;
  while (part < parts.size()) {
    msghdr message{};
    message.msg_iov = &parts[part];
    message.msg_iovlen = parts.size() - part;
    const ssize_t sent = sendmsg(descriptor_, &message, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) {
        look();
        continue;
      }
      if (errno == EPIPE || errno == ECONNRESET) throw ConnectionClosed();
      throw std::system_error(errno, std::generic_category(), "sending to the other process");
    }
    auto left = static_cast<std::size_t>(sent);
    while (part < parts.size() && left >= parts[part].iov_len) left -= parts[part++].iov_len;
    if (part < parts.size()) {
      parts[part].iov_base = static_cast<std::byte*>(parts[part].iov_base) + left;
      parts[part].iov_len -= left;
      look();
    }
  }
}

void Connection::read_some() {
  // An answer mostly comes within microseconds, and waking up a sleeper on another core takes
  // longer than that: look for it a little while before going to sleep, and let others run in
  // between.
  constexpr auto kAwake = std::chrono::microseconds(50);
  const auto started = std::chrono::steady_clock::now();
  for (;;) {
    const bool awake = std::chrono::steady_clock::now() - started < kAwake;
    const ssize_t got =
        recv(descriptor_, buffer_.get() + end_, kReadAhead - end_, awake ? MSG_DONTWAIT : 0);
    if (got < 0 && awake && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      sched_yield();
      continue;
    }
    if (got > 0) {
      end_ += static_cast<std::size_t>(got);
      return;
    }
    if (got == 0 || errno == ECONNRESET) throw ConnectionClosed();
    if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "receiving from the other process");
    }
    look();
  }
}

Frame Connection::receive() {
  while (end_ - begin_ < sizeof(Header)) {
    look();
    if (begin_ > 0) {
      std::copy(buffer_.get() + begin_, buffer_.get() + end_, buffer_.get());
      end_ -= begin_;
      begin_ = 0;
    }
    read_some();
  }
  Header header;
  std::memcpy(&header, buffer_.get() + begin_, sizeof header);
  begin_ += sizeof header;
  if (header.kind < FrameKind::hello || header.kind > FrameKind::unconfined) {
    throw DecodeError("a frame of unknown kind");
  }
  if (header.size > largest_) {
    throw DecodeError("a frame of " + std::to_string(header.size) + " bytes; at most " +
                      std::to_string(largest_) + " are accepted");
  }

  Frame frame{header.kind, header.target, {}};
  const std::size_t ready = std::min<std::size_t>(end_ - begin_, header.size);
  const auto first = buffer_.get() + begin_;
  frame.payload.assign(first, first + static_cast<std::ptrdiff_t>(ready));
  begin_ += ready;
  // The rest goes straight into the payload, which grows only as data really arrives.
  constexpr std::size_t kChunk = std::size_t{1} << 22;
  while (frame.payload.size() < header.size) {
    const std::size_t filled = frame.payload.size();
    const std::size_t chunk = std::min<std::size_t>(kChunk, header.size - filled);
    frame.payload.resize(filled + chunk);
    std::size_t done = 0;
    while (done < chunk) {
      const ssize_t got = recv(descriptor_, frame.payload.data() + filled + done, chunk - done, 0);
      if (got > 0) {
        done += static_cast<std::size_t>(got);
        if (done < chunk) look();
      } else if (got == 0 || errno == ECONNRESET) {
        throw ConnectionClosed();
      } else if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) {
        look();
      } else {
        throw std::system_error(errno, std::generic_category(), "receiving from the other process");
      }
    }
  }
  return frame;
}

Bytes Connection::call(std::uint32_t target, const Bytes& arguments, const Handler& handler) {
  send(FrameKind::call, target, arguments);
  for (;;) {
    Frame frame = receive();
    if (frame.kind == FrameKind::reply) return std::move(frame.payload);
    if (frame.kind != FrameKind::call) throw DecodeError("a frame that is neither call nor reply");
    send(FrameKind::reply, 0, handler(frame.target, Reader(frame.payload)));
  }
}

}  // namespace descent::remote
