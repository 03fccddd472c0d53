#include "datasets/generators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "datasets/cifar10.hpp"

namespace descent::datasets {

namespace {

void require(bool holds, const std::string& sentence) {
  if (!holds) throw std::invalid_argument(sentence);
}

void require_spread(double value, const char* name) {
  require(std::isfinite(value) && value >= 0,
          fmt::format("{} must be finite and not negative; it is {}.", name, value));
}

Dataset room_for(arma::uword classes, arma::uword per_class, arma::uword dimensions) {
  return {.inputs = arma::mat(classes * per_class, dimensions, arma::fill::none),
          .labels = arma::uvec(classes * per_class, arma::fill::none),
          .classes = classes};
}

}  // namespace

Dataset gaussian_blobs(Rng& rng, const BlobOptions& options) {
  require(options.classes > 0 && options.per_class > 0 && options.dimensions > 0,
          fmt::format("gaussian_blobs: classes, per_class and dimensions must be at least 1; they "
                      "are {}, {} and {}.",
                      options.classes, options.per_class, options.dimensions));
  require_spread(options.centre_spread, "gaussian_blobs: centre_spread");
  require_spread(options.spread, "gaussian_blobs: spread");
  Dataset data = room_for(options.classes, options.per_class, options.dimensions);
  const arma::mat centres = options.centre_spread * rng.normal(options.classes, options.dimensions);
  for (arma::uword i = 0; i < data.labels.n_elem; ++i) {
    data.labels(i) = i / options.per_class;
    for (arma::uword d = 0; d < options.dimensions; ++d) {
      data.inputs(i, d) = centres(data.labels(i), d) + options.spread * rng.normal();
    }
  }
  return data;
}

Dataset spiral(Rng& rng, const SpiralOptions& options) {
  constexpr arma::uword kMostArms = 11;  // 4 * 11 is nearly 7 whole turns
  constexpr double kTurn = 4.0;          // radians between arms, and from an arm's root to its tip
  require(options.arms >= 1 && options.arms <= kMostArms,
          fmt::format("spiral: arms must be 1 to {}; it is {}.", kMostArms, options.arms));
  require(
      options.points_per_arm >= 2,
      fmt::format("spiral: points_per_arm must be at least 2; it is {}.", options.points_per_arm));
  require_spread(options.noise, "spiral: noise");
  Dataset data = room_for(options.arms, options.points_per_arm, 2);
  for (arma::uword i = 0; i < data.labels.n_elem; ++i) {
    const arma::uword arm = i / options.points_per_arm;
    const double radius = static_cast<double>(i % options.points_per_arm) /
                          static_cast<double>(options.points_per_arm - 1);
    const double angle = kTurn * (static_cast<double>(arm) + radius) + options.noise * rng.normal();
    data.labels(i) = arm;
    data.inputs(i, 0) = radius * std::sin(angle);
    data.inputs(i, 1) = radius * std::cos(angle);
  }
  return data;
}

Dataset pictures(Rng& rng, const PictureOptions& options) {
  constexpr double kPi = std::numbers::pi;
  constexpr double kWaves = 4.0;  // across the picture
  constexpr double kGrey = 127.5;
  require(options.per_class > 0, "pictures: per_class must be at least 1; it is 0.");
  require_spread(options.contrast, "pictures: contrast");
  require_spread(options.tint, "pictures: tint");
  require_spread(options.noise, "pictures: noise");
  Dataset data = room_for(kCifar10Classes, options.per_class, kCifar10Pixels);
  data.labels = rng.permutation(data.labels.n_elem);
  data.labels.transform([](arma::uword place) { return place % kCifar10Classes; });
  for (arma::uword i = 0; i < data.labels.n_elem; ++i) {
    const double label = static_cast<double>(data.labels(i));
    const double turn = label * kPi / kCifar10Classes;
    const double hue = label * 2 * kPi / kCifar10Classes;
    const double phase = rng.uniform(0, 2 * kPi);
    for (arma::uword pixel = 0; pixel < kCifar10Pixels; ++pixel) {
      const arma::uword colour = pixel / (kCifar10Side * kCifar10Side);
      const double y = static_cast<double>(pixel / kCifar10Side % kCifar10Side) / kCifar10Side;
      const double x = static_cast<double>(pixel % kCifar10Side) / kCifar10Side;
      const double wave =
          std::sin(2 * kPi * kWaves * (x * std::cos(turn) + y * std::sin(turn)) + phase);
      const double shade = std::cos(hue - static_cast<double>(colour) * 2 * kPi / 3);
      const double level =
          kGrey + options.contrast * wave + options.tint * shade + options.noise * rng.normal();
      data.inputs(i, pixel) = std::clamp(std::round(level), 0.0, 255.0);
    }
  }
  return data;
}

}  // namespace descent::datasets
