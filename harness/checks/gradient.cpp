#include "harness/checks/gradient.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "harness/checks/derivative.hpp"
#include "harness/checks/landscape.hpp"
#include "harness/checks/probes.hpp"
#include "harness/checks/show.hpp"

namespace descent::checks {
namespace {

/// How far |a - n| may be where n is this uncertain; the estimate of the uncertainty is itself one.
constexpr double kSafety = 10;

class BlockCheck {
 public:
  BlockCheck(Landscape& landscape, std::size_t block, const arma::mat& x, const arma::mat& analytic,
             const GradientOptions& options)
      : landscape_(landscape), block_(block), x_(x), analytic_(analytic), options_(options) {}

  BlockReport run(std::string name, Rng& rng) {
    BlockReport report{std::move(name), x_.n_rows, x_.n_cols, 0, {}};
    if (x_.is_empty()) return report;
    const bool whole = x_.n_elem <= options_.whole;
    const arma::uvec entries = whole ? arma::regspace<arma::uvec>(0, x_.n_elem - 1) : choose(rng);
    std::vector<arma::mat> directions;
    for (arma::uword i = 0; !whole && i < options_.directions; ++i) {
      arma::mat direction = rng.normal(x_.n_rows, x_.n_cols);
      direction /= arma::norm(arma::vectorise(direction));
      directions.push_back(std::move(direction));
    }

    // First everything quickly, which also gives the block's scale; then carefully what disagrees.
    for (const arma::uword index : entries) {
      Probe probe;
      probe.index = index;
      probe.analytic = analytic_[index];
      probe.numeric = quick_derivative(landscape_.along_entry(block_, index), step(index));
      report.probes.push_back(probe);
    }
    for (arma::uword i = 0; i < directions.size(); ++i) {
      Probe probe;
      probe.is_direction = true;
      probe.index = i;
      probe.analytic = arma::accu(analytic_ % directions[i]);
      probe.numeric = quick_derivative(landscape_.along(block_, directions[i]), step_along());
      report.probes.push_back(probe);
    }
    rms_ = whole ? rms_of(report.probes) : surveyed_rms_;
    for (Probe& probe : report.probes) {
      judge(probe, probe.is_direction ? &directions[probe.index] : nullptr);
    }
    report.rms = rms_;
    return report;
  }

 private:
  [[nodiscard]] double step(arma::uword index) const {
    return options_.step * std::max(1.0, std::abs(x_[index]));
  }
  [[nodiscard]] double step_along() const {
    return options_.step * std::max(1.0, arma::norm(arma::vectorise(x_)) /
                                             std::sqrt(static_cast<double>(x_.n_elem)));
  }
  static double rms_of(const std::vector<Probe>& probes) {
    double sum = 0, count = 0;
    for (const Probe& probe : probes) {
      if (!std::isfinite(probe.numeric)) continue;
      sum += probe.numeric * probe.numeric;
      ++count;
    }
    return count == 0 ? 0 : std::sqrt(sum / count);
  }

  arma::uvec choose(Rng& rng) {
    const auto slope = [this](arma::uword index) {
      const double h = step(index);
      return (landscape_.along_entry(block_, index)(h) - landscape_.value()) / h;
    };
    const ProbeChoice choice = choose_entries(analytic_, slope, rng, options_);
    surveyed_rms_ = choice.rms;
    return choice.entries;
  }

