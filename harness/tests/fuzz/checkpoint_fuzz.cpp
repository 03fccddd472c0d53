// Checkpoints of stage 10, as a worker that is killed, or a full disk, leaves them. An even first
// byte adds the right checksum, which no mutation would hit.

#include "assignments/10-search/checkpoint.hpp"
#include "harness/tests/fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent;
  using fuzz::require;
  if (size == 0) return 0;
  std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 2 == 0) {
    bytes += checkpoint_format::last_line(checkpoint_format::checksum(bytes, bytes.size()));
  }
  const std::optional<SearchCheckpoint> read = decode_checkpoint(bytes);
  if (!read) return 0;
  require(checkpoint_name(*read).ends_with(".ckpt"), "every checkpoint has a name");

  const std::string written = encode_checkpoint(*read);
  const std::optional<SearchCheckpoint> again = decode_checkpoint(written);
  require(again.has_value(), "what was read can be written and read again");
  require(encode_checkpoint(*again) == written, "to the same bytes");
  require(again->trial == read->trial && again->epoch == read->epoch &&
              again->parameters.size() == read->parameters.size(),
          "and is the same");
  require(!decode_checkpoint(written.substr(0, written.size() - 1)), "a torn one is none");
  return 0;
}
