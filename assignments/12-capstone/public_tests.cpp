#include <gtest/gtest.h>

#include "harness/remote/submission.hpp"
