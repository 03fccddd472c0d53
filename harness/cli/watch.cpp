#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "harness/cli/commands.hpp"
#include "harness/cli/course_bar.hpp"
#include "harness/cli/file_watch.hpp"
#include "harness/cli/hint.hpp"
#include "harness/cli/keyboard.hpp"
#include "harness/cli/place.hpp"
#include "harness/cli/progress.hpp"
#include "harness/cli/show.hpp"
#include "harness/cli/verdict.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;
using course::Course;
using course::Stage;
using outcome::Outcome;
using outcome::TaskResult;

/// A student's session: judges a stage whenever it is saved, and answers keys in between.
class Session {
 public:
  Session(const Course& course, const WatchOptions& options, const Terminal& terminal)
      : course_(course),
        options_(options),
        terminal_(terminal),
        stage_(options.stage.empty() ? &current_stage(course) : &course.find(options.stage)) {}

  /// Until a key ends it.
  int run() {
    follow(*stage_);
    while (true) {
      wait();
      if (keyboard_ && keyboard_->was_stopped()) draw();
      // More than one key may have been pressed since the last look.
      for (int key = pressed(); key != Keyboard::kNone; key = pressed()) {
        if (key == 'q' || key == Keyboard::kClosed) {
          std::cout << '\n';
          return kOk;
        }
        answer(key);
      }
      if (files_->changed()) check();
    }
  }

 private:
  int pressed() const { return keyboard_ ? keyboard_->read() : Keyboard::kNone; }

  void wait() const {
    std::array<pollfd, 2> events = {pollfd{files_->descriptor(), POLLIN, 0},
                                    pollfd{keys() ? STDIN_FILENO : -1, POLLIN, 0}};
    poll(events.data(), events.size(), static_cast<int>(files_->patience().count()));
  }

  bool keys() const { return keyboard_ && keyboard_->exists(); }

  /// Turns to a stage and judges it as it is.
  void follow(const Stage& stage) {
    stage_ = &stage;
    std::vector<fs::path> files;
    for (const course::Source& source : stage.sources) files.push_back(source.file);
    files_ = std::make_unique<FileWatch>(files, options_.poll);
    const StageProgress progress = progress_of(course_, stage);
    was_done_ = progress.done() && !progress.edited_since();
    check();
  }

  /// Judges the stage; where that finishes it, turns to the next one, and says so.
  void check() {
    clear();
    std::cout << terminal_.dim("checking " + stage_->name() + " ...") << '\n' << std::flush;
    problem_.clear();
    try {
      verdict_ = judge_stage(course_, *stage_, {}, terminal_);
    } catch (const std::invalid_argument& error) {  // the file is not there
      verdict_ = Verdict{};
      verdict_.stage = stage_;
      problem_ = error.what();
    }
    turn_ = 0;
    if (keyboard_) keyboard_->discard();
    const bool done = problem_.empty() && verdict_.passed() && progress_of(course_, *stage_).done();
    if (done && !was_done_) {
      was_done_ = true;
      const Stage* const next = next_stage();
      if (!next) notice_ = terminal_.bold("You have finished the course.") + "\n\n";
      if (next) {
        notice_ = finished(*next);
        if (options_.plain) std::cout << show(course_, verdict_, how(), terminal_) << '\n';
        follow(*next);
        return;
      }
    }
    draw();
    notice_.clear();  // said once
  }

  /// The next one after this that is not done, else the first of those; nullptr: none is left.
  const Stage* next_stage() const {
    const auto& stages = course_.stages();
    const auto here = std::find_if(stages.begin(), stages.end(),
                                   [&](const Stage& stage) { return &stage == stage_; });
    const auto open = [&](const Stage& stage) { return !progress_of(course_, stage).done(); };
    auto found = std::find_if(std::next(here), stages.end(), open);
    if (found == stages.end()) {
      found = std::find_if(stages.begin(), here, open);
      if (found == here) return nullptr;
    }
    return &*found;
  }

  std::string finished(const Stage& next) const {
    std::string text = terminal_.bold(
        terminal_.green(fmt::format("✓ {} is finished: {} of {} points.", stage_->name(),
                                    verdict_.summary.earned(), verdict_.summary.points())));
    if (fs::exists(stage_->folder / "experiment.cpp")) {
      text += fmt::format("\n  Look at what your code does: ./descent plot {}", stage_->name());
    }
    return text + fmt::format("\n  Now: {}, {}\n  The page to read: {}\n\n", next.name(),
                              next.manifest.title,
                              link_to(course_, course_.root() / next.manifest.page(""), terminal_));
  }

  ShowOptions how() const {
    return {.all = false,
            .again = "save it",
            .unfold = "./descent check --all",
            .offer_hints = options_.plain,
            .compact = false};
  }

