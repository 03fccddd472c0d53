#include "harness/suites/05-batchnorm/layer.hpp"

#include <cmath>

namespace descent::suite {
namespace {

// Numbers of different size and sign, none of them near 0 or 1.
arma::rowvec draw_gamma(arma::uword channels, Rng& rng) {
  arma::rowvec gamma(channels);
  for (double& g : gamma) {
    g = rng.below(2) == 0 ? rng.uniform(1.3, 2.5) : -rng.uniform(0.4, 0.8);
  }
  return gamma;
}

Layer draw_layer(arma::uword n, arma::uword channels, arma::uword pixels, Rng& rng, Point point) {
  Layer layer;
  // Each channel has a mean and a spread of its own.
  const arma::rowvec offsets = point.spread * rng.uniform(1, channels, -2, 2);
  const arma::rowvec spreads = point.spread * rng.uniform(1, channels, 0.7, 1.6);
  layer.x = rng.normal(n, channels * pixels);
  layer.x.each_row() %= over_pixels(spreads, pixels);
  layer.x.each_row() += over_pixels(offsets, pixels);
  layer.gamma = draw_gamma(channels, rng);
  layer.beta = rng.uniform(1, channels, 0.3, 1.2);
  layer.running.mean = point.spread * rng.uniform(1, channels, 0.5, 1.5);
  layer.running.var = point.spread * point.spread * rng.uniform(1, channels, 1.5, 4);
  layer.options = {.momentum = rng.uniform(0.6, 0.95), .eps = point.eps};
  layer.dout = rng.normal(n, channels * pixels);
  return layer;
}

arma::rowvec inverse_root(const arma::rowvec& var, double eps) { return 1 / arma::sqrt(var + eps); }

}  // namespace

Layer draw_features(Rng& rng, Point point) {
  const arma::uword n = 4 + rng.below(6);
  arma::uword d = 2 + rng.below(7);
  while (d == n) d = 2 + rng.below(7);
  return draw_layer(n, d, 1, rng, point);
}

Layer draw_images(Rng& rng, Point point) {
  const arma::uword n = 2 + rng.below(5), p = 3 + rng.below(3), c = 2 + rng.below(3);
  if (n == p || n == c || p == c || n == c * p) return draw_images(rng, point);
  return draw_layer(n, c, p, rng, point);
}

Layer one_channel_of(const Layer& layer) {
  Layer one = layer;
  one.x = layer.x.head_cols(layer.pixels());
  one.dout = layer.dout.head_cols(layer.pixels());
  one.gamma = layer.gamma.head(1);
  one.beta = layer.beta.head(1);
  one.running = {layer.running.mean.head(1), layer.running.var.head(1)};
  return one;
}

BatchStatistics statistics_of(const Layer& layer) {
  const arma::uword pixels = layer.pixels();
  BatchStatistics batch{arma::zeros<arma::rowvec>(layer.channels()),
                        arma::zeros<arma::rowvec>(layer.channels())};
  for (arma::uword j = 0; j < layer.x.n_cols; ++j) {
    for (arma::uword i = 0; i < layer.x.n_rows; ++i) {
      batch.mean(j / pixels) += layer.x(i, j) / layer.count();
    }
  }
  for (arma::uword j = 0; j < layer.x.n_cols; ++j) {
    for (arma::uword i = 0; i < layer.x.n_rows; ++i) {
      batch.var(j / pixels) += std::pow(layer.x(i, j) - batch.mean(j / pixels), 2) / layer.count();
    }
  }
  return batch;
}

BatchnormForward forward_of(const Layer& layer, const BatchStatistics& with) {
  BatchnormForward result;
  result.cache.inv_std = inverse_root(with.var, layer.options.eps);
  result.cache.gamma = layer.gamma;
  result.cache.x_hat = layer.x;
  result.out = layer.x;
  for (arma::uword j = 0; j < layer.x.n_cols; ++j) {
    const arma::uword c = j / layer.pixels();
    for (arma::uword i = 0; i < layer.x.n_rows; ++i) {
      result.cache.x_hat(i, j) = (layer.x(i, j) - with.mean(c)) * result.cache.inv_std(c);
      result.out(i, j) = layer.gamma(c) * result.cache.x_hat(i, j) + layer.beta(c);
    }
  }
  return result;
}

BatchnormForward train_forward_of(const Layer& layer) {
  return forward_of(layer, statistics_of(layer));
}

arma::mat test_output_of(const Layer& layer) {
  return forward_of(layer, {layer.running.mean, layer.running.var}).out;
}

RunningStatistics running_after(const RunningStatistics& before, const BatchStatistics& batch,
                                double momentum) {
  return {momentum * before.mean + (1 - momentum) * batch.mean,
          momentum * before.var + (1 - momentum) * batch.var};
}

arma::rowvec over_pixels(const arma::rowvec& channels, arma::uword pixels) {
  return arma::repelem(channels, 1, pixels);
}

arma::mat over_all(const arma::rowvec& channels, const arma::mat& like) {
  return arma::repmat(over_pixels(channels, like.n_cols / channels.n_elem), like.n_rows, 1);
}

arma::rowvec sum_by_channel(const arma::mat& values, arma::uword channels) {
  const arma::uword pixels = values.n_cols / channels;
  arma::rowvec sums(channels, arma::fill::zeros);
  for (arma::uword j = 0; j < values.n_cols; ++j) sums(j / pixels) += arma::accu(values.col(j));
  return sums;
}

diagnosis::SumOfTerms paths_of(const arma::mat& dout, const BatchnormCache& cache) {
  const arma::uword channels = cache.gamma.n_elem, pixels = dout.n_cols / channels;
  const double n = static_cast<double>(dout.n_rows), p = static_cast<double>(pixels);
  const double m = n * p;
  const arma::mat factor = over_all(cache.gamma % cache.inv_std, dout);
  const arma::rowvec mean = sum_by_channel(dout, channels) / m;
  const arma::rowvec mean_with_x_hat = sum_by_channel(dout % cache.x_hat, channels) / m;
  diagnosis::SumOfTerms sum;
  sum.terms = {
      {"the direct path", factor % dout},
      {"the variance path", -factor % cache.x_hat % over_all(mean_with_x_hat, dout)},
      {"the mean path", -factor % over_all(mean, dout)},
  };
  sum.factors = {{"gamma", over_pixels(cache.gamma, pixels)},
                 {"inv_std", over_pixels(cache.inv_std, pixels)}};
  const std::string unbiased = "N - 1 stands where N belongs";
  if (m > 1) {
    sum.numbers = {{std::sqrt((m - 1) / m), unbiased + ", under the root of the variance"},
                   {m / (m - 1), unbiased}};
  }
  if (pixels > 1) {
    sum.numbers.push_back({p,
                           "it is divided by N alone; the mean of a channel runs over its "
                           "pixels, too, so divide by N·P"});
    sum.numbers.push_back({n,
                           "it is divided by the pixels alone; the mean of a channel runs over "
                           "the examples, too, so divide by N·P"});
    sum.numbers.push_back({m,
                           "it is a sum over examples and pixels, not yet divided by N·P to "
                           "give the mean"});
  }
  return sum;
}

std::vector<checks::KnownResult> known_inv_std(const Layer& layer) {
  const double m = layer.count(), eps = layer.options.eps;
  const BatchStatistics batch = statistics_of(layer);
  const arma::rowvec squares = sum_by_channel(arma::square(layer.x), layer.channels()) / m;
  const arma::rowvec root = arma::sqrt(batch.var + eps);
  const arma::rowvec all(layer.channels(),
                         arma::fill::value(arma::var(arma::vectorise(layer.x), 1)));
  return {
      {inverse_root(batch.var * m / (m - 1), eps),
       "Your variance is divided by N - 1. In batchnorm it is divided by N."},
      {1 / (arma::sqrt(batch.var) + eps),
       "Your eps is added to the root. It belongs inside: √(var + eps)."},
      {1 / (arma::sqrt(batch.var * m / (m - 1)) + eps),
       "Your variance is divided by N - 1 instead of N, and eps is added outside the root."},
      {1 / arma::sqrt(batch.var), "eps is missing under the root."},
      {inverse_root(batch.var, eps * eps), "You add eps² to the variance instead of eps."},
      {inverse_root(batch.var, 1e-5), "You add 1e-5, whatever options.eps says."},
      {root, "It is √(var + eps) itself; inv_std is one over that."},
      {batch.var + eps, "It is var + eps; inv_std is 1 / √(var + eps)."},
      {1 / (batch.var + eps), "The root is missing: it is 1 / (var + eps)."},
      {inverse_root(squares, eps),
       "Your variance is the mean of the squares: the mean was not subtracted before squaring."},
      {inverse_root(batch.var * m, eps), "Your variance is a sum: divide it by N."},
      {inverse_root(layer.running.var, eps),
       "You normalize with the running variance. In train mode it is the batch's own."},
      {inverse_root(running_after(layer.running, batch, layer.options.momentum).var, eps),
       "You normalize with the running variance, already updated. In train mode it is the batch's "
       "own."},
      {inverse_root(all, eps), "You take one variance for all columns together."},
  };
}

std::vector<checks::KnownResult> known_test_outputs(const Layer& layer) {
  const BatchStatistics batch = statistics_of(layer);
  const RunningStatistics after = running_after(layer.running, batch, layer.options.momentum);
  const auto with = [&](const arma::rowvec& mean, const arma::rowvec& inv_std) {
    const arma::mat x_hat = (layer.x - over_all(mean, layer.x)) % over_all(inv_std, layer.x);
    return arma::mat(x_hat % over_all(layer.gamma, layer.x) + over_all(layer.beta, layer.x));
  };
  const double eps = layer.options.eps;
  const arma::rowvec& mean = layer.running.mean;
  const arma::rowvec& var = layer.running.var;
  const arma::rowvec right = inverse_root(var, eps);
  return {
      {with(batch.mean, inverse_root(batch.var, eps)),
       "You normalize with the statistics of this batch. In test mode they are running.mean and "
       "running.var."},
      {with(after.mean, inverse_root(after.var, eps)),
       "You update the running statistics in test mode, and use them then."},
      {with(mean, 1 / arma::sqrt(var)), "eps is missing under the root in test mode."},
      {with(mean, 1 / (arma::sqrt(var) + eps)),
       "In test mode eps is added to the root. It belongs inside: √(running.var + eps)."},
      {with(mean, 1 / (var + eps)), "In test mode the root is missing."},
      {with(mean, inverse_root(arma::square(var), eps)),
       "You square running.var. It is a variance already."},
      {with(batch.mean, right),
       "You subtract the mean of this batch in test mode, not the "
       "running mean."},
      {with(mean, inverse_root(batch.var, eps)),
       "You divide by the deviation of this batch in test mode, not by that of the running "
       "variance."},
      {(layer.x - over_all(mean, layer.x)) % over_all(right, layer.x),
       "gamma and beta are missing in test mode: out = gamma · x_hat + beta there, too."},
  };
}

std::vector<checks::KnownResult> known_running_mean(const RunningStatistics& before,
                                                    const BatchStatistics& batch, double momentum) {
  const double m = momentum;
  return {
      {before.mean, "It is what it was before: did you change a copy?"},
      {(1 - m) * before.mean + m * batch.mean,
       "The momentum is the wrong way round: it is the part of the old average that stays."},
      {batch.mean, "It is the mean of the last batch alone: the old average is lost."},
      {before.mean + (1 - m) * batch.mean,
       "The old average does not decay: multiply it with the momentum."},
      {m * before.mean + batch.mean, "The new batch is not multiplied with 1 - momentum."},
      {(1 - m) * batch.mean, "The old average is lost: it starts from 0 again with every batch."},
      {0.9 * before.mean + 0.1 * batch.mean, "Your momentum is 0.9, whatever the argument says."},
  };
}

std::vector<checks::KnownResult> known_running_var(const RunningStatistics& before,
                                                   const BatchStatistics& batch, double momentum,
                                                   double count, double eps) {
  const double m = momentum;
  return {
      {before.var, "It is what it was before: did you change a copy, or the mean only?"},
      {(1 - m) * before.var + m * batch.var,
       "The momentum is the wrong way round: it is the part of the old average that stays."},
      {m * before.var + (1 - m) * arma::sqrt(batch.var),
       "You store the standard deviation. running.var averages variances, without the root."},
      {m * before.var + (1 - m) * arma::sqrt(batch.var + eps),
       "You store √(var + eps). running.var averages variances, without root and eps."},
      {m * before.var + (1 - m) / arma::sqrt(batch.var + eps),
       "You store inv_std. running.var averages variances."},
      {m * before.var + (1 - m) * (batch.var + eps),
       "You store var + eps. eps is added when the variance is used, not before."},
      {m * before.var + (1 - m) * batch.var * count / (count - 1),
       "You store the variance that is divided by N - 1 (as PyTorch does). Ours divides by N here, "
       "too."},
      {batch.var, "It is the variance of the last batch alone: the old average is lost."},
      {before.var + (1 - m) * batch.var,
       "The old average does not decay: multiply it with the momentum."},
      {m * before.var + batch.var, "The new batch is not multiplied with 1 - momentum."},
      {(1 - m) * batch.var, "The old average is lost: it starts from 0 again with every batch."},
      {0.9 * before.var + 0.1 * batch.var, "Your momentum is 0.9, whatever the argument says."},
  };
}

Family features() {
  return {"batchnorm_forward",
          "batchnorm_backward",
          "gamma-and-beta",
          "three-paths-back",
          draw_features,
          [](const arma::mat& x, const arma::rowvec& gamma, const arma::rowvec& beta,
             RunningStatistics& running, Mode mode, const BatchnormOptions& options) {
            return submission::batchnorm_forward(x, gamma, beta, running, mode, options);
          },
          [](const arma::mat& dout, const BatchnormCache& cache) {
            return submission::batchnorm_backward(dout, cache);
          }};
}

Family images() {
  return {"spatial_batchnorm_forward",
          "spatial_batchnorm_backward",
          "images-one-mean-for-each-channel",
          "the-spatial-gradient",
          draw_images,
          [](const arma::mat& x, const arma::rowvec& gamma, const arma::rowvec& beta,
             RunningStatistics& running, Mode mode, const BatchnormOptions& options) {
            return submission::spatial_batchnorm_forward(x, gamma, beta, running, mode, options);
          },
          [](const arma::mat& dout, const BatchnormCache& cache) {
            return submission::spatial_batchnorm_backward(dout, cache);
          }};
}

Pass run(const Family& family, const Layer& layer, Mode mode) {
  Pass pass{.result = {}, .running = layer.running};
  pass.result = family.forward(layer.x, layer.gamma, layer.beta, pass.running, mode, layer.options);
  return pass;
}

diagnosis::Setting setting_of(const Layer& layer) {
  return {.examples = static_cast<double>(layer.x.n_rows),
          .classes = static_cast<double>(layer.x.n_cols)};
}

}  // namespace descent::suite
