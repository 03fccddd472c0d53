#include "gradcheck.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

// Stage 01: gradient checks. The formulas and everything that is promised stand in gradcheck.hpp,
// the reasons in the chapter, docs/stages/01-gradcheck.md. Write loops or matrix operations, as you
// like: only the numbers count.
//
// Every exercise begins in the same way: refuse bad input with the function of inputs.hpp that is
// named there. Later exercises may call earlier ones.

namespace descent {

arma::mat relative_error(const arma::mat& analytic, const arma::mat& numeric) {
  // TODO     the relative error of every entry
  // FORMULA  |a - n| / max(|a|, |n|)      0 where both are 0, infinity where one is not finite
  // STEPS    1. require_comparable(analytic, numeric);
  //          2. for each entry k: a = analytic(k), n = numeric(k)
  //          3. not finite: infinity; equal: 0; else the quotient
  // PITFALL  0/0 is NaN, and NaN > 0.01 is false: a comparison that would let everything pass
  throw NotImplemented("relative_error");
}

arma::mat forward_difference(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  // TODO     the numerical gradient with one step forward
  // FORMULA  (f(x + h·e_k) - f(x)) / h for every entry k
  // STEPS    1. require_difference(f, x, h);
  //          2. f(x), once; and a copy of x that may be moved
  //          3. for each entry k: move it by h, evaluate f, put the old value back
  // PITFALL  an entry that is not put back spoils all entries after it
  throw NotImplemented("forward_difference");
}

arma::mat centered_difference(const FunctionOfMatrix& f, const arma::mat& x, double h) {
  // TODO     the numerical gradient with a step to both sides
  // FORMULA  (f(x + h·e_k) - f(x - h·e_k)) / 2h for every entry k
  // STEPS    1. require_difference(f, x, h);
  //          2. a copy of x that may be moved
  //          3. for each entry k: f at x(k) + h, f at x(k) - h, put the old value back
  // PITFALL  the two points are 2h apart, not h; and `/ 2 * h` divides by 2 and multiplies by h
  throw NotImplemented("centered_difference");
}

Judgement judge(double error, bool has_kinks) {
  // TODO     the rule of thumb for a relative error
  // STEPS    1. throw std::invalid_argument if the error is negative
  //          2. the table of gradcheck.hpp, from one end to the other
  // PITFALL  every comparison with NaN is false: make sure that NaN ends up as wrong
  throw NotImplemented("judge");
}

bool kink_crossed(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index, double h) {
  // TODO     whether the winners at x + h·e_index and x - h·e_index differ
  // STEPS    1. require_kink_question(winners, x, index, h);
  //          2. the winners at both ends
  //          3. another number of them, or one that differs: true
  // PITFALL  in Armadillo `a == b` is a vector, and throws if the lengths differ
  throw NotImplemented("kink_crossed");
}

std::vector<arma::uvec> sample_entries(const std::vector<arma::mat>& blocks, arma::uword per_block,
                                       Rng& rng) {
  // TODO     a few entries of every block, at random, none of them twice
  // STEPS    1. require_sampling(blocks, per_block);
  //          2. for each block: how many (not more than it has)
  //          3. so many different indices below n_elem, all equally likely
  // PITFALL  a draw from all parameters together would nearly never hit a bias of ten numbers
  throw NotImplemented("sample_entries");
}

double loss_scale(const std::vector<arma::mat>& gradients) {
  // TODO     a factor that brings tiny gradients to the order of 1
  // STEPS    1. require_scalable(gradients);
  //          2. m: the largest absolute value of all entries of all gradients
  //          3. above 1e-10, or 0: the factor is 1; else about 1/m, for instance a power of two
  // PITFALL  1/0 is infinite, and so is 1/m for the very smallest m
  throw NotImplemented("loss_scale");
}

std::vector<GradcheckReport> check_gradient(const GradcheckLoss& loss,
                                            const std::vector<GradcheckBlock>& blocks,
                                            const GradcheckOptions& options,
                                            const GradcheckWinners& winners) {
  // TODO     compare analytic and numeric gradient at a few entries of every block
  // STEPS    1. require_gradcheck(loss, blocks, options);
  //          2. the values of all blocks in a std::vector<arma::mat>, which may be moved
  //          3. draw entries of every block: sample_entries with an Rng of your own
  //          4. for each of them: step to both sides. At each end make an Rng(options.seed) and
  //             evaluate the loss, with another new Rng(options.seed) the winners if there are any.
  //             Put the entry back
  //          5. winners differ: count a kink. Else note index, analytic and numeric value
  //          6. if any entry is left, errors: relative_error(analytic, numeric); worst: the
  //             largest of them
  // PITFALL  an Rng that has been drawn from makes another dropout mask: a new one every time
  throw NotImplemented("check_gradient");
}

}  // namespace descent
