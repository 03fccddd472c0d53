#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/course/course.hpp"

namespace descent::author {

/// Makes the folders of a new stage, "13-attention", from harness/author/template: a small exercise
/// that works, to be replaced piece by piece. In the template's files and their names @stage@
/// stands for "13-weight-decay", @number@ for "13", @name@ for "weight_decay", @Name@ for
/// "WeightDecay" and
/// @title@ for the title, "Weight decay" where that is empty. Returns the files that were written,
/// relative to the course. Throws std::invalid_argument, and writes nothing, for a bad name and for
/// a number or a name that there is already.
std::vector<std::filesystem::path> make_stage(const course::Course& course,
                                              const std::string& stage, const std::string& title);

}  // namespace descent::author
