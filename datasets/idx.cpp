#include "datasets/idx.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "datasets/data_error.hpp"

namespace descent::datasets {

namespace fs = std::filesystem;

namespace {

struct Kind {
  std::uint32_t magic;
  std::size_t dimensions;
  const char* name;
};
constexpr Kind kImages = {0x00000803, 3, "pictures"};
constexpr Kind kLabels = {0x00000801, 1, "labels"};

/// No stream of the deflate method unpacks to more than 1,032 times its size.
constexpr std::size_t kLargestRatio = 1032;

std::size_t header_size(const Kind& kind) { return 4 + 4 * kind.dimensions; }

std::uint32_t big_endian(Bytes bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) value = value << 8 | bytes[i];
  return value;
}

struct Header {
  std::size_t count = 0;
  std::size_t element = 1;  ///< bytes a picture or label
  std::string sizes;        ///< "10000 x 28 x 28"
};

Header read_header(Bytes bytes, const fs::path& file, const Kind& kind) {
  const std::string expected = fmt::format(
      "an IDX file of {}, beginning with the magic number "
      "{:#010x}",
      kind.name, kind.magic);
  if (bytes.size() < header_size(kind)) {
    throw DataError(file, fmt::format("an IDX header of {} bytes", header_size(kind)),
                    fmt::format("{} bytes in all", bytes.size()), "The file is truncated.");
  }
  const std::uint32_t magic = big_endian(bytes, 0);
  if (magic != kind.magic) {
    const bool swapped = magic == kImages.magic || magic == kLabels.magic;
    throw DataError(file, expected, fmt::format("{:#010x}", magic),
                    swapped ? "Are the files of pictures and labels swapped?" : "");
  }
  Header header;
  header.count = big_endian(bytes, 4);
  header.sizes = std::to_string(header.count);
  for (std::size_t i = 1; i < kind.dimensions; ++i) {
    const std::uint32_t size = big_endian(bytes, 4 + 4 * i);
    header.element *= size;  // two factors below 2^32: no overflow
    header.sizes += fmt::format(" x {}", size);
  }
  if (header.count == 0 || header.element == 0) {
    throw DataError(file, fmt::format("at least one of the {}", kind.name),
                    fmt::format("a header that promises {}", header.sizes));
  }
  return header;
}

/// Is count * element <= available? The product itself may exceed 64 bits.
bool fits(const Header& header, std::size_t available) {
  return header.count <= available / header.element;
}

[[noreturn]] void wrong_size(const Header& header, const fs::path& file, const Kind& kind,
                             const std::string& found) {
  throw DataError(file,
                  fmt::format("{} bytes of header and {} bytes of {}, as the header says",
                              header_size(kind), header.sizes, kind.name),
                  found, "The file is truncated, damaged or padded: fetch it again.");
}

/// The elements behind a header that was found to tell the truth.
struct Elements {
  Header header;
  Bytes bytes;
};

Elements parse(Bytes bytes, const fs::path& file, const Kind& kind) {
  Header header = read_header(bytes, file, kind);
  const Bytes elements = bytes.subspan(header_size(kind));
  if (!fits(header, elements.size()) || header.count * header.element != elements.size()) {
    wrong_size(header, file, kind, fmt::format("{} bytes in all", bytes.size()));
  }
  return {std::move(header), elements};
}

/// `packed` unpacked, as far as its header says and one byte more, which tells that it is too long.
std::vector<std::uint8_t> unpack(Bytes packed, const fs::path& file, const Kind& kind) {
  const Header header = read_header(gunzip(packed, file, header_size(kind)), file, kind);
  if (!fits(header, kLargestRatio * packed.size())) {
    wrong_size(header, file, kind,
               fmt::format("{} bytes of gzip, which cannot unpack to that", packed.size()));
  }
  return gunzip(packed, file, header_size(kind) + header.count * header.element + 1);
}

std::vector<std::uint8_t> unpack_if_packed(Bytes bytes, const fs::path& file, const Kind& kind) {
  return is_gzip(bytes) ? unpack(bytes, file, kind)
                        : std::vector<std::uint8_t>(bytes.begin(), bytes.end());
}

/// The plain file, unless there is only the packed one.
fs::path plain_or_packed(const fs::path& plain) {
  const fs::path packed = plain.string() + ".gz";
  return !fs::exists(plain) && fs::exists(packed) ? packed : plain;
}

}  // namespace

arma::mat parse_idx_images(Bytes bytes, const fs::path& file) {
  const std::vector<std::uint8_t> plain = unpack_if_packed(bytes, file, kImages);
  const Elements elements = parse(plain, file, kImages);
  arma::mat images(elements.header.count, elements.header.element, arma::fill::none);
  copy_into_rows(elements.bytes.data(), elements.header.element, elements.header.count, images, 0);
  return images;
}

arma::uvec parse_idx_labels(Bytes bytes, const fs::path& file, arma::uword classes) {
  const std::vector<std::uint8_t> plain = unpack_if_packed(bytes, file, kLabels);
  const Elements elements = parse(plain, file, kLabels);
  arma::uvec labels(elements.header.count, arma::fill::none);
  for (arma::uword i = 0; i < labels.n_elem; ++i) {
    if (elements.bytes[i] >= classes) {
      throw DataError(file, fmt::format("labels below {}", classes),
                      fmt::format("the label {} at index {}", elements.bytes[i], i));
    }
    labels(i) = elements.bytes[i];
  }
  return labels;
}

Dataset load_idx(const fs::path& images, const fs::path& labels, arma::uword classes) {
  Dataset data{.inputs = parse_idx_images(read_file(images), images),
               .labels = parse_idx_labels(read_file(labels), labels, classes),
               .classes = classes};
  if (data.labels.n_elem != data.inputs.n_rows) {
    throw DataError(
        labels,
        fmt::format("{} labels, one for each picture of {}", data.inputs.n_rows, images.string()),
        fmt::format("{} labels", data.labels.n_elem));
  }
  return data;
}

Dataset load_mnist(const fs::path& folder, MnistPart part) {
  const std::string stem = part == MnistPart::kTrain ? "train" : "t10k";
  return load_idx(plain_or_packed(folder / (stem + "-images-idx3-ubyte")),
                  plain_or_packed(folder / (stem + "-labels-idx1-ubyte")));
}

}  // namespace descent::datasets
