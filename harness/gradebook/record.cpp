#include "harness/gradebook/record.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "harness/course/digest.hpp"
#include "harness/outcome/whole_number.hpp"

namespace descent::gradebook {
namespace {

using Json = nlohmann::json;  // its objects are sorted by key
using outcome::TaskResult;
using outcome::whole_number;

constexpr int kSchema = 1;
constexpr int kDeepest = 32;  // objects and lists in each other; an honest record has seven

Json json_of(const outcome::NamedMistake& mistake) {
  return {{"exercise", mistake.exercise},
          {"id", mistake.id},
          {"sentence", mistake.sentence},
          {"read", mistake.read}};
}

outcome::NamedMistake mistake_of(const Json& json) {
  return {json.at("exercise"), json.at("id"), json.at("sentence"), json.at("read")};
}

Json json_of(const TaskResult& task) {
  Json passing = Json::array(), mistakes = Json::array();
  for (const outcome::ExpectedTest& test : task.passing) {
    passing.push_back({{"suite", test.suite}, {"test", test.test}});
  }
  for (const outcome::NamedMistake& mistake : task.mistakes) mistakes.push_back(json_of(mistake));
  return {{"task", task.task},         {"outcome", outcome::name(task.outcome)},
          {"points", task.points},     {"earned", task.earned},
          {"tests", task.tests},       {"passing", passing},
          {"failures", task.failures}, {"mistakes", mistakes}};
}

TaskResult task_of(const Json& json) {
  TaskResult task;
  json.at("task").get_to(task.task);
  task.outcome = outcome::outcome_from(json.at("outcome").get<std::string>());
  task.points = whole_number<int>(json, "points");
  task.earned = whole_number<int>(json, "earned");
  task.tests = whole_number<int>(json, "tests");
  for (const Json& test : json.at("passing")) {
    task.passing.push_back({test.at("suite"), task.task, test.at("test")});
  }
  task.passed = static_cast<int>(task.passing.size());
  json.at("failures").get_to(task.failures);
  for (const Json& mistake : json.at("mistakes")) task.mistakes.push_back(mistake_of(mistake));
  return task;
}

Json json_of(const Judge& judge, const grader::Verdict& verdict) {
  Json tasks = Json::array();
  for (const TaskResult& task : verdict.summary.tasks) tasks.push_back(json_of(task));
  return {{"schema", kSchema},
          {"descent", DESCENT_VERSION},
          {"stage", judge.stage},
          {"suites", judge.suites},
          {"fingerprint", judge.fingerprint},
          {"class_seed", judge.seed},
          {"id", verdict.id},
          {"name", verdict.name},
          {"sha256", verdict.sha256},
          {"seed", verdict.seed},
          {"tier", verdict.tier},
          {"judged", verdict.judged},
          {"problem", verdict.problem},
          {"tasks", tasks},
          {"unexpected", verdict.summary.unexpected},
          {"notes", verdict.notes},
          {"ignored", verdict.ignored},
          {"at", verdict.at},
          {"seconds", verdict.seconds}};
}

Record record_of(const Json& json) {
  Record record;
  json.at("stage").get_to(record.judge.stage);
  json.at("suites").get_to(record.judge.suites);
  json.at("fingerprint").get_to(record.judge.fingerprint);
  record.judge.seed = whole_number<std::uint64_t>(json, "class_seed");
  grader::Verdict& verdict = record.verdict;
  json.at("id").get_to(verdict.id);
  json.at("name").get_to(verdict.name);
  json.at("sha256").get_to(verdict.sha256);
  verdict.seed = whole_number<std::uint64_t>(json, "seed");
  verdict.tier = whole_number<int>(json, "tier");
  json.at("judged").get_to(verdict.judged);
  json.at("problem").get_to(verdict.problem);
  for (const Json& task : json.at("tasks")) verdict.summary.tasks.push_back(task_of(task));
  json.at("unexpected").get_to(verdict.summary.unexpected);
  json.at("notes").get_to(verdict.notes);
  json.at("ignored").get_to(verdict.ignored);
  json.at("at").get_to(verdict.at);
  json.at("seconds").get_to(verdict.seconds);
  return record;
}

/// Discarded where the text is no JSON. Throws where it is deeper than any record: to write it
/// again takes as much stack as it is deep.
Json parsed(const std::string& text) {
  const auto is_shallow = [](int depth, Json::parse_event_t, const Json&) {
    if (depth > kDeepest) throw std::runtime_error("it is no record: it is nested too deeply");
    return true;
  };
  return Json::parse(text, is_shallow, false);
}

std::string canonical(const Json& json) {
  // Bytes that are not UTF-8 come from a submission; they are replaced, not believed.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string write_record(const Judge& judge, const grader::Verdict& verdict, const Key& key) {
  // Through its text once, so that what is signed is what a reader will find.
  Json json = Json::parse(canonical(json_of(judge, verdict)));
  json["key"] = key.name();
  json["signature"] = key.sign(canonical(json));
  return canonical(json) + '\n';
}

Record read_record(const std::string& text, const Key& key) {
  Json json = parsed(text);
  if (!json.is_object() || !json.contains("signature") || !json["signature"].is_string()) {
    throw std::runtime_error("it is no record: expected a JSON object with a signature");
  }
  const std::string signature = json["signature"];
  json.erase("signature");
  if (!course::same_digest(signature, key.sign(canonical(json)))) {
    const bool ours = json.value("key", Json()) == Json(key.name());
    throw std::runtime_error(ours ? "its signature is wrong: somebody has changed it"
                                  : "another key has signed it");
  }
  try {
    if (json.at("schema") != kSchema) {
      throw std::runtime_error(
          fmt::format("its schema is {}, expected {}; another version of "
                      "Descent has written it",
                      json.at("schema").dump(), kSchema));
    }
    Record record = record_of(json);
    record.signature = signature;
    return record;
  } catch (const Json::exception& error) {
    throw std::runtime_error(
        fmt::format("a field is missing or of the wrong type: {}", error.what()));
  } catch (const std::invalid_argument& error) {
    throw std::runtime_error(error.what());
  }
}

}  // namespace descent::gradebook
