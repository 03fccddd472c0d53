#pragma once

#include <optional>
#include <string>

namespace descent::author {

/// The reference of one exercise, cut out of the marked-up solution: its function whole, without
/// the markers, after those helpers of the solution (regions without a name) that it uses. Nothing
/// where it has no region of that name: a task may be judged by what other functions do together.
std::optional<std::string> excerpt(const std::string& marked_up, const std::string& task);

}  // namespace descent::author
