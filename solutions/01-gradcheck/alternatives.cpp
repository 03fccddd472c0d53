// Other right ways to solve stage 01. Every one must pass every test: a suite that refuses one of
// them tests a habit, not the formula.

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "gradcheck.hpp"
#include "harness/wire/variants.hpp"

namespace descent {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

arma::mat error_with_matrices(const arma::mat& analytic, const arma::mat& numeric) {
  require_comparable(analytic, numeric);
  const arma::mat larger = arma::max(arma::abs(analytic), arma::abs(numeric));
  arma::mat errors = arma::abs(analytic - numeric) / larger;
  errors.elem(arma::find(larger == 0)).zeros();
  errors.elem(arma::find_nonfinite(analytic)).fill(kInfinity);
  errors.elem(arma::find_nonfinite(numeric)).fill(kInfinity);
  return errors;
}
DESCENT_ALTERNATIVE(relative_error, error_with_matrices,
                    "Matrix operations, and the special cases repaired afterwards.");

arma::mat error_of_the_ratio(const arma::mat& analytic, const arma::mat& numeric) {
  require_comparable(analytic, numeric);
  arma::mat errors(arma::size(analytic));
  std::transform(analytic.begin(), analytic.end(), numeric.begin(), errors.begin(),
                 [](double a, double n) {
                   if (!(std::isfinite(a) && std::isfinite(n))) return kInfinity;
                   if (std::abs(a) < std::abs(n)) std::swap(a, n);
                   return a == 0 ? 0 : std::abs(1 - n / a);
                 });
  return errors;
}
DESCENT_ALTERNATIVE(relative_error, error_of_the_ratio, "1 minus the smaller over the larger one.");

arma::mat forward_with_fresh_copies(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  arma::mat gradient(arma::size(x));
  for (arma::uword col = 0; col < x.n_cols; ++col) {
    for (arma::uword row = 0; row < x.n_rows; ++row) {
      arma::mat moved = x;
      moved(row, col) += h;
      gradient(row, col) = (f(moved) - f(x)) / h;
    }
  }
  return gradient;
}
DESCENT_ALTERNATIVE(forward_difference, forward_with_fresh_copies,
                    "A fresh copy for every entry, and f(x) evaluated anew each time.");

arma::mat forward_with_the_step_that_was_made(const FunctionOfMatrix& f, const arma::mat& x,
                                              double h) {
  require_difference(f, x, h);
  const double here = f(x);
  arma::mat gradient(arma::size(x));
  arma::mat moved = x;
  for (arma::uword k = x.n_elem; k-- > 0;) {
    moved(k) = x(k) + h;
    const double made = moved(k) - x(k);  // what rounding has left of h
    gradient(k) = f(moved) / made - here / made;
    moved(k) = x(k);
  }
  return gradient;
}
DESCENT_ALTERNATIVE(forward_difference, forward_with_the_step_that_was_made,
                    "Divides by the step as it was rounded, from the last entry to the first.");

arma::mat centered_stepping_up_and_down(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  arma::mat gradient(arma::size(x));
  arma::mat moved = x;
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    moved(k) += h;
    gradient(k) = f(moved);
    moved(k) -= 2 * h;
    gradient(k) -= f(moved);
    moved(k) += h;
  }
  return gradient / (2 * h);
}
DESCENT_ALTERNATIVE(centered_difference, centered_stepping_up_and_down,
                    "Steps up by h, down by 2h and up again, which may cost the last digit of x.");

arma::mat centered_with_basis_vectors(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  arma::mat gradient(arma::size(x));
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    arma::mat step(arma::size(x), arma::fill::zeros);
    step(k) = h;
    gradient(k) = (f(x + step) - f(x - step)) * 0.5 / h;
  }
  return gradient;
}
DESCENT_ALTERNATIVE(centered_difference, centered_with_basis_vectors,
                    "Adds and subtracts h times a basis vector.");

