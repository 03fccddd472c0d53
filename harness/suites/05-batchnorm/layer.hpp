#pragma once

#include <armadillo>
#include <functional>
#include <string>
#include <vector>

#include "harness/checks/refusal.hpp"
#include "harness/checks/terms.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

/// Layers to put before a student's functions, and what the checker itself knows about them. One
/// kind for features and images: features are channels of one pixel.
namespace descent::suite {

using checks::expect_near;
using checks::expect_refusal;

/// Where a layer works: how large the spread of its columns is, and eps.
struct Point {
  double spread;
  double eps;
};

inline constexpr Point kOrdinary{1.0, 1e-5};
inline constexpr Point kLargeEps{0.4, 0.1};  ///< eps is as large as the variance: its place shows
inline constexpr Point kTiny{3e-3, 1e-5};    ///< the same with the eps that everybody uses
inline constexpr Point kLarge{300.0, 1e-5};

/// The input of one layer. No gamma is 1 and no beta 0.
struct Layer {
  arma::mat x;  ///< N x C·P
  arma::rowvec gamma = {};
  arma::rowvec beta = {};
  RunningStatistics running = {};  ///< of before the batch
  BatchnormOptions options = {};
  arma::mat dout = {};  ///< N x C·P

  [[nodiscard]] arma::uword channels() const { return gamma.n_elem; }
  [[nodiscard]] arma::uword pixels() const { return x.n_cols / gamma.n_elem; }
  /// How many numbers a mean is taken over: N·P.
  [[nodiscard]] double count() const { return static_cast<double>(x.n_rows * pixels()); }
};

/// N, the number of channels and the number of pixels are all different.
Layer draw_features(Rng& rng, Point point);  ///< P = 1, N in [4, 9], D in [2, 8]
Layer draw_images(Rng& rng, Point point);    ///< P in [3, 5], N in [2, 6], C in [2, 4]

/// The first channel alone.
Layer one_channel_of(const Layer& layer);

// By loops from the definition, independent of the reference solution.

BatchStatistics statistics_of(const Layer& layer);
BatchnormForward forward_of(const Layer& layer, const BatchStatistics& with);
BatchnormForward train_forward_of(const Layer& layer);
arma::mat test_output_of(const Layer& layer);
RunningStatistics running_after(const RunningStatistics& before, const BatchStatistics& batch,
                                double momentum);

/// One number for each channel, as a row of C·P, and as a matrix of N x C·P.
arma::rowvec over_pixels(const arma::rowvec& channels, arma::uword pixels);
arma::mat over_all(const arma::rowvec& channels, const arma::mat& like);

/// Sums over the examples and the pixels of each channel: C numbers.
arma::rowvec sum_by_channel(const arma::mat& values, arma::uword channels);

/// dx as the sum of its three paths, and what they may be off by.
diagnosis::SumOfTerms paths_of(const arma::mat& dout, const BatchnormCache& cache);

/// What 1/√(var + eps) becomes by the usual slips, and what the running averages become.
std::vector<checks::KnownResult> known_inv_std(const Layer& layer);
std::vector<checks::KnownResult> known_test_outputs(const Layer& layer);
std::vector<checks::KnownResult> known_running_mean(const RunningStatistics& before,
                                                    const BatchStatistics& batch, double momentum);
std::vector<checks::KnownResult> known_running_var(const RunningStatistics& before,
                                                   const BatchStatistics& batch, double momentum,
                                                   double count, double eps);

using ForwardFunction = std::function<BatchnormForward(
    const arma::mat& x, const arma::rowvec& gamma, const arma::rowvec& beta,
    RunningStatistics& running, Mode mode, const BatchnormOptions& options)>;
using BackwardFunction =
    std::function<BatchnormGradients(const arma::mat& dout, const BatchnormCache& cache)>;

/// One of the two kinds of layers: how one is drawn, and the submission's functions.
struct Family {
  std::string forward_name, backward_name;  ///< of the exercises
  std::string read_forward, read_backward;  ///< headings of the chapter
  Layer (*draw)(Rng&, Point);
  ForwardFunction forward;
  BackwardFunction backward;
};

Family features();
Family images();

/// The submission's forward pass of a layer: what it returned, and running as it left it.
struct Pass {
  BatchnormForward result;
  RunningStatistics running;
};
Pass run(const Family& family, const Layer& layer, Mode mode = Mode::train);

diagnosis::Setting setting_of(const Layer& layer);

}  // namespace descent::suite
