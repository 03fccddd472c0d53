// prepare_data, initialize_network, flip_at_random.

#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/refusal.hpp"
#include "harness/checks/statistics.hpp"
#include "harness/suites/12-capstone/plain.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr auto kReadParts = "three-parts";
constexpr auto kReadStatistics = "statistics-of-the-training-part";
constexpr auto kReadBegin = "where-it-begins";
constexpr auto kReadMirrors = "mirrors";
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Examples whose label is their number, so that every row can be recognised afterwards.
Examples numbered(arma::uword n, arma::uword inputs, Rng& rng) {
  Examples examples{rng.normal(n, inputs), arma::regspace<arma::uvec>(0, n - 1)};
  for (arma::uword j = 0; j < inputs; ++j) {
    examples.x.col(j) = 3.0 * static_cast<double>(j) +
                        std::pow(2.0, static_cast<double>(j) - 2) * examples.x.col(j);
  }
  return examples;
}

TEST(PrepareData, PutsEachExampleOfThePoolInOnePart) {
  Rng rng(remote::test_seed());
  struct Case {
    arma::uword n;
    double fraction;
    long long validation;
  };
  for (const Case& c :
       {Case{30, 0.2, 6}, Case{17, 0.4, 7}, Case{2, 0.5, 1}, Case{9, 0.01, 1}, Case{9, 0.99, 8}}) {
    const Examples pool = numbered(c.n, 3, rng), test = numbered(4, 3, rng);
    const CapstoneData yours = submission::prepare_data(pool, test, c.fraction, rng);
    if (!checks::expect_equal(static_cast<long long>(yours.validation.y.n_elem), c.validation,
                              {.what = "examples in the validation part",
                               .why = "validation_fraction of the pool, rounded, but at least one; "
                                      "and one at least must be left to learn from.",
                               .read = kReadParts}) ||
        !checks::expect_equal(arma::sort(arma::join_cols(yours.train.y, yours.validation.y)),
                              pool.y,
                              {.what = "the labels of training and validation part together",
                               .why = "Each example of the pool is in exactly one of the two.",
                               .read = kReadParts}) ||
        !checks::expect_equal(yours.test.y, test.y,
                              {.what = "the labels of the test part", .read = kReadParts}) ||
        !checks::expect_shape(yours.train.x, yours.train.y.n_elem, 3,
                              {.what = "train.x", .read = kReadParts}) ||
        !checks::expect_shape(yours.validation.x, yours.validation.y.n_elem, 3,
                              {.what = "validation.x", .read = kReadParts})) {
      return;
    }
  }
}

TEST(PrepareData, LearnsItsStatisticsFromTheTrainingPartAlone) {
  Rng rng(remote::test_seed());
  for (const arma::uword n : arma::uvec{12, 40}) {
    Examples pool = numbered(n, 5, rng), test = numbered(7, 5, rng);
    pool.x.col(2).fill(4);
    test.x.col(2) += 1;
    pool.x.col(4) += 1e5;  // a small spread beside a large mean
    test.x.col(4) += 1e5;
    const CapstoneData yours = submission::prepare_data(pool, test, 0.3, rng);
    if (yours.train.y.is_empty() || yours.train.y.max() >= n || yours.validation.y.is_empty() ||
        yours.validation.y.max() >= n) {
      ADD_FAILURE();  // the test above says more
      return;
    }
    const arma::mat raw = pool.x.rows(yours.train.y);
    arma::rowvec mean(5), deviation(5);
    for (arma::uword j = 0; j < 5; ++j) {
      mean(j) = arma::accu(raw.col(j)) / static_cast<double>(raw.n_rows);
      deviation(j) = std::sqrt(arma::accu(arma::square(raw.col(j) - mean(j))) /
                               static_cast<double>(raw.n_rows));
    }
    deviation(2) = 1;
    const checks::Tolerance tolerance{1e-8, 1e-9};
    const auto transformed = [&](const arma::mat& x) {
      arma::mat expected = x.each_row() - mean;
      expected.each_row() /= deviation;
      return expected;
    };
    const std::string why =
        "Mean and deviation (divided by N) of the rows that went into the training part, and of no "
        "others; a constant feature has scale 1.";
    if (!expect_near(yours.statistics.shift, mean,
                     {.what = "statistics.shift", .why = why, .read = kReadStatistics}) ||
        !expect_near(yours.statistics.scale, deviation,
                     {.what = "statistics.scale",
                      .why = why,
                      .read = kReadStatistics,
                      .tolerance = tolerance}) ||
        !expect_near(yours.train.x, transformed(raw),
                     {.what = "train.x",
                      .why = "Row i belongs to the example that label i says.",
                      .read = kReadParts,
                      .tolerance = tolerance}) ||
        !expect_near(yours.validation.x, transformed(pool.x.rows(yours.validation.y)),
                     {.what = "validation.x",
                      .why = "Transformed with the statistics of the training part.",
                      .read = kReadStatistics,
                      .tolerance = tolerance}) ||
        !expect_near(yours.test.x, transformed(test.x),
                     {.what = "test.x",
                      .why = "Transformed with the statistics of the training part, in the order "
                             "in which it came.",
                      .read = kReadStatistics,
                      .tolerance = tolerance})) {
      return;
    }
  }
}

