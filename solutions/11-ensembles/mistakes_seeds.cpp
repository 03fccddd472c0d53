// Known mistakes: same model, different seeds.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

std::vector<Model> seeds_copy_rng(const TrainMember& train, arma::uword members, Rng& rng) {
  require_member_training(train, members);
  std::vector<Model> trained;
  for (arma::uword k = 0; k < members; ++k) {
    Rng copy = rng;
    trained.push_back(train(copy));
  }
  return trained;
}
DESCENT_MISTAKE(
    same_model_different_seeds, seeds_copy_rng,
    "Each member gets a copy of rng in the same state, so all draw the same numbers and "
    "become the same model. Hand over rng itself, or a new Rng seeded with rng.bits().",
    "a-seed-for-each-member");

std::vector<Model> seeds_copy_rng_and_move_it(const TrainMember& train, arma::uword members,
                                              Rng& rng) {
  require_member_training(train, members);
  std::vector<Model> trained;
  const Rng before = rng;
  for (arma::uword k = 0; k < members; ++k) {
    rng = before;
    trained.push_back(train(rng));
  }
  return trained;
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_copy_rng_and_move_it,
                "rng is put back to the same state for each member, so all become the same model. "
                "Let it move on from member to member.",
                "a-seed-for-each-member");

std::vector<Model> seeds_fixed(const TrainMember& train, arma::uword members, Rng&) {
  require_member_training(train, members);
  std::vector<Model> trained;
  for (arma::uword k = 0; k < members; ++k) {
    Rng own(42);
    trained.push_back(train(own));
  }
  return trained;
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_fixed,
                "Every member has an Rng with the same fixed seed, and becomes the same model. "
                "Draw a seed for each from rng.",
                "a-seed-for-each-member");

std::vector<Model> seeds_counted(const TrainMember& train, arma::uword members, Rng&) {
  require_member_training(train, members);
  std::vector<Model> trained;
  for (arma::uword k = 0; k < members; ++k) {
    Rng own(k);
    trained.push_back(train(own));
  }
  return trained;
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_counted,
                "Your seeds are 0, 1, 2, ..., whatever rng is: every ensemble in the world has the "
                "same members. Draw the seeds from rng.",
                "a-seed-for-each-member");

std::vector<Model> seeds_counted_and_moved(const TrainMember& train, arma::uword members,
                                           Rng& rng) {
  rng.bits();
  return seeds_counted(train, members, rng);
}
DESCENT_MISTAKE(
    same_model_different_seeds, seeds_counted_and_moved,
    "Your seeds are 0, 1, 2, ...; rng moves on, but nothing comes of it. Draw the seeds "
    "from rng.",
    "a-seed-for-each-member");

std::vector<Model> seeds_one_for_all(const TrainMember& train, arma::uword members, Rng& rng) {
  require_member_training(train, members);
  const std::uint64_t seed = rng.bits();
  std::vector<Model> trained;
  for (arma::uword k = 0; k < members; ++k) {
    Rng own(seed);
    trained.push_back(train(own));
  }
  return trained;
}
DESCENT_MISTAKE(
    same_model_different_seeds, seeds_one_for_all,
    "You draw one seed, in front of the loop, and use it for every member. Each needs a "
    "seed of its own.",
    "a-seed-for-each-member");

std::vector<Model> seeds_of_uniforms(const TrainMember& train, arma::uword members, Rng& rng) {
  require_member_training(train, members);
  std::vector<Model> trained;
  for (arma::uword k = 0; k < members; ++k) {
    Rng own(static_cast<std::uint64_t>(rng.uniform()));
    trained.push_back(train(own));
  }
  return trained;
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_of_uniforms,
                "rng.uniform() is below 1, so as a whole number it is 0: every member has the seed "
                "0. Take rng.bits().",
                "a-seed-for-each-member");

std::vector<Model> seeds_from_a_hundred(const TrainMember& train, arma::uword members, Rng& rng) {
  require_member_training(train, members);
  std::vector<Model> trained;
  for (arma::uword k = 0; k < members; ++k) {
    Rng own(rng.below(100));
    trained.push_back(train(own));
  }
  return trained;
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_from_a_hundred,
                "Your seeds are between 0 and 99. Of twelve members two have the same seed with a "
                "probability of one half: take rng.bits().",
                "a-seed-for-each-member");

std::vector<Model> seeds_shifted(const TrainMember& train, arma::uword members, Rng& rng) {
  require_member_training(train, members);
  std::vector<Model> trained;
  for (arma::uword k = 0; k < members; ++k) {
    Rng copy = rng;
    trained.push_back(train(copy));
    rng.bits();
  }
  return trained;
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_shifted,
                "Each member gets a copy of rng that is one number further than the last one's. So "
                "they draw the same numbers, one place later. A new Rng seeded with rng.bits() "
                "draws others.",
                "a-seed-for-each-member");

