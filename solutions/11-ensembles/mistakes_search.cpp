// Known mistakes: the best of a search.

#include <numeric>

#include "mistakes.hpp"

namespace descent {
namespace {

using Candidates = std::vector<EnsembleCandidate>;

// The indices sorted by a comparison of candidates, equal ones in their order.
template <class Before>
arma::uvec sorted_by(const Candidates& candidates, arma::uword k, Before before) {
  require_candidates(candidates, k);
  std::vector<arma::uword> order(candidates.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](arma::uword a, arma::uword b) {
    return before(candidates[a], candidates[b]);
  });
  return arma::uvec(order);
}

bool better(const EnsembleCandidate& a, const EnsembleCandidate& b) {
  return a.validation_accuracy > b.validation_accuracy;
}

arma::uvec top_ascending(const Candidates& candidates, arma::uword k) {
  return sorted_by(candidates, k, [](const auto& a, const auto& b) { return better(b, a); })
      .head(k);
}
DESCENT_MISTAKE(top_k_models, top_ascending,
                "You return the worst models: you sort from the smallest accuracy up, as sorting "
                "does by itself. Sort with `>`.",
                "the-best-of-a-search");

arma::uvec top_with_the_best_last(const Candidates& candidates, arma::uword k) {
  return arma::reverse(top_k_models(candidates, k));
}
DESCENT_MISTAKE(top_k_models, top_with_the_best_last,
                "You return the right models, the best last. The best comes first.",
                "the-best-of-a-search");

arma::uvec top_by_test_accuracy(const Candidates& candidates, arma::uword k) {
  return sorted_by(candidates, k,
                   [](const auto& a, const auto& b) { return a.test_accuracy > b.test_accuracy; })
      .head(k);
}
DESCENT_MISTAKE(top_k_models, top_by_test_accuracy,
                "You choose by the test accuracy. Then the test set has become a part of training, "
                "and what the ensemble scores on it flatters. Choose by the validation accuracy.",
                "the-test-set-stays-out");

arma::uvec top_by_both(const Candidates& candidates, arma::uword k) {
  return sorted_by(candidates, k,
                   [](const auto& a, const auto& b) {
                     return a.validation_accuracy + a.test_accuracy >
                            b.validation_accuracy + b.test_accuracy;
                   })
      .head(k);
}
DESCENT_MISTAKE(top_k_models, top_by_both,
                "You choose by validation and test accuracy together. The test accuracy has no say "
                "in any choice.",
                "the-test-set-stays-out");

arma::uvec top_ties_by_test_accuracy(const Candidates& candidates, arma::uword k) {
  return sorted_by(candidates, k,
                   [](const auto& a, const auto& b) {
                     if (better(a, b) || better(b, a)) return better(a, b);
                     return a.test_accuracy > b.test_accuracy;
                   })
      .head(k);
}
DESCENT_MISTAKE(top_k_models, top_ties_by_test_accuracy,
                "Where two models are equally good you ask the test accuracy. It has no say, not "
                "even there: the earlier one comes first.",
                "the-test-set-stays-out");

arma::uvec top_last_of_equals(const Candidates& candidates, arma::uword k) {
  require_candidates(candidates, k);
  const Candidates mirrored(candidates.rbegin(), candidates.rend());
  return candidates.size() - 1 - top_k_models(mirrored, k);
}
DESCENT_MISTAKE(top_k_models, top_last_of_equals,
                "Of equally good models you put the later first. The earlier one comes first: sort "
                "with std::stable_sort and `>`, instead of sorting upwards and turning it round.",
                "ties");

arma::uvec top_one_less(const Candidates& candidates, arma::uword k) {
  const arma::uvec best = top_k_models(candidates, k);
  return best.head(k - 1);
}
DESCENT_MISTAKE(top_k_models, top_one_less, "You return one model less than asked for.",
                "the-best-of-a-search");

arma::uvec top_one_more(const Candidates& candidates, arma::uword k) {
  require_candidates(candidates, k);
  return top_k_models(candidates, std::min<arma::uword>(k + 1, candidates.size()));
}
DESCENT_MISTAKE(top_k_models, top_one_more,
                "You return one model more than asked for: is there a `<=` where `<` should be?",
                "the-best-of-a-search");

arma::uvec top_without_the_best(const Candidates& candidates, arma::uword k) {
  const arma::uvec all = sorted_by(candidates, k, better);
  return all.subvec(std::min<arma::uword>(1, all.n_elem - k),
                    std::min<arma::uword>(k, all.n_elem - 1));
}
DESCENT_MISTAKE(top_k_models, top_without_the_best,
                "The best model is missing: you take places 1 to k of the sorted list. It begins "
                "at 0.",
                "the-best-of-a-search");

arma::uvec top_in_order_of_trial(const Candidates& candidates, arma::uword k) {
  return arma::sort(top_k_models(candidates, k));
}
DESCENT_MISTAKE(top_k_models, top_in_order_of_trial,
                "You return the right models, sorted by their index. The best comes first.",
                "the-best-of-a-search");

arma::uvec top_ranks(const Candidates& candidates, arma::uword k) {
  const arma::uvec order = sorted_by(candidates, k, better);
  arma::uvec ranks(order.n_elem);
  for (arma::uword place = 0; place < order.n_elem; ++place) ranks(order(place)) = place;
  return ranks.head(k);
}
DESCENT_MISTAKE(top_k_models, top_ranks,
                "You return the ranks of the first k models, instead of the indices of the k best.",
                "the-best-of-a-search");

arma::uvec top_counts_from_one(const Candidates& candidates, arma::uword k) {
  return top_k_models(candidates, k) + 1;
}
DESCENT_MISTAKE(top_k_models, top_counts_from_one,
                "Your indices count from 1. The first candidate has the index 0.",
                "the-best-of-a-search");

arma::uvec top_is_the_first(const Candidates& candidates, arma::uword k) {
  require_candidates(candidates, k);
  return arma::regspace<arma::uvec>(0, k - 1);
}
DESCENT_MISTAKE(top_k_models, top_is_the_first,
                "You return the first k candidates as they come. Do you sort a copy of the "
                "accuracies and forget whose they were?",
                "the-best-of-a-search");

arma::uvec top_with_all_equals(const Candidates& candidates, arma::uword k) {
  const arma::uvec order = sorted_by(candidates, k, better);
  const double last = candidates[order(k - 1)].validation_accuracy;
  arma::uword n = k;
  while (n < order.n_elem && candidates[order(n)].validation_accuracy == last) ++n;
  return order.head(n);
}
DESCENT_MISTAKE(
    top_k_models, top_with_all_equals,
    "You return all models that are as good as the k-th. It must be exactly k; of equal "
    "ones the earlier.",
    "ties");

arma::uvec top_one_of_each(const Candidates& candidates, arma::uword k) {
  const arma::uvec order = sorted_by(candidates, k, better);
  std::vector<arma::uword> best;
  for (const arma::uword i : order) {
    const bool known = std::any_of(best.begin(), best.end(), [&](arma::uword j) {
      return candidates[j].validation_accuracy == candidates[i].validation_accuracy;
    });
    if (!known && best.size() < k) best.push_back(i);
  }
  return arma::uvec(best);
}
DESCENT_MISTAKE(top_k_models, top_one_of_each,
                "Of equally good models you keep one only: do you look them up by their accuracy, "
                "in a map? They are different models.",
                "ties");

arma::uvec top_of_whole_numbers(const Candidates& candidates, arma::uword k) {
  return sorted_by(candidates, k,
                   [](const auto& a, const auto& b) {
                     return static_cast<int>(100 * a.validation_accuracy) >
                            static_cast<int>(100 * b.validation_accuracy);
                   })
      .head(k);
}
DESCENT_MISTAKE(top_k_models, top_of_whole_numbers,
                "You compare whole percents, so models that differ by less are the same to you. "
                "Compare the accuracies as they are.",
                "the-best-of-a-search");

arma::uvec top_repeats_the_best(const Candidates& candidates, arma::uword k) {
  arma::uvec best = top_k_models(candidates, k);
  best.fill(best(0));
  return best;
}
DESCENT_MISTAKE(
    top_k_models, top_repeats_the_best,
    "You return the best model k times: the maximum is found again and again. Take what "
    "was chosen out of the search.",
    "the-best-of-a-search");

arma::uvec top_without_checks(const Candidates& candidates, arma::uword k) {
  std::vector<arma::uword> order(candidates.size());
  std::iota(order.begin(), order.end(), 0);
  const auto value = [&](arma::uword i) {
    const double accuracy = candidates[i].validation_accuracy;
    return std::isnan(accuracy) ? -1 : accuracy;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](arma::uword a, arma::uword b) { return value(a) > value(b); });
  order.resize(std::min<std::size_t>(k, order.size()));
  return arma::uvec(order);
}
DESCENT_MISTAKE(top_k_models, top_without_checks,
                "You do not check the input. Begin with require_candidates(candidates, k): a list "
                "that is shorter than asked for, or sorted by NaN, goes unnoticed.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
