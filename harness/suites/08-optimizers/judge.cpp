#include "judge.hpp"

#include <array>
#include <limits>

namespace descent::suite {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const char* const kReadState = "a-state-for-each-parameter";
const char* const kReadEntries = "entry-by-entry";

std::string after(arma::uword step) { return "w after step " + std::to_string(step); }

bool expect_places(const std::vector<arma::mat>& yours, const std::vector<arma::mat>& right,
                   checks::About about, const std::string& of = "") {
  for (arma::uword i = 0; i < right.size(); ++i) {
    about.what = after(i + 1) + of;
    if (!expect_near(yours[i], right[i], about)) return false;
  }
  return true;
}

// An orthogonal matrix, far from a permutation.
arma::mat draw_rotation(Rng& rng, arma::uword n) {
  arma::mat q, r;
  arma::qr(q, r, rng.normal(n, n));
  return q;
}

}  // namespace

void expect_the_formula(const Rule& rule, Rng& rng) {
  struct Walk {
    std::vector<arma::mat> yours, right;
  };
  std::vector<Walk> walks;
  for (const auto& [rows, cols] : {std::array<arma::uword, 2>{3, 4}, {5, 2}, {1, 6}, {4, 1}}) {
    const arma::mat start = rng.normal(rows, cols);
    const std::vector<arma::mat> gradients = draw_gradients(rng, rows, cols, 6);
    walks.push_back({walk(rule.yours(), start, gradients), walk(rule.right(), start, gradients)});
  }
  for (const Walk& each : walks) {
    if (!expect_places(each.yours, each.right,
                       {.what = "w", .read = rule.read, .tolerance = checks::kTrajectory})) {
      return;
    }
  }
}

void expect_hand_places(const Rule& rule, const hand::Places& places) {
  const Step step_a = rule.yours(), step_b = rule.yours();
  arma::mat a = hand::kA, b = hand::kB;
  std::vector<arma::mat> all_a, all_b;
  for (std::size_t i = 0; i < hand::kGradientsA.size(); ++i) {
    step_a(a, hand::kGradientsA[i]);
    step_b(b, hand::kGradientsB[i]);
    all_a.push_back(a);
    all_b.push_back(b);
  }
  const std::array<arma::uword, 3> compared = {1, 2, 4};
  for (std::size_t i = 0; i < compared.size(); ++i) {
    const checks::About about{.what = after(compared[i]),
                              .why = "Another parameter takes its own steps in between.",
                              .read = rule.read,
                              .tolerance = checks::kHandValue};
    if (!expect_near(all_a[compared[i] - 1], places.A[i], about)) return;
    if (!expect_near(all_b[compared[i] - 1], places.B[i], about)) return;
  }
}

void expect_no_shared_memory(const Rule& rule, Rng& rng) {
  const arma::mat start_a = rng.normal(3, 2), start_b = rng.normal(2, 5);
  const auto gradients_a = draw_gradients(rng, 3, 2, 5), gradients_b = draw_gradients(rng, 2, 5, 5);
  const Step step_a = rule.yours(), step_b = rule.yours();
  arma::mat a = start_a, b = start_b;
  std::vector<arma::mat> in_turn_a, in_turn_b;
  for (std::size_t i = 0; i < gradients_a.size(); ++i) {
    step_a(a, gradients_a[i]);
    step_b(b, gradients_b[i]);
    in_turn_a.push_back(a);
    in_turn_b.push_back(b);
  }
  const auto alone_a = walk(rule.yours(), start_a, gradients_a);
  const auto alone_b = walk(rule.yours(), start_b, gradients_b);
  const checks::About about{
      .what = "w",
      .why =
          "Two parameters took turns, each with a state of its own. Each must go where it goes "
          "alone: is something kept outside of the state, in a static variable perhaps?",
      .read = kReadState,
      .tolerance = checks::kTrajectory};
  if (!expect_places(in_turn_a, alone_a, about, " of the first parameter")) return;
  expect_places(in_turn_b, alone_b, about, " of the second parameter");
}

void expect_rest_without_gradient(const Rule& rule, Rng& rng) {
  const arma::mat start = rng.normal(4, 3);
  const std::vector<arma::mat> zeros(3, arma::zeros(4, 3));
  const auto places = walk(rule.yours(), start, zeros);
  expect_places(places, std::vector<arma::mat>(3, start),
                {.what = "w",
                 .why = "The state is fresh and the gradient 0: nothing moves.",
                 .read = rule.read,
                 .tolerance = checks::kExact},
                " without a gradient");
}

