#pragma once

#include <string>

#include "harness/outcome/summary.hpp"

/// What a check said of a stage's tasks, as HTML: for the pages of classes, of graded students and
/// of learners alike.
namespace descent::report {

/// The task earned nothing, and none of the tests that may be shown tells why.
bool fails_unseen(const outcome::TaskResult& task);

/// A page of the book, as a link where it is known where the book is: `book` goes before
/// "docs/stages/...".
std::string html_page_to_read(const std::string& page, const std::string& book);

/// What passed and what is not started, a line each; then the diagnoses of all other tasks, which
/// can be folded and are `open` at first or not.
std::string html_tasks(const outcome::Summary& summary, const std::string& book, bool open);

}  // namespace descent::report
