#include "harness/grader/recipe.hpp"

#include <fmt/format.h>
#include <wordexp.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "harness/course/digest.hpp"
#include "harness/sandbox/process.hpp"

namespace descent::grader {
namespace {

namespace fs = std::filesystem;
using Arguments = std::vector<std::string>;

// What stands in the argument lists where a submission's own files go.
const std::string kSource = "{source}";
const std::string kObject = "{object}";
const std::string kLibrary = "{library}";
std::string object_of(std::size_t which) { return fmt::format("{{object {}}}", which); }

/// Splits a command as a shell does, without running anything.
Arguments split(const std::string& command) {
  wordexp_t words{};
  if (wordexp(command.c_str(), &words, WRDE_NOCMD) != 0) {
    throw std::runtime_error("cannot read the build's command: " + command);
  }
  Arguments arguments(words.we_wordv, words.we_wordv + words.we_wordc);
  wordfree(&words);
  return arguments;
}

/// The value of the option `option value`.
std::string& value_of(Arguments& arguments, const std::string& option) {
  const auto at = std::find(arguments.begin(), arguments.end(), option);
  if (at == arguments.end() || at + 1 == arguments.end()) {
    throw std::runtime_error(
        fmt::format("the build's command has no option {}: {}", option, fmt::join(arguments, " ")));
  }
  return *(at + 1);
}

/// The command that links the stage's object, which only the build system knows.
Arguments linking(const course::Course& course, const course::Stage& stage) {
  const std::string target = fs::relative(stage.object, course.build()).string();
  const sandbox::Ended ended =
      sandbox::run({.arguments = {"ninja", "-C", course.build(), "-t", "commands", "-s", target}});
  // CMake writes ": && command && :", with steps before and after the command, of which it has
  // none.
  const std::string before = ": && ";
  const std::string after = " && :";
  const auto begin = ended.output.find(before);
  const auto end = ended.output.find(after, begin);
  if (!ended.ok() || begin == std::string::npos || end == std::string::npos) {
    throw std::runtime_error(fmt::format("the build folder {} does not say how it links {}: {}",
                                         course.build().string(), target, ended.output));
  }
  const auto first = begin + before.size();
  return split(ended.output.substr(first, end - first));
}

/// The command that compiles a file to the object that the link command names.
Arguments compiling(const nlohmann::json& commands, const fs::path& source, const Arguments& link) {
  for (const auto& entry : commands) {
    if (entry.at("file").get<std::string>() != source) continue;
    Arguments arguments = split(entry.at("command").get<std::string>());
    const std::string& object = value_of(arguments, "-o");
    if (std::find(link.begin(), link.end(), object) != link.end()) return arguments;
  }
  throw std::runtime_error(
      fmt::format("the build folder does not say how {} is compiled", source.string()));
}

/// Paths in the build's commands are relative to the build folder.
void make_absolute(Arguments& arguments, const fs::path& build) {
  for (std::string& argument : arguments) {
    if (!argument.starts_with('-') && fs::exists(build / argument)) {
      argument = (build / argument).string();
    }
  }
}

/// The files among the arguments of the linker.
void collect_files(const Arguments& arguments, std::vector<fs::path>& files) {
  for (const std::string& argument : arguments) {
    if (argument.starts_with('/') && !argument.starts_with("/usr/")) files.emplace_back(argument);
  }
}

/// The folders of the files among the arguments of the compiler, which are those of precompiled
/// headers: each has companions, named in different ways by different compilers.
void collect_folders(const Arguments& arguments, std::vector<fs::path>& folders) {
  std::vector<fs::path> files;
  collect_files(arguments, files);
  for (const fs::path& file : files) {
    const fs::path folder = file.parent_path();
    if (std::find(folders.begin(), folders.end(), folder) == folders.end()) {
      folders.push_back(folder);
    }
  }
}

/// The headers that students may include: those given to all, and those of the stages.
void collect_headers(const course::Course& course, std::vector<fs::path>& files) {
  for (const char* folder : {"harness/support", "harness/wire", "datasets"}) {
    for (const auto& entry : fs::directory_iterator(course.root() / folder)) {
      if (entry.path().extension() == ".hpp") files.push_back(entry.path());
    }
  }
  for (const course::Stage& stage : course.stages()) {
    for (const auto& entry : fs::directory_iterator(stage.folder)) {
      if (entry.path().extension() == ".hpp") files.push_back(entry.path());
    }
  }
}

Arguments replaced(Arguments arguments, const std::string& placeholder, const fs::path& path) {
  std::replace(arguments.begin(), arguments.end(), placeholder, path.string());
  return arguments;
}

}  // namespace

Recipe::Recipe(const course::Course& course, const course::Stage& stage) {
  link_ = linking(course, stage);
  const auto commands =
      nlohmann::json::parse(course::read_file(course.build() / "compile_commands.json"));
  for (const course::Source& source : stage.sources) {
    Arguments compile = compiling(commands, source.file, link_);
    // A launcher before the compiler is left out: a compiler cache is nothing for others' code. The
    // compiler is the last word before the options.
    const auto options = std::find_if(compile.begin(), compile.end(), [](const std::string& word) {
      return word.starts_with('-');
    });
    compile.erase(compile.begin(), options - 1);

    const std::string object = value_of(compile, "-o");
    std::replace(link_.begin(), link_.end(), object, object_of(sources_.size()));
    value_of(compile, "-o") = kObject;
    value_of(compile, "-c") = kSource;
    make_absolute(compile, course.build());
    collect_folders(Arguments(compile.begin() + 1, compile.end()), reads_);
    // A copy lies elsewhere, far from the headers that the stage's own file lies beside.
    compile.insert(compile.begin() + 1, {"-iquote", source.file.parent_path()});
    sources_.push_back(source.file.filename());
    compile_.push_back(std::move(compile));
  }
  value_of(link_, "-o") = kLibrary;
  make_absolute(link_, course.build());
  collect_files(Arguments(link_.begin() + 1, link_.end()), reads_);
  collect_headers(course, reads_);
}

Arguments Recipe::compile(std::size_t which, const fs::path& copy, const fs::path& object) const {
  return replaced(replaced(compile_.at(which), kSource, copy), kObject, object);
}

Arguments Recipe::link(const std::vector<fs::path>& objects, const fs::path& library) const {
  Arguments arguments = replaced(link_, kLibrary, library);
  for (std::size_t i = 0; i < objects.size(); ++i) {
    arguments = replaced(std::move(arguments), object_of(i), objects[i]);
  }
  return arguments;
}

}  // namespace descent::grader
