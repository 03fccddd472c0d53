// Known mistakes: the parts of the data, mirrored pictures, the first weights.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

CapstoneData parts_of(const Examples& pool, const Examples& test, const SearchFold& fold) {
  return {{pool.x.rows(fold.train), pool.y.elem(fold.train)},
          {pool.x.rows(fold.validation), pool.y.elem(fold.validation)},
          test,
          {}};
}

void transform(CapstoneData& data) {
  for (Examples* part : {&data.train, &data.validation, &data.test}) {
    part->x = preprocess(data.statistics, part->x);
  }
}

CapstoneData statistics_of_the_pool(const Examples& pool, const Examples& test, double fraction,
                                    Rng& rng) {
  require_prepare_data(pool, test, fraction);
  CapstoneData data = parts_of(pool, test, holdout_split(pool.x.n_rows, fraction, rng));
  data.statistics = standardize(pool.x);
  transform(data);
  return data;
}
DESCENT_MISTAKE(prepare_data, statistics_of_the_pool,
                "The statistics are those of the whole pool: they have seen the validation part. "
                "Split first, then learn them from the training part alone.",
                "statistics-of-the-training-part");

CapstoneData statistics_of_everything(const Examples& pool, const Examples& test, double fraction,
                                      Rng& rng) {
  require_prepare_data(pool, test, fraction);
  CapstoneData data = parts_of(pool, test, holdout_split(pool.x.n_rows, fraction, rng));
  data.statistics = standardize(arma::join_cols(pool.x, test.x));
  transform(data);
  return data;
}
DESCENT_MISTAKE(prepare_data, statistics_of_everything,
                "The statistics are those of the pool and the test part together: what they know "
                "of the test part, the network learns. Take the training part alone.",
                "statistics-of-the-training-part");

CapstoneData statistics_for_each_part(const Examples& pool, const Examples& test, double fraction,
                                      Rng& rng) {
  require_prepare_data(pool, test, fraction);
  CapstoneData data = parts_of(pool, test, holdout_split(pool.x.n_rows, fraction, rng));
  data.statistics = standardize(data.train.x);
  for (Examples* part : {&data.train, &data.validation, &data.test}) {
    part->x = preprocess(standardize(part->x), part->x);
  }
  return data;
}
DESCENT_MISTAKE(prepare_data, statistics_for_each_part,
                "Each part is transformed with its own statistics. Then the same picture becomes "
                "different numbers in different parts; use those of the training part for all.",
                "statistics-of-the-training-part");

CapstoneData statistics_forgotten_for_the_test(const Examples& pool, const Examples& test,
                                               double fraction, Rng& rng) {
  CapstoneData data = prepare_data(pool, test, fraction, rng);
  data.test.x = test.x;
  return data;
}
DESCENT_MISTAKE(prepare_data, statistics_forgotten_for_the_test,
                "The test part comes back as it was: it has to be transformed as well, with the "
                "statistics of the training part.",
                "three-parts");

CapstoneData only_centred(const Examples& pool, const Examples& test, double fraction, Rng& rng) {
  require_prepare_data(pool, test, fraction);
  CapstoneData data = parts_of(pool, test, holdout_split(pool.x.n_rows, fraction, rng));
  data.statistics = subtract_mean(data.train.x, MeanOf::feature, 1);
  transform(data);
  return data;
}
DESCENT_MISTAKE(prepare_data, only_centred,
                "The features are centred, but not scaled: standardize of stage 03 does both.",
                "statistics-of-the-training-part");

CapstoneData first_for_validation(const Examples& pool, const Examples& test, double fraction,
                                  Rng& rng) {
  require_prepare_data(pool, test, fraction);
  SearchFold fold = holdout_split(pool.x.n_rows, fraction, rng);
  fold.validation = arma::regspace<arma::uvec>(0, fold.validation.n_elem - 1);
  fold.train = arma::regspace<arma::uvec>(fold.validation.n_elem, pool.x.n_rows - 1);
  CapstoneData data = parts_of(pool, test, fold);
  data.statistics = standardize(data.train.x);
  transform(data);
  return data;
}
DESCENT_MISTAKE(prepare_data, first_for_validation,
                "The validation part is always the beginning of the pool. A pool may be sorted by "
                "class: draw it at random, with holdout_split.",
                "three-parts");

