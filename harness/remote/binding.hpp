#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "harness/outcome/outcome.hpp"
#include "harness/remote/implementation.hpp"
#include "harness/wire/call.hpp"

namespace descent::remote {

/// What the harness needs to know of an exercise's type. Everything pointed to lives as long as the
/// program.
struct ExerciseType {
  const char* name;                                 ///< "softmax_loss"
  const char* signature;                            ///< the mangled function type
  std::string (*describe_arguments)(const Bytes&);  ///< "5x10 matrix, 5 integers"
  /// Two replies to these arguments: the same up to round-off?
  bool (*agree)(const Bytes& arguments, const Bytes& reply, const Bytes& other);
};

/// One call, as it reaches whoever implements the exercise.
struct Request {
  const ExerciseType& type;
  const Bytes& arguments;
  const Callbacks& callbacks;

  /// For messages: "softmax_loss(5x10 matrix, 5 integers)".
  std::string sentence() const;
};

/// The implementation could not answer: it crashed, hung, ran out of memory, broke the protocol, or
/// does not define the exercise. what() is a sentence for the student.
class CallFailure : public std::runtime_error {
 public:
  CallFailure(outcome::Outcome outcome, const std::string& sentence)
      : std::runtime_error(sentence), outcome_(outcome) {}
  outcome::Outcome outcome() const { return outcome_; }

 private:
  outcome::Outcome outcome_;
};

/// Who answers when a test calls submission::something: the student's code in a worker, or the
/// reference solution, a known mistake or an accepted alternative in this process.
class Binding {
 public:
  virtual ~Binding() = default;

  /// The reply, as Callee encodes it. Throws CallFailure.
  virtual Bytes call(const Request& request) = 0;

  /// Makes calls, by way of call(), and kills whoever answers them once `after` has passed. Returns
  /// whether that happened before they were done. Throws what the calls throw otherwise.
  virtual bool interrupt(std::chrono::microseconds after, const std::function<void()>& calls) = 0;

  /// Forgets whatever the last test left behind.
  virtual void start_test() {}

  /// What the implementation has printed since start_test().
  virtual std::string printed() { return {}; }

  /// What the calls since start_test() have computed and slept, in seconds; 0 where nobody counts.
  virtual double used_seconds() const { return 0; }
};

/// Answers in this process; one exercise may be replaced by a variant of it.
class InProcess : public Binding {
 public:
  /// `variant`: the name of a mistake or alternative, or "" for the plain exercises. Throws
  /// std::invalid_argument if there is no variant of that name.
  InProcess(std::shared_ptr<const Implementation> implementation, const std::string& variant);

  Bytes call(const Request& request) override;

  /// In a forked process: what the calls change in this one's memory is lost with it.
  bool interrupt(std::chrono::microseconds after, const std::function<void()>& calls) override;

 private:
  std::shared_ptr<const Implementation> implementation_;
  const Entry* variant_ = nullptr;
};

/// Calls an entry in this process.
Bytes call_entry(const Entry& entry, const Bytes& arguments, const Callbacks& callbacks);

}  // namespace descent::remote
