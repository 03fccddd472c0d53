#include "mistakes.hpp"

#include <algorithm>

namespace descent {
namespace {

using Pairs = std::vector<CurvaturePair>;

double curved(const CurvaturePair& pair) { return arma::dot(pair.s, pair.y); }

// The pairs that a right solution uses.
Pairs good_ones(const arma::vec& gradient, const Pairs& memory) {
  require_curvature_pairs(gradient, memory);
  Pairs good;
  for (const CurvaturePair& pair : memory) {
    if (curved(pair) > 0) good.push_back(pair);
  }
  return good;
}

// The scale between the two loops.
double usual_scale(const CurvaturePair& pair) { return curved(pair) / arma::dot(pair.y, pair.y); }

// The two loops: the parts are exchangeable. Pairs as they are to be walked through.
struct Loops {
  bool first_backwards = true;    ///< newest to oldest
  bool second_backwards = false;  ///< oldest to newest
  double alpha_times = 1, beta_times = 1;
  double scale = 1;

  [[nodiscard]] arma::vec operator()(const arma::vec& gradient, const Pairs& pairs) const {
    arma::vec q = gradient, alpha(pairs.size(), arma::fill::zeros);
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      const std::size_t i = first_backwards ? pairs.size() - 1 - k : k;
      alpha(i) = arma::dot(pairs[i].s, q) / curved(pairs[i]);
      q -= alpha(i) * pairs[i].y;
    }
    q *= scale;
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      const std::size_t i = second_backwards ? pairs.size() - 1 - k : k;
      const double beta = arma::dot(pairs[i].y, q) / curved(pairs[i]);
      q += (alpha_times * alpha(i) - beta_times * beta) * pairs[i].s;
    }
    return -q;
  }
};

Loops right_loops(const Pairs& pairs) {
  Loops loops;
  if (!pairs.empty()) loops.scale = usual_scale(pairs.back());
  return loops;
}

