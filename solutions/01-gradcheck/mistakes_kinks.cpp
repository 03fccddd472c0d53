// Known mistakes: kinks.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat moved_by(const arma::mat& x, arma::uword index, double t) {
  arma::mat moved = x;
  moved(index) += t;
  return moved;
}

bool kink_on_the_way_up(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index,
                        double h) {
  require_kink_question(winners, x, index, h);
  return !same(winners(x), winners(moved_by(x, index, h)));
}
DESCENT_MISTAKE(kink_crossed, kink_on_the_way_up,
                "You compare x with x + h. The centered difference also steps to x - h: a kink "
                "between there and x spoils it as well.",
                "kinks");

bool kink_on_the_way_down(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index,
                          double h) {
  require_kink_question(winners, x, index, h);
  return !same(winners(x), winners(moved_by(x, index, -h)));
}
DESCENT_MISTAKE(kink_crossed, kink_on_the_way_down,
                "You compare x with x - h. The centered difference also steps to x + h: a kink "
                "between x and there spoils it as well.",
                "kinks");

bool kink_steps_back_to_the_middle(const WinnersOfMatrix& winners, const arma::mat& x,
                                   arma::uword index, double h) {
  require_kink_question(winners, x, index, h);
  arma::mat moved = x;
  moved(index) += h;
  const arma::uvec above = winners(moved);
  moved(index) -= h / 2;
  return !same(above, winners(moved));
}
DESCENT_MISTAKE(kink_crossed, kink_steps_back_to_the_middle,
                "Your second point lies between x and x + h. The two ends of the step are x + h "
                "and x - h.",
                "kinks");

bool kink_answers_the_opposite(const WinnersOfMatrix& winners, const arma::mat& x,
                               arma::uword index, double h) {
  return !kink_crossed(winners, x, index, h);
}
DESCENT_MISTAKE(kink_crossed, kink_answers_the_opposite,
                "You answer the other way round: the same winners on both sides mean that no kink "
                "was crossed.",
                "kinks");

bool kink_counts_winners(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index,
                         double h) {
  require_kink_question(winners, x, index, h);
  return arma::accu(winners(moved_by(x, index, h))) != arma::accu(winners(moved_by(x, index, -h)));
}
DESCENT_MISTAKE(kink_crossed, kink_counts_winners,
                "You compare how many units are active (the sum of the winners). If one goes off "
                "while another goes on, that stays the same: compare them one by one.",
                "kinks");

bool kink_wants_all_to_differ(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index,
                              double h) {
  require_kink_question(winners, x, index, h);
  const arma::uvec above = winners(moved_by(x, index, h));
  const arma::uvec below = winners(moved_by(x, index, -h));
  if (above.n_elem != below.n_elem) return true;
  return above.n_elem > 0 && arma::all(above != below);
}
DESCENT_MISTAKE(kink_crossed, kink_wants_all_to_differ,
                "You see a kink only where every winner changed. One of them is enough.", "kinks");

bool kink_compares_the_common_part(const WinnersOfMatrix& winners, const arma::mat& x,
                                   arma::uword index, double h) {
  require_kink_question(winners, x, index, h);
  const arma::uvec above = winners(moved_by(x, index, h));
  const arma::uvec below = winners(moved_by(x, index, -h));
  const arma::uword common = std::min(above.n_elem, below.n_elem);
  return !std::equal(above.begin(), above.begin() + common, below.begin());
}
DESCENT_MISTAKE(kink_crossed, kink_compares_the_common_part,
                "You compare only as many winners as both sides have. Another number of them is a "
                "kink, too.",
                "kinks");

bool kink_looks_at_the_first(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index,
                             double h) {
  require_kink_question(winners, x, index, h);
  const arma::uvec above = winners(moved_by(x, index, h));
  const arma::uvec below = winners(moved_by(x, index, -h));
  if (above.n_elem != below.n_elem) return true;
  return above.n_elem > 0 && above(0) != below(0);
}
DESCENT_MISTAKE(kink_crossed, kink_looks_at_the_first,
                "You look at the first winner only. Compare all of them.", "kinks");

bool kink_moves_everything(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index,
                           double h) {
  require_kink_question(winners, x, index, h);
  return !same(winners(x + h), winners(x - h));
}
DESCENT_MISTAKE(kink_crossed, kink_moves_everything,
                "You move all entries of x. The step is along entry `index` alone; the kinks of "
                "the others are not on its way.",
                "kinks");

bool kink_moves_the_first(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index,
                          double h) {
  require_kink_question(winners, x, index, h);
  return kink_crossed(winners, x, 0, h);
}
DESCENT_MISTAKE(kink_crossed, kink_moves_the_first,
                "You always move the first entry. Move x(index).", "kinks");

bool kink_counts_by_rows(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index,
                         double h) {
  require_kink_question(winners, x, index, h);
  const arma::uword row = index / x.n_cols;
  const arma::uword col = index % x.n_cols;
  return kink_crossed(winners, x, row + col * x.n_rows, h);
}
DESCENT_MISTAKE(kink_crossed, kink_counts_by_rows,
                "You take `index` apart as if entries were counted row by row. Armadillo counts "
                "column by column: x(index) is the entry that is meant.",
                "kinks");

bool kink_with_its_own_step(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index,
                            double h) {
  require_kink_question(winners, x, index, h);
  return kink_crossed(winners, x, index, 1e-5);
}
DESCENT_MISTAKE(kink_crossed, kink_with_its_own_step,
                "You always step by 1e-5. Look for kinks within the step h of the difference.",
                "kinks");

bool kink_without_checks(const WinnersOfMatrix& winners, const arma::mat& x, arma::uword index,
                         double h) {
  if (!winners || index >= x.n_elem) return false;
  return !same(winners(moved_by(x, index, h)), winners(moved_by(x, index, -h)));
}
DESCENT_MISTAKE(kink_crossed, kink_without_checks,
                "You do not check the input. Begin with require_kink_question(winners, x, index, "
                "h).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
