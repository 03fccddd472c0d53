// Known mistakes: the border, and from coarse to fine.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

constexpr auto kBorder = "careful-with-the-border";
constexpr auto kWindows = "windows";

// on_border with another position, and another decision.
template <class Position, class Decide>
std::vector<BorderSide> sides(const SearchSpace& space, const arma::vec& point, double margin,
                              Position position_in, Decide decide) {
  require_border(space, point, margin);
  std::vector<BorderSide> result;
  for (arma::uword d = 0; d < point.n_elem; ++d) {
    result.push_back(decide(position_in(space[d], point(d)), margin));
  }
  return result;
}

BorderSide side(double at, double margin) {
  return at <= margin ? BorderSide::low : at >= 1 - margin ? BorderSide::high : BorderSide::inside;
}

double linear_position(const SearchRange& range, double value) {
  return (value - range.low) / (range.high - range.low);
}

std::vector<BorderSide> border_linear(const SearchSpace& space, const arma::vec& point,
                                      double margin) {
  return sides(space, point, margin, linear_position, side);
}
DESCENT_MISTAKE(
    on_border, border_linear,
    "You measure learning rates on a linear scale: between 1e-6 and 1, 0.01 would be at "
    "the low border. Measure with logarithms where the range is logarithmic.",
    kBorder);

std::vector<BorderSide> border_logarithmic(const SearchSpace& space, const arma::vec& point,
                                           double margin) {
  return sides(
      space, point, margin,
      [](SearchRange range, double value) {
        if (range.low > 0 && value > 0) range.scale = SearchScale::logarithmic;
        return position(range, value);
      },
      side);
}
DESCENT_MISTAKE(on_border, border_logarithmic,
                "You measure linear ranges with logarithms, too. Look at the scale of each range.",
                "which-scale");

std::vector<BorderSide> border_low_only(const SearchSpace& space, const arma::vec& point,
                                        double margin) {
  return sides(space, point, margin, position,
               [](double at, double m) { return at <= m ? BorderSide::low : BorderSide::inside; });
}
DESCENT_MISTAKE(on_border, border_low_only,
                "You look at the low end only. There may be something better beyond the high end, "
                "too.",
                kBorder);

std::vector<BorderSide> border_high_only(const SearchSpace& space, const arma::vec& point,
                                         double margin) {
  return sides(space, point, margin, position, [](double at, double m) {
    return at >= 1 - m ? BorderSide::high : BorderSide::inside;
  });
}
DESCENT_MISTAKE(on_border, border_high_only,
                "You look at the high end only. There may be something better beyond the low end, "
                "too.",
                kBorder);

std::vector<BorderSide> border_swapped(const SearchSpace& space, const arma::vec& point,
                                       double margin) {
  return sides(space, point, margin, position, [](double at, double m) { return side(1 - at, m); });
}
DESCENT_MISTAKE(on_border, border_swapped, "You have low and high the wrong way round.", kBorder);

std::vector<BorderSide> border_half_margin(const SearchSpace& space, const arma::vec& point,
                                           double margin) {
  return sides(space, point, margin, position, [](double at, double m) { return side(at, m / 2); });
}
DESCENT_MISTAKE(on_border, border_half_margin,
                "You give half of the margin to each end. Each end has a margin of its own.",
                kBorder);

std::vector<BorderSide> border_ends_only(const SearchSpace& space, const arma::vec& point,
                                         double margin) {
  return sides(space, point, margin, position, [](double at, double) { return side(at, 1e-9); });
}
DESCENT_MISTAKE(on_border, border_ends_only,
                "Only the ends themselves are a border with you. A random point never hits them: "
                "use the margin.",
                kBorder);

std::vector<BorderSide> border_fixed_margin(const SearchSpace& space, const arma::vec& point,
                                            double margin) {
  return sides(space, point, margin, position, [](double at, double) { return side(at, 0.1); });
}
DESCENT_MISTAKE(on_border, border_fixed_margin,
                "You use a margin of 0.1, whatever the argument says.", kBorder);

