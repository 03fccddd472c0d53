#pragma once

#include <string>

#include "harness/outcome/finding.hpp"

namespace descent::outcome {

/// A finding as plain text, without colour: the problem, then one labelled block for every part
/// that is not empty, aligned, and wrapped at 90 columns. Parts of several lines (matrices) keep
/// their lines as they are. Ends without a newline.
///
///     In dscores, 2 of 6 entries are wrong.
///       expected       0.2  0.3  -0.5
///                      0.1  0.1  -0.2
///       worst entry    ...
std::string render(const Finding& finding);

/// `text` broken at blanks so that no line exceeds `width` columns (a longer word stands alone);
/// every line but the first begins with `indent` blanks, which count. Columns are code points, so
/// that λ counts as one. Text that has newlines keeps its lines, only indented.
std::string wrap(const std::string& text, std::size_t indent, std::size_t width = 90);

}  // namespace descent::outcome
