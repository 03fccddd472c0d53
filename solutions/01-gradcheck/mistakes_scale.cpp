// Known mistakes: the scale of the loss.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

using Gradients = std::vector<arma::mat>;

double largest_of(const Gradients& gradients) {
  require_scalable(gradients);
  double largest = 0;
  for (const arma::mat& gradient : gradients) {
    largest = std::max(largest, arma::abs(gradient).max());
  }
  return largest;
}

// The right rule for another measure m of how large the gradients are.
double scale_for(double m) { return m == 0 || m > 1e-10 ? 1 : std::min(1 / m, 1e300); }

double scale_by_the_smallest(const Gradients& gradients) {
  if (largest_of(gradients) == 0) return 1;
  double smallest = kInfinity;
  for (const arma::mat& gradient : gradients) {
    for (const double g : gradient) {
      if (g != 0) smallest = std::min(smallest, std::abs(g));
    }
  }
  return scale_for(smallest);
}
DESCENT_MISTAKE(loss_scale, scale_by_the_smallest,
                "You go by the smallest gradient. There is nearly always one that is tiny; what "
                "counts is the largest |g| of all.",
                "tiny-gradients");

double scale_by_the_mean(const Gradients& gradients) {
  require_scalable(gradients);
  double sum = 0;
  double entries = 0;
  for (const arma::mat& gradient : gradients) {
    sum += arma::accu(arma::abs(gradient));
    entries += count(gradient.n_elem);
  }
  return scale_for(sum / entries);
}
DESCENT_MISTAKE(loss_scale, scale_by_the_mean,
                "You go by the mean of |g|. A few large gradients among many zeros are then scaled "
                "far beyond 1: go by the largest |g|.",
                "tiny-gradients");

double scale_without_bars(const Gradients& gradients) {
  double largest = -kInfinity;
  require_scalable(gradients);
  for (const arma::mat& gradient : gradients) largest = std::max(largest, gradient.max());
  return scale_for(std::max(largest, 0.0));
}
DESCENT_MISTAKE(loss_scale, scale_without_bars,
                "You take the largest g instead of the largest |g|. Negative gradients count as "
                "well.",
                "tiny-gradients");

double scale_of_the_first_block(const Gradients& gradients) {
  require_scalable(gradients);
  return scale_for(arma::abs(gradients.front()).max());
}
DESCENT_MISTAKE(loss_scale, scale_of_the_first_block,
                "You look at the first gradient only. The loss has one factor for all of them: "
                "take the largest |g| of all blocks.",
                "tiny-gradients");

double scale_of_the_last_block(const Gradients& gradients) {
  require_scalable(gradients);
  return scale_for(arma::abs(gradients.back()).max());
}
DESCENT_MISTAKE(loss_scale, scale_of_the_last_block,
                "Only the last gradient counts: your maximum starts anew with every block.",
                "tiny-gradients");

double scale_upside_down(const Gradients& gradients) {
  const double m = largest_of(gradients);
  return m == 0 || m > 1e-10 ? 1 : m;
}
DESCENT_MISTAKE(loss_scale, scale_upside_down,
                "You return the size of the gradients, and multiplying with it makes them smaller "
                "still. Return about 1 over it.",
                "tiny-gradients");

double scale_of_infinity(const Gradients& gradients) {
  const double m = largest_of(gradients);
  return m > 1e-10 ? 1 : std::min(1 / m, m > 0 ? 1e300 : kInfinity);
}
DESCENT_MISTAKE(loss_scale, scale_of_infinity,
                "For gradients that are all 0 you return 1/0, which is infinite. No factor helps "
                "there: return 1.",
                "tiny-gradients");

double scale_overflows(const Gradients& gradients) {
  const double m = largest_of(gradients);
  return m == 0 || m > 1e-10 ? 1 : 1 / m;
}
DESCENT_MISTAKE(loss_scale, scale_overflows,
                "For the very smallest gradients 1/m is infinite. Keep the factor finite, for "
                "instance with std::min(1 / m, 1e300).",
                "tiny-gradients");

double scale_always(const Gradients& gradients) {
  const double m = largest_of(gradients);
  return m == 0 ? 1 : std::min(1 / m, 1e300);
}
DESCENT_MISTAKE(loss_scale, scale_always,
                "You scale gradients that need no scaling. Above 1e-10 the factor is 1.",
                "tiny-gradients");

double scale_early(const Gradients& gradients) {
  const double m = largest_of(gradients);
  return m == 0 || m > 1e-7 ? 1 : std::min(1 / m, 1e300);
}
DESCENT_MISTAKE(loss_scale, scale_early,
                "You scale gradients that are above 1e-10 as well. Only there do they become too "
                "small to compare.",
                "tiny-gradients");

double scale_late(const Gradients& gradients) {
  const double m = largest_of(gradients);
  return m == 0 || m > 1e-16 ? 1 : std::min(1 / m, 1e300);
}
DESCENT_MISTAKE(loss_scale, scale_late,
                "You leave gradients between 1e-16 and 1e-10 as they are. The trouble begins at "
                "1e-10.",
                "tiny-gradients");

double scale_not_on_the_border(const Gradients& gradients) {
  const double m = largest_of(gradients);
  return m == 0 || m >= 1e-10 ? 1 : std::min(1 / m, 1e300);
}
DESCENT_MISTAKE(loss_scale, scale_not_on_the_border,
                "A largest gradient of exactly 1e-10 needs scaling, too: m <= 1e-10.",
                "tiny-gradients");

double scale_fixed(const Gradients& gradients) {
  const double m = largest_of(gradients);
  return m == 0 || m > 1e-10 ? 1 : 1e10;
}
DESCENT_MISTAKE(loss_scale, scale_fixed,
                "You always multiply by 1e10. That is right for gradients of 1e-10 only; smaller "
                "ones stay small. Divide by the largest |g|.",
                "tiny-gradients");

double scale_in_integers(const Gradients& gradients) {
  const double m = largest_of(gradients);
  if (m == 0 || m > 1e-10) return 1;
  std::uint64_t scale = 1;
  for (int digits = 0; digits < 400 && static_cast<double>(scale) * m < 1; ++digits) scale *= 10;
  return static_cast<double>(scale);
}
DESCENT_MISTAKE(loss_scale, scale_in_integers,
                "Your factor is an integer, and overflows beyond 1e19. Use a double.",
                "tiny-gradients");

double scale_without_checks(const Gradients& gradients) {
  double largest = 0;
  for (const arma::mat& gradient : gradients) {
    for (const double g : gradient) largest = std::max(largest, std::abs(g));
  }
  return scale_for(largest);
}
DESCENT_MISTAKE(loss_scale, scale_without_checks,
                "You do not check the input. Begin with require_scalable(gradients).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
