// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/failing_vfs.h"

#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <random>
#include <sqlite3.h>
#include <utility>
#include <vector>

namespace sweep::test {

namespace {

/// A write, or the cut of a truncation (nothing after), that a power cut may undo.
struct Unsynced {
  std::size_t offset = 0;
  std::string before;
  std::string after;
  std::size_t sizeBefore = 0;
};

void writeOver(std::string& content, std::size_t offset, const std::string& bytes) {
  content.resize(std::max(content.size(), offset + bytes.size()));
  content.replace(offset, bytes.size(), bytes);
}

std::string undone(std::string content, const std::vector<Unsynced>& writes, unsigned seed) {
  for (auto write = writes.rbegin(); write != writes.rend(); ++write) {
    writeOver(content, write->offset, write->before);
    content.resize(write->sizeBefore);
  }
  std::minstd_rand draw(seed);
  for (const auto& write : writes)
    if (seed != 0 && draw() % 2 == 0)
      writeOver(content, write.offset, write.after);
  return content;
}

/// What SQLite holds of an open file; the real one follows it in memory.
struct File {
  sqlite3_file base;
  FailingVfs::Vfs* vfs;
  std::string* path;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

} // namespace

class FailingVfs::Vfs {
public:
  explicit Vfs(bool local) : m_real(sqlite3_vfs_find(nullptr)), m_vfs(*m_real) {
    m_vfs.szOsFile = static_cast<int>(sizeof(File)) + m_real->szOsFile;
    m_vfs.zName = "failing";
    m_vfs.pNext = nullptr;
    m_vfs.pAppData = this;
    m_vfs.xOpen = open;
    setUpMethods(local);
    sqlite3_vfs_register(&m_vfs, 1);
  }
  ~Vfs() {
    sqlite3_vfs_unregister(&m_vfs);
    sqlite3_vfs_register(m_real, 1);
  }

  void setFault(Fault fault) {
    const std::lock_guard lock(m_mutex);
    m_fault = std::move(fault);
  }
  std::vector<Unsynced> unsyncedOf(const std::string& path) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_unsynced.find(path);
    return found == m_unsynced.end() ? std::vector<Unsynced>() : found->second;
  }

private:
  static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
  static sqlite3_file* realOf(sqlite3_file* file) { return of(file).real(); }

  int faultOf(Operation operation) {
    Fault fault;
    {
      const std::lock_guard lock(m_mutex);
      fault = m_fault;
    }
    return fault ? fault(operation) : SQLITE_OK;
  }

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* outFlags) {
    auto& self = *static_cast<Vfs*>(vfs->pAppData);
    const int code = self.m_real->xOpen(self.m_real, path, realOf(file), flags, outFlags);
    file->pMethods = realOf(file)->pMethods ? &self.m_methods : nullptr;
    of(file).vfs = &self;
    of(file).path = file->pMethods ? new std::string(path ? path : "") : nullptr;
    return code;
  }
  static int close(sqlite3_file* file) {
    delete of(file).path;
    return realOf(file)->pMethods->xClose(realOf(file));
  }

  static std::size_t sizeOf(sqlite3_file* file) {
    sqlite3_int64 size = 0;
    realOf(file)->pMethods->xFileSize(realOf(file), &size);
    return static_cast<std::size_t>(size);
  }
  void remember(sqlite3_file* file, std::size_t offset, std::size_t length, std::string after) {
    Unsynced write{offset, {}, std::move(after), sizeOf(file)};
    write.before.resize(offset < write.sizeBefore ? std::min(length, write.sizeBefore - offset) : 0);
    if (!write.before.empty())
      realOf(file)->pMethods->xRead(realOf(file), write.before.data(), static_cast<int>(write.before.size()),
                                    static_cast<sqlite3_int64>(offset));
    const std::lock_guard lock(m_mutex);
    m_unsynced[*of(file).path].push_back(std::move(write));
  }

