#pragma once

#include "harness/plot/animation.hpp"
#include "harness/plot/figure.hpp"

namespace descent {

/// The picture of a stage's experiment, which the stage defines in its experiment.cpp: it calls
/// submission::... functions, whoever answers them, and draws what comes back into the figure.
void draw(plot::Figure& figure);

/// The same in motion, which a stage may define beside draw. Where it does, and adds frames, the
/// GIF is saved beside the still picture.
void animate(plot::Animation& animation);

}  // namespace descent