TEST(PrepareData, SplitsAtRandom) {
  Rng rng(remote::test_seed());
  const Examples pool = numbered(10, 2, rng), test = numbered(3, 2, rng);
  arma::uvec counts(10, arma::fill::zeros);
  constexpr arma::uword kCalls = 150;
  for (arma::uword call = 0; call < kCalls; ++call) {
    const arma::uvec held = submission::prepare_data(pool, test, 0.3, rng).validation.y;
    if (held.n_elem != 3 || held.max() >= 10) {
      ADD_FAILURE();
      return;
    }
    for (const arma::uword i : held) ++counts(i);
  }
  for (const arma::uword count : counts) {
    if (!checks::expect_frequency(count, kCalls, 0.3,
                                  {.what = "how often an example was put into the validation part",
                                   .why = "At random, each as likely as any other: the pool may be "
                                          "sorted by class.",
                                   .read = kReadParts},
                                  {1e-6, 10})) {
      return;
    }
  }
}

TEST(PrepareData, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const Examples pool = numbered(6, 3, rng), test = numbered(2, 3, rng);
  Examples bad = pool;
  bad.x(1, 1) = kNan;
  const auto refused = [&](const std::string& what, const Examples& a, const Examples& b,
                           double fraction) {
    return expect_refusal(what, [&] { submission::prepare_data(a, b, fraction, rng); });
  };
  EXPECT_TRUE(refused("an empty pool", {}, test, 0.3) &&
              refused("an empty test part", pool, {}, 0.3) &&
              refused("NaN in the pool", bad, test, 0.3) &&
              refused("labels that are fewer than examples", {pool.x, test.y}, test, 0.3) &&
              refused("a test part of another width", pool, numbered(2, 4, rng), 0.3) &&
              refused("a pool of one example", numbered(1, 3, rng), test, 0.3) &&
              refused("a validation_fraction of 0", pool, test, 0) &&
              refused("a validation_fraction of 1", pool, test, 1) &&
              refused("a validation_fraction that is NaN", pool, test, kNan));
}

TEST(InitializeNetwork, HasTheShapesOfANetwork) {
  Rng rng(remote::test_seed());
  for (const arma::uvec& sizes : {arma::uvec{5, 4, 3}, arma::uvec{7, 6, 4, 2},
                                  arma::uvec{3, 2, 5, 4, 6}, arma::uvec{1, 1, 1}}) {
    const Network yours = submission::initialize_network(sizes, rng);
    const Network shaped = any_network(sizes, rng);
    if (!checks::expect_equal(static_cast<long long>(yours.parameters.size()),
                              static_cast<long long>(shaped.parameters.size()),
                              {.what = "the number of parameters",
                               .why = "W, gamma, beta for each hidden layer; then W and b.",
                               .read = kReadBegin}) ||
        !checks::expect_equal(static_cast<long long>(yours.running.size()),
                              static_cast<long long>(shaped.running.size()),
                              {.what = "the number of running statistics",
                               .why = "One for each hidden layer.",
                               .read = kReadBegin})) {
      return;
    }
    const std::vector<std::string> names = parameter_names(shaped.parameters.size());
    for (std::size_t p = 0; p < shaped.parameters.size(); ++p) {
      const arma::mat& parameter = yours.parameters[p];
      if (!checks::expect_shape(parameter, shaped.parameters[p].n_rows, shaped.parameters[p].n_cols,
                                {.what = names[p], .read = kReadBegin})) {
        return;
      }
      if (names[p][0] == 'W') continue;
      const double value = names[p][0] == 'g' ? 1 : 0;
      if (!expect_near(parameter, arma::mat(arma::size(parameter), arma::fill::value(value)),
                       {.what = names[p],
                        .why = "gamma begins at 1, beta and b at 0.",
                        .read = kReadBegin,
                        .tolerance = checks::kExact})) {
        return;
      }
    }
    for (std::size_t l = 0; l < shaped.running.size(); ++l) {
      const arma::uword units = sizes(l + 1);
      if (!expect_near(yours.running[l].mean, arma::rowvec(units, arma::fill::zeros),
                       {.what = "the running mean", .read = "running-statistics"}) ||
          !expect_near(yours.running[l].var, arma::rowvec(units, arma::fill::ones),
                       {.what = "the running variance",
                        .why = "Before the first batch: mean 0 and variance 1.",
                        .read = "running-statistics"})) {
        return;
      }
    }
  }
}

