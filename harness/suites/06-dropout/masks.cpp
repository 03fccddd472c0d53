#include "harness/suites/06-dropout/masks.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace descent::suite {
namespace {

using checks::FalseAlarm;

// A small mask for comparing calls, and a large one for everything within a mask: there a mask that
// is the same at each call must not look like a wrong probability.
constexpr arma::uword kRows = 24, kCols = 30, kCalls = 8;
constexpr arma::uword kSide = 150;
constexpr auto kReadCoin = "keep-or-drop";
constexpr auto kReadEach = "every-unit-of-every-example";
constexpr auto kReadNew = "a-new-mask-every-time";

double count(arma::uword n) { return static_cast<double>(n); }

std::string percent(double share) { return fmt::format("{:.3g} %", 100 * share); }

// "80 %, by chance between 77.3 % and 82.6 %. ..."
std::string allowed(double p, const checks::Interval& interval, double n, const FalseAlarm& alarm) {
  return fmt::format(
      "{}, by chance between {} and {}. A right solution is outside in fewer than one of {:.0f} "
      "runs.",
      percent(p), percent(interval.low / n), percent(interval.high / n), 1 / alarm.probability);
}

arma::uword number_kept(const arma::mat& mask) { return arma::accu(mask != 0); }

arma::mat kept_of(const arma::mat& mask) { return arma::conv_to<arma::mat>::from(mask != 0); }

// Several masks in a row, drawn with one rng.
struct Drawn {
  double keep_prob = 0;
  arma::cube kept;  // rows x cols x calls of 0 and 1
  bool rng_moved = true;
};

arma::mat any_values(arma::uword rows, arma::uword cols, Rng& rng) {
  return rng.normal(rows, cols);
}

bool well_formed(const arma::mat& mask, arma::uword rows, arma::uword cols) {
  return checks::expect_shape(mask, rows, cols, {.what = "the mask", .read = kReadCoin}) &&
         checks::expect_finite(mask, {.what = "the mask", .read = kReadCoin});
}

std::optional<Drawn> draw(const MaskCase& mask, double keep_prob, Rng& rng) {
  Drawn drawn{keep_prob, arma::cube(kRows, kCols, kCalls), true};
  Rng theirs(rng.bits());
  std::vector<arma::mat> masks;
  for (arma::uword k = 0; k < kCalls; ++k) {
    const Rng before = theirs;
    masks.push_back(mask.draw(any_values(kRows, kCols, rng), keep_prob, theirs));
    drawn.rng_moved = drawn.rng_moved && !(theirs == before);
  }
  for (arma::uword k = 0; k < kCalls; ++k) {
    if (!well_formed(masks[k], kRows, kCols)) return std::nullopt;
    drawn.kept.slice(k) = kept_of(masks[k]);
  }
  return drawn;
}

struct Pairs {
  arma::uword agree = 0, trials = 0;

