// Known mistakes: the L1 penalty and the elastic net.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

double sum_of_absolute_biases(const std::vector<DenseLayer>& layers) {
  double sum = 0;
  for (const DenseLayer& layer : layers) sum += arma::accu(arma::abs(layer.b));
  return sum;
}

// The right loss with another gradient on the weights.
template <class Slope>
PenaltyResult with_slope(PenaltyResult result, const std::vector<DenseLayer>& layers, Slope slope) {
  for (std::size_t k = 0; k < layers.size(); ++k) {
    result.gradients[k].W = layers[k].W;
    for (double& w : result.gradients[k].W) w = slope(w);
  }
  return result;
}

PenaltyResult l1_gradient_of_absolute_values(const std::vector<DenseLayer>& layers, double lambda) {
  return with_slope(l1_penalty(layers, lambda), layers,
                    [=](double w) { return lambda * std::abs(w); });
}
DESCENT_MISTAKE(l1_penalty, l1_gradient_of_absolute_values,
                "Your gradient is lambda·|w|, which is what the weight costs. Its slope is "
                "lambda·sign(w): +lambda or -lambda.",
                "the-l1-penalty");

PenaltyResult l1_gradient_of_l2(const std::vector<DenseLayer>& layers, double lambda) {
  return with_slope(l1_penalty(layers, lambda), layers, [=](double w) { return lambda * w; });
}
DESCENT_MISTAKE(l1_penalty, l1_gradient_of_l2,
                "Your gradient is lambda·W, that of the L2 penalty. |w| is equally steep "
                "everywhere: lambda·sign(w).",
                "the-l1-penalty");

PenaltyResult l1_not_a_number_at_zero(const std::vector<DenseLayer>& layers, double lambda) {
  return with_slope(l1_penalty(layers, lambda), layers,
                    [=](double w) { return lambda * w / std::abs(w); });
}
DESCENT_MISTAKE(l1_penalty, l1_not_a_number_at_zero,
                "w / |w| is 0/0 where a weight is exactly 0, and the L1 penalty makes such "
                "weights. arma::sign(W) is 0 there.",
                "the-slope-at-zero");

PenaltyResult l1_without_absolute_values(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l1_penalty(layers, lambda);
  result.loss = 0;
  for (const DenseLayer& layer : layers) result.loss += lambda * arma::accu(layer.W);
  return result;
}
DESCENT_MISTAKE(
    l1_penalty, l1_without_absolute_values,
    "You sum the weights, not their absolute values: positive and negative ones cancel.",
    "the-l1-penalty");

PenaltyResult l1_halved(const std::vector<DenseLayer>& layers, double lambda) {
  return scaled(l1_penalty(layers, lambda), 0.5, 1);
}
DESCENT_MISTAKE(l1_penalty, l1_halved,
                "There is a ½ in your loss. It belongs to squares, whose derivative brings a 2; "
                "|w| brings none.",
                "where-the-half-goes");

PenaltyResult l1_of_the_matrix_norm(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l1_penalty(layers, lambda);
  result.loss = 0;
  for (const DenseLayer& layer : layers) result.loss += lambda * arma::norm(layer.W, 1);
  return result;
}
DESCENT_MISTAKE(l1_penalty, l1_of_the_matrix_norm,
                "arma::norm(W, 1) of a matrix is the largest column sum, not the sum of all "
                "absolute values. Use arma::accu(arma::abs(W)).",
                "what-is-summed");

PenaltyResult l1_gradient_without_lambda(const std::vector<DenseLayer>& layers, double lambda) {
  return with_slope(l1_penalty(layers, lambda), layers, sign);
}
DESCENT_MISTAKE(l1_penalty, l1_gradient_without_lambda,
                "Your gradient is sign(W): lambda is missing there.", "the-l1-penalty");

PenaltyResult l1_positive_slopes_only(const std::vector<DenseLayer>& layers, double lambda) {
  return with_slope(l1_penalty(layers, lambda), layers,
                    [=](double w) { return w > 0 ? lambda : 0; });
}
DESCENT_MISTAKE(l1_penalty, l1_positive_slopes_only,
                "Negative weights have a gradient of 0 in your function. For them |w| falls as w "
                "rises: the slope is -lambda.",
                "the-l1-penalty");

