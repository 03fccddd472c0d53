#include "gradcheck.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

// Stage 01: gradient checks. The formulas and everything that is promised stand in gradcheck.hpp,
// the reasons in the chapter, docs/stages/01-gradcheck.md. Write loops or matrix operations, as you
// like: only the numbers count.
//
// Every exercise begins in the same way: refuse bad input with the function of inputs.hpp that is
// named there. Later exercises may call earlier ones.

namespace descent {

arma::mat relative_error(const arma::mat& analytic, const arma::mat& numeric) {
  // TODO     the relative error of every entry
  // FORMULA  |a - n| / max(|a|, |n|)      0 where both are 0, infinity where one is not finite
  // STEPS    1. require_comparable(analytic, numeric);
  //          2. for each entry k: a = analytic(k), n = numeric(k)
  //          3. not finite: infinity; equal: 0; else the quotient
  // PITFALL  0/0 is NaN, and NaN > 0.01 is false: a comparison that would let everything pass
  // solution begin relative_error
  require_comparable(analytic, numeric);
  arma::mat errors(arma::size(analytic));
  for (arma::uword k = 0; k < errors.n_elem; ++k) {
    const double a = analytic(k);
    const double n = numeric(k);
    if (!std::isfinite(a) || !std::isfinite(n)) {
      errors(k) = std::numeric_limits<double>::infinity();
    } else if (a == n) {
      errors(k) = 0;  // 0 and 0, too
    } else {
      errors(k) = std::abs(a - n) / std::max(std::abs(a), std::abs(n));
    }
  }
  return errors;
  // solution end
}

arma::mat forward_difference(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  // TODO     the numerical gradient with one step forward
  // FORMULA  (f(x + h·e_k) - f(x)) / h for every entry k
  // STEPS    1. require_difference(f, x, h);
  //          2. f(x), once; and a copy of x that may be moved
  //          3. for each entry k: move it by h, evaluate f, put the old value back
  // PITFALL  an entry that is not put back spoils all entries after it
  // solution begin forward_difference
  require_difference(f, x, h);
  const double here = f(x);
  arma::mat gradient(arma::size(x));
  arma::mat moved = x;
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    moved(k) = x(k) + h;
    gradient(k) = (f(moved) - here) / h;
    moved(k) = x(k);
  }
  return gradient;
  // solution end
}

arma::mat centered_difference(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  // TODO     the numerical gradient with a step to both sides
  // FORMULA  (f(x + h·e_k) - f(x - h·e_k)) / 2h for every entry k
  // STEPS    1. require_difference(f, x, h);
  //          2. a copy of x that may be moved
  //          3. for each entry k: f at x(k) + h, f at x(k) - h, put the old value back
  // PITFALL  the two points are 2h apart, not h; and `/ 2 * h` divides by 2 and multiplies by h
  // solution begin centered_difference
  require_difference(f, x, h);
  arma::mat gradient(arma::size(x));
  arma::mat moved = x;
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    moved(k) = x(k) + h;
    const double above = f(moved);
    moved(k) = x(k) - h;
    const double below = f(moved);
    moved(k) = x(k);
    gradient(k) = (above - below) / (2 * h);
  }
  return gradient;
  // solution end
}

Judgement judge(double error, bool has_kinks) {
  // TODO     the rule of thumb for a relative error
  // STEPS    1. throw std::invalid_argument if the error is negative
  //          2. the table of gradcheck.hpp, from one end to the other
  // PITFALL  every comparison with NaN is false: make sure that NaN ends up as wrong
  // solution begin judge
  if (error < 0) {
    throw std::invalid_argument("expected a relative error of 0 or more, got " +
                                std::to_string(error));
  }
  if (error <= 1e-7) return Judgement::happy;
  if (error <= 1e-4) return has_kinks ? Judgement::fine_at_kinks : Judgement::too_high;
  if (error <= 1e-2) return Judgement::uncomfortable;
  return Judgement::wrong;  // NaN comes here: it is not below anything
  // solution end
}

// solution begin
namespace {

bool same_winners(const arma::uvec& one, const arma::uvec& other) {
  return one.n_elem == other.n_elem && std::equal(one.begin(), one.end(), other.begin());
}

}  // namespace
// solution end

bool kink_crossed(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index, double h) {
  // TODO     whether the winners at x + h·e_index and x - h·e_index differ
  // STEPS    1. require_kink_question(winners, x, index, h);
  //          2. the winners at both ends
  //          3. another number of them, or one that differs: true
  // PITFALL  in Armadillo `a == b` is a vector, and throws if the lengths differ
  // solution begin kink_crossed
  require_kink_question(winners, x, index, h);
  arma::mat moved = x;
  moved(index) = x(index) + h;
  const arma::uvec above = winners(moved);
  moved(index) = x(index) - h;
  const arma::uvec below = winners(moved);
  return !same_winners(above, below);
  // solution end
}

