// Known mistakes: update_ratio.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::rowvec ratio_spectral(const std::vector<arma::mat>& before,
                            const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    const double u = arma::norm(d);
    r(p) = u == 0 ? 0 : u / arma::norm(before[p]);
  }
  return r;
}
DESCENT_MISTAKE(update_ratio, ratio_spectral,
                "arma::norm of a matrix is its spectral norm, the largest singular value. You need "
                "the Frobenius norm: arma::norm(M, \"fro\").",
                "frobenius-not-spectral");

arma::rowvec ratio_spectral_weights(const std::vector<arma::mat>& before,
                                    const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    const double u = arma::norm(d, "fro");
    r(p) = u == 0 ? 0 : u / arma::norm(before[p]);
  }
  return r;
}
DESCENT_MISTAKE(
    update_ratio, ratio_spectral_weights,
    "The update has its Frobenius norm, but the parameter its spectral norm. Both need \"fro\".",
    "frobenius-not-spectral");

arma::rowvec ratio_of_after(const std::vector<arma::mat>& before,
                            const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    const double u = arma::norm(d, "fro");
    r(p) = u == 0 ? 0 : u / arma::norm(after[p], "fro");
  }
  return r;
}
DESCENT_MISTAKE(
    update_ratio, ratio_of_after,
    "You divide by the norm of the parameter after the update. Compare with what it was before.",
    "the-update-ratio");

arma::rowvec ratio_inverted(const std::vector<arma::mat>& before,
                            const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    const double u = arma::norm(d, "fro");
    r(p) = u == 0 ? 0 : arma::norm(before[p], "fro") / u;
  }
  return r;
}
DESCENT_MISTAKE(update_ratio, ratio_inverted,
                "Your ratio is upside down: update divided by parameter.", "the-update-ratio");

arma::rowvec ratio_squared(const std::vector<arma::mat>& before,
                           const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    const double u = arma::accu(d % d);
    r(p) = u == 0 ? 0 : u / arma::accu(before[p] % before[p]);
  }
  return r;
}
DESCENT_MISTAKE(update_ratio, ratio_squared,
                "That is the square of the ratio: the root of the sums of squares is missing.",
                "the-update-ratio");

arma::rowvec ratio_absolute_values(const std::vector<arma::mat>& before,
                                   const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    const double u = arma::accu(arma::abs(d));
    r(p) = u == 0 ? 0 : u / arma::accu(arma::abs(before[p]));
  }
  return r;
}
DESCENT_MISTAKE(
    update_ratio, ratio_absolute_values,
    "You compare sums of absolute values. The Frobenius norm is the root of the sum of squares.",
    "frobenius-not-spectral");

arma::rowvec ratio_largest(const std::vector<arma::mat>& before,
                           const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    const double u = arma::abs(d).max();
    r(p) = u == 0 ? 0 : u / arma::abs(before[p]).max();
  }
  return r;
}
DESCENT_MISTAKE(update_ratio, ratio_largest,
                "You compare the largest entries. The norms of whole parameters are asked for.",
                "frobenius-not-spectral");

arma::rowvec ratio_mean_of_ratios(const std::vector<arma::mat>& before,
                                  const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    r(p) = d.is_zero() ? 0 : arma::mean(arma::vectorise(arma::abs(d / before[p])));
  }
  return r;
}
DESCENT_MISTAKE(update_ratio, ratio_mean_of_ratios,
                "You average the ratios of single entries, which a few weights close to 0 "
                "dominate. One norm divided by another.",
                "the-update-ratio");

arma::rowvec ratio_difference_of_norms(const std::vector<arma::mat>& before,
                                       const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    const double b = arma::norm(before[p], "fro");
    const double u = std::abs(arma::norm(after[p], "fro") - b);
    r(p) = u == 0 ? 0 : u / b;
  }
  return r;
}
DESCENT_MISTAKE(update_ratio, ratio_difference_of_norms,
                "The norm of the difference is not the difference of the norms: an update may turn "
                "the weights and leave their length alone.",
                "the-update-ratio");

