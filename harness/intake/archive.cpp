#include "harness/intake/archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <locale.h>

#include <algorithm>
#include <memory>
#include <new>
#include <optional>

#include "harness/intake/descriptor.hpp"

namespace descent::intake {
namespace {

using namespace std::string_view_literals;

enum class Format { unknown, zip, tar, gzip, bzip2, xz, zstd };

/// Sources: the specifications of each; POSIX.1-2017, ustar Interchange Format.
Format format_of(std::string_view bytes) {
  if (bytes.starts_with("PK\x03\x04"sv) || bytes.starts_with("PK\x05\x06"sv)) return Format::zip;
  if (bytes.starts_with("\x1f\x8b"sv)) return Format::gzip;
  if (bytes.starts_with("BZh"sv)) return Format::bzip2;
  if (bytes.starts_with("\xfd"
                        "7zXZ\0"sv))
    return Format::xz;
  if (bytes.starts_with("\x28\xb5\x2f\xfd"sv)) return Format::zstd;
  if (bytes.size() >= 512 && bytes.substr(257, 5) == "ustar") return Format::tar;
  return Format::unknown;
}

/// libarchive converts names to the character set of the locale, and drops those it cannot convert.
/// This gives the thread one that has all characters.
class Utf8Names {
 public:
  Utf8Names() : ours_(newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{})) {
    if (ours_) before_ = uselocale(ours_);
  }
  ~Utf8Names() {
    if (!ours_) return;
    uselocale(before_);
    freelocale(ours_);
  }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  locale_t ours_;
  locale_t before_{};
};

struct Free {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, Free>;

/// One format and at most one filter: libarchive's own search would also open archives that are
/// compressed many times over, and formats that hardly anybody has tested.
Reader reader_of(Format format) {
  Reader reader(archive_read_new());
  if (!reader) throw std::bad_alloc();
  archive* raw = reader.get();
  if (format == Format::zip) {
    archive_read_support_format_zip_seekable(raw);
    return reader;
  }
  archive_read_support_format_tar(raw);
  switch (format) {
    case Format::gzip:
      archive_read_append_filter(raw, ARCHIVE_FILTER_GZIP);
      break;
    case Format::bzip2:
      archive_read_append_filter(raw, ARCHIVE_FILTER_BZIP2);
      break;
    case Format::xz:
      archive_read_append_filter(raw, ARCHIVE_FILTER_XZ);
      break;
    case Format::zstd:
      archive_read_append_filter(raw, ARCHIVE_FILTER_ZSTD);
      break;
    default:
      archive_read_append_filter(raw, ARCHIVE_FILTER_NONE);
  }
  return reader;
}

[[noreturn]] void refuse_as_broken() {
  throw Refused("The archive is broken or cut off; pack it and hand it in again.");
}

/// Counts what comes out, and stops at what no honest archive gives.
class Budget {
 public:
  Budget(archive* reader, std::size_t packed) : reader_(reader), packed_(packed) {}

  void spend(std::size_t bytes) {
    unpacked_ += bytes;
    check(unpacked_);
    // What the filter gives includes headers, and files that are no files.
    const bool filtered = archive_filter_code(reader_, 0) != ARCHIVE_FILTER_NONE;
    if (filtered) check(static_cast<std::size_t>(archive_filter_bytes(reader_, 0)));
  }

 private:
  void check(std::size_t unpacked) const {
    if (unpacked > kMostBytes) {
      throw Refused(
          fmt::format("The archive unpacks to more than {} MiB; hand in the source files only.",
                      kMostBytes >> 20));
    }
    if (unpacked > kLeastForRatio && unpacked / kMostRatio > packed_) {
      throw Refused(
          fmt::format("The archive unpacks to more than {} times its size, as no source code does.",
                      kMostRatio));
    }
  }

