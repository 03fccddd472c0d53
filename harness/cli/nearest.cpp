#include "harness/cli/nearest.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace descent::cli {
namespace {

/// How many letters must be put in, taken out or replaced to make one word of the other.
/// Source: Levenshtein 1966; by rows, as Wagner and Fischer 1974.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({replaced, row[j] + 1, row[j - 1] + 1}));
    }
  }
  return row.back();
}

}  // namespace

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known) {
  constexpr std::size_t kLongest = 64;  // nobody slips so often
  if (word.size() > kLongest) return "";
  std::size_t nearest = std::max<std::size_t>(2, word.size() / 4) + 1;
  std::string found;
  for (const std::string& one : known) {
    const std::size_t here = distance(word, one);
    if (here == nearest) found.clear();
    if (here < nearest && here < one.size()) {
      nearest = here;
      found = one;
    }
  }
  return found.empty() ? "" : " (did you mean " + found + "?)";
}

}  // namespace descent::cli