  void add(const arma::mat& a, const arma::mat& b) {
    agree += arma::accu(a == b);
    trials += a.n_elem;
  }
};

// Two independent coins fall alike with probability p² + (1-p)².
bool expect_chance_agreement(const Pairs& pairs, double keep_prob, const std::string& who,
                             const std::string& likely, const std::string& why, const char* read,
                             FalseAlarm alarm) {
  const double p = keep_prob * keep_prob + (1 - keep_prob) * (1 - keep_prob);
  const checks::Interval interval = checks::binomial_interval(pairs.trials, p, alarm);
  const double agree = count(pairs.agree);
  if (agree >= interval.low && agree <= interval.high) return true;
  outcome::Finding finding;
  finding.problem = fmt::format("{} are not independent of each other.", who);
  finding.expected = "alike in " + allowed(p, interval, count(pairs.trials), alarm);
  finding.yours = fmt::format("alike in {} of all places", percent(agree / count(pairs.trials)));
  finding.why = why;
  if (pairs.agree == pairs.trials) finding.likely = likely;
  finding.read = read;
  checks::report(finding);
  return false;
}

std::string likely_rate(double share, const checks::Interval& others, double trials,
                        const MaskCase& mask, double keep_prob) {
  if (share == 1) return fmt::format("Nothing was dropped: all {} are kept.", mask.units);
  if (share == 0) return "Everything was dropped: the mask is 0 everywhere.";
  if (share * trials >= others.low && share * trials <= others.high) {
    return fmt::format(
        "{} were dropped, so keep_prob is taken for the probability of dropping. Keep where a "
        "uniform random number is below keep_prob.",
        percent(1 - share));
  }
  if (std::abs(share - 0.5) < 0.05) {
    return "That is about half: does the mask look at keep_prob at all?";
  }
  return fmt::format("That is {:.3g} times keep_prob.", share / keep_prob);
}

bool expect_rate(arma::uword kept, arma::uword trials, double keep_prob, const std::string& of,
                 const std::string& why, const MaskCase& mask, const char* read, FalseAlarm alarm) {
  const double n = count(trials);
  const checks::Interval interval = checks::binomial_interval(trials, keep_prob, alarm);
  if (count(kept) >= interval.low && count(kept) <= interval.high) return true;
  outcome::Finding finding;
  finding.problem = fmt::format("The share of {} that are kept is wrong{}, with keep_prob {:.4g}.",
                                mask.units, of, keep_prob);
  finding.expected = allowed(keep_prob, interval, n, alarm);
  finding.yours = percent(count(kept) / n);
  finding.why = why;
  finding.likely = likely_rate(
      count(kept) / n, checks::binomial_interval(trials, 1 - keep_prob, alarm), n, mask, keep_prob);
  finding.read = read;
  checks::report(finding);
  return false;
}

// Numbers of kept entries that are equal all over. A right solution has that in fewer than one of
// ten million runs: no number of n entries is likelier than 1/√(2·n·p·(1-p)), which is 0.17 for
// n = 150, of which 150 are compared, and 0.08 for n = 720, of which 8 are compared.
bool expect_counts_vary(const arma::vec& counts, const std::string& what, const MaskCase& mask) {
  if (counts.min() != counts.max()) return true;
  return checks::expect_that(
      false, fmt::format("{:.0f} kept in each", counts(0)), "numbers that differ by chance",
      {.what = fmt::format("the number of {} that are kept in each {}", mask.units, what),
       .why = fmt::format("Each of the {} is kept for itself, with probability keep_prob. An exact "
                          "share (a shuffled list, say) makes them depend on each other.",
                          mask.units),
       .read = kReadEach});
}

}  // namespace

double any_keep_prob(Rng& rng) {
  return rng.below(2) == 0 ? rng.uniform(0.15, 0.35) : rng.uniform(0.65, 0.85);
}

std::string likely_factor(double came, double keep_prob, bool scaled) {
  const double right = scaled ? 1 / keep_prob : 1;
  struct Known {
    double value;
    const char* name;
    const char* reason;
  };
  const double p = keep_prob;
  const std::array known = {
      Known{1, "no scaling at all",
            "What is kept must make up for what is dropped, already while training."},
      Known{1 / p, "1/keep_prob",
            "That is inverted dropout. The vanilla form leaves what it keeps as it is."},
      Known{1 / (1 - p), "1/(1 - keep_prob)",
            "keep_prob is taken for the probability of dropping."},
      Known{p, "keep_prob", "It is multiplied where nothing is to be multiplied, or divided by."},
      Known{1 - p, "1 - keep_prob", "keep_prob is taken for the probability of dropping."},
      Known{1 / (p * p), "1/keep_prob²", "The scaling is applied twice."},
      Known{-right, "the right factor with a minus sign", "Where does the minus come from?"},
  };
  for (const Known& k : known) {
    if (std::abs(k.value - right) < 1e-6 || std::abs(came - k.value) > 1e-6 * std::abs(k.value)) {
      continue;
    }
    return fmt::format("What is kept is multiplied by {:.4g} = {} instead of {:.4g}{}. {}", came,
                       k.name, right, scaled ? " = 1/keep_prob" : "", k.reason);
  }
  return "";
}

