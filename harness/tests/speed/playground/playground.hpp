#pragma once

#include <armadillo>
#include <functional>

#include "harness/support/not_implemented.hpp"

// What a stage's functions may be, for whoever times them.
namespace descent {

double total(const arma::mat& matrix);
void halve(arma::mat& matrix);
double refuses(int value);
double unwritten(int value);
double leaves(int value);
double calls_back(const std::function<double(double)>& callback);

}  // namespace descent
