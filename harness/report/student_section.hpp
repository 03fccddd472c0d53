#pragma once

#include <string>

#include "harness/grader/verdict.hpp"
#include "harness/report/report.hpp"

/// What the page of a class and the page of a student have in common, as HTML.
namespace descent::report {

/// A name or an id, kept from turning the writing around it; cut if it is very long.
std::string html_name(const std::string& name);

/// A page of the book, as a link where the options say where the book is.
std::string html_page_to_read(const std::string& page, const Options& options);

/// Points, tasks, diagnoses, changes and comments of one student: everything that `verdict` holds,
/// save notes. The diagnoses can be folded and are `open` at first or not.
std::string html_verdict(const grader::Verdict& verdict, const Options& options, bool open);

}  // namespace descent::report