std::vector<BorderSide> border_absolute_margin(const SearchSpace& space, const arma::vec& point,
                                               double margin) {
  require_border(space, point, margin);
  std::vector<BorderSide> result;
  for (arma::uword d = 0; d < point.n_elem; ++d) {
    const auto at = [&](double value) {
      return space[d].scale == SearchScale::linear ? value : std::log10(value);
    };
    const double now = at(point(d)), low = at(space[d].low), high = at(space[d].high);
    result.push_back(now <= low + margin    ? BorderSide::low
                     : now >= high - margin ? BorderSide::high
                                            : BorderSide::inside);
  }
  return result;
}
DESCENT_MISTAKE(on_border, border_absolute_margin,
                "You add the margin to the end of the range as it is. It is a part of the range's "
                "length: multiply it by that.",
                kBorder);

std::vector<BorderSide> border_by_factor(const SearchSpace& space, const arma::vec& point,
                                         double margin) {
  require_border(space, point, margin);
  std::vector<BorderSide> result;
  for (arma::uword d = 0; d < point.n_elem; ++d) {
    result.push_back(point(d) <= space[d].low * (1 + margin)    ? BorderSide::low
                     : point(d) >= space[d].high * (1 - margin) ? BorderSide::high
                                                                : BorderSide::inside);
  }
  return result;
}
DESCENT_MISTAKE(
    on_border, border_by_factor,
    "You compare with low · (1 + margin) and high · (1 - margin). The margin is a part of "
    "the range's length, not of its ends.",
    kBorder);

std::vector<BorderSide> border_scale_of_the_first(const SearchSpace& space, const arma::vec& point,
                                                  double margin) {
  return sides(
      space, point, margin,
      [&](SearchRange range, double value) {
        const bool possible = range.low > 0 && value > 0;
        if (space[0].scale == SearchScale::linear || possible) range.scale = space[0].scale;
        return position(range, value);
      },
      side);
}
DESCENT_MISTAKE(on_border, border_scale_of_the_first,
                "You measure all values on the scale of the first range. Each range has its own.",
                kBorder);

std::vector<BorderSide> border_any_for_all(const SearchSpace& space, const arma::vec& point,
                                           double margin) {
  std::vector<BorderSide> right = on_border(space, point, margin);
  const auto found = std::find_if(right.begin(), right.end(),
                                  [](BorderSide s) { return s != BorderSide::inside; });
  if (found != right.end()) right.assign(right.size(), BorderSide(*found));
  return right;
}
DESCENT_MISTAKE(
    on_border, border_any_for_all,
    "If one value is on its border, you say so of all. Answer for each range by itself: "
    "only that one has to be widened.",
    kBorder);

std::vector<BorderSide> border_first_only(const SearchSpace& space, const arma::vec& point,
                                          double margin) {
  return {on_border(space, point, margin).front()};
}
DESCENT_MISTAKE(on_border, border_first_only,
                "You answer for the first range only. There is one answer for each.", kBorder);

std::vector<BorderSide> border_beyond_is_inside(const SearchSpace& space, const arma::vec& point,
                                                double margin) {
  return sides(space, point, margin, position, [](double at, double m) {
    return at < 0 || at > 1 ? BorderSide::inside : side(at, m);
  });
}
DESCENT_MISTAKE(on_border, border_beyond_is_inside,
                "A value beyond the end of its range is inside with you. It is on that border all "
                "the more.",
                kBorder);

std::vector<BorderSide> border_without_checks(const SearchSpace& space, const arma::vec& point,
                                              double margin) {
  std::vector<BorderSide> result;
  for (arma::uword d = 0; d < point.n_elem && d < space.size(); ++d) {
    result.push_back(side(position(space[d], point(d)), margin));
  }
  return result;
}
DESCENT_MISTAKE(on_border, border_without_checks,
                "You do not check the input. Begin with require_border(space, point, margin): a "
                "comparison with NaN says `inside`.",
                "refuse-bad-input");

// How the stages of a wrong coarse_to_fine differ from those of the right one.
struct Narrowing {
  std::function<arma::uword(arma::uword, const CoarseToFineOptions&, double)> epochs =
      [](arma::uword now, const CoarseToFineOptions& options, double) {
        return now * options.growth;
      };
  /// the next window: whole range, current window, best value, stage, shrink
  std::function<SearchRange(const SearchRange&, const SearchRange&, double, double, double)>
      window = nullptr;
  Chooser centre = by_validation;
  bool best_of_all = false;
  bool first_stage_only_centre = false;
};

