#pragma once

#include "datasets/dataset.hpp"

namespace descent::datasets {

/// The generators make data of which one knows everything. The same options and the same state of
/// `rng` give the same data. All classes are equally large.

struct BlobOptions {
  arma::uword classes = 3;
  arma::uword per_class = 100;
  arma::uword dimensions = 2;
  /// Standard deviation of the class centres around 0, in every dimension.
  double centre_spread = 3.0;
  /// Standard deviation of the examples around their centre, in every dimension.
  double spread = 1.0;
};

/// A Gaussian cloud around a random centre for every class; class after class.
/// Throws std::invalid_argument if a count is 0, or a spread is negative or not finite.
Dataset gaussian_blobs(Rng& rng, const BlobOptions& options = {});

struct SpiralOptions {
  arma::uword arms = 3;
  arma::uword points_per_arm = 100;
  /// Standard deviation of the angle, in radians.
  double noise = 0.2;
};

/// The spiral of the CS231n notes ("Putting it together: Minimal Neural Network Case Study"), which
/// no linear classifier separates. Point i of arm j has the radius r = i / (points_per_arm - 1) and
/// the angle t = 4 (j + r) + noise, and lies at (r sin t, r cos t); arm after arm.
/// Throws std::invalid_argument unless 1 <= arms <= 11 (arm 12 would lie on arm 0),
/// points_per_arm >= 2, and noise is finite and not negative.
Dataset spiral(Rng& rng, const SpiralOptions& options = {});

struct PictureOptions {
  arma::uword per_class = 100;
  /// Height of the wave of light and dark, in grey levels of 255.
  double contrast = 50.0;
  /// How far the mean colour of a class is from grey, in grey levels.
  double tint = 12.0;
  /// Standard deviation of the noise of each pixel and colour, in grey levels.
  double noise = 20.0;
};

/// Ten classes of 32 x 32 pictures in three colours, in the order of CIFAR-10's format
/// (datasets/cifar10.hpp), with whole numbers from 0 to 255, well mixed. A picture is a grating of
/// four waves: class c is turned by c * 18 degrees and tinted with hue c * 36 degrees. Where the
/// wave begins is random, so that the mean picture of a class shows nothing but its tint.
/// Throws std::invalid_argument if per_class is 0, or another option is negative or not finite.
Dataset pictures(Rng& rng, const PictureOptions& options = {});

}  // namespace descent::datasets
