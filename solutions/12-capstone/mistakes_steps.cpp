// Known mistakes: one step, the sanity checks, the ensemble, the line.

#include <cstdio>

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

void one_update(arma::mat& w, const arma::mat& dw, UpdateState& state, UpdateRule rule,
                double rate) {
  if (rule == UpdateRule::nesterov) {
    nesterov(w, dw, state.momentum, {.learning_rate = rate});
  } else {
    adam(w, dw, state.adam, {.learning_rate = rate});
  }
}

void step_forgets(Parameters& parameters, const Parameters& gradients,
                  std::vector<UpdateState>& states, UpdateRule rule, double rate) {
  require_update_parameters(parameters, gradients, states, rate);
  states.assign(parameters.size(), {});
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    one_update(parameters[p], gradients[p], states[p], rule, rate);
  }
}
DESCENT_MISTAKE(
    update_parameters, step_forgets,
    "Each step begins with fresh states: velocity and averages are forgotten. Make them "
    "once, when there are none.",
    "one-step");

void step_copies_states(Parameters& parameters, const Parameters& gradients,
                        std::vector<UpdateState>& states, UpdateRule rule, double rate) {
  require_update_parameters(parameters, gradients, states, rate);
  states.resize(parameters.size());
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    UpdateState copy = states[p];
    one_update(parameters[p], gradients[p], copy, rule, rate);
  }
}
DESCENT_MISTAKE(update_parameters, step_copies_states,
                "The states come back as they were: the rule has changed copies of them. Hand "
                "states[p] itself on.",
                "one-step");

void step_shares_a_state(Parameters& parameters, const Parameters& gradients,
                         std::vector<UpdateState>& states, UpdateRule rule, double rate) {
  require_update_parameters(parameters, gradients, states, rate);
  states.resize(parameters.size());
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    // One count of the steps for all: the second parameter is at its second step already.
    if (p > 0) states[p].adam.t = states[p - 1].adam.t;
    one_update(parameters[p], gradients[p], states[p], rule, rate);
  }
}
DESCENT_MISTAKE(update_parameters, step_shares_a_state,
                "The steps of Adam are counted over all parameters together: each has a state, and "
                "a count, of its own.",
                "one-step");

void step_weights_only(Parameters& parameters, const Parameters& gradients,
                       std::vector<UpdateState>& states, UpdateRule rule, double rate) {
  require_update_parameters(parameters, gradients, states, rate);
  states.resize(parameters.size());
  for (std::size_t p = 0; p < parameters.size(); p += 3) {
    one_update(parameters[p], gradients[p], states[p], rule, rate);
  }
}
DESCENT_MISTAKE(update_parameters, step_weights_only,
                "Only the W are updated: gamma, beta and b learn, too.", "one-step");

void step_plain_momentum(Parameters& parameters, const Parameters& gradients,
                         std::vector<UpdateState>& states, UpdateRule rule, double rate) {
  require_update_parameters(parameters, gradients, states, rate);
  states.resize(parameters.size());
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (rule == UpdateRule::nesterov) {
      momentum(parameters[p], gradients[p], states[p].momentum, {.learning_rate = rate});
    } else {
      adam(parameters[p], gradients[p], states[p].adam, {.learning_rate = rate});
    }
  }
}
DESCENT_MISTAKE(update_parameters, step_plain_momentum,
                "That is plain momentum: UpdateRule::nesterov asks for nesterov of stage 08.",
                "one-step");

void step_swaps_rules(Parameters& parameters, const Parameters& gradients,
                      std::vector<UpdateState>& states, UpdateRule rule, double rate) {
  update_parameters(parameters, gradients, states,
                    rule == UpdateRule::adam ? UpdateRule::nesterov : UpdateRule::adam, rate);
}
DESCENT_MISTAKE(update_parameters, step_swaps_rules,
                "Nesterov and Adam have changed places: look at `rule`.", "one-step");

void step_default_rate(Parameters& parameters, const Parameters& gradients,
                       std::vector<UpdateState>& states, UpdateRule rule, double rate) {
  require_update_parameters(parameters, gradients, states, rate);
  update_parameters(parameters, gradients, states, rule, rule == UpdateRule::adam ? 0.001 : 0.01);
}
DESCENT_MISTAKE(update_parameters, step_default_rate,
                "The learning rate is the default of the rule: hand learning_rate on.", "one-step");

void step_uphill(Parameters& parameters, const Parameters& gradients,
                 std::vector<UpdateState>& states, UpdateRule rule, double rate) {
  Parameters up = gradients;
  for (arma::mat& g : up) g = -g;
  update_parameters(parameters, up, states, rule, rate);
}
DESCENT_MISTAKE(update_parameters, step_uphill,
                "The step goes uphill: the rules of stage 08 subtract already.", "one-step");

