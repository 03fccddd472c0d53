// Known mistakes: the relative error.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat error_absolute(const arma::mat& analytic, const arma::mat& numeric) {
  return errors_by(analytic, numeric, [](double a, double n) { return std::abs(a - n); });
}
DESCENT_MISTAKE(relative_error, error_absolute,
                "This is the absolute difference. 1e-4 is little next to a gradient of 1, and a "
                "disaster next to one of 1e-5: divide by max(|a|, |n|).",
                "relative-error");

arma::mat error_by_the_sum(const arma::mat& analytic, const arma::mat& numeric) {
  return errors_by(analytic, numeric, [](double a, double n) {
    return std::abs(a - n) / (std::abs(a) + std::abs(n));
  });
}
DESCENT_MISTAKE(relative_error, error_by_the_sum,
                "You divide by |a| + |n|. That is seen in other checkers, too, but is up to half "
                "as large as ours: divide by the larger of the two.",
                "relative-error");

arma::mat error_by_the_mean(const arma::mat& analytic, const arma::mat& numeric) {
  return errors_by(analytic, numeric, [](double a, double n) {
    return std::abs(a - n) / ((std::abs(a) + std::abs(n)) / 2);
  });
}
DESCENT_MISTAKE(relative_error, error_by_the_mean,
                "You divide by the mean of |a| and |n|; the formula has the larger of the two.",
                "relative-error");

arma::mat error_by_the_analytic(const arma::mat& analytic, const arma::mat& numeric) {
  return errors_by(analytic, numeric,
                   [](double a, double n) { return std::abs(a - n) / std::abs(a); });
}
DESCENT_MISTAKE(relative_error, error_by_the_analytic,
                "You divide by the analytic gradient alone, which may be the wrong one, or 0. "
                "Divide by the larger of |a| and |n|.",
                "relative-error");

arma::mat error_by_the_numeric(const arma::mat& analytic, const arma::mat& numeric) {
  return errors_by(analytic, numeric,
                   [](double a, double n) { return std::abs(a - n) / std::abs(n); });
}
DESCENT_MISTAKE(relative_error, error_by_the_numeric,
                "You divide by the numeric gradient alone. Where that is tiny or 0 the error blows "
                "up: divide by the larger of |a| and |n|.",
                "relative-error");

arma::mat error_by_the_smaller(const arma::mat& analytic, const arma::mat& numeric) {
  return errors_by(analytic, numeric, [](double a, double n) {
    return std::abs(a - n) / std::min(std::abs(a), std::abs(n));
  });
}
DESCENT_MISTAKE(relative_error, error_by_the_smaller,
                "You divide by the smaller of |a| and |n|; take the larger one.", "relative-error");

arma::mat error_zero_over_zero(const arma::mat& analytic, const arma::mat& numeric) {
  arma::mat errors = relative_error(analytic, numeric);
  for (arma::uword k = 0; k < errors.n_elem; ++k) {
    if (analytic(k) == 0 && numeric(k) == 0) errors(k) = arma::datum::nan;
  }
  return errors;
}
DESCENT_MISTAKE(relative_error, error_zero_over_zero,
                "Where both gradients are 0 you divide 0 by 0 and get NaN. They are equal, so the "
                "error is 0; look at this case first.",
                "nan-must-not-pass");

arma::mat error_one_where_both_are_zero(const arma::mat& analytic, const arma::mat& numeric) {
  arma::mat errors = relative_error(analytic, numeric);
  for (arma::uword k = 0; k < errors.n_elem; ++k) {
    if (analytic(k) == 0 && numeric(k) == 0) errors(k) = 1;
  }
  return errors;
}
DESCENT_MISTAKE(relative_error, error_one_where_both_are_zero,
                "Two gradients of 0 agree perfectly: their error is 0, not 1. A unit that is off "
                "has such gradients, and nothing is wrong with it.",
                "nan-must-not-pass");

