#include "harness/outcome/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

namespace descent::outcome {
namespace {

/// Those that are named by the most failing tests, in the order in which they were first named.
std::vector<NamedMistake> agree_on_mistakes(const std::vector<TestOutcome>& failures) {
  std::vector<NamedMistake> order;
  std::map<std::string, int> votes;
  int most = 0;
  for (const TestOutcome& failure : failures) {
    for (const NamedMistake& mistake : failure.mistakes) {
      const int count = ++votes[mistake.id];
      if (count == 1) order.push_back(mistake);
      most = std::max(most, count);
    }
  }
  std::erase_if(order, [&](const NamedMistake& mistake) { return votes[mistake.id] < most; });
  return order;
}

/// One word for a task: trouble of ours first, then "not started", then what its first failure is.
Outcome overall(const std::vector<TestOutcome>& failures) {
  if (failures.empty()) return Outcome::passed;
  for (const Outcome decisive : {Outcome::infrastructure, Outcome::not_started}) {
    for (const TestOutcome& failure : failures) {
      if (failure.outcome == decisive) return decisive;
    }
  }
  return failures.front().outcome;
}

template <class Number>
int sum(const std::vector<TaskResult>& tasks, Number number) {
  return std::accumulate(tasks.begin(), tasks.end(), 0, [&](int total, const TaskResult& task) {
    return total + static_cast<int>(number(task));
  });
}

}  // namespace

void from_json(const nlohmann::json& json, ExpectedTest& test) {
  json.at("suite").get_to(test.suite);
  json.at("task").get_to(test.task);
  json.at("test").get_to(test.test);
}

TestOutcome unrecorded(const std::string& stage, const ExpectedTest& test, Outcome outcome) {
  TestOutcome lost;
  lost.stage = stage;
  lost.suite = test.suite;
  lost.task = test.task;
  lost.test = test.test;
  lost.outcome = outcome;
  return lost;
}

Record read_record(std::istream& in) {
  Record record;
  bool announced = false;
  for (std::string line; std::getline(in, line);) {
    try {
      const nlohmann::json json = nlohmann::json::parse(line);
      if (!announced) {
        json.at("expected").get_to(record.expected);
        announced = true;
      } else {
        record.outcomes.push_back(json.get<TestOutcome>());
      }
    } catch (const std::exception& error) {
      record.complaint = fmt::format("a line of the record cannot be read: {}", error.what());
      break;
    }
  }
  if (!announced && record.complaint.empty()) record.complaint = "the record is empty";
  return record;
}

int Summary::points() const {
  return sum(tasks, [](const TaskResult& task) { return task.points; });
}
int Summary::earned() const {
  return sum(tasks, [](const TaskResult& task) { return task.earned; });
}
int Summary::passed_tasks() const {
  return sum(tasks, [](const TaskResult& task) { return task.outcome == Outcome::passed; });
}

Summary summarize(const Manifest& manifest, const std::vector<ExpectedTest>& expected,
                  const std::vector<TestOutcome>& record, Outcome missing) {
  Summary summary;
  for (const Task& task : manifest.tasks) {
    TaskResult result;
    result.task = task.id;
    result.points = task.points;
    for (const ExpectedTest& test : expected) {
      if (test.task != task.id) continue;
      ++result.tests;
      const auto same = [&](const TestOutcome& o) {
        return o.stage == manifest.stage && o.suite == test.suite && o.task == test.task &&
               o.test == test.test;
      };
      const auto found = std::find_if(record.begin(), record.end(), same);
      if (found == record.end() || std::count_if(record.begin(), record.end(), same) > 1) {
        result.failures.push_back(unrecorded(
            manifest.stage, test, found == record.end() ? missing : Outcome::infrastructure));
      } else if (found->outcome == Outcome::passed) {
        ++result.passed;
        result.passing.push_back(test);
      } else {
        result.failures.push_back(*found);
      }
    }
    result.outcome = result.tests == 0 ? Outcome::infrastructure : overall(result.failures);
    result.earned = result.outcome == Outcome::passed ? task.points : 0;
    result.mistakes = agree_on_mistakes(result.failures);
    summary.tasks.push_back(result);
  }
  for (const TestOutcome& outcome : record) {
    const ExpectedTest test{outcome.suite, outcome.task, outcome.test};
    if (outcome.stage != manifest.stage ||
        std::find(expected.begin(), expected.end(), test) == expected.end()) {
      summary.unexpected.push_back(outcome.test);
    }
  }
  return summary;
}

}  // namespace descent::outcome