// What can go wrong before the expensive run.
struct Sanity {
  bool all_anyway = false, fails_unsaid = false, mean_error = false, first_block = false;
  bool last_block = false, nan_passes = false, strict = false, wrong_order = false;
  bool hinge = false, ten_classes = false, own_tolerance = false, own_strengths = false;
  bool own_overfit = false, skips_regularization = false, all_lambda = false, asks_twice = false;
  bool least_error = false;
};

std::vector<SanityStep> sanity(const Parameters& parameters, const arma::uvec& training,
                               const GradientCheck& gradient_check,
                               const RegularizedLossFunction& loss, const ParameterUpdate& update,
                               const SanityOptions& options, const Sanity& slip) {
  require_sanity_checks(parameters, training, gradient_check, loss, update, options);
  std::vector<SanityStep> steps;
  const auto passed = [&](SanityCheck check, const SanityReport& report) {
    if (report.passed || !slip.fails_unsaid) steps.push_back({check, report});
    return report.passed || slip.all_anyway;
  };
  const StartingLoss at_start = [&](const arma::uvec& which, double lambda) {
    return loss(parameters, which, slip.all_lambda ? lambda + 0.1 : lambda).loss;
  };
  const auto gradient = [&] {
    const std::vector<GradcheckReport> reports = gradient_check();
    require_gradient_reports(reports);
    if (slip.asks_twice) gradient_check();
    double worst = slip.least_error ? arma::datum::inf : 0;
    for (const GradcheckReport& report : reports) {
      if (slip.mean_error) {
        worst += report.worst / static_cast<double>(reports.size());
      } else if (slip.least_error) {
        worst = std::min(worst, report.worst);
      } else if (slip.nan_passes) {
        worst = std::max(worst, report.worst);
      } else if (!std::isnan(worst) && !(report.worst <= worst)) {
        worst = report.worst;
      }
    }
    if (slip.first_block) worst = reports.front().worst;
    if (slip.last_block) worst = reports.back().worst;
    const bool fine = slip.strict ? worst < options.worst_error : worst <= options.worst_error;
    return passed(SanityCheck::gradient, {fine, worst, options.worst_error});
  };
  const auto initial = [&] {
    const double chance = expected_initial_loss(slip.hinge ? LossKind::svm : LossKind::softmax,
                                                slip.ten_classes ? 10 : options.classes);
    return passed(SanityCheck::initial_loss,
                  initial_loss_check(at_start, training, chance,
                                     slip.own_tolerance ? 0.1 : options.initial_tolerance));
  };
  if (slip.wrong_order ? !initial() || !gradient() : !gradient() || !initial()) return steps;
  if (!slip.skips_regularization &&
      !passed(SanityCheck::regularization,
              regularization_check(at_start, training,
                                   slip.own_strengths ? arma::vec{0, 0.01} : options.strengths))) {
    return steps;
  }
  passed(SanityCheck::overfit,
         overfit_check(parameters, training, loss, update,
                       slip.own_overfit ? OverfitCheckOptions{} : options.overfit));
  return steps;
}

#define SANITY_SLIP(name, slip, sentence, read)                                                    \
  std::vector<SanityStep> name(const Parameters& parameters, const arma::uvec& training,           \
                               const GradientCheck& gradient_check,                                \
                               const RegularizedLossFunction& loss, const ParameterUpdate& update, \
                               const SanityOptions& options) {                                     \
    Sanity wrong;                                                                                  \
    wrong.slip = true;                                                                             \
    return sanity(parameters, training, gradient_check, loss, update, options, wrong);             \
  }                                                                                                \
  DESCENT_MISTAKE(sanity_checks, name, sentence, read)

SANITY_SLIP(sanity_all_anyway, all_anyway,
            "It goes on after a step that has not passed: what comes behind says nothing then, and "
            "may be long. Return at the first failure.",
            "the-first-that-fails");
SANITY_SLIP(sanity_fails_unsaid, fails_unsaid,
            "A step that has not passed is missing in the list: it is the one that the student "
            "needs to see. Push it, then return.",
            "the-first-that-fails");
SANITY_SLIP(sanity_mean_error, mean_error,
            "The errors of the blocks are averaged: one wrong block hides among the right ones. "
            "Take the worst.",
            "the-worst-block");
SANITY_SLIP(sanity_least_error, least_error,
            "That is the best of the blocks: the worst one decides.", "the-worst-block");
SANITY_SLIP(sanity_first_block, first_block,
            "Only the first block is looked at: take the worst of all.", "the-worst-block");
SANITY_SLIP(sanity_last_block, last_block,
            "Only the last block is looked at: take the worst of all.", "the-worst-block");
