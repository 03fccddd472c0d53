#pragma once

#include <armadillo>
#include <vector>

/// Two parameters of different shape and four gradients for each. Where they go is written down in
/// the tests, as harness/tests/crosscheck/optimizers.py has it from PyTorch and NumPy.
namespace descent::suite::hand {

inline const arma::mat kA = {{1.0, -2.0, 0.5}, {0.25, 3.0, -1.5}};
inline const arma::mat kB = arma::vec{0.3, -0.7, 2.0, 1.1};

inline const std::vector<arma::mat> kGradientsA = {
    {{0.5, -1.0, 2.0}, {0.1, -0.3, 4.0}},
    {{-1.5, 0.4, 2.5}, {0.1, 0.6, -2.0}},
    {{0.7, 0.9, -1.0}, {0.1, -1.2, 0.5}},
    {{2.0, -0.2, 0.3}, {0.1, 2.4, -1.0}},
};
inline const std::vector<arma::mat> kGradientsB = {
    arma::vec{-0.2, 1.0, 0.5, -3.0},
    arma::vec{0.6, 1.0, -1.5, 2.0},
    arma::vec{-1.8, 1.0, 0.25, -1.0},
    arma::vec{0.9, 1.0, -0.75, 0.5},
};

/// The places after steps 1, 2 and 4.
struct Places {
  std::vector<arma::mat> A;
  std::vector<arma::mat> B;
};

}  // namespace descent::suite::hand