bool expect_masked(const arma::mat& out, const arma::mat& x, const arma::mat& mask,
                   double keep_prob, bool scaled, const std::string& read) {
  if (!well_formed(mask, x.n_rows, x.n_cols) ||
      !checks::expect_shape(out, x.n_rows, x.n_cols, {.what = "the output", .read = read}) ||
      !checks::expect_finite(out, {.what = "the output", .read = read})) {
    return false;
  }
  for (arma::uword j = 0; j < x.n_cols; ++j) {
    for (arma::uword i = 0; i < x.n_rows; ++i) {
      if ((out(i, j) != 0) == (mask(i, j) != 0)) continue;
      return checks::expect_that(
          false,
          fmt::format("at ({}, {}) the mask is {:.4g} and the output {:.4g}, for x = {:.4g}", i, j,
                      mask(i, j), out(i, j), x(i, j)),
          "an output of 0 where the mask is 0, and only there",
          {.what = "the mask and the output",
           .why = "The mask that is returned must be the one that was applied: out = x % mask. "
                  "The backward pass sees nothing else.",
           .read = "the-way-back"});
    }
  }
  const double factor = scaled ? 1 / keep_prob : 1;
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    if (mask(k) == 0 || std::abs(out(k) / x(k) - factor) <= 1e-9 * factor) continue;
    outcome::Finding finding;
    finding.problem = "What is kept is not scaled rightly in the output.";
    finding.expected =
        fmt::format("{:.6g}·x where a unit is kept, with keep_prob {:.4g}", factor, keep_prob);
    finding.yours = fmt::format("{:.6g}·x", out(k) / x(k));
    finding.why = scaled ? "On average a unit must be as large as without dropout: it is there "
                           "with probability keep_prob, so it is multiplied by 1/keep_prob."
                         : "Vanilla dropout leaves what it keeps as it is.";
    finding.likely = likely_factor(out(k) / x(k), keep_prob, scaled);
    finding.read = read;
    checks::report(finding);
    return false;
  }
  return true;
}

void expect_zero_or_factor(const MaskCase& mask) {
  Rng rng(remote::test_seed());
  struct Run {
    double keep_prob;
    arma::mat mask;
  };
  std::vector<Run> runs;
  for (int i = 0; i < 6; ++i) {
    const double keep_prob = any_keep_prob(rng);
    runs.push_back({keep_prob, mask.draw(any_values(9, 14, rng), keep_prob, rng)});
  }
  for (const Run& run : runs) {
    if (!well_formed(run.mask, 9, 14)) return;
    const double factor = mask.factor(run.keep_prob);
    for (const double entry : run.mask) {
      if (entry == 0 || std::abs(entry - factor) <= 1e-9 * factor) continue;
      outcome::Finding finding;
      finding.problem = "The mask has a wrong entry.";
      finding.expected = fmt::format("0 or {:.6g}{}, with keep_prob {:.4g}", factor,
                                     mask.scaled ? " = 1/keep_prob" : "", run.keep_prob);
      finding.yours = fmt::format("{:.6g}", entry);
      finding.why =
          "The mask has 0 for what is dropped, and for what is kept the factor that it "
          "is multiplied by.";
      finding.likely = likely_factor(entry, run.keep_prob, mask.scaled);
      finding.read = mask.scaled ? "one-over-keep-prob" : "vanilla-dropout";
      checks::report(finding);
      return;
    }
  }
}

void expect_keep_rate(const MaskCase& mask) {
  Rng rng(remote::test_seed());
  struct Run {
    double keep_prob;
    arma::mat mask;
  };
  std::vector<Run> runs;
  for (int i = 0; i < 2; ++i) {
    const double keep_prob = any_keep_prob(rng);
    runs.push_back({keep_prob, mask.draw(any_values(kSide, kSide, rng), keep_prob, rng)});
  }
  for (const Run& run : runs) {
    if (!well_formed(run.mask, kSide, kSide) ||
        !expect_rate(number_kept(run.mask), run.mask.n_elem, run.keep_prob, "",
                     "keep_prob is the probability of keeping.", mask, kReadCoin,
                     {.comparisons = 2})) {
      return;
    }
  }
}

