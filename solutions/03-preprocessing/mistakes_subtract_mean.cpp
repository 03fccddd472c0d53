#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

Preprocessor only_shift(const arma::rowvec& shift) {
  return {shift, arma::ones<arma::rowvec>(shift.n_elem)};
}

void check(const arma::mat& train, MeanOf of, arma::uword channels) {
  require_finite_examples(train);
  if (of == MeanOf::channel) require_colour_planes(train, channels);
}

Preprocessor subtract_always_a_scalar(const arma::mat& train, MeanOf of, arma::uword channels) {
  check(train, of, channels);
  return only_shift(arma::rowvec(train.n_cols, arma::fill::value(arma::mean(arma::mean(train)))));
}
DESCENT_MISTAKE(
    subtract_mean, subtract_always_a_scalar,
    "You subtract one number everywhere. With MeanOf::feature each column has a mean of "
    "its own, with MeanOf::channel each colour.",
    "which-mean");

Preprocessor subtract_scalar_for_features(const arma::mat& train, MeanOf of, arma::uword channels) {
  return of == MeanOf::feature ? subtract_mean(train, MeanOf::everything, channels)
                               : subtract_mean(train, of, channels);
}
DESCENT_MISTAKE(
    subtract_mean, subtract_scalar_for_features,
    "With MeanOf::feature you subtract one number everywhere. Each column has a mean of "
    "its own: arma::mean(train, 0).",
    "subtract-the-mean");

Preprocessor subtract_always_features(const arma::mat& train, MeanOf of, arma::uword channels) {
  check(train, of, channels);
  return only_shift(arma::mean(train, 0));
}
DESCENT_MISTAKE(subtract_mean, subtract_always_features,
                "You return the mean of each column, whatever was asked for. MeanOf::everything is "
                "one number, MeanOf::channel one for each colour.",
                "which-mean");

Preprocessor subtract_one_by_one(const arma::mat& train, MeanOf of, arma::uword channels) {
  Preprocessor fitted = subtract_mean(train, of, channels);
  if (of == MeanOf::everything) fitted.shift = fitted.shift.head(1).eval();
  return fitted;
}
DESCENT_MISTAKE(subtract_mean, subtract_one_by_one,
                "With MeanOf::everything your shift is 1 x 1. It is always 1 x D: write the number "
                "into every place, with shift.fill(mean).",
                "which-mean");

Preprocessor subtract_rows(const arma::mat& train, MeanOf of, arma::uword channels) {
  check(train, of, channels);
  if (of != MeanOf::feature) return subtract_mean(train, of, channels);
  return only_shift(arma::mean(train, 1).t());
}
DESCENT_MISTAKE(
    subtract_mean, subtract_rows,
    "You take the mean of each row: arma::mean(train, 1). Rows are examples; the mean of "
    "a feature runs down its column, arma::mean(train, 0).",
    "rows-are-examples");

Preprocessor subtract_interleaved_channels(const arma::mat& train, MeanOf of,
                                           arma::uword channels) {
  check(train, of, channels);
  if (of != MeanOf::channel) return subtract_mean(train, of, channels);
  const arma::rowvec means = arma::mean(train, 0);
  arma::rowvec shift(train.n_cols);
  for (arma::uword j = 0; j < train.n_cols; ++j) {
    double sum = 0;
    for (arma::uword k = j % channels; k < train.n_cols; k += channels) sum += means(k);
    shift(j) = sum / count(train.n_cols / channels);
  }
  return only_shift(shift);
}
DESCENT_MISTAKE(subtract_mean, subtract_interleaved_channels,
                "You take the channel of column j to be j % channels, as if each pixel's colours "
                "stood together. The columns are planes: all red, then all green, then all blue; "
                "the channel is j / (D / channels).",
                "planes-not-pixels");

Preprocessor subtract_blocks_of_channels(const arma::mat& train, MeanOf of, arma::uword channels) {
  check(train, of, channels);
  if (of != MeanOf::channel) return subtract_mean(train, of, channels);
  return subtract_mean(train, MeanOf::channel, train.n_cols / channels);
}
DESCENT_MISTAKE(
    subtract_mean, subtract_blocks_of_channels,
    "You cut the columns into blocks of `channels` columns. There are `channels` blocks, "
    "each of D / channels columns.",
    "planes-not-pixels");

