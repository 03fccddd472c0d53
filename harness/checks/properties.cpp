#include "harness/checks/properties.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "harness/checks/show.hpp"

namespace descent::checks {
namespace {

About part_of(const About& about, const std::string& part, const std::string& why) {
  About result = about;
  result.what = about.what.empty() ? part : fmt::format("{} of {}", part, about.what);
  if (result.why.empty()) result.why = why;
  return result;
}

About at_strength(const About& about, double strength, const std::string& why) {
  About result = about;
  result.what = fmt::format("{} with regularization strength {}",
                            about.what.empty() ? "the loss" : about.what, show(strength));
  if (result.why.empty()) result.why = why;
  return result;
}

bool same_bits(const arma::mat& a, const arma::mat& b) {
  return arma::size(a) == arma::size(b) &&
         (a.is_empty() || std::memcmp(a.memptr(), b.memptr(), a.n_elem * sizeof(double)) == 0);
}

const char* const kPure =
    "The same arguments must give the same result, to the last bit, however often the function is "
    "called: is there a static variable, or something that is added to but never cleared?";

/// A random order in which nothing keeps its place (but a single thing must).
arma::uvec new_order(arma::uword n, Rng& rng) {
  arma::uvec order = rng.permutation(n);
  const arma::uvec places = arma::sort(order);
  while (n > 1 && arma::any(order == places)) order = rng.permutation(n);  // e times on average
  return order;
}

/// Loss and gradient of a transformed batch against those expected from the plain one.
bool compare_runs(const std::pair<double, arma::mat>& yours, double loss, const arma::mat& gradient,
                  const About& about, const std::string& change, const std::string& why,
                  const Location& location) {
  return expect_near(yours.first, loss, part_of(about, "the loss " + change, why), location) &&
         expect_near(yours.second, gradient, part_of(about, "the gradient " + change, why),
                     location);
}

}  // namespace

bool expect_same_twice(const std::function<arma::mat()>& call, const About& about,
                       Location location) {
  const arma::mat first = call(), second = call();
  if (same_bits(first, second)) return true;
  About exact = part_of(about, "the second call", kPure);
  exact.tolerance = kExact;
  exact.setting = {};
  // Only bits that comparison cannot see (0 and -0, kinds of NaN) may still differ: no harm.
  return expect_near(second, first, exact, location);
}

bool expect_same_twice(const LossFunction& loss, const arma::mat& scores, const arma::uvec& labels,
                       const About& about, Location location) {
  const auto first = loss(scores, labels), second = loss(scores, labels);
  About exact = about;
  exact.tolerance = kExact;
  exact.setting = {};
  return compare_runs(second, first.first, first.second, exact, "at the second call", kPure,
                      location);
}

bool expect_mean_over_examples(const LossFunction& loss, const arma::mat& scores,
                               const arma::uvec& labels, const About& about, arma::uword times,
                               Location location) {
  const auto [value, gradient] = loss(scores, labels);
  const arma::mat many_scores = arma::repmat(scores, times, 1);
  const arma::uvec many_labels = arma::repmat(labels, times, 1);
  const arma::mat one = gradient / static_cast<double>(times);
  const arma::mat expected = arma::repmat(one, times, 1);
  return compare_runs(
      loss(many_scores, many_labels), value, expected, about,
      fmt::format("of the batch repeated {} times", times),
      "The loss is the mean over the examples: repeating the batch changes neither "
      "it nor, in sum, its gradient. Is something divided by a fixed number, or not "
      "at all?",
      location);
}

bool expect_order_of_examples_irrelevant(const LossFunction& loss, const arma::mat& scores,
                                         const arma::uvec& labels, Rng& rng, const About& about,
                                         Location location) {
  const auto [value, gradient] = loss(scores, labels);
  const arma::uvec order = new_order(scores.n_rows, rng);
  const arma::mat shuffled = scores.rows(order);
  const arma::uvec shuffled_labels = labels.elem(order);
  const arma::mat expected =
      gradient.n_rows == scores.n_rows ? arma::mat(gradient.rows(order)) : gradient;
  return compare_runs(loss(shuffled, shuffled_labels), value, expected, about,
                      "with the examples in another order",
                      "Each example has its own term in the mean and its own row in the gradient: "
                      "reordering them reorders the rows and changes nothing else.",
                      location);
}

bool expect_names_of_classes_irrelevant(const LossFunction& loss, const arma::mat& scores,
                                        const arma::uvec& labels, Rng& rng, const About& about,
                                        Location location) {
  const auto [value, gradient] = loss(scores, labels);
  const arma::uvec order = new_order(scores.n_cols, rng);  // new column j holds old order(j)
  const arma::uvec new_name = arma::sort_index(order);
  const arma::mat renamed = scores.cols(order);
  const arma::uvec renamed_labels = new_name.elem(labels);
  const arma::mat expected =
      gradient.n_cols == scores.n_cols ? arma::mat(gradient.cols(order)) : gradient;
  return compare_runs(loss(renamed, renamed_labels), value, expected, about,
                      "with the classes renamed",
                      "No class is special: exchanging columns and labels alike exchanges the "
                      "columns of the gradient and changes nothing else.",
                      location);
}

bool expect_shift_irrelevant(const LossFunction& loss, const arma::mat& scores,
                             const arma::uvec& labels, double shift, const About& about,
                             Location location) {
  const auto [value, gradient] = loss(scores, labels);
  const arma::mat shifted = scores + shift;
  About loose = about;
  const double lost = 4 * 2.3e-16 * std::abs(shift);  // a score + shift is rounded by half an ulp
  loose.tolerance.relative = std::max(loose.tolerance.relative, lost);
  loose.tolerance.absolute = std::max(loose.tolerance.absolute, lost);
  return compare_runs(loss(shifted, labels), value, gradient, loose,
                      fmt::format("with {} added to all scores", show(shift)),
                      "Only differences between the scores of an example matter: a constant added "
                      "to all of them changes nothing.",
                      location);
}

bool expect_more_regularization_more_loss(const std::function<double(double)>& loss_of_strength,
                                          const std::vector<double>& strengths, const About& about,
                                          Location location) {
  double before = 0;
  for (std::size_t i = 0; i < strengths.size(); ++i) {
    const double now = loss_of_strength(strengths[i]);
    const About part = at_strength(about, strengths[i],
                                   "The penalty is added to the loss and grows with its strength: "
                                   "more regularization, more loss.");
    if (!expect_finite(now, part, location)) return false;
    if (i > 0 && !expect_greater(now, before, part, location)) return false;
    before = now;
  }
  return true;
}

bool expect_linear_in_strength(const std::function<double(double)>& loss_of_strength,
                               double strength, const About& about, Location location) {
  const double none = loss_of_strength(0), once = loss_of_strength(strength),
               twice = loss_of_strength(2 * strength);
  return expect_near(twice, 2 * once - none,
                     at_strength(about, 2 * strength,
                                 "The penalty is proportional to its strength: doubling it doubles "
                                 "what it adds to the loss."),
                     location);
}

}  // namespace descent::checks