PenaltyResult l1_one_slope_for_all(const std::vector<DenseLayer>& layers, double lambda) {
  return with_slope(l1_penalty(layers, lambda), layers, [=](double) { return lambda; });
}
DESCENT_MISTAKE(l1_penalty, l1_one_slope_for_all,
                "Your gradient is +lambda everywhere and would push negative weights away from 0. "
                "It has the sign of the weight.",
                "the-l1-penalty");

PenaltyResult l1_with_biases_in_the_loss(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l1_penalty(layers, lambda);
  result.loss += lambda * sum_of_absolute_biases(layers);
  return result;
}
DESCENT_MISTAKE(l1_penalty, l1_with_biases_in_the_loss,
                "Your loss counts the biases, and your gradient does not. Biases stay free: leave "
                "them out of the sum.",
                "biases-stay-free");

PenaltyResult l1_with_biases(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l1_with_biases_in_the_loss(layers, lambda);
  for (std::size_t k = 0; k < layers.size(); ++k) {
    result.gradients[k].b = lambda * arma::sign(layers[k].b);
  }
  return result;
}
DESCENT_MISTAKE(
    l1_penalty, l1_with_biases,
    "You penalize the biases as well. Here they stay free: only the weights are summed, "
    "and the gradient on a bias is 0.",
    "biases-stay-free");

PenaltyResult l1_averaged(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l1_penalty(layers, lambda);
  result.loss = 0;
  for (std::size_t k = 0; k < layers.size(); ++k) {
    const double n = count(layers[k].W.n_elem);
    result.loss += lambda * arma::accu(arma::abs(layers[k].W)) / n;
    result.gradients[k].W /= n;
  }
  return result;
}
DESCENT_MISTAKE(l1_penalty, l1_averaged,
                "You divide by the number of weights (a mean instead of a sum). The penalty is a "
                "sum, and it is divided by nothing.",
                "what-is-summed");

PenaltyResult l1_of_the_last_layer(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l1_penalty(layers, lambda);
  result.loss = lambda * arma::accu(arma::abs(layers.back().W));
  return result;
}
DESCENT_MISTAKE(l1_penalty, l1_of_the_last_layer,
                "Your loss is that of the last layer alone: is there a `=` where `+=` should be?",
                "what-is-summed");

PenaltyResult l1_without_checks(const std::vector<DenseLayer>& layers, double lambda) {
  return over_weights(
      layers, [=](double w) { return lambda * std::abs(w); },
      [=](double w) { return lambda * sign(w); });
}
DESCENT_MISTAKE(l1_penalty, l1_without_checks,
                "You do not check the input. Begin with require_dense_layers(layers) and "
                "require_not_negative(lambda, \"lambda\").",
                "refuse-bad-input");

PenaltyResult elastic_swapped(const std::vector<DenseLayer>& layers, double lambda1,
                              double lambda2) {
  return elastic_net_penalty(layers, lambda2, lambda1);
}
DESCENT_MISTAKE(elastic_net_penalty, elastic_swapped,
                "The strengths are swapped: lambda1 belongs to |w|, lambda2 to w².",
                "the-elastic-net");

PenaltyResult elastic_without_half(const std::vector<DenseLayer>& layers, double lambda1,
                                   double lambda2) {
  return elastic_net_penalty(layers, lambda1, 2 * lambda2);
}
DESCENT_MISTAKE(elastic_net_penalty, elastic_without_half,
                "Your quadratic part is lambda2·w², as in the notes. Here it is ½·lambda2·w², so "
                "that it is the L2 penalty when lambda1 is 0.",
                "the-elastic-net");

PenaltyResult elastic_without_half_in_the_loss(const std::vector<DenseLayer>& layers,
                                               double lambda1, double lambda2) {
  PenaltyResult result = elastic_net_penalty(layers, lambda1, lambda2);
  result.loss = elastic_net_penalty(layers, lambda1, 2 * lambda2).loss;
  return result;
}
DESCENT_MISTAKE(elastic_net_penalty, elastic_without_half_in_the_loss,
                "Your gradient is right, but the quadratic part of your loss lacks its ½.",
                "where-the-half-goes");

PenaltyResult elastic_halved(const std::vector<DenseLayer>& layers, double lambda1,
                             double lambda2) {
  PenaltyResult result = elastic_net_penalty(layers, lambda1, lambda2);
  result.loss = elastic_net_penalty(layers, lambda1 / 2, lambda2).loss;
  return result;
}
DESCENT_MISTAKE(elastic_net_penalty, elastic_halved,
                "Your ½ stands in front of both parts. It belongs to the squares only.",
                "where-the-half-goes");