CapstoneData parts_swapped(const Examples& pool, const Examples& test, double fraction, Rng& rng) {
  require_prepare_data(pool, test, fraction);
  const SearchFold fold = holdout_split(pool.x.n_rows, fraction, rng);
  CapstoneData data = parts_of(pool, test, {fold.validation, fold.train});
  data.statistics = standardize(data.train.x);
  transform(data);
  return data;
}
DESCENT_MISTAKE(prepare_data, parts_swapped,
                "Training and validation part have changed places: validation_fraction is the part "
                "to choose with.",
                "three-parts");

CapstoneData labels_of_the_first(const Examples& pool, const Examples& test, double fraction,
                                 Rng& rng) {
  require_prepare_data(pool, test, fraction);
  const SearchFold fold = holdout_split(pool.x.n_rows, fraction, rng);
  CapstoneData data = parts_of(pool, test, fold);
  data.train.y = pool.y.head(fold.train.n_elem);
  data.validation.y = pool.y.tail(fold.validation.n_elem);
  data.statistics = standardize(data.train.x);
  transform(data);
  return data;
}
DESCENT_MISTAKE(prepare_data, labels_of_the_first,
                "The labels are not those of the rows that were taken out: take both with the same "
                "indices.",
                "three-parts");

arma::mat flip_the_whole_row(arma::mat x, const PictureSize& size, Rng& rng) {
  require_flips(x, size);
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    if (rng.uniform() < 0.5) x.row(i) = arma::fliplr(x.row(i));
  }
  return x;
}
DESCENT_MISTAKE(flip_at_random, flip_the_whole_row,
                "The whole row of numbers is reversed: that turns the picture upside down as well, "
                "and red into blue. Reverse each line of each channel by itself.",
                "mirrors");

arma::mat flip_upside_down(arma::mat x, const PictureSize& size, Rng& rng) {
  require_flips(x, size);
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    if (rng.uniform() >= 0.5) continue;
    const arma::rowvec row = x.row(i);
    for (arma::uword k = 0; k < size.channels; ++k) {
      for (arma::uword r = 0; r < size.height; ++r) {
        for (arma::uword c = 0; c < size.width; ++c) {
          x(i, (k * size.height + r) * size.width + c) =
              row((k * size.height + size.height - 1 - r) * size.width + c);
        }
      }
    }
  }
  return x;
}
DESCENT_MISTAKE(flip_at_random, flip_upside_down,
                "The lines change places, from top to bottom: that is a picture upside down. Left "
                "and right must change places.",
                "mirrors");

arma::mat flip_one_coin(arma::mat x, const PictureSize& size, Rng& rng) {
  require_flips(x, size);
  if (rng.uniform() < 0.5) return x;
  const arma::mat before = x;
  for (arma::uword j = 0; j < x.n_cols; ++j) {
    const arma::uword c = j % size.width;
    x.col(j) = before.col(j - c + size.width - 1 - c);
  }
  return x;
}
DESCENT_MISTAKE(flip_at_random, flip_one_coin,
                "One coin decides for the whole batch. Each picture has a coin of its own.",
                "each-picture-for-itself");

arma::mat flip_always(arma::mat x, const PictureSize& size, Rng& rng) {
  require_flips(x, size);
  rng.uniform();
  const arma::mat before = x;
  for (arma::uword j = 0; j < x.n_cols; ++j) {
    const arma::uword c = j % size.width;
    x.col(j) = before.col(j - c + size.width - 1 - c);
  }
  return x;
}
DESCENT_MISTAKE(flip_at_random, flip_always,
                "Every picture is mirrored. Then there are no more pictures than before: leave "
                "half of them as they are.",
                "each-picture-for-itself");

arma::mat flip_never(arma::mat x, const PictureSize& size, Rng& rng) {
  require_flips(x, size);
  rng.uniform();
  return x;
}
DESCENT_MISTAKE(flip_at_random, flip_never,
                "No picture is mirrored. Is the mirrored one thrown away?", "mirrors");

