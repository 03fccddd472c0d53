// Other right ways to write the exercises of stage 11: every one must pass with full points.

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ensembles.hpp"
#include "harness/wire/variants.hpp"

namespace descent {
namespace {

using Members = std::vector<arma::mat>;
using Model = std::vector<arma::mat>;

double count(arma::uword n) { return static_cast<double>(n); }

arma::mat average_with_loops(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  arma::mat mean(members[0].n_rows, members[0].n_cols);
  for (arma::uword i = 0; i < mean.n_rows; ++i) {
    for (arma::uword j = 0; j < mean.n_cols; ++j) {
      double above = 0, below = 0;
      for (std::size_t k = members.size(); k-- > 0;) {
        const double weight = weights.is_empty() ? 1.0 : weights(k);
        above += weight * members[k](i, j);
        below += weight;
      }
      mean(i, j) = above / below;
    }
  }
  return mean;
}
DESCENT_ALTERNATIVE(average_probabilities, average_with_loops,
                    "Entry by entry, members from the last to the first.");

arma::mat average_with_a_running_mean(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  arma::mat mean(arma::size(members[0]), arma::fill::zeros);
  double seen = 0;
  for (std::size_t k = 0; k < members.size(); ++k) {
    const double weight = weights.is_empty() ? 1.0 : weights(k);
    if (weight == 0) continue;
    seen += weight;
    mean += (members[k] - mean) * (weight / seen);
  }
  return mean;
}
DESCENT_ALTERNATIVE(average_probabilities, average_with_a_running_mean,
                    "A running mean, which needs no division at the end.");

arma::mat average_in_a_cube(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  const arma::vec shares =
      weights.is_empty() ? arma::vec(members.size(), arma::fill::value(1.0 / count(members.size())))
                         : arma::vec(weights / arma::accu(weights));
  arma::cube all(members[0].n_rows, members[0].n_cols, members.size());
  for (arma::uword k = 0; k < members.size(); ++k) all.slice(k) = shares(k) * members[k];
  return arma::sum(all, 2);
}
DESCENT_ALTERNATIVE(average_probabilities, average_in_a_cube,
                    "Weights that sum to 1 first, then the sum of a cube's slices.");

arma::uvec predict_with_a_loop(const Members& members, const arma::vec& weights) {
  const arma::mat p = average_probabilities(members, weights);
  arma::uvec best(p.n_rows, arma::fill::zeros);
  for (arma::uword i = 0; i < p.n_rows; ++i) {
    for (arma::uword j = 1; j < p.n_cols; ++j) {
      if (p(i, j) > p(i, best(i))) best(i) = j;
    }
  }
  return best;
}
DESCENT_ALTERNATIVE(ensemble_predict, predict_with_a_loop, "The largest by comparison.");

arma::uvec predict_from_sums(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  arma::mat sum(arma::size(members[0]), arma::fill::zeros);
  for (std::size_t k = 0; k < members.size(); ++k) {
    sum += weights.is_empty() ? members[k] : arma::mat(weights(k) * members[k]);
  }
  arma::uvec best(sum.n_rows);
  for (arma::uword i = 0; i < sum.n_rows; ++i) {
    const arma::rowvec row = sum.row(i);
    best(i) = static_cast<arma::uword>(std::max_element(row.begin(), row.end()) - row.begin());
  }
  return best;
}
DESCENT_ALTERNATIVE(ensemble_predict, predict_from_sums,
                    "Sums instead of means: the largest is the same.");

EnsembleReport report_with_counts(const Members& members, const arma::uvec& labels) {
  require_labelled_ensemble(members, labels);
  const arma::uword n = labels.n_elem, k = members.size();
  arma::umat chosen(n, k);
  arma::vec hits(k, arma::fill::zeros), losses(k, arma::fill::zeros);
  EnsembleReport report;
  for (arma::uword i = 0; i < n; ++i) {
    arma::rowvec sum(members[0].n_cols, arma::fill::zeros);
    for (arma::uword m = 0; m < k; ++m) {
      chosen(i, m) = members[m].row(i).index_max();
      hits(m) += chosen(i, m) == labels(i) ? 1 : 0;
      losses(m) -= std::log(members[m](i, labels(i)));
      sum += members[m].row(i);
    }
    report.accuracy += sum.index_max() == labels(i) ? 1 : 0;
    report.log_loss += std::log(count(k)) - std::log(sum(labels(i)));
    // Pairs that differ: all pairs of members but those within one class.
    arma::vec votes(sum.n_elem, arma::fill::zeros);
    for (arma::uword m = 0; m < k; ++m) votes(chosen(i, m)) += 1;
    if (k > 1) {
      report.disagreement += 1 - arma::accu(votes % (votes - 1)) / (count(k) * (count(k) - 1));
    }
  }
  report.accuracy /= count(n);
  report.log_loss /= count(n);
  report.disagreement /= count(n);
  report.mean_accuracy = arma::mean(hits) / count(n);
  report.best_accuracy = hits.max() / count(n);
  report.mean_log_loss = arma::accu(losses) / (count(n) * count(k));
  return report;
}
DESCENT_ALTERNATIVE(ensemble_report, report_with_counts,
                    "Example by example; pairs that differ counted from the votes.");

EnsembleReport report_over_ordered_pairs(const Members& members, const arma::uvec& labels) {
  require_labelled_ensemble(members, labels);
  EnsembleReport report = ensemble_report(members, labels);
  report.disagreement = 0;
  double pairs = 0;
  for (const arma::mat& a : members) {
    for (const arma::mat& b : members) {
      if (&a == &b) continue;
      const arma::uvec differ = arma::index_max(a, 1) != arma::index_max(b, 1);
      report.disagreement += count(arma::accu(differ)) / count(labels.n_elem);
      ++pairs;
    }
  }
  report.disagreement /= std::max(1.0, pairs);
  return report;
}
DESCENT_ALTERNATIVE(ensemble_report, report_over_ordered_pairs,
                    "Each pair twice, and twice as many of them: the same mean.");

arma::mat asking_with_a_sum(const std::vector<Model>& members, const PredictMember& predict) {
  require_trained_members(members, predict);
  const arma::mat first = predict(members[0]);
  require_ensemble({first});
  arma::mat sum = first;
  for (std::size_t k = 1; k < members.size(); ++k) {
    const arma::mat next = predict(members[k]);
    require_ensemble({first, next});
    sum += next;
  }
  return sum / count(members.size());
}
DESCENT_ALTERNATIVE(ensemble_probabilities, asking_with_a_sum,
                    "Adds up without keeping the answers.");

arma::mat asking_with_transform(const std::vector<Model>& members, const PredictMember& predict) {
  require_trained_members(members, predict);
  Members answers(members.size());
  std::transform(members.begin(), members.end(), answers.begin(), predict);
  return average_probabilities(answers, arma::ones(members.size()));
}
DESCENT_ALTERNATIVE(ensemble_probabilities, asking_with_transform,
                    "std::transform, and weights that are all 1.");

std::vector<Model> seeds_with_rng_itself(const TrainMember& train, arma::uword members, Rng& rng) {
  require_member_training(train, members);
  std::vector<Model> trained;
  while (trained.size() < members) trained.push_back(train(rng));
  return trained;
}
DESCENT_ALTERNATIVE(same_model_different_seeds, seeds_with_rng_itself,
                    "Hands over rng itself, which moves on from member to member.");

std::vector<Model> seeds_drawn_first(const TrainMember& train, arma::uword members, Rng& rng) {
  require_member_training(train, members);
  std::vector<Rng> sources;
  for (arma::uword k = 0; k < members; ++k) sources.emplace_back(rng.bits() ^ k);
  std::vector<Model> trained(members);
  for (arma::uword k = 0; k < members; ++k) trained[k] = train(sources[k]);
  return trained;
}
DESCENT_ALTERNATIVE(same_model_different_seeds, seeds_drawn_first,
                    "All seeds first, so that members could be trained side by side.");

std::vector<Model> seeds_counted_from_a_drawn_one(const TrainMember& train, arma::uword members,
                                                  Rng& rng) {
  require_member_training(train, members);
  const std::uint64_t base = rng.bits();
  std::vector<Model> trained;
  for (arma::uword k = 0; k < members; ++k) {
    Rng own(base + k);
    trained.push_back(train(own));
  }
  return trained;
}
DESCENT_ALTERNATIVE(same_model_different_seeds, seeds_counted_from_a_drawn_one,
                    "One seed drawn, the others counted from it: different, and rng's.");

arma::uvec top_by_armadillo(const std::vector<EnsembleCandidate>& candidates, arma::uword k) {
  require_candidates(candidates, k);
  arma::vec accuracies(candidates.size());
  for (arma::uword i = 0; i < accuracies.n_elem; ++i) {
    accuracies(i) = candidates[i].validation_accuracy;
  }
  const arma::uvec order = arma::stable_sort_index(accuracies, "descend");
  return order.head(k);
}
DESCENT_ALTERNATIVE(top_k_models, top_by_armadillo, "arma::stable_sort_index.");

arma::uvec top_by_selection(const std::vector<EnsembleCandidate>& candidates, arma::uword k) {
  require_candidates(candidates, k);
  std::vector<bool> taken(candidates.size());
  arma::uvec best(k);
  for (arma::uword place = 0; place < k; ++place) {
    arma::uword winner = candidates.size();
    for (arma::uword i = 0; i < candidates.size(); ++i) {
      if (taken[i]) continue;
      if (winner == candidates.size() ||
          candidates[i].validation_accuracy > candidates[winner].validation_accuracy) {
        winner = i;
      }
    }
    taken[winner] = true;
    best(place) = winner;
  }
  return best;
}
DESCENT_ALTERNATIVE(top_k_models, top_by_selection, "Finds the best k times.");

arma::uvec top_by_pairs(const std::vector<EnsembleCandidate>& candidates, arma::uword k) {
  require_candidates(candidates, k);
  std::vector<std::pair<double, arma::uword>> pairs;
  for (arma::uword i = 0; i < candidates.size(); ++i) {
    pairs.emplace_back(-candidates[i].validation_accuracy, i);
  }
  std::partial_sort(pairs.begin(), pairs.begin() + static_cast<std::ptrdiff_t>(k), pairs.end());
  arma::uvec best(k);
  for (arma::uword place = 0; place < k; ++place) best(place) = pairs[place].second;
  return best;
}
DESCENT_ALTERNATIVE(top_k_models, top_by_pairs,
                    "Pairs of negated accuracy and index, partially sorted: no ties are left.");

double rate_by_half_angles(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  require_snapshot_rate(steps_per_cycle, largest_rate);
  while (step >= steps_per_cycle) step -= steps_per_cycle;
  const double root = std::cos(arma::datum::pi / 2 * count(step) / count(steps_per_cycle));
  return largest_rate * root * root;
}
DESCENT_ALTERNATIVE(snapshot_learning_rate, rate_by_half_angles, "½·(1 + cos x) is cos²(x/2).");

double rate_by_whole_cycles(arma::uword step, arma::uword steps_per_cycle, double largest_rate) {
  require_snapshot_rate(steps_per_cycle, largest_rate);
  const arma::uword cycle = step / steps_per_cycle;
  const double part = count(step) / count(steps_per_cycle) - count(cycle);
  return largest_rate - largest_rate * (0.5 - 0.5 * std::cos(std::acos(-1.0) * part));
}
DESCENT_ALTERNATIVE(snapshot_learning_rate, rate_by_whole_cycles,
                    "The fraction of a number of cycles, and what is taken off the largest rate.");

std::vector<Model> snapshots_in_one_loop(const Model& parameters, const SnapshotStep& step,
                                         const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  std::vector<Model> snapshots(options.cycles);
  Model model = parameters;
  for (arma::uword t = 0; t < options.cycles * options.steps_per_cycle; ++t) {
    step(model, snapshot_learning_rate(t, options.steps_per_cycle, options.largest_rate));
    if (t % options.steps_per_cycle + 1 == options.steps_per_cycle) {
      snapshots[t / options.steps_per_cycle] = model;
    }
  }
  return snapshots;
}
DESCENT_ALTERNATIVE(snapshot_ensemble, snapshots_in_one_loop,
                    "One loop over all steps, snapshots put in their places.");

std::vector<Model> snapshots_from_the_last(const Model& parameters, const SnapshotStep& step,
                                           const SnapshotOptions& options) {
  require_snapshots(parameters, step, options);
  std::vector<Model> snapshots = {parameters};
  for (arma::uword cycle = 0; cycle < options.cycles; ++cycle) {
    snapshots.push_back(snapshots.back());
    for (arma::uword t = 0; t < options.steps_per_cycle; ++t) {
      step(snapshots.back(),
           snapshot_learning_rate(t, options.steps_per_cycle, options.largest_rate));
    }
  }
  snapshots.erase(snapshots.begin());
  return snapshots;
}
DESCENT_ALTERNATIVE(snapshot_ensemble, snapshots_from_the_last,
                    "Each cycle trains a copy of the last snapshot in its place.");

void update_by_the_gap(ParameterAverage& average, const Model& parameters, double decay) {
  require_average_update(average, parameters, decay);
  if (average.sum.empty()) {
    average.weight = 0;
    for (const arma::mat& parameter : parameters) {
      average.sum.push_back(arma::zeros(parameter.n_rows, parameter.n_cols));
    }
  }
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    average.sum[k] += (1 - decay) * (parameters[k] - average.sum[k]);
  }
  average.weight += (1 - decay) * (1 - average.weight);
}
DESCENT_ALTERNATIVE(update_average, update_by_the_gap,
                    "A step of 1 - decay towards the new parameters.");

void update_in_place(ParameterAverage& average, const Model& parameters, double decay) {
  require_average_update(average, parameters, decay);
  const bool fresh = average.sum.empty();
  if (fresh) average = {parameters, 0};
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    double* sum = average.sum[k].memptr();
    const double* value = parameters[k].memptr();
    for (arma::uword i = 0; i < parameters[k].n_elem; ++i) {
      sum[i] = (fresh ? 0 : decay * sum[i]) + (1 - decay) * value[i];
    }
  }
  average.weight = 1 - decay * (1 - average.weight);
}
DESCENT_ALTERNATIVE(update_average, update_in_place,
                    "Number by number, and 1 - weight, which decays.");