SANITY_SLIP(sanity_nan_passes, nan_passes,
            "An error of NaN passes: std::max(worst, NaN) is worst. Ask !(error <= worst).",
            "the-worst-block");
SANITY_SLIP(sanity_strict, strict,
            "An error of exactly worst_error has passed: at most, not below.",
            "before-the-expensive-run");
SANITY_SLIP(sanity_wrong_order, wrong_order,
            "The initial loss comes before the gradient check: the order is that of the notes.",
            "before-the-expensive-run");
SANITY_SLIP(sanity_hinge, hinge,
            "C - 1 is the initial loss of the SVM. This network ends in a softmax: ln C.",
            "before-the-expensive-run");
SANITY_SLIP(sanity_ten_classes, ten_classes,
            "2.302 is right for ten classes: ask expected_initial_loss for options.classes.",
            "before-the-expensive-run");
SANITY_SLIP(sanity_own_tolerance, own_tolerance,
            "The tolerance of the initial loss is fixed: it is options.initial_tolerance.",
            "before-the-expensive-run");
SANITY_SLIP(sanity_own_strengths, own_strengths,
            "The strengths of the penalty are fixed: they are options.strengths.",
            "before-the-expensive-run");
SANITY_SLIP(sanity_own_overfit, own_overfit,
            "The overfit check runs with its default options: hand options.overfit on.",
            "before-the-expensive-run");
SANITY_SLIP(sanity_skips_regularization, skips_regularization,
            "The regularization check is missing: there are four.", "before-the-expensive-run");
SANITY_SLIP(sanity_all_lambda, all_lambda,
            "The loss is asked with another lambda than the check asks for: hand it on as it came.",
            "before-the-expensive-run");
SANITY_SLIP(sanity_asks_twice, asks_twice,
            "The gradient check is asked twice. It is expensive: keep what it reports.",
            "before-the-expensive-run");

std::vector<arma::mat> answers_of(const std::vector<Network>& networks, const arma::uvec& which,
                                  const arma::mat& x) {
  std::vector<arma::mat> answers;
  for (const arma::uword i : which) answers.push_back(network_probabilities(networks[i], x));
  return answers;
}

arma::uvec best_of(const arma::vec& accuracy, arma::uword k) {
  return arma::uvec(arma::stable_sort_index(accuracy, "descend")).head(k);
}

arma::mat ensemble_of_all(const std::vector<Network>& networks, const arma::vec& accuracy,
                          arma::uword k, const arma::mat& x) {
  require_ensemble_of_best(networks, accuracy, k);
  return average_probabilities(
      answers_of(networks, arma::regspace<arma::uvec>(0, networks.size() - 1), x), {});
}
DESCENT_MISTAKE(ensemble_of_best, ensemble_of_all,
                "All networks answer: only the k best are asked.", "the-last-two-percent");

arma::mat ensemble_of_first(const std::vector<Network>& networks, const arma::vec& accuracy,
                            arma::uword k, const arma::mat& x) {
  require_ensemble_of_best(networks, accuracy, k);
  return average_probabilities(answers_of(networks, arma::regspace<arma::uvec>(0, k - 1), x), {});
}
DESCENT_MISTAKE(ensemble_of_best, ensemble_of_first,
                "The first k networks answer: it is the k with the highest validation accuracy.",
                "the-last-two-percent");

arma::mat ensemble_of_worst(const std::vector<Network>& networks, const arma::vec& accuracy,
                            arma::uword k, const arma::mat& x) {
  require_ensemble_of_best(networks, accuracy, k);
  return average_probabilities(
      answers_of(networks, arma::uvec(arma::sort_index(accuracy)).head(k), x), {});
}
DESCENT_MISTAKE(ensemble_of_best, ensemble_of_worst,
                "The k worst networks answer: sort by falling accuracy.", "the-last-two-percent");

arma::mat ensemble_of_the_best_one(const std::vector<Network>& networks, const arma::vec& accuracy,
                                   arma::uword k, const arma::mat& x) {
  require_ensemble_of_best(networks, accuracy, k);
  return network_probabilities(networks[accuracy.index_max()], x);
}
DESCENT_MISTAKE(ensemble_of_best, ensemble_of_the_best_one,
                "Only the best network answers: the k best do, together.", "the-last-two-percent");

arma::mat ensemble_weighted(const std::vector<Network>& networks, const arma::vec& accuracy,
                            arma::uword k, const arma::mat& x) {
  require_ensemble_of_best(networks, accuracy, k);
  const arma::uvec which = best_of(accuracy, k);
  return average_probabilities(answers_of(networks, which, x), accuracy.elem(which));
}
DESCENT_MISTAKE(ensemble_of_best, ensemble_weighted,
                "The answers are weighted by accuracy: here all members count the same.",
                "the-last-two-percent");

