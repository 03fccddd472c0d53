// Known mistakes: the loss at chance.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

double chance_with_the_true_class(LossKind kind, arma::uword classes) {
  const bool counts_rivals = kind == LossKind::svm || kind == LossKind::squared_hinge;
  return expected_initial_loss(kind, classes) + (counts_rivals ? 1 : 0);
}
DESCENT_MISTAKE(expected_initial_loss, chance_with_the_true_class,
                "You count the true class among its rivals: with 10 classes there are 9 violated "
                "margins, not 10.",
                "loss-at-chance");

double chance_as_a_probability(LossKind kind, arma::uword classes) {
  const double right = expected_initial_loss(kind, classes);
  return kind == LossKind::softmax ? 1 / count(classes) : right;
}
DESCENT_MISTAKE(expected_initial_loss, chance_as_a_probability,
                "1/C is the probability at chance. The softmax loss is minus its logarithm, ln C.",
                "loss-at-chance");

double chance_with_integer_division(LossKind kind, arma::uword classes) {
  const double right = expected_initial_loss(kind, classes);
  return kind == LossKind::softmax ? -std::log(count(1 / classes)) : right;
}
DESCENT_MISTAKE(expected_initial_loss, chance_with_integer_division,
                "1 / classes divides two integers and gives 0. Write ln C, or convert to double "
                "first.",
                "loss-at-chance");

double chance_negative(LossKind kind, arma::uword classes) {
  const double right = expected_initial_loss(kind, classes);
  return kind == LossKind::softmax ? -right : right;
}
DESCENT_MISTAKE(expected_initial_loss, chance_negative,
                "Your softmax loss at chance is ln(1/C), a negative number: the minus in front of "
                "the logarithm is missing.",
                "loss-at-chance");

double chance_base_two(LossKind kind, arma::uword classes) {
  const double right = expected_initial_loss(kind, classes);
  return kind == LossKind::softmax || kind == LossKind::logistic ? right / std::log(2.0) : right;
}
DESCENT_MISTAKE(expected_initial_loss, chance_base_two,
                "You use the logarithm to base 2; the losses use the natural one.",
                "loss-at-chance");

double chance_of_one_attribute(LossKind kind, arma::uword classes) {
  const double right = expected_initial_loss(kind, classes);
  const bool attributes = kind == LossKind::attribute_hinge || kind == LossKind::logistic;
  return attributes ? right / count(classes) : right;
}
DESCENT_MISTAKE(expected_initial_loss, chance_of_one_attribute,
                "You give the loss of one attribute. An example's loss is the sum over all of "
                "them.",
                "loss-at-chance");

double chance_attributes_as_rivals(LossKind kind, arma::uword classes) {
  const double right = expected_initial_loss(kind, classes);
  return kind == LossKind::attribute_hinge ? right - 1 : right;
}
DESCENT_MISTAKE(expected_initial_loss, chance_attributes_as_rivals,
                "Attributes are no rivals of each other: each one costs 1 at chance, so there are "
                "C violated margins, not C - 1.",
                "loss-at-chance");

double chance_logistic_as_softmax(LossKind kind, arma::uword classes) {
  return expected_initial_loss(kind == LossKind::logistic ? LossKind::softmax : kind, classes);
}
DESCENT_MISTAKE(expected_initial_loss, chance_logistic_as_softmax,
                "The logistic loss asks C separate yes-or-no questions, each at chance with "
                "probability ½: C·ln 2, not ln C.",
                "loss-at-chance");

double chance_squared_rivals(LossKind kind, arma::uword classes) {
  const double right = expected_initial_loss(kind, classes);
  return kind == LossKind::squared_hinge ? right * right : right;
}
DESCENT_MISTAKE(expected_initial_loss, chance_squared_rivals,
                "You square the number of rivals. Each of the C - 1 violations is 1, and its "
                "square is 1.",
                "loss-at-chance");

double chance_without_checks(LossKind kind, arma::uword classes) {
  if (classes > 0) return expected_initial_loss(kind, classes);
  return kind == LossKind::softmax ? std::log(0.0) : 0.0;
}
DESCENT_MISTAKE(expected_initial_loss, chance_without_checks,
                "You accept 0 classes. There is no such loss: throw std::invalid_argument.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