std::vector<arma::mat> reading_with_a_reciprocal(const ParameterAverage& average) {
  require_averaged(average);
  std::vector<arma::mat> parameters;
  for (const arma::mat& sum : average.sum) parameters.push_back(sum * (1 / average.weight));
  return parameters;
}
DESCENT_ALTERNATIVE(averaged_parameters, reading_with_a_reciprocal, "Multiplies by 1 / weight.");

arma::mat soft_with_loops(const arma::mat& scores, double temperature) {
  require_softening(scores, temperature);
  arma::mat p(arma::size(scores));
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    double largest = scores(i, 0), sum = 0;
    for (arma::uword j = 1; j < scores.n_cols; ++j) largest = std::max(largest, scores(i, j));
    for (arma::uword j = 0; j < scores.n_cols; ++j) {
      sum += p(i, j) = std::exp((scores(i, j) - largest) / temperature);
    }
    for (arma::uword j = 0; j < scores.n_cols; ++j) p(i, j) /= sum;
  }
  return p;
}
DESCENT_ALTERNATIVE(softened_probabilities, soft_with_loops, "Loops over rows and classes.");

arma::mat soft_by_comparison(const arma::mat& scores, double temperature) {
  require_softening(scores, temperature);
  arma::mat p(arma::size(scores));
  for (arma::uword j = 0; j < scores.n_cols; ++j) {
    const arma::mat gaps = scores.each_col() - scores.col(j);
    p.col(j) = 1 / arma::sum(arma::exp(gaps / temperature), 1);
  }
  return p;
}
DESCENT_ALTERNATIVE(softened_probabilities, soft_by_comparison,
                    "One over the sum of what the other classes have against this one; an infinite "
                    "sum makes 0, as it should.");