SearchRange cut(const SearchRange& whole, const SearchRange& window) {
  SearchRange result = whole;
  result.low = std::max(whole.low, window.low);
  result.high = std::min(whole.high, window.high);
  return result;
}

// A window between two positions of the whole range, cut where it leaves it.
SearchRange between(const SearchRange& whole, double from, double to) {
  SearchRange result = whole;
  if (from > 0) result.low = value_at(whole, from);
  if (to < 1) result.high = value_at(whole, to);
  return result;
}

SearchRange right_window(const SearchRange& whole, const SearchRange&, double best, double stage,
                         double shrink) {
  const double at = position(whole, best), half = 0.5 * std::pow(shrink, stage);
  return between(whole, at - half, at + half);
}

CoarseToFineResult narrow_with(const SearchSpace& space, const SearchObjective& objective,
                               const CoarseToFineOptions& options, Rng& rng, const Narrowing& how) {
  require_coarse_to_fine(space, objective, options);
  CoarseToFineResult result;
  SearchSpace window = space;
  arma::uword epochs = options.epochs;
  SearchTrial centre;
  for (arma::uword s = 0; s < options.stages; ++s) {
    if (s > 0) {
      for (std::size_t d = 0; d < space.size(); ++d) {
        const auto& next = how.window;
        window[d] = (next ? next : right_window)(space[d], window[d], centre.point(d), count(s),
                                                 options.shrink);
      }
      epochs = how.epochs(epochs, options, count(s));
    }
    SearchResult search = random_search(window, objective, options.trials, epochs, rng);
    search.best = how.centre(search.trials);
    const SearchTrial& best = search.trials[search.best];
    if (s == 0 || !how.first_stage_only_centre) centre = best;
    if (s == 0 || !how.best_of_all || best.validation > result.best.validation) result.best = best;
    result.stages.push_back({window, epochs, search});
  }
  return result;
}

CoarseToFineResult coarse_by_test(const SearchSpace& space, const SearchObjective& objective,
                                  const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng, {.centre = by_test});
}
DESCENT_MISTAKE(
    coarse_to_fine, coarse_by_test,
    "You narrow around the point with the best test accuracy. Then every stage trains on "
    "the test set. The validation accuracy decides.",
    "the-test-set-decides-nothing");

CoarseToFineResult coarse_around_nan(const SearchSpace& space, const SearchObjective& objective,
                                     const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng, {.centre = stuck_at_nan});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_around_nan,
                "If the first trial of a stage fails with NaN, you narrow around it: nothing is "
                "larger than NaN.",
                "trials-that-fail");

CoarseToFineResult coarse_around_the_worst(const SearchSpace& space,
                                           const SearchObjective& objective,
                                           const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng, {.centre = lowest});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_around_the_worst,
                "You narrow around the worst point. Accuracies are the better the higher they are.",
                "higher-is-better");

CoarseToFineResult coarse_around_the_last(const SearchSpace& space,
                                          const SearchObjective& objective,
                                          const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng, {.centre = the_last});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_around_the_last,
                "You narrow around the last trial of a stage, not around its best.",
                "from-coarse-to-fine");

CoarseToFineResult coarse_linear(const SearchSpace& space, const SearchObjective& objective,
                                 const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng,
                     {.window = [](const SearchRange& whole, const SearchRange&, double best,
                                   double stage, double shrink) {
                       const double half = 0.5 * std::pow(shrink, stage) * (whole.high - whole.low);
                       SearchRange window = whole;
                       window.low = best - half;
                       window.high = best + half;
                       return cut(whole, window);
                     }});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_linear,
                "You measure the windows of learning rates linearly: around 0.001 between 1e-6 and "
                "1 that is nearly everything up to 0.15. Measure them in logarithms.",
                kWindows);

