#include "playground.hpp"

#include <cstdlib>
#include <stdexcept>

namespace descent {

double total(const arma::mat& matrix) { return arma::accu(matrix); }

void halve(arma::mat& matrix) {
  if (matrix(0) != 1) throw std::logic_error("this matrix has been halved before");
  matrix /= 2;
}

double refuses(int) { throw std::invalid_argument("no such number"); }
double unwritten(int) { throw NotImplemented("unwritten"); }
double leaves(int) { std::_Exit(0); }
double calls_back(const std::function<double(double)>& callback) { return callback(1); }

}  // namespace descent
