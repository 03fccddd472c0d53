#pragma once

#include <armadillo>
#include <functional>
#include <string>
#include <vector>

#include "harness/checks/gradient.hpp"
#include "harness/support/rng.hpp"

/// The example of the gradient tests: affine, ReLU, affine, softmax, L2 penalty on both weight
/// matrices; its gradient by hand, and that gradient with typical mistakes.
namespace descent::checks::testing_net {

enum Block : std::size_t { W1, b1, W2, b2 };

struct Net {
  arma::mat X;        ///< N x D
  arma::uvec labels;  ///< N
  Blocks at;          ///< W1: D x H, b1: 1 x H, W2: H x C, b2: 1 x C
  double lambda = 0.1;

  /// N = 5, D = H = 6 (a square W1, so that a transposed gradient keeps its shape), C = 4.
  static Net random(Rng& rng, double sigma = 0.4, double input_scale = 1) {
    Net net;
    net.X = input_scale * rng.normal(5, 6);
    net.labels = rng.labels(5, 4);
    net.at = {sigma * rng.normal(6, 6), sigma * rng.normal(1, 6), sigma * rng.normal(6, 4),
              sigma * rng.normal(1, 4)};
    return net;
  }

  [[nodiscard]] arma::mat before_relu(const Blocks& p) const {
    return X * p[W1] + arma::repmat(p[b1], X.n_rows, 1);
  }
  [[nodiscard]] static arma::mat relu(const arma::mat& z) {
    return arma::clamp(z, 0.0, arma::datum::inf);
  }
  [[nodiscard]] arma::mat probabilities(const Blocks& p) const {
    arma::mat scores = relu(before_relu(p)) * p[W2] + arma::repmat(p[b2], X.n_rows, 1);
    scores.each_col() -= arma::vec(arma::max(scores, 1));
    arma::mat exponentials = arma::exp(scores);
    exponentials.each_col() /= arma::vec(arma::sum(exponentials, 1));
    return exponentials;
  }
  [[nodiscard]] double loss(const Blocks& p) const {
    const arma::mat probs = probabilities(p);
    double sum = 0;
    for (arma::uword i = 0; i < labels.n_elem; ++i) sum -= std::log(probs(i, labels(i)));
    const double squares = arma::accu(p[W1] % p[W1]) + arma::accu(p[W2] % p[W2]);
    return sum / static_cast<double>(labels.n_elem) + 0.5 * lambda * squares;
  }

  /// What a backward pass does that may be done wrong.
  struct Variant {
    bool divide_by_n = true;
    bool mask = true;           ///< the ReLU's mask
    bool mask_at_zero = false;  ///< lets the gradient through at exactly 0
    bool subtract_one = true;   ///< p - 1 for the right class
    double penalty = 1;         ///< times λW
    bool penalty_on_biases = false;
    double right_class = 1;  ///< p - this
    bool forget_last_example = false;
  };

  [[nodiscard]] Blocks gradient(const Variant& variant) const {
    const arma::mat z = before_relu(at), hidden = relu(z);
    arma::mat dscores = probabilities(at);
    if (variant.subtract_one) {
      for (arma::uword i = 0; i < labels.n_elem; ++i) dscores(i, labels(i)) -= variant.right_class;
    }
    if (variant.divide_by_n) dscores /= static_cast<double>(labels.n_elem);
    if (variant.forget_last_example) dscores.row(dscores.n_rows - 1).zeros();
    arma::mat dz = dscores * at[W2].t();
    if (variant.mask) {
      const arma::umat shut = variant.mask_at_zero ? arma::umat(z < 0) : arma::umat(z <= 0);
      dz.elem(arma::find(shut)).zeros();
    }
    Blocks result = {X.t() * dz, arma::sum(dz, 0), hidden.t() * dscores, arma::sum(dscores, 0)};
    result[W1] += variant.penalty * lambda * at[W1];
    result[W2] += variant.penalty * lambda * at[W2];
    if (variant.penalty_on_biases) {
      result[b1] += lambda * at[b1];
      result[b2] += lambda * at[b2];
    }
    return result;
  }
  [[nodiscard]] Blocks gradient() const { return gradient(Variant()); }

  [[nodiscard]] ScalarFunction function() const {
    return [*this](const Blocks& p) { return loss(p); };
  }
  [[nodiscard]] Winners winners() const {
    return [*this](const Blocks& p) {
      const arma::mat z = before_relu(p);
      return arma::uvec(arma::vectorise(z > 0));
    };
  }
};

struct WrongGradient {
  std::string name;
  std::function<Blocks(const Net&)> of;
};

inline std::vector<WrongGradient> wrong_gradients() {
  using Change = std::function<void(Blocks&)>;
  const auto variant = [](Net::Variant v) {
    return [v](const Net& net) { return net.gradient(v); };
  };
  const auto changed = [](const Change& change) {
    return [change](const Net& net) {
      Blocks g = net.gradient();
      change(g);
      return g;
    };
  };
  return {
      {"not divided by N", variant({.divide_by_n = false})},
      {"ReLU's mask missing", variant({.mask = false})},
      {"p instead of p - 1", variant({.subtract_one = false})},
      {"L2 missing", variant({.penalty = 0})},
      {"L2 doubled", variant({.penalty = 2})},
      {"L2 halved", variant({.penalty = 0.5})},
      {"L2 divided by N", variant({.penalty = 0.2})},
      {"L2 on the biases too", variant({.penalty_on_biases = true})},
      {"last example forgotten", variant({.forget_last_example = true})},
      {"dW1 zero", changed([](Blocks& g) { g[W1].zeros(); })},
      {"db1 zero", changed([](Blocks& g) { g[b1].zeros(); })},
      {"db2 zero", changed([](Blocks& g) { g[b2].zeros(); })},
      {"sign of dW1", changed([](Blocks& g) { g[W1] *= -1; })},
      {"sign of db1", changed([](Blocks& g) { g[b1] *= -1; })},
      {"sign of all", changed([](Blocks& g) {
         for (arma::mat& block : g) block *= -1;
       })},
      {"all times 1.01", changed([](Blocks& g) {
         for (arma::mat& block : g) block *= 1.01;
       })},
      {"dW2 times 1.01", changed([](Blocks& g) { g[W2] *= 1.01; })},
      {"db2 halved", changed([](Blocks& g) { g[b2] *= 0.5; })},
      {"db1 averaged over N", changed([](Blocks& g) { g[b1] /= 5; })},
      {"dW1 transposed", changed([](Blocks& g) { g[W1] = arma::mat(g[W1].t()); })},
      {"first row of dW1 zero", changed([](Blocks& g) { g[W1].row(0).zeros(); })},
      {"two columns of dW1 exchanged", changed([](Blocks& g) { g[W1].swap_cols(1, 4); })},
      {"one entry of dW1 of the wrong sign", changed([](Blocks& g) { g[W1](2, 3) *= -1; })},
      {"rows of dW2 in reverse",
       changed([](Blocks& g) { g[W2] = arma::mat(arma::flipud(g[W2])); })},
  };
}

}  // namespace descent::checks::testing_net
