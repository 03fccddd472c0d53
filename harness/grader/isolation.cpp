#include "harness/grader/isolation.hpp"

namespace descent::grader {

const sandbox::Tier& isolation(const course::Course& course) {
  static const sandbox::Tier tier = sandbox::probe_tier(course.build() / "bin" / "escape");
  return tier;
}

}  // namespace descent::grader
