// Known mistakes: what an ensemble gains.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::uvec choices(const arma::mat& probabilities) { return arma::index_max(probabilities, 1); }

double share_equal(const arma::uvec& a, const arma::uvec& b) {
  return count(arma::accu(a == b)) / count(a.n_elem);
}

// The mean over the members of a function of each.
template <class Function>
double member_mean(const Members& members, Function function) {
  double sum = 0;
  for (const arma::mat& member : members) sum += function(member);
  return sum / count(members.size());
}

// The mean over the examples of a function of the probability of the label.
template <class Function>
double label_mean(const arma::mat& p, const arma::uvec& labels, Function function) {
  double sum = 0;
  for (arma::uword i = 0; i < labels.n_elem; ++i) sum += function(p(i, labels(i)));
  return sum / count(labels.n_elem);
}

// The report with other log losses: `function` takes the place of -ln p.
template <class Function>
EnsembleReport with_loss(const Members& members, const arma::uvec& labels, Function function) {
  EnsembleReport report = ensemble_report(members, labels);
  report.log_loss = label_mean(average_probabilities(members, {}), labels, function);
  report.mean_log_loss = member_mean(
      members, [&](const arma::mat& member) { return label_mean(member, labels, function); });
  return report;
}

EnsembleReport report_accuracy_is_the_mean(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  report.accuracy = report.mean_accuracy;
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_accuracy_is_the_mean,
                "Your accuracy of the ensemble is the mean of the members' accuracies. Average the "
                "probabilities, decide, and count what is right.",
                "what-an-ensemble-gains");

EnsembleReport report_accuracy_of_votes(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  report.accuracy = share_equal(choices(average_of(members, arma::vec{}, votes_of)), labels);
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_accuracy_of_votes,
                "Your ensemble votes. Average the probabilities first, then decide.",
                "average-first-then-decide");

EnsembleReport report_best_is_the_ensemble(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  report.best_accuracy = std::max(report.best_accuracy, report.accuracy);
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_best_is_the_ensemble,
                "Your best_accuracy includes the ensemble. It is that of the best single member.",
                "what-an-ensemble-gains");

EnsembleReport report_best_by_loss(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  double lowest = arma::datum::inf;
  for (const arma::mat& member : members) {
    const double loss = label_mean(member, labels, [](double p) { return -std::log(p); });
    if (loss < lowest) report.best_accuracy = share_equal(choices(member), labels);
    lowest = std::min(lowest, loss);
  }
  return report;
}
DESCENT_MISTAKE(
    ensemble_report, report_best_by_loss,
    "Your best member is the one with the lowest log loss. best_accuracy is the largest "
    "accuracy of any member.",
    "what-an-ensemble-gains");

EnsembleReport report_best_is_the_first(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  report.best_accuracy = share_equal(choices(members.front()), labels);
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_best_is_the_first,
                "Your best_accuracy is that of the first member. Take the largest.",
                "what-an-ensemble-gains");

EnsembleReport report_counts(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  for (double* accuracy : {&report.mean_accuracy, &report.best_accuracy, &report.accuracy}) {
    *accuracy *= count(labels.n_elem);
  }
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_counts,
                "Your accuracies are counts. Divide by the number of examples.",
                "what-an-ensemble-gains");

EnsembleReport report_percent(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  for (double* share : {&report.mean_accuracy, &report.best_accuracy, &report.accuracy}) {
    *share *= 100;
  }
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_percent,
                "Your accuracies are in percent. They are in [0, 1].", "what-an-ensemble-gains");

EnsembleReport report_errors(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  double worst = 1;
  for (const arma::mat& member : members) {
    worst = std::min(worst, share_equal(choices(member), labels));
  }
  report.mean_accuracy = 1 - report.mean_accuracy;
  report.best_accuracy = 1 - worst;
  report.accuracy = 1 - report.accuracy;
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_errors,
                "You count what is wrong. An accuracy is the share that is right.",
                "what-an-ensemble-gains");

EnsembleReport report_sums_over_members(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  report.mean_accuracy *= count(members.size());
  report.mean_log_loss *= count(members.size());
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_sums_over_members,
                "Your means over the members are sums: divide by the number of members.",
                "what-an-ensemble-gains");

EnsembleReport report_loss_is_the_mean(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  report.log_loss = report.mean_log_loss;
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_loss_is_the_mean,
                "Your log loss of the ensemble is the mean of the members'. Average the "
                "probabilities first, and take the logarithm then: that is less.",
                "the-log-loss-cannot-lose");

EnsembleReport report_mean_loss_of_the_mean(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  report.mean_log_loss = report.log_loss;
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_mean_loss_of_the_mean,
                "Your mean log loss of the members is that of their averaged probabilities. Take "
                "each member's log loss, and then the mean.",
                "the-log-loss-cannot-lose");

