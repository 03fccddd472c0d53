// Known mistakes: expected improvement, the Gaussian process, and the search that uses both.

#include <numbers>

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

constexpr auto kImprovement = "expected-improvement";
constexpr auto kProcess = "a-gaussian-process";
constexpr auto kSees = "what-the-process-sees";

double cdf(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }
double pdf(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi); }

// Another formula of gain, deviation and z; where the deviation is 0, max(0, gain).
template <class Formula>
arma::vec improvement_by(const arma::vec& mean, const arma::vec& deviation, double best,
                         Formula formula) {
  require_improvement(mean, deviation, best);
  arma::vec result(mean.n_elem);
  for (arma::uword i = 0; i < result.n_elem; ++i) {
    const double gain = mean(i) - best, s = deviation(i);
    result(i) = s > 0 ? formula(gain, s, gain / s) : std::max(0.0, gain);
  }
  return result;
}

arma::vec improvement_sign(const arma::vec& mean, const arma::vec& deviation, double best) {
  return improvement_by(mean, deviation, best, [](double gain, double s, double z) {
    return std::max(0.0, -gain * cdf(-z) + s * pdf(z));
  });
}
DESCENT_MISTAKE(
    expected_improvement, improvement_sign,
    "Your formula is that for minimization, best - mean. Accuracies are maximized: mean "
    "- best.",
    "higher-is-better");

arma::vec improvement_without_density(const arma::vec& mean, const arma::vec& deviation,
                                      double best) {
  return improvement_by(mean, deviation, best,
                        [](double gain, double, double z) { return std::max(0.0, gain * cdf(z)); });
}
DESCENT_MISTAKE(expected_improvement, improvement_without_density,
                "The term deviation · φ(z) is missing: without it, uncertainty is worth nothing.",
                kImprovement);

arma::vec improvement_density_only(const arma::vec& mean, const arma::vec& deviation, double best) {
  return improvement_by(mean, deviation, best,
                        [](double, double s, double z) { return s * pdf(z); });
}
DESCENT_MISTAKE(expected_improvement, improvement_density_only,
                "The term (mean - best) · Φ(z) is missing.", kImprovement);

arma::vec improvement_minus(const arma::vec& mean, const arma::vec& deviation, double best) {
  return improvement_by(mean, deviation, best, [](double gain, double s, double z) {
    return std::max(0.0, gain * cdf(z) - s * pdf(z));
  });
}
DESCENT_MISTAKE(expected_improvement, improvement_minus,
                "You subtract deviation · φ(z). It is added: uncertainty is a chance.",
                kImprovement);

arma::vec improvement_z_without_deviation(const arma::vec& mean, const arma::vec& deviation,
                                          double best) {
  return improvement_by(mean, deviation, best, [](double gain, double s, double) {
    return std::max(0.0, gain * cdf(gain) + s * pdf(gain));
  });
}
DESCENT_MISTAKE(expected_improvement, improvement_z_without_deviation,
                "Your z is mean - best. Divide it by the deviation.", kImprovement);

arma::vec improvement_z_by_variance(const arma::vec& mean, const arma::vec& deviation,
                                    double best) {
  return improvement_by(mean, deviation, best, [](double gain, double s, double) {
    const double z = gain / (s * s);
    return std::max(0.0, gain * cdf(z) + s * pdf(z));
  });
}
DESCENT_MISTAKE(expected_improvement, improvement_z_by_variance,
                "You divide by the variance in z. Divide by the standard deviation, which is what "
                "you are given.",
                kImprovement);

arma::vec improvement_z_by_root(const arma::vec& mean, const arma::vec& deviation, double best) {
  require_improvement(mean, deviation, best);
  return expected_improvement(mean, arma::sqrt(deviation), best);
}
DESCENT_MISTAKE(expected_improvement, improvement_z_by_root,
                "You take the root of the deviation, as if it were a variance.", kImprovement);

arma::vec improvement_density_not_scaled(const arma::vec& mean, const arma::vec& deviation,
                                         double best) {
  return improvement_by(mean, deviation, best, [](double gain, double, double z) {
    return std::max(0.0, gain * cdf(z) + pdf(z));
  });
}
DESCENT_MISTAKE(expected_improvement, improvement_density_not_scaled,
                "φ(z) lacks the factor deviation: it would have another unit than the first term.",
                kImprovement);

