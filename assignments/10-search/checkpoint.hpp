#pragma once

#include <armadillo>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

/// Given to you: what a checkpoint is called, and what its bytes are. How the bytes come into a
/// file whole or not at all is the exercise.
namespace descent {

/// All that is kept of a network after an epoch of a trial.
struct SearchCheckpoint {
  arma::uword trial = 0;
  arma::uword epoch = 0;  ///< from 1
  arma::vec point = {};   ///< the hyperparameters
  double cost = 0;
  double validation = 0;
  double test = 0;
  std::vector<arma::mat> parameters = {};
};

/// "trial-0007_epoch-012_val-0.913500.ckpt". The accuracy is rounded to six digits here, for human
/// eyes; the exact one is in the file. What is no accuracy at all (1e100, say) gets an exponent:
/// its hundred digits would be too long for the name of a file.
inline std::string checkpoint_name(const SearchCheckpoint& checkpoint) {
  const bool is_small = checkpoint.validation > -1e9 && checkpoint.validation < 1e9;
  char accuracy[32], name[128];
  std::snprintf(accuracy, sizeof accuracy, is_small ? "%.6f" : "%.6e", checkpoint.validation);
  std::snprintf(name, sizeof name, "trial-%04" PRIu64 "_epoch-%03" PRIu64 "_val-%s.ckpt",
                static_cast<std::uint64_t>(checkpoint.trial),
                static_cast<std::uint64_t>(checkpoint.epoch), accuracy);
  return name;
}

namespace checkpoint_format {

/// FNV-1a, 64 bits: a byte that is missing or changed gives another number.
inline std::uint64_t checksum(const std::string& bytes, std::size_t size) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (std::size_t i = 0; i < size; ++i) {
    hash = (hash ^ static_cast<unsigned char>(bytes[i])) * 0x100000001b3ULL;
  }
  return hash;
}

inline std::string as_text(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}

/// "checksum " and 16 digits and the end of the line.
inline std::string last_line(std::uint64_t hash) {
  char text[40];
  std::snprintf(text, sizeof text, "checksum %016" PRIx64 "\n", hash);
  return text;
}

inline constexpr std::size_t kLastLine = 26;  ///< the length of that line

/// Reads "name value", and value need not be finite (operator>> does not read "nan").
inline bool read_number(std::istream& in, const std::string& name, double& value) {
  std::string word, text;
  if (!(in >> word >> text) || word != name) return false;
  char* end = nullptr;
  value = std::strtod(text.c_str(), &end);
  return *end == '\0';
}

inline bool read_count(std::istream& in, const std::string& name, arma::uword& value) {
  std::string word;
  return static_cast<bool>(in >> word >> value) && word == name;
}

}  // namespace checkpoint_format

/// The bytes of a checkpoint. A header of lines of text:
///
///     descent-checkpoint 1
///     trial 7
///     epoch 12
///     cost 0.25                          numbers with 17 digits: exactly the double
///     validation 0.91349999999999998
///     test 0.90000000000000002
///     point 2 0.001 0.5                  how many, and then each
///     parameters 2                       how many matrices, then rows and columns of each
///     matrix 64 10
///     matrix 1 10
///     data
///
/// then the entries of the matrices, one after another, column by column, as doubles of the machine
/// (8 bytes each, on all usual machines the low byte first); and at the end a line of 26 bytes,
/// "checksum " and 16 hexadecimal digits: FNV-1a with 64 bits of everything before that line.
inline std::string encode_checkpoint(const SearchCheckpoint& checkpoint) {
  using checkpoint_format::as_text;
  std::string bytes = "descent-checkpoint 1\n";
  bytes += "trial " + std::to_string(checkpoint.trial) + "\n";
  bytes += "epoch " + std::to_string(checkpoint.epoch) + "\n";
  bytes += "cost " + as_text(checkpoint.cost) + "\n";
  bytes += "validation " + as_text(checkpoint.validation) + "\n";
  bytes += "test " + as_text(checkpoint.test) + "\n";
  bytes += "point " + std::to_string(checkpoint.point.n_elem);
  for (const double value : checkpoint.point) bytes += " " + as_text(value);
  bytes += "\nparameters " + std::to_string(checkpoint.parameters.size()) + "\n";
  for (const arma::mat& matrix : checkpoint.parameters) {
    bytes += "matrix " + std::to_string(matrix.n_rows) + " " + std::to_string(matrix.n_cols) + "\n";
  }
  bytes += "data\n";
  for (const arma::mat& matrix : checkpoint.parameters) {
    bytes.append(reinterpret_cast<const char*>(matrix.memptr()), matrix.n_elem * sizeof(double));
  }
  return bytes + checkpoint_format::last_line(checkpoint_format::checksum(bytes, bytes.size()));
}

/// The checkpoint that these bytes are; nothing if they are none: torn, changed, or of another
/// kind. Never throws, whatever the bytes are.
inline std::optional<SearchCheckpoint> decode_checkpoint(const std::string& bytes) {
  namespace format = checkpoint_format;
  if (bytes.size() < format::kLastLine) return std::nullopt;
  const std::size_t end = bytes.size() - format::kLastLine;
  if (bytes.substr(end) != format::last_line(format::checksum(bytes, end))) return std::nullopt;
  const std::string mark = "\ndata\n";
  const std::size_t header_end = bytes.find(mark);
  if (header_end == std::string::npos || header_end + mark.size() > end) return std::nullopt;
  std::istringstream in(bytes.substr(0, header_end + 1));
  SearchCheckpoint checkpoint;
  arma::uword version = 0, count = 0;
  if (!format::read_count(in, "descent-checkpoint", version) || version != 1) return std::nullopt;
  if (!format::read_count(in, "trial", checkpoint.trial)) return std::nullopt;
  if (!format::read_count(in, "epoch", checkpoint.epoch)) return std::nullopt;
  if (!format::read_number(in, "cost", checkpoint.cost)) return std::nullopt;
  if (!format::read_number(in, "validation", checkpoint.validation)) return std::nullopt;
  if (!format::read_number(in, "test", checkpoint.test)) return std::nullopt;
  if (!format::read_count(in, "point", count) || count > header_end) return std::nullopt;
  checkpoint.point.zeros(count);
  for (double& value : checkpoint.point) {
    if (!(in >> value)) return std::nullopt;
  }
  if (!format::read_count(in, "parameters", count) || count > header_end) return std::nullopt;
  std::size_t at = header_end + mark.size();
  for (arma::uword k = 0; k < count; ++k) {
    arma::uword rows = 0, cols = 0;
    if (!format::read_count(in, "matrix", rows) || !(in >> cols)) return std::nullopt;
    const arma::uword most = (end - at) / sizeof(double);  // so that nothing can overflow
    if (rows > 0 && cols > most / rows) return std::nullopt;
    arma::mat matrix(rows, cols, arma::fill::zeros);
    if (!matrix.is_empty()) {
      std::memcpy(matrix.memptr(), bytes.data() + at, matrix.n_elem * sizeof(double));
    }
    at += matrix.n_elem * sizeof(double);
    checkpoint.parameters.push_back(matrix);
  }
  if (at != end) return std::nullopt;
  return checkpoint;
}

}  // namespace descent
