#include "harness/author/choose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <regex>
#include <set>
#include <stdexcept>

namespace descent::author {
namespace {

using course::Course;
using course::Stage;

std::vector<const Stage*> in_order(const Course& course, const std::set<std::string>& names) {
  std::vector<const Stage*> stages;
  for (const Stage& stage : course.stages()) {
    if (names.contains(stage.name())) stages.push_back(&stage);
  }
  return stages;
}

int number_of(const Stage& stage) {
  const std::string& name = stage.name();  // "07-losses"
  int number = 0;
  std::from_chars(name.data(), name.data() + name.size(), number);
  return number;
}

}  // namespace

std::vector<const Stage*> choose_stages(const Course& course,
                                        const std::vector<std::string>& words) {
  static const std::regex kRange(R"((\d{1,3})-(\d{1,3}))");
  std::set<std::string> chosen;
  for (const std::string& word : words) {
    std::smatch range;
    if (!std::regex_match(word, range, kRange)) {
      chosen.insert(course.find(word).name());
      continue;
    }
    const int first = std::stoi(range[1]);
    const int last = std::stoi(range[2]);
    bool any = false;
    for (const Stage& stage : course.stages()) {
      if (number_of(stage) < first || number_of(stage) > last) continue;
      chosen.insert(stage.name());
      any = true;
    }
    if (!any) {
      throw std::invalid_argument(fmt::format(
          "no stage of this course lies in the range {}: write the smaller number first, as in "
          "03-07",
          word));
    }
  }
  if (words.empty()) {
    for (const Stage& stage : course.stages()) chosen.insert(stage.name());
  }
  return in_order(course, chosen);
}

std::vector<const Stage*> with_what_they_build_on(const Course& course,
                                                  const std::vector<const Stage*>& stages) {
  std::set<std::string> names;
  for (const Stage* stage : stages) names.insert(stage->name());
  // A stage names only stages before it: from the last to the first, everything is found.
  for (auto stage = course.stages().rbegin(); stage != course.stages().rend(); ++stage) {
    if (!names.contains(stage->name())) continue;
    names.insert(stage->manifest.builds_on.begin(), stage->manifest.builds_on.end());
  }
  return in_order(course, names);
}

}  // namespace descent::author