TEST(InitializeNetwork, HasTheVariancesOfEachLayer) {
  Rng rng(remote::test_seed());
  const Network yours = submission::initialize_network({40, 90, 60, 30}, rng);
  if (yours.parameters.size() != 8) {
    ADD_FAILURE();
    return;
  }
  const auto hidden = [&](const arma::mat& W, double in, double out, const std::string& name) {
    return checks::expect_variance(
        W, 2 / in,
        {{1 / in,
          "That is 1/fan_in: a ReLU lets half of the signal through, and He's 2 makes up "
          "for it."},
         {2 / out, "That is 2/fan_out: fan_in is the number of rows."},
         {2 / (in + out), "That is Glorot's variance: for ReLUs it is 2/fan_in."},
         {1e-4, "That is a standard deviation of 0.01, which is for the last layer only."},
         {4 / (in * in), "That is 2/fan_in as a standard deviation: it is the variance."}},
        {.what = name,
         .why = "He: variance 2/fan_in in front of a ReLU.",
         .read = "he-for-the-hidden"},
        {1e-6, 3});
  };
  EXPECT_TRUE(
      hidden(yours.parameters[0], 40, 90, "W1") && hidden(yours.parameters[3], 90, 60, "W2") &&
      checks::expect_variance(
          yours.parameters[6], 1e-4,
          {{2.0 / 60,
            "That is He's variance. No ReLU follows here but the softmax: scores near 0 "
            "begin at ln C."},
           {1.0 / 60, "That is 1/fan_in. Scores near 0 begin at ln C: a deviation of 0.01."},
           {0.01, "That is a variance of 0.01: it is the standard deviation."}},
          {.what = "W3, of the last layer",
           .why = "A standard deviation of 0.01.",
           .read = "small-for-the-last"},
          {1e-6, 3}));
}

TEST(InitializeNetwork, DrawsEachLayerForItself) {
  Rng rng(remote::test_seed());
  const Network one = submission::initialize_network({20, 20, 20, 20}, rng);
  const Network two = submission::initialize_network({20, 20, 20, 20}, rng);
  if (one.parameters.size() != 8 || two.parameters.size() != 8) {
    ADD_FAILURE();
    return;
  }
  const auto apart = [&](const arma::mat& a, const arma::mat& b, const std::string& what) {
    return checks::expect_uncorrelated(a, b, {.what = what, .read = kReadBegin}, {1e-6, 4});
  };
  EXPECT_TRUE(apart(one.parameters[0], one.parameters[3], "the weights of two layers") &&
              apart(one.parameters[3], one.parameters[6], "the weights of the last two layers") &&
              apart(one.parameters[0], two.parameters[0], "the weights of two networks") &&
              apart(one.parameters[0].cols(0, 9), one.parameters[0].cols(10, 19),
                    "the weights of the neurons of a layer"));
}

TEST(InitializeNetwork, BeginsAtChance) {
  Rng rng(remote::test_seed());
  const Network yours = submission::initialize_network({12, 50, 40, 7}, rng);
  const Examples batch = any_examples(60, 12, 7, rng);
  if (yours.parameters.size() != 8) {
    ADD_FAILURE();
    return;
  }
  checks::expect_between(plain_loss(yours.parameters, batch, 0).loss, 0.97 * std::log(7.0),
                         1.03 * std::log(7.0),
                         {.what = "the loss of a fresh network with 7 classes",
                          .why = "ln 7 = 1.946, since it knows nothing: its scores are near 0.",
                          .read = "small-for-the-last"});
}

TEST(InitializeNetwork, RefusesBadInput) {
  Rng rng(remote::test_seed());
  for (const auto& [what, sizes] : {std::pair<std::string, arma::uvec>{"no sizes", {}},
                                    {"no hidden layer", {4, 3}},
                                    {"no inputs", {0, 4, 3}},
                                    {"a hidden layer without units", {4, 0, 3}},
                                    {"no classes", {4, 5, 0}}}) {
    if (!expect_refusal(what, [&, &bad = sizes] { submission::initialize_network(bad, rng); }))
      return;
  }
}

arma::rowvec plain_mirror(const arma::rowvec& row, const PictureSize& size) {
  arma::rowvec mirrored = row;
  for (arma::uword k = 0; k < row.n_elem; ++k) {
    const arma::uword c = k % size.width;
    mirrored(k) = row(k - c + (size.width - 1 - c));
  }
  return mirrored;
}

