#include "harness/wire/exceptions.hpp"

#include <new>
#include <stdexcept>

#include "harness/support/not_implemented.hpp"

namespace descent::wire {

std::string name(ExceptionKind kind) {
  switch (kind) {
    case ExceptionKind::not_implemented:
      return "NotImplemented";
    case ExceptionKind::invalid_argument:
      return "std::invalid_argument";
    case ExceptionKind::domain_error:
      return "std::domain_error";
    case ExceptionKind::length_error:
      return "std::length_error";
    case ExceptionKind::out_of_range:
      return "std::out_of_range";
    case ExceptionKind::logic_error:
      return "std::logic_error";
    case ExceptionKind::range_error:
      return "std::range_error";
    case ExceptionKind::overflow_error:
      return "std::overflow_error";
    case ExceptionKind::underflow_error:
      return "std::underflow_error";
    case ExceptionKind::runtime_error:
      return "std::runtime_error";
    case ExceptionKind::bad_alloc:
      return "std::bad_alloc";
    case ExceptionKind::other_standard:
      return "an exception derived from std::exception";
    case ExceptionKind::not_standard:
      return "something that is not a std::exception";
  }
  return "an unknown kind of exception";
}

TravellingException current_exception() {
  try {
    throw;
  } catch (const NotImplemented& e) {
    return {ExceptionKind::not_implemented, e.exercise()};
  } catch (const std::invalid_argument& e) {
    return {ExceptionKind::invalid_argument, e.what()};
  } catch (const std::domain_error& e) {
    return {ExceptionKind::domain_error, e.what()};
  } catch (const std::length_error& e) {
    return {ExceptionKind::length_error, e.what()};
  } catch (const std::out_of_range& e) {
    return {ExceptionKind::out_of_range, e.what()};
  } catch (const std::logic_error& e) {
    return {ExceptionKind::logic_error, e.what()};
  } catch (const std::range_error& e) {
    return {ExceptionKind::range_error, e.what()};
  } catch (const std::overflow_error& e) {
    return {ExceptionKind::overflow_error, e.what()};
  } catch (const std::underflow_error& e) {
    return {ExceptionKind::underflow_error, e.what()};
  } catch (const std::runtime_error& e) {
    return {ExceptionKind::runtime_error, e.what()};
  } catch (const std::bad_alloc& e) {
    return {ExceptionKind::bad_alloc, e.what()};
  } catch (const std::exception& e) {
    return {ExceptionKind::other_standard, e.what()};
  } catch (...) {
    return {ExceptionKind::not_standard, "no message"};
  }
}

void rethrow(const TravellingException& exception) {
  const std::string& message = exception.message;
  switch (exception.kind) {
    case ExceptionKind::not_implemented:
      throw NotImplemented(message);
    case ExceptionKind::invalid_argument:
      throw std::invalid_argument(message);
    case ExceptionKind::domain_error:
      throw std::domain_error(message);
    case ExceptionKind::length_error:
      throw std::length_error(message);
    case ExceptionKind::out_of_range:
      throw std::out_of_range(message);
    case ExceptionKind::logic_error:
      throw std::logic_error(message);
    case ExceptionKind::range_error:
      throw std::range_error(message);
    case ExceptionKind::overflow_error:
      throw std::overflow_error(message);
    case ExceptionKind::underflow_error:
      throw std::underflow_error(message);
    case ExceptionKind::bad_alloc:
      throw std::bad_alloc();
    case ExceptionKind::runtime_error:
    case ExceptionKind::other_standard:
    case ExceptionKind::not_standard:
      throw std::runtime_error(message);
  }
  throw DecodeError("an exception of unknown kind " +
                    std::to_string(static_cast<int>(exception.kind)));
}

}  // namespace descent::wire
