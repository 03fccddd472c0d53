#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/release/package.hpp"

/// The texts that students get in another form than the course has them.
namespace descent::release {

/// packages.txt without what only those need who grade, measure or test: lines whose comment begins
/// with "staff:", and the optional parts.
std::string students_packages(const std::string& packages);

/// The package's own README, from its template: @stages@ is the table of the stages, @first@ the
/// name of the first one, @source@ its file, @task@ its first task.
std::string students_readme(const std::string& pattern,
                            const std::vector<const course::Stage*>& stages);

/// A chapter without its section "Answers", and without the words that send the reader there.
std::string without_answers(const std::string& chapter);

/// Puts what the book takes from tested code in its place: the line --8<-- "FILE:NAME" becomes what
/// stands between [start:NAME] and [end:NAME] in that file of the course. Throws std::runtime_error
/// where there is no such part.
std::string with_quoted_code(const std::string& page, const std::filesystem::path& course);

/// Makes plain words of links in *.md that lead to a file or folder of the course which is not in
/// the package.
void unlink_what_is_not_here(Package& package, const std::filesystem::path& course);

}  // namespace descent::release