// 1 for each row that is mirrored, 0 for each that is as it was; nothing where a row is neither.
bool which_are_mirrored(const arma::mat& yours, const arma::mat& x, const PictureSize& size,
                        arma::vec& mirrored) {
  if (!checks::expect_shape(yours, x.n_rows, x.n_cols, {.what = "x", .read = kReadMirrors})) {
    return false;
  }
  mirrored.zeros(x.n_rows);
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    const arma::rowvec expected = plain_mirror(x.row(i), size);
    if (arma::approx_equal(yours.row(i), x.row(i), "absdiff", 0)) continue;
    mirrored(i) = 1;
    if (arma::approx_equal(yours.row(i), expected, "absdiff", 0)) continue;
    return expect_near(yours.row(i), expected,
                       {.what = "a picture that is not as it was",
                        .why = "Left and right change places in every line of every channel; "
                               "lines and channels stay where they are.",
                        .read = kReadMirrors,
                        .tolerance = checks::kExact});
  }
  return true;
}

TEST(FlipAtRandom, MirrorsLinesAndNothingElse) {
  Rng rng(remote::test_seed());
  for (const PictureSize& size : {PictureSize{3, 4, 1}, PictureSize{2, 5, 3}, PictureSize{4, 2, 2},
                                  PictureSize{1, 3, 1}, PictureSize{5, 3, 3}}) {
    const arma::mat x = rng.normal(60, size.height * size.width * size.channels);
    const arma::mat yours = submission::flip_at_random(x, size, rng);
    arma::vec mirrored;
    if (!which_are_mirrored(yours, x, size, mirrored)) return;
    // One of 60 coins: all alike with a probability of 2e-18.
    if (!checks::expect_between(arma::accu(mirrored), 1, 59,
                                {.what = "how many of 60 pictures were mirrored",
                                 .why = "Each with probability ½, for itself.",
                                 .read = "each-picture-for-itself"})) {
      return;
    }
  }
}

TEST(FlipAtRandom, TossesACoinForEachPicture) {
  Rng rng(remote::test_seed());
  const PictureSize size{2, 3, 1};
  const arma::mat x = rng.normal(1500, 6);
  arma::vec first, second;
  if (!which_are_mirrored(submission::flip_at_random(x, size, rng), x, size, first) ||
      !which_are_mirrored(submission::flip_at_random(x, size, rng), x, size, second)) {
    return;
  }
  const checks::FalseAlarm alarm{1e-6, 4};
  const auto frequency = [&](const arma::vec& mirrored, const std::string& what) {
    return checks::expect_frequency(static_cast<arma::uword>(arma::accu(mirrored)), mirrored.n_elem,
                                    0.5, {.what = what, .read = "each-picture-for-itself"}, alarm);
  };
  arma::vec same_as_next(1499), same_again(1500);
  for (arma::uword i = 0; i < 1500; ++i) {
    if (i < 1499) same_as_next(i) = first(i) == first(i + 1) ? 1 : 0;
    same_again(i) = first(i) == second(i) ? 1 : 0;
  }
  EXPECT_TRUE(frequency(first, "how often a picture was mirrored") &&
              frequency(second, "how often a picture was mirrored, in a second call") &&
              frequency(same_as_next, "how often two neighbours were treated alike") &&
              frequency(same_again, "how often a picture was treated alike in two calls"));
}

TEST(FlipAtRandom, TakesItsCoinsFromRng) {
  Rng rng(remote::test_seed());
  const arma::mat x = rng.normal(80, 6);
  Rng one(7), again(7);
  const arma::mat first = submission::flip_at_random(x, {1, 3, 2}, one);
  const arma::mat second = submission::flip_at_random(x, {1, 3, 2}, again);
  expect_near(second, first,
              {.what = "x, mirrored again with an rng of the same seed",
               .why = "All coins come from the caller's rng.",
               .read = "each-picture-for-itself",
               .tolerance = checks::kExact});
}

TEST(FlipAtRandom, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const arma::mat x = rng.normal(3, 12);
  for (const auto& [what, size] : {std::pair<std::string, PictureSize>{"a height of 0", {0, 4, 3}},
                                   {"a width of 0", {3, 0, 4}},
                                   {"no channels", {3, 4, 0}},
                                   {"pictures of another size", {3, 4, 2}}}) {
    if (!expect_refusal(what, [&, &bad = size] { submission::flip_at_random(x, bad, rng); }))
      return;
  }
  expect_refusal("an empty x", [&] { submission::flip_at_random(arma::mat(), {3, 4, 1}, rng); });
}

}  // namespace
}  // namespace descent::suite
