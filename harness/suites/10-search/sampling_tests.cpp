#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "harness/suites/10-search/spaces.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kReadLog = "uniform-in-the-logarithm";
constexpr auto kReadChoice = "one-of-several-values";
constexpr auto kReadPoint = "a-random-point";

arma::vec log_uniform_numbers(double low, double high, arma::uword n, Rng& rng) {
  arma::vec numbers(n);
  for (double& number : numbers) number = submission::log_uniform(low, high, rng);
  return numbers;
}

TEST(LogUniform, IsUniformInTheLogarithm) {
  Rng rng(remote::test_seed());
  struct Run {
    double low, high;
    arma::vec numbers;
  };
  std::vector<Run> runs;
  for (int i = 0; i < 2; ++i) {
    const SearchRange range = any_rate(rng);
    runs.push_back({range.low, range.high, log_uniform_numbers(range.low, range.high, 300, rng)});
  }
  for (const Run& run : runs) {
    const double low = std::log10(run.low), high = std::log10(run.high);
    if (!checks::expect_between(run.numbers.min(), run.low * (1 - 1e-12), run.high,
                                {.what = "the smallest of 300 numbers",
                                 .why = "Every number lies between low and high.",
                                 .read = kReadLog}) ||
        !checks::expect_between(run.numbers.max(), run.low, run.high * (1 + 1e-12),
                                {.what = "the largest of 300 numbers",
                                 .why = "Every number lies between low and high.",
                                 .read = kReadLog}) ||
        !checks::expect_distribution(
            arma::log10(run.numbers),
            [&](double x) { return std::clamp((x - low) / (high - low), 0.0, 1.0); },
            {.what = "The logarithms (base 10)",
             .why = "They are uniform between those of the ends, so every power of ten is hit "
                    "equally often. Drawn uniformly, nine of ten numbers would lie in the highest "
                    "power of ten.",
             .read = kReadLog},
            {.comparisons = 3})) {
      return;
    }
  }
}

TEST(LogUniform, DrawsAnyExponent) {
  Rng rng(remote::test_seed());
  const arma::vec numbers = log_uniform_numbers(1e-5, 1e2, 100, rng);
  const arma::uvec different = arma::find_unique(numbers);
  checks::expect_that(
      different.n_elem == numbers.n_elem, std::to_string(different.n_elem) + " different ones",
      "100 different numbers",
      {.what = "100 numbers between 1e-5 and 100",
       .why = "The exponent is any real number, -2.37 as well as -2: not only whole "
              "powers of ten.",
       .read = "any-exponent"});
}

// A range within one power of ten, and ends above 1: logarithms of either sign.
TEST(LogUniform, WorksForAnyRange) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<SearchRange, arma::vec>> runs;
  for (const auto& [low, high] : {std::pair{2.0, 9.0}, {30.0, 4e7}, {0.2, 0.3}}) {
    runs.emplace_back(SearchRange{"", low, high, SearchScale::logarithmic},
                      log_uniform_numbers(low, high, 150, rng));
  }
  for (const auto& [range, numbers] : runs) {
    arma::vec at = numbers;
    at.transform([&, r = range](double x) { return position(r, x); });
    if (!checks::expect_between(at.min(), -1e-9, 1 + 1e-9,
                                {.what = "the smallest number, as a position from 0 to 1 in its "
                                         "range",
                                 .read = kReadLog}) ||
        !checks::expect_between(at.max(), -1e-9, 1 + 1e-9,
                                {.what = "the largest number, as a position from 0 to 1 in its "
                                         "range",
                                 .read = kReadLog}) ||
        !checks::expect_distribution(
            at, [](double x) { return std::clamp(x, 0.0, 1.0); },
            {.what = "The positions of the logarithms between those of the ends",
             .why = "They are uniform, also within one power of ten and above 1.",
             .read = kReadLog},
            {.comparisons = 3})) {
      return;
    }
  }
}

