#include "harness/checks/refusal.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>
#include <typeinfo>

#include "harness/checks/expect.hpp"

namespace descent::checks {
namespace {

// Exceptions of a student's function arrive as one of these; any other class has its own story.
bool is_a_students(const std::exception& error) {
  static const std::array kinds = {
      &typeid(std::domain_error),    &typeid(std::length_error),  &typeid(std::out_of_range),
      &typeid(std::logic_error),     &typeid(std::range_error),   &typeid(std::overflow_error),
      &typeid(std::underflow_error), &typeid(std::runtime_error), &typeid(std::bad_alloc),
  };
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](const std::type_info* kind) { return *kind == typeid(error); });
}

}  // namespace

bool expect_refusal(const std::string& input, const std::function<void()>& call,
                    Location location) {
  std::string came = "no exception";
  try {
    call();
  } catch (const std::invalid_argument&) {
    return true;
  } catch (const std::exception& error) {
    if (!is_a_students(error)) throw;
    came = std::string("another exception: ") + error.what();
  }
  return expect_that(false, came, "std::invalid_argument",
                     {.what = "the check of the input: " + input,
                      .why = "A result of such arguments means nothing. Better to say so at once "
                             "than to return a number that somebody believes.",
                      .read = "refuse-bad-input"},
                     location);
}

}  // namespace descent::checks
