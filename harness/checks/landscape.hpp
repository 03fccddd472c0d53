#pragma once

#include <armadillo>
#include <utility>

#include "harness/checks/derivative.hpp"
#include "harness/checks/gradient.hpp"

namespace descent::checks {

/// A function of several blocks, seen along lines through one point; counts its calls. Keeps
/// references: f, winners and the directions must outlive it and its lines.
class Landscape {
 public:
  Landscape(const ScalarFunction& f, const Winners& winners, const Blocks& point)
      : f_(f), winners_(winners), moved_(point), value_(f(point)) {}

  [[nodiscard]] double value() const { return value_; }            ///< f at the point
  [[nodiscard]] long evaluations() const { return evaluations_; }  ///< of f and of winners

  Line along_entry(std::size_t block, arma::uword index) {
    return [this, block, index](double t) { return at_entry<double>(f_, block, index, t); };
  }
  Line along(std::size_t block, const arma::mat& direction) {
    return [=, this, &direction](double t) { return at<double>(f_, block, direction, t); };
  }
  LineWinners winners_along_entry(std::size_t block, arma::uword index) {
    if (!winners_) return {};
    return [=, this](double t) { return at_entry<arma::uvec>(winners_, block, index, t); };
  }
  LineWinners winners_along(std::size_t block, const arma::mat& direction) {
    if (!winners_) return {};
    return
        [=, this, &direction](double t) { return at<arma::uvec>(winners_, block, direction, t); };
  }

 private:
  // Afterwards the old values are put back, not t taken off again: the point must not drift.
  template <class Result, class F>
  Result at_entry(const F& f, std::size_t block, arma::uword index, double t) {
    double& entry = moved_[block][index];
    const double before = std::exchange(entry, entry + t);
    ++evaluations_;
    Result result = f(moved_);
    entry = before;
    return result;
  }
  template <class Result, class F>
  Result at(const F& f, std::size_t block, const arma::mat& direction, double t) {
    const arma::mat before = moved_[block];
    moved_[block] += t * direction;
    ++evaluations_;
    Result result = f(moved_);
    moved_[block] = before;
    return result;
  }

  const ScalarFunction& f_;
  const Winners& winners_;
  Blocks moved_;
  double value_;
  long evaluations_ = 1;
};

}  // namespace descent::checks
