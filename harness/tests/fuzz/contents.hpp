#pragma once

#include <algorithm>
#include <string>

#include "harness/intake/choose.hpp"
#include "harness/intake/contents.hpp"
#include "harness/outcome/story.hpp"
#include "harness/tests/fuzz/require.hpp"

/// What holds of a submission whatever it was read from.
namespace descent::fuzz {

inline const intake::Wanted kWanted = {"losses.cpp", "assignments/07-losses/losses.cpp"};

inline intake::Contents wanting() { return intake::Contents({kWanted.name}); }

/// One line that any terminal can show.
inline bool is_a_sentence(const std::string& text) {
  return !text.empty() && outcome::printable(text) == text &&
         text.find_first_of("\n\t") == std::string::npos;
}

inline void check(const intake::Contents& contents) {
  std::size_t bytes = 0;
  require(contents.entries().size() <= intake::kMostEntries, "there are no more entries than may");
  for (const intake::Entry& entry : contents.entries()) {
    bytes += entry.text.size();
    if (entry.text.empty()) continue;
    require(intake::file_name(entry.path) == kWanted.name, "only what is wanted is read");
    require(entry.not_a_file.empty() && entry.problem.empty(), "only files have a text");
    require(entry.text.size() <= intake::kMostSourceBytes, "no text is larger than may be");
  }
  require(bytes <= intake::kMostBytes, "there is no more text than may be");

  const intake::Choice choice = intake::choose(contents.entries(), kWanted);
  require((choice.entry != nullptr) == choice.refusal.empty(),
          "a file is taken, or it is said why none is");
  if (choice.entry) {
    require(choice.entry->not_a_file.empty() && choice.entry->problem.empty() &&
                intake::file_name(choice.entry->path) == kWanted.name,
            "what is taken is a regular file of the right name");
  } else {
    require(is_a_sentence(choice.refusal), "a refusal is a sentence for a student");
  }
  const auto others = intake::others(contents.entries(), {choice.entry});
  require(others.size() <= 51, "a report lists no endless names");
  require(std::all_of(others.begin(), others.end(), is_a_sentence), "and shows them harmless");
}

}  // namespace descent::fuzz
