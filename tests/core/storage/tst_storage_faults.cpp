// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "tests/core/storage/studies.h"
#include "tests/support/temporary_folder.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sweep {
namespace {

using test::fileContent;
using test::TemporaryFolder;
using test::writeFile;

using testing::AnyOf;
using testing::HasSubstr;

/// Opens and loads; the sentence when that fails.
std::string outcomeOf(const std::string& path, OpenMode mode) {
  auto opened = openSqliteStudy(path, mode);
  if (!opened)
    return opened.error().str();
  const auto study = (*opened)->load();
  return study ? "fine" : study.error().str();
}

TEST(DamagedStudy, IsRefusedWhereverItIsCutOffAndLeftAlone) {
  const TemporaryFolder folder;
  const auto whole = folder / "whole.sweep";
  makeStudy(whole, 40);
  const auto bytes = fileContent(whole);
  const auto path = folder / "cut.sweep";
  for (std::size_t size = 512; size < bytes.size(); size += 512) {
    writeFile(path, bytes.substr(0, size));
    for (const auto mode : {OpenMode::ReadWrite, OpenMode::ReadOnly})
      EXPECT_THAT(outcomeOf(path, mode), AnyOf(HasSubstr("damaged"), HasSubstr("is not a Sweepscope study")))
          << size;
    EXPECT_EQ(fileContent(path).size(), size);
  }
}

TEST(DamagedStudy, IsNoticedWhicheverPageIsOverwritten) {
  const TemporaryFolder folder;
  const auto whole = folder / "whole.sweep";
  makeStudy(whole, 400);
  const auto bytes = fileContent(whole);
  const auto path = folder / "overwritten.sweep";
  for (std::size_t at = 0; at + 4096 <= bytes.size(); at += 4096) {
    auto damaged = bytes;
    Rng rng(at);
    for (std::size_t i = 0; i < 4096; ++i)
      damaged[at + i] = static_cast<char>(rng());
    writeFile(path, damaged);
    EXPECT_THAT(outcomeOf(path, OpenMode::ReadWrite),
                AnyOf(HasSubstr("damaged"), HasSubstr("is not a Sweepscope study")))
        << at;
  }
}

/// While it lives, no file of this process grows beyond `size`.
class FileSizeLimit {
public:
  explicit FileSizeLimit(rlim_t size) {
    m_handler = signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &m_before);
    const rlimit limit{size, m_before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &m_before);
    signal(SIGXFSZ, m_handler);
  }

private:
  rlimit m_before{};
  sighandler_t m_handler;
};

TEST(FailingWrite, LosesNothingThatWasThereAndGoesOnAfterwards) {
  const TemporaryFolder folder;
  const auto path = folder / "study.sweep";
  auto storage = createSqliteStudy(path, smallSpec());
  ASSERT_TRUE(storage);
  int written = 0;
  int refused = 0;
  for (rlim_t size = 1024; size < (rlim_t{1} << 18); size += 4096) {
    Result<void> done;
    {
      const FileSizeLimit limit(size);
      done = writeOne(**storage, completeTrial(written, 20));
    }
    if (done)
      ++written;
    else
      ++refused;
    auto study = openSqliteStudy(path, OpenMode::ReadOnly);
    ASSERT_TRUE(study) << study.error().str();
    ASSERT_EQ((*study)->load()->trials.size(), static_cast<std::size_t>(written)) << size;
  }
  EXPECT_GT(written, 0);
  EXPECT_GT(refused, 0);
  EXPECT_TRUE(writeOne(**storage, completeTrial(written)));
  storage->reset();
  EXPECT_EQ(outcomeOf(path, OpenMode::ReadWrite), "fine");
}

/// Writes trial after trial and tells each number through the pipe once its write has returned.
[[noreturn]] void writeForEver(const std::string& path, int out) {
  auto storage = openSqliteStudy(path, OpenMode::ReadWrite);
  if (!storage)
    _exit(1);
  for (int i = static_cast<int>((*storage)->load()->trials.size());; ++i)
    if (!writeOne(**storage, completeTrial(i)) || write(out, &i, sizeof i) != sizeof i)
      _exit(1);
}

TEST(KilledWriter, HasEverythingThatItTold) {
  const TemporaryFolder folder;
  const auto path = folder / "study.sweep";
  makeStudy(path, 0);
  Rng rng(20);
  int told = -1;
  for (int round = 0; round < 20; ++round) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0)
      writeForEver(path, ends[1]);
    close(ends[1]);
    // Every other time at any moment from the very beginning on, else while it writes.
    if (round % 2 == 1)
      ASSERT_EQ(read(ends[0], &told, sizeof told), static_cast<ssize_t>(sizeof told));
    usleep(static_cast<useconds_t>(5000 + rng.below(60000)));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    for (int number; read(ends[0], &number, sizeof number) == sizeof number;)
      told = number;
    close(ends[0]);
    auto storage = openSqliteStudy(path, OpenMode::ReadWrite);
    ASSERT_TRUE(storage) << storage.error().str();
    const auto study = (*storage)->load();
    ASSERT_TRUE(study) << study.error().str();
    // One more may have been written than told, never one fewer.
    ASSERT_GE(static_cast<int>(study->trials.size()), told + 1);
    ASSERT_LE(static_cast<int>(study->trials.size()), told + 2);
    told = static_cast<int>(study->trials.size()) - 1;
    for (const auto& trial : study->trials)
      ASSERT_EQ(trial, completeTrial(trial.number));
  }
  EXPECT_GT(told, 0);
}

} // namespace
} // namespace sweep
