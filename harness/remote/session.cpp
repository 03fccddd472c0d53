#include "harness/remote/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "harness/diagnosis/replay.hpp"

namespace descent::remote {
namespace {

using outcome::Outcome;

// Enough for every test; a gradient check makes a few thousand small calls.
constexpr std::size_t kMostRecordedCalls = 4000;
constexpr std::size_t kMostRecordedBytes = std::size_t{1} << 26;

// Of the tests before, for each exercise: enough to tell two mistakes apart, and few enough to be
// made again.
constexpr std::ptrdiff_t kMostEarlierCalls = 20;

// Of what an exception says. It is kept for every test that it leaves, so 100 MB of it would be
// many times as much, in the record and in whoever reads it.
constexpr std::size_t kLongestMessage = std::size_t{1} << 12;

/// FNV-1a, then the finalizer of splitmix64: seeds of similar names must not be similar.
std::uint64_t mix(std::uint64_t seed, const std::string& name) {
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ seed;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ULL;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebULL;
  return hash ^ (hash >> 31);
}

std::optional<TravellingException> thrown(const Bytes& reply) {
  Reader in(reply);
  if (Codec<ReplyKind>::decode(in) != ReplyKind::threw) return std::nullopt;
  return Codec<TravellingException>::decode(in);
}

std::size_t size_of(const RecordedCall& call) {
  std::size_t size = call.arguments.size() + call.reply.size();
  for (const FolderContent* content : {&call.before, &call.after}) {
    for (const auto& [name, bytes] : *content) size += bytes.size();
  }
  return size;
}

}  // namespace

Session& Session::current() {
  static Session session;
  return session;
}

void Session::bind(std::unique_ptr<Binding> submission,
                   std::shared_ptr<const Implementation> solutions, std::uint64_t seed,
                   std::shared_ptr<const Folder> folder) {
  submission_ = std::move(submission);
  solutions_ = std::move(solutions);
  seed_ = seed;
  folder_ = std::move(folder);
  calls_.clear();
  earlier_calls_.clear();
  earlier_bytes_ = 0;
}

void Session::start_test(const std::string& name) {
  submission_->start_test();
  if (folder_) folder_->restore({});
  test_seed_ = mix(seed_, name);
  keep_for_later();
  calls_.clear();
  recorded_bytes_ = 0;
  declined_.clear();
  trouble_.reset();
  last_exception_ = {};
  explaining_ = false;
}

void Session::note(Outcome outcome, const std::string& sentence) {
  if (!trouble_ || outcome > trouble_->outcome) trouble_ = Trouble{outcome, sentence};
}

Bytes Session::call_submission(const ExerciseType& type, const Bytes& arguments,
                               const Callbacks& callbacks) {
  Bytes reply;
  const FolderContent before = interrupting_ ? FolderContent() : folder_content();
  const Request request{type, arguments, callbacks};
  try {
    if (!declined_.empty()) throw CallFailure(Outcome::timed_out, declined_);
    reply = submission_->call(request);
  } catch (const CallFailure& failure) {
    if (!interrupting_) note(failure.outcome(), failure.what());
    throw;
  }
  try {
    if (auto exception = thrown(reply)) {
      if (exception->message.size() > kLongestMessage) {
        exception->message.resize(kLongestMessage);
        exception->message += "...";
        reply = encode_exception(*exception);
      }
      if (exception->kind == ExceptionKind::not_implemented) {
        note(Outcome::not_started, exception->message + " is not implemented yet.");
      }
      if (exception->kind == ExceptionKind::bad_alloc) {
        note(Outcome::out_of_memory,
             request.sentence() +
                 " asked for more memory than an exercise may have. Does a matrix or "
                 "vector grow without end, or get a negative size? Or is an index of a std::vector "
                 "too large? ./descent check --sanitize names the line.");
      }
      last_exception_ = {fmt::format("{} threw {}", request.sentence(), name(exception->kind)),
                         exception->message};
    }
  } catch (const DecodeError& error) {
    refuse_reply(type, arguments, error.what());
  }
  if (!interrupting_) record({type, arguments, callbacks, reply, before, folder_content()});
  return reply;
}

void Session::record(RecordedCall call) {
  if (explaining_) return;
  recorded_bytes_ += size_of(call);
  if (calls_.size() < kMostRecordedCalls && recorded_bytes_ < kMostRecordedBytes) {
    calls_.push_back(std::move(call));
  }
}

// What callbacks refer to ends with its test, so calls with them are of no use afterwards.
void Session::keep_for_later() {
  for (RecordedCall& call : calls_) {
    const std::string_view exercise = call.type.name;
    const auto kept =
        std::count_if(earlier_calls_.begin(), earlier_calls_.end(),
                      [&](const RecordedCall& other) { return other.type.name == exercise; });
    const std::size_t bytes = earlier_bytes_ + size_of(call);
    if (!call.callbacks.empty() || kept >= kMostEarlierCalls || bytes > kMostRecordedBytes)
      continue;
    earlier_bytes_ = bytes;
    earlier_calls_.push_back(std::move(call));
  }
}

Bytes Session::call_reference(const ExerciseType& type, const Bytes& arguments,
                              const Callbacks& callbacks) {
  const Entry* entry = solutions_ ? solutions_->find(type.name) : nullptr;
  if (!entry || !entry->function || std::string(entry->signature) != type.signature) {
    const CallFailure failure(Outcome::infrastructure,
                              fmt::format("This test needs the reference solution of {}, which is "
                                          "not here or not up to date.",
                                          type.name));
    note(failure.outcome(), failure.what());
    throw failure;
  }
  return call_entry(*entry, arguments, callbacks);
}

void Session::refuse_reply(const ExerciseType& type, const Bytes& arguments,
                           const std::string& why) {
  const Callbacks none;
  const CallFailure failure(
      Outcome::protocol_violation,
      fmt::format(
          "What came back from {} cannot be read: {}. Something in your code writes where it "
          "must not.",
          Request{type, arguments, none}.sentence(), why));
  note(failure.outcome(), failure.what());
  throw failure;
}

const std::filesystem::path& Session::folder() const {
  if (!folder_) {
    throw std::logic_error(
        "this stage has no folder for files: give it \"limits\": {\"files_mb\": ...} in "
        "stage.json");
  }
  return folder_->path();
}

bool Session::interrupt(std::chrono::microseconds after, const std::function<void()>& calls) {
  interrupting_ = true;
  try {
    const bool interrupted = submission_->interrupt(after, calls);
    interrupting_ = false;
    return interrupted;
  } catch (const CallFailure& failure) {
    interrupting_ = false;
    note(failure.outcome(), failure.what());
    throw;
  } catch (...) {
    interrupting_ = false;
    throw;
  }
}

std::optional<outcome::NamedMistake> Session::known_mistake(const std::string& id) const {
  if (!solutions_) return std::nullopt;
  for (const Entry& variant : solutions_->entries()) {
    if (variant.role == Role::mistake && variant.variant == id) {
      return outcome::NamedMistake{variant.exercise, variant.variant, variant.sentence,
                                   variant.read};
    }
  }
  return std::nullopt;
}

std::vector<outcome::NamedMistake> Session::explain(TestFrame frame) const {
  if (!solutions_) return {};
  const FolderContent now = folder_content();
  explaining_ = true;
  // The call, made again on another implementation: does it give and leave behind the same?
  const auto same_as = [&](const RecordedCall& call, const Entry& other) {
    if (folder_) folder_->restore(call.before);
    const Bytes reply = call_entry(other, call.arguments, call.callbacks);
    try {
      return call.type.agree(call.arguments, call.reply, reply) && folder_content() == call.after;
    } catch (const std::exception&) {
      return false;  // what came back from the submission cannot be read
    }
  };
  std::vector<std::optional<bool>> wrong(calls_.size());  // each call's result, once it is known
  std::vector<diagnosis::Evidence> all;
  std::vector<const Entry*> suspects;  // the same, as something that can be called
  for (const Entry& variant : solutions_->entries()) {
    if (variant.role != Role::mistake) continue;
    const Entry* reference = solutions_->find(variant.exercise);
    if (!reference || !reference->function) continue;
    diagnosis::Evidence evidence{
        {variant.exercise, variant.variant, variant.sentence, variant.read}};
    // In the order in which they were made: some mistakes remember earlier calls.
    for (std::size_t i = 0; i < calls_.size() && !evidence.refuted(); ++i) {
      const RecordedCall& call = calls_[i];
      if (call.type.name != evidence.mistake.exercise) continue;
      if (frame == TestFrame::gone && !call.callbacks.empty()) continue;
      if (!wrong[i]) wrong[i] = !same_as(call, *reference);
      evidence.add(*wrong[i], same_as(call, variant));
    }
    if (evidence.refuted() || evidence.wrong == 0) continue;
    all.push_back(evidence);
    suspects.push_back(&variant);
  }
  // Whoever gets wrong what the submission got right before is not it.
  for (const RecordedCall& call : earlier_calls_) {
    std::optional<bool> right;
    for (std::size_t i = 0; all.size() > 1 && i < all.size(); ++i) {
      if (call.type.name != all[i].mistake.exercise) continue;
      if (!right) right = same_as(call, *solutions_->find(all[i].mistake.exercise));
      if (*right) all[i].add(false, same_as(call, *suspects[i]));
    }
  }
  if (folder_) folder_->restore(now);
  explaining_ = false;
  return diagnosis::name_mistakes(all);
}

}  // namespace descent::remote
