#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/course/course.hpp"
#include "harness/outcome/outcome.hpp"

namespace descent::hostile {

/// One file of the corpus, made a submission. README.md says how such a file is written.
struct Hostile {
  std::string name;    ///< "forging/exit_while_loading"
  std::string threat;  ///< what it tries, in a few words
  std::string stage;
  outcome::Outcome expect = outcome::Outcome::passed;  ///< of each of `tasks`
  std::optional<outcome::Outcome> twin = {};  ///< of the honest twin; none, where there is no trick
  std::string says = {};                      ///< a regular expression that its messages must match
  std::vector<std::string> tasks = {};        ///< that it defines; all, if it defines none
  std::string text = {};
  std::string twin_text = {};
  std::map<std::string, std::string> files = {};  ///< what else is handed in: name and content
  std::map<std::string, std::string> links = {};  ///< likewise, symbolic links: name and target

  /// What its folder in a class is called.
  std::string id() const;
};

/// Where things lie that a submission is after: "@ROOT@" stands for the course, and so on.
using Places = std::map<std::string, std::filesystem::path>;

/// The text with the paths in place of their names.
std::string placed(std::string text, const Places& places);

/// Every file of the corpus, by name. Throws std::runtime_error with the file's name for one that
/// is not as README.md says.
std::vector<Hostile> read_corpus(const course::Course& course, const std::string& usual_stage);

/// The submission that a file of the corpus stands for; `name` is for messages.
Hostile make_hostile(const course::Course& course, const std::string& usual_stage,
                     const std::string& name, const std::string& text);

/// Where the corpus lies.
std::filesystem::path corpus_folder();

}  // namespace descent::hostile
