// Other right ways to write the exercises of stage 10: every one must pass with full points.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <numbers>
#include <sstream>

#include "harness/wire/variants.hpp"
#include "search.hpp"

namespace descent {
namespace {

namespace fs = std::filesystem;

double as_double(arma::uword n) { return static_cast<double>(n); }

double log_uniform_natural(double low, double high, Rng& rng) {
  require_log_range(low, high);
  return std::exp(std::log(low) + (std::log(high) - std::log(low)) * rng.uniform());
}
DESCENT_ALTERNATIVE(log_uniform, log_uniform_natural,
                    "Natural logarithms and exp: any base, if it is the same both ways.");

double log_uniform_power(double low, double high, Rng& rng) {
  require_log_range(low, high);
  return high * std::pow(low / high, rng.uniform());
}
DESCENT_ALTERNATIVE(log_uniform, log_uniform_power,
                    "From the high end downwards, by a power of the ratio of the ends.");

double log_uniform_two_draws(double low, double high, Rng& rng) {
  require_log_range(low, high);
  rng.uniform();  // another number of draws is as right
  return std::exp2(rng.uniform(std::log2(low), std::log2(high)));
}
DESCENT_ALTERNATIVE(log_uniform, log_uniform_two_draws, "Base 2, and one more draw.");

double choice_by_floor(const arma::vec& choices, Rng& rng) {
  require_not_empty(choices, "choices");
  const auto index = static_cast<arma::uword>(rng.uniform() * as_double(choices.n_elem));
  return choices(std::min(index, choices.n_elem - 1));
}
DESCENT_ALTERNATIVE(uniform_choice, choice_by_floor,
                    "A uniform number between 0 and n, rounded down.");

double choice_by_permutation(const arma::vec& choices, Rng& rng) {
  require_not_empty(choices, "choices");
  return choices(rng.permutation(choices.n_elem)(0));
}
DESCENT_ALTERNATIVE(uniform_choice, choice_by_permutation, "The first of a random order.");

arma::vec point_from_positions(const SearchSpace& space, Rng& rng) {
  require_search_space(space);
  arma::vec point = rng.uniform(space.size(), 1, 0, 1);
  for (arma::uword d = 0; d < point.n_elem; ++d) {
    const auto& [name, low, high, scale] = space[d];
    point(d) = scale == SearchScale::linear ? low + point(d) * (high - low)
                                            : low * std::pow(high / low, point(d));
  }
  return point;
}
DESCENT_ALTERNATIVE(sample_point, point_from_positions,
                    "All positions first, then stretched to the ranges.");

arma::vec point_backwards(const SearchSpace& space, Rng& rng) {
  require_search_space(space);
  arma::vec point(space.size());
  for (arma::uword d = space.size(); d-- > 0;) {
    const bool linear = space[d].scale == SearchScale::linear;
    point(d) = linear ? rng.uniform(space[d].low, space[d].high)
                      : log_uniform_natural(space[d].low, space[d].high, rng);
  }
  return point;
}
DESCENT_ALTERNATIVE(sample_point, point_backwards, "The last range is drawn first.");

// The best trial, found afterwards.
arma::uword best_of(const std::vector<SearchTrial>& trials) {
  arma::vec validations(trials.size());
  for (arma::uword i = 0; i < validations.n_elem; ++i) {
    const double v = trials[i].validation;
    validations(i) = std::isnan(v) ? -arma::datum::inf : v;
  }
  return validations.index_max();
}

SearchResult random_all_points_first(const SearchSpace& space, const SearchObjective& objective,
                                     arma::uword trials, arma::uword epochs, Rng& rng) {
  require_search(space, objective, epochs);
  require_some(trials, "trials");
  SearchResult result;
  result.trials.resize(trials);
  for (auto trial = result.trials.rbegin(); trial != result.trials.rend(); ++trial) {
    trial->point = point_backwards(space, rng);
  }
  for (SearchTrial& trial : result.trials) {
    const SearchScore score = objective(trial.point, epochs);
    trial = {trial.point, epochs, score.validation, score.test};
  }
  result.best = best_of(result.trials);
  return result;
}
DESCENT_ALTERNATIVE(random_search, random_all_points_first,
                    "All points are drawn before the first trial; the best is found at the end.");

SearchResult random_axis_by_axis(const SearchSpace& space, const SearchObjective& objective,
                                 arma::uword trials, arma::uword epochs, Rng& rng) {
  require_search(space, objective, epochs);
  require_some(trials, "trials");
  arma::mat points(space.size(), trials);
  for (arma::uword d = 0; d < space.size(); ++d) {
    for (arma::uword t = 0; t < trials; ++t) points(d, t) = sample_point({space[d]}, rng)(0);
  }
  SearchResult result;
  double best = -arma::datum::inf;
  for (arma::uword t = 0; t < trials; ++t) {
    const auto [validation, test] = objective(points.col(t), epochs);
    result.trials.push_back({points.col(t), epochs, validation, test});
    if (validation > best) {
      best = validation;
      result.best = t;
    }
  }
  return result;
}
DESCENT_ALTERNATIVE(random_search, random_axis_by_axis,
                    "Drawn one axis after another; the best accuracy so far begins at minus "
                    "infinity.");

SearchResult grid_by_recursion(const SearchSpace& space, const SearchObjective& objective,
                               const arma::uvec& per_axis, arma::uword epochs) {
  require_search(space, objective, epochs);
  require_grid(space, per_axis);
  SearchResult result;
  arma::vec point(space.size());
  const std::function<void(arma::uword)> descend = [&](arma::uword d) {
    if (d == space.size()) {
      const SearchScore score = objective(point, epochs);
      result.trials.push_back({point, epochs, score.validation, score.test});
      return;
    }
    const bool linear = space[d].scale == SearchScale::linear;
    const double from = linear ? space[d].low : std::log10(space[d].low);
    const double to = linear ? space[d].high : std::log10(space[d].high);
    const arma::vec values = per_axis(d) == 1 ? arma::vec{(from + to) / 2}
                                              : arma::vec(arma::linspace(from, to, per_axis(d)));
    for (const double value : values) {
      point(d) = linear ? value : std::clamp(std::pow(10, value), space[d].low, space[d].high);
      descend(d + 1);
    }
  };
  descend(0);
  result.best = best_of(result.trials);
  return result;
}
DESCENT_ALTERNATIVE(grid_search, grid_by_recursion,
                    "Nested loops by recursion, values by linspace (of logarithms).");

SearchResult grid_first_axis_fastest(const SearchSpace& space, const SearchObjective& objective,
                                     const arma::uvec& per_axis, arma::uword epochs) {
  require_search(space, objective, epochs);
  require_grid(space, per_axis);
  arma::mat points(0, 1);
  for (arma::uword d = 0; d < space.size(); ++d) {
    arma::mat more;
    for (arma::uword i = 0; i < per_axis(d); ++i) {
      const double at = per_axis(d) == 1 ? 0.5 : as_double(i) / as_double(per_axis(d) - 1);
      const double value = space[d].scale == SearchScale::linear
                               ? (1 - at) * space[d].low + at * space[d].high
                               : std::pow(space[d].low, 1 - at) * std::pow(space[d].high, at);
      const arma::rowvec row(points.n_cols, arma::fill::value(value));
      more = arma::join_rows(more, arma::join_cols(points, arma::mat(row)));
    }
    points = more;
  }
  SearchResult result;
  for (arma::uword k = 0; k < points.n_cols; ++k) {
    const SearchScore score = objective(points.col(k), epochs);
    result.trials.push_back({points.col(k), epochs, score.validation, score.test});
  }
  result.best = best_of(result.trials);
  return result;
}
DESCENT_ALTERNATIVE(grid_search, grid_first_axis_fastest,
                    "Grown axis after axis, so that the first one runs fastest; weighted means of "
                    "the ends.");

std::vector<BorderSide> border_in_values(const SearchSpace& space, const arma::vec& point,
                                         double margin) {
  require_border(space, point, margin);
  std::vector<BorderSide> sides(space.size(), BorderSide::inside);
  for (std::size_t d = 0; d < space.size(); ++d) {
    const SearchRange& r = space[d];
    const bool linear = r.scale == SearchScale::linear;
    const double low =
        linear ? r.low + margin * (r.high - r.low) : r.low * std::pow(r.high / r.low, margin);
    const double high =
        linear ? r.high - margin * (r.high - r.low) : r.high / std::pow(r.high / r.low, margin);
    if (point(d) <= low) sides[d] = BorderSide::low;
    if (point(d) >= high) sides[d] = BorderSide::high;
  }
  return sides;
}
DESCENT_ALTERNATIVE(on_border, border_in_values,
                    "The ends of the borders as values, compared with the point.");

std::vector<BorderSide> border_in_decades(const SearchSpace& space, const arma::vec& point,
                                          double margin) {
  require_border(space, point, margin);
  std::vector<BorderSide> sides;
  for (std::size_t d = 0; d < space.size(); ++d) {
    double low = space[d].low, high = space[d].high, value = point(d);
    if (space[d].scale == SearchScale::logarithmic) {
      for (double* number : {&low, &high, &value}) *number = std::log10(*number);
    }
    const double width = margin * (high - low);
    sides.push_back(value < low + width    ? BorderSide::low
                    : value > high - width ? BorderSide::high
                                           : BorderSide::inside);
  }
  return sides;
}
DESCENT_ALTERNATIVE(on_border, border_in_decades,
                    "Everything turned into decades first; the very edge of the margin counts as "
                    "inside.");

CoarseToFineResult coarse_in_decades(const SearchSpace& space, const SearchObjective& objective,
                                     const CoarseToFineOptions& options, Rng& rng) {
  require_coarse_to_fine(space, objective, options);
  CoarseToFineResult result;
  for (arma::uword s = 0; s < options.stages; ++s) {
    CoarseToFineStage stage{space, options.epochs, {}};
    for (arma::uword k = 0; k < s; ++k) stage.epochs *= options.growth;
    for (std::size_t d = 0; s > 0 && d < space.size(); ++d) {
      SearchRange& range = stage.space[d];
      const double part = std::pow(options.shrink, as_double(s)) / 2;
      const double centre = result.best.point(d);
      if (range.scale == SearchScale::linear) {
        const double reach = part * (space[d].high - space[d].low);
        range.low = std::max(space[d].low, centre - reach);
        range.high = std::min(space[d].high, centre + reach);
      } else {
        const double factor = std::pow(space[d].high / space[d].low, part);
        range.low = std::max(space[d].low, centre / factor);
        range.high = std::min(space[d].high, centre * factor);
      }
    }
    stage.result =
        random_all_points_first(stage.space, objective, options.trials, stage.epochs, rng);
    result.best = stage.result.trials[stage.result.best];
    result.stages.push_back(stage);
  }
  return result;
}
DESCENT_ALTERNATIVE(coarse_to_fine, coarse_in_decades,
                    "A window by plus and minus on linear axes, by a factor on logarithmic ones.");

CoarseToFineResult coarse_by_recursion(const SearchSpace& space, const SearchObjective& objective,
                                       const CoarseToFineOptions& options, Rng& rng) {
  require_coarse_to_fine(space, objective, options);
  CoarseToFineResult result;
  const std::function<void(const SearchSpace&, arma::uword, double)> descend =
      [&](const SearchSpace& window, arma::uword epochs, double width) {
        const SearchResult search =
            random_axis_by_axis(window, objective, options.trials, epochs, rng);
        result.stages.push_back({window, epochs, search});
        result.best = search.trials[search.best];
        if (result.stages.size() == options.stages) return;
        SearchSpace next = space;
        const double narrower = width * options.shrink;
        for (std::size_t d = 0; d < space.size(); ++d) {
          const bool linear = space[d].scale == SearchScale::linear;
          const auto on = [&](double v) { return linear ? v : std::log(v); };
          const auto off = [&](double v) { return linear ? v : std::exp(v); };
          const double length = on(space[d].high) - on(space[d].low);
          const double centre = on(result.best.point(d));
          next[d].low = std::max(space[d].low, off(centre - narrower * length / 2));
          next[d].high = std::min(space[d].high, off(centre + narrower * length / 2));
        }
        descend(next, epochs * options.growth, narrower);
      };
  descend(space, options.epochs, 1);
  return result;
}
DESCENT_ALTERNATIVE(coarse_to_fine, coarse_by_recursion,
                    "Stage after stage by recursion, the width handed on.");

bool abandon_by_maximum(const arma::vec& costs, double factor) {
  require_costs(costs, factor);
  return !costs.is_finite() || costs.max() > factor * costs(0);
}
DESCENT_ALTERNATIVE(abandon_early, abandon_by_maximum,
                    "The largest cost, once all are known to be finite.");

bool abandon_by_not_at_most(const arma::vec& costs, double factor) {
  require_costs(costs, factor);
  const double bound = factor * costs(0);
  for (arma::uword i = costs.n_elem; i-- > 0;) {
    if (!(costs(i) <= bound)) return true;  // true for NaN, too
  }
  return !std::isfinite(bound);
}
DESCENT_ALTERNATIVE(abandon_early, abandon_by_not_at_most,
                    "`not at most the bound` holds for NaN; the last cost is looked at first.");

SearchFold holdout_by_sampling(arma::uword n, double validation_fraction, Rng& rng) {
  require_holdout(n, validation_fraction);
  const double wanted = std::floor(as_double(n) * validation_fraction + 0.5);
  const arma::uword count =
      std::min(n - 1, std::max<arma::uword>(1, static_cast<arma::uword>(wanted)));
  // Selection sampling: example i is taken with (still needed) / (still there).
  SearchFold fold{arma::uvec(n - count), arma::uvec(count)};
  arma::uword taken = 0;
  for (arma::uword i = 0; i < n; ++i) {
    if (rng.below(n - i) < count - taken) {
      fold.validation(taken++) = i;
    } else {
      fold.train(i - taken) = i;
    }
  }
  return fold;
}
DESCENT_ALTERNATIVE(holdout_split, holdout_by_sampling,
                    "Selection sampling in one pass: both parts come out in order.");

SearchFold holdout_by_keys(arma::uword n, double validation_fraction, Rng& rng) {
  require_holdout(n, validation_fraction);
  const arma::vec keys = rng.uniform(n, 1, 0, 1);
  const arma::uvec order = arma::sort_index(keys, "descend");
  const double wanted = std::round(as_double(n) * validation_fraction);
  const double count = std::clamp(wanted, 1.0, as_double(n - 1));
  const auto train = n - static_cast<arma::uword>(count);
  return {order.head(train), order.tail(n - train)};
}
DESCENT_ALTERNATIVE(holdout_split, holdout_by_keys,
                    "Examples sorted by random keys; the validation part is the tail.");

std::vector<SearchFold> folds_dealt(arma::uword n, arma::uword k, Rng& rng) {
  require_folds(n, k);
  const arma::uvec order = rng.permutation(n);
  std::vector<std::vector<arma::uword>> train(k), validation(k);
  for (arma::uword i = 0; i < n; ++i) {
    for (arma::uword j = 0; j < k; ++j) {
      (i % k == j ? validation : train)[j].push_back(order(i));
    }
  }
  std::vector<SearchFold> folds;
  for (arma::uword j = 0; j < k; ++j) {
    folds.push_back({arma::uvec(train[j]), arma::uvec(validation[j])});
  }
  return folds;
}
DESCENT_ALTERNATIVE(k_fold_split, folds_dealt, "Shuffled, then dealt like cards.");

std::vector<SearchFold> folds_by_numbers(arma::uword n, arma::uword k, Rng& rng) {
  require_folds(n, k);
  arma::uvec number(n);
  for (arma::uword i = 0; i < n; ++i) number(i) = i % k;
  number = arma::uvec(number.elem(rng.permutation(n)));
  std::vector<SearchFold> folds;
  for (arma::uword j = 0; j < k; ++j) {
    folds.push_back({arma::find(number != j), arma::find(number == j)});
  }
  return folds;
}
DESCENT_ALTERNATIVE(k_fold_split, folds_by_numbers,
                    "Each example gets the number of its fold, and the numbers are shuffled.");

// A trial with another way to write a checkpoint.
template <class Write>
TrialReport trial_writing(const std::string& folder, arma::uword trial, const SearchSpace& space,
                          const TrialOptions& options, const TrainTrialEpoch& train_epoch, Rng& rng,
                          Write write) {
  require_trial(folder, space, options, train_epoch);
  TrialReport report{point_from_positions(space, rng), {}, {}, false, {}};
  SearchCheckpoint now{trial, 0, report.point, 0, 0, 0, {}};
  while (now.epoch < options.epochs && !report.abandoned) {
    ++now.epoch;
    TrialEpoch outcome = train_epoch(report.point, now.epoch, now.parameters);
    report.costs.insert_rows(report.costs.n_elem, arma::vec{outcome.cost});
    report.validations.insert_rows(report.validations.n_elem, arma::vec{outcome.validation});
    report.abandoned = abandon_by_maximum(report.costs, options.abandon_factor);
    if (report.abandoned) continue;
    require_validation_accuracy(outcome.validation);
    now.cost = outcome.cost;
    now.validation = outcome.validation;
    now.test = outcome.test;
    now.parameters = std::move(outcome.parameters);
    report.files.push_back(checkpoint_name(now));
    write(folder + "/" + report.files.back(), encode_checkpoint(now));
  }
  return report;
}

TrialReport trial_with_c_files(const std::string& folder, arma::uword trial,
                               const SearchSpace& space, const TrialOptions& options,
                               const TrainTrialEpoch& train_epoch, Rng& rng) {
  return trial_writing(folder, trial, space, options, train_epoch, rng,
                       [](const std::string& file, const std::string& bytes) {
                         const std::string unfinished = file + ".part";
                         std::FILE* out = std::fopen(unfinished.c_str(), "wb");
                         if (!out) throw std::runtime_error("cannot open " + unfinished);
                         const bool written =
                             std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size();
                         if (std::fclose(out) != 0 || !written) {
                           std::remove(unfinished.c_str());
                           throw std::runtime_error("cannot write " + unfinished);
                         }
                         if (std::rename(unfinished.c_str(), file.c_str()) != 0) {
                           std::remove(unfinished.c_str());
                           throw std::runtime_error("cannot rename " + unfinished);
                         }
                       });
}
DESCENT_ALTERNATIVE(run_trial, trial_with_c_files, "C's files, with every answer looked at.");

TrialReport trial_with_fsync(const std::string& folder, arma::uword trial, const SearchSpace& space,
                             const TrialOptions& options, const TrainTrialEpoch& train_epoch,
                             Rng& rng) {
  return trial_writing(folder, trial, space, options, train_epoch, rng,
                       [](const std::string& file, const std::string& bytes) {
                         const std::string unfinished = file.substr(0, file.rfind('/') + 1) + "." +
                                                        file.substr(file.rfind('/') + 1) + ".new";
                         const int out =
                             open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
                         std::size_t done = 0;
                         while (out >= 0 && done < bytes.size()) {
                           const ssize_t now = write(out, bytes.data() + done, bytes.size() - done);
                           if (now <= 0) break;
                           done += static_cast<std::size_t>(now);
                         }
                         const bool safe = out >= 0 && done == bytes.size() && fsync(out) == 0;
                         if ((out >= 0 && close(out) != 0) || !safe) {
                           throw std::runtime_error("cannot write " + unfinished);
                         }
                         fs::rename(unfinished, file);
                       });
}
DESCENT_ALTERNATIVE(run_trial, trial_with_fsync,
                    "System calls and fsync, so that even a power failure leaves no torn file; a "
                    "hidden temporary name.");

TrialReport trial_moving_what_is_whole(const std::string& folder, arma::uword trial,
                                       const SearchSpace& space, const TrialOptions& options,
                                       const TrainTrialEpoch& train_epoch, Rng& rng) {
  return trial_writing(folder, trial, space, options, train_epoch, rng,
                       [&](const std::string& file, const std::string& bytes) {
                         const std::string unfinished = folder + "/unfinished-" +
                                                        std::to_string(trial) + "-" +
                                                        std::to_string(getpid());
                         std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
                         out.exceptions(std::ios::failbit | std::ios::badbit);
                         out << bytes;
                         out.close();
                         fs::rename(unfinished, file);
                       });
}
DESCENT_ALTERNATIVE(run_trial, trial_moving_what_is_whole,
                    "One temporary name for all epochs of a trial, with its number in it; a stream "
                    "that throws.");

std::vector<RankedCheckpoint> rank_in_a_map(const std::string& folder) {
  require_folder(folder);
  std::map<std::tuple<double, arma::uword, arma::uword>, RankedCheckpoint> ranked;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.rfind("trial-", 0) != 0) continue;
    std::FILE* in = std::fopen(entry->path().c_str(), "rb");
    if (!in) continue;
    std::string bytes;
    std::vector<char> block(1 << 16);
    for (std::size_t size = 0; (size = std::fread(block.data(), 1, block.size(), in)) > 0;) {
      bytes.append(block.data(), size);
    }
    std::fclose(in);
    if (const auto c = decode_checkpoint(bytes); c && checkpoint_name(*c) == name) {
      ranked[{-c->validation, c->trial, c->epoch}] = {name,    c->trial,      c->epoch, c->point,
                                                      c->cost, c->validation, c->test};
    }
  }
  std::vector<RankedCheckpoint> result;
  for (const auto& [key, line] : ranked) result.push_back(line);
  return result;
}
DESCENT_ALTERNATIVE(rank_checkpoints, rank_in_a_map,
                    "C's files, and a map that keeps the order; names that do not begin right are "
                    "not opened.");

