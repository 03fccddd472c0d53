#pragma once

#include <armadillo>
#include <functional>
#include <string>

#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

/// What every activation that works entry by entry must do, whatever its curve. A test binds its
/// exercise, the reference and the parameters into a Curve or a Slope, and hands it to the
/// properties below.
namespace descent::suite {

using checks::expect_refusal;

using Forward = std::function<arma::mat(const arma::mat& x)>;
using Backward = std::function<arma::mat(const arma::mat& dout, const arma::mat& x)>;

/// A forward exercise.
struct Curve {
  Forward yours = {};
  Forward right = {};
  std::string read = {};
};

/// A backward exercise. It is judged by the right forward function, not by the student's: whoever
/// got that one wrong has been told there.
struct Slope {
  Backward yours = {};
  Backward right = {};
  Forward forward = {};
  std::string read = {};
  bool kink = false;  ///< at 0
};

struct Shape {
  arma::uword n;
  arma::uword h;
};

/// N in [3, 8] and H in [2, 9], never equal.
Shape any_shape(Rng& rng);

/// Normal numbers of about the size `spread`, none of them within 1e-2 of 0.
arma::mat away_from_zero(const Shape& shape, double spread, Rng& rng);

/// Outputs are those of the reference, at inputs of size 0.4, 3 and 40.
void expect_right_outputs(const Curve& curve);

/// Every entry is computed from itself alone: the batch transposed, an example alone, a unit alone
/// and the examples in another order give the same numbers in their new places.
void expect_entries_alone(const Curve& curve);

/// The same call twice gives the same result to the last bit.
void expect_no_memory(const Curve& curve);

/// Refuses matrices without rows or without columns.
void expect_emptiness_refused(const Forward& yours,
                              checks::Location location = checks::Location::current());

/// dx is the reference's, at inputs of size 0.4, 3 and 40, for random upstream gradients.
void expect_right_gradients(const Slope& slope);

/// dx agrees with numerical differentiation of the right forward function at two operating points.
void expect_derivative(const Slope& slope);

/// dx is linear in the upstream gradient, and 0 where that is 0.
void expect_linear_in_upstream(const Slope& slope);

/// As for curves.
void expect_entries_alone(const Slope& slope);
void expect_no_memory(const Slope& slope);

/// Where x is 0, dx is dout times something between `low` and `high`.
void expect_slope_at_zero(const Slope& slope, double low, double high);

/// Refuses empty matrices and an upstream gradient of another shape.
void expect_upstream_checked(const Backward& yours,
                             checks::Location location = checks::Location::current());

}  // namespace descent::suite
