#include "harness/suites/01-gradcheck/model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "harness/checks/expect.hpp"

namespace descent::suite {
namespace {

using checks::expect_equal;
using checks::expect_near;

constexpr auto kReadReport = "a-report-not-a-verdict";

std::vector<GradcheckBlock> to_blocks(const std::vector<std::string>& names,
                                      const Parameters& values, const Parameters& gradients) {
  std::vector<GradcheckBlock> blocks;
  for (std::size_t b = 0; b < values.size(); ++b) {
    blocks.push_back({.name = names[b], .value = values[b], .gradient = gradients[b]});
  }
  return blocks;
}

}  // namespace

RandomModel::RandomModel(const std::vector<BlockShape>& shapes, Rng& rng) {
  for (const BlockShape& shape : shapes) {
    names.push_back(fmt::format("block{}", names.size()));
    values.push_back(rng.normal(shape.rows, shape.cols));
    c.push_back(rng.normal(shape.rows, shape.cols));
    d.push_back(0.3 * rng.normal(shape.rows, shape.cols));
  }
}

Parameters RandomModel::masks(Rng& rng) const {
  Parameters result;
  for (const arma::mat& value : values) {
    arma::mat mask(arma::size(value));
    for (double& entry : mask) entry = rng.uniform() < 0.5 ? 0 : 2;
    result.push_back(mask);
  }
  return result;
}

double RandomModel::loss(const Parameters& parameters, Rng& rng) const {
  const Parameters mask = masks(rng);
  double sum = 0;
  double coupled = 0;
  for (std::size_t b = 0; b < values.size(); ++b) {
    sum += arma::accu(mask[b] % c[b] % arma::pow(parameters.at(b), 3));
    coupled += arma::accu(d[b] % parameters.at(b));
  }
  return sum + coupled * coupled;
}

Parameters RandomModel::quotients(std::uint64_t seed, double step) const {
  Rng rng(seed);
  const Parameters mask = masks(rng);
  double coupled = 0;
  for (std::size_t b = 0; b < values.size(); ++b) coupled += arma::accu(d[b] % values[b]);
  Parameters result;
  for (std::size_t b = 0; b < values.size(); ++b) {
    result.push_back(mask[b] % c[b] % (3 * arma::square(values[b]) + step * step) +
                     2 * coupled * d[b]);
  }
  return result;
}

Parameters RandomModel::gradients(std::uint64_t seed) const { return quotients(seed, 0); }

std::vector<GradcheckBlock> RandomModel::blocks(const Parameters& gradients) const {
  return to_blocks(names, values, gradients);
}

struct ReluNet::Pass {
  arma::mat mask, before, hidden, probabilities;
  double loss = 0;
};

ReluNet::ReluNet(Rng& rng) {
  constexpr arma::uword n = 6, dims = 5, units = 7, classes = 4;
  inputs = rng.normal(n, dims);
  labels = rng.labels(n, classes);
  values = {0.5 * rng.normal(dims, units), 0.3 * rng.normal(1, units),
            0.5 * rng.normal(units, classes), 0.3 * rng.normal(1, classes)};
}

ReluNet::Pass ReluNet::forward(const Parameters& parameters, Rng& rng) const {
  Pass pass;
  pass.before = inputs * parameters.at(0);
  pass.before.each_row() += arma::rowvec(parameters.at(1));
  pass.mask.set_size(arma::size(pass.before));
  for (double& entry : pass.mask) entry = rng.uniform() < 0.6 ? 1 / 0.6 : 0;
  pass.hidden = pass.mask % arma::clamp(pass.before, 0.0, std::numeric_limits<double>::max());
  arma::mat scores = pass.hidden * parameters.at(2);
  scores.each_row() += arma::rowvec(parameters.at(3));
  const arma::vec largest = arma::max(scores, 1);
  scores.each_col() -= largest;
  pass.probabilities = arma::exp(scores);
  const arma::vec totals = arma::sum(pass.probabilities, 1);
  pass.probabilities.each_col() /= totals;
  const double n = static_cast<double>(inputs.n_rows);
  for (arma::uword i = 0; i < inputs.n_rows; ++i) {
    pass.loss += (std::log(totals(i)) - scores(i, labels(i))) / n;
  }
  return pass;
}

double ReluNet::loss(const Parameters& parameters, Rng& rng) const {
  return forward(parameters, rng).loss;
}

// A unit that dropout has switched off has no kink that anybody sees.
arma::uvec ReluNet::winners(const Parameters& parameters, Rng& rng) const {
  const Pass pass = forward(parameters, rng);
  const arma::umat open = pass.hidden > 0;
  return arma::vectorise(open);
}

Parameters ReluNet::gradients(std::uint64_t seed) const {
  Rng rng(seed);
  const Pass pass = forward(values, rng);
  arma::mat dscores = pass.probabilities;
  for (arma::uword i = 0; i < inputs.n_rows; ++i) dscores(i, labels(i)) -= 1;
  dscores /= static_cast<double>(inputs.n_rows);
  const arma::mat open = arma::conv_to<arma::mat>::from(pass.before > 0);
  const arma::mat dbefore = (dscores * values[2].t()) % pass.mask % open;
  return {inputs.t() * dbefore, arma::sum(dbefore), pass.hidden.t() * dscores, arma::sum(dscores)};
}

std::vector<GradcheckBlock> ReluNet::blocks(const Parameters& gradients) const {
  return to_blocks({"W1", "b1", "W2", "b2"}, values, gradients);
}

bool expect_well_formed(const Reports& yours, const std::vector<GradcheckBlock>& blocks,
                        const GradcheckOptions& options, checks::Location location) {
  const std::string drawn = fmt::format("({} asked for)", options.entries_per_block);
  if (!expect_equal(static_cast<long long>(yours.size()), static_cast<long long>(blocks.size()),
                    {.what = "the number of reports",
                     .why = "One for each block, in the same order.",
                     .read = kReadReport},
                    location)) {
    return false;
  }
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const GradcheckReport& report = yours[b];
    const arma::uword n = blocks[b].value.n_elem;
    const std::string block = fmt::format("block '{}' of {} entries {}", blocks[b].name, n, drawn);
    if (!checks::expect_that(
            report.name == blocks[b].name, "'" + report.name + "'", "'" + blocks[b].name + "'",
            {.what = fmt::format("the name in report {}", b), .read = kReadReport}, location)) {
      return false;
    }
    if (!expect_equal(
            static_cast<long long>(report.entries.n_elem + report.kinks),
            static_cast<long long>(std::min(n, options.entries_per_block)),
            {.what = "the number of entries and kinks in the report on " + block,
             .why = "Of every block min(entries_per_block, n_elem) entries are drawn, and "
                    "each is either compared or counted as a kink.",
             .read = "a-few-entries-of-every-block"},
            location)) {
      return false;
    }
    for (const arma::vec* values : {&report.analytic, &report.numeric, &report.errors}) {
      if (!expect_equal(
              static_cast<long long>(values->n_elem), static_cast<long long>(report.entries.n_elem),
              {.what = "the number of analytic values, numeric values or errors of " + block,
               .why = "One of each for every entry that was compared.",
               .read = kReadReport},
              location)) {
        return false;
      }
    }
    const arma::uvec different = arma::unique(report.entries);
    const bool inside = report.entries.is_empty() || report.entries.max() < n;
    if (!checks::expect_that(inside && different.n_elem == report.entries.n_elem,
                             inside ? "an entry that comes twice" : "an index behind the end",
                             "different indices inside the block",
                             {.what = "the entries of " + block,
                              .why = "Every drawn entry is compared once. If you call your own "
                                     "sample_entries, mend that first.",
                              .read = kReadReport},
                             location)) {
      return false;
    }
  }
  return true;
}

