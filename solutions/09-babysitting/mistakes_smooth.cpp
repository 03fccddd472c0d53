// Known mistakes: smooth.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::vec smooth_divides_by_window(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s(values.n_elem);
  for (arma::uword i = 0; i < values.n_elem; ++i) {
    const arma::uword first = i + 1 > window ? i + 1 - window : 0;
    s(i) = arma::accu(values.subvec(first, i)) / count(window);
  }
  return s;
}
DESCENT_MISTAKE(smooth, smooth_divides_by_window,
                "You divide by window everywhere. At the beginning there are fewer values, and the "
                "mean is biased towards 0: divide by how many there are.",
                "the-beginning-of-the-curve");

arma::vec smooth_window_plus_one(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s(values.n_elem);
  for (arma::uword i = 0; i < values.n_elem; ++i)
    s(i) = arma::mean(values.subvec(i > window ? i - window : 0, i));
  return s;
}
DESCENT_MISTAKE(smooth, smooth_window_plus_one,
                "Your window has one value too many: from i - window to i are window + 1 of them.",
                "smoothing");

arma::vec smooth_window_minus_one(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s(values.n_elem);
  const arma::uword w = std::max<arma::uword>(1, window - 1);
  for (arma::uword i = 0; i < values.n_elem; ++i)
    s(i) = arma::mean(values.subvec(i + 1 > w ? i + 1 - w : 0, i));
  return s;
}
DESCENT_MISTAKE(smooth, smooth_window_minus_one,
                "Your window has one value too few: the entry itself and window - 1 before it.",
                "smoothing");

arma::vec smooth_without_itself(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s = values;
  for (arma::uword i = 1; i < values.n_elem; ++i)
    s(i) = arma::mean(values.subvec(i > window ? i - window : 0, i - 1));
  return s;
}
DESCENT_MISTAKE(smooth, smooth_without_itself,
                "Your window ends before the entry itself. It belongs to its own window.",
                "smoothing");

arma::vec smooth_centred(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s(values.n_elem);
  const arma::uword left = (window - 1) / 2, right = window / 2;
  for (arma::uword i = 0; i < values.n_elem; ++i)
    s(i) =
        arma::mean(values.subvec(i > left ? i - left : 0, std::min(i + right, values.n_elem - 1)));
  return s;
}
DESCENT_MISTAKE(
    smooth, smooth_centred,
    "Your window is centred: it looks into the future. Take the entry and those before it.",
    "smoothing");

arma::vec smooth_forward(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s(values.n_elem);
  for (arma::uword i = 0; i < values.n_elem; ++i)
    s(i) = arma::mean(values.subvec(i, std::min(i + window - 1, values.n_elem - 1)));
  return s;
}
DESCENT_MISTAKE(smooth, smooth_forward,
                "Your window runs forward from each entry. Take the entry and those before it.",
                "smoothing");

arma::vec smooth_exponential(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s = values;
  const double a = 2 / (count(window) + 1);
  for (arma::uword i = 1; i < values.n_elem; ++i) s(i) = a * values(i) + (1 - a) * s(i - 1);
  return s;
}
DESCENT_MISTAKE(smooth, smooth_exponential,
                "That is an exponential average. It never forgets; asked for is the mean of the "
                "last window values.",
                "smoothing");

arma::vec smooth_exponential_from_zero(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s(values.n_elem);
  const double a = 2 / (count(window) + 1);
  double last = 0;
  for (arma::uword i = 0; i < values.n_elem; ++i) s(i) = last = a * values(i) + (1 - a) * last;
  return s;
}
DESCENT_MISTAKE(smooth, smooth_exponential_from_zero,
                "That is an exponential average that begins at 0, and is biased towards it for a "
                "long time. Asked for is the mean of the last window values.",
                "the-beginning-of-the-curve");

arma::vec smooth_cumulative(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s(values.n_elem);
  for (arma::uword i = 0; i < values.n_elem; ++i) s(i) = arma::mean(values.head(i + 1));
  return s;
}
DESCENT_MISTAKE(
    smooth, smooth_cumulative,
    "You take the mean of everything from the beginning. Only the last window values count.",
    "smoothing");

