#pragma once

#include "harness/plot/figure.hpp"

namespace descent {

/// The picture of a stage's experiment, which the stage defines in its experiment.cpp: it calls
/// submission::... functions, whoever answers them, and draws what comes back into the figure.
void draw(plot::Figure& figure);

}  // namespace descent
