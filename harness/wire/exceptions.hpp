#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

#include "harness/wire/bytes.hpp"

/// Exceptions travel as kind and message, and arrive as the same standard type.
namespace descent::wire {

/// Which of the types below an exception is; the numbers travel.
enum class ExceptionKind : std::uint8_t {
  not_implemented,
  invalid_argument,
  domain_error,
  length_error,
  out_of_range,
  logic_error,
  range_error,
  overflow_error,
  underflow_error,
  runtime_error,
  bad_alloc,
  other_standard,  ///< another class derived from std::exception; arrives as std::runtime_error
  not_standard,    ///< something else, such as an int; arrives as std::runtime_error
};

/// "std::out_of_range", "std::bad_alloc", "an exception of its own type" ...
std::string name(ExceptionKind kind);

/// A function has changed an argument that it only borrowed, behind the back of its const.
class ChangedArgument : public std::logic_error {
 public:
  /// The first argument has position 1.
  explicit ChangedArgument(std::size_t position)
      : std::logic_error("argument " + std::to_string(position) +
                         " is const, and was changed all the same: whoever calls the function "
                         "still needs it as it was; work on a copy") {}
};

struct TravellingException {
  ExceptionKind kind = ExceptionKind::not_standard;
  std::string message;
};

/// The exception being handled, to be called inside a catch block.
TravellingException current_exception();

/// Throws what arrived. Throws DecodeError for an unknown kind.
[[noreturn]] void rethrow(const TravellingException& exception);

}  // namespace descent::wire
