#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "harness/checks/refusal.hpp"
#include "harness/suites/09-babysitting/labelled_curves.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;
using enum LearningRateDiagnosis;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

std::string name(LearningRateDiagnosis diagnosis) {
  switch (diagnosis) {
    case too_low:
      return "too_low";
    case good:
      return "good";
    case high:
      return "high";
    case too_high:
      return "too_high";
    case bad_initialization:
      return "bad_initialization";
  }
  return "a diagnosis that does not exist";
}

std::string name(FitDiagnosis diagnosis) {
  switch (diagnosis) {
    case FitDiagnosis::good:
      return "good";
    case FitDiagnosis::overfitting:
      return "overfitting";
    case FitDiagnosis::more_capacity:
      return "more_capacity";
  }
  return "a diagnosis that does not exist";
}

struct CurveCase {
  arma::vec losses;
  LearningRateDiagnosis expected;
  std::string what;
};

void expect_diagnoses(const std::vector<CurveCase>& cases, const std::string& why,
                      const std::string& read) {
  std::vector<LearningRateDiagnosis> yours;
  for (const CurveCase& c : cases) yours.push_back(submission::diagnose_learning_rate(c.losses));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!checks::expect_that(
            yours[i] == cases[i].expected, name(yours[i]), name(cases[i].expected),
            {.what = "the diagnosis of " + cases[i].what, .why = why, .read = read})) {
      return;
    }
  }
}

// --- diagnose_learning_rate, on curves of real runs

void expect_label(LearningRateDiagnosis label, const std::string& why) {
  Rng rng(remote::test_seed());
  std::vector<CurveCase> cases;
  for (const LossCurve& curve : loss_curves(label, rng)) {
    cases.push_back({curve.losses, label, "a run of " + curve.what});
  }
  expect_diagnoses(cases, why, "what-the-loss-curve-says");
}

TEST(DiagnoseLearningRate, SeesRatesThatAreTooLow) {
  expect_label(too_low, "It hardly moves, or falls along a nearly straight line.");
}

TEST(DiagnoseLearningRate, SeesGoodRates) {
  expect_label(good, "It bends, and arrives far below where it began.");
}

TEST(DiagnoseLearningRate, SeesHighRates) {
  expect_label(high, "It falls at once, and then stays on a plateau far above 0.");
}

TEST(DiagnoseLearningRate, SeesRatesThatAreTooHigh) {
  expect_label(too_high, "NaN, an explosion, or a loss that grows.");
}

TEST(DiagnoseLearningRate, SeesABadInitialization) {
  expect_label(bad_initialization, "Flat for a long time, and then it falls.");
}

// --- on curves whose levels are known

// A curve of n entries that begins at start, has `middle` on all of its middle part and `end` on
// its last fourth. In between: straight lines, so that all curves look like curves.
arma::vec shaped(double start, double middle, double end, arma::uword n = 40) {
  arma::vec losses(n);
  const double last = static_cast<double>(n - 1);
  for (arma::uword i = 0; i < n; ++i) {
    const double t = static_cast<double>(i) / last;
    if (t < 0.35)
      losses(i) = start + (middle - start) * t / 0.35;
    else if (t <= 0.65)
      losses(i) = middle;
    else if (t < 0.75)
      losses(i) = middle + (end - middle) * (t - 0.65) / 0.1;
    else
      losses(i) = end;
  }
  return losses;
}

