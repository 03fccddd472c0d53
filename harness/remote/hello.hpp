#pragma once

#include "harness/wire/codec.hpp"

namespace descent::remote {

using namespace wire;

/// The descriptor on which a worker finds its socket.
inline constexpr int kWorkerSocket = 3;

/// One exercise that the worker can serve; its number in calls is its place in the list.
struct Offer {
  std::string exercise;
  std::string signature;
  bool defined = false;  ///< false: the student's file does not define it with this signature
};

/// The first message of a worker, sent once the student's object is open.
struct Hello {
  std::vector<Offer> offers;
};

}  // namespace descent::remote
