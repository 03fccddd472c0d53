// Known mistakes: weights_to_images.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// A picture of each column: where each number comes from, and from which values it is scaled.
template <class Place, class Scale>
std::vector<arma::cube> made(const arma::mat& W, arma::uword height, arma::uword width,
                             arma::uword channels, Place place, Scale scale) {
  require_pictures(W, height, width, channels);
  std::vector<arma::cube> images;
  for (arma::uword j = 0; j < W.n_cols; ++j) {
    arma::cube image(height, width, channels);
    for (arma::uword k = 0; k < channels; ++k) {
      for (arma::uword r = 0; r < height; ++r) {
        for (arma::uword c = 0; c < width; ++c) {
          image(r, c, k) = scale(W(place(r, c, k), j), arma::vec(W.col(j)));
        }
      }
    }
    images.push_back(image);
  }
  return images;
}

double to_unit(double w, const arma::vec& all) {
  return all.min() < all.max() ? (w - all.min()) / (all.max() - all.min()) : 0.5;
}

std::vector<arma::cube> images_by_columns(const arma::mat& W, arma::uword height, arma::uword width,
                                          arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * width + c) * height + r; },
      to_unit);
}
DESCENT_MISTAKE(weights_to_images, images_by_columns,
                "You read the pixels by columns, as Armadillo's reshape does. They lie by rows: "
                "the picture is transposed, or scrambled.",
                "rows-of-pixels");

std::vector<arma::cube> images_interleaved(const arma::mat& W, arma::uword height,
                                           arma::uword width, arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (r * width + c) * channels + k; },
      to_unit);
}
DESCENT_MISTAKE(weights_to_images, images_interleaved,
                "You read red, green and blue of each pixel together. All of one channel comes "
                "first, then all of the next.",
                "rows-of-pixels");

std::vector<arma::cube> images_channels_reversed(const arma::mat& W, arma::uword height,
                                                 arma::uword width, arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) {
        return ((channels - 1 - k) * height + r) * width + c;
      },
      to_unit);
}
DESCENT_MISTAKE(weights_to_images, images_channels_reversed, "Your channels come in reverse order.",
                "rows-of-pixels");

std::vector<arma::cube> images_upside_down(const arma::mat& W, arma::uword height,
                                           arma::uword width, arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) {
        return (k * height + height - 1 - r) * width + c;
      },
      to_unit);
}
DESCENT_MISTAKE(weights_to_images, images_upside_down,
                "Your pictures are upside down: row 0 is the top.", "rows-of-pixels");

std::vector<arma::cube> images_mirrored(const arma::mat& W, arma::uword height, arma::uword width,
                                        arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) {
        return (k * height + r) * width + width - 1 - c;
      },
      to_unit);
}
DESCENT_MISTAKE(weights_to_images, images_mirrored,
                "Your pictures are mirrored: column 0 is at the left.", "rows-of-pixels");

std::vector<arma::cube> images_wrong_stride(const arma::mat& W, arma::uword height,
                                            arma::uword width, arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) {
        return (k * height * width + r * height + c) % W.n_rows;
      },
      to_unit);
}
DESCENT_MISTAKE(weights_to_images, images_wrong_stride,
                "You step from row to row by the height. A row has width pixels.",
                "rows-of-pixels");

std::vector<arma::cube> images_one_channel(const arma::mat& W, arma::uword height,
                                           arma::uword width, arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword) { return r * width + c; }, to_unit);
}
DESCENT_MISTAKE(weights_to_images, images_one_channel,
                "All channels show the first one: k is missing in the index.", "rows-of-pixels");

std::vector<arma::cube> images_raw(const arma::mat& W, arma::uword height, arma::uword width,
                                   arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      [&](double w, const arma::vec& all) { return all.min() < all.max() ? w : 0.5; });
}
DESCENT_MISTAKE(
    weights_to_images, images_raw,
    "The weights are not scaled. The smallest of each picture becomes 0, the largest 1.",
    "each-picture-by-itself");

