#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace descent::course {

/// SHA-256 of some bytes, as 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

/// The whole of a file. Throws std::runtime_error if it cannot be read.
std::string read_file(const std::filesystem::path& file);

/// Writes a file whole or not at all: to a temporary file beside it, which then takes its name.
/// Throws std::runtime_error if that fails; what was there before is then untouched.
void write_file(const std::filesystem::path& file, std::string_view content);

}  // namespace descent::course
