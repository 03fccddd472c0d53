// Known mistakes: which entries to check.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

using Samples = std::vector<arma::uvec>;
using Parameters = std::vector<arma::mat>;

// The sample of every block, drawn by draw(n, how many of them).
template <class Draw>
Samples of_every_block(const Parameters& blocks, arma::uword per_block, Draw draw) {
  require_sampling(blocks, per_block);
  Samples entries;
  for (const arma::mat& block : blocks) {
    entries.push_back(draw(block.n_elem, std::min(per_block, block.n_elem)));
  }
  return entries;
}

arma::uword size_of_all(const Parameters& blocks) {
  arma::uword total = 0;
  for (const arma::mat& block : blocks) total += block.n_elem;
  return total;
}

// Entries of the pool of all parameters, sorted into their blocks.
Samples from_the_pool(const Parameters& blocks, const arma::uvec& pool) {
  Samples entries(blocks.size());
  for (arma::uword index : pool) {
    std::size_t b = 0;
    while (index >= blocks[b].n_elem) index -= blocks[b++].n_elem;
    entries[b].resize(entries[b].n_elem + 1);
    entries[b](entries[b].n_elem - 1) = index;
  }
  return entries;
}

Samples sample_of_the_flat_vector(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  require_sampling(blocks, per_block);
  const arma::uword total = size_of_all(blocks);
  return from_the_pool(blocks, rng.permutation(total).head(std::min(per_block, total)));
}
DESCENT_MISTAKE(sample_entries, sample_of_the_flat_vector,
                "You draw from one long vector of all parameters. Next to a million weights a bias "
                "is never drawn, and its gradient never checked: draw from every block by itself.",
                "a-few-entries-of-every-block");

Samples sample_of_a_larger_flat_vector(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  require_sampling(blocks, per_block);
  const arma::uword total = size_of_all(blocks);
  return from_the_pool(blocks,
                       rng.permutation(total).head(std::min(per_block * blocks.size(), total)));
}
DESCENT_MISTAKE(sample_entries, sample_of_a_larger_flat_vector,
                "You draw enough entries, but all from one long vector of all parameters, so large "
                "blocks get nearly all of them. Every block gives per_block of its own.",
                "a-few-entries-of-every-block");

Samples sample_in_proportion(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  require_sampling(blocks, per_block);
  const double total = count(size_of_all(blocks));
  Samples entries;
  for (const arma::mat& block : blocks) {
    const double share = count(per_block * blocks.size()) * count(block.n_elem) / total;
    const auto drawn = static_cast<arma::uword>(std::ceil(share));
    entries.push_back(rng.permutation(block.n_elem).head(std::min(drawn, block.n_elem)));
  }
  return entries;
}
DESCENT_MISTAKE(sample_entries, sample_in_proportion,
                "You draw in proportion to the size of a block. Then large blocks get many entries "
                "and a bias one: every block gives per_block, whatever its size.",
                "a-few-entries-of-every-block");

Samples sample_per_block_shared(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  return of_every_block(blocks, per_block, [&](arma::uword n, arma::uword k) -> arma::uvec {
    return rng.permutation(n).head(std::max<arma::uword>(1, k / blocks.size()));
  });
}
DESCENT_MISTAKE(sample_entries, sample_per_block_shared,
                "You share per_block among the blocks. It is the number for each of them.",
                "a-few-entries-of-every-block");

Samples sample_with_repetitions(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  return of_every_block(blocks, per_block,
                        [&](arma::uword n, arma::uword k) { return rng.labels(k, n); });
}
DESCENT_MISTAKE(sample_entries, sample_with_repetitions,
                "You draw with replacement, so an entry may come twice and others of a small block "
                "not at all. Shuffle the indices and take the first ones.",
                "a-few-entries-of-every-block");

Samples sample_the_first(const Parameters& blocks, arma::uword per_block, Rng&) {
  return of_every_block(blocks, per_block, [](arma::uword, arma::uword k) -> arma::uvec {
    return arma::regspace<arma::uvec>(0, k - 1);
  });
}
DESCENT_MISTAKE(sample_entries, sample_the_first,
                "You always take the first entries of a block. Whatever is wrong in the others is "
                "never seen: draw with rng.",
                "a-few-entries-of-every-block");

Samples sample_a_run(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  return of_every_block(blocks, per_block, [&](arma::uword n, arma::uword k) -> arma::uvec {
    const arma::uword first = rng.below(n - k + 1);
    return arma::regspace<arma::uvec>(first, first + k - 1);
  });
}
DESCENT_MISTAKE(sample_entries, sample_a_run,
                "You take a run of neighbours from a random start. The ends of the block are drawn "
                "less often, and neighbours tell much the same: draw each entry by itself.",
                "a-few-entries-of-every-block");

