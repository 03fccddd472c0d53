// Known mistakes: giving up early, and splitting the data.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

constexpr auto kEarly = "give-up-early";
constexpr auto kHoldout = "one-validation-set";
constexpr auto kFolds = "cross-validation";
constexpr auto kShuffle = "shuffle-first";
constexpr auto kBoth = "nothing-in-both-parts";

template <class Exploded>
bool any_cost(const arma::vec& costs, double factor, Exploded exploded) {
  require_costs(costs, factor);
  for (arma::uword i = 0; i < costs.n_elem; ++i) {
    if (exploded(i)) return true;
  }
  return false;
}

bool abandon_nan_passes(const arma::vec& costs, double factor) {
  return any_cost(costs, factor, [&](arma::uword i) { return costs(i) > factor * costs(0); });
}
DESCENT_MISTAKE(abandon_early, abandon_nan_passes,
                "NaN passes: it is not above anything. Ask std::isfinite first.", kEarly);

bool abandon_nan_only(const arma::vec& costs, double factor) {
  return any_cost(costs, factor, [&](arma::uword i) { return !std::isfinite(costs(i)); });
}
DESCENT_MISTAKE(abandon_early, abandon_nan_only,
                "You look for NaN only. A cost above factor times the first has exploded, too.",
                kEarly);

bool abandon_infinity_passes(const arma::vec& costs, double factor) {
  return any_cost(costs, factor, [&](arma::uword i) {
    return std::isnan(costs(i)) || costs(i) > factor * costs(0);
  });
}
DESCENT_MISTAKE(abandon_early, abandon_infinity_passes,
                "If the first cost is infinite, nothing is above it, and you go on. Ask "
                "std::isfinite, not std::isnan.",
                kEarly);

bool abandon_against_the_previous(const arma::vec& costs, double factor) {
  return any_cost(costs, factor, [&](arma::uword i) {
    return !std::isfinite(costs(i)) || (i > 0 && costs(i) > factor * costs(i - 1));
  });
}
DESCENT_MISTAKE(
    abandon_early, abandon_against_the_previous,
    "You compare with the cost before. Compare with the first: a small cost may jump by "
    "noise, and a slow explosion never jumps.",
    kEarly);

bool abandon_against_the_lowest(const arma::vec& costs, double factor) {
  double lowest = arma::datum::inf;
  return any_cost(costs, factor, [&](arma::uword i) {
    lowest = std::min(lowest, costs(i));
    return !std::isfinite(costs(i)) || costs(i) > factor * lowest;
  });
}
DESCENT_MISTAKE(abandon_early, abandon_against_the_lowest,
                "You compare with the lowest cost so far. Compare with the first.", kEarly);

bool abandon_always_three(const arma::vec& costs, double factor) {
  return any_cost(costs, factor, [&](arma::uword i) {
    return !std::isfinite(costs(i)) || costs(i) > 3 * costs(0);
  });
}
DESCENT_MISTAKE(abandon_early, abandon_always_three,
                "You compare with three times the first cost, whatever factor says.", kEarly);

bool abandon_adds(const arma::vec& costs, double factor) {
  return any_cost(costs, factor, [&](arma::uword i) {
    return !std::isfinite(costs(i)) || costs(i) > factor + costs(0);
  });
}
DESCENT_MISTAKE(abandon_early, abandon_adds, "You add factor to the first cost. Multiply.", kEarly);

bool abandon_one_more_than_the_first(const arma::vec& costs, double factor) {
  return any_cost(costs, factor, [&](arma::uword i) {
    return !std::isfinite(costs(i)) || costs(i) > (1 + factor) * costs(0);
  });
}
DESCENT_MISTAKE(abandon_early, abandon_one_more_than_the_first,
                "You give up where the cost has risen by factor times the first. It is to be "
                "compared with factor times the first itself.",
                kEarly);

