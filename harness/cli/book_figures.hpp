#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/cli/terminal.hpp"
#include "harness/course/course.hpp"

namespace descent::cli {

/// Draws the experiments of these stages (all, if none is named) from the reference solutions into
/// the folder `out`: NN-name.svg, or NN-name.png where the SVG would be large. Returns an exit
/// code. Throws std::invalid_argument for an unknown stage and for a course without solutions,
/// std::runtime_error for an experiment that cannot be drawn.
int draw_figures(const course::Course& course, const std::vector<std::string>& names,
                 const std::filesystem::path& out, const Terminal& terminal);

}  // namespace descent::cli