double log_sum_exp(const arma::rowvec& x) {
  return x.max() + std::log(arma::accu(arma::exp(x - x.max())));
}

DistillResult distill_with_loops(const arma::mat& student, const arma::mat& teacher,
                                 const arma::uvec& labels, const DistillOptions& options) {
  require_distillation(student, teacher, labels, options);
  const double T = options.temperature, n = count(labels.n_elem);
  DistillResult result{0, arma::zeros(arma::size(student))};
  for (arma::uword i = 0; i < labels.n_elem; ++i) {
    const arma::rowvec s = student.row(i), t = teacher.row(i);
    const double plain = log_sum_exp(s), soft = log_sum_exp(s / T), target = log_sum_exp(t / T);
    result.loss += (1 - options.soft_weight) * (plain - s(labels(i))) / n;
    for (arma::uword j = 0; j < s.n_elem; ++j) {
      const double p = std::exp(t(j) / T - target);
      result.loss += options.soft_weight * T * T * p * (soft - s(j) / T) / n;
      const double towards = std::exp(s(j) / T - soft) - p;
      const double label = j == labels(i) ? 1 : 0;
      result.dscores(i, j) = (options.soft_weight * T * towards +
                              (1 - options.soft_weight) * (std::exp(s(j) - plain) - label)) /
                             n;
    }
  }
  return result;
}
DESCENT_ALTERNATIVE(distill_loss, distill_with_loops,
                    "Example by example, with the logarithm of the sum of exponentials.");