bool expect_right_reports(const Reports& yours, const std::vector<GradcheckBlock>& blocks,
                          const Parameters& quotients, checks::Location location) {
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const GradcheckReport& report = yours[b];
    if (report.entries.is_empty()) continue;
    const arma::vec analytic = blocks[b].gradient.elem(report.entries);
    const arma::vec numeric = quotients[b].elem(report.entries);
    const arma::vec larger = arma::max(arma::abs(report.analytic), arma::abs(report.numeric));
    arma::vec errors = arma::abs(report.analytic - report.numeric) / larger;
    errors.replace(arma::datum::nan, 0);  // 0 and 0
    const std::string of = " of block '" + blocks[b].name + "'";
    const bool holds =
        expect_near(report.analytic, analytic,
                    {.what = "the analytic values" + of,
                     .why = "They are gradient(entries(i)), unchanged.",
                     .read = kReadReport,
                     .tolerance = checks::kExact},
                    location) &&
        expect_near(report.numeric, numeric,
                    {.what = "the numeric values" + of,
                     .why = "They are the centered differences at these entries, with step "
                            "options.step, all other parameters at their values, and the random "
                            "numbers of a new Rng(options.seed) at both ends.",
                     .read = "a-gradient-check-for-a-model",
                     .tolerance = {1e-9, 1e-9}},
                    location) &&
        expect_near(report.errors, errors,
                    {.what = "the errors" + of,
                     .why = "They are the relative errors of your analytic and numeric values.",
                     .read = "relative-error",
                     .tolerance = {1e-6, 1e-9}},
                    location) &&
        expect_near(report.worst, report.errors.max(),
                    {.what = "the worst error" + of,
                     .why = "It is the largest of the errors of this block.",
                     .read = kReadReport},
                    location);
    if (!holds) return false;
  }
  return true;
}

}  // namespace descent::suite
