#include "harness/checks/two_oracles.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <utility>

#include "harness/checks/compare.hpp"

namespace descent::checks {
namespace {

using compare::MaybeFinding;

std::string output_of(const ForwardBackward& yours) {
  return yours.output.n_elem == 1 ? "loss" : "output";
}

/// Both runs in the words of the finding: a loss has a value, a layer an output.
struct Words {
  std::string exercise, output, gradient, forward_pass;
};

Words words_for(const ForwardBackward& yours, const About& about) {
  const bool loss = yours.output.n_elem == 1;
  return {about.what.empty() ? "this exercise" : about.what, loss ? "loss" : "output", "gradient",
          loss ? "loss" : "forward pass"};
}

std::string name_of_block(const GradientOptions& options, std::size_t block, std::size_t blocks) {
  if (block < options.names.size()) return options.names[block];
  return blocks == 1 ? "the gradient" : fmt::format("the gradient of block {}", block);
}

/// Entries in which `yours` and the reference differ but the student's own forward pass allows
/// both: only a kink does that. Whole blocks only; of a sampled one the other entries are not
/// known.
bool differs_only_at_kinks(const BlockReport& mine, const BlockReport& theirs,
                           const arma::mat& yours, const arma::mat& reference, double tolerance) {
  if (mine.probes.size() != yours.n_elem || theirs.probes.size() != yours.n_elem) return false;
  const double scale = compare::scale_of(reference);
  for (arma::uword i = 0; i < yours.n_elem; ++i) {
    if (compare::within(yours[i], reference[i], scale, kBackwardOracle)) continue;
    const Probe &a = mine.probes[i], &r = theirs.probes[i];
    if (a.verdict == Verdict::wrong || r.verdict == Verdict::wrong) return false;
    const bool kink = a.verdict == Verdict::at_kink || r.verdict == Verdict::at_kink;
    const bool far_apart = std::abs(yours[i] - reference[i]) > 100 * tolerance * scale;
    if (!kink || !far_apart) return false;
  }
  return true;
}

void tell(outcome::Finding& finding, const std::string& problem) {
  finding.problem = problem + " " + finding.problem;
}

/// Shape and finiteness of what came, before anything is compared.
MaybeFinding malformed(const ForwardBackward& yours, const arma::mat& upstream, const Blocks& at,
                       const About& about, const GradientOptions& options) {
  About part = about;
  part.what = fmt::format("the {} of {}", yours.output.n_elem == 1 ? "loss" : "output", about.what);
  if (auto f = compare::shape(yours.output, upstream.n_rows, upstream.n_cols, part)) return f;
  if (auto f = compare::finite(yours.output, part)) return f;
  for (std::size_t i = 0; i < at.size(); ++i) {
    part.what = fmt::format("{} of {}", name_of_block(options, i, at.size()), about.what);
    const arma::mat none;
    const arma::mat& gradient = i < yours.gradients.size() ? yours.gradients[i] : none;
    if (auto f = compare::shape(gradient, at[i].n_rows, at[i].n_cols, part)) return f;
    if (auto f = compare::finite(gradient, part)) return f;
  }
  return std::nullopt;
}

/// Numerical differentiation of a function that answers differently every time would find noise.
MaybeFinding impure(const ForwardBackward& yours, const MatrixFunction& your_forward,
                    const Blocks& at, const About& about) {
  About part = about;
  part.what = fmt::format("the {} of {} in a second call", output_of(yours), about.what);
  part.tolerance = {1e-13, 1e-14};  // where forward and backward pass are two functions: round-off
  part.setting = {};
  MaybeFinding finding = compare::near(your_forward(at), yours.output, part);
  if (!finding) return std::nullopt;
  finding->why =
      "Two calls with the same arguments must give the same result: is there a static "
      "variable, or something that is added to but never cleared?";
  return finding;
}

}  // namespace

std::optional<outcome::Finding> two_oracles(const ForwardBackward& yours,
                                            const std::optional<ForwardBackward>& reference,
                                            const MatrixFunction& your_forward,
                                            const arma::mat& upstream, const Blocks& at, Rng& rng,
                                            const About& about, const GradientOptions& options) {
  if (auto finding = malformed(yours, upstream, at, about, options)) return finding;
  const Words words = words_for(yours, about);
  GradientOptions named = options;
  for (std::size_t i = named.names.size(); i < at.size(); ++i) {
    named.names.push_back(name_of_block(options, i, at.size()));
  }
  if (auto finding = impure(yours, your_forward, at, about)) return finding;
  const ScalarFunction f = against_upstream(your_forward, upstream);
  const GradientReport numeric = check_gradient(f, at, yours.gradients, rng, named);
  const bool consistent = numeric.nothing_wrong();
  const auto against_own_forward = [&]() -> MaybeFinding {
    for (std::size_t i = 0; i < at.size(); ++i) {
      if (auto found = gradient_finding(numeric.blocks[i], yours.gradients[i], at[i], about))
        return found;
    }
    return std::nullopt;
  };

  if (!reference) {
    if (consistent) return std::nullopt;
    auto finding = against_own_forward();
    tell(*finding, fmt::format("{}: the {} is not the derivative of your own {}.", words.exercise,
                               words.gradient, words.forward_pass));
    return finding;
  }

  About part = about;
  part.what = fmt::format("the {}", words.output);
  part.tolerance = kForwardOracle;
  MaybeFinding forward = compare::near(yours.output, reference->output, part);

  MaybeFinding backward;
  part.tolerance = kBackwardOracle;
  std::optional<GradientReport> theirs;
  for (std::size_t i = 0; i < at.size() && !backward; ++i) {
    part.what = named.names[i];
    MaybeFinding found = compare::near(yours.gradients[i], reference->gradients[i], part);
    if (found && !forward && consistent) {
      if (!theirs) theirs = check_gradient(f, at, reference->gradients, rng, named);
      if (differs_only_at_kinks(numeric.blocks[i], theirs->blocks[i], yours.gradients[i],
                                reference->gradients[i], options.tolerance)) {
        continue;
      }
    }
    backward = std::move(found);
  }

  if (!forward && !backward) {
    if (consistent) return std::nullopt;
    auto finding = against_own_forward();
    tell(*finding,
         fmt::format("{}: {} and {} are right here, but nudging the input changes the {} as if the "
                     "{} were another one: does the result depend on more than the arguments?",
                     words.exercise, words.output, words.gradient, words.output, words.gradient));
    return finding;
  }
  if (!forward) {
    tell(*backward, fmt::format("{}: the {} is right, the {} is wrong.", words.exercise,
                                words.output, words.gradient));
    return backward;
  }
  if (!backward) {
    tell(*forward, fmt::format("{}: the {} is right, the {} is wrong.", words.exercise,
                               words.gradient, words.output));
    return forward;
  }
  if (consistent) {
    tell(*forward,
         fmt::format("{}: your {} is the right derivative of a wrong {}; fix the {} first.",
                     words.exercise, words.gradient, words.forward_pass, words.forward_pass));
    return forward;
  }
  tell(*forward, fmt::format("{}: the {} is wrong, and the {} is not its derivative either; begin "
                             "with the {}.",
                             words.exercise, words.output, words.gradient, words.forward_pass));
  if (!backward->likely.empty()) {
    const std::string of_gradient = "Of the gradient: " + backward->likely;
    forward->likely = forward->likely.empty() ? of_gradient
                                              : fmt::format("Of the {}: {} {}", words.output,
                                                            forward->likely, of_gradient);
  }
  return forward;
}

bool expect_forward_and_backward(const ForwardBackward& yours,
                                 const std::optional<ForwardBackward>& reference,
                                 const MatrixFunction& your_forward, const arma::mat& upstream,
                                 const Blocks& at, Rng& rng, const About& about,
                                 const GradientOptions& options, Location location) {
  auto finding = two_oracles(yours, reference, your_forward, upstream, at, rng, about, options);
  if (!finding) return true;
  report(std::move(*finding), location);
  return false;
}

bool expect_loss_and_gradient(const LossAndGradient& yours,
                              const std::optional<LossAndGradient>& reference,
                              const std::function<double(const arma::mat&)>& your_loss,
                              const arma::mat& at, Rng& rng, const About& about,
                              const GradientOptions& options, Location location) {
  const auto boxed = [](double value) { return arma::mat(1, 1, arma::fill::value(value)); };
  const auto as_blocks = [&](const LossAndGradient& run) {
    return ForwardBackward{boxed(run.loss), {run.gradient}};
  };
  std::optional<ForwardBackward> expected;
  if (reference) expected = as_blocks(*reference);
  return expect_forward_and_backward(
      as_blocks(yours), expected, [&](const Blocks& blocks) { return boxed(your_loss(blocks[0])); },
      boxed(1), {at}, rng, about, options, location);
}

}  // namespace descent::checks
