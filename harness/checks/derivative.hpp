#pragma once

#include <armadillo>
#include <functional>

namespace descent::checks {

/// A function on a line: phi(t) = f(x + t·v).
using Line = std::function<double(double)>;

/// The winners of every max, hinge and ReLU at x + t·v: which argument was the largest, which side
/// of the hinge. Any numbering will do; only equality is looked at.
using LineWinners = std::function<arma::uvec(double)>;

/// phi'(0), and how far to trust it.
struct Derivative {
  double value = 0;
  double uncertainty = 0;    ///< of value: extrapolation error or round-off, whichever is larger
  bool at_kink = false;      ///< no derivative here: only the slopes to the left and to the right
  double low = 0, high = 0;  ///< those slopes, the smaller one first; both = value without a kink
};

/// The round-off that a slope over the step h inherits from values of the size of f: 8e-16·|f|/h.
double round_off_floor(double f, double h);

/// Two centered differences, over h and h/2, extrapolated: four evaluations. Right for a smooth
/// phi; wrong across a kink, without saying so.
double quick_derivative(const Line& phi, double h);

/// phi'(0) with care, for a case in doubt: centered differences over h, h/2, h/4, ... extrapolated
/// after Ridders ("Accurate computation of F'(x) and F'(x)F''(x)", 1982) in at most 8 rows, until
/// the uncertainty is below `wanted`.
///
/// Where `winners` is given, h is first halved until they are the same at -h, 0 and h. Where it is
/// not, a kink shows in s(h) = (phi(h) - 2·phi(0) + phi(-h))/h: that halves with h where phi is
/// smooth, and 2·s(h/2) - s(h), which then vanishes, keeps the size of the kink where there is one.
/// Steps that a kink spoils are dropped. If it stays at every step down to h/1000, phi has no
/// derivative at 0, and the slopes to both sides come back.
///
/// A value of phi that is not finite makes the result NaN. At most about 40 evaluations.
Derivative careful_derivative(const Line& phi, double phi_at_0, double h, double wanted,
                              const LineWinners& winners = {});

}  // namespace descent::checks