std::vector<arma::cube> images_global_scale(const arma::mat& W, arma::uword height,
                                            arma::uword width, arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      [&](double w, const arma::vec& all) {
        return W.min() < W.max() && all.min() < all.max() ? (w - W.min()) / (W.max() - W.min())
                                                          : 0.5;
      });
}
DESCENT_MISTAKE(weights_to_images, images_global_scale,
                "You scale all pictures together, so that faint ones are grey. Each has its own "
                "smallest and largest weight.",
                "each-picture-by-itself");

std::vector<arma::cube> images_by_largest(const arma::mat& W, arma::uword height, arma::uword width,
                                          arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      [&](double w, const arma::vec& all) { return all.min() < all.max() ? w / all.max() : 0.5; });
}
DESCENT_MISTAKE(weights_to_images, images_by_largest,
                "You divide by the largest weight, without taking off the smallest first.",
                "each-picture-by-itself");

std::vector<arma::cube> images_only_shifted(const arma::mat& W, arma::uword height,
                                            arma::uword width, arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      [&](double w, const arma::vec& all) { return all.min() < all.max() ? w - all.min() : 0.5; });
}
DESCENT_MISTAKE(weights_to_images, images_only_shifted,
                "You take off the smallest weight, but do not divide by the range.",
                "each-picture-by-itself");

std::vector<arma::cube> images_shift_forgotten(const arma::mat& W, arma::uword height,
                                               arma::uword width, arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      [&](double w, const arma::vec& all) {
        return all.min() < all.max() ? w / (all.max() - all.min()) : 0.5;
      });
}
DESCENT_MISTAKE(weights_to_images, images_shift_forgotten,
                "You divide by the range, but do not take off the smallest weight.",
                "each-picture-by-itself");

std::vector<arma::cube> images_around_grey(const arma::mat& W, arma::uword height,
                                           arma::uword width, arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      [&](double w, const arma::vec& all) {
        const double m = arma::abs(all).max();
        return all.min() < all.max() ? 0.5 + 0.5 * w / m : 0.5;
      });
}
DESCENT_MISTAKE(weights_to_images, images_around_grey,
                "You put weights of 0 at ½. Here the smallest weight of each picture becomes 0 and "
                "the largest 1.",
                "each-picture-by-itself");

std::vector<arma::cube> images_negative(const arma::mat& W, arma::uword height, arma::uword width,
                                        arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      [&](double w, const arma::vec& all) { return 1 - to_unit(w, all); });
}
DESCENT_MISTAKE(weights_to_images, images_negative,
                "Your pictures are negatives: the largest weight is 1.", "each-picture-by-itself");

std::vector<arma::cube> images_clamped(const arma::mat& W, arma::uword height, arma::uword width,
                                       arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      [&](double w, const arma::vec& all) {
        return all.min() < all.max() ? std::clamp(w, 0.0, 1.0) : 0.5;
      });
}
DESCENT_MISTAKE(weights_to_images, images_clamped,
                "You cut off what is not between 0 and 1. Scale it instead.",
                "each-picture-by-itself");

std::vector<arma::cube> images_absolute(const arma::mat& W, arma::uword height, arma::uword width,
                                        arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      [&](double w, const arma::vec& all) {
        const arma::vec a = arma::abs(all);
        return all.min() < all.max() ? to_unit(std::abs(w), a) : 0.5;
      });
}
DESCENT_MISTAKE(weights_to_images, images_absolute,
                "You show absolute values. A weight that asks for ink and one that forbids it look "
                "the same then.",
                "each-picture-by-itself");

std::vector<arma::cube> images_in_255(const arma::mat& W, arma::uword height, arma::uword width,
                                      arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      [&](double w, const arma::vec& all) { return 255 * to_unit(w, all); });
}
DESCENT_MISTAKE(weights_to_images, images_in_255, "Your pictures go to 255. They go from 0 to 1.",
                "each-picture-by-itself");

std::vector<arma::cube> images_standardized(const arma::mat& W, arma::uword height,
                                            arma::uword width, arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      [&](double w, const arma::vec& all) {
        return all.min() < all.max() ? 0.5 + (w - arma::mean(all)) / (6 * arma::stddev(all, 1))
                                     : 0.5;
      });
}
DESCENT_MISTAKE(weights_to_images, images_standardized,
                "You scale by mean and standard deviation. Scale so that the smallest weight is 0 "
                "and the largest 1.",
                "each-picture-by-itself");

