// Known mistakes: layer_histograms.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

struct Rules {
  bool upper_edge_lost = false;
  double zero_below = 0;
  bool sample_deviation = false;
  bool variance = false;
  bool zeros_of_finite = false;
  bool counts_zeros = false;
  bool no_constant = false;
  bool density = false;
  bool right_closed = false;
  bool absolute = false;
  bool infinity_in_last = false;
  bool edges_are_centres = false;
  bool not_finite_is_nan = false;
  bool around_one = false;
};

struct Span {
  double low = 0, high = 1;
};

Span span_of(const arma::mat& layer) {
  const arma::vec all = arma::vectorise(layer);
  const arma::vec finite = all.elem(arma::find_finite(all));
  if (finite.is_empty()) return {};
  if (finite.min() == finite.max()) return {finite.min() - 0.5, finite.min() + 0.5};
  return {finite.min(), finite.max()};
}

LayerHistogram sorted(const arma::mat& layer, arma::uword bins, Span span,
                      const Rules& rules = {}) {
  arma::vec all = arma::vectorise(layer);
  const arma::vec finite = all.elem(arma::find_finite(all));
  LayerHistogram h;
  h.not_finite = all.n_elem - finite.n_elem;
  if (rules.not_finite_is_nan) h.not_finite = arma::uvec(arma::find_nan(all)).n_elem;
  const arma::uvec zeros = arma::find(arma::abs(all) <= rules.zero_below);
  h.zeros = count(zeros.n_elem) /
            count(rules.zeros_of_finite ? std::max<arma::uword>(1, finite.n_elem) : all.n_elem);
  if (rules.counts_zeros) h.zeros = count(zeros.n_elem);
  h.counts.zeros(bins);
  h.edges = arma::linspace(span.low, span.high, bins + 1);
  if (rules.edges_are_centres) {
    const double half = (span.high - span.low) / count(2 * bins);
    h.edges = arma::linspace(span.low + half, span.high - half, bins);
  }
  h.mean = finite.is_empty() ? arma::datum::nan : arma::mean(finite);
  h.deviation =
      finite.is_empty() ? arma::datum::nan : arma::stddev(finite, rules.sample_deviation ? 0 : 1);
  if (rules.variance) h.deviation *= h.deviation;
  const double width = (span.high - span.low) / count(bins);
  for (const double v : rules.absolute ? arma::vec(arma::abs(finite)) : finite) {
    double place = width > 0 ? (v - span.low) / width : 0;
    if (rules.right_closed) place = std::ceil(place) - 1;
    if (place < 0) place = 0;
    const auto bin = static_cast<arma::uword>(place);
    if (bin < bins)
      ++h.counts(bin);
    else if (!rules.upper_edge_lost)
      ++h.counts(bins - 1);
  }
  if (rules.infinity_in_last) h.counts(bins - 1) += h.not_finite;
  return h;
}

template <class Make>
LayerHistograms each(const std::vector<arma::mat>& activations,
                     const std::vector<arma::mat>& gradients, arma::uword bins, Make make) {
  require_layers(activations, gradients, bins);
  LayerHistograms result;
  for (const arma::mat& layer : activations) result.activations.push_back(make(layer));
  for (const arma::mat& layer : gradients) result.gradients.push_back(make(layer));
  return result;
}

LayerHistograms by(const std::vector<arma::mat>& activations,
                   const std::vector<arma::mat>& gradients, arma::uword bins, const Rules& rules) {
  return each(activations, gradients, bins,
              [&](const arma::mat& layer) { return sorted(layer, bins, span_of(layer), rules); });
}

LayerHistograms histogram_loses_the_largest(const std::vector<arma::mat>& activations,
                                            const std::vector<arma::mat>& gradients,
                                            arma::uword bins) {
  return by(activations, gradients, bins, {.upper_edge_lost = true});
}
DESCENT_MISTAKE(layer_histograms, histogram_loses_the_largest,
                "The largest entry is in none of your bins: it lies on the last edge, and belongs "
                "into the last bin.",
                "edges-and-bins");

LayerHistograms histogram_right_closed(const std::vector<arma::mat>& activations,
                                       const std::vector<arma::mat>& gradients, arma::uword bins) {
  return by(activations, gradients, bins, {.right_closed = true});
}
DESCENT_MISTAKE(layer_histograms, histogram_right_closed,
                "An entry on an edge is in the bin below. It belongs into the one above (but for "
                "the very last edge).",
                "edges-and-bins");

