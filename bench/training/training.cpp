// How fast the reference solutions train: a network of two layers, put together from the functions
// of the stages as a student would. Prints one line of JSON: examples a second, the loss of the
// first and the last epoch, and which share that is of what a large matrix product reaches after
// each epoch in the same process: the median over the epochs.
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

/// What a product of two large square matrices reaches at this moment, in floating-point
/// operations a second. Measured again and again beside the training, because a processor changes
/// its pace from second to second.
class Products {
 public:
  explicit Products(Rng& rng) : a_(rng.normal(kSize, kSize)), b_(rng.normal(kSize, kSize)) {}

  /// The better of two.
  double rate() { return std::max(once(), once()); }

 private:
  double once() {
    const auto started = Clock::now();
    c_ = a_ * b_;
    return 2.0 * kSize * kSize * kSize / seconds_since(started);
  }

  static constexpr arma::uword kSize = 1200;
  arma::mat a_, b_, c_;
};

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
    const arma::mat& examples = batch_.inputs;  // x is its transpose
    arma::mat z = examples.t() * p[0];
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
    out.gradients.emplace_back(examples * dz);
    out.gradients.emplace_back(arma::sum(dz, 0));
    out.gradients.emplace_back(a.t() * result.dscores);
    out.gradients.emplace_back(arma::sum(result.dscores, 0));
    return out;
  }

 private:
  datasets::Batches batches_;
  datasets::Batch batch_;
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
  Products products(rng);
  std::vector<double> losses, seconds, rates;
  for (arma::uword epoch = 0; epoch <= sizes.epochs; ++epoch) {
    const auto started = Clock::now();
    TrainResult result =
        train(std::move(parameters), all, loss, update, not_measured, not_measured,
              {.epochs = 1, .batch_size = sizes.batch, .learning_rate = 1e-3}, rng);
    const double taken = seconds_since(started);
    parameters = std::move(result.parameters);
    const double rate = products.rate();
    if (epoch == 0) continue;  // to warm up
    losses.push_back(result.history.loss.back());
    seconds.push_back(taken);
    rates.push_back(rate);
  }
  const double examples = static_cast<double>(sizes.examples);
  // Multiplications and additions an example: x W1 and x' dz, h W2, h' ds and ds W2'.
  const double flops =
      2.0 * static_cast<double>(2 * sizes.inputs * sizes.hidden + 3 * sizes.hidden * sizes.classes);
  const arma::vec share = examples * flops / (arma::vec(seconds) % arma::vec(rates));
  std::cout << fmt::format(
      "{{\"examples_per_second\": {:.0f}, \"first_loss\": {:.4f}, \"last_loss\": {:.4f}, "
      "\"share_of_gemm\": {:.4f}, \"gemm_flops\": {:.4g}}}\n",
      examples * static_cast<double>(sizes.epochs) / arma::accu(arma::vec(seconds)), losses.front(),
      losses.back(), arma::median(share), arma::median(arma::vec(rates)));
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
