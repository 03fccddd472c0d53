// Known mistakes: maxout and its five gradients.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

struct Pieces {
  arma::mat z1, z2;
};

arma::mat piece(const arma::mat& x, const arma::mat& W, const arma::rowvec& b) {
  arma::mat z = x * W;
  z.each_row() += b;
  return z;
}

Pieces pieces_of(const arma::mat& x, const MaxoutParameters& p) {
  require_maxout(x, p);
  return {piece(x, p.W1, p.b1), piece(x, p.W2, p.b2)};
}

// Two linear layers backward.
MaxoutGradients linear_backward(const arma::mat& dz1, const arma::mat& dz2, const arma::mat& x,
                                const MaxoutParameters& p) {
  return {dz1 * p.W1.t() + dz2 * p.W2.t(), x.t() * dz1, arma::sum(dz1, 0), x.t() * dz2,
          arma::sum(dz2, 0)};
}

arma::mat maxout_without_biases(const arma::mat& x, const MaxoutParameters& p) {
  require_maxout(x, p);
  return arma::max(arma::mat(x * p.W1), arma::mat(x * p.W2));
}
DESCENT_MISTAKE(maxout_forward, maxout_without_biases,
                "The biases are missing: each piece is x W + b, with b added to every row.",
                "maxout");

arma::mat maxout_by_min(const arma::mat& x, const MaxoutParameters& p) {
  const Pieces z = pieces_of(x, p);
  return arma::min(z.z1, z.z2);
}
DESCENT_MISTAKE(maxout_forward, maxout_by_min,
                "You take the smaller piece. The unit is called maxout: the larger one wins.",
                "maxout");

arma::mat maxout_by_sum(const arma::mat& x, const MaxoutParameters& p) {
  const Pieces z = pieces_of(x, p);
  return z.z1 + z.z2;
}
DESCENT_MISTAKE(maxout_forward, maxout_by_sum,
                "You add the pieces. The sum of two linear functions is linear, so nothing bends: "
                "take the larger one.",
                "maxout");

arma::mat maxout_by_mean(const arma::mat& x, const MaxoutParameters& p) {
  const Pieces z = pieces_of(x, p);
  return (z.z1 + z.z2) / 2;
}
DESCENT_MISTAKE(maxout_forward, maxout_by_mean,
                "You average the pieces. The mean of two linear functions is linear, so nothing "
                "bends: take the larger one.",
                "maxout");

arma::mat maxout_with_one_bias(const arma::mat& x, const MaxoutParameters& p) {
  require_maxout(x, p);
  return arma::max(piece(x, p.W1, p.b1), piece(x, p.W2, p.b1));
}
DESCENT_MISTAKE(maxout_forward, maxout_with_one_bias,
                "Both pieces use b1. The second has a bias of its own, b2.", "maxout");

arma::mat maxout_with_a_floor(const arma::mat& x, const MaxoutParameters& p) {
  const Pieces z = pieces_of(x, p);
  return arma::clamp(arma::max(z.z1, z.z2), 0, arma::datum::inf);
}
DESCENT_MISTAKE(maxout_forward, maxout_with_a_floor,
                "You put a ReLU on top: your output is never negative. Maxout is already the "
                "activation; the larger piece may be below 0.",
                "maxout");

arma::mat maxout_by_size(const arma::mat& x, const MaxoutParameters& p) {
  const Pieces z = pieces_of(x, p);
  const arma::mat first = where(arma::abs(z.z1) >= arma::abs(z.z2));
  return first % z.z1 + (1 - first) % z.z2;
}
DESCENT_MISTAKE(maxout_forward, maxout_by_size,
                "You compare absolute values. The larger number wins, and -1 is larger than -5.",
                "maxout");

arma::mat maxout_of_the_weights(const arma::mat& x, const MaxoutParameters& p) {
  require_maxout(x, p);
  return piece(x, arma::max(p.W1, p.W2), arma::max(p.b1, p.b2));
}
DESCENT_MISTAKE(maxout_forward, maxout_of_the_weights,
                "You take the larger weights and then one linear function. The maximum is taken "
                "afterwards, of the two outputs.",
                "maxout");

arma::mat maxout_of_the_first_piece(const arma::mat& x, const MaxoutParameters& p) {
  return pieces_of(x, p).z1;
}
DESCENT_MISTAKE(maxout_forward, maxout_of_the_first_piece,
                "You return the first piece. Compute both, and take the larger one in each entry.",
                "maxout");

arma::mat maxout_without_checks(const arma::mat& x, const MaxoutParameters& p) {
  const bool fits = x.n_cols == p.W1.n_rows && arma::size(p.W1) == arma::size(p.W2) &&
                    p.b1.n_elem == p.W1.n_cols && p.b2.n_elem == p.W1.n_cols;
  if (!fits) return arma::zeros(x.n_rows, p.W1.n_cols);
  return arma::max(piece(x, p.W1, p.b1), piece(x, p.W2, p.b2));
}
DESCENT_MISTAKE(maxout_forward, maxout_without_checks,
                "You do not check the input. Begin with require_maxout(x, parameters).",
                "refuse-bad-input");

