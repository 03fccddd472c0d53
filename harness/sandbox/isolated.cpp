#include "harness/sandbox/isolated.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <optional>

#include "harness/sandbox/bubblewrap.hpp"
#include "harness/sandbox/enclose.hpp"
#include "harness/sandbox/own_user.hpp"

namespace descent::sandbox {
namespace {

class Filter {
 public:
  Filter() : descriptor_(filter_for_bubblewrap()) {}
  ~Filter() { close(descriptor_); }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  int descriptor() const { return descriptor_; }
  bool let_inherit() const { return fcntl(descriptor_, F_SETFD, 0) == 0; }

 private:
  int descriptor_;
};

}  // namespace

Ended run_isolated(int tier, Command command, const View& view, const Allowance& allowance) {
  if (tier <= 0) return run(command);
  if (tier == 1) {
    command.prepare = [&] { return enclose_self(view); };
    return run(command);
  }
  const Filter filter;
  Besides besides{.filter = filter.descriptor()};
  std::optional<OwnUser> user;
  std::optional<ControlGroup> group;  // the first to go: when it has, nobody is left
  if (tier >= kHighestTier) {
    if (geteuid() == 0) besides.user = user.emplace(view.writable).id();
    group.emplace(allowance);
  }
  command.prepare = [&] { return filter.let_inherit() && (!group || group->enter()); };
  command.folder.reset();
  command.arguments = in_bubblewrap(view, command.arguments, besides);
  return run(command);
}

}  // namespace descent::sandbox
