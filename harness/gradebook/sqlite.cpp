#include "harness/gradebook/sqlite.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace descent::gradebook {
namespace {

constexpr int kPatience = 30000;  // milliseconds that a writer waits for another

/// Throws what SQLite says; with the system's own word for it where the disk is at fault.
[[noreturn]] void fail(sqlite3* database) {
  const char* file = sqlite3_db_filename(database, "main");
  const std::string text = fmt::format("the gradebook {} cannot be used: {}",
                                       file == nullptr ? "" : file, sqlite3_errmsg(database));
  switch (sqlite3_errcode(database)) {
    case SQLITE_FULL:
      throw std::system_error(ENOSPC, std::generic_category(), text);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
      throw std::system_error(EROFS, std::generic_category(), text);
    default:
      throw std::runtime_error(text);
  }
}

void require(int code, sqlite3* database) {
  if (code != SQLITE_OK) fail(database);
}

}  // namespace

Statement::Statement(sqlite3* database, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr);
  statement_.reset(statement);
  require(code, database);
}

Statement& Statement::operator<<(const std::string& value) {
  const auto size = static_cast<int>(value.size());
  // NOLINTNEXTLINE(performance-no-int-to-ptr): SQLITE_TRANSIENT is a number in a pointer's place
  auto* const copied = SQLITE_TRANSIENT;
  require(sqlite3_bind_text(statement_.get(), ++bound_, value.data(), size, copied),
          sqlite3_db_handle(statement_.get()));
  return *this;
}

Statement& Statement::operator<<(std::int64_t value) {
  require(sqlite3_bind_int64(statement_.get(), ++bound_, value),
          sqlite3_db_handle(statement_.get()));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  fail(sqlite3_db_handle(statement_.get()));
}

std::string Statement::text(int column) const {
  const unsigned char* bytes = sqlite3_column_text(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

Database::Database(const std::filesystem::path& file) {
  sqlite3* database = nullptr;
  const int code = sqlite3_open(file.c_str(), &database);
  database_.reset(database);
  require(code, database);
  sqlite3_busy_timeout(database, kPatience);
}

void Database::execute(const std::string& sql) {
  require(sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr), database_.get());
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const std::runtime_error&) {
    // SQLite rolls back by itself when the file is opened again.
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace descent::gradebook