arma::mat centered_as_a_mean(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  require_difference(f, x, h);
  arma::mat gradient(arma::size(x));
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    arma::mat above = x, below = x;
    above(k) += h;
    below(k) -= h;
    const double here = f(x);
    gradient(k) = ((f(above) - here) / h + (here - f(below)) / h) / 2;
  }
  return gradient;
}
DESCENT_ALTERNATIVE(centered_difference, centered_as_a_mean,
                    "The mean of the forward and the backward difference, which is the same.");

Judgement judge_from_the_worst(double error, bool has_kinks) {
  if (error < 0) throw std::invalid_argument("a relative error is not negative");
  if (std::isnan(error) || error > 1e-2) return Judgement::wrong;
  if (error > 1e-4) return Judgement::uncomfortable;
  if (error > 1e-7) return has_kinks ? Judgement::fine_at_kinks : Judgement::too_high;
  return Judgement::happy;
}
DESCENT_ALTERNATIVE(judge, judge_from_the_worst, "Asks from the worst band down, NaN first.");

Judgement judge_with_a_table(double error, bool has_kinks) {
  if (std::signbit(error) && error != 0 && !std::isnan(error)) {
    throw std::invalid_argument("a relative error is not negative");
  }
  const std::map<double, Judgement> bands = {
      {1e-7, Judgement::happy},
      {1e-4, has_kinks ? Judgement::fine_at_kinks : Judgement::too_high},
      {1e-2, Judgement::uncomfortable}};
  if (std::isnan(error)) return Judgement::wrong;
  const auto band = bands.lower_bound(error);
  return band == bands.end() ? Judgement::wrong : band->second;
}
DESCENT_ALTERNATIVE(judge, judge_with_a_table, "Looks the band up in a map.");

bool kink_with_approx_equal(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index,
                            double h) {
  require_kink_question(winners, x, index, h);
  arma::mat step(arma::size(x), arma::fill::zeros);
  step(index) = h;
  const arma::uvec below = winners(x - step);
  const arma::uvec above = winners(x + step);
  if (arma::size(below) != arma::size(above)) return true;
  return arma::any(below != above);
}
DESCENT_ALTERNATIVE(kink_crossed, kink_with_approx_equal,
                    "Vector operations, the lower end first.");

bool kink_also_in_the_middle(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index,
                             double h) {
  require_kink_question(winners, x, index, h);
  const auto at = [&](double t) {
    arma::mat moved = x;
    moved(index) += t;
    return arma::conv_to<std::vector<arma::uword>>::from(winners(moved));
  };
  const std::vector<arma::uword> here = at(0);
  return at(h) != here || at(-h) != here;
}
DESCENT_ALTERNATIVE(kink_crossed, kink_also_in_the_middle,
                    "Compares both ends with the middle: what differs there differs between them, "
                    "unless a kink is crossed twice.");

using Samples = std::vector<arma::uvec>;
using Parameters = std::vector<arma::mat>;

Samples sample_by_rejection(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  require_sampling(blocks, per_block);
  Samples entries;
  for (const arma::mat& block : blocks) {
    std::set<arma::uword> chosen;
    while (chosen.size() < std::min(per_block, block.n_elem))
      chosen.insert(rng.below(block.n_elem));
    entries.push_back(arma::uvec(std::vector<arma::uword>(chosen.begin(), chosen.end())));
  }
  return entries;
}
DESCENT_ALTERNATIVE(sample_entries, sample_by_rejection,
                    "Draws again what was drawn before; the result is sorted.");

Samples sample_by_selection(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  require_sampling(blocks, per_block);
  Samples entries;
  for (const arma::mat& block : blocks) {
    std::vector<arma::uword> chosen;
    for (arma::uword k = 0; k < block.n_elem; ++k) {
      const double needed = static_cast<double>(std::min(per_block, block.n_elem) - chosen.size());
      if (rng.uniform() * static_cast<double>(block.n_elem - k) < needed) chosen.push_back(k);
    }
    entries.push_back(chosen);
  }
  return entries;
}
DESCENT_ALTERNATIVE(sample_entries, sample_by_selection,
                    "One pass through the block, each entry with the probability that is left "
                    "(Knuth's selection sampling).");