  /// A new screen; in plain text a line between two verdicts.
  void clear() {
    if (options_.plain) {
      if (begun_) std::cout << "\n----\n\n";
      begun_ = true;
    } else {
      std::cout << "\033[H\033[2J";
    }
  }

  void draw() {
    if (!problem_.empty()) return screen(notice_ + problem_ + '\n');
    std::string text = notice_ + show(course_, verdict_, how(), terminal_);
    constexpr int kBelow = 4;  // the bar of the course, the keys, and blank lines
    const auto lines = std::count(text.begin(), text.end(), '\n') + kBelow;
    if (!options_.plain && lines > terminal_.rows()) {
      ShowOptions compact = how();
      compact.compact = true;
      text = notice_ + show(course_, verdict_, compact, terminal_);
    }
    screen(text);
  }

  /// What there is to say, the bar of the course, and the keys.
  void screen(const std::string& text) {
    if (options_.plain) {
      std::cout << text << '\n' << course_bar(progress_of(course_), terminal_) << '\n';
    } else {
      std::cout << "\033[H\033[2J" << text << '\n'
                << course_bar(progress_of(course_), terminal_) << '\n'
                << keys_line() << '\n';
    }
    std::cout << std::flush;
  }

  std::string keys_line() const {
    return terminal_.dim(keys() ? "n next task · h hint · l list · p plot · c check · q quit"
                                : "Ctrl-C ends");
  }

  void answer(int key) {
    switch (key) {
      case 'n':
        return show_another();
      case 'h':
        return screen(hint_text());
      case 'l':
        return screen(show_course(course_, terminal_));
      case 'p':
        return draw_picture();
      case 'c':
      case '\n':
      case '\r':
        return check();
      default:
        return draw();
    }
  }

  /// The tasks that have not passed: those that were begun first.
  std::vector<const TaskResult*> open_tasks() const {
    std::vector<const TaskResult*> tasks;
    for (const bool begun : {true, false}) {
      for (const TaskResult& task : verdict_.summary.tasks) {
        if (task.outcome != Outcome::passed && (task.outcome != Outcome::not_started) == begun) {
          tasks.push_back(&task);
        }
      }
    }
    return tasks;
  }

  /// The task on the screen: the next one to mend, or what `n` has turned to.
  const TaskResult* shown() const {
    const std::vector<const TaskResult*> tasks = open_tasks();
    return tasks.empty() ? nullptr : tasks[turn_ % tasks.size()];
  }

  void show_another() {
    if (!verdict_.judged() || !problem_.empty()) return draw();
    ++turn_;
    const TaskResult* const task = shown();
    if (!task) return draw();
    std::string text =
        fmt::format("{}  {}\n", terminal_.bold(stage_->name()),
                    terminal_.dim(fmt::format("open task {} of {}", 1 + turn_ % open_tasks().size(),
                                              open_tasks().size())));
    if (task->outcome != Outcome::not_started) {
      text += show_failures(course_, *stage_, *task, false, terminal_);
    }
    screen(text + show_next(course_, *stage_, *task, how(), terminal_));
  }

  std::string hint_text() const {
    std::string task;
    const StageProgress progress = progress_of(course_, *stage_);
    if (const TaskResult* const result = shown()) {
      task = result->task;
    } else if (const TaskProgress* const next = progress.next()) {
      task = next->task;  // nothing was judged: what the last check left open
    }
    if (task.empty()) return "Everything here has passed: there is nothing to hint at.\n";
    return next_hint(course_, *stage_, task, false, terminal_);
  }

  void draw_picture() {
    clear();
    std::cout << terminal_.dim("drawing the picture of " + stage_->name() + " ...") << '\n'
              << std::flush;
    try {
      plot(course_, {.stage = stage_->name(), .out = "", .reference = false}, terminal_);
    } catch (const std::exception& error) {
      std::cout << error.what() << '\n';
    }
    std::cout << '\n' << keys_line() << '\n' << std::flush;
    keyboard_->discard();
  }

  const Course& course_;
  const WatchOptions& options_;
  const Terminal terminal_;
  const Stage* stage_;
  std::unique_ptr<FileWatch> files_;
  std::unique_ptr<Keyboard> keyboard_ = options_.plain ? nullptr : std::make_unique<Keyboard>();
  Verdict verdict_;
  std::string problem_;    ///< why there is no verdict
  std::string notice_;     ///< of a stage that was finished just now
  std::size_t turn_ = 0;   ///< how often `n` was pressed since the verdict
  bool was_done_ = false;  ///< this stage, when the session turned to it
  bool begun_ = false;
};

}  // namespace

int watch(const Course& course, const WatchOptions& options, const Terminal& terminal) {
  if (!options.plain && !terminal.interactive()) {
    throw std::invalid_argument(
        "watch shows its screens on a terminal, and this is none; with --plain it prints a verdict "
        "for every change instead");
  }
  return Session(course, options, options.plain ? Terminal::plain() : terminal).run();
}

}  // namespace descent::cli
