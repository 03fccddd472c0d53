#pragma once

#include <filesystem>
#include <string>

#include "harness/course/course.hpp"

namespace descent::author {

/// The student's file out of the marked-up reference solution. Between `// solution begin NAME` and
/// `// solution end` stands what the student has to write: it becomes
/// `throw NotImplemented("NAME");`. A region without a name (helpers of the solution) vanishes.
/// Everything else stays, above all the comments that guide. Throws std::runtime_error with `file`
/// and the line for regions that are nested, not closed, or never opened.
std::string make_stub(const std::string& marked_up, const std::string& file);

enum class StubState {
  current,   ///< what the solution generates today
  outdated,  ///< as it was generated once, but the solution has changed since
  edited,    ///< a student has worked on it
  missing,
};

/// How the stub of a stage in assignments/ stands to its solution. The fingerprint beside it
/// (.stub.sha256, in the format of sha256sum) tells an outdated stub from an edited one.
StubState stub_state(const course::Course& course, const course::Stage& stage);

/// Writes the stub, if it is missing or outdated, and its fingerprint; an edited one only if
/// `overwrite`. Returns whether the student's file was written.
bool write_stub(const course::Course& course, const course::Stage& stage, bool overwrite);

/// The stub that the solution of a stage generates today. Throws where there is no solution.
std::string current_stub(const course::Course& course, const course::Stage& stage);

/// The fingerprint that stands beside the stub; empty if there is none.
std::string recorded_fingerprint(const course::Stage& stage);

}  // namespace descent::author