std::vector<Model> seeds_of_a_copy(const TrainMember& train, arma::uword members, Rng& rng) {
  Rng copy = rng;
  return same_model_different_seeds(train, members, copy);
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_of_a_copy,
                "You draw from a copy of rng, so the caller's has not moved on: the next ensemble "
                "will be the same one.",
                "a-seed-for-each-member");

std::vector<Model> seeds_in_pairs(const TrainMember& train, arma::uword members, Rng& rng) {
  require_member_training(train, members);
  std::vector<Model> trained;
  std::uint64_t seed = 0;
  for (arma::uword k = 0; k < members; ++k) {
    if (k % 2 == 0) seed = rng.bits();
    Rng own(seed);
    trained.push_back(train(own));
  }
  return trained;
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_in_pairs,
                "Two members each share a seed. Every member needs one of its own.",
                "a-seed-for-each-member");

std::vector<Model> seeds_trained_once(const TrainMember& train, arma::uword members, Rng& rng) {
  require_member_training(train, members);
  Rng own(rng.bits());
  return std::vector<Model>(members, train(own));
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_trained_once,
                "You train once and copy the model. Each member has to be trained.",
                "same-model-different-seeds");

std::vector<Model> seeds_keep_the_last(const TrainMember& train, arma::uword members, Rng& rng) {
  const std::vector<Model> trained = same_model_different_seeds(train, members, rng);
  return std::vector<Model>(members, trained.back());
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_keep_the_last,
                "All of your members are the one that was trained last: do you keep pointers to a "
                "model that is written over?",
                "same-model-different-seeds");

std::vector<Model> seeds_reversed(const TrainMember& train, arma::uword members, Rng& rng) {
  std::vector<Model> trained = same_model_different_seeds(train, members, rng);
  std::reverse(trained.begin(), trained.end());
  return trained;
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_reversed,
                "Your members are in reverse order. Keep them in the order of training.",
                "same-model-different-seeds");

std::vector<Model> seeds_one_less(const TrainMember& train, arma::uword members, Rng& rng) {
  std::vector<Model> trained = same_model_different_seeds(train, members, rng);
  trained.pop_back();
  return trained;
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_one_less,
                "There is one member less than asked for: does your loop begin at 1?",
                "same-model-different-seeds");

std::vector<Model> seeds_one_more(const TrainMember& train, arma::uword members, Rng& rng) {
  require_member_training(train, members);
  return same_model_different_seeds(train, members + 1, rng);
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_one_more,
                "There is one member more than asked for: is there a `<=` where `<` should be?",
                "same-model-different-seeds");

std::vector<Model> seeds_throw_the_first_away(const TrainMember& train, arma::uword members,
                                              Rng& rng) {
  require_member_training(train, members);
  std::vector<Model> trained = same_model_different_seeds(train, members + 1, rng);
  trained.erase(trained.begin());
  return trained;
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_throw_the_first_away,
                "You train one model more than asked for, and throw the first away. Training is "
                "expensive: call train once for each member.",
                "same-model-different-seeds");

std::vector<Model> seeds_average_weights(const TrainMember& train, arma::uword members, Rng& rng) {
  const std::vector<Model> trained = same_model_different_seeds(train, members, rng);
  Model mean = trained[0];
  for (std::size_t i = 0; i < mean.size(); ++i) {
    for (std::size_t k = 1; k < trained.size(); ++k) mean[i] += trained[k][i];
    mean[i] /= count(trained.size());
  }
  return std::vector<Model>(members, mean);
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_average_weights,
                "You average the members' weights. Networks that were trained apart have their "
                "units in another order: return them as they are, and average what they say.",
                "never-average-independent-weights");

std::vector<Model> seeds_keep_one_parameter(const TrainMember& train, arma::uword members,
                                            Rng& rng) {
  std::vector<Model> trained = same_model_different_seeds(train, members, rng);
  for (Model& model : trained) model.resize(1);
  return trained;
}
DESCENT_MISTAKE(
    same_model_different_seeds, seeds_keep_one_parameter,
    "You keep the first parameter of each model only. A model is all of its parameters.",
    "same-model-different-seeds");

std::vector<Model> seeds_without_checks(const TrainMember& train, arma::uword members, Rng& rng) {
  if (!train || members == 0) return {};
  return same_model_different_seeds(train, members, rng);
}
DESCENT_MISTAKE(same_model_different_seeds, seeds_without_checks,
                "You do not check the input. Begin with require_member_training(train, members): "
                "an ensemble of nobody has no opinion.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
