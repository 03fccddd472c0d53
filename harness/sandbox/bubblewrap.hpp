#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "harness/sandbox/view.hpp"

namespace descent::sandbox {

/// What goes beyond namespaces.
struct Besides {
  std::optional<uid_t> user = {};  ///< the program runs as that user; needs root
  int filter =
      -1;  ///< a descriptor to read a filter of system calls from, which bubblewrap inherits
};

/// The arguments that run a program in namespaces of its own: it sees only `view` and an empty
/// /tmp, has no network, no capabilities and no other processes, and ends with whoever started it,
/// as does all that it leaves behind. Its exit code says nothing about the program: whoever is
/// inside can forge it. Sources: bwrap(1), setpriv(1).
std::vector<std::string> in_bubblewrap(const View& view, const std::vector<std::string>& arguments,
                                       const Besides& besides = {});

/// Whether bubblewrap works on this machine, found out by trying: a program must start in it, and
/// must not see a file that it was not given.
bool bubblewrap_works();

/// Whether this is what bubblewrap or setpriv says where a program could not be started in it.
bool is_complaint_of_bubblewrap(const std::string& output);

}  // namespace descent::sandbox
