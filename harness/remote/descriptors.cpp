#include "harness/remote/descriptors.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cstring>

namespace descent::remote {
namespace {

// Ancillary data must be aligned like its header, and travels with at least one ordinary byte.
struct Message {
  Message() {
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control;
    header.msg_controllen = sizeof control;
  }
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;

  char byte = 0;
  iovec part{&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(WorkerDescriptors))] = {};
  msghdr header{};
};

}  // namespace

bool send_descriptors(int socket, const WorkerDescriptors& descriptors) {
  Message message;
  cmsghdr* control = CMSG_FIRSTHDR(&message.header);
  control->cmsg_level = SOL_SOCKET;
  control->cmsg_type = SCM_RIGHTS;
  control->cmsg_len = CMSG_LEN(sizeof descriptors);
  std::memcpy(CMSG_DATA(control), descriptors.data(), sizeof descriptors);
  return sendmsg(socket, &message.header, MSG_NOSIGNAL) == 1;
}

bool receive_descriptors(int socket, WorkerDescriptors& descriptors) {
  Message message;
  if (recvmsg(socket, &message.header, MSG_CMSG_CLOEXEC) != 1) return false;
  const cmsghdr* control = CMSG_FIRSTHDR(&message.header);
  if (!control || control->cmsg_type != SCM_RIGHTS ||
      control->cmsg_len != CMSG_LEN(sizeof descriptors)) {
    return false;
  }
  std::memcpy(descriptors.data(), CMSG_DATA(control), sizeof descriptors);
  return true;
}

}  // namespace descent::remote
