// threat: floods the checker with descriptors over the socket
// expect: protocol_violation
// twin: failed

#include <sys/socket.h>

#include <cstring>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  for (int i = 0; i < 2000; ++i) {
    char byte = 'x';
    iovec part{&byte, 1};
    alignas(cmsghdr) char control[CMSG_SPACE(3 * sizeof(int))] = {};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr* rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(3 * sizeof(int));
    const int descriptors[] = {1, 2, 3};
    std::memcpy(CMSG_DATA(rights), descriptors, sizeof descriptors);
    sendmsg(3, &message, 0);
  }
  // end of the trick
  return {};
}

}  // namespace descent
