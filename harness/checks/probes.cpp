#include "harness/checks/probes.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace descent::checks {
namespace {

/// The `count` of `candidates` with the largest key; what is not finite comes first.
template <class Key>
void take_largest(std::vector<arma::uword> candidates, arma::uword count, const Key& key,
                  std::set<arma::uword>& chosen) {
  const auto rank = [&key](arma::uword index) {
    const double value = key(index);
    return std::isfinite(value) ? value : arma::datum::inf;
  };
  const auto end = candidates.begin() +
                   static_cast<std::ptrdiff_t>(std::min<std::size_t>(count, candidates.size()));
  std::partial_sort(candidates.begin(), end, candidates.end(),
                    [&](arma::uword i, arma::uword j) { return rank(i) > rank(j); });
  chosen.insert(candidates.begin(), end);
}

}  // namespace

ProbeChoice choose_entries(const arma::mat& analytic,
                           const std::function<double(arma::uword)>& slope, Rng& rng,
                           const GradientOptions& options) {
  const arma::uvec order = rng.permutation(analytic.n_elem);
  const arma::uword surveyed = std::min(options.survey, analytic.n_elem);
  arma::vec estimate(analytic.n_elem, arma::fill::zeros);
  std::vector<arma::uword> seen(order.begin(), order.begin() + surveyed);
  double sum = 0, finite = 0;
  for (const arma::uword index : seen) {
    estimate[index] = slope(index);
    if (!std::isfinite(estimate[index])) continue;
    sum += estimate[index] * estimate[index];
    ++finite;
  }
  std::vector<arma::uword> all(order.begin(), order.end());

  std::set<arma::uword> chosen;
  take_largest(
      seen, options.largest, [&](arma::uword i) { return std::abs(estimate[i]); }, chosen);
  take_largest(
      all, options.largest, [&](arma::uword i) { return std::abs(analytic[i]); }, chosen);
  take_largest(
      seen, options.largest / 2, [&](arma::uword i) { return std::abs(analytic[i] - estimate[i]); },
      chosen);
  const arma::uvec again = rng.permutation(analytic.n_elem);
  for (arma::uword i = 0; i < std::min(options.random, again.n_elem); ++i) chosen.insert(again[i]);

  ProbeChoice choice;
  choice.entries = arma::uvec(std::vector<arma::uword>(chosen.begin(), chosen.end()));
  choice.rms = finite == 0 ? 0 : std::sqrt(sum / finite);
  return choice;
}

}  // namespace descent::checks
