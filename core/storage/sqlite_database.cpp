// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/sqlite_database.h"

#include <limits>
#include <sqlite3.h>

namespace sweep {

namespace {

/// How long a statement waits for a lock of another process before it fails.
constexpr int BusyMilliseconds = 2000;

Error errorFor(int code, const std::string& detail, const std::string& path) {
  switch (code & 0xff) {
  case SQLITE_FULL:
    return Error(SWEEP_TEXT("%1 cannot be saved: the disk is full. Free some space."), {path});
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return Error(SWEEP_TEXT("%1 cannot be written: it or its folder is read-only. Save a copy elsewhere."),
                 {path});
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return Error(SWEEP_TEXT("%1 is locked by another program. Close it there and try again."), {path});
  case SQLITE_NOTADB:
    return Error(
        SWEEP_TEXT("%1 is not a Sweepscope study: it is not an SQLite file, or its beginning is damaged."),
        {path});
  case SQLITE_CORRUPT:
    return Error(SWEEP_TEXT("%1 is damaged (%2). Restore it from a copy; it was left as it is."),
                 {path, detail});
  case SQLITE_CANTOPEN:
    return Error(
        SWEEP_TEXT(
            "%1 cannot be opened where it is: its disk is full, write-protected or on a network, or a permission "
            "is missing. See to that, or copy it with the files beside it to another disk."),
        {path});
  case SQLITE_IOERR:
    return Error(SWEEP_TEXT("%1 cannot be read or written (%2). Check the disk that it is on."),
                 {path, detail});
  default:
    return Error(SWEEP_TEXT("%1 cannot be used (%2)."), {path, detail});
  }
}

Error lastError(sqlite3* handle) {
  const char* path = sqlite3_db_filename(handle, "main");
  return errorFor(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle), path ? path : "");
}

/// A path as an SQLite URI.
std::string uriOf(const std::string& path, std::string_view query) {
  static constexpr char Digits[] = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const char character : path) {
    if (character == '%' || character == '?' || character == '#') {
      const auto byte = static_cast<unsigned char>(character);
      uri += {'%', Digits[byte >> 4], Digits[byte & 15]};
    } else {
      uri += character;
    }
  }
  return uri.append(query);
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(m_statement.get());
  if (code == SQLITE_ROW)
    return true;
  if (code == SQLITE_DONE) {
    sqlite3_reset(m_statement.get());
    return false;
  }
  const Error error = lastError(sqlite3_db_handle(m_statement.get()));
  sqlite3_reset(m_statement.get());
  return error;
}

void Statement::reset() {
  sqlite3_reset(m_statement.get());
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(m_statement.get(), column);
}

double Statement::real(int column) const {
  return isNull(column) ? std::numeric_limits<double>::quiet_NaN()
                        : sqlite3_column_double(m_statement.get(), column);
}

std::string_view Statement::text(int column) const {
  const auto* bytes = sqlite3_column_text(m_statement.get(), column);
  if (!bytes)
    return {};
  return {reinterpret_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column))};
}

bool Statement::isNull(int column) const {
  return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

void Statement::bind(int index, std::nullptr_t) {
  sqlite3_bind_null(m_statement.get(), index + 1);
}

void Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(m_statement.get(), index + 1, value);
}

void Statement::bind(int index, double value) {
  sqlite3_bind_double(m_statement.get(), index + 1, value);
}

void Statement::bind(int index, std::string_view value) {
  // A view without an address would be bound as NULL.
  sqlite3_bind_text64(m_statement.get(), index + 1, value.data() ? value.data() : "", value.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Database::Close::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

Result<Database> Database::open(const std::string& path, Access access) {
  const bool writes = access == Access::ReadWrite || access == Access::Damaged;
  const int flags = (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_URI |
                    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(uriOf(path, access == Access::Immutable ? "?immutable=1" : "").c_str(),
                                   &handle, flags, nullptr);
  Database database(handle);
  if (code != SQLITE_OK)
    return errorFor(code, sqlite3_errstr(code), path);
  if (auto done = database.setUp(access); !done)
    return done.error();
  return database;
}

Result<void> Database::setUp(Access access) {
  sqlite3_busy_timeout(m_handle.get(), BusyMilliseconds);
  const bool damaged = access == Access::Damaged;
  for (const auto& [option, value] : {std::pair{SQLITE_DBCONFIG_DEFENSIVE, damaged ? 0 : 1},
                                      {SQLITE_DBCONFIG_WRITABLE_SCHEMA, damaged ? 1 : 0},
                                      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
                                      {SQLITE_DBCONFIG_ENABLE_VIEW, 0}})
    sqlite3_db_config(m_handle.get(), option, value, nullptr);
  return run("PRAGMA cell_size_check = ON");
}

Result<void> Database::run(const std::string& sql) {
  if (sqlite3_exec(m_handle.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return lastError(m_handle.get());
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(m_handle.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement, nullptr) != SQLITE_OK)
    return lastError(m_handle.get());
  return Statement(statement);
}

Result<std::string> Database::text(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement)
    return statement.error();
  const auto row = statement->execute();
  if (!row)
    return row.error();
  return *row ? std::string(statement->text(0)) : std::string();
}

Result<std::int64_t> Database::integer(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement)
    return statement.error();
  const auto row = statement->execute();
  if (!row)
    return row.error();
  return *row ? statement->integer(0) : std::int64_t{0};
}

bool Database::foldLog() {
  int pages = 0;
  int folded = 0;
  return sqlite3_wal_checkpoint_v2(m_handle.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &pages, &folded) == SQLITE_OK &&
         pages > 0 && folded == pages;
}

Result<Database> Database::copyInMemory() {
  sqlite3* handle = nullptr;
  const int opened = sqlite3_open_v2(
      ":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Database copy(handle);
  if (opened != SQLITE_OK)
    return errorFor(opened, sqlite3_errstr(opened), ":memory:");
  auto* const backup = sqlite3_backup_init(handle, "main", m_handle.get(), "main");
  const int code = backup ? sqlite3_backup_step(backup, -1) : SQLITE_ERROR;
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) {
    const char* path = sqlite3_db_filename(m_handle.get(), "main");
    return errorFor(code, sqlite3_errstr(code), path ? path : "");
  }
  if (auto done = copy.setUp(Access::ReadWrite); !done)
    return done.error();
  return copy;
}

bool Database::inTransaction() const {
  return sqlite3_get_autocommit(m_handle.get()) == 0;
}

Result<Transaction> Transaction::beginWriting(Database& database) {
  if (auto begun = database.run("BEGIN IMMEDIATE"); !begun)
    return begun.error();
  return Transaction(database);
}

Result<Transaction> Transaction::beginReading(Database& database) {
  if (auto begun = database.run("BEGIN"); !begun)
    return begun.error();
  return Transaction(database);
}

Transaction::~Transaction() {
  // Some errors (a full disk among them) have rolled back already.
  if (m_database && m_database->inTransaction())
    (void)m_database->run("ROLLBACK");
}

Result<void> Transaction::commit() {
  auto done = m_database->run("COMMIT");
  if (done)
    m_database = nullptr;
  return done;
}

} // namespace sweep
