// Other right ways to write the exercises of stage 06: every one must pass with full points.

#include <algorithm>
#include <cmath>

#include "dropout.hpp"
#include "harness/wire/variants.hpp"

namespace descent {
namespace {

double count(arma::uword n) { return static_cast<double>(n); }

PenaltyResult l2_with_loops(const std::vector<DenseLayer>& layers, double lambda) {
  require_dense_layers(layers);
  require_not_negative(lambda, "lambda");
  PenaltyResult result{0, layers};
  for (DenseLayer& layer : result.gradients) {
    layer.b.zeros();
    for (arma::uword i = 0; i < layer.W.n_rows; ++i) {
      for (arma::uword j = 0; j < layer.W.n_cols; ++j) {
        result.loss += layer.W(i, j) * layer.W(i, j);
        layer.W(i, j) = layer.W(i, j) * lambda;
      }
    }
  }
  result.loss *= lambda / 2;
  return result;
}
DESCENT_ALTERNATIVE(l2_penalty, l2_with_loops, "Loops over rows, the factor at the end.");

PenaltyResult l2_with_frobenius_norms(const std::vector<DenseLayer>& layers, double lambda) {
  require_dense_layers(layers);
  require_not_negative(lambda, "lambda");
  PenaltyResult result;
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
    result.loss += 0.5 * lambda * std::pow(arma::norm(layer->W, "fro"), 2);
    result.gradients.insert(result.gradients.begin(),
                            {layer->W * lambda, arma::zeros<arma::rowvec>(layer->b.n_elem)});
  }
  return result;
}
DESCENT_ALTERNATIVE(l2_penalty, l2_with_frobenius_norms,
                    "The Frobenius norm squared; layers from the last to the first.");

PenaltyResult l1_with_the_upper_slope(const std::vector<DenseLayer>& layers, double lambda) {
  require_dense_layers(layers);
  require_not_negative(lambda, "lambda");
  PenaltyResult result;
  for (const DenseLayer& layer : layers) {
    DenseLayer gradient{layer.W, 0 * layer.b};
    gradient.W.transform([=](double w) { return w >= 0 ? lambda : -lambda; });
    result.loss += arma::dot(arma::vectorise(gradient.W), arma::vectorise(layer.W));
    result.gradients.push_back(gradient);
  }
  return result;
}
DESCENT_ALTERNATIVE(l1_penalty, l1_with_the_upper_slope,
                    "Slope +lambda at 0: as good a subgradient as 0. The loss as slope times "
                    "weight.");

PenaltyResult l1_by_both_signs(const std::vector<DenseLayer>& layers, double lambda) {
  require_dense_layers(layers);
  require_not_negative(lambda, "lambda");
  PenaltyResult result;
  for (const DenseLayer& layer : layers) {
    const arma::mat positive = arma::conv_to<arma::mat>::from(layer.W > 0);
    const arma::mat negative = arma::conv_to<arma::mat>::from(layer.W <= 0);
    result.loss += lambda * (arma::accu(layer.W % positive) - arma::accu(layer.W % negative));
    result.gradients.push_back(
        {lambda * (positive - negative), arma::rowvec(layer.b.n_elem, arma::fill::zeros)});
  }
  return result;
}
DESCENT_ALTERNATIVE(l1_penalty, l1_by_both_signs,
                    "Positive and negative weights apart; slope -lambda at 0.");

PenaltyResult elastic_from_its_parts(const std::vector<DenseLayer>& layers, double lambda1,
                                     double lambda2) {
  PenaltyResult result = l2_penalty(layers, lambda2);
  const PenaltyResult other = l1_with_the_upper_slope(layers, lambda1);
  result.loss += other.loss;
  for (std::size_t k = 0; k < layers.size(); ++k) result.gradients[k].W += other.gradients[k].W;
  return result;
}
DESCENT_ALTERNATIVE(elastic_net_penalty, elastic_from_its_parts,
                    "The L2 penalty plus the L1 penalty, with slope +lambda1 at 0.");

PenaltyResult elastic_factored(const std::vector<DenseLayer>& layers, double lambda1,
                               double lambda2) {
  require_dense_layers(layers);
  require_not_negative(lambda1, "lambda1");
  require_not_negative(lambda2, "lambda2");
  PenaltyResult result;
  for (const DenseLayer& layer : layers) {
    DenseLayer gradient{layer.W, arma::zeros<arma::rowvec>(layer.b.n_elem)};
    for (double& w : gradient.W) {
      const double size = std::fabs(w);
      result.loss += size * (lambda1 + 0.5 * lambda2 * size);
      w = std::copysign(lambda1 + lambda2 * size, w);
    }
    result.gradients.push_back(gradient);
  }
  return result;
}
DESCENT_ALTERNATIVE(elastic_net_penalty, elastic_factored,
                    "Factored as |w|·(lambda1 + ½ lambda2·|w|).");

arma::mat max_norm_with_factors(const arma::mat& W, double c) {
  require_not_empty(W, "weights W");
  require_positive(c, "bound c");
  const arma::rowvec lengths = arma::sqrt(arma::sum(arma::square(W)));
  arma::mat bounded = W;
  bounded.each_row() %= c / arma::clamp(lengths, c, arma::datum::inf);
  return bounded;
}
DESCENT_ALTERNATIVE(max_norm_project, max_norm_with_factors,
                    "All columns at once, times c / max(length, c), which is exactly 1 for short "
                    "ones.");

arma::mat max_norm_with_directions(const arma::mat& W, double c) {
  require_not_empty(W, "weights W");
  require_positive(c, "bound c");
  arma::mat bounded = W;
  for (arma::uword j = 0; j < W.n_cols; ++j) {
    if (arma::dot(W.col(j), W.col(j)) >= c * c) bounded.col(j) = c * arma::normalise(W.col(j));
  }
  return bounded;
}
DESCENT_ALTERNATIVE(max_norm_project, max_norm_with_directions,
                    "Squares compared with squares, long columns rebuilt from their direction.");

// Masks in other orders, with other coins.

arma::mat mask_by_rows(arma::uword rows, arma::uword cols, double keep_prob, Rng& rng) {
  arma::mat mask(rows, cols, arma::fill::zeros);
  for (arma::uword i = 0; i < rows; ++i) {
    for (arma::uword j = 0; j < cols; ++j) {
      if (rng.uniform() <= keep_prob) mask(i, j) = 1;
    }
  }
  return mask;
}

arma::mat mask_from_the_other_end(arma::uword rows, arma::uword cols, double keep_prob, Rng& rng) {
  arma::mat mask(rows, cols, arma::fill::ones);
  for (arma::uword k = mask.n_elem; k-- > 0;) {
    if (1 - rng.uniform() > keep_prob) mask(k) = 0;
  }
  return mask;
}

arma::mat mask_from_normal_numbers(arma::uword rows, arma::uword cols, double keep_prob, Rng& rng) {
  const arma::mat uniform = arma::normcdf(rng.normal(rows, cols));
  return arma::conv_to<arma::mat>::from(uniform < keep_prob);
}

arma::mat mask_from_gaps(arma::uword rows, arma::uword cols, double keep_prob, Rng& rng) {
  arma::mat mask(rows, cols, arma::fill::ones);
  if (keep_prob == 1) return mask;
  // From one dropped unit to the next it is a geometric number of steps.
  const auto gap = [&] { return std::floor(std::log1p(-rng.uniform()) / std::log(keep_prob)); };
  for (double k = gap(); k < count(mask.n_elem); k += 1 + gap()) {
    mask(static_cast<arma::uword>(k)) = 0;
  }
  return mask;
}

arma::mat mask_from_a_stream_of_its_own(arma::uword rows, arma::uword cols, double keep_prob,
                                        Rng& rng) {
  Rng own(rng.bits());
  arma::mat mask(rows, cols);
  for (double& entry : mask) entry = own.uniform() < keep_prob ? 1 : 0;
  return mask;
}

DropoutResult vanilla_by_rows(const arma::mat& x, double keep_prob, Rng& rng) {
  require_dropout(x, keep_prob);
  const arma::mat mask = mask_by_rows(x.n_rows, x.n_cols, keep_prob, rng);
  return {x % mask, mask};
}
DESCENT_ALTERNATIVE(dropout_forward_vanilla, vanilla_by_rows,
                    "Coins thrown row by row, and <= for <: the same probability.");

DropoutResult vanilla_from_a_matrix(const arma::mat& x, double keep_prob, Rng& rng) {
  require_dropout(x, keep_prob);
  const arma::umat kept = rng.uniform(x.n_rows, x.n_cols, 0, 1) < keep_prob;
  DropoutResult result{x, arma::conv_to<arma::mat>::from(kept)};
  result.out.elem(arma::find(kept == 0)).zeros();
  return result;
}
DESCENT_ALTERNATIVE(dropout_forward_vanilla, vanilla_from_a_matrix,
                    "A whole matrix of random numbers, and zeros assigned: no -0 from -x · 0.");

DropoutResult vanilla_from_normal_numbers(const arma::mat& x, double keep_prob, Rng& rng) {
  require_dropout(x, keep_prob);
  const arma::mat mask = keep_prob == 1
                             ? arma::mat(arma::ones(arma::size(x)))
                             : mask_from_normal_numbers(x.n_rows, x.n_cols, keep_prob, rng);
  return {x % mask, mask};
}
DESCENT_ALTERNATIVE(dropout_forward_vanilla, vanilla_from_normal_numbers,
                    "Coins from normal numbers, and none at all where everything is kept.");

DropoutResult vanilla_from_gaps(const arma::mat& x, double keep_prob, Rng& rng) {
  require_dropout(x, keep_prob);
  const arma::mat mask = mask_from_gaps(x.n_rows, x.n_cols, keep_prob, rng);
  return {x % mask, mask};
}
DESCENT_ALTERNATIVE(dropout_forward_vanilla, vanilla_from_gaps,
                    "Jumps from one dropped unit to the next: far fewer random numbers.");

arma::mat predict_scale_with_a_loop(const arma::mat& x, double keep_prob) {
  require_dropout(x, keep_prob);
  arma::mat scaled = x;
  for (double& value : scaled) value -= (1 - keep_prob) * value;
  return scaled;
}
DESCENT_ALTERNATIVE(predict_scale, predict_scale_with_a_loop,
                    "Takes away what is missing on average.");

DropoutResult inverted_from_the_other_end(const arma::mat& x, double keep_prob, Mode mode,
                                          Rng& rng) {
  require_dropout(x, keep_prob);
  if (mode == Mode::test) return {x, arma::ones(arma::size(x))};
  const arma::mat kept = mask_from_the_other_end(x.n_rows, x.n_cols, keep_prob, rng);
  return {(x / keep_prob) % kept, kept * (1 / keep_prob)};
}
DESCENT_ALTERNATIVE(dropout_forward, inverted_from_the_other_end,
                    "Scales first and drops then; coins from the last entry to the first.");

DropoutResult inverted_by_rows(const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  require_dropout(x, keep_prob);
  DropoutResult result{x, arma::mat(arma::size(x), arma::fill::ones)};
  if (mode == Mode::train) {
    result.mask = mask_by_rows(x.n_rows, x.n_cols, keep_prob, rng);
    result.out = x % result.mask / keep_prob;
    result.mask /= keep_prob;
  }
  return result;
}
DESCENT_ALTERNATIVE(dropout_forward, inverted_by_rows,
                    "Coins row by row, x·m/p instead of x·(m/p).");

DropoutResult inverted_from_gaps(const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  require_dropout(x, keep_prob);
  if (mode == Mode::test) return {x, arma::ones(arma::size(x))};
  const arma::mat mask = mask_from_gaps(x.n_rows, x.n_cols, keep_prob, rng) / keep_prob;
  return {x % mask, mask};
}
DESCENT_ALTERNATIVE(dropout_forward, inverted_from_gaps,
                    "Jumps from one dropped unit to the next: far fewer random numbers.");

DropoutResult inverted_with_its_own_stream(const arma::mat& x, double keep_prob, Mode mode,
                                           Rng& rng) {
  require_dropout(x, keep_prob);
  if (mode == Mode::test) return {x, arma::ones(arma::size(x))};
  const arma::mat mask =
      mask_from_a_stream_of_its_own(x.n_rows, x.n_cols, keep_prob, rng) / keep_prob;
  return {x % mask, mask};
}
DESCENT_ALTERNATIVE(dropout_forward, inverted_with_its_own_stream,
                    "Draws one seed from rng, and the mask from a stream of its own.");

arma::mat backward_with_a_loop(const arma::mat& dout, const arma::mat& mask) {
  require_not_empty(dout, "the upstream gradient dout");
  require_same_shape(mask, "the mask", dout, "the upstream gradient");
  arma::mat dx(arma::size(dout), arma::fill::zeros);
  for (arma::uword i = 0; i < dout.n_rows; ++i) {
    for (arma::uword j = 0; j < dout.n_cols; ++j) {
      if (mask(i, j) != 0) dx(i, j) = mask(i, j) * dout(i, j);
    }
  }
  return dx;
}
DESCENT_ALTERNATIVE(dropout_backward, backward_with_a_loop, "A loop that skips what was dropped.");

DropConnectResult dropconnect_by_rows(const arma::mat& x, const arma::mat& W, const arma::rowvec& b,
                                      double keep_prob, Mode mode, Rng& rng) {
  require_dropconnect(x, W, b, keep_prob);
  arma::mat mask = arma::ones(arma::size(W));
  if (mode == Mode::train) mask = mask_by_rows(W.n_rows, W.n_cols, keep_prob, rng) / keep_prob;
  arma::mat out = arma::repmat(b, x.n_rows, 1);
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    for (arma::uword m = 0; m < W.n_cols; ++m) {
      for (arma::uword d = 0; d < W.n_rows; ++d) out(i, m) += x(i, d) * mask(d, m) * W(d, m);
    }
  }
  return {out, {x, W, mask}};
}
DESCENT_ALTERNATIVE(dropconnect_forward, dropconnect_by_rows,
                    "Loops, the bias first, coins row by row.");