arma::vec improvement_swapped(const arma::vec& mean, const arma::vec& deviation, double best) {
  return improvement_by(mean, deviation, best, [](double gain, double s, double z) {
    return std::max(0.0, gain * pdf(z) + s * cdf(z));
  });
}
DESCENT_MISTAKE(expected_improvement, improvement_swapped,
                "You have Φ and φ the wrong way round: Φ is the distribution, φ the density.",
                kImprovement);

arma::vec improvement_erf(const arma::vec& mean, const arma::vec& deviation, double best) {
  return improvement_by(mean, deviation, best, [](double gain, double s, double z) {
    return std::max(0.0, gain * 0.5 * (1 + std::erf(z)) + s * pdf(z));
  });
}
DESCENT_MISTAKE(expected_improvement, improvement_erf,
                "Your Φ(z) lacks the √2: it is ½ (1 + erf(z/√2)).", kImprovement);

arma::vec improvement_density_not_normal(const arma::vec& mean, const arma::vec& deviation,
                                         double best) {
  return improvement_by(mean, deviation, best, [](double gain, double s, double z) {
    return std::max(0.0, gain * cdf(z) + s * std::exp(-z * z / 2));
  });
}
DESCENT_MISTAKE(expected_improvement, improvement_density_not_normal,
                "Your φ(z) lacks the 1/√(2π).", kImprovement);

arma::vec improvement_probability(const arma::vec& mean, const arma::vec& deviation, double best) {
  require_improvement(mean, deviation, best);
  arma::vec result(mean.n_elem);
  for (arma::uword i = 0; i < result.n_elem; ++i) {
    const double gain = mean(i) - best;
    result(i) = deviation(i) > 0 ? cdf(gain / deviation(i)) : (gain > 0 ? 1 : 0);
  }
  return result;
}
DESCENT_MISTAKE(expected_improvement, improvement_probability,
                "You return the probability of an improvement. How large it is counts, too.",
                kImprovement);

arma::vec improvement_mean_only(const arma::vec& mean, const arma::vec& deviation, double best) {
  require_improvement(mean, deviation, best);
  return arma::clamp(mean - best, 0, arma::datum::inf);
}
DESCENT_MISTAKE(expected_improvement, improvement_mean_only,
                "You return the improvement of the mean. What may be better by chance counts, too: "
                "use the deviation.",
                kImprovement);

arma::vec improvement_upper_bound(const arma::vec& mean, const arma::vec& deviation, double best) {
  require_improvement(mean, deviation, best);
  return arma::clamp(mean + deviation - best, 0, arma::datum::inf);
}
DESCENT_MISTAKE(
    expected_improvement, improvement_upper_bound,
    "This is an upper confidence bound. The expected improvement is an average over the "
    "normal distribution.",
    kImprovement);

arma::vec improvement_nan(const arma::vec& mean, const arma::vec& deviation, double best) {
  require_improvement(mean, deviation, best);
  arma::vec result(mean.n_elem);
  for (arma::uword i = 0; i < result.n_elem; ++i) {
    const double gain = mean(i) - best, s = deviation(i), z = gain / s;
    result(i) = gain * cdf(z) + s * pdf(z);
    if (result(i) < 0) result(i) = 0;
  }
  return result;
}
DESCENT_MISTAKE(expected_improvement, improvement_nan,
                "Where mean is best and the deviation is 0, your z is 0/0 = NaN.",
                "where-nothing-is-uncertain");

arma::vec improvement_zero_where_certain(const arma::vec& mean, const arma::vec& deviation,
                                         double best) {
  arma::vec result = expected_improvement(mean, deviation, best);
  result.elem(arma::find(deviation == 0)).zeros();
  return result;
}
DESCENT_MISTAKE(expected_improvement, improvement_zero_where_certain,
                "Where the deviation is 0 you return 0. If the mean is above best, that is a sure "
                "gain: max(0, mean - best).",
                "where-nothing-is-uncertain");

arma::vec improvement_negative_where_certain(const arma::vec& mean, const arma::vec& deviation,
                                             double best) {
  arma::vec result = expected_improvement(mean, deviation, best);
  for (arma::uword i = 0; i < result.n_elem; ++i) {
    if (deviation(i) == 0) result(i) = mean(i) - best;
  }
  return result;
}
DESCENT_MISTAKE(
    expected_improvement, improvement_negative_where_certain,
    "Where the deviation is 0 you return mean - best, even if that is negative. What is "
    "worse is not chosen: 0.",
    "where-nothing-is-uncertain");