void expect_repeatable(const Rule& rule, Rng& rng) {
  const arma::mat start = rng.normal(2, 4);
  const auto gradients = draw_gradients(rng, 2, 4, 4);
  const auto first = walk(rule.yours(), start, gradients);
  const auto second = walk(rule.yours(), start, gradients);
  expect_places(second, first,
                {.what = "w",
                 .why = "The same start, the same gradients and a fresh state, as the first time.",
                 .read = kReadState,
                 .tolerance = checks::kExact},
                ", the second time");
}

void expect_nan_to_stay(const Rule& rule, Rng& rng) {
  const arma::mat start = rng.normal(3, 3);
  auto gradients = draw_gradients(rng, 3, 3, 3);
  auto right = walk(rule.right(), start, gradients);
  gradients[1](2, 0) = kNan;
  right[1](2, 0) = right[2](2, 0) = kNan;
  const auto yours = walk(rule.yours(), start, gradients);
  expect_places(
      yours, right,
      {.what = "w",
       .why = "One entry of the second gradient was NaN. That entry of w is lost, and must "
              "be seen to be; the others have nothing to do with it.",
       .read = kReadEntries,
       .tolerance = checks::kTrajectory});
}

void expect_scale_irrelevant(const Rule& rule, Rng& rng) {
  const arma::mat start = arma::zeros(3, 4);
  const auto gradients = draw_gradients(rng, 3, 4, 5);
  const auto plain = walk(rule.yours(), start, gradients);
  for (const double scale : {1e4, 1e-3}) {
    auto scaled = gradients;
    for (arma::mat& dw : scaled) dw *= scale;
    const auto places = walk(rule.yours(), start, scaled);
    if (!expect_places(places, plain,
                       {.what = "w",
                        .why = "The loss was multiplied by a constant, and so were all gradients. "
                               "This rule divides by their size: the way is the same.",
                        .read = rule.read,
                        .tolerance = {1e-6, 1e-8}},
                       ", with scaled gradients")) {
      return;
    }
  }
}

void expect_shapes_refused(const OneStep& call) {
  const arma::mat w(2, 3, arma::fill::ones);
  expect_refusal("an empty parameter", [&] { call(arma::mat(), arma::mat()); });
  expect_refusal("a gradient of 3 x 2 for a parameter of 2 x 3", [&] { call(w, w.t()); });
  expect_refusal("a gradient of one row less", [&] { call(w, w.head_rows(1)); });
  expect_refusal("an empty gradient", [&] { call(w, arma::mat()); });
}

std::vector<arma::mat> roll_down_parabolas(const Step& step, const arma::mat& h,
                                           arma::uword steps) {
  std::vector<arma::mat> places;
  arma::mat w(arma::size(h), arma::fill::ones);
  for (arma::uword i = 0; i < steps; ++i) {
    step(w, h % w);
    places.push_back(w);
  }
  return places;
}

void expect_a_matrix_power(const Rule& rule, const arma::mat& h,
                           const std::function<arma::mat(double h)>& matrix) {
  constexpr arma::uword kSteps = 40;
  const auto yours = roll_down_parabolas(rule.yours(), h, kSteps);
  std::vector<arma::mat> right(kSteps, arma::mat(arma::size(h)));
  for (arma::uword i = 0; i < h.n_elem; ++i) {
    arma::mat power = arma::eye(2, 2);
    for (arma::uword t = 0; t < kSteps; ++t) {
      power = matrix(h(i)) * power;
      right[t](i) = power(0, 0);  // from w = 1 and a velocity of 0
    }
  }
  expect_places(
      yours, right,
      {.what = "w",
       .why = "On a parabola each step multiplies (w, velocity) by one and the same matrix. "
              "Where the learning rate is too large for the curvature its powers grow, "
              "and w must grow with them.",
       .read = rule.read,
       .tolerance = {1e-7, 1e-10}},
      " on parabolas, from 1");
}

double loss_of_rotation(const Rule& rule, Rng& rng) {
  constexpr arma::uword kDimensions = 5;
  const arma::vec curvature = {1, 0.5, 0.2, 0.1, 0.05};
  const arma::mat rotation = draw_rotation(rng, kDimensions);
  const arma::mat start = rng.normal(kDimensions, 1) + 2;
  const Step straight = rule.yours(), turned = rule.yours();
  arma::mat w = start, rotated = rotation * start;
  for (int i = 0; i < 10; ++i) {
    straight(w, curvature % w);
    turned(rotated, rotation * (curvature % (rotation.t() * rotated)));
  }
  return arma::norm(rotation * w - rotated) / arma::norm(w - start);
}

}  // namespace descent::suite
