#pragma once

#include <filesystem>
#include <string_view>

#include "harness/wire/table.hpp"

namespace descent::remote {

using namespace wire;

/// A shared object with exercises, opened in this process and kept open until the process ends
/// (its functions may be anywhere by then). Throws std::runtime_error with the loader's message.
class Implementation {
 public:
  explicit Implementation(const std::filesystem::path& object);

  /// The table of a program that has the exercises linked in.
  explicit Implementation(Table table) : table_(table) {}

  std::span<const Entry> entries() const { return {table_.entries, table_.count}; }

  /// The exercise itself, or one of its variants by name; null if there is none of that name.
  const Entry* find(std::string_view exercise, std::string_view variant = "") const;

 private:
  Table table_;
};

}  // namespace descent::remote
