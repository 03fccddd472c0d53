#pragma once

namespace descent {

/// Layers that behave differently while a network learns and while it is used: batchnorm, dropout.
enum class Mode {
  train,  ///< statistics and masks of this batch
  test,   ///< what was learned, and no randomness
};

}  // namespace descent