TEST(DiagnoseLearningRate, AsksItsQuestionsInOrder) {
  const double s = 2.3;
  std::vector<CurveCase> cases = {
      {shaped(s, s - 0.0005, s - 0.001), too_low, "a curve that falls by 0.04 percent"},
      {shaped(s, s, s), too_low, "a curve that does not move at all"},
      {shaped(s, s + 0.01, s + 0.02), too_low, "a curve that rises by less than one percent"},
      {shaped(s, s - 0.03, s - 0.03), too_low, "a curve that falls by 1.3 percent, at once"},
      {shaped(s, s, s - 0.03), too_low, "a curve that falls by 1.3 percent, late"},
      {shaped(s, 1.2 * s, 1.5 * s), too_high, "a curve that grows by half"},
      {shaped(s, 0.5 * s, 1.2 * s), too_high, "a curve that falls and then grows beyond its start"},
      {shaped(s, 2 * s, 2.8 * s), too_high, "a curve that grows, and has not exploded yet"},
      {shaped(s, 0.98 * s, 0.4 * s), bad_initialization, "a curve that is flat, and falls late"},
      {shaped(s, 0.95 * s, 0.05 * s), bad_initialization, "a curve that falls late, and far"},
      {shaped(s, 1.1 * s, 0.5 * s), bad_initialization, "a curve that rises, and falls late"},
      {shaped(s, 0.5 * s, 0.1 * s), too_low,
       "a curve with just over half of its fall by the middle"},
      {shaped(s, 0.8 * s, 0.6 * s), too_low, "a curve with half of its fall by the middle"},
      {shaped(s, 0.64 * s, 0.5 * s), too_low, "a curve that bends a little, and is still falling"},
      {shaped(s, 0.3 * s, 0.1 * s), good, "a curve that bends and arrives low"},
      {shaped(s, 0.05 * s, 0.01 * s), good, "a curve that arrives low at once"},
      {shaped(s, 0.2 * s, 0.2 * s), good,
       "a curve that arrives at a fifth of its start, and stays"},
      {shaped(s, 0.5 * s, 0.5 * s), high, "a curve with a plateau at half of its start"},
      {shaped(s, 0.9 * s, 0.9 * s), high, "a curve with a plateau just below its start"},
      {shaped(s, 0.45 * s, 0.4 * s), high, "a curve that has nearly all of its fall by the middle"},
      {shaped(s, 0.5 * s, 0.6 * s), high, "a curve that fell, and has come up a little since"}};
  expect_diagnoses(cases,
                   "Explosion or growth; no fall; a late fall; a straight one; arrived; a "
                   "plateau; still falling: the first that holds.",
                   "the-order-of-the-questions");
}

TEST(DiagnoseLearningRate, MeasuresInPartsOfTheStart) {
  std::vector<CurveCase> cases;
  for (const double s : {0.02, 0.5, 90.0, 4e4}) {
    cases.push_back({shaped(s, 0.5 * s, 0.5 * s), high, "a plateau at half of the start"});
    cases.push_back({shaped(s, 0.3 * s, 0.1 * s), good, "a curve that arrives low"});
    cases.push_back({shaped(s, 0.995 * s, 0.992 * s), too_low, "a curve that hardly moves"});
    cases.push_back({shaped(s, s, 0.9 * s), bad_initialization, "a curve that falls late"});
    cases.push_back({shaped(s, 1.05 * s, 1.1 * s), too_high, "a curve that grows by a tenth"});
    cases.push_back({shaped(s, 0.8 * s, 0.64 * s), too_low, "a curve that falls steadily"});
  }
  expect_diagnoses(cases,
                   "All levels are compared with the start: the same curve in other units has the "
                   "same diagnosis.",
                   "three-levels");
}

TEST(DiagnoseLearningRate, TakesAFifthOfTheCurve) {
  std::vector<CurveCase> cases;
  for (const arma::uword n : arma::uvec{10, 13, 19, 20, 44, 101}) {
    const std::string of = fmt::format("{} losses", n);
    cases.push_back({shaped(1, 0.5, 0.5, n), high, of + " with a plateau"});
    cases.push_back({shaped(1, 0.2, 0.05, n), good, of + " that arrive low"});
    cases.push_back({shaped(1, 1, 0.5, n), bad_initialization, of + " that fall late"});
    cases.push_back({arma::linspace(1, 0.4, n), too_low, of + " on a straight line"});
  }
  // One last entry, one middle entry that say something else: a mean over a fifth hardly notices.
  arma::vec noisy = shaped(1, 0.1, 0.02, 100);
  noisy(99) = 1.3;
  noisy(49) = 1.6;
  cases.push_back({noisy, good, "100 losses that arrive low, with two bad entries"});
  arma::vec lucky = shaped(1, 0.6, 0.6, 100);
  lucky(99) = 0.01;
  lucky(50) = 0.99;
  cases.push_back({lucky, high, "100 losses with a plateau, with two odd entries"});
  expect_diagnoses(cases, "middle and end are means of n / 5 entries, start is the first entry.",
                   "three-levels");
}

