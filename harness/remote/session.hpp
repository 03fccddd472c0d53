#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/outcome/outcome.hpp"
#include "harness/remote/binding.hpp"
#include "harness/remote/folder.hpp"

namespace descent::remote {

/// A call that a test made, with what it takes to make it again on another implementation.
struct RecordedCall {
  ExerciseType type;  ///< a copy: the exercise may have been one that the test let go
  Bytes arguments;
  Callbacks callbacks;
  Bytes reply;
  FolderContent before, after;  ///< of the session's folder, where it has one
};

/// What went wrong with the implementation itself in the running test.
struct Trouble {
  outcome::Outcome outcome;
  std::string sentence;
};

/// An exception of the submission's. The two stand apart because the second can carry the arguments
/// of the call out of a hidden test.
struct Thrown {
  std::string sentence;  ///< "softmax_loss(5x10 matrix, 5 integers) threw std::out_of_range"
  std::string message;   ///< its text, in words that the submission chose
};

/// Whether what a test handed to the calls that it made, such as its callbacks, can still be used:
/// not where an exception has left the test.
enum class TestFrame { alive, gone };

/// One run of a suite against one implementation: who answers, what was called, what went wrong.
/// There is one per process, since GoogleTest's tests are functions without arguments.
class Session {
 public:
  static Session& current();

  /// Who answers submission::f, and who answers reference::f (null: nobody can). `folder`: where
  /// the exercises may write files, for stages whose limits have files_mb.
  void bind(std::unique_ptr<Binding> submission, std::shared_ptr<const Implementation> solutions,
            std::uint64_t seed, std::shared_ptr<const Folder> folder = nullptr);

  void start_test(const std::string& name);

  /// Until the next test: answers every call of submission::f with a time-out, and this sentence,
  /// without making it.
  void decline_calls(const std::string& why) { declined_ = why; }

  /// submission::f: a recorded call. Throws CallFailure.
  Bytes call_submission(const ExerciseType& type, const Bytes& arguments,
                        const Callbacks& callbacks);

  /// reference::f. Throws CallFailure where there are no solutions.
  Bytes call_reference(const ExerciseType& type, const Bytes& arguments,
                       const Callbacks& callbacks);

  /// Where the exercises of the running test may write files; it is empty when a test starts.
  /// Throws std::logic_error where the stage's limits have no files_mb.
  const std::filesystem::path& folder() const;

  /// Makes calls of exercises and kills whoever answers them with SIGKILL once `after` has passed.
  /// Returns whether that happened before they were done. Throws what the calls throw otherwise.
  /// What callbacks change in memory during the calls is or is not lost, depending on who answers;
  /// files stay. The calls are not made again to find out mistakes: name them with About::mistake.
  bool interrupt(std::chrono::microseconds after, const std::function<void()>& calls);

  /// The reply could not be read. Throws CallFailure.
  [[noreturn]] void refuse_reply(const ExerciseType& type, const Bytes& arguments,
                                 const std::string& why);

  /// Known mistakes that explain every wrong result of the calls made so far, the likeliest first:
  /// those that agree with most of the right ones, also of the tests before.
  /// Callbacks are used again, so call this while the test's frame is alive; where it is gone,
  /// calls with callbacks are left out.
  std::vector<outcome::NamedMistake> explain(TestFrame frame = TestFrame::alive) const;

  /// The known mistake with this id; nothing if there is none of that name here.
  std::optional<outcome::NamedMistake> known_mistake(const std::string& id) const;

  /// The worst trouble of the running test, whatever its assertions said.
  const std::optional<Trouble>& trouble() const { return trouble_; }

  /// The last exception that came from the submission; both parts are empty if none came.
  const Thrown& last_exception() const { return last_exception_; }

  std::string printed() const { return submission_->printed(); }
  double used_seconds() const { return submission_->used_seconds(); }
  std::uint64_t test_seed() const { return test_seed_; }
  Binding& submission() { return *submission_; }

 private:
  void note(outcome::Outcome outcome, const std::string& sentence);
  void record(RecordedCall call);
  void keep_for_later();
  FolderContent folder_content() const { return folder_ ? folder_->content() : FolderContent(); }

  std::unique_ptr<Binding> submission_;
  std::shared_ptr<const Implementation> solutions_;
  std::shared_ptr<const Folder> folder_;
  bool interrupting_ = false;
  /// Callbacks of calls that are made again may call exercises themselves: those are not recorded.
  mutable bool explaining_ = false;
  std::uint64_t seed_ = 0;
  std::uint64_t test_seed_ = 0;
  std::vector<RecordedCall> calls_;          ///< of the running test
  std::vector<RecordedCall> earlier_calls_;  ///< some of the tests before, without callbacks
  std::size_t recorded_bytes_ = 0;
  std::size_t earlier_bytes_ = 0;
  std::string declined_;
  std::optional<Trouble> trouble_;
  Thrown last_exception_;
};

/// The seed of the running test: another one for every test and every submission.
inline std::uint64_t test_seed() { return Session::current().test_seed(); }

}  // namespace descent::remote
