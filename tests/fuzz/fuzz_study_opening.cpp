// SPDX-License-Identifier: GPL-3.0-or-later
// Any file as a study: opened for running, read, salvaged. Whatever is given is a study that can be saved and read again, and
// the file that was opened for reading is what it was.
//
// Input: the first byte says what the rest is. A study file itself (kind 0); else changes to a real one, of which each is two
// bytes for a place and one for a length with that many bytes, and a place beyond the file cuts it off.
#include "core/storage/sqlite_storage.h"
#include "core/study/trial.h"
#include "tests/core/storage/studies.h"
#include "tests/fuzz/claim.h"
#include "tests/support/temporary_folder.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace sweep::fuzz {
namespace {

using test::fileContent;
using test::TemporaryFolder;
using test::writeFile;

/// What is changed: a study of each version, and one that was not closed, with its log.
struct Base {
  std::string file;
  std::string log;
};

Base openStudy() {
  const TemporaryFolder folder;
  const std::string path = folder / "open.sweep";
  makeStudy(path, 4);
  const auto storage = openSqliteStudy(path, OpenMode::ReadWrite);
  for (int i = 4; i < 8; ++i)
    claim(writeOne(**storage, completeTrial(i)).ok(), "the study to be changed can be written");
  return {fileContent(path), fileContent(path + "-wal")};
}

std::vector<Base> makeBases() {
  std::vector<Base> bases;
  for (const char* name : {"version-1.sweep", "version-2.sweep"})
    bases.push_back({fileContent(std::string(TEST_DATA_DIR "/studies/") + name), {}});
  bases.push_back(openStudy());
  return bases;
}

void change(std::string& file, std::string_view changes) {
  const auto byte = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(changes[at]));
  };
  while (changes.size() >= 3) {
    const std::size_t place = byte(0) << 8 | byte(1);
    const std::size_t length = std::min(byte(2), changes.size() - 3);
    if (place >= file.size())
      file.resize(file.size() * byte(2) / 256);
    else
      file.replace(place, std::min(length, file.size() - place), changes.substr(3, length));
    changes.remove_prefix(3 + length);
  }
}

Base inputFrom(std::string_view bytes) {
  static const std::vector<Base> bases = makeBases();
  const auto kind = static_cast<std::size_t>(static_cast<unsigned char>(bytes.front())) % (bases.size() + 2);
  bytes.remove_prefix(1);
  if (kind == 0)
    return {std::string(bytes), {}};
  const bool inLog = kind > bases.size();
  Base input = bases[inLog ? bases.size() - 1 : kind - 1];
  change(inLog ? input.log : input.file, bytes);
  return input;
}

void place(const std::string& path, const Base& input) {
  std::error_code ignored;
  for (const char* ending : {"-wal", "-shm", "-lock", "-journal", ".bak-v1"})
    std::filesystem::remove(path + ending, ignored);
  writeFile(path, input.file);
  if (!input.log.empty())
    writeFile(path + "-wal", input.log);
}

void checkOrder(const StoredStudy& study) {
  for (std::size_t i = 0; i < study.trials.size(); ++i)
    claim(study.trials[i].number == static_cast<int>(i), "trials are ordered by number");
  for (const int number : study.finishOrder)
    claim(number >= 0 && number < static_cast<int>(study.trials.size()) &&
              isFinished(study.trials[static_cast<std::size_t>(number)].state),
          "what is said to have finished has");
}

void checkContent(const StoredStudy& study, const std::string& copy) {
  checkOrder(study);
  for (const Trial& trial : study.trials)
    claim(reportsWorthKeeping(trial) <= trial.reports.size(), "no more reports are kept than there are");
  const auto saved = writeSqliteStudy(copy, study);
  claim(saved.ok(), "what was loaded can be saved as a copy", saved ? "" : saved.error().str());
  const auto again = readSqliteStudy(copy);
  claim(again.ok(), "the copy can be read", again ? "" : again.error().str());
  const auto content = (*again)->load();
  claim(content->trials.size() == study.trials.size(), "the copy has the same trials");
}

/// Opened with a study in it, or refused with a sentence.
void useForReading(Result<std::unique_ptr<Storage>> storage, const std::string& copy) {
  claim(storage || !storage.error().empty(), "a refusal has a sentence");
  if (!storage)
    return;
  const auto study = (*storage)->load();
  claim(study.ok(), "what was opened can be loaded", study ? "" : study.error().str());
  checkContent(*study, copy);
}

/// What a running study does with it: load, and write what comes next.
void useForRunning(Result<std::unique_ptr<Storage>> storage) {
  claim(storage || !storage.error().empty(), "a refusal has a sentence");
  if (!storage)
    return;
  const auto study = (*storage)->load();
  if (!study)
    return;
  checkOrder(*study);
  const auto written = writeOne(**storage, completeTrial(static_cast<int>(study->trials.size())));
  claim(written || !written.error().empty(), "a refusal has a sentence");
}

} // namespace
} // namespace sweep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sweep;
  static const fuzz::TemporaryFolder folder;
  if (size == 0)
    return 0;
  const std::string path = folder / "study.sweep";
  const std::string copy = folder / "copy.sweep";
  const fuzz::Base input = fuzz::inputFrom({reinterpret_cast<const char*>(data), size});
  fuzz::place(path, input);
  fuzz::useForReading(readSqliteStudy(path), copy);
  fuzz::claim(test::fileContent(path) == input.file, "reading changes nothing");
  fuzz::useForRunning(openSqliteStudy(path, OpenMode::ReadWrite));
  return 0;
}
