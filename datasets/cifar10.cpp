#include "datasets/cifar10.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "datasets/data_error.hpp"

namespace descent::datasets {

namespace fs = std::filesystem;

namespace {

constexpr arma::uword kTrainingFiles = 5;

fs::path training_file(const fs::path& folder, arma::uword i) {
  return folder / fmt::format("data_batch_{}.bin", i + 1);
}

arma::uword count_records(Bytes bytes, const fs::path& file) {
  if (bytes.empty() || bytes.size() % kCifar10Record != 0) {
    throw DataError(
        file,
        fmt::format("records of {} bytes (a label and {} pixels), so a size that is a "
                    "multiple of {}",
                    kCifar10Record, kCifar10Pixels, kCifar10Record),
        fmt::format("{} bytes, which is {} whole records and {} bytes more", bytes.size(),
                    bytes.size() / kCifar10Record, bytes.size() % kCifar10Record),
        "It is truncated, or not the binary version of CIFAR-10.");
  }
  return bytes.size() / kCifar10Record;
}

/// Puts the first `count` records into `data`, from row `first_row` on.
void copy_records(Bytes bytes, const fs::path& file, arma::uword count, Dataset& data,
                  arma::uword first_row) {
  for (arma::uword i = 0; i < count; ++i) {
    const std::uint8_t label = bytes[i * kCifar10Record];
    if (label >= kCifar10Classes) {
      throw DataError(file, "labels from 0 to 9",
                      fmt::format("the label {} in record {} (counted from 0), at byte {}", label,
                                  i, i * kCifar10Record),
                      "Is it CIFAR-100, whose records have two label bytes?");
    }
    data.labels(first_row + i) = label;
  }
  copy_into_rows(bytes.data() + 1, kCifar10Record, count, data.inputs, first_row);
}

Dataset room_for(arma::uword count) {
  return {.inputs = arma::mat(count, kCifar10Pixels, arma::fill::none),
          .labels = arma::uvec(count, arma::fill::none),
          .classes = kCifar10Classes};
}

}  // namespace

Dataset parse_cifar10(Bytes bytes, const fs::path& file) {
  const arma::uword count = count_records(bytes, file);
  Dataset data = room_for(count);
  copy_records(bytes, file, count, data, 0);
  return data;
}

Dataset load_cifar10(const std::vector<fs::path>& files, arma::uword max_per_file) {
  if (files.empty() || max_per_file == 0) {
    throw std::invalid_argument("load_cifar10: at least one record of one file must be asked for.");
  }
  std::vector<std::vector<std::uint8_t>> contents;
  std::vector<arma::uword> counts;
  arma::uword total = 0;
  for (const fs::path& file : files) {
    contents.push_back(read_file(file));
    counts.push_back(std::min(max_per_file, count_records(contents.back(), file)));
    total += counts.back();
  }
  Dataset data = room_for(total);
  arma::uword row = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    copy_records(contents[i], files[i], counts[i], data, row);
    row += counts[i];
  }
  return data;
}

Split load_cifar10_folder(const fs::path& folder, arma::uword max_per_file) {
  std::vector<fs::path> training;
  for (arma::uword i = 0; i < kTrainingFiles; ++i) training.push_back(training_file(folder, i));
  return {.train = load_cifar10(training, max_per_file),
          .test = load_cifar10({folder / "test_batch.bin"}, max_per_file)};
}

std::vector<std::string> load_cifar10_names(const fs::path& folder) {
  const fs::path file = folder / "batches.meta.txt";
  const std::vector<std::uint8_t> content = read_file(file);
  std::istringstream lines(std::string(content.begin(), content.end()));
  std::vector<std::string> names;
  for (std::string name; lines >> name;) names.push_back(name);
  if (names.size() != kCifar10Classes) {
    throw DataError(file, "the names of ten classes, one a line",
                    fmt::format("{} names", names.size()));
  }
  return names;
}

std::vector<std::uint8_t> encode_cifar10(const Dataset& data) {
  const arma::uword n = data.labels.n_elem;
  if (n == 0 || data.inputs.n_rows != n || data.inputs.n_cols != kCifar10Pixels) {
    throw std::invalid_argument(
        fmt::format("encode_cifar10: expected N x {} inputs and N labels, N >= 1; got {} x {} "
                    "inputs and {} labels.",
                    kCifar10Pixels, data.inputs.n_rows, data.inputs.n_cols, n));
  }
  if (data.labels.max() >= kCifar10Classes) {
    throw std::invalid_argument(fmt::format(
        "encode_cifar10: expected labels from 0 to 9; got the label {}.", data.labels.max()));
  }
  std::vector<std::uint8_t> bytes(n * kCifar10Record);
  for (arma::uword i = 0; i < n; ++i) {
    bytes[i * kCifar10Record] = static_cast<std::uint8_t>(data.labels(i));
  }
  for (arma::uword column = 0; column < kCifar10Pixels; ++column) {
    for (arma::uword i = 0; i < n; ++i) {
      const double value = data.inputs(i, column);
      // Written so that NaN fails as well; the cast is defined only inside the range.
      if (!(value >= 0 && value <= 255) || value != static_cast<std::uint8_t>(value)) {
        throw std::invalid_argument(
            fmt::format("encode_cifar10: expected whole numbers from 0 to 255; got {} in row {}, "
                        "column {}.",
                        value, i, column));
      }
      bytes[i * kCifar10Record + 1 + column] = static_cast<std::uint8_t>(value);
    }
  }
  return bytes;
}

void write_cifar10(const fs::path& file, const Dataset& data) {
  write_file(file, encode_cifar10(data));
}

void write_cifar10_folder(const fs::path& folder, const Split& data) {
  const arma::uword n = data.train.labels.n_elem;
  if (n < kTrainingFiles) {
    throw std::invalid_argument(fmt::format(
        "write_cifar10_folder: five training files need at least five examples; got {}.", n));
  }
  fs::create_directories(folder);
  for (arma::uword i = 0; i < kTrainingFiles; ++i) {
    const arma::uword begin = i * n / kTrainingFiles;
    const arma::uword end = (i + 1) * n / kTrainingFiles;
    write_cifar10(training_file(folder, i),
                  subset(data.train, arma::regspace<arma::uvec>(begin, end - 1)));
  }
  write_cifar10(folder / "test_batch.bin", data.test);
  std::vector<std::uint8_t> names;
  for (const std::string_view name : kCifar10Names) {
    names.insert(names.end(), name.begin(), name.end());
    names.push_back('\n');
  }
  write_file(folder / "batches.meta.txt", names);
}

}  // namespace descent::datasets