arma::mat flip_one_channel(arma::mat x, const PictureSize& size, Rng& rng) {
  require_flips(x, size);
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    if (rng.uniform() >= 0.5) continue;
    for (arma::uword line = 0; line < size.height; ++line) {
      for (arma::uword c = 0; c < size.width / 2; ++c) {
        std::swap(x(i, line * size.width + c), x(i, (line + 1) * size.width - 1 - c));
      }
    }
  }
  return x;
}
DESCENT_MISTAKE(flip_at_random, flip_one_channel,
                "Only the first channel is mirrored: then red looks to the left and the rest to "
                "the right. A coin decides for all channels of a picture.",
                "mirrors");

arma::mat flip_twice(arma::mat x, const PictureSize& size, Rng& rng) {
  require_flips(x, size);
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    if (rng.uniform() >= 0.5) continue;
    for (arma::uword line = 0; line < size.height * size.channels; ++line) {
      for (arma::uword c = 0; c < size.width; ++c) {
        std::swap(x(i, line * size.width + c), x(i, (line + 1) * size.width - 1 - c));
      }
    }
  }
  return x;
}
DESCENT_MISTAKE(flip_at_random, flip_twice,
                "The swaps run over the whole width: the second half of them undoes the first. "
                "Stop in the middle.",
                "mirrors");

arma::mat flip_a_quarter(arma::mat x, const PictureSize& size, Rng& rng) {
  require_flips(x, size);
  const arma::mat before = x;
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    if (rng.uniform() >= 0.25) continue;
    for (arma::uword j = 0; j < x.n_cols; ++j) {
      const arma::uword c = j % size.width;
      x(i, j) = before(i, j - c + size.width - 1 - c);
    }
  }
  return x;
}
DESCENT_MISTAKE(flip_at_random, flip_a_quarter,
                "Too few pictures are mirrored: the probability is ½.", "each-picture-for-itself");

// What a slip in the first weights looks like.
struct Begin {
  bool he_everywhere = false;
  bool small_everywhere = false;
  bool glorot_hidden = false;
  bool fan_out = false;
  bool last_has_batchnorm = false;
  double gamma = 1, beta = 0, running_var = 1, running_mean = 0;
  bool same_stream = false;
};

Network begin(const arma::uvec& sizes, Rng& rng, const Begin& slip) {
  require_network_sizes(sizes);
  Network network;
  const arma::uword last = sizes.n_elem - 1;
  const Rng before = rng;
  for (arma::uword l = 1; l < last; ++l) {
    const arma::uword in = sizes(l - 1), out = sizes(l);
    if (slip.same_stream) rng = before;
    network.parameters.push_back(slip.small_everywhere ? small_gaussian(in, out, rng, 0.01)
                                 : slip.glorot_hidden  ? glorot(in, out, rng)
                                 : slip.fan_out        ? arma::mat(he(out, in, rng).t())
                                                       : he(in, out, rng));
    network.parameters.push_back(arma::mat(1, out, arma::fill::value(slip.gamma)));
    network.parameters.push_back(arma::mat(1, out, arma::fill::value(slip.beta)));
    network.running.push_back({arma::rowvec(out, arma::fill::value(slip.running_mean)),
                               arma::rowvec(out, arma::fill::value(slip.running_var))});
  }
  const arma::uword in = sizes(last - 1), out = sizes(last);
  if (slip.same_stream) rng = before;
  network.parameters.push_back(slip.he_everywhere ? he(in, out, rng)
                                                  : small_gaussian(in, out, rng, 0.01));
  if (slip.last_has_batchnorm) {
    network.parameters.push_back(arma::ones(1, out));
    network.running.push_back(fresh_running_statistics(out));
  }
  network.parameters.push_back(arma::zeros(1, out));
  return network;
}

Network begin_he_everywhere(const arma::uvec& sizes, Rng& rng) {
  return begin(sizes, rng, {.he_everywhere = true});
}
DESCENT_MISTAKE(initialize_network, begin_he_everywhere,
                "The last layer has He's variance, too. No ReLU stands behind it but the softmax: "
                "with small weights all scores begin near 0, and the loss at ln C.",
                "small-for-the-last");

