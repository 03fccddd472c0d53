#pragma once

#include <armadillo>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace descent::datasets {

/// What every parser in this folder works on, so that a file, a test and a fuzzer can feed it
/// alike.
using Bytes = std::span<const std::uint8_t>;

/// The whole content of a regular file.
/// Throws DataError if it is missing, a folder or a device, unreadable, or empty.
std::vector<std::uint8_t> read_file(const std::filesystem::path& file);

/// Writes the file whole or not at all: into a temporary file beside it, which is then renamed.
/// Throws DataError if the folder is missing or the disk does not take the bytes.
void write_file(const std::filesystem::path& file, Bytes content);

/// Do the bytes begin as gzip does?
bool is_gzip(Bytes bytes);

/// Unpacks gzip, but stops at `limit` bytes: memory follows what is really there and never exceeds
/// the limit, whatever the file claims. `file` names the source in errors.
/// Throws DataError if the compressed data are damaged, or end early.
std::vector<std::uint8_t> gunzip(Bytes packed, const std::filesystem::path& file,
                                 std::size_t limit);

/// Copies `count` records of `rows.n_cols` bytes each into the rows of a matrix, from `first_row`
/// on. Record i begins at records + i * stride.
void copy_into_rows(const std::uint8_t* records, std::size_t stride, arma::uword count,
                    arma::mat& rows, arma::uword first_row);

}  // namespace descent::datasets