MaxoutGradients maxout_gradient_to_both(const arma::mat& dout, const arma::mat& x,
                                        const MaxoutParameters& p) {
  require_maxout(dout, x, p);
  return linear_backward(dout, dout, x, p);
}
DESCENT_MISTAKE(maxout_backward, maxout_gradient_to_both,
                "Both pieces get the whole gradient, as if their outputs were added. Only the "
                "piece that won an entry hears about it.",
                "the-winner-takes-the-gradient");

MaxoutGradients maxout_dx_of_one_piece(const arma::mat& dout, const arma::mat& x,
                                       const MaxoutParameters& p) {
  MaxoutGradients result = maxout_backward(dout, x, p);
  const Pieces z = pieces_of(x, p);
  const arma::mat dz1 = dout % where(z.z1 >= z.z2);
  result.dx = dz1 * p.W1.t();
  return result;
}
DESCENT_MISTAKE(maxout_backward, maxout_dx_of_one_piece,
                "dx comes from the first piece only. The input has fed both: add dz2 W2ᵀ.",
                "five-gradients");

MaxoutGradients maxout_dx_overwritten(const arma::mat& dout, const arma::mat& x,
                                      const MaxoutParameters& p) {
  MaxoutGradients result = maxout_backward(dout, x, p);
  const Pieces z = pieces_of(x, p);
  const arma::mat dz2 = dout % where(z.z1 < z.z2);
  result.dx = dz2 * p.W2.t();
  return result;
}
DESCENT_MISTAKE(maxout_backward, maxout_dx_overwritten,
                "dx comes from the second piece only; has it overwritten the first one's part? "
                "The input has fed both: dz1 W1ᵀ + dz2 W2ᵀ.",
                "five-gradients");

MaxoutGradients maxout_db_of_the_last_example(const arma::mat& dout, const arma::mat& x,
                                              const MaxoutParameters& p) {
  MaxoutGradients result = maxout_backward(dout, x, p);
  const Pieces z = pieces_of(x, p);
  const arma::mat dz1 = dout % where(z.z1 >= z.z2);
  const arma::mat dz2 = dout - dz1;
  result.db1 = dz1.row(dz1.n_rows - 1);
  result.db2 = dz2.row(dz2.n_rows - 1);
  return result;
}
DESCENT_MISTAKE(maxout_backward, maxout_db_of_the_last_example,
                "The gradients of the biases come from the last example alone. The bias was added "
                "to every row, so its gradient is the sum over the rows.",
                "five-gradients");

MaxoutGradients maxout_db_of_each_example(const arma::mat& dout, const arma::mat& x,
                                          const MaxoutParameters& p) {
  MaxoutGradients result = maxout_backward(dout, x, p);
  const Pieces z = pieces_of(x, p);
  const arma::mat dz1 = dout % where(z.z1 >= z.z2);
  result.db1 = arma::sum(dz1, 1).t();
  result.db2 = arma::sum(dout - dz1, 1).t();
  return result;
}
DESCENT_MISTAKE(maxout_backward, maxout_db_of_each_example,
                "You sum the gradients of the biases along the rows, one number for each example. "
                "There is one for each unit: sum over the examples, arma::sum(dz, 0).",
                "five-gradients");

MaxoutGradients maxout_db_averaged(const arma::mat& dout, const arma::mat& x,
                                   const MaxoutParameters& p) {
  MaxoutGradients result = maxout_backward(dout, x, p);
  result.db1 /= count(x.n_rows);
  result.db2 /= count(x.n_rows);
  return result;
}
DESCENT_MISTAKE(maxout_backward, maxout_db_averaged,
                "You average the gradients of the biases. They are sums over the batch, "
                "arma::sum(dz, 0); the 1/N of a mean loss is in dout already.",
                "five-gradients");

MaxoutGradients maxout_all_averaged(const arma::mat& dout, const arma::mat& x,
                                    const MaxoutParameters& p) {
  MaxoutGradients result = maxout_db_averaged(dout, x, p);
  result.dW1 /= count(x.n_rows);
  result.dW2 /= count(x.n_rows);
  return result;
}
DESCENT_MISTAKE(maxout_backward, maxout_all_averaged,
                "You divide the gradients of the parameters by N. They are sums over the batch; "
                "the 1/N of a mean loss is in dout already.",
                "five-gradients");

MaxoutGradients maxout_pieces_exchanged(const arma::mat& dout, const arma::mat& x,
                                        const MaxoutParameters& p) {
  require_maxout(dout, x, p);
  const Pieces z = pieces_of(x, p);
  const arma::mat dz1 = dout % where(z.z1 < z.z2);
  return linear_backward(dz1, dout - dz1, x, p);
}
DESCENT_MISTAKE(maxout_backward, maxout_pieces_exchanged,
                "The gradient goes to the piece that lost. It belongs to the winner: to the first "
                "where z1 > z2, to the second where z2 > z1.",
                "the-winner-takes-the-gradient");