LayerHistograms histogram_small_is_zero(const std::vector<arma::mat>& activations,
                                        const std::vector<arma::mat>& gradients, arma::uword bins) {
  return by(activations, gradients, bins, {.zero_below = 1e-12});
}
DESCENT_MISTAKE(layer_histograms, histogram_small_is_zero,
                "You count numbers close to 0 as zeros. A unit that is off gives exactly 0.",
                "dead-units");

LayerHistograms histogram_sample_deviation(const std::vector<arma::mat>& activations,
                                           const std::vector<arma::mat>& gradients,
                                           arma::uword bins) {
  return by(activations, gradients, bins, {.sample_deviation = true});
}
DESCENT_MISTAKE(layer_histograms, histogram_sample_deviation,
                "Your standard deviation divides by n - 1, which is Armadillo's default. These are "
                "all the entries that there are: arma::stddev(x, 1) divides by n.",
                "histograms-of-the-layers");

LayerHistograms histogram_variance(const std::vector<arma::mat>& activations,
                                   const std::vector<arma::mat>& gradients, arma::uword bins) {
  return by(activations, gradients, bins, {.variance = true});
}
DESCENT_MISTAKE(layer_histograms, histogram_variance,
                "deviation is the variance. The root is missing.", "histograms-of-the-layers");

LayerHistograms histogram_zeros_of_finite(const std::vector<arma::mat>& activations,
                                          const std::vector<arma::mat>& gradients,
                                          arma::uword bins) {
  return by(activations, gradients, bins, {.zeros_of_finite = true});
}
DESCENT_MISTAKE(layer_histograms, histogram_zeros_of_finite,
                "You divide the zeros by the finite entries. zeros is a part of all entries.",
                "dead-units");

LayerHistograms histogram_counts_zeros(const std::vector<arma::mat>& activations,
                                       const std::vector<arma::mat>& gradients, arma::uword bins) {
  return by(activations, gradients, bins, {.counts_zeros = true});
}
DESCENT_MISTAKE(layer_histograms, histogram_counts_zeros,
                "zeros is the number of zeros. It is to be their part of all entries.",
                "dead-units");

LayerHistograms histogram_infinity_in_last_bin(const std::vector<arma::mat>& activations,
                                               const std::vector<arma::mat>& gradients,
                                               arma::uword bins) {
  return by(activations, gradients, bins, {.infinity_in_last = true});
}
DESCENT_MISTAKE(
    layer_histograms, histogram_infinity_in_last_bin,
    "You put what is not finite into the last bin. It is in no bin, only in not_finite.",
    "what-is-no-number");

LayerHistograms histogram_centres(const std::vector<arma::mat>& activations,
                                  const std::vector<arma::mat>& gradients, arma::uword bins) {
  return by(activations, gradients, bins, {.edges_are_centres = true});
}
DESCENT_MISTAKE(layer_histograms, histogram_centres,
                "Your edges are the centres of the bins. There is one edge more than bins, from "
                "the smallest entry to the largest.",
                "edges-and-bins");

LayerHistograms histogram_nan_only(const std::vector<arma::mat>& activations,
                                   const std::vector<arma::mat>& gradients, arma::uword bins) {
  return by(activations, gradients, bins, {.not_finite_is_nan = true});
}
DESCENT_MISTAKE(layer_histograms, histogram_nan_only,
                "not_finite counts NaN only. Infinities belong to it.", "what-is-no-number");

LayerHistograms histogram_absolute(const std::vector<arma::mat>& activations,
                                   const std::vector<arma::mat>& gradients, arma::uword bins) {
  return by(activations, gradients, bins, {.absolute = true});
}
DESCENT_MISTAKE(layer_histograms, histogram_absolute,
                "You sort the absolute values into the bins. The sign matters.",
                "histograms-of-the-layers");

LayerHistograms histogram_constant_is_one_point(const std::vector<arma::mat>& activations,
                                                const std::vector<arma::mat>& gradients,
                                                arma::uword bins) {
  return each(activations, gradients, bins, [&](const arma::mat& layer) {
    const arma::vec all = arma::vectorise(layer);
    const arma::vec f = all.elem(arma::find_finite(all));
    const Span s = f.is_empty() ? Span{} : Span{f.min(), f.max()};
    return sorted(layer, bins, s);
  });
}
DESCENT_MISTAKE(
    layer_histograms, histogram_constant_is_one_point,
    "Where all entries are one number your edges are all the same. Widen them by ½ on either side.",
    "edges-and-bins");

