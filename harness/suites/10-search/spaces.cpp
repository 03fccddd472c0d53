#include "harness/suites/10-search/spaces.hpp"

#include <fmt/format.h>

#include <cmath>

namespace descent::suite {

double position(const SearchRange& range, double value) {
  if (range.scale == SearchScale::linear) return (value - range.low) / (range.high - range.low);
  const double low = std::log10(range.low), high = std::log10(range.high);
  return (std::log10(value) - low) / (high - low);
}

double at_position(const SearchRange& range, double position) {
  if (range.scale == SearchScale::linear) return range.low + position * (range.high - range.low);
  const double low = std::log10(range.low), high = std::log10(range.high);
  return std::pow(10.0, low + position * (high - low));
}

SearchRange any_rate(Rng& rng) {
  const double low = rng.uniform(-6, -2);
  return {"learning rate", std::pow(10.0, low), std::pow(10.0, low + rng.uniform(2, 6)),
          SearchScale::logarithmic};
}

SearchRange any_share(Rng& rng) {
  const double low = rng.uniform(0.04, 0.07);
  return {"dropout", low, low * rng.uniform(8, 12), SearchScale::linear};
}

SearchSpace any_space(arma::uword dimensions, Rng& rng) {
  SearchSpace space;
  const arma::uword first = rng.below(2);
  for (arma::uword d = 0; d < dimensions; ++d) {
    space.push_back((d + first) % 2 == 0 ? any_rate(rng) : any_share(rng));
    space.back().name += " " + std::to_string(d);
  }
  return space;
}

bool expect_inside(const SearchSpace& space, const arma::vec& point, const std::string& what,
                   const std::string& read) {
  if (!checks::expect_shape(point, space.size(), 1,
                            {.what = what,
                             .why = "A point has one value for each range of the space.",
                             .read = read})) {
    return false;
  }
  for (arma::uword d = 0; d < point.n_elem; ++d) {
    const double slack = 1e-9 * (space[d].high - space[d].low) * 1e-3 + 1e-12 * space[d].low;
    if (!checks::expect_between(point(d), space[d].low - slack, space[d].high + slack,
                                {.what = fmt::format("value {} of {}", d, what),
                                 .why = "No value leaves its range. (Points hold the values "
                                        "themselves, not their logarithms.)",
                                 .read = read})) {
      return false;
    }
  }
  return true;
}

bool expect_uniform_points(const SearchSpace& space, const std::vector<arma::vec>& points,
                           const std::string& what, const std::string& read) {
  const arma::uword D = space.size(), n = points.size();
  arma::mat at(n, D);
  for (arma::uword i = 0; i < n; ++i) {
    if (!expect_inside(space, points[i], what, read)) return false;
    for (arma::uword d = 0; d < D; ++d) at(i, d) = position(space[d], points[i](d));
  }
  const double pairs = 0.5 * static_cast<double>(D * (D - 1));
  const checks::FalseAlarm alarm{.comparisons = 2 * static_cast<double>(D) + pairs};
  for (arma::uword d = 0; d < D; ++d) {
    const bool logarithmic = space[d].scale == SearchScale::logarithmic;
    const arma::uvec different = arma::find_unique(at.col(d));
    if (!checks::expect_that(different.n_elem == n,
                             fmt::format("{} different values in {} points", different.n_elem, n),
                             "another value in each point",
                             {.what = fmt::format("value {} of {}", d, what),
                              .why = "Random values of a continuous range never repeat. A grid has "
                                     "few values on each axis, and that is its weakness.",
                              .read = "random-search"})) {
      return false;
    }
    if (!checks::expect_distribution(
            at.col(d), [](double x) { return std::clamp(x, 0.0, 1.0); },
            {.what = fmt::format("The positions in range {} ({})", d,
                                 logarithmic ? "logarithmic" : "linear"),
             .why = logarithmic
                        ? "0 is the low end and 1 the high one, in logarithms. Uniform there means "
                          "that every power of ten is hit equally often. If most lie near 1, the "
                          "numbers themselves were drawn uniformly."
                        : "0 is the low end and 1 the high one. This range is linear: equal parts "
                          "of it are hit equally often. If most lie near 0, it was treated as "
                          "logarithmic.",
             .read = read},
            alarm)) {
      return false;
    }
    const arma::vec earlier = at.col(d).head(n - 1), later = at.col(d).tail(n - 1);
    if (!checks::expect_uncorrelated(earlier, later,
                                     {.what = fmt::format("value {} of one point and the next", d),
                                      .why = "Each point is drawn for itself.",
                                      .read = "a-random-point"},
                                     alarm)) {
      return false;
    }
    for (arma::uword e = 0; e < d; ++e) {
      if (!checks::expect_uncorrelated(at.col(d), at.col(e),
                                       {.what = fmt::format("values {} and {} of a point", e, d),
                                        .why = "Each value has a random number of its own. With "
                                               "one number for all, the points lie on a diagonal.",
                                        .read = "a-random-point"},
                                       alarm)) {
        return false;
      }
    }
  }
  return true;
}

std::vector<BadSpace> bad_spaces() {
  const double nan = arma::datum::nan, inf = arma::datum::inf;
  const SearchRange good{"good", 0, 1, SearchScale::linear};
  return {
      {"a space without ranges", {}},
      {"a range whose ends are equal", {good, {"a", 2, 2, SearchScale::linear}}},
      {"a range with low above high", {{"a", 3, 2, SearchScale::logarithmic}, good}},
      {"a logarithmic range that begins at 0", {good, {"a", 0, 1, SearchScale::logarithmic}}},
      {"a logarithmic range that begins below 0", {good, {"a", -1, 1, SearchScale::logarithmic}}},
      {"a range that ends at NaN", {good, {"a", 0, nan, SearchScale::linear}}},
      {"a range without an end", {good, {"a", 0, inf, SearchScale::linear}}}};
}

double Peak::operator()(const arma::vec& point) const {
  double farthest = 0;
  if (point.n_elem != peak.n_elem) return 0;
  for (arma::uword d = 0; d < peak.n_elem; ++d) {
    farthest = std::max(farthest, std::abs(position(space[d], point(d)) - peak(d)));
  }
  return std::exp(-farthest);
}

Peak any_peak(const SearchSpace& space, Rng& rng) {
  return {space, rng.uniform(space.size(), 1, 0.3, 0.7)};
}

arma::uword right_best(const std::vector<SearchTrial>& trials) {
  arma::uword best = 0;
  for (arma::uword i = 1; i < trials.size(); ++i) {
    const double known = trials[best].validation, now = trials[i].validation;
    if (now > known || (std::isnan(known) && !std::isnan(now))) best = i;
  }
  return best;
}

bool expect_tells_what_happened(const SearchResult& yours, const Asked& asked,
                                const std::string& read) {
  if (!checks::expect_equal(
          static_cast<long long>(yours.trials.size()), static_cast<long long>(asked.points.size()),
          {.what = "the number of trials in the result",
           .why = "Every question to the objective is a trial, and every trial is "
                  "one question.",
           .read = read})) {
    return false;
  }
  const arma::uword n = asked.points.size();
  arma::mat points(asked.points[0].n_elem, n), right_points = points;
  arma::mat scores(n, 3), right_scores(n, 3);
  for (arma::uword i = 0; i < n; ++i) {
    const SearchTrial& trial = yours.trials[i];
    if (!checks::expect_shape(trial.point, points.n_rows, 1,
                              {.what = "the point of a trial", .read = read})) {
      return false;
    }
    points.col(i) = trial.point;
    right_points.col(i) = asked.points[i];
    const double nan_as = -1;  // NaN equals NaN, but a number is easier to read in a matrix
    const auto shown = [&](double value) { return std::isnan(value) ? nan_as : value; };
    scores.row(i) =
        arma::rowvec{static_cast<double>(trial.epochs), shown(trial.validation), shown(trial.test)};
    right_scores.row(i) =
        arma::rowvec{static_cast<double>(asked.epochs[i]), shown(asked.scores[i].validation),
                     shown(asked.scores[i].test)};
  }
  return checks::expect_near(points, right_points,
                             {.what = "the points of the trials (a column each)",
                              .why = "Each trial tells the point that was tried.",
                              .read = read,
                              .tolerance = checks::kExact}) &&
         checks::expect_near(scores, right_scores,
                             {.what = "epochs, validation and test accuracy of the trials (a row "
                                      "each; NaN is shown as -1)",
                              .why = "Each trial tells what the objective was asked and said.",
                              .read = read,
                              .tolerance = checks::kExact}) &&
         checks::expect_equal(static_cast<long long>(yours.best),
                              static_cast<long long>(right_best(yours.trials)),
                              {.what = "the index of the best trial",
                               .why = "The highest validation accuracy decides; of equal ones the "
                                      "first; NaN is below every number.",
                               .read = "the-test-set-decides-nothing"});
}

std::vector<arma::vec> points_of(const SearchResult& result) {
  std::vector<arma::vec> points;
  for (const SearchTrial& trial : result.trials) points.push_back(trial.point);
  return points;
}

arma::mat as_matrix(const SearchResult& result, arma::uword dimensions) {
  arma::mat points(dimensions, result.trials.size());
  for (arma::uword i = 0; i < points.n_cols; ++i) {
    if (result.trials[i].point.n_elem != dimensions) return {};
    points.col(i) = result.trials[i].point;
  }
  return points;
}

double poisoned(Poison poison, double validation) {
  switch (poison) {
    case Poison::none:
      return validation;
    case Poison::reversed:
      return -validation;
    case Poison::not_a_number:
      return arma::datum::nan;
    case Poison::arbitrary:
      return std::sin(1e5 * validation);
  }
  return 0;
}

double Script::operator()(const arma::vec& point) {
  const auto key = arma::conv_to<std::vector<double>>::from(point);
  const auto next = said_.size() % says_.n_elem;
  return said_.emplace(key, says_(next)).first->second;
}

}  // namespace descent::suite
