// Known mistakes: twins among the neurons.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// Is there a pair j < k of `neurons` for which same(j, k) holds?
template <class Same>
bool any_pair(arma::uword neurons, Same same) {
  for (arma::uword j = 0; j < neurons; ++j) {
    for (arma::uword k = j + 1; k < neurons; ++k) {
      if (same(j, k)) return true;
    }
  }
  return false;
}

bool columns(const arma::mat& M, arma::uword j, arma::uword k) {
  return arma::all(M.col(j) == M.col(k));
}
bool rows(const arma::mat& M, arma::uword j, arma::uword k) {
  return arma::all(M.row(j) == M.row(k));
}

bool symmetric_ignores_the_bias(const arma::mat& W_in, const arma::rowvec& b,
                                const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return any_pair(W_in.n_cols, [&](arma::uword j, arma::uword k) {
    return columns(W_in, j, k) && rows(W_out, j, k);
  });
}
DESCENT_MISTAKE(is_symmetric, symmetric_ignores_the_bias,
                "You do not look at the biases. Neurons with equal weights and different biases "
                "compute different things.",
                "symmetry");

bool symmetric_ignores_the_way_out(const arma::mat& W_in, const arma::rowvec& b,
                                   const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return any_pair(W_in.n_cols, [&](arma::uword j, arma::uword k) {
    return columns(W_in, j, k) && b(j) == b(k);
  });
}
DESCENT_MISTAKE(is_symmetric, symmetric_ignores_the_way_out,
                "You do not look at W_out. Two neurons that compute the same today, but have "
                "different outgoing weights, get different gradients and part after one step.",
                "the-way-out-counts");

bool symmetric_way_in_only(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return any_pair(W_in.n_cols, [&](arma::uword j, arma::uword k) { return columns(W_in, j, k); });
}
DESCENT_MISTAKE(is_symmetric, symmetric_way_in_only,
                "You look at W_in only. The biases must be equal as well, and the rows of W_out.",
                "symmetry");

bool symmetric_way_out_only(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return any_pair(W_in.n_cols, [&](arma::uword j, arma::uword k) { return rows(W_out, j, k); });
}
DESCENT_MISTAKE(is_symmetric, symmetric_way_out_only,
                "You look at W_out only. What a neuron computes is decided by its column of W_in "
                "and its bias.",
                "symmetry");

bool symmetric_anything(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return any_pair(W_in.n_cols, [&](arma::uword j, arma::uword k) {
    return columns(W_in, j, k) || (b(j) == b(k) && rows(W_out, j, k));
  });
}
DESCENT_MISTAKE(is_symmetric, symmetric_anything,
                "You join the conditions with 'or'. All three must hold for the same pair: 'and'.",
                "symmetry");

bool symmetric_any_pairs(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  const arma::uword h = W_in.n_cols;
  return any_pair(h, [&](arma::uword j, arma::uword k) { return columns(W_in, j, k); }) &&
         any_pair(h, [&](arma::uword j, arma::uword k) { return b(j) == b(k); }) &&
         any_pair(h, [&](arma::uword j, arma::uword k) { return rows(W_out, j, k); });
}
DESCENT_MISTAKE(
    is_symmetric, symmetric_any_pairs,
    "You look for equal columns of W_in, equal biases and equal rows of W_out one after "
    "the other. It must be the same two neurons that agree in all three.",
    "symmetry");

bool symmetric_rows_of_the_way_in(const arma::mat& W_in, const arma::rowvec& b,
                                  const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return any_pair(std::min(W_in.n_rows, W_in.n_cols), [&](arma::uword j, arma::uword k) {
    return rows(W_in, j, k) && b(j) == b(k) && rows(W_out, j, k);
  });
}
DESCENT_MISTAKE(is_symmetric, symmetric_rows_of_the_way_in,
                "You compare rows of W_in. A row belongs to an input; a hidden neuron is a column.",
                "fan-in-and-fan-out");

bool symmetric_columns_of_the_way_out(const arma::mat& W_in, const arma::rowvec& b,
                                      const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return any_pair(std::min(W_in.n_cols, W_out.n_cols), [&](arma::uword j, arma::uword k) {
    return columns(W_in, j, k) && b(j) == b(k) && columns(W_out, j, k);
  });
}
DESCENT_MISTAKE(is_symmetric, symmetric_columns_of_the_way_out,
                "You compare columns of W_out. A column belongs to an output; the outgoing weights "
                "of a hidden neuron are a row.",
                "fan-in-and-fan-out");

bool symmetric_nearly(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  const arma::mat all = arma::join_cols(W_in, b, W_out.t());
  return any_pair(W_in.n_cols, [&](arma::uword j, arma::uword k) {
    return arma::approx_equal(all.col(j), all.col(k), "absdiff", 1e-6);
  });
}
DESCENT_MISTAKE(is_symmetric, symmetric_nearly,
                "You compare with a tolerance. Neurons that differ by a millionth part in the end: "
                "only exactly equal ones stay together forever.",
                "equal-to-the-last-bit");

