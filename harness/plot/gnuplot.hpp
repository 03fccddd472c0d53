#pragma once

#include <string>

#include "harness/plot/panel.hpp"

namespace descent::plot {

/// How axes and letters of every picture look; stands behind the data.
extern const char* const kLooks;

/// A text as an expression of gnuplot's: nothing in it is a command, a macro or markup.
std::string quote(const std::string& text);

/// The numbers of a panel as named blocks of data, which must stand in front of everything else.
std::string data_of(const Panel& panel, std::size_t number);

/// The commands that draw a panel whose data are there.
std::string commands_of(const Panel& panel, std::size_t number);

}  // namespace descent::plot
