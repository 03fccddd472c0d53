#pragma once

#include <stdexcept>
#include <string>

namespace descent {

/// What an untouched exercise throws. The checker reads it as "not started", never as a failure.
class NotImplemented : public std::logic_error {
 public:
  /// `exercise`: the name of the function that is still a stub.
  explicit NotImplemented(const std::string& exercise)
      : std::logic_error(exercise + " is not implemented yet"), exercise_(exercise) {}

  const std::string& exercise() const { return exercise_; }

 private:
  std::string exercise_;
};

}  // namespace descent
