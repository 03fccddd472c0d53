#pragma once

#include <string>

#include "harness/report/statistics.hpp"

/// Drawings as SVG inside of HTML. They take their colours from the style sheet.
namespace descent::report {

/// The distribution of points: a bar for each bin with the number of students over it.
std::string points_chart(const ClassStatistics& all, int points);

/// How many failed a task and how many did not start it, as parts of one bar.
std::string rate_bar(const TaskStatistics& task);

}  // namespace descent::report
