#include "harness/gradebook/records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <system_error>

#include "harness/course/digest.hpp"
#include "harness/course/file_name.hpp"
#include "harness/outcome/story.hpp"

namespace descent::gradebook {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSuffix = ".json";

void prove_writable(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw std::runtime_error(fmt::format("the results cannot go to {}: {}",
                                         outcome::printable(folder.string()), error.message()));
  }
  const fs::path probe = folder / ".probe";
  course::write_file(probe, "can this be written?\n");
  fs::remove(probe, error);
}

}  // namespace

Records::Records(fs::path folder, Key key, Judge judge)
    : folder_(std::move(folder)), key_(std::move(key)), judge_(std::move(judge)) {
  prove_writable(folder_);
}

std::optional<grader::Verdict> Records::find(const std::string& id,
                                             const std::string& sha256) const {
  const fs::path file = folder_ / (course::file_name(id) + kSuffix);
  if (sha256.empty() || !fs::exists(file)) return {};
  try {
    Record record = read_record(course::read_file(file), key_);
    const bool same = record.judge == judge_ && record.verdict.id == id &&
                      record.verdict.sha256 == sha256 && record.verdict.judged;
    if (same) return std::move(record.verdict);
  } catch (const std::runtime_error&) {
    // Whatever it is, it is no verdict: grade again.
  }
  return {};
}

void Records::keep(const grader::Verdict& verdict) const {
  course::write_file(folder_ / (course::file_name(verdict.id) + kSuffix),
                     write_record(judge_, verdict, key_));
}

std::vector<Record> Records::all(std::vector<std::string>& refused) const {
  std::vector<Record> records;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    const fs::path& file = entry.path();
    if (!entry.is_regular_file() || file.extension() != kSuffix) continue;
    const auto refuse = [&](const std::string& why) {
      refused.push_back(fmt::format("The record {} does not count: {}.",
                                    outcome::printable(file.filename().string()), why));
    };
    try {
      Record record = read_record(course::read_file(file), key_);
      if (record.judge.stage != judge_.stage) {
        refuse("it is of " + record.judge.stage);
      } else if (course::file_name(record.verdict.id) + kSuffix != file.filename().string()) {
        refuse("it is of another student");
      } else {
        records.push_back(std::move(record));
      }
    } catch (const std::runtime_error& error) {
      refuse(error.what());
    }
  }
  std::sort(records.begin(), records.end(),
            [](const Record& a, const Record& b) { return a.verdict.id < b.verdict.id; });
  std::sort(refused.begin(), refused.end());
  return records;
}

void Records::clean() const {
  const auto now = fs::file_time_type::clock::now();
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    // Another grader may be writing a file at this moment, but not for a minute.
    const bool old = now - entry.last_write_time(ignored) > std::chrono::minutes(1);
    if (old && entry.is_regular_file() && entry.path().extension() != kSuffix) {
      fs::remove(entry.path(), ignored);
    }
  }
}

}  // namespace descent::gradebook
