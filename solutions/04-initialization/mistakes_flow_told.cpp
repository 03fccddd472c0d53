// Known mistakes: what is told about one layer, its mean, its standard deviation and its counts.

#include "flow_habits.hpp"

namespace descent {
namespace {

using namespace mistakes;

std::vector<LayerFlow> flow_pre_activations(const arma::mat& X, const arma::mat& upstream,
                                            const WeightInitializer& init, FlowNonlinearity f,
                                            Rng& rng, const FlowOptions& options) {
  return checked_flow({.shown = [](const Pass& pass) { return pass.z; }}, X, upstream, init, f, rng,
                      options);
}
DESCENT_MISTAKE(
    activation_statistics, flow_pre_activations,
    "You describe the pre-activations z. The activations are what the layer hands on, h = f(z).",
    "watching-the-layers");

std::vector<LayerFlow> flow_unbiased_std(const arma::mat& X, const arma::mat& upstream,
                                         const WeightInitializer& init, FlowNonlinearity f,
                                         Rng& rng, const FlowOptions& options) {
  return checked_flow({.std = [](const arma::mat& v) { return arma::stddev(arma::vectorise(v)); }},
                      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_unbiased_std,
                "Your standard deviation divides by n - 1, Armadillo's default. These are all the "
                "numbers there are and not a sample of more: divide by n, arma::stddev(v, 1).",
                "watching-the-layers");

std::vector<LayerFlow> flow_variance_for_std(const arma::mat& X, const arma::mat& upstream,
                                             const WeightInitializer& init, FlowNonlinearity f,
                                             Rng& rng, const FlowOptions& options) {
  return checked_flow({.std = [](const arma::mat& v) { return std::pow(std_of(v), 2); }}, X,
                      upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_variance_for_std,
                "You give the variance; the standard deviation is its root.",
                "variance-and-standard-deviation");

std::vector<LayerFlow> flow_root_mean_square(const arma::mat& X, const arma::mat& upstream,
                                             const WeightInitializer& init, FlowNonlinearity f,
                                             Rng& rng, const FlowOptions& options) {
  return checked_flow(
      {.std = [](const arma::mat& v) { return std::sqrt(mean_of(arma::square(v))); }}, X, upstream,
      init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_root_mean_square,
                "Your standard deviation is the root of the mean square. It is measured from the "
                "mean, which behind ReLUs is far from 0.",
                "watching-the-layers");

std::vector<LayerFlow> flow_std_within_units(const arma::mat& X, const arma::mat& upstream,
                                             const WeightInitializer& init, FlowNonlinearity f,
                                             Rng& rng, const FlowOptions& options) {
  return checked_flow({.std = [](const arma::mat& v) { return mean_of(arma::stddev(v, 1, 0)); }}, X,
                      upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_std_within_units,
                "You average the standard deviations of the units. Put all N·units values into one "
                "heap: arma::vectorise, then arma::stddev.",
                "watching-the-layers");

std::vector<LayerFlow> flow_std_of_the_means(const arma::mat& X, const arma::mat& upstream,
                                             const WeightInitializer& init, FlowNonlinearity f,
                                             Rng& rng, const FlowOptions& options) {
  return checked_flow(
      {.std =
           [](const arma::mat& v) { return arma::stddev(arma::vectorise(arma::mean(v, 0)), 1); }},
      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_std_of_the_means,
                "You take the standard deviation of the units' means. Put all N·units values into "
                "one heap: arma::vectorise, then arma::stddev.",
                "watching-the-layers");

std::vector<LayerFlow> flow_one_unit(const arma::mat& X, const arma::mat& upstream,
                                     const WeightInitializer& init, FlowNonlinearity f, Rng& rng,
                                     const FlowOptions& options) {
  return checked_flow({.mean = [](const arma::mat& v) { return arma::mean(v.col(0)); },
                       .std = [](const arma::mat& v) { return arma::stddev(v.col(0), 1); }},
                      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_one_unit,
                "Your statistics are those of the first unit only: arma::mean(h)(0) is a column's "
                "mean. Take all of them, arma::vectorise(h).",
                "watching-the-layers");

std::vector<LayerFlow> flow_one_example(const arma::mat& X, const arma::mat& upstream,
                                        const WeightInitializer& init, FlowNonlinearity f, Rng& rng,
                                        const FlowOptions& options) {
  return checked_flow({.mean = [](const arma::mat& v) { return arma::mean(v.row(0)); },
                       .std = [](const arma::mat& v) { return arma::stddev(v.row(0), 1); }},
                      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_one_example,
                "Your statistics are those of the first example only. Take all N·units values, "
                "arma::vectorise(h).",
                "watching-the-layers");

std::vector<LayerFlow> flow_sum_over_examples(const arma::mat& X, const arma::mat& upstream,
                                              const WeightInitializer& init, FlowNonlinearity f,
                                              Rng& rng, const FlowOptions& options) {
  return checked_flow({.mean = [](const arma::mat& v) { return arma::accu(v) / count(v.n_rows); }},
                      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(
    activation_statistics, flow_sum_over_examples,
    "You divide the sum by the number of examples. The mean is over all N·units values.",
    "watching-the-layers");

std::vector<LayerFlow> flow_mean_of_sizes(const arma::mat& X, const arma::mat& upstream,
                                          const WeightInitializer& init, FlowNonlinearity f,
                                          Rng& rng, const FlowOptions& options) {
  return checked_flow({.mean = [](const arma::mat& v) { return mean_of(arma::abs(v)); }}, X,
                      upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_mean_of_sizes,
                "You average the absolute values. A mean of 0 is news: positive and negative "
                "values must cancel in it.",
                "watching-the-layers");

std::vector<LayerFlow> flow_drops_what_is_outside(const arma::mat& X, const arma::mat& upstream,
                                                  const WeightInitializer& init, FlowNonlinearity f,
                                                  Rng& rng, const FlowOptions& options) {
  return checked_flow({.counts =
                           [](const arma::mat& v, arma::uword bins, const FlowRange& range) {
                             arma::uvec counts(bins, arma::fill::zeros);
                             for (const double value : v) {
                               const double place = bin_of(value, count(bins), range);
                               if (place >= 0 && place < count(bins))
                                 ++counts(static_cast<arma::uword>(place));
                             }
                             return counts;
                           }},
                      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(
    activation_statistics, flow_drops_what_is_outside,
    "You leave out the values beyond the range. They count in the outer bins: a histogram that "
    "loses the largest values hides the explosion that you are looking for.",
    "count-every-value");

std::vector<LayerFlow> flow_drops_the_high_end(const arma::mat& X, const arma::mat& upstream,
                                               const WeightInitializer& init, FlowNonlinearity f,
                                               Rng& rng, const FlowOptions& options) {
  return checked_flow({.counts =
                           [](const arma::mat& v, arma::uword bins, const FlowRange& range) {
                             arma::uvec counts(bins, arma::fill::zeros);
                             for (const double value : v) {
                               const double place =
                                   std::max(bin_of(value, count(bins), range), 0.0);
                               if (place < count(bins)) ++counts(static_cast<arma::uword>(place));
                             }
                             return counts;
                           }},
                      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_drops_the_high_end,
                "Values at the upper end of the range and above it are missing from your "
                "histogram. They count in the last bin.",
                "count-every-value");

std::vector<LayerFlow> flow_range_of_the_data(const arma::mat& X, const arma::mat& upstream,
                                              const WeightInitializer& init, FlowNonlinearity f,
                                              Rng& rng, const FlowOptions& options) {
  return checked_flow({.counts =
                           [](const arma::mat& v, arma::uword bins, const FlowRange&) {
                             const double width = std::max(v.max() - v.min(), 1e-300);
                             return counts_of(v, bins, {v.min(), v.min() + width});
                           }},
                      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_range_of_the_data,
                "Your histogram runs from the smallest to the largest value of each layer. Then "
                "every layer looks the same; the range in options makes them comparable.",
                "count-every-value");

std::vector<LayerFlow> flow_counts_from_zero(const arma::mat& X, const arma::mat& upstream,
                                             const WeightInitializer& init, FlowNonlinearity f,
                                             Rng& rng, const FlowOptions& options) {
  return checked_flow({.counts =
                           [](const arma::mat& v, arma::uword bins, const FlowRange& range) {
                             return counts_of(v, bins, range,
                                              [](double value, double n, const FlowRange& r) {
                                                return std::floor(value / ((r.high - r.low) / n));
                                              });
                           }},
                      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_counts_from_zero,
                "Your bins begin at 0. The first one begins at low: subtract it before you divide "
                "by the width.",
                "count-every-value");

std::vector<LayerFlow> flow_rounds(const arma::mat& X, const arma::mat& upstream,
                                   const WeightInitializer& init, FlowNonlinearity f, Rng& rng,
                                   const FlowOptions& options) {
  return checked_flow({.counts =
                           [](const arma::mat& v, arma::uword bins, const FlowRange& range) {
                             return counts_of(
                                 v, bins, range, [](double value, double n, const FlowRange& r) {
                                   return std::round((value - r.low) / ((r.high - r.low) / n));
                                 });
                           }},
                      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_rounds,
                "You round to the nearest bin, and every bin is shifted by half its width. Bin k "
                "begins at low + k·w: std::floor.",
                "count-every-value");

std::vector<LayerFlow> flow_one_bin_less(const arma::mat& X, const arma::mat& upstream,
                                         const WeightInitializer& init, FlowNonlinearity f,
                                         Rng& rng, const FlowOptions& options) {
  return checked_flow({.counts =
                           [](const arma::mat& v, arma::uword bins, const FlowRange& range) {
                             return counts_of(
                                 v, bins, range, [](double value, double n, const FlowRange& r) {
                                   return std::floor((value - r.low) / (r.high - r.low) * (n - 1));
                                 });
                           }},
                      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_one_bin_less,
                "Your bins are too wide: (high - low)/(bins - 1). That is the distance of `bins` "
                "points; `bins` bins have bins + 1 edges.",
                "count-every-value");

std::vector<LayerFlow> flow_edges_belong_below(const arma::mat& X, const arma::mat& upstream,
                                               const WeightInitializer& init, FlowNonlinearity f,
                                               Rng& rng, const FlowOptions& options) {
  return checked_flow({.counts =
                           [](const arma::mat& v, arma::uword bins, const FlowRange& range) {
                             return counts_of(
                                 v, bins, range, [](double value, double n, const FlowRange& r) {
                                   return std::ceil((value - r.low) / ((r.high - r.low) / n)) - 1;
                                 });
                           }},
                      X, upstream, init, f, rng, options);
}
DESCENT_MISTAKE(activation_statistics, flow_edges_belong_below,
                "A value on an edge falls into the bin below it with you. It belongs to the bin "
                "that begins there.",
                "count-every-value");

std::vector<LayerFlow> flow_one_range_for_both(const arma::mat& X, const arma::mat& upstream,
                                               const WeightInitializer& init, FlowNonlinearity f,
                                               Rng& rng, const FlowOptions& options) {
  require_flow(X, upstream, init, options);
  FlowOptions same = options;
  same.gradients = same.activations;
  return flow_with({}, X, upstream, init, f, rng, same);
}
DESCENT_MISTAKE(activation_statistics, flow_one_range_for_both,
                "You count the gradients over the range of the activations. They have one of their "
                "own, options.gradients.",
                "count-every-value");

}  // namespace
}  // namespace descent
