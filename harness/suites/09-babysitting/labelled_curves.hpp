#pragma once

#include <armadillo>
#include <string>
#include <vector>

#include "harness/remote/submission.hpp"

namespace descent::suite {

/// A loss curve with the label that follows from how it was made.
struct LossCurve {
  arma::vec losses;
  std::string what;  ///< "a network on digits, with a learning rate that is far too low"
};

/// So many of each kind: 70 loss curves of 5 kinds in all, and 24 pairs of accuracies of 3 kinds.
inline constexpr std::size_t kCurvesOfAKind = 14, kFitsOfAKind = 8;

/// Trains small networks on digits, spirals and blobs and returns `kCurvesOfAKind` of their loss
/// curves. The label is in the setting: the learning rate relative to one that was measured to be
/// good for this network and these data, or the initialization. A run whose curve comes out close
/// to the border between two diagnoses is made again with other random numbers.
std::vector<LossCurve> loss_curves(LearningRateDiagnosis label, Rng& rng);

/// Accuracies of a run, labelled likewise: by the capacity of the network and the amount of data.
struct FitCurves {
  arma::vec training, validation;
  std::string what;
};

/// `kFitsOfAKind` of them.
std::vector<FitCurves> fit_curves(FitDiagnosis label, Rng& rng);

}  // namespace descent::suite