bool abandon_any_rise(const arma::vec& costs, double factor) {
  return any_cost(costs, factor,
                  [&](arma::uword i) { return !std::isfinite(costs(i)) || costs(i) > costs(0); });
}
DESCENT_MISTAKE(abandon_early, abandon_any_rise,
                "You give up at any cost above the first. Many good runs begin with a rise: only "
                "above factor times the first.",
                kEarly);

bool abandon_or_equal(const arma::vec& costs, double factor) {
  return any_cost(costs, factor, [&](arma::uword i) {
    return !std::isfinite(costs(i)) || (i > 0 && costs(i) >= factor * costs(0));
  });
}
DESCENT_MISTAKE(abandon_early, abandon_or_equal,
                "Costs of 0 are not above three times 0: > instead of >=.", kEarly);

bool abandon_last_only(const arma::vec& costs, double factor) {
  require_costs(costs, factor);
  const double last = costs(costs.n_elem - 1);
  return !std::isfinite(last) || !std::isfinite(costs(0)) || last > factor * costs(0);
}
DESCENT_MISTAKE(abandon_early, abandon_last_only,
                "You look at the last cost only. One cost beyond the bound is enough, whichever it "
                "is.",
                kEarly);

bool abandon_after_patience(const arma::vec& costs, double factor) {
  require_costs(costs, factor);
  if (abandon_early(costs, factor)) return true;
  return costs.n_elem >= 4 && costs(costs.n_elem - 1) >= costs(costs.n_elem - 3);
}
DESCENT_MISTAKE(abandon_early, abandon_after_patience,
                "You also give up where the cost no longer falls. That is early stopping, another "
                "thing: here only explosions count.",
                kEarly);

bool abandon_inverted(const arma::vec& costs, double factor) {
  return !abandon_early(costs, factor);
}
DESCENT_MISTAKE(abandon_early, abandon_inverted,
                "Your answer is the wrong way round: true means giving up.", kEarly);

bool abandon_without_checks(const arma::vec& costs, double factor) {
  if (costs.is_empty()) return false;
  for (const double cost : costs) {
    if (!std::isfinite(cost) || cost > factor * costs(0)) return true;
  }
  return false;
}
DESCENT_MISTAKE(abandon_early, abandon_without_checks,
                "You do not check the input. Begin with require_costs(costs, factor).",
                "refuse-bad-input");

arma::uword right_count(arma::uword n, double fraction) {
  const double wanted = std::round(count(n) * fraction);
  return std::clamp<arma::uword>(static_cast<arma::uword>(wanted), 1, n - 1);
}

SearchFold cut_in_two(const arma::uvec& order, arma::uword validation) {
  return {order.tail(order.n_elem - validation), order.head(validation)};
}

// Shuffles that give some orders more often than others: each entry is swapped with any one of
// them, or never with itself (S. Sattolo's algorithm, which gives the orders of one cycle only).
arma::uvec uneven_order(arma::uword n, Rng& rng) {
  arma::uvec order = arma::regspace<arma::uvec>(0, n - 1);
  for (arma::uword& entry : order) std::swap(entry, order(rng.below(n)));
  return order;
}
arma::uvec cyclic_order(arma::uword n, Rng& rng) {
  arma::uvec order = arma::regspace<arma::uvec>(0, n - 1);
  for (arma::uword i = n - 1; i > 0; --i) std::swap(order(i), order(rng.below(i)));
  return order;
}

constexpr auto kUnevenOrder =
    "Your shuffle swaps each entry with any other one. Of the n^n ways to do that not equally many "
    "lead to each order: swap entry i with one of those from i on, or take rng.permutation.";
constexpr auto kCyclicOrder =
    "Your shuffle never leaves an example at its place: it swaps entry i with one before it, never "
    "with itself. Draw from rng.below(i + 1), or take rng.permutation.";

