#include "harness/suites/09-babysitting/recorded.hpp"

#include <cmath>

namespace descent::suite {

RecordedRun train_recorded(const std::vector<arma::mat>& parameters, const arma::uvec& training,
                           const Model& model, const TrainOptions& options, Rng& rng) {
  const auto log = std::make_shared<Log>();
  const BatchLossFunction loss = [=](const std::vector<arma::mat>& at, const arma::uvec& which) {
    log->batches.push_back(which);
    log->at.push_back(at);
    return model.loss_and_gradients(at, which);
  };
  const ParameterUpdate update = [=](std::vector<arma::mat>& at,
                                     const std::vector<arma::mat>& gradients, double rate) {
    log->rates.push_back(rate);
    model.update(at, gradients, rate);
  };
  const AccuracyFunction trained = [=](const std::vector<arma::mat>& at) {
    log->trained.push_back(at);
    return model.training_accuracy(at);
  };
  const AccuracyFunction held = [=](const std::vector<arma::mat>& at) {
    log->held.push_back(at);
    return model.validation_accuracy(at);
  };
  RecordedRun run;
  run.result = submission::train(parameters, training, loss, update, trained, held, options, rng);
  run.log = *log;
  return run;
}

Model counting_model(arma::uword batches_per_epoch, const arma::vec& training_accuracy,
                     const arma::vec& validation_accuracy,
                     const std::function<double(const arma::uvec& which)>& loss) {
  const auto look_up = [batches_per_epoch](const arma::vec& table) -> AccuracyFunction {
    return [=](const std::vector<arma::mat>& at) {
      const double epochs = std::floor(at[0](0, 0) / static_cast<double>(batches_per_epoch) + 1e-9);
      if (!(epochs >= 1) || epochs > static_cast<double>(table.n_elem)) return 0.01;
      return table(static_cast<arma::uword>(epochs) - 1);
    };
  };
  return {[loss](const std::vector<arma::mat>& at, const arma::uvec& which) {
            return BatchLoss{
                loss(which),
                {arma::mat(1, 1, arma::fill::value(-1.0)), -arma::ones(arma::size(at[1]))}};
          },
          [](std::vector<arma::mat>& at, const std::vector<arma::mat>& gradients, double rate) {
            at[0] -= gradients[0];
            at[1] -= rate * gradients[1];
          },
          look_up(training_accuracy), look_up(validation_accuracy)};
}

std::vector<arma::mat> count_from_zero() { return {arma::zeros(1, 1), arma::ones(2, 3)}; }

arma::uvec scattered_indices(arma::uword n, Rng& rng) { return n + rng.permutation(4 * n).head(n); }

}  // namespace descent::suite
