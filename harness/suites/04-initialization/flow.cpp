#include "harness/suites/04-initialization/flow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace descent::suite {
namespace {

using checks::expect_near;

double value_of(double z, FlowNonlinearity f) {
  return f == FlowNonlinearity::tanh ? std::tanh(z) : z > 0 ? z : 0;
}

double slope_of(double z, FlowNonlinearity f) {
  if (f == FlowNonlinearity::relu) return z > 0 ? 1 : 0;
  return 1 / (std::cosh(z) * std::cosh(z));
}

double mean_of(const arma::mat& values) {
  return arma::accu(values) / static_cast<double>(values.n_elem);
}

double std_of(const arma::mat& values) {
  const double mean = mean_of(values);
  return std::sqrt(mean_of(arma::square(values - mean)));
}

arma::uvec counts_of(const arma::mat& values, arma::uword bins, const FlowRange& range) {
  arma::uvec counts(bins, arma::fill::zeros);
  for (const double value : values) {
    arma::uword bin = 0;
    while (bin + 1 < bins && value >= range.low + (range.high - range.low) *
                                                      static_cast<double>(bin + 1) /
                                                      static_cast<double>(bins)) {
      ++bin;
    }
    ++counts(bin);
  }
  return counts;
}

std::string text_of(const arma::uvec& counts) {
  std::string text;
  for (const arma::uword count : counts)
    text += fmt::format("{}{}", text.empty() ? "" : " ", count);
  return text;
}

// Counts as words: they are compared whole, and the sum tells whether values were lost.
bool expect_same_counts(const arma::uvec& yours, const arma::uvec& expected,
                        const std::string& what, std::string why) {
  if (yours.n_elem == expected.n_elem && arma::accu(yours) < arma::accu(expected)) {
    why += fmt::format(
        " Your counts sum to {}, but there are {} values: those outside the range belong into the "
        "outer bins.",
        arma::accu(yours), arma::accu(expected));
  }
  const bool same = yours.n_elem == expected.n_elem && arma::all(yours == expected);
  return checks::expect_that(same, text_of(yours), text_of(expected),
                             {.what = what, .why = why, .read = "count-every-value"});
}

FlowProblem draw_flow(Rng& rng, FlowNonlinearity nonlinearity) {
  const arma::uvec sizes = rng.permutation(6) + 2;
  const arma::uword n = sizes(0), d = sizes(1), units = sizes(2);
  const double scale = 0.7 / std::sqrt(static_cast<double>(units));
  return {.X = rng.normal(n, d) + 0.3,
          .upstream = 0.5 * rng.normal(n, units) + 0.2,
          .init = [scale](arma::uword fan_in, arma::uword fan_out, Rng& r) -> arma::mat {
            return 0.15 + scale * r.normal(fan_in, fan_out);
          },
          .nonlinearity = nonlinearity,
          .options = {.layers = 2 + rng.below(4),
                      .units = units,
                      .bins = 4 + rng.below(5),
                      .activations = {-0.513, 0.671},
                      .gradients = {-0.341, 0.417}},
          .seed = rng.bits()};
}

double smallest_pre_activation(const FlowProblem& problem) {
  Rng rng(problem.seed);
  double smallest = arma::datum::inf;
  arma::mat h = problem.X;
  for (arma::uword l = 0; l < problem.options.layers; ++l) {
    h = h * problem.init(h.n_cols, problem.options.units, rng);
    smallest = std::min(smallest, arma::abs(h).min());
    h.transform([&](double z) { return value_of(z, problem.nonlinearity); });
  }
  return smallest;
}

bool well_spread(const std::vector<LayerFlow>& flow) {
  return std::all_of(flow.begin(), flow.end(), [](const LayerFlow& layer) {
    return layer.std > 1e-2 * std::abs(layer.mean) &&
           layer.gradient_std > 1e-2 * std::abs(layer.gradient_mean);
  });
}

}  // namespace

FlowProblem any_flow(Rng& rng, FlowNonlinearity nonlinearity, double size) {
  while (true) {
    FlowProblem problem = draw_flow(rng, nonlinearity);
    problem.X *= size;
    if (smallest_pre_activation(problem) > 1e-6 && well_spread(flow_by_definition(problem))) {
      return problem;
    }
  }
}

