// Known mistakes: a few connections for each neuron.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

void require_all(arma::uword m, arma::uword n, arma::uword k, double sigma) {
  require_fans(m, n);
  require_some(k, "connections");
  require_positive(sigma, "sigma");
}

// The rows that `choose(j)` gives for column j, filled with value().
template <class Choose, class Value>
arma::mat filled(arma::uword m, arma::uword n, Choose choose, Value value) {
  arma::mat W(m, n, arma::fill::zeros);
  for (arma::uword j = 0; j < n; ++j) {
    const arma::uvec rows = choose(j);
    for (const arma::uword i : rows) W(i, j) = value(j);
  }
  return W;
}

arma::uvec some_of(arma::uword m, arma::uword k, Rng& rng) {
  return rng.permutation(m).head(std::min(k, m));
}

arma::mat sparse_for_each_input(arma::uword m, arma::uword n, Rng& rng, arma::uword k,
                                double sigma) {
  require_all(m, n, k, sigma);
  return filled(
             n, m, [&](arma::uword) { return some_of(n, k, rng); },
             [&](arma::uword) { return sigma * rng.normal(); })
      .t();
}
DESCENT_MISTAKE(sparse, sparse_for_each_input,
                "You choose that many connections in every row, for each input. A neuron is a "
                "column: each column has them.",
                "exactly-k-for-each-neuron");

arma::mat sparse_with_replacement(arma::uword m, arma::uword n, Rng& rng, arma::uword k,
                                  double sigma) {
  require_all(m, n, k, sigma);
  return filled(
      m, n,
      [&](arma::uword) {
        arma::uvec rows(std::min(k, m));
        for (arma::uword& row : rows) row = rng.below(m);
        return rows;
      },
      [&](arma::uword) { return sigma * rng.normal(); });
}
DESCENT_MISTAKE(sparse, sparse_with_replacement,
                "You draw rows one by one without looking whether they were drawn before. The same "
                "row twice is one connection only, and some neurons get fewer than they should.",
                "exactly-k-for-each-neuron");

arma::mat sparse_by_coins(arma::uword m, arma::uword n, Rng& rng, arma::uword k, double sigma) {
  require_all(m, n, k, sigma);
  arma::mat W(m, n, arma::fill::zeros);
  for (double& w : W) {
    if (rng.uniform() < count(k) / count(m)) w = sigma * rng.normal();
  }
  return W;
}
DESCENT_MISTAKE(sparse, sparse_by_coins,
                "You toss a coin for every weight. That gives the right number of connections on "
                "the average, but each neuron shall have exactly that many.",
                "exactly-k-for-each-neuron");

arma::mat sparse_same_for_all(arma::uword m, arma::uword n, Rng& rng, arma::uword k, double sigma) {
  require_all(m, n, k, sigma);
  const arma::uvec rows = some_of(m, k, rng);
  return filled(
      m, n, [&](arma::uword) { return rows; }, [&](arma::uword) { return sigma * rng.normal(); });
}
DESCENT_MISTAKE(sparse, sparse_same_for_all,
                "You choose the inputs once and give them to all neurons; all others are never "
                "looked at. Choose anew for every column.",
                "exactly-k-for-each-neuron");

arma::mat sparse_first_rows(arma::uword m, arma::uword n, Rng& rng, arma::uword k, double sigma) {
  require_all(m, n, k, sigma);
  return filled(
      m, n, [&](arma::uword) { return arma::regspace<arma::uvec>(0, std::min(k, m) - 1); },
      [&](arma::uword) { return sigma * rng.normal(); });
}
DESCENT_MISTAKE(sparse, sparse_first_rows,
                "Every neuron listens to the first inputs, and nobody to the others. The rows are "
                "drawn at random.",
                "exactly-k-for-each-neuron");