LayerHistograms histogram_constant_from_value(const std::vector<arma::mat>& activations,
                                              const std::vector<arma::mat>& gradients,
                                              arma::uword bins) {
  return each(activations, gradients, bins, [&](const arma::mat& layer) {
    Span s = span_of(layer);
    const arma::vec all = arma::vectorise(layer);
    const arma::vec f = all.elem(arma::find_finite(all));
    if (!f.is_empty() && f.min() == f.max()) s = {f.min(), f.min() + 1};
    return sorted(layer, bins, s);
  });
}
DESCENT_MISTAKE(
    layer_histograms, histogram_constant_from_value,
    "Where all entries are one number v your edges begin at v. They go from v - ½ to v + ½.",
    "edges-and-bins");

LayerHistograms histogram_from_zero(const std::vector<arma::mat>& activations,
                                    const std::vector<arma::mat>& gradients, arma::uword bins) {
  return each(activations, gradients, bins, [&](const arma::mat& layer) {
    Span s = span_of(layer);
    s.low = std::min(s.low, 0.0);
    s.high = std::max(s.high, s.low + 1e-9);
    return sorted(layer, bins, s);
  });
}
DESCENT_MISTAKE(layer_histograms, histogram_from_zero,
                "Your edges begin at 0. They begin at the smallest entry.", "edges-and-bins");

LayerHistograms histogram_symmetric(const std::vector<arma::mat>& activations,
                                    const std::vector<arma::mat>& gradients, arma::uword bins) {
  return each(activations, gradients, bins, [&](const arma::mat& layer) {
    Span s = span_of(layer);
    const double reach = std::max(std::abs(s.low), std::abs(s.high));
    return sorted(layer, bins, {-reach, reach});
  });
}
DESCENT_MISTAKE(
    layer_histograms, histogram_symmetric,
    "Your edges are symmetric around 0. They go from the smallest entry to the largest.",
    "edges-and-bins");

LayerHistograms histogram_unit_range(const std::vector<arma::mat>& activations,
                                     const std::vector<arma::mat>& gradients, arma::uword bins) {
  return each(activations, gradients, bins, [&](const arma::mat& layer) {
    return sorted(arma::clamp(layer, -1, 1), bins, {-1, 1});
  });
}
DESCENT_MISTAKE(layer_histograms, histogram_unit_range,
                "Your edges go from -1 to 1, whatever the layer has. They go from its smallest "
                "entry to its largest.",
                "edges-and-bins");

LayerHistograms histogram_no_finite_is_empty(const std::vector<arma::mat>& activations,
                                             const std::vector<arma::mat>& gradients,
                                             arma::uword bins) {
  return each(activations, gradients, bins, [&](const arma::mat& layer) {
    LayerHistogram h = sorted(layer, bins, span_of(layer));
    if (std::isnan(h.mean)) h = {arma::zeros(bins + 1), h.counts, 0, 0, h.zeros, h.not_finite};
    return h;
  });
}
DESCENT_MISTAKE(layer_histograms, histogram_no_finite_is_empty,
                "For a layer without a finite entry the edges go from 0 to 1, and mean and "
                "deviation are NaN: there is nothing to take a mean of.",
                "what-is-no-number");

LayerHistograms histogram_columns(const std::vector<arma::mat>& activations,
                                  const std::vector<arma::mat>& gradients, arma::uword bins) {
  return each(activations, gradients, bins, [&](const arma::mat& layer) {
    return sorted(layer.col(0), bins, span_of(layer.col(0)));
  });
}
DESCENT_MISTAKE(
    layer_histograms, histogram_columns,
    "You look at the first column only. The histogram is over all entries: arma::vectorise.",
    "histograms-of-the-layers");

LayerHistograms histogram_rows(const std::vector<arma::mat>& activations,
                               const std::vector<arma::mat>& gradients, arma::uword bins) {
  return each(activations, gradients, bins, [&](const arma::mat& layer) {
    return sorted(layer.row(0), bins, span_of(layer.row(0)));
  });
}
DESCENT_MISTAKE(
    layer_histograms, histogram_rows,
    "You look at the first row only. The histogram is over all entries: arma::vectorise.",
    "histograms-of-the-layers");

LayerHistograms histogram_of_means(const std::vector<arma::mat>& activations,
                                   const std::vector<arma::mat>& gradients, arma::uword bins) {
  return each(activations, gradients, bins, [&](const arma::mat& layer) {
    const arma::mat means = arma::mean(layer, 0);
    return sorted(means, bins, span_of(means));
  });
}
DESCENT_MISTAKE(layer_histograms, histogram_of_means,
                "You average over the examples first. The histogram is over all single entries.",
                "histograms-of-the-layers");

