#include "capstone.hpp"
