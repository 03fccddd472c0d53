// Known mistakes: reading the moving average.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// Every sum multiplied by a factor.
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
