#pragma once

// Precompiled for every student's file. Only what most of them use: a header precompiled too
// generously costs more than it saves.

#include <algorithm>
#include <armadillo>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/support/not_implemented.hpp"
#include "harness/support/rng.hpp"