CoarseToFineResult coarse_by_value(const SearchSpace& space, const SearchObjective& objective,
                                   const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng,
                     {.window = [](const SearchRange& whole, const SearchRange&, double best,
                                   double stage, double shrink) {
                       const double part = 0.5 * std::pow(shrink, stage);
                       SearchRange window = whole;
                       window.low = best * (1 - part);
                       window.high = best * (1 + part);
                       if (window.high < window.low) std::swap(window.low, window.high);
                       return cut(whole, window);
                     }});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_by_value,
                "Your windows are a part of the best value, plus and minus. They are a part of the "
                "range, on its own scale.",
                kWindows);

CoarseToFineResult coarse_not_cut(const SearchSpace& space, const SearchObjective& objective,
                                  const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng,
                     {.window = [](const SearchRange& whole, const SearchRange&, double best,
                                   double stage, double shrink) {
                       const double at = position(whole, best);
                       const double half = 0.5 * std::pow(shrink, stage);
                       SearchRange window = whole;
                       window.low = value_at(whole, at - half);
                       window.high = value_at(whole, at + half);
                       return window;
                     }});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_not_cut,
                "Your windows leave the range that you were given. Cut them off at its ends: a "
                "dropout rate below 0 is nonsense.",
                kWindows);

CoarseToFineResult coarse_shifted_back(const SearchSpace& space, const SearchObjective& objective,
                                       const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng,
                     {.window = [](const SearchRange& whole, const SearchRange&, double best,
                                   double stage, double shrink) {
                       const double width = std::pow(shrink, stage);
                       const double from =
                           std::clamp(position(whole, best) - width / 2, 0.0, 1 - width);
                       return between(whole, from, from + width);
                     }});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_shifted_back,
                "At an end of the range you move the window back inside. It stays centred at the "
                "best point, and what leaves the range is cut off.",
                kWindows);

CoarseToFineResult coarse_inside_the_last_window(const SearchSpace& space,
                                                 const SearchObjective& objective,
                                                 const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng,
                     {.window = [](const SearchRange& whole, const SearchRange& now, double best,
                                   double stage, double shrink) {
                       return cut(now, right_window(whole, now, best, stage, shrink));
                     }});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_inside_the_last_window,
                "You cut each window at the ends of the one before it. If the best point lies near "
                "such an end, the next window must be able to reach beyond: cut at the ends of the "
                "whole space.",
                kWindows);

CoarseToFineResult coarse_twice_as_wide(const SearchSpace& space, const SearchObjective& objective,
                                        const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng,
                     {.window = [](const SearchRange& whole, const SearchRange&, double best,
                                   double stage, double shrink) {
                       const double at = position(whole, best), half = std::pow(shrink, stage);
                       return between(whole, at - half, at + half);
                     }});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_twice_as_wide,
                "Your windows reach their whole width to each side. Half of it on each side is "
                "meant.",
                kWindows);

CoarseToFineResult coarse_same_shrink(const SearchSpace& space, const SearchObjective& objective,
                                      const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(
      space, objective, options, rng,
      {.window = [](const SearchRange& whole, const SearchRange& now, double best, double,
                    double shrink) { return right_window(whole, now, best, 1, shrink); }});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_same_shrink,
                "Your windows stop shrinking after the first time: stage s has shrink to the power "
                "of s.",
                kWindows);

CoarseToFineResult coarse_never_narrows(const SearchSpace& space, const SearchObjective& objective,
                                        const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng,
                     {.window = [](const SearchRange& whole, const SearchRange&, double, double,
                                   double) { return whole; }});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_never_narrows,
                "Each of your stages searches the whole space: that is one long random search.",
                kWindows);

CoarseToFineResult coarse_around_the_middle(const SearchSpace& space,
                                            const SearchObjective& objective,
                                            const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng,
                     {.window = [](const SearchRange& whole, const SearchRange& now, double,
                                   double stage, double shrink) {
                       return right_window(whole, now, value_at(whole, 0.5), stage, shrink);
                     }});
}
DESCENT_MISTAKE(
    coarse_to_fine, coarse_around_the_middle,
    "Your windows close in on the middle of the space. They close in on the best point.", kWindows);

