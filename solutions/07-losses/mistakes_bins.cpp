// Known mistakes: regression as classification.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::uvec bins_with_edges_below(const arma::vec& targets, const arma::vec& edges) {
  require_edges(targets, edges);
  arma::uvec bins(targets.n_elem);
  for (arma::uword i = 0; i < targets.n_elem; ++i) bins(i) = arma::accu(edges < targets(i));
  return bins;
}
DESCENT_MISTAKE(bin_targets, bins_with_edges_below,
                "A target that lies on an edge falls into your bin below it. It belongs to the bin "
                "above: e_{k-1} <= t < e_k.",
                "regression-as-classification");

arma::uvec bins_without_the_last(const arma::vec& targets, const arma::vec& edges) {
  arma::uvec bins = bin_targets(targets, edges);
  return arma::clamp(bins, 0, edges.n_elem - 1);
}
DESCENT_MISTAKE(bin_targets, bins_without_the_last,
                "Targets above the last edge fall into the bin below it. K edges make K + 1 bins: "
                "the last has no upper end.",
                "regression-as-classification");

arma::uvec bins_without_the_first(const arma::vec& targets, const arma::vec& edges) {
  arma::uvec bins = bin_targets(targets, edges);
  bins.transform([](arma::uword bin) { return bin > 0 ? bin - 1 : 0; });
  return bins;
}
DESCENT_MISTAKE(bin_targets, bins_without_the_first,
                "You start to count bins at the first edge. Everything below that edge is bin 0, "
                "so the bin after it is 1.",
                "regression-as-classification");

arma::uvec bins_from_one(const arma::vec& targets, const arma::vec& edges) {
  return bin_targets(targets, edges) + 1;
}
DESCENT_MISTAKE(bin_targets, bins_from_one,
                "Your bins start at 1. They are labels for a classifier, and labels start at 0.",
                "labels-start-at-0");

arma::uvec bins_of_equal_width(const arma::vec& targets, const arma::vec& edges) {
  require_edges(targets, edges);
  const double last = count(edges.n_elem);
  const double width = edges.n_elem > 1 ? (edges.back() - edges.front()) / (last - 1) : 1;
  arma::uvec bins(targets.n_elem);
  for (arma::uword i = 0; i < targets.n_elem; ++i) {
    const double place = std::floor((targets(i) - edges.front()) / width) + 1;
    bins(i) = static_cast<arma::uword>(std::clamp(place, 0.0, last));
  }
  return bins;
}
DESCENT_MISTAKE(bin_targets, bins_of_equal_width,
                "You assume that all bins have the same width. The edges may lie anywhere: compare "
                "with each.",
                "regression-as-classification");

arma::uvec bins_of_the_nearest_edge(const arma::vec& targets, const arma::vec& edges) {
  require_edges(targets, edges);
  arma::uvec bins(targets.n_elem);
  for (arma::uword i = 0; i < targets.n_elem; ++i) {
    bins(i) = arma::abs(edges - targets(i)).index_min();
  }
  return bins;
}
DESCENT_MISTAKE(bin_targets, bins_of_the_nearest_edge,
                "You return the nearest edge. The edges are the borders between the bins, not "
                "their middles.",
                "regression-as-classification");

arma::uvec bins_without_checks(const arma::vec& targets, const arma::vec& edges) {
  arma::uvec bins(targets.n_elem);
  for (arma::uword i = 0; i < targets.n_elem; ++i) bins(i) = arma::accu(edges <= targets(i));
  return bins;
}
DESCENT_MISTAKE(bin_targets, bins_without_checks,
                "You do not check the input. Begin with require_edges(targets, edges).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