DropConnectResult dropconnect_scaled_afterwards(const arma::mat& x, const arma::mat& W,
                                                const arma::rowvec& b, double keep_prob, Mode mode,
                                                Rng& rng) {
  require_dropconnect(x, W, b, keep_prob);
  DropConnectResult result;
  const arma::mat kept = mode == Mode::test
                             ? arma::mat(arma::ones(arma::size(W)))
                             : mask_from_the_other_end(W.n_rows, W.n_cols, keep_prob, rng);
  const double scale = mode == Mode::test ? 1 : 1 / keep_prob;
  result.out = scale * (x * (W % kept)) + arma::ones(x.n_rows) * b;
  result.cache = {x, W, scale * kept};
  return result;
}
DESCENT_ALTERNATIVE(dropconnect_forward, dropconnect_scaled_afterwards,
                    "Scales the product instead of the weights, and then adds the biases.");

DropConnectGradients connect_back_with_loops(const arma::mat& dout, const DropConnectCache& cache) {
  require_dropconnect_upstream(dout, cache);
  DropConnectGradients result{arma::zeros(arma::size(cache.x)), arma::zeros(arma::size(cache.W)),
                              arma::zeros<arma::rowvec>(dout.n_cols)};
  for (arma::uword i = 0; i < dout.n_rows; ++i) {
    for (arma::uword m = 0; m < dout.n_cols; ++m) {
      result.db(m) += dout(i, m);
      for (arma::uword d = 0; d < cache.W.n_rows; ++d) {
        result.dx(i, d) += dout(i, m) * cache.mask(d, m) * cache.W(d, m);
        result.dW(d, m) += dout(i, m) * cache.mask(d, m) * cache.x(i, d);
      }
    }
  }
  return result;
}
DESCENT_ALTERNATIVE(dropconnect_backward, connect_back_with_loops, "Loops over single weights.");

