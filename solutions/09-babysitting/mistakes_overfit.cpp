// Known mistakes: overfit_check.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// The check with one thing done differently.
struct Overfitting {
  arma::uvec few;  ///< the examples
  double lambda = 0;
  arma::uword steps = 0;
  bool measure_afterwards = true;
  double rate = 0;
};

Overfitting right(const arma::uvec& training, const OverfitCheckOptions& options) {
  return {training.head(std::min(options.examples, training.n_elem)), 0, options.steps, true,
          options.learning_rate};
}

double measure(std::vector<arma::mat> parameters, const Overfitting& how,
               const RegularizedLossFunction& loss_and_gradients, const ParameterUpdate& update) {
  double last = 0;
  for (arma::uword step = 0; step < how.steps; ++step) {
    const BatchLoss batch = loss_and_gradients(parameters, how.few, how.lambda);
    require_gradients(batch, parameters);
    last = batch.loss;
    update(parameters, batch.gradients, how.rate);
  }
  return how.measure_afterwards ? loss_and_gradients(parameters, how.few, how.lambda).loss : last;
}

SanityReport overfit_counts_indices(std::vector<arma::mat> parameters, const arma::uvec& training,
                                    const RegularizedLossFunction& loss_and_gradients,
                                    const ParameterUpdate& update,
                                    const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);
  how.few = counted(how.few.n_elem);
  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_counts_indices,
                "You take the examples 0, 1, 2, ... The training examples are the entries of "
                "`training`; those may be examples of the validation set.",
                "whose-examples");

SanityReport overfit_all_examples(std::vector<arma::mat> parameters, const arma::uvec& training,
                                  const RegularizedLossFunction& loss_and_gradients,
                                  const ParameterUpdate& update,
                                  const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);
  how.few = training;
  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(
    overfit_check, overfit_all_examples,
    "You train on all of `training`. The point is to do it with options.examples of them.",
    "overfit-twenty-examples");

SanityReport overfit_always_twenty(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const RegularizedLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);
  how.few = training.head(std::min<arma::uword>(20, training.n_elem));
  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_always_twenty,
                "You always take 20 examples. How many is in options.examples.",
                "overfit-twenty-examples");

SanityReport overfit_one_more(std::vector<arma::mat> parameters, const arma::uvec& training,
                              const RegularizedLossFunction& loss_and_gradients,
                              const ParameterUpdate& update, const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);
  how.few = training.head(std::min(options.examples + 1, training.n_elem));
  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_one_more, "You take one example too many.",
                "overfit-twenty-examples");

SanityReport overfit_one_example(std::vector<arma::mat> parameters, const arma::uvec& training,
                                 const RegularizedLossFunction& loss_and_gradients,
                                 const ParameterUpdate& update,
                                 const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);
  how.few = how.few.head(1);
  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_one_example,
                "You train on a single example. All of the few are in every step.",
                "overfit-twenty-examples");

SanityReport overfit_with_replacement(std::vector<arma::mat> parameters, const arma::uvec& training,
                                      const RegularizedLossFunction& loss_and_gradients,
                                      const ParameterUpdate& update,
                                      const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);
  for (arma::uword i = 0; i < how.few.n_elem; ++i) how.few(i) = training((i * i) % training.n_elem);
  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_with_replacement,
                "Some of your examples come twice. Take different ones.",
                "overfit-twenty-examples");

SanityReport overfit_regularized(std::vector<arma::mat> parameters, const arma::uvec& training,
                                 const RegularizedLossFunction& loss_and_gradients,
                                 const ParameterUpdate& update,
                                 const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);
  how.lambda = 1e-2;
  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(
    overfit_check, overfit_regularized,
    "You leave the regularization on. It keeps the model from learning by heart: lambda is 0.",
    "overfit-twenty-examples");

SanityReport overfit_lambda_one(std::vector<arma::mat> parameters, const arma::uvec& training,
                                const RegularizedLossFunction& loss_and_gradients,
                                const ParameterUpdate& update, const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);
  how.lambda = 1;
  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_lambda_one,
                "You pass lambda = 1. Without regularization it is 0.", "overfit-twenty-examples");

SanityReport overfit_loss_before_update(std::vector<arma::mat> parameters,
                                        const arma::uvec& training,
                                        const RegularizedLossFunction& loss_and_gradients,
                                        const ParameterUpdate& update,
                                        const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);
  how.measure_afterwards = false;
  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_loss_before_update,
                "You report the loss of the last step, which is from before its update. Ask once "
                "more after the loop.",
                "before-or-after-the-update");