std::vector<RankedCheckpoint> rank_names_first(const std::string& folder) {
  require_folder(folder);
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".ckpt") names.push_back(entry.path().filename().string());
  }
  std::vector<RankedCheckpoint> result;
  for (const std::string& name : names) {
    try {
      std::ifstream in;
      in.exceptions(std::ios::badbit | std::ios::failbit);
      in.open(fs::path(folder) / name, std::ios::binary);
      std::ostringstream bytes;
      bytes << in.rdbuf();
      const auto c = decode_checkpoint(bytes.str());
      if (!c || checkpoint_name(*c) != name) continue;
      const RankedCheckpoint line{name,    c->trial,      c->epoch, c->point,
                                  c->cost, c->validation, c->test};
      const auto worse = [&](const RankedCheckpoint& other) {
        if (other.validation != line.validation) return other.validation < line.validation;
        if (other.trial != line.trial) return other.trial > line.trial;
        return other.epoch > line.epoch;
      };
      result.insert(std::find_if(result.begin(), result.end(), worse), line);
    } catch (const std::exception&) {
      continue;  // gone, or not to be read
    }
  }
  return result;
}
DESCENT_ALTERNATIVE(rank_checkpoints, rank_names_first,
                    "All names first, then the files, each put into its place; exceptions are "
                    "caught.");