CoarseToFineResult coarse_first_centre_only(const SearchSpace& space,
                                            const SearchObjective& objective,
                                            const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng, {.first_stage_only_centre = true});
}
DESCENT_MISTAKE(
    coarse_to_fine, coarse_first_centre_only,
    "All your windows are centred at the best point of the first stage. Each is centred "
    "at the best of the stage before it.",
    "from-coarse-to-fine");

CoarseToFineResult coarse_best_of_all(const SearchSpace& space, const SearchObjective& objective,
                                      const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng, {.best_of_all = true});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_best_of_all,
                "You keep the best trial of all stages, though they trained for different times. "
                "Return the best of the last stage.",
                "train-longer");

CoarseToFineResult coarse_same_epochs(const SearchSpace& space, const SearchObjective& objective,
                                      const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(
      space, objective, options, rng,
      {.epochs = [](arma::uword now, const CoarseToFineOptions&, double) { return now; }});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_same_epochs,
                "All your stages train equally long. Fine differences show only after longer "
                "training: multiply by growth.",
                "train-longer");

CoarseToFineResult coarse_adds_epochs(const SearchSpace& space, const SearchObjective& objective,
                                      const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng,
                     {.epochs = [](arma::uword now, const CoarseToFineOptions& o, double) {
                       return now + o.growth;
                     }});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_adds_epochs,
                "You add growth to the epochs. Multiply: each stage trains growth times longer.",
                "train-longer");

CoarseToFineResult coarse_linear_epochs(const SearchSpace& space, const SearchObjective& objective,
                                        const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng,
                     {.epochs = [](arma::uword, const CoarseToFineOptions& o, double s) {
                       return std::max<arma::uword>(
                           1, o.epochs * o.growth * static_cast<arma::uword>(s));
                     }});
}
DESCENT_MISTAKE(
    coarse_to_fine, coarse_linear_epochs,
    "Your epochs are epochs · growth · s. Each stage trains growth times longer than the "
    "one before it: growth to the power of s.",
    "train-longer");

CoarseToFineResult coarse_fewer_trials(const SearchSpace& space, const SearchObjective& objective,
                                       const CoarseToFineOptions& options, Rng& rng) {
  require_coarse_to_fine(space, objective, options);
  CoarseToFineOptions shared = options;
  shared.trials = std::max<arma::uword>(1, options.trials / options.stages);
  return coarse_to_fine(space, objective, shared, rng);
}
DESCENT_MISTAKE(coarse_to_fine, coarse_fewer_trials,
                "You share options.trials among the stages. Each stage makes so many.",
                "from-coarse-to-fine");

CoarseToFineResult coarse_loses_the_scale(const SearchSpace& space,
                                          const SearchObjective& objective,
                                          const CoarseToFineOptions& options, Rng& rng) {
  return narrow_with(space, objective, options, rng,
                     {.window = [](const SearchRange& whole, const SearchRange& now, double best,
                                   double stage, double shrink) {
                       SearchRange window = right_window(whole, now, best, stage, shrink);
                       window.scale = SearchScale::linear;
                       return window;
                     }});
}
DESCENT_MISTAKE(coarse_to_fine, coarse_loses_the_scale,
                "Your windows are linear, whatever the range was. Copy the range, and change its "
                "ends only.",
                kWindows);

CoarseToFineResult coarse_copies_rng(const SearchSpace& space, const SearchObjective& objective,
                                     const CoarseToFineOptions& options, Rng& rng) {
  Rng copy = rng;
  return coarse_to_fine(space, objective, options, copy);
}
DESCENT_MISTAKE(coarse_to_fine, coarse_copies_rng,
                "You work with a copy of rng: the next search draws the same points again.",
                "a-random-point");

CoarseToFineResult coarse_without_checks(const SearchSpace& space, const SearchObjective& objective,
                                         const CoarseToFineOptions& options, Rng& rng) {
  if (options.stages == 0 || options.trials == 0 || options.growth == 0) return {};
  if (!(options.shrink > 0 && options.shrink < 1)) return {};
  return coarse_to_fine(space, objective, options, rng);
}
DESCENT_MISTAKE(coarse_to_fine, coarse_without_checks,
                "Bad options give an empty result. Begin with require_coarse_to_fine(...), which "
                "says what is wrong.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
