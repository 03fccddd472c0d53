// Known mistakes: a moving average of the weights.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

void begin_with_zeros(ParameterAverage& average, const Model& parameters, double decay) {
  require_average_update(average, parameters, decay);
  if (!average.sum.empty()) return;
  for (const arma::mat& parameter : parameters) average.sum.push_back(0 * parameter);
  average.weight = 0;
}

// sum ← old · sum + fresh · parameters; the weight stays as it is.
void mix_sums(ParameterAverage& average, const Model& parameters, double old, double fresh) {
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    average.sum[k] = old * average.sum[k] + fresh * parameters[k];
  }
}

void update_swaps_decay(ParameterAverage& average, const Model& parameters, double decay) {
  begin_with_zeros(average, parameters, decay);
  mix_sums(average, parameters, 1 - decay, decay);
  average.weight = (1 - decay) * average.weight + decay;
}
DESCENT_MISTAKE(update_average, update_swaps_decay,
                "decay and 1 - decay are swapped. decay is the share of the old that stays: with "
                "0.99 your average is the newest parameters and nearly nothing else.",
                "decay-is-what-stays");

void update_swaps_decay_in_the_sum(ParameterAverage& average, const Model& parameters,
                                   double decay) {
  begin_with_zeros(average, parameters, decay);
  mix_sums(average, parameters, 1 - decay, decay);
  average.weight = decay * average.weight + (1 - decay);
}
DESCENT_MISTAKE(update_average, update_swaps_decay_in_the_sum,
                "decay and 1 - decay are swapped in the sum. decay is the share of the old that "
                "stays.",
                "decay-is-what-stays");

void update_adds_all(ParameterAverage& average, const Model& parameters, double decay) {
  begin_with_zeros(average, parameters, decay);
  mix_sums(average, parameters, decay, 1);
  average.weight = decay * average.weight + (1 - decay);
}
DESCENT_MISTAKE(update_average, update_adds_all,
                "The new parameters come in whole: the factor 1 - decay is missing in the sum.",
                "decay-is-what-stays");

void update_never_forgets(ParameterAverage& average, const Model& parameters, double decay) {
  begin_with_zeros(average, parameters, decay);
  mix_sums(average, parameters, 1, 1 - decay);
  average.weight = decay * average.weight + (1 - decay);
}
DESCENT_MISTAKE(update_average, update_never_forgets,
                "The old sum stays whole: multiply it by decay.", "decay-is-what-stays");

void update_begins_with_a_copy(ParameterAverage& average, const Model& parameters, double decay) {
  require_average_update(average, parameters, decay);
  if (average.sum.empty()) {
    average = {parameters, 1};
    return;
  }
  update_average(average, parameters, decay);
}
DESCENT_MISTAKE(update_average, update_begins_with_a_copy,
                "Your average begins with a copy of the first parameters, of full weight. With "
                "decay 0.999 the model of the first moment then still makes up 37 % after 1000 "
                "steps. Begin with zeros of weight 0.",
                "the-first-steps");

void update_begins_with_a_light_copy(ParameterAverage& average, const Model& parameters,
                                     double decay) {
  require_average_update(average, parameters, decay);
  if (average.sum.empty()) {
    average = {parameters, 1 - decay};
    return;
  }
  update_average(average, parameters, decay);
}
DESCENT_MISTAKE(
    update_average, update_begins_with_a_light_copy,
    "The first parameters come in whole, and their weight is 1 - decay: sum / weight is "
    "then much too large. The sum, too, begins with (1 - decay) times the parameters.",
    "the-first-steps");

void update_begins_twice(ParameterAverage& average, const Model& parameters, double decay) {
  require_average_update(average, parameters, decay);
  if (average.sum.empty()) average = {parameters, 0};
  update_average(average, parameters, decay);
}
DESCENT_MISTAKE(update_average, update_begins_twice,
                "A fresh average begins as a copy of the parameters and is then updated with the "
                "same parameters again. It begins with zeros.",
                "the-first-steps");

void update_forgets_the_weight(ParameterAverage& average, const Model& parameters, double decay) {
  const double before = average.sum.empty() ? 0 : average.weight;
  update_average(average, parameters, decay);
  average.weight = before;
}
DESCENT_MISTAKE(update_average, update_forgets_the_weight,
                "The weight does not change. It is updated like the sum: decay · weight + (1 - "
                "decay).",
                "the-first-steps");

void update_sets_weight_one(ParameterAverage& average, const Model& parameters, double decay) {
  update_average(average, parameters, decay);
  average.weight = 1;
}
DESCENT_MISTAKE(
    update_average, update_sets_weight_one,
    "Your weight is 1 from the first update on. But the sum began at 0: after t updates "
    "its weights sum to 1 - decay^t.",
    "the-first-steps");