arma::vec improvement_with_erf(const arma::vec& mean, const arma::vec& deviation, double best) {
  require_improvement(mean, deviation, best);
  const arma::vec gain = mean - best;
  arma::vec improvement = arma::clamp(gain, 0, arma::datum::inf);
  const arma::uvec uncertain = arma::find(deviation > 0);
  const arma::vec g = gain.elem(uncertain), s = deviation.elem(uncertain);
  const arma::vec z = g / s;
  const arma::vec expected = 0.5 * g % (1 + arma::erf(z / std::numbers::sqrt2)) +
                             s % arma::exp(-0.5 * z % z) / std::sqrt(2 * std::numbers::pi);
  improvement.elem(uncertain) = arma::clamp(expected, 0, arma::datum::inf);
  return improvement;
}
DESCENT_ALTERNATIVE(expected_improvement, improvement_with_erf, "Matrix operations and erf.");

arma::vec improvement_by_armadillo(const arma::vec& mean, const arma::vec& deviation, double best) {
  require_improvement(mean, deviation, best);
  arma::vec improvement(mean.n_elem, arma::fill::zeros);
  for (arma::uword i = 0; i < mean.n_elem; ++i) {
    const double z = deviation(i) > 0 ? (mean(i) - best) / deviation(i) : 0;
    const double inner = z * arma::normcdf(z) + arma::normpdf(z);
    improvement(i) =
        deviation(i) > 0 ? deviation(i) * std::max(inner, 0.0) : std::max(mean(i) - best, 0.0);
  }
  return improvement;
}
DESCENT_ALTERNATIVE(expected_improvement, improvement_by_armadillo,
                    "deviation · (z·Φ(z) + φ(z)), with Armadillo's own Φ and φ.");