void expect_independent_entries(const MaskCase& mask) {
  Rng rng(remote::test_seed());
  const double keep_prob = any_keep_prob(rng);
  const arma::mat large = mask.draw(any_values(kSide, kSide, rng), keep_prob, rng);
  if (!well_formed(large, kSide, kSide)) return;
  const arma::mat kept = kept_of(large);
  const FalseAlarm alarm{.comparisons = 3.0 + 2 * kSide};  // the last one for the counts
  Pairs rows, cols;
  for (arma::uword i = 0; i < kSide; i += 2) {
    rows.add(kept.row(i), kept.row(i + 1));
    cols.add(kept.col(i), kept.col(i + 1));
  }
  const std::string each = "Each entry of the mask is drawn for itself.";
  if (!expect_chance_agreement(
          rows, keep_prob, fmt::format("Two rows ({}s) of the mask", mask.row),
          fmt::format(
              "All rows are the same: a {} is dropped for every {} alike. Draw one random number "
              "for each entry, not for each column.",
              mask.col, mask.row),
          each, kReadEach, alarm) ||
      !expect_chance_agreement(
          cols, keep_prob, fmt::format("Two columns ({}s) of the mask", mask.col),
          fmt::format(
              "All columns are the same: an {} is kept or dropped as a whole. Draw one random "
              "number for each entry, not for each row.",
              mask.row),
          each, kReadEach, alarm)) {
    return;
  }
  const std::string everywhere = "Every place of the mask has the same probability.";
  for (arma::uword i = 0; i < kSide; ++i) {
    if (!expect_rate(number_kept(kept.row(i)), kSide, keep_prob, fmt::format(" in row {}", i),
                     everywhere, mask, kReadEach, alarm) ||
        !expect_rate(number_kept(kept.col(i)), kSide, keep_prob, fmt::format(" in column {}", i),
                     everywhere, mask, kReadEach, alarm)) {
      return;
    }
  }
  if (expect_counts_vary(arma::sum(kept, 1), "row", mask)) {
    expect_counts_vary(arma::sum(kept).t(), "column", mask);
  }
}

void expect_new_mask_each_call(const MaskCase& mask) {
  Rng rng(remote::test_seed());
  const double keep_prob = any_keep_prob(rng);
  const std::optional<Drawn> drawn = draw(mask, keep_prob, rng);
  // Two layers of different shapes, one after the other.
  Rng theirs(rng.bits());
  const arma::mat wide = mask.draw(any_values(kRows, 31, rng), keep_prob, theirs);
  const arma::mat narrow = mask.draw(any_values(kRows, 17, rng), keep_prob, theirs);
  if (!drawn || !well_formed(wide, kRows, 31) || !well_formed(narrow, kRows, 17)) return;

  const FalseAlarm alarm{.comparisons = 4};  // the last one for the counts
  Pairs calls, by_columns, by_rows;
  for (arma::uword k = 0; k < kCalls; k += 2) {
    calls.add(drawn->kept.slice(k), drawn->kept.slice(k + 1));
  }
  const arma::mat one = kept_of(wide), other = kept_of(narrow);
  const auto add_beginnings = [](Pairs& pairs, const arma::mat& a, const arma::mat& b) {
    const arma::vec longer = arma::vectorise(a), shorter = arma::vectorise(b);
    pairs.add(longer.head(shorter.n_elem), shorter);
  };
  add_beginnings(by_columns, one, other);
  add_beginnings(by_rows, one.t(), other.t());
  const std::string why =
      "Every call draws a new mask: another mini-batch, another layer, another network. With one "
      "mask for all, the dropped units would never learn anything.";
  const std::string likely =
      drawn->rng_moved
          ? "All masks are the same, though rng has moved on: do you draw from another Rng, one of "
            "your own with a fixed seed, or keep a mask from an earlier call?"
          : "All masks are the same, and rng came back as it went in: you draw from a copy of it "
            "(is a parameter `Rng` where `Rng&` should be?), or from an Rng of your own.";
  if (!expect_chance_agreement(calls, keep_prob, "The masks of two calls in a row", likely, why,
                               kReadNew, alarm)) {
    return;
  }
  const std::string shared =
      "The second mask begins as the first one: the same random numbers are used for both layers.";
  if (!expect_chance_agreement(by_columns, keep_prob, "The masks of two layers", shared, why,
                               kReadNew, alarm) ||
      !expect_chance_agreement(by_rows, keep_prob, "The masks of two layers", shared, why, kReadNew,
                               alarm)) {
    return;
  }
  arma::vec counts(kCalls);
  for (arma::uword k = 0; k < kCalls; ++k) counts(k) = arma::accu(drawn->kept.slice(k));
  if (!expect_counts_vary(counts, "call", mask)) return;
  checks::expect_that(drawn->rng_moved, "rng as it was before the call",
                      "rng in another state: its numbers have been used",
                      {.what = "rng after a call in training",
                       .why = "All random numbers come from the caller's rng, which so moves on.",
                       .read = kReadNew});
}