bool symmetric_sums(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  const arma::rowvec in = arma::sum(W_in, 0);
  const arma::vec out = arma::sum(W_out, 1);
  return any_pair(W_in.n_cols, [&](arma::uword j, arma::uword k) {
    return in(j) == in(k) && b(j) == b(k) && out(j) == out(k);
  });
}
DESCENT_MISTAKE(
    is_symmetric, symmetric_sums,
    "You compare sums of weights. Different weights may have the same sum: compare each "
    "of them.",
    "symmetry");

bool symmetric_or_mirrored(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return any_pair(W_in.n_cols, [&](arma::uword j, arma::uword k) {
    return arma::all(arma::abs(W_in.col(j)) == arma::abs(W_in.col(k))) &&
           std::abs(b(j)) == std::abs(b(k)) &&
           arma::all(arma::abs(W_out.row(j)) == arma::abs(W_out.row(k)));
  });
}
DESCENT_MISTAKE(is_symmetric, symmetric_or_mirrored,
                "You compare absolute values. A neuron and its negative are mirrored, but not "
                "equal.",
                "symmetry");

bool symmetric_one_weight_is_enough(const arma::mat& W_in, const arma::rowvec& b,
                                    const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return any_pair(W_in.n_cols, [&](arma::uword j, arma::uword k) {
    return b(j) == b(k) && arma::any(W_in.col(j) == W_in.col(k)) &&
           arma::any(W_out.row(j) == W_out.row(k));
  });
}
DESCENT_MISTAKE(is_symmetric, symmetric_one_weight_is_enough,
                "One equal weight is enough for you: arma::any where arma::all should be.",
                "symmetry");

bool symmetric_with_itself(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return true;
}
DESCENT_MISTAKE(is_symmetric, symmetric_with_itself,
                "Your answer is always true. Do you compare a neuron with itself? Let k begin at "
                "j + 1.",
                "symmetry");

bool symmetric_never(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return false;
}
DESCENT_MISTAKE(is_symmetric, symmetric_never,
                "Your answer is always false. Twins do exist: think of weights that are all 0.",
                "all-zeros");

bool symmetric_neighbours(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return any_pair(W_in.n_cols, [&](arma::uword j, arma::uword k) {
    return k == j + 1 && columns(W_in, j, k) && b(j) == b(k) && rows(W_out, j, k);
  });
}
DESCENT_MISTAKE(is_symmetric, symmetric_neighbours,
                "You compare each neuron with the next one only. Twins may stand anywhere: look at "
                "all pairs.",
                "symmetry");

bool symmetric_with_the_first(const arma::mat& W_in, const arma::rowvec& b,
                              const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return any_pair(W_in.n_cols, [&](arma::uword j, arma::uword k) {
    return j == 0 && columns(W_in, j, k) && b(j) == b(k) && rows(W_out, j, k);
  });
}
DESCENT_MISTAKE(
    is_symmetric, symmetric_with_the_first,
    "You compare every neuron with the first one only. Two others may be twins: look at "
    "all pairs.",
    "symmetry");

bool symmetric_forgets_the_last(const arma::mat& W_in, const arma::rowvec& b,
                                const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return any_pair(W_in.n_cols - 1, [&](arma::uword j, arma::uword k) {
    return columns(W_in, j, k) && b(j) == b(k) && rows(W_out, j, k);
  });
}
DESCENT_MISTAKE(is_symmetric, symmetric_forgets_the_last,
                "Your loop ends one neuron too early: the last one may be a twin, too.",
                "symmetry");

bool symmetric_all_of_them(const arma::mat& W_in, const arma::rowvec& b, const arma::mat& W_out) {
  require_hidden_layer(W_in, b, W_out);
  return W_in.n_cols > 1 && !any_pair(W_in.n_cols, [&](arma::uword j, arma::uword k) {
           return !(columns(W_in, j, k) && b(j) == b(k) && rows(W_out, j, k));
         });
}
DESCENT_MISTAKE(is_symmetric, symmetric_all_of_them,
                "You ask whether all neurons are equal. Two of them are enough.", "symmetry");

bool symmetric_without_checks(const arma::mat& W_in, const arma::rowvec& b,
                              const arma::mat& W_out) {
  const arma::uword h = std::min({W_in.n_cols, b.n_elem, W_out.n_rows});
  return any_pair(h, [&](arma::uword j, arma::uword k) {
    return columns(W_in, j, k) && b(j) == b(k) && rows(W_out, j, k);
  });
}
DESCENT_MISTAKE(is_symmetric, symmetric_without_checks,
                "You do not check the input. Begin with require_hidden_layer(W_in, b, W_out).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
