#pragma once

#include <string>
#include <vector>

#include "harness/remote/exercise.hpp"

namespace descent::speed {

/// One exercise on one large input. A stage's speed.cpp makes a list of them.
struct LargeInput {
  remote::ExerciseType type;
  wire::Bytes arguments;
  std::string idea = {};  ///< what replaces the loops, for whoever is much slower

  /// The same, with an idea.
  LargeInput with(std::string how) const { return {type, arguments, std::move(how)}; }

  /// "svm_loss(5000x100 matrix, 5000 integers, 1)".
  std::string sentence() const {
    const wire::Callbacks none;
    return remote::Request{type, arguments, none}.sentence();
  }
};

/// An exercise by its name, as large::svm_loss: called with arguments it is a LargeInput.
template <class Signature>
class Exercise;

template <class R, class... Args>
class Exercise<R(Args...)> {
 public:
  constexpr explicit Exercise(const char* name) : name_(name) {}

  LargeInput operator()(const std::remove_cvref_t<Args>&... args) const {
    using Describe = remote::internal::Describe<R(Args...)>;
    wire::Callbacks none;
    return {{name_, typeid(R(Args...)).name(), &Describe::arguments, &Describe::agree},
            wire::Caller<R(Args...)>::encode(none, args...)};
  }

 private:
  const char* name_;
};

/// The large inputs of a stage, which its speed.cpp defines. Exercises that take callbacks cannot
/// be among them.
std::vector<LargeInput> large_inputs();

}  // namespace descent::speed
