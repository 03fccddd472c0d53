#include "harness/diagnosis/replay.hpp"

#include <algorithm>

namespace descent::diagnosis {

void Evidence::add(bool is_wrong, bool agrees) {
  (is_wrong ? wrong : right) += 1;
  if (agrees) (is_wrong ? wrong_explained : right_explained) += 1;
}

std::vector<outcome::NamedMistake> name_mistakes(std::vector<Evidence> evidence) {
  std::erase_if(evidence, [](const Evidence& e) { return e.wrong == 0 || e.refuted(); });
  const auto missed = [](const Evidence& e) { return e.right - e.right_explained; };
  std::stable_sort(evidence.begin(), evidence.end(),
                   [&](const Evidence& a, const Evidence& b) { return missed(a) < missed(b); });
  std::vector<outcome::NamedMistake> named;
  for (const Evidence& e : evidence) {
    if (missed(e) == missed(evidence.front())) named.push_back(e.mistake);
  }
  return named;
}

}  // namespace descent::diagnosis
