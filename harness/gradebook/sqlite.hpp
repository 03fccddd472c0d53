#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace descent::gradebook {

/// A statement of SQL, prepared; ? stands for a value. Source: sqlite.org/cintro.html.
class Statement {
 public:
  Statement(sqlite3* database, const std::string& sql);

  /// Gives the next ? its value.
  Statement& operator<<(const std::string& value);
  Statement& operator<<(std::int64_t value);
  Statement& operator<<(int value) { return *this << std::int64_t{value}; }

  /// Goes on to the next row; false if there is none. Throws std::runtime_error.
  bool step();

  std::string text(int column) const;
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
};

/// A database in a file, which is made if there is none.
class Database {
 public:
  /// Throws std::runtime_error with the file's name and what SQLite says.
  explicit Database(const std::filesystem::path& file);

  Statement prepare(const std::string& sql) { return {database_.get(), sql}; }

  /// Several statements without values.
  void execute(const std::string& sql);

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
  };
  std::unique_ptr<sqlite3, Close> database_;
};

/// Everything that is done until commit(), or nothing. Waits for others who write.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace descent::gradebook
