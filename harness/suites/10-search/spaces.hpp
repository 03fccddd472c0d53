#pragma once

#include <armadillo>
#include <map>
#include <string>
#include <vector>

#include "harness/checks/refusal.hpp"
#include "harness/checks/statistics.hpp"
#include "harness/remote/submission.hpp"

/// Spaces to search, objectives to search in, and what all right searches have in common.
namespace descent::suite {

/// Where a value lies in its range: 0 at the low end, 1 at the high one, on the range's own scale.
double position(const SearchRange& range, double value);
double at_position(const SearchRange& range, double position);

/// A logarithmic range of two to six powers of ten that begins anywhere.
SearchRange any_rate(Rng& rng);
/// A linear range whose ends differ by a factor of 8 to 12, so that the scales cannot be confused.
SearchRange any_share(Rng& rng);
/// `dimensions` ranges, of both kinds in turn, the first kind by chance.
SearchSpace any_space(arma::uword dimensions, Rng& rng);

/// Each value inside its range, up to round-off.
bool expect_inside(const SearchSpace& space, const arma::vec& point, const std::string& what,
                   const std::string& read);

/// Points that were drawn independently, uniformly on the scale of each range: the distribution of
/// each value, no value twice, no correlation between values of a point, nor between one point and
/// the next. Fails right points in fewer than one of a million runs. About 400 points or more.
bool expect_uniform_points(const SearchSpace& space, const std::vector<arma::vec>& points,
                           const std::string& what, const std::string& read);

/// Spaces that must be refused, each with what is wrong about it.
struct BadSpace {
  std::string what;
  SearchSpace space;
};
std::vector<BadSpace> bad_spaces();

/// A validation accuracy with one peak of 1 at `peak` (positions), falling to all sides.
struct Peak {
  SearchSpace space;
  arma::vec peak;
  double operator()(const arma::vec& point) const;
};
Peak any_peak(const SearchSpace& space, Rng& rng);

/// The index that a result should call the best.
arma::uword right_best(const std::vector<SearchTrial>& trials);

/// The trials tell what the objective was asked and what it said, one for one; `best` is right.
struct Asked {
  std::vector<arma::vec> points;
  std::vector<arma::uword> epochs;
  std::vector<SearchScore> scores;
};
bool expect_tells_what_happened(const SearchResult& yours, const Asked& asked,
                                const std::string& read);

std::vector<arma::vec> points_of(const SearchResult& result);

/// All points of a result as columns, for comparisons; trials of another length give an empty one.
arma::mat as_matrix(const SearchResult& result, arma::uword dimensions);

/// Test accuracies that lie: each turns every choice round that looks at it.
enum class Poison { none, reversed, not_a_number, arbitrary };
double poisoned(Poison poison, double validation);

/// Says one accuracy after another, each to a point that it has not seen yet, and the same again to
/// one that it has: when calls are made again, they hear the same.
class Script {
 public:
  explicit Script(arma::vec says) : says_(std::move(says)) {}
  double operator()(const arma::vec& point);

 private:
  arma::vec says_;
  std::map<std::vector<double>, double> said_ = {};
};

}  // namespace descent::suite
