#pragma once

#include <armadillo>
#include <vector>

#include "gradcheck_types.hpp"
#include "harness/support/not_implemented.hpp"
#include "inputs.hpp"

/// Stage 01: gradient checks. A gradient that somebody derived on paper is compared with one that
/// needs no derivation: the slope of the loss itself, measured with two evaluations.
///
/// Shapes. A gradient has the shape of the parameters that it belongs to, and entry k of it is the
/// derivative by entry k. Entries are numbered as Armadillo stores them, column by column: x(k).
///
/// Refusals. Every function throws std::invalid_argument, with a sentence that says what was
/// expected and what came, for arguments that make no sense. The functions of inputs.hpp do that
/// for you, but for `judge`.
///
/// Source: CS231n notes, "Neural Networks Part 3: Learning and Evaluation", section "Gradient
/// checks". Papers are named where they belong.
namespace descent {

/// How far two gradients are apart, entry by entry, in parts of the larger one:
///
///     error = |a - n| / max(|a|, |n|)        0 where a and n are both 0
///
/// analytic, numeric: two matrices of the same shape. Returns a matrix of that shape.
/// 0 says that the two are equal, 2 (the most there is) that they are opposite. There is no small
/// constant in the denominator: gradients of 1e-200 are compared as well as gradients of 1.
/// Where a or n is NaN or infinite, the error is +infinity, also where both are: NaN would be
/// neither above nor below any threshold, and whoever asks `error > 1e-2` would let it pass.
/// Throws std::invalid_argument: an empty matrix, shapes that differ.
/// Source: notes, "Use relative error for the comparison".
arma::mat relative_error(const arma::mat& analytic, const arma::mat& numeric);

/// The numerical gradient with one step forward: entry k is
///
///     (f(x + h·e_k) - f(x)) / h
///
/// where e_k is 1 in entry k and 0 elsewhere. Its error falls with h: ½·h·f'' to first order.
///
/// f: any function of a matrix of the shape of x. x: the point. h: the step, positive, taken as it
/// is: not scaled by the size of x. Returns a matrix of the shape of x.
/// f is evaluated at x and at the points x + h·e_k only, and not more than 2·n_elem + 2 times.
/// Where f is NaN or infinite the entry is not finite either. Throws std::invalid_argument: an
/// empty f, an empty x, h not positive or not finite. Source: notes, "Use the centered formula",
/// the first formula there.
arma::mat forward_difference(const FunctionOfMatrix& f, const arma::mat& x, double h = 1e-5);

/// The numerical gradient with a step to both sides: entry k is
///
///     (f(x + h·e_k) - f(x - h·e_k)) / 2h
///
/// Twice the evaluations, and an error that falls with h²: h²/6·f''' to second order.
///
/// f, x, h and what comes back: as forward_difference. f is evaluated at x and at x ± h·e_k only,
/// and not more than 3·n_elem + 2 times.
/// Throws std::invalid_argument: an empty f, an empty x, h not positive or not finite.
/// Source: notes, "Use the centered formula".
arma::mat centered_difference(const FunctionOfMatrix& f, const arma::mat& x, double h = 1e-5);

/// What to think of a relative error.
enum class Judgement {
  happy,          ///< as good as a gradient check gets
  fine_at_kinks,  ///< acceptable, because the loss has kinks
  too_high,       ///< would be acceptable with kinks, but there are none
  uncomfortable,  ///< probably something is wrong
  wrong,          ///< the gradient is wrong
};

/// The rule of thumb for relative errors (double precision, h about 1e-5):
///
///     error                    with kinks       without kinks
///     error > 1e-2             wrong            wrong             (also NaN and infinity)
///     1e-4 < error <= 1e-2     uncomfortable    uncomfortable
///     1e-7 < error <= 1e-4     fine_at_kinks    too_high
///     error <= 1e-7            happy            happy
///
/// error: a relative error, 0 or more. has_kinks: whether the loss has any (ReLU, hinge, max) that
/// the check did not leave out. A number on a border belongs to the milder side, as in the table.
/// Throws std::invalid_argument: a negative error.
/// Source: notes, "Use relative error for the comparison".
Judgement judge(double error, bool has_kinks);

/// Whether a centered difference over entry `index` steps across a kink: whether the winners at
/// x + h·e_index and at x - h·e_index are not the same. They are not, too, if there are more of
/// them on one side than on the other.
///
/// winners: see WinnersOfMatrix. x: the point. index: linear, of the entry that is moved; the
/// others stay where they are. h: positive. Costs two calls of winners; three are allowed. Throws
/// std::invalid_argument: empty winners, an empty x, index >= x.n_elem, h not positive or not
/// finite. Source: notes, "Kinks in the objective": keep track of the identities of all winners.
bool kink_crossed(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index, double h);

/// Which entries to check: of every block min(per_block, n_elem) of them, each at most once.
///
/// Every entry of a block is equally likely to be drawn, whatever its value and wherever it stands,
/// and every choice of so many entries as likely as any other; different blocks and different calls
/// are independent.
/// blocks: the parameters of a model, each with at least one entry. per_block: at least 1.
/// rng: the source of all randomness, advanced by what is drawn.
/// Returns for each block its linear indices, in any order.
/// Throws std::invalid_argument: no blocks, an empty block, per_block 0.
/// Source: notes, "Check only few dimensions": make sure to gradient check a few dimensions for
/// every separate parameter.
std::vector<arma::uvec> sample_entries(const std::vector<arma::mat>& blocks, arma::uword per_block,
                                       Rng& rng);

/// A factor for the loss that brings gradients which are too small to be compared back to where
/// doubles are accurate against the loss: about 1. With m = max |g| over all entries of all
/// gradients,
///
///     m > 1e-10         the factor is 1: nothing need be done
///     0 < m <= 1e-10    any factor s with 0.1 <= s·m <= 10
///     m = 0             the factor is 1: nothing can be done
///
/// A power of two (or of ten, or 1/m itself) will do. For m < 1e-300, where 1/m may overflow, any
/// finite factor of 1 or more is right.
/// gradients: the gradient of every block, each with at least one entry.
/// Throws std::invalid_argument: no gradients, an empty one, NaN or infinity in one.
/// Source: notes, "Stick around active range of floating point"; D. Goldberg, "What Every Computer
/// Scientist Should Know About Floating-Point Arithmetic", 1991.
double loss_scale(const std::vector<arma::mat>& gradients);

/// The gradient check of a whole model: of every block some entries are drawn, and at each the
/// analytic gradient is compared with the centered difference of the loss.
///
/// loss: see GradcheckLoss. EVERY evaluation, each of the two of a centered difference as well,
/// gets a fresh Rng(options.seed), so that all of them see the same dropout masks; the analytic
/// gradients were computed with these, too.
/// blocks: the parameters with their analytic gradients. While an entry of one block is moved, all
/// other entries and all other blocks stay at their values.
/// options: see GradcheckOptions. Of each block min(entries_per_block, n_elem) different entries
/// are drawn, with whatever random numbers you like: of small blocks all, of large ones a sample.
/// winners: empty for a smooth model. Otherwise it is asked, with a fresh Rng(options.seed) as
/// well, at both ends of every step, and an entry for which they differ (as in kink_crossed) is not
/// compared, but counted in `kinks`.
/// Returns a report for each block, in the order of the blocks. Costs two evaluations of the loss
/// for each drawn entry; four are allowed, and four of the winners, however large the blocks are.
/// Throws std::invalid_argument: an empty loss, no blocks, an empty block, a gradient of another
/// shape than its value, a step that is not positive, entries_per_block 0.
/// Source: notes, the whole section "Gradient checks".
std::vector<GradcheckReport> check_gradient(const GradcheckLoss& loss,
                                            const std::vector<GradcheckBlock>& blocks,
                                            const GradcheckOptions& options = {},
                                            const GradcheckWinners& winners = {});

}  // namespace descent