arma::vec improvement_without_checks(const arma::vec& mean, const arma::vec& deviation,
                                     double best) {
  arma::vec result(mean.n_elem, arma::fill::zeros);
  for (arma::uword i = 0; i < mean.n_elem && i < deviation.n_elem; ++i) {
    const double gain = mean(i) - best, s = deviation(i);
    result(i) =
        s == 0 ? std::max(0.0, gain) : std::max(0.0, gain * cdf(gain / s) + s * pdf(gain / s));
  }
  return result;
}
DESCENT_MISTAKE(
    expected_improvement, improvement_without_checks,
    "You do not check the input. Begin with require_improvement(mean, deviation, best).",
    "refuse-bad-input");

// The process with parts that can be changed.
struct Parts {
  std::function<double(double squared_distance, const GaussianProcessOptions&)> kernel =
      [](double squared, const GaussianProcessOptions& o) {
        return o.signal * o.signal * std::exp(-squared / (2 * o.length_scale * o.length_scale));
      };
  std::function<double(const GaussianProcessOptions&)> diagonal =
      [](const GaussianProcessOptions& o) { return o.noise * o.noise; };
  std::function<double(double explained, const GaussianProcessOptions&)> deviation =
      [](double explained, const GaussianProcessOptions& o) {
        return std::sqrt(std::max(0.0, o.signal * o.signal - explained));
      };
  bool noise_on_all = false;
};

GaussianProcessPrediction predict_with(const arma::mat& X, const arma::vec& y,
                                       const arma::mat& queries,
                                       const GaussianProcessOptions& options, const Parts& parts) {
  require_observations(X, y, queries, options);
  const auto matrix = [&](const arma::mat& A, const arma::mat& B) {
    arma::mat K(A.n_rows, B.n_rows);
    for (arma::uword i = 0; i < A.n_rows; ++i) {
      for (arma::uword j = 0; j < B.n_rows; ++j) {
        const arma::rowvec difference = A.row(i) - B.row(j);
        K(i, j) = parts.kernel(arma::dot(difference, difference), options);
      }
    }
    return K;
  };
  arma::mat A = matrix(X, X);
  A.diag() += parts.diagonal(options);
  if (parts.noise_on_all) A += parts.diagonal(options);
  const arma::mat k = matrix(X, queries);
  const arma::mat weights = arma::solve(A, k);
  const arma::vec explained = arma::sum(k % weights, 0).t();
  arma::vec deviation(queries.n_rows);
  for (arma::uword q = 0; q < deviation.n_elem; ++q) {
    deviation(q) = parts.deviation(explained(q), options);
  }
  return {weights.t() * y, deviation};
}

#define DESCENT_PROCESS_MISTAKE(name, parts, sentence, read)                                       \
  GaussianProcessPrediction name(const arma::mat& X, const arma::vec& y, const arma::mat& queries, \
                                 const GaussianProcessOptions& options) {                          \
    return predict_with(X, y, queries, options, parts);                                            \
  }                                                                                                \
  DESCENT_MISTAKE(gp_predict, name, sentence, read)

Parts with_kernel(std::function<double(double, const GaussianProcessOptions&)> kernel) {
  Parts parts;
  parts.kernel = std::move(kernel);
  return parts;
}
Parts with_diagonal(std::function<double(const GaussianProcessOptions&)> diagonal) {
  Parts parts;
  parts.diagonal = std::move(diagonal);
  return parts;
}
Parts with_deviation(std::function<double(double, const GaussianProcessOptions&)> deviation) {
  Parts parts;
  parts.deviation = std::move(deviation);
  return parts;
}

DESCENT_PROCESS_MISTAKE(gp_no_noise,
                        with_diagonal([](const GaussianProcessOptions&) { return 0.0; }),
                        "Nothing is added on the diagonal of K(X, X): two equal points make the "
                        "system singular, and noise is taken for truth. Add noise².",
                        "noise-on-the-diagonal");
DESCENT_PROCESS_MISTAKE(
    gp_noise_not_squared, with_diagonal([](const GaussianProcessOptions& o) { return o.noise; }),
    "You add noise on the diagonal. It is a standard deviation: add its square.",
    "noise-on-the-diagonal");
DESCENT_PROCESS_MISTAKE(
    gp_fixed_jitter, with_diagonal([](const GaussianProcessOptions&) { return 1e-6; }),
    "You add a small fixed number on the diagonal, whatever options.noise says.",
    "noise-on-the-diagonal");
DESCENT_PROCESS_MISTAKE(
    gp_noise_everywhere, ([] {
      Parts parts;
      parts.noise_on_all = true;
      return parts;
    }()),
    "You add noise² to every entry of K(X, X): `A += noise²` is the whole matrix. "
    "The noise of different observations is independent: the diagonal only, "
    "A.diag().",
    "noise-on-the-diagonal");