SearchFold holdout_uneven_shuffle(arma::uword n, double fraction, Rng& rng) {
  require_holdout(n, fraction);
  return cut_in_two(uneven_order(n, rng), right_count(n, fraction));
}
DESCENT_MISTAKE(holdout_split, holdout_uneven_shuffle, kUnevenOrder, kShuffle);

SearchFold holdout_cyclic_shuffle(arma::uword n, double fraction, Rng& rng) {
  require_holdout(n, fraction);
  return cut_in_two(cyclic_order(n, rng), right_count(n, fraction));
}
DESCENT_MISTAKE(holdout_split, holdout_cyclic_shuffle, kCyclicOrder, kShuffle);

SearchFold holdout_not_shuffled(arma::uword n, double fraction, Rng& rng) {
  require_holdout(n, fraction);
  rng.uniform();
  return cut_in_two(arma::regspace<arma::uvec>(0, n - 1), right_count(n, fraction));
}
DESCENT_MISTAKE(
    holdout_split, holdout_not_shuffled,
    "You take the first examples without shuffling. Files are often sorted by class: the "
    "validation part would lack most of them.",
    kShuffle);

SearchFold holdout_takes_the_end(arma::uword n, double fraction, Rng& rng) {
  require_holdout(n, fraction);
  rng.uniform();
  const arma::uvec order = arma::reverse(arma::regspace<arma::uvec>(0, n - 1));
  return cut_in_two(order, right_count(n, fraction));
}
DESCENT_MISTAKE(holdout_split, holdout_takes_the_end,
                "You take the last examples without shuffling. Files are often sorted by class.",
                kShuffle);

SearchFold holdout_a_block(arma::uword n, double fraction, Rng& rng) {
  require_holdout(n, fraction);
  const arma::uvec order =
      arma::shift(arma::regspace<arma::uvec>(0, n - 1), static_cast<arma::sword>(rng.below(n)));
  return cut_in_two(order, right_count(n, fraction));
}
DESCENT_MISTAKE(holdout_split, holdout_a_block,
                "You take a block of neighbours from a random place on. Shuffle: neighbours in a "
                "file are often alike.",
                kShuffle);

SearchFold holdout_every_kth(arma::uword n, double fraction, Rng& rng) {
  require_holdout(n, fraction);
  const arma::uword v = right_count(n, fraction), start = rng.below(n);
  arma::uvec order(n);
  arma::uvec taken(n, arma::fill::zeros);
  for (arma::uword i = 0; i < v; ++i) {
    order(i) = (start + i * n / v) % n;
    taken(order(i)) = 1;
  }
  order.tail(n - v) = arma::find(taken == 0);
  return cut_in_two(order, v);
}
DESCENT_MISTAKE(holdout_split, holdout_every_kth,
                "You take every k-th example from a random start. Every subset must be possible: a "
                "file may have a rhythm.",
                kShuffle);

SearchFold holdout_coin_for_each(arma::uword n, double fraction, Rng& rng) {
  require_holdout(n, fraction);
  SearchFold fold;
  for (arma::uword i = 0; i < n; ++i) {
    arma::uvec& part = rng.uniform() < fraction ? fold.validation : fold.train;
    part = arma::join_cols(part, arma::uvec{i});
  }
  return fold;
}
DESCENT_MISTAKE(
    holdout_split, holdout_coin_for_each,
    "You toss a coin for each example, so the size of the validation part is random, and "
    "may be 0. Cut one permutation instead.",
    kHoldout);

SearchFold holdout_with_replacement(arma::uword n, double fraction, Rng& rng) {
  require_holdout(n, fraction);
  arma::uvec drawn(right_count(n, fraction));
  arma::uvec taken(n, arma::fill::zeros);
  for (arma::uword& i : drawn) {
    i = rng.below(n);
    taken(i) = 1;
  }
  return {arma::find(taken == 0), drawn};
}
DESCENT_MISTAKE(
    holdout_split, holdout_with_replacement,
    "You draw validation examples one by one, and may draw one twice. A permutation has "
    "each once.",
    kBoth);