SanityReport overfit_one_step_less(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const RegularizedLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);
  how.steps -= 1;
  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_one_step_less, "You make one step too few.",
                "overfit-twenty-examples");

SanityReport overfit_one_step_more(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const RegularizedLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);
  how.steps += 1;
  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_one_step_more, "You make one step too many.",
                "overfit-twenty-examples");

SanityReport overfit_own_rate(std::vector<arma::mat> parameters, const arma::uvec& training,
                              const RegularizedLossFunction& loss_and_gradients,
                              const ParameterUpdate& update, const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);
  how.rate = OverfitCheckOptions().learning_rate;
  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_own_rate,
                "You use a learning rate of your own. It is in options.learning_rate.",
                "overfit-twenty-examples");

SanityReport overfit_negative_rate(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const RegularizedLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);
  how.rate = -how.rate;
  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(
    overfit_check, overfit_negative_rate,
    "You pass the learning rate with a minus sign, and climb. The update does the subtracting.",
    "the-model-behind-functions");

SanityReport overfit_own_target(std::vector<arma::mat> parameters, const arma::uvec& training,
                                const RegularizedLossFunction& loss_and_gradients,
                                const ParameterUpdate& update, const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);

  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < OverfitCheckOptions().target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_own_target,
                "You compare with a fixed target. It is in options.target.",
                "overfit-twenty-examples");

SanityReport overfit_expected_zero(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const RegularizedLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);

  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < options.target, m, 0};
}
DESCENT_MISTAKE(overfit_check, overfit_expected_zero,
                "expected is options.target: that is what the loss was held against.",
                "overfit-twenty-examples");

SanityReport overfit_nan_passes(std::vector<arma::mat> parameters, const arma::uvec& training,
                                const RegularizedLossFunction& loss_and_gradients,
                                const ParameterUpdate& update, const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);

  const double m = measure(parameters, how, loss_and_gradients, update);
  return {!(m >= options.target), m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_nan_passes,
                "NaN passes your check: `loss >= target` is false for it. Write the condition that "
                "is true when all is well.",
                "comparisons-with-nan");