arma::vec direction_first_loop_forwards(const arma::vec& gradient,
                                        const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Loops loops = right_loops(pairs);
  loops.first_backwards = false;
  return loops(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_first_loop_forwards,
                "Your first loop begins with the oldest pair. It goes from the newest, which "
                "stands last in memory, to the oldest.",
                "the-two-loop-recursion");

arma::vec direction_second_loop_backwards(const arma::vec& gradient,
                                          const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Loops loops = right_loops(pairs);
  loops.second_backwards = true;
  return loops(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_second_loop_backwards,
                "Your second loop begins with the newest pair. It goes back the way that the first "
                "one came: from the oldest to the newest.",
                "the-two-loop-recursion");

arma::vec direction_newest_first(const arma::vec& gradient,
                                 const std::vector<CurvaturePair>& memory) {
  Pairs pairs = good_ones(gradient, memory);
  std::reverse(pairs.begin(), pairs.end());
  return right_loops(pairs)(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_newest_first,
                "You take the first pair in memory for the newest. The oldest stands first.",
                "the-two-loop-recursion");

arma::vec direction_without_scale(const arma::vec& gradient,
                                  const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Loops loops = right_loops(pairs);
  loops.scale = 1;
  return loops(gradient, pairs);
}
DESCENT_MISTAKE(
    lbfgs_direction, direction_without_scale,
    "The scale between the loops is missing: q is multiplied by s·y / y·y of the newest pair.",
    "the-scale");

arma::vec direction_scale_of_the_oldest(const arma::vec& gradient,
                                        const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Loops loops = right_loops(pairs);
  if (!pairs.empty()) loops.scale = usual_scale(pairs.front());
  return loops(gradient, pairs);
}
DESCENT_MISTAKE(
    lbfgs_direction, direction_scale_of_the_oldest,
    "Your scale comes from the oldest pair. The newest one knows best how the loss curves here.",
    "the-scale");

arma::vec direction_scale_inverted(const arma::vec& gradient,
                                   const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Loops loops = right_loops(pairs);
  loops.scale = 1 / loops.scale;
  return loops(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_scale_inverted,
                "Your scale is upside down: s·y / y·y is one over a curvature.", "the-scale");

arma::vec direction_other_scale(const arma::vec& gradient,
                                const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Loops loops = right_loops(pairs);
  if (!pairs.empty())
    loops.scale = arma::dot(pairs.back().s, pairs.back().s) / curved(pairs.back());
  return loops(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_other_scale,
                "Your scale is s·s / s·y. It is s·y / y·y: the shorter of the two.", "the-scale");

arma::vec direction_scaled_at_the_end(const arma::vec& gradient,
                                      const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Loops loops = right_loops(pairs);
  const double scale = loops.scale;
  loops.scale = 1;
  return scale * loops(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_scaled_at_the_end,
                "You scale the result. The scale stands between the loops, in the place of what is "
                "known before all pairs.",
                "the-scale");

arma::vec direction_scaled_at_the_beginning(const arma::vec& gradient,
                                            const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Loops loops = right_loops(pairs);
  const double scale = loops.scale;
  loops.scale = 1;
  return loops(scale * gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_scaled_at_the_beginning,
                "You scale the gradient before the first loop. The scale stands between the loops.",
                "the-scale");

arma::vec direction_uphill(const arma::vec& gradient, const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  return -right_loops(pairs)(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_uphill,
                "The minus is missing: q approximates H·gradient, which points uphill.",
                "down-is-minus-the-gradient");

arma::vec direction_of_bad_pairs(const arma::vec& gradient,
                                 const std::vector<CurvaturePair>& memory) {
  require_curvature_pairs(gradient, memory);
  return right_loops(memory)(gradient, memory);
}
DESCENT_MISTAKE(lbfgs_direction, direction_of_bad_pairs,
                "You use pairs with s·y <= 0. They say that the loss curves down, and the "
                "direction may point uphill: leave them out.",
                "pairs-that-curve-down");

arma::vec direction_scaled_by_a_bad_pair(const arma::vec& gradient,
                                         const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Loops loops = right_loops(pairs);
  if (!memory.empty() && !pairs.empty()) loops.scale = usual_scale(memory.back());
  return loops(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_scaled_by_a_bad_pair,
                "You leave bad pairs out of the loops, but the scale may come from one: take it "
                "from the newest good one.",
                "pairs-that-curve-down");

arma::vec direction_absolute_pairs(const arma::vec& gradient,
                                   const std::vector<CurvaturePair>& memory) {
  require_curvature_pairs(gradient, memory);
  Pairs pairs = memory;
  for (CurvaturePair& pair : pairs) {
    if (curved(pair) < 0) pair.y = -pair.y;
  }
  std::erase_if(pairs, [](const CurvaturePair& pair) { return curved(pair) == 0; });
  return right_loops(pairs)(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_absolute_pairs,
                "You turn the sign of pairs that curve down and use them. They are left out.",
                "pairs-that-curve-down");

arma::vec direction_gives_up_at_a_bad_pair(const arma::vec& gradient,
                                           const std::vector<CurvaturePair>& memory) {
  require_curvature_pairs(gradient, memory);
  Pairs pairs;
  for (std::size_t i = memory.size(); i-- > 0 && curved(memory[i]) > 0;)
    pairs.insert(pairs.begin(), memory[i]);
  return right_loops(pairs)(gradient, pairs);
}
DESCENT_MISTAKE(
    lbfgs_direction, direction_gives_up_at_a_bad_pair,
    "You stop at the first bad pair, and lose all that are older. Leave out that one only.",
    "pairs-that-curve-down");

arma::vec direction_drops_everything(const arma::vec& gradient,
                                     const std::vector<CurvaturePair>& memory) {
  require_curvature_pairs(gradient, memory);
  for (const CurvaturePair& pair : memory) {
    if (curved(pair) <= 0) return -gradient;
  }
  return right_loops(memory)(gradient, memory);
}
DESCENT_MISTAKE(lbfgs_direction, direction_drops_everything,
                "One bad pair, and you fall back to the gradient. Leave out that pair only.",
                "pairs-that-curve-down");

arma::vec direction_of_steep_pairs_only(const arma::vec& gradient,
                                        const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Pairs some;
  for (const CurvaturePair& pair : pairs) {
    if (curved(pair) > 0.5 * arma::dot(pair.s, pair.s)) some.push_back(pair);
  }
  return right_loops(some)(gradient, some);
}
DESCENT_MISTAKE(lbfgs_direction, direction_of_steep_pairs_only,
                "You leave out good pairs, too: only s·y <= 0 is bad, however small s·y is.",
                "pairs-that-curve-down");

arma::vec direction_without_alpha(const arma::vec& gradient,
                                  const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Loops loops = right_loops(pairs);
  loops.alpha_times = 0;
  return loops(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_without_alpha,
                "Alpha is missing in the second loop: q gets (alpha - beta) · s.",
                "the-two-loop-recursion");

arma::vec direction_without_beta(const arma::vec& gradient,
                                 const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Loops loops = right_loops(pairs);
  loops.beta_times = 0;
  return loops(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_without_beta,
                "Beta is missing in the second loop: q gets (alpha - beta) · s.",
                "the-two-loop-recursion");

arma::vec direction_adds_beta(const arma::vec& gradient, const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Loops loops = right_loops(pairs);
  loops.beta_times = -1;
  return loops(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_adds_beta, "You add alpha and beta. It is alpha - beta.",
                "the-two-loop-recursion");

arma::vec direction_turned_difference(const arma::vec& gradient,
                                      const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Loops loops = right_loops(pairs);
  loops.alpha_times = -1;
  loops.beta_times = -1;
  return loops(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_turned_difference,
                "Your difference is the wrong way round: it is alpha - beta.",
                "the-two-loop-recursion");

arma::vec direction_newest_pair_only(const arma::vec& gradient,
                                     const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Pairs last;
  if (!pairs.empty()) last.push_back(pairs.back());
  return right_loops(last)(gradient, last);
}
DESCENT_MISTAKE(lbfgs_direction, direction_newest_pair_only,
                "You use the newest pair only. All of them take part.", "the-two-loop-recursion");

arma::vec direction_without_the_oldest(const arma::vec& gradient,
                                       const std::vector<CurvaturePair>& memory) {
  Pairs pairs = good_ones(gradient, memory);
  if (pairs.size() > 1) pairs.erase(pairs.begin());
  return right_loops(pairs)(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_without_the_oldest,
                "The oldest pair is missing: does a loop end one too soon?",
                "the-two-loop-recursion");

arma::vec direction_only_scaled(const arma::vec& gradient,
                                const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  return pairs.empty() ? arma::vec(-gradient) : arma::vec(-usual_scale(pairs.back()) * gradient);
}
DESCENT_MISTAKE(lbfgs_direction, direction_only_scaled,
                "You only scale the gradient: the two loops are missing.",
                "the-two-loop-recursion");

arma::vec direction_s_and_y_swapped(const arma::vec& gradient,
                                    const std::vector<CurvaturePair>& memory) {
  const Pairs kept = good_ones(gradient, memory);
  Pairs pairs = kept;
  for (CurvaturePair& pair : pairs) std::swap(pair.s, pair.y);
  return right_loops(pairs)(gradient, pairs);
}
DESCENT_MISTAKE(
    lbfgs_direction, direction_s_and_y_swapped,
    "s and y are swapped: what you compute is the Hessian times the gradient, not its inverse.",
    "the-two-loop-recursion");

arma::vec direction_same_alpha(const arma::vec& gradient,
                               const std::vector<CurvaturePair>& memory) {
  const Pairs pairs = good_ones(gradient, memory);
  Loops loops = right_loops(pairs);
  arma::vec q = gradient;
  arma::vec alpha(pairs.size(), arma::fill::zeros);
  for (std::size_t i = pairs.size(); i-- > 0;) {
    alpha(i) = arma::dot(pairs[i].s, gradient) / curved(pairs[i]);
    q -= alpha(i) * pairs[i].y;
  }
  q *= loops.scale;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    q += (alpha(i) - arma::dot(pairs[i].y, q) / curved(pairs[i])) * pairs[i].s;
  }
  return -q;
}
DESCENT_MISTAKE(lbfgs_direction, direction_same_alpha,
                "Each alpha is computed with the gradient. It is computed with q, as the newer "
                "pairs have left it.",
                "the-two-loop-recursion");

arma::vec direction_unchecked(const arma::vec& gradient, const std::vector<CurvaturePair>& memory) {
  if (gradient.is_empty()) return gradient;
  Pairs pairs;
  for (const CurvaturePair& pair : memory) {
    if (pair.s.n_elem == gradient.n_elem && pair.y.n_elem == gradient.n_elem && curved(pair) > 0) {
      pairs.push_back(pair);
    }
  }
  return right_loops(pairs)(gradient, pairs);
}
DESCENT_MISTAKE(lbfgs_direction, direction_unchecked,
                "You do not refuse bad input. Call require_curvature_pairs first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