SearchFold holdout_two_permutations(arma::uword n, double fraction, Rng& rng) {
  require_holdout(n, fraction);
  const arma::uword v = right_count(n, fraction);
  const arma::uvec one = rng.permutation(n), other = rng.permutation(n);
  return {one.tail(n - v), other.head(v)};
}
DESCENT_MISTAKE(
    holdout_split, holdout_two_permutations,
    "You cut the two parts from two different permutations, so examples are in both. Cut "
    "one in two.",
    kBoth);

SearchFold holdout_trains_on_all(arma::uword n, double fraction, Rng& rng) {
  require_holdout(n, fraction);
  const arma::uvec order = rng.permutation(n);
  return {order, order.head(right_count(n, fraction))};
}
DESCENT_MISTAKE(holdout_split, holdout_trains_on_all,
                "Your training part has all examples, those of the validation part too: what has "
                "been learned by heart would be judged.",
                kBoth);

SearchFold holdout_loses_one(arma::uword n, double fraction, Rng& rng) {
  require_holdout(n, fraction);
  const arma::uword v = right_count(n, fraction);
  const arma::uvec order = rng.permutation(n);
  return {order.tail(n - v - (n - v > 1 ? 1 : 0)), order.head(v)};
}
DESCENT_MISTAKE(holdout_split, holdout_loses_one,
                "One example is in neither part: do your two ranges of indices meet?", kBoth);

SearchFold holdout_swapped(arma::uword n, double fraction, Rng& rng) {
  const SearchFold fold = holdout_split(n, fraction, rng);
  return {fold.validation, fold.train};
}
DESCENT_MISTAKE(holdout_split, holdout_swapped,
                "Your two parts are the wrong way round: the fraction is that of the validation "
                "part.",
                kHoldout);

SearchFold holdout_rounds_down(arma::uword n, double fraction, Rng& rng) {
  require_holdout(n, fraction);
  const auto v = static_cast<arma::uword>(count(n) * fraction);
  return cut_in_two(rng.permutation(n), std::clamp<arma::uword>(v, 1, n - 1));
}
DESCENT_MISTAKE(holdout_split, holdout_rounds_down,
                "You cut off the decimals of n · validation_fraction. Round to the nearest whole "
                "number.",
                kHoldout);

SearchFold holdout_rounds_up(arma::uword n, double fraction, Rng& rng) {
  require_holdout(n, fraction);
  const auto v = static_cast<arma::uword>(std::ceil(count(n) * fraction));
  return cut_in_two(rng.permutation(n), std::clamp<arma::uword>(v, 1, n - 1));
}
DESCENT_MISTAKE(holdout_split, holdout_rounds_up,
                "You round n · validation_fraction up. Round to the nearest whole number.",
                kHoldout);

SearchFold holdout_may_be_empty(arma::uword n, double fraction, Rng& rng) {
  require_holdout(n, fraction);
  const auto v = static_cast<arma::uword>(std::round(count(n) * fraction));
  return cut_in_two(rng.permutation(n), v);
}
DESCENT_MISTAKE(holdout_split, holdout_may_be_empty,
                "One of your parts can be empty. Keep at least one example in each.", kHoldout);

SearchFold holdout_from_one(arma::uword n, double fraction, Rng& rng) {
  SearchFold fold = holdout_split(n, fraction, rng);
  fold.train += 1;
  fold.validation += 1;
  return fold;
}
DESCENT_MISTAKE(holdout_split, holdout_from_one,
                "Your indices run from 1 to n. They run from 0 to n - 1.", kBoth);

SearchFold holdout_copies_rng(arma::uword n, double fraction, Rng& rng) {
  Rng copy = rng;
  return holdout_split(n, fraction, copy);
}
DESCENT_MISTAKE(holdout_split, holdout_copies_rng,
                "You work with a copy of rng: every call gives the same split.", kShuffle);