TEST(LogUniform, DrawsFromTheCallersRng) {
  Rng rng(remote::test_seed());
  Rng same = rng;
  const double first = submission::log_uniform(1e-4, 1, rng);
  const double second = submission::log_uniform(1e-4, 1, rng);
  const double again = submission::log_uniform(1e-4, 1, same);
  Rng other(remote::test_seed() + 1);
  const double another = submission::log_uniform(1e-4, 1, other);
  checks::expect_that(first != second && first != another, "the same number again",
                      "another number at each call, and for another rng",
                      {.what = "two calls with one rng",
                       .why = "The numbers come from the rng that is given, by reference: no copy, "
                              "no generator of your own.",
                       .read = "a-random-point"});
  checks::expect_near(again, first,
                      {.what = "a call with the same state of rng",
                       .why = "The same state gives the same number.",
                       .read = "a-random-point",
                       .tolerance = checks::kExact});
}

TEST(LogUniform, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const auto call = [&](double low, double high) {
    return [&rng, low, high] { submission::log_uniform(low, high, rng); };
  };
  expect_refusal("a low end of 0", call(0, 1));
  expect_refusal("a negative low end", call(-1e-3, 1));
  expect_refusal("low above high", call(1, 1e-3));
  expect_refusal("equal ends", call(0.5, 0.5));
  expect_refusal("a high end that is NaN", call(0.5, arma::datum::nan));
  expect_refusal("a low end that is NaN", call(arma::datum::nan, 1));
  expect_refusal("no high end", call(0.5, arma::datum::inf));
}

TEST(UniformChoice, TakesEachValueEquallyOften) {
  Rng rng(remote::test_seed());
  struct Run {
    arma::vec choices, seen;
  };
  std::vector<Run> runs;
  for (const auto& [n, draws] : {std::pair<arma::uword, arma::uword>{2, 150}, {4, 900}, {7, 500}}) {
    Run run{arma::unique(rng.uniform(n, 1, -5, 5)), arma::vec(draws)};
    run.choices = run.choices.elem(rng.permutation(n));
    for (double& value : run.seen) value = submission::uniform_choice(run.choices, rng);
    runs.push_back(run);
  }
  for (const Run& run : runs) {
    arma::uword found = 0;
    for (arma::uword i = 0; i < run.choices.n_elem; ++i) {
      const arma::uword often = arma::accu(run.seen == run.choices(i));
      found += often;
      if (!checks::expect_frequency(
              often, run.seen.n_elem, 1.0 / static_cast<double>(run.choices.n_elem),
              {.what = "how often value " + std::to_string(i) + " of " +
                       std::to_string(run.choices.n_elem) + " is chosen",
               .why = "Each equally often: the first and the last like all others.",
               .read = kReadChoice},
              {.comparisons = 16})) {
        return;
      }
    }
    const arma::uword last = run.choices.n_elem - 1;
    const arma::uword ends =
        arma::accu(run.seen == run.choices(0)) + arma::accu(run.seen == run.choices(last));
    if (!checks::expect_frequency(ends, run.seen.n_elem, 2 / static_cast<double>(last + 1),
                                  {.what = "how often the first or the last of " +
                                           std::to_string(last + 1) + " values is chosen",
                                   .why = "As often as any two others. Half as often is what comes "
                                          "of rounding where the decimals are to be cut off.",
                                   .read = kReadChoice},
                                  {.comparisons = 16})) {
      return;
    }
    if (!checks::expect_equal(static_cast<long long>(found),
                              static_cast<long long>(run.seen.n_elem),
                              {.what = "how many of the numbers are among the values",
                               .why = "One of the values comes back, as it is: not its index, and "
                                      "nothing between two of them.",
                               .read = kReadChoice})) {
      return;
    }
  }
}

