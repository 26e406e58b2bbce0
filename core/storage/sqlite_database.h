// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace sweep {

/// A prepared statement of a Database that outlives it. Parameters and columns count from 0.
class Statement {
public:
  /// Binds the arguments in order and takes the first step: true when there is a row to read. A statement
  /// that gives no rows is done after it.
  template <class... Arguments> Result<bool> execute(const Arguments&... arguments) {
    reset();
    int index = 0;
    (bind(index++, arguments), ...);
    return step();
  }
  /// The next row.
  Result<bool> step();
  /// Ends a statement whose rows were not all read, so that it holds no lock.
  void reset();

  std::int64_t integer(int column) const;
  /// NaN for NULL: SQLite stores NaN as NULL.
  double real(int column) const;
  /// Valid until the next step.
  std::string_view text(int column) const;
  bool isNull(int column) const;

private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Statement(sqlite3_stmt* statement) : m_statement(statement) {}

  void bind(int index, std::nullptr_t);
  void bind(int index, std::int64_t value);
  void bind(int index, int value) { bind(index, std::int64_t{value}); }
  void bind(int index, bool value) { bind(index, std::int64_t{value}); }
  void bind(int index, double value);
  void bind(int index, std::string_view value);
  void bind(int index, const char* value) { bind(index, std::string_view(value)); }
  void bind(int index, const std::string& value) { bind(index, std::string_view(value)); }
  template <class T> void bind(int index, const std::optional<T>& value) {
    if (value)
      bind(index, *value);
    else
      bind(index, nullptr);
  }

  std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
};

/// A connection to one SQLite file, set up so that a hostile file can do nothing: no trusted schema, no
/// triggers, no views, defensive. For one thread at a time. Errors are sentences that name the file.
class Database {
public:
  enum class Access {
    ReadOnly,
    /// The file must be there.
    ReadWrite,
    /// As ReadOnly for a file that nobody can change, in a folder where nothing can be created.
    Immutable,
    /// As ReadWrite for a copy of a damaged file: reads on past what SQLite would refuse as a whole.
    Damaged
  };
  static Result<Database> open(const std::string& path, Access access);

  /// Runs statements that give no rows.
  Result<void> run(const std::string& sql);
  Result<Statement> prepare(std::string_view sql);
  /// The first column of the first row, empty without one.
  Result<std::string> text(std::string_view sql);
  Result<std::int64_t> integer(std::string_view sql);
  bool inTransaction() const;
  /// Brings the write-ahead log into the file, so that the next transaction begins it anew instead of making it longer. Never waits;
  /// false when it could not, or when somebody still reads from the log.
  bool foldLog();
  /// The whole content as it is now, apart from the file.
  Result<Database> copyInMemory();

private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  explicit Database(sqlite3* handle) : m_handle(handle) {}
  Result<void> setUp(Access access);

  std::unique_ptr<sqlite3, Close> m_handle;
};

/// Rolled back unless committed.
class Transaction {
public:
  static Result<Transaction> beginWriting(Database& database);
  /// All reads see the file at one moment.
  static Result<Transaction> beginReading(Database& database);
  Transaction(Transaction&& other) noexcept : m_database(other.m_database) { other.m_database = nullptr; }
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  /// Durable when it returns successfully (of a writing one, in WAL mode with synchronous=FULL).
  Result<void> commit();

private:
  explicit Transaction(Database& database) : m_database(&database) {}
  Database* m_database;
};

} // namespace sweep
