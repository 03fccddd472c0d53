// Archives as a hostile student hands them in. The first byte chooses: the bytes as they are; as a
// tar whose sums are mended, which no mutation would hit, plain or within a filter; or entry by
// entry, packed here, so that it is known what must come out.

#include <archive.h>
#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>

#include "harness/intake/archive.hpp"
#include "harness/intake/choose.hpp"
#include "harness/tests/fuzz/contents.hpp"
#include "harness/tests/fuzz/require.hpp"
#include "harness/tests/fuzz/untouched.hpp"
#include "harness/tests/intake/packed.hpp"

namespace descent::fuzz {
namespace {

using namespace intake;

/// Writes the sum of its bytes into each block that looks like a header. Source: POSIX.1-2017,
/// ustar Interchange Format.
std::string with_right_sums(std::string tar) {
  constexpr std::size_t kBlock = 512, kSum = 148, kSumLength = 8;
  for (std::size_t at = 0; at + kBlock <= tar.size(); at += kBlock) {
    if (tar.compare(at + 257, 5, "ustar") != 0) continue;
    tar.replace(at + kSum, kSumLength, kSumLength, ' ');
    unsigned sum = 0;
    for (std::size_t i = at; i < at + kBlock; ++i) sum += static_cast<unsigned char>(tar[i]);
    char text[kSumLength];
    std::snprintf(text, sizeof text, "%06o", sum % (1U << 18));
    tar.replace(at + kSum, sizeof text - 1, text, sizeof text - 1);
  }
  return tar;
}

la_ssize_t append(archive*, void* to, const void* data, std::size_t size) {
  static_cast<std::string*>(to)->append(static_cast<const char*>(data), size);
  return static_cast<la_ssize_t>(size);
}

std::string within(int filter, const std::string& bytes) {
  std::string packed;
  archive* writer = archive_write_new();
  archive_write_set_format_raw(writer);
  archive_write_add_filter(writer, filter);
  archive_write_set_bytes_in_last_block(writer, 1);
  archive_write_open(writer, &packed, nullptr, append, nullptr);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_write_header(writer, entry);
  archive_write_data(writer, bytes.data(), bytes.size());
  archive_entry_free(entry);
  archive_write_free(writer);
  return packed;
}

/// What read_archive() makes of them; everything that was found before it refused the rest.
Contents read(const std::string& bytes, bool& refused) {
  const Untouched folder;
  Contents contents = wanting();
  try {
    read_archive(std::string_view(bytes), contents);
    refused = false;
  } catch (const Refused& refusal) {
    refused = true;
    require(is_a_sentence(refusal.what()), "a refusal is a sentence for a student");
  }
  require(folder.is_untouched(), "nothing is unpacked to a file");
  return contents;
}

/// A name of parts that mean something, and how it must come out: nothing if it leads out.
struct Name {
  std::string packed = {};
  std::string clean = {};
  bool leads_out = false;
};

Name name_of(FuzzedDataProvider& input) {
  constexpr const char* kParts[] = {"losses.cpp", "assignments", "07-losses", "build", ".git",
                                    "\u00fc",     ".",           "..",        "",      "a b"};
  Name name;
  if (input.ConsumeIntegralInRange(0, 15) == 0) {
    name.packed = "/";
    name.leads_out = true;
  }
  for (auto folders = input.ConsumeIntegralInRange(0, 3); folders > 0; --folders) {
    const std::string part = input.PickValueInArray(kParts);
    name.packed += part + '/';
    name.leads_out = name.leads_out || part == ".." || name.packed.starts_with('/');
    if (!part.empty() && part != ".") name.clean += part + '/';
  }
  const std::string last = kParts[input.ConsumeIntegralInRange(0, 5)];
  name.packed += last;
  name.clean += last;
  return name;
}

/// Packs entries, and requires that they come out as they went in.
void round_trip(FuzzedDataProvider& input) {
  const bool is_zip = input.ConsumeBool();
  Packer packer = is_zip ? Packer(ARCHIVE_FORMAT_ZIP) : Packer(ARCHIVE_FORMAT_TAR_PAX_RESTRICTED);
  std::vector<Entry> expected;
  for (int entries = input.ConsumeIntegralInRange(1, 8); entries > 0; --entries) {
    const Name name = name_of(input);
    const std::string text = input.ConsumeRandomLengthString(2000);
    Entry entry{.path = name.leads_out ? name.packed : name.clean};
    switch (input.ConsumeIntegralInRange(0, is_zip ? 3 : 6)) {
      case 0:
        packer.add(name.packed, "", AE_IFDIR);
        entry.not_a_file = kFolder;
        if (name.leads_out) entry.path += '/';
        break;
      case 1:
        packer.add_symlink(name.packed, "/etc/passwd");
        entry.not_a_file = "a symbolic link";
        break;
      case 4:
        packer.add_hard_link(name.packed, "losses.cpp");
        entry.not_a_file = "a hard link";
        break;
      case 5:
        packer.add(name.packed, "", AE_IFIFO);
        entry.not_a_file = "a pipe";
        break;
      case 6:
        packer.add(name.packed, "", AE_IFCHR);
        entry.not_a_file = "a device";
        break;
      default:
        packer.add(name.packed, text);
        if (wanting().wants(entry.path)) entry.text = text;
    }
    if (name.leads_out) {
      entry.not_a_file = "a path that leads out of the archive";
      entry.text.clear();
    }
    expected.push_back(entry);
  }
  bool refused = false;
  const Contents contents = read(packer.bytes(), refused);
  require(!refused, "an honest archive is taken");
  require(contents.entries().size() == expected.size(), "every entry is there");
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Entry& got = contents.entries()[i];
    require(got.path == expected[i].path, "under its name");
    require(got.not_a_file == expected[i].not_a_file, "a file as a file, and nothing else");
    require(got.text == expected[i].text && got.problem.empty(), "byte for byte");
  }
  check(contents);
}

}  // namespace
}  // namespace descent::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent::fuzz;
  if (size == 0) return 0;
  const std::string rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  bool refused = false;
  switch (data[0] % 5) {
    case 0:
      check(read(rest, refused));
      break;
    case 1:
      check(read(with_right_sums(rest), refused));
      break;
    case 2:
      check(read(within(ARCHIVE_FILTER_GZIP, with_right_sums(rest)), refused));
      break;
    case 3:
      check(read(within(ARCHIVE_FILTER_ZSTD, with_right_sums(rest)), refused));
      break;
    default:
      FuzzedDataProvider input(data + 1, size - 1);
      round_trip(input);
  }
  return 0;
}