arma::mat sparse_block(arma::uword m, arma::uword n, Rng& rng, arma::uword k, double sigma) {
  require_all(m, n, k, sigma);
  return filled(
      m, n,
      [&](arma::uword) {
        arma::uvec rows(std::min(k, m));
        const arma::uword start = rng.below(m);
        for (arma::uword i = 0; i < rows.n_elem; ++i) rows(i) = (start + i) % m;
        return rows;
      },
      [&](arma::uword) { return sigma * rng.normal(); });
}
DESCENT_MISTAKE(
    sparse, sparse_block,
    "Your neurons listen to inputs in a row, from a random one on. Every choice of rows "
    "must be possible, not only neighbours.",
    "exactly-k-for-each-neuron");

arma::mat sparse_in_turn(arma::uword m, arma::uword n, Rng& rng, arma::uword k, double sigma) {
  require_all(m, n, k, sigma);
  arma::uword next = 0;
  return filled(
      m, n,
      [&](arma::uword) {
        arma::uvec rows(std::min(k, m));
        for (arma::uword& row : rows) row = next++ % m;
        return rows;
      },
      [&](arma::uword) { return sigma * rng.normal(); });
}
DESCENT_MISTAKE(sparse, sparse_in_turn,
                "You hand out the inputs in turn. All are used equally often that way, but the "
                "choice must be random.",
                "exactly-k-for-each-neuron");

arma::mat sparse_never_the_first(arma::uword m, arma::uword n, Rng& rng, arma::uword k,
                                 double sigma) {
  require_all(m, n, k, sigma);
  return filled(
      m, n,
      [&](arma::uword) {
        if (k >= m) return some_of(m, k, rng);
        return arma::uvec(some_of(m - 1, k, rng) + 1);
      },
      [&](arma::uword) { return sigma * rng.normal(); });
}
DESCENT_MISTAKE(sparse, sparse_never_the_first,
                "Row 0 is never chosen: rows are counted from 0, and rng.below(n) gives 0 to "
                "n - 1 already.",
                "exactly-k-for-each-neuron");

arma::mat sparse_removes_k(arma::uword m, arma::uword n, Rng& rng, arma::uword k, double sigma) {
  require_all(m, n, k, sigma);
  arma::mat W = sigma * rng.normal(m, n);
  for (arma::uword j = 0; j < n; ++j) {
    for (const arma::uword i : some_of(m, k, rng)) W(i, j) = 0;
  }
  return W;
}
DESCENT_MISTAKE(
    sparse, sparse_removes_k,
    "You set that many weights to 0. It is the other way round: that many are kept, and "
    "all others are 0.",
    "exactly-k-for-each-neuron");

arma::mat sparse_always_ten(arma::uword m, arma::uword n, Rng& rng, arma::uword k, double sigma) {
  require_all(m, n, k, sigma);
  return sparse(m, n, rng, 10, sigma);
}
DESCENT_MISTAKE(sparse, sparse_always_ten,
                "Your neurons always have ten connections. That is the default; the caller may ask "
                "for another number.",
                "sparse-connections");

arma::mat sparse_refuses_few_inputs(arma::uword m, arma::uword n, Rng& rng, arma::uword k,
                                    double sigma) {
  if (k > m) throw std::invalid_argument("more connections than inputs");
  return sparse(m, n, rng, k, sigma);
}
DESCENT_MISTAKE(sparse, sparse_refuses_few_inputs,
                "You refuse a layer with fewer inputs than connections. There a neuron listens to "
                "all of them: min(connections, fan_in).",
                "exactly-k-for-each-neuron");

arma::mat sparse_squares_sigma(arma::uword m, arma::uword n, Rng& rng, arma::uword k,
                               double sigma) {
  require_all(m, n, k, sigma);
  return sparse(m, n, rng, k, sigma * sigma);
}
DESCENT_MISTAKE(sparse, sparse_squares_sigma,
                "You multiply by sigma². The factor in front of a standard normal number is the "
                "standard deviation, sigma itself.",
                "variance-and-standard-deviation");

arma::mat sparse_shares_sigma(arma::uword m, arma::uword n, Rng& rng, arma::uword k, double sigma) {
  require_all(m, n, k, sigma);
  return sparse(m, n, rng, k, sigma / std::sqrt(count(std::min(k, m))));
}
DESCENT_MISTAKE(sparse, sparse_shares_sigma,
                "You divide sigma by √connections. The caller may do that to get unit variance; "
                "here sigma is taken as it is given.",
                "sparse-connections");