arma::mat similarity(const arma::mat& A, const arma::mat& B, const GaussianProcessOptions& o) {
  // |a - b|² = |a|² + |b|² - 2 a·b, around a common point, against cancellation.
  const arma::rowvec centre = arma::mean(A);
  const arma::mat a = A.each_row() - centre, b = B.each_row() - centre;
  arma::mat squared = -2 * a * b.t();
  squared.each_col() += arma::sum(arma::square(a), 1);
  squared.each_row() += arma::sum(arma::square(b), 1).t();
  squared = arma::clamp(squared, 0, arma::datum::inf);
  return o.signal * o.signal * arma::exp(-squared / (2 * o.length_scale * o.length_scale));
}

GaussianProcessPrediction gp_by_solve(const arma::mat& X, const arma::vec& y,
                                      const arma::mat& queries,
                                      const GaussianProcessOptions& options) {
  require_observations(X, y, queries, options);
  const arma::mat noise = arma::eye(X.n_rows, X.n_rows) * (options.noise * options.noise);
  const arma::mat A = similarity(X, X, options) + noise;
  const arma::mat k = similarity(queries, X, options);
  const arma::mat weights = arma::solve(A, arma::mat(arma::join_rows(y, arma::mat(k.t()))));
  GaussianProcessPrediction result{k * weights.col(0), arma::zeros(queries.n_rows)};
  for (arma::uword q = 0; q < queries.n_rows; ++q) {
    const double explained = arma::dot(k.row(q), weights.col(q + 1));
    result.deviation(q) = std::sqrt(std::max(0.0, options.signal * options.signal - explained));
  }
  return result;
}
DESCENT_ALTERNATIVE(gp_predict, gp_by_solve,
                    "One general solve for y and all queries; squared distances by a product.");