SanityReport overfit_any_fall(std::vector<arma::mat> parameters, const arma::uvec& training,
                              const RegularizedLossFunction& loss_and_gradients,
                              const ParameterUpdate& update, const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  Overfitting how = right(training, options);
  const double first = loss_and_gradients(parameters, how.few, 0).loss;
  const double m = measure(parameters, how, loss_and_gradients, update);
  return {m < first, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_any_fall,
                "You are content if the loss has fallen. It must get below options.target.",
                "overfit-twenty-examples");

SanityReport overfit_lowest(std::vector<arma::mat> parameters, const arma::uvec& training,
                            const RegularizedLossFunction& loss_and_gradients,
                            const ParameterUpdate& update, const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  const arma::uvec few = training.head(std::min(options.examples, training.n_elem));
  double lowest = arma::datum::inf;
  for (arma::uword step = 0; step <= options.steps; ++step) {
    const BatchLoss batch = loss_and_gradients(parameters, few, 0);
    require_gradients(batch, parameters);
    lowest = std::min(lowest, batch.loss);
    if (step < options.steps) update(parameters, batch.gradients, options.learning_rate);
  }
  return {lowest < options.target, lowest, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_lowest,
                "You report the lowest loss on the way. A run that came by and broke afterwards "
                "has not passed: take the last one.",
                "before-or-after-the-update");

SanityReport overfit_stops_early(std::vector<arma::mat> parameters, const arma::uvec& training,
                                 const RegularizedLossFunction& loss_and_gradients,
                                 const ParameterUpdate& update,
                                 const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  const arma::uvec few = training.head(std::min(options.examples, training.n_elem));
  double m = loss_and_gradients(parameters, few, 0).loss;
  for (arma::uword step = 0; step < options.steps && !(m < options.target); ++step) {
    const BatchLoss batch = loss_and_gradients(parameters, few, 0);
    require_gradients(batch, parameters);
    update(parameters, batch.gradients, options.learning_rate);
    m = loss_and_gradients(parameters, few, 0).loss;
  }
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_stops_early,
                "You stop as soon as the target is reached. Make all options.steps steps: what is "
                "reached must also hold.",
                "overfit-twenty-examples");

SanityReport overfit_own_descent(std::vector<arma::mat> parameters, const arma::uvec& training,
                                 const RegularizedLossFunction& loss_and_gradients,
                                 const ParameterUpdate& update,
                                 const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  const arma::uvec few = training.head(std::min(options.examples, training.n_elem));
  for (arma::uword step = 0; step < options.steps; ++step) {
    const BatchLoss batch = loss_and_gradients(parameters, few, 0);
    require_gradients(batch, parameters);
    for (std::size_t p = 0; p < parameters.size(); ++p)
      parameters[p] -= options.learning_rate * batch.gradients[p];
  }
  const double m = loss_and_gradients(parameters, few, 0).loss;
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(
    overfit_check, overfit_own_descent,
    "You take a gradient step of your own. The optimizer is `update`: call that, and nothing else.",
    "the-model-behind-functions");

SanityReport overfit_updates_a_copy(std::vector<arma::mat> parameters, const arma::uvec& training,
                                    const RegularizedLossFunction& loss_and_gradients,
                                    const ParameterUpdate& update,
                                    const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  const arma::uvec few = training.head(std::min(options.examples, training.n_elem));
  for (arma::uword step = 0; step < options.steps; ++step) {
    const BatchLoss batch = loss_and_gradients(parameters, few, 0);
    require_gradients(batch, parameters);
    std::vector<arma::mat> copy = parameters;
    update(copy, batch.gradients, options.learning_rate);
  }
  const double m = loss_and_gradients(parameters, few, 0).loss;
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_updates_a_copy,
                "You update a copy, and the parameters stay where they were. update works in "
                "place: give it the parameters themselves.",
                "the-model-behind-functions");

SanityReport overfit_first_gradient(std::vector<arma::mat> parameters, const arma::uvec& training,
                                    const RegularizedLossFunction& loss_and_gradients,
                                    const ParameterUpdate& update,
                                    const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  const arma::uvec few = training.head(std::min(options.examples, training.n_elem));
  const BatchLoss batch = loss_and_gradients(parameters, few, 0);
  require_gradients(batch, parameters);
  for (arma::uword step = 0; step < options.steps; ++step)
    update(parameters, batch.gradients, options.learning_rate);
  const double m = loss_and_gradients(parameters, few, 0).loss;
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_first_gradient,
                "You compute the gradients once, before the loop. They change with every update.",
                "before-or-after-the-update");

SanityReport overfit_rotates(std::vector<arma::mat> parameters, const arma::uvec& training,
                             const RegularizedLossFunction& loss_and_gradients,
                             const ParameterUpdate& update, const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  const arma::uword n = std::min(options.examples, training.n_elem);
  arma::uvec few = training.head(n);
  for (arma::uword step = 0; step < options.steps; ++step) {
    for (arma::uword i = 0; i < n; ++i) few(i) = training((step * n + i) % training.n_elem);
    const BatchLoss batch = loss_and_gradients(parameters, few, 0);
    require_gradients(batch, parameters);
    update(parameters, batch.gradients, options.learning_rate);
  }
  const double m = loss_and_gradients(parameters, few, 0).loss;
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_rotates,
                "You take other examples in each step. The same few are to be learned by heart.",
                "overfit-twenty-examples");

SanityReport overfit_one_at_a_time(std::vector<arma::mat> parameters, const arma::uvec& training,
                                   const RegularizedLossFunction& loss_and_gradients,
                                   const ParameterUpdate& update,
                                   const OverfitCheckOptions& options) {
  require_overfit_check(parameters, training, loss_and_gradients, update, options);
  const arma::uvec few = training.head(std::min(options.examples, training.n_elem));
  for (arma::uword step = 0; step < options.steps; ++step) {
    const BatchLoss batch =
        loss_and_gradients(parameters, few.subvec(step % few.n_elem, step % few.n_elem), 0);
    require_gradients(batch, parameters);
    update(parameters, batch.gradients, options.learning_rate);
  }
  const double m = loss_and_gradients(parameters, few.head(1), 0).loss;
  return {m < options.target, m, options.target};
}
DESCENT_MISTAKE(overfit_check, overfit_one_at_a_time,
                "You take one example at a time. Each step is on all of the few together.",
                "overfit-twenty-examples");

}  // namespace
}  // namespace descent