arma::vec smooth_running_sum(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s(values.n_elem);
  double sum = 0;
  for (arma::uword i = 0; i < values.n_elem; ++i) {
    sum += values(i);
    if (i >= window) sum -= values(i - window);
    s(i) = sum / count(std::min(i + 1, window));
  }
  return s;
}
DESCENT_MISTAKE(smooth, smooth_running_sum,
                "You keep a running sum. A NaN that has once got into it never leaves (NaN - NaN "
                "is NaN). Sum each window afresh.",
                "what-leaves-the-window");

arma::vec smooth_ignores_nan(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s(values.n_elem);
  for (arma::uword i = 0; i < values.n_elem; ++i) {
    const arma::vec w = values.subvec(i + 1 > window ? i + 1 - window : 0, i);
    const arma::vec f = w.elem(arma::find_finite(w));
    s(i) = f.is_empty() ? arma::datum::nan : arma::mean(f);
  }
  return s;
}
DESCENT_MISTAKE(smooth, smooth_ignores_nan,
                "You leave out NaN and infinity. A smoothed curve must not hide that the loss "
                "broke: they belong into the means of their windows.",
                "what-leaves-the-window");

arma::vec smooth_shorter(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  if (values.n_elem < window)
    return arma::vec(values.n_elem).fill(values.is_empty() ? 0 : arma::mean(values));
  arma::vec s(values.n_elem - window + 1);
  for (arma::uword i = 0; i < s.n_elem; ++i) s(i) = arma::mean(values.subvec(i, i + window - 1));
  return s;
}
DESCENT_MISTAKE(smooth, smooth_shorter,
                "You return full windows only, so that the curve gets shorter. As many entries as "
                "values: the first ones have the mean of what there is.",
                "the-beginning-of-the-curve");

arma::vec smooth_raw_beginning(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s = values;
  for (arma::uword i = window - 1; i < values.n_elem; ++i)
    s(i) = arma::mean(values.subvec(i + 1 - window, i));
  return s;
}
DESCENT_MISTAKE(smooth, smooth_raw_beginning,
                "The first entries are not smoothed at all. They are the mean of what there is, "
                "from the beginning to the entry itself.",
                "the-beginning-of-the-curve");

arma::vec smooth_nan_beginning(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s(values.n_elem);
  s.fill(arma::datum::nan);
  for (arma::uword i = window - 1; i < values.n_elem; ++i)
    s(i) = arma::mean(values.subvec(i + 1 - window, i));
  return s;
}
DESCENT_MISTAKE(smooth, smooth_nan_beginning,
                "The first entries are NaN. They are the mean of what there is, from the beginning "
                "to the entry itself.",
                "the-beginning-of-the-curve");

arma::vec smooth_repeats_the_first(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s(values.n_elem);
  for (arma::uword i = 0; i < values.n_elem; ++i) {
    double sum = 0;
    for (arma::uword back = 0; back < window; ++back) sum += values(i > back ? i - back : 0);
    s(i) = sum / count(window);
  }
  return s;
}
DESCENT_MISTAKE(smooth, smooth_repeats_the_first,
                "At the beginning you repeat the first value until the window is full, so that it "
                "counts too much. Take only what there is.",
                "the-beginning-of-the-curve");

arma::vec smooth_in_place(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s = values;
  for (arma::uword i = 0; i < values.n_elem; ++i)
    s(i) = arma::mean(s.subvec(i + 1 > window ? i + 1 - window : 0, i));
  return s;
}
DESCENT_MISTAKE(smooth, smooth_in_place,
                "You smooth values that are smoothed already: the result is written over what is "
                "still needed. Read from values, write into another vector.",
                "smoothing");

arma::vec smooth_median(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s(values.n_elem);
  for (arma::uword i = 0; i < values.n_elem; ++i) {
    const arma::vec w = values.subvec(i + 1 > window ? i + 1 - window : 0, i);
    s(i) = w.has_nan() ? arma::datum::nan : arma::median(w);
  }
  return s;
}
DESCENT_MISTAKE(smooth, smooth_median, "That is the median of the window. Asked for is the mean.",
                "smoothing");

arma::vec smooth_sum(const arma::vec& values, arma::uword window) {
  require_some(window, "values in a window");
  arma::vec s(values.n_elem);
  for (arma::uword i = 0; i < values.n_elem; ++i)
    s(i) = arma::accu(values.subvec(i + 1 > window ? i + 1 - window : 0, i));
  return s;
}
DESCENT_MISTAKE(
    smooth, smooth_sum,
    "You sum and do not divide. The mean is the sum divided by how many values are in it.",
    "smoothing");

}  // namespace
}  // namespace descent
