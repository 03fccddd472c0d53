#pragma once

#include <CLI/CLI.hpp>
#include <exception>
#include <functional>
#include <string>

#include "harness/course/course.hpp"

/// What all programs behind ./descent have in common.
namespace descent::cli {

/// What an exception says, without the words that the standard library puts in front.
std::string sentence_of(const std::exception& error);

/// The exit code of a program that does `run`: an exception becomes a sentence on standard error
/// and kUsage (std::invalid_argument) or kBroken.
int guarded(const std::function<int()>& run);

/// The exit code of a program whose command line CLI11 does not take, after a sentence about it on
/// standard error; kOk where only --help was asked for, which is printed.
int refused(const CLI::App& app, const CLI::ParseError& error);

/// The course that ./descent hands over to the programs that it becomes. Throws
/// std::invalid_argument where the program was started by somebody else.
course::Course course_handed_over();

}  // namespace descent::cli
