// What git says of a commit: names and contents that its author chose. A NUL after an empty line
// ends the listing; the rest is the output of cat-file.

#include "harness/intake/git_output.hpp"
#include "harness/tests/fuzz/contents.hpp"
#include "harness/tests/fuzz/require.hpp"

namespace descent::fuzz {
namespace {

using namespace intake;

/// What cat-file would print of the blobs that were read comes back as the same blobs.
void round_trip(const std::vector<Blob>& blobs, const Contents& contents) {
  std::string output;
  for (std::size_t i = 0; i < blobs.size(); ++i) {
    const Entry& entry = contents.entries()[i];
    output += entry.problem.empty() ? blobs[i].id + " blob " + std::to_string(entry.text.size()) +
                                          '\n' + entry.text + '\n'
                                    : blobs[i].id + " missing\n";
  }
  Contents again = wanting();
  add_blobs(output, blobs, again);
  require(again.entries().size() == contents.entries().size(), "every blob comes back");
  for (std::size_t i = 0; i < blobs.size(); ++i) {
    require(again.entries()[i].text == contents.entries()[i].text, "byte for byte");
  }
}

}  // namespace
}  // namespace descent::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent::fuzz;
  using namespace descent::intake;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string_view mark("\0\0", 2);
  const std::size_t end = std::min(bytes.find(mark), size);
  const std::string_view output = bytes.substr(std::min(end + mark.size(), size));

  Contents contents = wanting();
  std::vector<Blob> wanted;
  for (Blob& blob : parse_listing(bytes.substr(0, end))) {
    const bool is_wanted = blob.entry.not_a_file.empty() && contents.wants(blob.entry.path);
    require(blob.entry.text.empty(), "a listing has names only");
    if (is_wanted) {
      wanted.push_back(std::move(blob));
    } else {
      contents.add(std::move(blob.entry));
    }
  }
  try {
    add_blobs(output, wanted, contents);
    Contents files = wanting();
    add_blobs(output, wanted, files);
    require(files.entries().size() == wanted.size(),
            "every wanted file is there, or it is refused");
    round_trip(wanted, files);
  } catch (const Refused&) {  // the only way out
  }
  check(contents);
  return 0;
}