Samples sample_with_a_stride(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  return of_every_block(blocks, per_block, [&](arma::uword n, arma::uword k) -> arma::uvec {
    const arma::uword stride = n / k;
    const arma::uword first = rng.below(n - stride * (k - 1));
    return arma::uvec(first + stride * arma::regspace<arma::uvec>(0, k - 1));
  });
}
DESCENT_MISTAKE(
    sample_entries, sample_with_a_stride,
    "You take entries at equal distances from a random start. In a matrix these may all lie in one "
    "row: draw each entry by itself.",
    "a-few-entries-of-every-block");

Samples sample_without_the_last(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  return of_every_block(blocks, per_block, [&](arma::uword n, arma::uword k) -> arma::uvec {
    if (k == n) return rng.permutation(n);
    return rng.permutation(n - 1).head(k);
  });
}
DESCENT_MISTAKE(sample_entries, sample_without_the_last,
                "You never draw the last entry of a block. Rng::below(n) is already below n: no "
                "n - 1.",
                "a-few-entries-of-every-block");

Samples sample_without_the_first(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  return of_every_block(blocks, per_block, [&](arma::uword n, arma::uword k) -> arma::uvec {
    if (k == n) return rng.permutation(n);
    return arma::uvec(rng.permutation(n - 1).head(k) + 1);
  });
}
DESCENT_MISTAKE(sample_entries, sample_without_the_first,
                "You never draw entry 0 of a block. Indices begin at 0.",
                "a-few-entries-of-every-block");

Samples sample_from_the_first_column(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  require_sampling(blocks, per_block);
  Samples entries;
  for (const arma::mat& block : blocks) {
    entries.push_back(rng.permutation(block.n_rows).head(std::min(per_block, block.n_rows)));
  }
  return entries;
}
DESCENT_MISTAKE(sample_entries, sample_from_the_first_column,
                "You draw indices below n_rows: that is the first column only. A matrix has n_elem "
                "entries.",
                "a-few-entries-of-every-block");

Samples sample_one_more(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  return of_every_block(blocks, per_block, [&](arma::uword n, arma::uword k) -> arma::uvec {
    return rng.permutation(n).head(std::min(k + 1, n));
  });
}
DESCENT_MISTAKE(sample_entries, sample_one_more,
                "You take one entry too many: per_block of them, not per_block + 1.",
                "a-few-entries-of-every-block");

Samples sample_with_its_own_seed(const Parameters& blocks, arma::uword per_block, Rng&) {
  Rng fixed(0);
  return sample_entries(blocks, per_block, fixed);
}
DESCENT_MISTAKE(sample_entries, sample_with_its_own_seed,
                "You make an Rng of your own with a fixed seed, so every call gives the same "
                "entries. Draw from the rng that the caller gave you.",
                "the-same-dice");

Samples sample_alike_in_every_block(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  const Rng start = rng;
  return of_every_block(blocks, per_block, [&](arma::uword n, arma::uword k) -> arma::uvec {
    rng = start;
    return rng.permutation(n).head(k);
  });
}
DESCENT_MISTAKE(sample_entries, sample_alike_in_every_block,
                "Blocks of the same shape give the same entries: you use the same random numbers "
                "for each of them. Let rng run on from block to block.",
                "the-same-dice");

Samples sample_of_an_uneven_shuffle(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  return of_every_block(blocks, per_block, [&](arma::uword n, arma::uword k) -> arma::uvec {
    arma::uvec shuffled = arma::regspace<arma::uvec>(0, n - 1);
    for (arma::uword& entry : shuffled) std::swap(entry, shuffled(rng.below(n)));
    return shuffled.head(k);
  });
}
DESCENT_MISTAKE(sample_entries, sample_of_an_uneven_shuffle,
                "Your shuffle swaps each entry with any other one. Of the n^n ways to do that not "
                "equally many lead to each order: swap entry i with one of those from i on.",
                "a-few-entries-of-every-block");

Samples sample_the_largest(const Parameters& blocks, arma::uword per_block, Rng&) {
  require_sampling(blocks, per_block);
  Samples entries;
  for (const arma::mat& block : blocks) {
    const arma::uvec order = arma::stable_sort_index(arma::vectorise(arma::abs(block)), "descend");
    entries.push_back(order.head(std::min(per_block, block.n_elem)));
  }
  return entries;
}
DESCENT_MISTAKE(sample_entries, sample_the_largest,
                "You take the entries with the largest values. Every entry must have the same "
                "chance, whatever its value.",
                "a-few-entries-of-every-block");

Samples sample_without_checks(const Parameters& blocks, arma::uword per_block, Rng& rng) {
  Samples entries;
  for (const arma::mat& block : blocks) {
    entries.push_back(rng.permutation(block.n_elem).head(std::min(per_block, block.n_elem)));
  }
  return entries;
}
DESCENT_MISTAKE(sample_entries, sample_without_checks,
                "You do not check the input. Begin with require_sampling(blocks, per_block): a "
                "sample of nothing checks nothing.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
