#include "harness/plot/mosaic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace descent::plot {

arma::cube mosaic(const arma::mat& pictures, const PictureShape& shape, arma::uword columns) {
  if (pictures.is_empty() || columns == 0) {
    throw std::invalid_argument("a mosaic needs at least one picture and one column");
  }
  if ((shape.channels != 1 && shape.channels != 3) ||
      pictures.n_cols != shape.height * shape.width * shape.channels) {
    throw std::invalid_argument(fmt::format(
        "a picture of {} x {} in {} channels (1 or 3) has {} numbers, but the rows have {}",
        shape.height, shape.width, shape.channels, shape.height * shape.width * shape.channels,
        pictures.n_cols));
  }
  const arma::uword gap = std::max<arma::uword>(1, shape.width / 8);
  const arma::uword lines = (pictures.n_rows + columns - 1) / columns;
  arma::cube rgb(lines * (shape.height + gap) - gap, columns * (shape.width + gap) - gap, 3);
  rgb.ones();
  for (arma::uword i = 0; i < pictures.n_rows; ++i) {
    const arma::uword top = (i / columns) * (shape.height + gap);
    const arma::uword left = (i % columns) * (shape.width + gap);
    for (arma::uword colour = 0; colour < 3; ++colour) {
      const arma::uword plane = colour % shape.channels * shape.height * shape.width;
      for (arma::uword row = 0; row < shape.height; ++row) {
        for (arma::uword column = 0; column < shape.width; ++column) {
          rgb(top + row, left + column, colour) = pictures(i, plane + row * shape.width + column);
        }
      }
    }
  }
  return rgb;
}

arma::mat around_grey(const arma::mat& rows) {
  arma::mat grey(arma::size(rows));
  for (arma::uword i = 0; i < rows.n_rows; ++i) {
    const double largest = arma::abs(rows.row(i)).max();
    grey.row(i) = 0.5 + rows.row(i) * (largest > 0 ? 0.5 / largest : 0.0);
  }
  return grey;
}

}  // namespace descent::plot
