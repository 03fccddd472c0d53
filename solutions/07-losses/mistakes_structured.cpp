// Known mistakes: the structured hinge.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

LossResult structured_without_task_loss(const arma::mat& scores, const arma::mat& task_loss,
                                        const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  return structured_hinge_loss(scores, arma::zeros(arma::size(scores)), labels);
}
DESCENT_MISTAKE(structured_hinge_loss, structured_without_task_loss,
                "You compare the scores alone. Each candidate must stay behind by its task loss: "
                "maximize s + t.",
                "structured-prediction");

LossResult structured_with_margin_one(const arma::mat& scores, const arma::mat& task_loss,
                                      const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  arma::mat ones = arma::ones(arma::size(scores));
  for (arma::uword i = 0; i < scores.n_rows; ++i) ones(i, labels(i)) = 0;
  return structured_hinge_loss(scores, ones, labels);
}
DESCENT_MISTAKE(structured_hinge_loss, structured_with_margin_one,
                "Your margin is 1 for every wrong candidate. A candidate that is nearly right may "
                "come closer: its margin is its task loss.",
                "structured-prediction");

LossResult structured_with_best_score(const arma::mat& scores, const arma::mat& task_loss,
                                      const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::uword best = scores.row(i).index_max();
    result.loss += (scores(i, best) + task_loss(i, best) - scores(i, labels(i))) / n;
    result.dscores(i, best) += 1 / n;
    result.dscores(i, labels(i)) -= 1 / n;
  }
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_with_best_score,
                "You look for the candidate with the largest score and add its task loss then. The "
                "most violating candidate maximizes score plus task loss.",
                "structured-prediction");

LossResult structured_sum(const arma::mat& scores, const arma::mat& task_loss,
                          const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    for (arma::uword k = 0; k < scores.n_cols; ++k) {
      const double margin = scores(i, k) + task_loss(i, k) - scores(i, labels(i));
      if (k == labels(i) || margin <= 0) continue;
      result.loss += margin / n;
      result.dscores(i, k) += 1 / n;
      result.dscores(i, labels(i)) -= 1 / n;
    }
  }
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_sum,
                "You sum the violations of all candidates, as svm_loss does. Here only the largest "
                "one counts: there may be exponentially many candidates.",
                "structured-prediction");

LossResult structured_slack_rescaling(const arma::mat& scores, const arma::mat& task_loss,
                                      const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::rowvec costs = task_loss.row(i) % (1 + scores.row(i) - scores(i, labels(i)));
    const arma::uword worst = costs.index_max();
    if (!(costs(worst) > 0)) continue;
    result.loss += costs(worst) / n;
    result.dscores(i, worst) += task_loss(i, worst) / n;
    result.dscores(i, labels(i)) -= task_loss(i, worst) / n;
  }
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_slack_rescaling,
                "You multiply the violation by the task loss (slack rescaling). In margin "
                "rescaling the task loss is added to the score.",
                "structured-prediction");

LossResult structured_subtracts_task_loss(const arma::mat& scores, const arma::mat& task_loss,
                                          const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::rowvec reduced = scores.row(i) - task_loss.row(i);
    const arma::uword worst = reduced.index_max();
    result.loss += (reduced(worst) - scores(i, labels(i))) / n;
    result.dscores(i, worst) += 1 / n;
    result.dscores(i, labels(i)) -= 1 / n;
  }
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_subtracts_task_loss,
                "You subtract the task loss, so bad candidates may come closer than good ones. Add "
                "it to the score.",
                "structured-prediction");

LossResult structured_without_the_true_candidate(const arma::mat& scores,
                                                 const arma::mat& task_loss,
                                                 const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    arma::rowvec augmented = scores.row(i) + task_loss.row(i);
    augmented(labels(i)) = -std::numeric_limits<double>::infinity();
    const arma::uword worst = augmented.index_max();
    result.loss += (augmented(worst) - scores(i, labels(i))) / n;
    result.dscores(i, worst) += 1 / n;
    result.dscores(i, labels(i)) -= 1 / n;
  }
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_without_the_true_candidate,
                "You leave the true candidate out of the maximum, so the loss becomes negative "
                "once every margin is met. With it in, the loss ends at 0.",
                "structured-prediction");

LossResult structured_overwrites(const arma::mat& scores, const arma::mat& task_loss,
                                 const arma::uvec& labels) {
  LossResult result = structured_hinge_loss(scores, task_loss, labels);
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    result.dscores(i, labels(i)) = -1 / count(scores.n_rows);
  }
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_overwrites,
                "You assign +1 and -1 to the gradient. Where the true candidate is the maximum "
                "they meet in one entry and must cancel: add and subtract instead.",
                "structured-prediction");

LossResult structured_gradient_of_the_rival_only(const arma::mat& scores,
                                                 const arma::mat& task_loss,
                                                 const arma::uvec& labels) {
  LossResult result = structured_hinge_loss(scores, task_loss, labels);
  for (arma::uword i = 0; i < scores.n_rows; ++i) result.dscores(i, labels(i)) = 0;
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_gradient_of_the_rival_only,
                "The true candidate gets no gradient. Its score is subtracted, so its slope is -1.",
                "structured-prediction");

LossResult structured_without_the_mean(const arma::mat& scores, const arma::mat& task_loss,
                                       const arma::uvec& labels) {
  return scaled(structured_hinge_loss(scores, task_loss, labels), count(scores.n_rows),
                count(scores.n_rows));
}
DESCENT_MISTAKE(structured_hinge_loss, structured_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult structured_without_checks(const arma::mat& scores, const arma::mat& task_loss,
                                     const arma::uvec& labels) {
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::rowvec augmented = scores.row(i) + task_loss.row(i);
    const arma::uword worst = augmented.index_max();
    result.loss += (augmented(worst) - scores(i, labels(i))) / n;
    result.dscores(i, worst) += 1 / n;
    result.dscores(i, labels(i)) -= 1 / n;
  }
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_without_checks,
                "You do not check the input. Begin with require_task_loss(scores, task_loss, "
                "labels).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