LayerHistograms histogram_distinct(const std::vector<arma::mat>& activations,
                                   const std::vector<arma::mat>& gradients, arma::uword bins) {
  return each(activations, gradients, bins, [&](const arma::mat& layer) {
    const arma::vec all = arma::vectorise(layer);
    const arma::vec d = all.has_nan() ? all : arma::vec(arma::unique(all));
    return sorted(d, bins, span_of(d));
  });
}
DESCENT_MISTAKE(layer_histograms, histogram_distinct,
                "Equal entries are counted once. Each of them counts.", "histograms-of-the-layers");

LayerHistograms histogram_one_range(const std::vector<arma::mat>& activations,
                                    const std::vector<arma::mat>& gradients, arma::uword bins) {
  require_layers(activations, gradients, bins);
  Span s{arma::datum::inf, -arma::datum::inf};
  for (const auto* side : {&activations, &gradients}) {
    for (const arma::mat& layer : *side) {
      const Span own = span_of(layer);
      s = {std::min(s.low, own.low), std::max(s.high, own.high)};
    }
  }
  return each(activations, gradients, bins,
              [&](const arma::mat& layer) { return sorted(layer, bins, s); });
}
DESCENT_MISTAKE(layer_histograms, histogram_one_range,
                "All layers share the same edges. Each matrix has a range of its own: activations "
                "and gradients differ by powers of ten.",
                "edges-and-bins");

LayerHistograms histogram_range_of_activations(const std::vector<arma::mat>& activations,
                                               const std::vector<arma::mat>& gradients,
                                               arma::uword bins) {
  require_layers(activations, gradients, bins);
  LayerHistograms r = by(activations, gradients, bins, {});
  for (std::size_t k = 0; k < gradients.size(); ++k)
    r.gradients[k] = sorted(gradients[k], bins, span_of(activations[k]));
  return r;
}
DESCENT_MISTAKE(layer_histograms, histogram_range_of_activations,
                "The gradients are sorted into the bins of the activations. Each matrix has a "
                "range of its own.",
                "edges-and-bins");

LayerHistograms histogram_activations_twice(const std::vector<arma::mat>& activations,
                                            const std::vector<arma::mat>& gradients,
                                            arma::uword bins) {
  require_layers(activations, gradients, bins);
  return by(activations, activations, bins, {});
}
DESCENT_MISTAKE(layer_histograms, histogram_activations_twice,
                "Both lists are made of the activations. The second one belongs to the gradients.",
                "histograms-of-the-layers");

LayerHistograms histogram_swapped(const std::vector<arma::mat>& activations,
                                  const std::vector<arma::mat>& gradients, arma::uword bins) {
  require_layers(activations, gradients, bins);
  return by(gradients, activations, bins, {});
}
DESCENT_MISTAKE(layer_histograms, histogram_swapped, "Activations and gradients are exchanged.",
                "histograms-of-the-layers");

LayerHistograms histogram_reversed(const std::vector<arma::mat>& activations,
                                   const std::vector<arma::mat>& gradients, arma::uword bins) {
  LayerHistograms r = by(activations, gradients, bins, {});
  std::reverse(r.gradients.begin(), r.gradients.end());
  return r;
}
DESCENT_MISTAKE(layer_histograms, histogram_reversed,
                "The gradients come in reverse order, as backpropagation makes them. Give them in "
                "the order of the layers.",
                "histograms-of-the-layers");

LayerHistograms histogram_last_layer(const std::vector<arma::mat>& activations,
                                     const std::vector<arma::mat>& gradients, arma::uword bins) {
  LayerHistograms r = by(activations, gradients, bins, {});
  r.activations = {r.activations.back()};
  r.gradients = {r.gradients.back()};
  return r;
}
DESCENT_MISTAKE(layer_histograms, histogram_last_layer,
                "You return the last layer only. One histogram for each.",
                "histograms-of-the-layers");

LayerHistograms histogram_one_bin_more(const std::vector<arma::mat>& activations,
                                       const std::vector<arma::mat>& gradients, arma::uword bins) {
  require_layers(activations, gradients, bins);
  return by(activations, gradients, bins + 1, {});
}
DESCENT_MISTAKE(layer_histograms, histogram_one_bin_more,
                "You have one bin too many: bins + 1 is the number of edges.", "edges-and-bins");

LayerHistograms histogram_one_bin_less(const std::vector<arma::mat>& activations,
                                       const std::vector<arma::mat>& gradients, arma::uword bins) {
  require_layers(activations, gradients, bins);
  return by(activations, gradients, std::max<arma::uword>(1, bins - 1), {});
}
DESCENT_MISTAKE(layer_histograms, histogram_one_bin_less,
                "You have one bin too few: linspace needs bins + 1 points for the edges.",
                "edges-and-bins");

}  // namespace
}  // namespace descent
