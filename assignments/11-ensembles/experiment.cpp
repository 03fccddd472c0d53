// The experiment of stage 11, drawn with your own functions: small networks learn the digits from
// few examples, and then several of them answer together.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "datasets/digits.hpp"
#include "harness/plot/experiment.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent {
namespace {

using plot::Colour;
using Net = std::vector<arma::mat>;  // W1, b1, W2, b2

constexpr arma::uword kExamples = 150, kValidation = 200, kClasses = 10;
constexpr arma::uword kMembers = 12, kTrials = 30, kWorlds = 6, kHidden = 20;
constexpr int kSteps = 80;

/// Few digits to learn from, some to choose by, and all the others to be judged on.
struct World {
  datasets::Dataset train, validation, test;
};

World any_world(Rng& rng) {
  datasets::Dataset all = datasets::digits();
  all.inputs = (all.inputs - 4.9) / 6;  // about mean 0 and deviation 1
  const arma::uvec order = rng.permutation(all.labels.n_elem);
  return {datasets::subset(all, order.head(kExamples)),
          datasets::subset(all, order.subvec(kExamples, kExamples + kValidation - 1)),
          datasets::subset(all, order.tail(order.n_elem - kExamples - kValidation))};
}

Net new_net(arma::uword hidden, Rng& rng) {
  return {rng.normal(64, hidden) * std::sqrt(2.0 / 64), arma::zeros(1, hidden),
          rng.normal(hidden, kClasses) / std::sqrt(static_cast<double>(hidden)),
          arma::zeros(1, kClasses)};
}

arma::mat hidden_units(const Net& net, const arma::mat& x) {
  arma::mat units = x * net.at(0);
  units.each_row() += net.at(1).row(0);
  return arma::clamp(units, 0, arma::datum::inf);
}

arma::mat scores_of(const Net& net, const arma::mat& x) {
  arma::mat scores = hidden_units(net, x) * net.at(2);
  scores.each_row() += net.at(3).row(0);
  return scores;
}

arma::mat softmax(arma::mat scores) {
  scores.each_col() -= arma::max(scores, 1);
  scores = arma::exp(scores);
  const arma::vec sums = arma::sum(scores, 1);
  scores.each_col() /= sums;
  return scores;
}

arma::mat answer(const Net& net, const datasets::Dataset& data) {
  return softmax(scores_of(net, data.inputs));
}

double percent_right(const arma::mat& probabilities, const arma::uvec& labels) {
  const arma::uvec decisions = arma::index_max(probabilities, 1);
  return 100.0 * static_cast<double>(arma::accu(decisions == labels)) /
         static_cast<double>(labels.n_elem);
}

/// One step of gradient descent along the gradient on the scores.
void descend(Net& net, const arma::mat& x, const arma::mat& dscores, double rate) {
  const arma::mat units = hidden_units(net, x);
  const arma::mat dunits = (dscores * net[2].t()) % arma::conv_to<arma::mat>::from(units > 0);
  net[2] -= rate * (units.t() * dscores);
  net[3] -= rate * arma::sum(dscores, 0);
  net[0] -= rate * (x.t() * dunits);
  net[1] -= rate * arma::sum(dunits, 0);
}

/// The same on the softmax loss of the examples.
void step(Net& net, const datasets::Dataset& data, double rate) {
  arma::mat dscores = answer(net, data);
  for (arma::uword i = 0; i < data.labels.n_elem; ++i) dscores(i, data.labels(i)) -= 1;
  descend(net, data.inputs, dscores / static_cast<double>(data.labels.n_elem), rate);
}

Net trained(const datasets::Dataset& data, arma::uword hidden, double rate, Rng& rng) {
  Net net = new_net(hidden, rng);
  for (int t = 0; t < kSteps; ++t) step(net, data, rate);
  return net;
}

std::vector<Net> from_seeds(const World& world, arma::uword members, Rng& rng) {
  return submission::same_model_different_seeds(
      [&](Rng& random) { return trained(world.train, kHidden, 0.4, random); }, members, rng);
}

/// The best of a random search over the size of the hidden layer and the learning rate.
std::vector<Net> from_search(const World& world, Rng& rng) {
  std::vector<Net> nets;
  std::vector<EnsembleCandidate> candidates;
  for (arma::uword trial = 0; trial < kTrials; ++trial) {
    const arma::uword hidden = 8 + rng.below(33);
    const double rate = std::pow(10, rng.uniform(-1.3, 0));
    nets.push_back(trained(world.train, hidden, rate, rng));
    candidates.push_back(
        {percent_right(answer(nets.back(), world.validation), world.validation.labels) / 100,
         percent_right(answer(nets.back(), world.test), world.test.labels) / 100});
  }
  std::vector<Net> best;
  for (const arma::uword i : submission::top_k_models(candidates, kMembers)) {
    best.push_back(nets.at(i));
  }
  return best;
}

/// As many snapshots as members, of one run on small batches. All of it looks at fewer examples
/// than the training of a single member above.
std::vector<Net> from_one_run(const World& world, Rng& rng) {
  return submission::snapshot_ensemble(
      new_net(kHidden, rng),
      [&](Net& net, double rate) {
        const arma::uvec some = rng.permutation(kExamples).head(kExamples / 8);
        step(net, datasets::subset(world.train, some), rate);
      },
      SnapshotOptions{kMembers, 40, 0.6});
}

std::vector<arma::mat> answers(const std::vector<Net>& nets, const datasets::Dataset& data) {
  std::vector<arma::mat> said;
  for (const Net& net : nets) said.push_back(answer(net, data));
  return said;
}

struct Kind {
  const char* name;
  Colour colour;
  arma::vec accuracy = arma::zeros(kMembers);  // of the first 1, 2, ... members, mean over worlds
  arma::vec log_loss = arma::zeros(kMembers);
  arma::vec mean_log_loss = arma::zeros(kMembers);
  arma::vec disagreement = arma::zeros(kWorlds);
  arma::vec gain = arma::zeros(kWorlds);

