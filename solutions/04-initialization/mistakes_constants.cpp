// Known mistakes: zeros and constant biases.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat zeros_transposed(arma::uword fan_in, arma::uword fan_out) {
  require_fans(fan_in, fan_out);
  return arma::zeros(fan_out, fan_in);
}
DESCENT_MISTAKE(zeros, zeros_transposed,
                "Your matrix is fan_out x fan_in. In this course examples are rows and a layer "
                "computes X·W, so W has a row for each input.",
                "fan-in-and-fan-out");

arma::mat zeros_square(arma::uword fan_in, arma::uword fan_out) {
  require_fans(fan_in, fan_out);
  return arma::zeros(fan_in, fan_in);
}
DESCENT_MISTAKE(zeros, zeros_square, "Your matrix has fan_in columns; it needs fan_out of them.",
                "fan-in-and-fan-out");

arma::mat zeros_empty(arma::uword fan_in, arma::uword fan_out) {
  require_fans(fan_in, fan_out);
  arma::mat W;
  W.zeros();
  return W;
}
DESCENT_MISTAKE(zeros, zeros_empty,
                "Your matrix has no size yet: W.zeros() fills what is there, and that is nothing. "
                "Say W.zeros(fan_in, fan_out).",
                "all-zeros");

arma::mat zeros_ones(arma::uword fan_in, arma::uword fan_out) {
  require_fans(fan_in, fan_out);
  return arma::ones(fan_in, fan_out);
}
DESCENT_MISTAKE(zeros, zeros_ones, "Your weights are 1 everywhere; this function is about 0.",
                "all-zeros");

arma::mat zeros_identity(arma::uword fan_in, arma::uword fan_out) {
  require_fans(fan_in, fan_out);
  return arma::eye(fan_in, fan_out);
}
DESCENT_MISTAKE(
    zeros, zeros_identity,
    "There are ones on your diagonal. That is an initialization, too, but not this one.",
    "all-zeros");

arma::mat zeros_nearly(arma::uword fan_in, arma::uword fan_out) {
  require_fans(fan_in, fan_out);
  return arma::mat(fan_in, fan_out, arma::fill::value(1e-8));
}
DESCENT_MISTAKE(zeros, zeros_nearly,
                "A tiny constant is not 0, and it breaks no symmetry either: it is the same for "
                "every neuron.",
                "all-zeros");

arma::mat zeros_random(arma::uword fan_in, arma::uword fan_out) {
  require_fans(fan_in, fan_out);
  Rng rng(1);
  return 1e-3 * rng.normal(fan_in, fan_out);
}
DESCENT_MISTAKE(zeros, zeros_random,
                "Your weights are small random numbers. That is the next exercise but one; here "
                "we want to see what goes wrong with zeros.",
                "all-zeros");

arma::mat zeros_without_checks(arma::uword fan_in, arma::uword fan_out) {
  return arma::zeros(fan_in, fan_out);
}
DESCENT_MISTAKE(zeros, zeros_without_checks,
                "You accept a layer without inputs or without neurons. Begin with "
                "require_fans(fan_in, fan_out).",
                "refuse-bad-input");

arma::rowvec bias_random(arma::uword fan_out, double value) {
  require_some(fan_out, "neurons");
  require_finite_value(value, "bias");
  Rng rng(1);
  return value + 0.01 * rng.normal(1, fan_out);
}
DESCENT_MISTAKE(bias_constant, bias_random,
                "Your biases are random. They need not be: the weights make the neurons different, "
                "and a bias only shifts where a neuron begins to fire.",
                "biases");

arma::rowvec bias_ignores_the_value(arma::uword fan_out, double value) {
  require_some(fan_out, "neurons");
  require_finite_value(value, "bias");
  return arma::rowvec(fan_out, arma::fill::zeros);
}
DESCENT_MISTAKE(bias_constant, bias_ignores_the_value,
                "Your biases are always 0. That is the default, but the caller may ask for another "
                "value.",
                "biases");

arma::rowvec bias_always_a_hundredth(arma::uword fan_out, double value) {
  require_some(fan_out, "neurons");
  require_finite_value(value, "bias");
  return arma::rowvec(fan_out, arma::fill::value(0.01));
}
DESCENT_MISTAKE(bias_constant, bias_always_a_hundredth,
                "Your biases are always 0.01, whatever value is asked for.", "biases");

arma::rowvec bias_first_only(arma::uword fan_out, double value) {
  require_some(fan_out, "neurons");
  require_finite_value(value, "bias");
  arma::rowvec b(fan_out, arma::fill::zeros);
  b(0) = value;
  return b;
}
DESCENT_MISTAKE(
    bias_constant, bias_first_only,
    "Only the first bias has the value; the others are still 0. b.fill(value) sets them "
    "all.",
    "biases");

arma::rowvec bias_shared_out(arma::uword fan_out, double value) {
  require_some(fan_out, "neurons");
  require_finite_value(value, "bias");
  return arma::rowvec(fan_out, arma::fill::value(value / count(fan_out)));
}
DESCENT_MISTAKE(bias_constant, bias_shared_out,
                "You divide the value by the number of neurons. Each of them gets the whole of it.",
                "biases");

arma::rowvec bias_counted(arma::uword fan_out, double value) {
  require_some(fan_out, "neurons");
  require_finite_value(value, "bias");
  return arma::rowvec(value * arma::regspace<arma::rowvec>(1, count(fan_out)));
}
DESCENT_MISTAKE(bias_constant, bias_counted,
                "Your biases grow from neuron to neuron. All of them have the same value.",
                "biases");

arma::rowvec bias_as_integer(arma::uword fan_out, double value) {
  require_some(fan_out, "neurons");
  require_finite_value(value, "bias");
  return arma::rowvec(fan_out, arma::fill::value(std::trunc(value)));
}
DESCENT_MISTAKE(bias_constant, bias_as_integer,
                "The value passes through an integer on its way, and 0.01 becomes 0.", "biases");

arma::rowvec bias_without_checks(arma::uword fan_out, double value) {
  return arma::rowvec(fan_out, arma::fill::value(value));
}
DESCENT_MISTAKE(bias_constant, bias_without_checks,
                "You do not check the input. Begin with require_some(fan_out, \"neurons\") and "
                "require_finite_value(value, \"bias\").",
                "refuse-bad-input");

arma::rowvec bias_checks_the_count_only(arma::uword fan_out, double value) {
  require_some(fan_out, "neurons");
  return arma::rowvec(fan_out, arma::fill::value(value));
}
DESCENT_MISTAKE(bias_constant, bias_checks_the_count_only,
                "You accept a bias of NaN or infinity, and every activation behind it becomes NaN "
                "as well. require_finite_value(value, \"bias\") refuses it.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