arma::rowvec ratio_pooled(const std::vector<arma::mat>& before,
                          const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  double u = 0, b = 0;
  for (std::size_t p = 0; p < before.size(); ++p) {
    u += std::pow(arma::norm(after[p] - before[p], "fro"), 2);
    b += std::pow(arma::norm(before[p], "fro"), 2);
  }
  return arma::rowvec(before.size()).fill(u == 0 ? 0 : std::sqrt(u / b));
}
DESCENT_MISTAKE(update_ratio, ratio_pooled,
                "You put all parameters together. Each one has a ratio of its own: a layer that "
                "does not learn must not hide behind the others.",
                "the-update-ratio");

arma::rowvec ratio_with_epsilon(const std::vector<arma::mat>& before,
                                const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    r(p) = arma::norm(d, "fro") / (arma::norm(before[p], "fro") + 1e-8);
  }
  return r;
}
DESCENT_MISTAKE(update_ratio, ratio_with_epsilon,
                "You add a small number to the norm of the parameter. Zeros that move are "
                "infinitely far from where they were, and must say so.",
                "zeros-over-zeros");

arma::rowvec ratio_nan_for_zeros(const std::vector<arma::mat>& before,
                                 const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    r(p) = arma::norm(d, "fro") / arma::norm(before[p], "fro");
  }
  return r;
}
DESCENT_MISTAKE(update_ratio, ratio_nan_for_zeros,
                "0/0 is NaN. No update of a parameter of zeros is a ratio of 0.",
                "zeros-over-zeros");

arma::rowvec ratio_zero_for_zeros(const std::vector<arma::mat>& before,
                                  const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    const double b = arma::norm(before[p], "fro");
    r(p) = b == 0 ? 0 : arma::norm(d, "fro") / b;
  }
  return r;
}
DESCENT_MISTAKE(
    update_ratio, ratio_zero_for_zeros,
    "You return 0 wherever the parameter was 0. If it has moved, the ratio is infinite.",
    "zeros-over-zeros");

arma::rowvec ratio_weights_only(const std::vector<arma::mat>& before,
                                const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    if (before[p].n_rows == 1) {
      r(p) = 0;
      continue;
    }
    const double u = arma::norm(d, "fro");
    r(p) = u == 0 ? 0 : u / arma::norm(before[p], "fro");
  }
  return r;
}
DESCENT_MISTAKE(update_ratio, ratio_weights_only,
                "You leave out parameters with a single row. Biases have a ratio, too.",
                "the-update-ratio");

arma::rowvec ratio_logarithm(const std::vector<arma::mat>& before,
                             const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    r(p) = std::log10(arma::norm(d, "fro") / arma::norm(before[p], "fro"));
  }
  return r;
}
DESCENT_MISTAKE(
    update_ratio, ratio_logarithm,
    "You return the logarithm of the ratio. That is good for a plot; asked for is the ratio.",
    "the-update-ratio");

arma::rowvec ratio_of_means(const std::vector<arma::mat>& before,
                            const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    const double u = std::abs(arma::mean(arma::vectorise(d)));
    r(p) = u == 0 ? 0 : u / std::abs(arma::mean(arma::vectorise(before[p])));
  }
  return r;
}
DESCENT_MISTAKE(update_ratio, ratio_of_means,
                "You compare means, in which positive and negative entries cancel. Take the norms.",
                "the-update-ratio");

arma::rowvec ratio_update_only(const std::vector<arma::mat>& before,
                               const std::vector<arma::mat>& after) {
  require_around_update(before, after);
  arma::rowvec r(before.size());
  for (std::size_t p = 0; p < before.size(); ++p) {
    const arma::mat d = after[p] - before[p];
    r(p) = arma::norm(d, "fro");
  }
  return r;
}
DESCENT_MISTAKE(update_ratio, ratio_update_only,
                "You return the norm of the update. Compare it with the norm of the parameter.",
                "the-update-ratio");

}  // namespace
}  // namespace descent