std::vector<arma::cube> images_constant_black(const arma::mat& W, arma::uword height,
                                              arma::uword width, arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      [&](double w, const arma::vec& all) {
        return all.min() < all.max() ? to_unit(w, all) : 0.0;
      });
}
DESCENT_MISTAKE(weights_to_images, images_constant_black,
                "A picture without contrast is black. It is to be ½ everywhere.",
                "each-picture-by-itself");

std::vector<arma::cube> images_constant_white(const arma::mat& W, arma::uword height,
                                              arma::uword width, arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      [&](double w, const arma::vec& all) {
        return all.min() < all.max() ? to_unit(w, all) : 1.0;
      });
}
DESCENT_MISTAKE(weights_to_images, images_constant_white,
                "A picture without contrast is white. It is to be ½ everywhere.",
                "each-picture-by-itself");

std::vector<arma::cube> images_constant_nan(const arma::mat& W, arma::uword height,
                                            arma::uword width, arma::uword channels) {
  return made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      [&](double w, const arma::vec& all) { return (w - all.min()) / (all.max() - all.min()); });
}
DESCENT_MISTAKE(weights_to_images, images_constant_nan,
                "For a picture without contrast you divide 0 by 0. It is to be ½ everywhere.",
                "each-picture-by-itself");

std::vector<arma::cube> images_channel_by_channel(const arma::mat& W, arma::uword height,
                                                  arma::uword width, arma::uword channels) {
  std::vector<arma::cube> images = made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      to_unit);
  for (arma::cube& image : images) {
    for (arma::uword k = 0; k < channels; ++k) {
      const double low = image.slice(k).min(), high = image.slice(k).max();
      if (low < high) image.slice(k) = (image.slice(k) - low) / (high - low);
    }
  }
  return images;
}
DESCENT_MISTAKE(
    weights_to_images, images_channel_by_channel,
    "You scale each channel by itself, which changes the colours. A picture is scaled as a whole.",
    "each-picture-by-itself");

std::vector<arma::cube> images_of_rows(const arma::mat& W, arma::uword height, arma::uword width,
                                       arma::uword channels) {
  require_pictures(W, height, width, channels);
  std::vector<arma::cube> images;
  for (arma::uword j = 0; j < W.n_cols; ++j) {
    arma::vec w(W.n_rows);
    for (arma::uword d = 0; d < W.n_rows; ++d)
      w(d) = W[(j * W.n_rows + d) / W.n_cols + (j * W.n_rows + d) % W.n_cols * W.n_rows];
    images.push_back(made(
        w, height, width, channels,
        [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
        to_unit)[0]);
  }
  return images;
}
DESCENT_MISTAKE(weights_to_images, images_of_rows,
                "You read W along its rows. The weights into one neuron are a column.",
                "rows-of-pixels");

std::vector<arma::cube> images_first_only(const arma::mat& W, arma::uword height, arma::uword width,
                                          arma::uword channels) {
  std::vector<arma::cube> images = made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      to_unit);
  images.resize(1);
  return images;
}
DESCENT_MISTAKE(weights_to_images, images_first_only,
                "You return the picture of the first neuron only. One for each column of W.",
                "weights-as-pictures");

std::vector<arma::cube> images_shape_exchanged(const arma::mat& W, arma::uword height,
                                               arma::uword width, arma::uword channels) {
  std::vector<arma::cube> images = made(
      W, height, width, channels,
      [&](arma::uword r, arma::uword c, arma::uword k) { return (k * height + r) * width + c; },
      to_unit);
  for (arma::cube& image : images) {
    arma::cube turned(width, height, channels);
    for (arma::uword k = 0; k < channels; ++k) turned.slice(k) = image.slice(k).t();
    image = turned;
  }
  return images;
}
DESCENT_MISTAKE(weights_to_images, images_shape_exchanged,
                "Your pictures have width x height numbers: rows and columns are exchanged. A cube "
                "is height x width x channels.",
                "rows-of-pixels");

}  // namespace
}  // namespace descent
