// Known mistakes: the L2 penalty.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

double sum_of_squared_biases(const std::vector<DenseLayer>& layers) {
  double sum = 0;
  for (const DenseLayer& layer : layers) sum += arma::accu(arma::square(layer.b));
  return sum;
}

PenaltyResult l2_without_half(const std::vector<DenseLayer>& layers, double lambda) {
  return scaled(l2_penalty(layers, lambda), 2, 2);
}
DESCENT_MISTAKE(l2_penalty, l2_without_half,
                "The ½ is missing: you compute lambda·Σw², with the gradient 2·lambda·W. Many "
                "books do, but our penalty is ½·lambda·Σw².",
                "where-the-half-goes");

PenaltyResult l2_without_half_in_the_loss(const std::vector<DenseLayer>& layers, double lambda) {
  return scaled(l2_penalty(layers, lambda), 2, 1);
}
DESCENT_MISTAKE(l2_penalty, l2_without_half_in_the_loss,
                "Your gradient is right, but your loss lacks the ½: lambda·W is the derivative of "
                "½·lambda·Σw².",
                "where-the-half-goes");

PenaltyResult l2_with_two_in_the_gradient(const std::vector<DenseLayer>& layers, double lambda) {
  return scaled(l2_penalty(layers, lambda), 1, 2);
}
DESCENT_MISTAKE(l2_penalty, l2_with_two_in_the_gradient,
                "Your gradient is 2·lambda·W. The ½ of the loss cancels that 2.",
                "where-the-half-goes");

PenaltyResult l2_with_half_the_gradient(const std::vector<DenseLayer>& layers, double lambda) {
  return scaled(l2_penalty(layers, lambda), 1, 0.5);
}
DESCENT_MISTAKE(l2_penalty, l2_with_half_the_gradient,
                "Your gradient carries the ½, too. The derivative of ½w² is w: the ½ has been used "
                "up by the 2.",
                "where-the-half-goes");

PenaltyResult l2_with_biases_in_the_loss(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l2_penalty(layers, lambda);
  result.loss += 0.5 * lambda * sum_of_squared_biases(layers);
  return result;
}
DESCENT_MISTAKE(l2_penalty, l2_with_biases_in_the_loss,
                "Your loss counts the biases, and your gradient does not. Biases stay free: leave "
                "them out of the sum.",
                "biases-stay-free");

PenaltyResult l2_with_biases(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l2_with_biases_in_the_loss(layers, lambda);
  for (std::size_t k = 0; k < layers.size(); ++k) result.gradients[k].b = lambda * layers[k].b;
  return result;
}
DESCENT_MISTAKE(
    l2_penalty, l2_with_biases,
    "You penalize the biases as well. Here they stay free: only the weights are summed, "
    "and the gradient on a bias is 0.",
    "biases-stay-free");

PenaltyResult l2_with_biases_in_the_gradient(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l2_penalty(layers, lambda);
  for (std::size_t k = 0; k < layers.size(); ++k) result.gradients[k].b = lambda * layers[k].b;
  return result;
}
DESCENT_MISTAKE(l2_penalty, l2_with_biases_in_the_gradient,
                "Your gradient pulls at the biases, though they are (rightly) not in your loss. It "
                "is 0 for them.",
                "biases-stay-free");

PenaltyResult l2_averaged(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l2_penalty(layers, lambda);
  result.loss = 0;
  for (std::size_t k = 0; k < layers.size(); ++k) {
    const double n = count(layers[k].W.n_elem);
    result.loss += 0.5 * lambda * arma::accu(arma::square(layers[k].W)) / n;
    result.gradients[k].W /= n;
  }
  return result;
}
DESCENT_MISTAKE(l2_penalty, l2_averaged,
                "You divide by the number of weights (a mean instead of a sum). The penalty is a "
                "sum, and it is divided by nothing.",
                "what-is-summed");

