#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/report/report.hpp"

/// One function a format; report.cpp has the list of them.
namespace descent::report {

using Pages = std::vector<Page>;

// For the instructor: everything is in them.
Pages results(const grader::ClassResult& result, const Options& options);
Pages junit(const grader::ClassResult& result, const Options& options);

// A file for each student, made of for_student().
Pages gradescope(const grader::ClassResult& result, const Options& options);
Pages exercism(const grader::ClassResult& result, const Options& options);
Pages classroom(const grader::ClassResult& result, const Options& options);

// Points only; for a job of one student also what for_student() leaves.
Pages grades(const grader::ClassResult& result, const Options& options);
Pages job_summary(const grader::ClassResult& result, const Options& options);

// class.html for the instructor, students/ID.html made of for_student().
Pages html_pages(const grader::ClassResult& result, const Options& options);

/// A page for each student, called FOLDER/ID + ending, with what `content` makes of the part of the
/// verdict that the student may see.
Pages for_every_student(const grader::ClassResult& result, const Options& options,
                        const std::string& folder, const std::string& ending,
                        const std::function<std::string(const grader::Verdict&)>& content);

}  // namespace descent::report