MaxoutGradients maxout_ties_count_twice(const arma::mat& dout, const arma::mat& x,
                                        const MaxoutParameters& p) {
  require_maxout(dout, x, p);
  const Pieces z = pieces_of(x, p);
  return linear_backward(dout % where(z.z1 >= z.z2), dout % where(z.z2 >= z.z1), x, p);
}
DESCENT_MISTAKE(maxout_backward, maxout_ties_count_twice,
                "On a tie both pieces get the whole gradient: z1 >= z2 and z2 >= z1 both hold. "
                "Give it to one, or to each its half; the shares must sum to 1.",
                "ties");

MaxoutGradients maxout_ties_count_for_nobody(const arma::mat& dout, const arma::mat& x,
                                             const MaxoutParameters& p) {
  require_maxout(dout, x, p);
  const Pieces z = pieces_of(x, p);
  return linear_backward(dout % where(z.z1 > z.z2), dout % where(z.z2 > z.z1), x, p);
}
DESCENT_MISTAKE(maxout_backward, maxout_ties_count_for_nobody,
                "On a tie the gradient is lost: neither z1 > z2 nor z2 > z1 holds. Use >= for one "
                "of the pieces.",
                "ties");

MaxoutGradients maxout_winner_without_biases(const arma::mat& dout, const arma::mat& x,
                                             const MaxoutParameters& p) {
  require_maxout(dout, x, p);
  const arma::mat z1 = x * p.W1, z2 = x * p.W2;
  const arma::mat dz1 = dout % where(z1 >= z2);
  return linear_backward(dz1, dout - dz1, x, p);
}
DESCENT_MISTAKE(maxout_backward, maxout_winner_without_biases,
                "You look for the winner without the biases. They take part in the comparison, as "
                "in the forward pass.",
                "the-winner-takes-the-gradient");

MaxoutGradients maxout_gate_of_a_relu(const arma::mat& dout, const arma::mat& x,
                                      const MaxoutParameters& p) {
  require_maxout(dout, x, p);
  const Pieces z = pieces_of(x, p);
  return linear_backward(dout % where(z.z1 > 0), dout % where(z.z2 > 0), x, p);
}
DESCENT_MISTAKE(maxout_backward, maxout_gate_of_a_relu,
                "You let the gradient pass where a piece is positive. That is a ReLU's gate; here "
                "the pieces are compared with each other, not with 0.",
                "the-winner-takes-the-gradient");

MaxoutGradients maxout_dx_unmasked(const arma::mat& dout, const arma::mat& x,
                                   const MaxoutParameters& p) {
  MaxoutGradients result = maxout_backward(dout, x, p);
  result.dx = dout * p.W1.t() + dout * p.W2.t();
  return result;
}
DESCENT_MISTAKE(maxout_backward, maxout_dx_unmasked,
                "dx uses the whole dout for both pieces. Use dz1 and dz2 there, too: the losing "
                "piece sends nothing back.",
                "the-winner-takes-the-gradient");

MaxoutGradients maxout_dw_of_the_output(const arma::mat& dout, const arma::mat& x,
                                        const MaxoutParameters& p) {
  MaxoutGradients result = maxout_backward(dout, x, p);
  const arma::mat all = x.t() * dout;
  result.dW1 = all;
  result.dW2 = all;
  return result;
}
DESCENT_MISTAKE(maxout_backward, maxout_dw_of_the_output,
                "The weights get xᵀ·dout, from all entries. A piece learns only from those that it "
                "has won: xᵀ·dz1 and xᵀ·dz2.",
                "the-winner-takes-the-gradient");

MaxoutGradients maxout_without_dout(const arma::mat& dout, const arma::mat& x,
                                    const MaxoutParameters& p) {
  require_maxout(dout, x, p);
  const Pieces z = pieces_of(x, p);
  const arma::mat first = where(z.z1 >= z.z2);
  return linear_backward(first, 1 - first, x, p);
}
DESCENT_MISTAKE(maxout_backward, maxout_without_dout,
                "dout is missing: you send the masks back instead of the upstream gradient times "
                "the masks.",
                "multiply-by-the-upstream-gradient");

MaxoutGradients maxout_backward_without_checks(const arma::mat& dout, const arma::mat& x,
                                               const MaxoutParameters& p) {
  const bool fits = !x.is_empty() && !p.W1.is_empty() && x.n_cols == p.W1.n_rows &&
                    arma::size(p.W1) == arma::size(p.W2) && p.b1.n_elem == p.W1.n_cols &&
                    p.b2.n_elem == p.W1.n_cols && dout.n_rows == x.n_rows &&
                    dout.n_cols == p.W1.n_cols;
  if (fits) return maxout_backward(dout, x, p);
  return {x, p.W1, p.b1, p.W2, p.b2};
}
DESCENT_MISTAKE(maxout_backward, maxout_backward_without_checks,
                "You do not check the input. Begin with require_maxout(dout, x, parameters).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
