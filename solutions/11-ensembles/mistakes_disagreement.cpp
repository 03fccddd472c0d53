// Known mistakes: how much the members of an ensemble disagree.

#include "mistakes_report.hpp"

namespace descent {
namespace {

using namespace mistakes;

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

}  // namespace
}  // namespace descent