  void judge(Probe& probe, const arma::mat* direction) {
    const double a = probe.analytic;
    const double h = direction != nullptr ? step_along() : step(probe.index);
    // The scale never comes from the analytic block: a wrong one would set its own measure.
    const auto scale = [&](double n) { return std::max({std::abs(a), std::abs(n), 1e-2 * rms_}); };
    const auto set = [&](double gap, double noise, Verdict verdict) {
      const double largest = std::max(scale(probe.numeric), noise);
      probe.error = std::isfinite(gap) ? (gap == 0 ? 0 : gap / largest) : arma::datum::inf;
      probe.verdict = verdict;
    };
    probe.low = probe.high = probe.numeric;
    probe.uncertainty = round_off_floor(landscape_.value(), h);
    double gap = std::abs(a - probe.numeric);
    if (gap <= options_.tolerance * scale(probe.numeric)) return set(gap, 0, Verdict::agrees);

    const Derivative careful =
        direction != nullptr
            ? careful_derivative(landscape_.along(block_, *direction), landscape_.value(), h,
                                 0.1 * options_.tolerance * scale(probe.numeric),
                                 landscape_.winners_along(block_, *direction))
            : careful_derivative(landscape_.along_entry(block_, probe.index), landscape_.value(), h,
                                 0.1 * options_.tolerance * scale(probe.numeric),
                                 landscape_.winners_along_entry(block_, probe.index));
    probe.uncertainty = careful.uncertainty;
    probe.low = careful.low;
    probe.high = careful.high;
    probe.numeric = careful.at_kink ? std::clamp(a, careful.low, careful.high) : careful.value;
    gap = std::abs(a - probe.numeric);
    const double noise = kSafety * careful.uncertainty / options_.tolerance;
    if (!std::isfinite(gap)) return set(gap, 0, Verdict::wrong);
    if (gap <= options_.tolerance * scale(probe.numeric)) {
      return set(gap, noise, careful.at_kink ? Verdict::at_kink : Verdict::agrees);
    }
    set(gap, noise, gap <= kSafety * careful.uncertainty ? Verdict::inconclusive : Verdict::wrong);
  }

  Landscape& landscape_;
  std::size_t block_;
  const arma::mat& x_;
  const arma::mat& analytic_;
  const GradientOptions& options_;
  double rms_ = 0, surveyed_rms_ = 0;
};

}  // namespace

arma::uword BlockReport::count(Verdict verdict) const {
  return static_cast<arma::uword>(std::count_if(
      probes.begin(), probes.end(), [=](const Probe& probe) { return probe.verdict == verdict; }));
}

const Probe* BlockReport::worst() const {
  const Probe* worst = nullptr;
  const auto gap = [](const Probe& probe) {
    const double difference = std::abs(probe.analytic - probe.numeric);
    return std::isnan(difference) ? arma::datum::inf : difference;
  };
  for (const Probe& probe : probes) {
    if (probe.verdict != Verdict::wrong) continue;
    const bool better = worst == nullptr || (!probe.is_direction && gap(probe) > gap(*worst));
    if (better) worst = &probe;
  }
  return worst;
}

arma::uword GradientReport::count(Verdict verdict) const {
  arma::uword sum = 0;
  for (const BlockReport& block : blocks) sum += block.count(verdict);
  return sum;
}

GradientReport check_gradient(const ScalarFunction& f, const Blocks& point, const Blocks& analytic,
                              Rng& rng, const GradientOptions& options) {
  if (analytic.size() != point.size()) {
    throw std::invalid_argument(fmt::format("check_gradient: {} parameter blocks but {} gradients",
                                            point.size(), analytic.size()));
  }
  Landscape landscape(f, options.winners, point);
  GradientReport report;
  report.value = landscape.value();
  for (std::size_t i = 0; i < point.size(); ++i) {
    const std::string name =
        i < options.names.size() ? options.names[i] : fmt::format("block {}", i);
    if (arma::size(point[i]) != arma::size(analytic[i])) {
      throw std::invalid_argument(fmt::format("check_gradient: {} is {} but its gradient is {}",
                                              name, show_shape(point[i]), show_shape(analytic[i])));
    }
    BlockCheck check(landscape, i, point[i], analytic[i], options);
    report.blocks.push_back(check.run(name, rng));
  }
  report.evaluations = landscape.evaluations();
  return report;
}

ScalarFunction against_upstream(MatrixFunction f, arma::mat upstream) {
  return [f = std::move(f), upstream = std::move(upstream)](const Blocks& blocks) {
    const arma::mat out = f(blocks);
    if (arma::size(out) != arma::size(upstream)) {
      throw std::invalid_argument(
          fmt::format("the forward pass gave a matrix of {} where {} is expected", show_shape(out),
                      show_shape(upstream)));
    }
    return arma::accu(upstream % out);
  };
}

}  // namespace descent::checks