SearchFold holdout_without_checks(arma::uword n, double fraction, Rng& rng) {
  if (n < 2) return {};
  const double clean = std::isnan(fraction) ? 0 : std::clamp(fraction, 0.0, 1.0);
  return cut_in_two(rng.permutation(n), right_count(n, clean));
}
DESCENT_MISTAKE(holdout_split, holdout_without_checks,
                "You do not check the input. Begin with require_holdout(n, validation_fraction): a "
                "fraction of 20 was meant as a percentage.",
                "refuse-bad-input");

// Folds of one order, cut at begin(j).
template <class Begin>
std::vector<SearchFold> folds_of(const arma::uvec& order, arma::uword k, Begin begin) {
  std::vector<SearchFold> folds;
  for (arma::uword j = 0; j < k; ++j) {
    const arma::uword from = begin(j), to = begin(j + 1), n = order.n_elem;
    folds.push_back({arma::join_cols(order.head(from), order.tail(n - to)),
                     arma::uvec(order.head(to)).tail(to - from)});
  }
  return folds;
}

std::vector<SearchFold> folds_lose_the_remainder(arma::uword n, arma::uword k, Rng& rng) {
  require_folds(n, k);
  return folds_of(rng.permutation(n), k, [&](arma::uword j) { return j * (n / k); });
}
DESCENT_MISTAKE(k_fold_split, folds_lose_the_remainder,
                "n / k examples for each fold leave the remainder in no fold.", kFolds);

std::vector<SearchFold> folds_remainder_to_the_last(arma::uword n, arma::uword k, Rng& rng) {
  require_folds(n, k);
  return folds_of(rng.permutation(n), k, [&](arma::uword j) { return j == k ? n : j * (n / k); });
}
DESCENT_MISTAKE(
    k_fold_split, folds_remainder_to_the_last,
    "The last fold gets the whole remainder. Deal it out, one to a fold: sizes differ by "
    "at most 1.",
    kFolds);

std::vector<SearchFold> folds_rounded_up(arma::uword n, arma::uword k, Rng& rng) {
  require_folds(n, k);
  const arma::uword size = (n + k - 1) / k;
  return folds_of(rng.permutation(n), k, [&](arma::uword j) { return std::min(n, j * size); });
}
DESCENT_MISTAKE(k_fold_split, folds_rounded_up,
                "All your folds but the last have n / k rounded up, and the last one what is left. "
                "Sizes differ by at most 1.",
                kFolds);

std::vector<SearchFold> folds_not_shuffled(arma::uword n, arma::uword k, Rng& rng) {
  require_folds(n, k);
  rng.uniform();
  return folds_of(arma::regspace<arma::uvec>(0, n - 1), k,
                  [&](arma::uword j) { return j * n / k; });
}
DESCENT_MISTAKE(k_fold_split, folds_not_shuffled,
                "You cut without shuffling. Files are often sorted by class: each fold would have "
                "classes of its own.",
                kShuffle);

std::vector<SearchFold> folds_in_turn(arma::uword n, arma::uword k, Rng& rng) {
  require_folds(n, k);
  rng.uniform();
  std::vector<SearchFold> folds(k);
  for (arma::uword i = 0; i < n; ++i) {
    for (arma::uword j = 0; j < k; ++j) {
      arma::uvec& part = i % k == j ? folds[j].validation : folds[j].train;
      part = arma::join_cols(part, arma::uvec{i});
    }
  }
  return folds;
}
DESCENT_MISTAKE(
    k_fold_split, folds_in_turn,
    "You deal the examples in turn without shuffling first: example 0 is always in fold "
    "0.",
    kShuffle);

