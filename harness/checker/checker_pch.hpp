#pragma once

// Precompiled for the tests of all stages.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <armadillo>

#include "harness/checks/expect.hpp"
#include "harness/remote/exercise.hpp"