DESCENT_PROCESS_MISTAKE(gp_distance_not_squared,
                        with_kernel([](double squared, const GaussianProcessOptions& o) {
                          return o.signal * o.signal *
                                 std::exp(-std::sqrt(squared) /
                                          (2 * o.length_scale * o.length_scale));
                        }),
                        "Your kernel has the distance, not its square, in the exponent.", kProcess);
DESCENT_PROCESS_MISTAKE(
    gp_length_not_squared, with_kernel([](double squared, const GaussianProcessOptions& o) {
      return o.signal * o.signal * std::exp(-squared / (2 * o.length_scale));
    }),
    "Your kernel divides by 2 · length_scale. Square the length scale: distance "
    "and scale are compared, then squared.",
    kProcess);
DESCENT_PROCESS_MISTAKE(gp_without_two,
                        with_kernel([](double squared, const GaussianProcessOptions& o) {
                          return o.signal * o.signal *
                                 std::exp(-squared / (o.length_scale * o.length_scale));
                        }),
                        "The 2 is missing below |a - b|² in your kernel.", kProcess);
DESCENT_PROCESS_MISTAKE(gp_precision,
                        with_kernel([](double squared, const GaussianProcessOptions& o) {
                          return o.signal * o.signal *
                                 std::exp(-squared * o.length_scale * o.length_scale / 2);
                        }),
                        "Your kernel multiplies by the length scale. Divide: with a longer one, "
                        "points farther apart are similar.",
                        kProcess);
DESCENT_PROCESS_MISTAKE(gp_signal_not_squared,
                        with_kernel([](double squared, const GaussianProcessOptions& o) {
                          return o.signal *
                                 std::exp(-squared / (2 * o.length_scale * o.length_scale));
                        }),
                        "Your kernel has signal as a factor. It is a standard deviation: signal².",
                        kProcess);
DESCENT_PROCESS_MISTAKE(gp_without_signal,
                        with_kernel([](double squared, const GaussianProcessOptions& o) {
                          return std::exp(-squared / (2 * o.length_scale * o.length_scale));
                        }),
                        "Your kernel lacks the factor signal².", kProcess);
DESCENT_PROCESS_MISTAKE(gp_variance,
                        with_deviation([](double explained, const GaussianProcessOptions& o) {
                          return std::max(0.0, o.signal * o.signal - explained);
                        }),
                        "You return the variance. The deviation is its square root.", kProcess);
DESCENT_PROCESS_MISTAKE(gp_with_noise_in_the_deviation,
                        with_deviation([](double explained, const GaussianProcessOptions& o) {
                          return std::sqrt(std::max(0.0, o.signal * o.signal - explained) +
                                           o.noise * o.noise);
                        }),
                        "Your deviation is that of another measurement, with its noise. The "
                        "deviation of the function itself is asked for.",
                        kProcess);
DESCENT_PROCESS_MISTAKE(gp_prior_one,
                        with_deviation([](double explained, const GaussianProcessOptions&) {
                          return std::sqrt(std::max(0.0, 1 - explained));
                        }),
                        "Your variance is 1 - ..., whatever the signal. Far away it is signal².",
                        kProcess);
DESCENT_PROCESS_MISTAKE(
    gp_explained, with_deviation([](double explained, const GaussianProcessOptions&) {
      return std::sqrt(std::max(0.0, explained));
    }),
    "You return what the observations explain. The deviation is what is left of "
    "signal² when that is taken away.",
    kProcess);
DESCENT_PROCESS_MISTAKE(gp_prior_deviation,
                        with_deviation([](double, const GaussianProcessOptions& o) {
                          return o.signal;
                        }),
                        "Your deviation is `signal` everywhere: what has been seen must make it "
                        "smaller.",
                        kProcess);

#undef DESCENT_PROCESS_MISTAKE

GaussianProcessPrediction gp_root_of_negative(const arma::mat& X, const arma::vec& y,
                                              const arma::mat& queries,
                                              const GaussianProcessOptions& options) {
  require_observations(X, y, queries, options);
  GaussianProcessPrediction result = gp_predict(X, y, queries, options);
  for (double& deviation : result.deviation) {
    // Where rounding decides: what the root of a difference of nearly equal numbers gives.
    if (deviation < 1e-4 * options.signal) deviation = arma::datum::nan;
  }
  return result;
}
DESCENT_MISTAKE(
    gp_predict, gp_root_of_negative,
    "Where it has looked, your deviation is NaN: rounding has made the variance slightly "
    "negative, and there is no root of it. Take 0 then.",
    "noise-on-the-diagonal");

