#include "harness/sandbox/bubblewrap.hpp"

#include <iterator>
#include <set>
#include <system_error>

#include "harness/sandbox/process.hpp"

namespace descent::sandbox {
namespace {

namespace fs = std::filesystem;

using Arguments = std::vector<std::string>;

void add(Arguments& all, const Arguments& more) { all.insert(all.end(), more.begin(), more.end()); }

void add_system(Arguments& all) {
  add(all, {"--ro-bind", "/usr", "/usr"});
  for (const fs::path& folder : system_folders()) {
    if (fs::is_symlink(folder)) {
      add(all, {"--symlink", fs::read_symlink(folder), folder});
    } else {
      add(all, {"--ro-bind", folder, folder});
    }
  }
  // It makes the folders above what it binds for whoever started it alone; these are for everybody.
  for (const fs::path& file : system_files()) {
    add(all, {"--perms", "0755", "--dir", file.parent_path(), "--ro-bind-try", file, file});
  }
}

/// Root in a user namespace is still root outside, to the files that it sees. So where there is a
/// user of its own, root makes the other namespaces, enters that user's folder, and gives itself
/// up.
Arguments namespaces(const std::optional<uid_t>& user) {
  if (!user) return {"--unshare-all", "--cap-drop", "ALL"};
  return {"--unshare-ipc",        "--unshare-pid", "--unshare-net", "--unshare-uts",
          "--unshare-cgroup-try", "--cap-drop",    "ALL",           "--cap-add",
          "CAP_SETUID",           "--cap-add",     "CAP_SETGID"};
}

/// As in add_system(): whoever is to run there must be able to get there.
void add_folders_above(Arguments& all, const View& view) {
  std::set<fs::path> above;
  const auto climb = [&](const fs::path& path) {
    for (fs::path folder = path.parent_path(); folder.has_relative_path();
         folder = folder.parent_path()) {
      above.insert(folder);
    }
  };
  for (const fs::path& path : view.readable) climb(path);
  climb(view.writable);
  for (const fs::path& folder : above) {
    if (*std::next(folder.begin()) == "usr" || folder == "/tmp") continue;  // there already
    add(all, {"--perms", "0755", "--dir", folder});
  }
}

}  // namespace

Arguments in_bubblewrap(const View& view, const Arguments& arguments, const Besides& besides) {
  Arguments all = {"bwrap", "--die-with-parent", "--new-session"};
  add(all, namespaces(besides.user));
  add_system(all);
  add(all, {"--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"});
  if (besides.user) add_folders_above(all, view);
  for (const fs::path& path : view.readable) add(all, {"--ro-bind", path, path});
  if (besides.filter >= 0) add(all, {"--seccomp", std::to_string(besides.filter)});
  add(all, {"--bind", view.writable, view.writable});
  if (besides.user) {  // before it is that user, it may not enter that user's folder
    const std::string id = std::to_string(*besides.user);
    add(all, {"--", "setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--", "env",
              "--chdir", view.writable});
  } else {
    add(all, {"--chdir", view.writable, "--"});
  }
  add(all, arguments);
  return all;
}

bool bubblewrap_works() {
  try {
    const View view{{}, "/var/tmp"};
    const Arguments look = {"sh", "-c", "test ! -e /etc/passwd && echo hidden"};
    const Ended ended =
        run({.arguments = in_bubblewrap(view, look), .wall_clock = std::chrono::seconds(10)});
    return ended.ok() && ended.output == "hidden\n";
  } catch (const std::system_error&) {
    return false;  // there is no bwrap
  }
}

bool is_complaint_of_bubblewrap(const std::string& output) {
  return output.starts_with("bwrap: ") || output.starts_with("setpriv: ") ||
         output.starts_with("env: ");
}

}  // namespace descent::sandbox
