#pragma once

#include <armadillo>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/support/not_implemented.hpp"
#include "harness/support/rng.hpp"

// Exercises that use every kind of parameter, and that misbehave in every way a worker must
// survive.
namespace descent {

enum class Colour { red, green };

struct Layer {
  arma::mat weights;
  arma::rowvec bias;
};

struct Everything {
  double number = 0;
  bool flag = false;
  Colour colour = Colour::red;
  std::string text;
  std::vector<Layer> layers;
  std::optional<arma::vec> maybe;
  arma::cube cube;
  arma::uvec labels;
};

using Objective = std::function<double(const arma::mat& point, arma::mat& gradient)>;

Everything echo(const Everything& everything);
double sum(const arma::mat& matrix);
void update(Layer& layer, double learning_rate);
double draw(Rng& rng);
double minimize(const Objective& objective, arma::mat start, double step = 0.1);
int twice(int value);
int nested(const std::function<int(int)>& callback, int depth);
double misbehave(const std::string& how, const arma::mat& matrix);
int never_written(int value);
void save(const std::string& file, const std::string& text);
std::string load(const std::string& file);

}  // namespace descent
