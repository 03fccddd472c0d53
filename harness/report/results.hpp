#pragma once

namespace descent::report {

/// Changes when a reader of results.json would have to change.
inline constexpr int kResultsSchema = 2;

}  // namespace descent::report