  void add(arma::uword world, const std::vector<arma::mat>& said, const arma::uvec& labels) {
    for (arma::uword k = 1; k <= said.size(); ++k) {
      const std::vector<arma::mat> first(said.begin(), said.begin() + static_cast<long>(k));
      const EnsembleReport report = submission::ensemble_report(first, labels);
      accuracy(k - 1) += 100 * report.accuracy / kWorlds;
      log_loss(k - 1) += report.log_loss / kWorlds;
      mean_log_loss(k - 1) += report.mean_log_loss / kWorlds;
      if (k == 6) {
        disagreement(world) = 100 * report.disagreement;
        gain(world) = 100 * (report.accuracy - report.mean_accuracy);
      }
    }
  }
};

void draw_ensembles(plot::Panel& size, plot::Panel& variety, plot::Panel& loss) {
  std::vector<Kind> kinds = {{.name = "same model, different seeds", .colour = Colour::blue},
                             {.name = "the best of a search", .colour = Colour::green},
                             {.name = "snapshots of one run", .colour = Colour::vermillion}};
  for (arma::uword w = 0; w < kWorlds; ++w) {
    Rng rng(w);
    const World world = any_world(rng);
    const arma::uvec& labels = world.test.labels;
    kinds[0].add(w, answers(from_seeds(world, kMembers, rng), world.test), labels);
    kinds[1].add(w, answers(from_search(world, rng), world.test), labels);
    std::vector<Net> snapshots = from_one_run(world, rng);
    std::reverse(snapshots.begin(), snapshots.end());  // the last ones are the best trained
    kinds[2].add(w, answers(snapshots, world.test), labels);
  }
  const arma::vec members = arma::regspace(1, kMembers);
  for (const Kind& kind : kinds) {
    size.line(members, kind.accuracy, {.name = kind.name, .colour = kind.colour});
    variety.points(kind.disagreement, kind.gain, {.name = kind.name, .colour = kind.colour});
  }
  loss.dashed(members, kinds[0].mean_log_loss, {.colour = Colour::grey})
      .line(members, kinds[0].log_loss, {.colour = Colour::blue})
      .text(6.5, 0.362, "mean of the members")
      .text(6.5, 0.306, "the ensemble");
}

/// From the parameters of one network to those of another, on a straight line.
Net between(const Net& from, const Net& to, double t) {
  Net net = from;
  for (std::size_t i = 0; i < net.size(); ++i) net[i] = (1 - t) * from[i] + t * to[i];
  return net;
}

void draw_mixing(plot::Panel& panel) {
  const arma::vec places = arma::linspace(0, 1, 21);
  arma::vec weights(21, arma::fill::zeros), answered(21, arma::fill::zeros),
      along(21, arma::fill::zeros);
  for (arma::uword w = 0; w < kWorlds; ++w) {
    Rng rng(100 + w);
    const World world = any_world(rng);
    const std::vector<Net> nets = from_seeds(world, 2, rng);
    Net later = nets.at(0);
    for (int t = 0; t < kSteps; ++t) step(later, world.train, 0.4);
    const std::vector<arma::mat> said = answers(nets, world.test);
    for (arma::uword i = 0; i < 21; ++i) {
      const double t = places(i);
      const arma::uvec& labels = world.test.labels;
      weights(i) += percent_right(answer(between(nets[0], nets[1], t), world.test), labels);
      along(i) += percent_right(answer(between(nets[0], later, t), world.test), labels);
      answered(i) +=
          percent_right(submission::average_probabilities(said, arma::vec{1 - t, t}), labels);
    }
  }
  panel.line(places, answered / kWorlds, {.name = "answers of both", .colour = Colour::blue})
      .dashed(places, along / kWorlds,
              {.name = "weights, two moments of one run", .colour = Colour::green})
      .line(places, weights / kWorlds,
            {.name = "weights of two networks", .colour = Colour::vermillion});
}

/// Small batches, and a fifth of the labels wrong: the parameters never come to rest.
void draw_moving_average(plot::Panel& panel) {
  Rng rng(7);
  World world = any_world(rng);
  world.train.labels.head(kExamples / 5) = rng.labels(kExamples / 5, kClasses);
  Net net = new_net(kHidden, rng);
  ParameterAverage average;
  constexpr arma::uword kNoisySteps = 400, kBatch = 5;
  arma::vec raw(kNoisySteps), averaged(kNoisySteps);
  for (arma::uword t = 0; t < kNoisySteps; ++t) {
    const arma::uvec batch = rng.permutation(kExamples).head(kBatch);
    step(net, datasets::subset(world.train, batch), 0.2);
    submission::update_average(average, net, 0.98);
    raw(t) = percent_right(answer(net, world.test), world.test.labels);
    averaged(t) = percent_right(answer(submission::averaged_parameters(average), world.test),
                                world.test.labels);
  }
  const arma::vec steps = arma::regspace(1, kNoisySteps);
  panel.line(steps, raw, {.name = "weights", .colour = Colour::orange, .width = 1.2})
      .line(steps, averaged, {.name = "average", .colour = Colour::blue});
}

/// A small network trained on scores of a teacher and on labels, with momentum.
Net student(Net net, const datasets::Dataset& data, const arma::mat& teacher,
            const DistillOptions& options) {
  constexpr int kStudentSteps = 200;
  constexpr double kMomentum = 0.9, kRate = 0.05;
  Net velocity;
  for (const arma::mat& parameter : net) velocity.push_back(0 * parameter);
  for (int t = 0; t < kStudentSteps; ++t) {
    const DistillResult loss =
        submission::distill_loss(scores_of(net, data.inputs), teacher, data.labels, options);
    Net moved = net;
    descend(moved, data.inputs, loss.dscores, kRate);
    for (std::size_t i = 0; i < net.size(); ++i) {
      velocity[i] = kMomentum * velocity[i] + (moved[i] - net[i]);
      net[i] += velocity[i];
    }
  }
  return net;
}

void draw_distillation(plot::Panel& panel) {
  const arma::vec temperatures = {1, 2, 4, 8, 16};
  arma::vec distilled(5, arma::fill::zeros);
  double together = 0, plain = 0;
  for (arma::uword w = 0; w < kWorlds; ++w) {
    Rng rng(200 + w);
    const World world = any_world(rng);
    const arma::uvec& labels = world.test.labels;
    const std::vector<Net> nets = from_seeds(world, 10, rng);
    const auto ask = [&](const Net& net) { return answer(net, world.train); };
    const arma::mat teacher = arma::log(submission::ensemble_probabilities(nets, ask));
    together += percent_right(
        submission::average_probabilities(answers(nets, world.test), arma::vec{}), labels);
    const Net first = new_net(8, rng);  // the same start for every student
    const auto score = [&](const DistillOptions& options) {
      return percent_right(answer(student(first, world.train, teacher, options), world.test),
                           labels);
    };
    plain += score({1, 0});
    for (arma::uword i = 0; i < 5; ++i) distilled(i) += score({temperatures(i), 0.9});
  }
  panel.line(temperatures, distilled / kWorlds, {.name = "distilled", .colour = Colour::blue})
      .points(temperatures, distilled / kWorlds, {.colour = Colour::blue})
      .horizontal(together / kWorlds, "the teacher: ten networks of 20 units")
      .horizontal(plain / kWorlds, "the same student from the labels alone");
}

}  // namespace