arma::mat sparse_unscaled(arma::uword m, arma::uword n, Rng& rng, arma::uword k, double sigma) {
  require_all(m, n, k, sigma);
  return sparse(m, n, rng, k, 1);
}
DESCENT_MISTAKE(sparse, sparse_unscaled,
                "Your values have the standard deviation 1: the factor sigma is missing.",
                "sparse-connections");

arma::mat sparse_constant(arma::uword m, arma::uword n, Rng& rng, arma::uword k, double sigma) {
  require_all(m, n, k, sigma);
  return filled(
      m, n, [&](arma::uword) { return some_of(m, k, rng); }, [&](arma::uword) { return sigma; });
}
DESCENT_MISTAKE(sparse, sparse_constant,
                "All of your connections have the weight sigma. The places are random, and so are "
                "the values: sigma · rng.normal().",
                "one-draw-for-every-weight");

arma::mat sparse_one_value_per_neuron(arma::uword m, arma::uword n, Rng& rng, arma::uword k,
                                      double sigma) {
  require_all(m, n, k, sigma);
  arma::mat W(m, n, arma::fill::zeros);
  for (arma::uword j = 0; j < n; ++j) {
    const double value = sigma * rng.normal();
    for (const arma::uword i : some_of(m, k, rng)) W(i, j) = value;
  }
  return W;
}
DESCENT_MISTAKE(
    sparse, sparse_one_value_per_neuron,
    "You draw one value for each neuron and give it to all of its connections. Draw one "
    "for each.",
    "one-draw-for-every-weight");

arma::mat sparse_uniform(arma::uword m, arma::uword n, Rng& rng, arma::uword k, double sigma) {
  require_all(m, n, k, sigma);
  return filled(
      m, n, [&](arma::uword) { return some_of(m, k, rng); },
      [&](arma::uword) { return rng.uniform(-sigma, sigma); });
}
DESCENT_MISTAKE(sparse, sparse_uniform,
                "Your values are uniform in ±sigma. They are normal numbers of standard deviation "
                "sigma: sigma · rng.normal().",
                "which-distribution");

arma::mat sparse_own_rng(arma::uword m, arma::uword n, Rng&, arma::uword k, double sigma) {
  Rng mine(7);
  return sparse(m, n, mine, k, sigma);
}
DESCENT_MISTAKE(sparse, sparse_own_rng,
                "You make an Rng of your own, which begins with the same numbers in every call. "
                "Draw from the caller's rng.",
                "one-source-of-chance");

arma::mat sparse_own_places(arma::uword m, arma::uword n, Rng& rng, arma::uword k, double sigma) {
  require_all(m, n, k, sigma);
  Rng mine(7);
  return filled(
      m, n, [&](arma::uword) { return some_of(m, k, mine); },
      [&](arma::uword) { return sigma * rng.normal(); });
}
DESCENT_MISTAKE(sparse, sparse_own_places,
                "The values come from the caller's rng, but the places from one of your own: they "
                "are the same in every call.",
                "one-source-of-chance");

arma::mat sparse_transposed(arma::uword m, arma::uword n, Rng& rng, arma::uword k, double sigma) {
  return sparse(m, n, rng, k, sigma).t();
}
DESCENT_MISTAKE(sparse, sparse_transposed,
                "Your matrix is fan_out x fan_in. W has a row for each input and a column for each "
                "neuron.",
                "fan-in-and-fan-out");

arma::mat sparse_without_checks(arma::uword m, arma::uword n, Rng& rng, arma::uword k,
                                double sigma) {
  return filled(
      m, n, [&](arma::uword) { return some_of(m, k, rng); },
      [&](arma::uword) { return sigma * rng.normal(); });
}
DESCENT_MISTAKE(sparse, sparse_without_checks,
                "You do not check the input. Begin with require_fans, require_some(connections, "
                "\"connections\") and require_positive(sigma, \"sigma\").",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