GaussianProcessPrediction gp_centred(const arma::mat& X, const arma::vec& y,
                                     const arma::mat& queries,
                                     const GaussianProcessOptions& options) {
  require_observations(X, y, queries, options);
  GaussianProcessPrediction result = gp_predict(X, y - arma::mean(y), queries, options);
  result.mean += arma::mean(y);
  return result;
}
DESCENT_MISTAKE(
    gp_predict, gp_centred,
    "You subtract the mean of y and add it again. This process has mean 0: who calls it "
    "has centred the values.",
    kProcess);

GaussianProcessPrediction gp_inverse_weights(const arma::mat& X, const arma::vec& y,
                                             const arma::mat& queries,
                                             const GaussianProcessOptions& options) {
  require_observations(X, y, queries, options);
  GaussianProcessPrediction result = gp_predict(X, y, queries, options);
  const arma::mat k = [&] {
    arma::mat K(queries.n_rows, X.n_rows);
    for (arma::uword i = 0; i < K.n_rows; ++i) {
      for (arma::uword j = 0; j < K.n_cols; ++j) {
        const double d = arma::norm(queries.row(i) - X.row(j)) / options.length_scale;
        K(i, j) = options.signal * options.signal * std::exp(-d * d / 2);
      }
    }
    return K;
  }();
  result.mean = k * y;
  return result;
}
DESCENT_MISTAKE(
    gp_predict, gp_inverse_weights,
    "Your mean is K(q, X)·y. A⁻¹ is missing between them: observations that say the same "
    "must share their weight.",
    kProcess);

GaussianProcessPrediction gp_kernel_average(const arma::mat& X, const arma::vec& y,
                                            const arma::mat& queries,
                                            const GaussianProcessOptions& options) {
  GaussianProcessPrediction result = gp_predict(X, y, queries, options);
  for (arma::uword q = 0; q < queries.n_rows; ++q) {
    double sum = 0, weights = 0;
    for (arma::uword i = 0; i < X.n_rows; ++i) {
      const double d = arma::norm(queries.row(q) - X.row(i)) / options.length_scale;
      const double w = std::exp(-d * d / 2);
      sum += w * y(i);
      weights += w;
    }
    result.mean(q) = weights > 0 ? sum / weights : 0;
  }
  return result;
}
DESCENT_MISTAKE(gp_predict, gp_kernel_average,
                "Your mean is an average of the observations, weighted by the kernel. A process "
                "solves for its weights: A⁻¹·y.",
                kProcess);

GaussianProcessPrediction gp_without_checks(const arma::mat& X, const arma::vec& y,
                                            const arma::mat& queries,
                                            const GaussianProcessOptions& options) {
  if (X.is_empty() || queries.is_empty()) return {};
  if (!(options.noise > 0) || !y.is_finite()) return {};
  return gp_predict(X, y, queries, options);
}
DESCENT_MISTAKE(gp_predict, gp_without_checks,
                "Bad input gives an empty prediction. Begin with require_observations(...), which "
                "says what is wrong.",
                "refuse-bad-input");

// A Bayesian search with parts that can be changed.
struct Search {
  std::function<arma::vec(const SearchSpace&, const arma::vec&)> at = [](const SearchSpace& space,
                                                                         const arma::vec& point) {
    arma::vec result(point.n_elem);
    for (arma::uword d = 0; d < point.n_elem; ++d) result(d) = position(space[d], point(d));
    return result;
  };
  std::function<arma::vec(const std::vector<SearchTrial>&)> seen = nullptr;
  std::function<arma::vec(const GaussianProcessPrediction&, double)> gain =
      [](const GaussianProcessPrediction& belief, double best) {
        return expected_improvement(belief.mean, belief.deviation, best);
      };
  Sampler sampler = sample_point;
  Chooser chooser = by_validation;
  bool initial_only = false;     ///< the process sees the initial trials only
  bool default_process = false;  ///< not that of the options
  bool asks_candidates = false;  ///< the objective says how good a candidate is
};

arma::vec validations(const std::vector<SearchTrial>& trials) {
  arma::vec y(trials.size());
  for (arma::uword i = 0; i < y.n_elem; ++i) y(i) = trials[i].validation;
  return y;
}

