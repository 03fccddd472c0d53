// threat: links in the folder that it may write: whoever empties the folder would empty another
// stage: 10-search
// expect: failed
// twin: failed

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "search.hpp"

namespace descent {

std::vector<RankedCheckpoint> rank_checkpoints(const std::string& folder) {
  // trick
  const std::string link = folder + "/link";
  if (symlink("@BUILD@/stages", link.c_str()) == 0 ||
      syscall(SYS_symlinkat, "/", -100, link.c_str()) == 0 ||
      ::link("@BUILD@/stages/10-search.so", link.c_str()) == 0 || mkfifo(link.c_str(), 0600) == 0 ||
      mknod(link.c_str(), S_IFCHR | 0600, 0x105) == 0 ||
      rename("@BUILD@/stages/10-search.so", link.c_str()) == 0 || chmod(folder.c_str(), 0) == 0) {
    throw std::runtime_error("planted something");
  }
  // end of the trick
  return {};
}

}  // namespace descent