TEST(DiagnoseLearningRate, FindsAnExplosionAnywhere) {
  std::vector<CurveCase> cases;
  const arma::vec fine = shaped(2.3, 0.5, 0.1);
  for (const double bad : {kNan, kInf, 7.5}) {
    for (const arma::uword at : arma::uvec{1, 5, 20, 29, 39}) {
      arma::vec losses = fine;
      losses(at) = bad;
      const std::string what = std::isnan(bad) ? "NaN" : (bad > 1e9 ? "infinity" : "a peak");
      cases.push_back(
          {losses, too_high, fmt::format("a good curve, but for {} at entry {}", what, at)});
    }
  }
  arma::vec first = fine;
  first(0) = kNan;
  cases.push_back({first, too_high, "a curve that begins with NaN"});
  cases.push_back({arma::vec(12, arma::fill::value(kNan)), too_high, "nothing but NaN"});
  cases.push_back({fine, good, "the good curve itself"});
  arma::vec peak = fine;
  peak(3) = 5;
  cases.push_back({peak, good, "a good curve with a peak of twice its start"});
  expect_diagnoses(cases, "A curve that has exploded is too high, whatever else it does.",
                   "what-the-loss-curve-says");
}

TEST(DiagnoseLearningRate, RefusesBadInput) {
  expect_refusal("a curve of 9 losses",
                 [] { submission::diagnose_learning_rate(arma::linspace(2, 1, 9)); });
  expect_refusal("no losses", [] { submission::diagnose_learning_rate(arma::vec()); });
  expect_refusal("a first loss of 0", [] { submission::diagnose_learning_rate(arma::zeros(12)); });
  expect_refusal("a negative first loss",
                 [] { submission::diagnose_learning_rate(arma::linspace(-2, -3, 12)); });
}

// --- diagnose_fit

struct FitCase {
  arma::vec training, validation;
  FitDiagnosis expected;
  std::string what;
};

void expect_fits(const std::vector<FitCase>& cases, const std::string& why) {
  std::vector<FitDiagnosis> yours;
  for (const FitCase& c : cases)
    yours.push_back(submission::diagnose_fit(c.training, c.validation));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!checks::expect_that(
            yours[i] == cases[i].expected, name(yours[i]), name(cases[i].expected),
            {.what = "the diagnosis of " + cases[i].what, .why = why, .read = "the-gap"})) {
      return;
    }
  }
}

void expect_fit_label(FitDiagnosis label, const std::string& why) {
  Rng rng(remote::test_seed());
  std::vector<FitCase> cases;
  for (const FitCurves& curves : fit_curves(label, rng)) {
    cases.push_back({curves.training, curves.validation, label, "a run of " + curves.what});
  }
  expect_fits(cases, why);
}

TEST(DiagnoseFit, SeesOverfitting) {
  expect_fit_label(FitDiagnosis::overfitting,
                   "It knows its own examples by heart, and is much worse on the others.");
}

TEST(DiagnoseFit, SeesThatAModelIsTooSmall) {
  expect_fit_label(FitDiagnosis::more_capacity,
                   "It is equally bad at both: it cannot even learn its own examples.");
}

TEST(DiagnoseFit, SeesAGoodFit) { expect_fit_label(FitDiagnosis::good, "It is good at both."); }

// Two accuracies that rise to their ends in the first half and stay there.
FitCase risen(double training, double validation, FitDiagnosis expected, const std::string& what,
              arma::uword n = 20) {
  arma::vec shape(n);
  for (arma::uword i = 0; i < n; ++i) {
    shape(i) = std::min(1.0, (static_cast<double>(i) + 1) / (0.5 * static_cast<double>(n)));
  }
  return {training * shape, validation * shape, expected, what};
}

