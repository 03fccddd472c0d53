// Known mistakes: asking trained models.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

Members answers_of(const std::vector<Model>& members, const PredictMember& predict) {
  require_trained_members(members, predict);
  Members answers;
  for (const Model& member : members) answers.push_back(predict(member));
  require_ensemble(answers);
  return answers;
}

arma::mat asking_the_mean_weights(const std::vector<Model>& members, const PredictMember& predict) {
  require_trained_members(members, predict);
  Model mean = members[0];
  for (std::size_t k = 1; k < members.size(); ++k) {
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += members[k][i];
  }
  for (arma::mat& parameter : mean) parameter /= count(members.size());
  const arma::mat answer = predict(mean);
  require_ensemble({answer});
  return answer;
}
DESCENT_MISTAKE(ensemble_probabilities, asking_the_mean_weights,
                "You average the members' weights and ask one network. Networks that were trained "
                "apart have their units in another order, and the mean of their weights is none of "
                "them: average their answers.",
                "never-average-independent-weights");

arma::mat asking_the_first(const std::vector<Model>& members, const PredictMember& predict) {
  return answers_of(members, predict).front();
}
DESCENT_MISTAKE(ensemble_probabilities, asking_the_first,
                "You return what the first member says. Average the answers of all.",
                "average-the-probabilities");

arma::mat asking_the_last(const std::vector<Model>& members, const PredictMember& predict) {
  return answers_of(members, predict).back();
}
DESCENT_MISTAKE(ensemble_probabilities, asking_the_last,
                "You return what the last member says: is there a `=` where `+=` should be?",
                "average-the-probabilities");

arma::mat asking_one_again_and_again(const std::vector<Model>& members,
                                     const PredictMember& predict) {
  require_trained_members(members, predict);
  Members answers;
  for (std::size_t k = 0; k < members.size(); ++k) answers.push_back(predict(members[0]));
  return average_probabilities(answers, {});
}
DESCENT_MISTAKE(ensemble_probabilities, asking_one_again_and_again,
                "You ask the first member again and again: the index in your loop is fixed.",
                "never-average-independent-weights");

arma::mat asking_for_a_sum(const std::vector<Model>& members, const PredictMember& predict) {
  return average_probabilities(answers_of(members, predict), {}) * count(members.size());
}
DESCENT_MISTAKE(ensemble_probabilities, asking_for_a_sum,
                "You return the sum of the answers. Divide by the number of members.",
                "average-the-probabilities");

arma::mat asking_divides_by_one_less(const std::vector<Model>& members,
                                     const PredictMember& predict) {
  const arma::mat mean = average_probabilities(answers_of(members, predict), {});
  if (members.size() == 1) return mean;
  return mean * count(members.size()) / (count(members.size()) - 1);
}
DESCENT_MISTAKE(ensemble_probabilities, asking_divides_by_one_less,
                "You divide by one less than the number of members. A mean of n things divides "
                "by n.",
                "average-the-probabilities");

arma::mat asking_for_votes(const std::vector<Model>& members, const PredictMember& predict) {
  return average_of(answers_of(members, predict), arma::vec{}, votes_of);
}
DESCENT_MISTAKE(ensemble_probabilities, asking_for_votes,
                "Your members vote. How sure each one was is lost: average the probabilities.",
                "average-first-then-decide");

arma::mat asking_for_logits(const std::vector<Model>& members, const PredictMember& predict) {
  return rows_to_one(geometric_mean(answers_of(members, predict), arma::vec{}));
}
DESCENT_MISTAKE(ensemble_probabilities, asking_for_logits,
                "You average the logarithms of the answers. Average the probabilities.",
                "not-the-logarithms");

arma::mat asking_for_geometric_mean(const std::vector<Model>& members,
                                    const PredictMember& predict) {
  return geometric_mean(answers_of(members, predict), arma::vec{});
}
DESCENT_MISTAKE(ensemble_probabilities, asking_for_geometric_mean,
                "You take the geometric mean of the answers, whose rows do not sum to 1. Average "
                "the probabilities.",
                "not-the-logarithms");

