#include "datasets/bytes.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "datasets/data_error.hpp"

namespace descent::datasets {

namespace fs = std::filesystem;

namespace {

std::string describe(const fs::file_status& status) {
  switch (status.type()) {
    case fs::file_type::not_found:
      return "no such file";
    case fs::file_type::directory:
      return "a folder";
    case fs::file_type::none:
    case fs::file_type::unknown:
      return "something that cannot be looked at";
    default:
      return "a device, pipe or socket";
  }
}

}  // namespace

std::vector<std::uint8_t> read_file(const fs::path& file) {
  std::error_code ignored;  // the status says it
  const fs::file_status status = fs::status(file, ignored);
  if (!fs::is_regular_file(status)) throw DataError(file, "a data file", describe(status));
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw DataError(file, "a file that may be read", std::strerror(errno),
                    "Check its permissions.");
  }
  const std::uintmax_t size = fs::file_size(file);
  if (size == 0) throw DataError(file, "data", "an empty file (0 bytes)");
  std::vector<std::uint8_t> content(size);
  in.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(size));
  if (static_cast<std::uintmax_t>(in.gcount()) != size) {
    throw DataError(file, fmt::format("to read {} bytes", size),
                    fmt::format("that reading stopped after {}", in.gcount()));
  }
  return content;
}

void write_file(const fs::path& file, Bytes content) {
  const fs::path temporary = fmt::format("{}.{}.part", file.string(), ::getpid());
  std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
  if (out) {
    out.write(reinterpret_cast<const char*>(content.data()),
              static_cast<std::streamsize>(content.size()));
    out.close();
  }
  std::error_code failure;
  if (out) fs::rename(temporary, file, failure);
  if (out && !failure) return;
  const std::string reason = failure ? failure.message() : std::strerror(errno);
  fs::remove(temporary, failure);
  throw DataError(file, fmt::format("to write {} bytes", content.size()), reason,
                  "Does its folder exist, and has the disk room?");
}

bool is_gzip(Bytes bytes) { return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b; }

std::vector<std::uint8_t> gunzip(Bytes packed, const fs::path& file, std::size_t limit) {
  constexpr int kGzipOnly = 15 + 16;  // the largest window, and a gzip header in front
  z_stream stream{};
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) throw std::bad_alloc();
  const auto end = [](z_stream* open) { inflateEnd(open); };
  const std::unique_ptr<z_stream, decltype(end)> guard(&stream, end);

  std::vector<std::uint8_t> content;
  std::size_t fed = 0;     // bytes of `packed` handed to zlib, whose counters have 32 bits only
  std::size_t filled = 0;  // bytes of `content` that are data
  bool member_open = true;
  while (filled < limit) {
    if (stream.avail_in == 0 && fed < packed.size()) {
      const std::size_t piece = std::min<std::size_t>(packed.size() - fed, 1U << 30);
      stream.next_in = const_cast<Bytef*>(packed.data() + fed);  // zlib only reads it
      stream.avail_in = static_cast<uInt>(piece);
      fed += piece;
    }
    if (!member_open) {
      if (stream.avail_in == 0) break;  // the regular end
      inflateReset(&stream);            // gzip files may be glued together
      member_open = true;
    }
    if (filled == content.size()) {
      const std::size_t wanted = std::max<std::size_t>(2 * content.size(), 1U << 16);
      content.resize(std::min(limit, wanted));
    }
    const std::size_t room = std::min<std::size_t>(content.size() - filled, 1U << 30);
    stream.next_out = content.data() + filled;
    stream.avail_out = static_cast<uInt>(room);
    const int result = inflate(&stream, Z_NO_FLUSH);
    filled += room - stream.avail_out;
    if (result == Z_STREAM_END) {
      member_open = false;
    } else if (result == Z_BUF_ERROR || (result == Z_OK && stream.avail_in == 0 &&
                                         fed == packed.size() && stream.avail_out != 0)) {
      throw DataError(file, "compressed data (gzip) with an end",
                      fmt::format("that they break off after {} bytes", packed.size()),
                      "The file is truncated: fetch it again.");
    } else if (result != Z_OK) {
      throw DataError(file, "sound compressed data (gzip)",
                      fmt::format("damage ({}) after {} unpacked bytes",
                                  stream.msg != nullptr ? stream.msg : "zlib's error", filled),
                      "Fetch the file again.");
    }
  }
  content.resize(filled);
  return content;
}

void copy_into_rows(const std::uint8_t* records, std::size_t stride, arma::uword count,
                    arma::mat& rows, arma::uword first_row) {
  // A row of a column-major matrix is scattered over all of its memory. Sixteen records at a time
  // stay in the cache while every column receives two whole cache lines.
  constexpr arma::uword kBlock = 16;
  for (arma::uword begin = 0; begin < count; begin += kBlock) {
    const arma::uword block = std::min(kBlock, count - begin);
    const std::uint8_t* first = records + begin * stride;
    for (arma::uword column = 0; column < rows.n_cols; ++column) {
      double* to = rows.colptr(column) + first_row + begin;
      for (arma::uword i = 0; i < block; ++i) to[i] = first[i * stride + column];
    }
  }
}

}  // namespace descent::datasets
