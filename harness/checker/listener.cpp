#include "harness/checker/listener.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>
#include <utility>

#include "harness/checks/pending.hpp"
#include "harness/compiler/explain.hpp"
#include "harness/outcome/story.hpp"

namespace descent::checker {
namespace {

using outcome::Outcome;

// So many tests of a task may take too long before its other tests are declined: its points are
// lost with the first, and a loop in each of thirty tests would make everybody wait for a minute.
constexpr int kPatience = 2;
constexpr std::size_t kMostQuoted = 1000;  // bytes of the text of an exception

// GoogleTest catches what leaves a test and reports it as a failure with this text.
bool left_by_exception(const testing::TestPartResult& result) {
  const std::string message = result.message();
  return message.find("C++ exception") != std::string::npos ||
         message.find("nknown C++ exception") != std::string::npos;
}

std::string full_name(const testing::TestInfo& test) {
  return std::string(test.test_suite_name()) + "." + test.name();
}

}  // namespace

void Listener::OnTestStart(const testing::TestInfo& test) {
  now_ = {};
  now_.stage = manifest_.stage;
  now_.suite = suite_;
  now_.test = full_name(test);
  const outcome::Task* task = manifest_.find_by_suite(test.test_suite_name());
  now_.task = task ? task->id : "";
  started_ = std::chrono::steady_clock::now();
  remote::Session::current().start_test(now_.test);
  if (std::exchange(task_of_time_outs_, now_.task) != now_.task) time_outs_ = 0;
  if (time_outs_ >= kPatience) {
    remote::Session::current().decline_calls(fmt::format(
        "Nothing was called here, since {} tests of this task have taken too long already.",
        kPatience));
  }
}

outcome::Finding Listener::finding_of(const testing::TestPartResult& result) const {
  if (auto finding = checks::take_pending_finding()) {
    if (!finding->read.empty()) finding->read = manifest_.page(finding->read);
    return *finding;
  }
  const remote::Session& session = remote::Session::current();
  outcome::Finding finding;
  // An exception left the test: GoogleTest knows its text, the session whose it was.
  const bool exception = left_by_exception(result);
  if (exception && session.trouble()) {
    finding.problem = session.trouble()->sentence;
  } else if (exception && !session.last_exception().sentence.empty()) {
    finding.problem = session.last_exception().sentence + '.';
    finding.quoted = session.last_exception().message.substr(0, kMostQuoted);
    if (const auto known = compiler::explain_exception(finding.quoted)) {
      finding.likely = known->sentence;
      finding.read = known->read;
    }
  } else {
    finding.problem = result.message();
  }
  return finding;
}

void Listener::OnTestPartResult(const testing::TestPartResult& result) {
  if (!result.failed()) return;
  outcome::Finding finding = finding_of(result);
  const auto mistake = remote::Session::current().known_mistake(std::exchange(finding.mistake, {}));
  now_.findings.push_back(finding);
  if (now_.outcome == Outcome::passed) {
    // The first failure, while the frames of the test, and so its callbacks, are still alive, if it
    // was a check that failed.
    now_.outcome = Outcome::failed;
    now_.mistakes = remote::Session::current().explain(
        left_by_exception(result) ? remote::TestFrame::gone : remote::TestFrame::alive);
    if (mistake) now_.mistakes = {*mistake};  // the check has seen more than the calls show
    for (outcome::NamedMistake& mistake : now_.mistakes) {
      mistake.read = manifest_.page(mistake.read);
    }
  }
}

void Listener::OnTestEnd(const testing::TestInfo&) {
  const remote::Session& session = remote::Session::current();
  if (const auto& trouble = session.trouble()) {
    now_.outcome = trouble->outcome;  // whatever the assertions made of it
    if (now_.findings.empty()) now_.findings.push_back({.problem = trouble->sentence});
  }
  if (now_.outcome == Outcome::timed_out) ++time_outs_;
  now_.printed = session.printed();
  now_.used_seconds = session.used_seconds();
  now_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  all_passed_ = all_passed_ && now_.outcome == Outcome::passed;
  if (record_) {
    // Bytes that are not UTF-8 come from the submission; they are replaced, not believed.
    *record_ << nlohmann::json(now_).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
             << '\n'
             << std::flush;
  }
  if (story_) *story_ << outcome::render(now_) << '\n';
}

}  // namespace descent::checker