  archive* reader_;
  std::size_t packed_;
  std::size_t unpacked_ = 0;
};

/// Reads an entry to its end; keeps no more of it than tells that it is too large.
std::string read_entry(archive* reader, Budget& budget) {
  constexpr std::size_t kKept = kMostSourceBytes + 1;
  std::string text;
  const void* block = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  int result = ARCHIVE_OK;
  while ((result = archive_read_data_block(reader, &block, &size, &offset)) == ARCHIVE_OK) {
    budget.spend(size);
    // A sparse file has holes between its blocks.
    const auto start = std::min(kKept, static_cast<std::size_t>(std::max<la_int64_t>(offset, 0)));
    if (start > text.size()) text.resize(start);
    text.append(static_cast<const char*>(block), std::min(size, kKept - text.size()));
  }
  if (result != ARCHIVE_EOF) refuse_as_broken();
  const auto whole = static_cast<std::size_t>(std::max<la_int64_t>(offset, 0));
  if (whole > text.size()) text.resize(std::min(kKept, whole));  // a hole at the end
  return text;
}

/// "a symbolic link"; nothing for a regular file.
std::string what_it_is(archive_entry* entry) {
  if (archive_entry_hardlink(entry)) return "a hard link";
  switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
      return {};
    case AE_IFDIR:
      return std::string(kFolder);
    case AE_IFLNK:
      return "a symbolic link";
    case AE_IFIFO:
      return "a pipe";
    case AE_IFSOCK:
      return "a socket";
    default:
      return "a device";
  }
}

/// "./a//b/" as "a/b"; nothing for a path that would lead out.
std::optional<std::string> inside(std::string_view path) {
  if (path.starts_with('/')) return std::nullopt;
  std::string result;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (part == "..") return std::nullopt;
    if (part.empty() || part == ".") continue;
    if (!result.empty()) result += '/';
    result += part;
  }
  return result;
}

void add_entry(archive* reader, archive_entry* entry, Budget& budget, Contents& contents) {
  if (archive_entry_is_encrypted(entry) != 0) {
    throw Refused("The archive is encrypted; hand in one without a password.");
  }
  const char* name = archive_entry_pathname(entry);
  if (!name) name = archive_entry_pathname_utf8(entry);
  const std::string path = name ? name : "";
  const std::optional<std::string> clean = inside(path);
  const std::string instead = what_it_is(entry);
  // Everything is read, wanted or not: what is skipped unread is unpacked uncounted.
  std::string text = read_entry(reader, budget);
  if (!name) {
    contents.add({.path = "(a name that cannot be read)", .problem = "has no readable name"});
  } else if (!clean) {
    contents.add({.path = path, .not_a_file = "a path that leads out of the archive"});
  } else if (clean->empty()) {
    return;  // the folder "."
  } else if (!instead.empty()) {
    contents.add({.path = *clean, .not_a_file = instead});
  } else if (contents.wants(*clean)) {
    contents.add_file(*clean, std::move(text));
  } else {
    contents.add({.path = *clean});
  }
}

}  // namespace

bool begins_like_an_archive(std::string_view bytes) { return format_of(bytes) != Format::unknown; }

void read_archive(std::string_view bytes, Contents& contents) {
  const Format format = format_of(bytes);
  if (format == Format::unknown) {
    throw Refused(
        "It is neither a zip nor a tar archive (plain, or with gzip, bzip2, xz or zstd); hand in "
        "one of these.");
  }
  // A zip of nothing is its last record alone, which libarchive takes for a broken one.
  if (bytes.starts_with("PK\x05\x06"sv)) return;
  const Utf8Names locale;
  const Reader reader = reader_of(format);
  if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) {
    refuse_as_broken();
  }
  archive_entry* entry = nullptr;
  Budget budget(reader.get(), bytes.size());
  while (true) {
    const int result = archive_read_next_header(reader.get(), &entry);
    budget.spend(0);
    if (result == ARCHIVE_EOF) return;
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) refuse_as_broken();
    add_entry(reader.get(), entry, budget, contents);
  }
}

void read_archive(const std::filesystem::path& file, Contents& contents) {
  const std::string bytes = read_at_most(open_file(AT_FDCWD, file.string()), kMostArchiveBytes);
  if (bytes.size() > kMostArchiveBytes) {
    throw Refused(fmt::format("The archive is larger than {} MiB; hand in the source files only.",
                              kMostArchiveBytes >> 20));
  }
  read_archive(std::string_view(bytes), contents);
}

}  // namespace descent::intake