std::vector<arma::uvec> sample_entries(const std::vector<arma::mat>& blocks, arma::uword per_block,
                                       Rng& rng) {
  // TODO     a few entries of every block, at random, none of them twice
  // STEPS    1. require_sampling(blocks, per_block);
  //          2. for each block: how many (not more than it has)
  //          3. so many different indices below n_elem, all equally likely
  // PITFALL  a draw from all parameters together would nearly never hit a bias of ten numbers
  // solution begin sample_entries
  require_sampling(blocks, per_block);
  std::vector<arma::uvec> entries;
  for (const arma::mat& block : blocks) {
    const arma::uword count = std::min(per_block, block.n_elem);
    entries.push_back(rng.permutation(block.n_elem).head(count));
  }
  return entries;
  // solution end
}

double loss_scale(const std::vector<arma::mat>& gradients) {
  // TODO     a factor that brings tiny gradients to the order of 1
  // STEPS    1. require_scalable(gradients);
  //          2. m: the largest absolute value of all entries of all gradients
  //          3. above 1e-10, or 0: the factor is 1; else about 1/m, for instance a power of two
  // PITFALL  1/0 is infinite, and so is 1/m for the very smallest m
  // solution begin loss_scale
  require_scalable(gradients);
  double largest = 0;
  for (const arma::mat& gradient : gradients) {
    largest = std::max(largest, arma::abs(gradient).max());
  }
  if (largest == 0 || largest > 1e-10) return 1;
  // A power of two: multiplying by it changes the exponent only and rounds nothing.
  return std::exp2(std::min(-std::floor(std::log2(largest)), 1000.0));
  // solution end
}

// solution begin
namespace {

double largest_of(const arma::vec& errors) {
  return errors.is_empty() ? std::numeric_limits<double>::infinity() : errors.max();
}

}  // namespace
// solution end

std::vector<GradcheckReport> check_gradient(const GradcheckLoss& loss,
                                            const std::vector<GradcheckBlock>& blocks,
                                            const GradcheckOptions& options,
                                            const GradcheckWinners& winners) {
  // TODO     compare analytic and numeric gradient at a few entries of every block
  // STEPS    1. require_gradcheck(loss, blocks, options);
  //          2. the values of all blocks in a std::vector<arma::mat>, which may be moved
  //          3. draw entries of every block: sample_entries with an Rng of your own
  //          4. for each of them: step to both sides. At each end make an Rng(options.seed) and
  //             evaluate the loss, with another new Rng(options.seed) the winners if there are any.
  //             Put the entry back
  //          5. winners differ: count a kink. Else note index, analytic and numeric value
  //          6. if any entry is left, errors: relative_error(analytic, numeric); worst: the
  //             largest of them
  // PITFALL  an Rng that has been drawn from makes another dropout mask: a new one every time
  // solution begin check_gradient
  require_gradcheck(loss, blocks, options);
  std::vector<arma::mat> parameters;
  for (const GradcheckBlock& block : blocks) parameters.push_back(block.value);
  const auto loss_here = [&] {
    Rng same(options.seed);
    return loss(parameters, same);
  };
  const auto winners_here = [&] {
    Rng same(options.seed);
    return winners ? winners(parameters, same) : arma::uvec();
  };

  Rng rng(options.seed);
  const std::vector<arma::uvec> drawn = sample_entries(parameters, options.entries_per_block, rng);
  std::vector<GradcheckReport> reports;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    GradcheckReport report{.name = blocks[b].name};
    std::vector<arma::uword> entries;
    std::vector<double> slopes;
    for (const arma::uword k : drawn[b]) {
      const double value = blocks[b].value(k);
      double& entry = parameters[b](k);
      entry = value + options.step;
      const double above = loss_here();
      const arma::uvec winners_above = winners_here();
      entry = value - options.step;
      const double below = loss_here();
      const arma::uvec winners_below = winners_here();
      entry = value;
      if (!same_winners(winners_above, winners_below)) {
        ++report.kinks;
        continue;
      }
      entries.push_back(k);
      slopes.push_back((above - below) / (2 * options.step));
    }
    report.entries = entries;
    report.numeric = slopes;
    report.analytic = blocks[b].gradient.elem(report.entries);
    if (!entries.empty()) report.errors = relative_error(report.analytic, report.numeric);
    report.worst = largest_of(report.errors);
    reports.push_back(report);
  }
  return reports;
  // solution end
}

}  // namespace descent
