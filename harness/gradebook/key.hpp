#pragma once

#include <filesystem>
#include <string>

namespace descent::gradebook {

/// What only the instructor has: it signs the records, and the random inputs of every submission
/// come from it, so that nobody else can foresee them, not even with the suites at hand.
class Key {
 public:
  /// Throws std::invalid_argument if the secret is shorter than 32 characters.
  explicit Key(const std::string& secret);

  /// Reads it from a file. If there is none, makes a new key there that only its owner can read.
  /// Throws std::runtime_error if others can read it, or if that fails.
  static Key in_file(const std::filesystem::path& file);

  /// In `file`, where one is named; else the environment variable DESCENT_KEY; else in
  /// descent/grading.key in the user's configuration folder.
  static Key find(const std::string& file);

  const std::string& secret() const { return secret_; }

  /// Says which key it is without telling it: 16 hexadecimal digits.
  std::string name() const;

  /// HMAC-SHA256 with this key.
  std::string sign(const std::string& bytes) const;

 private:
  std::string secret_;
};

}  // namespace descent::gradebook