  static int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
    const int fault = of(file).vfs->faultOf(Operation::Read);
    return fault ? fault : realOf(file)->pMethods->xRead(realOf(file), bytes, size, offset);
  }
  static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    if (const int fault = of(file).vfs->faultOf(Operation::Write))
      return fault;
    of(file).vfs->remember(file, static_cast<std::size_t>(offset), static_cast<std::size_t>(size),
                           std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size)));
    return realOf(file)->pMethods->xWrite(realOf(file), bytes, size, offset);
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (const int fault = of(file).vfs->faultOf(Operation::Truncate))
      return fault;
    of(file).vfs->remember(file, static_cast<std::size_t>(size), sizeOf(file), {});
    return realOf(file)->pMethods->xTruncate(realOf(file), size);
  }
  static int sync(sqlite3_file* file, int flags) {
    Vfs& self = *of(file).vfs;
    if (const int fault = self.faultOf(Operation::Sync))
      return fault;
    const int code = realOf(file)->pMethods->xSync(realOf(file), flags);
    const std::lock_guard lock(self.m_mutex);
    self.m_unsynced.erase(*of(file).path);
    return code;
  }

  void setUpMethods(bool local) {
    m_methods.iVersion = local ? 2 : 1;
    m_methods.xClose = close;
    m_methods.xRead = read;
    m_methods.xWrite = write;
    m_methods.xTruncate = truncate;
    m_methods.xSync = sync;
    m_methods.xFileSize = [](sqlite3_file* file, sqlite3_int64* size) {
      return realOf(file)->pMethods->xFileSize(realOf(file), size);
    };
    m_methods.xLock = [](sqlite3_file* file, int level) {
      return realOf(file)->pMethods->xLock(realOf(file), level);
    };
    m_methods.xUnlock = [](sqlite3_file* file, int level) {
      return realOf(file)->pMethods->xUnlock(realOf(file), level);
    };
    m_methods.xCheckReservedLock = [](sqlite3_file* file, int* held) {
      return realOf(file)->pMethods->xCheckReservedLock(realOf(file), held);
    };
    m_methods.xFileControl = [](sqlite3_file* file, int what, void* with) {
      return realOf(file)->pMethods->xFileControl(realOf(file), what, with);
    };
    m_methods.xSectorSize = [](sqlite3_file* file) {
      return realOf(file)->pMethods->xSectorSize(realOf(file));
    };
    m_methods.xDeviceCharacteristics = [](sqlite3_file* file) {
      return realOf(file)->pMethods->xDeviceCharacteristics(realOf(file));
    };
    m_methods.xShmMap = [](sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
      return realOf(file)->pMethods->xShmMap(realOf(file), region, size, extend, memory);
    };
    m_methods.xShmLock = [](sqlite3_file* file, int offset, int n, int flags) {
      return realOf(file)->pMethods->xShmLock(realOf(file), offset, n, flags);
    };
    m_methods.xShmBarrier = [](sqlite3_file* file) {
      realOf(file)->pMethods->xShmBarrier(realOf(file));
    };
    m_methods.xShmUnmap = [](sqlite3_file* file, int remove) {
      return realOf(file)->pMethods->xShmUnmap(realOf(file), remove);
    };
  }

  sqlite3_vfs* m_real;
  sqlite3_vfs m_vfs;
  sqlite3_io_methods m_methods{};
  mutable std::mutex m_mutex;
  Fault m_fault;
  std::map<std::string, std::vector<Unsynced>> m_unsynced;
};

FailingVfs::FailingVfs(bool local) : m_vfs(std::make_unique<Vfs>(local)) {}
FailingVfs::~FailingVfs() = default;

void FailingVfs::setFault(Fault fault) {
  m_vfs->setFault(std::move(fault));
}

void FailingVfs::copyAfterPowerCut(const std::string& from, const std::string& to, unsigned seed) const {
  for (const std::string ending : {"", "-wal", "-journal"})
    if (std::filesystem::exists(from + ending))
      writeFile(to + ending, undone(fileContent(from + ending), m_vfs->unsyncedOf(from + ending), seed));
}

} // namespace sweep::test
