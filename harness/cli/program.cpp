#include "harness/cli/program.hpp"

#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "harness/cli/commands.hpp"

namespace descent::cli {

int guarded(const std::function<int()>& run) {
  try {
    return run();
  } catch (const std::invalid_argument& error) {
    std::cerr << "descent: " << error.what() << '\n';
    return kUsage;
  } catch (const std::exception& error) {
    std::cerr << "descent: " << error.what() << '\n';
    return kBroken;
  }
}

course::Course course_handed_over() {
  const char* root = std::getenv("DESCENT_ROOT");
  const char* build = std::getenv("DESCENT_BUILD");
  if (root == nullptr || build == nullptr) {
    throw std::invalid_argument("this program is started by ./descent");
  }
  return {root, build};
}

}  // namespace descent::cli