Samples sample_by_the_largest_keys(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  require_sampling(blocks, per_block);
  Samples entries(blocks.size());
  for (std::size_t b = blocks.size(); b-- > 0;) {  // the last block is drawn first
    const arma::vec keys = rng.uniform(blocks[b].n_elem, 1, 0, 1);
    const arma::uvec order = arma::sort_index(keys, "descend");
    entries[b] = order.tail(std::min(per_block, blocks[b].n_elem));
  }
  return entries;
}
DESCENT_ALTERNATIVE(sample_entries, sample_by_the_largest_keys,
                    "Sorts random keys; the blocks are drawn in another order.");

Samples sample_by_reservoir(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  require_sampling(blocks, per_block);
  Samples entries;
  for (const arma::mat& block : blocks) {
    const arma::uword taken = std::min(per_block, block.n_elem);
    arma::uvec reservoir = arma::regspace<arma::uvec>(0, taken - 1);
    for (arma::uword k = taken; k < block.n_elem; ++k) {
      const arma::uword place = rng.below(k + 1);
      if (place < taken) reservoir(place) = k;
    }
    entries.push_back(reservoir);
  }
  return entries;
}
DESCENT_ALTERNATIVE(sample_entries, sample_by_reservoir,
                    "Reservoir sampling; no random number for a block that is taken whole.");

double largest_entry(const Parameters& gradients) {
  require_scalable(gradients);
  return std::accumulate(gradients.begin(), gradients.end(), 0.0,
                         [](double m, const arma::mat& gradient) {
                           return std::max({m, gradient.max(), -gradient.min()});
                         });
}

double scale_by_the_reciprocal(const Parameters& gradients) {
  const double m = largest_entry(gradients);
  if (m > 1e-10 || m == 0) return 1;
  return std::min(1 / m, std::numeric_limits<double>::max());
}
DESCENT_ALTERNATIVE(loss_scale, scale_by_the_reciprocal,
                    "1 over the largest gradient, which makes it exactly 1.");

double scale_by_a_power_of_ten(const Parameters& gradients) {
  const double m = largest_entry(gradients);
  if (m > 1e-10 || m == 0) return 1;
  return std::pow(10, std::min(-std::round(std::log10(m)), 300.0));
}
DESCENT_ALTERNATIVE(loss_scale, scale_by_a_power_of_ten, "The nearest power of ten.");

double scale_by_doubling(const Parameters& gradients) {
  double m = largest_entry(gradients);
  if (m > 1e-10 || m == 0) return 1;
  double scale = 1;
  while (m < 0.5 && scale < 1e300) {
    m *= 2;
    scale *= 2;
  }
  return scale;
}
DESCENT_ALTERNATIVE(loss_scale, scale_by_doubling, "Doubles until it is enough.");

