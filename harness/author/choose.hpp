#pragma once

#include <string>
#include <vector>

#include "harness/course/course.hpp"

namespace descent::author {

/// Which stages somebody means: each word is a number, "7", a range of numbers, "03-07", or a name,
/// "05-batchnorm" or "batchnorm"; no words are all stages. In the order of the course, each once.
/// Throws std::invalid_argument for a stage that there is not and for an empty range.
std::vector<const course::Stage*> choose_stages(const course::Course& course,
                                                const std::vector<std::string>& words);

/// Adds the stages that these build on: without those they could not be built.
std::vector<const course::Stage*> with_what_they_build_on(
    const course::Course& course, const std::vector<const course::Stage*>& stages);

}  // namespace descent::author
