#include "harness/plot/panel.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace descent::plot {
namespace {

std::string quoted(const std::string& name, const char* otherwise) {
  return name.empty() ? otherwise : fmt::format("'{}'", name);
}

bool drawable(double value, const Axis& axis) {
  return std::isfinite(value) && (!axis.log || value > 0);
}

}  // namespace

Panel& Panel::add(Series series) {
  const std::string where =
      fmt::format("the series {} of the panel {}", quoted(series.style.name, "without a name"),
                  quoted(settings_.title, "without a title"));
  if (series.x.n_elem != series.y.n_elem) {
    throw std::invalid_argument(
        fmt::format("{} has {} values of x and {} of y: give one y for each x", where,
                    series.x.n_elem, series.y.n_elem));
  }
  if (series.x.is_empty()) {
    throw std::invalid_argument(where + " is empty: there is nothing to draw");
  }
  for (arma::uword i = 0; i < series.x.n_elem; ++i) {
    if (drawable(series.x(i), settings_.x) && drawable(series.y(i), settings_.y)) {
      series_.push_back(std::move(series));
      return *this;
    }
  }
  const bool log = settings_.x.log || settings_.y.log;
  throw std::invalid_argument(fmt::format(
      "{} cannot be drawn: all of its {} points are NaN or infinite{}, the first is ({}, {})",
      where, series.x.n_elem, log ? ", or not positive on a logarithmic axis" : "", series.x(0),
      series.y(0)));
}

Panel& Panel::line(const arma::vec& x, const arma::vec& y, Style style) {
  return add({Kind::line, x, y, std::move(style)});
}

Panel& Panel::dashed(const arma::vec& x, const arma::vec& y, Style style) {
  return add({Kind::dashed, x, y, std::move(style)});
}

Panel& Panel::points(const arma::vec& x, const arma::vec& y, Style style) {
  return add({Kind::points, x, y, std::move(style)});
}

Panel& Panel::bars(const arma::vec& x, const arma::vec& heights, BarStyle style) {
  return add({Kind::bars, x, heights, {std::move(style.name), style.colour}, style.width});
}

Panel& Panel::histogram(const arma::vec& values, arma::uword bins, Style style) {
  const std::string where =
      fmt::format("the histogram {} of the panel {}", quoted(style.name, "without a name"),
                  quoted(settings_.title, "without a title"));
  if (bins == 0) throw std::invalid_argument(where + " has no bins: ask for one at least");
  const arma::vec finite = values.elem(arma::find_finite(values));
  if (finite.is_empty()) {
    throw std::invalid_argument(
        fmt::format("{} cannot be drawn: none of its {} values is finite", where, values.n_elem));
  }
  double lowest = finite.min();
  double highest = finite.max();
  if (lowest == highest) {  // all the same: one bar, as wide as a unit
    lowest -= 0.5;
    highest += 0.5;
  }
  const double width = (highest - lowest) / static_cast<double>(bins);
  arma::vec centres(bins), counts(bins, arma::fill::zeros);
  for (arma::uword k = 0; k < bins; ++k) {
    centres(k) = lowest + width * (static_cast<double>(k) + 0.5);
  }
  for (const double value : finite) {
    counts(std::min(bins - 1, static_cast<arma::uword>((value - lowest) / width))) += 1;
  }
  return add({Kind::bars, centres, counts, std::move(style), width});
}

Panel& Panel::image(const arma::mat& values, ImageStyle style) {
  if (!values.is_finite() && arma::uvec(arma::find_finite(values)).is_empty()) {
    throw std::invalid_argument(fmt::format(
        "the image of the panel {} cannot be drawn: none of its {} x {} entries is finite",
        quoted(settings_.title, "without a title"), values.n_rows, values.n_cols));
  }
  if (values.is_empty()) {
    throw std::invalid_argument(
        fmt::format("the image of the panel {} is a {} x {} matrix: there is "
                    "nothing to draw",
                    quoted(settings_.title, "without a title"), values.n_rows, values.n_cols));
  }
  images_.push_back({values, style});
  return *this;
}

Panel& Panel::picture(const arma::cube& rgb) {
  if (rgb.n_slices != 3 || rgb.is_empty()) {
    throw std::invalid_argument(fmt::format(
        "the picture of the panel {} is a cube of {} x {} x {}: give it rows, columns, "
        "and three slices for red, green and blue",
        quoted(settings_.title, "without a title"), rgb.n_rows, rgb.n_cols, rgb.n_slices));
  }
  pictures_.push_back(rgb);
  return *this;
}

Panel& Panel::vertical(double x, std::string text) {
  references_.push_back({true, x, std::move(text)});
  return *this;
}

Panel& Panel::horizontal(double y, std::string text) {
  references_.push_back({false, y, std::move(text)});
  return *this;
}

Panel& Panel::text(double x, double y, std::string words) {
  words_.push_back({x, y, std::move(words)});
  return *this;
}

}  // namespace descent::plot