GaussianProcessPrediction gp_by_inverse(const arma::mat& X, const arma::vec& y,
                                        const arma::mat& queries,
                                        const GaussianProcessOptions& options) {
  require_observations(X, y, queries, options);
  const auto k = [&](const arma::rowvec& a, const arma::rowvec& b) {
    const double ratio = arma::norm(a - b) / options.length_scale;
    return options.signal * options.signal * std::exp(-0.5 * ratio * ratio);
  };
  arma::mat A(X.n_rows, X.n_rows);
  for (arma::uword i = 0; i < X.n_rows; ++i) {
    for (arma::uword j = 0; j <= i; ++j) A(i, j) = A(j, i) = k(X.row(i), X.row(j));
    A(i, i) += options.noise * options.noise;
  }
  const arma::mat inverse = arma::inv_sympd(A);
  GaussianProcessPrediction result{arma::zeros(queries.n_rows), arma::zeros(queries.n_rows)};
  for (arma::uword q = 0; q < queries.n_rows; ++q) {
    arma::vec seen(X.n_rows);
    for (arma::uword i = 0; i < X.n_rows; ++i) seen(i) = k(queries.row(q), X.row(i));
    const arma::vec weights = inverse * seen;
    result.mean(q) = arma::dot(weights, y);
    const double left = k(queries.row(q), queries.row(q)) - arma::dot(weights, seen);
    result.deviation(q) = left > 0 ? std::sqrt(left) : 0;
  }
  return result;
}
DESCENT_ALTERNATIVE(gp_predict, gp_by_inverse,
                    "Query after query, with the inverse of a symmetric positive matrix.");