arma::vec without_nan(arma::vec y) {
  const arma::vec known = y.elem(arma::find_finite(y));
  y.elem(arma::find_nan(y)).fill(known.is_empty() ? 0 : known.min());
  return y;
}

arma::vec standard(arma::vec y) {
  const double deviation = arma::stddev(y, 1);
  y -= arma::mean(y);
  return deviation > 0 ? arma::vec(y / deviation) : y;
}

SearchResult learn_with(const SearchSpace& space, const SearchObjective& objective,
                        const BayesianOptions& options, Rng& rng, const Search& how) {
  require_bayesian(space, objective, options);
  SearchResult result =
      search_with(space, objective, options.initial, options.epochs, rng, how.sampler);
  arma::mat points(space.size(), options.candidates);
  while (result.trials.size() < options.trials) {
    std::vector<SearchTrial> known = result.trials;
    if (how.initial_only) known.resize(options.initial);
    arma::mat X(known.size(), space.size()), queries(options.candidates, space.size());
    for (arma::uword i = 0; i < X.n_rows; ++i) X.row(i) = how.at(space, known[i].point).t();
    for (arma::uword c = 0; c < options.candidates; ++c) {
      points.col(c) = how.sampler(space, rng);
      queries.row(c) = how.at(space, points.col(c)).t();
      if (how.asks_candidates && c < 3) objective(points.col(c), options.epochs);
    }
    const arma::vec y = how.seen ? how.seen(known) : standard(without_nan(validations(known)));
    const GaussianProcessPrediction belief =
        gp_predict(X, y, queries, how.default_process ? GaussianProcessOptions{} : options.process);
    const arma::uword chosen = how.gain(belief, y.max()).index_max();
    result.trials.push_back(try_point(objective, points.col(chosen), options.epochs));
  }
  result.best = how.chooser(result.trials);
  return result;
}

#define DESCENT_SEARCH_MISTAKE(name, sentence, read, ...)                       \
  SearchResult name(const SearchSpace& space, const SearchObjective& objective, \
                    const BayesianOptions& options, Rng& rng) {                 \
    Search how;                                                                 \
    __VA_ARGS__;                                                                \
    return learn_with(space, objective, options, rng, how);                     \
  }                                                                             \
  DESCENT_MISTAKE(bayesian_search, name, sentence, read);

DESCENT_SEARCH_MISTAKE(
    bayes_raw_values,
    "The process sees the values themselves. Learning rates between 1e-6 and 1e-2 "
    "are all alike to it then: give it positions from 0 to 1, on the range's own "
    "scale.",
    kSees, how.at = [](const SearchSpace&, const arma::vec& p) { return p; })
DESCENT_SEARCH_MISTAKE(
    bayes_linear_positions,
    "The process sees positions on a linear scale, learning rates too: most of "
    "them are 0 then. Take logarithms where the range is logarithmic.",
    kSees, how.at = [](const SearchSpace& where, const arma::vec& p) {
      arma::vec result(p.n_elem);
      for (arma::uword d = 0; d < p.n_elem; ++d) {
        result(d) = (p(d) - where[d].low) / (where[d].high - where[d].low);
      }
      return result;
    })
DESCENT_SEARCH_MISTAKE(
    bayes_logarithms,
    "The process sees plain logarithms, not positions from 0 to 1: a range of six "
    "powers of ten is six long, and a dropout rate hardly matters.",
    kSees, how.at = [](const SearchSpace& where, const arma::vec& p) {
      arma::vec result(p.n_elem);
      for (arma::uword d = 0; d < p.n_elem; ++d) {
        result(d) = where[d].scale == SearchScale::logarithmic ? std::log10(p(d)) : p(d);
      }
      return result;
    })
DESCENT_SEARCH_MISTAKE(
    bayes_not_standardized,
    "The process sees the accuracies as they are. It has mean 0 and deviation 1: "
    "around 0.9, everything unknown looks bad to it.",
    kSees, how.seen = [](const std::vector<SearchTrial>& known) {
      return without_nan(validations(known));
    })
DESCENT_SEARCH_MISTAKE(
    bayes_only_centred,
    "You subtract the mean, but do not divide by the standard deviation: small "
    "differences are lost in the noise that the process expects.",
    kSees, how.seen = [](const std::vector<SearchTrial>& known) {
      const arma::vec y = without_nan(validations(known));
      return arma::vec(y - arma::mean(y));
    })
