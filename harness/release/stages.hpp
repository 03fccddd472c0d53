#pragma once

#include <string>
#include <vector>

#include "harness/course/course.hpp"

namespace descent::release {

/// Which stages somebody means: "" all, "03-07" a range of numbers, "3,5,7" a list; its parts may
/// also be names, "05-batchnorm" or "batchnorm". In the order of the course, each once. Throws
/// std::invalid_argument for a stage that there is not and for an empty range.
std::vector<const course::Stage*> choose_stages(const course::Course& course,
                                                const std::string& text);

/// Adds the stages that these build on: without those they could not be built.
std::vector<const course::Stage*> with_what_they_build_on(
    const course::Course& course, const std::vector<const course::Stage*>& stages);

}  // namespace descent::release
