#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/intake/contents.hpp"

/// What git prints of a commit, whose names and contents its author chose.
namespace descent::intake {

/// Why a repository is not taken of which git says anything unexpected.
Refused broken_repository();

/// The value of decimal digits; more than anything holds, if that is not what they are.
std::size_t number(std::string_view digits);

/// One file of a commit.
struct Blob {
  std::string id;
  Entry entry;
};

/// The lines of `git ls-tree -r -z`: "100644 blob ID\tPATH", each with a NUL at its end. What is no
/// such line becomes an entry that is no file.
std::vector<Blob> parse_listing(std::string_view listing);

/// Adds the contents of the blobs, in their order, from what `git cat-file --batch` prints: "ID
/// blob SIZE\n", SIZE bytes, "\n" for each; or "ID missing\n". Throws broken_repository() for
/// anything else, and as Contents::add() does.
void add_blobs(std::string_view output, const std::vector<Blob>& blobs, Contents& contents);

}  // namespace descent::intake
