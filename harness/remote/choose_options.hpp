#pragma once

#include <CLI/CLI.hpp>

#include "harness/remote/choose.hpp"

namespace descent::remote {

/// The command-line options of a Choice.
inline void declare(CLI::App& app, Choice& choice) {
  app.add_option("--worker", choice.worker, "the program that runs the submission");
  app.add_option("--submission", choice.submission, "the submission's shared object");
  app.add_option("--solutions", choice.solutions, "the stage's solutions, where they are here");
  app.add_option("--bind", choice.bind,
                 "run 'reference', or a mistake or alternative by name, instead of a submission");
  app.add_option("--seed", choice.seed, "seed of the random inputs");
  app.add_flag("--strictly", choice.strictly,
               "run nothing of the submission unless the kernel confines it wholly");
  app.add_flag("--sanitized", choice.sanitized, "the worker and the submission are sanitized");
}

}  // namespace descent::remote
