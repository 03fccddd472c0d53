#pragma once

#include <malloc.h>

namespace descent::remote {

/// For programs that make and drop large matrices all the time: glibc gives heap back after every
/// one of them and asks for it again, page by page. This keeps it.
inline void keep_heap() {
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 1 << 24);
}

}  // namespace descent::remote