std::vector<LayerFlow> flow_by_definition(const FlowProblem& problem) {
  const auto& [X, upstream, init, f, options, seed] = problem;
  Rng rng(seed);
  std::vector<arma::mat> weights, z, h = {X};
  for (arma::uword l = 0; l < options.layers; ++l) {
    weights.push_back(init(h.back().n_cols, options.units, rng));
    arma::mat sums(X.n_rows, options.units, arma::fill::zeros);
    for (arma::uword j = 0; j < options.units; ++j) {
      for (arma::uword k = 0; k < h.back().n_cols; ++k) {
        sums.col(j) += h.back().col(k) * weights[l](k, j);
      }
    }
    z.push_back(sums);
    h.push_back(sums.transform([f = f](double x) { return value_of(x, f); }));
  }
  std::vector<LayerFlow> flow(options.layers);
  arma::mat g = upstream;
  for (arma::uword l = options.layers; l-- > 0;) {
    flow[l] = {.mean = mean_of(h[l + 1]),
               .std = std_of(h[l + 1]),
               .histogram = counts_of(h[l + 1], options.bins, options.activations),
               .gradient_mean = mean_of(g),
               .gradient_std = std_of(g),
               .gradient_histogram = counts_of(g, options.bins, options.gradients)};
    arma::mat below(X.n_rows, weights[l].n_rows, arma::fill::zeros);
    for (arma::uword j = 0; j < options.units; ++j) {
      const arma::vec at = z[l].col(j);
      arma::vec through = g.col(j);
      for (arma::uword i = 0; i < at.n_elem; ++i) through(i) *= slope_of(at(i), f);
      for (arma::uword k = 0; k < below.n_cols; ++k) below.col(k) += through * weights[l](k, j);
    }
    g = below;
  }
  return flow;
}

bool expect_same_flow(const std::vector<LayerFlow>& yours, const std::vector<LayerFlow>& expected,
                      const std::string& setting, const std::string& why) {
  if (!checks::expect_equal(static_cast<long long>(yours.size()),
                            static_cast<long long>(expected.size()),
                            {.what = setting + "the number of layers told about",
                             .why = "One LayerFlow for each layer of the net; X is no layer.",
                             .read = "watching-the-layers"})) {
    return false;
  }
  const arma::uword layers = expected.size();
  // One column each for mean, std, gradient mean and gradient std; a row for each layer.
  arma::mat mine(layers, 4), right(layers, 4);
  for (arma::uword l = 0; l < layers; ++l) {
    const LayerFlow &a = yours[l], &b = expected[l];
    mine.row(l) = arma::rowvec{a.mean, a.std, a.gradient_mean, a.gradient_std};
    right.row(l) = arma::rowvec{b.mean, b.std, b.gradient_mean, b.gradient_std};
  }
  // A mean of numbers that cancel is round-off: it is measured by the numbers, not by itself.
  const auto column = [&](arma::uword j, const std::string& what, const std::string& reason,
                          const std::string& read) {
    const arma::vec values = right.col(j);
    const double largest = arma::abs(values).max();
    const double numbers = std::max(largest, right.col(j | 1).max());  // the std beside the mean
    checks::Tolerance tolerance = checks::kBackward;
    tolerance.absolute *= largest > 0 ? numbers / largest : numbers;
    return expect_near(arma::vec(mine.col(j)), values,
                       {.what = setting + what + ", a row for each layer",
                        .why = why.empty() ? reason : why,
                        .read = read,
                        .tolerance = tolerance});
  };
  if (!column(0, "the means of the activations",
              "The mean over all examples and units of h_l = f(h_{l-1}·W_l).",
              "watching-the-layers") ||
      !column(1, "the standard deviations of the activations",
              "The root of the mean square distance from the mean, over all N·units values, "
              "divided by their number.",
              "watching-the-layers")) {
    return false;
  }
  for (arma::uword l = 0; l < layers; ++l) {
    if (!expect_same_counts(
            yours[l].histogram, expected[l].histogram,
            fmt::format("{}the histogram of layer {}'s activations", setting, l + 1),
            "How many of the N·units values fall into each bin.")) {
      return false;
    }
  }
  if (!column(2, "the means of the gradients",
              "g_layers is the upstream gradient itself; below, g_{l-1} = (g_l % f'(z_l))·W_lᵀ.",
              "back-through-the-layers") ||
      !column(3, "the standard deviations of the gradients",
              "g_layers is the upstream gradient itself; below, g_{l-1} = (g_l % f'(z_l))·W_lᵀ.",
              "back-through-the-layers")) {
    return false;
  }
  for (arma::uword l = 0; l < layers; ++l) {
    if (!expect_same_counts(yours[l].gradient_histogram, expected[l].gradient_histogram,
                            fmt::format("{}the histogram of layer {}'s gradients", setting, l + 1),
                            "How many of the N·units values fall into each bin.")) {
      return false;
    }
  }
  return true;
}

}  // namespace descent::suite
