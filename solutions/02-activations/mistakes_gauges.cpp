// Known mistakes: saturated entries, dead units, mean outputs.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// A right refusal, and then the fraction of the entries for which f holds.
template <class F>
double fraction(const arma::mat& out, const Asymptotes& asymptotes, double margin, F f) {
  require_squashed(out, asymptotes, margin);
  double sum = 0;
  for (const double value : out) sum += f(value) ? 1 : 0;
  return sum / count(out.n_elem);
}

double saturated_above_only(const arma::mat& out, const Asymptotes& asymptotes, double margin) {
  return fraction(out, asymptotes, margin, [&](double v) { return v >= asymptotes.high - margin; });
}
DESCENT_MISTAKE(saturated_fraction, saturated_above_only,
                "You count the entries near the upper asymptote only. The unit is just as flat "
                "near the lower one.",
                "saturated-units");

double saturated_below_only(const arma::mat& out, const Asymptotes& asymptotes, double margin) {
  return fraction(out, asymptotes, margin, [&](double v) { return v <= asymptotes.low + margin; });
}
DESCENT_MISTAKE(saturated_fraction, saturated_below_only,
                "You count the entries near the lower asymptote only. The unit is just as flat "
                "near the upper one.",
                "saturated-units");

double saturated_from_zero_to_one(const arma::mat& out, const Asymptotes& asymptotes,
                                  double margin) {
  return fraction(out, asymptotes, margin,
                  [&](double v) { return v <= margin || v >= 1 - margin; });
}
DESCENT_MISTAKE(saturated_fraction, saturated_from_zero_to_one,
                "You assume asymptotes of 0 and 1, the sigmoid's. They are given: for tanh they "
                "are -1 and 1.",
                "saturated-units");

double saturated_by_size(const arma::mat& out, const Asymptotes& asymptotes, double margin) {
  return fraction(out, asymptotes, margin,
                  [&](double v) { return std::abs(v) >= asymptotes.high - margin; });
}
DESCENT_MISTAKE(saturated_fraction, saturated_by_size,
                "You compare absolute values with the upper asymptote. That works for tanh only; a "
                "sigmoid saturates near 0 as well.",
                "saturated-units");

double saturated_with_its_own_margin(const arma::mat& out, const Asymptotes& asymptotes,
                                     double margin) {
  return fraction(out, asymptotes, margin, [&](double v) {
    return v <= asymptotes.low + 0.05 || v >= asymptotes.high - 0.05;
  });
}
DESCENT_MISTAKE(saturated_fraction, saturated_with_its_own_margin,
                "Your margin is always 0.05, whatever the argument says.", "saturated-units");

double saturated_with_a_relative_margin(const arma::mat& out, const Asymptotes& asymptotes,
                                        double margin) {
  const double distance = margin * (asymptotes.high - asymptotes.low);
  return fraction(out, asymptotes, margin, [&](double v) {
    return v <= asymptotes.low + distance || v >= asymptotes.high - distance;
  });
}
DESCENT_MISTAKE(saturated_fraction, saturated_with_a_relative_margin,
                "You multiply the margin by the distance of the asymptotes. It is a distance "
                "already, in the units of the output.",
                "saturated-units");

double saturated_exactly(const arma::mat& out, const Asymptotes& asymptotes, double margin) {
  return fraction(out, asymptotes, margin,
                  [&](double v) { return v <= asymptotes.low || v >= asymptotes.high; });
}
DESCENT_MISTAKE(saturated_fraction, saturated_exactly,
                "You count the entries that have reached an asymptote. A unit is flat long before: "
                "allow for the margin.",
                "saturated-units");

double saturated_in_percent(const arma::mat& out, const Asymptotes& asymptotes, double margin) {
  return 100 * saturated_fraction(out, asymptotes, margin);
}
DESCENT_MISTAKE(saturated_fraction, saturated_in_percent,
                "You return percent. A fraction lies between 0 and 1.", "saturated-units");

double saturated_in_whole_numbers(const arma::mat& out, const Asymptotes& asymptotes,
                                  double margin) {
  return std::floor(saturated_fraction(out, asymptotes, margin));
}
DESCENT_MISTAKE(saturated_fraction, saturated_in_whole_numbers,
                "You divide whole numbers, and 3 / 4 of those is 0. Make doubles of the counts "
                "first: static_cast<double>(...).",
                "saturated-units");

double saturated_number(const arma::mat& out, const Asymptotes& asymptotes, double margin) {
  return saturated_fraction(out, asymptotes, margin) * count(out.n_elem);
}
DESCENT_MISTAKE(saturated_fraction, saturated_number,
                "You return the number of saturated entries. Divide by the number of all entries.",
                "saturated-units");

