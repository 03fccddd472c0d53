#include "harness/checks/derivative.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace descent::checks {
namespace {

constexpr int kRows = 8;       // of the extrapolation: more only amplifies round-off
constexpr int kHalvings = 10;  // h/1000: below that round-off eats what the next halving gains

struct Sample {
  double h, slope, bend;  // (f+ - f-)/2h and s(h) = (f+ - 2f0 + f-)/h
  double right, left;     // the one-sided slopes
  double floor;           // round-off in slope
};

/// The round-off in the values of phi: at least 8e-16·|phi|, more where large terms cancel inside
/// it. Over steps as small as h/10000 phi is a line (two, at a kink), and what deviates from that
/// is noise (after Moré and Wild, "Estimating computational noise", 2011). Six evaluations.
double noise_of(const Line& phi, double f0, double h) {
  constexpr std::array<double, 3> kSteps = {1e-4, 2.3e-4, 3.7e-4};  // no common measure with ulps
  std::array<double, 3> odd{}, even{};
  double largest = std::abs(f0);
  for (std::size_t k = 0; k < kSteps.size(); ++k) {
    const double plus = phi(kSteps[k] * h), minus = phi(-kSteps[k] * h);
    odd[k] = (plus - minus) / 2;
    even[k] = (plus - f0) + (minus - f0);
    largest = std::max({largest, std::abs(plus), std::abs(minus)});
  }
  double seen = 0;
  for (const auto& part : {odd, even}) {
    for (std::size_t k = 1; k < kSteps.size(); ++k) {
      seen = std::max(seen, std::abs(part[k] - kSteps[k] / kSteps[0] * part[0]));
    }
  }
  return std::max(8e-16 * largest, seen);
}

Sample sample(const Line& phi, double f0, double h, double noise) {
  const double plus = phi(h), minus = phi(-h);
  return {h,
          (plus - minus) / (2 * h),
          (plus - 2 * f0 + minus) / h,
          (plus - f0) / h,
          (f0 - minus) / h,
          noise / h};
}

/// What is left of the bend when the part that halves with h is taken out: the jump of the slope at
/// a kink, if there is one (the criterion s(h/2) > 0.75·s(h), but it also sees a small kink in a
/// strongly curved function, where the extrapolation would converge, smoothly, to the mean of the
/// slopes).
double jump(const Sample& wide, const Sample& narrow) { return 2 * narrow.bend - wide.bend; }

bool kink_seen(const Sample& wide, const Sample& narrow, double wanted) {
  const double round_off = 10 * (2 * narrow.floor + wide.floor);
  return std::abs(jump(wide, narrow)) > std::max(round_off, wanted);
}

/// Ridders' table over one run of samples without a kink: extends it row by row and keeps the entry
/// with the smallest disagreement with its neighbours.
class Table {
 public:
  void add(const Sample& s) {
    std::vector<double> row = {s.slope};
    double power = 1;
    for (const double above : last_) {
      power *= 4;
      row.push_back((power * row.back() - above) / (power - 1));
      const double disagreement =
          std::max(std::abs(row.back() - row[row.size() - 2]), std::abs(row.back() - above));
      // Two errors that happen to cancel in one entry must not hide round-off: 2 floors at least.
      const double uncertainty = std::max(disagreement, 2 * s.floor);
      if (uncertainty < best_.uncertainty) best_ = {row.back(), uncertainty, false, 0, 0};
    }
    last_ = std::move(row);
  }
  [[nodiscard]] std::size_t rows() const { return last_.size(); }
  [[nodiscard]] Derivative best() const {
    Derivative result = best_;
    result.low = result.high = result.value;
    return result;
  }

 private:
  std::vector<double> last_;
  Derivative best_{0, std::numeric_limits<double>::infinity(), false, 0, 0};
};

/// The slopes to both sides from steps h, h/2 and h/4: extrapolated from the last two so that
/// curvature drops out; the first two tell how much is left. A kink beside 0 rather than at it
/// moves one end inwards, but the slope of the side on which 0 lies stays an end of the interval.
Derivative slopes_at_kink(const Sample& wide, const Sample& middle, const Sample& narrow) {
  const double right = 2 * narrow.right - middle.right;
  const double left = 2 * narrow.left - middle.left;
  Derivative result;
  result.at_kink = true;
  result.low = std::min(left, right);
  result.high = std::max(left, right);
  result.value = (left + right) / 2;
  result.uncertainty = std::max({std::abs(right - (2 * middle.right - wide.right)),
                                 std::abs(left - (2 * middle.left - wide.left)), 4 * narrow.floor});
  return result;
}

/// All steps look like a kink. A real one has the same jump at every small step; round-off that is
/// larger than its floor (cancellation inside phi) has another one each time, and then nothing is
/// known but the spread of the slopes.
Derivative kink_or_noise(const std::vector<Sample>& samples) {
  const std::size_t last = samples.size() - 1;
  const double size = jump(samples[last - 1], samples[last]);
  std::size_t first = last;  // samples first..last agree on the jump
  while (first > 0) {
    const double other = jump(samples[first - 1], samples[first]);
    if (std::abs(other - size) > 0.3 * std::abs(size)) break;
    --first;
  }
  if (last - first >= 4) {
    return slopes_at_kink(samples[first], samples[first + 1], samples[first + 2]);
  }
  const auto [low, high] =
      std::minmax_element(samples.end() - 4, samples.end(),
                          [](const Sample& a, const Sample& b) { return a.slope < b.slope; });
  const double value = samples[last - 3].slope;
  return {value, high->slope - low->slope + samples[last].floor, false, value, value};
}

Derivative not_a_number() {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  return {nan, nan, false, nan, nan};
}

bool same_winners(const LineWinners& winners, const arma::uvec& here, double t) {
  const arma::uvec there = winners(t);
  return there.n_elem == here.n_elem && arma::all(there == here);
}

}  // namespace

double round_off_floor(double f, double h) { return 8e-16 * std::abs(f) / h; }

double quick_derivative(const Line& phi, double h) {
  const double wide = (phi(h) - phi(-h)) / (2 * h);
  const double narrow = (phi(h / 2) - phi(-h / 2)) / h;
  return (4 * narrow - wide) / 3;
}

Derivative careful_derivative(const Line& phi, double phi_at_0, double h, double wanted,
                              const LineWinners& winners) {
  const double noise = noise_of(phi, phi_at_0, h);
  if (winners) {
    const arma::uvec here = winners(0);
    int halvings = 0;
    while (!same_winners(winners, here, h) || !same_winners(winners, here, -h)) {
      if (++halvings > kHalvings) {
        return slopes_at_kink(sample(phi, phi_at_0, 4 * h, noise),
                              sample(phi, phi_at_0, 2 * h, noise), sample(phi, phi_at_0, h, noise));
      }
      h /= 2;
    }
  }
  Table table;
  std::vector<Sample> samples;
  for (int i = 0; i <= kHalvings; ++i, h /= 2) {
    samples.push_back(sample(phi, phi_at_0, h, noise));
    const Sample& now = samples.back();
    if (!std::isfinite(now.slope) || !std::isfinite(now.bend)) return not_a_number();
    const bool spoilt = i > 0 && !winners && kink_seen(samples[samples.size() - 2], now, wanted);
    if (spoilt) table = Table();
    table.add(now);
    if (table.rows() >= 3 && table.best().uncertainty <= wanted) break;
    if (table.rows() == kRows) break;
  }
  return table.rows() >= 2 ? table.best() : kink_or_noise(samples);
}

}  // namespace descent::checks