void draw(plot::Figure& figure) {
  figure.title("Several networks know more than one");
  figure.columns(2);
  plot::Panel& size =
      figure.panel({.title = "Accuracy against the number of members",
                    .x = {.label = "members"},
                    .y = {.label = "test accuracy in %", .range = plot::Range{87.5, 91.5}},
                    .legend = plot::Legend::bottom_right});
  plot::Panel& variety = figure.panel(
      {.title = "No gain without variety (six members)",
       .x = {.label = "two members disagree in % of the examples", .range = plot::Range{0, 10}},
       .y = {.label = "gain over the mean member in %", .range = plot::Range{-1.5, 3}},
       .legend = plot::Legend::bottom_right});
  plot::Panel& loss =
      figure.panel({.title = "Log loss: the ensemble is never above the mean",
                    .x = {.label = "members: same model, different seeds"},
                    .y = {.label = "test log loss", .range = plot::Range{0.28, 0.38}},
                    .legend = plot::Legend::none});
  draw_ensembles(size, variety, loss);
  draw_mixing(figure.panel({.title = "Mixing two networks: answers, or weights?",
                            .x = {.label = "share of the second one"},
                            .y = {.label = "test accuracy in %", .range = plot::Range{60, 95}},
                            .legend = plot::Legend::bottom_right}));
  draw_moving_average(
      figure.panel({.title = "Noisy steps, and the average of the weights",
                    .x = {.label = "step"},
                    .y = {.label = "test accuracy in %", .range = plot::Range{0, 90}},
                    .legend = plot::Legend::bottom_right}));
  draw_distillation(
      figure.panel({.title = "A student of 8 hidden units",
                    .x = {.label = "temperature T",
                          .log = true,
                          .range = plot::Range{0.9, 18},
                          .ticks = {{1, "1"}, {2, "2"}, {4, "4"}, {8, "8"}, {16, "16"}}},
                    .y = {.label = "test accuracy in %", .range = plot::Range{82, 94}},
                    .legend = plot::Legend::bottom_right}));
}

}  // namespace descent
