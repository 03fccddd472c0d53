#include <gtest/gtest.h>

#include <cmath>

#include "harness/suites/10-search/spaces.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kRead = "careful-with-the-border";

const char* name(BorderSide side) {
  switch (side) {
    case BorderSide::low:
      return "low";
    case BorderSide::high:
      return "high";
    case BorderSide::inside:
      return "inside";
  }
  return "neither low, high nor inside";
}

struct Question {
  SearchSpace space;
  arma::vec at;  ///< positions
  double margin;
};

BorderSide right_side(double at, double margin) {
  return at < margin ? BorderSide::low : at > 1 - margin ? BorderSide::high : BorderSide::inside;
}

arma::vec values_at(const SearchSpace& space, const arma::vec& at) {
  arma::vec point(at.n_elem);
  for (arma::uword d = 0; d < at.n_elem; ++d) point(d) = at_position(space[d], at(d));
  return point;
}

void expect_sides(const std::vector<Question>& questions) {
  std::vector<std::vector<BorderSide>> answers;
  for (const Question& question : questions) {
    answers.push_back(submission::on_border(question.space, values_at(question.space, question.at),
                                            question.margin));
  }
  for (std::size_t q = 0; q < questions.size(); ++q) {
    const auto& [space, at, margin] = questions[q];
    if (!checks::expect_equal(static_cast<long long>(answers[q].size()),
                              static_cast<long long>(space.size()),
                              {.what = "the number of answers",
                               .why = "One for each range of the space.",
                               .read = kRead})) {
      return;
    }
    for (arma::uword d = 0; d < at.n_elem; ++d) {
      const BorderSide right = right_side(at(d), margin);
      char where[200];
      std::snprintf(where, sizeof where,
                    "where %.4g lies in a %s range from %.4g to %.4g, with margin %.3g",
                    at_position(space[d], at(d)),
                    space[d].scale == SearchScale::linear ? "linear" : "logarithmic", space[d].low,
                    space[d].high, margin);
      if (!checks::expect_that(
              answers[q][d] == right, name(answers[q][d]), name(right),
              {.what = where,
               .why = "Measured on the range's own scale, from 0 at its low end to "
                      "1 at its high end, the border is below margin and above "
                      "1 - margin.",
               .read = kRead})) {
        return;
      }
    }
  }
}

// Just outside and just inside of each border, at both ends.
TEST(OnBorder, KnowsBothEndsOfALogarithmicRange) {
  Rng rng(remote::test_seed());
  std::vector<Question> questions;
  for (const double margin : {0.05, 0.1, 0.25, 0.4}) {
    for (const double at : {0.5 * margin, 0.95 * margin, 1.05 * margin, 0.5, 1 - 1.05 * margin,
                            1 - 0.95 * margin, 1 - 0.5 * margin}) {
      questions.push_back({{any_rate(rng)}, {at}, margin});
    }
  }
  expect_sides(questions);
}

TEST(OnBorder, KnowsBothEndsOfALinearRange) {
  Rng rng(remote::test_seed());
  std::vector<Question> questions;
  for (const double margin : {0.05, 0.1, 0.25, 0.4}) {
    for (const double at : {0.5 * margin, 0.95 * margin, 1.05 * margin, 0.5, 1 - 1.05 * margin,
                            1 - 0.95 * margin, 1 - 0.5 * margin}) {
      questions.push_back({{any_share(rng)}, {at}, margin});
    }
  }
  expect_sides(questions);
}

TEST(OnBorder, AnswersForEachRange) {
  Rng rng(remote::test_seed());
  std::vector<Question> questions;
  for (int i = 0; i < 40; ++i) {
    const SearchSpace space = any_space(2 + rng.below(3), rng);
    Question question{space, arma::zeros(space.size()), rng.uniform(0.05, 0.4)};
    for (double& at : question.at) {
      do {
        at = rng.uniform();
      } while (std::abs(at - question.margin) < 0.01 || std::abs(1 - question.margin - at) < 0.01);
    }
    questions.push_back(question);
  }
  expect_sides(questions);
}

TEST(OnBorder, CountsTheEndsAndWhatIsBeyond) {
  Rng rng(remote::test_seed());
  std::vector<Question> questions;
  for (const double at : {0.0, 1.0, -0.2, 1.3}) {
    questions.push_back({any_space(2, rng), {at, at}, 0.1});
  }
  expect_sides(questions);
}

TEST(OnBorder, WorksForRangesBelowZeroAndAboveOne) {
  std::vector<Question> questions;
  for (const double at : {0.02, 0.2, 0.5, 0.8, 0.98}) {
    questions.push_back({{{"below", -8, -2, SearchScale::linear},
                          {"across", -1, 3, SearchScale::linear},
                          {"above", 10, 1e5, SearchScale::logarithmic}},
                         {at, 1 - at, at},
                         0.1});
  }
  expect_sides(questions);
}

TEST(OnBorder, RefusesBadInput) {
  const double nan = arma::datum::nan;
  const SearchSpace space = {{"rate", 1e-4, 1, SearchScale::logarithmic},
                             {"dropout", 0, 0.5, SearchScale::linear}};
  const auto call = [&](const SearchSpace& where, const arma::vec& point, double margin) {
    return [where, point, margin] { submission::on_border(where, point, margin); };
  };
  for (const BadSpace& bad : bad_spaces()) {
    expect_refusal(bad.what,
                   call(bad.space, arma::vec(bad.space.size(), arma::fill::value(0.5)), 0.1));
  }
  expect_refusal("a point of one value for two ranges", call(space, {0.1}, 0.1));
  expect_refusal("a point of three values for two ranges", call(space, {0.1, 0.1, 0.1}, 0.1));
  expect_refusal("a point with NaN", call(space, {nan, 0.1}, 0.1));
  expect_refusal("a point at 0 in a logarithmic range", call(space, {0, 0.1}, 0.1));
  expect_refusal("a negative value in a logarithmic range", call(space, {-0.1, 0.1}, 0.1));
  expect_refusal("a margin of 0", call(space, {0.1, 0.1}, 0));
  expect_refusal("a margin of a half", call(space, {0.1, 0.1}, 0.5));
  expect_refusal("a negative margin", call(space, {0.1, 0.1}, -0.1));
  expect_refusal("a margin that is NaN", call(space, {0.1, 0.1}, nan));
}

}  // namespace
}  // namespace descent::suite