DESCENT_SEARCH_MISTAKE(
    bayes_divides_by_one_less,
    "You divide by the standard deviation over N - 1, which is what arma::stddev(y) gives. It is "
    "the one over N that is asked for: arma::stddev(y, 1).",
    kSees, how.seen = [](const std::vector<SearchTrial>& known) {
      arma::vec y = without_nan(validations(known));
      const double deviation = arma::stddev(y);
      y -= arma::mean(y);
      return deviation > 0 ? arma::vec(y / deviation) : y;
    })
DESCENT_SEARCH_MISTAKE(
    bayes_failed_afterwards,
    "You take mean and standard deviation of the trials that did not fail, and replace NaN "
    "afterwards. Replace it first: a failed trial counts as the lowest of the others, in mean and "
    "deviation, too.",
    kSees, how.seen = [](const std::vector<SearchTrial>& known) {
      arma::vec y = validations(known);
      const arma::uvec finite = arma::find_finite(y);
      if (!finite.is_empty()) y.elem(finite) = standard(y.elem(finite));
      return without_nan(y);
    })
DESCENT_SEARCH_MISTAKE(
    bayes_minimizes_values,
    "The process sees negative accuracies, as if they were costs: the search goes "
    "where it is worst.",
    "higher-is-better", how.seen = [](const std::vector<SearchTrial>& known) {
      return arma::vec(-standard(without_nan(validations(known))));
    })
DESCENT_SEARCH_MISTAKE(
    bayes_sees_the_test_set,
    "The process sees test accuracies. Then every choice is made by the test set.",
    "the-test-set-decides-nothing", how.seen = [](const std::vector<SearchTrial>& known) {
      arma::vec y(known.size());
      for (arma::uword i = 0; i < y.n_elem; ++i) y(i) = known[i].test;
      return standard(without_nan(y));
    })
DESCENT_SEARCH_MISTAKE(bayes_best_by_test, "You choose the best trial by its test accuracy.",
                       "the-test-set-decides-nothing", how.chooser = by_test)
DESCENT_SEARCH_MISTAKE(
    bayes_failed_as_zero,
    "A failed trial counts as 0 for the process. Among accuracies around 0.9 that "
    "is so far away that all others look alike: count it as the lowest of them.",
    "trials-that-fail", how.seen = [](const std::vector<SearchTrial>& known) {
      arma::vec y = validations(known);
      y.elem(arma::find_nan(y)).zeros();
      return standard(y);
    })
DESCENT_SEARCH_MISTAKE(
    bayes_exploits,
    "You go where the mean is highest. Then the search stays at the first hill "
    "that it finds: use expected_improvement.",
    kImprovement,
    how.gain = [](const GaussianProcessPrediction& belief, double) { return belief.mean; })
DESCENT_SEARCH_MISTAKE(
    bayes_explores,
    "You go where the deviation is largest, however bad it looks there: use "
    "expected_improvement.",
    kImprovement,
    how.gain = [](const GaussianProcessPrediction& belief, double) { return belief.deviation; })
DESCENT_SEARCH_MISTAKE(
    bayes_takes_the_worst,
    "You take the candidate with the smallest expected improvement: index_min for "
    "index_max?",
    kImprovement, how.gain = [](const GaussianProcessPrediction& belief, double best) {
      return arma::vec(-expected_improvement(belief.mean, belief.deviation, best));
    })
DESCENT_SEARCH_MISTAKE(
    bayes_improves_on_zero,
    "You measure improvement from 0. It is measured from the best so far, y.max().", kImprovement,
    how.gain = [](const GaussianProcessPrediction& belief, double) {
      return expected_improvement(belief.mean, belief.deviation, 0);
    })
DESCENT_SEARCH_MISTAKE(
    bayes_variance_for_deviation,
    "You hand the variance to expected_improvement. It takes the standard "
    "deviation, as gp_predict returns it.",
    kImprovement, how.gain = [](const GaussianProcessPrediction& belief, double best) {
      return expected_improvement(belief.mean, arma::square(belief.deviation), best);
    })
DESCENT_SEARCH_MISTAKE(bayes_never_learns,
                       "The process sees the initial trials only. Let it see every trial so far.",
                       kSees, how.initial_only = true)
DESCENT_SEARCH_MISTAKE(bayes_fixed_process,
                       "You use a process with the default options, whatever options.process says.",
                       kSees, how.default_process = true)
DESCENT_SEARCH_MISTAKE(
    bayes_asks_candidates,
    "You ask the objective about candidates that are not chosen. That is what the "
    "process is for: the objective costs a whole training.",
    "bayesian-search", how.asks_candidates = true)
