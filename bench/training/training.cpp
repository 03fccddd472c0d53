// How fast the reference solutions train: a network of two layers, put together from the functions
// of the stages as a student would. Prints one line of JSON: examples a second, the loss of the
// first and the last epoch, and what a large matrix product reaches in the same process.
//
// training_bench EXAMPLES INPUTS HIDDEN CLASSES BATCH EPOCHS

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <iostream>

#include "activations.hpp"
#include "babysitting.hpp"
#include "datasets/batches.hpp"
#include "harness/remote/heap.hpp"
#include "losses.hpp"
#include "optimizers.hpp"

namespace {

using namespace descent;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point then) {
  return std::chrono::duration<double>(Clock::now() - then).count();
}

/// Floating-point operations a second of a product of two square matrices, the best of several.
double gemm_peak() {
  constexpr arma::uword n = 1200;
  Rng rng(1);
  const arma::mat a = rng.normal(n, n), b = rng.normal(n, n);
  arma::mat c = a * b;
  double best = 0;
  for (int i = 0; i < 5; ++i) {
    const auto started = Clock::now();
    c = a * b;
    best = std::max(best, 2.0 * n * n * n / seconds_since(started));
  }
  return c.is_finite() ? best : 0;
}

struct Sizes {
  arma::uword examples, inputs, hidden, classes, batch, epochs;
};

/// Random pictures whose class shows in their mean, so that there is something to learn.
datasets::Dataset make_data(const Sizes& sizes, Rng& rng) {
  datasets::Dataset data{rng.normal(sizes.examples, sizes.inputs),
                         rng.labels(sizes.examples, sizes.classes), sizes.classes};
  for (arma::uword i = 0; i < sizes.examples; ++i) {
    data.inputs.row(i) += 0.1 * static_cast<double>(data.labels(i));
  }
  return data;
}

/// Loss and gradients of x W1 + b1 - ReLU - W2 + b2 - softmax.
class TwoLayers {
 public:
  explicit TwoLayers(const datasets::Dataset& data) : batches_(data) {}

  BatchLoss operator()(const std::vector<arma::mat>& p, const arma::uvec& which) {
    batches_.gather(which, batch_);
    const arma::mat& x = batch_.inputs;
    arma::mat z = x * p[0];
    z.each_row() += p[1];
    const arma::mat a = relu_forward(z);
    arma::mat scores = a * p[2];
    scores.each_row() += p[3];
    const LossResult result = softmax_loss(scores, batch_.labels);
    const arma::mat da = result.dscores * p[2].t();
    const arma::mat dz = relu_backward(da, z);
    BatchLoss out;
    out.loss = result.loss;
    out.gradients.reserve(4);
    out.gradients.emplace_back(x.t() * dz);
    out.gradients.emplace_back(arma::sum(dz, 0));
    out.gradients.emplace_back(a.t() * result.dscores);
    out.gradients.emplace_back(arma::sum(result.dscores, 0));
    return out;
  }

 private:
  datasets::Batches batches_;
  datasets::Dataset batch_;
};

int run(const Sizes& sizes) {
  Rng rng(0);
  TwoLayers network(make_data(sizes, rng));
  std::vector<arma::mat> parameters = {
      rng.normal(sizes.inputs, sizes.hidden) * std::sqrt(2.0 / static_cast<double>(sizes.inputs)),
      arma::zeros(1, sizes.hidden),
      rng.normal(sizes.hidden, sizes.classes) * std::sqrt(2.0 / static_cast<double>(sizes.hidden)),
      arma::zeros(1, sizes.classes)};
  std::vector<MomentumState> states(parameters.size());
  const ParameterUpdate update = [&](std::vector<arma::mat>& p, const std::vector<arma::mat>& g,
                                     double learning_rate) {
    for (std::size_t i = 0; i < p.size(); ++i) {
      momentum(p[i], g[i], states[i], {.learning_rate = learning_rate, .momentum = 0.9});
    }
  };
  const BatchLossFunction loss = [&](const std::vector<arma::mat>& p, const arma::uvec& which) {
    return network(p, which);
  };
  const AccuracyFunction not_measured = [](const std::vector<arma::mat>&) { return 0.0; };
  const arma::uvec all = arma::regspace<arma::uvec>(0, sizes.examples - 1);
  const auto train_for = [&](arma::uword epochs) {
    return train(parameters, all, loss, update, not_measured, not_measured,
                 {.epochs = epochs, .batch_size = sizes.batch, .learning_rate = 1e-3}, rng);
  };
  train_for(1);  // warm
  const auto started = Clock::now();
  const TrainResult result = train_for(sizes.epochs);
  const double seconds = seconds_since(started);
  const double rate = static_cast<double>(sizes.epochs * sizes.examples) / seconds;
  std::cout << fmt::format(
      "{{\"examples_per_second\": {:.0f}, \"first_loss\": {:.4f}, \"last_loss\": {:.4f}, "
      "\"gemm_flops\": {:.4g}}}\n",
      rate, result.history.loss.front(), result.history.loss.back(), gemm_peak());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  descent::remote::keep_heap();
  if (argc != 7) {
    std::cerr << "training_bench EXAMPLES INPUTS HIDDEN CLASSES BATCH EPOCHS\n";
    return 2;
  }
  const auto number = [&](int i) { return static_cast<arma::uword>(std::stoull(argv[i])); };
  return run({number(1), number(2), number(3), number(4), number(5), number(6)});
}
