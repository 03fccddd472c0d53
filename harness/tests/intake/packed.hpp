#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <stdexcept>
#include <string>

namespace descent::intake {

/// Packs an archive in memory, also one that no honest tool would pack.
class Packer {
 public:
  explicit Packer(int format, int filter = ARCHIVE_FILTER_NONE, const char* options = nullptr)
      : writer_(archive_write_new()) {
    check(archive_write_set_format(writer_, format));
    check(archive_write_add_filter(writer_, filter));
    archive_write_set_bytes_in_last_block(writer_, 1);
    if (options) {
      check(archive_write_set_options(writer_, options));
      check(archive_write_set_passphrase(writer_, "secret"));
    }
    check(archive_write_open(writer_, &bytes_, nullptr, append, nullptr));
  }
  ~Packer() { archive_write_free(writer_); }
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;

  Packer& add(const std::string& path, const std::string& text, unsigned type = AE_IFREG) {
    archive_entry* entry = entry_of(path, type);
    archive_entry_set_size(entry, type == AE_IFREG ? static_cast<la_int64_t>(text.size()) : 0);
    write(entry, text);
    return *this;
  }

  Packer& add_symlink(const std::string& path, const std::string& target) {
    archive_entry* entry = entry_of(path, AE_IFLNK);
    archive_entry_set_symlink(entry, target.c_str());
    write(entry, "");
    return *this;
  }

  Packer& add_hard_link(const std::string& path, const std::string& target) {
    archive_entry* entry = entry_of(path, AE_IFREG);
    archive_entry_set_hardlink(entry, target.c_str());
    archive_entry_set_size(entry, 0);
    write(entry, "");
    return *this;
  }

  /// A file that is all hole, of which next to nothing is stored.
  Packer& add_hole(const std::string& path, long long size) {
    archive_entry* entry = entry_of(path, AE_IFREG);
    archive_entry_set_size(entry, size);
    archive_entry_sparse_add_entry(entry, size - 1, 1);
    check(archive_write_header(writer_, entry));
    const std::string zeros(std::size_t{1} << 16, '\0');
    for (long long left = size; left > 0; left -= static_cast<long long>(zeros.size())) {
      archive_write_data(writer_, zeros.data(), zeros.size());
    }
    archive_entry_free(entry);
    return *this;
  }

  /// The whole archive; nothing can be added afterwards.
  std::string bytes() {
    check(archive_write_close(writer_));
    return bytes_;
  }

 private:
  static la_ssize_t append(archive*, void* to, const void* data, std::size_t size) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(data), size);
    return static_cast<la_ssize_t>(size);
  }

  archive_entry* entry_of(const std::string& path, unsigned type) const {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, path.c_str());
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0644);
    return entry;
  }

  void write(archive_entry* entry, const std::string& text) {
    check(archive_write_header(writer_, entry));
    if (!text.empty()) archive_write_data(writer_, text.data(), text.size());
    archive_entry_free(entry);
  }

  void check(int result) const {
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
      throw std::runtime_error(archive_error_string(writer_));
    }
  }

  archive* writer_;
  std::string bytes_;
};

inline Packer tar(int filter = ARCHIVE_FILTER_NONE) {
  return Packer(ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, filter);
}
inline Packer zip(const char* options = nullptr) {
  return Packer(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, options);
}

}  // namespace descent::intake