DESCENT_SEARCH_MISTAKE(bayes_candidates_linear,
                       "Your candidates are uniform in learning rates, too. Draw them with "
                       "sample_point.",
                       "uniform-in-the-logarithm", how.sampler = all_linear)
DESCENT_SEARCH_MISTAKE(bayes_candidates_on_a_grid,
                       "Your candidates lie on a grid. Draw them with sample_point.",
                       "random-against-grid", how.sampler = on_a_grid)

#undef DESCENT_SEARCH_MISTAKE

SearchResult bayes_is_random(const SearchSpace& space, const SearchObjective& objective,
                             const BayesianOptions& options, Rng& rng) {
  require_bayesian(space, objective, options);
  return random_search(space, objective, options.trials, options.epochs, rng);
}
DESCENT_MISTAKE(bayesian_search, bayes_is_random,
                "All your trials are random: no trial learns from those before it.",
                "bayesian-search");

SearchResult bayes_one_more(const SearchSpace& space, const SearchObjective& objective,
                            const BayesianOptions& options, Rng& rng) {
  require_bayesian(space, objective, options);
  BayesianOptions more = options;
  more.trials += 1;
  return bayesian_search(space, objective, more, rng);
}
DESCENT_MISTAKE(bayesian_search, bayes_one_more, "You make one trial more than options.trials.",
                "bayesian-search");

SearchResult bayes_initial_on_top(const SearchSpace& space, const SearchObjective& objective,
                                  const BayesianOptions& options, Rng& rng) {
  require_bayesian(space, objective, options);
  BayesianOptions more = options;
  more.trials += options.initial;
  return bayesian_search(space, objective, more, rng);
}
DESCENT_MISTAKE(bayesian_search, bayes_initial_on_top,
                "You make options.trials trials beside the initial ones. They are counted among "
                "them.",
                "bayesian-search");

SearchResult bayes_one_epoch(const SearchSpace& space, const SearchObjective& objective,
                             const BayesianOptions& options, Rng& rng) {
  require_bayesian(space, objective, options);
  BayesianOptions short_one = options;
  short_one.epochs = 1;
  return bayesian_search(space, objective, short_one, rng);
}
DESCENT_MISTAKE(bayesian_search, bayes_one_epoch,
                "You ask the objective for one epoch, whatever options.epochs says.",
                "bayesian-search");

SearchResult bayes_divides_by_zero(const SearchSpace& space, const SearchObjective& objective,
                                   const BayesianOptions& options, Rng& rng) {
  Search how;
  how.seen = [](const std::vector<SearchTrial>& known) {
    const arma::vec y = without_nan(validations(known));
    return arma::vec((y - arma::mean(y)) / arma::stddev(y, 1));
  };
  return learn_with(space, objective, options, rng, how);
}
DESCENT_MISTAKE(
    bayesian_search, bayes_divides_by_zero,
    "If all accuracies so far are equal, you divide by a standard deviation of 0. Divide "
    "by nothing then.",
    kSees);

SearchResult bayes_nan_spreads(const SearchSpace& space, const SearchObjective& objective,
                               const BayesianOptions& options, Rng& rng) {
  Search how;
  how.seen = [](const std::vector<SearchTrial>& known) { return standard(validations(known)); };
  return learn_with(space, objective, options, rng, how);
}
DESCENT_MISTAKE(bayesian_search, bayes_nan_spreads,
                "A failed trial makes NaN of everything that the process sees. Count it as the "
                "lowest of the others.",
                "trials-that-fail");

SearchResult bayes_copies_rng(const SearchSpace& space, const SearchObjective& objective,
                              const BayesianOptions& options, Rng& rng) {
  Rng copy = rng;
  return bayesian_search(space, objective, options, copy);
}
DESCENT_MISTAKE(bayesian_search, bayes_copies_rng,
                "You work with a copy of rng: the next search makes the same trials again.",
                "a-random-point");

SearchResult bayes_without_checks(const SearchSpace& space, const SearchObjective& objective,
                                  const BayesianOptions& options, Rng& rng) {
  BayesianOptions clean = options;
  clean.initial =
      std::clamp<arma::uword>(options.initial, 1, std::max<arma::uword>(1, options.trials));
  clean.candidates = std::max<arma::uword>(1, options.candidates);
  return bayesian_search(space, objective, clean, rng);
}
DESCENT_MISTAKE(
    bayesian_search, bayes_without_checks,
    "You accept options that mean nothing. Begin with require_bayesian(...), which says "
    "what is wrong.",
    "refuse-bad-input");

}  // namespace
}  // namespace descent
