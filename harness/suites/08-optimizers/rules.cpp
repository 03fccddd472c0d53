#include "rules.hpp"

#include <cmath>
#include <memory>

namespace descent::suite {
namespace {

// How far one entry moves, given its gradient; remembers what it must.
using EntryRule = std::function<double(double gradient)>;

Step entrywise(const EntryRule& fresh) {
  return [fresh, entries = std::vector<EntryRule>()](arma::mat& w, const arma::mat& dw) mutable {
    entries.resize(w.n_elem, fresh);
    for (arma::uword i = 0; i < w.n_elem; ++i) w(i) += entries[i](dw(i));
  };
}

// The sum of all gradients so far, each weighed by momentum^(its age).
EntryRule right_momentum(MomentumOptions o) {
  return [o, pushed = 0.0](double g) mutable {
    pushed = o.momentum * pushed + g;
    return -o.learning_rate * pushed;
  };
}

// The ball itself is kept, and the entry is the point ahead of it.
EntryRule right_nesterov(MomentumOptions o) {
  return [o, ball = 0.0, velocity = 0.0](double g) mutable {
    const double ahead = ball + o.momentum * velocity;
    velocity = o.momentum * velocity - o.learning_rate * g;
    ball += velocity;
    return ball + o.momentum * velocity - ahead;
  };
}

EntryRule right_adagrad(AdagradOptions o) {
  return [o, length = 0.0](double g) mutable {
    length = std::hypot(length, g);
    return -o.learning_rate * g / (length + o.eps);
  };
}

EntryRule right_rmsprop(RmspropOptions o) {
  return [o, cache = 0.0](double g) mutable {
    cache += (1 - o.decay_rate) * (g * g - cache);
    return -o.learning_rate * g / (std::sqrt(cache) + o.eps);
  };
}

// Averages with the weights of all gradients written out; divided by the sum of the weights, which
// is the correction.
EntryRule right_adam(AdamOptions o) {
  return [o, all = std::vector<double>()](double g) mutable {
    all.push_back(g);
    double m = 0, v = 0, of_m = 0, of_v = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const double age = static_cast<double>(all.size() - 1 - i);
      const double weight_m = (1 - o.beta1) * std::pow(o.beta1, age);
      const double weight_v = (1 - o.beta2) * std::pow(o.beta2, age);
      m += weight_m * all[i];
      v += weight_v * all[i] * all[i];
      of_m += weight_m;
      of_v += weight_v;
    }
    if (o.bias_correction) {
      m /= of_m;
      v /= of_v;
    }
    return -o.learning_rate * m / (std::sqrt(v) + o.eps);
  };
}

}  // namespace

Rule sgd_rule(double learning_rate) {
  return {"sgd", "the-gradient-step",
          [=]() -> Step {
            return
                [=](arma::mat& w, const arma::mat& dw) { submission::sgd(w, dw, learning_rate); };
          },
          [=] { return entrywise([=](double g) { return -learning_rate * g; }); }};
}

Rule momentum_rule(const MomentumOptions& options) {
  return {"momentum", "momentum",
          [=]() -> Step {
            return [options, state = MomentumState()](arma::mat& w, const arma::mat& dw) mutable {
              submission::momentum(w, dw, state, options);
            };
          },
          [=] { return entrywise(right_momentum(options)); }};
}

Rule nesterov_rule(const MomentumOptions& options) {
  return {"nesterov", "the-rewritten-form",
          [=]() -> Step {
            return [options, state = MomentumState()](arma::mat& w, const arma::mat& dw) mutable {
              submission::nesterov(w, dw, state, options);
            };
          },
          [=] { return entrywise(right_nesterov(options)); }};
}

Rule adagrad_rule(const AdagradOptions& options) {
  return {"adagrad", "adagrad",
          [=]() -> Step {
            return [options, state = AdagradState()](arma::mat& w, const arma::mat& dw) mutable {
              submission::adagrad(w, dw, state, options);
            };
          },
          [=] { return entrywise(right_adagrad(options)); }};
}

Rule rmsprop_rule(const RmspropOptions& options) {
  return {"rmsprop", "rmsprop",
          [=]() -> Step {
            return [options, state = RmspropState()](arma::mat& w, const arma::mat& dw) mutable {
              submission::rmsprop(w, dw, state, options);
            };
          },
          [=] { return entrywise(right_rmsprop(options)); }};
}

Rule adam_rule(const AdamOptions& options) {
  return {"adam", "adam",
          [=]() -> Step {
            return [options, state = AdamState()](arma::mat& w, const arma::mat& dw) mutable {
              submission::adam(w, dw, state, options);
            };
          },
          [=] { return entrywise(right_adam(options)); }};
}

LookaheadStep your_lookahead(const MomentumOptions& options) {
  return [options, state = MomentumState()](arma::mat& w, const GradientAt& gradient) mutable {
    submission::nesterov_lookahead(w, gradient, state, options);
  };
}

LookaheadStep right_lookahead(const MomentumOptions& options) {
  return [options, before = arma::mat()](arma::mat& w, const GradientAt& gradient) mutable {
    if (before.is_empty()) before = w;  // the velocity is the difference of two places
    const arma::mat coasted = w + options.momentum * (w - before);
    before = w;
    w = coasted - options.learning_rate * gradient(coasted);
  };
}

std::vector<arma::mat> draw_gradients(Rng& rng, arma::uword rows, arma::uword cols,
                                      arma::uword steps) {
  std::vector<arma::mat> gradients;
  for (arma::uword i = 0; i < steps; ++i) gradients.push_back(rng.normal(rows, cols));
  return gradients;
}

std::vector<arma::mat> walk(const Step& step, const arma::mat& start,
                            const std::vector<arma::mat>& gradients) {
  std::vector<arma::mat> places;
  arma::mat w = start;
  for (const arma::mat& dw : gradients) {
    step(w, dw);
    places.push_back(w);
  }
  return places;
}

}  // namespace descent::suite
