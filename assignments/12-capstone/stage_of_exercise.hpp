#pragma once

#include <initializer_list>
#include <map>
#include <string>

namespace descent {

/// Which stage each exercise belongs to, so that a stub can say where it is.
inline const std::map<std::string, std::string>& stage_of_exercise() {
  static const std::map<std::string, std::string> stages = [] {
    std::map<std::string, std::string> all;
    const auto add = [&](const char* stage, std::initializer_list<const char*> names) {
      for (const char* name : names) all.emplace(name, stage);
    };
#define DESCENT_EXERCISE(name) #name,
    add("01-gradcheck", {
#include "assignments/01-gradcheck/exercises.def"
                        });
    add("02-activations", {
#include "assignments/02-activations/exercises.def"
                          });
    add("03-preprocessing", {
#include "assignments/03-preprocessing/exercises.def"
                            });
    add("04-initialization", {
#include "assignments/04-initialization/exercises.def"
                             });
    add("05-batchnorm", {
#include "assignments/05-batchnorm/exercises.def"
                        });
    add("06-dropout", {
#include "assignments/06-dropout/exercises.def"
                      });
    add("07-losses", {
#include "assignments/07-losses/exercises.def"
                     });
    add("08-optimizers", {
#include "assignments/08-optimizers/exercises.def"
                         });
    add("09-babysitting", {
#include "assignments/09-babysitting/exercises.def"
                          });
    add("10-search", {
#include "assignments/10-search/exercises.def"
                     });
    add("11-ensembles", {
#include "assignments/11-ensembles/exercises.def"
                        });
    add("12-capstone", {
#include "assignments/12-capstone/exercises.def"
                       });
#undef DESCENT_EXERCISE
    return all;
  }();
  return stages;
}

}  // namespace descent
