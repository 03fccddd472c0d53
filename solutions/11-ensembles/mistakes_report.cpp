// Known mistakes: what an ensemble gains.

#include "mistakes_report.hpp"

namespace descent {
namespace {

using namespace mistakes;

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
