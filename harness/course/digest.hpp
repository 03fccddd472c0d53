#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace descent::course {

/// SHA-256 of some bytes, as 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

/// HMAC-SHA256 of some bytes, written likewise. Source: RFC 2104.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// Whether two digests are the same, found out in a time that does not depend on where they differ.
bool same_digest(std::string_view a, std::string_view b);

/// The whole of a file. Throws std::system_error if it cannot be read.
std::string read_file(const std::filesystem::path& file);

/// Writes a file whole or not at all: to a temporary file beside it, which then takes its name.
/// Throws std::system_error if that fails; what was there before is then untouched.
void write_file(const std::filesystem::path& file, std::string_view content);

}  // namespace descent::course
