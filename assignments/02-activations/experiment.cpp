// The experiment of stage 02, drawn with your own activations: what each of them lets through, how
// much of a gradient survives many of them, and how ReLU units die.

#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "datasets/digits.hpp"
#include "harness/plot/experiment.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent {
namespace {

using plot::Colour;

using Forward = std::function<arma::mat(const arma::mat& x)>;
using Backward = std::function<arma::mat(const arma::mat& dout, const arma::mat& x)>;

/// An activation as this experiment uses it.
struct Activation {
  std::string name;
  Forward forward;
  Backward backward;
  Colour colour = Colour::automatic;
};

Activation sigmoid() {
  return {"sigmoid", [](const arma::mat& x) { return submission::sigmoid_forward(x); },
          [](const arma::mat& dout, const arma::mat& x) {
            return submission::sigmoid_backward(dout, x);
          },
          Colour::vermillion};
}
Activation tanh_unit() {
  return {
      "tanh", [](const arma::mat& x) { return submission::tanh_forward(x); },
      [](const arma::mat& dout, const arma::mat& x) { return submission::tanh_backward(dout, x); },
      Colour::blue};
}
Activation relu() {
  return {
      "ReLU", [](const arma::mat& x) { return submission::relu_forward(x); },
      [](const arma::mat& dout, const arma::mat& x) { return submission::relu_backward(dout, x); },
      Colour::green};
}
Activation leaky_relu(double alpha) {
  return {"leaky ReLU, α = 0.1",
          [=](const arma::mat& x) { return submission::leaky_relu_forward(x, alpha); },
          [=](const arma::mat& dout, const arma::mat& x) {
            return submission::leaky_relu_backward(dout, x, alpha);
          },
          Colour::orange};
}
Activation prelu(double alpha) {
  return {"PReLU, learned α = −0.25",
          [=](const arma::mat& x) {
            return submission::prelu_forward(x, arma::rowvec(x.n_cols, arma::fill::value(alpha)));
          },
          [=](const arma::mat& dout, const arma::mat& x) {
            return submission::prelu_backward(dout, x,
                                              arma::rowvec(x.n_cols, arma::fill::value(alpha)))
                .dx;
          },
          Colour::purple};
}
Activation elu(double alpha) {
  return {"ELU, α = 1", [=](const arma::mat& x) { return submission::elu_forward(x, alpha); },
          [=](const arma::mat& dout, const arma::mat& x) {
            return submission::elu_backward(dout, x, alpha);
          },
          Colour::sky};
}
/// One unit with one input; its pieces cross at x = 1.
Activation maxout() {
  const MaxoutParameters parameters = {arma::vec{1.5}, arma::rowvec{-2.5}, arma::vec{-0.5},
                                       arma::rowvec{-0.5}};
  return {"maxout, two lines",
          [=](const arma::mat& x) { return submission::maxout_forward(x, parameters); },
          [=](const arma::mat& dout, const arma::mat& x) {
            return submission::maxout_backward(dout, x, parameters).dx;
          },
          Colour::black};
}

void draw_curves(plot::Panel& curves, plot::Panel& slopes,
                 const std::vector<Activation>& activations) {
  // An even number of points: none of them is at a kink, and no line joins its two sides.
  const arma::vec x = arma::linspace(-4, 4, 800);
  const arma::vec ones(x.n_elem, arma::fill::ones);
  for (const Activation& one : activations) {
    curves.line(x, one.forward(x), {.name = one.name, .colour = one.colour});
    slopes.line(x, one.backward(ones, x), {.name = one.name, .colour = one.colour});
  }
}

double rms(const arma::mat& values) { return std::sqrt(arma::mean(arma::mean(values % values))); }

/// The size of the gradient after 0, 1, ..., `layers` layers on its way back, relative to the one
/// that entered at the top. Weights have the standard deviation scale/√width.
arma::vec surviving_gradient(const Activation& activation, double scale, arma::uword layers,
                             Rng& rng) {
  const arma::uword width = 80, batch = 40;
  const double deviation = scale / std::sqrt(static_cast<double>(width));
  std::vector<arma::mat> weights, inputs;
  arma::mat out = rng.normal(batch, width);
  for (arma::uword k = 0; k < layers; ++k) {
    weights.push_back(deviation * rng.normal(width, width));
    inputs.push_back(out * weights.back());
    out = activation.forward(inputs.back());
  }
  arma::mat gradient = rng.normal(batch, width);
  arma::vec sizes(layers + 1);
  sizes(0) = rms(gradient);
  for (arma::uword k = 1; k <= layers; ++k) {
    gradient = activation.backward(gradient, inputs[layers - k]) * weights[layers - k].t();
    sizes(k) = rms(gradient);
  }
  return sizes / sizes(0);
}

void draw_survival(plot::Panel& panel) {
  const arma::uword layers = 20;
  const arma::vec k = arma::regspace(0, static_cast<double>(layers));
  const struct {
    Activation activation;
    double scale;
    std::string name;
  } nets[] = {
      {relu(), std::sqrt(2.0), "ReLU"}, {tanh_unit(), 1, "tanh"}, {sigmoid(), 1, "sigmoid"}};
  for (const auto& [activation, scale, name] : nets) {
    Rng rng(3);
    panel.line(k, surviving_gradient(activation, scale, layers, rng),
               {.name = name, .colour = activation.colour});
  }
  const arma::vec quarter = arma::exp(k * std::log(0.25));
  panel.dashed(k, quarter, {.name = "¼ to the power k", .colour = Colour::grey});
}

/// A small network on the digits: 64 inputs, one hidden layer of 60 units, ten classes.
class Network {
 public:
  Network(const datasets::Dataset& data, Activation activation, std::uint64_t seed)
      : data_(data), activation_(std::move(activation)), rng_(seed) {
    const arma::uword inputs = data.inputs.n_cols, hidden = 60;
    W1_ = std::sqrt(2.0 / static_cast<double>(inputs)) * rng_.normal(inputs, hidden);
    b1_.zeros(hidden);
    W2_ = std::sqrt(2.0 / static_cast<double>(hidden)) * rng_.normal(hidden, data.classes);
    b2_.zeros(data.classes);
  }

