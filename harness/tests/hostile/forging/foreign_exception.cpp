// threat: a foreign exception, which catch (...) cannot read and cannot end
// expect: failed
// twin: failed

#include <unwind.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  static _Unwind_Exception exception = {};
  exception.exception_class = 0x4445534345545344;
  _Unwind_ForcedUnwind(
      &exception,
      [](int, _Unwind_Action, _Unwind_Exception_Class, _Unwind_Exception*, _Unwind_Context*,
         void*) { return _URC_NO_REASON; },
      nullptr);
  // end of the trick
  return {};
}

}  // namespace descent