arma::mat error_zero_where_one_is_zero(const arma::mat& analytic, const arma::mat& numeric) {
  return errors_by(analytic, numeric, [](double a, double n) {
    return a == 0 || n == 0 ? 0 : std::abs(a - n) / std::max(std::abs(a), std::abs(n));
  });
}
DESCENT_MISTAKE(relative_error, error_zero_where_one_is_zero,
                "You return 0 if one of the gradients is 0. A gradient that is 0 where it must not "
                "be is as wrong as can be, its error is 1: only both may be 0.",
                "nan-must-not-pass");

arma::mat error_with_a_floor(const arma::mat& analytic, const arma::mat& numeric) {
  return errors_by(analytic, numeric, [](double a, double n) {
    return std::abs(a - n) / std::max(1e-8, std::max(std::abs(a), std::abs(n)));
  });
}
DESCENT_MISTAKE(relative_error, error_with_a_floor,
                "You keep the denominator above 1e-8, so gradients below that are hardly compared "
                "at all. There is no such constant here: only the case of 0 and 0 is special.",
                "tiny-gradients");

arma::mat error_with_a_lower_floor(const arma::mat& analytic, const arma::mat& numeric) {
  return errors_by(analytic, numeric, [](double a, double n) {
    return std::abs(a - n) / std::max(1e-12, std::max(std::abs(a), std::abs(n)));
  });
}
DESCENT_MISTAKE(relative_error, error_with_a_lower_floor,
                "You keep the denominator above 1e-12. That is small, but gradients of early "
                "layers may be smaller, and are hardly compared then: only the case of 0 and 0 is "
                "special.",
                "tiny-gradients");

arma::mat error_with_an_epsilon(const arma::mat& analytic, const arma::mat& numeric) {
  return errors_by(analytic, numeric, [](double a, double n) {
    return std::abs(a - n) / (std::max(std::abs(a), std::abs(n)) + 1e-12);
  });
}
DESCENT_MISTAKE(relative_error, error_with_an_epsilon,
                "You add a small number to the denominator against 0/0. It hides the errors of "
                "all gradients smaller than it: treat 0 and 0 by itself instead.",
                "tiny-gradients");

arma::mat error_with_an_absolute_threshold(const arma::mat& analytic, const arma::mat& numeric) {
  return errors_by(analytic, numeric, [](double a, double n) {
    const double difference = std::abs(a - n);
    return difference < 1e-8 ? 0 : difference / std::max(std::abs(a), std::abs(n));
  });
}
DESCENT_MISTAKE(relative_error, error_with_an_absolute_threshold,
                "You take differences below an absolute threshold for 0. Early layers may have "
                "gradients that are all smaller than that.",
                "relative-error");

arma::mat error_with_a_sign(const arma::mat& analytic, const arma::mat& numeric) {
  return errors_by(analytic, numeric,
                   [](double a, double n) { return (a - n) / std::max(std::abs(a), std::abs(n)); });
}
DESCENT_MISTAKE(relative_error, error_with_a_sign,
                "Your error is negative where a < n, and a negative error is below every "
                "threshold: |a - n| is missing its bars.",
                "relative-error");

arma::mat error_max_without_bars(const arma::mat& analytic, const arma::mat& numeric) {
  return errors_by(analytic, numeric,
                   [](double a, double n) { return std::abs(a - n) / std::max(a, n); });
}
DESCENT_MISTAKE(relative_error, error_max_without_bars,
                "You divide by max(a, n), without the absolute values: with two negative gradients "
                "that is the smaller one and the error becomes negative.",
                "relative-error");

