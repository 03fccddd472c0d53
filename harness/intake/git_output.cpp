#include "harness/intake/git_output.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace descent::intake {
namespace {

/// Cuts off and returns what stands before `end`; all, if it is not there.
std::string_view next(std::string_view& text, char end) {
  const std::string_view part = text.substr(0, text.find(end));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

std::string what_it_is(std::string_view mode) {
  if (mode == "120000") return "a symbolic link";
  if (mode == "160000") return "a submodule";
  return mode.starts_with("100") ? "" : "no file";
}

Blob blob_of(std::string_view line) {
  Blob blob;
  blob.entry.not_a_file = what_it_is(next(line, ' '));
  next(line, ' ');
  blob.id = next(line, '\t');
  blob.entry.path = line;
  return blob;
}

void add_next(std::string_view& output, const Blob& blob, Contents& contents) {
  std::string_view header = next(output, '\n');
  if (header == blob.id + " missing") {
    return contents.add({.path = blob.entry.path, .problem = "is missing in the repository"});
  }
  const bool is_blob = next(header, ' ') == blob.id && next(header, ' ') == "blob";
  const std::size_t size = number(header);
  if (!is_blob || output.size() <= size) {
    throw broken_repository();
  }
  contents.add_file(blob.entry.path, std::string(output.substr(0, size)));
  output.remove_prefix(size + 1);
}

}  // namespace

Refused broken_repository() {
  return Refused("The repository is broken: it does not hold all of the commit.");
}

std::size_t number(std::string_view digits) {
  std::size_t value = 0;
  const char* const last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), last, value);
  return error == std::errc() && end == last ? value : SIZE_MAX;
}

std::vector<Blob> parse_listing(std::string_view listing) {
  std::vector<Blob> blobs;
  while (!listing.empty()) blobs.push_back(blob_of(next(listing, '\0')));
  return blobs;
}

void add_blobs(std::string_view output, const std::vector<Blob>& blobs, Contents& contents) {
  for (const Blob& blob : blobs) add_next(output, blob, contents);
}

}  // namespace descent::intake
