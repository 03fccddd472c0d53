#include "harness/report/statistics.hpp"

#include <algorithm>
#include <numeric>

#include "harness/outcome/story.hpp"

namespace descent::report {
namespace {

using outcome::Outcome;
using outcome::TaskResult;

constexpr int kBins = 10;

bool any_task(const grader::Verdict& verdict, Outcome outcome) {
  const auto& tasks = verdict.summary.tasks;
  return std::any_of(tasks.begin(), tasks.end(),
                     [&](const TaskResult& task) { return task.outcome == outcome; });
}

bool all_tasks(const grader::Verdict& verdict, Outcome outcome) {
  const auto& tasks = verdict.summary.tasks;
  return !tasks.empty() && std::all_of(tasks.begin(), tasks.end(), [&](const TaskResult& task) {
    return task.outcome == outcome;
  });
}

std::vector<Bin> distribution(const std::vector<int>& earned, int points) {
  const int width = std::max(1, (points + kBins - 1) / kBins);
  std::vector<Bin> bins;
  for (int i = 0; i < kBins; ++i) bins.push_back({.from = i * width});
  for (const int sum : earned) {
    ++bins[static_cast<std::size_t>(std::clamp(sum / width, 0, kBins - 1))].students;
  }
  return bins;
}

void add(TaskStatistics& statistics, const TaskResult& task) {
  if (task.outcome == Outcome::infrastructure) return;
  ++statistics.students;
  const bool untried = task.outcome == Outcome::not_started;
  if (untried) ++statistics.not_started;
  if (!untried && task.outcome != Outcome::passed) ++statistics.failed;
}

void add(std::vector<MistakeStatistics>& all, const TaskResult& task) {
  if (task.mistakes.size() > outcome::kMostNames) return;  // so many are no diagnosis
  for (const outcome::NamedMistake& mistake : task.mistakes) {
    auto found = std::find_if(all.begin(), all.end(), [&](const MistakeStatistics& other) {
      return other.task == task.task && other.mistake.id == mistake.id;
    });
    if (found == all.end()) found = all.insert(all.end(), {mistake, task.task});
    ++found->students;
  }
}

void add(ClassStatistics& all, const grader::Verdict& verdict) {
  if (!verdict.problem.empty()) ++all.nothing_to_judge;
  if (all_tasks(verdict, Outcome::not_started)) ++all.not_started;
  if (any_task(verdict, Outcome::crashed)) ++all.crashed;
  if (all_tasks(verdict, Outcome::passed)) ++all.full;
  for (const TaskResult& task : verdict.summary.tasks) {
    auto found = std::find_if(all.tasks.begin(), all.tasks.end(),
                              [&](const TaskStatistics& t) { return t.task == task.task; });
    if (found == all.tasks.end()) found = all.tasks.insert(all.tasks.end(), {.task = task.task});
    add(*found, task);
    add(all.mistakes, task);
  }
}

double median_of(std::vector<int> numbers) {
  if (numbers.empty()) return 0;
  std::sort(numbers.begin(), numbers.end());
  const std::size_t middle = numbers.size() / 2;
  if (numbers.size() % 2 == 1) return numbers[middle];
  return (numbers[middle - 1] + numbers[middle]) / 2.0;
}

}  // namespace

ClassStatistics statistics(const grader::ClassResult& result) {
  ClassStatistics all;
  std::vector<int> earned;
  for (const grader::Verdict& verdict : result.verdicts) {
    ++all.students;
    if (!verdict.judged) {
      ++all.unjudged;
      continue;
    }
    earned.push_back(verdict.earned());
    add(all, verdict);
  }
  all.bins = distribution(earned, result.points);
  all.median = median_of(earned);
  if (!earned.empty()) {
    all.mean =
        std::accumulate(earned.begin(), earned.end(), 0.0) / static_cast<double>(earned.size());
  }
  std::stable_sort(all.tasks.begin(), all.tasks.end(), [](const auto& a, const auto& b) {
    return a.failure_rate() > b.failure_rate();
  });
  std::stable_sort(all.mistakes.begin(), all.mistakes.end(),
                   [](const auto& a, const auto& b) { return a.students > b.students; });
  return all;
}

}  // namespace descent::report
