#include <fmt/format.h>

#include <cmath>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "harness/checks/sanity.hpp"
#include "harness/checks/show.hpp"

namespace descent::checks {
namespace {

/// A linear model, or one with a hidden ReLU layer, and Adam: all that overfitting needs.
class SmallModel {
 public:
  SmallModel(arma::uword inputs, arma::uword hidden, arma::uword classes, Rng& rng) {
    std::vector<arma::uword> sizes = {inputs};
    if (hidden > 0) sizes.push_back(hidden);
    sizes.push_back(classes);
    for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
      const double sigma = hidden == 0 ? 0.0 : std::sqrt(2.0 / static_cast<double>(sizes[i]));
      add(sigma * rng.normal(sizes[i], sizes[i + 1]));
      add(arma::zeros(1, sizes[i + 1]));
    }
  }

  [[nodiscard]] arma::mat scores(const arma::mat& X) const {
    const arma::mat first = X * values_[0] + arma::repmat(values_[1], X.n_rows, 1);
    if (values_.size() == 2) return first;
    const arma::mat active = arma::clamp(first, 0.0, arma::datum::inf);
    return active * values_[2] + arma::repmat(values_[3], X.n_rows, 1);
  }

  void step(const arma::mat& X, const arma::mat& dscores, double learning_rate) {
    std::vector<arma::mat> gradients;
    if (values_.size() == 2) {
      gradients = {X.t() * dscores, arma::sum(dscores, 0)};
    } else {
      const arma::mat before = X * values_[0] + arma::repmat(values_[1], X.n_rows, 1);
      const arma::mat active = arma::clamp(before, 0.0, arma::datum::inf);
      arma::mat dbefore = dscores * values_[2].t();
      dbefore.elem(arma::find(before <= 0)).zeros();
      gradients = {X.t() * dbefore, arma::sum(dbefore, 0), active.t() * dscores,
                   arma::sum(dscores, 0)};
    }
    ++steps_;
    for (std::size_t i = 0; i < values_.size(); ++i) adam(i, gradients[i], learning_rate);
  }

 private:
  void add(arma::mat value) {
    first_moments_.push_back(arma::zeros(arma::size(value)));
    second_moments_.push_back(arma::zeros(arma::size(value)));
    values_.push_back(std::move(value));
  }
  /// Kingma and Ba, "Adam", 2015, algorithm 1.
  void adam(std::size_t i, const arma::mat& gradient, double learning_rate) {
    first_moments_[i] = 0.9 * first_moments_[i] + 0.1 * gradient;
    second_moments_[i] = 0.99 * second_moments_[i] + 0.01 * arma::square(gradient);
    const double first = 1 - std::pow(0.9, steps_), second = 1 - std::pow(0.99, steps_);
    values_[i] -= learning_rate * (first_moments_[i] / first) /
                  (arma::sqrt(second_moments_[i] / second) + 1e-8);
  }

  std::vector<arma::mat> values_, first_moments_, second_moments_;
  int steps_ = 0;
};

std::pair<double, double> train(const LossFunction& loss, const arma::mat& X,
                                const arma::uvec& labels, arma::uword classes, Rng rng,
                                const OverfitOptions& options) {
  SmallModel model(X.n_cols, options.hidden, classes, rng);
  const double first = loss(model.scores(X), labels).first;
  for (int step = 0; step < options.steps; ++step) {
    const arma::mat scores = model.scores(X);
    const arma::mat dscores = loss(scores, labels).second;
    if (arma::size(dscores) != arma::size(scores) || !dscores.is_finite()) {
      return {first, arma::datum::nan};
    }
    model.step(X, dscores, options.learning_rate);
  }
  return {first, loss(model.scores(X), labels).first};
}

}  // namespace

double label_entropy(const arma::uvec& labels, arma::uword classes) {
  arma::vec counts(classes, arma::fill::zeros);
  for (const arma::uword label : labels) counts.at(label) += 1;
  double entropy = 0;
  for (const double count : counts) {
    const double share = count / static_cast<double>(labels.n_elem);
    if (share > 0) entropy -= share * std::log(share);
  }
  return entropy;
}

OverfitResult overfit(const LossFunction& loss, const arma::mat& X, const arma::uvec& labels,
                      arma::uword classes, Rng& rng, const OverfitOptions& options) {
  const double mean_square = arma::mean(arma::vectorise(arma::square(X)));
  const arma::mat inputs = X / std::sqrt(mean_square > 0 ? mean_square : 1);
  const Rng start = rng;  // both trainings start from the same weights
  rng.bits();             // and the next check from others
  OverfitResult result;
  std::tie(result.first, result.last) = train(loss, inputs, labels, classes, start, options);
  const arma::mat nothing(arma::size(inputs), arma::fill::zeros);
  result.control = train(loss, nothing, labels, classes, start, options).second;
  result.control_floor = options.control_floor.value_or(label_entropy(labels, classes));
  return result;
}

bool expect_overfits(const LossFunction& loss, const arma::mat& X, const arma::uvec& labels,
                     arma::uword classes, Rng& rng, const About& about,
                     const OverfitOptions& options, Location location) {
  const OverfitResult result = overfit(loss, X, labels, classes, rng, options);
  const std::string name = about.what.empty() ? "the loss" : about.what;
  outcome::Finding finding;
  finding.read = about.read;
  finding.yours = fmt::format("{} before the first step, {} after step {}", show(result.first),
                              show(result.last), options.steps);
  if (!(result.last <= options.target * result.first)) {
    finding.problem = fmt::format("{}: {} examples cannot be learned by heart.", name, X.n_rows);
    finding.expected = fmt::format("at most {} after {} steps of Adam",
                                   show(options.target * result.first, 3), options.steps);
    finding.why =
        about.why.empty()
            ? "A model with more parameters than examples can fit any labels: if the loss "
              "does not go to zero, its gradient does not lead there."
            : about.why;
    if (!std::isfinite(result.last)) {
      finding.likely =
          "The loss or its gradient became NaN or infinite, or the gradient has not the shape of "
          "the scores.";
    } else if (result.last > result.first) {
      finding.likely = "The loss grew: the gradient points the wrong way.";
    } else if (result.last == result.first) {
      finding.likely = "The loss did not move at all: is the gradient zero?";
    }
    report(std::move(finding), location);
    return false;
  }
  if (!(result.control >= 0.95 * result.control_floor)) {
    finding.problem = fmt::format("{}: the loss falls even when all inputs are zero.", name);
    finding.expected =
        fmt::format("not below {} for a model that sees no inputs", show(result.control_floor));
    finding.yours = fmt::format("{} after step {}", show(result.control), options.steps);
    finding.why =
        "Without inputs only the frequencies of the labels can be learned. A loss below "
        "that does not measure how well the labels are predicted.";
    report(std::move(finding), location);
    return false;
  }
  return true;
}

}  // namespace descent::checks
