#pragma once

#include <string>

namespace descent::author {

/// The reference of one exercise, cut out of the marked-up solution: its function whole, without
/// the markers, after those helpers of the solution (regions without a name) that it uses. Throws
/// std::runtime_error with `file` where it has no region of that name.
std::string excerpt(const std::string& marked_up, const std::string& file, const std::string& task);

}  // namespace descent::author
