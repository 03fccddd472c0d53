#pragma once

#include "harness/outcome/summary.hpp"

namespace descent::outcome {

/// Says whose fault it is that a suite was stopped after `suite_seconds`. Where the submission
/// itself has spent at least half of them (computing, asleep, or in calls that took too long), the
/// tests that were not reached are timed out: they are added to the outcomes, and the complaint
/// goes. Otherwise the record stays as it is, and what it lacks is the machine's fault.
///
/// Else whoever is slow in every test, and in none of them too slow, would never get a verdict.
void charge_for_lost_time(Record& record, const std::string& stage, double suite_seconds);

}  // namespace descent::outcome
