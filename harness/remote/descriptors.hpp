#pragma once

#include <array>

namespace descent::remote {

/// What a new worker is handed: its end of the connection, and where its prints go.
using WorkerDescriptors = std::array<int, 2>;

/// Sends two descriptors over a Unix socket. Returns whether that worked; errno says why not.
bool send_descriptors(int socket, const WorkerDescriptors& descriptors);

/// Receives two descriptors, which the caller then owns. Returns false at the end of the
/// connection, and for anything that is not exactly two descriptors.
bool receive_descriptors(int socket, WorkerDescriptors& descriptors);

}  // namespace descent::remote