double saturated_for_each_example(const arma::mat& out, const Asymptotes& asymptotes,
                                  double margin) {
  return saturated_fraction(out, asymptotes, margin) * count(out.n_cols);
}
DESCENT_MISTAKE(saturated_fraction, saturated_for_each_example,
                "You divide by the number of examples. Entries are counted, and there are N·H of "
                "them: divide by out.n_elem.",
                "saturated-units");

double saturated_not(const arma::mat& out, const Asymptotes& asymptotes, double margin) {
  return 1 - saturated_fraction(out, asymptotes, margin);
}
DESCENT_MISTAKE(saturated_fraction, saturated_not,
                "That is the fraction of the entries that are *not* saturated.", "saturated-units");

double saturated_columns(const arma::mat& out, const Asymptotes& asymptotes, double margin) {
  require_squashed(out, asymptotes, margin);
  const arma::umat flat = (out <= asymptotes.low + margin) + (out >= asymptotes.high - margin);
  const arma::urowvec all = arma::min(flat, 0);
  return count(arma::accu(all)) / count(out.n_cols);
}
DESCENT_MISTAKE(saturated_fraction, saturated_columns,
                "You count units that are saturated for the whole batch, as dead_fraction does. "
                "Here every entry counts by itself.",
                "saturated-units");

double saturated_without_checks(const arma::mat& out, const Asymptotes& asymptotes, double margin) {
  const arma::uword flat =
      arma::accu(out <= asymptotes.low + margin) + arma::accu(out >= asymptotes.high - margin);
  return out.is_empty() ? 0 : count(flat) / count(out.n_elem);
}
DESCENT_MISTAKE(saturated_fraction, saturated_without_checks,
                "You do not check the input. Begin with require_squashed(out, asymptotes, margin).",
                "refuse-bad-input");

double dead_entries(const arma::mat& out) {
  require_not_empty(out, "out");
  return count(arma::accu(out == 0)) / count(out.n_elem);
}
DESCENT_MISTAKE(dead_fraction, dead_entries,
                "You count the entries that are 0: half of a healthy ReLU layer is. Dead is a unit "
                "whose whole column is 0.",
                "count-the-dead");

double dead_examples(const arma::mat& out) {
  require_not_empty(out, "out");
  const arma::vec largest = arma::max(arma::abs(out), 1);
  return count(arma::accu(largest == 0)) / count(out.n_rows);
}
DESCENT_MISTAKE(dead_fraction, dead_examples,
                "You look at rows. Those are examples; a unit is a column.", "count-the-dead");

double dead_by_the_sum(const arma::mat& out) {
  require_not_empty(out, "out");
  const arma::rowvec sums = arma::sum(out, 0);
  return count(arma::accu(sums == 0)) / count(out.n_cols);
}
DESCENT_MISTAKE(dead_fraction, dead_by_the_sum,
                "You test whether the sum of a column is 0. With outputs of both signs, +1 and -1 "
                "sum to 0 as well: look at every entry.",
                "count-the-dead");

double dead_by_the_maximum(const arma::mat& out) {
  require_not_empty(out, "out");
  const arma::rowvec largest = arma::max(out, 0);
  return count(arma::accu(largest <= 0)) / count(out.n_cols);
}
DESCENT_MISTAKE(dead_fraction, dead_by_the_maximum,
                "You test whether a column has anything above 0. A unit that gives negative "
                "numbers is alive: look at absolute values.",
                "count-the-dead");

double dead_once(const arma::mat& out) {
  require_not_empty(out, "out");
  const arma::rowvec smallest = arma::min(arma::abs(out), 0);
  return count(arma::accu(smallest == 0)) / count(out.n_cols);
}
DESCENT_MISTAKE(dead_fraction, dead_once,
                "You count units that are 0 for some example. A rest is healthy: dead is a unit "
                "that is 0 for *all* examples.",
                "count-the-dead");

double dead_in_whole_numbers(const arma::mat& out) { return std::floor(dead_fraction(out)); }
DESCENT_MISTAKE(dead_fraction, dead_in_whole_numbers,
                "You divide whole numbers, and 3 / 4 of those is 0. Make doubles of the counts "
                "first: static_cast<double>(...).",
                "count-the-dead");

double dead_number(const arma::mat& out) { return dead_fraction(out) * count(out.n_cols); }
DESCENT_MISTAKE(dead_fraction, dead_number,
                "You return the number of dead units. Divide by the number of units.",
                "count-the-dead");

double dead_over_examples(const arma::mat& out) {
  return dead_fraction(out) * count(out.n_cols) / count(out.n_rows);
}
DESCENT_MISTAKE(dead_fraction, dead_over_examples,
                "You divide the number of dead units by the number of examples. Divide by the "
                "number of units, out.n_cols.",
                "count-the-dead");

