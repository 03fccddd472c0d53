// Messages as a hostile worker would send them: every type that travels, requests with callbacks
// and in-out arguments, replies, and frames. The first byte chooses among these.

#include <sys/socket.h>
#include <unistd.h>

#include "harness/remote/exercise.hpp"
#include "harness/remote/frame.hpp"
#include "harness/remote/hello.hpp"
#include "harness/support/not_implemented.hpp"
#include "harness/tests/fuzz/require.hpp"

namespace descent::fuzz {

enum class Colour : std::uint8_t { red, green };

struct Layer {
  arma::mat weights;
  arma::rowvec bias;
};

/// Something of everything that travels.
struct Everything {
  double number = 0;
  bool flag = false;
  Colour colour = Colour::red;
  std::string text;
  std::vector<Layer> layers;
  std::vector<std::vector<std::string>> words;
  std::optional<arma::vec> maybe;
  std::vector<arma::cube> cubes;
  arma::uvec labels;
  arma::Mat<float> narrow;
};

namespace {

using namespace wire;

using Objective = std::function<double(const arma::mat&, arma::mat&)>;
constexpr std::size_t kLargest = 1 << 12;

using Signature = Everything(const Everything&, Layer&, const Objective&);

template <class T>
void read_value(std::span<const std::byte> bytes) {
  Reader in(bytes);
  const T value = Codec<T>::decode(in);
  Writer out;
  Codec<T>::encode(out, value);
  const Bytes again = out.take();
  Reader second(again);
  const T copy = Codec<T>::decode(second);
  second.expect_end();
  require(Codec<T>::agree(value, copy), "what was decoded survives the way back");
  require(!Codec<T>::describe(value).empty(), "every value has a description");
  if constexpr (std::is_same_v<T, Rng>) require(value == copy, "an Rng goes on where it was");
}

void serve_request(std::span<const std::byte> bytes) {
  const Ask ask = [](std::uint32_t, const Bytes&) { return Bytes(1); };
  Callee<Signature>::serve(
      [](const Everything& everything, Layer& layer, const Objective& objective) {
        arma::mat gradient;
        objective(layer.weights, gradient);
        layer.bias.reset();
        return everything;
      },
      Reader(bytes), ask);
}

void read_reply(std::span<const std::byte> bytes) {
  const Bytes reply(bytes.begin(), bytes.end());
  Everything everything;
  Layer layer;
  try {
    Caller<Signature>::decode(reply, everything, layer, Objective());
  } catch (const DecodeError&) {
    throw;
  } catch (const std::exception&) {  // what the callee claims to have thrown
  }
}

void describe(std::span<const std::byte> bytes) {
  const Bytes message(bytes.begin(), bytes.end());
  remote::internal::Describe<Signature>::arguments(message);
}

void compare(std::span<const std::byte> bytes) {
  const Bytes message(bytes.begin(), bytes.end());
  Callbacks callbacks;
  const Bytes arguments = Caller<Signature>::encode(callbacks, Everything(), Layer(), Objective());
  require(remote::internal::Describe<Signature>::agree(arguments, message, message),
          "every reply agrees with itself");
}

/// Uses a connection whose other end has sent these bytes, until it is closed or makes no sense.
template <class Use>
void connected(std::span<const std::byte> bytes, const Use& use) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return;
  // Small enough for the socket's buffer, so that nobody waits.
  const auto size = std::min<std::size_t>(bytes.size(), 1 << 15);
  const bool sent = write(ends[1], bytes.data(), size) == static_cast<ssize_t>(size);
  shutdown(ends[1], SHUT_WR);
  remote::Connection connection(ends[0], kLargest);
  try {
    if (sent) use(connection);
  } catch (const remote::ConnectionClosed&) {
  } catch (const DecodeError&) {
  }
  close(ends[1]);
}

void receive_frames(std::span<const std::byte> bytes) {
  connected(bytes, [](remote::Connection& connection) {
    while (true) {
      require(connection.receive().payload.size() <= kLargest, "no frame is larger than agreed");
    }
  });
}

/// A worker that calls back, as often as it likes, before it replies.
void call(std::span<const std::byte> bytes) {
  connected(bytes, [](remote::Connection& connection) {
    const auto serve = [](std::uint32_t, Reader arguments) {
      const auto word = Codec<std::string>::decode(arguments);
      Writer out;
      Codec<std::string>::encode(out, word);
      return out.take();
    };
    require(connection.call(0, Bytes(3), serve).size() <= kLargest, "no reply is larger, either");
  });
}

}  // namespace
}  // namespace descent::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  using Way = void (*)(std::span<const std::byte>);
  constexpr Way kWays[] = {descent::fuzz::read_value<descent::fuzz::Everything>,
                           descent::fuzz::serve_request,
                           descent::fuzz::read_reply,
                           descent::fuzz::describe,
                           descent::fuzz::compare,
                           descent::fuzz::receive_frames,
                           descent::fuzz::read_value<descent::Rng>,
                           descent::fuzz::read_value<descent::remote::Hello>,
                           descent::fuzz::call};
  const auto bytes = std::as_bytes(std::span(data + 1, size - 1));
  try {
    kWays[data[0] % std::size(kWays)](bytes);
  } catch (const descent::wire::DecodeError&) {  // the only way out
  }
  return 0;
}
