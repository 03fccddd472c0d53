// A record of the gradebook: as it lies in a file, where anybody may have changed it; and, with an
// odd first byte, signed here, so that its fields are read whatever is in them.

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "harness/gradebook/record.hpp"
#include "harness/tests/fuzz/require.hpp"

namespace descent::fuzz {
namespace {

using Json = nlohmann::json;

/// The same secret as that of the seeds.
const gradebook::Key& key() {
  static const gradebook::Key ours("a secret of more than thirty-two characters");
  return ours;
}

/// The object signed by the key; the text as it is if it is no object.
std::string with_signature(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return text;
  json.erase("signature");
  json["key"] = key().name();
  json["signature"] = key().sign(json.dump(-1, ' ', false, Json::error_handler_t::replace));
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace
}  // namespace descent::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent;
  using fuzz::require;
  if (size == 0) return 0;
  std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 2 == 1) text = fuzz::with_signature(text);
  try {
    const gradebook::Record read = gradebook::read_record(text, fuzz::key());
    const std::string written = gradebook::write_record(read.judge, read.verdict, fuzz::key());
    const gradebook::Record again = gradebook::read_record(written, fuzz::key());
    require(again.judge == read.judge, "what was read is written and read again");
    require(gradebook::write_record(again.judge, again.verdict, fuzz::key()) == written,
            "to the same bytes");
    const gradebook::Key other("another secret of thirty-two characters");
    try {
      gradebook::read_record(text, other);
      require(false, "no other key accepts it");
    } catch (const std::runtime_error&) {
    }
  } catch (const std::runtime_error& error) {
    require(*error.what() != '\0', "a refusal is a sentence");
  }
  return 0;
}