  /// Plain gradient descent on batches of 50.
  void train(double rate, int steps) {
    for (int t = 0; t < steps; ++t) step(rate);
  }

  double dead() const { return submission::dead_fraction(hidden(data_.inputs)); }

  /// On the digits that it was trained on.
  double accuracy() const {
    const arma::mat scores = linear(hidden(data_.inputs), W2_, b2_);
    const arma::uvec answers = arma::index_max(scores, 1);
    return static_cast<double>(arma::accu(answers == data_.labels)) /
           static_cast<double>(answers.n_elem);
  }

 private:
  static arma::mat linear(const arma::mat& x, const arma::mat& W, const arma::rowvec& b) {
    arma::mat z = x * W;
    z.each_row() += b;
    return z;
  }
  arma::mat hidden(const arma::mat& x) const { return activation_.forward(linear(x, W1_, b1_)); }

  void step(double rate) {
    arma::uvec which(50);
    for (arma::uword& i : which) i = rng_.below(data_.inputs.n_rows);
    const arma::mat x = data_.inputs.rows(which);
    const arma::mat z = linear(x, W1_, b1_);
    const arma::mat h = activation_.forward(z);
    arma::mat dscores = linear(h, W2_, b2_);  // softmax, minus 1 at the truth
    for (arma::uword i = 0; i < which.n_elem; ++i) {
      dscores.row(i) = arma::exp(dscores.row(i) - dscores.row(i).max());
      dscores.row(i) /= arma::accu(dscores.row(i));
      dscores(i, data_.labels(which(i))) -= 1;
    }
    dscores /= static_cast<double>(which.n_elem);
    const arma::mat dz = activation_.backward(dscores * W2_.t(), z);
    W2_ -= rate * h.t() * dscores;
    b2_ -= rate * arma::sum(dscores, 0);
    W1_ -= rate * x.t() * dz;
    b1_ -= rate * arma::sum(dz, 0);
  }

  const datasets::Dataset& data_;
  Activation activation_;
  Rng rng_;
  arma::mat W1_, W2_;
  arma::rowvec b1_, b2_;
};

/// A few steps at some learning rate, then many at one that is known to be good: what has died in
/// the first part stays dead in the second.
void draw_deaths(plot::Panel& panel) {
  datasets::Dataset data = datasets::digits();
  data.inputs /= 16;
  const arma::vec rates = arma::exp10(arma::linspace(-1.5, 1.5, 16));
  const int networks = 3;
  arma::vec before(arma::size(rates)), after(arma::size(rates)), accuracy(arma::size(rates));
  for (arma::uword k = 0; k < rates.n_elem; ++k) {
    for (std::uint64_t seed = 1; seed <= networks; ++seed) {
      Network network(data, relu(), seed);
      network.train(rates(k), 20);
      before(k) += network.dead() / networks;
      network.train(0.1, 300);
      after(k) += network.dead() / networks;
      accuracy(k) += network.accuracy() / networks;
    }
  }
  panel.line(rates, before, {.name = "dead after 20 steps", .colour = Colour::black})
      .points(rates, after,
              {.name = "dead after 300 more at 0.1", .colour = Colour::vermillion, .width = 1.3})
      .dashed(rates, accuracy, {.name = "accuracy in the end", .colour = Colour::green});
}

}  // namespace

void draw(plot::Figure& figure) {
  figure.title("What a neuron lets through, and what comes back");
  figure.columns(2);
  plot::Panel& squashing = figure.panel({.title = "Squashing units",
                                         .x = {.label = "input x"},
                                         .y = {.label = "output", .range = plot::Range{-1.2, 1.2}},
                                         .legend = plot::Legend::bottom_right});
  plot::Panel& their_slopes =
      figure.panel({.title = "Their slopes",
                    .x = {.label = "input x"},
                    .y = {.label = "slope: dx for dout = 1", .range = plot::Range{-0.05, 1.3}}});
  draw_curves(squashing, their_slopes, {sigmoid(), tanh_unit()});
  their_slopes.horizontal(0.25, "¼");

  plot::Panel& rectifying = figure.panel({.title = "Rectifying units",
                                          .x = {.label = "input x"},
                                          .y = {.label = "output", .range = plot::Range{-1.5, 4}},
                                          .legend = plot::Legend::top_left});
  plot::Panel& slopes =
      figure.panel({.title = "Their slopes",
                    .x = {.label = "input x"},
                    .y = {.label = "slope: dx for dout = 1", .range = plot::Range{-0.7, 3.2}},
                    .legend = plot::Legend::top_left});
  draw_curves(rectifying, slopes, {relu(), leaky_relu(0.1), prelu(-0.25), elu(1), maxout()});

  draw_survival(figure.panel({.title = "The gradient that survives k layers",
                              .x = {.label = "layers on the way back, k"},
                              .y = {.label = "size, relative to the top", .log = true},
                              .legend = plot::Legend::bottom_left}));
  draw_deaths(figure.panel({.title = "ReLU units that die of their learning rate",
                            .x = {.label = "learning rate of the first 20 steps", .log = true},
                            .y = {.label = "fraction", .range = plot::Range{-0.03, 1.45}},
                            .legend = plot::Legend::top_left}));
}

}  // namespace descent
