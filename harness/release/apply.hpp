#pragma once

#include <filesystem>
#include <vector>

#include "harness/release/merge.hpp"

namespace descent::release {

/// Lays everything that is to be written ready in the folder, and last the list of the steps.
void lay_ready(const std::vector<Step>& steps, const std::filesystem::path& folder);

/// Carries out the steps so that it may be interrupted at any moment: everything that is to be
/// written is first laid ready, whole, and only then put in its place;
/// finish_interrupted() goes on from there. Throws std::system_error if something cannot be
/// written.
void carry_out(const std::vector<Step>& steps, const std::filesystem::path& folder);

/// Finishes what an interrupted carry_out() has laid ready, or clears away what it has not laid
/// ready whole. A file that was edited in the meantime stays, and its new version goes beside it.
/// Returns whether there was something to finish.
bool finish_interrupted(const std::filesystem::path& folder);

}  // namespace descent::release