PenaltyResult elastic_gradient_of_l2(const std::vector<DenseLayer>& layers, double lambda1,
                                     double lambda2) {
  return with_slope(elastic_net_penalty(layers, lambda1, lambda2), layers,
                    [=](double w) { return lambda2 * w; });
}
DESCENT_MISTAKE(elastic_net_penalty, elastic_gradient_of_l2,
                "Your gradient has the quadratic part only. |w| has a slope as well: add "
                "lambda1·sign(W).",
                "the-elastic-net");

PenaltyResult elastic_gradient_of_l1(const std::vector<DenseLayer>& layers, double lambda1,
                                     double lambda2) {
  return with_slope(elastic_net_penalty(layers, lambda1, lambda2), layers,
                    [=](double w) { return lambda1 * sign(w); });
}
DESCENT_MISTAKE(elastic_net_penalty, elastic_gradient_of_l1,
                "Your gradient has the part of |w| only. Add lambda2·W for the squares.",
                "the-elastic-net");

PenaltyResult elastic_mixed(const std::vector<DenseLayer>& layers, double lambda1, double lambda2) {
  return elastic_net_penalty(layers, lambda1 * lambda2, lambda1 * (1 - lambda2));
}
DESCENT_MISTAKE(elastic_net_penalty, elastic_mixed,
                "You read the two numbers as one strength and a mixing ratio, as some libraries "
                "do. Here they are two strengths, one for each part.",
                "the-elastic-net");

PenaltyResult elastic_with_one_strength(const std::vector<DenseLayer>& layers, double lambda1,
                                        double) {
  return elastic_net_penalty(layers, lambda1, lambda1);
}
DESCENT_MISTAKE(elastic_net_penalty, elastic_with_one_strength,
                "You use lambda1 for both parts. The squares have lambda2.", "the-elastic-net");

PenaltyResult elastic_not_a_number_at_zero(const std::vector<DenseLayer>& layers, double lambda1,
                                           double lambda2) {
  return with_slope(elastic_net_penalty(layers, lambda1, lambda2), layers,
                    [=](double w) { return lambda1 * w / std::abs(w) + lambda2 * w; });
}
DESCENT_MISTAKE(elastic_net_penalty, elastic_not_a_number_at_zero,
                "w / |w| is 0/0 where a weight is exactly 0. arma::sign(W) is 0 there.",
                "the-slope-at-zero");

PenaltyResult elastic_with_biases_in_the_loss(const std::vector<DenseLayer>& layers, double lambda1,
                                              double lambda2) {
  PenaltyResult result = elastic_net_penalty(layers, lambda1, lambda2);
  for (const DenseLayer& layer : layers) {
    result.loss += lambda1 * arma::accu(arma::abs(layer.b)) +
                   0.5 * lambda2 * arma::accu(arma::square(layer.b));
  }
  return result;
}
DESCENT_MISTAKE(elastic_net_penalty, elastic_with_biases_in_the_loss,
                "Your loss counts the biases, and your gradient does not. Biases stay free: leave "
                "them out of the sum.",
                "biases-stay-free");

PenaltyResult elastic_that_checks_one(const std::vector<DenseLayer>& layers, double lambda1,
                                      double lambda2) {
  require_dense_layers(layers);
  require_not_negative(lambda1, "lambda1");
  return over_weights(
      layers, [=](double w) { return lambda1 * std::abs(w) + 0.5 * lambda2 * w * w; },
      [=](double w) { return lambda1 * sign(w) + lambda2 * w; });
}
DESCENT_MISTAKE(elastic_net_penalty, elastic_that_checks_one,
                "You check lambda1 only. lambda2 must not be negative either.", "refuse-bad-input");

PenaltyResult elastic_without_checks(const std::vector<DenseLayer>& layers, double lambda1,
                                     double lambda2) {
  return over_weights(
      layers, [=](double w) { return lambda1 * std::abs(w) + 0.5 * lambda2 * w * w; },
      [=](double w) { return lambda1 * sign(w) + lambda2 * w; });
}
DESCENT_MISTAKE(elastic_net_penalty, elastic_without_checks,
                "You do not check the input. Begin with require_dense_layers(layers), and "
                "require_not_negative for each of the two strengths.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