EnsembleReport report_loss_in_bits(const Members& members, const arma::uvec& labels) {
  return with_loss(members, labels, [](double p) { return -std::log2(p); });
}
DESCENT_MISTAKE(ensemble_report, report_loss_in_bits,
                "Your logarithm has the base 2. The log loss is in nats: the natural logarithm.",
                "the-log-loss-cannot-lose");

EnsembleReport report_loss_to_base_ten(const Members& members, const arma::uvec& labels) {
  return with_loss(members, labels, [](double p) { return -std::log10(p); });
}
DESCENT_MISTAKE(ensemble_report, report_loss_to_base_ten,
                "Your logarithm has the base 10. The log loss is in nats: the natural logarithm, "
                "std::log.",
                "the-log-loss-cannot-lose");

EnsembleReport report_loss_without_sign(const Members& members, const arma::uvec& labels) {
  return with_loss(members, labels, [](double p) { return std::log(p); });
}
DESCENT_MISTAKE(ensemble_report, report_loss_without_sign,
                "Your log loss is negative: the minus sign is missing.",
                "the-log-loss-cannot-lose");

EnsembleReport report_loss_is_missing_probability(const Members& members,
                                                  const arma::uvec& labels) {
  return with_loss(members, labels, [](double p) { return 1 - p; });
}
DESCENT_MISTAKE(
    ensemble_report, report_loss_is_missing_probability,
    "Your loss is 1 - p. The log loss is -ln p: it grows without bound where a label is "
    "given no chance.",
    "the-log-loss-cannot-lose");

EnsembleReport report_loss_with_epsilon(const Members& members, const arma::uvec& labels) {
  return with_loss(members, labels, [](double p) { return -std::log(p + 1e-7); });
}
DESCENT_MISTAKE(ensemble_report, report_loss_with_epsilon,
                "The small number that you add to p changes every loss a little, and hides errors "
                "that were made with certainty. Their loss is infinite.",
                "the-log-loss-cannot-lose");

EnsembleReport report_loss_is_cut_off(const Members& members, const arma::uvec& labels) {
  return with_loss(members, labels, [](double p) { return -std::log(std::max(p, 1e-12)); });
}
DESCENT_MISTAKE(ensemble_report, report_loss_is_cut_off,
                "You cut probabilities off at a small number. A label with probability 0 has an "
                "infinite log loss; it should be seen.",
                "the-log-loss-cannot-lose");

EnsembleReport report_loss_is_a_sum(const Members& members, const arma::uvec& labels) {
  return with_loss(members, labels, [&](double p) { return -std::log(p) * count(labels.n_elem); });
}
DESCENT_MISTAKE(ensemble_report, report_loss_is_a_sum,
                "Your log losses are sums over the examples. Divide by their number.",
                "the-log-loss-cannot-lose");

EnsembleReport report_loss_over_classes(const Members& members, const arma::uvec& labels) {
  return with_loss(members, labels,
                   [&](double p) { return -std::log(p) / count(members[0].n_cols); });
}
DESCENT_MISTAKE(ensemble_report, report_loss_over_classes,
                "Your log losses are divided by the number of classes, too. The mean is over the "
                "examples.",
                "the-log-loss-cannot-lose");

EnsembleReport report_loss_of_the_decision(const Members& members, const arma::uvec& labels) {
  const auto loss = [](const arma::mat& p) {
    return -arma::accu(arma::log(arma::max(p, 1))) / count(p.n_rows);
  };
  EnsembleReport report = ensemble_report(members, labels);
  report.log_loss = loss(average_probabilities(members, {}));
  report.mean_log_loss = member_mean(members, loss);
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_loss_of_the_decision,
                "You take the logarithm of the largest probability. The log loss looks at the "
                "probability of the label, right or wrong.",
                "the-log-loss-cannot-lose");

// The mean of a function of two members' decisions over pairs that `counts` picks.
template <class Pick, class Function>
double pair_mean(const Members& members, Pick pick, Function function) {
  double sum = 0, pairs = 0;
  for (std::size_t k = 0; k < members.size(); ++k) {
    for (std::size_t m = 0; m < members.size(); ++m) {
      if (!pick(k, m)) continue;
      sum += function(choices(members[k]), choices(members[m]));
      ++pairs;
    }
  }
  return pairs > 0 ? sum / pairs : 0;
}
double share_different(const arma::uvec& a, const arma::uvec& b) { return 1 - share_equal(a, b); }
bool each_once(std::size_t k, std::size_t m) { return k < m; }