void update_weight_only_grows(ParameterAverage& average, const Model& parameters, double decay) {
  const double before = average.sum.empty() ? 0 : average.weight;
  update_average(average, parameters, decay);
  average.weight = before + (1 - decay);
}
DESCENT_MISTAKE(update_average, update_weight_only_grows,
                "Your weight grows without end. What the sum forgets, the weight forgets, too: "
                "multiply it by decay first.",
                "the-first-steps");

void update_weight_is_decayed_only(ParameterAverage& average, const Model& parameters,
                                   double decay) {
  const double before = average.sum.empty() ? 1 : average.weight;
  update_average(average, parameters, decay);
  average.weight = before * decay;
}
DESCENT_MISTAKE(update_average, update_weight_is_decayed_only,
                "Your weight is decay^t. It is the sum of the weights of what was averaged, 1 - "
                "decay^t: decay · weight + (1 - decay).",
                "the-first-steps");

void update_weight_counts(ParameterAverage& average, const Model& parameters, double decay) {
  const double before = average.sum.empty() ? 0 : average.weight;
  update_average(average, parameters, decay);
  average.weight = before + 1;
}
DESCENT_MISTAKE(update_average, update_weight_counts,
                "Your weight counts the updates. It is decay · weight + (1 - decay).",
                "the-first-steps");

void update_weight_is_one_ahead(ParameterAverage& average, const Model& parameters, double decay) {
  update_average(average, parameters, decay);
  average.weight = decay * average.weight + (1 - decay);
}
DESCENT_MISTAKE(update_average, update_weight_is_one_ahead,
                "The weight is updated once too often (once for the fresh average and once for the "
                "update?): with one decay it is 1 - decay^t, not 1 - decay^(t+1).",
                "the-first-steps");

void update_weight_for_each_parameter(ParameterAverage& average, const Model& parameters,
                                      double decay) {
  update_average(average, parameters, decay);
  for (std::size_t k = 1; k < parameters.size(); ++k) {
    average.weight = decay * average.weight + (1 - decay);
  }
}
DESCENT_MISTAKE(
    update_average, update_weight_for_each_parameter,
    "The weight is updated once for each parameter: it stands inside the loop. Once for "
    "each call.",
    "the-first-steps");

void update_divides_at_once(ParameterAverage& average, const Model& parameters, double decay) {
  update_average(average, parameters, decay);
  for (arma::mat& sum : average.sum) sum /= average.weight;
}
DESCENT_MISTAKE(update_average, update_divides_at_once,
                "You divide the sum by its weight in the state itself, and the next update divides "
                "again. averaged_parameters divides; the state keeps the bare sum.",
                "the-first-steps");

void update_only_the_first(ParameterAverage& average, const Model& parameters, double decay) {
  begin_with_zeros(average, parameters, decay);
  average.sum[0] = decay * average.sum[0] + (1 - decay) * parameters[0];
  average.weight = decay * average.weight + (1 - decay);
}
DESCENT_MISTAKE(update_average, update_only_the_first,
                "Only the first parameter is averaged. Go through all of them, biases included.",
                "averaging-weights-along-the-way");

void update_keeps_the_newest(ParameterAverage& average, const Model& parameters, double decay) {
  require_average_update(average, parameters, decay);
  average = {parameters, 1};
}
DESCENT_MISTAKE(update_average, update_keeps_the_newest,
                "Your average is the newest parameters: nothing of the old is left.",
                "decay-is-what-stays");

void update_starts_anew(ParameterAverage& average, const Model& parameters, double decay) {
  require_average_update(average, parameters, decay);
  average = {};
  update_average(average, parameters, decay);
}
DESCENT_MISTAKE(update_average, update_starts_anew,
                "The average is set to zeros in every call. Only a fresh one, with an empty sum, "
                "begins there.",
                "averaging-weights-along-the-way");

void update_a_copy(ParameterAverage& average, const Model& parameters, double decay) {
  ParameterAverage copy = average;
  update_average(copy, parameters, decay);
}
DESCENT_MISTAKE(update_average, update_a_copy,
                "You update a copy of the average, and the caller's stays as it was.",
                "averaging-weights-along-the-way");

void update_squares(ParameterAverage& average, const Model& parameters, double decay) {
  require_average_update(average, parameters, decay);
  Model squares = parameters;
  for (arma::mat& parameter : squares) parameter = arma::square(parameter);
  update_average(average, squares, decay);
}
DESCENT_MISTAKE(update_average, update_squares,
                "You average the squares, as Adam does with gradients. Average the parameters.",
                "averaging-weights-along-the-way");

void update_half_and_half(ParameterAverage& average, const Model& parameters, double decay) {
  require_average_update(average, parameters, decay);
  update_average(average, parameters, 0.5);
}
DESCENT_MISTAKE(update_average, update_half_and_half,
                "You take half of the old and half of the new, whatever decay is.",
                "decay-is-what-stays");

