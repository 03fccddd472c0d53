#include "harness/outcome/outcome.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace descent::outcome {
namespace {

constexpr std::array<std::string_view, 9> kNames = {
    "passed",    "failed",        "not_started",        "build_failed",  "crashed",
    "timed_out", "out_of_memory", "protocol_violation", "infrastructure"};

}  // namespace

std::string_view name(Outcome outcome) { return kNames.at(static_cast<std::size_t>(outcome)); }

Outcome outcome_from(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Outcome>(i);
  }
  throw std::invalid_argument("unknown outcome '" + std::string(name) + "'");
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Finding, problem, quoted, expected, yours, worst, why, likely,
                                   read)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(NamedMistake, exercise, id, sentence, read)

void to_json(nlohmann::json& json, const TestOutcome& outcome) {
  json = {{"stage", outcome.stage},
          {"suite", outcome.suite},
          {"task", outcome.task},
          {"test", outcome.test},
          {"outcome", name(outcome.outcome)},
          {"findings", outcome.findings},
          {"mistakes", outcome.mistakes},
          {"printed", outcome.printed},
          {"seconds", outcome.seconds},
          {"used_seconds", outcome.used_seconds}};
}

void from_json(const nlohmann::json& json, TestOutcome& outcome) {
  json.at("stage").get_to(outcome.stage);
  json.at("suite").get_to(outcome.suite);
  json.at("task").get_to(outcome.task);
  json.at("test").get_to(outcome.test);
  outcome.outcome = outcome_from(json.at("outcome").get<std::string>());
  json.at("findings").get_to(outcome.findings);
  json.at("mistakes").get_to(outcome.mistakes);
  json.at("printed").get_to(outcome.printed);
  json.at("seconds").get_to(outcome.seconds);
  outcome.used_seconds = json.value("used_seconds", 0.0);  // older records do not say
}

}  // namespace descent::outcome