// The centered difference of one block as a function of a matrix.
std::vector<GradcheckReport> check_with_the_other_exercises(
    const GradcheckLoss& loss, const std::vector<GradcheckBlock>& blocks,
    const GradcheckOptions& options, const GradcheckWinners& winners) {
  require_gradcheck(loss, blocks, options);
  Parameters values;
  for (const GradcheckBlock& block : blocks) values.push_back(block.value);
  Rng rng(options.seed + 12345);
  const Samples drawn = sample_entries(values, options.entries_per_block, rng);
  std::vector<GradcheckReport> reports;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    GradcheckReport report;
    report.name = blocks[b].name;
    for (const arma::uword k : drawn[b]) {
      const auto with = [&](const arma::mat& entry) {
        Parameters moved = values;
        moved[b](k) = entry(0);
        return moved;
      };
      const arma::mat here(1, 1, arma::fill::value(values[b](k)));
      if (winners && kink_crossed(
                         [&](const arma::mat& entry) {
                           Rng dice(options.seed);
                           return winners(with(entry), dice);
                         },
                         here, 0, options.step)) {
        ++report.kinks;
        continue;
      }
      const arma::mat slope = centered_difference(
          [&](const arma::mat& entry) {
            Rng dice(options.seed);
            return loss(with(entry), dice);
          },
          here, options.step);
      report.entries = arma::join_cols(report.entries, arma::uvec{k});
      report.analytic = arma::join_cols(report.analytic, arma::vec{blocks[b].gradient(k)});
      report.numeric = arma::join_cols(report.numeric, arma::vec{slope(0)});
    }
    if (!report.entries.is_empty()) {
      report.errors = relative_error(report.analytic, report.numeric);
      report.worst = report.errors.max();
    }
    reports.push_back(report);
  }
  return reports;
}
DESCENT_ALTERNATIVE(check_gradient, check_with_the_other_exercises,
                    "Put together from the other exercises, one entry at a time; draws with "
                    "another seed, and looks for a kink before it evaluates the loss.");

std::vector<GradcheckReport> check_in_two_sweeps(const GradcheckLoss& loss,
                                                 const std::vector<GradcheckBlock>& blocks,
                                                 const GradcheckOptions& options,
                                                 const GradcheckWinners& winners) {
  require_gradcheck(loss, blocks, options);
  const Rng start(options.seed);  // copied, never drawn from
  Parameters parameters;
  for (const GradcheckBlock& block : blocks) parameters.push_back(block.value);
  std::vector<GradcheckReport> reports(blocks.size());
  for (std::size_t b = blocks.size(); b-- > 0;) {
    const arma::mat& value = blocks[b].value;
    Rng rng = start;
    const arma::uvec entries = arma::sort(
        rng.permutation(value.n_elem).tail(std::min(options.entries_per_block, value.n_elem)));
    arma::mat losses(entries.n_elem, 2);
    std::vector<arma::uvec> sides[2];
    for (arma::uword side = 0; side < 2; ++side) {
      for (arma::uword i = 0; i < entries.n_elem; ++i) {
        parameters[b](entries(i)) += side == 0 ? -options.step : options.step;
        Rng dice = start;
        losses(i, side) = loss(parameters, dice);
        dice = start;
        sides[side].push_back(winners ? winners(parameters, dice) : arma::uvec());
        parameters[b](entries(i)) = value(entries(i));
      }
    }
    std::vector<arma::uword> kept;
    for (arma::uword i = 0; i < entries.n_elem; ++i) {
      const arma::uvec& below = sides[0][i];
      const arma::uvec& above = sides[1][i];
      const bool same = below.n_elem == above.n_elem && arma::all(below == above);
      if (same || below.n_elem + above.n_elem == 0) kept.push_back(i);
    }
    const arma::uvec smooth = kept;
    GradcheckReport& report = reports[b];
    report.name = blocks[b].name;
    report.kinks = entries.n_elem - smooth.n_elem;
    report.worst = kInfinity;
    report.entries = entries.elem(smooth);
    report.analytic = blocks[b].gradient.elem(report.entries);
    const arma::vec slopes = (losses.col(1) - losses.col(0)) / (2 * options.step);
    report.numeric = slopes.elem(smooth);
    if (smooth.is_empty()) continue;
    report.errors = relative_error(report.analytic, report.numeric);
    report.worst = *std::max_element(report.errors.begin(), report.errors.end());
  }
  return reports;
}
DESCENT_ALTERNATIVE(check_gradient, check_in_two_sweeps,
                    "All lower ends first, then all upper ones; copies one Rng that nobody draws "
                    "from; other entries, the last block first.");

}  // namespace
}  // namespace descent