void update_decays_all(ParameterAverage& average, const Model& parameters, double decay) {
  begin_with_zeros(average, parameters, decay);
  mix_sums(average, parameters, decay, decay * (1 - decay));
  average.weight = decay * (average.weight + (1 - decay));
}
DESCENT_MISTAKE(update_average, update_decays_all,
                "decay is multiplied onto the new parameters, too: brackets? Only the old sum "
                "decays.",
                "decay-is-what-stays");

void update_without_checks(ParameterAverage& average, const Model& parameters, double decay) {
  if (average.sum.empty()) {
    for (const arma::mat& parameter : parameters) average.sum.push_back(0 * parameter);
    average.weight = 0;
  }
  for (std::size_t k = 0; k < std::min(parameters.size(), average.sum.size()); ++k) {
    if (arma::size(average.sum[k]) != arma::size(parameters[k])) continue;
    average.sum[k] = decay * average.sum[k] + (1 - decay) * parameters[k];
  }
  average.weight = decay * average.weight + (1 - decay);
}
DESCENT_MISTAKE(update_average, update_without_checks,
                "You do not check the input. Begin with require_average_update(average, "
                "parameters, decay): a single NaN never leaves an average again.",
                "refuse-bad-input");

// Reading the average: every sum multiplied by a factor.
Model times_factor(const ParameterAverage& average, double factor) {
  require_averaged(average);
  Model parameters = average.sum;
  for (arma::mat& parameter : parameters) parameter *= factor;
  return parameters;
}

Model reading_without_correction(const ParameterAverage& average) {
  return times_factor(average, 1);
}
DESCENT_MISTAKE(averaged_parameters, reading_without_correction,
                "You return the sum as it is. It began at 0, and is too small until it has seen "
                "1/(1 - decay) steps: divide by the weight.",
                "the-first-steps");

Model reading_multiplies(const ParameterAverage& average) {
  return times_factor(average, average.weight);
}
DESCENT_MISTAKE(averaged_parameters, reading_multiplies,
                "You multiply by the weight. The sum is too small already: divide.",
                "the-first-steps");

Model reading_divides_by_the_rest(const ParameterAverage& average) {
  return times_factor(average, 1 / (1 - average.weight));
}
DESCENT_MISTAKE(averaged_parameters, reading_divides_by_the_rest,
                "You divide by 1 - weight. The weight is 1 - decay^t already.", "the-first-steps");

Model reading_divides_by_the_root(const ParameterAverage& average) {
  return times_factor(average, 1 / std::sqrt(average.weight));
}
DESCENT_MISTAKE(averaged_parameters, reading_divides_by_the_root,
                "You divide by the root of the weight. A mean is the sum divided by the sum of its "
                "weights.",
                "the-first-steps");

Model reading_divides_twice(const ParameterAverage& average) {
  return times_factor(average, 1 / (average.weight * average.weight));
}
DESCENT_MISTAKE(averaged_parameters, reading_divides_twice,
                "You divide by the weight twice. Once is right.", "the-first-steps");

Model reading_with_epsilon(const ParameterAverage& average) {
  return times_factor(average, 1 / (average.weight + 1e-8));
}
DESCENT_MISTAKE(averaged_parameters, reading_with_epsilon,
                "The small number that you add to the weight changes the average. The weight is "
                "never 0 after an update.",
                "the-first-steps");

Model reading_divides_by_parameters(const ParameterAverage& average) {
  return times_factor(average, 1 / count(std::max<std::size_t>(1, average.sum.size())));
}
DESCENT_MISTAKE(averaged_parameters, reading_divides_by_parameters,
                "You divide by the number of parameters. Divide by the weight: the mean is over "
                "the steps of training.",
                "the-first-steps");

Model reading_corrects_small_weights_only(const ParameterAverage& average) {
  return times_factor(average, average.weight > 0.9 ? 1 : 1 / average.weight);
}
DESCENT_MISTAKE(averaged_parameters, reading_corrects_small_weights_only,
                "You leave the sum as it is where the weight is close to 1. At 0.97 all parameters "
                "are still 3 % too small: always divide.",
                "the-first-steps");

Model reading_corrects_the_first(const ParameterAverage& average) {
  Model parameters = times_factor(average, 1);
  parameters[0] /= average.weight;
  return parameters;
}
DESCENT_MISTAKE(averaged_parameters, reading_corrects_the_first,
                "Only the first parameter is divided by the weight. Divide all of them.",
                "the-first-steps");

Model reading_the_first(const ParameterAverage& average) {
  require_averaged(average);
  return {average.sum[0] / average.weight};
}
DESCENT_MISTAKE(averaged_parameters, reading_the_first,
                "You return the first parameter only. A model is all of its parameters.",
                "the-first-steps");

Model reading_without_checks(const ParameterAverage& average) {
  Model parameters = average.sum;
  for (arma::mat& parameter : parameters) parameter /= average.weight;
  return parameters;
}
DESCENT_MISTAKE(averaged_parameters, reading_without_checks,
                "You do not check the input. Begin with require_averaged(average): the average of "
                "nothing is no model.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