DistillResult distill_as_divergence_and_entropy(const arma::mat& student, const arma::mat& teacher,
                                                const arma::uvec& labels,
                                                const DistillOptions& options) {
  require_distillation(student, teacher, labels, options);
  const auto logs = [](const arma::mat& scores, double T) {
    arma::mat result = scores / T;
    const arma::vec largest = arma::max(result, 1);
    result.each_col() -= largest;
    const arma::vec sums = arma::log(arma::sum(arma::exp(result), 1));
    result.each_col() -= sums;
    return result;
  };
  const double T = options.temperature, n = count(labels.n_elem), a = options.soft_weight;
  const arma::mat log_p = logs(teacher, T), log_q = logs(student, T), plain = logs(student, 1);
  const arma::mat p = arma::exp(log_p);
  arma::mat hot(arma::size(student), arma::fill::zeros);
  for (arma::uword i = 0; i < labels.n_elem; ++i) hot(i, labels(i)) = 1;
  const double divergence = arma::accu(p % (log_p - log_q)), entropy = -arma::accu(p % log_p);
  return {(a * T * T * (divergence + entropy) - (1 - a) * arma::accu(hot % plain)) / n,
          (a * T * (arma::exp(log_q) - p) + (1 - a) * (arma::exp(plain) - hot)) / n};
}
DESCENT_ALTERNATIVE(distill_loss, distill_as_divergence_and_entropy,
                    "The divergence plus the teacher's entropy is the cross entropy.");

}  // namespace
}  // namespace descent