PenaltyResult l2_of_the_last_layer(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l2_penalty(layers, lambda);
  if (!layers.empty()) {
    result.loss = 0.5 * lambda * arma::accu(arma::square(layers.back().W));
  }
  return result;
}
DESCENT_MISTAKE(l2_penalty, l2_of_the_last_layer,
                "Your loss is that of the last layer alone: is there a `=` where `+=` should be?",
                "what-is-summed");

PenaltyResult l2_of_the_first_layer(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l2_penalty(layers, lambda);
  result.loss = 0.5 * lambda * arma::accu(arma::square(layers.front().W));
  for (std::size_t k = 1; k < layers.size(); ++k) result.gradients[k].W.zeros();
  return result;
}
DESCENT_MISTAKE(l2_penalty, l2_of_the_first_layer,
                "Only the first layer is penalized. The sum runs over the weights of all layers.",
                "what-is-summed");

PenaltyResult l2_of_the_length(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l2_penalty(layers, lambda);
  result.loss = 0;
  for (const DenseLayer& layer : layers) {
    result.loss += 0.5 * lambda * arma::norm(arma::vectorise(layer.W));
  }
  return result;
}
DESCENT_MISTAKE(l2_penalty, l2_of_the_length,
                "You sum the lengths of the weights, √Σw². The penalty takes the squares without "
                "a root.",
                "the-l2-penalty");

PenaltyResult l2_of_the_matrix_norm(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l2_penalty(layers, lambda);
  result.loss = 0;
  for (const DenseLayer& layer : layers) {
    result.loss += 0.5 * lambda * std::pow(arma::norm(layer.W), 2);
  }
  return result;
}
DESCENT_MISTAKE(l2_penalty, l2_of_the_matrix_norm,
                "arma::norm of a matrix is its spectral norm, not the root of the sum of squares. "
                "Use arma::accu(arma::square(W)).",
                "what-is-summed");

PenaltyResult l2_with_lambda_squared(const std::vector<DenseLayer>& layers, double lambda) {
  return scaled(l2_penalty(layers, lambda), lambda, lambda);
}
DESCENT_MISTAKE(l2_penalty, l2_with_lambda_squared,
                "lambda is squared along with the weights. It stands in front of the sum: twice "
                "the lambda, twice the penalty.",
                "the-l2-penalty");

PenaltyResult l2_gradient_without_lambda(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l2_penalty(layers, lambda);
  for (std::size_t k = 0; k < layers.size(); ++k) result.gradients[k].W = layers[k].W;
  return result;
}
DESCENT_MISTAKE(l2_penalty, l2_gradient_without_lambda,
                "Your gradient is W: lambda is missing there.", "the-l2-penalty");

PenaltyResult l2_going_down(const std::vector<DenseLayer>& layers, double lambda) {
  return scaled(l2_penalty(layers, lambda), 1, -1);
}
DESCENT_MISTAKE(l2_penalty, l2_going_down,
                "Your gradient points downhill. A gradient points uphill; the minus sign belongs "
                "to the update of the weights.",
                "the-l2-penalty");

PenaltyResult l2_without_bias_gradients(const std::vector<DenseLayer>& layers, double lambda) {
  PenaltyResult result = l2_penalty(layers, lambda);
  for (DenseLayer& gradient : result.gradients) gradient.b.reset();
  return result;
}
DESCENT_MISTAKE(l2_penalty, l2_without_bias_gradients,
                "Your gradients have no b. Whoever adds them to the other gradients needs zeros "
                "there, as many as there are biases.",
                "biases-stay-free");

PenaltyResult l2_without_checks(const std::vector<DenseLayer>& layers, double lambda) {
  return over_weights(
      layers, [=](double w) { return 0.5 * lambda * w * w; }, [=](double w) { return lambda * w; });
}
DESCENT_MISTAKE(l2_penalty, l2_without_checks,
                "You do not check the input. Begin with require_dense_layers(layers) and "
                "require_not_negative(lambda, \"lambda\"): a negative strength would make the "
                "weights explode.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
