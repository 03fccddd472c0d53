#include "harness/intake/contents.hpp"

#include <fmt/format.h>

namespace descent::intake {

bool Contents::wants(std::string_view path) const { return wanted_.contains(file_name(path)); }

void Contents::add(Entry entry) {
  if (entries_.size() == kMostEntries) {
    throw Refused(fmt::format(
        "It holds more than {} files and folders; hand in the source files only.", kMostEntries));
  }
  bytes_ += entry.text.size();
  if (bytes_ > kMostBytes) {
    throw Refused(fmt::format("Its source files hold more than {} MiB.", kMostBytes >> 20));
  }
  entries_.push_back(std::move(entry));
}

void Contents::add_file(std::string path, std::string text) {
  if (text.size() <= kMostSourceBytes) {
    add({.path = std::move(path), .text = std::move(text)});
  } else {
    add({.path = std::move(path),
         .problem = fmt::format("is larger than {} KiB, which no solution needs",
                                kMostSourceBytes / 1024)});
  }
}

std::string_view file_name(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool passed_over(std::string_view folder_name) {
  return folder_name == ".git" || folder_name == "build";
}

}  // namespace descent::intake