DropConnectGradients connect_back_transposed(const arma::mat& dout, const DropConnectCache& cache) {
  require_dropconnect_upstream(dout, cache);
  const arma::mat used = cache.mask % cache.W;
  return {(used * dout.t()).t(), cache.mask % (dout.t() * cache.x).t(),
          arma::ones<arma::rowvec>(dout.n_rows) * dout};
}
DESCENT_ALTERNATIVE(dropconnect_backward, connect_back_transposed,
                    "Products the other way round, and the sum as a product with ones.");

arma::mat monte_carlo_running_mean(const StochasticNetwork& network, const arma::mat& x,
                                   arma::uword samples, Rng& rng) {
  require_samples(network, x, samples);
  arma::mat mean = network(x, rng);
  for (arma::uword k = 1; k < samples; ++k) {
    const arma::mat next = network(x, rng);
    mean += (next - mean) / count(k + 1);
  }
  return mean;
}
DESCENT_ALTERNATIVE(monte_carlo_predict, monte_carlo_running_mean,
                    "A running mean, which never holds a large sum.");

arma::mat monte_carlo_in_a_cube(const StochasticNetwork& network, const arma::mat& x,
                                arma::uword samples, Rng& rng) {
  require_samples(network, x, samples);
  const arma::mat first = network(x, rng);
  arma::cube answers(first.n_rows, first.n_cols, samples);
  answers.slice(0) = first;
  for (arma::uword k = 1; k < samples; ++k) answers.slice(k) = network(x, rng);
  return arma::mean(answers, 2);
}
DESCENT_ALTERNATIVE(monte_carlo_predict, monte_carlo_in_a_cube,
                    "Keeps all samples, and averages at the end.");

}  // namespace
}  // namespace descent
