#pragma once

#include <optional>

#include "harness/outcome/finding.hpp"

namespace descent::checks {

/// The finding behind the GoogleTest failure that is being reported on this thread, and forgets it.
/// GoogleTest carries a failure as text only; a listener that wants the parts calls this from
/// OnTestPartResult. Empty for failures that did not come from report() (a plain EXPECT_EQ).
std::optional<outcome::Finding> take_pending_finding();

}  // namespace descent::checks
