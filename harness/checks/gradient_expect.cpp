#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

#include "harness/checks/compare.hpp"
#include "harness/checks/gradient.hpp"
#include "harness/checks/show.hpp"

namespace descent::checks {
namespace {

std::string place_of(const Probe& probe, const arma::mat& block) {
  return probe.is_direction ? fmt::format("random direction {}", probe.index)
                            : show_index(block, probe.index);
}

/// "31 agree, 2 lie at a kink, 1 is hidden by round-off".
std::string others(const BlockReport& block) {
  const arma::uword agree = block.count(Verdict::agrees);
  std::string text = fmt::format("{} agree{}", agree, agree == 1 ? "s" : "");
  if (const arma::uword n = block.count(Verdict::at_kink); n > 0) {
    text += fmt::format(", {} at a kink {} acceptable", n, n == 1 ? "is" : "are");
  }
  if (const arma::uword n = block.count(Verdict::inconclusive); n > 0) {
    text += fmt::format(", {} cannot be told from round-off", n);
  }
  return text;
}

/// The worst few as lines of a table, for a block that was only sampled.
std::pair<std::string, std::string> sampled_lines(const BlockReport& block,
                                                  const arma::mat& analytic) {
  std::vector<const Probe*> wrong;
  for (const Probe& probe : block.probes) {
    if (probe.verdict == Verdict::wrong) wrong.push_back(&probe);
  }
  std::stable_sort(wrong.begin(), wrong.end(), [](const Probe* a, const Probe* b) {
    if (a->is_direction != b->is_direction) return !a->is_direction;
    return std::abs(a->analytic - a->numeric) > std::abs(b->analytic - b->numeric);
  });
  wrong.resize(std::min<std::size_t>(wrong.size(), 4));
  std::string expected, yours;
  for (const Probe* probe : wrong) {
    const int digits = digits_to_tell_apart(probe->analytic, probe->numeric);
    const std::string place = place_of(*probe, analytic);
    expected += fmt::format("{:<22} {}\n", place, show(probe->numeric, digits));
    yours += fmt::format("{:<22} {}\n", place, show(probe->analytic, digits));
  }
  if (wrong.size() > 1) {  // one line stays a sentence, more become a block
    expected.pop_back();
    yours.pop_back();
  }
  return {expected, yours};
}

}  // namespace

std::optional<outcome::Finding> gradient_finding(const BlockReport& block,
                                                 const arma::mat& analytic, const arma::mat& point,
                                                 const About& about) {
  const Probe* worst = block.worst();
  if (worst == nullptr) return std::nullopt;

  std::vector<const Probe*> entries;
  for (const Probe& probe : block.probes) {
    if (!probe.is_direction) entries.push_back(&probe);
  }
  const bool whole = entries.size() == analytic.n_elem;
  arma::mat yours(whole ? analytic.n_rows : entries.size(), whole ? analytic.n_cols : 1);
  arma::mat numeric(arma::size(yours)), weights(arma::size(yours));
  arma::umat marked(arma::size(yours), arma::fill::zeros);
  diagnosis::Setting setting = about.setting;
  // Any parameter may be penalized; the strength is known only of the weights that the test names.
  const bool named =
      setting.weights != nullptr && arma::size(*setting.weights) == arma::size(analytic);
  const arma::mat& penalized = named ? *setting.weights : point;
  if (!named) setting.lambda = 0;
  for (arma::uword i = 0; i < entries.size(); ++i) {
    const Probe& probe = *entries[i];
    yours[i] = probe.analytic;
    // Where there is no disagreement the analytic value is the more exact one.
    const bool wrong = probe.verdict == Verdict::wrong;
    numeric[i] = wrong ? probe.numeric : probe.analytic;
    marked[i] = wrong ? 1 : 0;
    weights[i] = penalized[probe.index];
  }
  setting.weights = &weights;

  outcome::Finding finding;
  finding.why =
      about.why.empty()
          ? "A gradient must be the derivative of the loss that your own forward pass "
            "computes: nudging an entry by h must change the loss by h times its gradient."
          : about.why;
  finding.read = about.read;
  const arma::uword wrong = block.count(Verdict::wrong);
  finding.problem =
      whole ? fmt::format("{}: {} of {} entries differ from the numerical derivative.", block.name,
                          wrong, analytic.n_elem, wrong == 1 ? "s" : "")
            : fmt::format("{}: {} of {} probes differ from the numerical derivative.", block.name,
                          wrong, block.probes.size(), wrong == 1 ? "s" : "");
  const int digits = digits_to_tell_apart(worst->analytic, worst->numeric);
  if (whole) {
    const Pair both = show_both(numeric, yours, worst->index, digits, marked);
    finding.expected = both.expected;
    finding.yours = both.yours;
  } else {
    std::tie(finding.expected, finding.yours) = sampled_lines(block, analytic);
  }
  finding.worst = fmt::format("{}: yours {}, numerically {}", place_of(*worst, analytic),
                              show(worst->analytic, digits), show(worst->numeric, digits));
  if (worst->low < worst->high) {
    finding.worst += fmt::format(" (at a kink: anything from {} to {} is right)",
                                 show(worst->low, digits), show(worst->high, digits));
  }
  finding.worst +=
      fmt::format(", a relative error of {}; {}", show(worst->error, 2), others(block));
  if (!numeric.is_empty()) finding.likely = diagnosis::explain(yours, numeric, setting);
  return finding;
}

bool expect_gradient(const ScalarFunction& f, const Blocks& point, const Blocks& analytic, Rng& rng,
                     const About& about, const GradientOptions& options, Location location) {
  GradientOptions named = options;
  for (std::size_t i = named.names.size(); i < point.size(); ++i) {
    const std::string what = about.what.empty() ? "the gradient" : about.what;
    named.names.push_back(point.size() == 1 ? what : fmt::format("{}, block {}", what, i));
  }
  if (!expect_equal(static_cast<long long>(analytic.size()), static_cast<long long>(point.size()),
                    {.what = "the number of gradients", .why = about.why, .read = about.read},
                    location)) {
    return false;
  }
  for (std::size_t i = 0; i < point.size(); ++i) {
    About block = about;
    block.what = named.names[i];
    if (!expect_shape(analytic[i], point[i].n_rows, point[i].n_cols, block, location) ||
        !expect_finite(analytic[i], block, location)) {
      return false;
    }
  }
  const GradientReport report = check_gradient(f, point, analytic, rng, named);
  if (!std::isfinite(report.value)) {
    About forward = about;
    forward.what = "the function that is to be differentiated";
    return expect_finite(report.value, forward, location);
  }
  for (std::size_t i = 0; i < point.size(); ++i) {
    if (auto finding = gradient_finding(report.blocks[i], analytic[i], point[i], about)) {
      checks::report(std::move(*finding), location);
      return false;
    }
  }
  return true;
}

bool expect_gradient(const std::function<double(const arma::mat&)>& f, const arma::mat& point,
                     const arma::mat& analytic, Rng& rng, const About& about,
                     const GradientOptions& options, Location location) {
  return expect_gradient([&f](const Blocks& blocks) { return f(blocks[0]); }, Blocks{point},
                         Blocks{analytic}, rng, about, options, location);
}

}  // namespace descent::checks