arma::mat error_by_the_largest_of_all(const arma::mat& analytic, const arma::mat& numeric) {
  double largest = 0;
  for (arma::uword k = 0; k < analytic.n_elem; ++k) {
    if (!std::isfinite(analytic(k)) || !std::isfinite(numeric(k))) continue;
    largest = std::max({largest, std::abs(analytic(k)), std::abs(numeric(k))});
  }
  return errors_by(analytic, numeric,
                   [&](double a, double n) { return std::abs(a - n) / largest; });
}
DESCENT_MISTAKE(relative_error, error_by_the_largest_of_all,
                "You divide every difference by the largest gradient of the whole matrix, so a "
                "wrong small entry next to a large one passes. Each entry has its own max(|a|, "
                "|n|).",
                "relative-error");

arma::mat error_of_the_norms(const arma::mat& analytic, const arma::mat& numeric) {
  const arma::mat errors = relative_error(analytic, numeric);
  const arma::mat difference = analytic - numeric;
  const double scale =
      std::max(arma::norm(arma::vectorise(analytic)), arma::norm(arma::vectorise(numeric)));
  const double error = scale > 0 ? arma::norm(arma::vectorise(difference)) / scale : 0;
  return arma::mat(arma::size(errors), arma::fill::value(error));
}
DESCENT_MISTAKE(relative_error, error_of_the_norms,
                "You compare the norms of the whole matrices, one number for all entries. Every "
                "entry has an error of its own.",
                "relative-error");

arma::mat error_lets_nan_pass(const arma::mat& analytic, const arma::mat& numeric) {
  require_comparable(analytic, numeric);
  arma::mat errors(arma::size(analytic), arma::fill::zeros);
  for (arma::uword k = 0; k < errors.n_elem; ++k) {
    const double larger = std::max(std::abs(analytic(k)), std::abs(numeric(k)));
    const double difference = std::abs(analytic(k) - numeric(k));
    if (larger > 0 && difference > 0) errors(k) = difference / larger;
  }
  return errors;
}
DESCENT_MISTAKE(relative_error, error_lets_nan_pass,
                "Where a gradient is NaN your error is 0 (or NaN): `NaN > 0` is false, so the case "
                "falls through to what you do for zeros. Ask std::isfinite first.",
                "nan-must-not-pass");

arma::mat error_stays_nan(const arma::mat& analytic, const arma::mat& numeric) {
  arma::mat errors = relative_error(analytic, numeric);
  for (arma::uword k = 0; k < errors.n_elem; ++k) {
    const double a = analytic(k);
    const double n = numeric(k);
    if (!std::isfinite(a) || !std::isfinite(n)) {
      errors(k) = std::abs(a - n) / std::max(std::abs(a), std::abs(n));
    }
  }
  return errors;
}
DESCENT_MISTAKE(relative_error, error_stays_nan,
                "Where a gradient is NaN or infinite your error is NaN, and no `error > threshold` "
                "will ever notice it. Return infinity there.",
                "nan-must-not-pass");

arma::mat error_equal_infinities(const arma::mat& analytic, const arma::mat& numeric) {
  arma::mat errors = relative_error(analytic, numeric);
  for (arma::uword k = 0; k < errors.n_elem; ++k) {
    if (analytic(k) == numeric(k)) errors(k) = 0;
  }
  return errors;
}
DESCENT_MISTAKE(relative_error, error_equal_infinities,
                "Two infinite gradients are equal to you, so their error is 0. A gradient that is "
                "not finite is never right: test std::isfinite before you test equality.",
                "nan-must-not-pass");

arma::mat error_without_checks(const arma::mat& analytic, const arma::mat& numeric) {
  arma::mat errors(arma::size(analytic), arma::fill::zeros);
  for (arma::uword k = 0; k < std::min(analytic.n_elem, numeric.n_elem); ++k) {
    errors(k) = arma::as_scalar(relative_error(arma::mat{analytic(k)}, arma::mat{numeric(k)}));
  }
  return errors;
}
DESCENT_MISTAKE(relative_error, error_without_checks,
                "You compare matrices of different shapes, or empty ones. Begin with "
                "require_comparable(analytic, numeric).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