arma::mat ensemble_of_votes(const std::vector<Network>& networks, const arma::vec& accuracy,
                            arma::uword k, const arma::mat& x) {
  require_ensemble_of_best(networks, accuracy, k);
  std::vector<arma::mat> votes;
  for (const arma::mat& p : answers_of(networks, best_of(accuracy, k), x)) {
    votes.emplace_back(arma::size(p), arma::fill::zeros);
    for (arma::uword i = 0; i < p.n_rows; ++i) votes.back()(i, p.row(i).index_max()) = 1;
  }
  return average_probabilities(votes, {});
}
DESCENT_MISTAKE(ensemble_of_best, ensemble_of_votes,
                "Labels are averaged: a vote forgets how sure each network was. Average the "
                "probabilities.",
                "the-last-two-percent");

arma::mat ensemble_of_last_equals(const std::vector<Network>& networks, const arma::vec& accuracy,
                                  arma::uword k, const arma::mat& x) {
  require_ensemble_of_best(networks, accuracy, k);
  const arma::uvec backwards = best_of(arma::reverse(accuracy), k);
  return average_probabilities(answers_of(networks, networks.size() - 1 - backwards, x), {});
}
DESCENT_MISTAKE(ensemble_of_best, ensemble_of_last_equals,
                "Of networks that are equally good the last are taken: it is the first.",
                "the-last-two-percent");

std::string line_of(const std::string& data, double accuracy, const char* format, arma::uword count,
                    double seconds, std::uint64_t seed) {
  char text[400];
  std::snprintf(text, sizeof text, format, accuracy, static_cast<unsigned long long>(count),
                seconds, static_cast<unsigned long long>(seed));
  return "capstone data=" + data + text;
}

arma::uword count_of(const std::vector<Network>& members, bool running, bool weights_only = false) {
  arma::uword count = 0;
  for (const Network& member : members) {
    for (std::size_t p = 0; p < member.parameters.size(); ++p) {
      if (!weights_only || p % 3 == 0) count += member.parameters[p].n_elem;
    }
    for (const RunningStatistics& layer : member.running) {
      if (running) count += layer.mean.n_elem + layer.var.n_elem;
    }
  }
  return count;
}

constexpr auto kFormat = " accuracy=%.4f parameters=%llu seconds=%.1f seed=%llu";

#define LINE_SLIP(name, line, sentence)                                                           \
  std::string name(const std::string& data, const std::vector<Network>& members, double accuracy, \
                   double seconds, std::uint64_t seed) {                                          \
    require_leaderboard_line(data, members, accuracy, seconds);                                   \
    return line;                                                                                  \
  }                                                                                               \
  DESCENT_MISTAKE(leaderboard_line, name, sentence, "the-leaderboard")

LINE_SLIP(line_counts_running,
          line_of(data, accuracy, kFormat, count_of(members, true), seconds, seed),
          "Running statistics are counted: they are measured, not learned.");
LINE_SLIP(line_counts_weights,
          line_of(data, accuracy, kFormat, count_of(members, false, true), seconds, seed),
          "Only the entries of W are counted: gamma, beta and b are learned, too.");
LINE_SLIP(line_counts_one,
          line_of(data, accuracy, kFormat, count_of({members[0]}, false), seconds, seed),
          "The parameters of the first member are counted: all members answered.");
LINE_SLIP(line_counts_matrices,
          line_of(data, accuracy, kFormat, members[0].parameters.size() * members.size(), seconds,
                  seed),
          "The matrices are counted: it is their entries.");
LINE_SLIP(line_in_percent,
          line_of(data, 100 * accuracy, kFormat, count_of(members, false), seconds, seed),
          "The accuracy is in percent: it is a number from 0 to 1.");
LINE_SLIP(
    line_with_six_digits,
    line_of(data, accuracy, " accuracy=%.6f parameters=%llu seconds=%.6f seed=%llu",
            count_of(members, false), seconds, seed),
    "Too many digits: four behind the point of the accuracy, one behind that of the seconds.");
LINE_SLIP(line_with_a_break,
          line_of(data, accuracy, kFormat, count_of(members, false), seconds, seed) + "\n",
          "There is a line break at the end: whoever prints it adds one.");
LINE_SLIP(line_cut_off,
          line_of(data, std::floor(accuracy * 1e4) / 1e4, kFormat, count_of(members, false),
                  std::floor(10 * seconds) / 10, seed),
          "The numbers are cut off: round them, as %.4f does.");
LINE_SLIP(line_signed_seed,
          line_of(data, accuracy, " accuracy=%.4f parameters=%llu seconds=%.1f seed=%d",
                  count_of(members, false), seconds, seed),
          "Large seeds come out wrong: a seed has 64 bits and no sign.");

}  // namespace
}  // namespace descent