Network begin_small_everywhere(const arma::uvec& sizes, Rng& rng) {
  return begin(sizes, rng, {.small_everywhere = true});
}
DESCENT_MISTAKE(initialize_network, begin_small_everywhere,
                "All layers have a standard deviation of 0.01: that is for the last one. Hidden "
                "layers have He's variance, 2/fan_in.",
                "he-for-the-hidden");

Network begin_glorot(const arma::uvec& sizes, Rng& rng) {
  return begin(sizes, rng, {.glorot_hidden = true});
}
DESCENT_MISTAKE(initialize_network, begin_glorot,
                "The hidden layers have Glorot's variance, 2/(fan_in + fan_out). In front of a "
                "ReLU it is He's, 2/fan_in.",
                "he-for-the-hidden");

Network begin_fan_out(const arma::uvec& sizes, Rng& rng) {
  return begin(sizes, rng, {.fan_out = true});
}
DESCENT_MISTAKE(initialize_network, begin_fan_out,
                "The variance is 2/fan_out: he was called with fan_in and fan_out in the wrong "
                "order. W is fan_in x fan_out.",
                "he-for-the-hidden");

Network begin_gamma_zero(const arma::uvec& sizes, Rng& rng) {
  return begin(sizes, rng, {.gamma = 0});
}
DESCENT_MISTAKE(initialize_network, begin_gamma_zero,
                "gamma begins at 0: then nothing comes through the layer, and nothing back. It "
                "begins at 1, and beta at 0.",
                "where-it-begins");

Network begin_beta_one(const arma::uvec& sizes, Rng& rng) {
  return begin(sizes, rng, {.gamma = 0, .beta = 1});
}
DESCENT_MISTAKE(initialize_network, begin_beta_one,
                "gamma and beta have changed places: gamma begins at 1, beta at 0.",
                "where-it-begins");

Network begin_running_zero(const arma::uvec& sizes, Rng& rng) {
  return begin(sizes, rng, {.running_var = 0});
}
DESCENT_MISTAKE(initialize_network, begin_running_zero,
                "The running variance begins at 0: it divides in Mode::test. Before the first "
                "batch it is 1, see fresh_running_statistics.",
                "running-statistics");

Network begin_running_mean_one(const arma::uvec& sizes, Rng& rng) {
  return begin(sizes, rng, {.running_mean = 1});
}
DESCENT_MISTAKE(initialize_network, begin_running_mean_one,
                "The running mean begins at 1: it is 0 before the first batch, see "
                "fresh_running_statistics.",
                "running-statistics");

Network begin_with_one_stream(const arma::uvec& sizes, Rng& rng) {
  return begin(sizes, rng, {.same_stream = true});
}
DESCENT_MISTAKE(initialize_network, begin_with_one_stream,
                "Every layer begins with the same random numbers: rng was copied or put back. Let "
                "it move on from layer to layer.",
                "where-it-begins");

Network begin_with_a_bias(const arma::uvec& sizes, Rng& rng) {
  Network network = initialize_network(sizes, rng);
  Parameters with;
  for (std::size_t p = 0; p < network.parameters.size(); ++p) {
    with.push_back(network.parameters[p]);
    if (p % 3 == 0 && p + 2 < network.parameters.size()) {
      with.push_back(arma::zeros(1, network.parameters[p].n_cols));
    }
  }
  network.parameters = with;
  return network;
}
DESCENT_MISTAKE(initialize_network, begin_with_a_bias,
                "The hidden layers have biases. Batchnorm takes the mean away, and every bias with "
                "it: beta is the bias.",
                "no-bias-in-front-of-batchnorm");

Network begin_without_seed(const arma::uvec& sizes, Rng& rng) {
  rng.bits();
  Rng own(0);
  return initialize_network(sizes, own);
}
DESCENT_MISTAKE(initialize_network, begin_without_seed,
                "Each network begins with the same weights: they come from a generator with a "
                "fixed seed. Draw from rng.",
                "where-it-begins");

}  // namespace
}  // namespace descent