SearchResult bayes_in_the_unit_cube(const SearchSpace& space, const SearchObjective& objective,
                                    const BayesianOptions& options, Rng& rng) {
  require_bayesian(space, objective, options);
  const arma::uword D = space.size();
  arma::mat seen(options.trials, D);
  SearchResult result;
  for (arma::uword t = 0; t < options.trials; ++t) {
    arma::mat candidates = rng.uniform(t < options.initial ? 1 : options.candidates, D, 0, 1);
    arma::uword chosen = 0;
    if (t >= options.initial) {
      std::vector<double> known;
      for (const SearchTrial& trial : result.trials) {
        if (!std::isnan(trial.validation)) known.push_back(trial.validation);
      }
      const double lowest = known.empty() ? 0 : *std::min_element(known.begin(), known.end());
      arma::vec y(t);
      for (arma::uword i = 0; i < t; ++i) {
        const double v = result.trials[i].validation;
        y(i) = std::isnan(v) ? lowest : v;
      }
      const double spread = std::sqrt(arma::mean(arma::square(y - arma::mean(y))));
      y = (y - arma::mean(y)) / (spread > 0 ? spread : 1);
      const auto belief = gp_by_solve(seen.head_rows(t), y, candidates, options.process);
      chosen = improvement_with_erf(belief.mean, belief.deviation, y.max()).index_max();
    }
    seen.row(t) = candidates.row(chosen);
    arma::vec point(D);
    for (arma::uword d = 0; d < D; ++d) {
      const SearchRange& r = space[d];
      point(d) = r.scale == SearchScale::linear ? r.low + seen(t, d) * (r.high - r.low)
                                                : r.low * std::pow(r.high / r.low, seen(t, d));
    }
    const SearchScore score = objective(point, options.epochs);
    result.trials.push_back({point, options.epochs, score.validation, score.test});
  }
  result.best = best_of(result.trials);
  return result;
}
DESCENT_ALTERNATIVE(bayesian_search, bayes_in_the_unit_cube,
                    "Everything in the unit cube; points are stretched to the ranges at the end.");