void expect_mask_from_rng(const MaskCase& mask) {
  Rng rng(remote::test_seed());
  const double keep_prob = any_keep_prob(rng);
  const Rng start(rng.bits());
  const arma::mat values = any_values(kRows, kCols, rng);
  Rng first = start, again = start, other(rng.bits());
  const arma::mat one = mask.draw(values, keep_prob, first);
  mask.draw(any_values(3, 5, rng), keep_prob, other);
  const arma::mat two = mask.draw(values, keep_prob, again);
  const arma::mat three = mask.draw(values, keep_prob, other);
  if (!well_formed(one, kRows, kCols) || !well_formed(three, kRows, kCols)) return;
  if (!checks::expect_near(two, one,
                           {.what = "the mask of the same state of rng",
                            .why = "All randomness comes from rng: the same state gives the same "
                                   "mask, whatever was called before. Is there another source of "
                                   "random numbers, or a static variable?",
                            .read = kReadNew,
                            .tolerance = checks::kExact}) ||
      !checks::expect_that(first == again, "rng in two different states",
                           "rng in the same state after the same call",
                           {.what = "rng after two equal calls", .read = kReadNew})) {
    return;
  }
  Pairs pairs;
  pairs.add(kept_of(one), kept_of(three));
  expect_chance_agreement(pairs, keep_prob, "The masks of two different states of rng",
                          "Another seed gives the same mask: the random numbers do not come from "
                          "the rng that was given.",
                          "All randomness comes from rng: another state gives another mask.",
                          kReadNew, {});
}

void expect_mask_ignores_values(const MaskCase& mask) {
  Rng rng(remote::test_seed());
  const double keep_prob = any_keep_prob(rng);
  const Rng start(rng.bits());
  // As behind a ReLU and in front of it: a third zeros, a third negative, a third positive.
  arma::mat values = any_values(60, 60, rng);
  for (double& value : values) {
    const std::uint64_t kind = rng.below(3);
    value = kind == 0 ? 0 : (kind == 1 ? -std::abs(value) : std::abs(value));
  }
  Rng first = start, second = start;
  const arma::mat one = mask.draw(values, keep_prob, first);
  const arma::mat other = mask.draw(any_values(60, 60, rng), keep_prob, second);
  if (!well_formed(one, 60, 60)) return;
  const arma::mat kept = kept_of(one);
  struct Part {
    arma::uvec places;
    const char* of;
  };
  for (const Part& part : {Part{arma::find(values == 0), " among those that are 0"},
                           Part{arma::find(values < 0), " among the negative ones"},
                           Part{arma::find(values > 0), " among the positive ones"}}) {
    if (!expect_rate(
            number_kept(kept.elem(part.places)), part.places.n_elem, keep_prob, part.of,
            "What is kept does not depend on the values. (Is the mask read off the output? "
            "There a 0 that was kept looks like one that was dropped.)",
            mask, kReadCoin, {.comparisons = 3})) {
      return;
    }
  }
  checks::expect_near(other, one,
                      {.what = "the mask for other values, with the same state of rng",
                       .why = "The mask depends on rng, on keep_prob and on the shape, and not on "
                              "the values.",
                       .read = kReadCoin,
                       .tolerance = checks::kExact});
}

}  // namespace descent::suite
