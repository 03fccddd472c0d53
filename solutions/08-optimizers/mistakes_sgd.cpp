#include "mistakes.hpp"

namespace descent {
namespace {

void sgd_uphill(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  w += learning_rate * dw;
}
DESCENT_MISTAKE(sgd, sgd_uphill,
                "You add the gradient. It points to where the loss grows fastest: take it off.",
                "down-is-minus-the-gradient");

void sgd_overwrites(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  w = -learning_rate * dw;
}
DESCENT_MISTAKE(sgd, sgd_overwrites,
                "You replace w by the step. The step is what w changes by: w -= ..., not w = ....",
                "the-gradient-step");

void sgd_of_a_copy(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  arma::mat copy = w;
  copy -= learning_rate * dw;
}
DESCENT_MISTAKE(
    sgd, sgd_of_a_copy,
    "You change a copy of w, and it is gone when the function returns. w is a reference "
    "to the caller's parameter: change w itself.",
    "changed-in-place");

void sgd_without_rate(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  w -= dw;
}
DESCENT_MISTAKE(sgd, sgd_without_rate,
                "The learning rate is missing: you take the whole gradient off.",
                "the-gradient-step");

void sgd_normalized(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  const double length = arma::norm(dw, "fro");
  w -= length > 0 ? arma::mat(learning_rate * dw / length) : dw;
}
DESCENT_MISTAKE(
    sgd, sgd_normalized,
    "You divide the gradient by its length. A step is as long as the gradient is steep.",
    "the-gradient-step");

void sgd_by_sign(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  w -= learning_rate * arma::sign(dw);
}
DESCENT_MISTAKE(
    sgd, sgd_by_sign,
    "You use only the sign of the gradient. A step is as long as the gradient is steep.",
    "the-gradient-step");

void sgd_divided(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  w -= learning_rate * dw / static_cast<double>(dw.n_elem);
}
DESCENT_MISTAKE(
    sgd, sgd_divided,
    "You divide by the number of entries. The loss is a mean over examples already; the "
    "step is learning_rate · dw, and nothing else.",
    "the-gradient-step");

void sgd_divided_by_rows(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  w -= learning_rate * dw / static_cast<double>(dw.n_rows);
}
DESCENT_MISTAKE(sgd, sgd_divided_by_rows,
                "You divide by the number of rows, as if they were examples. They are entries of a "
                "parameter; the mean over the examples was taken by the loss.",
                "the-gradient-step");

void sgd_clipped(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  w -= learning_rate * arma::clamp(dw, -1, 1);
}
DESCENT_MISTAKE(
    sgd, sgd_clipped,
    "You clip the gradient to [-1, 1]. That can be useful, but it is another rule: a rate "
    "that is too large must be seen to diverge.",
    "the-gradient-step");

void sgd_hides_nan(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  arma::mat finite = dw;
  finite.replace(arma::datum::nan, 0);
  w -= learning_rate * finite;
}
DESCENT_MISTAKE(sgd, sgd_hides_nan,
                "You replace NaN by 0, and nobody will ever know that something is wrong. Let it "
                "through.",
                "entry-by-entry");

void sgd_refuses_nan(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  require_finite(dw, "dw");
  w -= learning_rate * dw;
}
DESCENT_MISTAKE(sgd, sgd_refuses_nan,
                "You refuse a gradient with NaN. It is passed on, and spoils its own entry of w.",
                "entry-by-entry");

void sgd_with_decay(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  w -= learning_rate * (dw + w);
}
DESCENT_MISTAKE(sgd, sgd_with_decay,
                "You let w itself decay, too. A penalty on the weights belongs to the loss, and is "
                "in dw already.",
                "the-gradient-step");

void sgd_multiplies(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  w %= 1 - learning_rate * dw;
}
DESCENT_MISTAKE(sgd, sgd_multiplies,
                "You multiply w by 1 - learning_rate · dw. The step is taken off, not a part of w.",
                "the-gradient-step");

void sgd_half(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  w -= 0.5 * learning_rate * dw;
}
DESCENT_MISTAKE(sgd, sgd_half,
                "Your step is half as long as it should be: where does the ½ come from?",
                "the-gradient-step");

void sgd_unchecked(arma::mat& w, const arma::mat& dw, double learning_rate) {
  w -= learning_rate * dw;
}
DESCENT_MISTAKE(sgd, sgd_unchecked,
                "You do not refuse bad input. Call require_sgd first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