SearchResult bayes_in_blocks(const SearchSpace& space, const SearchObjective& objective,
                             const BayesianOptions& options, Rng& rng) {
  require_bayesian(space, objective, options);
  const auto on = [](const SearchRange& r, double v) {
    return r.scale == SearchScale::linear ? v : std::log10(v);
  };
  const auto positions = [&](const arma::vec& point) {
    arma::rowvec at(space.size());
    for (std::size_t d = 0; d < space.size(); ++d) {
      const SearchRange& r = space[d];
      at(d) = (on(r, point(d)) - on(r, r.low)) / (on(r, r.high) - on(r, r.low));
    }
    return at;
  };
  SearchResult result =
      random_all_points_first(space, objective, options.initial, options.epochs, rng);
  for (arma::uword t = options.initial; t < options.trials; ++t) {
    arma::mat X;
    arma::vec y;
    for (const SearchTrial& trial : result.trials) {
      X = arma::join_cols(X, positions(trial.point));
      y = arma::join_cols(y, arma::vec{trial.validation});
    }
    const arma::vec known = y.elem(arma::find_finite(y));
    y.replace(arma::datum::nan, known.is_empty() ? 0 : known.min());
    y -= arma::mean(y);
    if (arma::stddev(y, 1) > 0) y /= arma::stddev(y, 1);
    arma::vec best_point;
    double most = -1;
    for (arma::uword done = 0; done < options.candidates;) {
      const arma::uword block = std::min<arma::uword>(60, options.candidates - done);
      arma::mat points(space.size(), block), queries(block, space.size());
      for (arma::uword c = 0; c < block; ++c) {
        points.col(c) = point_backwards(space, rng);
        queries.row(c) = positions(points.col(c));
      }
      const auto belief = gp_by_solve(X, y, queries, options.process);
      const arma::vec gain = improvement_with_erf(belief.mean, belief.deviation, y.max());
      if (gain.max() > most) {
        most = gain.max();
        best_point = points.col(gain.index_max());
      }
      done += block;
    }
    const SearchScore score = objective(best_point, options.epochs);
    result.trials.push_back({best_point, options.epochs, score.validation, score.test});
  }
  result.best = best_of(result.trials);
  return result;
}
DESCENT_ALTERNATIVE(bayesian_search, bayes_in_blocks,
                    "Candidates in blocks, the best so far kept; rows appended as they come.");

}  // namespace
}  // namespace descent