Preprocessor subtract_first_channel(const arma::mat& train, MeanOf of, arma::uword channels) {
  check(train, of, channels);
  if (of != MeanOf::channel) return subtract_mean(train, of, channels);
  const double mean = arma::mean(arma::mean(train.head_cols(train.n_cols / channels)));
  return only_shift(arma::rowvec(train.n_cols, arma::fill::value(mean)));
}
DESCENT_MISTAKE(subtract_mean, subtract_first_channel,
                "You subtract the mean of the first channel from all of them. Each channel has a "
                "mean of its own.",
                "planes-not-pixels");

Preprocessor subtract_scale_of_zero(const arma::mat& train, MeanOf of, arma::uword channels) {
  Preprocessor fitted = subtract_mean(train, of, channels);
  fitted.scale.zeros();
  return fitted;
}
DESCENT_MISTAKE(
    subtract_mean, subtract_scale_of_zero,
    "Your scale is 0. The data will be divided by it: where nothing is to be scaled, it "
    "is 1.",
    "shift-then-scale");

Preprocessor subtract_and_standardize(const arma::mat& train, MeanOf of, arma::uword channels) {
  Preprocessor fitted = subtract_mean(train, of, channels);
  fitted.scale = standardize(train).scale;
  return fitted;
}
DESCENT_MISTAKE(
    subtract_mean, subtract_and_standardize,
    "You scale the data, too. subtract_mean only takes the mean away: every scale is 1.",
    "subtract-the-mean");

Preprocessor subtract_the_sum(const arma::mat& train, MeanOf of, arma::uword channels) {
  Preprocessor fitted = subtract_mean(train, of, channels);
  fitted.shift *= count(train.n_rows);
  return fitted;
}
DESCENT_MISTAKE(subtract_mean, subtract_the_sum,
                "You return the sum over the examples. Divide it by N.", "subtract-the-mean");

Preprocessor subtract_negative(const arma::mat& train, MeanOf of, arma::uword channels) {
  Preprocessor fitted = subtract_mean(train, of, channels);
  fitted.shift *= -1;
  return fitted;
}
DESCENT_MISTAKE(subtract_mean, subtract_negative,
                "Your shift is minus the mean. preprocess subtracts it: the shift is the mean.",
                "shift-then-scale");

Preprocessor subtract_median(const arma::mat& train, MeanOf of, arma::uword channels) {
  if (of != MeanOf::feature) return subtract_mean(train, of, channels);
  require_finite_examples(train);
  return only_shift(arma::median(train, 0));
}
DESCENT_MISTAKE(subtract_mean, subtract_median,
                "You subtract the median of each column. It is robust, but the mean is asked for.",
                "subtract-the-mean");

Preprocessor subtract_without_checks(const arma::mat& train, MeanOf of, arma::uword channels) {
  if (train.is_empty()) return {arma::zeros(1, train.n_cols), arma::ones(1, train.n_cols)};
  arma::rowvec shift(train.n_cols, arma::fill::zeros);
  const arma::uword groups = of == MeanOf::everything ? 1
                             : of == MeanOf::feature  ? train.n_cols
                                                      : std::max<arma::uword>(channels, 1);
  const arma::uword width = std::max<arma::uword>(train.n_cols / groups, 1);
  for (arma::uword begin = 0; begin + width <= train.n_cols; begin += width) {
    const double mean =
        arma::accu(train.cols(begin, begin + width - 1)) / count(width * train.n_rows);
    shift.subvec(begin, begin + width - 1).fill(mean);
  }
  return only_shift(shift);
}
DESCENT_MISTAKE(subtract_mean, subtract_without_checks,
                "You do not check the input. Begin with require_finite_examples(train), and for "
                "MeanOf::channel with require_colour_planes(train, channels).",
                "refuse-bad-input");

Preprocessor subtract_without_checking_channels(const arma::mat& train, MeanOf of,
                                                arma::uword channels) {
  require_finite_examples(train);
  return subtract_without_checks(train, of, channels);
}
DESCENT_MISTAKE(subtract_mean, subtract_without_checking_channels,
                "You do not check the number of channels. For MeanOf::channel call "
                "require_colour_planes(train, channels).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
