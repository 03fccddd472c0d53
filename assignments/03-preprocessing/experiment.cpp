// The experiment of stage 03, drawn with your own functions: a cloud on its way to being white, and
// the principal components of real pictures.
//
// The pictures are the digits that come with the course, 8 x 8. If the environment variable
// DESCENT_DATA names a folder with cifar-10-batches-bin/, they are photographs, made half as large
// in each direction (16 x 16, so 768 numbers instead of 3,072) to stay quick.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "datasets/cifar10.hpp"
#include "datasets/data_folder.hpp"
#include "datasets/digits.hpp"
#include "harness/plot/experiment.hpp"
#include "harness/plot/mosaic.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent {
namespace {

using plot::Colour;

// Added to every eigenvalue before pictures are whitened. Their numbers go from 0 to 1; try 1e-5,
// and 1.
constexpr double kEpsilon = 1e-2;

/// Pictures with numbers from 0 to 1, a picture a row.
struct Pictures {
  std::string name;
  arma::mat train;
  arma::mat test;
  plot::PictureShape shape;
};

/// Every 2 x 2 pixels become their mean.
arma::mat halved(const arma::mat& pictures) {
  const arma::uword side = datasets::kCifar10Side, half = side / 2;
  arma::mat small(pictures.n_rows, 3 * half * half);
  for (arma::uword colour = 0; colour < 3; ++colour) {
    for (arma::uword row = 0; row < half; ++row) {
      for (arma::uword column = 0; column < half; ++column) {
        const arma::uword from = colour * side * side + 2 * row * side + 2 * column;
        small.col((colour * half + row) * half + column) =
            (pictures.col(from) + pictures.col(from + 1) + pictures.col(from + side) +
             pictures.col(from + side + 1)) /
            4;
      }
    }
  }
  return small;
}

Pictures load() {
  const auto cifar = datasets::cifar10_folder();
  if (!cifar) {
    const datasets::Split digits = datasets::digits_split();
    return {"digits", digits.train.inputs / 16, digits.test.inputs / 16, {.height = 8, .width = 8}};
  }
  const datasets::Split photographs = datasets::load_cifar10_folder(*cifar, 600);
  const arma::uword side = datasets::kCifar10Side / 2;
  return {"CIFAR-10",
          halved(photographs.train.inputs) / 255,
          halved(photographs.test.inputs) / 255,
          {.height = side, .width = side, .channels = 3}};
}

/// A few hundred points of two features that have little to do with 0 and much with each other.
arma::mat cloud(Rng& rng) {
  arma::mat points = rng.normal(240, 2) * arma::mat{{2.1, 1.0}, {0, 0.55}};
  points.each_row() += arma::rowvec{4.5, 3};
  return points;
}

/// The two halves of a cloud in two colours, so that a rotation can be followed.
void draw_cloud(plot::Panel& panel, const arma::mat& points, const arma::uvec& left,
                const arma::uvec& right) {
  const arma::mat one = points.rows(left), other = points.rows(right);
  panel.points(one.col(0), one.col(1), {.colour = Colour::blue, .width = 0.8})
      .points(other.col(0), other.col(1), {.colour = Colour::vermillion, .width = 0.8});
}

plot::PanelSettings cloud_panel(std::string title, std::string x, std::string y, double size) {
  const plot::Range range{-size, size};
  return {.title = std::move(title),
          .x = {.label = std::move(x), .range = range},
          .y = {.label = std::move(y), .range = range},
          .legend = plot::Legend::bottom_right};
}

void draw_clouds(plot::Figure& figure, Rng& rng) {
  const arma::mat points = cloud(rng);
  const Preprocessor mean = submission::subtract_mean(points, MeanOf::feature, 1);
  const arma::mat centred = submission::preprocess(mean, points);
  const arma::mat standard = submission::preprocess(submission::standardize(points), points);
  const Pca pca = submission::pca_fit(points);
  const arma::mat rotated = submission::pca_project(pca, points, 2);
  const arma::mat white = submission::whiten(pca, points, 1e-5);
  const arma::uvec left = arma::find(rotated.col(0) < 0), right = arma::find(rotated.col(0) >= 0);

  figure.panel(cloud_panel("Subtract the mean", "feature 1", "feature 2", 10))
      .points(points.col(0), points.col(1),
              {.name = "as they came", .colour = Colour::grey, .width = 0.8})
      .points(centred.col(0), centred.col(1),
              {.name = "mean subtracted", .colour = Colour::green, .width = 0.8})
      .vertical(0)
      .horizontal(0);
  plot::Panel& scaled =
      figure.panel(cloud_panel("Standardize", "feature 1 / its σ", "feature 2 / its σ", 4));
  draw_cloud(scaled, standard, left, right);
  plot::Panel& decorrelated =
      figure.panel(cloud_panel("Decorrelate", "along the first axis", "along the second axis", 8));
  draw_cloud(decorrelated, rotated, left, right);
  plot::Panel& whitened =
      figure.panel(cloud_panel("Whiten", "first axis / √λ", "second axis / √λ", 4));
  draw_cloud(whitened, white, left, right);
}

/// Where the lines of a mosaic are, for the words beside them.
std::vector<plot::Tick> line_names(const std::vector<std::string>& names,
                                   const plot::PictureShape& shape) {
  std::vector<plot::Tick> ticks;
  const arma::uword step = shape.height + std::max<arma::uword>(1, shape.width / 8);
  for (std::size_t i = 0; i < names.size(); ++i) {
    ticks.push_back(
        {static_cast<double>(i * step) + static_cast<double>(shape.height - 1) / 2, names[i]});
  }
  return ticks;
}

void draw_pictures(plot::Figure& figure, const Pictures& data, const Pca& pca) {
  const arma::mat shown = data.test.head_rows(36);
  figure.panel({.title = "Pictures"}).picture(plot::mosaic(shown, data.shape, 6));
  figure.panel({.title = "The first 36 eigenvectors"})
      .picture(plot::mosaic(plot::around_grey(pca.U.head_cols(36).t()), data.shape, 6));

  const arma::mat few = data.test.head_rows(6);
  arma::mat reconstructed = few;
  std::vector<std::string> names = {"original"};
  const arma::uvec ks =
      pca.mean.n_elem < 100 ? arma::uvec{40, 20, 10, 5, 2} : arma::uvec{400, 150, 50, 15, 5};
  for (const arma::uword k : ks) {
    const arma::mat back = submission::pca_reconstruct(pca, submission::pca_project(pca, few, k));
    reconstructed = arma::join_cols(reconstructed, back);
    names.push_back("k = " + std::to_string(k));
  }
  figure
      .panel(
          {.title = "Reconstructed from k numbers", .y = {.ticks = line_names(names, data.shape)}})
      .picture(plot::mosaic(reconstructed, data.shape, 6));
  const arma::mat white = submission::whiten_to_pixels(pca, shown, kEpsilon);
  figure.panel({.title = "Whitened, rotated back"})
      .picture(plot::mosaic(plot::around_grey(white), data.shape, 6));
}

/// The mean squared distance of a picture from its reconstruction.
double error_of(const Pca& pca, const arma::mat& X, arma::uword k) {
  const arma::mat back = submission::pca_reconstruct(pca, submission::pca_project(pca, X, k));
  return arma::accu(arma::square(back - X)) / static_cast<double>(X.n_rows);
}

void draw_spectrum(plot::Figure& figure, const Pictures& data, const Pca& pca) {
  const arma::uword d = pca.mean.n_elem;
  const arma::vec order = arma::regspace(1, static_cast<double>(d));
  // What is 0 up to round-off has no place on a logarithmic axis.
  arma::vec values = pca.eigenvalues;
  values.elem(arma::find(values < 1e-9 * values(0))).fill(arma::datum::nan);
  figure
      .panel({.title = "Spectrum",
              .x = {.label = "component"},
              .y = {.label = "eigenvalue λ", .log = true}})
      .line(order, values)
      .horizontal(kEpsilon, "ε");

  // Every call takes all axes along, so it is asked for some k only; and which k is enough, by
  // halving what is in question.
  const arma::uvec some = arma::unique(arma::conv_to<arma::uvec>::from(
      arma::round(arma::linspace(1, static_cast<double>(d), std::min<arma::uword>(d, 64)))));
  arma::vec part(some.n_elem);
  for (arma::uword i = 0; i < some.n_elem; ++i) {
    part(i) = submission::explained_variance(pca, some(i));
  }
  arma::uword too_few = 0, enough = d;
  while (enough - too_few > 1) {
    const arma::uword k = (enough + too_few) / 2;
    (submission::explained_variance(pca, k) >= 0.95 ? enough : too_few) = k;
  }
  figure
      .panel({.title = "Explained variance",
              .x = {.label = "components k"},
              .y = {.label = "part of the variance", .range = plot::Range{0, 1.02}}})
      .line(arma::conv_to<arma::vec>::from(some), part)
      .horizontal(0.95)
      .vertical(static_cast<double>(enough), "95 % with k = " + std::to_string(enough));

  const arma::mat seen = data.train.head_rows(300), unseen = data.test.head_rows(300);
  arma::vec ks(13), on_train(13), on_test(13);
  for (arma::uword i = 0; i < ks.n_elem; ++i) {
    const arma::uword k = 1 + i * (d - 1) / 16;
    ks(i) = static_cast<double>(k);
    on_train(i) = error_of(pca, seen, k);
    on_test(i) = error_of(pca, unseen, k);
  }
  figure
      .panel({.title = "Reconstruction error",
              .x = {.label = "components k"},
              .y = {.label = "squared error a picture", .log = true}})
      .line(ks, on_train, {.name = "training split"})
      .line(ks, on_test, {.name = "test split"});

  const arma::mat train = submission::whiten(pca, data.train, kEpsilon);
  const arma::mat test = submission::whiten(pca, data.test, kEpsilon);
  figure
      .panel({.title = "Variance after whitening",
              .x = {.label = "component"},
              .y = {.label = "variance", .range = plot::Range{0, 1.6}}})
      .line(order, arma::vec(arma::var(train, 1, 0).t()), {.name = "training: λ/(λ + ε)"})
      .points(order, arma::vec(arma::var(test, 1, 0).t()), {.name = "test", .width = 0.7});
}

}  // namespace

void draw(plot::Figure& figure) {
  Rng rng(3);
  const Pictures data = load();
  figure.title("Preprocessing: a cloud, and the principal components of " + data.name);
  figure.columns(4);
  figure.size({1640, 1264});
  draw_clouds(figure, rng);
  const Pca pca = submission::pca_fit(data.train);
  draw_pictures(figure, data, pca);
  draw_spectrum(figure, data, pca);
}

}  // namespace descent
