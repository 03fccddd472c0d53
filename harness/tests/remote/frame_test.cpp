#include "harness/remote/frame.hpp"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <functional>
#include <thread>

namespace descent::remote {
namespace {

/// One end of a connection, and a descriptor for whoever sends it what no worker of ours would.
class FrameTest : public testing::Test {
 protected:
  FrameTest() {
    std::array<int, 2> sockets{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) {
      throw std::runtime_error("cannot make a socket pair");
    }
    ours_ = std::make_unique<Connection>(sockets[0], kLargest, [this] { watch_(); });
    theirs_ = sockets[1];
  }
  ~FrameTest() override { close(theirs_); }

  /// What stands before the bytes of a message.
  void begin(std::uint32_t kind, std::uint64_t size) const {
    Writer out;
    out.put(kind);
    out.put(std::uint32_t{0});
    out.put(size);
    const Bytes bytes = out.take();
    ASSERT_EQ(write(theirs_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }

  /// The same; then nothing more comes.
  void send_head(std::uint32_t kind, std::uint64_t size) const {
    begin(kind, size);
    ASSERT_EQ(shutdown(theirs_, SHUT_WR), 0);
  }

  static constexpr std::size_t kLargest = 1000;
  static constexpr auto kReply = static_cast<std::uint32_t>(FrameKind::reply);
  std::function<void()> watch_ = [] {};
  std::unique_ptr<Connection> ours_;
  int theirs_ = -1;
};

TEST_F(FrameTest, OfTheLargestSizeArrivesWhole) {
  Connection sender(dup(theirs_), kLargest);
  const Bytes payload(kLargest, std::byte{7});
  sender.send(FrameKind::call, 3, payload);
  const Frame frame = ours_->receive();
  EXPECT_EQ(frame.kind, FrameKind::call);
  EXPECT_EQ(frame.target, 3U);
  EXPECT_EQ(frame.payload, payload);
}

TEST_F(FrameTest, OfOneByteMoreIsRefusedBeforeAnyOfItArrives) {
  send_head(kReply, kLargest + 1);
  EXPECT_THROW(ours_->receive(), DecodeError);
}

TEST_F(FrameTest, OfAKindThatDoesNotExistIsRefused) {
  send_head(static_cast<std::uint32_t>(FrameKind::unconfined) + 1, 0);
  EXPECT_THROW(ours_->receive(), DecodeError);
}

TEST_F(FrameTest, OfAKindBeforeTheFirstIsRefused) {
  send_head(static_cast<std::uint32_t>(FrameKind::hello) - 1, 0);
  EXPECT_THROW(ours_->receive(), DecodeError);
}

TEST_F(FrameTest, ThatBreaksOffIsAClosedConnection) {
  send_head(kReply, 1);
  EXPECT_THROW(ours_->receive(), ConnectionClosed);
}

// A byte every few milliseconds: there is never a pause in which nothing comes.
TEST_F(FrameTest, ThatTricklesInIsWatchedAllTheWhile) {
  struct Overdue {};
  int looks = 0;
  watch_ = [&] {
    if (++looks == 5) throw Overdue();
  };
  begin(kReply, kLargest);
  std::size_t sent = 0;
  std::jthread trickle([&](const std::stop_token& stop) {
    const std::byte drop{7};
    while (!stop.stop_requested() && sent < kLargest && write(theirs_, &drop, 1) == 1) {
      ++sent;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  });
  EXPECT_THROW(ours_->receive(), Overdue);
  trickle.request_stop();
  trickle.join();
  EXPECT_LT(sent, kLargest);
}

}  // namespace
}  // namespace descent::remote
