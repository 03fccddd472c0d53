#pragma once

namespace descent::checks {

/// How far a value may be from the expected one: |yours - expected| <= relative * |expected| +
/// absolute * scale, where scale is the largest |expected| of the whole matrix (1 if that is 0).
struct Tolerance {
  double relative;
  double absolute;
};

// The one table of tolerances. A double carries 16 digits; the exercises sum at most a few thousand
// products, which costs three or four of them; another order of summation another two.
inline constexpr Tolerance kAgainstReference{1e-9, 1e-12};  ///< two correct formulas, same inputs
inline constexpr Tolerance kBackward{1e-9, 1e-11};    ///< gradients: longer chains of products
inline constexpr Tolerance kTrajectory{1e-8, 1e-10};  ///< up to 100 optimizer steps
inline constexpr Tolerance kHandValue{1e-6, 1e-9};    ///< values written with 7 digits or more
inline constexpr Tolerance kExact{0, 0};              ///< counts, copies, labels

}  // namespace descent::checks