TEST(DiagnoseFit, AsksForTheGapFirst) {
  using enum FitDiagnosis;
  expect_fits({risen(1, 0.7, overfitting, "accuracies of 1 and 0.7"),
               risen(0.7, 0.4, overfitting, "accuracies of 0.7 and 0.4"),
               risen(0.9, 0.78, overfitting, "accuracies of 0.9 and 0.78"),
               risen(0.3, 0.15, overfitting, "accuracies of 0.3 and 0.15"),
               risen(1, 0.95, FitDiagnosis::good, "accuracies of 1 and 0.95"),
               risen(0.97, 0.9, FitDiagnosis::good, "accuracies of 0.97 and 0.9"),
               risen(0.97, 0.99, FitDiagnosis::good, "accuracies of 0.97 and 0.99"),
               risen(0.8, 0.78, more_capacity, "accuracies of 0.8 and 0.78"),
               risen(0.9, 0.93, more_capacity, "accuracies of 0.9 and 0.93"),
               risen(0.92, 0.86, more_capacity, "accuracies of 0.92 and 0.86"),
               risen(0.4, 0.7, more_capacity, "accuracies of 0.4 and 0.7"),
               risen(0.1, 0.1, more_capacity, "accuracies of 0.1 and 0.1"),
               risen(0.05, 0, more_capacity, "accuracies of 0.05 and 0")},
              "Training minus validation above 0.1 is a gap, at any height. Without a gap the "
              "height of the training accuracy decides.");
}

TEST(DiagnoseFit, LooksAtTheEndsOfTheCurves) {
  using enum FitDiagnosis;
  std::vector<FitCase> cases;
  for (const arma::uword n : arma::uvec{1, 2, 4, 5, 9, 10, 37}) {
    const std::string of = fmt::format("{} epochs", n);
    cases.push_back({arma::vec(n, arma::fill::value(0.99)), arma::vec(n, arma::fill::value(0.6)),
                     overfitting, of + " with a gap"});
    cases.push_back({arma::vec(n, arma::fill::value(0.6)), arma::vec(n, arma::fill::value(0.6)),
                     more_capacity, of + " without a gap, low"});
    cases.push_back({arma::vec(n, arma::fill::value(0.99)), arma::vec(n, arma::fill::value(0.98)),
                     FitDiagnosis::good, of + " without a gap, high"});
  }
  // A gap on the way that closes; one that opens late; a single bad epoch at the end of 50.
  arma::vec training = arma::linspace(0.5, 0.99, 50), validation = training - 0.3;
  validation.tail(15) = training.tail(15) - 0.01;
  training.tail(15).fill(0.99);
  validation.tail(15).fill(0.97);
  cases.push_back({training, validation, FitDiagnosis::good, "a gap that closes"});
  validation = training;
  validation.tail(15).fill(0.7);
  cases.push_back({training, validation, overfitting, "a gap that opens late"});
  validation = arma::vec(50, arma::fill::value(0.97));
  training = arma::vec(50, arma::fill::value(0.99));
  validation(49) = 0.6;
  cases.push_back({training, validation, FitDiagnosis::good, "a single bad epoch at the end"});
  validation = arma::vec(50, arma::fill::value(0.7));
  validation(3) = 0.99;
  cases.push_back({training, validation, overfitting, "a single lucky epoch early on"});
  expect_fits(cases, "The mean of the last fifth of each curve, and of one entry at least.");
}

TEST(DiagnoseFit, RefusesBadInput) {
  const arma::vec fine = {0.5, 0.6, 0.7};
  expect_refusal("no accuracies", [] { submission::diagnose_fit(arma::vec(), arma::vec()); });
  expect_refusal("one validation accuracy less",
                 [&] { submission::diagnose_fit(fine, fine.head(2)); });
  expect_refusal("one training accuracy less",
                 [&] { submission::diagnose_fit(fine.head(2), fine); });
  expect_refusal("an accuracy in percent", [&] { submission::diagnose_fit({50, 60, 70}, fine); });
  expect_refusal("a negative accuracy", [&] { submission::diagnose_fit(fine, {0.1, -0.1, 0.2}); });
  expect_refusal("an accuracy of NaN", [&] { submission::diagnose_fit(fine, {0.1, kNan, 0.2}); });
}

}  // namespace
}  // namespace descent::suite
