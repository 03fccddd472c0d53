// Patterns in the values: factors, terms proportional to the weights, offsets, signs.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/diagnosis/patterns_fits.hpp"

namespace descent::diagnosis::patterns {
namespace {

double largest(const arma::mat& values) { return arma::abs(values).max(); }

std::string number(double value) { return fmt::format("{:.6g}", value); }

/// "5 times", "1/5 of".
std::string times(double factor) {
  const double inverse = 1 / factor;
  if (std::abs(inverse) > 1.5 && same(inverse, std::round(inverse), inverse)) {
    return fmt::format("{}1/{:.0f} of", factor < 0 ? "-" : "", std::abs(inverse));
  }
  return number(factor) + " times";
}

struct Reading {
  double factor;
  std::string meaning;
};

std::vector<Reading> readings(const Setting& setting) {
  const double n = setting.examples, c = setting.classes;
  std::vector<Reading> all = {
      {-1, "the sign is the wrong way round"},
      {2, "a factor ½ is missing, or something is added twice"},
      {0.5, "a factor ½ too much, or the 2 from the derivative of a square is missing"},
      {-2, "the sign is wrong, and a factor 2 besides"},
  };
  const auto add = [&all](double factor, std::string meaning) {
    if (factor != 0 && factor != 1 && std::isfinite(factor)) {
      all.push_back({factor, std::move(meaning)});
    }
  };
  const std::string examples = number(n), classes = number(c);
  add(n, fmt::format("with N = {} examples, it is their sum, not yet divided by N to give the mean",
                     examples));
  if (n != 0) {
    add(1 / n, fmt::format("with N = {} examples, it is divided by N once too often", examples));
    add(-1 / n, fmt::format("with N = {} examples, the sign is wrong, and it is divided by N once "
                            "too often",
                            examples));
    add(2 / n, fmt::format("a factor 2/N, with N = {} examples", examples));
    add(1 / (2 * n), fmt::format("a factor 1/(2N), with N = {} examples", examples));
  }
  add(-n, fmt::format("with N = {} examples, the sign is wrong, and the division by N is missing",
                      examples));
  add(2 * n, fmt::format("with N = {} examples, the division by N is missing, and a factor 2 too "
                         "much",
                         examples));
  add(n / 2, fmt::format("a factor N/2, with N = {} examples", examples));
  add(c,
      fmt::format("with C = {} columns, it is summed over the columns where their mean is meant, "
                  "or something is added once for every one of them",
                  classes));
  if (c != 0) {
    add(1 / c, fmt::format("with C = {} columns, it is averaged over the columns too (a mean over "
                           "all entries?)",
                           classes));
    add(n / c, fmt::format("N/C with N = {} and C = {}; it is divided by the number of columns "
                           "instead of the number of examples",
                           examples, classes));
    if (n != 0) {
      add(1 / (n * c), fmt::format("1/(N C) with N = {} and C = {}; it is averaged once more over "
                                   "all entries",
                                   examples, classes));
    }
  }
  add(n * c, fmt::format("N C with N = {} and C = {}; no mean is taken at all", examples, classes));
  return all;
}

/// The share k of λW in the penalty's part of a gradient, in words; right is 1.
std::string penalty_part(double share, const Setting& setting) {
  const double n = setting.examples;
  const auto is = [share](double value) { return std::abs(share - value) <= 1e-5; };
  if (is(0)) return "the part of the L2 penalty is missing: add λ W";
  if (is(1)) return "the part of the L2 penalty, λ W, is right";
  if (is(2)) return "the part of the L2 penalty is 2 λ W: the derivative of ½ λ Σw² is λ W";
  if (is(0.5)) return "the part of the L2 penalty is ½ λ W: the derivative of ½ λ Σw² is λ W";
  if (is(-1)) return "the part of the L2 penalty has the wrong sign: λ W is to be added";
  if (n > 1 && is(1 / n)) {
    return "the part of the L2 penalty is λ W / N: the penalty is not divided by N";
  }
  if (n > 1 && is(n)) return "the part of the L2 penalty is N λ W: it is to be added once";
  return fmt::format("the part of the L2 penalty is {} λ W instead of λ W", number(share));
}

}  // namespace

bool same(double a, double b, double scale) { return std::abs(a - b) <= kFit * std::abs(scale); }

bool same(const arma::mat& a, const arma::mat& b) {
  return largest(a - b) <= kFit * std::max(largest(a), largest(b));
}

Sentence meaning_of_factor(double factor, const Setting& setting) {
  std::string meanings;
  for (const Reading& reading : readings(setting)) {
    if (!same(factor, reading.factor, reading.factor)) continue;
    meanings += (meanings.empty() ? "" : "; or ") + reading.meaning;
  }
  if (meanings.empty()) return std::nullopt;
  return meanings;
}

Sentence scaled(const arma::mat& yours, const arma::mat& expected, const Setting& setting) {
  const double factor = arma::accu(yours % expected) / arma::accu(expected % expected);
  if (factor == 0 || !std::isfinite(factor) || same(factor, 1, 1)) return std::nullopt;
  const arma::mat fitted = factor * expected;
  if (!same(yours, fitted)) return std::nullopt;
  const std::string head = yours.n_elem == 1 ? "It" : "Every entry";
  if (const Sentence meaning = meaning_of_factor(factor, setting)) {
    return fmt::format("{} is {} the expected one: {}.", head, times(factor), *meaning);
  }
  if (yours.n_elem < 3) return std::nullopt;  // one or two numbers always have some factor
  return fmt::format("{} is {} the expected one: a factor is missing, or one is too much.", head,
                     times(factor));
}

Sentence weight_term(const arma::mat& yours, const arma::mat& expected, const Setting& setting) {
  if (setting.weights == nullptr || arma::size(*setting.weights) != arma::size(yours)) {
    return std::nullopt;
  }
  const arma::mat& weights = *setting.weights;
  if (yours.n_elem < 4 || !weights.is_finite()) return std::nullopt;

  // Least squares for yours = a·expected + b·W by the normal equations, the columns scaled to unit
  // length so that their determinant tells whether the two can be told apart at all.
  const double length_n = arma::norm(arma::vectorise(expected));
  const double length_w = arma::norm(arma::vectorise(weights));
  if (length_w == 0) return std::nullopt;
  const double overlap = arma::accu(expected % weights) / (length_n * length_w);
  const double determinant = 1 - overlap * overlap;
  if (determinant < 1e-8) return std::nullopt;
  const double with_n = arma::accu(yours % expected) / length_n;
  const double with_w = arma::accu(yours % weights) / length_w;
  const double a = (with_n - overlap * with_w) / determinant / length_n;
  const double b = (with_w - overlap * with_n) / determinant / length_w;
  const arma::mat fitted = a * expected + b * weights;
  if (!same(yours, fitted) || largest(b * weights) <= kFit * largest(yours)) return std::nullopt;
  if (setting.lambda == 0) {
    const std::string amount = number(std::abs(b));
    if (!same(a, 1, 1)) return std::nullopt;  // without λ nothing tells which part is which
    return b > 0 ? fmt::format(
                       "It contains {} times the parameter itself too much: an L2 penalty on "
                       "something that has none, or one that counts twice?",
                       amount)
                 : fmt::format(
                       "{} times the parameter itself is missing: is an L2 penalty forgotten, "
                       "or too weak?",
                       amount);
  }
  // expected = data + λW, so yours = a·data + (a + b/λ)·λW.
  const std::string penalty = penalty_part(a + b / setting.lambda, setting);
  if (same(a, 1, 1)) return fmt::format("The part of the data is right, but {}.", penalty);
  if (std::abs(a) <= kFit) {
    return fmt::format("The part of the data is missing altogether; {}.", penalty);
  }
  const Sentence meaning = meaning_of_factor(a, setting);
  if (!meaning && yours.n_elem < 6) return std::nullopt;
  return fmt::format("The part of the data is {} what it should be ({}); {}.", times(a),
                     meaning.value_or("a factor is missing, or one is too much"), penalty);
}

Sentence penalty_of_loss(const arma::mat& yours, const arma::mat& expected,
                         const Setting& setting) {
  if (yours.n_elem != 1 || setting.weights == nullptr || setting.lambda == 0) return std::nullopt;
  const arma::mat& weights = *setting.weights;
  const double penalty = 0.5 * setting.lambda * arma::accu(weights % weights);
  const double share = 1 + (yours[0] - expected[0]) / penalty;  // of the penalty in `yours`
  if (!std::isfinite(share)) return std::nullopt;
  const double n = setting.examples;
  const auto is = [share](double value) { return std::abs(share - value) <= 1e-5; };
  const std::string head = "The part of the data is right, but the L2 penalty ";
  if (is(0)) return head + "is missing: add ½ λ Σw².";
  if (is(2)) return head + "counts twice: it is ½ λ Σw², with the ½.";
  if (is(0.5)) return head + "counts half: it is ½ λ Σw², with one ½ only.";
  if (is(-1)) return head + "is subtracted: it is to be added.";
  if (n > 1 && is(1 / n)) return head + "is divided by N: it belongs outside the mean.";
  if (n > 1 && is(n)) return head + "is added once for every example: add it once.";
  return std::nullopt;
}

Sentence shifted(const arma::mat& yours, const arma::mat& expected) {
  const arma::mat difference = yours - expected;
  const double offset = arma::mean(arma::vectorise(difference));
  const double scale = std::max(largest(yours), largest(expected));
  if (largest(difference - offset) > kFit * std::min(std::abs(offset), scale)) return std::nullopt;
  const bool whole = same(offset, std::round(offset), 1) && std::abs(offset) < 1000;
  // Of one or two numbers only a whole offset says anything.
  if (yours.n_elem < 3 && !whole) return std::nullopt;
  const std::string size = number(std::abs(offset)), way = offset > 0 ? "large" : "small";
  if (yours.n_elem == 1) {
    return fmt::format("It is too {} by exactly {}: is one term too {}?", way, size,
                       offset > 0 ? "many" : "few");
  }
  return fmt::format("Every entry is too {} by the same {}: a constant is {}.", way, size,
                     offset > 0 ? "added that does not belong, or not subtracted"
                                : "subtracted that does not belong, or not added");
}

Sentence signs(const arma::mat& yours, const arma::mat& expected) {
  if (yours.n_elem < 4 || !same(arma::abs(yours), arma::abs(expected))) return std::nullopt;
  arma::uword wrong = 0;
  const double scale = largest(expected);
  for (arma::uword i = 0; i < yours.n_elem; ++i) {
    if (!same(yours[i], expected[i], scale)) ++wrong;
  }
  return fmt::format("The sizes are right; {} of {} entries have the wrong sign.", wrong,
                     yours.n_elem);
}

Sentence nearly_right(const arma::mat& yours, const arma::mat& expected) {
  const double error = largest(yours - expected) / largest(expected);
  if (error > kFit) return std::nullopt;
  return fmt::format(
      "It is right to about {:.0f} digits. What is left is more than round-off of double: is there "
      "a float, a constant with few digits, or an epsilon that does not belong?",
      std::floor(-std::log10(std::max(error, 1e-16))));
}

}  // namespace descent::diagnosis::patterns