arma::mat asking_the_surest(const std::vector<Model>& members, const PredictMember& predict) {
  return surest_of(answers_of(members, predict));
}
DESCENT_MISTAKE(ensemble_probabilities, asking_the_surest,
                "The member that is surest speaks alone. Being sure is not being right: average "
                "all answers.",
                "average-the-probabilities");

arma::mat asking_for_the_largest(const std::vector<Model>& members, const PredictMember& predict) {
  return largest_of(answers_of(members, predict));
}
DESCENT_MISTAKE(ensemble_probabilities, asking_for_the_largest,
                "You take the largest probability of any member. Average the answers.",
                "average-the-probabilities");

arma::mat asking_by_halving(const std::vector<Model>& members, const PredictMember& predict) {
  return halved(answers_of(members, predict));
}
DESCENT_MISTAKE(ensemble_probabilities, asking_by_halving,
                "(mean + next) / 2 for each member gives the last one half of all weight. Add up, "
                "and divide once at the end.",
                "average-the-probabilities");

arma::mat asking_all_but_the_last(const std::vector<Model>& members, const PredictMember& predict) {
  Members answers = answers_of(members, predict);
  if (answers.size() > 1) answers.pop_back();
  return average_probabilities(answers, {});
}
DESCENT_MISTAKE(ensemble_probabilities, asking_all_but_the_last,
                "The last member is not asked: does your loop end one too early?",
                "never-average-independent-weights");

arma::mat asking_all_but_the_first(const std::vector<Model>& members,
                                   const PredictMember& predict) {
  Members answers = answers_of(members, predict);
  if (answers.size() > 1) answers.erase(answers.begin());
  return average_probabilities(answers, {});
}
DESCENT_MISTAKE(ensemble_probabilities, asking_all_but_the_first,
                "The first member is not asked: does your loop begin at 1?",
                "never-average-independent-weights");

arma::mat asking_mixes_the_output_layers(const std::vector<Model>& members,
                                         const PredictMember& predict) {
  require_trained_members(members, predict);
  Model mixed = members[0];
  for (std::size_t k = 1; k < members.size(); ++k) mixed.back() += members[k].back();
  mixed.back() /= count(members.size());
  const arma::mat answer = predict(mixed);
  require_ensemble({answer});
  return answer;
}
DESCENT_MISTAKE(ensemble_probabilities, asking_mixes_the_output_layers,
                "You average the last parameter of the members and put it on the first network. "
                "No parameter of independent networks has anything to do with another's: average "
                "their answers.",
                "never-average-independent-weights");

arma::mat asking_without_checks(const std::vector<Model>& members, const PredictMember& predict) {
  arma::mat sum;
  for (const Model& member : members) {
    if (member.empty() || member[0].is_empty() || !predict) continue;
    const arma::mat answer = predict(member);
    if (sum.is_empty()) sum.zeros(arma::size(answer));
    if (arma::size(answer) == arma::size(sum)) sum += answer;
  }
  return sum / count(members.size());
}
DESCENT_MISTAKE(ensemble_probabilities, asking_without_checks,
                "You do not check the input. Begin with require_trained_members(members, predict), "
                "and let average_probabilities, or require_ensemble, look at the answers.",
                "refuse-bad-input");

arma::mat asking_trusts_the_answers(const std::vector<Model>& members,
                                    const PredictMember& predict) {
  require_trained_members(members, predict);
  arma::mat sum;
  for (const Model& member : members) {
    const arma::mat answer = predict(member);
    if (sum.is_empty()) sum.zeros(arma::size(answer));
    if (arma::size(answer) == arma::size(sum)) sum += answer;
  }
  return sum / count(members.size());
}
DESCENT_MISTAKE(
    ensemble_probabilities, asking_trusts_the_answers,
    "You do not look at what predict returns. Scores, or answers of other shapes, are "
    "refused: average_probabilities does it for you, or call require_ensemble(answers).",
    "refuse-bad-input");

}  // namespace
}  // namespace descent