EnsembleReport report_pairs_with_oneself(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  report.disagreement = pair_mean(
      members, [](std::size_t, std::size_t) { return true; }, share_different);
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_pairs_with_oneself,
                "You count each member as a pair with itself, and nobody disagrees with itself. "
                "Take pairs of different members.",
                "disagreement");

EnsembleReport report_neighbours(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  report.disagreement = pair_mean(
      members, [](std::size_t k, std::size_t m) { return m == k + 1; }, share_different);
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_neighbours,
                "You compare neighbours only. Every member is compared with every other.",
                "disagreement");

EnsembleReport report_with_the_first(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  report.disagreement = pair_mean(
      members, [](std::size_t k, std::size_t m) { return k == 0 && m > 0; }, share_different);
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_with_the_first,
                "You compare all members with the first one only. Every member is compared with "
                "every other.",
                "disagreement");

EnsembleReport report_agreement(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  report.disagreement = pair_mean(members, each_once, share_equal);
  return report;
}
DESCENT_MISTAKE(
    ensemble_report, report_agreement,
    "You count where two members agree. Disagreement is the share in which they differ.",
    "disagreement");

EnsembleReport report_sum_over_pairs(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  report.disagreement *= count(members.size() * (members.size() - 1) / 2);
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_sum_over_pairs,
                "Your disagreement is a sum over the pairs. Divide by their number, K·(K - 1)/2.",
                "disagreement");

EnsembleReport report_divides_by_ordered_pairs(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  report.disagreement /= 2;
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_divides_by_ordered_pairs,
                "You count each pair once and divide by K·(K - 1). There are half as many pairs.",
                "disagreement");

EnsembleReport report_disagreement_with_the_ensemble(const Members& members,
                                                     const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  const arma::uvec together = ensemble_predict(members, {});
  report.disagreement = member_mean(
      members, [&](const arma::mat& member) { return share_different(choices(member), together); });
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_disagreement_with_the_ensemble,
                "You compare each member with the ensemble. Disagreement is between members.",
                "disagreement");

EnsembleReport report_disagreement_of_errors(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  report.disagreement =
      pair_mean(members, each_once, [&](const arma::uvec& a, const arma::uvec& b) {
        return share_different(arma::uvec(a == labels), arma::uvec(b == labels));
      });
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_disagreement_of_errors,
                "You count where one of two members is right and the other wrong. Two that are "
                "wrong in different ways disagree, too: compare the decisions.",
                "disagreement");

EnsembleReport report_single_is_nothing(const Members& members, const arma::uvec& labels) {
  EnsembleReport report = ensemble_report(members, labels);
  if (members.size() == 1) report.disagreement = arma::datum::nan;
  return report;
}
DESCENT_MISTAKE(ensemble_report, report_single_is_nothing,
                "A single member has no pairs, and your disagreement is 0/0. It is 0.",
                "disagreement");

EnsembleReport report_last_of_equals(const Members& members, const arma::uvec& labels) {
  Members mirrored;
  for (const arma::mat& member : members) mirrored.push_back(arma::fliplr(member));
  require_labelled_ensemble(members, labels);
  return ensemble_report(mirrored, members[0].n_cols - 1 - labels);
}
DESCENT_MISTAKE(ensemble_report, report_last_of_equals,
                "Of equally likely classes you take the last: is there a `>=` where `>` should be? "
                "The first one counts.",
                "ties");

EnsembleReport report_without_checks(const Members& members, const arma::uvec& labels) {
  if (members.empty() || members[0].is_empty()) return {};
  EnsembleReport report;
  const Members same(members.begin(), std::find_if(members.begin(), members.end(), [&](auto& m) {
                       return arma::size(m) != arma::size(members[0]);
                     }));
  const arma::uvec known =
      arma::clamp(arma::resize(labels, members[0].n_rows, 1), 0, members[0].n_cols - 1);
  const arma::mat mean = average_of(same, arma::vec{}, [](const arma::mat& m) { return m; });
  const auto loss = [](double p) { return -std::log(p); };
  report.mean_accuracy =
      member_mean(same, [&](const arma::mat& m) { return share_equal(choices(m), known); });
  for (const arma::mat& m : same) {
    report.best_accuracy = std::max(report.best_accuracy, share_equal(choices(m), known));
  }
  report.accuracy = share_equal(choices(mean), known);
  report.mean_log_loss =
      member_mean(same, [&](const arma::mat& m) { return label_mean(m, known, loss); });
  report.log_loss = label_mean(mean, known, loss);
  report.disagreement = pair_mean(same, each_once, share_different);
  return report;
}
DESCENT_MISTAKE(
    ensemble_report, report_without_checks,
    "You do not check the input. Begin with require_labelled_ensemble(members, labels): "
    "labels of other examples give a number, too.",
    "refuse-bad-input");

}  // namespace
}  // namespace descent
