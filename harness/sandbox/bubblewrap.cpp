#include "harness/sandbox/bubblewrap.hpp"

#include <system_error>

#include "harness/sandbox/process.hpp"

namespace descent::sandbox {
namespace {

namespace fs = std::filesystem;

/// /bin, /lib and their like are links into /usr on a merged system, and folders on an older one.
void add_system_folders(std::vector<std::string>& arguments) {
  arguments.insert(arguments.end(), {"--ro-bind", "/usr", "/usr"});
  for (const std::string folder : {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) {
    if (fs::is_symlink(folder)) {
      arguments.insert(arguments.end(), {"--symlink", fs::read_symlink(folder), folder});
    } else if (fs::is_directory(folder)) {
      arguments.insert(arguments.end(), {"--ro-bind", folder, folder});
    }
  }
  // Where Debian says which program 'ld' or 'c++' is, and where the libraries are.
  for (const std::string path : {"/etc/alternatives", "/etc/ld.so.cache"}) {
    arguments.insert(arguments.end(), {"--ro-bind-try", path, path});
  }
}

}  // namespace

std::vector<std::string> in_bubblewrap(const View& view,
                                       const std::vector<std::string>& arguments) {
  std::vector<std::string> all = {"bwrap",         "--unshare-all", "--die-with-parent",
                                  "--new-session", "--cap-drop",    "ALL"};
  add_system_folders(all);
  all.insert(all.end(), {"--dev", "/dev", "--tmpfs", "/tmp"});
  for (const fs::path& path : view.readable) {
    all.insert(all.end(), {"--ro-bind", path, path});
  }
  all.insert(all.end(), {"--bind", view.writable, view.writable, "--chdir", view.writable, "--"});
  all.insert(all.end(), arguments.begin(), arguments.end());
  return all;
}

bool bubblewrap_works() {
  try {
    const View view{{}, "/var/tmp"};
    const std::vector<std::string> look = {"sh", "-c", "test ! -e /etc/passwd && echo hidden"};
    const Ended ended =
        run({.arguments = in_bubblewrap(view, look), .wall_clock = std::chrono::seconds(10)});
    return ended.ok() && ended.output == "hidden\n";
  } catch (const std::system_error&) {
    return false;  // there is no bwrap
  }
}

}  // namespace descent::sandbox