double dead_over_entries(const arma::mat& out) { return dead_fraction(out) / count(out.n_rows); }
DESCENT_MISTAKE(dead_fraction, dead_over_entries,
                "You divide the number of dead units by the number of entries. Divide by the "
                "number of units, out.n_cols.",
                "count-the-dead");

double dead_in_percent(const arma::mat& out) { return 100 * dead_fraction(out); }
DESCENT_MISTAKE(dead_fraction, dead_in_percent,
                "You return percent. A fraction lies between 0 and 1.", "count-the-dead");

double dead_or_quiet(const arma::mat& out) {
  require_not_empty(out, "out");
  const arma::rowvec largest = arma::max(arma::abs(out), 0);
  return count(arma::accu(largest < 1e-3)) / count(out.n_cols);
}
DESCENT_MISTAKE(dead_fraction, dead_or_quiet,
                "You count units that are merely small. A small output still has a slope and can "
                "learn; dead is exactly 0.",
                "count-the-dead");

double dead_alive(const arma::mat& out) { return 1 - dead_fraction(out); }
DESCENT_MISTAKE(dead_fraction, dead_alive, "That is the fraction of the units that are alive.",
                "count-the-dead");

double dead_without_checks(const arma::mat& out) {
  if (out.is_empty()) return 0;
  return dead_fraction(out);
}
DESCENT_MISTAKE(dead_fraction, dead_without_checks,
                "You do not check the input. Begin with require_not_empty(out, \"out\").",
                "refuse-bad-input");

arma::rowvec mean_of_each_example(const arma::mat& out) {
  require_not_empty(out, "out");
  return arma::mean(out, 1).t();
}
DESCENT_MISTAKE(mean_output, mean_of_each_example,
                "You take the mean of every row, of every example. Units are columns: "
                "arma::mean(out, 0).",
                "is-it-zero-centred");

arma::rowvec mean_of_everything(const arma::mat& out) {
  require_not_empty(out, "out");
  return arma::rowvec(out.n_cols, arma::fill::value(arma::accu(out) / count(out.n_elem)));
}
DESCENT_MISTAKE(mean_output, mean_of_everything,
                "All units have the mean of the whole matrix in your result. Each has its own: the "
                "mean of its column.",
                "is-it-zero-centred");

arma::rowvec mean_not_divided(const arma::mat& out) {
  require_not_empty(out, "out");
  return arma::sum(out, 0);
}
DESCENT_MISTAKE(mean_output, mean_not_divided, "You return sums. Divide by the number of examples.",
                "is-it-zero-centred");

arma::rowvec mean_over_units(const arma::mat& out) {
  require_not_empty(out, "out");
  return arma::sum(out, 0) / count(out.n_cols);
}
DESCENT_MISTAKE(mean_output, mean_over_units,
                "You divide by the number of units. The mean is taken over the examples: divide "
                "by N.",
                "is-it-zero-centred");

arma::rowvec mean_without_one(const arma::mat& out) {
  require_not_empty(out, "out");
  return arma::sum(out, 0) / std::max(1.0, count(out.n_rows) - 1);
}
DESCENT_MISTAKE(mean_output, mean_without_one,
                "You divide by N - 1. That belongs to variances; a mean divides by N.",
                "is-it-zero-centred");

arma::rowvec mean_of_sizes(const arma::mat& out) {
  require_not_empty(out, "out");
  return arma::mean(arma::abs(out), 0);
}
DESCENT_MISTAKE(mean_output, mean_of_sizes,
                "You average absolute values, which are never centred on 0. The signs belong to "
                "the mean.",
                "is-it-zero-centred");

arma::rowvec mean_while_active(const arma::mat& out) {
  require_not_empty(out, "out");
  arma::rowvec means(out.n_cols);
  for (arma::uword j = 0; j < out.n_cols; ++j) {
    const double active = count(arma::accu(out.col(j) != 0));
    means(j) = arma::accu(out.col(j)) / std::max(1.0, active);
  }
  return means;
}
DESCENT_MISTAKE(mean_output, mean_while_active,
                "You average over the examples for which the unit is not 0. The zeros count, too: "
                "divide by N.",
                "is-it-zero-centred");

arma::rowvec mean_as_median(const arma::mat& out) {
  require_not_empty(out, "out");
  return arma::median(out, 0);
}
DESCENT_MISTAKE(mean_output, mean_as_median, "That is the median. The mean is the sum over N.",
                "is-it-zero-centred");

arma::rowvec mean_without_checks(const arma::mat& out) {
  if (out.is_empty()) return arma::zeros<arma::rowvec>(out.n_cols);
  return arma::mean(out, 0);
}
DESCENT_MISTAKE(mean_output, mean_without_checks,
                "You do not check the input. Begin with require_not_empty(out, \"out\").",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
