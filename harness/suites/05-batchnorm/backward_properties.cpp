#include "harness/suites/05-batchnorm/backward_properties.hpp"

#include <gtest/gtest.h>

#include "harness/checks/gradient.hpp"
#include "harness/checks/properties.hpp"

namespace descent::suite {
namespace {

using checks::expect_near_or_known;

constexpr auto kReadGammaBeta = "gradients-of-gamma-and-beta";
constexpr auto kReadProperties = "what-must-be-true-of-dx";

Rng test_rng() { return Rng(remote::test_seed()); }

BatchnormGradients gradients(const Family& family, const Layer& layer) {
  return family.backward(layer.dout, train_forward_of(layer).cache);
}

bool right_gradients(const Family& family, const Layer& layer, const BatchnormGradients& yours) {
  const BatchnormCache cache = train_forward_of(layer).cache;
  const arma::uword channels = layer.channels();
  const arma::rowvec dbeta = sum_by_channel(layer.dout, channels);
  const arma::rowvec dgamma = sum_by_channel(layer.dout % cache.x_hat, channels);
  const double m = layer.count(), p = static_cast<double>(layer.pixels());
  const arma::mat centred = layer.x - over_all(statistics_of(layer).mean, layer.x);
  const diagnosis::Setting setting = setting_of(layer);
  const std::string where = layer.pixels() > 1 ? "examples and pixels" : "examples";
  const std::string mean = "It is a mean. It is the sum over all " + where + ".";
  const std::string average = "It is averaged over the pixels: sum over them as well.";
  return expect_near_or_known(
             yours.dbeta, dbeta,
             {{dgamma, "dgamma and dbeta are swapped."},
              {dbeta / m, mean},
              {dbeta / p, average},
              {dbeta % cache.gamma,
               "It is multiplied with gamma. beta is added at the very end: "
               "its gradient is the sum of dout."},
              {arma::zeros(arma::size(dbeta)),
               "It is 0, as the sum of dx is: sum dout, the gradient by out, not dx."},
              {over_all(arma::rowvec(channels, arma::fill::value(arma::accu(dbeta))), dbeta),
               "It is the sum over all columns. Each column has a beta of its own."}},
             {.what = "dbeta",
              .why = "beta is added to every output of its column: the sum of dout over all " +
                     where + ".",
              .read = kReadGammaBeta,
              .setting = setting}) &&
         expect_near_or_known(
             yours.dgamma, dgamma,
             {{dbeta, "x_hat is missing: it is the sum of dout · x_hat."},
              {dgamma / m, mean},
              {dgamma / p, average},
              {sum_by_channel(layer.dout % centred, channels),
               "It is the sum of dout · (x - mean). gamma was multiplied with x_hat."},
              {sum_by_channel(layer.dout % layer.x, channels),
               "It is the sum of dout · x. gamma was multiplied with x_hat."},
              {dgamma % cache.gamma,
               "It is multiplied with gamma once more: the derivative of gamma · x_hat by gamma is "
               "x_hat."}},
             {.what = "dgamma",
              .why = "gamma multiplies x_hat: the sum of dout · x_hat over all " + where + ".",
              .read = kReadGammaBeta,
              .setting = setting}) &&
         checks::expect_sum_of_terms(
             yours.dx, paths_of(layer.dout, cache),
             {.what = "dx",
              .why = "x moves out directly, through the variance and through the mean of its " +
                     std::string(layer.pixels() > 1 ? "channel" : "column") +
                     ": dx is the sum of three paths.",
              .read = family.read_backward,
              .tolerance = checks::kBackward,
              .setting = setting});
}

}  // namespace

void expect_right_gradients(const Family& family) {
  Rng rng = test_rng();
  std::vector<std::pair<Layer, BatchnormGradients>> results;
  for (const Point point : {kOrdinary, kLargeEps, kTiny, kLarge}) {
    for (int i = 0; i < 2; ++i) {
      const Layer layer = family.draw(rng, point);
      results.emplace_back(layer, gradients(family, layer));
    }
  }
  for (const auto& [layer, yours] : results) {
    if (!right_gradients(family, layer, yours)) return;
  }
}

void expect_gradients_of_the_forward_pass(const Family& family) {
  Rng rng = test_rng();
  for (const Point point : {kOrdinary, kLargeEps}) {
    const Layer layer = family.draw(rng, point);
    const BatchnormGradients yours = gradients(family, layer);
    const checks::ScalarFunction loss = [&layer](const checks::Blocks& at) {
      Layer moved = layer;
      moved.x = at[0];
      moved.gamma = at[1];
      moved.beta = at[2];
      return arma::accu(layer.dout % train_forward_of(moved).out);
    };
    const bool holds = checks::expect_gradient(
        loss, {layer.x, layer.gamma, layer.beta}, {yours.dx, yours.dgamma, yours.dbeta}, rng,
        {.what = family.backward_name,
         .why = "The gradients must be the derivatives of a forward pass in train mode, measured "
                "by nudging x, gamma and beta.",
         .read = family.read_backward},
        {.names = {"dx", "dgamma", "dbeta"}});
    if (!holds) return;
  }
}

void expect_dx_across_mean_and_variance(const Family& family) {
  Rng rng = test_rng();
  for (const Point point : {kOrdinary, kLargeEps}) {
    const Layer layer = family.draw(rng, point);
    const BatchnormCache cache = train_forward_of(layer).cache;
    const arma::mat dx = gradients(family, layer).dx;
    if (!checks::expect_shape(dx, layer.x.n_rows, layer.x.n_cols,
                              {.what = "dx", .read = kReadProperties})) {
      return;
    }
    const arma::rowvec sums = sum_by_channel(dx, layer.channels());
    if (!expect_near(sums, arma::zeros(1, layer.channels()),
                     {.what = "the sum of dx over a column",
                      .why = "The same number added to all of a column moves its mean by as much "
                             "and leaves out as it is, so dx sums to 0. Without the mean path it "
                             "does not.",
                      .read = kReadProperties,
                      .tolerance = {0, 1e-10 * (1 + arma::abs(dx).max())}})) {
      return;
    }
    const arma::rowvec dgamma = sum_by_channel(layer.dout % cache.x_hat, layer.channels());
    const arma::rowvec expected =
        layer.options.eps * arma::square(cache.inv_std) % cache.gamma % cache.inv_std % dgamma;
    if (!expect_near(sum_by_channel(dx % cache.x_hat, layer.channels()), expected,
                     {.what = "the sum of dx · x_hat over a column",
                      .why = "Stretching a column around its mean stretches its deviation as well, "
                             "and out stays as it is but for eps: the sum is eps · inv_std² times "
                             "gamma · inv_std · dgamma. Without the variance path it is far from "
                             "that.",
                      .read = kReadProperties,
                      .tolerance = {1e-8, 1e-10 * (1 + arma::abs(dx).max())}})) {
      return;
    }
  }
}

void expect_linear_in_dout(const Family& family) {
  Rng rng = test_rng();
  const Layer layer = family.draw(rng, kOrdinary);
  Layer other = layer, sum = layer;
  other.dout = rng.normal(layer.x.n_rows, layer.x.n_cols);
  sum.dout = 2.5 * layer.dout + other.dout;
  const BatchnormGradients a = gradients(family, layer), b = gradients(family, other),
                           both = gradients(family, sum);
  const checks::About about{.what = "dx of 2.5·dout₁ + dout₂",
                            .why = "A gradient is linear in the gradient that comes from above.",
                            .read = family.read_backward,
                            .tolerance = {1e-9, 1e-10}};
  if (!checks::expect_shape(a.dx, layer.x.n_rows, layer.x.n_cols, about) ||
      !checks::expect_shape(b.dx, layer.x.n_rows, layer.x.n_cols, about)) {
    return;
  }
  expect_near(both.dx, 2.5 * a.dx + b.dx, about);
}

void expect_order_irrelevant_for_gradients(const Family& family) {
  Rng rng = test_rng();
  const Layer layer = family.draw(rng, kOrdinary);
  const arma::uvec order = arma::shift(arma::regspace<arma::uvec>(0, layer.x.n_rows - 1).eval(), 1);
  Layer moved = layer;
  moved.x = layer.x.rows(order);
  moved.dout = layer.dout.rows(order);
  const BatchnormGradients plain = gradients(family, layer), shifted = gradients(family, moved);
  const checks::About about{.what = "dx with the examples in another order",
                            .why = "Sums do not know the order: the rows move and nothing else.",
                            .read = family.read_backward,
                            .tolerance = {1e-9, 1e-10}};
  if (!checks::expect_shape(plain.dx, layer.x.n_rows, layer.x.n_cols, about)) return;
  expect_near(shifted.dx, plain.dx.rows(order), about);
}

void expect_constants_in_dout_lost(const Family& family) {
  Rng rng = test_rng();
  const Layer layer = family.draw(rng, kOrdinary);
  Layer raised = layer;
  raised.dout += over_all(rng.uniform(1, layer.channels(), 1, 3), layer.dout);
  const arma::mat plain = gradients(family, layer).dx;
  expect_near(gradients(family, raised).dx, plain,
              {.what = "dx with a constant added to each column of dout",
               .why = "The sum of out over a column is N·beta, whatever x is. So a gradient that "
                      "is the same for a whole column says nothing to x: the mean path takes it "
                      "away.",
               .read = "the-mean-path",
               .tolerance = {1e-9, 1e-9}});
}

void expect_gradients_of_a_zero_gamma(const Family& family) {
  Rng rng = test_rng();
  Layer layer = family.draw(rng, kOrdinary);
  layer.gamma(0) = 0;
  const BatchnormGradients yours = gradients(family, layer);
  const BatchnormCache cache = train_forward_of(layer).cache;
  expect_near(yours.dgamma, sum_by_channel(layer.dout % cache.x_hat, layer.channels()),
              {.what = "dgamma with a gamma of 0",
               .why = "gamma has a gradient also where it is 0; nothing may be divided by it.",
               .read = kReadGammaBeta});
  expect_near(yours.dx, paths_of(layer.dout, cache).total(),
              {.what = "dx with a gamma of 0",
               .why = "Where gamma is 0, x has no influence on out, and dx is 0.",
               .read = family.read_backward,
               .tolerance = checks::kBackward});
}

void expect_gradients_of_one_channel(const Family& family) {
  Rng rng = test_rng();
  const Layer layer = one_channel_of(family.draw(rng, kOrdinary));
  right_gradients(family, layer, gradients(family, layer));
}

void expect_no_memory_of_gradients(const Family& family) {
  Rng rng = test_rng();
  const Layer layer = family.draw(rng, kOrdinary);
  checks::expect_same_twice(
      [&] {
        const BatchnormGradients grads = gradients(family, layer);
        return arma::mat(arma::join_cols(arma::vectorise(grads.dx), arma::vectorise(grads.dgamma),
                                         arma::vectorise(grads.dbeta)));
      },
      {.what = family.backward_name, .read = "nothing-else-is-remembered"});
}

void expect_backward_refusals(const Family& family) {
  Rng rng(5);
  const Layer layer = family.draw(rng, kOrdinary);
  const BatchnormCache good = train_forward_of(layer).cache;
  const arma::uword c = layer.channels();
  const auto refuses = [&](const std::string& input, const arma::mat& dout, const auto& spoil) {
    BatchnormCache bad = good;
    spoil(bad);
    expect_refusal(input, [&] { family.backward(dout, bad); });
  };
  const auto nothing = [](BatchnormCache&) {};
  refuses("the empty cache of test mode", layer.dout, [](BatchnormCache& b) { b = {}; });
  refuses("no example", arma::mat(0, layer.x.n_cols),
          [](BatchnormCache& b) { b.x_hat.set_size(0, b.x_hat.n_cols); });
  refuses("dout with a row too many", arma::join_vert(layer.dout, layer.dout.row(0)), nothing);
  refuses("dout with a column too few", layer.dout.head_cols(layer.x.n_cols - 1), nothing);
  refuses("dout that is transposed", layer.dout.t(), nothing);
  refuses("inv_std of one entry too many", layer.dout,
          [&](BatchnormCache& b) { b.inv_std.ones(c + 1); });
  refuses("inv_std without entries", layer.dout, [](BatchnormCache& b) { b.inv_std.reset(); });
  refuses("gamma without entries", layer.dout, [](BatchnormCache& b) { b.gamma.reset(); });
}

}  // namespace descent::suite