TEST(UniformChoice, ChoosesEachTimeForItself) {
  Rng rng(remote::test_seed());
  const arma::vec choices = {0, 1};
  arma::vec seen(400);
  for (double& value : seen) value = submission::uniform_choice(choices, rng);
  const arma::vec earlier = seen.head(399), later = seen.tail(399);
  checks::expect_frequency(
      arma::accu(earlier != later), 399, 0.5,
      {.what = "changes from one choice to the next, among two values",
       .why = "A choice does not depend on the one before: no taking turns, no "
              "new generator at each call.",
       .read = kReadChoice});
}

TEST(UniformChoice, CountsWhatIsListedTwiceTwice) {
  Rng rng(remote::test_seed());
  const arma::vec choices = {64, 128, 64};
  arma::uword often = 0;
  // In so many draws, two thirds and the half are eleven standard deviations apart.
  for (int i = 0; i < 1200; ++i) often += submission::uniform_choice(choices, rng) == 64 ? 1 : 0;
  checks::expect_frequency(often, 1200, 2.0 / 3,
                           {.what = "how often a value is chosen that is listed twice among three",
                            .why = "Every entry of the list is equally likely.",
                            .read = kReadChoice});
}

TEST(UniformChoice, HasNoChoiceOfOne) {
  Rng rng(remote::test_seed());
  checks::expect_near(submission::uniform_choice({-3.5}, rng), -3.5,
                      {.what = "the choice from a single value", .read = kReadChoice});
}

TEST(UniformChoice, RefusesAnEmptyList) {
  Rng rng(remote::test_seed());
  expect_refusal("no values", [&] { submission::uniform_choice({}, rng); });
}

TEST(SamplePoint, IsUniformOnEachScale) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(3, rng);
  std::vector<arma::vec> points;
  for (int i = 0; i < 500; ++i) points.push_back(submission::sample_point(space, rng));
  expect_uniform_points(space, points, "a random point", kReadPoint);
}

TEST(SamplePoint, UsesTheScaleOfEveryRange) {
  Rng rng(remote::test_seed());
  // One kind first and the other kind last, both ways round.
  for (const bool rate_first : {true, false}) {
    const SearchRange rate = any_rate(rng), share = any_share(rng);
    const SearchSpace space = rate_first ? SearchSpace{rate, share} : SearchSpace{share, rate};
    std::vector<arma::vec> points;
    for (int i = 0; i < 400; ++i) points.push_back(submission::sample_point(space, rng));
    if (!expect_uniform_points(space, points, "a random point", kReadPoint)) return;
  }
}

TEST(SamplePoint, AllowsLinearRangesBelowZero) {
  Rng rng(remote::test_seed());
  const SearchSpace space = {{"shift", -3, 1, SearchScale::linear},
                             {"offset", -9, -2, SearchScale::linear}};
  std::vector<arma::vec> points;
  for (int i = 0; i < 250; ++i) points.push_back(submission::sample_point(space, rng));
  expect_uniform_points(space, points, "a random point", kReadPoint);
}

TEST(SamplePoint, DrawsFromTheCallersRng) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(3, rng);
  Rng same = rng;
  const arma::vec first = submission::sample_point(space, rng);
  const arma::vec second = submission::sample_point(space, rng);
  const arma::vec again = submission::sample_point(space, same);
  if (!expect_inside(space, first, "a random point", kReadPoint)) return;
  if (!expect_inside(space, second, "a random point", kReadPoint)) return;
  checks::expect_that(arma::all(first != second), "a value that repeats",
                      "another value for each range at the second call",
                      {.what = "two points with one rng",
                       .why = "rng moves on from call to call.",
                       .read = kReadPoint});
  checks::expect_near(again, first,
                      {.what = "a point with the same state of rng",
                       .why = "The same state gives the same point.",
                       .read = kReadPoint,
                       .tolerance = checks::kExact});
}

TEST(SamplePoint, RefusesBadSpaces) {
  Rng rng(remote::test_seed());
  for (const BadSpace& bad : bad_spaces()) {
    expect_refusal(bad.what, [&] { submission::sample_point(bad.space, rng); });
  }
}

}  // namespace
}  // namespace descent::suite