std::vector<SearchFold> folds_rotated(arma::uword n, arma::uword k, Rng& rng) {
  require_folds(n, k);
  const arma::uvec order =
      arma::shift(arma::regspace<arma::uvec>(0, n - 1), static_cast<arma::sword>(rng.below(n)));
  return folds_of(order, k, [&](arma::uword j) { return j * n / k; });
}
DESCENT_MISTAKE(k_fold_split, folds_rotated,
                "You begin at a random place, but neighbours stay together. Shuffle.", kShuffle);

std::vector<SearchFold> folds_shuffled_each_time(arma::uword n, arma::uword k, Rng& rng) {
  require_folds(n, k);
  std::vector<SearchFold> folds;
  for (arma::uword j = 0; j < k; ++j) {
    const arma::uvec order = rng.permutation(n);
    folds.push_back(folds_of(order, k, [&](arma::uword i) { return i * n / k; })[j]);
  }
  return folds;
}
DESCENT_MISTAKE(k_fold_split, folds_shuffled_each_time,
                "You shuffle anew for each fold, so the validation parts overlap. One permutation "
                "serves all folds.",
                kFolds);

std::vector<SearchFold> folds_train_on_all(arma::uword n, arma::uword k, Rng& rng) {
  std::vector<SearchFold> folds = k_fold_split(n, k, rng);
  for (SearchFold& fold : folds) fold.train = arma::regspace<arma::uvec>(0, n - 1);
  return folds;
}
DESCENT_MISTAKE(k_fold_split, folds_train_on_all,
                "Your training parts have all examples, those of the validation part too.", kBoth);

std::vector<SearchFold> folds_train_on_the_next(arma::uword n, arma::uword k, Rng& rng) {
  std::vector<SearchFold> folds = k_fold_split(n, k, rng);
  for (arma::uword j = 0; j < k; ++j) folds[j].train = folds[(j + 1) % k].validation;
  return folds;
}
DESCENT_MISTAKE(k_fold_split, folds_train_on_the_next,
                "Each of your folds trains on one other fold only. It trains on all the others.",
                kFolds);

std::vector<SearchFold> folds_swapped(arma::uword n, arma::uword k, Rng& rng) {
  std::vector<SearchFold> folds = k_fold_split(n, k, rng);
  for (SearchFold& fold : folds) std::swap(fold.train, fold.validation);
  return folds;
}
DESCENT_MISTAKE(k_fold_split, folds_swapped,
                "Your parts are the wrong way round: validation is the small one, 1/k of the "
                "examples.",
                kFolds);

std::vector<SearchFold> folds_one_less(arma::uword n, arma::uword k, Rng& rng) {
  std::vector<SearchFold> folds = k_fold_split(n, k, rng);
  folds.pop_back();
  return folds;
}
DESCENT_MISTAKE(k_fold_split, folds_one_less,
                "The last fold is missing: does a loop end one too early?", kFolds);

std::vector<SearchFold> folds_overlap(arma::uword n, arma::uword k, Rng& rng) {
  std::vector<SearchFold> folds = k_fold_split(n, k, rng);
  for (SearchFold& fold : folds) {
    fold.train = arma::join_cols(fold.train, fold.validation.head(1));
  }
  return folds;
}
DESCENT_MISTAKE(k_fold_split, folds_overlap,
                "The cut itself is in both parts: one example of each validation part is trained "
                "on.",
                kBoth);

std::vector<SearchFold> folds_copies_rng(arma::uword n, arma::uword k, Rng& rng) {
  Rng copy = rng;
  return k_fold_split(n, k, copy);
}
DESCENT_MISTAKE(k_fold_split, folds_copies_rng,
                "You work with a copy of rng: every call gives the same folds.", kShuffle);

std::vector<SearchFold> folds_without_checks(arma::uword n, arma::uword k, Rng& rng) {
  if (n == 0 || k == 0) return {};
  return folds_of(rng.permutation(n), k, [&](arma::uword j) { return j * n / k; });
}
DESCENT_MISTAKE(k_fold_split, folds_without_checks,
                "You do not check the input. Begin with require_folds(n, k): more folds than "
                "examples leave some empty.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
