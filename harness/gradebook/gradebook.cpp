#include "harness/gradebook/gradebook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "harness/outcome/story.hpp"

namespace descent::gradebook {
namespace {

constexpr int kVersion = 1;

// A run is known by its record's signature, so that it can be taken in twice without being there
// twice. The latest run of a student and a stage counts.
constexpr const char* kTables = R"(
  CREATE TABLE IF NOT EXISTS students (
    student TEXT PRIMARY KEY,
    name    TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS runs (
    run         TEXT PRIMARY KEY,
    student     TEXT NOT NULL REFERENCES students,
    stage       TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    seed        INTEGER NOT NULL,
    tier        INTEGER NOT NULL,
    judged      INTEGER NOT NULL,
    points      INTEGER NOT NULL,
    earned      INTEGER NOT NULL,
    problem     TEXT NOT NULL,
    at          TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS runs_of_a_student ON runs (student, stage);
  CREATE TABLE IF NOT EXISTS outcomes (
    run     TEXT NOT NULL REFERENCES runs,
    task    TEXT NOT NULL,
    outcome TEXT NOT NULL,
    points  INTEGER NOT NULL,
    earned  INTEGER NOT NULL,
    tests   INTEGER NOT NULL,
    passed  INTEGER NOT NULL,
    mistake TEXT NOT NULL,
    PRIMARY KEY (run, task));
  CREATE TABLE IF NOT EXISTS adjustments (
    number  INTEGER PRIMARY KEY,
    student TEXT NOT NULL REFERENCES students,
    stage   TEXT NOT NULL,
    task    TEXT NOT NULL,
    points  INTEGER NOT NULL,
    reason  TEXT NOT NULL,
    by      TEXT NOT NULL,
    at      TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS comments (
    number  INTEGER PRIMARY KEY,
    student TEXT NOT NULL REFERENCES students,
    stage   TEXT NOT NULL,
    text    TEXT NOT NULL,
    by      TEXT NOT NULL,
    at      TEXT NOT NULL);
)";

void prepare_tables(Database& database) {
  Transaction transaction(database);
  Statement version = database.prepare("PRAGMA user_version");
  version.step();
  const std::int64_t found = version.integer(0);
  if (found > kVersion) {
    throw std::runtime_error(fmt::format(
        "the gradebook is of version {}, which a later Descent has written; this one knows {}",
        found, kVersion));
  }
  database.execute(kTables);
  database.execute(fmt::format("PRAGMA user_version = {}", kVersion));
  transaction.commit();
}

void take_in_student(Database& database, const grader::Verdict& verdict) {
  Statement insert = database.prepare(
      "INSERT INTO students VALUES (?, ?) ON CONFLICT (student) "
      "DO UPDATE SET name = excluded.name WHERE excluded.name <> ''");
  insert << verdict.id << verdict.name;
  insert.step();
}

/// Whether it is new.
bool take_in_run(Database& database, const Record& record) {
  const grader::Verdict& verdict = record.verdict;
  Statement insert = database.prepare(
      "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run) DO NOTHING "
      "RETURNING run");
  insert << record.signature << verdict.id << record.judge.stage << verdict.sha256
         << record.judge.fingerprint << static_cast<std::int64_t>(verdict.seed) << verdict.tier
         << (verdict.judged ? 1 : 0) << verdict.summary.points() << verdict.summary.earned()
         << verdict.problem << verdict.at;
  return insert.step();
}

void take_in_outcome(Database& database, const std::string& run, const outcome::TaskResult& task) {
  Statement insert = database.prepare("INSERT INTO outcomes VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  insert << run << task.task << std::string(outcome::name(task.outcome)) << task.points
         << task.earned << task.tests << task.passed
         << (task.mistakes.empty() ? "" : task.mistakes.front().id);
  insert.step();
}

}  // namespace

Gradebook::Gradebook(const std::filesystem::path& file) : database_(file) {
  database_.execute("PRAGMA foreign_keys = ON");
  prepare_tables(database_);
}

void Gradebook::take_in(const std::vector<Record>& records) {
  Transaction transaction(database_);
  for (const Record& record : records) {
    take_in_student(database_, record.verdict);
    if (!take_in_run(database_, record)) continue;
    for (const outcome::TaskResult& task : record.verdict.summary.tasks) {
      take_in_outcome(database_, record.signature, task);
    }
  }
  transaction.commit();
}

void Gradebook::require_graded(const std::string& student, const std::string& stage) {
  Statement find = database_.prepare("SELECT count(*) FROM runs WHERE student = ? AND stage = ?");
  find << student << stage;
  find.step();
  if (find.integer(0) > 0) return;
  throw std::invalid_argument(
      fmt::format("nobody called '{}' has been graded in {}; ./descent gradebook show says who has",
                  outcome::printable(student), outcome::printable(stage)));
}

void Gradebook::adjust(const std::string& student, const std::string& stage,
                       const grader::Adjustment& adjustment) {
  require_graded(student, stage);
  if (adjustment.reason.empty()) {
    throw std::invalid_argument("points by hand need a reason, for the student and for later");
  }
  if (!adjustment.task.empty()) {
    Statement find = database_.prepare(
        "SELECT count(*) FROM outcomes JOIN runs USING (run) WHERE stage = ? AND task = ?");
    find << stage << adjustment.task;
    find.step();
    if (find.integer(0) == 0) {
      throw std::invalid_argument(
          fmt::format("{} has no task '{}'", stage, outcome::printable(adjustment.task)));
    }
  }
  Statement insert = database_.prepare(
      "INSERT INTO adjustments (student, stage, task, points, reason, by, at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)");
  insert << student << stage << adjustment.task << adjustment.points << adjustment.reason
         << adjustment.by << adjustment.at;
  insert.step();
}

void Gradebook::comment(const std::string& student, const std::string& stage,
                        const grader::Comment& comment) {
  require_graded(student, stage);
  if (comment.text.empty()) throw std::invalid_argument("a comment needs a text");
  Statement insert = database_.prepare(
      "INSERT INTO comments (student, stage, text, by, at) VALUES (?, ?, ?, ?, ?)");
  insert << student << stage << comment.text << comment.by << comment.at;
  insert.step();
}

void Gradebook::add_by_hand(const std::string& stage, std::vector<grader::Verdict>& verdicts) {
  for (grader::Verdict& verdict : verdicts) {
    Statement adjustments = database_.prepare(
        "SELECT task, points, reason, by, at FROM adjustments WHERE stage = ? AND student = ? "
        "ORDER BY number");
    adjustments << stage << verdict.id;
    while (adjustments.step()) {
      verdict.adjustments.push_back({.task = adjustments.text(0),
                                     .points = static_cast<int>(adjustments.integer(1)),
                                     .reason = adjustments.text(2),
                                     .by = adjustments.text(3),
                                     .at = adjustments.text(4)});
    }
    Statement comments = database_.prepare(
        "SELECT text, by, at FROM comments WHERE stage = ? AND student = ? ORDER BY number");
    comments << stage << verdict.id;
    while (comments.step()) {
      verdict.comments.push_back({comments.text(0), comments.text(1), comments.text(2)});
    }
  }
}

std::vector<Grade> Gradebook::grades(const std::string& stage) {
  Statement select = database_.prepare(R"(
    WITH latest AS (
      SELECT *, count(*) OVER (PARTITION BY student, stage) AS times,
             row_number() OVER (PARTITION BY student, stage ORDER BY at DESC, rowid DESC) AS place
      FROM runs)
    SELECT student, name, stage, points, earned + ifnull((
             SELECT sum(points) FROM adjustments
             WHERE adjustments.student = latest.student AND adjustments.stage = latest.stage), 0),
           judged, at, times
    FROM latest JOIN students USING (student)
    WHERE place = 1 AND (? = '' OR stage = ?) ORDER BY stage, student)");
  select << stage << stage;
  std::vector<Grade> grades;
  while (select.step()) {
    grades.push_back({.student = select.text(0),
                      .name = select.text(1),
                      .stage = select.text(2),
                      .points = static_cast<int>(select.integer(3)),
                      .earned = std::max(0, static_cast<int>(select.integer(4))),
                      .judged = select.integer(5) != 0,
                      .at = select.text(6),
                      .runs = static_cast<int>(select.integer(7))});
  }
  return grades;
}

}  // namespace descent::gradebook
